# aim: raise KeyboardInterrupt, as if the one who grades had had enough
# expect: double error, softmax passed
def double(x):
    raise KeyboardInterrupt


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
