"""Public tests of s3_gradient_descent: the lecture's data (x = y = 1, 2, 3) and a few laws."""

import torch
from hypothesis import given

from grader.suite import a_float, close_to, columns, exercise, gradients, one_number, unchanged, weights

X = torch.tensor([[1.0], [2.0], [3.0]])  # output = input: y = x
ZERO = torch.tensor([0.0])
# With lr = 0.1 each step leaves 1/15 of the distance to W = 1: (0, 4.6667), (0.9333, 0.0207), (0.9956, 0.0001), …
LECTURE_PATH = [(1 - 15.0**-step, 14 / 3 * 15.0 ** (-2 * step)) for step in range(10)]


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis",
    points=1,
    title="multiplies each x by W",
    hint="What does `W` do to each `x`? What is the shape of `x`?",
)
def test_hypothesis_is_W_times_each_x(submission):
    assert submission.hypothesis(X, torch.tensor([2.0])) == close_to(torch.tensor([[2.0], [4.0], [6.0]]))


@exercise(
    "hypothesis",
    points=1,
    title="lets a gradient flow to W",
    hint="Is every step a torch operation? After `.item()`, `.detach()` or `.numpy()`, no gradient can flow back.",
)
def test_hypothesis_lets_a_gradient_flow_to_W(submission):
    W = torch.tensor([2.0], requires_grad=True)
    flow = submission.hypothesis.gradients(X, W)
    assert flow == gradients({"W": torch.tensor([6.0])})


# cost ---------------------------------------------------------------------------------------------------------------


@exercise(
    "cost",
    points=1,
    title="is right at W = 0 for the lecture's data",
    hint="First square the errors, then take the mean. Over how many examples?",
)
def test_cost_at_weight_zero(submission):
    assert submission.cost(ZERO, X, X) == one_number(torch.tensor(14 / 3))


@exercise("cost", points=1, title="is 0 at the best weight", hint="For y = x, which weight makes every error 0?")
def test_cost_is_zero_at_the_best_weight(submission):
    assert submission.cost(torch.tensor([1.0]), X, X) == one_number(torch.tensor(0.0))


@exercise(
    "cost",
    points=1,
    title="is the mean squared error",
    hint="Subtract, square, take the mean: is the shape (m, 1) until the mean?",
)
@given(W=weights(), data=columns())
def test_cost_is_the_mean_squared_error(submission, W, data):
    x, y = data
    assert submission.cost(W, x, y) == one_number(torch.nn.functional.mse_loss(W * x, y), scale=100)


# gradient -----------------------------------------------------------------------------------------------------------


@exercise(
    "gradient",
    points=1,
    title="is right at W = 0 for the lecture's data",
    hint="Compare your code with the formula, piece by piece: the error, times x, the mean, the factor 2.",
)
def test_gradient_at_weight_zero(submission):
    assert submission.gradient(ZERO, X, X) == one_number(torch.tensor(-28 / 3), float_too=True)


@exercise(
    "gradient", points=1, title="is 0 at the best weight", hint="What is the slope of a parabola at its lowest point?"
)
def test_gradient_is_zero_at_the_best_weight(submission):
    assert submission.gradient(torch.tensor([1.0]), X, X) == one_number(torch.tensor(0.0), float_too=True)


@exercise(
    "gradient",
    points=2,
    title="agrees with autograd",
    hint="Compare your code with the formula, piece by piece: the error, times x, the mean, the factor 2.",
)
@given(W=weights(), data=columns())
def test_gradient_is_what_autograd_finds(submission, W, data):
    x, y = data
    leaf = W.clone().requires_grad_()
    (slope,) = torch.autograd.grad(torch.mean((leaf * x - y) ** 2), leaf)
    assert submission.gradient(W, x, y) == one_number(slope, float_too=True, scale=300)


# update -------------------------------------------------------------------------------------------------------------


@exercise(
    "update",
    points=1,
    title="steps downhill",
    hint="The gradient points uphill. In which direction should the step go?",
)
def test_update_steps_downhill(submission):
    assert submission.update(torch.tensor([1.0]), torch.tensor(4.0), 0.5) == one_number(torch.tensor(-1.0))


@exercise(
    "update",
    points=1,
    title="also accepts a plain number",
    hint="The gradient may be a Python number. Is your answer still a tensor?",
)
def test_update_takes_a_plain_number(submission):
    assert submission.update(torch.tensor([1.0]), -2.0, lr=0.25) == one_number(torch.tensor(1.5))


@exercise(
    "update",
    points=1,
    title="does not change W",
    hint="Does your code write into the caller's W, as `W -= …` does?",
    side_effects_only=True,
)
def test_update_leaves_W_as_it_was(submission):
    seen = submission.update.observe(torch.tensor([1.0]), torch.tensor(4.0), 0.5)
    assert seen == unchanged(settings=False)


# train_manual -------------------------------------------------------------------------------------------------------


@exercise(
    "train_manual",
    points=2,
    title="gives the lecture's path",
    hint="Each pair is (W, cost), as Python floats, recorded before the update. The first W is 0.",
)
def test_train_manual_walks_the_lectures_path(submission):
    expected = (one_number(torch.tensor(0.9997037)), close_to(LECTURE_PATH[:3], rtol=1e-4, atol=1e-5))
    assert submission.train_manual(X, X, lr=0.1, epochs=3) == close_to(expected)


@exercise(
    "train_manual",
    points=1,
    title="takes 10 steps by default",
    hint="There is one pair for each update. Where does your loop start, and where does it end?",
)
def test_train_manual_makes_ten_steps(submission):
    expected = (one_number(torch.tensor(1.0)), close_to(LECTURE_PATH, rtol=1e-4, atol=1e-5))
    assert submission.train_manual(X, X) == close_to(expected)


# train_optim --------------------------------------------------------------------------------------------------------


@exercise(
    "train_optim",
    points=2,
    title="gives the lecture's path",
    hint="Does W require grad? Is the optimizer plain SGD? Which line clears the old gradient?",
)
def test_train_optim_walks_the_lectures_path(submission):
    expected = (one_number(torch.tensor(0.9997037)), close_to(LECTURE_PATH[:3], rtol=1e-4, atol=1e-5))
    assert submission.train_optim(X, X, lr=0.1, epochs=3) == close_to(expected)


@exercise(
    "train_optim",
    points=1,
    title="takes 10 steps by default",
    hint="There is one pair for each update. Where does your loop start, and where does it end?",
)
def test_train_optim_makes_ten_steps(submission):
    expected = (one_number(torch.tensor(1.0)), close_to(LECTURE_PATH, rtol=1e-4, atol=1e-5))
    assert submission.train_optim(X, X) == close_to(expected)


# cost_curve ---------------------------------------------------------------------------------------------------------


@exercise(
    "cost_curve",
    points=2,
    title="is the lecture's parabola",
    hint="There is one cost for each weight. Which axis of your tensor holds the weights, and which the examples?",
)
def test_cost_curve_is_the_lectures_parabola(submission):
    Ws = torch.tensor([0.0, 1.0, 2.0, 3.0])
    assert submission.cost_curve(Ws, X, X) == close_to(torch.tensor([14 / 3, 0.0, 14 / 3, 56 / 3]))


@exercise(
    "cost_curve",
    points=1,
    title="works for a single weight",
    hint="The answer has one axis even for a single weight. What is the shape of yours?",
)
def test_cost_curve_takes_a_single_weight(submission):
    assert submission.cost_curve(torch.tensor([-2.0]), X, X) == close_to(torch.tensor([42.0]))


# largest_stable_lr --------------------------------------------------------------------------------------------------


@exercise(
    "largest_stable_lr",
    points=2,
    title="is 3 / 14 for the lecture's data",
    hint="Compare your code with the formula in the docstring. Is your answer a Python float?",
)
def test_largest_stable_lr_of_the_lectures_data(submission):
    assert submission.largest_stable_lr(X) == a_float(3 / 14, rtol=1e-5)
