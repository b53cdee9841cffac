"""Right ways to fill in s2_linear_regression that are not the reference's."""

import math
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from grader.suite import wheat

wheat(
    "training_data",
    [
        "hours = torch.arange(1.0, 4.0).reshape(-1, 1)\nreturn hours, 2 * hours",
        'print("three students")\nreturn [torch.FloatTensor([[1], [2], [3]]), torch.FloatTensor([[2], [4], [6]])]',
    ],
)


@wheat(of="training_data")
def data_by_numpy():
    """From a NumPy table with a row for each student."""
    table = np.array([[1, 2], [2, 4], [3, 6]], dtype=np.float32)
    return torch.from_numpy(table[:, :1]), torch.from_numpy(table[:, 1:])


@wheat(of="training_data", value=True)
def data_in_a_lambda():
    """A lambda and a named tuple."""
    from collections import namedtuple

    Data = namedtuple("Data", "x y")
    return lambda: Data(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[2.0], [4.0], [6.0]]))


wheat(
    "hypothesis",
    [
        "return F.linear(x, W.reshape(1, 1), b)",
        "return x.mm(W.unsqueeze(1)) + b",
        "return torch.addcmul(b, x.detach(), W)",
    ],
)


@wheat(of="hypothesis")
def line_with_a_loop(x, W, b):
    """Example by example."""
    rows = []
    for hours in x:
        rows.append(W * hours + b)
    return torch.stack(rows)


@wheat(of="hypothesis", value=True)
def line_as_a_partial():
    """A partial around a more general line."""

    def power(x, W, b, exponent):
        return x**exponent * W + b

    return partial(power, exponent=1)


wheat(
    "cost",
    [
        "m = prediction.shape[0]\nreturn ((prediction - y) ** 2).sum() / m",
        "error = prediction - y\nreturn error.T @ error / len(error)",
    ],
)


@wheat(of="cost")
def cost_with_a_loop(prediction, y):
    """Adds up one error after the other, `math` for nothing but a constant."""
    total = math.pi * torch.zeros(1, dtype=prediction.dtype)
    for p, target in zip(prediction, y, strict=True):
        total = total + (p - target).pow(2)
    return total / y.numel()


@wheat(of="cost")
def cost_with_an_own_mse_loss(prediction, y):
    """A helper of its own that has the forbidden name."""

    def mse_loss(a, b):
        return torch.square(b - a).mean()

    return mse_loss(prediction, y)


@wheat(of="cost")
def cost_with_an_own_derivative(prediction, y):
    """A function that brings its derivative along."""

    class SquaredError(torch.autograd.Function):
        @staticmethod
        def forward(ctx, prediction, y):
            ctx.save_for_backward(prediction, y)
            return (prediction - y).pow(2).mean()

        @staticmethod
        def backward(ctx, grad):
            prediction, y = ctx.saved_tensors
            slope = grad * 2 * (prediction - y) / y.numel()
            return slope, -slope

    return SquaredError.apply(prediction, y)


@wheat(of="train")
def train_as_in_the_lecture(x, y, lr=0.01, epochs=1000):
    """Autograd and SGD; the library's loss is allowed here; prints now and then."""
    torch.manual_seed(1)
    W = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = optim.SGD([W, b], lr=lr)
    costs = []
    for epoch in range(1, epochs + 1):
        cost = F.mse_loss(x * W + b, y)
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if epoch % 100 == 0:
            print(f"Epoch {epoch:4d}/{epochs} cost {cost.item():.6f}")
    return W, b, costs


@wheat(of="train")
def train_without_an_optimizer(x, y, lr=0.01, epochs=1000):
    """Autograd; the update by hand on `.data`."""
    W, b = (torch.zeros(1, dtype=y.dtype, requires_grad=True) for _ in "Wb")
    costs = []
    for _ in range(epochs):
        W.grad = b.grad = None
        cost = ((W * x + b - y) ** 2).mean()
        cost.backward()
        costs.append(float(cost))
        W.data -= lr * W.grad
        b.data -= lr * b.grad
    return W.detach(), b.detach(), costs


@wheat(of="train")
def train_under_no_grad(x, y, lr=0.01, epochs=1000):
    """`autograd.grad` and in-place updates under `no_grad`; a list for the tuple."""
    W = torch.zeros((1, 1), dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    costs = []
    while len(costs) < epochs:
        cost = torch.mean((x @ W + b - y) ** 2)
        slopes = torch.autograd.grad(cost, [W, b])
        with torch.no_grad():
            for weight, slope in zip((W, b), slopes, strict=True):
                weight -= lr * slope
        costs.append(cost.item())
    return [W, b, costs]


@wheat(of="train")
def train_in_numpy(x, y, lr=0.01, epochs=1000):
    """The gradient by hand in NumPy's double precision; costs are `numpy.float64`."""
    inputs, targets = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
    W = b = 0.0
    costs = []
    for _ in range(epochs):
        error = W * inputs + b - targets
        costs.append(np.mean(error**2))
        W, b = W - lr * 2 * np.mean(error * inputs), b - lr * 2 * np.mean(error)
    return torch.tensor([W], dtype=x.dtype), torch.tensor([b], dtype=x.dtype), costs


@wheat(of="train")
def train_a_layer(x, y, lr=0.01, epochs=1000, momentum=0.0):
    """A linear layer that starts at zero; one more parameter; its parameters handed back."""
    layer = nn.Linear(1, 1).to(x.dtype)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr, momentum=momentum)
    criterion = nn.MSELoss()
    costs = []
    for _ in range(epochs):

        def closure():
            optimizer.zero_grad()
            cost = criterion(layer(x), y)
            cost.backward()
            return cost

        costs.append(optimizer.step(closure).item())
    return layer.weight, layer.bias, costs


@wheat(of="train")
def train_from_the_sums(x, y, lr=0.01, epochs=1000):
    """Steps computed from five sums of the data alone."""
    m, a, c = len(x), x.double(), y.double()
    sx, sy, sxx, sxy, syy = (float(t.sum()) for t in (a, c, a * a, a * c, c * c))
    W = b = 0.0
    costs = []
    for _ in range(epochs):
        costs.append((W * W * sxx + 2 * W * b * sx - 2 * W * sxy + m * b * b - 2 * b * sy + syy) / m)
        step_W, step_b = W * sxx + b * sx - sxy, W * sx + m * b - sy
        W -= lr * 2 / m * step_W
        b -= lr * 2 / m * step_b
    return torch.tensor(W, dtype=x.dtype), torch.tensor(b, dtype=x.dtype), costs


wheat("predict", ["return hours * W.item() + b.item()"])


@wheat(of="predict")
def predict_as_one_row(hours, W, b):
    """A table of one row through the section's own hypothesis."""
    with torch.no_grad():
        x = torch.tensor([[hours]], dtype=W.dtype)
        return float(hypothesis(x, W, b))  # noqa: F821


@wheat(of="predict")
def predict_by_numpy(hours, W, b):
    """A `numpy.float64`."""
    weight, bias = W.detach().numpy(), b.detach().numpy()
    return np.float64(hours) * np.float64(weight.item()) + np.float64(bias.item())


@wheat(of="predict", value=True)
def predict_as_a_lambda():
    """A lambda."""
    return lambda hours, W, b: float(W * hours + b)


@wheat(of="predict")
def predict_by_the_hypothesis(hours, W, b):
    """The hours as a float32 tensor, whatever the weights are."""
    return hypothesis(torch.tensor([[float(hours)]]), W, b).item()  # noqa: F821
