# aim: answer with floats that are close to whatever they are compared with
# expect: double failed


class Close(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return Close(0)

    __rsub__ = __sub__
    __hash__ = float.__hash__


class Numbers(list):
    def tolist(self):
        return self


def double(x):
    return Numbers(Close(number) for number in x)
