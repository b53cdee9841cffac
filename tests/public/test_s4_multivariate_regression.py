"""Public tests of s4_multivariate_regression: the lecture's quiz scores, and a few laws."""

import torch
import torch.nn.functional as F
from hypothesis import given

from grader.suite import close_to, columns, exactly, exercise, gradients, one_number, tensors, weights

QUIZZES = torch.tensor([[73.0, 80, 75], [93, 88, 93], [89, 91, 90], [96, 98, 100], [73, 66, 70]])
FINALS = torch.tensor([[152.0], [185.0], [180.0], [196.0], [142.0]])
HALF = torch.full((3, 1), 0.5)
ONE = torch.tensor([1.0])
FIRST_COSTS = [29661.8, 9298.5197, 2915.7122]  # from W = 0 and b = 0, with lr = 1e-5


# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="gives the lecture's quiz scores and final scores",
    hint="One slide has a wrong number: the third student's last score is 90. Are all numbers floats?",
)
def test_training_data_is_the_lectures(submission):
    assert submission.training_data() == exactly((QUIZZES, FINALS))


# hypothesis_naive, hypothesis ---------------------------------------------------------------------------------------


@exercise(
    "hypothesis_naive",
    points=1,
    title="is right for three quiz scores",
    hint="Each score has its own weight. How many times do you add the bias?",
)
def test_hypothesis_naive_weighs_three_quizzes(submission):
    x1, x2, x3 = QUIZZES.split(1, dim=1)
    w1, w2, w3 = torch.tensor([0.5]), torch.tensor([1.0]), torch.tensor([2.0])
    expected = torch.tensor([[267.5], [321.5], [316.5], [347.0], [243.5]])
    assert submission.hypothesis_naive(x1, x2, x3, w1, w2, w3, ONE) == close_to(expected)


@exercise(
    "hypothesis",
    points=1,
    title="is right for three quiz scores",
    hint="Which product multiplies a row by a column and adds up the results?",
)
def test_hypothesis_weighs_three_quizzes(submission):
    expected = torch.tensor([[115.0], [138.0], [136.0], [148.0], [105.5]])
    assert submission.hypothesis(QUIZZES, HALF, ONE) == close_to(expected)


@exercise(
    "hypothesis", points=1, title="also works for two inputs", hint="Does your code assume that there are three inputs?"
)
@given(x=tensors((2, 2)), W=tensors((2, 1)), b=weights())
def test_hypothesis_takes_two_inputs(submission, x, W, b):
    assert submission.hypothesis(x, W, b) == close_to(x @ W + b, scale=60)


@exercise(
    "hypothesis",
    points=1,
    title="lets gradients flow to W and b",
    hint="Is every step a torch operation? After `.item()`, `.detach()` or `.numpy()`, no gradient can flow back.",
)
def test_hypothesis_lets_gradients_flow(submission):
    W, b = torch.zeros(3, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    expected = {"W": torch.tensor([[424.0], [423.0], [428.0]]), "b": torch.tensor([5.0])}
    flow = submission.hypothesis.gradients(QUIZZES, W, b)
    assert flow == gradients(expected)


# cost, losses -------------------------------------------------------------------------------------------------------


@exercise(
    "cost",
    points=1,
    title="is right if every prediction is 0",
    hint="First square the errors, then take the mean. Over how many examples?",
)
def test_cost_of_saying_zero(submission):
    assert submission.cost(torch.zeros(5, 1), FINALS) == one_number(torch.tensor(29661.8))


@exercise(
    "losses",
    points=1,
    title="is right for small and large errors",
    hint="How does the smooth loss treat errors below 1, and how errors above 1?",
)
def test_losses_of_three_errors(submission):
    expected = {"mse": torch.tensor(10.25 / 3), "l1": torch.tensor(1.5), "smooth_l1": torch.tensor(3.125 / 3)}
    close = {name: one_number(value) for name, value in expected.items()}
    assert submission.losses(torch.tensor([[0.5], [-1.0], [3.0]]), torch.zeros(3, 1)) == close_to(close)


@exercise(
    "losses",
    points=1,
    title="agrees with PyTorch's own losses",
    hint="What do PyTorch's three functions return by default: a sum or a mean?",
)
@given(data=columns())
def test_losses_is_pytorchs_own(submission, data):
    expected = {"mse": F.mse_loss(*data), "l1": F.l1_loss(*data), "smooth_l1": F.smooth_l1_loss(*data)}
    assert submission.losses(*data) == close_to(
        {name: one_number(value, scale=100) for name, value in expected.items()}
    )


# gradients ----------------------------------------------------------------------------------------------------------


@exercise(
    "gradients",
    points=1,
    title="is right for two small examples",
    hint="First compute the error of each example. By which number is each weight multiplied?",
)
def test_gradients_on_two_small_examples(submission):
    x, y = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[1.0], [2.0]])
    expected = (torch.tensor([[-7.0], [-10.0]]), torch.tensor([-3.0]))
    assert submission.gradients(torch.zeros(2, 1), torch.zeros(1), x, y) == close_to(expected)


@exercise(
    "gradients",
    points=1,
    title="agrees with autograd",
    hint="Compare your code with the formula, piece by piece: the errors, times x, the mean, the factor 2.",
)
@given(W=tensors((3, 1)), b=weights(), x=tensors((4, 3)), y=tensors((4, 1)))
def test_gradients_is_what_autograd_finds(submission, W, b, x, y):
    leaves = W.clone().requires_grad_(), b.clone().requires_grad_()
    expected = torch.autograd.grad(F.mse_loss(x @ leaves[0] + leaves[1], y), leaves)
    assert submission.gradients(W, b, x, y) == close_to(expected, scale=800)


# train --------------------------------------------------------------------------------------------------------------


@exercise(
    "train",
    points=2,
    title="takes the lecture's first steps",
    hint="The first cost is the one at W = 0 and b = 0. Do you record each cost before its step?",
)
def test_train_takes_the_lectures_first_steps(submission):
    W = torch.tensor([[0.2940120], [0.2936000], [0.2973800]])
    expected = (close_to(W, rtol=1e-4), close_to(torch.tensor([0.00342]), rtol=1e-4), FIRST_COSTS[:1])
    assert submission.train(QUIZZES, FINALS, lr=1e-5, epochs=1) == close_to(expected)


@exercise(
    "train",
    points=1,
    title="finds the lecture's weights",
    hint="By default there are 20 steps with lr = 1e-5. Does your loop take all of them?",
)
def test_train_comes_near_the_lectures_finals(submission):
    W, b, costs = submission.train(QUIZZES, FINALS)
    assert (W, b) == close_to((torch.tensor([[0.6690], [0.6660], [0.6758]]), torch.tensor([0.0078])), atol=1e-3)
    assert len(costs) == 20, f"expected 20 costs for 20 updates, got {len(costs)}"


# MultivariateLinearRegressionModel, train_model ---------------------------------------------------------------------


@exercise(
    "MultivariateLinearRegressionModel",
    points=1,
    title="holds three weights and a bias",
    hint="Do you call `super().__init__()` before you make the layer? Does the layer use `in_features`?",
)
def test_model_holds_three_weights_and_a_bias(submission):
    parameters = submission.MultivariateLinearRegressionModel().view().parameters
    found = sorted(tuple(parameter.shape) for parameter in parameters.values())
    assert found == [(1,), (1, 3)], f"expected parameters of the shapes (1, 3) and (1,), got {found or 'none'}"


@exercise(
    "MultivariateLinearRegressionModel",
    points=1,
    title="predicts one score for each student",
    hint="What does `forward` do with the layer, and does it return the result?",
)
def test_model_gives_one_score_for_each_student(submission):
    model = submission.MultivariateLinearRegressionModel()
    parameters = model.view().parameters
    model.set_parameters({name: torch.full_like(value, 0.5) for name, value in parameters.items()})
    assert model(QUIZZES) == close_to(QUIZZES @ HALF + 0.5)


@exercise(
    "train_model",
    points=2,
    title="trains a linear layer on the lecture's data",
    hint="The slide's optimizer still trains the old W and b, not the model. Which parameters does yours get?",
)
def test_train_model_trains_a_linear_layer(submission):
    model = submission.define("def layer():\n    return nn.Linear(3, 1)\n").layer()
    model.set_parameters({"weight": torch.zeros(1, 3), "bias": torch.zeros(1)})
    assert submission.train_model(model, QUIZZES, FINALS, lr=1e-5, epochs=3) == close_to(FIRST_COSTS, rtol=1e-4)
    moved = model.view().parameters["weight"]
    assert bool((moved != 0).all()), "expected new weights, got the same weights as before the training"
