"""Pictures of s3_gradient_descent, on the lecture's data (x = y = 1, 2, 3), where the cost is 14/3 (W - 1)²."""

import torch

from grader.suite import Curve, Dots, Panel, picture

X = torch.tensor([[1.0], [2.0], [3.0]])
WS = torch.linspace(-1.0, 3.0, 81)
RATES = {0.02: "small steps", 0.1: "the lecture's rate", 0.2: "each step goes too far"}


def right_steps(lr, epochs):
    """Each step leaves the same part of the distance to W = 1."""
    distances = [(28 / 3 * lr - 1) ** step * (-1) ** (step + 1) for step in range(epochs)]
    return [(1 + distance, 14 / 3 * distance**2) for distance in distances]


@picture("Steps down the cost", needs=["train_manual"])
def steps_down_the_cost(student):
    panels = []
    for lr, about in RATES.items():
        _, path = student.train_manual(X, X, lr, 10)
        right = right_steps(lr, 10)
        marks = [
            Curve(WS, 14 / 3 * (WS - 1) ** 2, label="cost", whose=""),
            Dots([w for w, _ in right], [cost for _, cost in right], whose="right"),
            Dots([w for w, _ in path], [cost for _, cost in path], steps=True),
        ]
        title = f"Steps down the cost, lr = {lr}"
        ranges = {"x_range": (-1, 3), "y_range": (-1, 19)}
        panels.append(Panel(marks, title=title, note=about, x_label="W", y_label="cost", **ranges))
    return panels


@picture("The cost at each weight", needs=["cost_curve"])
def cost_at_each_weight(student):
    marks = [
        Curve(WS, student.cost_curve(WS, X, X)),
        Curve(WS, 14 / 3 * (WS - 1) ** 2, whose="right"),
    ]
    return Panel(marks, x_label="W", y_label="cost")


@picture("The slope at each weight", needs=["gradient"])
def slope_at_each_weight(student):
    slopes = student.gradient.map((W.reshape(1), X, X) for W in WS)
    marks = [Curve(WS, slopes), Curve(WS, 28 / 3 * (WS - 1), whose="right")]
    return Panel(marks, note="0 at the lowest point of the cost", x_label="W", y_label="gradient")


@picture("The cost while training", needs=["train_optim"])
def cost_while_training(student):
    _, path = student.train_optim(X, X, 0.02, 30)
    right = right_steps(0.02, 30)
    marks = [
        Curve(range(len(path)), [cost for _, cost in path]),
        Curve(range(30), [cost for _, cost in right], whose="right"),
    ]
    return Panel(marks, title="The cost while training, lr = 0.02", x_label="epoch", y_label="cost")
