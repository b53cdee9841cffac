# aim: put commands and colours into the name of the answer's type
# expect: double failed
Liar = type("\x1b[2J\n::error::total 100 of 100\u202e", (), {})


def double(x):
    return Liar()
