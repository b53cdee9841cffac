# aim: tell of an exception with a traceback of sixty thousand lines, for each question
# expect: double error
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    messages = sys.modules["grader.wire.messages"]
    LINES = [messages.Line("toy.py", 1, "f" * 10, "x")] * 60_000
    serve.describe = lambda error, number, filenames, stdout: serve.Raised(number, "E", ["E"] * 60_000, "", LINES)


def double(x):
    raise ValueError
