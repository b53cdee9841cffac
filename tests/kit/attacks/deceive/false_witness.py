# aim: have the serving code tell of an exception, with lines of the grader's own files
# expect: double error
import sys

serve = sys.modules.get("grader.worker.serve")
if serve is not None:
    from grader.wire.messages import Line, Raised

    LINE = Line(
        "\x1b[2J/course/tests/hidden/test_toy.py\n::error::", 2**40, "\x1b[2Jgrade\n::error::", "total 100 of 100\x1b"
    )

    def lie(server, ask, values, packer):
        return Raised(
            ask.number, "\x1b[31m::error::", ["\x1b"] * 32, "\x1b[2J\n::error::" * 2000, [LINE] * 4000, "\x1b"
        )

    serve._ANSWERS[serve.Invoke] = lie


def double(x):
    raise ValueError("\x1b[2J")
