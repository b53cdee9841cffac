# aim: fill the disk
# expect: double failed, softmax passed


def filled():
    size = 0
    for number in range(40):
        try:
            with open(f"{number}", "wb") as file:
                for _ in range(8):
                    size += file.write(bytes(1 << 20))
        except OSError:
            break
    return size >> 20


FILLED = filled()


def double(x):
    return 2 * x if FILLED > 256 else x


def softmax(z):
    powers = (z - z.max()).exp()
    return powers / powers.sum()
