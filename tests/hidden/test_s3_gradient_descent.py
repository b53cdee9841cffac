"""Hidden tests of s3_gradient_descent: random data, other sizes, other dtypes, and the laws of gradient descent.

Training is judged by its path: that of the reference in double precision, within the precision of float32.
"""

from functools import partial

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from grader.suite import (
    a_float,
    close_to,
    columns,
    exercise,
    gradients,
    in_double,
    noncontiguous,
    numbers,
    one_number,
    tensors,
    unchanged,
    weights,
)

WIDE = torch.linspace(-3, 4, 40).unsqueeze(1)  # 40 examples
STEEP = torch.cos(WIDE * 5) + 2 * WIDE

SCALE = 300  # the size of the largest terms in a cost or a gradient here
FEW = settings(max_examples=15)
DTYPES = st.sampled_from([torch.float32, torch.float64])
SIZES = st.sampled_from([1 / 3, 100 / 3, 1 / 300])  # float32 cannot represent them, so rounding to it is noticed
LAYOUT = "Does your code keep float64? Does it depend on the layout in memory, or on the size of the numbers?"
MANY = "Does your code work for any number of examples?"
ORDER = "Do your parameters have the same names and the same order as in the stub?"
PATH = "Calculate the first three pairs on paper. At which step does your function differ?"


def live(data: tuple[Tensor, Tensor]) -> bool:
    """Whether the slope depends on W: some x is not 0."""
    return bool(data[0].any())


@st.composite
def lessons(draw, most_epochs: int = 12):
    """x, y, a stable learning rate, and a number of epochs."""
    x, y = draw(columns().filter(live))
    limit = len(x) / float((x**2).sum())
    return x, y, round(draw(st.integers(1, 19)) / 20 * limit, 3), draw(st.integers(0, most_epochs))


def path(expected: tuple[Tensor, list]):
    """A weight and its path, within the precision of float32."""
    W, history = expected
    return close_to((one_number(W, dtype=torch.float32, rtol=1e-4, scale=30), close_to(history, rtol=1e-4, atol=1e-4)))


def precise_path(expected: tuple[Tensor, list], size: float):
    """The same in double precision, for data of that size."""
    W, history = expected
    weight, cost = (partial(close_to, rtol=1e-9, atol=1e-8 * size**power) for power in (1, 2))
    pairs = [(weight(before), cost(value)) for before, value in history]
    return close_to((one_number(W, rtol=1e-9, atol=1e-8 * size), pairs))


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis",
    points=2,
    title="multiplies each x by W",
    hint="What does `W` do to each `x`? What is the shape of `x`?",
)
@given(W=weights(), data=columns())
def test_hypothesis_is_W_times_each_x(submission, reference, W, data):
    x, _ = data
    assert submission.hypothesis(x=x, W=W) == close_to(reference.hypothesis(x, W))


@exercise(
    "hypothesis",
    points=2,
    title="lets a gradient flow to W",
    hint="Is every step a torch operation? After `.item()`, `.detach()` or `.numpy()`, no gradient can flow back.",
)
@given(W=weights(), data=columns())
@FEW
def test_hypothesis_lets_a_gradient_flow_to_W(submission, reference, W, data):
    x, cotangent = data
    W.requires_grad_()
    flow = submission.hypothesis.options(cotangent=cotangent).gradients(x, W)
    expected = reference.hypothesis.options(cotangent=cotangent).gradients(x, W)
    assert flow == gradients({"W": expected.inputs[0]}, scale=SCALE)


@exercise("hypothesis", points=1, title="works for many examples", hint=MANY)
def test_hypothesis_of_forty_examples(submission):
    W = torch.tensor([-1.5])
    assert submission.hypothesis(WIDE, W) == close_to(WIDE * W)


@exercise(
    "hypothesis",
    points=1,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(W=weights(), data=columns(), size=SIZES)
@FEW
def test_hypothesis_keeps_double_precision_any_layout_and_any_size(submission, W, data, size):
    x, W = data[0].double() * size, W.double() / 3
    assert submission.hypothesis(noncontiguous(x), W) == close_to(W * x, scale=SCALE)


@exercise(
    "hypothesis",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `x *= …` does?",
    side_effects_only=True,
)
@given(W=weights(), data=columns(), dtype=DTYPES, learning=st.booleans())
@FEW
def test_hypothesis_leaves_its_arguments_alone(submission, W, data, dtype, learning):
    seen = submission.hypothesis.observe(data[0].to(dtype), W.to(dtype).requires_grad_(learning))
    assert seen == unchanged()


# cost ---------------------------------------------------------------------------------------------------------------


@exercise(
    "cost",
    points=3,
    title="is the mean squared error",
    hint="Subtract, square, take the mean: is the shape (m, 1) until the mean?",
)
@given(W=weights(), data=columns())
def test_cost_is_the_mean_squared_error(submission, reference, W, data):
    x, y = data
    assert submission.cost(W, x, y) == one_number(reference.cost(W, x, y), scale=SCALE)


@exercise(
    "cost",
    points=2,
    title="lets a gradient flow to W",
    hint="Is every step a torch operation? After `.item()` or `torch.tensor(…)`, no gradient can flow back.",
)
@given(W=weights(), data=columns())
@FEW
def test_cost_lets_a_gradient_flow_to_W(submission, reference, W, data):
    x, y = data
    W.requires_grad_()
    flow = submission.cost.gradients(W, x, y)
    expected = reference.cost.gradients(W, x, y)
    assert flow == gradients({"W": expected.inputs[0]}, scale=SCALE)


@exercise("cost", points=1, title="accepts its arguments by name, and many examples", hint=ORDER)
@given(W=weights())
@FEW
def test_cost_takes_forty_examples_by_name(submission, reference, W):
    assert submission.cost(W=W, x=WIDE, y=STEEP) == one_number(reference.cost(W, WIDE, STEEP), scale=SCALE)


@exercise(
    "cost", points=1, title="works in double precision, for any memory layout and any size", hint=LAYOUT, beside=True
)
@given(W=weights(), data=columns(), size=SIZES)
@FEW
def test_cost_keeps_double_precision_any_layout_and_any_size(submission, reference, W, data, size):
    W, x, y = W.double() / 3, data[0].double() * size, data[1].double() * size
    expected = one_number(reference.cost(W, x, y), rtol=1e-9, atol=1e-8 * size**2)
    assert submission.cost(W, noncontiguous(x), noncontiguous(y)) == expected


@exercise(
    "cost",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, as `y -= …` does?",
    side_effects_only=True,
)
@given(W=weights(), data=columns(), dtype=DTYPES, learning=st.booleans())
@FEW
def test_cost_leaves_its_arguments_alone(submission, W, data, dtype, learning):
    x, y = data
    seen = submission.cost.observe(W.to(dtype).requires_grad_(learning), x.to(dtype), y.to(dtype))
    assert seen == unchanged()


# gradient -----------------------------------------------------------------------------------------------------------


@exercise(
    "gradient",
    points=4,
    title="is the slope of the cost",
    hint="Compare your code with the formula, piece by piece: the error, times x, the mean, the factor 2.",
)
@given(W=weights(), data=columns())
def test_gradient_is_the_slope_of_the_cost(submission, reference, W, data):
    x, y = data
    assert submission.gradient(W, x, y) == one_number(reference.gradient(W, x, y), float_too=True, scale=SCALE)


@exercise(
    "gradient",
    points=2,
    title="tells how the cost changes between two weights",
    hint="If you increase W a little, how much does the cost change?",
)
@given(W=weights(), data=columns())
def test_gradient_is_how_the_cost_climbs(submission, reference, W, data):
    x, y = data
    left, right = reference.cost.map([(W - 1, x, y), (W + 1, x, y)])
    assert submission.gradient(W, x, y) == one_number((right - left) / 2, float_too=True, scale=SCALE)


@exercise("gradient", points=1, title="accepts its arguments by name, and many examples", hint=ORDER)
@given(W=weights())
@FEW
def test_gradient_takes_forty_examples_by_name(submission, reference, W):
    expected = one_number(reference.gradient(W, WIDE, STEEP), float_too=True, scale=SCALE)
    assert submission.gradient(W=W, x=WIDE, y=STEEP) == expected


@exercise(
    "gradient",
    points=1,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(W=weights(), data=columns(), size=SIZES)
@FEW
def test_gradient_keeps_double_precision_any_layout_and_any_size(submission, reference, W, data, size):
    W, x, y = W.double() / 3, data[0].double() * size, data[1].double() * size
    expected = one_number(reference.gradient(W, x, y), float_too=True, rtol=1e-9, atol=1e-8 * size**2)
    assert submission.gradient(W, noncontiguous(x), noncontiguous(y)) == expected


@exercise(
    "gradient",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into W, x or y, with `-=` or a method that ends in `_`?",
    side_effects_only=True,
)
@given(W=weights(), data=columns(), dtype=DTYPES)
@FEW
def test_gradient_leaves_its_arguments_alone(submission, W, data, dtype):
    x, y = data
    seen = submission.gradient.observe(W.to(dtype), x.to(dtype), y.to(dtype))
    assert seen == unchanged()


# update -------------------------------------------------------------------------------------------------------------

THIRDS = weights().map(lambda slope: slope.double() / 3)
RATES = st.integers(1, 16).map(lambda eighths: eighths / 8)


@exercise(
    "update",
    points=2,
    title="takes a step downhill",
    hint="Which way is downhill, and how far is one step?",
)
@given(W=weights(), slope=tensors(st.sampled_from([(), (1,)])), lr=RATES)
def test_update_goes_down_the_slope(submission, W, slope, lr):
    assert submission.update(W, slope, lr) == one_number(W - lr * slope, scale=20)


@exercise(
    "update",
    points=2,
    title="accepts a plain number as the gradient",
    hint="The gradient may be a Python number, which has no tensor methods. Is your answer still a tensor?",
)
@given(W=weights(), slope=numbers() | st.integers(-5, 5), lr=RATES)
def test_update_takes_a_plain_number(submission, W, slope, lr):
    assert submission.update(W=W, gradient=slope, lr=lr) == one_number(W - lr * slope, scale=20)


@exercise(
    "update",
    points=2,
    title="returns a new tensor, and does not change W",
    hint="Is your answer a new tensor? Does your code write into the caller's W, as `W -= …` does?",
    side_effects_only=True,
)
@given(W=weights(), slope=weights(), lr=RATES, dtype=DTYPES)
def test_update_gives_a_new_tensor(submission, W, slope, lr, dtype):
    seen = submission.update.observe(W.to(dtype), slope.to(dtype), lr)
    assert not seen.is_argument + seen.shares_memory, (
        "expected a new tensor, got one that shares its memory with an argument"
    )
    assert seen == unchanged()


@exercise(
    "update",
    points=1,
    title="keeps double precision",
    hint="What is the dtype of a tensor that you make from a Python number?",
    beside=True,
)
@given(W=weights(), slope=numbers() | THIRDS | THIRDS.map(Tensor.squeeze), lr=RATES)
def test_update_keeps_double_precision(submission, W, slope, lr):
    W = W.double() / 3
    assert submission.update(W, slope, lr) == one_number(W - lr * slope, scale=20)


# train_manual -------------------------------------------------------------------------------------------------------


@exercise("train_manual", points=4, title="follows the path of gradient descent", hint=PATH)
@given(lesson=lessons())
def test_train_manual_walks_the_path_of_gradient_descent(submission, reference, lesson):
    assert submission.train_manual(*lesson) == path(reference.train_manual(*in_double(*lesson)))


@exercise(
    "train_manual",
    points=1,
    title="uses the defaults lr=0.1 and epochs=10",
    hint="Which learning rate and how many epochs does the stub have by default?",
)
@given(data=columns(lo=-3, hi=3))
@FEW
def test_train_manual_uses_the_defaults(submission, reference, data):
    assert submission.train_manual(*data) == path(reference.train_manual(*in_double(*data, 0.1, 10)))


@exercise(
    "train_manual",
    points=1,
    title="returns zeros if there are no epochs",
    hint="With `epochs=0` there is no update. What should W and the list be, and of which dtype?",
)
@given(data=columns())
@FEW
def test_train_manual_without_epochs_stays_at_zero(submission, data):
    x, y = in_double(*data)
    zero = one_number(torch.zeros(1, dtype=torch.float64))
    assert submission.train_manual(x=x, y=y, lr=0.01, epochs=0) == close_to((zero, []))


@exercise("train_manual", points=2, title="reaches the best weight", hint="Does your loop run until the last epoch?")
@given(lesson=lessons().filter(lambda lesson: lesson[2] * float((lesson[0] ** 2).mean()) > 0.2))
@FEW
def test_train_manual_arrives_at_the_best_weight(submission, reference, lesson):
    x, y, lr, _ = lesson
    _, history = reference.train_manual(*in_double(x, y, lr, 200))
    best = (x * y).sum() / (x**2).sum()
    assert submission.train_manual(x, y, lr, epochs=200) == path((best, history))


@exercise("train_manual", points=1, title="learns from many examples", hint=MANY)
def test_train_manual_learns_from_forty_examples(submission, reference):
    expected = reference.train_manual(*in_double(WIDE, -8 * STEEP, 0.125, 30))
    assert submission.train_manual(WIDE, -8 * STEEP, 0.125, 30) == path(expected)


@exercise(
    "train_manual",
    points=2,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(lesson=lessons(most_epochs=4).filter(lambda lesson: lesson[-1] > 0), size=SIZES)
@FEW
def test_train_manual_keeps_double_precision_any_layout_and_any_size(submission, reference, lesson, size):
    x, y, lr, epochs = in_double(*lesson)
    x, y, lr = x / 3, y * size, torch.tensor(lr).item()  # a rate that float32 can represent
    expected = precise_path(reference.train_manual(x, y, lr, epochs), size)
    assert submission.train_manual(noncontiguous(x), noncontiguous(y), lr, epochs) == expected


@exercise(
    "train_manual",
    points=1,
    title="does not change the data",
    hint="Does your code write into x or y, as `x -= …` does?",
    side_effects_only=True,
)
@given(lesson=lessons(most_epochs=3), dtype=DTYPES)
@FEW
def test_train_manual_leaves_the_data_alone(submission, lesson, dtype):
    x, y, *rest = lesson
    seen = submission.train_manual.observe(x.to(dtype), y.to(dtype), *rest)
    assert seen == unchanged()


# train_optim --------------------------------------------------------------------------------------------------------


@exercise("train_optim", points=4, title="follows the path of gradient descent", hint=PATH)
@given(lesson=lessons())
def test_train_optim_walks_the_path_of_gradient_descent(submission, reference, lesson):
    assert submission.train_optim(*lesson) == path(reference.train_optim(*in_double(*lesson)))


@exercise(
    "train_optim",
    points=1,
    title="uses the defaults lr=0.1 and epochs=10",
    hint="Which learning rate and how many epochs does the stub have by default?",
)
@given(data=columns(lo=-3, hi=3))
@FEW
def test_train_optim_uses_the_defaults(submission, reference, data):
    assert submission.train_optim(*data) == path(reference.train_optim(*in_double(*data, 0.1, 10)))


@exercise(
    "train_optim",
    points=1,
    title="returns zeros if there are no epochs",
    hint="With `epochs=0` there is no update. What should W and the list be, and of which dtype?",
)
@given(data=columns())
@FEW
def test_train_optim_without_epochs_stays_at_zero(submission, data):
    x, y = in_double(*data)
    zero = one_number(torch.zeros(1, dtype=torch.float64))
    assert submission.train_optim(x=x, y=y, lr=0.01, epochs=0) == close_to((zero, []))


@exercise(
    "train_optim",
    points=2,
    title="shrinks the distance to the best weight by the same factor in each step",
    hint="Is every step plain SGD? Do you clear the old gradients before each step?",
)
@given(lesson=lessons())
@FEW
def test_train_optim_shrinks_the_distance_to_the_best_weight(submission, lesson):
    x, y, lr, epochs = in_double(*lesson)
    steepness = torch.mean(x**2)
    best = torch.mean(x * y) / steepness
    Ws = best * (1 - (1 - 2 * lr * steepness) ** torch.arange(epochs + 1))
    costs = torch.mean((Ws * x - y) ** 2, dim=0)
    history = list(zip(Ws.tolist(), costs.tolist(), strict=True))[:epochs]
    assert submission.train_optim(*lesson) == path((Ws[-1], history))


@exercise("train_optim", points=1, title="works for many epochs", hint="Does your loop run until the last epoch?")
def test_train_optim_goes_on_for_two_hundred_epochs(submission, reference):
    expected = reference.train_manual(*in_double(WIDE, STEEP, 0.002, 200))
    assert submission.train_optim(WIDE, STEEP, 0.002, 200) == path(expected)


@exercise(
    "train_optim",
    points=2,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(lesson=lessons(most_epochs=4).filter(lambda lesson: lesson[-1] > 0), size=SIZES)
@FEW
def test_train_optim_keeps_double_precision_any_layout_and_any_size(submission, reference, lesson, size):
    x, y, lr, epochs = in_double(*lesson)
    x, y, lr = x / 3, y * size, torch.tensor(lr).item()  # a rate that float32 can represent
    expected = precise_path(reference.train_optim(x, y, lr, epochs), size)
    assert submission.train_optim(noncontiguous(x), noncontiguous(y), lr, epochs) == expected


@exercise(
    "train_optim",
    points=1,
    title="does not change the data",
    hint="Does your code change the data, or torch's settings?",
    side_effects_only=True,
)
@given(lesson=lessons(most_epochs=3), dtype=DTYPES)
@FEW
def test_train_optim_leaves_the_data_alone(submission, lesson, dtype):
    x, y, *rest = lesson
    seen = submission.train_optim.observe(x.to(dtype), y.to(dtype), *rest)
    assert seen == unchanged()


# cost_curve ---------------------------------------------------------------------------------------------------------

GRIDS = tensors(st.integers(1, 7).map(lambda k: (k,)))


@exercise(
    "cost_curve",
    points=3,
    title="is the cost at each weight",
    hint="There is one cost for each weight. Which axis of your tensor holds the weights, and which the examples?",
)
@given(Ws=GRIDS, data=columns())
def test_cost_curve_is_the_cost_at_each_weight(submission, reference, Ws, data):
    x, y = data
    assert submission.cost_curve(Ws, x, y) == close_to(reference.cost_curve(Ws, x, y), scale=SCALE)


@exercise(
    "cost_curve",
    points=2,
    title="works for as many weights as examples",
    hint="If k equals m, a wrong axis has the right length. Over which axis do you take the mean?",
)
@given(Ws=tensors((4,)), x=tensors((4, 1)), y=tensors((4, 1)))
def test_cost_curve_with_as_many_weights_as_examples(submission, reference, Ws, x, y):
    assert submission.cost_curve(Ws=Ws, x=x, y=y) == close_to(reference.cost_curve(Ws, x, y), scale=SCALE)


@exercise(
    "cost_curve",
    points=1,
    title="works for many weights and examples",
    hint="Does your code work for any number of weights and examples?",
)
def test_cost_curve_at_thirty_weights_of_forty_examples(submission, reference):
    Ws = torch.linspace(-5, 5, 30)
    assert submission.cost_curve(Ws, WIDE, STEEP) == close_to(reference.cost_curve(Ws, WIDE, STEEP), scale=SCALE)


@exercise(
    "cost_curve",
    points=1,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(Ws=GRIDS, data=columns(), size=SIZES)
@FEW
def test_cost_curve_keeps_double_precision_any_layout_and_any_size(submission, reference, Ws, data, size):
    Ws, x, y = Ws.double() / 3, data[0].double() * size, data[1].double() * size
    got = submission.cost_curve(noncontiguous(Ws), noncontiguous(x), noncontiguous(y))
    assert got == close_to(reference.cost_curve(Ws, x, y), rtol=1e-9, atol=1e-8 * size**2)


@exercise(
    "cost_curve",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into Ws, x or y, as `x -= …` does?",
    side_effects_only=True,
)
@given(Ws=GRIDS, data=columns(), dtype=DTYPES)
@FEW
def test_cost_curve_leaves_its_arguments_alone(submission, Ws, data, dtype):
    x, y = data
    seen = submission.cost_curve.observe(Ws.to(dtype), x.to(dtype), y.to(dtype))
    assert seen == unchanged()


# largest_stable_lr --------------------------------------------------------------------------------------------------


@exercise(
    "largest_stable_lr",
    points=3,
    title="is the rate at which the steps stop shrinking",
    hint="At which learning rate does one step land equally far away on the other side?",
)
@given(data=columns().filter(live) | columns(lo=1, hi=1))  # where each x is 1, the rate is a whole number
def test_largest_stable_lr_is_where_the_steps_stop_to_shrink(submission, reference, data):
    x, _ = data
    assert submission.largest_stable_lr(x=x) == a_float(reference.largest_stable_lr(x.double()), rtol=1e-5)


@exercise("largest_stable_lr", points=1, title="works for many examples", hint=MANY)
def test_largest_stable_lr_of_forty_examples(submission, reference):
    assert submission.largest_stable_lr(WIDE) == a_float(reference.largest_stable_lr(WIDE.double()), rtol=1e-5)


@exercise(
    "largest_stable_lr",
    points=1,
    title="works in double precision, for any memory layout and any size",
    hint=LAYOUT,
    beside=True,
)
@given(data=columns().filter(live), size=SIZES)
@FEW
def test_largest_stable_lr_keeps_double_precision_any_layout_and_any_size(submission, reference, data, size):
    x = data[0].double() * size
    expected = a_float(reference.largest_stable_lr(x), rtol=1e-9, atol=0.0)
    assert submission.largest_stable_lr(noncontiguous(x)) == expected


@exercise(
    "largest_stable_lr",
    points=1,
    title="does not change x",
    hint="Does your code write into x, with `*=` or a method that ends in `_`?",
    side_effects_only=True,
)
@given(data=columns().filter(live), dtype=DTYPES)
@FEW
def test_largest_stable_lr_leaves_x_alone(submission, data, dtype):
    seen = submission.largest_stable_lr.observe(data[0].to(dtype))
    assert seen == unchanged()
