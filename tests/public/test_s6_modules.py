"""Public tests of s6_modules: the lecture's classifier, and small models that you can follow by hand."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings

from grader.suite import a_module, close_to, exactly, exercise, numbers, one_number, tensors

HOURS = torch.tensor([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 3.0], [5.0, 3.0], [6.0, 2.0]])
PASSED = torch.tensor([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]])

NETS = """
def linear(W, b):
    layer = nn.Linear(W.shape[1], W.shape[0])
    with torch.no_grad():
        layer.weight.copy_(W)
        layer.bias.copy_(b)
    return layer

def classifier(W, b):
    return nn.Sequential(linear(W, b), nn.Sigmoid())

def layers(*sizes):
    return nn.Sequential(*[nn.Linear(*pair) for pair in zip(sizes, sizes[1:])])

def with_a_frozen_layer():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))
    net[0].requires_grad_(False)
    return net

def network():
    inner = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid())
    return nn.Sequential(inner, nn.Linear(2, 1), nn.Sigmoid())

def loss():
    return nn.BCELoss()
"""


def learns_one_layer(model, n: int) -> None:
    """Fail unless the model learns one weight (1, n) and one bias (1,)."""
    assert model == a_module()
    shapes = sorted(tuple(parameter.shape) for parameter in model.view().parameters.values())
    expected = [(1,), (1, n)]
    assert shapes == expected, f"expected parameters of the shapes {expected}, got {shapes or 'none'}"


def filled(model, W, b):
    """The model, with this weight and this bias in its layer."""
    learns_one_layer(model, W.shape[1])
    model.set_parameters({name: W if held.dim() == 2 else b for name, held in model.view().parameters.items()})
    return model


# BinaryClassifier ---------------------------------------------------------------------------------------------------


@exercise(
    "BinaryClassifier",
    points=1,
    title="has one weight for each input, and a bias",
    hint="Do you make the layer in `__init__`, after `super().__init__()`? Does it use `in_features`?",
)
def test_binary_classifier_learns_weights_and_a_bias(submission):
    learns_one_layer(submission.BinaryClassifier(), 8)
    learns_one_layer(submission.BinaryClassifier(2), 2)


@exercise(
    "BinaryClassifier",
    points=1,
    title="applies the sigmoid to the linear layer",
    hint="What does `forward` do with x, and in which order?",
)
@given(W=tensors((1, 2), numbers(-1, 1)), b=tensors((1,), numbers(-2, 2)))
@settings(max_examples=10)
def test_binary_classifier_gives_the_sigmoid_of_the_layer(submission, W, b):
    model = filled(submission.BinaryClassifier(2), W, b)
    assert model(HOURS) == close_to(torch.sigmoid(HOURS @ W.T + b))


# sequential_classifier ----------------------------------------------------------------------------------------------


@exercise(
    "sequential_classifier",
    points=1,
    title="is an nn.Sequential with one weight for each input, and a bias",
    hint="Which layers does your `nn.Sequential` get? Do they use `in_features`?",
)
def test_sequential_classifier_is_a_sequential(submission):
    model = submission.sequential_classifier()
    learns_one_layer(model, 8)
    assert model.view().is_sequential, f"expected an nn.Sequential, got {model!r}"
    learns_one_layer(submission.sequential_classifier(2), 2)


@exercise(
    "sequential_classifier",
    points=1,
    title="applies the sigmoid to the linear layer",
    hint="Which layer comes first, and which layer turns a score into a probability?",
)
@given(W=tensors((1, 2), numbers(-1, 1)), b=tensors((1,), numbers(-2, 2)))
@settings(max_examples=10)
def test_sequential_classifier_gives_the_sigmoid_of_the_layer(submission, W, b):
    model = filled(submission.sequential_classifier(2), W, b)
    assert model(HOURS) == close_to(torch.sigmoid(HOURS @ W.T + b))


# train_classifier ---------------------------------------------------------------------------------------------------


@exercise(
    "train_classifier",
    points=2,
    title="trains the lecture's classifier for three steps",
    hint="Do you record each pair before the update? Do you clear the old gradients?",
)
def test_train_classifier_trains_the_lectures_classifier(submission):
    model = submission.define(NETS).classifier(torch.tensor([[0.5, -0.5]]), torch.tensor([0.25]))
    history = submission.train_classifier(model, HOURS, PASSED, lr=0.1, epochs=3)
    assert history == close_to([(0.56547, 5 / 6), (0.55868, 5 / 6), (0.55458, 5 / 6)], atol=1e-4)
    assert model.view().parameters["0.weight"] == close_to(torch.tensor([[0.4835, -0.5444]]), atol=1e-3)


# count_parameters ---------------------------------------------------------------------------------------------------


@exercise(
    "count_parameters",
    points=1,
    title="counts the numbers in each weight and each bias",
    hint="A layer from 3 to 4 has 4 rows of 3 weights, and 4 biases. How many numbers is that?",
)
@pytest.mark.parametrize(("sizes", "count"), [((8, 1), 9), ((3, 4, 1), 21)])
def test_count_parameters_counts_weights_and_biases(submission, sizes, count):
    assert submission.count_parameters(submission.define(NETS).layers(*sizes)) == exactly(count)


@exercise(
    "count_parameters",
    points=1,
    title="does not count frozen parameters",
    hint="Which attribute of a parameter tells whether it learns?",
)
def test_count_parameters_leaves_out_what_is_frozen(submission):
    assert submission.count_parameters(submission.define(NETS).with_a_frozen_layer()) == exactly(5)


# softmax ------------------------------------------------------------------------------------------------------------


@exercise(
    "softmax",
    points=1,
    title="is 0.0900, 0.2447, 0.6652 for the scores 1, 2, 3",
    hint="Each row adds up to 1. Over which axis do you take the sum?",
)
def test_softmax_of_1_2_3(submission):
    expected = torch.tensor([[0.0900, 0.2447, 0.6652], [0.6652, 0.2447, 0.0900]])
    assert submission.softmax(torch.tensor([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])) == close_to(expected, atol=1e-4)


@exercise(
    "softmax",
    points=1,
    title="is finite for large scores",
    hint="`exp(1000)` is inf, and inf / inf is nan. What can you subtract from a row without changing the answer?",
)
def test_softmax_of_large_scores_is_finite(submission):
    z = torch.tensor([[1000.0, 1000.0, 0.0]])
    assert submission.softmax(z) == close_to(torch.tensor([[0.5, 0.5, 0.0]]), atol=1e-3)


# cross_entropy ------------------------------------------------------------------------------------------------------


@exercise(
    "cross_entropy",
    points=1,
    title="is small for the class with the largest score",
    hint="The softmax of 1, 2, 3 gives class 2 a probability of 0.6652. What is minus its logarithm?",
)
@pytest.mark.parametrize(("target", "cost"), [(2, 0.4076), (0, 2.4076)])
def test_cross_entropy_of_1_2_3(submission, target, cost):
    answer = submission.cross_entropy(torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([target]))
    assert answer == one_number(cost, dtype=torch.float32, atol=1e-4)


@exercise(
    "cross_entropy",
    points=1,
    title="averages over the rows",
    hint="There is one loss for each row, from the row's true class. What do you average over?",
)
def test_cross_entropy_is_the_mean_over_the_rows(submission):
    logits = torch.tensor([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    expected = F.cross_entropy(logits, torch.tensor([1, 2]))
    assert submission.cross_entropy(logits, torch.tensor([1, 2])) == one_number(expected)


# describe_network ---------------------------------------------------------------------------------------------------


@exercise(
    "describe_network",
    points=1,
    title="names the layers in order, then the loss",
    hint="Compare your list with the expected one, including commas and spaces. Which word differs?",
)
def test_describe_network_names_the_layers_then_the_loss(submission):
    nets = submission.define(NETS)
    expected = ["Linear(2, 2)", "Sigmoid", "Linear(2, 1)", "Sigmoid", "BCELoss"]
    assert submission.describe_network(nets.network(), nets.loss()) == exactly(expected)
