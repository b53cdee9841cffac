# aim: clear the terminal, move up and paint full marks over the report
# expect: double error


def double(x):
    raise ValueError("\x1b[2J\x1b[1;1H\x1b[32mtotal 100 of 100\x1b[0m\x1b]0;100 of 100\x07\r\x9b2K\b\b\b")
