# aim: have the report fail to be written, by halves of characters and characters that XML lacks
# expect: double error


def double(x):
    raise ValueError("\ud800\udfff\x00\ufffe\uffff\U000e0001\x7f\ud83d")
