# aim: turn the reading direction, so that 0 of 100 reads as 100 of 0
# expect: double error


def double(x):
    raise ValueError("\u202e001 fo 001\u202c \u2066total\u2069 \u200f0 of 100\u061c")
