# aim: answer NaN, which is never further off than any tolerance
# expect: double failed


def double(x):
    return x * float("nan")
