# aim: hide words behind symbols of which nothing is to be seen, though they are no spaces
# expect: double error
BLANK = "\U0001d159\U00013441\U00013442\U00016fe4"


def double(x):
    raise ValueError(f"0 of 100{BLANK * 60}total 100 of 100")
