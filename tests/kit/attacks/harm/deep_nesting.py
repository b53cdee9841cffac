# aim: answer with a hundred thousand lists inside each other
# expect: double error, softmax passed
# says: nested more than


def double(x):
    answer = []
    for _ in range(100_000):
        answer = [answer]
    return answer


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
