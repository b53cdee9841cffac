"""Gradient descent by hand: how a model finds its weight.

In `s2_linear_regression` an optimizer trained a line for you. Now you look inside, with the simplest model:
``H(x) = W x``, without a bias. The output equals the input: x = 1, 2, 3 and y = 1, 2, 3, so W = 1 is the best weight.
You write the cost, its gradient by hand, one step downhill, and the whole training. Then you train again with autograd
and `torch.optim` and get the same numbers. At the end you find out how large a step may be.
Everywhere, `x` and `y` are (m, 1) for m examples, and `W` is (1,).

In each function, replace `raise NotImplementedError` with your own code. Then run
`grader check --section s3_gradient_descent`.
"""

import torch
from torch import Tensor


def hypothesis(x: Tensor, W: Tensor) -> Tensor:
    """Predict the output for each example: ``H(x) = W x``.

    One multiplication handles all examples at once: `W` is (1,) and is broadcast over `x`, which is (m, 1). Use only
    tensor operations, so that a gradient can flow back to `W` later.

    Shapes: `x` is (m, 1), `W` is (1,); the answer is (m, 1).

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> hypothesis(x, torch.tensor([2.0]))
    tensor([[2.],
            [4.],
            [6.]])

    Read: "Broadcasting semantics" in PyTorch's documentation.
    """
    # >>> your code: return the prediction for each example
    return x * W
    # <<<


def cost(W: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Measure how wrong the weight `W` is, by the mean squared error of ``hypothesis(x, W)``.

    For each example, subtract the true value from the prediction and square the result. Then take the mean over the m
    examples: ``cost(W) = (1 / m) * Σ (W x - y)²``. Write the formula yourself: `mse_loss` is forbidden here. A gradient
    must flow back to `W`.

    Shapes: `W` is (1,), `x` and `y` are (m, 1); the answer has one element.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> cost(torch.tensor([0.0]), x, x)  # (1 + 4 + 9) / 3
    tensor(4.6667)
    >>> cost(torch.tensor([1.0]), x, x)  # W = 1 is the best weight for y = x
    tensor(0.)

    Read: `torch.mean`.
    """
    # >>> your code: return the mean of the squared errors
    return torch.mean((hypothesis(x, W) - y) ** 2)
    # <<<


def gradient(W: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The slope of the cost at `W`: in which direction, and how steeply, the cost grows.

    The cost is the mean of ``(W x - y)²``. The derivative of a square brings down a factor of 2, and the chain rule
    multiplies by the derivative of the inside, which is x. So the gradient is ``(2 / m) * Σ (W x - y) x``. Calculate it
    from this formula: autograd is forbidden here.

    Shapes: `W` is (1,), `x` and `y` are (m, 1); the answer is one number.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> round(float(gradient(torch.tensor([0.0]), x, x)), 3)  # below the best weight, the cost falls
    -9.333
    >>> float(gradient(torch.tensor([1.0]), x, x))  # at the lowest point, the slope is 0
    0.0
    """
    # >>> your code: return the slope of the cost at W
    return 2 * torch.mean((W * x - y) * x)
    # <<<


def update(W: Tensor, gradient: Tensor | float, lr: float) -> Tensor:
    """Take one step downhill: ``W - lr * gradient``.

    The gradient points in the direction in which the cost grows, so we go the opposite way. `lr` is the learning rate:
    it says how far to go. The answer is a new tensor, and the caller's `W` does not change.

    Shapes: `W` is (1,); `gradient` is a tensor with one element, or a plain number; the answer has one element.

    >>> update(torch.tensor([0.0]), -9.333, lr=0.1)
    tensor([0.9333])
    """
    # >>> your code: return the weight after one step
    return W - lr * gradient
    # <<<


def train_manual(x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 10) -> tuple[Tensor, list[tuple[float, float]]]:
    """Train by hand: start at ``W = 0`` and take `epochs` steps downhill.

    Before each update, record where you are: the pair (W, cost) as two Python floats. So the list has `epochs` pairs,
    and the first one has W = 0. Return the final weight and the list. Autograd and `torch.optim` are forbidden here.

    Shapes: `x` and `y` are (m, 1); the answer's `W` has one element, and the dtype of `x`.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> W, history = train_manual(x, x, lr=0.1, epochs=3)
    >>> [(round(weight, 3), round(value, 6)) for weight, value in history]
    [(0.0, 4.666667), (0.933, 0.020741), (0.996, 9.2e-05)]
    >>> round(W.item(), 4)
    0.9997

    Read: `torch.Tensor.item`.
    """
    # >>> your code: train W by hand, and return it with the history
    W = torch.zeros(1, dtype=x.dtype)
    history = []
    for _ in range(epochs):
        history.append((W.item(), cost(W, x, y).item()))
        W = update(W, gradient(W, x, y), lr)
    return W, history
    # <<<


def train_optim(x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 10) -> tuple[Tensor, list[tuple[float, float]]]:
    """Train as in `train_manual`, but let autograd compute the gradient and `torch.optim.SGD` take the step.

    Make `W` with ``requires_grad=True`` and pass it to the optimizer. Then three calls belong to every step:
    ``zero_grad()`` clears the old gradient, ``backward()`` computes the new one, ``step()`` moves `W`. The weight and
    the (W, cost) pairs are the same as those of `train_manual`.

    Shapes: `x` and `y` are (m, 1); the answer's `W` has one element, and the dtype of `x`.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> W, history = train_optim(x, x, lr=0.1, epochs=2)
    >>> [(round(weight, 3), round(value, 6)) for weight, value in history]
    [(0.0, 4.666667), (0.933, 0.020741)]

    Read: `torch.optim`, "Taking an optimization step".
    """
    # >>> your code: train W with an optimizer, and return it with the history
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([W], lr=lr)
    history = []
    for _ in range(epochs):
        current = cost(W, x, y)
        history.append((W.item(), current.item()))
        optimizer.zero_grad()
        current.backward()
        optimizer.step()
    return W.detach(), history
    # <<<


def cost_curve(Ws: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Compute the cost at each of many weights: this is the valley that gradient descent walks down into.

    If you plot the costs against `Ws`, you see a parabola. Its lowest point is at the best weight.

    Shapes: `Ws` is (k,), `x` and `y` are (m, 1); the answer is (k,).

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> cost_curve(torch.tensor([0.0, 1.0, 2.0, 3.0]), x, x)
    tensor([ 4.6667,  0.0000,  4.6667, 18.6667])

    Read: "Broadcasting semantics", and `torch.mean` with its `dim`.
    """
    # >>> your code: return the cost at each weight
    errors = Ws * x - y  # (k,) against (m, 1) gives (m, k): one column for each weight
    return torch.mean(errors**2, dim=0)
    # <<<


def largest_stable_lr(x: Tensor) -> float:
    """The learning rate at which gradient descent on this cost stops converging: ``m / Σ x²``.

    One step multiplies the distance from the best weight by ``1 - lr * (2 / m) Σ x²``. At this learning rate, that
    factor is -1: each step lands equally far away on the other side. Below it the distance shrinks, above it the
    distance grows.

    Shapes: `x` is (m, 1), not all zero; the answer is a Python float.

    >>> x = torch.tensor([[1.0], [2.0], [3.0]])
    >>> round(largest_stable_lr(x), 4)  # 3 / 14
    0.2143
    """
    # >>> your code: return the largest stable learning rate as a Python float
    return len(x) / torch.sum(x**2).item()
    # <<<
