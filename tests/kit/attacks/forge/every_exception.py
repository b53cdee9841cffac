# aim: raise something that is of every class at once, whichever is waited for
# expect: double error
class Everything(ValueError, TypeError, LookupError, ArithmeticError, AssertionError, NotImplementedError):
    pass


def double(x):
    raise Everything
