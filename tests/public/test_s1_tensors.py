"""s1_tensors, in public: the lecture's examples, and a few laws that plain torch can check."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.suite import close_to, exactly, exercise, one_number, raises, shapes, tensors, unchanged

SEVEN = torch.tensor([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
FOUR_ROWS = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0], [10.0, 11.0, 12.0]])
SQUARE = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
FLAT = torch.tensor([0.0, 1.0, 2.0])


@exercise("rank_and_shape", points=1, title="of the lecture's tensors", hint="How many axes? How long is each?")
def test_rank_and_shape_of_tensors(submission):
    assert submission.rank_and_shape(SEVEN) == close_to((1, (7,)))
    assert submission.rank_and_shape(FOUR_ROWS) == close_to((2, (4, 3)))


@exercise("rank_and_shape", points=1, title="of a NumPy array", hint="Which names do NumPy and torch share?")
def test_rank_and_shape_of_an_array(submission):
    assert submission.rank_and_shape(np.zeros((4, 3))) == close_to((2, (4, 3)))


@exercise("slices", points=1, title="are the lecture's four", hint="Does a slice include its end? Where does -1 stop?")
def test_slices_of_the_lecture(submission):
    assert submission.slices(SEVEN) == exactly(
        (
            torch.tensor([2.0, 3.0, 4.0]),
            torch.tensor([4.0, 5.0]),
            torch.tensor([0.0, 1.0]),
            torch.tensor([3.0, 4.0, 5.0, 6.0]),
        )
    )


@exercise("column", points=1, title="takes the lecture's column", hint="Which axis counts the rows, which the columns?")
def test_column_of_the_lecture(submission):
    assert submission.column(FOUR_ROWS, 1) == exactly(torch.tensor([2.0, 5.0, 8.0, 11.0]))


@exercise("column", points=1, title="counts from the end", hint="What does j = -1 mean?")
def test_column_counts_from_the_end(submission):
    assert submission.column(FOUR_ROWS, -1) == exactly(torch.tensor([3.0, 6.0, 9.0, 12.0]))


@exercise("drop_last_column", points=1, title="keeps all but the last", hint="Which axis counts the columns?")
def test_drop_last_column_of_the_lecture(submission):
    expected = torch.tensor([[1.0, 2.0], [4.0, 5.0], [7.0, 8.0], [10.0, 11.0]])
    assert submission.drop_last_column(FOUR_ROWS) == exactly(expected)


@exercise("outer_sum", points=1, title="adds the lecture's numbers", hint="Which of the two has to stand upright?")
def test_outer_sum_of_the_lecture(submission):
    answer = submission.outer_sum(torch.tensor([3.0, 4.0]), torch.tensor([1.0, 2.0]))
    assert answer == close_to(torch.tensor([[4.0, 5.0], [5.0, 6.0]]))


@exercise("outer_sum", points=1, title="has a row for each of a", hint="How many rows, how many columns?")
def test_outer_sum_has_a_row_for_each_of_a(submission):
    answer = submission.outer_sum(torch.tensor([10.0, 20.0]), torch.tensor([1.0, 2.0, 3.0]))
    assert answer == close_to(torch.tensor([[11.0, 12.0, 13.0], [21.0, 22.0, 23.0]]))


@exercise("broadcast_shape", points=1, title="stretches ones", hint="What does a 1 turn into?")
def test_broadcast_shape_stretches_ones(submission):
    assert submission.broadcast_shape((1, 2), (2, 1)) == close_to((2, 2))


@exercise(
    "broadcast_shape", points=1, title="aligns at the right", hint="Write the shapes one under the other. At which end?"
)
def test_broadcast_shape_aligns_at_the_right(submission):
    assert submission.broadcast_shape((3, 1), (2, 1, 4)) == close_to((2, 3, 4))


@exercise(
    "broadcast_shape", points=1, title="refuses what does not fit", hint="Which error is asked for, and is it raised?"
)
def test_broadcast_shape_refuses(submission):
    with raises(ValueError):
        submission.broadcast_shape((2,), (3,))


@exercise("products", points=1, title="are the lecture's two", hint="Which of @ and * multiplies entry by entry?")
def test_products_of_the_lecture(submission):
    matrix, entries = torch.tensor([[5.0], [11.0]]), torch.tensor([[1.0, 2.0], [6.0, 8.0]])
    assert submission.products(SQUARE, torch.tensor([[1.0], [2.0]])) == close_to((matrix, entries))


@exercise(
    "mean", points=1, title="of everything, and along an axis", hint="Which axis does `dim` name: the one that goes?"
)
def test_mean_of_the_lecture(submission):
    assert submission.mean(SQUARE) == one_number(torch.tensor(2.5))
    assert submission.mean(SQUARE, dim=0) == close_to(torch.tensor([2.0, 3.0]))
    assert submission.mean(SQUARE, dim=-1) == close_to(torch.tensor([1.5, 3.5]))


@exercise("mean", points=1, title="of whole numbers", hint="torch refuses whole numbers. What can they be turned into?")
def test_mean_of_whole_numbers(submission):
    assert submission.mean(torch.tensor([1, 2])) == one_number(torch.tensor(1.5))


@exercise(
    "total", points=1, title="of everything, and along an axis", hint="Which axis does `dim` name: the one that goes?"
)
def test_total_of_the_lecture(submission):
    assert submission.total(SQUARE) == one_number(torch.tensor(10.0))
    assert submission.total(SQUARE, dim=0) == close_to(torch.tensor([4.0, 6.0]))
    assert submission.total(SQUARE, dim=-1) == close_to(torch.tensor([3.0, 7.0]))


def with_long_places(answer):
    """The same answer, its places as int64: a smaller whole-number dtype is right as well."""
    match answer:
        case (values, torch.Tensor(dtype=torch.int32 | torch.int16 | torch.int8 | torch.uint8) as places):
            return values, places.long()
    return answer


@exercise("max_and_argmax", points=1, title="of the lecture's square", hint="Values and places: which comes first?")
def test_max_and_argmax_of_the_lecture(submission):
    below = with_long_places(submission.max_and_argmax(SQUARE, dim=0))
    assert below == exactly((torch.tensor([3.0, 4.0]), torch.tensor([1, 1])))
    beside = with_long_places(submission.max_and_argmax(SQUARE, dim=-1))
    assert beside == exactly((torch.tensor([2.0, 4.0]), torch.tensor([1, 1])))


@exercise(
    "reshape_rows",
    points=1,
    title="lays out the lecture's cube",
    hint="How long is a row, and how many rows does it take?",
)
def test_reshape_rows_of_the_lecture(submission):
    cube = torch.arange(12.0).reshape(2, 2, 3)
    assert submission.reshape_rows(cube, 3) == exactly(torch.arange(12.0).reshape(4, 3))


@exercise(
    "reshape_rows",
    points=1,
    title="reads a transposed tensor",
    hint="Does your way need the numbers in order in memory?",
)
def test_reshape_rows_of_a_transposed_tensor(submission):
    transposed = torch.tensor([[1.0, 3.0], [2.0, 4.0]]).t()
    assert submission.reshape_rows(transposed, 4) == exactly(torch.tensor([[1.0, 2.0, 3.0, 4.0]]))


@exercise(
    "to_column", points=1, title="stands the lecture's tensor upright", hint="At which place does the new axis come?"
)
def test_to_column_of_the_lecture(submission):
    assert submission.to_column(FLAT) == exactly(torch.tensor([[0.0], [1.0], [2.0]]))


@exercise(
    "to_row", points=1, title="makes one row of the lecture's tensor", hint="At which place does the new axis come?"
)
def test_to_row_of_the_lecture(submission):
    assert submission.to_row(FLAT) == exactly(torch.tensor([[0.0, 1.0, 2.0]]))


@exercise("squeeze", points=1, title="removes the lecture's axis", hint="Which axis has length 1?")
def test_squeeze_of_the_lecture(submission):
    assert submission.squeeze(torch.tensor([[0.0], [1.0], [2.0]])) == exactly(FLAT)


@exercise("squeeze", points=1, title="removes every axis of length 1", hint="Is there more than one of them?")
def test_squeeze_removes_every_such_axis(submission):
    assert submission.squeeze(FLAT.reshape(1, 3, 1)) == exactly(FLAT)


@exercise("mask_to_numbers", points=1, title="turns the lecture's mask", hint="Which two dtypes are asked for?")
def test_mask_to_numbers_of_the_lecture(submission):
    expected = (torch.tensor([1, 0, 0, 1]), torch.tensor([1.0, 0.0, 0.0, 1.0]))
    assert submission.mask_to_numbers(torch.tensor([True, False, False, True])) == exactly(expected)


@exercise("join", points=1, title="glues the lecture's squares", hint="Which axis gets longer? And who comes first?")
def test_join_of_the_lecture(submission):
    other = torch.tensor([[5.0, 6.0], [7.0, 8.0]])
    below = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])
    beside = torch.tensor([[1.0, 2.0, 5.0, 6.0], [3.0, 4.0, 7.0, 8.0]])
    assert submission.join(SQUARE, other, dim=0) == exactly(below)
    assert submission.join(SQUARE, other, dim=1) == exactly(beside)


@exercise("stack", points=1, title="puts the lecture's three below each other", hint="Where is the new axis?")
def test_stack_of_the_lecture(submission):
    three = [torch.tensor([1.0, 4.0]), torch.tensor([2.0, 5.0]), torch.tensor([3.0, 6.0])]
    assert submission.stack(three) == exactly(torch.tensor([[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]))


@exercise(
    "stack",
    points=1,
    title="puts the lecture's three side by side",
    hint="Is `dim` used, for the new axis and the gluing?",
)
def test_stack_along_another_axis(submission):
    three = [torch.tensor([1.0, 4.0]), torch.tensor([2.0, 5.0]), torch.tensor([3.0, 6.0])]
    assert submission.stack(three, dim=1) == exactly(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))


@exercise("ones_and_zeros_like", points=1, title="are like the lecture's tensor", hint="Which comes first?")
def test_ones_and_zeros_like_the_lectures(submission):
    t = torch.tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]])
    ones, zeros = torch.tensor([[1.0] * 3] * 2), torch.tensor([[0.0] * 3] * 2)
    assert submission.ones_and_zeros_like(t) == exactly((ones, zeros))


@exercise(
    "ones_and_zeros_like",
    points=1,
    title="keep the dtype",
    hint="What belongs to being *like* a tensor, beside its shape?",
)
def test_ones_and_zeros_keep_the_dtype(submission):
    assert submission.ones_and_zeros_like(torch.tensor([5, 6])) == exactly((torch.tensor([1, 1]), torch.tensor([0, 0])))


@exercise("doubled", points=1, title="is twice the tensor", hint="Twice, squared, or two more?")
@settings(max_examples=10)
@given(t=tensors(shapes(1, 2, min_side=1, max_side=3)))
def test_doubled_is_twice_the_tensor(submission, t):
    assert submission.doubled(t) == close_to(t + t)


@exercise("doubled", points=1, title="leaves its argument alone", hint="Does anything write into the caller's tensor?")
def test_doubled_leaves_its_argument_alone(submission):
    seen = submission.doubled.observe(SQUARE)
    assert seen.answer == close_to(torch.tensor([[2.0, 4.0], [6.0, 8.0]]))
    assert seen == unchanged(settings=False)


@exercise("double_", points=1, title="doubles in place", hint="Has the caller's tensor changed? Is it given back?")
@settings(max_examples=10)
@given(number=st.integers(1, 9))
def test_double_in_place(submission, number):
    seen = submission.double_.observe(torch.tensor([float(number)]))
    assert seen.arguments[0] == close_to(torch.tensor([2.0 * number]))
    assert seen.is_argument == (0,), "the tensor itself should be given back, and no other"
