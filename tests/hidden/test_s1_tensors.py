"""Hidden tests of s1_tensors: random sizes, dtypes, positive and negative `dim`, and memory layouts."""

import math

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from grader.suite import (
    close_to,
    exactly,
    exercise,
    like,
    noncontiguous,
    numbers,
    one_number,
    raises,
    shapes,
    tensors,
    unchanged,
)

MOST = 310
"""The largest number of elements in a drawn tensor."""


def shapes_of(min_dims: int, max_dims: int, lengths: tuple[int, ...]) -> st.SearchStrategy[tuple[int, ...]]:
    """Shapes with axes of these lengths, and at most MOST elements."""
    some = st.lists(st.sampled_from(lengths), min_size=min_dims, max_size=max_dims)
    return some.filter(lambda shape: math.prod(shape) <= MOST).map(tuple)


WIDE = torch.float64
FLAT = shapes_of(1, 1, (1, 2, 3, 4, 5, 101))
MATRIX = shapes_of(2, 2, (1, 2, 3, 4, 101))
ANY = shapes_of(1, 5, (1, 2, 3, 101))
ANY_OR_NONE = shapes_of(0, 5, (1, 2, 3, 101))
EMPTY_TOO = shapes(0, 3, min_side=0, max_side=3)
SMALL_AND_LARGE = (1.0, 2.0, -3.0, 0.5, 0.0, -0.125, 7.75, 640.5, -3000.0, 1e6, -1e20)
UNSORTED = torch.tensor([3.0, -2.0, 4.0, 7.0, 1.0, 5.0, 6.0, -8.0])
SEVERAL = shapes(2, 3, min_side=1, max_side=3)
MATRIX_OR_MORE = shapes_of(2, 5, (1, 2, 3, 101))
usual = settings(max_examples=30)
few = settings(max_examples=12)


# what several exercises need


@st.composite
def numbered(draw, shape=ANY, dtype=torch.float32):
    """Tensors of different numbers in no sorted order, so that each number tells where it comes from."""
    sides = draw(shape)
    counted = torch.arange(torch.Size(sides).numel(), dtype=dtype) + draw(st.sampled_from([1.0, 7 / 3]))
    counted[1::2] *= -1
    return counted.reshape(sides)


def wide(shape=ANY):
    """float64 tensors whose numbers float32 cannot represent."""
    return tensors(shape, numbers().map(lambda number: number / 3), WIDE)


def reduced(expected: Tensor):
    """The expected answer after an axis has disappeared: a tensor, or one number if no axis is left."""
    return one_number(expected, scale=10) if expected.dim() == 0 else close_to(expected, scale=10)


LEARNING = """
from contextlib import suppress

def changed_while_learning(function, arguments):
    flat = [t for item in arguments for t in (item if isinstance(item, list) else [item])]
    learning = [t for t in flat if isinstance(t, torch.Tensor) and t.is_floating_point()]
    for t in learning:
        t.requires_grad_()
        t.grad = torch.ones_like(t)
    with suppress(Exception):  # NumPy refuses such a tensor, and no gradient is asked for in this section
        function(*arguments)
    return any(not t.requires_grad or t.grad is None or bool((t.grad != 1).any()) for t in learning)
"""


def assert_left_alone(submission, name: str, seen) -> None:
    """Fail unless the call changed nothing, and changes nothing if its tensors require grad and have a `.grad`."""
    assert seen == unchanged()
    learning = submission.define(LEARNING)
    assert not learning.changed_while_learning(submission.value(name), seen.arguments), (
        "expected the argument as it was before the call, got a change in its requires_grad or its .grad"
    )


@st.composite
def with_an_axis(draw, strategy, negative=False):
    """A tensor and one of its axes, counted from the front or, if `negative`, from the end."""
    t = draw(strategy)
    dim = draw(st.integers(0, t.dim() - 1))
    return t, dim - t.dim() if negative else dim


# rank_and_shape


@exercise(
    "rank_and_shape", points=1, title="works for any tensor", hint="How many axes are there? Do axes of length 1 count?"
)
@few
@given(shape=shapes(0, 4, min_side=0, max_side=4))
def test_rank_and_shape_of_any_tensor(submission, shape):
    assert submission.rank_and_shape(torch.ones(shape)) == close_to((len(shape), shape))


@exercise(
    "rank_and_shape",
    points=1,
    title="works for any NumPy array",
    hint="Which attribute names do NumPy and torch share?",
)
@few
@given(shape=shapes(0, 4, min_side=0, max_side=4))
def test_rank_and_shape_of_any_array(submission, shape):
    assert submission.rank_and_shape(t=torch.ones(shape).numpy()) == close_to((len(shape), shape))


@exercise(
    "rank_and_shape",
    points=1,
    title="works for whole numbers and masks",
    hint="Does the answer depend on the values or their dtype?",
)
def test_rank_and_shape_of_other_dtypes(submission):
    assert submission.rank_and_shape(torch.tensor([[4, 0, 4]])) == close_to((2, (1, 3)))
    assert submission.rank_and_shape(torch.zeros((1, 1, 12, 1, 1, 101), dtype=torch.int64)) == close_to(
        (6, (1, 1, 12, 1, 1, 101))
    )
    assert submission.rank_and_shape(torch.tensor([[True], [False]]).numpy()) == close_to((2, (2, 1)))


@exercise(
    "rank_and_shape",
    points=1,
    title="does not change its argument",
    hint="What is the shape of the caller's tensor afterwards?",
    side_effects_only=True,
)
def test_rank_and_shape_leaves_its_argument_alone(submission):
    t = torch.tensor([[3.0, -1.0, 2.0]])
    seen = submission.rank_and_shape.observe(t)
    assert seen.answer == close_to((2, (1, 3)))
    assert_left_alone(submission, "rank_and_shape", seen)
    seen = submission.rank_and_shape.observe(t.numpy())
    assert seen == unchanged(settings=False)


# slices


def four_slices(t: Tensor) -> tuple[Tensor, ...]:
    return t[2:5], t[4:-1], t[:2], t[3:]


@exercise(
    "slices",
    points=1,
    title="works for any length",
    hint="Does a slice include its end? Does your code work for other lengths?",
)
@usual
@given(t=numbered(shapes_of(1, 1, (6, 7, 8, 12, 101))))
def test_slices_of_any_length(submission, t):
    assert submission.slices(t) == exactly(four_slices(t))


@exercise(
    "slices", points=1, title="works for short tensors", hint="What should a slice that goes beyond the end return?"
)
@few
@given(t=numbered(FLAT))
def test_slices_of_short_tensors(submission, t):
    assert submission.slices(t) == exactly(four_slices(t))


@exercise(
    "slices",
    points=1,
    title="keeps the dtype",
    hint="If the tensor is float64, what is the dtype of each slice?",
    beside=True,
)
@few
@given(t=numbered(shapes(1, 1, min_side=5, max_side=9), WIDE))
def test_slices_keep_the_dtype(submission, t):
    assert submission.slices(t=noncontiguous(t)) == exactly(four_slices(t))


@exercise(
    "slices",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
def test_slices_leave_their_argument_alone(submission):
    seen = submission.slices.observe(UNSORTED)
    assert seen.answer == exactly(four_slices(UNSORTED))
    assert_left_alone(submission, "slices", seen)


# column


@st.composite
def matrices_and_columns(draw, shape=MATRIX, dtype=torch.float32):
    t = draw(numbered(shape, dtype))
    n = t.shape[1]
    return t, draw(st.integers(-n, n - 1) | st.sampled_from([n - 1, -n]))


@exercise(
    "column",
    points=2,
    title="works for any column",
    hint="Which axis counts the columns? What does a negative `j` mean?",
)
@usual
@given(case=matrices_and_columns())
def test_column_takes_any_column(submission, case):
    t, j = case
    assert submission.column(t, j) == exactly(t[:, j])


@exercise(
    "column",
    points=1,
    title="works for a single row",
    hint="How many axes should the answer have if there is only one row?",
)
@few
@given(case=matrices_and_columns(st.tuples(st.just(1), st.integers(1, 4))))
def test_column_of_a_single_row(submission, case):
    t, j = case
    assert submission.column(t, j) == exactly(t[:, j])


@exercise(
    "column",
    points=1,
    title="keeps the dtype, for any memory layout",
    hint="Does your code depend on the order of the numbers in memory, or change the dtype?",
    beside=True,
)
@few
@given(case=matrices_and_columns(dtype=WIDE))
def test_column_in_any_order_of_memory(submission, case):
    t, j = case
    assert submission.column(t=noncontiguous(t), j=j) == exactly(t[:, j])


@exercise(
    "column",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
def test_column_leaves_its_argument_alone(submission):
    seen = submission.column.observe(UNSORTED.reshape(4, 2), 0)
    assert seen.answer == exactly(torch.tensor([3.0, 4.0, 1.0, 6.0]))
    assert_left_alone(submission, "column", seen)


# drop_last_column


@exercise(
    "drop_last_column",
    points=2,
    title="works for any matrix",
    hint="Which axis counts the columns? How many columns should remain?",
)
@usual
@given(t=numbered(MATRIX))
def test_drop_last_column_of_any_matrix(submission, t):
    assert submission.drop_last_column(t) == exactly(t[:, :-1])


@exercise(
    "drop_last_column",
    points=1,
    title="returns a matrix, however narrow",
    hint="What should remain of a matrix with few columns?",
)
@few
@given(t=numbered(st.sampled_from([(1, 1), (2, 1), (1, 2), (3, 2), (1, 3)])))
def test_drop_last_column_leaves_a_matrix(submission, t):
    assert submission.drop_last_column(t) == exactly(t[:, :-1])


@exercise(
    "drop_last_column",
    points=1,
    title="keeps the dtype",
    hint="If the input is float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(t=tensors(MATRIX, (1 / 3, 2 / 3), WIDE))
def test_drop_last_column_keeps_the_dtype(submission, t):
    assert submission.drop_last_column(t=noncontiguous(t)) == exactly(t[:, :-1])


@exercise(
    "drop_last_column",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
def test_drop_last_column_leaves_its_argument_alone(submission):
    seen = submission.drop_last_column.observe(torch.tensor([[3.0, -1.0, 2.0]]))
    assert seen.answer == exactly(torch.tensor([[3.0, -1.0]]))
    assert_left_alone(submission, "drop_last_column", seen)


# outer_sum


@exercise(
    "outer_sum",
    points=2,
    title="adds each number of a to each number of b",
    hint="Which of the two must become a column?",
)
@usual
@given(a=tensors(FLAT, SMALL_AND_LARGE), b=tensors(FLAT, SMALL_AND_LARGE))
def test_outer_sum_adds_each_to_each(submission, a, b):
    assert submission.outer_sum(a, b) == close_to(a.reshape(-1, 1) + b.reshape(1, -1))


@exercise(
    "outer_sum",
    points=1,
    title="works for two tensors of the same length",
    hint="What does a plain `a + b` do if both have the same length?",
)
@few
@given(pair=st.integers(2, 4).flatmap(lambda n: st.tuples(tensors((n,)), tensors((n,)))))
def test_outer_sum_of_two_equally_long_ones(submission, pair):
    a, b = pair
    assert submission.outer_sum(a, b) == close_to(a.reshape(-1, 1) + b.reshape(1, -1))


@exercise(
    "outer_sum",
    points=1,
    title="keeps the dtype",
    hint="If the inputs are float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(a=wide(FLAT), b=wide(FLAT))
def test_outer_sum_keeps_the_dtype(submission, a, b):
    answer = submission.outer_sum(a=noncontiguous(a), b=noncontiguous(b))
    assert answer == close_to(a.reshape(-1, 1) + b.reshape(1, -1))


@exercise(
    "outer_sum",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, with `+=` or a method that ends in `_`?",
    side_effects_only=True,
)
def test_outer_sum_leaves_its_arguments_alone(submission):
    seen = submission.outer_sum.observe(torch.tensor([5.0, -1.0]), torch.tensor([3.0, 4.0, 2.0]))
    assert seen.answer == close_to(torch.tensor([[8.0, 9.0, 7.0], [2.0, 3.0, 1.0]]))
    assert_left_alone(submission, "outer_sum", seen)


# broadcast_shape


@st.composite
def fitting_shapes(draw, min_rank=0, min_side=1, same_rank=False):
    """Two shapes that fit: one shape, with some lengths replaced by 1 and some of its first axes cut off."""
    whole = draw(shapes(min_rank, 6, min_side=min_side, max_side=4))
    pair = []
    for _ in range(2):
        ones = draw(st.lists(st.booleans(), min_size=len(whole), max_size=len(whole)))
        cut = 0 if same_rank else draw(st.integers(0, len(whole)))
        pair.append(tuple(1 if one else side for one, side in zip(ones, whole, strict=True))[cut:])
    return pair


@st.composite
def misfits(draw, *sides):
    """Two shapes that do not fit: their lengths at one axis are different, and neither is 1."""
    p, q = draw(st.sampled_from(sides))
    a, b = draw(fitting_shapes(same_rank=True))
    place = draw(st.integers(0, len(a)))
    first = draw(shapes(0, 2, min_side=1, max_side=3))
    a, b = (*first, *a[:place], p, *a[place:]), (*b[:place], q, *b[place:])
    return draw(st.sampled_from([(a, b), (b, a)]))


@exercise(
    "broadcast_shape",
    points=1,
    title="works for shapes of the same length",
    hint="What happens to an axis of length 1, in the first shape and in the second?",
)
@usual
@given(pair=fitting_shapes(min_rank=1, same_rank=True))
def test_broadcast_shape_of_equally_long_shapes(submission, pair):
    a, b = pair
    assert submission.broadcast_shape(a, b) == close_to(tuple(torch.broadcast_shapes(a, b)))


@exercise(
    "broadcast_shape", points=1, title="works for shapes of any length", hint="At which end are the shapes aligned?"
)
@usual
@given(pair=fitting_shapes())
def test_broadcast_shape_of_shapes_of_any_length(submission, pair):
    a, b = pair
    assert submission.broadcast_shape(a, b) == close_to(tuple(torch.broadcast_shapes(a, b)))


@exercise(
    "broadcast_shape",
    points=1,
    title="works for axes of length 0",
    hint="What is a 1 stretched to if the other length is 0?",
)
@usual
@given(pair=fitting_shapes(min_rank=1, min_side=0))
def test_broadcast_shape_with_sides_of_zero(submission, pair):
    a, b = pair
    assert submission.broadcast_shape(a, b) == close_to(tuple(torch.broadcast_shapes(a, b)))


@exercise("broadcast_shape", points=1, title="stretches a 1 to a 0", hint="Which of the two is stretched, and to what?")
def test_broadcast_shape_of_zero_and_one(submission):
    answers = submission.broadcast_shape.map(
        [((0,), (1,)), ((1,), (0,)), ((0,), (0,)), ((3, 1), (0,)), ((0, 1), (1, 2))]
    )
    assert answers == close_to([(0,), (0,), (0,), (3, 0), (0, 2)])


@exercise("broadcast_shape", points=1, title="works for the empty shape", hint="Which shapes fit a shape without axes?")
def test_broadcast_shape_of_the_empty_shape(submission):
    answers = submission.broadcast_shape.map([((), ()), ((), (3, 1)), ((5,), ()), ((), (0,))])
    assert answers == close_to([(), (3, 1), (5,), (0,)])


@exercise(
    "broadcast_shape",
    points=2,
    title="refuses shapes that do not fit",
    hint="Does your code check every pair of lengths?",
)
@usual
@given(pair=misfits((2, 3), (2, 4), (4, 2), (3, 4), (0, 2)))
def test_broadcast_shape_refuses_what_does_not_fit(submission, pair):
    a, b = pair
    with raises(ValueError):
        submission.broadcast_shape(a, b)


@exercise("broadcast_shape", points=1, title="does not stretch a 0", hint="Is only a 1 stretched, or also a 0?")
@few
@given(pair=misfits((0, 2), (3, 0)))
def test_broadcast_shape_does_not_stretch_a_zero(submission, pair):
    a, b = pair
    with raises(ValueError):
        submission.broadcast_shape(a, b)


@exercise(
    "broadcast_shape",
    points=1,
    title="accepts torch.Size",
    hint="Does your code work for a `torch.Size`, which is a kind of tuple?",
)
@few
@given(pair=fitting_shapes())
def test_broadcast_shape_of_sizes(submission, pair):
    a, b = pair
    seen = submission.broadcast_shape.observe(a=torch.Size(a), b=b)
    assert seen.answer == close_to(tuple(torch.broadcast_shapes(a, b)))
    assert seen == unchanged(arguments=False)


# products


@st.composite
def factors(draw, square=False, kind=tensors):
    """Two matrices for which both products exist."""
    k = draw(st.sampled_from([1, 2, 3, 12]))
    m, n = draw(st.sampled_from([(k, k)] if square else [(k, 1), (1, k), (1, 1), (k, k)]))
    return draw(kind((m, k))), draw(kind((k, n)))


@exercise(
    "products",
    points=1,
    title="works for square matrices",
    hint="Which product comes first? Which matrix gives the rows, and which the columns?",
)
@usual
@given(pair=factors(square=True))
def test_products_of_square_matrices(submission, pair):
    a, b = pair
    assert submission.products(a, b) == close_to((a @ b, a * b), scale=100)


@exercise(
    "products",
    points=1,
    title="works for matrices of different shapes",
    hint="What does the element-wise product do with an axis of length 1?",
)
@usual
@given(pair=factors())
def test_products_of_different_shapes(submission, pair):
    a, b = pair
    assert submission.products(a, b) == close_to((a @ b, a * b), scale=100)


@exercise(
    "products",
    points=1,
    title="works for a column and a row",
    hint="What is the shape of each product if a column meets a row?",
)
@few
@given(a=tensors(st.integers(1, 4).map(lambda m: (m, 1))), b=tensors(st.integers(1, 4).map(lambda n: (1, n))))
def test_products_of_a_column_and_a_row(submission, a, b):
    assert submission.products(a, b) == close_to((a @ b, a * b), scale=100)


@exercise(
    "products",
    points=1,
    title="keeps the dtype",
    hint="If the input is float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(pair=factors(kind=wide))
def test_products_keep_the_dtype(submission, pair):
    a, b = pair
    assert submission.products(a=noncontiguous(a), b=noncontiguous(b)) == close_to((a @ b, a * b), scale=100)


@exercise(
    "products",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into a caller's tensor, with `+=` or a method that ends in `_`?",
    side_effects_only=True,
)
def test_products_leave_their_arguments_alone(submission):
    a = torch.tensor([[2.0, -1.0], [5.0, 3.0]])
    for b in (torch.tensor([[4.0], [-2.0]]), torch.tensor([[4.0, 3.0], [-2.0, 6.0]])):
        seen = submission.products.observe(a, b)
        assert seen.answer == close_to((a @ b, a * b))
        assert_left_alone(submission, "products", seen)


# mean


@st.composite
def whole_tensors(draw, shape=ANY):
    """Tensors of every integer dtype, and masks."""
    dtype, lowest, highest = draw(
        st.sampled_from(
            [
                (torch.int64, -9, 9),
                (torch.int64, 0, 99_999),
                (torch.int32, -9, 9),
                (torch.int16, -9, 9),
                (torch.int8, -99, 99),
                (torch.uint8, 0, 255),
                (torch.bool, 0, 1),
            ]
        )
    )
    return draw(tensors(shape, st.integers(lowest, highest), dtype))


@exercise(
    "mean",
    points=1,
    title="works for the whole tensor",
    hint="By which number do you divide the sum? Is the answer still a tensor?",
)
@usual
@given(t=tensors(ANY_OR_NONE))
def test_mean_of_everything(submission, t):
    assert submission.mean(t) == one_number(t.mean(), scale=5)


@exercise(
    "mean", points=1, title="works along an axis", hint="Which axis disappears? What does `if dim` do if `dim` is 0?"
)
@usual
@given(case=with_an_axis(tensors(ANY)))
def test_mean_along_an_axis(submission, case):
    t, dim = case
    assert submission.mean(t, dim) == reduced(t.mean(dim))


@exercise("mean", points=1, title="works along an axis counted from the end", hint="What does a negative `dim` mean?")
@few
@given(case=with_an_axis(tensors(ANY), negative=True))
def test_mean_along_a_negative_axis(submission, case):
    t, dim = case
    assert submission.mean(t, dim=dim) == reduced(t.mean(dim))


@exercise(
    "mean",
    points=1,
    title="gives float32 for whole numbers",
    hint="Which dtypes does torch refuse to average? What should the dtype of the answer be?",
)
@usual
@given(t=whole_tensors(ANY_OR_NONE))
def test_mean_of_whole_numbers(submission, t):
    assert submission.mean(t) == one_number(t.double().mean().float(), scale=100)


@exercise(
    "mean", points=1, title="works for whole numbers along an axis", hint="Does `dim` work for whole numbers, too?"
)
@few
@given(case=with_an_axis(whole_tensors()))
def test_mean_of_whole_numbers_along_an_axis(submission, case):
    t, dim = case
    expected = t.double().mean(dim).float()
    assert submission.mean(noncontiguous(t), dim) == (
        one_number(expected) if expected.dim() == 0 else close_to(expected, scale=100)
    )


@exercise("mean", points=1, title="works for a mask", hint="Does your code work for a bool tensor?")
@few
@given(t=tensors(ANY, st.booleans(), torch.bool))
def test_mean_of_a_mask(submission, t):
    assert submission.mean(t, None) == one_number(t.float().mean())


@exercise(
    "mean",
    points=1,
    title="keeps float64",
    hint="Which dtypes does your code convert to float32? Which ones must it convert?",
    beside=True,
)
@few
@given(case=with_an_axis(wide()))
def test_mean_keeps_float64(submission, case):
    t, dim = case
    assert submission.mean(t=noncontiguous(t)) == one_number(t.mean(), scale=5)
    assert submission.mean(t=noncontiguous(t), dim=dim) == reduced(t.mean(dim))


@exercise(
    "mean",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
def test_mean_leaves_its_argument_alone(submission):
    seen = submission.mean.observe(torch.tensor([[2, -1], [9, 5]]), 1)
    assert seen.answer == close_to(torch.tensor([0.5, 7.0]))
    assert_left_alone(submission, "mean", seen)
    assert_left_alone(submission, "mean", submission.mean.observe(torch.tensor([2.0, -1.0])))


# total


@exercise(
    "total",
    points=1,
    title="works for the whole tensor",
    hint="Which numbers does your code add up if `dim` is not given?",
)
@usual
@given(t=tensors(ANY_OR_NONE))
def test_total_of_everything(submission, t):
    assert submission.total(t) == one_number(t.sum(), scale=100)


@exercise(
    "total", points=1, title="works along an axis", hint="Which axis disappears? What does `if dim` do if `dim` is 0?"
)
@usual
@given(case=with_an_axis(tensors(ANY)))
def test_total_along_an_axis(submission, case):
    t, dim = case
    assert submission.total(t, dim) == reduced(t.sum(dim))


@exercise("total", points=1, title="works along an axis counted from the end", hint="What does a negative `dim` mean?")
@few
@given(case=with_an_axis(tensors(ANY), negative=True))
def test_total_along_a_negative_axis(submission, case):
    t, dim = case
    assert submission.total(t, dim=dim) == reduced(t.sum(dim))


@exercise(
    "total",
    points=1,
    title="keeps float64",
    hint="If the input is float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(case=with_an_axis(wide()))
def test_total_keeps_float64(submission, case):
    t, dim = case
    assert submission.total(noncontiguous(t), dim=None) == one_number(t.sum(), scale=100)
    assert submission.total(noncontiguous(t), dim=dim) == reduced(t.sum(dim))


@exercise(
    "total",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
def test_total_leaves_its_argument_alone(submission):
    seen = submission.total.observe(torch.tensor([[2.0, -1.0], [9.0, 5.0]]), 1)
    assert seen.answer == close_to(torch.tensor([1.0, 14.0]))
    assert_left_alone(submission, "total", seen)
    assert_left_alone(submission, "total", submission.total.observe(torch.tensor([2.0, -1.0])))


# max_and_argmax


def with_long_places(answer):
    """The same answer, with the indices as int64: smaller integer dtypes are right, too."""
    match answer:
        case (values, Tensor(dtype=torch.int32 | torch.int16 | torch.int8 | torch.uint8) as places):
            return values, places.long()
    return answer


def values_at(t: Tensor, dim: int, places: Tensor) -> Tensor:
    """The values at these indices along `dim`; minus infinity for an index out of range."""
    along = [1] * t.dim()
    along[dim] = -1
    every_place = torch.arange(t.shape[dim]).reshape(along)
    return t.masked_fill(every_place != places.unsqueeze(dim), float("-inf")).amax(dim)


@st.composite
def tensors_without_ties(draw, dtype=torch.float32, shape=SEVERAL):
    shape = draw(shape)
    count = torch.Size(shape).numel()
    return torch.tensor(draw(st.permutations(range(-count, 0))), dtype=dtype).reshape(shape) / 3


@exercise(
    "max_and_argmax",
    points=2,
    title="works along an axis",
    hint="Do the values come first? Along which axis are the indices counted?",
)
@usual
@given(case=with_an_axis(tensors_without_ties()))
def test_max_and_argmax_along_an_axis(submission, case):
    t, dim = case
    assert with_long_places(submission.max_and_argmax(t, dim)) == exactly((t.amax(dim), t.argmax(dim)))


@exercise(
    "max_and_argmax",
    points=1,
    title="works along an axis counted from the end",
    hint="What does a negative `dim` mean?",
)
@few
@given(case=with_an_axis(tensors_without_ties(), negative=True))
def test_max_and_argmax_along_a_negative_axis(submission, case):
    t, dim = case
    assert with_long_places(submission.max_and_argmax(t, dim=dim)) == exactly((t.amax(dim), t.argmax(dim)))


@exercise(
    "max_and_argmax",
    points=1,
    title="works if the maximum occurs more than once",
    hint="Is the maximum really at each of your indices?",
)
@usual
@given(case=with_an_axis(tensors(MATRIX_OR_MORE, (0.0, 1.0, 1.000001, -1e30))))
def test_max_and_argmax_with_ties(submission, case):
    t, dim = case
    expected = t.amax(dim)
    answer = with_long_places(submission.max_and_argmax(t, dim))
    assert answer == exactly((expected, like(tuple(expected.shape), torch.int64)))
    found = values_at(t, dim, answer[1])
    assert torch.equal(found, expected), (
        f"expected {expected.tolist()} at the indices {answer[1].tolist()}, got {found.tolist()}"
    )


@exercise(
    "max_and_argmax",
    points=1,
    title="works for a 1-D tensor",
    hint="A 1-D tensor has one axis. How many maxima are there along it?",
)
@few
@given(t=tensors_without_ties(shape=FLAT), dim=st.sampled_from([0, -1]))
def test_max_and_argmax_of_a_flat_tensor(submission, t, dim):
    answer = with_long_places(submission.max_and_argmax(t, dim))
    assert answer == close_to((one_number(t.max()), one_number(t.argmax())))


@exercise(
    "max_and_argmax",
    points=1,
    title="keeps float64",
    hint="If the input is float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(case=with_an_axis(tensors_without_ties(dtype=WIDE)))
def test_max_and_argmax_keeps_float64(submission, case):
    t, dim = case
    answer = with_long_places(submission.max_and_argmax(noncontiguous(t), dim=dim))
    assert answer == exactly((t.amax(dim), t.argmax(dim)))


@exercise(
    "max_and_argmax",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
def test_max_and_argmax_leaves_its_argument_alone(submission):
    seen = submission.max_and_argmax.observe(torch.tensor([[1.0, 2.0], [9.0, 5.0]]), 1)
    assert with_long_places(seen.answer) == exactly((torch.tensor([2.0, 9.0]), torch.tensor([1, 0])))
    assert_left_alone(submission, "max_and_argmax", seen)


# reshape_rows


@st.composite
def with_a_width(draw, strategy):
    """A tensor and a width that divides its size."""
    t = draw(strategy)
    return t, draw(st.sampled_from([width for width in range(1, t.numel() + 1) if t.numel() % width == 0]))


@exercise(
    "reshape_rows",
    points=1,
    title="works for any tensor",
    hint="How long is a row? In which order should the numbers be?",
)
@usual
@given(case=with_a_width(numbered()))
def test_reshape_rows_of_any_tensor(submission, case):
    t, width = case
    assert submission.reshape_rows(t, width) == exactly(t.reshape(-1, width))


@exercise(
    "reshape_rows",
    points=1,
    title="works for any memory layout",
    hint="Does your code need the numbers to be in order in memory?",
)
@usual
@given(case=with_a_width(numbered(shapes(2, 3, min_side=2, max_side=3))))
def test_reshape_rows_in_any_order_of_memory(submission, case):
    t, width = case
    assert submission.reshape_rows(noncontiguous(t), width) == exactly(t.reshape(-1, width))


@exercise(
    "reshape_rows",
    points=1,
    title="works for any number of axes",
    hint="Does your code assume a certain number of axes?",
)
@few
@given(case=with_a_width(numbered(st.sampled_from([(), (1,), (4,), (1, 1), (2, 1, 2, 2), (2, 3, 1, 1, 2)]))))
def test_reshape_rows_of_any_number_of_axes(submission, case):
    t, width = case
    assert submission.reshape_rows(t, width) == exactly(t.reshape(-1, width))


@exercise(
    "reshape_rows",
    points=1,
    title="keeps the dtype",
    hint="If the input is float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(case=with_a_width(numbered(dtype=WIDE)))
def test_reshape_rows_keeps_the_dtype(submission, case):
    t, width = case
    assert submission.reshape_rows(t=t, width=width) == exactly(t.reshape(-1, width))


@exercise(
    "reshape_rows",
    points=1,
    title="does not change its argument",
    hint="What is the shape of the caller's tensor afterwards?",
    side_effects_only=True,
)
def test_reshape_rows_leaves_its_argument_alone(submission):
    for t in (UNSORTED, UNSORTED.reshape(4, 2)):
        seen = submission.reshape_rows.observe(t, 4)
        assert seen.answer == exactly(torch.tensor([[3.0, -2.0, 4.0, 7.0], [1.0, 5.0, 6.0, -8.0]]))
        assert_left_alone(submission, "reshape_rows", seen)


# to_column, to_row


@exercise("to_column", points=1, title="works for any length", hint="Where should the new axis be?")
@few
@given(t=numbered(FLAT))
def test_to_column_of_any_length(submission, t):
    assert submission.to_column(t) == exactly(t[:, None])


@exercise(
    "to_column",
    points=1,
    title="keeps the dtype",
    hint="Does your code keep float64? Does it depend on the order of the numbers in memory?",
    beside=True,
)
@few
@given(t=numbered(FLAT, WIDE))
def test_to_column_keeps_the_dtype(submission, t):
    assert submission.to_column(t=noncontiguous(t)) == exactly(t[:, None])


@exercise(
    "to_column",
    points=1,
    title="does not change its argument",
    hint="What is the shape of the caller's tensor afterwards?",
    side_effects_only=True,
)
def test_to_column_leaves_its_argument_alone(submission):
    seen = submission.to_column.observe(torch.tensor([5.0, -4.0]))
    assert seen.answer == exactly(torch.tensor([[5.0], [-4.0]]))
    assert_left_alone(submission, "to_column", seen)


@exercise("to_row", points=1, title="works for any length", hint="Where should the new axis be?")
@few
@given(t=numbered(FLAT))
def test_to_row_of_any_length(submission, t):
    assert submission.to_row(t) == exactly(t[None, :])


@exercise(
    "to_row",
    points=1,
    title="keeps the dtype",
    hint="Does your code keep float64? Does it depend on the order of the numbers in memory?",
    beside=True,
)
@few
@given(t=numbered(FLAT, WIDE))
def test_to_row_keeps_the_dtype(submission, t):
    assert submission.to_row(t=noncontiguous(t)) == exactly(t[None, :])


@exercise(
    "to_row",
    points=1,
    title="does not change its argument",
    hint="What is the shape of the caller's tensor afterwards?",
    side_effects_only=True,
)
def test_to_row_leaves_its_argument_alone(submission):
    seen = submission.to_row.observe(torch.tensor([5.0, -4.0]))
    assert seen.answer == exactly(torch.tensor([[5.0, -4.0]]))
    assert_left_alone(submission, "to_row", seen)


# squeeze


@exercise(
    "squeeze", points=1, title="works for any shape", hint="Which axes have length 1? Do the others keep their order?"
)
@usual
@given(t=numbered(shapes(0, 4, min_side=0, max_side=3)))
def test_squeeze_of_any_shape(submission, t):
    assert submission.squeeze(t) == exactly(t.squeeze())


@exercise(
    "squeeze", points=1, title="removes several axes at once", hint="Can there be more than one axis of length 1?"
)
@few
@given(
    t=numbered(
        st.sampled_from([(1, 1, 101), (2, 1, 1), (1, 2, 1, 3), (3, 1, 1, 2), (1, 1, 1, 2, 1, 1, 1), (1, 0, 1, 2)])
    )
)
def test_squeeze_removes_several_at_once(submission, t):
    assert submission.squeeze(t) == exactly(t.squeeze())


@exercise(
    "squeeze",
    points=1,
    title="leaves no axis if all of them have length 1",
    hint="Must one axis stay, or may all of them disappear?",
)
@few
@given(t=numbered(st.sampled_from([(1,), (1, 1), (1, 1, 1)])))
def test_squeeze_leaves_no_axis(submission, t):
    assert submission.squeeze(t) == exactly(t.reshape(()))


@exercise(
    "squeeze",
    points=1,
    title="keeps longer axes and the dtype",
    hint="What should your function return if no axis has length 1?",
)
@few
@given(t=numbered(shapes(1, 3, min_side=2, max_side=3), WIDE))
def test_squeeze_keeps_longer_axes(submission, t):
    assert submission.squeeze(noncontiguous(t)) == exactly(t)


@exercise(
    "squeeze",
    points=1,
    title="does not change its argument",
    hint="What is the shape of the caller's tensor afterwards?",
    side_effects_only=True,
)
def test_squeeze_leaves_its_argument_alone(submission):
    seen = submission.squeeze.observe(torch.tensor([[5.0], [-4.0]]))
    assert seen.answer == exactly(torch.tensor([5.0, -4.0]))
    assert_left_alone(submission, "squeeze", seen)


# mask_to_numbers


@exercise(
    "mask_to_numbers",
    points=1,
    title="works for a bool mask",
    hint="Which two dtypes should the answers have, and in which order?",
)
@usual
@given(mask=tensors(ANY_OR_NONE, st.booleans(), torch.bool))
def test_mask_to_numbers_of_a_bool_mask(submission, mask):
    assert submission.mask_to_numbers(mask) == exactly((mask.to(torch.int64), mask.to(torch.float32)))


@exercise(
    "mask_to_numbers",
    points=1,
    title="works for a uint8 mask",
    hint="The lecture's older torch made uint8 masks. Does your code work for them, too?",
)
@usual
@given(mask=tensors(ANY_OR_NONE, st.integers(0, 1), torch.uint8))
def test_mask_to_numbers_of_a_uint8_mask(submission, mask):
    assert submission.mask_to_numbers(mask=noncontiguous(mask)) == exactly(
        (mask.to(torch.int64), mask.to(torch.float32))
    )


@exercise(
    "mask_to_numbers",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's mask?",
    side_effects_only=True,
)
def test_mask_to_numbers_leaves_its_argument_alone(submission):
    seen = submission.mask_to_numbers.observe(torch.tensor([[True], [False]]))
    assert seen.answer == exactly((torch.tensor([[1], [0]]), torch.tensor([[1.0], [0.0]])))
    assert_left_alone(submission, "mask_to_numbers", seen)


# join


@st.composite
def joinable(draw, negative=False, dtype=torch.float32):
    """Two tensors that may differ in length along one axis, and that axis."""
    x = draw(numbered(dtype=dtype))
    dim = draw(st.integers(0, x.dim() - 1))
    other = (*x.shape[:dim], draw(st.integers(1, 3)), *x.shape[dim + 1 :])
    y = 100 + torch.arange(torch.Size(other).numel(), dtype=dtype).reshape(other)
    return x, y, dim - x.dim() if negative else dim


@exercise("join", points=2, title="works along any axis", hint="Which axis gets longer? Which tensor comes first?")
@usual
@given(case=joinable())
def test_join_along_any_axis(submission, case):
    x, y, dim = case
    assert submission.join(x, y, dim) == exactly(torch.cat([x, y], dim))


@exercise("join", points=1, title="works along an axis counted from the end", hint="What does a negative `dim` mean?")
@usual
@given(case=joinable(negative=True))
def test_join_along_a_negative_axis(submission, case):
    x, y, dim = case
    assert submission.join(x, y, dim=dim) == exactly(torch.cat([x, y], dim))


@exercise(
    "join",
    points=1,
    title="keeps the dtype",
    hint="If the input is float64, what is the dtype of your answer?",
    beside=True,
)
@few
@given(case=joinable(dtype=WIDE))
def test_join_keeps_the_dtype(submission, case):
    x, y, dim = case
    assert submission.join(x=noncontiguous(x), y=noncontiguous(y), dim=dim) == exactly(torch.cat([x, y], dim))


@exercise(
    "join",
    points=1,
    title="does not change its arguments",
    hint="Does your code write into the caller's tensors?",
    side_effects_only=True,
)
def test_join_leaves_its_arguments_alone(submission):
    x, y = torch.tensor([7.0, -4.0]), torch.tensor([6.0, 5.0])
    for one, other, dim in ((x, y, 0), (x.reshape(2, 1), y.reshape(2, 1), 1)):
        seen = submission.join.observe(one, other, dim)
        assert seen.answer == exactly(torch.cat([one, other], dim))
        assert_left_alone(submission, "join", seen)


# stack


@st.composite
def stackable(draw, negative=False, dtype=torch.float32):
    """Tensors of one shape, and a place for the new axis."""
    first = draw(numbered(shapes(0, 4, min_side=1, max_side=3), dtype))
    dim = draw(st.integers(0, first.dim()))
    some = [first + 100 * i for i in range(draw(st.sampled_from([1, 2, 3, 4, 12])))]
    return some, dim - first.dim() - 1 if negative else dim


@exercise(
    "stack", points=1, title="uses a new first axis by default", hint="Where is the new axis if `dim` is not given?"
)
@usual
@given(case=stackable())
def test_stack_along_a_new_first_axis(submission, case):
    some, _ = case
    assert submission.stack(some) == exactly(torch.stack(some))


@exercise(
    "stack", points=2, title="works along any new axis", hint="Do both steps use `dim`: the new axis, and the joining?"
)
@usual
@given(case=stackable())
def test_stack_along_any_new_axis(submission, case):
    some, dim = case
    assert submission.stack(some, dim) == exactly(torch.stack(some, dim))


@exercise(
    "stack",
    points=1,
    title="works along an axis counted from the end",
    hint="A negative `dim` counts from the end of the answer. How many axes does the answer have?",
)
@usual
@given(case=stackable(negative=True))
def test_stack_along_a_negative_axis(submission, case):
    some, dim = case
    assert submission.stack(some, dim=dim) == exactly(torch.stack(some, dim))


@exercise(
    "stack",
    points=1,
    title="accepts a tuple, and keeps the dtype",
    hint="Does your code use something that a list can do and a tuple cannot?",
    beside=True,
)
@few
@given(case=stackable(dtype=WIDE))
def test_stack_takes_a_tuple(submission, case):
    some, dim = case
    answer = submission.stack(tensors=tuple(noncontiguous(t) for t in some), dim=dim)
    assert answer == exactly(torch.stack(some, dim))


@exercise(
    "stack",
    points=1,
    title="does not change the list or its tensors",
    hint="Does your code write into the caller's list, or into its tensors?",
    beside=True,
)
def test_stack_leaves_the_list_alone(submission):
    some = [torch.tensor([6.0, 5.0]), torch.tensor([7.0, -4.0])]
    seen = submission.stack.observe(some, 1)
    assert seen.answer == exactly(torch.tensor([[6.0, 7.0], [5.0, -4.0]]))
    assert_left_alone(submission, "stack", seen)


# ones_and_zeros_like


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="works for any shape",
    hint="Which comes first, the ones or the zeros? What is their shape?",
)
@usual
@given(t=tensors(EMPTY_TOO, (0.0, 2.5, torch.inf, torch.nan)))
def test_ones_and_zeros_of_any_shape(submission, t):
    ones = torch.full(t.shape, 1.0)
    assert submission.ones_and_zeros_like(t) == exactly((ones, ones - 1))


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="works for whole numbers and masks",
    hint="Is the dtype of both answers that of `t`?",
)
@usual
@given(t=whole_tensors())
def test_ones_and_zeros_of_whole_numbers(submission, t):
    ones = torch.full(t.shape, 1, dtype=t.dtype)
    assert submission.ones_and_zeros_like(t) == exactly((ones, torch.full(t.shape, 0, dtype=t.dtype)))


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="keeps float64",
    hint="Is the dtype of both answers that of `t`?",
    beside=True,
)
@few
@given(t=tensors(ANY, dtype=WIDE))
def test_ones_and_zeros_keep_float64(submission, t):
    ones = torch.full(t.shape, 1, dtype=WIDE)
    assert submission.ones_and_zeros_like(t=noncontiguous(t)) == exactly((ones, ones - 1))


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="does not change its argument",
    hint="Does your code fill a new tensor, or the caller's?",
    side_effects_only=True,
)
def test_ones_and_zeros_leave_their_argument_alone(submission):
    seen = submission.ones_and_zeros_like.observe(torch.tensor([8.0, -7.0]))
    assert seen.answer == exactly((torch.tensor([1.0, 1.0]), torch.tensor([0.0, 0.0])))
    assert_left_alone(submission, "ones_and_zeros_like", seen)


# doubled


@exercise("doubled", points=1, title="is twice the tensor", hint="Is it twice the number, its square, or two more?")
@usual
@given(t=tensors(ANY_OR_NONE, SMALL_AND_LARGE))
def test_doubled_is_twice_the_tensor(submission, t):
    assert submission.doubled(t) == close_to(t + t)


@exercise(
    "doubled",
    points=1,
    title="keeps the dtype",
    hint="What is the dtype of your answer? (`double` is also the name of a dtype.)",
    beside=True,
)
@few
@given(t=wide())
def test_doubled_keeps_the_dtype(submission, t):
    assert submission.doubled(t=noncontiguous(t)) == close_to(t + t)


@exercise(
    "doubled",
    points=1,
    title="does not change its argument",
    hint="Does your code write into the caller's tensor?",
    side_effects_only=True,
)
@few
@given(t=tensors(ANY, numbers(1, 5)))
def test_doubled_leaves_its_argument_alone(submission, t):
    assert_left_alone(submission, "doubled", submission.doubled.observe(t))


@exercise(
    "doubled",
    points=1,
    title="is a new tensor",
    hint="Are there two tensors afterwards, or two names for the same tensor?",
)
@few
@given(t=tensors(ANY, (0.0, 3.0)))
def test_doubled_is_a_new_tensor(submission, t):
    seen = submission.doubled.observe(t)
    assert seen.answer == close_to(t + t)
    assert not seen.shares_memory, "expected a new tensor, got one that shares its memory with the argument"


# double_

COLUMN = """
def double_a_column(double_, matrix, j):
    double_(matrix[:, j])
    return matrix
"""


@exercise(
    "double_",
    points=1,
    title="changes the tensor itself",
    hint="Does your code change the caller's tensor, or only a copy?",
)
@usual
@given(t=tensors(ANY_OR_NONE, SMALL_AND_LARGE))
def test_double_changes_the_tensor_itself(submission, t):
    seen = submission.double_.observe(t)
    assert seen.arguments[0] == close_to(t + t)


@exercise(
    "double_",
    points=1,
    title="returns the tensor itself",
    hint="Does your function return `t` itself, or another tensor?",
)
@usual
@given(t=tensors(ANY))
def test_double_gives_the_tensor_back(submission, t):
    seen = submission.double_.observe(t)
    assert seen.answer == close_to(t + t)
    assert seen.is_argument == (0,), "expected `t` itself as the answer, got another tensor"


@exercise("double_", points=2, title="works for any memory layout", hint="Does your code make a copy of some tensors?")
@usual
@given(t=wide(shapes(1, 3, min_side=2, max_side=3)))
def test_double_works_in_any_order_of_memory(submission, t):
    seen = submission.double_.observe(t=noncontiguous(t))
    assert seen.answer == close_to(t + t)
    assert seen.keywords["t"] == close_to(t + t)
    assert seen.is_argument == (0,), "expected `t` itself as the answer, got another tensor"


@exercise(
    "double_",
    points=1,
    title="changes only the numbers",
    hint="What else does your code change, in `t` or in torch's settings?",
)
def test_double_changes_the_numbers_alone(submission):
    seen = submission.double_.observe(torch.tensor([3.0, -1.0]))
    assert seen.arguments[0] == close_to(torch.tensor([6.0, -2.0]))
    assert not seen.arguments[0].requires_grad, (
        "expected a tensor that does not require grad, as before the call, got one that does"
    )
    assert seen == unchanged(arguments=False)


@exercise(
    "double_",
    points=1,
    title="doubles a column inside its matrix",
    hint="Does `t` stay in the same place in memory, or is it replaced by a new tensor?",
)
def test_double_doubles_a_column_inside_its_matrix(submission):
    t = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    inside = submission.define(COLUMN)
    assert submission.double_(t) == close_to(t + t)
    assert inside.double_a_column(submission.value("double_"), t, 1) == close_to(torch.tensor([[1.0, 4.0], [3.0, 8.0]]))
