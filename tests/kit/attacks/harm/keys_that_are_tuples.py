# aim: answer with a dict whose keys are long tuples, all of one hash and alike but at their ends
# expect: double failed, softmax passed
import itertools

START = tuple(1e300 + step * 1e285 for step in range(20))
KEYS = [START + ends for ends in itertools.product((-1, -2), repeat=10)]


def double(x):
    return dict.fromkeys(KEYS)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
