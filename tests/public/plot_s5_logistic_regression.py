"""Pictures of s5_logistic_regression: the sigmoid, the losses, the cost while training, and what was learned."""

import torch
import torch.nn.functional as F

from grader.suite import Area, Curve, Dots, Panel, picture

X = torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
Y = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
Z = torch.linspace(-8.0, 8.0, 161)
H = torch.linspace(0.01, 0.99, 99).reshape(-1, 1)
SIDE = 60


@picture("The sigmoid", needs=["sigmoid"])
def the_sigmoid(student):
    marks = [Curve(Z, student.sigmoid(Z)), Curve(Z, torch.sigmoid(Z), whose="right")]
    return Panel(marks, x_label="z", y_label="sigmoid(z)", y_range=(-0.1, 1.1))


@picture("The loss of one example", needs=["bce_losses"])
def loss_of_one_example(student):
    panels = []
    for label in (1.0, 0.0):
        y = torch.full_like(H, label)
        marks = [
            Curve(H, student.bce_losses(H, y)),
            Curve(H, F.binary_cross_entropy(H, y, reduction="none"), whose="right"),
        ]
        panels.append(Panel(marks, title=f"The loss of one example with y = {label:g}", x_label="h", y_label="loss"))
    return panels


@picture("The mean loss from the logits", needs=["bce_with_logits"])
def mean_loss_from_logits(student):
    z, y = 5 * Z.reshape(-1, 1, 1), torch.ones(1, 1)
    marks = [
        Curve(5 * Z, student.bce_with_logits.map((one, y) for one in z)),
        Curve(5 * Z, [F.binary_cross_entropy_with_logits(one, y) for one in z], whose="right"),
    ]
    return Panel(marks, note="y = 1", x_label="z", y_label="loss")


@picture("The cost while training", needs=["train"])
def cost_while_training(student):
    _, _, costs = student.train(X, Y, 1.0, 1000)
    return Panel([Curve(range(len(costs)), costs)], x_label="epoch", y_label="cost", log=True)


@picture("What was learned", needs=["train", "hypothesis"])
def what_was_learned(student):
    W, b, _ = student.train(X, Y, 1.0, 1000)
    x1, x2 = torch.linspace(0, 7, SIDE), torch.linspace(0, 4, SIDE)
    grid = torch.cartesian_prod(x2, x1).flip(1)
    h = student.hypothesis(grid, W.detach(), b.detach())
    marks = [
        Area(x1, x2, h.detach().reshape(SIDE, SIDE)),
        Dots(X[:, 0], X[:, 1], whose="", values=Y),
    ]
    return Panel(marks, note="blue passes, red does not", x_label="hours of lectures", y_label="hours of practice")
