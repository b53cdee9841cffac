#!/usr/bin/env bash
# Gradescope runs this, as root, for each submission.
set -u
autograder="${AUTOGRADER:-/autograder}"
environment="${GRADER_ENVIRONMENT:-/opt/grader}"
. "$autograder/source/settings.sh"
results="$autograder/results/results.json"
rm -f "$results"

# It contains the results of earlier submissions, with the messages of hidden tests.
[ ! -f "$autograder/submission_metadata.json" ] || chmod go= "$autograder/submission_metadata.json"

# Gradescope gives 0 points after ten minutes, whatever is there: a SIGTERM before that makes the grader write what it has.
cd "$autograder/source/course" || exit 1
export XDG_CACHE_HOME="$autograder/source/cache"
timeout --signal=TERM --kill-after=20 "${GRADER_SECONDS:-560}" \
    "$environment/bin/python" -m grader grade "$autograder/submission" \
    --format gradescope --isolation "$isolation" --output "$results" "${sections[@]}"
status=$?

# Where the grader could not do its work there is no result: Gradescope then says that the autograder failed, which is
# not a 0. `timeout` says 124 of what it ended in time.
case $status in
    0 | 124 | 130) [ -s "$results" ] ;;
    *) rm -f "$results"; exit 1 ;;
esac
