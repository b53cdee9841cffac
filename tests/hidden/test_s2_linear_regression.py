"""Hidden tests of s2_linear_regression: random data, other sizes, other dtypes.

Training is judged by its path: what the reference finds in double precision, within what float32 can hold.
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

SCALE = 300  # the largest terms that a cost or a slope adds up here
FEW = settings(max_examples=15)
DTYPES = st.sampled_from([torch.float32, torch.float64])
SIZES = st.sampled_from([1 / 3, 100 / 3, 1 / 300])  # no float32 holds them, so what rounds in single precision shows
LAYOUT = (
    "Does double precision stay? Does the layout in memory, or how large or small the numbers are, change anything?"
)
THREAD = "Does every step stay in torch? `.item()`, `.detach()` and `.data` cut the thread."


@st.composite
def lessons(draw, most_epochs: int = 12):
    """x, y, a rate below the stable one, a number of epochs."""
    x, y = draw(columns())
    limit = 1 / (float((x**2).mean()) + 1)
    return x, y, round(draw(st.integers(1, 19)) / 20 * limit, 4), draw(st.integers(0, most_epochs))


def path(expected: tuple[Tensor, Tensor, list[float]]):
    """The comparer for a line and its costs, as float32 may find them."""
    *line, costs = expected
    close = [one_number(value, dtype=torch.float32, rtol=1e-4, scale=30) for value in line]
    return close_to((*close, close_to(costs, rtol=1e-4, atol=1e-4)))


# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="is the same each time",
    hint="Is each example a row of its own? Are the numbers floats?",
)
def test_training_data_is_the_same_each_time(submission, reference):
    assert submission.training_data.repeat(2) == exactly([reference.training_data()] * 2)
    seen = submission.training_data.observe()
    assert seen == unchanged(arguments=False)


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis", points=2, title="is x times W plus b", hint="What does W do to each x, and what does b do then?"
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


@exercise("hypothesis", points=1, title="of forty examples", hint="Is every number of examples right for your code?")
def test_hypothesis_of_forty_examples(submission):
    W, b = torch.tensor([-1.5]), torch.tensor([0.25])
    assert submission.hypothesis(WIDE, W, b) == close_to(WIDE * W + b, scale=30)


@exercise("hypothesis", points=1, title="keeps double precision, any layout and any size", hint=LAYOUT)
@given(W=weights(), b=weights(), data=columns(), size=SIZES)
@FEW
def test_hypothesis_keeps_double_precision_any_layout_and_any_size(submission, reference, W, b, data, size):
    x, W, b = data[0].double() * size, W.double() / 3, b.double() / 3
    expected = close_to(reference.hypothesis(x, W, b), scale=SCALE)
    assert submission.hypothesis(noncontiguous(x), W, b) == expected


@exercise(
    "hypothesis",
    points=1,
    title="leaves its arguments alone",
    hint="`x *= …` writes into the caller's tensor.",
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
    hint="One error for each example; then a square; then a mean. Do the shapes stay (m, 1) until the mean?",
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


@exercise("cost", points=1, title="of forty examples", hint="Is every number of examples right for your code?")
def test_cost_of_forty_examples(submission, reference):
    assert submission.cost(WIDE, BENT) == one_number(reference.cost(WIDE, BENT), scale=SCALE)


@exercise("cost", points=1, title="keeps double precision, any layout and any size", hint=LAYOUT)
@given(data=columns(), size=SIZES)
@FEW
def test_cost_keeps_double_precision_any_layout_and_any_size(submission, reference, data, size):
    prediction, y = data[0].double() * size, data[1].double() * size
    expected = one_number(reference.cost(prediction, y), rtol=1e-9, atol=1e-8 * size**2)
    assert submission.cost(noncontiguous(prediction), noncontiguous(y)) == expected


@exercise(
    "cost",
    points=1,
    title="leaves its arguments alone",
    hint="`-=` writes into the caller's tensor.",
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
    title="walks the path of gradient descent",
    hint="Compare your first three costs with a calculation on paper. At which step do they part?",
)
@given(lesson=lessons())
def test_train_walks_the_path_of_gradient_descent(submission, reference, lesson):
    assert submission.train(*lesson) == path(reference.train(*in_double(*lesson)))


@exercise(
    "train",
    points=2,
    title="uses the defaults lr=0.01 and epochs=1000",
    hint="Which rate and how many epochs stand in the stub's first line?",
)
def test_train_uses_the_defaults(submission, reference):
    assert submission.train(x=HOURS, y=POINTS) == path(reference.train(HOURS.double(), POINTS.double(), 0.01, 1000))


@exercise(
    "train",
    points=1,
    title="without epochs stays at 0",
    hint="With `epochs=0` there is no update: what, and of which dtype, are the line and the list then?",
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
    title="finds the line that the points lie on",
    hint="The more steps, the nearer. Do both W and b learn? Is `lr` the one that the caller gives?",
)
@given(W=weights(), b=weights())
@FEW
def test_train_finds_the_line_that_the_points_lie_on(submission, reference, W, b):
    x = torch.tensor([[-1.5], [-0.5], [0.0], [1.0], [1.5]])
    y = x * W + b
    *_, costs = reference.train(*in_double(x, y, 0.3, 100))
    assert submission.train(x, y, 0.3, 100) == path((W, b, costs))


@exercise(
    "train", points=1, title="learns from forty examples", hint="Is every number of examples right for your code?"
)
def test_train_learns_from_forty_examples(submission, reference):
    expected = reference.train(*in_double(WIDE, -8 * BENT, 0.125, 30))
    assert submission.train(WIDE, -8 * BENT, 0.125, 30) == path(expected)


@exercise("train", points=2, title="keeps double precision, any layout and any size", hint=LAYOUT)
@given(lesson=lessons(most_epochs=4).filter(lambda lesson: lesson[-1] > 0), size=SIZES)
@FEW
def test_train_keeps_double_precision_any_layout_and_any_size(submission, reference, lesson, size):
    x, y, lr, epochs = in_double(*lesson)
    x, y, lr = x / 3, y * size, torch.tensor(lr).item()  # a rate that float32 holds, too
    *line, costs = reference.train(x, y, lr, epochs)
    close = [one_number(value, rtol=1e-9, atol=1e-8 * size) for value in line]
    expected = (*close, close_to(costs, rtol=1e-9, atol=1e-8 * size**2))
    assert submission.train(noncontiguous(x), noncontiguous(y), lr, epochs) == close_to(expected)


@exercise(
    "train",
    points=1,
    title="leaves the data alone",
    hint="Which settings or tensors did you change?",
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
    title="is the line's height at a number of hours",
    hint="Whole hours or parts of them: does your code take both? Is the answer a plain number, and not cut off?",
)
@given(hours=st.sampled_from([0, 1, 4, 24, 365, -2, 0.0]) | numbers(-3, 12), W=weights(), b=weights())
def test_predict_is_the_lines_height(submission, hours, W, b):
    assert submission.predict(hours=hours, W=W, b=b) == a_float(hours * W.item() + b.item(), scale=2000)


@exercise(
    "predict",
    points=1,
    title="takes weights that still require grad",
    hint="W and b may come right out of the training. Which call refuses a tensor that requires grad?",
)
@given(hours=st.integers(1, 9), W=weights(), b=weights())
def test_predict_takes_weights_that_require_grad(submission, hours, W, b):
    expected = a_float(hours * W.item() + b.item(), scale=60)
    assert submission.predict(hours, W.requires_grad_(), b.requires_grad_()) == expected


@exercise(
    "predict",
    points=1,
    title="keeps double precision and leaves its arguments alone",
    hint="Do you convert W and b on the way, or write into them?",
)
@given(hours=numbers(1, 9), W=weights(), b=weights(), learning=st.booleans())
@FEW
def test_predict_keeps_double_precision(submission, hours, W, b, learning):
    W, b = 400 * W.double() / 3, 400 * b.double() / 3  # no grade is too high
    seen = submission.predict.observe(hours, W.requires_grad_(learning), b.requires_grad_(learning))
    assert seen == unchanged()
    assert seen.answer == a_float(hours * W.item() + b.item(), rtol=1e-9, atol=1e-9)
