"""Right ways to fill in s6_modules that are not the reference's."""

# ruff: noqa: F401  (a change uses it)

import math
from collections import OrderedDict
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from grader.suite import wheat


@wheat(of="BinaryClassifier")
class ClassifierOfTheLecture(nn.Module):
    """Layer and sigmoid both as modules."""

    def __init__(self, in_features=8):
        super().__init__()
        self.linear = nn.Linear(in_features, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        return self.sigmoid(self.linear(x))


@wheat(of="BinaryClassifier")
class ClassifierWithAFormula(nn.Module):
    """Other names; the sigmoid written out; weights started at zero."""

    def __init__(self, in_features=8, start=0.0):
        super().__init__()
        self.hidden_truth = nn.Linear(in_features, out_features=1, bias=True)
        nn.init.constant_(self.hidden_truth.weight, start)

    def forward(self, batch):
        z = self.hidden_truth(batch)
        return 1 / (1 + torch.exp(-z))


@wheat(of="BinaryClassifier")
class ClassifierInASequential(nn.Module):
    """A nested `Sequential` inside the module."""

    def __init__(self, in_features: int = 8):
        super().__init__()
        self.net = nn.Sequential(OrderedDict(body=nn.Sequential(nn.Linear(in_features, 1)), head=nn.Sigmoid()))

    def forward(self, x):
        return self.net(x)


@wheat(of="BinaryClassifier")
class ClassifierWithADict(nn.Module):
    """A `ModuleDict`; two classes' softmax is a sigmoid."""

    def __init__(self, in_features=8):
        nn.Module.__init__(self)
        self.layers = nn.ModuleDict({"line": nn.Linear(in_features, 1)})

    def forward(self, x):
        z = self.layers["line"](x)
        return F.softmax(torch.cat([torch.zeros_like(z), z], dim=1), dim=1)[:, 1:]


@wheat(of="sequential_classifier")
def sequential_in_order(in_features=8):
    """Layers made first and named as in the lecture."""
    torch.manual_seed(777)
    linear = torch.nn.Linear(in_features, 1, bias=True)
    sigmoid = torch.nn.Sigmoid()
    return torch.nn.Sequential(linear, sigmoid)


@wheat(of="sequential_classifier")
def sequential_with_names(in_features=8):
    """Named layers."""
    return nn.Sequential(OrderedDict([("linear", nn.Linear(in_features, 1)), ("probability", nn.Sigmoid())]))


@wheat(of="sequential_classifier")
def sequential_appended(in_features=8):
    """One layer after the other."""
    model = nn.Sequential()
    model.append(nn.Linear(in_features, 1))
    model.add_module("end", nn.Sigmoid())
    print(model)
    return model


@wheat(of="sequential_classifier", value=True)
def sequential_as_a_lambda():
    """A lambda over a list."""
    return lambda in_features=8: nn.Sequential(*[nn.Linear(in_features, 1), nn.Sigmoid()])


@wheat(of="train_classifier")
def classifier_as_in_the_lecture(model, x, y, lr=1.0, epochs=100):
    """SGD and the library's loss; the lecture's accuracy."""
    optimizer = optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        hypothesis = model(x)
        cost = F.binary_cross_entropy(hypothesis, y)
        prediction = hypothesis >= torch.FloatTensor([0.5])
        correct = prediction.float() == y
        history.append((cost.item(), correct.sum().item() / len(correct)))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        if epoch % 10 == 0:
            print("Epoch {:4d}/{} Cost: {:.6f} Accuracy {:2.2f}%".format(epoch, epochs, *history[-1]))
    return history


@wheat(of="train_classifier")
def classifier_in_training_mode(model, x, y, lr=1.0, epochs=100):
    """The usual first line of a training, `model.train()`."""
    model.train()
    optimizer, history = optim.SGD(model.parameters(), lr=lr), []
    for _ in range(epochs):
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        history.append((cost.item(), ((h >= 0.5) == y.bool()).float().mean().item()))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
    return history


@wheat(of="train_classifier")
def classifier_by_hand(model, x, y, lr=1.0, epochs=100):
    """The loss by its formula, the update under `no_grad`; lists for pairs."""
    history = []
    learnable = [p for p in model.parameters() if p.requires_grad]
    for _ in range(epochs):
        h = model(x)
        loss = -(y * h.log() + (1 - y) * (1 - h).log()).mean()
        slopes = torch.autograd.grad(loss, learnable, allow_unused=True)
        with torch.no_grad():
            for p, slope in zip(learnable, slopes, strict=True):
                if slope is not None:
                    p -= lr * slope
        history.append([loss.item(), ((h >= 0.5) == (y == 1)).double().mean().item()])
    return history


@wheat(of="train_classifier")
def classifier_with_numpy_accuracy(model, x, y, lr=1.0, epochs=100):
    """`numpy.float64` for the share of hits; the loss as a module."""
    criterion, optimizer = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr)
    costs, shares = [], []
    for _ in range(epochs):
        model.zero_grad()
        h = model(x)
        shares.append(np.mean((h.detach().numpy() >= 0.5) == (y.numpy() > 0)))
        costs.append(criterion(h, y))
        costs[-1].backward()
        optimizer.step()
    return list(zip([float(c) for c in costs], shares, strict=True))


@wheat(of="train_classifier")
def classifier_by_closure(model, x, y, lr=1.0, epochs=100):
    """A closure for the optimizer."""
    optimizer = optim.SGD([p for p in model.parameters() if p.requires_grad], lr=lr)
    history = []

    def step():
        optimizer.zero_grad()
        h = model(x)
        cost = F.binary_cross_entropy(h, y)
        cost.backward()
        history.append((cost.item(), 1.0 - (h.ge(0.5).to(y.dtype) - y).abs().mean().item()))
        return cost

    for _ in range(epochs):
        optimizer.step(step)
    return history


@wheat(of="count_parameters")
def count_by_name(model):
    """Named parameters in a loop."""
    count = 0
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            print(name, "is frozen")
            continue
        count += parameter.nelement()
    return count


wheat(
    "count_parameters",
    [
        "return sum(math.prod(p.shape) for p in model.parameters() if p.requires_grad)",
        "return int(sum(np.prod(tuple(p.size())) for p in filter(lambda p: p.requires_grad, model.parameters())))",
    ],
)


@wheat(of="count_parameters")
def count_walking_down(model):
    """Walks down the modules itself and remembers what it has seen."""
    seen = set()

    def walk(module):
        total = 0
        for parameter in module._parameters.values():
            if parameter is not None and parameter.requires_grad and id(parameter) not in seen:
                seen.add(id(parameter))
                total += parameter.numel()
        return total + sum(walk(child) for child in module.children())

    return walk(model)


wheat("softmax", ["return torch.exp(z - torch.logsumexp(z, dim, keepdim=True))"])


@wheat(of="softmax")
def softmax_by_amax(z, dim=1):
    """The largest first, then the sum; in double precision inside."""
    top = z.amax(dim, keepdim=True)
    powers = (z - top).double().exp()
    return (powers / powers.sum(dim, keepdim=True)).to(z.dtype)


@wheat(of="softmax")
def softmax_by_numpy(z, dim=1):
    """NumPy inside, no gradient is asked for here."""
    a = z.detach().numpy()
    powers = np.exp(a - a.max(axis=dim, keepdims=True))
    return torch.from_numpy(powers / powers.sum(axis=dim, keepdims=True))


@wheat(of="softmax")
def softmax_slice_by_slice(z, dim=1):
    """A loop over the axis, and a helper of its own that has a forbidden name."""

    def log_softmax(parts):
        top = parts[0]
        for part in parts:
            top = torch.maximum(top, part)
        total = sum(torch.exp(part - top) for part in parts)
        return [part - top - torch.log(total) for part in parts]

    return torch.stack(log_softmax(z.unbind(dim)), dim).exp()


@wheat(of="cross_entropy")
def entropy_by_logsumexp(logits, target):
    """The logarithm of the sum, minus the logit of the right class."""
    right = logits[torch.arange(len(target)), target]
    return (torch.logsumexp(logits, dim=1) - right).mean()


@wheat(of="cross_entropy")
def entropy_by_log_softmax(logits, target):
    """`log_softmax` is allowed in this row; picked by `gather`; shape (1, 1)."""
    logs = F.log_softmax(logits, dim=-1)
    return -logs.gather(1, target.unsqueeze(1)).mean(dim=0, keepdim=True)


@wheat(of="cross_entropy")
def entropy_with_one_hot(logits, target):
    """One column of a table of zeros and ones for each class."""
    table = F.one_hot(target, num_classes=logits.shape[1]).to(logits.dtype)
    probabilities = torch.softmax(logits, dim=1)
    return -(table * probabilities.log()).sum() / len(target)


@wheat(of="cross_entropy")
def entropy_with_a_loop(logits, target):
    """Row by row."""
    losses = []
    for row, label in zip(logits, target.tolist(), strict=True):
        shifted = row - row.max()
        losses.append(shifted.exp().sum().log() - shifted[label])
    return sum(losses) / len(losses)


@wheat(of="describe_network")
def describe_by_recursion(model, loss):
    """Calls itself for a `Sequential` inside."""

    def words(layers):
        answer = []
        for layer in layers:
            if isinstance(layer, nn.Sequential):
                answer.extend(words(layer))
            elif isinstance(layer, nn.Linear):
                answer.append("Linear(%d, %d)" % (layer.in_features, layer.out_features))  # noqa: UP031
            else:
                answer.append(layer.__class__.__name__)
        return answer

    return [*words(model), type(loss).__name__]


@wheat(of="describe_network")
def describe_with_a_stack(model, loss):
    """A list of what is still to come."""
    waiting, words = [model], []
    while waiting:
        layer = waiting.pop(0)
        if isinstance(layer, nn.Sequential):
            waiting = list(layer) + waiting
            continue
        name = type(layer).__name__
        if hasattr(layer, "in_features"):
            name += "({}, {})".format(*reversed(layer.weight.shape))
        words.append(name)
    words.append(loss._get_name())
    return words


@wheat(of="describe_network")
def describe_by_generator(model, loss):
    """A generator inside; the answer is a list."""

    def flat(module):
        if isinstance(module, nn.Sequential):
            for i in range(len(module)):
                yield from flat(module[i])
        else:
            yield module

    def word(layer):
        sides = f"({layer.in_features}, {layer.out_features})" if isinstance(layer, nn.Linear) else ""
        return type(layer).__name__ + sides

    picture = [word(layer) for layer in flat(model)] + [word(loss)]
    print(" -> ".join(picture))
    return picture


@wheat(of="count_parameters", value=True)
def count_as_a_partial():
    """A partial that fixes what is counted."""

    def count(model, frozen):
        return sum(p.numel() for p in model.parameters() if p.requires_grad is not frozen)

    return partial(count, frozen=False)


@wheat(of="train_classifier")
def trained_as_a_function(model, x, y, lr=1.0, epochs=100):
    """The parameters beside the module, stepped by `torch.func`, and put back at the end."""
    from torch.func import functional_call, grad_and_value

    def cost(parameters):
        h = functional_call(model, parameters, (x,))
        return F.binary_cross_entropy(h, y), h

    learning = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
    history = []
    for _ in range(epochs):
        slopes, (loss, h) = grad_and_value(cost, has_aux=True)(learning)
        history.append((loss.item(), ((h >= 0.5) == (y >= 0.5)).double().mean().item()))
        learning = {name: p - lr * slopes[name] for name, p in learning.items()}
    with torch.no_grad():
        for name, p in learning.items():
            model.get_parameter(name).copy_(p)
    return history


wheat(
    "train_classifier",
    [
        [  # cleared after the step, as much as before it: the next step finds none
            ("optimizer.zero_grad()", "pass"),
            ("optimizer.step()", "optimizer.step()\n        optimizer.zero_grad()"),
        ]
    ],
)

wheat(
    "softmax",
    [  # in single precision inside
        "wide = z.float()\npowers = torch.exp(wide - wide.amax(dim=dim, keepdim=True))\n"
        "return (powers / powers.sum(dim=dim, keepdim=True)).to(z.dtype)"
    ],
)
