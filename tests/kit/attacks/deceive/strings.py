# aim: answer with text that is a command wherever it is shown
# expect: double failed


def double(x):
    return "\x1b[2J\n::error::total 100 of 100\ud800\u202e"
