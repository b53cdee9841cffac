"""A picture of s4_multivariate_regression: the cost while training on the lecture's five students."""

import torch

from grader.suite import Curve, Dots, Panel, picture

QUIZZES = torch.tensor([[73.0, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]])
FINALS = torch.tensor([[152.0], [185.0], [180.0], [196.0], [142.0]])


@picture("The cost while training", needs=["train"])
def cost_while_training(student):
    _, _, costs = student.train(QUIZZES, FINALS)
    return Panel([Curve(range(len(costs)), costs)], x_label="epoch", y_label="cost", log=True)


@picture("Predicted and true points", needs=["train", "hypothesis"])
def predicted_and_true(student):
    W, b, _ = student.train(QUIZZES, FINALS)
    marks = [
        Curve([140, 200], [140, 200], label="as predicted", whose=""),
        Dots(FINALS, student.hypothesis(QUIZZES, W.detach(), b.detach())),
    ]
    return Panel(marks, x_label="true", y_label="predicted")
