"""Regression with many inputs: three quiz scores, one final score.

Before this section a model had one input and one weight. Now each example has n numbers, a row of `x`, and each
of them has a weight of its own. First you write it the naive way, then as one matrix product that stays the same
for any n. You change the loss, work out the gradients by hand, and train.

Then comes what all larger networks are made of: `nn.Module`. It holds its weights itself, so the optimizer
must ask it for them.
Everywhere: `x` is (m, n) for m examples with n features, `y` is (m, 1), `W` is (n, 1), `b` is (1,).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def training_data() -> tuple[Tensor, Tensor]:
    """The lecture's data: three quiz scores a student, and the final score.

    The quizzes: 73 80 75, 93 88 93, 89 91 90, 96 98 100, 73 66 70. The finals: 152, 185, 180, 196, 142.
    (A table on a slide has 80 as the third student's last quiz. The course uses 90, as the lecture's code does.)

    Shapes: (5, 3) and (5, 1), `float32`.

    >>> x, y = training_data()
    >>> x.shape, y.shape
    (torch.Size([5, 3]), torch.Size([5, 1]))
    >>> x[0], y[0]
    (tensor([73., 80., 75.]), tensor([152.]))
    """
    raise NotImplementedError


def hypothesis_naive(x1: Tensor, x2: Tensor, x3: Tensor, w1: Tensor, w2: Tensor, w3: Tensor, b: Tensor) -> Tensor:
    """Three inputs, three weights, written out: ``H(x) = x1 w1 + x2 w2 + x3 w3 + b``.

    It works, but think of an example with 1000 numbers. Gradients must flow to the weights and the bias.

    Shapes: each x (m, 1), each w and `b` (1,); the answer is (m, 1).

    >>> x, _ = training_data()
    >>> half, b = torch.tensor([0.5]), torch.tensor([1.0])
    >>> hypothesis_naive(x[:2, 0:1], x[:2, 1:2], x[:2, 2:3], half, half, half, b)
    tensor([[115.],
            [138.]])
    """
    raise NotImplementedError


def hypothesis(x: Tensor, W: Tensor, b: Tensor) -> Tensor:
    """The same for any number of inputs, as one matrix product: ``H(x) = x W + b``.

    Row i of `x` times the column `W` multiplies each number with its weight and adds them up.
    Gradients must flow to `W` and `b`.

    Shapes: `x` (m, n), `W` (n, 1), `b` (1,); the answer is (m, 1).

    >>> x, _ = training_data()
    >>> hypothesis(x[:2], torch.full((3, 1), 0.5), torch.tensor([1.0]))
    tensor([[115.],
            [138.]])

    Read: `torch.matmul`.
    """
    raise NotImplementedError


def cost(prediction: Tensor, y: Tensor) -> Tensor:
    """The mean squared error, by hand and as before: ``(1 / m) * Σ (prediction - y)²``.

    The number of inputs plays no part: there is still one prediction for each example.
    A gradient must flow to the prediction. Do without `mse_loss`: that comes next.

    Shapes: both (m, 1); the answer has one element.

    >>> _, y = training_data()
    >>> cost(torch.full((5, 1), 171.0), y)
    tensor(420.8000)
    """
    raise NotImplementedError


def losses(prediction: Tensor, y: Tensor) -> dict[str, Tensor]:
    """Three losses for the same errors: ``mse``, ``l1`` and ``smooth_l1``, as PyTorch gives them by default.

    With d = prediction - y, they are the means of d², of |d|, and of the smooth one: it is d² / 2 where |d| is below
    1 and |d| - 1/2 elsewhere. So small errors count as in mse, and large ones only as in l1. You may use PyTorch's own.

    Shapes: both (m, 1); a dict with the keys ``mse``, ``l1`` and ``smooth_l1``, each with one element.

    >>> found = losses(torch.tensor([[0.5], [3.0]]), torch.zeros(2, 1))
    >>> found["mse"], found["l1"], found["smooth_l1"]
    (tensor(4.6250), tensor(1.7500), tensor(1.3125))

    Read: `torch.nn.functional`, "Loss functions".
    """
    raise NotImplementedError


def gradients(W: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """The slopes of the cost at `W` and `b`, by hand and without autograd.

    With the errors ``e = x W + b - y``, one for each example: each weight sees an error through its own input, the
    bias sees it as it is. So the slope for weight j is ``(2 / m) * Σ e x_j``, and for the bias ``(2 / m) * Σ e``.
    A gradient has the shape of what it is for.

    Shapes: `W` (n, 1), `b` (1,), `x` (m, n), `y` (m, 1); the answers are (n, 1) and (1,).

    >>> x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> y = torch.tensor([[1.0], [2.0]])
    >>> gradients(torch.zeros(2, 1), torch.zeros(1), x, y)
    (tensor([[ -7.],
            [-10.]]), tensor([-3.]))

    Read: `torch.Tensor.T` and `torch.matmul`.
    """
    raise NotImplementedError


def train(x: Tensor, y: Tensor, lr: float = 1e-5, epochs: int = 20) -> tuple[Tensor, Tensor, list[float]]:
    """Find weights and bias: start at zero and take `epochs` steps of gradient descent on the cost.

    Scores near 100 make steep slopes, so the learning rate is tiny: with a larger one the cost would explode.
    By hand, with your `gradients`, or with autograd and `torch.optim.SGD`: as you like. Before each step, write
    down the cost as a Python float.

    Shapes: `x` (m, n), `y` (m, 1); `W` (n, 1) and `b` (1,) in the dtype of `x`; `epochs` costs.

    >>> W, b, costs = train(*training_data(), epochs=3)
    >>> W.shape, b.shape
    (torch.Size([3, 1]), torch.Size([1]))
    >>> [round(value, 1) for value in costs]
    [29661.8, 9298.5, 2915.7]
    """
    raise NotImplementedError


class MultivariateLinearRegressionModel(nn.Module):
    """The same model as an `nn.Module`: an object that holds its weights and knows how to predict.

    In `__init__` make one linear layer with a bias, from `in_features` inputs to 1 output. In `forward` use it.
    The layer draws its first weights itself. `parameters()` of the module then finds them.

    Shapes: it maps (m, in_features) to (m, 1).

    >>> model = MultivariateLinearRegressionModel()
    >>> [tuple(parameter.shape) for parameter in model.parameters()]
    [(1, 3), (1,)]
    >>> model(torch.ones(5, 3)).shape
    torch.Size([5, 1])

    Read: `torch.nn.Module` and `torch.nn.Linear`.
    """

    def __init__(self, in_features: int = 3) -> None:
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        raise NotImplementedError


def train_model(model: nn.Module, x: Tensor, y: Tensor, lr: float = 1e-5, epochs: int = 20) -> list[float]:
    """Train any module in place: `epochs` steps of plain SGD on the mean squared error.

    The module holds what is to be learned, so ask it: ``model.parameters()``. (A slide keeps an optimizer for an
    old `W` and `b`. Then the module never learns.) The names of variables must match, too: what one line assigns,
    the next must use. Before each step, write down the cost as a Python float.

    Shapes: the module maps `x` (m, n) to (m, 1); `y` (m, 1); the answer holds `epochs` costs.

    >>> model = MultivariateLinearRegressionModel()
    >>> costs = train_model(model, *training_data(), epochs=20)
    >>> len(costs), costs[-1] < costs[0]
    (20, True)

    Read: `torch.optim`, "Constructing it".
    """
    raise NotImplementedError
