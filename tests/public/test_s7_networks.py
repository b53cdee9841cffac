"""Public tests of s7_networks: the lecture's gates and networks.

You may draw the random starting weights in any way, so these tests set a network's weights before they use it.
"""

from itertools import pairwise

import pytest
import torch
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
    raises,
)

X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
OR = torch.tensor([[0.0], [1.0], [1.0], [1.0]])
XOR = torch.tensor([[0.0], [1.0], [1.0], [0.0]])

NETWORK = """
def network(layers, hidden=True, output=True):
    parts = []
    for k, (weight, bias) in enumerate(layers, start=1):
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        with torch.no_grad():
            linear.weight.copy_(weight)
            linear.bias.copy_(bias)
        parts += [linear, nn.Sigmoid()] if (output if k == len(layers) else hidden) else [linear]
    return nn.Sequential(*parts)


def fill(model, values):
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values, strict=True):
            parameter.copy_(value)
"""

ONE_LAYER = [(torch.tensor([[1.0, -1.0]]), torch.tensor([0.5]))]
TWO_LAYERS = [
    (torch.tensor([[1.0, 2.0], [-1.0, 0.5]]), torch.tensor([0.5, -1.0])),
    (torch.tensor([[3.0, -2.0]]), torch.tensor([1.0])),
]

ONE = " Here the model is a layer with weight [[1, -1]] and bias [0.5], then a sigmoid."
TWO = " Here the layers have the weights [[1, 2], [-1, 0.5]] and [[3, -2]], the biases [0.5, -1] and [1]."


def build(submission, layers, hidden=True, output=True):
    """A network with these weights and biases, in plain PyTorch."""
    return submission.define(NETWORK).network(layers, hidden, output)


def filled(submission, model, layers):
    """The student's network with these weights and biases; fail if its parameters have other shapes."""
    assert model == a_module()
    values = [value for layer in layers for value in layer]
    shapes, expected = ([tuple(value.shape) for value in some] for some in (model.view().parameters.values(), values))
    assert shapes == expected, f"expected weights and biases of the shapes {expected}, got {shapes}"
    submission.define(NETWORK).fill(model, values)
    return model


@exercise(
    "truth_table",
    points=1,
    title="gives the tables of OR and XOR",
    hint="A slide lists (1, 0) before (0, 1). The order here is 00, 01, 10, 11.",
)
@pytest.mark.parametrize(("gate", "outputs"), [("or", OR), ("xor", XOR)], ids=["or", "xor"])
def test_truth_table_is_the_gates_table(submission, gate, outputs):
    assert submission.truth_table(gate) == exactly((X, outputs))


@exercise(
    "truth_table",
    points=1,
    title="refuses names of other gates",
    hint="What does your function do if the name is not a gate?",
)
def test_truth_table_of_another_name_is_a_value_error(submission):
    with raises(ValueError):
        submission.truth_table("maybe")


@exercise(
    "build_network",
    points=2,
    title="is Linear(2, 2), Sigmoid, Linear(2, 1), Sigmoid for [2, 2, 1]",
    hint="How many linear layers do three sizes give, and what follows each of them?" + TWO,
)
def test_build_network_is_the_lectures_network(submission):
    model = filled(submission, submission.build_network([2, 2, 1]), TWO_LAYERS)
    assert model(X) == close_to(torch.tensor([[0.9113], [0.9534], [0.9614], [0.9720]]), rtol=2e-4)


@exercise(
    "build_network",
    points=2,
    title="omits a sigmoid if you ask for it",
    hint="One argument is about the sigmoids between the layers, the other about the one at the end.",
)
def test_build_network_leaves_sigmoids_out(submission):
    model = filled(submission, submission.build_network([2, 1], output_sigmoid=False), ONE_LAYER)
    assert model(X) == close_to(torch.tensor([[0.5], [-0.5], [1.5], [0.5]]))


@exercise(
    "train_network",
    points=2,
    title="gives the costs of OR at steps 0, 100 and 200",
    hint="Do you record each cost before its update? Do you clear the gradients at each step?" + ONE,
)
def test_train_network_trains_or(submission):
    model = build(submission, ONE_LAYER)
    assert submission.train_network(model, X, OR, steps=201) == close_to([0.6559, 0.0908, 0.0473], rtol=5e-3)


@exercise(
    "train_network",
    points=2,
    title="takes an SGD step on the model itself, with the given learning rate",
    hint="Which parameters does your optimizer get, and which learning rate?" + ONE,
)
def test_train_network_takes_one_step(submission):
    model = build(submission, ONE_LAYER)
    submission.train_network(model, X, XOR, lr=0.1, steps=1)
    z = X @ ONE_LAYER[0][0].T + ONE_LAYER[0][1]
    error = (torch.sigmoid(z) - XOR) / 4
    expected = [ONE_LAYER[0][0] - 0.1 * error.T @ X, ONE_LAYER[0][1] - 0.1 * error.sum(0)]
    assert list(model.view().parameters.values()) == close_to(expected)


@exercise(
    "evaluate",
    points=2,
    title="gives outputs, labels and accuracy",
    hint="The label is 1.0 if the output is greater than 0.5. The accuracy is a Python float." + ONE,
)
def test_evaluate_gives_outputs_labels_and_accuracy(submission):
    answer = submission.evaluate(build(submission, ONE_LAYER), X, OR)
    found = len(answer) if isinstance(answer, (tuple, list)) else type(answer).__name__
    assert found == 3, f"expected three things (outputs, labels, accuracy), got {found}"
    outputs, labels, accuracy = answer
    assert labels == instance_of(Tensor)
    assert outputs == close_to(torch.tensor([[0.6225], [0.3775], [0.8176], [0.6225]]), rtol=2e-4)
    assert labels.float() == exactly(torch.tensor([[1.0], [0.0], [1.0], [1.0]]))
    assert accuracy == a_float(0.5)


@exercise(
    "layer_weights",
    points=2,
    title="gives each layer's weight and bias",
    hint="Which layers of the network have weights?" + TWO,
)
def test_layer_weights_gives_each_pair(submission):
    answer = submission.layer_weights(build(submission, TWO_LAYERS))
    assert answer == exactly(TWO_LAYERS)
    assert not answer[0][0].requires_grad, "expected copies that do not require grad, got one that does"


@exercise(
    "collapse",
    points=2,
    title="gives one layer with the same outputs",
    hint="Multiply out W2 (W1 x + b1) + b2. What is multiplied by x, and what remains?" + TWO,
)
def test_collapse_is_one_layer_with_the_same_outputs(submission):
    expected = torch.tensor([[5.0, 5.0]]), torch.tensor([4.5])
    assert submission.collapse(build(submission, TWO_LAYERS, hidden=False)) == close_to(expected)


@exercise(
    "gradient_norms",
    points=2,
    title="is the norm of the gradient at each weight",
    hint="The norm is the square root of the sum of the squares. Is the first layer's norm the first in your list?"
    + TWO,
)
def test_gradient_norms_are_the_norms_at_each_weight(submission):
    model = build(submission, TWO_LAYERS)
    assert submission.gradient_norms(model, X, XOR) == close_to([0.1003, 0.3727], rtol=2e-3)


# experiment and ANSWERS -----------------------------------------------------------------------------------------

QUESTIONS = {  # labels, sizes, hidden sigmoids, output sigmoid
    "q1": (OR, [2, 1], True, True),
    "q2": (XOR, [2, 1], True, True),
    "q3": (XOR, [2, 2, 1], True, True),
    "q4": (XOR, [2, 2, 1], True, False),
    "q5": (XOR, [2, 2, 1], False, True),
    "q6": (XOR, [2, 3, 2, 1], True, True),
    "q7": (XOR, [2, 2, 2, 2, 2, 1], True, True),
}


def forward(weights: list[tuple[Tensor, Tensor]], x: Tensor, hidden: bool, output: bool) -> Tensor:
    for k, (weight, bias) in enumerate(weights, start=1):
        x = x @ weight.T + bias
        x = torch.sigmoid(x) if (output if k == len(weights) else hidden) else x
    return x


def has_layers(question: str):
    """An experiment with the layers of this question."""
    sizes = QUESTIONS[question][1]
    weights = [(like((o, i)), like((o,))) for i, o in pairwise(sizes)]
    return close_to({"weights": weights})


@exercise(
    "experiment",
    points=2,
    title="trains OR with one layer",
    hint="The steps are: seed, build, train, evaluate. Are the three outputs those at (0, 0), (1, 0) and (0.5, 0.5)?",
)
def test_experiment_trains_or(submission):
    result = submission.experiment("q1", steps=301)
    assert result == has_layers("q1")
    points = forward(result["weights"], torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]]), True, True)
    assert result == close_to({"outputs": points.flatten().tolist(), "accuracy": 1.0, "error": None}, rtol=1e-4)
    count = len(result["costs"]) if isinstance(result.get("costs"), (list, tuple)) else result.get("costs")
    assert count == 4, f"expected four costs, at steps 0, 100, 200 and 300, got {count}"


@exercise(
    "experiment",
    points=2,
    title="catches the error in q4",
    hint="Run the training of q4 yourself and read the error. Where should its text be stored?",
)
def test_experiment_catches_the_error_of_q4(submission):
    result = submission.experiment("q4", steps=101)
    assert result == close_to({"costs": []})
    assert isinstance(result.get("error"), str), f"expected the text of the error, got {result.get('error')!r}"


# Which letters are right, only the hidden tests say: four letters are soon tried out.
@exercise(
    "ANSWERS",
    points=0,
    title="have a letter for each question",
    hint="There are seven questions, q1 to q7. Does each have one letter, a to d, and nothing else?",
)
def test_answers_have_a_letter_for_each_question(submission):
    answers = submission.value("ANSWERS")
    assert answers == instance_of(dict)
    letters = {question: str(answers.get(question) or "?").strip().lower() for question in QUESTIONS}
    if not set(letters.values()) - {"", "?"}:
        not_attempted("no question has a letter yet")
    others = [question for question, letter in letters.items() if letter not in ("a", "b", "c", "d")]
    form = 'one letter from "a" to "d" as text'
    assert not others, f"expected {form} for {others[0]}, got {answers.get(others[0])!r:.60}"
