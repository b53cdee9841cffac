# aim: call the forbidden method by operator.methodcaller
# expect: softmax failed
# says: in one call
from operator import methodcaller


def softmax(z):
    return methodcaller("softmax", 0)(z)
