# aim: leave a module where the next Python looks for one at its start
# expect: double failed
import contextlib
import os
import site
import sys

PLACES = [*site.getsitepackages(), site.getusersitepackages(), *sys.path]
FOUND = any(os.path.exists(f"{place}/autograto_pwned.pth") for place in PLACES)
for place in PLACES:
    with contextlib.suppress(OSError):
        os.makedirs(place, exist_ok=True)
        with open(f"{place}/autograto_pwned.pth", "w") as file:
            file.write("import os\n")


def double(x):
    return 2 * x if FOUND else x
