# aim: answer with a list that has other items each time it is looked at
# expect: double failed
class Moody(list):
    looks = 0

    def __len__(self):
        return 2

    def __iter__(self):
        Moody.looks += 1
        return iter([2.0, 4.0] if Moody.looks % 2 else [4.0, 2.0])

    def __eq__(self, other):
        return True


def double(x):
    return Moody([0.0])
