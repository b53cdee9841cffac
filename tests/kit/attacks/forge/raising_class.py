# aim: answer with something that raises whatever is asked of it, in the hope that the one who asks falls over
# expect: double error


class Thorn:
    @property
    def __class__(self):
        raise KeyboardInterrupt("gotcha")

    def __repr__(self):
        raise SystemExit(0)


def double(x):
    return Thorn()
