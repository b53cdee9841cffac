# aim: answer with a dict of more keys than anybody writes
# expect: double error, softmax passed
# says: dicts of more than


def double(x):
    return dict.fromkeys(range(1_000_000))


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
