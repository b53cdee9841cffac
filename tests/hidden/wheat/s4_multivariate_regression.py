"""Right ways to fill in s4_multivariate_regression that are not the reference's."""

from collections import OrderedDict
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from grader.suite import wheat


@wheat(of="training_data")
def data_by_columns():
    """Column by column, then side by side."""
    quizzes = [[73, 93, 89, 96, 73], [80, 88, 91, 98, 66], [75, 93, 90, 100, 70]]
    x = torch.stack([torch.tensor(quiz, dtype=torch.float32) for quiz in quizzes], dim=1)
    return x, torch.tensor([152.0, 185.0, 180.0, 196.0, 142.0]).unsqueeze(1)


@wheat(of="training_data")
def data_from_one_table():
    """One table, cut in two; a list."""
    table = torch.FloatTensor(
        [[73, 80, 75, 152], [93, 88, 93, 185], [89, 91, 90, 180], [96, 98, 100, 196], [73, 66, 70, 142]]
    )
    return [table[:, :-1], table[:, -1:]]


@wheat(of="training_data")
def data_from_text():
    """Read from text by NumPy."""
    rows = ["73 80 75 152", "93 88 93 185", "89 91 90 180", "96 98 100 196", "73 66 70 142"]
    table = np.array([[float(n) for n in row.split()] for row in rows], dtype="float32")
    x, y = np.split(table, [3], axis=1)
    return torch.from_numpy(x.copy()), torch.from_numpy(y.copy())


@wheat(of="hypothesis_naive")
def naive_with_a_loop(x1, x2, x3, w1, w2, w3, b):
    """Starts at the bias and adds."""
    answer = b
    for x, w in ((x1, w1), (x2, w2), (x3, w3)):
        answer = answer + w * x
    return answer


@wheat(of="hypothesis_naive")
def naive_as_a_matrix(x1, x2, x3, w1, w2, w3, b):
    """Glued together, so that one product does it."""
    x = torch.cat([x1, x2, x3], dim=1)
    W = torch.stack([w1, w2, w3])
    return torch.addmm(b, x, W)


@wheat(of="hypothesis_naive", value=True)
def naive_as_a_lambda():
    """A lambda with methods for operators."""
    return lambda x1, x2, x3, w1, w2, w3, b: x1.mul(w1).add(x2.mul(w2)).add(x3.mul(w3)).add(b)


wheat(
    "hypothesis",
    [
        "return F.linear(x, W.T, b)",
        "return torch.add(x.mm(W), b)",
        "return (x * W.squeeze(1)).sum(dim=1, keepdim=True) + b",
    ],
)


@wheat(of="hypothesis")
def matrix_by_columns(x, W, b):
    """A loop over the features."""
    answer = b.expand(len(x)).unsqueeze(1)
    for j in range(x.shape[1]):
        answer = answer + x[:, j : j + 1] * W[j]
    return answer


@wheat(of="hypothesis")
def matrix_by_einsum(x, W, b, offset=0.0):
    """`einsum`; one more parameter."""
    return torch.einsum("mn,nk->mk", x, W) + b + offset


wheat(
    "cost",
    [
        "squares = [(p - t) ** 2 for p, t in zip(prediction, y, strict=True)]\nreturn sum(squares) / len(squares)",
        'error = torch.subtract(y, prediction)\nreturn torch.einsum("ij,ij->", error, error) / error.numel()',
        "return (prediction - y).pow(2).mean(dim=0, keepdim=True)",
        "return prediction.pow(2).mean() - 2 * (prediction * y).mean() + y.pow(2).mean()",
    ],
)


@wheat(of="losses")
def losses_by_modules(prediction, y):
    """The loss modules in a loop."""
    table = {"mse": nn.MSELoss(), "l1": nn.L1Loss(), "smooth_l1": nn.SmoothL1Loss()}
    return {name: loss(prediction, y) for name, loss in table.items()}


@wheat(of="losses")
def losses_from_their_formulas(prediction, y):
    """Written out, with a condition for the third."""
    d = (prediction - y).abs()
    smooth = torch.where(d < 1, 0.5 * d**2, d - 0.5)
    return {"mse": (d * d).mean(), "l1": d.sum() / len(d), "smooth_l1": smooth.mean()}


@wheat(of="losses")
def losses_by_huber(prediction, y):
    """At its default the Huber loss is the smooth L1 loss; an ordered dict, the other way round."""
    answer = OrderedDict()
    answer["smooth_l1"] = F.huber_loss(prediction, y)
    answer["l1"] = F.l1_loss(prediction, y)
    answer["mse"] = F.mse_loss(prediction, y).reshape(1)
    return answer


@wheat(of="losses")
def losses_without_a_condition(prediction, y):
    """The small and the large part of each difference."""
    d = torch.abs(y - prediction)
    small = d.clamp(max=1)
    return {"mse": d.square().mean(), "l1": d.mean(), "smooth_l1": (small**2 / 2 + d - small).mean()}


@wheat(of="gradients")
def gradients_as_means(W, b, x, y):
    """Means over the rows."""
    error = x @ W + b - y
    return 2 * (error * x).mean(dim=0).unsqueeze(1), 2 * error.mean(dim=0)


@wheat(of="gradients")
def gradients_with_loops(W, b, x, y):
    """Row by row, number by number."""
    m, n = x.shape
    slope_W, slope_b = torch.zeros(n, 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype)
    W, b = W.detach(), b.detach()
    for i in range(m):
        error = b - y[i]
        for j in range(n):
            error = error + x[i, j] * W[j]
        slope_b += 2 / m * error
        for j in range(n):
            slope_W[j] += 2 / m * error * x[i, j]
    return slope_W, slope_b


@wheat(of="gradients")
def gradients_by_numpy(W, b, x, y):
    """NumPy; a list."""
    a, w = x.numpy(), W.detach().numpy()
    error = a @ w + b.detach().numpy() - y.numpy()
    slopes = a.T.dot(error) * 2 / len(a), 2 * error.mean(axis=0)
    return [torch.from_numpy(np.asarray(slope, dtype=a.dtype)) for slope in slopes]


@wheat(of="gradients")
def gradients_by_differences(W, b, x, y):
    """The cost is a parabola along each axis, so central differences are exact; the library's loss is allowed here."""

    def cost_at(W, b):
        return F.mse_loss(x.double() @ W + b, y.double())

    W, b = W.detach().double(), b.detach().double()
    slopes = []
    for j in range(len(W)):
        step = torch.zeros_like(W)
        step[j] = 1
        slopes.append((cost_at(W + step, b) - cost_at(W - step, b)) / 2)
    slope_b = (cost_at(W, b + 1) - cost_at(W, b - 1)) / 2
    return torch.stack(slopes).unsqueeze(1).to(x.dtype), slope_b.reshape(1).to(x.dtype)


@wheat(of="train")
def train_as_in_the_lecture(x, y, lr=1e-5, epochs=20):
    """Autograd and SGD."""
    W = torch.zeros((x.shape[1], 1), dtype=x.dtype, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
    optimizer = optim.SGD([W, b], lr=lr)
    costs = []
    for _ in range(epochs):
        cost = torch.mean((x.matmul(W) + b - y) ** 2)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return W, b, costs


@wheat(of="train")
def train_with_the_sections_gradients(x, y, lr=1e-5, epochs=20):
    """The gradients by hand; in-place updates of its own tensors; a list."""
    W, b = x.new_zeros(x.size(1), 1), x.new_zeros(1)
    costs = []
    for _ in range(epochs):
        costs.append(float(cost(hypothesis(x, W, b), y)))  # noqa: F821
        slope_W, slope_b = gradients(W, b, x, y)  # noqa: F821
        W -= lr * slope_W
        b.sub_(slope_b, alpha=lr)
    return [W, b, costs]


@wheat(of="train")
def train_with_the_bias_as_a_weight(x, y, lr=1e-5, epochs=20):
    """A column of ones makes the bias one more weight; in double precision."""
    m = len(x)
    table = torch.cat([x, torch.ones_like(y)], dim=1).double()
    weights, costs = torch.zeros(table.shape[1], 1, dtype=torch.float64), []
    for _ in range(epochs):
        error = table @ weights - y
        costs.append(error.pow(2).mean().item())
        weights = weights - lr * 2 / m * table.T @ error
    return weights[:-1].to(x.dtype), weights[-1].to(x.dtype), costs


@wheat(of="train")
def train_a_layer(x, y, lr=1e-5, epochs=20):
    """A layer that starts at zero; its weight transposed is handed back as a view."""
    layer = nn.Linear(x.shape[1], 1, dtype=x.dtype)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
    optimizer = optim.SGD([{"params": [layer.weight]}, {"params": [layer.bias]}], lr=lr)
    costs = []
    for epoch in range(epochs):
        loss = F.mse_loss(layer(x), y)
        costs += [loss.item()]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print("Epoch", epoch, "cost", costs[-1])
    return layer.weight.T, layer.bias, costs


@wheat(of="train")
def train_in_numpy(x, y, lr=1e-5, epochs=20):
    """NumPy; costs are `numpy.float64`."""
    a, t = x.numpy().astype("float64"), y.numpy().astype("float64")
    W, b = np.zeros((a.shape[1], 1)), np.zeros(1)
    costs = []
    for _ in range(epochs):
        error = a.dot(W) + b - t
        costs.append((error**2).mean())
        W -= lr * 2 * a.T.dot(error) / len(a)
        b -= lr * 2 * error.mean()
    return torch.tensor(W, dtype=x.dtype), torch.tensor(b, dtype=x.dtype), costs


@wheat(of="MultivariateLinearRegressionModel")
class ModelWithItsOwnNames(nn.Module):
    """Other names, one more parameter, a message."""

    def __init__(self, in_features=3, out_features=1):
        super().__init__()
        self.fc = nn.Linear(in_features=in_features, out_features=out_features, bias=True)

    def forward(self, data):
        print("data", tuple(data.shape))
        return self.fc(data)


@wheat(of="MultivariateLinearRegressionModel")
class ModelInASequential(nn.Module):
    """The layer inside a `Sequential`, started at zero."""

    def __init__(self, in_features=3):
        nn.Module.__init__(self)
        self.layers = nn.Sequential(nn.Linear(in_features, 1))
        nn.init.zeros_(self.layers[0].bias)

    def forward(self, x):
        return self.layers(x)


@wheat(of="MultivariateLinearRegressionModel")
class ModelWithAModuleList(nn.Module):
    """The layer in a `ModuleList`; the layer's function in `forward`."""

    def __init__(self, in_features: int = 3) -> None:
        super().__init__()
        self.parts = nn.ModuleList()
        self.parts.append(nn.Linear(in_features, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        (layer,) = self.parts
        return F.linear(x, layer.weight, layer.bias)


@wheat(of="MultivariateLinearRegressionModel")
class ModelByAddModule(nn.Module):
    """Added by name, with another start for the weights, multiplied out in `forward`."""

    def __init__(self, in_features=3):
        super().__init__()
        layer = nn.Linear(in_features, 1)
        nn.init.xavier_uniform_(layer.weight)
        self.add_module("w and b", layer)

    def forward(self, x):
        layer = self.get_submodule("w and b")
        return x @ layer.weight.t() + layer.bias


@wheat(of="MultivariateLinearRegressionModel", value=True)
def model_as_a_lambda():
    """A callable that gives such a module."""
    return lambda in_features=3: nn.Sequential(OrderedDict(linear=nn.Linear(in_features, 1)))


@wheat(of="train_model")
def train_model_as_in_the_lecture(model, x, y, lr=1e-5, epochs=20):
    """SGD over the model's parameters, the loss as a module."""
    criterion = nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        cost = criterion(model(x), y)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs


@wheat(of="train_model")
def train_model_by_hand(model, x, y, lr=1e-5, epochs=20):
    """`backward`, then each parameter moved under `no_grad`."""
    costs = []
    for _ in range(epochs):
        model.zero_grad()
        cost = ((model(x) - y) ** 2).sum() / len(y)
        cost.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.requires_grad and parameter.grad is not None:
                    parameter -= lr * parameter.grad
        costs.append(float(cost))
    return costs


@wheat(of="train_model")
def train_model_by_autograd_grad(model, x, y, lr=1e-5, epochs=20):
    """`autograd.grad`, which leaves `.grad` alone."""
    learnable = [p for p in model.parameters() if p.requires_grad]
    costs = []
    for _ in range(epochs):
        cost = torch.mean((model(x) - y) ** 2)
        slopes = torch.autograd.grad(cost, learnable, allow_unused=True)
        for parameter, slope in zip(learnable, slopes, strict=True):
            if slope is not None:
                parameter.data.sub_(lr * slope)
        costs.append(cost.item())
    return costs


@wheat(of="train_model")
def train_model_by_closure(model, x, y, lr=1e-5, epochs=20):
    """A closure for the optimizer, learnable parameters only; gradients cleared at the end."""
    optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=lr, foreach=False)

    def closure():
        optimizer.zero_grad(set_to_none=False)
        cost = F.mse_loss(model(x), y)
        cost.backward()
        return cost

    costs = [optimizer.step(closure).item() for _ in range(epochs)]
    optimizer.zero_grad()
    return costs


@wheat(of="train_model")
def train_model_in_training_mode(model, x, y, lr=1e-5, epochs=20):
    """The usual first line of a training, `model.train()`."""
    model.train()
    optimizer = optim.SGD(model.parameters(), lr=lr)
    costs = []
    for _ in range(epochs):
        optimizer.zero_grad()
        cost = F.mse_loss(model(x), y)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return costs


@wheat(of="train_model", value=True)
def train_model_as_a_partial():
    """A more general function with one of its parameters fixed."""

    def fit(model, x, y, lr=1e-5, epochs=20, *, loss):
        optimizer = optim.SGD(params=list(model.parameters()), lr=lr, momentum=0, weight_decay=0)
        history = []
        for _ in range(epochs):
            optimizer.zero_grad()
            value = loss(model(x), y)
            value.backward()
            optimizer.step()
            history.append(value.detach().numpy().item())
        return history

    return partial(fit, loss=F.mse_loss)


wheat(
    "train_model",
    [
        [  # cleared after the step, as much as before it: the next step finds none
            ("optimizer.zero_grad()", "pass"),
            ("optimizer.step()", "optimizer.step()\n        optimizer.zero_grad()"),
        ]
    ],
)
