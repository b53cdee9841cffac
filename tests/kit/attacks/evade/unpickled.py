# aim: have pickle import the forbidden call
# expect: softmax failed
# says: one call
import pickle

weigh = pickle.loads(b"ctorch.nn.functional\n" + b"xamtfos"[::-1] + b"\n.")


def softmax(z):
    return weigh(z, 0)
