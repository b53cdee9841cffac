# aim: answer with a generator that looks at the question again while it is being compared
# expect: double failed
# says: a generator


def double(x):
    yield from (2 * number for number in x)
