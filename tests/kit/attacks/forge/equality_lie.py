# aim: answer with something that is equal to everything
# expect: double failed
# says: an object of class Yes


class Yes:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __getattr__(self, name):
        return lambda *args, **kwargs: self

    def __bool__(self):
        return True


def double(x):
    return Yes()
