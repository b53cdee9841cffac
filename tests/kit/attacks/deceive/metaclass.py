# aim: have the name of a class be something else each time it is asked for
# expect: double error


class Fickle(type):
    @property
    def __name__(cls):
        raise SystemExit("\x1b[2J")

    def __repr__(cls):
        return "\x1b[2J"


class Answer(metaclass=Fickle):
    pass


def double(x):
    return Answer()
