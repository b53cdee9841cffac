# aim: take all the memory there is
# expect: double error, softmax passed
# says: MemoryError


def double(x):
    taken = []
    while True:
        taken.append(bytearray(1 << 30))


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
