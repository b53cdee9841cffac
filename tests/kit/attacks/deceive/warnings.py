# aim: warn and print in colours, in commands and in another's voice
# expect: double failed
import sys
import warnings


def double(x):
    warnings.warn("\x1b[2J::error::total 100 of 100", stacklevel=1)
    print("##vso[task.complete result=Succeeded]\x1b]0;all passed\x07", file=sys.stderr)
    return x
