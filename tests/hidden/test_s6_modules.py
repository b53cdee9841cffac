"""Hidden tests of s6_modules: modules of every kind, built beside the code under test, and judged by what they do.

A test's own modules are made by `NETS`. Training is compared with what the reference does to the same module.
"""

from itertools import pairwise

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import (
    a_float,
    a_module,
    close_to,
    exactly,
    exercise,
    gradients,
    noncontiguous,
    numbers,
    one_number,
    shapes,
    tensors,
    unchanged,
)

NETS = """
def linear(W, b):
    layer = nn.Linear(W.shape[1], W.shape[0]).to(W.dtype)
    with torch.no_grad():
        layer.weight.copy_(W)
        layer.bias.copy_(b)
    return layer

class Formula(nn.Module):
    '''No layer at all: two parameters and a formula.'''
    def __init__(self, W, b):
        super().__init__()
        self.slopes = nn.Parameter(W.T.clone())
        self.shift = nn.Parameter(b.clone())
    def forward(self, inputs):
        return 1 / (1 + torch.exp(-(inputs @ self.slopes + self.shift)))

class Deep(nn.Module):
    '''A tanh layer of one, then a fixed scale, then a linear layer and a sigmoid.'''
    def __init__(self, W, b):
        super().__init__()
        self.first = linear(W, b)
        self.last = linear(torch.full((1, 1), 1.5, dtype=W.dtype), b)
        self.register_buffer("scale", torch.full((1,), 2.0, dtype=W.dtype))
    def forward(self, inputs):
        return torch.sigmoid(self.last(self.scale * torch.tanh(self.first(inputs))))

def row(W, b):
    return nn.Sequential(linear(W, b), nn.Sigmoid())

def frozen(W, b):
    net = row(W, b)
    net[0].bias.requires_grad_(False)
    return net

def shared():
    first, last = (linear(torch.tensor([[0.5]]), torch.tensor([0.25])) for _ in range(2))
    last.weight, last.bias = first.weight, first.bias
    return nn.Sequential(first, nn.Tanh(), last, nn.Sigmoid())

def with_dropout(W, b):
    return nn.Sequential(linear(W, b), nn.Dropout(0.0), nn.Sigmoid())

def layers(sizes):
    return nn.Sequential(*[nn.Linear(*pair) for pair in zip(sizes, sizes[1:])])

def half_frozen():
    net = layers([3, 4, 2])
    net[0].weight.requires_grad_(False)
    net[1].bias.requires_grad_(False)
    return net

def half_resting():
    net = half_frozen()
    net[0].eval()
    return net

def all_frozen():
    return layers([3, 4]).requires_grad_(False)

def one_layer_twice():
    layer = nn.Linear(3, 3)
    return nn.Sequential(layer, nn.ReLU(), layer)

def equal_numbers():
    net = layers([3, 3, 3])
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.zero_()
    return net

def resting():
    return layers([3, 3, 3]).eval()

class Tied(nn.Module):
    '''Two layers that hold the very same weight, and two biases.'''
    def __init__(self):
        super().__init__()
        self.up = nn.Linear(4, 4)
        self.down = nn.Linear(4, 4)
        self.down.weight = self.up.weight

class Nested(nn.Module):
    '''Parameters without any axis, with three and without any number, layers in a list, a batch norm with buffers.'''
    def __init__(self):
        super().__init__()
        self.alone = nn.Parameter(torch.tensor(1.5, dtype=torch.float64))
        self.cube = nn.Parameter(torch.zeros(2, 3, 4))
        self.none = nn.Parameter(torch.zeros(0, 3))
        self.listed = nn.ModuleList([layers([2, 3]), nn.Sequential(nn.Sequential(nn.Embedding(5, 2)))])
        self.norm = nn.BatchNorm1d(3)

def tied():
    return Tied()

def nested():
    return Nested()

def without_parameters():
    return nn.Sequential(nn.ReLU(), nn.Sigmoid())

class Residual(nn.Module):
    '''A layer of the student's kind: what is inside does not show.'''
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(4, 4))
        self.inside = nn.Linear(4, 4)
    def forward(self, inputs):
        return inputs + self.inside(inputs)

def plain():
    start = [nn.Linear(3, 4), nn.Tanh(), nn.Identity(), nn.Dropout(0.5)]
    return nn.Sequential(*start, nn.Linear(4, 1, bias=False), nn.Sigmoid())

def in_boxes():
    deep = nn.Sequential(nn.Sequential(nn.Sequential(nn.Sequential(nn.ReLU()))))
    box = nn.Sequential(nn.Linear(5, 4), nn.Sequential(deep, nn.Linear(4, 3)).eval())
    return nn.Sequential(nn.Sequential(), box, nn.Sequential(nn.Linear(3, 1)), nn.Sigmoid())

def used_twice():
    layer, act = nn.Linear(2, 2), nn.Sigmoid()
    box = nn.Sequential(layer, act)
    return nn.Sequential(box, layer, act, box)

def with_a_class():
    return nn.Sequential(nn.Linear(2, 4), Residual(), nn.LayerNorm(4), nn.Softmax(dim=1))

def empty():
    return nn.Sequential()

class HingeLoss(nn.Module):
    def forward(self, outputs, labels):
        return (1 - outputs * labels).clamp(min=0).mean()

def loss(name):
    return HingeLoss() if name == "HingeLoss" else getattr(nn, name)()
"""

HALVES = numbers(-2, 2, parts=2)
ODD_QUARTERS = (0.25, -0.25, 0.75, -0.75)
ODD_EIGHTHS = (0.125, -0.125, 0.625, -0.875)
KEPT = "expected the arguments and torch's settings as they were, got another value in one of them"
LAYOUT = "Does your code lean on how the numbers lie in memory? Are double precision numbers kept?"
WRITES = "A line with `+=`, `-=` or a method that ends in `_` writes into the caller's tensor. Is there one?"


# BinaryClassifier and sequential_classifier: the same model in two forms --------------------------------------------


@st.composite
def layers_and_data(draw, dtype: torch.dtype = torch.float32):
    """W (1, n), b (1,), x (m, n), a cotangent (m, 1); no score is 0."""
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    W, b = draw(tensors((1, n), HALVES, dtype)), draw(tensors((1,), ODD_QUARTERS, dtype))
    return (
        W,
        b,
        draw(tensors((m, n), (0.0, 1.0, -1.0, 2.0, -2.0, 5.0, -5.0), dtype)),
        draw(tensors((m, 1), dtype=dtype)),
    )


def roles(model, n: int) -> tuple[str, str]:
    """The names under which the model holds its weight (1, n) and its bias (1,); nothing else may learn."""
    assert model == a_module()
    held = {name: tuple(value.shape) for name, value in model.view().parameters.items() if value.requires_grad}
    assert sorted(held.values()) == [(1,), (1, n)], (
        f"expected one weight of shape (1, {n}) and one bias of shape (1,) to learn, got {held or 'nothing'}"
    )
    return max(held, key=lambda name: len(held[name])), min(held, key=lambda name: len(held[name]))


def filled(model, W, b):
    """The model, with this weight and this bias in its layer."""
    weight, bias = roles(model, W.shape[1])
    model.set_parameters({weight: W, bias: b})
    return model


def slopes(model, W, b, x, cotangent) -> dict[str, torch.Tensor]:
    """What flows from the probabilities back to the layer, by name."""
    weight, bias = roles(model, W.shape[1])
    h = torch.sigmoid(x @ W.T + b)
    slope = cotangent * h * (1 - h)
    return {weight: slope.T @ x, bias: slope.sum(dim=0)}


@exercise(
    "BinaryClassifier",
    points=2,
    title="holds one weight for each input, and a bias",
    hint="What can a module find by itself: a layer in an attribute, or in a list? Are there as many inputs as asked?",
)
@pytest.mark.parametrize("n", [1, 3, 13])
def test_binary_classifier_holds_a_weight_and_a_bias(submission, n):
    roles(submission.BinaryClassifier(in_features=n), n)


@exercise(
    "BinaryClassifier",
    points=1,
    title="takes 8 inputs by default",
    hint="Which number of inputs stands in the stub's first line?",
)
def test_binary_classifier_takes_8_inputs_by_default(submission):
    roles(submission.BinaryClassifier(), 8)


@exercise(
    "BinaryClassifier",
    points=3,
    title="gives the sigmoid of its layer, in training and in evaluation",
    hint="Give the layer a weight and a bias, and take one row by hand: which step differs? Is (m, 1) its shape?",
)
@given(case=layers_and_data())
@settings(max_examples=20)
def test_binary_classifier_gives_the_sigmoid_of_its_layer(submission, case):
    W, b, x, _ = case
    model = filled(submission.BinaryClassifier(W.shape[1]), W, b)
    assert model(x) == close_to(torch.sigmoid(x @ W.T + b))
    assert model.view().training, "expected the model to stay in training mode, got one that switched itself to eval"
    model.invoke("eval")
    assert model(noncontiguous(-x)) == close_to(torch.sigmoid(-x @ W.T + b))


@exercise(
    "BinaryClassifier",
    points=2,
    title="lets gradients flow to its layer, in training and in evaluation",
    hint="Does every step of `forward` stay in torch? `.detach()` and `no_grad` cut the thread to the layer.",
)
@given(case=layers_and_data(), mode=st.sampled_from(["train", "eval"]))
@settings(max_examples=20)
def test_binary_classifier_lets_gradients_flow_to_its_layer(submission, case, mode):
    W, b, x, cotangent = case
    model = filled(submission.BinaryClassifier(W.shape[1]), W, b)
    model.invoke(mode)
    flow = model.options(cotangent=cotangent).gradients(x)
    assert flow == gradients(parameters=slopes(model, W, b, x, cotangent), scale=20)


@exercise(
    "BinaryClassifier",
    points=1,
    title="works in double precision after double()",
    hint="`double()` turns parameters and buffers. Is there a number that the module does not know of?",
)
@given(case=layers_and_data(torch.float64))
@settings(max_examples=10)
def test_binary_classifier_works_in_double_precision(submission, case):
    W, b, x, _ = case
    model = submission.BinaryClassifier(W.shape[1])
    model.invoke("double")
    assert filled(model, W / 3, b)(x) == close_to(torch.sigmoid(x @ W.T / 3 + b))


@exercise(
    "BinaryClassifier",
    points=1,
    title="can be saved and loaded",
    hint="`state_dict` has what belongs to the module. Does your layer?",
)
def test_binary_classifier_can_be_saved_and_loaded(submission):
    W, b, x = torch.tensor([[1.5, -0.5, 2.0]]), torch.tensor([0.75]), torch.eye(3)
    saved = filled(submission.BinaryClassifier(3), W, b).invoke("state_dict")
    model = submission.BinaryClassifier(3)
    model.invoke("load_state_dict", saved)
    assert model(x) == close_to(torch.sigmoid(x @ W.T + b))


@exercise(
    "BinaryClassifier",
    points=1,
    title="makes models that know nothing of each other, and leaves all else alone",
    hint="Does something outlive the call: a model that is handed out twice, a switch of torch, a mark on the input?",
)
def test_binary_classifier_leaves_all_else_alone(submission):
    model = leaves_the_others_alone(submission.BinaryClassifier)
    seen = model.observe(torch.eye(8))
    assert seen == unchanged()


def leaves_the_others_alone(make):
    """A model of 8 inputs; fails where making or filling it changes torch's settings or a model made before."""
    first = filled(make(), torch.ones(1, 8), torch.ones(1))
    seen = make.observe()
    assert seen == unchanged(arguments=False)
    filled(seen.answer, torch.zeros(1, 8), torch.zeros(1))
    assert first(torch.eye(8)) == close_to(torch.sigmoid(torch.full((8, 1), 2.0)))
    return first


@exercise(
    "sequential_classifier",
    points=2,
    title="is an nn.Sequential with one weight for each input, and a bias",
    hint="What does `nn.Sequential` take, and which of the layer's numbers comes first? Is `in_features` used?",
)
@pytest.mark.parametrize("n", [1, 3, 13])
def test_sequential_classifier_is_a_sequential(submission, n):
    model = submission.sequential_classifier(in_features=n)
    roles(model, n)
    assert model.view().is_sequential, f"expected an nn.Sequential, got {model!r}"


@exercise(
    "sequential_classifier",
    points=1,
    title="takes 8 inputs by default",
    hint="Which number of inputs stands in the stub's first line?",
)
def test_sequential_classifier_takes_8_inputs_by_default(submission):
    roles(submission.sequential_classifier(), 8)


@exercise(
    "sequential_classifier",
    points=3,
    title="gives the sigmoid of its layer, in training and in evaluation",
    hint="The layers are applied in the order in which they are listed. What follows the linear one, and how often?",
)
@given(case=layers_and_data())
@settings(max_examples=20)
def test_sequential_classifier_gives_the_sigmoid_of_its_layer(submission, case):
    W, b, x, _ = case
    model = filled(submission.sequential_classifier(W.shape[1]), W, b)
    expected = close_to(torch.sigmoid(x @ W.T + b))
    assert model(x) == expected
    model.invoke("eval")
    assert model(noncontiguous(x)) == expected


@exercise(
    "sequential_classifier",
    points=1,
    title="lets gradients flow to its layer, in double precision too",
    hint="Does every layer pass the gradient on, and keep the numbers' precision?",
)
@given(case=layers_and_data(torch.float64))
@settings(max_examples=10)
def test_sequential_classifier_lets_gradients_flow_to_its_layer(submission, case):
    W, b, x, cotangent = case
    model = submission.sequential_classifier(W.shape[1])
    model.invoke("double")
    flow = filled(model, W, b).options(cotangent=cotangent).gradients(x)
    assert flow.answer == close_to(torch.sigmoid(x @ W.T + b))
    assert flow == gradients(parameters=slopes(model, W, b, x, cotangent), scale=20)


@exercise(
    "sequential_classifier",
    points=1,
    title="makes models that know nothing of each other, and leaves torch's settings alone",
    hint="Does something outlive the call: a model that is handed out twice, a switch of torch?",
)
def test_sequential_classifier_leaves_all_else_alone(submission):
    leaves_the_others_alone(submission.sequential_classifier)


# train_classifier ---------------------------------------------------------------------------------------------------


@st.composite
def lessons(draw, dtype: torch.dtype = torch.float32, most_epochs: int = 5):
    """W (1, n), b (1,), x (m, n), y (m, 1), and the settings: no rate diverges, no probability starts at one half."""
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    W, b = draw(tensors((1, n), HALVES, dtype)), draw(tensors((1,), ODD_EIGHTHS, dtype))
    x = draw(tensors((m, n), (0.0, 1.0, -1.0, 0.5, -0.5), dtype))
    y = draw(tensors((m, 1), (0.0, 1.0), dtype))
    return W, b, x, y, {"lr": draw(st.sampled_from([1.0, 0.5, 0.3, 0.0])), "epochs": draw(st.integers(0, most_epochs))}


def trained(subject, kind: str, W, b, x, y, **how):
    """What the training gives, and the parameters that it leaves, of a module of this kind."""
    model = getattr(subject.define(NETS), kind)(W, b)
    return subject.train_classifier(model, x, y, **how), model.view().parameters


def as_trained(expected, rtol: float = 1e-4, atol: float = 2e-5) -> tuple:
    """The comparers for a history, where an accuracy may have been worked out in float32, and for parameters."""
    history, parameters = expected
    pairs = [(close_to(cost, rtol=rtol, atol=atol), a_float(accuracy)) for cost, accuracy in history]
    return close_to(pairs), close_to(parameters, rtol=rtol, atol=atol)


@exercise(
    "train_classifier",
    points=3,
    title="trains any module, step by step",
    hint="Ask the module for nothing but its answer and its `parameters()`. At which step do you part from paper?",
)
@pytest.mark.parametrize("kind", ["row", "Formula", "Deep"])
@given(lesson=lessons())
@settings(max_examples=15)
def test_train_classifier_trains_any_module(submission, reference, kind, lesson):
    *data, how = lesson
    history, parameters = as_trained(trained(reference, kind, *data, **how))
    got, left = trained(submission, kind, *data, **how)
    assert got == history
    assert left == parameters


@exercise(
    "train_classifier",
    points=1,
    title="uses the defaults lr=1.0 and epochs=100",
    hint="Which rate and how many epochs stand in the stub's first line?",
)
def test_train_classifier_uses_the_defaults(submission, reference):
    W, b = torch.tensor([[0.5]]), torch.tensor([-0.3])
    x, y = torch.tensor([[-0.5], [0.25], [0.5], [0.75]]), torch.tensor([[1.0], [0.0], [1.0], [1.0]])
    history, parameters = as_trained(trained(reference, "row", W, b, x, y, lr=1.0, epochs=100))
    got, left = trained(submission, "row", W, b, x, y)
    assert got == history
    assert left == parameters


@exercise(
    "train_classifier",
    points=1,
    title="without epochs gives no pairs and leaves the module alone",
    hint="With `epochs=0` there is no update. Does your code write into the parameters before the loop?",
)
@given(lesson=lessons())
@settings(max_examples=5)
def test_train_classifier_without_epochs_leaves_the_module_alone(submission, lesson):
    W, b, x, y, how = lesson
    got, left = trained(submission, "row", W, b, x, y, lr=how["lr"], epochs=0)
    assert got == exactly([])
    assert left == exactly({"0.weight": W, "0.bias": b})


@exercise(
    "train_classifier",
    points=2,
    title="goes on where it stopped: three and two epochs are five",
    hint="All that a training knows at its start is the module. Does something else stay behind, or start afresh?",
)
@given(lesson=lessons())
@settings(max_examples=10)
def test_train_classifier_goes_on_where_it_stopped(submission, reference, lesson):
    *data, how = lesson
    history, parameters = as_trained(trained(reference, "row", *data, lr=how["lr"], epochs=5))
    first, model = [], submission.define(NETS).row(*data[:2])
    for epochs in (3, 2):
        first += submission.train_classifier(model, *data[2:], lr=how["lr"], epochs=epochs)
    assert first == history
    assert model.view().parameters == parameters


@exercise(
    "train_classifier",
    points=1,
    title="leaves a frozen parameter as it is",
    hint="A parameter with `requires_grad=False` is not to move. Does your training thaw it, or stumble over it?",
)
@given(lesson=lessons())
@settings(max_examples=10)
def test_train_classifier_leaves_a_frozen_parameter(submission, reference, lesson):
    *data, how = lesson
    history, parameters = as_trained(trained(reference, "frozen", *data, **how))
    model = submission.define(NETS).frozen(*data[:2])
    assert submission.train_classifier(model, *data[2:], **how) == history
    left = model.view().parameters
    assert left == parameters
    assert not left["0.bias"].requires_grad, "expected the frozen parameter to stay frozen, got one that learns"


@exercise(
    "train_classifier",
    points=1,
    title="is not misled by gradients from before",
    hint="The module may come with gradients of an earlier training. When do you clear them: before or after a step?",
)
@given(lesson=lessons())
@settings(max_examples=10)
def test_train_classifier_is_not_misled_by_gradients_from_before(submission, reference, lesson):
    W, b, x, y, how = lesson
    history, parameters = as_trained(trained(reference, "row", W, b, x, y, **how))
    model = submission.define(NETS).row(W, b)
    model.set_grads({"0.weight": torch.full_like(W, 3.0), "0.bias": torch.full_like(b, -3.0)})
    assert submission.train_classifier(model, x, y, **how) == history
    assert model.view().parameters == parameters


@exercise(
    "train_classifier",
    points=1,
    title="moves a parameter that two layers share once a step",
    hint="One parameter may stand in two places. How often does your step reach it?",
)
def test_train_classifier_moves_a_shared_parameter_once_a_step(submission, reference):
    x, y = torch.tensor([[1.0], [-1.0], [0.5]]), torch.tensor([[1.0], [0.0], [1.0]])
    models = {subject: subject.define(NETS).shared() for subject in (submission, reference)}
    history = reference.train_classifier(models[reference], x, y, lr=0.5, epochs=3)
    assert submission.train_classifier(models[submission], x, y, lr=0.5, epochs=3) == close_to(history)
    assert models[submission].view().parameters == close_to(models[reference].view().parameters)


@exercise(
    "train_classifier",
    points=1,
    title="leaves a model in training mode where it is",
    hint="`model.eval()` turns a switch that is the caller's. Is it turned back?",
    side_effects_only=True,
)
def test_train_classifier_leaves_training_mode_on(submission):
    W, b, x = torch.tensor([[0.5, -1.0]]), torch.tensor([0.25]), torch.tensor([[1.0, 0.5], [-1.0, 0.0], [0.5, 0.5]])
    model = submission.define(NETS).with_dropout(W, b)
    submission.train_classifier(model, x, (x[:, :1] > 0).float(), lr=0.5, epochs=2)
    mode = model.view().children_training
    assert mode == dict.fromkeys(mode, True), "expected a model in training mode as before, got one in evaluation mode"


@exercise(
    "train_classifier",
    points=1,
    title="takes all its epochs, however small the cost is by then",
    hint="Does your loop end before `epochs` updates are done?",
)
def test_train_classifier_takes_all_its_epochs(submission, reference):
    W, b = torch.tensor([[1.0]]), torch.tensor([0.0])
    x, y = torch.tensor([[9.0], [-9.0]]), torch.tensor([[1.0], [0.0]])
    history, _ = as_trained(trained(reference, "row", W, b, x, y, lr=1.0, epochs=4))
    got, _ = trained(submission, "row", W, b, x, y, lr=1.0, epochs=4)
    assert got == history


@exercise(
    "train_classifier",
    points=1,
    title="takes all rows in each step, however many there are",
    hint="Each cost and each update is that of the whole data. Does your code deal it out in parts?",
)
def test_train_classifier_takes_all_rows_in_each_step(submission, reference):
    W, b = torch.tensor([[1.0]]), torch.tensor([0.25])
    x = torch.linspace(-3, 3, 150).reshape(150, 1)
    y = (x.abs() < 1).float()
    history, parameters = as_trained(trained(reference, "row", W, b, x, y, lr=0.5, epochs=2))
    got, left = trained(submission, "row", W, b, x, y, lr=0.5, epochs=2)
    assert got == history
    assert left == parameters


@exercise("train_classifier", points=1, title="keeps double precision and any layout, by name", hint=LAYOUT)
@given(lesson=lessons(torch.float64, most_epochs=3))
@settings(max_examples=10)
def test_train_classifier_keeps_double_precision_and_any_layout(submission, reference, lesson):
    W, b, x, y, how = lesson
    history, parameters = as_trained(trained(reference, "row", W / 3, b, x, y, **how), rtol=1e-9, atol=1e-9)
    model = submission.define(NETS).row(W / 3, b)
    assert submission.train_classifier(model=model, x=noncontiguous(x), y=noncontiguous(y), **how) == history
    assert model.view().parameters == parameters


@exercise("train_classifier", points=1, title="leaves the data alone", hint=WRITES, side_effects_only=True)
@given(lesson=lessons(most_epochs=2))
@settings(max_examples=5)
def test_train_classifier_leaves_the_data_alone(submission, lesson):
    W, b, x, y, how = lesson
    seen = submission.train_classifier.observe(submission.define(NETS).row(W, b), x, y, **how)
    assert seen == unchanged()


# count_parameters ---------------------------------------------------------------------------------------------------


@exercise(
    "count_parameters",
    points=2,
    title="counts every weight and every bias",
    hint="How many numbers are in a weight of shape (3, 2)? Are the biases counted, and is the count an int?",
)
@given(sizes=st.lists(st.integers(1, 5), min_size=2, max_size=4))
@settings(max_examples=15)
def test_count_parameters_counts_every_weight_and_bias(submission, sizes):
    expected = sum(inputs * outputs + outputs for inputs, outputs in pairwise(sizes))
    assert submission.count_parameters(submission.define(NETS).layers(sizes)) == exactly(expected)


@exercise(
    "count_parameters",
    points=1,
    title="leaves out what is frozen, one by one",
    hint="Each parameter says for itself whether it learns. Which attribute tells?",
)
@pytest.mark.parametrize(("kind", "count"), [("half_frozen", 12), ("all_frozen", 0)])
def test_count_parameters_leaves_out_what_is_frozen(submission, kind, count):
    assert submission.count_parameters(getattr(submission.define(NETS), kind)()) == exactly(count)


@exercise(
    "count_parameters",
    points=1,
    title="counts afresh when a parameter has been frozen or thawed",
    hint="The same model may learn more today than yesterday. Does your code remember an earlier answer?",
)
def test_count_parameters_counts_afresh(submission):
    model = submission.define(NETS).half_frozen()
    assert submission.count_parameters(model) == exactly(12)
    model.invoke("requires_grad_", True)
    assert submission.count_parameters(model) == exactly(26)


@exercise(
    "count_parameters",
    points=1,
    title="counts what is shared once",
    hint="Two layers may hold the very same parameter. How does your code see that it was there before?",
)
@pytest.mark.parametrize(("kind", "count"), [("one_layer_twice", 12), ("tied", 24)])
def test_count_parameters_counts_what_is_shared_once(submission, kind, count):
    assert submission.count_parameters(getattr(submission.define(NETS), kind)()) == exactly(count)


@exercise(
    "count_parameters",
    points=1,
    title="goes by the parameters themselves: not by their numbers, nor by the mode",
    hint="Two layers may hold equal numbers and still be two. Does evaluation mode make a model smaller?",
)
@pytest.mark.parametrize("kind", ["equal_numbers", "resting"])
def test_count_parameters_goes_by_the_parameters_themselves(submission, kind):
    assert submission.count_parameters(getattr(submission.define(NETS), kind)()) == exactly(24)


@exercise(
    "count_parameters",
    points=2,
    title="looks into layers of every kind and at every depth, and not at buffers",
    hint="Modules hold modules, and parameters of their own. What else is in a batch norm, and does it learn?",
)
def test_count_parameters_looks_into_every_depth(submission):
    assert submission.count_parameters(model=submission.define(NETS).nested()) == exactly(1 + 24 + 9 + 10 + 6)


@exercise(
    "count_parameters",
    points=1,
    title="is 0 for a model that learns nothing",
    hint="What is the sum of no numbers at all?",
)
def test_count_parameters_is_0_for_a_model_that_learns_nothing(submission):
    assert submission.count_parameters(submission.define(NETS).without_parameters()) == exactly(0)


@exercise(
    "count_parameters",
    points=1,
    title="leaves the model as it is",
    hint="Looking is enough to count. What does your code change?",
)
def test_count_parameters_leaves_the_model_as_it_is(submission):
    model = submission.define(NETS).half_resting()
    model.set_grads({"0.bias": torch.ones(4), "1.weight": torch.ones(2, 4)})
    before = model.view()
    seen = submission.count_parameters.observe(model)
    after = model.view()
    assert seen.answer == exactly(12)
    learns = {name: value.requires_grad for name, value in before.parameters.items()}
    assert {name: value.requires_grad for name, value in after.parameters.items()} == learns, KEPT
    assert after.parameters == exactly(before.parameters)
    assert after.grads == exactly(before.grads)
    assert after.children_training == before.children_training, KEPT
    assert seen == unchanged(arguments=False)


# softmax ------------------------------------------------------------------------------------------------------------


@st.composite
def scores(draw, elements=None, dtype: torch.dtype = torch.float32, sides=shapes(1, 3, min_side=1)):  # noqa: B008
    """Scores of one to three axes, or of other shapes, and one of those axes, counted from either end."""
    z = draw(tensors(sides, elements, dtype))
    return z, draw(st.integers(-z.dim(), z.dim() - 1))


@exercise(
    "softmax",
    points=3,
    title="adds up to 1 along any axis",
    hint="Is `dim` used for everything that looks along an axis? Does the axis stay there for the division?",
)
@given(case=scores())
def test_softmax_adds_up_to_1_along_any_axis(submission, case):
    z, dim = case
    assert submission.softmax(z, dim) == close_to(torch.softmax(z, dim))


@exercise(
    "softmax",
    points=1,
    title="takes axis 1 by default",
    hint="Which `dim` stands in the stub's first line, and which way does it look?",
)
@given(z=tensors(shapes(2, 3, min_side=1)))
@settings(max_examples=20)
def test_softmax_takes_axis_1_by_default(submission, z):
    assert submission.softmax(z) == close_to(torch.softmax(z, 1))


@exercise(
    "softmax",
    points=2,
    title="is finite and right out to 10000",
    hint="What is the largest number that reaches `exp`, in each row? And what if one row is far below another?",
)
@given(case=scores((1e4, 9999.0, 9998.5, 100.0, 99.0, 0.0, -1.0, -9999.0, -1e4)), all_low=st.booleans())
def test_softmax_is_finite_and_right_out_to_10000(submission, case, all_low):
    z, dim = case
    z = -z.abs() if all_low else z
    assert submission.softmax(z, dim=dim) == close_to(torch.softmax(z, dim), rtol=1e-3, atol=1e-3)


@exercise("softmax", points=1, title="keeps double precision and any layout, by name", hint=LAYOUT)
@given(case=scores(dtype=torch.float64))
@settings(max_examples=20)
def test_softmax_keeps_double_precision_and_any_layout(submission, case):
    z, dim = case
    z = z / 3
    assert submission.softmax(z=noncontiguous(z), dim=dim) == close_to(torch.softmax(z, dim))


@exercise(
    "softmax",
    points=1,
    title="takes many classes and many axes",
    hint="How many classes, and how many axes, does your code reckon with?",
)
@given(case=scores(sides=st.sampled_from([(2, 20), (120,), (2, 3, 2, 2), (1, 2, 1, 3, 2)])))
@settings(max_examples=15)
def test_softmax_takes_many_classes_and_axes(submission, case):
    z, dim = case
    assert submission.softmax(z, dim) == close_to(torch.softmax(z, dim))


@exercise("softmax", points=1, title="leaves z alone", hint=WRITES, side_effects_only=True)
@given(case=scores())
@settings(max_examples=10)
def test_softmax_leaves_z_alone(submission, case):
    seen = submission.softmax.observe(*case)
    assert seen == unchanged()


# cross_entropy ------------------------------------------------------------------------------------------------------


@st.composite
def classes(draw, elements=None, dtype: torch.dtype = torch.float32, most: int = 4):
    """Logits (m, C) of two or more classes, and the true class of each row (m,)."""
    m, C = draw(st.integers(1, most + 1)), draw(st.integers(2, most))
    return draw(tensors((m, C), elements, dtype)), draw(tensors((m,), st.integers(0, C - 1), torch.int64))


@exercise(
    "cross_entropy",
    points=3,
    title="is the mean over rows of minus the log of the true class's probability",
    hint="Take one row by hand: the softmax of its logits, the entry of its class, minus the log. Which step differs?",
)
@given(case=classes())
def test_cross_entropy_is_the_mean_of_minus_log_probability(submission, case):
    assert submission.cross_entropy(*case) == one_number(F.cross_entropy(*case), scale=10)


@exercise(
    "cross_entropy",
    points=2,
    title="is right for logits out to 30",
    hint="A probability of e^-60 is small, but not 0. Is something added to it, or rounded away, before the log?",
)
@given(case=classes(numbers(-30, 30)))
def test_cross_entropy_is_right_out_to_30(submission, case):
    assert submission.cross_entropy(*case) == one_number(F.cross_entropy(*case), scale=60)


@exercise(
    "cross_entropy",
    points=1,
    title="with as many rows as classes",
    hint="When both sides are equal, a wrong axis goes unnoticed. Which axis holds the classes?",
)
@given(logits=tensors((3, 3)), target=tensors((3,), st.integers(0, 2), torch.int64))
@settings(max_examples=20)
def test_cross_entropy_with_as_many_rows_as_classes(submission, logits, target):
    expected = one_number(F.cross_entropy(logits, target), scale=10)
    assert submission.cross_entropy(logits=logits, target=target) == expected


@exercise("cross_entropy", points=1, title="keeps double precision and any layout", hint=LAYOUT)
@given(case=classes(numbers(-30, 30), torch.float64, most=15))
@settings(max_examples=20)
def test_cross_entropy_keeps_double_precision_and_any_layout(submission, case):
    logits, target = case
    logits = logits / 3
    expected = one_number(F.cross_entropy(logits, target), scale=20)
    assert submission.cross_entropy(noncontiguous(logits), noncontiguous(target)) == expected


@exercise("cross_entropy", points=1, title="leaves its arguments alone", hint=WRITES, side_effects_only=True)
@given(case=classes())
@settings(max_examples=10)
def test_cross_entropy_leaves_its_arguments_alone(submission, case):
    seen = submission.cross_entropy.observe(*case)
    assert seen == unchanged()


# describe_network ---------------------------------------------------------------------------------------------------


def described(subject, kind: str, loss: str = "BCELoss"):
    """The words for a network of this kind."""
    nets = subject.define(NETS)
    return subject.describe_network(getattr(nets, kind)(), nets.loss(loss))


@exercise(
    "describe_network",
    points=2,
    title="names each layer by its class, linear ones with their sizes",
    hint="Which layers have sizes in the answer, and in which order do the two numbers stand?",
)
def test_describe_network_names_each_layer(submission):
    expected = ["Linear(3, 4)", "Tanh", "Identity", "Dropout", "Linear(4, 1)", "Sigmoid", "BCELoss"]
    assert described(submission, "plain") == exactly(expected)


@exercise(
    "describe_network",
    points=2,
    title="flattens Sequentials at any depth",
    hint="A box may hold a box that holds a box, and may be empty. What does your code do with a box?",
)
def test_describe_network_flattens_sequentials(submission):
    expected = ["Linear(5, 4)", "ReLU", "Linear(4, 3)", "Linear(3, 1)", "Sigmoid", "BCELoss"]
    assert described(submission, "in_boxes") == exactly(expected)


@exercise(
    "describe_network",
    points=1,
    title="lists a layer used twice twice",
    hint="`children()` and `modules()` show each layer once. How does a Sequential go through its layers itself?",
)
def test_describe_network_lists_a_layer_used_twice_twice(submission):
    assert described(submission, "used_twice") == exactly(["Linear(2, 2)", "Sigmoid"] * 3 + ["BCELoss"])


@exercise(
    "describe_network",
    points=1,
    title="does not open layers that are no Sequential",
    hint="A module of one's own is one layer of the picture, whatever is in it.",
)
def test_describe_network_does_not_open_other_layers(submission):
    expected = ["Linear(2, 4)", "Residual", "LayerNorm", "Softmax", "BCELoss"]
    assert described(submission, "with_a_class") == exactly(expected)


@exercise(
    "describe_network",
    points=1,
    title="ends with the loss's class name",
    hint="Where does the name of the loss come from: from the argument, or from your keyboard?",
)
@pytest.mark.parametrize("loss", ["MSELoss", "HingeLoss", "BCEWithLogitsLoss"])
def test_describe_network_ends_with_the_loss(submission, loss):
    nets = submission.define(NETS)
    assert submission.describe_network(model=nets.empty(), loss=nets.loss(loss)) == exactly([loss])


@exercise(
    "describe_network",
    points=1,
    title="leaves the network as it is",
    hint="Looking is enough to describe. What does your code change?",
    side_effects_only=True,
)
def test_describe_network_leaves_the_network_as_it_is(submission):
    nets = submission.define(NETS)
    network = nets.in_boxes()
    before = network.view()
    seen = submission.describe_network.observe(network, nets.loss("BCELoss"))
    after = network.view()
    assert (after.modules, after.children_training) == (before.modules, before.children_training), KEPT
    assert seen == unchanged(arguments=False)
