# aim: answer with a dict whose keys all collide, so that each look at it takes its time
# expect: double failed, softmax passed


def double(x):
    return {number * (2**61 - 1): 0 for number in range(2_000)}


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
