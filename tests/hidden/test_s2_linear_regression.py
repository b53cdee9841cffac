"""Hidden tests of s2_linear_regression: random data, other sizes, other dtypes.

Training is judged by its path: that of the reference in double precision, within the precision of float32.
"""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from grader.suite import (
    a_float,
    close_to,
    columns,
    exactly,
    exercise,
    gradients,
    in_double,
    noncontiguous,
    numbers,
    one_number,
    unchanged,
    weights,
)

WIDE = torch.linspace(-3, 4, 40).unsqueeze(1)  # 40 examples
BENT = torch.cos(WIDE * 5) + 2 * WIDE
HOURS = torch.tensor([[0.5], [2.0], [3.5], [5.0]])
POINTS = torch.tensor([[1.5], [3.0], [4.25], [7.5]])

SCALE = 300  # the size of the largest terms in a cost or a gradient here
FEW = settings(max_examples=15)
DTYPES = st.sampled_from([torch.float32, torch.float64])
SIZES = st.sampled_from([1 / 3, 100 / 3, 1 / 300])  # float32 cannot represent them, so rounding to it is noticed
LAYOUT = "Does your code keep float64? Does it depend on the layout in memory, or on the size of the numbers?"
THREAD = "Is every step a torch operation? After `.item()`, `.detach()` or `.data`, no gradient can flow back."


@st.composite
def lessons(draw, most_epochs: int = 12):
    """x, y, a stable learning rate, and a number of epochs."""
    x, y = draw(columns())
    limit = 1 / (float((x**2).mean()) + 1)
    return x, y, round(draw(st.integers(1, 19)) / 20 * limit, 4), draw(st.integers(0, most_epochs))


def path(expected: tuple[Tensor, Tensor, list[float]]):
    """A line and its costs, within the precision of float32."""
    *line, costs = expected
    close = [one_number(value, dtype=torch.float32, rtol=1e-4, scale=30) for value in line]
    return close_to((*close, close_to(costs, rtol=1e-4, atol=1e-4)))


# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="gives the same data at every call",
    hint="Is each example a row? Are the numbers floats?",
)
def test_training_data_is_the_same_each_time(submission, reference):
    assert submission.training_data.repeat(2) == exactly([reference.training_data()] * 2)
    seen = submission.training_data.observe()
    assert seen == unchanged(arguments=False)


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis", points=2, title="is x times W plus b", hint="What does W do to each x, and what does b do after that?"
)
@given(W=weights(), b=weights(), data=columns())
def test_hypothesis_is_x_times_W_plus_b(submission, reference, W, b, data):
    x, _ = data
    assert submission.hypothesis(x=x, W=W, b=b) == close_to(reference.hypothesis(x, W, b), scale=30)


@exercise("hypothesis", points=2, title="lets gradients flow to W and b", hint=THREAD)
@given(W=weights(), b=weights(), data=columns())
@FEW
def test_hypothesis_lets_gradients_flow_to_W_and_b(submission, W, b, data):
    x, cotangent = data
    flow = submission.hypothesis.options(cotangent=cotangent).gradients(x, W.requires_grad_(), b.requires_grad_())
    expected = {"W": (x * cotangent).sum(dim=0), "b": cotangent.sum(dim=0)}
    assert flow == gradients(expected, scale=SCALE)


@exercise(
    "hypothesis", points=1, title="works for many examples", hint="Does your code work for any number of examples?"
)
def test_hypothesis_of_forty_examples(submission):
    W, b = torch.tensor([-1.5]), torch.tensor([0.25])
    assert submission.hypothesis(WIDE, W, b) == close_to(WIDE * W + b, scale=30)


@exercise(
    "hypothesis",
    points=1,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(W=weights(), b=weights(), data=columns(), size=SIZES)
@FEW
def test_hypothesis_keeps_double_precision_any_layout_and_any_size(submission, reference, W, b, data, size):
    x, W, b = data[0].double() * size, W.double() / 3, b.double() / 3
    expected = close_to(reference.hypothesis(x, W, b), scale=SCALE)
    assert submission.hypothesis(noncontiguous(x), W, b) == expected


@exercise(
    "hypothesis",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `x *= …` does?",
    side_effects_only=True,
)
@given(W=weights(), b=weights(), data=columns(), dtype=DTYPES, learning=st.booleans())
@FEW
def test_hypothesis_leaves_its_arguments_alone(submission, W, b, data, dtype, learning):
    W, b = W.to(dtype).requires_grad_(learning), b.to(dtype).requires_grad_(learning)
    seen = submission.hypothesis.observe(data[0].to(dtype), W, b)
    assert seen == unchanged()


# cost ---------------------------------------------------------------------------------------------------------------


@exercise(
    "cost",
    points=3,
    title="is the mean squared error",
    hint="Subtract, square, take the mean: is the shape (m, 1) until the mean?",
)
@given(data=columns())
def test_cost_is_the_mean_squared_error(submission, reference, data):
    prediction, y = data
    assert submission.cost(prediction=prediction, y=y) == one_number(reference.cost(prediction, y), scale=SCALE)


@exercise("cost", points=2, title="lets a gradient flow to the prediction", hint=THREAD)
@given(data=columns())
@FEW
def test_cost_lets_a_gradient_flow_to_the_prediction(submission, data):
    prediction, y = data
    flow = submission.cost.gradients(prediction.clone().requires_grad_(), y)
    expected = {"prediction": 2 * (prediction - y) / len(y)}
    assert flow == gradients(expected, scale=SCALE)


@exercise("cost", points=1, title="works for many examples", hint="Does your code work for any number of examples?")
def test_cost_of_forty_examples(submission, reference):
    assert submission.cost(WIDE, BENT) == one_number(reference.cost(WIDE, BENT), scale=SCALE)


@exercise(
    "cost", points=1, title="works in double precision, for any memory layout and any size", hint=LAYOUT, beside=True
)
@given(data=columns(), size=SIZES)
@FEW
def test_cost_keeps_double_precision_any_layout_and_any_size(submission, reference, data, size):
    prediction, y = data[0].double() * size, data[1].double() * size
    expected = one_number(reference.cost(prediction, y), rtol=1e-9, atol=1e-8 * size**2)
    assert submission.cost(noncontiguous(prediction), noncontiguous(y)) == expected


@exercise(
    "cost",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `y -= …` does?",
    side_effects_only=True,
)
@given(data=columns(), dtype=DTYPES, learning=st.booleans())
@FEW
def test_cost_leaves_its_arguments_alone(submission, data, dtype, learning):
    prediction, y = data[0].to(dtype).requires_grad_(learning), data[1].to(dtype)
    seen = submission.cost.observe(prediction, y)
    assert seen == unchanged()


# train --------------------------------------------------------------------------------------------------------------


@exercise(
    "train",
    points=4,
    title="follows the path of gradient descent",
    hint="Calculate the first three costs on paper. At which step does your function differ?",
)
@given(lesson=lessons())
def test_train_walks_the_path_of_gradient_descent(submission, reference, lesson):
    assert submission.train(*lesson) == path(reference.train(*in_double(*lesson)))


@exercise(
    "train",
    points=2,
    title="uses the defaults lr=0.01 and epochs=1000",
    hint="Which learning rate and how many epochs does the stub have by default?",
)
def test_train_uses_the_defaults(submission, reference):
    assert submission.train(x=HOURS, y=POINTS) == path(reference.train(HOURS.double(), POINTS.double(), 0.01, 1000))


@exercise(
    "train",
    points=1,
    title="returns zeros if there are no epochs",
    hint="With `epochs=0` there is no update. What should W, b and the list be, and of which dtype?",
)
@given(data=columns())
@FEW
def test_train_without_epochs_stays_at_zero(submission, data):
    x, y = in_double(*data)
    zero = one_number(torch.zeros(1, dtype=torch.float64))
    assert submission.train(x=x, y=y, lr=0.01, epochs=0) == close_to((zero, zero, []))


@exercise(
    "train",
    points=2,
    title="finds the line through the points",
    hint="Do both W and b learn? Does your code use the caller's `lr`?",
)
@given(W=weights(), b=weights())
@FEW
def test_train_finds_the_line_that_the_points_lie_on(submission, reference, W, b):
    x = torch.tensor([[-1.5], [-0.5], [0.0], [1.0], [1.5]])
    y = x * W + b
    *_, costs = reference.train(*in_double(x, y, 0.3, 100))
    assert submission.train(x, y, 0.3, 100) == path((W, b, costs))


@exercise("train", points=1, title="learns from many examples", hint="Does your code work for any number of examples?")
def test_train_learns_from_forty_examples(submission, reference):
    expected = reference.train(*in_double(WIDE, -8 * BENT, 0.125, 30))
    assert submission.train(WIDE, -8 * BENT, 0.125, 30) == path(expected)


@exercise(
    "train", points=2, title="works in double precision, for any memory layout and any size", hint=LAYOUT, beside=True
)
@given(lesson=lessons(most_epochs=4).filter(lambda lesson: lesson[-1] > 0), size=SIZES)
@FEW
def test_train_keeps_double_precision_any_layout_and_any_size(submission, reference, lesson, size):
    x, y, lr, epochs = in_double(*lesson)
    x, y, lr = x / 3, y * size, torch.tensor(lr).item()  # a rate that float32 can represent
    *line, costs = reference.train(x, y, lr, epochs)
    close = [one_number(value, rtol=1e-9, atol=1e-8 * size) for value in line]
    expected = (*close, close_to(costs, rtol=1e-9, atol=1e-8 * size**2))
    assert submission.train(noncontiguous(x), noncontiguous(y), lr, epochs) == close_to(expected)


@exercise(
    "train",
    points=1,
    title="does not change the data",
    hint="Does your code change the data, or torch's settings?",
    side_effects_only=True,
)
@given(lesson=lessons(most_epochs=3), dtype=DTYPES)
@FEW
def test_train_leaves_the_data_alone(submission, lesson, dtype):
    x, y, *rest = lesson
    seen = submission.train.observe(x.to(dtype), y.to(dtype), *rest)
    assert seen == unchanged()


# predict ------------------------------------------------------------------------------------------------------------


@exercise(
    "predict",
    points=2,
    title="is the height of the line",
    hint="Does your code work for whole hours and for parts of hours? Is the answer a Python float?",
)
@given(hours=st.sampled_from([0, 1, 4, 24, 365, -2, 0.0]) | numbers(-3, 12), W=weights(), b=weights())
def test_predict_is_the_lines_height(submission, hours, W, b):
    assert submission.predict(hours=hours, W=W, b=b) == a_float(hours * W.item() + b.item(), scale=2000)


@exercise(
    "predict",
    points=1,
    title="accepts weights that require grad",
    hint="Which call refuses a tensor that requires grad?",
)
@given(hours=st.integers(1, 9), W=weights(), b=weights())
def test_predict_takes_weights_that_require_grad(submission, hours, W, b):
    expected = a_float(hours * W.item() + b.item(), scale=60)
    assert submission.predict(hours, W.requires_grad_(), b.requires_grad_()) == expected


@exercise(
    "predict",
    points=1,
    title="keeps double precision, and does not change its arguments",
    hint="Does your code convert W and b, or write into them?",
    beside=True,
)
@given(hours=numbers(1, 9), W=weights(), b=weights(), learning=st.booleans())
@FEW
def test_predict_keeps_double_precision(submission, hours, W, b, learning):
    W, b = 400 * W.double() / 3, 400 * b.double() / 3  # no grade is too high
    seen = submission.predict.observe(hours, W.requires_grad_(learning), b.requires_grad_(learning))
    assert seen == unchanged()
    assert seen.answer == a_float(hours * W.item() + b.item(), rtol=1e-9, atol=1e-9)
