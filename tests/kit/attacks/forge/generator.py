# aim: answer with a generator that looks at the question again while it is being compared
# expect: double failed
# says: an object of class generator


def double(x):
    yield from (2 * number for number in x)
