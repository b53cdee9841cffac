"""Right ways to fill in s5_logistic_regression that are not the reference's."""

import math
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from grader.suite import wheat


@wheat(of="training_data")
def data_as_in_the_lecture():
    """Lists first, then `FloatTensor`."""
    x_data = [[1, 2], [2, 3], [3, 1], [4, 3], [5, 3], [6, 2]]
    y_data = [[0], [0], [0], [1], [1], [1]]
    return torch.FloatTensor(x_data), torch.FloatTensor(y_data)


@wheat(of="training_data")
def data_by_columns():
    """Two columns side by side; the labels from a comparison; a list."""
    hours = torch.arange(1, 7, dtype=torch.float32)
    x = torch.column_stack([hours, torch.tensor([2.0, 3, 1, 3, 3, 2])])
    return [x, (hours > 3).float().view(-1, 1)]


@wheat(of="training_data")
def data_by_numpy():
    """From NumPy."""
    x = np.array([(1, 2), (2, 3), (3, 1), (4, 3), (5, 3), (6, 2)]).astype(np.float32)
    return torch.from_numpy(x), torch.from_numpy(np.repeat(np.float32([[0], [1]]), 3, axis=0))


wheat(
    "sigmoid",
    [
        'print("z is", tuple(z.shape))\nreturn 1.0 / (1.0 + torch.exp(-z))',
        "return z.neg().exp().add(1).reciprocal()",
        "return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))",
        "small = torch.exp(-z.abs())\nreturn torch.where(z >= 0, 1 / (1 + small), small / (1 + small))",
    ],
)


@wheat(of="sigmoid")
def sigmoid_stable(z):
    """Another form for each sign, so that nothing overflows."""
    positive = z >= 0
    small = torch.exp(torch.where(positive, -z, z))
    return torch.where(positive, 1 / (1 + small), small / (1 + small))


@wheat(of="sigmoid")
def sigmoid_with_its_derivative(z):
    """Brings its own derivative."""

    class Sigmoid(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z):
            s = (1 + (-z).exp()) ** -1
            ctx.save_for_backward(s)
            return s

        @staticmethod
        def backward(ctx, grad):
            (s,) = ctx.saved_tensors
            return grad * s * (1 - s)

    return Sigmoid.apply(z)


@wheat(of="sigmoid")
def sigmoid_with_an_own_tanh(z):
    """A helper of its own that has a forbidden name; written so that small answers stay exact."""

    def tanh(small):
        return (1 - small) / (1 + small)

    small = torch.exp(-torch.where(z < 0, -z, z))  # the slope of abs is 0 at 0, where training starts
    upper = (1 + tanh(small)) / 2
    return torch.where(z < 0, small * upper, upper)


wheat("hypothesis", ["return torch.sigmoid(x @ W + b)", "return nn.Sigmoid()(torch.addmm(b, x, W))"])


@wheat(of="hypothesis")
def probability_by_linear(x, W, b):
    """The layer's function and the section's sigmoid."""
    return sigmoid(F.linear(x, W.t(), b))  # noqa: F821


@wheat(of="hypothesis")
def probability_with_a_loop(x, W, b):
    """Row by row."""
    rows = []
    for row in x:
        z = (row * W[:, 0]).sum() + b
        rows.append(1 / (1 + math.e ** (-z)))
    return torch.stack(rows)


wheat(
    "bce_losses",
    [
        "happened = torch.where(y > 0.5, h, 1 - h)\nreturn -happened.log()",
        "return (y * torch.log(h) + (1 - y) * torch.log1p(-h)).neg()",
        "logs = torch.cat([(1 - h).log(), h.log()], dim=1)\nreturn -logs.gather(1, y.long())",
        "return -torch.log(1 - torch.abs(h - y))",
    ],
)


@wheat(of="bce_losses")
def losses_with_a_loop(h, y):
    """Example by example."""
    answer = []
    for probability, label in zip(h, y, strict=True):
        answer.append(-torch.log(probability if label == 1 else 1 - probability))
    return torch.cat(answer).reshape(-1, 1)


@wheat(of="bce_cost")
def mean_of_the_losses(h, y):
    """The section's losses, added up and divided."""
    each = bce_losses(h, y)  # noqa: F821
    return each.sum() / len(each)


wheat("bce_cost", ["return -(y.T @ torch.log(h) + (1 - y).T @ torch.log(1 - h)) / y.shape[0]"])


@wheat(of="bce_cost", value=True)
def mean_as_a_lambda():
    """A lambda."""
    return lambda h, y: torch.mean(-y * h.log() - (1 - y) * (1 - h).log())


wheat(
    "bce_with_logits",
    [
        "return torch.mean(torch.logaddexp(z, torch.zeros_like(z)) - z * y)",
        "return (z.clamp(min=0) - y * z + (-z.abs()).exp().log1p()).sum() / z.numel()",
        "return -(y * F.logsigmoid(z) + (1 - y) * F.logsigmoid(-z)).mean(dim=0)",
        "return F.softplus(z).mean() - (y.T @ z) / len(z)",
    ],
)


@wheat(of="bce_with_logits")
def logits_as_two_classes(z, y):
    """Two classes, one with the logit 0: the logarithm of the sum of exponentials."""
    both = torch.cat([torch.zeros_like(z), z], dim=1)
    picked = both.gather(1, y.long())
    return (torch.logsumexp(both, dim=1, keepdim=True) - picked).mean()


@wheat(of="bce_with_logits")
def logits_with_a_derivative(z, y):
    """Brings its own derivative."""

    class Loss(torch.autograd.Function):
        @staticmethod
        def forward(ctx, z, y):
            ctx.save_for_backward(z, y)
            return torch.mean(torch.relu(z) - z * y + torch.log1p(torch.exp(-torch.abs(z))))

        @staticmethod
        def backward(ctx, grad):
            z, y = ctx.saved_tensors
            return grad * (torch.sigmoid(z) - y) / z.numel(), None

    return Loss.apply(z, y)


@wheat(of="gradients")
def gradients_as_means(W, b, x, y):
    """Means over the rows; the library's sigmoid is allowed in this row."""
    error = torch.sigmoid(x.mm(W) + b) - y
    return (x * error).mean(0).reshape(-1, 1), error.mean(0)


@wheat(of="gradients")
def gradients_by_numpy(W, b, x, y):
    """NumPy; a list."""
    a, w, c, t = (v.detach().numpy() for v in (x, W, b, y))
    error = 1 / (1 + np.exp(-(a @ w + c))) - t
    return [torch.from_numpy(a.T @ error / a.dtype.type(len(a))), torch.from_numpy(error.mean(axis=0))]


@wheat(of="gradients")
def gradients_by_the_chain_rule(W, b, x, y):
    """The long way, through the derivative of the loss by the probability."""
    h = hypothesis(x, W, b).detach().double()  # noqa: F821
    by_h = (h - y) / (h * (1 - h)) / len(y)
    by_z = by_h * h * (1 - h)
    by_W = sum(x[i].double() * by_z[i] for i in range(len(x)))
    return by_W.unsqueeze(1).to(x.dtype), by_z.sum().reshape(1).to(x.dtype)


@wheat(of="train")
def train_as_in_the_lecture(x, y, lr=1.0, epochs=1000):
    """Autograd, SGD and the library's loss."""
    W = torch.zeros((x.size(1), 1), dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = optim.SGD([W, b], lr=lr)
    costs = []
    for epoch in range(epochs):
        cost = F.binary_cross_entropy(torch.sigmoid(x.matmul(W) + b), y)
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if epoch % 100 == 0:
            print(f"Epoch {epoch:4d}/{epochs} Cost: {cost.item():.6f}")
    return W, b, costs


@wheat(of="train")
def train_with_the_sections_gradients(x, y, lr=1.0, epochs=1000):
    """The gradients by hand, the functions of the section."""
    W, b, costs = x.new_zeros((x.shape[1], 1)), x.new_zeros(1), []
    for _ in range(epochs):
        costs.append(bce_cost(hypothesis(x, W, b), y).item())  # noqa: F821
        by_W, by_b = gradients(W, b, x, y)  # noqa: F821
        W, b = W - lr * by_W, b - lr * by_b
    return W, b, costs


@wheat(of="train")
def train_from_the_logits(x, y, lr=1.0, epochs=1000):
    """The loss from the logits, the update on `.data`; a list."""
    W = nn.Parameter(torch.zeros(x.shape[1], 1).to(x.dtype))
    b = nn.Parameter(torch.zeros(1).to(x.dtype))
    criterion = nn.BCEWithLogitsLoss()
    costs = []
    for _ in range(epochs):
        cost = criterion(x @ W + b, y)
        cost.backward()
        for parameter in (W, b):
            parameter.data -= lr * parameter.grad
            parameter.grad.zero_()
        costs.append(cost.item())
    return [W, b, costs]


@wheat(of="train")
def train_in_numpy(x, y, lr=1.0, epochs=1000):
    """NumPy; costs are `numpy.float64`."""
    a, t = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
    W, b, costs = np.zeros((a.shape[1], 1)), np.zeros(1), []
    for _ in range(epochs):
        z = a @ W + b
        costs.append(np.mean(np.logaddexp(0, z) - t * z))
        error = 1 / (1 + np.exp(-z)) - t
        W, b = W - lr * a.T @ error / len(a), b - lr * error.mean(axis=0)
    return torch.from_numpy(W).to(x.dtype), torch.from_numpy(b).to(x.dtype), costs


wheat(
    "predict",
    [
        "return ~(h < threshold)",
        "return torch.ge(h, torch.tensor([threshold], dtype=h.dtype))",
        "return torch.from_numpy(np.greater_equal(h.detach().numpy(), threshold))",
    ],
)


@wheat(of="predict", value=True)
def predict_as_a_lambda():
    """A lambda with the comparison turned round."""
    return lambda h, threshold=0.5: threshold <= h


wheat(
    "accuracy",
    [
        "correct = prediction.float() == y\nreturn correct.sum().item() / len(correct)",
        "return (prediction == y.bool()).float().mean().item()",
        "return np.mean(prediction.numpy() == (y.numpy() == 1))",
    ],
)


@wheat(of="accuracy")
def accuracy_with_a_loop(prediction, y):
    """Counts what is wrong."""
    wrong = 0
    for p, label in zip(prediction, y, strict=True):
        if bool(p) != bool(label):
            wrong += 1
    return 1 - wrong / len(y)


@wheat(of="accuracy", value=True)
def accuracy_as_a_partial():
    """A partial."""

    def share(prediction, y, kind):
        return torch.eq(prediction.to(kind), y.to(kind)).to(kind).mean().item()

    return partial(share, kind=torch.float64)


@wheat(of="sigmoid")
@torch.jit.script
def sigmoid_scripted(z):
    """Compiled."""
    small = torch.exp(-torch.abs(z))
    return torch.where(z >= 0, torch.ones_like(small), small) / (1 + small)
