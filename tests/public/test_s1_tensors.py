"""Public tests of s1_tensors: the lecture's examples, and a few laws that plain torch can check."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import close_to, exactly, exercise, one_number, raises, shapes, tensors, unchanged

SEVEN = torch.tensor([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
FOUR_ROWS = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0], [10.0, 11.0, 12.0]])
SQUARE = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
FLAT = torch.tensor([0.0, 1.0, 2.0])


@exercise(
    "rank_and_shape",
    points=1,
    title="is right for the lecture's tensors",
    hint="How many axes are there, and how long is each of them?",
)
def test_rank_and_shape_of_tensors(submission):
    assert submission.rank_and_shape(SEVEN) == close_to((1, (7,)))
    assert submission.rank_and_shape(FOUR_ROWS) == close_to((2, (4, 3)))


@exercise(
    "rank_and_shape",
    points=1,
    title="is right for a NumPy array",
    hint="Which attribute names do NumPy and torch share?",
)
def test_rank_and_shape_of_an_array(submission):
    assert submission.rank_and_shape(np.zeros((4, 3))) == close_to((2, (4, 3)))


@exercise(
    "slices",
    points=1,
    title="gives the lecture's four slices",
    hint="Does a slice include its end? Where does a slice that ends at -1 stop?",
)
def test_slices_of_the_lecture(submission):
    assert submission.slices(SEVEN) == exactly(
        (
            torch.tensor([2.0, 3.0, 4.0]),
            torch.tensor([4.0, 5.0]),
            torch.tensor([0.0, 1.0]),
            torch.tensor([3.0, 4.0, 5.0, 6.0]),
        )
    )


@exercise(
    "column", points=1, title="takes the lecture's column", hint="Which axis counts the rows, and which the columns?"
)
def test_column_of_the_lecture(submission):
    assert submission.column(FOUR_ROWS, 1) == exactly(torch.tensor([2.0, 5.0, 8.0, 11.0]))


@exercise("column", points=1, title="counts from the end", hint="What does j = -1 mean?")
def test_column_counts_from_the_end(submission):
    assert submission.column(FOUR_ROWS, -1) == exactly(torch.tensor([3.0, 6.0, 9.0, 12.0]))


@exercise(
    "drop_last_column", points=1, title="keeps all columns except the last", hint="Which axis counts the columns?"
)
def test_drop_last_column_of_the_lecture(submission):
    expected = torch.tensor([[1.0, 2.0], [4.0, 5.0], [7.0, 8.0], [10.0, 11.0]])
    assert submission.drop_last_column(FOUR_ROWS) == exactly(expected)


@exercise("outer_sum", points=1, title="adds the lecture's numbers", hint="Which of the two must become a column?")
def test_outer_sum_of_the_lecture(submission):
    answer = submission.outer_sum(torch.tensor([3.0, 4.0]), torch.tensor([1.0, 2.0]))
    assert answer == close_to(torch.tensor([[4.0, 5.0], [5.0, 6.0]]))


@exercise(
    "outer_sum",
    points=1,
    title="has one row for each number of a",
    hint="How many rows and columns should the answer have?",
)
def test_outer_sum_has_a_row_for_each_of_a(submission):
    answer = submission.outer_sum(torch.tensor([10.0, 20.0]), torch.tensor([1.0, 2.0, 3.0]))
    assert answer == close_to(torch.tensor([[11.0, 12.0, 13.0], [21.0, 22.0, 23.0]]))


@exercise("broadcast_shape", points=1, title="stretches ones", hint="What happens to an axis of length 1?")
def test_broadcast_shape_stretches_ones(submission):
    assert submission.broadcast_shape((1, 2), (2, 1)) == close_to((2, 2))


@exercise(
    "broadcast_shape",
    points=1,
    title="aligns at the right",
    hint="Write one shape below the other. At which end do you align them?",
)
def test_broadcast_shape_aligns_at_the_right(submission):
    assert submission.broadcast_shape((3, 1), (2, 1, 4)) == close_to((2, 3, 4))


@exercise(
    "broadcast_shape", points=1, title="refuses shapes that do not fit", hint="Which error should the function raise?"
)
def test_broadcast_shape_refuses(submission):
    with raises(ValueError):
        submission.broadcast_shape((2,), (3,))


@exercise(
    "products",
    points=1,
    title="gives the lecture's two products",
    hint="Which of `@` and `*` multiplies entry by entry?",
)
def test_products_of_the_lecture(submission):
    matrix, entries = torch.tensor([[5.0], [11.0]]), torch.tensor([[1.0, 2.0], [6.0, 8.0]])
    assert submission.products(SQUARE, torch.tensor([[1.0], [2.0]])) == close_to((matrix, entries))


@exercise(
    "mean",
    points=1,
    title="works for the whole tensor and along an axis",
    hint="Does the axis `dim` disappear, or do the others?",
)
def test_mean_of_the_lecture(submission):
    assert submission.mean(SQUARE) == one_number(torch.tensor(2.5))
    assert submission.mean(SQUARE, dim=0) == close_to(torch.tensor([2.0, 3.0]))
    assert submission.mean(SQUARE, dim=-1) == close_to(torch.tensor([1.5, 3.5]))


@exercise(
    "mean",
    points=1,
    title="works for whole numbers",
    hint="torch refuses to average whole numbers. What can you convert them to?",
)
def test_mean_of_whole_numbers(submission):
    assert submission.mean(torch.tensor([1, 2])) == one_number(torch.tensor(1.5))


@exercise(
    "total",
    points=1,
    title="works for the whole tensor and along an axis",
    hint="Does the axis `dim` disappear, or do the others?",
)
def test_total_of_the_lecture(submission):
    assert submission.total(SQUARE) == one_number(torch.tensor(10.0))
    assert submission.total(SQUARE, dim=0) == close_to(torch.tensor([4.0, 6.0]))
    assert submission.total(SQUARE, dim=-1) == close_to(torch.tensor([3.0, 7.0]))


def with_long_places(answer):
    """The same answer, with the indices as int64: smaller integer dtypes are right, too."""
    match answer:
        case (values, torch.Tensor(dtype=torch.int32 | torch.int16 | torch.int8 | torch.uint8) as places):
            return values, places.long()
    return answer


@exercise(
    "max_and_argmax",
    points=1,
    title="is right for the lecture's matrix",
    hint="Which comes first, the values or their indices?",
)
def test_max_and_argmax_of_the_lecture(submission):
    below = with_long_places(submission.max_and_argmax(SQUARE, dim=0))
    assert below == exactly((torch.tensor([3.0, 4.0]), torch.tensor([1, 1])))
    beside = with_long_places(submission.max_and_argmax(SQUARE, dim=-1))
    assert beside == exactly((torch.tensor([2.0, 4.0]), torch.tensor([1, 1])))


@exercise(
    "reshape_rows",
    points=1,
    title="arranges the lecture's 3-D tensor",
    hint="How long is a row, and how many rows are there?",
)
def test_reshape_rows_of_the_lecture(submission):
    cube = torch.arange(12.0).reshape(2, 2, 3)
    assert submission.reshape_rows(cube, 3) == exactly(torch.arange(12.0).reshape(4, 3))


@exercise(
    "reshape_rows",
    points=1,
    title="works for a transposed tensor",
    hint="Does your code need the numbers to be in order in memory?",
)
def test_reshape_rows_of_a_transposed_tensor(submission):
    transposed = torch.tensor([[1.0, 3.0], [2.0, 4.0]]).t()
    assert submission.reshape_rows(transposed, 4) == exactly(torch.tensor([[1.0, 2.0, 3.0, 4.0]]))


@exercise("to_column", points=1, title="turns the lecture's tensor into a column", hint="Where should the new axis be?")
def test_to_column_of_the_lecture(submission):
    assert submission.to_column(FLAT) == exactly(torch.tensor([[0.0], [1.0], [2.0]]))


@exercise("to_row", points=1, title="turns the lecture's tensor into a row", hint="Where should the new axis be?")
def test_to_row_of_the_lecture(submission):
    assert submission.to_row(FLAT) == exactly(torch.tensor([[0.0, 1.0, 2.0]]))


@exercise("squeeze", points=1, title="removes the axis of the lecture's example", hint="Which axis has length 1?")
def test_squeeze_of_the_lecture(submission):
    assert submission.squeeze(torch.tensor([[0.0], [1.0], [2.0]])) == exactly(FLAT)


@exercise("squeeze", points=1, title="removes every axis of length 1", hint="Can there be more than one such axis?")
def test_squeeze_removes_every_such_axis(submission):
    assert submission.squeeze(FLAT.reshape(1, 3, 1)) == exactly(FLAT)


@exercise("mask_to_numbers", points=1, title="converts the lecture's mask", hint="Which two dtypes are asked for?")
def test_mask_to_numbers_of_the_lecture(submission):
    expected = (torch.tensor([1, 0, 0, 1]), torch.tensor([1.0, 0.0, 0.0, 1.0]))
    assert submission.mask_to_numbers(torch.tensor([True, False, False, True])) == exactly(expected)


@exercise(
    "join", points=1, title="joins the lecture's matrices", hint="Which axis gets longer, and which tensor comes first?"
)
def test_join_of_the_lecture(submission):
    other = torch.tensor([[5.0, 6.0], [7.0, 8.0]])
    below = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])
    beside = torch.tensor([[1.0, 2.0, 5.0, 6.0], [3.0, 4.0, 7.0, 8.0]])
    assert submission.join(SQUARE, other, dim=0) == exactly(below)
    assert submission.join(SQUARE, other, dim=1) == exactly(beside)


@exercise("stack", points=1, title="puts the lecture's three tensors below each other", hint="Where is the new axis?")
def test_stack_of_the_lecture(submission):
    three = [torch.tensor([1.0, 4.0]), torch.tensor([2.0, 5.0]), torch.tensor([3.0, 6.0])]
    assert submission.stack(three) == exactly(torch.tensor([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]))


@exercise(
    "stack",
    points=1,
    title="puts the lecture's three tensors side by side",
    hint="Do both steps use `dim`: the new axis, and the joining?",
)
def test_stack_along_another_axis(submission):
    three = [torch.tensor([1.0, 4.0]), torch.tensor([2.0, 5.0]), torch.tensor([3.0, 6.0])]
    assert submission.stack(three, dim=1) == exactly(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="is like the lecture's tensor",
    hint="Which comes first, the ones or the zeros?",
)
def test_ones_and_zeros_like_the_lectures(submission):
    t = torch.tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]])
    ones, zeros = torch.tensor([[1.0] * 3] * 2), torch.tensor([[0.0] * 3] * 2)
    assert submission.ones_and_zeros_like(t) == exactly((ones, zeros))


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="keeps the dtype",
    hint="A tensor that is *like* `t` has the same shape. What else is the same?",
    beside=True,
)
def test_ones_and_zeros_keep_the_dtype(submission):
    assert submission.ones_and_zeros_like(torch.tensor([5, 6])) == exactly((torch.tensor([1, 1]), torch.tensor([0, 0])))


@exercise("doubled", points=1, title="is twice the tensor", hint="Is it twice the number, its square, or two more?")
@settings(max_examples=10)
@given(t=tensors(shapes(1, 2, min_side=1, max_side=3)))
def test_doubled_is_twice_the_tensor(submission, t):
    assert submission.doubled(t) == close_to(t + t)


@exercise(
    "doubled", points=1, title="does not change its argument", hint="Does your code write into the caller's tensor?"
)
def test_doubled_leaves_its_argument_alone(submission):
    seen = submission.doubled.observe(SQUARE)
    assert seen.answer == close_to(torch.tensor([[2.0, 4.0], [6.0, 8.0]]))
    assert seen == unchanged(settings=False)


@exercise(
    "double_",
    points=1,
    title="doubles in place",
    hint="The function changes the caller's tensor and returns that same tensor. Does yours do both?",
)
@settings(max_examples=10)
@given(number=st.integers(1, 9))
def test_double_in_place(submission, number):
    seen = submission.double_.observe(torch.tensor([float(number)]))
    assert seen.arguments[0] == close_to(torch.tensor([2.0 * number]))
    assert seen.is_argument == (0,), "expected the tensor itself as the answer, got another tensor"
