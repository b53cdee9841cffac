# aim: answer with a gigabyte, and have the grader compare it
# expect: double error, softmax passed
# says: elements


def double(x):
    return x[:1].expand(1 << 28)


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
