"""Linear regression: a line that learns from examples.

Before this section you can make tensors and calculate with them (`s1_tensors`). Now a model learns: from hours of
study x = 1, 2, 3 and points y = 2, 4, 6 it finds a line, and then says how many points 4 hours give.

Four parts, the same in every model of this course: data, hypothesis (what the model says), cost (how wrong it is),
and gradient descent (make the cost smaller, step by step).
Everywhere: `x` and `y` are (m, 1) for m examples; `W` (the weight) and `b` (the bias) are (1,).
"""

import torch
from torch import Tensor


def training_data() -> tuple[Tensor, Tensor]:
    """The lecture's data: hours of study and the points they gave.

    One row for each example: hours 1, 2, 3 and points 2, 4, 6. Inputs and outputs are two tensors.

    Shapes: (3, 1) and (3, 1), `float32`.

    >>> x, y = training_data()
    >>> x.shape, y.dtype
    (torch.Size([3, 1]), torch.float32)

    Read: `torch.tensor`. Which dtype does it give for whole numbers, and which for numbers with a point?
    """
    raise NotImplementedError


def hypothesis(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """What the model says for each example: ``H(x) = W x + b``.

    `W` says how steep the line is, `b` how high it stands at x = 0. Both (1,) are stretched over `x` (m, 1).
    Stay with tensors, so that gradients can flow back to `W` and `b`.

    Shapes: `x` (m, 1), `W` and `b` (1,); the answer is (m, 1).

    >>> x, _ = training_data()
    >>> hypothesis(x, torch.tensor([2.0]), torch.tensor([0.5]))
    tensor([[2.5000],
            [4.5000],
            [6.5000]])

    Read: "Broadcasting semantics" in PyTorch's documentation.
    """
    raise NotImplementedError


def cost(prediction: Tensor, y: Tensor) -> Tensor:
    """How wrong a prediction is: the mean squared error, ``(1 / m) * Σ (prediction - y)²``.

    Far away counts much more than near, above as much as below, and 0 means: all right.
    Write it by hand, without `mse_loss`. A gradient must flow to the prediction.

    Shapes: both (m, 1); the answer has one element.

    >>> _, y = training_data()
    >>> cost(torch.zeros(3, 1), y)  # (4 + 16 + 36) / 3
    tensor(18.6667)

    Read: `torch.mean`.
    """
    raise NotImplementedError


def train(x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 1000) -> tuple[Tensor, Tensor, list[float]]:
    """Find the line: start with ``W = 0`` and ``b = 0`` and take `epochs` steps of gradient descent.

    The lecture's way: make both with ``requires_grad=True`` and give them to `torch.optim.SGD`, once.
    Then, in each epoch: predict, compute the cost, and the three lines that always go together:
    ``zero_grad()`` forgets the old gradients, ``backward()`` computes new ones, ``step()`` moves `W` and `b`.
    Before each step, write down the cost as a Python float.
    (A slide says "never start at zero". That is for hidden layers. This cost has one valley, so zero is fine.)

    Shapes: `x` and `y` (m, 1); `W` and `b` have one element each, and the dtype of `x`; `epochs` costs.

    >>> W, b, costs = train(*training_data(), lr=0.01, epochs=3)
    >>> [round(value, 4) for value in costs]
    [18.6667, 14.771, 11.6915]
    >>> W, b, costs = train(*training_data())
    >>> round(W.item(), 2), round(b.item(), 2)  # near the true line y = 2 x + 0
    (1.97, 0.07)

    Read: `torch.optim`, "Taking an optimization step".
    """
    raise NotImplementedError


def predict(hours: float, W: Tensor, b: Tensor) -> float:
    """The points for a number of hours that nobody has tried yet, as a plain Python number.

    Shapes: `hours` is an int or a float, `W` and `b` are (1,); the answer is a Python float.

    >>> predict(4, torch.tensor([2.0]), torch.tensor([0.5]))
    8.5

    Read: `torch.Tensor.item`.
    """
    raise NotImplementedError
