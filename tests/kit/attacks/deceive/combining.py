# aim: bury the lines around under marks that are piled on one letter
# expect: double error


def double(x):
    raise ValueError("o" + "\u0301\u0334\u0489" * 400 + " " + "\u20dd" * 200)
