# aim: bury the report under names and texts of megabytes
# expect: double error
Long = type("L" * 10_000_000, (Exception,), {})


def double(x):
    raise Long("\n".join("m" * 1000 for _ in range(10_000)))
