"""Pictures of s2_linear_regression: the line that was learned, and the cost while training."""

import torch

from grader.suite import Curve, Dots, Panel, picture

HOURS = torch.tensor([[1.0], [2.0], [3.0]])
POINTS = torch.tensor([[2.0], [4.0], [6.0]])
ALONG = torch.linspace(0.0, 4.0, 41).reshape(-1, 1)


@picture("The line that was learned", needs=["train", "hypothesis"])
def the_line(student):
    W, b, _ = student.train(HOURS, POINTS)
    marks = [
        Curve(ALONG, student.hypothesis(ALONG, W.detach().reshape(1), b.detach().reshape(1))),
        Dots(HOURS, POINTS, label="data", whose=""),
    ]
    return Panel(marks, x_label="hours", y_label="points")


@picture("The cost while training", needs=["train"])
def cost_while_training(student):
    _, _, costs = student.train(HOURS, POINTS)
    return Panel([Curve(range(len(costs)), costs)], x_label="epoch", y_label="cost", log=True)
