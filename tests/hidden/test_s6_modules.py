"""Hidden tests of s6_modules: modules of every kind, made in the student's process and judged by what they do.

The code of a test's own modules is in `NETS`. Training is compared with the reference's training of the same module.
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
    '''A layer of one's own class, with another layer inside.'''
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(4, 4))
        self.inside = nn.Linear(4, 4)
    def forward(self, inputs):
        return inputs + self.inside(inputs)

def plain():
    start = [nn.Linear(3, 4), nn.Tanh(), nn.Identity(), nn.Dropout(0.5)]
    return nn.Sequential(*start, nn.Linear(4, 1, bias=False), nn.Sigmoid())

def flat():
    return nn.Sequential(nn.Flatten(), nn.Linear(4, 2), nn.Unflatten(1, (2, 1)), nn.Flatten())

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
KEPT = "expected the model as it was before the call, got a change in it"
LAYOUT = "Does your code keep float64? Does it depend on the layout in memory?"
WRITES = "Does your code write into a caller's tensor, with `+=`, `-=` or a method that ends in `_`?"


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
    """The names of the model's weight (1, n) and bias (1,); fail if it has any other parameter that learns."""
    assert model == a_module()
    held = {name: tuple(value.shape) for name, value in model.view().parameters.items() if value.requires_grad}
    assert sorted(held.values()) == [(1,), (1, n)], (
        f"expected one weight of shape (1, {n}) and one bias of shape (1,) that can learn, got {held or 'none'}"
    )
    return max(held, key=lambda name: len(held[name])), min(held, key=lambda name: len(held[name]))


def filled(model, W, b):
    """The model, with this weight and this bias in its layer."""
    weight, bias = roles(model, W.shape[1])
    model.set_parameters({weight: W, bias: b})
    return model


def slopes(model, W, b, x, cotangent) -> dict[str, torch.Tensor]:
    """The gradients that flow back from the probabilities to the layer, by name."""
    weight, bias = roles(model, W.shape[1])
    h = torch.sigmoid(x @ W.T + b)
    slope = cotangent * h * (1 - h)
    return {weight: slope.T @ x, bias: slope.sum(dim=0)}


@exercise(
    "BinaryClassifier",
    points=2,
    title="has one weight for each input, and a bias",
    hint="Is the layer an attribute of the module? Does it use `in_features`?",
)
@pytest.mark.parametrize("n", [1, 3, 13])
def test_binary_classifier_holds_a_weight_and_a_bias(submission, n):
    roles(submission.BinaryClassifier(in_features=n), n)


@exercise(
    "BinaryClassifier",
    points=1,
    title="has 8 inputs by default",
    hint="Which default does the stub have for `in_features`?",
)
def test_binary_classifier_takes_8_inputs_by_default(submission):
    roles(submission.BinaryClassifier(), 8)


@exercise(
    "BinaryClassifier",
    points=3,
    title="applies the sigmoid to its layer, in training and in evaluation mode",
    hint="Calculate one row on paper: first the layer, then the sigmoid. Which step differs? Is the shape (m, 1)?",
)
@given(case=layers_and_data())
@settings(max_examples=20)
def test_binary_classifier_gives_the_sigmoid_of_its_layer(submission, case):
    W, b, x, _ = case
    model = filled(submission.BinaryClassifier(W.shape[1]), W, b)
    assert model(x) == close_to(torch.sigmoid(x @ W.T + b))
    assert model.view().training, "expected the model in training mode, as before, got it in eval mode"
    model.invoke("eval")
    assert model(noncontiguous(-x)) == close_to(torch.sigmoid(-x @ W.T + b))


@exercise(
    "BinaryClassifier",
    points=2,
    title="lets gradients flow to its layer, in training and in evaluation mode",
    hint="Is every step of `forward` a torch operation? With `.detach()` or `no_grad`, no gradient can flow back.",
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
    hint="`double()` converts parameters and buffers. Does your module use another tensor, or convert the data?",
    beside=True,
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
    hint="`state_dict` holds what belongs to the module. Does your layer belong to it?",
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
    title="makes independent models, and changes nothing else",
    hint="Does each call make a new model? Does your code change the input, or torch's settings?",
    beside=True,
)
def test_binary_classifier_leaves_all_else_alone(submission):
    model = leaves_the_others_alone(submission.BinaryClassifier)
    seen = model.observe(torch.eye(8))
    assert seen == unchanged()


def leaves_the_others_alone(make):
    """A model with 8 inputs; fail if making or filling another one changes it, or torch's settings."""
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
    hint="Which layers does your `nn.Sequential` get? Do they use `in_features`?",
)
@pytest.mark.parametrize("n", [1, 3, 13])
def test_sequential_classifier_is_a_sequential(submission, n):
    model = submission.sequential_classifier(in_features=n)
    roles(model, n)
    assert model.view().is_sequential, f"expected an nn.Sequential, got {model!r}"


@exercise(
    "sequential_classifier",
    points=1,
    title="has 8 inputs by default",
    hint="Which default does the stub have for `in_features`?",
)
def test_sequential_classifier_takes_8_inputs_by_default(submission):
    roles(submission.sequential_classifier(), 8)


@exercise(
    "sequential_classifier",
    points=3,
    title="applies the sigmoid to its layer, in training and in evaluation mode",
    hint="The layers are applied in the order in which you list them. What follows the linear layer?",
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
    title="lets gradients flow to its layer, also in double precision",
    hint="Can a gradient flow back through every layer? Does every layer keep float64?",
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
    title="makes independent models, and does not change torch's settings",
    hint="Does each call make a new model? Does your code change torch's settings?",
    beside=True,
)
def test_sequential_classifier_leaves_all_else_alone(submission):
    leaves_the_others_alone(submission.sequential_classifier)


# train_classifier ---------------------------------------------------------------------------------------------------


@st.composite
def lessons(draw, dtype: torch.dtype = torch.float32, most_epochs: int = 5):
    """W (1, n), b (1,), x (m, n), y (m, 1), lr and epochs: training converges, no probability starts at one half."""
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    W, b = draw(tensors((1, n), HALVES, dtype)), draw(tensors((1,), ODD_EIGHTHS, dtype))
    x = draw(tensors((m, n), (0.0, 1.0, -1.0, 0.5, -0.5), dtype))
    y = draw(tensors((m, 1), (0.0, 1.0), dtype))
    return W, b, x, y, {"lr": draw(st.sampled_from([1.0, 0.5, 0.3, 0.1])), "epochs": draw(st.integers(0, most_epochs))}


def trained(subject, kind: str, W, b, x, y, **how):
    """The history of the training of a module of this kind, and its parameters afterwards."""
    model = getattr(subject.define(NETS), kind)(W, b)
    return subject.train_classifier(model, x, y, **how), model.view().parameters


def as_trained(expected, rtol: float = 1e-4, atol: float = 2e-5) -> tuple:
    """The expected history, whose accuracies may have been calculated in float32, and the expected parameters."""
    history, parameters = expected
    pairs = [(close_to(cost, rtol=rtol, atol=atol), a_float(accuracy)) for cost, accuracy in history]
    return close_to(pairs), close_to(parameters, rtol=rtol, atol=atol)


@exercise(
    "train_classifier",
    points=3,
    title="trains any module, step by step",
    hint="Calculate the first pairs on paper. Which one differs? Any module has predictions and `parameters()`.",
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
    hint="Which learning rate and how many epochs does the stub have by default?",
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
    title="returns no pairs and does not change the module if there are no epochs",
    hint="With `epochs=0` there is no update. Does your code change the parameters before the loop?",
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
    title="continues from the module's current parameters",
    hint="A training starts from the module's current parameters. Does yours keep something else, or reset something?",
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
    title="does not change a frozen parameter",
    hint="A parameter with `requires_grad=False` must not change. What does your training do with it?",
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
    title="updates a shared parameter once in each step",
    hint="Two layers may share one parameter. How many times does your step update it?",
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
    title="does not change the training mode",
    hint="`model.eval()` changes the caller's model. Is the model in training mode again at the end?",
    side_effects_only=True,
)
def test_train_classifier_leaves_training_mode_on(submission):
    W, b, x = torch.tensor([[0.5, -1.0]]), torch.tensor([0.25]), torch.tensor([[1.0, 0.5], [-1.0, 0.0], [0.5, 0.5]])
    model = submission.define(NETS).with_dropout(W, b)
    submission.train_classifier(model, x, (x[:, :1] > 0).float(), lr=0.5, epochs=2)
    mode = model.view().children_training
    assert mode == dict.fromkeys(mode, True), "expected the model in training mode, as before, got it in eval mode"


@exercise(
    "train_classifier",
    points=1,
    title="takes all its epochs, even if the cost is small",
    hint="Does your loop end before the last epoch?",
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
    title="uses all rows in each step, however many there are",
    hint="Each cost and each update uses all rows. Does your code split the data into batches?",
)
def test_train_classifier_takes_all_rows_in_each_step(submission, reference):
    W, b = torch.tensor([[1.0]]), torch.tensor([0.25])
    x = torch.linspace(-3, 3, 150).reshape(150, 1)
    y = (x.abs() < 1).float()
    history, parameters = as_trained(trained(reference, "row", W, b, x, y, lr=0.5, epochs=2))
    got, left = trained(submission, "row", W, b, x, y, lr=0.5, epochs=2)
    assert got == history
    assert left == parameters


@exercise(
    "train_classifier",
    points=1,
    title="works with named arguments, in double precision and any memory layout",
    hint=LAYOUT,
    beside=True,
)
@given(lesson=lessons(torch.float64, most_epochs=3))
@settings(max_examples=10)
def test_train_classifier_keeps_double_precision_and_any_layout(submission, reference, lesson):
    W, b, x, y, how = lesson
    history, parameters = as_trained(trained(reference, "row", W / 3, b, x, y, **how), rtol=1e-9, atol=1e-9)
    model = submission.define(NETS).row(W / 3, b)
    assert submission.train_classifier(model=model, x=noncontiguous(x), y=noncontiguous(y), **how) == history
    assert model.view().parameters == parameters


@exercise("train_classifier", points=1, title="does not change the data", hint=WRITES, side_effects_only=True)
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
    hint="How many numbers does a weight of shape (3, 2) have? Do you count the biases, too?",
)
@given(sizes=st.lists(st.integers(1, 5), min_size=2, max_size=4))
@settings(max_examples=15)
def test_count_parameters_counts_every_weight_and_bias(submission, sizes):
    expected = sum(inputs * outputs + outputs for inputs, outputs in pairwise(sizes))
    assert submission.count_parameters(submission.define(NETS).layers(sizes)) == exactly(expected)


@exercise(
    "count_parameters",
    points=1,
    title="does not count frozen parameters",
    hint="Which attribute of a parameter tells whether it learns?",
)
@pytest.mark.parametrize(("kind", "count"), [("half_frozen", 12), ("all_frozen", 0)])
def test_count_parameters_leaves_out_what_is_frozen(submission, kind, count):
    assert submission.count_parameters(getattr(submission.define(NETS), kind)()) == exactly(count)


@exercise(
    "count_parameters",
    points=1,
    title="counts again if a parameter is frozen or unfrozen",
    hint="The caller may freeze or unfreeze a parameter later. Does your code store an earlier answer?",
)
def test_count_parameters_counts_afresh(submission):
    model = submission.define(NETS).half_frozen()
    assert submission.count_parameters(model) == exactly(12)
    model.invoke("requires_grad_", True)
    assert submission.count_parameters(model) == exactly(26)


@exercise(
    "count_parameters",
    points=1,
    title="counts a shared parameter once",
    hint="Two layers may share one parameter. How does your code notice that it is the same one?",
)
@pytest.mark.parametrize(("kind", "count"), [("one_layer_twice", 12), ("tied", 24)])
def test_count_parameters_counts_what_is_shared_once(submission, kind, count):
    assert submission.count_parameters(getattr(submission.define(NETS), kind)()) == exactly(count)


@exercise(
    "count_parameters",
    points=1,
    title="counts parameters whatever their values and the mode",
    hint="Different parameters may hold equal numbers. Does your count depend on the numbers, or on the mode?",
)
@pytest.mark.parametrize("kind", ["equal_numbers", "resting"])
def test_count_parameters_goes_by_the_parameters_themselves(submission, kind):
    assert submission.count_parameters(getattr(submission.define(NETS), kind)()) == exactly(24)


@exercise(
    "count_parameters",
    points=2,
    title="counts parameters in every kind of layer, at every depth, but no buffers",
    hint="Modules can contain modules and parameters of their own. Buffers, as in a batch norm, do not learn.",
)
def test_count_parameters_looks_into_every_depth(submission):
    assert submission.count_parameters(model=submission.define(NETS).nested()) == exactly(1 + 24 + 9 + 10 + 6)


@exercise(
    "count_parameters",
    points=1,
    title="is 0 for a model without parameters",
    hint="What is the sum of no numbers?",
)
def test_count_parameters_is_0_for_a_model_that_learns_nothing(submission):
    assert submission.count_parameters(submission.define(NETS).without_parameters()) == exactly(0)


@exercise(
    "count_parameters",
    points=1,
    title="does not change the model",
    hint="Counting should not change the model. What does your code change?",
    beside=True,
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
    """Scores with one to three axes, or of other shapes, and one of the axes, counted from either end."""
    z = draw(tensors(sides, elements, dtype))
    return z, draw(st.integers(-z.dim(), z.dim() - 1))


@exercise(
    "softmax",
    points=3,
    title="adds up to 1 along any axis",
    hint="Does every operation along an axis use `dim`? Does that axis still exist when you divide?",
)
@given(case=scores())
def test_softmax_adds_up_to_1_along_any_axis(submission, case):
    z, dim = case
    assert submission.softmax(z, dim) == close_to(torch.softmax(z, dim))


@exercise(
    "softmax",
    points=1,
    title="uses axis 1 by default",
    hint="Which default does the stub have for `dim`?",
)
@given(z=tensors(shapes(2, 3, min_side=1)))
@settings(max_examples=20)
def test_softmax_takes_axis_1_by_default(submission, z):
    assert submission.softmax(z) == close_to(torch.softmax(z, 1))


@exercise(
    "softmax",
    points=2,
    title="is finite and right up to 10000",
    hint="What is the largest number that you pass to `exp`, in each row?",
)
@given(case=scores((1e4, 9999.0, 9998.5, 100.0, 99.0, 0.0, -1.0, -9999.0, -1e4)), all_low=st.booleans())
def test_softmax_is_finite_and_right_out_to_10000(submission, case, all_low):
    z, dim = case
    z = -z.abs() if all_low else z
    assert submission.softmax(z, dim=dim) == close_to(torch.softmax(z, dim), rtol=1e-3, atol=1e-3)


@exercise(
    "softmax",
    points=1,
    title="works with named arguments, in double precision and any memory layout",
    hint=LAYOUT,
    beside=True,
)
@given(case=scores(dtype=torch.float64))
@settings(max_examples=20)
def test_softmax_keeps_double_precision_and_any_layout(submission, case):
    z, dim = case
    z = z / 3
    assert submission.softmax(z=noncontiguous(z), dim=dim) == close_to(torch.softmax(z, dim), rtol=1e-3, atol=1e-3)


@exercise(
    "softmax",
    points=1,
    title="works for many classes and many axes",
    hint="Does your code assume a certain number of classes or axes?",
)
@given(case=scores(sides=st.sampled_from([(2, 20), (120,), (2, 3, 2, 2), (1, 2, 1, 3, 2)])))
@settings(max_examples=15)
def test_softmax_takes_many_classes_and_axes(submission, case):
    z, dim = case
    assert submission.softmax(z, dim) == close_to(torch.softmax(z, dim))


@exercise("softmax", points=1, title="does not change z", hint=WRITES, side_effects_only=True)
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
    title="is the mean over the rows of -log(probability of the true class)",
    hint="Calculate one row on paper: softmax, probability of the true class, minus its log. Which step differs?",
)
@given(case=classes())
def test_cross_entropy_is_the_mean_of_minus_log_probability(submission, case):
    assert submission.cross_entropy(*case) == one_number(F.cross_entropy(*case), scale=10)


@exercise(
    "cross_entropy",
    points=2,
    title="is right for logits up to 30",
    hint="A very small probability is not 0. Does your code add something to it, or round it, before the log?",
)
@given(case=classes(numbers(-30, 30)))
def test_cross_entropy_is_right_out_to_30(submission, case):
    assert submission.cross_entropy(*case) == one_number(F.cross_entropy(*case), scale=60)


@exercise(
    "cross_entropy",
    points=1,
    title="works for as many rows as classes",
    hint="If there are as many rows as classes, a wrong axis raises no error. Which axis holds the classes?",
)
@given(logits=tensors((3, 3)), target=tensors((3,), st.integers(0, 2), torch.int64))
@settings(max_examples=20)
def test_cross_entropy_with_as_many_rows_as_classes(submission, logits, target):
    expected = one_number(F.cross_entropy(logits, target), scale=10)
    assert submission.cross_entropy(logits=logits, target=target) == expected


@exercise(
    "cross_entropy", points=1, title="works in double precision and for any memory layout", hint=LAYOUT, beside=True
)
@given(case=classes(numbers(-30, 30), torch.float64, most=15))
@settings(max_examples=20)
def test_cross_entropy_keeps_double_precision_and_any_layout(submission, case):
    logits, target = case
    logits = logits / 3
    expected = one_number(F.cross_entropy(logits, target), scale=20)
    assert submission.cross_entropy(noncontiguous(logits), noncontiguous(target)) == expected


@exercise("cross_entropy", points=1, title="does not change its arguments", hint=WRITES, side_effects_only=True)
@given(case=classes())
@settings(max_examples=10)
def test_cross_entropy_leaves_its_arguments_alone(submission, case):
    seen = submission.cross_entropy.observe(*case)
    assert seen == unchanged()


# describe_network ---------------------------------------------------------------------------------------------------


def described(subject, kind: str, loss: str = "BCELoss"):
    """The description of a network of this kind."""
    nets = subject.define(NETS)
    return subject.describe_network(getattr(nets, kind)(), nets.loss(loss))


@exercise(
    "describe_network",
    points=2,
    title="names each layer by its class, and linear layers with their sizes",
    hint="Which layers need their sizes, and in which order are the two numbers?",
)
def test_describe_network_names_each_layer(submission):
    expected = ["Linear(3, 4)", "Tanh", "Identity", "Dropout", "Linear(4, 1)", "Sigmoid", "BCELoss"]
    assert described(submission, "plain") == exactly(expected)


@exercise(
    "describe_network",
    points=1,
    title="names layers that only change the shape",
    hint="`nn.Flatten` learns nothing, but it is a layer. Which layers does your code leave out?",
)
def test_describe_network_names_layers_that_only_change_the_shape(submission):
    assert described(submission, "flat") == exactly(["Flatten", "Linear(4, 2)", "Unflatten", "Flatten", "BCELoss"])


@exercise(
    "describe_network",
    points=2,
    title="flattens Sequentials at any depth",
    hint="A Sequential may contain other Sequentials, at any depth, or nothing. What does your code do then?",
)
def test_describe_network_flattens_sequentials(submission):
    expected = ["Linear(5, 4)", "ReLU", "Linear(4, 3)", "Linear(3, 1)", "Sigmoid", "BCELoss"]
    assert described(submission, "in_boxes") == exactly(expected)


@exercise(
    "describe_network",
    points=1,
    title="lists a layer twice if it is used twice",
    hint="`children()` and `modules()` show each layer once. How can you go through all layers of a Sequential?",
)
def test_describe_network_lists_a_layer_used_twice_twice(submission):
    assert described(submission, "used_twice") == exactly(["Linear(2, 2)", "Sigmoid"] * 3 + ["BCELoss"])


@exercise(
    "describe_network",
    points=1,
    title="does not look inside other layers",
    hint="Only a Sequential is replaced by its layers. What does your code do with other modules?",
)
def test_describe_network_does_not_open_other_layers(submission):
    expected = ["Linear(2, 4)", "Residual", "LayerNorm", "Softmax", "BCELoss"]
    assert described(submission, "with_a_class") == exactly(expected)


@exercise(
    "describe_network",
    points=1,
    title="ends with the class name of the loss",
    hint="Does the name of the loss come from the argument, or did you type it in?",
)
@pytest.mark.parametrize("loss", ["MSELoss", "HingeLoss", "BCEWithLogitsLoss"])
def test_describe_network_ends_with_the_loss(submission, loss):
    nets = submission.define(NETS)
    assert submission.describe_network(model=nets.empty(), loss=nets.loss(loss)) == exactly([loss])


@exercise(
    "describe_network",
    points=1,
    title="does not change the network",
    hint="Describing a network should not change it. What does your code change?",
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
