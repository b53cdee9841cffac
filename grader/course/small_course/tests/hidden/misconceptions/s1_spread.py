"""Wrong ways through s1_spread, each with the hint that helps."""

from grader.suite import generic_mistakes, misconception, misconceptions

generic_mistakes("printed", "as_list", of="center")
generic_mistakes("printed", of="spread")

misconception(of="center", change=("x.mean()", "x[0]"), hint="You subtract the first number, not the mean.")

misconceptions(
    "center",
    {
        "You subtract the sum. What is the mean?": [("mean", "sum")],
        "Your numbers have the wrong sign. What do you subtract from what?": ["return x.mean() - x"],
        "You subtract the number in the middle. That is the median, not the mean.": [("mean", "median")],
        "Your function changes the caller's tensor. Which of your operations work in place?": [
            "return x.sub_(x.mean())"
        ],
    },
)
misconceptions(
    "spread",
    {
        "Your spread grows with the number of numbers. Is it a sum or a mean?": [("torch.mean", "torch.sum")],
        "These are distances. Where do you square them?": ["return center(x).abs().mean()"],
        "You take a square root at the end. The formula has none.": ["return torch.mean(center(x) ** 2).sqrt()"],
        "You divide by m - 1. How many numbers are there?": ["return torch.sum(center(x) ** 2) / (len(x) - 1)"],
        "You square the numbers themselves. Where do you subtract the mean?": [("center(x)", "x")],
    },
)
