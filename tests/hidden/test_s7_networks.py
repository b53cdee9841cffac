"""Hidden tests of s7_networks: other networks, data and steps than the lecture's.

Networks are judged by what they do: the tests set their parameters, and compare their outputs, gradients and training
with the same layers, calculated here in double precision. An experiment is repeated from its own starting weights, so
a student may draw them in any order.
"""

import math
from itertools import pairwise

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from grader.suite import (
    a_float,
    a_module,
    close_to,
    exactly,
    exercise,
    instance_of,
    like,
    not_attempted,
    numbers,
    raises,
    tensors,
    unchanged,
)

Layers = list[tuple[Tensor, Tensor]]
"""The weight (out, in) and the bias (out,) of each linear layer."""

NETWORK = """
import inspect


def network(layers, hidden=True, output=True):
    parts = []
    for k, (weight, bias) in enumerate(layers, start=1):
        linear = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
        with torch.no_grad():
            linear.weight.copy_(weight)
            linear.bias.copy_(bias)
        parts += [linear, nn.Sigmoid()] if (output if k == len(layers) else hidden) else [linear]
    return nn.Sequential(*parts)


def fill(model, values):
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values, strict=True):
            parameter.copy_(value)


class OneNumberARow(nn.Module):
    def __init__(self, z):
        super().__init__()
        self.z = nn.Parameter(z)

    def forward(self, x):
        return torch.sigmoid(self.z)


def defaults_of(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {one.name: one.default for one in parameters if isinstance(one.default, (int, float))}


def after_training(layer_weights, model):
    answer = layer_weights(model)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 1
    return answer, layer_weights(model)
"""

XOR = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), torch.tensor([[0.0], [1.0], [1.0], [0.0]])
OR = XOR[0], torch.tensor([[0.0], [1.0], [1.0], [1.0]])
POINTS = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]])
QUESTIONS = {  # data, sizes, hidden sigmoids, output sigmoid
    "q1": (OR, [2, 1], True, True),
    "q2": (XOR, [2, 1], True, True),
    "q3": (XOR, [2, 2, 1], True, True),
    "q4": (XOR, [2, 2, 1], True, False),
    "q5": (XOR, [2, 2, 1], False, True),
    "q6": (XOR, [2, 3, 2, 1], True, True),
    "q7": (XOR, [2, 2, 2, 2, 2, 1], True, True),
}
TRAINED = {"rtol": 2e-3, "atol": 2e-4}
"""The error that 250 steps in single precision may make."""

FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
LEFT_AS_FOUND = "expected the network as it was before the call, got other parameters"
AGAIN = "The network may have changed since the last call. Does your code store an earlier answer?"


# the same layers, calculated here -----------------------------------------------------------------------------


def forward(layers: Layers, x: Tensor, hidden: bool = True, output: bool = True) -> Tensor:
    for k, (weight, bias) in enumerate(layers, start=1):
        x = x @ weight.T + bias
        x = torch.sigmoid(x) if (output if k == len(layers) else hidden) else x
    return x


def double(layers: Layers) -> Layers:
    return [(weight.detach().double(), bias.detach().double()) for weight, bias in layers]


def single(layers: Layers) -> Layers:
    return [(weight.float(), bias.float()) for weight, bias in layers]


def slopes(layers: Layers, X: Tensor, Y: Tensor, hidden: bool = True, output: bool = True) -> tuple[Tensor, Layers]:
    """The cost, and its gradient at each weight and bias."""
    flat = [parameter.detach().requires_grad_() for pair in layers for parameter in pair]
    cost = F.binary_cross_entropy(forward(pairs(flat), X, hidden, output), Y)
    return cost.detach(), pairs(torch.autograd.grad(cost, flat))


def trained(
    layers: Layers, X: Tensor, Y: Tensor, lr: float, steps: int, hidden: bool = True, output: bool = True
) -> tuple[Layers, list[float] | None]:
    """The layers after `steps` steps in double precision, and every hundredth cost; None if the training stops.

    The layers keep their dtype.
    """
    back = double if layers[0][0].dtype == torch.float64 else single
    layers, X, Y, costs = double(layers), X.double(), Y.double(), []
    for step in range(steps):
        guesses = forward(layers, X, hidden, output)
        if not bool(((guesses >= 0) & (guesses <= 1)).all()):
            return back(layers), None
        cost, gradients = slopes(layers, X, Y, hidden, output)
        costs += [float(cost)] if step % 100 == 0 else []
        layers = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(layers, gradients, strict=True)]
    return back(layers), costs


def pairs(flat) -> Layers:
    return list(zip(flat[::2], flat[1::2], strict=True))


def flat(layers: Layers) -> list[Tensor]:
    return [parameter for pair in layers for parameter in pair]


def random_layers(sizes: list[int], seed: int = 3) -> Layers:
    generator = torch.Generator().manual_seed(seed)
    return [(torch.randn(o, i, generator=generator), torch.randn(o, generator=generator)) for i, o in pairwise(sizes)]


def random_data(m: int, n: int, seed: int = 4) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(m, n, generator=generator), torch.randint(0, 2, (m, 1), generator=generator).float()


# what is drawn --------------------------------------------------------------------------------------------------


def sizes(last: st.SearchStrategy[int], most: int = 4) -> st.SearchStrategy[list[int]]:
    return st.tuples(st.lists(st.integers(1, 3), min_size=1, max_size=most - 1), last).map(lambda s: [*s[0], s[1]])


@st.composite
def networks(draw, last=st.just(1), most=4, rows=4):  # noqa: B008 - a strategy never changes
    """Layers whose last size is drawn from `last`, and inputs and labels for them."""
    drawn = draw(sizes(last, most))
    small = numbers(-1, 1)
    layers = [(draw(tensors((o, i), small)), draw(tensors((o,), small))) for i, o in pairwise(drawn)]
    m = draw(st.integers(1, rows))
    return layers, draw(tensors((m, drawn[0]), small)), draw(tensors((m, 1), (0.0, 1.0)))


def build(submission, layers: Layers, hidden: bool = True, output: bool = True):
    """The network of these layers, made in plain PyTorch on the student's side."""
    return submission.define(NETWORK).network(layers, hidden, output)


def refilled(submission, model, layers: Layers):
    """The same model, with these parameters."""
    submission.define(NETWORK).fill(model, flat(layers))
    return model


def parameters(model) -> list[Tensor]:
    return list(model.view().parameters.values())


def is_as_before(model, before) -> None:
    """Fail unless the model is the same as in this view from before the call."""
    after = model.view()
    assert after.grads == exactly(before.grads), "expected every `.grad` as it was before the call, got a change in one"
    assert after.parameters == exactly(before.parameters), LEFT_AS_FOUND
    learns = all(value.requires_grad for value in after.parameters.values())
    assert learns, "expected parameters that require grad, as before, got one that does not"


def is_in_the_mode_before(model, before) -> None:
    """Fail unless the model is in the same mode as in this view from before the call."""
    same = model.view().children_training == before.children_training
    assert same, "expected the model in the same mode as before the call, got the other mode"


def with_gradients(model, gradient: float = 1.0):
    """The model, with this number everywhere in each `.grad`."""
    model.set_grads({name: torch.full_like(value, gradient) for name, value in model.view().parameters.items()})
    return model


def says(submission, name: str, **defaults: float) -> bool:
    """Whether a function's signature has these defaults; if so, it is not necessary to run 10001 steps."""
    found = submission.define(NETWORK).defaults_of(submission.value(name))
    return defaults.items() <= found.items()


# truth_table ----------------------------------------------------------------------------------------------------


@exercise(
    "truth_table",
    points=0.5,
    title="gives the table of the gate",
    hint="In which order are the rows, and what are the shapes?",
)
@pytest.mark.parametrize(
    ("gate", "outputs"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0]), ("nand", [1, 1, 1, 0])]
)
def test_truth_table_is_the_gates_table(submission, gate, outputs):
    expected = torch.tensor(outputs, dtype=torch.float32).reshape(4, 1)
    seen = submission.truth_table.observe(gate=gate)
    assert seen.answer == exactly((XOR[0], expected))
    assert seen == unchanged(arguments=False)


@exercise(
    "truth_table",
    points=0.5,
    title="refuses other names",
    hint="What does your function do for a name that is not a gate, or almost one?",
)
@pytest.mark.parametrize("name", ["", "not", "an", "XOR", "or ", "nor", "xnor"])
def test_truth_table_of_another_name_is_a_value_error(submission, name):
    with raises(ValueError):
        submission.truth_table(name)


# build_network --------------------------------------------------------------------------------------------------


def shapes_of(layers: list[int]) -> list[tuple[int, ...]]:
    return [shape for i, o in pairwise(layers) for shape in ((o, i), (o,))]


def is_built(model, expected: list[int]) -> None:
    """Fail unless the model is a Sequential whose parameters have the shapes for these sizes."""
    assert model == a_module()
    assert model.view().is_sequential, f"expected an nn.Sequential, got {model!r}"
    shapes = [tuple(parameter.shape) for parameter in parameters(model)]
    assert shapes == shapes_of(expected), f"expected parameters of the shapes {shapes_of(expected)}, got {shapes}"
    frozen = [name for name, parameter in model.view().parameters.items() if not parameter.requires_grad]
    assert not frozen, f"expected parameters that can learn, got frozen ones: {', '.join(frozen)}"


def computes(submission, model, layers: Layers, x: Tensor, hidden: bool, output: bool) -> None:
    """Fail unless the model, with these parameters, computes the same as these layers."""
    is_built(model, [layers[0][0].shape[1], *(len(bias) for _, bias in layers)])
    submission.define(NETWORK).fill(model, flat(layers))
    assert model(x) == close_to(forward(double(layers), x.double(), hidden, output).float(), rtol=1e-4, scale=10)


@exercise(
    "build_network",
    points=2,
    title="has a linear layer with a bias from each size to the next",
    hint="How many linear layers do k sizes give? From which size to which?",
)
@settings(max_examples=20)
@given(sizes=sizes(st.integers(1, 4), most=6))
def test_build_network_has_a_layer_from_each_size_to_the_next(submission, sizes):
    is_built(submission.build_network(sizes), sizes)


@exercise(
    "build_network",
    points=1.5,
    title="puts sigmoids where the two arguments ask for them",
    hint="Which sigmoids does `hidden_sigmoid` control, and which one `output_sigmoid`?",
)
@pytest.mark.parametrize("output", [True, False])
@pytest.mark.parametrize("hidden", [True, False])
@settings(max_examples=10)
@given(network=networks(last=st.integers(1, 2)))
def test_build_network_puts_sigmoids_where_the_switches_say(submission, hidden, output, network):
    layers, x, _ = network
    drawn = [layers[0][0].shape[1], *(len(bias) for _, bias in layers)]
    model = submission.build_network(sizes=drawn, hidden_sigmoid=hidden, output_sigmoid=output)
    computes(submission, model, layers, x, hidden, output)


@exercise(
    "build_network",
    points=2,
    title="has all sigmoids by default, at any depth",
    hint="What are the defaults of the two sigmoid arguments? What follows a layer in the middle?",
)
@pytest.mark.parametrize("drawn", [[3, 2], [4, 3, 2], [2, 2, 2, 3, 2, 2, 2, 3, 1]], ids=str)
def test_build_network_has_all_sigmoids_by_default(submission, drawn):
    computes(submission, submission.build_network(drawn), random_layers(drawn), random_data(5, drawn[0])[0], True, True)


@exercise(
    "build_network",
    points=1,
    title="takes hidden_sigmoid before output_sigmoid",
    hint="In which order does the stub have its parameters?",
)
def test_build_network_takes_its_switches_in_order(submission):
    layers, x = random_layers([2, 3, 1]), random_data(4, 2)[0]
    computes(submission, submission.build_network([2, 3, 1], False, True), layers, x, False, True)


@exercise(
    "build_network",
    points=1,
    title="does not change the list of sizes",
    hint="Does your code remove numbers from the caller's list?",
    side_effects_only=True,
)
def test_build_network_leaves_the_sizes_alone(submission):
    seen = submission.build_network.observe([3, 2, 2, 1])
    assert seen == unchanged(settings=False)


@exercise(
    "build_network",
    points=1,
    title="makes a new network with random weights at each call",
    hint="Units with equal starting weights stay equal. Are yours random, and new at each call?",
)
def test_build_network_starts_its_units_with_different_weights(submission):
    before = submission.build_network([2, 3, 1])
    is_built(before, [2, 3, 1])
    before.set_parameters({name: torch.zeros_like(value) for name, value in before.view().parameters.items()})
    seen = submission.build_network.observe([2, 3, 1])
    weight = parameters(seen.answer)[0]
    assert len(weight.unique(dim=0)) == 3, f"expected three units with different weights, got {weight.tolist()}"
    assert seen == unchanged(arguments=False)


# train_network --------------------------------------------------------------------------------------------------


@exercise(
    "train_network",
    points=3,
    title="takes plain SGD steps on the mean binary cross-entropy",
    hint="Calculate one step on paper: the cost, its gradients, the update. Which of them differs?",
)
@settings(max_examples=25)
@given(network=networks(), lr=numbers(1 / 8, 2), steps=st.integers(0, 3))
def test_train_network_takes_sgd_steps(submission, network, lr, steps):
    layers, X, Y = network
    model = build(submission, layers)
    expected, costs = trained(layers, X, Y, lr, steps)
    assert submission.train_network(model, X, Y, lr=lr, steps=steps) == close_to(costs, rtol=2e-5, atol=2e-6)
    assert parameters(model) == close_to(flat(expected), rtol=1e-4, atol=1e-5)


@exercise(
    "train_network",
    points=2,
    title="gives the costs at steps 0, 100 and 200, before each update",
    hint="At which steps do you record a cost? Is it computed before the update?",
)
@pytest.mark.parametrize(("sizes", "rows", "lr"), [([3, 1], 150, 0.5), ([2, 3, 1], 7, 1.0)], ids=str)
def test_train_network_gives_every_hundredth_cost(submission, sizes, rows, lr):
    layers, (X, Y) = random_layers(sizes), random_data(rows, sizes[0])
    model = build(submission, layers)
    expected, costs = trained(layers, X, Y, lr, 250)
    assert submission.train_network(model=model, X=X, Y=Y, lr=lr, steps=250) == close_to(costs, **TRAINED)
    assert parameters(model) == close_to(flat(expected), **TRAINED)


@exercise(
    "train_network",
    points=0.5,
    title="gives one cost for every 100 steps that it starts",
    hint="What is the first step at which you record a cost, and what is the last?",
)
@pytest.mark.parametrize("steps", [0, 1, 100, 101])
def test_train_network_gives_a_cost_for_each_hundred_steps_begun(submission, steps):
    costs = submission.train_network(build(submission, random_layers([2, 1])), *XOR, lr=0.5, steps=steps)
    expected = trained(random_layers([2, 1]), *XOR, 0.5, steps)[1]
    assert costs == close_to(expected, **TRAINED)


@exercise(
    "train_network",
    points=2,
    title="continues from the model's current weights",
    hint="Does your training start from the model's current weights? Does it reset or keep something?",
)
def test_train_network_goes_on_from_where_the_model_is(submission):
    layers, (X, Y) = random_layers([3, 2, 1]), random_data(6, 3)
    model = build(submission, layers)
    submission.train_network(model, X, Y, 0.75, 4)
    middle, _ = trained(layers, X, Y, 0.75, 4)
    end, _ = trained(layers, X, Y, 0.75, 7)
    assert submission.train_network(model, X, Y, 0.75, 3) == close_to(trained(middle, X, Y, 0.75, 3)[1], **TRAINED)
    assert parameters(model) == close_to(flat(end), **TRAINED)


@exercise(
    "train_network",
    points=2,
    title="takes 10001 steps with a learning rate of 1.0 by default",
    hint="What are the defaults of `lr` and `steps`?",
    timeout=60,
)
def test_train_network_takes_10001_steps_by_default(submission):
    model, (X, Y) = one_number_a_row(submission, 0.0), ONE_ROW
    known = says(submission, "train_network", lr=1.0, steps=10001)
    costs, z = one_number_trained(1.0, 1, 101 if known else 10001)
    assert submission.train_network(model, X, Y, **{"steps": 101} if known else {}) == close_to(costs, rtol=1e-6)
    assert parameters(model) == close_to([torch.tensor([[z]], dtype=torch.float64)])


@exercise(
    "train_network",
    points=1,
    title="trains any module that gives probabilities",
    hint="Does your code assume that the model has certain layers?",
)
def test_train_network_trains_any_module(submission):
    model = submission.define(NETWORK).OneNumberARow(torch.zeros(2, 1))
    Y = torch.tensor([[1.0], [0.0]])
    costs, z = one_number_trained(2.0, 2, 11)
    assert submission.train_network(model, torch.zeros(2, 1), Y, 2.0, 11) == close_to(costs)
    assert parameters(model) == close_to([torch.tensor([[z], [-z]])], rtol=1e-4)


@exercise(
    "train_network",
    points=1,
    title="takes all its steps, even if the cost is small",
    hint="Does your loop end before the last step? Does the learning rate change?",
)
@pytest.mark.parametrize(("z", "lr", "steps"), [(14.0, 20.0, 101), (2.0, 1.0, 1102)], ids=["small cost", "many steps"])
def test_train_network_takes_all_its_steps(submission, z, lr, steps):
    model, (X, Y) = one_number_a_row(submission, z), ONE_ROW
    costs, end = one_number_trained(lr, 1, steps, z)
    assert submission.train_network(model, X, Y, lr, steps) == close_to(costs, rtol=1e-6, atol=0.0)
    assert parameters(model) == close_to([torch.tensor([[end]], dtype=torch.float64)])


ONE_ROW = torch.zeros(1, 1, dtype=torch.float64), torch.ones(1, 1, dtype=torch.float64)


def one_number_a_row(submission, z: float):
    """A model in double precision whose output is always the sigmoid of z, which is its parameter."""
    return submission.define(NETWORK).OneNumberARow(torch.tensor([[z]], dtype=torch.float64))


def one_number_trained(lr: float, rows: int, steps: int, z: float = 0.0) -> tuple[list[float], float]:
    """Every hundredth cost of training a number z for this many rows to be large (or small), and z at the end."""
    costs = []
    for step in range(steps):
        costs += [math.log1p(math.exp(-z))] if step % 100 == 0 else []
        z += lr / rows / (1 + math.exp(z))
    return costs, z


@exercise(
    "train_network",
    points=0.5,
    title="does not change the data, torch's settings or the training mode",
    hint="What does your function change besides the weights: the data, torch's settings, the model's mode?",
    side_effects_only=True,
)
def test_train_network_leaves_data_and_mode_alone(submission):
    model = build(submission, random_layers([2, 2, 1]))
    seen = submission.train_network.observe(model, *random_data(3, 2), lr=0.5, steps=2)
    assert seen == unchanged()
    modes = set(model.view().children_training.values())
    assert modes == {True}, "expected the model in `train` mode, as before, got it in `eval` mode"


@exercise(
    "train_network",
    points=1,
    title="trains a float64 model on float64 data",
    hint="Does your code convert to float32, or change the cost or the gradient in another way?",
    beside=True,
)
@pytest.mark.parametrize("sizes", [[2, 1], [2, 2, 1]], ids=str)
def test_train_network_trains_in_double_precision(submission, sizes):
    layers, (X, Y) = double(random_layers(sizes)), random_data(1, 2)
    X = 4 * X.double()
    model = build(submission, layers)
    submission.train_network(model, X, Y.double(), lr=0.25, steps=3)
    assert parameters(model) == close_to(flat(trained(layers, X, Y, 0.25, 3)[0]), scale=10)


# evaluate -------------------------------------------------------------------------------------------------------


def evaluated(submission, model, X: Tensor, Y: Tensor) -> tuple[Tensor, Tensor, float]:
    """The three things that `evaluate` returns; fail unless the labels are floats."""
    answer = submission.evaluate(model=model, X=X, Y=Y)
    found = len(answer) if isinstance(answer, (tuple, list)) else type(answer).__name__
    assert found == 3, f"expected three things (outputs, labels, accuracy), got {found}"
    dtype = answer[1].dtype if isinstance(answer[1], Tensor) else None
    assert dtype in FLOATS, f"expected labels 0.0 and 1.0 of a float dtype, got {dtype or type(answer[1]).__name__}"
    return answer


@exercise(
    "evaluate",
    points=3,
    title="gives outputs, labels and accuracy",
    hint="Which of the three differs: the outputs, the labels (1.0 above 0.5), or the share of right rows?",
)
@settings(max_examples=25)
@given(network=networks(most=2, rows=6))
def test_evaluate_gives_outputs_labels_and_accuracy(submission, network):
    layers, X, Y = network
    (weight, bias), *_ = layers
    z = X @ weight.T + bias  # exact: all numbers are small eighths
    labels = (z > 0).float()
    outputs, found, accuracy = evaluated(submission, build(submission, layers), X, Y)
    assert outputs == close_to(torch.sigmoid(z))
    assert found.float() == exactly(labels)
    assert accuracy == a_float(float((labels == Y).double().mean()))


@exercise(
    "evaluate",
    points=1,
    title="labels an output of exactly 0.5 as 0.0",
    hint="Is 0.5 greater than 0.5? What about a number slightly above it?",
)
def test_evaluate_counts_the_border_as_zero(submission):
    X, Y = torch.tensor([[0.0], [4e-6], [-4e-6], [0.0]]), torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    model = build(submission, [(torch.ones(1, 1), torch.zeros(1))])
    _, labels, accuracy = evaluated(submission, model, X, Y)
    assert labels.float() == exactly(torch.tensor([[0.0], [1.0], [0.0], [0.0]]))
    assert accuracy == a_float(0.75)


@exercise(
    "evaluate",
    points=1,
    title="labels outputs of any size by the same rule",
    hint="Without its last sigmoid, a network gives any number. Is 1.7 greater than 0.5? Is -0.7?",
)
def test_evaluate_labels_outputs_of_any_size(submission):
    X = torch.tensor([[1.75], [-0.75], [2.5], [0.5], [-4.0], [0.75]])
    Y = torch.tensor([[1.0], [0.0], [0.0], [0.0], [1.0], [1.0]])
    model = build(submission, [(torch.ones(1, 1), torch.zeros(1))], output=False)
    outputs, labels, accuracy = evaluated(submission, model, X, Y)
    assert outputs == close_to(X)
    assert labels.float() == exactly((X > 0.5).float())
    assert accuracy == a_float(4 / 6)


@exercise(
    "evaluate",
    points=0.5,
    title="works for any number of rows, deep networks and double precision",
    hint="Does your code assume a certain number of rows? Does it keep float64?",
)
@pytest.mark.parametrize("rows", [1, 150])
def test_evaluate_takes_any_network_and_precision(submission, rows):
    layers, (X, Y) = double(random_layers([3, 3, 2, 1])), random_data(rows, 3)
    expected = forward(layers, X.double())
    outputs, labels, accuracy = evaluated(submission, build(submission, layers), X.double(), Y.double())
    assert outputs == close_to(expected)
    assert labels.float() == exactly((expected > 0.5).float())
    assert accuracy == a_float(float(((expected > 0.5) == Y).double().mean()))


@exercise(
    "evaluate",
    points=1,
    title="gives answers that do not require grad",
    hint="The outputs depend on parameters that require grad. Does the caller need their graph?",
)
def test_evaluate_gives_answers_without_a_graph(submission):
    answer = evaluated(submission, build(submission, random_layers([2, 2, 1])), *XOR)
    for name, part in zip(("outputs", "labels"), answer, strict=False):
        assert not part.requires_grad, f"expected {name} that do not require grad, got {name} that do"


@exercise(
    "evaluate",
    points=1,
    title="does not change the model, its gradients or torch's settings",
    hint="Does your code compute or clear gradients, freeze parameters, or change a setting of torch?",
    side_effects_only=True,
)
@pytest.mark.parametrize("gradient", [None, 2.0], ids=["no gradients before", "gradients before"])
def test_evaluate_changes_nothing(submission, gradient):
    model = build(submission, random_layers([2, 2, 1]))
    if gradient:
        with_gradients(model, gradient)
    before = model.view()
    seen = submission.evaluate.observe(model, *XOR)
    is_as_before(model, before)
    assert seen == unchanged()


@exercise(
    "evaluate",
    points=0.5,
    title="does not change the model's mode",
    hint="In which mode, `train` or `eval`, is the model before your function, and in which mode after it?",
    side_effects_only=True,
)
def test_evaluate_leaves_evaluation_mode_alone(submission):
    model = build(submission, random_layers([2, 1])).invoke("eval")
    submission.evaluate(model, *XOR)
    modes = set(model.view().children_training.values())
    assert modes == {False}, "expected the model in `eval` mode, as before, got it in `train` mode"


@exercise("evaluate", points=1, title="uses the network's current weights at each call", hint=AGAIN)
def test_evaluate_looks_anew_at_each_call(submission):
    before, after = double(random_layers([2, 3, 1])), double(random_layers([2, 3, 1], seed=5))
    X, Y = (part.double() for part in XOR)
    model = build(submission, before)
    assert evaluated(submission, model, X, Y)[0] == close_to(forward(before, X))
    assert evaluated(submission, refilled(submission, model, after), X, Y)[0] == close_to(forward(after, X))


# layer_weights --------------------------------------------------------------------------------------------------


@exercise(
    "layer_weights",
    points=3,
    title="gives the weight and the bias of each linear layer, first layer first",
    hint="Which layers have weights? Does your code assume a sigmoid between two of them?",
)
@settings(max_examples=20)
@given(network=networks(last=st.integers(1, 2), most=9), hidden=st.booleans(), output=st.booleans())
def test_layer_weights_gives_each_pair_in_order(submission, network, hidden, output):
    layers, _, _ = network
    assert submission.layer_weights(model=build(submission, layers, hidden, output)) == exactly(layers)


@exercise(
    "layer_weights",
    points=1,
    title="keeps the order of many layers",
    hint='If names are sorted as text, "10" comes before "2". Does your code sort names?',
)
@pytest.mark.parametrize("hidden", [True, False])
def test_layer_weights_keep_the_order_of_many_layers(submission, hidden):
    layers = random_layers([2] * 13)
    assert submission.layer_weights(build(submission, layers, hidden)) == exactly(layers)


@exercise(
    "layer_weights",
    points=2,
    title="gives new copies, which later training does not change",
    hint="Do your tensors share memory with the model? What happens to them if the training continues?",
)
def test_layer_weights_gives_copies(submission):
    layers = random_layers([2, 3, 1])
    after_training = submission.define(NETWORK).after_training
    copies = after_training(submission.value("layer_weights"), build(submission, layers))
    assert copies == exactly((layers, [(weight + 1, bias + 1) for weight, bias in layers]))


@exercise(
    "layer_weights",
    points=1,
    title="gives detached tensors of the model's dtype, and does not change the model",
    hint="A clone of a parameter still belongs to the model's graph. How do you detach it without changing the model?",
)
@pytest.mark.parametrize("precision", ["single", "double"])
def test_layer_weights_gives_detached_tensors(submission, precision):
    layers = {"single": single, "double": double}[precision](random_layers([3, 2, 2, 1]))
    model = with_gradients(build(submission, layers))
    before = model.view()
    seen = submission.layer_weights.observe(model)
    assert seen.answer == exactly(layers)
    assert not any(part.requires_grad for part in flat(seen.answer)), (
        "expected tensors that do not require grad, got one that does"
    )
    is_as_before(model, before)
    is_in_the_mode_before(model, before)
    assert seen == unchanged(arguments=False)


# collapse -------------------------------------------------------------------------------------------------------


def collapsed(layers: Layers) -> tuple[Tensor, Tensor]:
    b = forward(layers, torch.zeros(1, layers[0][0].shape[1], dtype=torch.float64), False, False)[0]
    unit = torch.eye(layers[0][0].shape[1], dtype=torch.float64)
    return (forward(layers, unit, False, False) - b).T, b


@exercise(
    "collapse",
    points=3,
    title="is the one linear layer that equals the network",
    hint="Multiply out two layers on paper. What does the second layer do to the first layer's bias?",
)
@settings(max_examples=25)
@given(network=networks(last=st.integers(1, 3), most=5), output=st.booleans())
def test_collapse_is_the_one_layer_that_the_network_equals(submission, network, output):
    layers, _, _ = network
    W, b = collapsed(double(layers))
    model = build(submission, layers, hidden=False, output=output)
    assert submission.collapse(model=model) == close_to((W.float(), b.float()), scale=10)


@exercise(
    "collapse",
    points=1,
    title="multiplies the layers in the right order",
    hint="Which layer is applied to x first? On which side of the product must its weight be?",
)
@pytest.mark.parametrize("sizes", [[2, 2, 2], [3, 3, 3, 3], [2, 2, 2, 2, 2, 2, 2, 2]], ids=str)
def test_collapse_multiplies_in_the_right_order(submission, sizes):
    layers = random_layers(sizes)
    W, b = collapsed(double(layers))
    model = build(submission, layers, hidden=False, output=False)
    assert submission.collapse(model) == close_to((W.float(), b.float()), scale=50)


@exercise(
    "collapse",
    points=0.5,
    title="works for a single layer",
    hint="What should your function return if there is only one layer?",
)
@pytest.mark.parametrize("output", [True, False])
def test_collapse_takes_a_single_layer_as_it_is(submission, output):
    layers = random_layers([3, 2])
    assert submission.collapse(build(submission, layers, output=output)) == close_to(layers[0])


@exercise(
    "collapse",
    points=1,
    title="keeps double precision, and does not change the network",
    hint="Does your code write into the network's own weights? Does it keep float64?",
    beside=True,
)
def test_collapse_keeps_the_dtype_and_the_network(submission):
    layers = double(random_layers([2, 4, 3, 2]))
    model = with_gradients(build(submission, layers, hidden=False))
    before = model.view()
    seen = submission.collapse.observe(model)
    assert seen.answer == close_to(collapsed(layers), scale=10)
    is_as_before(model, before)
    is_in_the_mode_before(model, before)
    assert seen == unchanged(arguments=False)


@exercise("collapse", points=1, title="uses the network's current weights at each call", hint=AGAIN)
def test_collapse_looks_anew_at_each_call(submission):
    before, after = double(random_layers([2, 3, 1])), double(random_layers([2, 3, 1], seed=5))
    model = build(submission, before, hidden=False)
    assert submission.collapse(model) == close_to(collapsed(before), scale=10)
    assert submission.collapse(refilled(submission, model, after)) == close_to(collapsed(after), scale=10)


# gradient_norms -------------------------------------------------------------------------------------------------


def norms(layers: Layers, X: Tensor, Y: Tensor, hidden: bool = True) -> list[float]:
    return [float(dW.norm()) for dW, _ in slopes(double(layers), X.double(), Y.double(), hidden)[1]]


@exercise(
    "gradient_norms",
    points=3,
    title="is the norm of the gradient at each weight, first layer first",
    hint="Which cost do you differentiate? The norm of a matrix is the square root of the sum of its squares.",
)
@settings(max_examples=25)
@given(network=networks(), hidden=st.booleans())
def test_gradient_norms_are_the_norms_at_each_weight(submission, network, hidden):
    layers, X, Y = network
    model = build(submission, layers, hidden)
    expected = norms(layers, X, Y, hidden)
    assert submission.gradient_norms(model=model, X=X, Y=Y) == close_to(expected, rtol=1e-3, atol=1e-6)


@exercise(
    "gradient_norms",
    points=0.5,
    title="works for deep networks",
    hint="Does your list have all linear layers, in order from input to output?",
)
@pytest.mark.parametrize("sizes", [[2, 2, 2, 2, 2, 1], [3, 4, 3, 2, 2, 2, 2, 2, 1]], ids=str)
def test_gradient_norms_see_the_vanishing_gradient(submission, sizes):
    layers, (X, Y) = double(random_layers(sizes)), random_data(7, sizes[0])
    found = submission.gradient_norms(build(submission, layers), X.double(), Y.double())
    assert found == close_to(norms(layers, X, Y), rtol=1e-6, atol=0.0)


@exercise(
    "gradient_norms",
    points=2,
    title="ignores gradients from before",
    hint="`backward` adds to `.grad`. What did `.grad` hold before your function was called?",
)
def test_gradient_norms_do_not_count_earlier_gradients(submission):
    layers, (X, Y) = random_layers([2, 3, 1]), random_data(5, 2)
    model = build(submission, layers)
    model.set_grads({name: torch.full_like(value, 3) for name, value in model.view().parameters.items()})
    assert submission.gradient_norms(model, X, Y) == close_to(norms(layers, X, Y), rtol=1e-3)


@exercise(
    "gradient_norms",
    points=1,
    title="leaves no new gradients behind",
    hint="What is in each `.grad` after your function, including those of the biases?",
    side_effects_only=True,
)
@pytest.mark.parametrize("gradient", [None, 3.0], ids=["no gradients before", "gradients before"])
def test_gradient_norms_leave_no_gradients_behind(submission, gradient):
    model = build(submission, random_layers([2, 3, 1]))
    if gradient:
        with_gradients(model, gradient)
    submission.gradient_norms(model, *random_data(5, 2))
    left = [value for value in model.view().grads.values() if value is not None]
    clean = all(bool((value == 0).all() or (value == (gradient or 0)).all()) for value in left)
    assert clean, "expected each `.grad` to be None, zero or the same as before, got a new gradient in one"


@exercise(
    "gradient_norms",
    points=1,
    title="does not change anything else, and works in double precision",
    hint="Does your code change the network, the data or torch's settings? Does it keep float64?",
    beside=True,
)
@pytest.mark.parametrize("mode", ["train", "eval"])
def test_gradient_norms_change_nothing_else(submission, mode):
    layers, (X, Y) = double(random_layers([3, 2, 1])), random_data(1, 3)
    model = build(submission, layers).invoke(mode)
    seen = submission.gradient_norms.observe(model, X.double(), Y.double())
    assert seen.answer == close_to(norms(layers, X, Y), rtol=1e-9, atol=1e-12)
    after = model.view()
    assert after.parameters == exactly(dict(zip(after.parameters, flat(layers), strict=True))), LEFT_AS_FOUND
    assert all(value.requires_grad for value in after.parameters.values()), (
        "expected parameters that require grad, got one that does not"
    )
    assert set(after.children_training.values()) == {mode == "train"}, (
        f"expected the model in `{mode}` mode, as before, got the other mode"
    )
    assert seen == unchanged()


@exercise("gradient_norms", points=1, title="uses the network's current weights at each call", hint=AGAIN)
def test_gradient_norms_look_anew_at_each_call(submission):
    before, after = double(random_layers([2, 3, 1])), double(random_layers([2, 3, 1], seed=5))
    X, Y = (part.double() for part in XOR)
    model = build(submission, before)
    assert submission.gradient_norms(model, X, Y) == close_to(norms(before, X, Y))
    assert submission.gradient_norms(refilled(submission, model, after), X, Y) == close_to(norms(after, X, Y))


# experiment -----------------------------------------------------------------------------------------------------


def has_layers(question: str):
    """An experiment with the question's network."""
    return close_to({"weights": pairs([like(shape) for shape in shapes_of(QUESTIONS[question][1])])})


def untrained(question: str):
    """An experiment without any steps."""
    weights = pairs([like(shape) for shape in shapes_of(QUESTIONS[question][1])])
    return close_to({"weights": weights, "costs": [], "error": None})


def retraced(start: dict, question: str, steps: int, result):
    """The experiment that starts with the weights of `start`; its error and accuracy are not compared.

    If the training stops, a function that writes its weights back only at the end still has those of the start.
    """
    (X, Y), _, hidden, output = QUESTIONS[question]
    layers, costs = trained(start["weights"], X, Y, 1.0, steps, hidden, output)
    untouched = costs is None and result == exactly({"weights": start["weights"]})
    layers = start["weights"] if untouched else layers
    points = forward(layers, POINTS, hidden, output).flatten().tolist()
    exact = [a_float(cost, rtol=2e-5) for cost in (costs or [])[:1]]  # nothing has been rounded before the first step
    return close_to({"weights": layers, "outputs": points, "costs": exact + (costs or [])[1:]}, **TRAINED)


def stops(start: dict, question: str, steps: int) -> bool:
    (X, Y), _, hidden, output = QUESTIONS[question]
    return trained(start["weights"], X, Y, 1.0, steps, hidden, output)[1] is None


def tells_why(error: object, stopped: bool) -> bool:
    """Whether `error` is None or, if the training stopped, a text that names the range from 0 to 1."""
    return isinstance(error, str) and {"0", "1"} <= set(error) if stopped else error is None


@exercise(
    "experiment",
    points=0.5,
    title="builds the network of each question",
    hint="Which layers does the table list for this question? What should the dict hold if there are no steps?",
)
@pytest.mark.parametrize("question", QUESTIONS)
def test_experiment_builds_the_questions_network(submission, question):
    assert submission.experiment(question, steps=0, seed=5) == untrained(question)


@exercise(
    "experiment",
    points=1,
    title="trains the network on the gate, then evaluates it",
    hint="Which gate and which sigmoids does the table list? Do you take the weights and outputs after the training?",
)
@pytest.mark.parametrize(
    ("question", "steps"), [("q1", 101), ("q2", 12), ("q3", 101), ("q4", 12), ("q5", 12), ("q6", 12), ("q7", 12)]
)
def test_experiment_trains_on_the_questions_gate(submission, question, steps):
    start = submission.experiment(question, steps=0, seed=6)
    assert start == untrained(question)
    result = submission.experiment(question=question, steps=steps, seed=6)
    assert result == retraced(start, question, steps, result)


@exercise(
    "experiment",
    points=0.5,
    title="gives outputs and accuracy that fit its weights",
    hint="Do you compute outputs and accuracy after the training, and return them without rounding?",
)
@pytest.mark.parametrize("question", QUESTIONS)
def test_experiment_gives_outputs_and_accuracy_of_its_weights(submission, question):
    (X, Y), _, hidden, output = QUESTIONS[question]
    result = submission.experiment(question, steps=12, seed=8)
    assert result == has_layers(question)
    assert not any(part.requires_grad for part in flat(result["weights"])), (
        "expected weights that do not require grad, got one that does"
    )
    layers = double(result["weights"])
    outputs = forward(layers, POINTS.double(), hidden, output).flatten().tolist()
    assert result == close_to({"outputs": outputs}, rtol=1e-5, atol=2e-6)
    guesses = forward(layers, X.double(), hidden, output)
    certain, right = (guesses - 0.5).abs() > 1e-4, (guesses > 0.5) == Y
    least, most = float((right & certain).double().mean()), float((right | ~certain).double().mean())
    assert result.get("accuracy") == a_float((least + most) / 2, rtol=0, atol=(most - least) / 2 + 1e-6)


@exercise(
    "experiment",
    points=1,
    title="tells in q4 why the training stopped",
    hint="Which error does the training raise, and how do you get its text? What are the costs then?",
)
@pytest.mark.parametrize("seed", [1, 12])
def test_experiment_tells_why_the_training_stopped(submission, seed):
    start = submission.experiment("q4", steps=0, seed=seed)
    assert start == untrained("q4")
    result = submission.experiment("q4", steps=90, seed=seed)
    assert result == retraced(start, "q4", 90, result)
    error, stopped = result.get("error", ""), stops(start, "q4", 90)
    assert tells_why(error, stopped), f"expected the text of torch's error under 'error', got {error!r}"


@exercise(
    "experiment",
    points=1,
    title="has no error if the training does not stop",
    hint="What should `error` be if nothing went wrong?",
)
def test_experiment_has_no_error_where_training_runs_through(submission):
    assert submission.experiment("q5", 3, 2) == close_to({"error": None})


@exercise(
    "experiment",
    points=2,
    title="repeats itself for the same seed, whatever was drawn before",
    hint="When are the random weights drawn? What must happen before that?",
    side_effects_only=True,
)
def test_experiment_is_the_same_again_for_the_same_seed(submission):
    one = submission.experiment.options(seed=1)("q6", steps=2, seed=21)
    assert submission.experiment.options(seed=2)("q6", steps=2, seed=21) == exactly(one)


@exercise(
    "experiment",
    points=1,
    title="starts differently for another seed",
    hint="Does your code use `seed`, or always the same number?",
)
def test_experiment_starts_elsewhere_for_another_seed(submission):
    one, other = submission.experiment("q3", 0, 30), submission.experiment("q3", 0, 31)
    assert one == untrained("q3")
    assert other == untrained("q3")
    assert one["weights"] != exactly(other["weights"]), "expected other weights for another seed, got the same weights"


@exercise(
    "experiment",
    points=1,
    title="has the seed 777 by default",
    hint="What is the default of `seed`?",
    side_effects_only=True,
)
def test_experiment_has_the_seed_777_by_default(submission):
    assert submission.experiment("q7", steps=1) == exactly(submission.experiment("q7", steps=1, seed=777))


@exercise(
    "experiment",
    points=1,
    title="takes 10001 steps by default",
    hint="What is the default of `steps`?",
    timeout=60,
)
def test_experiment_takes_10001_steps_by_default(submission):
    known = says(submission, "experiment", steps=10001)
    left_out, given = ({"steps": 1}, {"steps": 1}) if known else ({}, {"steps": 10001})
    expected = submission.experiment("q1", **given)
    assert expected == has_layers("q1")
    assert submission.experiment("q1", **left_out) == exactly(expected)


@exercise(
    "experiment",
    points=0.5,
    title="refuses other names",
    hint="What does your function do for a name that is not a question, or almost one?",
)
@pytest.mark.parametrize("name", ["q8", "q0", "", "q", "1", "Q1", "q1 "])
def test_experiment_of_another_name_is_a_value_error(submission, name):
    with raises(ValueError):
        submission.experiment(name, steps=1)


@exercise(
    "experiment",
    points=1,
    title="does not change torch's settings",
    hint="Your function should seed torch. Which other settings of torch does it change?",
    side_effects_only=True,
)
def test_experiment_leaves_the_settings_alone(submission):
    assert submission.experiment.observe("q2", steps=1) == unchanged(arguments=False)


# ANSWERS --------------------------------------------------------------------------------------------------------

RIGHT = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "c", "q6": "a", "q7": "b"}


def answers_right(submission, question: str) -> None:
    """Fail unless the letter is right; an experiment must be there, whether it works or not."""
    answers = submission.value("ANSWERS")
    assert answers == instance_of(dict)
    letters = {one: str(answers.get(one) or "?").strip().lower() for one in QUESTIONS}
    if not set(letters.values()) - {"", "?"}:
        not_attempted("no question has a letter yet")
    assert letters[question] not in ("", "?"), f"{question} has no letter yet"
    submission.value("experiment")
    assert letters[question] == RIGHT[question], f"expected another letter, got {letters[question]!r}"


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q1: why one layer learns OR",
    hint="q2 also has four rows and as many steps. Does it learn them? At the border the sigmoid is 0.5. "
    "Which inputs give 0.5, and what do they form together?",
)
def test_answers_why_one_layer_learns_or(submission):
    answers_right(submission, "q1")


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q2: why one layer does not learn XOR",
    hint="When does the cost stop falling, and at which value? Do other learning rates and seeds end elsewhere? "
    "Draw the four points, and try to separate them with one line.",
)
def test_answers_why_one_layer_does_not_learn_xor(submission):
    answers_right(submission, "q2")


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q3: what the hidden layer does",
    hint="q5's network has as many weights. What does it learn? Are the gradients here larger than in q2? "
    "Pass the four inputs through the trained first layer and its sigmoid, and draw the outputs.",
)
def test_answers_what_the_hidden_layer_does(submission):
    answers_right(submission, "q3")


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q4: why the training stops",
    hint="How many sigmoids does this network still have? Are its labels different from those in q3? "
    "What does the text under `error` say, and what is the formula of the cost?",
)
def test_answers_why_the_training_stops(submission):
    answers_right(submission, "q4")


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q5: why a hidden layer without a sigmoid does not help",
    hint="What does `collapse` return, and what would it return for twenty hidden units? Is there anything that "
    "shrinks the gradients here? Which numbers must be between 0 and 1, and what keeps them there?",
)
def test_answers_why_a_hidden_layer_without_a_sigmoid_does_not_help(submission):
    answers_right(submission, "q5")


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q6: what a second hidden layer adds",
    hint="What happens in q7? Does q3 also learn with other seeds? Can any straight line separate the points?",
)
def test_answers_what_a_second_hidden_layer_adds(submission):
    answers_right(submission, "q6")


@exercise(
    "ANSWERS",
    points=2,
    needs=("experiment",),
    title="q7: why the deepest network learns nothing",
    hint="A network that has memorized the rows gets them right. What is the accuracy here? Which layers collapse "
    "into one? Look at `gradient_norms` before the training: which layer is slow?",
)
def test_answers_why_the_deepest_network_learns_nothing(submission):
    answers_right(submission, "q7")
