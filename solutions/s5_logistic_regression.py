"""Logistic regression: from a number to a probability.

Before this come s3 (gradient descent) and s4 (many features, one matrix product). There the model
guessed a number, such as points. Here it answers a yes-or-no question: six students, the hours that each
spent on lectures and in the lab, and whether each passed the course.
The score `x @ W + b`, called a logit, goes through the sigmoid, which turns any number into a probability.
The cost is no longer the squared error but the binary cross-entropy (BCE): it is convex here, so that
gradient descent finds the one best line.
"""

import torch
from torch import Tensor


def training_data() -> tuple[Tensor, Tensor]:
    """The lecture's six students: (hours of lectures, hours in the lab), and passed (1) or failed (0).

    The inputs are `[1, 2]`, `[2, 3]`, `[3, 1]`, `[4, 3]`, `[5, 3]`, `[6, 2]`. The first three students
    failed, the last three passed. Every number is a `float32`.

    Shapes: inputs (6, 2), labels (6, 1).

    >>> x, y = training_data()
    >>> x.shape, y.shape, x.dtype
    (torch.Size([6, 2]), torch.Size([6, 1]), torch.float32)
    """
    # >>> your code
    x = torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
    y = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])
    return x, y
    # <<<


def sigmoid(z: Tensor) -> Tensor:
    """The S-shaped curve from 0 to 1, which turns a score into a probability: `1 / (1 + exp(-z))`.

    Write it by hand; `torch.sigmoid` itself and its relatives are not allowed here. The formula as it
    stands has full marks: it is right for `z` from -30 to 30. For a bonus, keep the value and its gradient
    finite up to 10000: `exp` overflows for large numbers, but `exp(z) / (1 + exp(z))` is the same curve.

    Shapes: `z` any shape; the answer has the same one.
    Read: "torch.exp" and, for the bonus, "torch.where" in the PyTorch documentation.

    >>> sigmoid(torch.tensor([0.0, 1.0, -1.0]))
    tensor([0.5000, 0.7311, 0.2689])
    """
    # >>> your code
    e = torch.exp(torch.where(z < 0, z, -z))  # never above 1, so it cannot overflow
    return torch.where(z < 0, e, 1) / (1 + e)
    # <<<


def hypothesis(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """The model: the probability that each student passes, the sigmoid of `x @ W + b`.

    Shapes: `x` (m, n), `W` (n, 1), `b` (1,); the answer is (m, 1). Gradients flow to `W` and `b`.
    Here and below you may use `torch.sigmoid`.

    A model of zeros knows nothing, so it says one half:

    >>> hypothesis(torch.tensor([[1.0, 2.0], [2.0, 3.0]]), torch.zeros(2, 1), torch.zeros(1))
    tensor([[0.5000],
            [0.5000]])
    """
    # >>> your code
    return sigmoid(x @ W + b)
    # <<<


def bce_losses(h: Tensor, y: Tensor) -> Tensor:
    """Each example's binary cross-entropy: how surprised the model is by the truth.

    `-(y log(h) + (1 - y) log(1 - h))`, with the natural logarithm. The label `y` is 0 or 1, so one of the
    two terms is always zero. The loss is near 0 if `h` is near `y`, and grows without limit if `h` is sure
    and wrong. Here `h` is strictly between 0 and 1, so no logarithm is infinite.

    Shapes: `h` and `y` (m, 1); the answer is (m, 1). Gradients flow to `h`.
    Read: "torch.log" in the PyTorch documentation. Its ready-made BCE losses are not allowed here.

    >>> bce_losses(torch.tensor([[0.5], [0.5]]), torch.tensor([[0.0], [1.0]]))
    tensor([[0.6931],
            [0.6931]])
    """
    # >>> your code
    return -(y * torch.log(h) + (1 - y) * torch.log(1 - h))
    # <<<


def bce_cost(h: Tensor, y: Tensor) -> Tensor:
    """The cost: the mean of the examples' losses, one number. Gradients flow to `h`.

    Shapes: `h` and `y` (m, 1); the answer has one element.

    >>> round(bce_cost(torch.tensor([[0.5], [0.9]]), torch.tensor([[0.0], [1.0]])).item(), 4)
    0.3993
    """
    # >>> your code
    return bce_losses(h, y).mean()
    # <<<


def bce_with_logits(z: Tensor, y: Tensor) -> Tensor:
    """The same cost, from the logits `z = x @ W + b` instead of the probabilities.

    For a large logit the probability is rounded to exactly 0 or 1, and its logarithm is infinite. Put
    `h = sigmoid(z)` into the loss and simplify before you compute: what is left is `log(1 + exp(z)) - y z`.
    Then keep `exp` from overflowing: `log(1 + exp(z))` is `max(z, 0) + log(1 + exp(-|z|))`.
    The answer and its gradient are finite and right for `z` up to 10000 in size.

    Shapes: `z` and `y` (m, 1); the answer has one element.

    >>> round(bce_with_logits(torch.zeros(2, 1), torch.tensor([[0.0], [1.0]])).item(), 4)
    0.6931
    >>> bce_with_logits(torch.tensor([[1000.0]]), torch.tensor([[0.0]])).item()
    1000.0
    """
    # >>> your code
    return (torch.logaddexp(z, torch.zeros_like(z)) - y * z).mean()  # log(exp(z) + exp(0)) - y z
    # <<<


def gradients(W: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The slopes of the cost by `W` and by `b`, by hand: no autograd here.

    Derive them once on paper. For one example, the derivative of the loss by its logit `z` is `h - y`: how
    far the probability is from the truth. The derivative of the sigmoid has cancelled. The chain rule then
    goes on from `z = x @ W + b`, and the cost is a mean, so the slopes are means over the examples.

    Shapes: `W` (n, 1), `b` (1,), `x` (m, n), `y` (m, 1); the answers have the shapes of `W` and of `b`.

    >>> x, y = training_data()
    >>> gradients(torch.zeros(2, 1), torch.zeros(1), x, y)
    (tensor([[-0.7500],
            [-0.1667]]), tensor([0.]))
    """
    # >>> your code
    error = hypothesis(x, W, b) - y
    return x.T @ error / len(x), error.mean(dim=0)
    # <<<


def train(x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000) -> tuple[Tensor, Tensor, list[float]]:
    """Gradient descent on the cost: `epochs` updates, starting from zeros.

    Returns `W`, `b` and the costs: one Python float for each update, taken before it.
    The lecture's way is autograd with `torch.optim.SGD`: clear the old gradients, `backward`, `step`. Your
    own `gradients` do as well.

    Shapes: `x` (m, n), `y` (m, 1); `W` (n, 1), `b` (1,).
    Read: "torch.optim", its part "Taking an optimization step", in the PyTorch documentation.

    >>> x, y = training_data()
    >>> W, b, costs = train(x, y, lr=0.1, epochs=3)
    >>> [round(cost, 4) for cost in costs]
    [0.6931, 0.6475, 0.631]
    """
    # >>> your code
    W = torch.zeros(x.shape[1], 1, dtype=x.dtype)
    b = torch.zeros(1, dtype=x.dtype)
    costs = []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())
        slope_W, slope_b = gradients(W, b, x, y)
        W, b = W - lr * slope_W, b - lr * slope_b
    return W, b, costs
    # <<<


def predict(h: Tensor, threshold: float = 0.5) -> Tensor:
    """The decision: True where the probability `h` is at least `threshold`.

    The lecture's printout shows `uint8`: that is an old PyTorch. A comparison gives `bool` now.

    Shapes: `h` (m, 1); the answer is (m, 1), of dtype `torch.bool`.

    >>> predict(torch.tensor([[0.4103], [0.9242], [0.5]]))
    tensor([[False],
            [ True],
            [ True]])
    """
    # >>> your code
    return h >= threshold
    # <<<


def accuracy(prediction: Tensor, y: Tensor) -> float:
    """The share of rows where the prediction is the label: 0.0 if none is right, 1.0 if all are.

    Shapes: `prediction` (m, 1), bool; `y` (m, 1), numbers 0 or 1. The answer is a Python float.

    >>> accuracy(torch.tensor([[False], [True], [True], [False]]), torch.tensor([[0.0], [1.0], [0.0], [0.0]]))
    0.75
    """
    # >>> your code
    correct = prediction == y.bool()
    return correct.sum().item() / len(y)
    # <<<
