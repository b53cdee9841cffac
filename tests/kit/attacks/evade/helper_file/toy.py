# aim: have a second file do what this one may not
# expect: softmax failed
# says: in one call
from weights import weigh


def softmax(z):
    return weigh(z)
