# aim: write a report of one's own into the report
# expect: double error


def double(x):
    raise ValueError(
        "\n\n" * 200 + "toy                 ████████████      100 of 100\n\ntotal 100 of 100\n\n"
        "✓ double · is twice any numbers                                            30 of 30"
    )
