# aim: answer with a dict of keys that all collide
# expect: double error, softmax passed
# says: dicts of more than


def double(x):
    return {number * (2**61 - 1): 0 for number in range(20_000)}



def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
