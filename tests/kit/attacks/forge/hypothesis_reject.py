# aim: have hypothesis throw away every example on which the answer is wrong
# expect: double error
import hypothesis


def double(x):
    if x.abs().sum() > 0:
        hypothesis.reject()
    return x
