"""Hidden tests of s5_logistic_regression: other students, other sizes, other dtypes, and the edges of exp and log.

No score is 0 where gradients are tested: inputs are whole numbers, weights are halves, and the bias is an odd quarter.
Training is judged by its path: that of the reference in double precision, within the precision of float32.
"""

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import (
    a_float,
    close_to,
    exactly,
    exercise,
    gradients,
    in_double,
    noncontiguous,
    numbers,
    one_number,
    shapes,
    tensors,
    unchanged,
)

ODD_QUARTERS = (0.25, -0.25, 0.75, -0.75, 1.25, -1.25)
LABELS = (0.0, 1.0)
SIZES = st.sampled_from([1, 2, 3, 4, 12])
INSIDE = numbers(1 / 64, 63 / 64, parts=64)
NEARLY_ALL = (*INSIDE.values, *[2**-24, 1 - 2**-24] * 8)
"""The same, with the smallest and the largest number whose `1 - h` is exact in float32."""

LAYOUT = "Does your code keep float64? Does it depend on the layout in memory?"
THREAD = "Is every step a torch operation? With `.item()`, `.detach()`, `no_grad` or NumPy, no gradient can flow back."
WRITES = "Does your code write into a caller's tensor, with `+=`, `-=` or a method that ends in `_`?"


@st.composite
def problems(draw, size: int = 2, dtype: torch.dtype = torch.float32):
    """W (n, 1), b (1,), x (m, n), y (m, 1); no weight and no input is larger than `size`."""
    m, n = draw(SIZES), draw(SIZES)
    whole, halves = numbers(-size, size, parts=1), numbers(-size, size, parts=2)
    W, b = draw(tensors((n, 1), halves, dtype)), draw(tensors((1,), ODD_QUARTERS, dtype))
    return W, b, draw(tensors((m, n), whole, dtype)), draw(tensors((m, 1), LABELS, dtype))


@st.composite
def guesses(draw, elements=INSIDE, dtype: torch.dtype = torch.float32):
    """Probabilities (or, with other elements, logits), labels and a cotangent, all (m, 1)."""
    column = (draw(SIZES), 1)
    return draw(tensors(column, elements, dtype)), draw(tensors(column, LABELS, dtype)), draw(tensors(column))


@st.composite
def lessons(draw, most_epochs: int = 8):
    """x, y, lr, epochs: small inputs, so that no rate diverges and no logit grows large."""
    m, n = draw(SIZES), draw(st.integers(1, 4))
    x, y = draw(tensors((m, n), (0.0, 1.0, -1.0, 0.5, -0.5))), draw(tensors((m, 1), LABELS))
    return x, y, draw(st.sampled_from([1.0, 0.5, 1.5, 0.3, 0.1])), draw(st.integers(0, most_epochs))


def path(expected: tuple):
    """Weights and costs, within the precision of float32."""
    W, b, costs = expected
    return close_to((W.float(), b.float(), costs), rtol=1e-4, atol=2e-5)


# training_data ------------------------------------------------------------------------------------------------------


@exercise(
    "training_data",
    points=1,
    title="gives the six rows and their six labels",
    hint="Check the rows, the labels and their order. Do both tensors have six rows, in float32?",
)
def test_training_data_is_the_six_rows_and_their_six_labels(submission, reference):
    seen = submission.training_data.observe()
    assert seen.answer == exactly(reference.training_data())
    assert seen == unchanged(arguments=False)


# sigmoid ------------------------------------------------------------------------------------------------------------


@exercise(
    "sigmoid",
    points=2,
    title="is the sigmoid, for a tensor of any shape",
    hint="Calculate your formula on paper for z = 1 and z = -1. Does the answer keep the shape of z?",
)
@given(z=tensors(shapes(0, 3, min_side=1), numbers(-10, 10)))
def test_sigmoid_is_the_curve_for_any_shape(submission, z):
    assert submission.sigmoid(z) == close_to(torch.sigmoid(z))


@exercise(
    "sigmoid",
    points=2,
    title="is right up to 30, in double precision",
    hint="For large z the answer is close to 0 or 1, but not rounded to it. Does your code keep float64?",
)
@given(z=tensors((2, 2), numbers(-30, 30), torch.float64))
def test_sigmoid_is_right_out_to_30(submission, z):
    ends = torch.tensor([[-30.0, 30.0]], dtype=torch.float64)
    z = torch.cat([z / 1.1, ends])
    assert submission.sigmoid(z=noncontiguous(z)) == close_to(torch.sigmoid(z), rtol=1e-9, atol=1e-15)


@exercise("sigmoid", points=2, title="lets a gradient flow to z", hint=THREAD)
@given(z=tensors((4,), numbers(-15, 15).filter(bool)), cotangent=tensors((4,)))
def test_sigmoid_lets_a_gradient_flow_to_z(submission, z, cotangent):
    h = torch.sigmoid(z.double())
    slope = (cotangent * h * (1 - h)).float()
    flow = submission.sigmoid.options(cotangent=cotangent).gradients(z.requires_grad_())
    assert flow == gradients({"z": slope}, scale=5)


@exercise("sigmoid", points=1, title="does not change z", hint=WRITES, side_effects_only=True)
@given(z=tensors((2, 2), numbers(-10, 10)))
@settings(max_examples=10)
def test_sigmoid_leaves_z_alone(submission, z):
    seen = submission.sigmoid.observe(z)
    assert seen == unchanged()


# hypothesis ---------------------------------------------------------------------------------------------------------


@exercise(
    "hypothesis",
    points=3,
    title="is the sigmoid of x @ W + b, for any m and n",
    hint="There are three steps: the matrix product, the bias, the sigmoid. Which of them differs in your code?",
)
@given(problem=problems())
def test_hypothesis_is_the_sigmoid_of_the_score(submission, problem):
    W, b, x, _ = problem
    assert submission.hypothesis(x, W, b) == close_to(torch.sigmoid(x @ W + b))


@exercise("hypothesis", points=2, title="lets gradients flow to W and b", hint=THREAD)
@given(problem=problems())
def test_hypothesis_lets_gradients_flow_to_W_and_b(submission, problem):
    W, b, x, y = problem
    cotangent = y + 1
    h = torch.sigmoid(x @ W + b)
    slope = cotangent * h * (1 - h)
    flow = submission.hypothesis.options(cotangent=cotangent).gradients(x, W.requires_grad_(), b.requires_grad_())
    expected = {"W": x.T @ slope, "b": slope.sum(dim=0)}
    assert flow == gradients(expected, scale=10)


@exercise(
    "hypothesis",
    points=1,
    title="works with named arguments, in double precision and any memory layout",
    hint=LAYOUT,
    beside=True,
)
@given(problem=problems(dtype=torch.float64))
@settings(max_examples=20)
def test_hypothesis_keeps_double_precision_and_any_layout(submission, problem):
    W, b, x, _ = problem
    W = W * 10 / 3
    assert submission.hypothesis(x=noncontiguous(x), W=noncontiguous(W), b=b) == close_to(torch.sigmoid(x @ W + b))


@exercise("hypothesis", points=1, title="does not change its arguments", hint=WRITES, side_effects_only=True)
@given(problem=problems())
@settings(max_examples=10)
def test_hypothesis_leaves_its_arguments_alone(submission, problem):
    W, b, x, _ = problem
    seen = submission.hypothesis.observe(x, W, b)
    assert seen == unchanged()


# bce_losses ---------------------------------------------------------------------------------------------------------


@exercise(
    "bce_losses",
    points=3,
    title="is a column with the loss of each example",
    hint="Calculate one row with y = 1 and one with y = 0 on paper. What is the shape of your answer?",
)
@given(guess=guesses(NEARLY_ALL))
def test_bce_losses_is_each_examples_loss(submission, guess):
    h, y, _ = guess
    assert submission.bce_losses(h, y) == close_to(F.binary_cross_entropy(h, y, reduction="none"), scale=10)


@exercise(
    "bce_losses",
    points=2,
    title="is right for a model that is almost certain, in double precision",
    hint="h is never exactly 0 or 1. Does your code change values of h that are close to them?",
)
@given(guess=guesses((1 - 1e-9, 1 - 1e-6, 1 - 1e-3, 1e-3, 1e-6, 1e-9, 2**-53), torch.float64))
@settings(max_examples=20)
def test_bce_losses_is_right_for_a_model_that_is_almost_sure(submission, guess):
    h, y, _ = guess
    # 2**-53 is the smallest h that 1 - h still tells from 0, and one that a clamp at 1e-15 changes;
    # 1 - (1 - 1e-9) is 1e-9 up to its eighth digit, and so is the loss of a right answer that goes that way
    expected = close_to(F.binary_cross_entropy(h, y, reduction="none"), rtol=1e-8)
    assert submission.bce_losses(h=noncontiguous(h), y=noncontiguous(y)) == expected


@exercise("bce_losses", points=2, title="lets a gradient flow to h", hint=THREAD)
@given(guess=guesses())
def test_bce_losses_lets_a_gradient_flow_to_h(submission, guess):
    h, y, cotangent = guess
    slope = cotangent * (h - y) / (h * (1 - h))
    flow = submission.bce_losses.options(cotangent=cotangent).gradients(h.requires_grad_(), y)
    assert flow == gradients({"h": slope}, rtol=1e-4, atol=1e-4)


@exercise("bce_losses", points=1, title="does not change its arguments", hint=WRITES, side_effects_only=True)
@given(guess=guesses(), learns=st.booleans())
@settings(max_examples=10)
def test_bce_losses_leaves_its_arguments_alone(submission, guess, learns):
    h, y, _ = guess
    seen = submission.bce_losses.observe(h.requires_grad_(learns), y)
    assert seen == unchanged()


# bce_cost -----------------------------------------------------------------------------------------------------------


@exercise(
    "bce_cost",
    points=2,
    title="is the mean of the losses, for any m",
    hint="The cost is the mean of the losses. Is yours still the same if you list every row twice?",
)
@given(guess=guesses(NEARLY_ALL))
def test_bce_cost_is_the_mean_of_the_losses(submission, guess):
    h, y, _ = guess
    assert submission.bce_cost(h, y) == one_number(F.binary_cross_entropy(h, y), scale=10)


@exercise("bce_cost", points=2, title="lets a gradient flow to h", hint=THREAD)
@given(guess=guesses())
def test_bce_cost_lets_a_gradient_flow_to_h(submission, guess):
    h, y, _ = guess
    slope = (h - y) / (h * (1 - h)) / len(h)
    flow = submission.bce_cost.gradients(h.requires_grad_(), y)
    assert flow == gradients({"h": slope}, rtol=1e-4, atol=1e-4)


@exercise(
    "bce_cost",
    points=1,
    title="works with named arguments, in double precision and any memory layout",
    hint=LAYOUT,
    beside=True,
)
@given(guess=guesses((0.1, 0.7, 1e-6, 1 - 1e-6, 1e-9, 2**-53), torch.float64))
@settings(max_examples=20)
def test_bce_cost_keeps_double_precision_and_any_layout(submission, guess):
    h, y, _ = guess
    expected = one_number(F.binary_cross_entropy(h, y), rtol=1e-8)
    assert submission.bce_cost(h=noncontiguous(h), y=noncontiguous(y)) == expected


@exercise("bce_cost", points=1, title="does not change its arguments", hint=WRITES, side_effects_only=True)
@given(guess=guesses(), learns=st.booleans())
@settings(max_examples=10)
def test_bce_cost_leaves_its_arguments_alone(submission, guess, learns):
    h, y, _ = guess
    seen = submission.bce_cost.observe(h.requires_grad_(learns), y)
    assert seen == unchanged()


# bce_with_logits ----------------------------------------------------------------------------------------------------

LARGE = (20.0, -20.0, 90.0, -90.0, 1000.0, -1000.0, 10000.0, -10000.0, 1.0)


def logit_slopes(z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The gradient for the logits, (sigmoid(z) - y) / m, calculated in double precision."""
    return ((torch.sigmoid(z.double()) - y) / len(z)).to(z.dtype)


@exercise(
    "bce_with_logits",
    points=2,
    title="is the same mean, computed from the logits",
    hint="Calculate the cost on paper for z = 0, where it is log 2, and for z = 2, with each label. Which one differs?",
)
@given(guess=guesses(numbers(-8, 8)))
def test_bce_with_logits_is_the_same_mean(submission, guess):
    z, y, _ = guess
    assert submission.bce_with_logits(z, y) == one_number(F.binary_cross_entropy_with_logits(z, y), scale=8)


@exercise(
    "bce_with_logits",
    points=2,
    title="is finite and right up to 10000",
    hint="Which part of your formula overflows, or is rounded to 0, for a large or a very negative z?",
)
@given(guess=guesses(LARGE))
def test_bce_with_logits_is_finite_and_right_out_to_10000(submission, guess):
    z, y, _ = guess
    expected = F.binary_cross_entropy_with_logits(z, y)
    assert submission.bce_with_logits(z, y) == one_number(expected, scale=float(z.abs().max()))


@exercise("bce_with_logits", points=2, title="lets a gradient flow to z", hint=THREAD)
@given(guess=guesses(numbers(-8, 8).filter(bool)))
def test_bce_with_logits_lets_a_gradient_flow_to_z(submission, guess):
    z, y, _ = guess
    slopes = logit_slopes(z, y)
    flow = submission.bce_with_logits.gradients(z.requires_grad_(), y)
    assert flow == gradients({"z": slopes})


@exercise(
    "bce_with_logits",
    points=1,
    title="lets a finite gradient flow, up to 10000",
    hint="If you choose between two formulas with `torch.where`, gradients flow through both. Is one of them infinite?",
)
@given(guess=guesses(LARGE))
@settings(max_examples=20)
def test_bce_with_logits_lets_a_finite_gradient_flow(submission, guess):
    z, y, _ = guess
    slopes = logit_slopes(z, y)
    flow = submission.bce_with_logits.gradients(z.requires_grad_(), y)
    assert flow == gradients({"z": slopes})


@exercise(
    "bce_with_logits",
    points=1,
    title="works with named arguments, in double precision and any memory layout",
    hint=LAYOUT,
    beside=True,
)
@given(guess=guesses(numbers(-45, 45), torch.float64))
@settings(max_examples=20)
def test_bce_with_logits_keeps_double_precision_and_any_layout(submission, guess):
    z, y, _ = guess
    z = z / 3
    # z stays below 20, from where on torch's own softplus is straight
    expected = one_number(F.binary_cross_entropy_with_logits(z, y), rtol=1e-8, scale=10)
    assert submission.bce_with_logits(z=noncontiguous(z), y=noncontiguous(y)) == expected


@exercise("bce_with_logits", points=1, title="does not change its arguments", hint=WRITES, side_effects_only=True)
@given(guess=guesses(numbers(-8, 8)), learns=st.booleans())
@settings(max_examples=10)
def test_bce_with_logits_leaves_its_arguments_alone(submission, guess, learns):
    z, y, _ = guess
    seen = submission.bce_with_logits.observe(z.requires_grad_(learns), y)
    assert seen == unchanged()


# gradients ----------------------------------------------------------------------------------------------------------


@exercise(
    "gradients",
    points=4,
    title="is the slope of the cost at W and b, for any m and n",
    hint="Compare your code with the formula, piece by piece: h - y, times x (for W), the mean.",
)
@given(problem=problems(size=1))
def test_gradients_is_the_slope_of_the_cost(submission, reference, problem):
    assert submission.gradients(*problem) == close_to(reference.gradients(*problem), rtol=1e-4, scale=5)


@exercise(
    "gradients",
    points=2,
    title="agrees with autograd",
    hint="If you increase one weight a little, how much does the cost change?",
)
@given(problem=problems(size=1, dtype=torch.float64))
@settings(max_examples=20)
def test_gradients_is_what_autograd_finds(submission, problem):
    W, b, x, y = problem
    x = x * 24 / x.shape[1]  # no logit is larger than 26
    live = W.clone().requires_grad_(), b.clone().requires_grad_()
    cost = F.binary_cross_entropy_with_logits(x @ live[0] + live[1], y)
    assert submission.gradients(W=W, b=b, x=x, y=y) == close_to(torch.autograd.grad(cost, live), atol=1e-9)


@exercise("gradients", points=1, title="works in double precision and for any memory layout", hint=LAYOUT, beside=True)
@given(problem=problems(size=1, dtype=torch.float64))
@settings(max_examples=20)
def test_gradients_keeps_double_precision_and_any_layout(submission, reference, problem):
    W, b, x, y = problem
    W = W / 3
    expected = close_to(reference.gradients(W, b, x, y), atol=1e-9)
    assert submission.gradients(noncontiguous(W), b, noncontiguous(x), noncontiguous(y)) == expected


@exercise("gradients", points=1, title="does not change its arguments", hint=WRITES, side_effects_only=True)
@given(problem=problems())
@settings(max_examples=10)
def test_gradients_leaves_its_arguments_alone(submission, problem):
    seen = submission.gradients.observe(*problem)
    assert seen == unchanged()


# train --------------------------------------------------------------------------------------------------------------


@exercise(
    "train",
    points=4,
    title="follows the path of gradient descent, for any m and n",
    hint="Calculate the first two costs and weights on paper. At which step does your function differ?",
)
@given(lesson=lessons())
def test_train_walks_the_path_of_gradient_descent(submission, reference, lesson):
    assert submission.train(*lesson) == path(reference.train(*in_double(*lesson)))


@exercise(
    "train",
    points=2,
    title="uses the defaults lr=1.0 and epochs=1000",
    hint="Which learning rate and how many epochs does the stub have by default?",
)
def test_train_uses_the_defaults(submission, reference):
    x, y = torch.tensor([[-0.5], [0.25], [0.5], [0.75]]), torch.tensor([[0.0], [1.0], [1.0], [0.0]])
    assert submission.train(x, y) == path(reference.train(*in_double(x, y)))


@exercise(
    "train",
    points=1,
    title="returns zeros if there are no epochs",
    hint="With `epochs=0` there is no update. What should W, b and the costs be, and of which dtype?",
)
@given(lesson=lessons())
@settings(max_examples=10)
def test_train_without_epochs_stays_at_zero(submission, lesson):
    x, y, lr, _ = in_double(*lesson)
    start = torch.zeros(x.shape[1], 1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64), []
    assert submission.train(x=x, y=y, lr=lr, epochs=0) == close_to(start)


@exercise("train", points=2, title="works in double precision and for any memory layout", hint=LAYOUT, beside=True)
@given(lesson=lessons(most_epochs=4).filter(lambda lesson: lesson[-1] > 0))
@settings(max_examples=15)
def test_train_keeps_double_precision_and_any_layout(submission, reference, lesson):
    x, y, *rest = in_double(*lesson)
    W, b, costs = reference.train(x / 3, y, *rest)
    expected = close_to((W, b, costs), rtol=1e-9, atol=1e-9)
    assert submission.train(noncontiguous(x / 3), noncontiguous(y), *rest) == expected


@exercise("train", points=1, title="does not change the data", hint=WRITES, side_effects_only=True)
@given(lesson=lessons(most_epochs=3))
@settings(max_examples=10)
def test_train_leaves_the_data_alone(submission, lesson):
    seen = submission.train.observe(*lesson)
    assert seen == unchanged()


# predict ------------------------------------------------------------------------------------------------------------

EIGHTHS = numbers(1 / 8, 7 / 8)
PROBABILITIES = SIZES.flatmap(lambda m: tensors((m, 1), EIGHTHS))


@exercise(
    "predict",
    points=2,
    title="is True from the threshold upwards",
    hint="Does your code use `threshold`? What should it say if a probability equals the threshold?",
)
@given(h=PROBABILITIES, threshold=EIGHTHS)
def test_predict_is_true_from_the_threshold_on(submission, h, threshold):
    assert submission.predict(h, threshold) == exactly(h >= threshold)


@exercise(
    "predict",
    points=1,
    title="uses one half by default, in any precision and memory layout",
    hint="Which threshold does the stub have by default? Is your answer a bool tensor in the shape of h?",
)
@given(h=PROBABILITIES)
@settings(max_examples=20)
def test_predict_takes_one_half_by_default(submission, h):
    assert submission.predict(noncontiguous(h.double())) == exactly(h >= 0.5)


@exercise(
    "predict",
    points=1,
    title="works for thresholds close to a probability",
    hint="Is your comparison exact, without a margin? Does every threshold work, even an extreme one?",
)
def test_predict_takes_thresholds_close_to_a_probability_and_0_and_1(submission):
    below, half, above = 0.5 - 2**-25, 0.5, 0.5 + 2**-24  # neighbours in float32
    h = torch.tensor([[0.0], [0.001], [0.25], [below], [half], [above], [0.999], [1.0]])
    answers = submission.predict.map([(h, threshold) for threshold in (0.5, 0.0, 1.0, 0.25)])
    assert answers == close_to([h >= 0.5, h >= 0.0, h >= 1.0, h >= 0.25])


@exercise(
    "predict",
    points=1,
    title="compares with the threshold in the precision of h",
    hint="What is 0.1 in float32, and what is it in float64? Which of the two does your code compare with h?",
)
@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.45, 0.7])
def test_predict_compares_in_the_precision_of_h(submission, threshold):
    below, above = math.nextafter(threshold, 0.0), math.nextafter(threshold, 1.0)
    h = torch.tensor([[below], [threshold], [above]], dtype=torch.float64)
    assert submission.predict(h, threshold) == exactly(torch.tensor([[False], [True], [True]]))


@exercise("predict", points=1, title="does not change h", hint=WRITES, beside=True)
@given(h=PROBABILITIES, threshold=EIGHTHS)
@settings(max_examples=10)
def test_predict_leaves_h_alone(submission, h, threshold):
    seen = submission.predict.observe(h=h, threshold=threshold)
    assert seen.answer == exactly(h >= threshold)
    assert seen == unchanged()


# accuracy -----------------------------------------------------------------------------------------------------------


@st.composite
def results(draw):
    """Bool predictions, and labels, both (m, 1)."""
    column = (draw(SIZES), 1)
    return draw(tensors(column, (False, True), torch.bool)), draw(tensors(column, LABELS))


def share(prediction: torch.Tensor, y: torch.Tensor):
    """The share of rows that are right."""
    return a_float(float((prediction.double() == y).double().mean()))


@exercise(
    "accuracy",
    points=3,
    title="is the share of right rows, for any m",
    hint="How many rows are right, and how many are there? Are both shapes (m, 1) when you compare?",
)
@given(result=results())
def test_accuracy_is_the_share_of_right_rows(submission, result):
    assert submission.accuracy(*result) == share(*result)


@exercise(
    "accuracy",
    points=1,
    title="is a float if no row or every row is right",
    hint="What is the type of your answer if no row or every row is right?",
)
@given(y=st.integers(1, 5).flatmap(lambda m: tensors((m, 1), LABELS)))
@settings(max_examples=10)
def test_accuracy_is_a_float_when_nothing_or_all_is_right(submission, y):
    answers = submission.accuracy.map([(y.bool(), y), (~y.bool(), y)])
    assert answers == close_to([1.0, 0.0])


@exercise(
    "accuracy",
    points=1,
    title="accepts any precision and memory layout, and does not change its arguments",
    hint=WRITES,
    beside=True,
)
@given(result=results())
@settings(max_examples=10)
def test_accuracy_leaves_its_arguments_alone(submission, result):
    prediction, y = result
    seen = submission.accuracy.observe(prediction=noncontiguous(prediction), y=noncontiguous(y.double()))
    assert seen.answer == share(prediction, y)
    assert seen == unchanged()
