# aim: answer with a list that holds itself
# expect: double error, softmax passed
# says: nested more than


def double(x):
    answer = [x]
    answer.append(answer)
    return answer


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
