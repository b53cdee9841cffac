# aim: push words over the edge by tabs, and lines off the screen by words that never end
# expect: double error
def double(x):
    raise ValueError("\t" * 900 + "total 100 of 100" + "\t" * 900 + "\ufdfd" * 300)
