#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: a Python with torch, and the examples drawn ahead.
set -euo pipefail
autograder="${AUTOGRADER:-/autograder}"
environment="${GRADER_ENVIRONMENT:-/opt/grader}"
. "$autograder/source/settings.sh"

if [ ! -x "$environment/bin/python" ]; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 python3-venv
    python3 -m venv "$environment"
    "$environment/bin/pip" install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu "torch==$torch"
    "$environment/bin/pip" install --no-cache-dir "$autograder"/source/engine/*.whl
fi

# The answers, and what they are tested with, are for root alone. Students' code runs as `nobody`.
chmod -R go= "$autograder/source"
cd "$autograder/source/course"
export XDG_CACHE_HOME="$autograder/source/cache"
"$environment/bin/python" -m grader record --jobs 1 "${sections[@]}"
