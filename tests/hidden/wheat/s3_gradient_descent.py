"""Right ways to fill in s3_gradient_descent that are not the reference's."""

from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from grader.suite import wheat

wheat(
    "hypothesis",
    [
        "return W.mul(x)",
        "return torch.matmul(x, W.view(1, 1))",
        "return torch.cat([(row * W).unsqueeze(0) for row in x], dim=0)",
    ],
)


@wheat(of="hypothesis", value=True)
def line_as_a_lambda():
    """A lambda with one more parameter; no gradient is asked of `x`."""
    return lambda x, W, b=0: x.data * W + b


@wheat(of="cost")
def cost_by_the_sum(W, x, y):
    """Sum by count, through the section's hypothesis."""
    return ((hypothesis(x, W) - y) ** 2).sum() / x.size(0)  # noqa: F821


wheat(
    "cost",
    [
        "error = W * x - y\nreturn (error * error).mean(dim=0)",
        "error = (x * W - y).flatten()\nreturn torch.dot(error, error) / error.numel()",
    ],
)


@wheat(of="cost")
def cost_in_a_loop(W, x, y):
    """Example by example, a class of its own named like a forbidden one."""

    class MSELoss:
        def __call__(self, a, b):
            total = 0
            for p, q in zip(a, b, strict=True):
                total = total + (p - q) ** 2
            return total / len(b)

    return MSELoss()(x * W, y)


@wheat(of="gradient")
def gradient_with_a_loop(W, x, y):
    """Plain Python numbers; a float is a number."""
    m = len(x)
    w = W.item()
    total = 0.0
    for hours, points in zip(x.flatten().tolist(), y.flatten().tolist(), strict=True):
        total += (w * hours - points) * hours
    return 2 / m * total


wheat(
    "gradient",
    [
        "w, a, b = (t.detach().numpy().astype(np.float64) for t in (W, x, y))\nreturn 2 * np.mean((w * a - b) * a)",
        "return 2 / x.shape[0] * x.T.mm(W * x - y)",
    ],
)


@wheat(of="gradient")
def gradient_from_the_cost(W, x, y):
    """The cost is a parabola: the central difference is its slope. The library's loss is allowed in this row."""
    w, a, b = W.detach().double(), x.double(), y.double()
    right, left = F.mse_loss((w + 1) * a, b), F.mse_loss((w - 1) * a, b)
    return ((right - left) / 2).to(x.dtype)


@wheat(of="gradient")
def gradient_with_an_own_backward(W, x, y):
    """A helper of its own with a forbidden name, and the word backward in a comment and a string."""

    def backward(error):  # not torch's backward
        return (2 * error * x).sum() / x.numel()

    print("the backward pass, by hand")
    return backward(W.detach() * x - y)


wheat("update", ["return torch.sub(W, gradient, alpha=lr)", "return W - torch.tensor(lr) * torch.as_tensor(gradient)"])


@wheat(of="update")
def update_a_copy(W, gradient, lr):
    """In place, on an own copy."""
    new = W.detach().clone()
    new -= lr * gradient
    return new


@wheat(of="update")
def update_by_adding(W, gradient, lr=0.1):
    """Adds the negative; a default for the rate."""
    with torch.no_grad():
        return W + (-lr) * gradient


@wheat(of="update", value=True)
def update_as_an_object():
    """An object that can be called."""

    class Step:
        def __call__(self, W, gradient, lr):
            return W.sub(torch.as_tensor(gradient, dtype=W.dtype) * lr)

    return Step()


@wheat(of="train_manual")
def manual_as_in_the_lecture(x, y, lr=0.1, epochs=10):
    """The lecture's loop; the library's loss is allowed in this row."""
    W = torch.zeros(1, dtype=x.dtype)
    history = []
    for epoch in range(epochs):
        cost = F.mse_loss(x * W, y)
        slope = 2 * torch.mean((W * x - y) * x)
        history.append((W.item(), cost.item()))
        print("Epoch {:4d}/{} W: {:.3f}, Cost: {:.6f}".format(epoch, epochs, *history[-1]))
        W -= lr * slope
    return W, history


@wheat(of="train_manual")
def manual_with_the_sections_functions(x, y, lr=0.1, epochs=10):
    """Put together from the functions above; lists for the pairs."""
    W = torch.zeros(1, dtype=x.dtype)
    history = []
    for _ in range(epochs):
        history.append([float(W), float(cost(W, x, y))])  # noqa: F821
        W = update(W, gradient(W, x, y), lr)  # noqa: F821
    return [W, history]


@wheat(of="train_manual")
def manual_in_numpy(x, y, lr=0.1, epochs=10):
    """NumPy's double precision; pairs of `numpy.float64`; a 0-d answer."""
    a, b = np.float64(x.numpy()), np.float64(y.numpy())
    w = np.float64(0)
    history = []
    for _ in range(epochs):
        error = w * a - b
        history.append((w, (error**2).mean()))
        w = w - lr * 2 * (error * a).mean()
    return torch.tensor(w, dtype=x.dtype), history


@wheat(of="train_manual")
def manual_as_a_recurrence(x, y, lr=0.1, epochs=10):
    """`W` after a step is a line of `W` before it; the costs afterwards."""
    a, b = x.double(), y.double()
    shrink, push = 1 - 2 * lr * (a * a).mean(), 2 * lr * (a * b).mean()
    weights = [torch.zeros((1, 1), dtype=torch.float64)]
    for _ in range(epochs):
        weights.append(weights[-1] * shrink + push)
    history = [(w.item(), ((a * w - b) ** 2).mean().item()) for w in weights[:-1]]
    return weights[-1].to(x.dtype), history


@wheat(of="train_manual")
def manual_with_an_own_class(x, y, lr=0.1, epochs=10):
    """A class of its own with a method that has a forbidden name."""

    class Line:
        def __init__(self):
            self.W = torch.zeros(1, dtype=x.dtype)

        def forward(self):
            self.error = x * self.W - y
            return (self.error**2).mean().item()

        def slope(self):
            return 2 * (self.error * x).sum() / x.shape[0]

        def optim(self):
            self.W = self.W - lr * self.slope()

    line, history = Line(), []
    for _ in range(epochs):
        history.append((line.W.item(), line.forward()))
        line.optim()
    return line.W, history


@wheat(of="train_optim")
def optim_with_autograd_alone(x, y, lr=0.1, epochs=10):
    """`autograd.grad`, and the update under `no_grad`."""
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    history = []
    for _ in range(epochs):
        cost = torch.mean((x * W - y) ** 2)
        (slope,) = torch.autograd.grad(cost, W)
        history.append((W.item(), cost.item()))
        with torch.no_grad():
            W -= lr * slope
    return W, history


@wheat(of="train_optim")
def optim_without_any(x, y, lr=0.1, epochs=10):
    """By hand after all: the numbers decide."""
    W, history = x.new_zeros(1), []
    for _ in range(epochs):
        error = x * W - y
        history.append((W.item(), error.square().mean().item()))
        W = W - 2 * lr * (error * x).mean()
    return W.clone().requires_grad_(), history


@wheat(of="train_optim")
def optim_with_a_module(x, y, lr=0.1, epochs=10):
    """A layer without a bias, in a closure; its weight has shape (1, 1)."""
    torch.manual_seed(0)
    layer = nn.Linear(1, 1, bias=False).to(x.dtype)
    layer.weight.data.fill_(0)
    optimizer = optim.SGD(layer.parameters(), lr=lr)
    history = []

    def step():
        optimizer.zero_grad()
        cost = nn.functional.mse_loss(layer(x), y)
        cost.backward()
        return cost

    for _ in range(epochs):
        before = layer.weight.item()
        history.append((before, optimizer.step(step).item()))
    return layer.weight, history


@wheat(of="train_optim")
def optim_with_func(x, y, lr=0.1, epochs=10):
    """`torch.func` for value and slope."""
    value_and_slope = torch.func.grad_and_value(lambda w: ((x * w - y) ** 2).mean())
    w, history = torch.zeros((), dtype=x.dtype), []
    for _ in range(epochs):
        slope, value = value_and_slope(w)
        history.append((float(w), float(value)))
        w = w - lr * slope
    return w, history


@wheat(of="cost_curve")
def curve_with_a_loop(Ws, x, y):
    """One cost after the other, through the section's own function."""
    return torch.stack([cost(W, x, y).reshape(()) for W in Ws])  # noqa: F821


wheat(
    "cost_curve",
    ["return ((x * Ws - y) ** 2).mean(dim=0)", "return torch.vmap(lambda W: torch.mean((W * x - y) ** 2))(Ws)"],
)


@wheat(of="cost_curve")
def curve_by_numpy(Ws, x, y):
    """NumPy, and back with the dtype."""
    weights, a, b = (t.detach().double().numpy() for t in (Ws, x, y))
    return torch.tensor([np.mean((w * a - b) ** 2) for w in weights], dtype=Ws.dtype)


wheat(
    "largest_stable_lr",
    [
        "return 1 / (x**2).mean().item()",
        "return len(x) / sum(number**2 for number in x.flatten().tolist())",
        "return np.float64(x.numel()) / np.sum(x.numpy().astype(np.float64) ** 2)",
    ],
)


@wheat(of="largest_stable_lr", value=True)
def limit_as_a_partial():
    """A partial."""

    def limit(x, power):
        return float(x.shape[0] / x.pow(power).sum())

    return partial(limit, power=2)
