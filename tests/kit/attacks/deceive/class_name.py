# aim: put commands, colours and full marks into the name of an exception's class
# expect: double error
Liar = type("\x1b[2J::error::\ntotal 100 of 100\n\u202e", (Exception,), {})
Liar.__module__ = "\x1b]0;gotcha\x07"


def double(x):
    raise Liar("no more")
