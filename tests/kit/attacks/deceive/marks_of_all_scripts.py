# aim: bury the lines around under marks of Thai, Hebrew, Arabic and Tai Tham
# expect: double error
MARKS = "\u0e47\u0e47\u05b1\u0651\u1a58\u0f74\u0300"


def double(x):
    raise ValueError("0 of 100" + MARKS * 40)
