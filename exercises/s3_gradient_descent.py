"""Gradient descent by hand: how a model finds its weight.

Before this section, `s2_linear_regression` trained a line with an optimizer and did not look inside. Now you look.
The model here is the simplest there is, `H(x) = W x`, without a bias, and the data says that output = input:
x = 1, 2, 3 and y = 1, 2, 3. (So W = 1 is the best weight. The cost there is 0.)

You write the cost, its slope by hand, one step downhill, and the whole training. Then you do it again with
autograd and `torch.optim`, and see the same numbers. At the end you find out how large a step may be.
Everywhere: `x` and `y` are (m, 1) for m examples, `W` is (1,).
"""

import torch
from torch import Tensor


def hypothesis(x: Tensor, W: Tensor) -> Tensor:
    """What the model says for each example: ``H(x) = W x``.

    One multiplication does all examples at once: `W` (1,) is stretched over `x` (m, 1).
    Stay with tensors, so that a gradient can flow back to `W` later.

    Shapes: `x` (m, 1), `W` (1,); the answer is (m, 1).

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> hypothesis(x, torch.tensor([2.0]))
    tensor([[2.],
            [4.],
            [6.]])

    Read: "Broadcasting semantics" in PyTorch's documentation.
    """
    raise NotImplementedError


def cost(W: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """How wrong the weight `W` is: the mean squared error of ``hypothesis(x, W)``.

    For each example take the distance from the truth and square it; then take the mean over the m examples:
    ``cost(W) = (1 / m) * Σ (W x - y)²``. Write it by hand, without `mse_loss`. A gradient must flow to `W`.

    Shapes: `W` (1,), `x` and `y` (m, 1); the answer has one element.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> cost(torch.tensor([0.0]), x, x)  # (1 + 4 + 9) / 3
    tensor(4.6667)
    >>> cost(torch.tensor([1.0]), x, x)  # the best weight for y = x
    tensor(0.)

    Read: `torch.mean`.
    """
    raise NotImplementedError


def gradient(W: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The slope of the cost at `W`: in which direction, and how steeply, the cost grows.

    The cost is the mean of ``(W x - y)²``. The derivative of a square brings the 2 down, and the chain rule
    multiplies by the derivative of the inside, which is x: ``(2 / m) * Σ (W x - y) x``.
    Work it out by hand, without autograd. (One slide has a sum in the code beside this formula. Trust the formula.)

    Shapes: `W` (1,), `x` and `y` (m, 1); the answer is one number.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> round(float(gradient(torch.tensor([0.0]), x, x)), 3)  # below the best weight the cost falls
    -9.333
    >>> float(gradient(torch.tensor([1.0]), x, x))  # at the bottom it is flat
    0.0
    """
    raise NotImplementedError


def update(W: Tensor, gradient: Tensor | float, lr: float) -> Tensor:
    """One step downhill: ``W - lr * gradient``.

    The gradient points to where the cost grows, so we go the other way. `lr` is the learning rate: how far.
    The answer is a new tensor. The caller's `W` keeps its value.

    Shapes: `W` (1,); `gradient` is a tensor with one element, or a plain number; the answer has one element.

    >>> update(torch.tensor([0.0]), -9.333, lr=0.1)
    tensor([0.9333])
    """
    raise NotImplementedError


def train_manual(x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 10) -> tuple[Tensor, list[tuple[float, float]]]:
    """Gradient descent by hand: start at ``W = 0`` and go downhill `epochs` times.

    Before each update, write down where you are: the pair (W, cost) as two Python floats. So the list has `epochs`
    pairs, the first with W = 0. Return the last weight and the list. No autograd here, and no `torch.optim`.
    (The slide's loop runs one time more than it says.)

    Shapes: `x` and `y` (m, 1); the answer's `W` has one element, and the dtype of `x`.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> W, history = train_manual(x, x, lr=0.1, epochs=3)
    >>> [(round(weight, 3), round(value, 6)) for weight, value in history]
    [(0.0, 4.666667), (0.933, 0.020741), (0.996, 9.2e-05)]
    >>> round(W.item(), 4)
    0.9997

    Read: `torch.Tensor.item`.
    """
    raise NotImplementedError


def train_optim(x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 10) -> tuple[Tensor, list[tuple[float, float]]]:
    """The same descent, with autograd for the slope and `torch.optim.SGD` for the step.

    Make `W` with ``requires_grad=True`` and give it to the optimizer. Then three lines belong to every step:
    ``zero_grad()`` forgets the old gradient, ``backward()`` computes the new one, ``step()`` moves `W`.
    The weight and the (W, cost) pairs are those of `train_manual`.

    Shapes: `x` and `y` (m, 1); the answer's `W` has one element, and the dtype of `x`.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> W, history = train_optim(x, x, lr=0.1, epochs=2)
    >>> [(round(weight, 3), round(value, 6)) for weight, value in history]
    [(0.0, 4.666667), (0.933, 0.020741)]

    Read: `torch.optim`, "Taking an optimization step".
    """
    raise NotImplementedError


def cost_curve(Ws: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The valley that gradient descent walks in: the cost at each of many weights.

    Draw it with `Ws` to the right and the answer upwards and you see a parabola. Its bottom is the best weight.

    Shapes: `Ws` (k,), `x` and `y` (m, 1); the answer is (k,).

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> cost_curve(torch.tensor([0.0, 1.0, 2.0, 3.0]), x, x)
    tensor([ 4.6667,  0.0000,  4.6667, 18.6667])

    Read: "Broadcasting semantics", and `torch.mean` with its `dim`.
    """
    raise NotImplementedError


def largest_stable_lr(x: Tensor) -> float:
    """The learning rate at which gradient descent on this cost stops converging: ``m / Σ x²``.

    One step multiplies the distance from the best weight by ``1 - lr * (2 / m) Σ x²``. At this rate that is -1:
    each step lands as far on the other side. Below it the distance shrinks, above it grows.

    Shapes: `x` (m, 1), not all zero; the answer is a Python float.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> round(largest_stable_lr(x), 4)  # 3 / 14
    0.2143
    """
    raise NotImplementedError
