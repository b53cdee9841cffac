"""Linear regression: a line that learns from examples.

You can already make tensors and calculate with them (`s1_tensors`). Now a model learns: from the study hours x = 1, 2,
3 and the points y = 2, 4, 6 it finds a line, and then it predicts how many points a student gets for 4 hours. You
write four parts, the same as for every model in this course: the data, the hypothesis (what the model predicts), the
cost (how wrong it is) and gradient descent (which makes the cost smaller, step by step).
Everywhere, `x` and `y` are (m, 1) for m examples; `W` (the weight) and `b` (the bias) are (1,).

In each function, replace `raise NotImplementedError` with your own code. Then run
`grader check --section s2_linear_regression`.
"""

import torch
from torch import Tensor


def training_data() -> tuple[Tensor, Tensor]:
    """Return the lecture's data: the hours that students studied, and the points that they got.

    There is one row for each example: the hours are 1, 2, 3 and the points are 2, 4, 6. Inputs and outputs are two
    tensors.

    Shapes: (3, 1) and (3, 1), `float32`.

    >>> x, y = training_data()
    >>> x.shape, y.dtype
    (torch.Size([3, 1]), torch.float32)

    Read: `torch.tensor`. Which dtype does it choose for whole numbers, and which for numbers with a decimal point?
    """
    # TODO: return the hours and the points
    raise NotImplementedError


def hypothesis(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """Predict the points for each example with a line: ``H(x) = W x + b``.

    `W` is the slope of the line, and `b` is its height at x = 0. Both are (1,) and are broadcast over `x`, which is
    (m, 1). Use only tensor operations, so that gradients can flow back to `W` and `b`.

    Shapes: `x` is (m, 1), `W` and `b` are (1,); the answer is (m, 1).

    >>> x, _ = training_data()
    >>> hypothesis(x, torch.tensor([2.0]), torch.tensor([0.5]))
    tensor([[2.5000],
            [4.5000],
            [6.5000]])

    Read: "Broadcasting semantics" in PyTorch's documentation.
    """
    # TODO: return the prediction for each example
    raise NotImplementedError


def cost(prediction: Tensor, y: Tensor) -> Tensor:
    """Measure how wrong a prediction is, by the mean squared error: ``(1 / m) * Σ (prediction - y)²``.

    A large error counts much more than a small one. It does not matter whether the prediction is too large or too
    small. A cost of 0 means that every prediction is right. Write the formula yourself: `mse_loss` is forbidden here. A
    gradient must flow back to the prediction.

    Shapes: both arguments are (m, 1); the answer has one element.

    >>> _, y = training_data()
    >>> cost(torch.zeros(3, 1), y)  # (4 + 16 + 36) / 3
    tensor(18.6667)

    Read: `torch.mean`.
    """
    # TODO: return the mean of the squared errors
    raise NotImplementedError


def train(x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 1000) -> tuple[Tensor, Tensor, list[float]]:
    """Find the line: start with ``W = 0`` and ``b = 0``, and take `epochs` steps of gradient descent.

    The lecture does it like this: make `W` and `b` with ``requires_grad=True``, and pass them to `torch.optim.SGD`,
    once. Then, in each epoch, predict, compute the cost, and call three methods that belong together: ``zero_grad()``
    clears the old gradients, ``backward()`` computes new ones, ``step()`` moves `W` and `b`. Before each step, record
    the cost as a Python float. The lecture also prints a line every 100 epochs (``if epoch % 100 == 0``); so may you.

    Shapes: `x` and `y` are (m, 1); `W` and `b` have one element each, and the dtype of `x`; there are `epochs` costs.

    >>> W, b, costs = train(*training_data(), lr=0.01, epochs=3)
    >>> [round(value, 4) for value in costs]
    [18.6667, 14.771, 11.6915]
    >>> W, b, costs = train(*training_data())
    >>> round(W.item(), 2), round(b.item(), 2)  # close to the true line, y = 2 x + 0
    (1.97, 0.07)

    Read: `torch.optim`, "Taking an optimization step".
    """
    # TODO: train W and b, and return them with the costs
    raise NotImplementedError


def predict(hours: float, W: Tensor, b: Tensor) -> float:
    """Predict the points for a new number of hours, as a plain Python number.

    Shapes: `hours` is an int or a float, `W` and `b` are (1,); the answer is a Python float.

    >>> predict(4, torch.tensor([2.0]), torch.tensor([0.5]))
    8.5

    Read: `torch.Tensor.item`.
    """
    # TODO: return the predicted points as a Python float
    raise NotImplementedError
