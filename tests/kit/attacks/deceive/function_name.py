# aim: put commands into the names of functions and files that a traceback shows
# expect: double error
LINES = "def f(x):\n    raise ValueError('here')\n"
space = {}
exec(compile(LINES, "\x1b[2J\n::error::total 100 of 100.py", "exec"), space)
space["f"].__code__ = space["f"].__code__.replace(co_name="\x1b[2J::error::", co_filename="toy.py", co_firstlineno=1)


def double(x):
    return space["f"](x)
