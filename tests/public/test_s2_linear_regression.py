"""Public tests of s2_linear_regression: the lecture's hours and points, and a few laws."""

import torch
from hypothesis import given

from grader.suite import a_float, close_to, columns, exactly, exercise, gradients, one_number, weights

HOURS = torch.tensor([[1.0], [2.0], [3.0]])
POINTS = torch.tensor([[2.0], [4.0], [6.0]])


# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="gives the lecture's hours and points",
    hint="Is each example a row? Are the numbers floats?",
)
def test_training_data_is_the_lectures(submission):
    assert submission.training_data() == exactly((HOURS, POINTS))


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis",
    points=1,
    title="gives the points on a line",
    hint="What does W do to each x, and what does b do after that?",
)
def test_hypothesis_is_a_line(submission):
    expected = torch.tensor([[2.5], [4.5], [6.5]])
    assert submission.hypothesis(HOURS, torch.tensor([2.0]), torch.tensor([0.5])) == close_to(expected)


@exercise(
    "hypothesis",
    points=1,
    title="lets gradients flow to W and b",
    hint="Is every step a torch operation? After `.item()`, `.detach()` or `.numpy()`, no gradient can flow back.",
)
def test_hypothesis_lets_gradients_flow(submission):
    W, b = torch.tensor([2.0], requires_grad=True), torch.tensor([0.5], requires_grad=True)
    flow = submission.hypothesis.gradients(HOURS, W, b)
    expected = {"W": torch.tensor([6.0]), "b": torch.tensor([3.0])}
    assert flow == gradients(expected)


# cost ---------------------------------------------------------------------------------------------------------------


@exercise(
    "cost",
    points=1,
    title="is right if every prediction is 0",
    hint="First square the errors, then take the mean. Over how many examples?",
)
def test_cost_of_saying_zero(submission):
    assert submission.cost(torch.zeros(3, 1), POINTS) == one_number(torch.tensor(56 / 3))


@exercise(
    "cost",
    points=1,
    title="is the mean squared error",
    hint="Subtract, square, take the mean: is the shape (m, 1) until the mean?",
)
@given(data=columns())
def test_cost_is_the_mean_squared_error(submission, data):
    prediction, y = data
    assert submission.cost(prediction, y) == one_number(torch.nn.functional.mse_loss(prediction, y), scale=100)


@exercise(
    "cost",
    points=1,
    title="lets a gradient flow to the prediction",
    hint="Is every step a torch operation? After `.item()` or `torch.tensor(…)`, no gradient can flow back.",
)
def test_cost_lets_a_gradient_flow(submission):
    prediction = torch.zeros(3, 1, requires_grad=True)
    flow = submission.cost.gradients(prediction, POINTS)
    assert flow == gradients({"prediction": -2 * POINTS / 3})


# train --------------------------------------------------------------------------------------------------------------


@exercise(
    "train",
    points=2,
    title="takes the lecture's first steps",
    hint="The first cost is the one at W = 0 and b = 0. Do you clear the old gradients before each step?",
)
def test_train_takes_the_lectures_first_steps(submission):
    expected = (one_number(torch.tensor(0.3527111)), one_number(torch.tensor(0.1509333)), [18.666667, 14.770963])
    assert submission.train(HOURS, POINTS, lr=0.01, epochs=2) == close_to(expected, rtol=1e-4, scale=100)


@exercise(
    "train",
    points=1,
    title="finds the lecture's line",
    hint="By default there are 1000 steps with lr = 0.01. Does your loop take all of them?",
)
def test_train_finds_the_lectures_line(submission):
    W, b, costs = submission.train(HOURS, POINTS)
    assert (W, b) == close_to(
        (one_number(torch.tensor(1.9708), rtol=1e-3), one_number(torch.tensor(0.0664), rtol=1e-3, atol=1e-4))
    )
    assert len(costs) == 1000, f"expected 1000 costs for 1000 updates, got {len(costs)}"


# predict ------------------------------------------------------------------------------------------------------------


@exercise(
    "predict", points=1, title="predicts the points for 4 hours", hint="How do you get a Python number from a tensor?"
)
def test_predict_says_what_four_hours_give(submission):
    assert submission.predict(4, torch.tensor([2.0]), torch.tensor([0.5])) == a_float(8.5)


@exercise("predict", points=1, title="works for half hours", hint="Is the number of hours always a whole number?")
@given(W=weights(), b=weights())
def test_predict_knows_half_hours(submission, W, b):
    assert submission.predict(2.5, W, b) == a_float(2.5 * W.item() + b.item(), scale=20)
