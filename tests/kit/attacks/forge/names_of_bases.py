# aim: tell of an exception that is one of pytest's and of hypothesis' own, by its names
# expect: double error
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    NAMES = ["Skipped", "Exit", "StopTest", "UnsatisfiedAssumption", "SystemExit", "KeyboardInterrupt", "Exception"]
    serve.describe = lambda error, number, filenames, stdout: serve.Raised(number, NAMES[0], NAMES, "all passed", [])


def double(x):
    raise ValueError
