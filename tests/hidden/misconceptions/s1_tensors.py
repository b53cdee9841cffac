"""Slips that students make in s1_tensors, as code: the suites must catch each, and its hint is what they are told."""

import numpy as np
import torch

from grader.suite import misconception

# rank_and_shape


@misconception(
    of="rank_and_shape", hint="A NumPy array has no `dim()`, and its `size` is a number. Which names do both have?"
)
def only_for_tensors(t):
    return t.dim(), tuple(t.size())


@misconception(of="rank_and_shape", hint="Your rank is the length of the first axis. Count the axes instead.")
def length_for_rank(t):
    return len(t), tuple(t.shape)


@misconception(of="rank_and_shape", hint="Rank first, then shape: yours have changed places.")
def shape_first(t):
    return tuple(t.shape), t.ndim


@misconception(of="rank_and_shape", hint="The rank is missing: how many axes are there?")
def shape_alone(t):
    return tuple(t.shape)


@misconception(of="rank_and_shape", hint="Your rank is always 2. Is every tensor a matrix?")
def always_a_matrix(t):
    return 2, tuple(t.shape)


@misconception(of="rank_and_shape", hint="You count the numbers in it. The rank counts the axes.")
def count_of_numbers(t):
    return int(np.prod(tuple(t.shape))), tuple(t.shape)


@misconception(of="rank_and_shape", hint="A shape names every axis, also those after the first.")
def first_length_alone(t):
    return t.ndim, t.shape[0]


@misconception(of="rank_and_shape", hint="The lengths stand in the wrong order. The first axis comes first.")
def shape_backwards(t):
    return t.ndim, tuple(reversed(t.shape))


@misconception(of="rank_and_shape", hint="A shape is a tuple of whole numbers, not a tensor.")
def shape_as_a_tensor(t):
    return t.ndim, torch.tensor(t.shape)


@misconception(
    of="rank_and_shape", hint="The rank of a tensor counts its axes. The rank of linear algebra is another thing."
)
def rank_of_linear_algebra(t):
    return int(np.linalg.matrix_rank(np.asarray(t))), tuple(t.shape)


@misconception(of="rank_and_shape", hint="Axes of length 1 count too.")
def axes_of_length_one_forgotten(t):
    shape = tuple(length for length in t.shape if length != 1)
    return len(shape), shape


@misconception(of="rank_and_shape", hint="Printing shows a value; returning hands it on.")
def rank_printed(t):
    print(t.ndim, t.shape)


@misconception(of="rank_and_shape", hint="A NumPy array is the caller's, too: leave in it what is in it.")
def array_filled(t):
    shape = tuple(t.shape)
    if isinstance(t, np.ndarray):
        t.fill(0)
    return len(shape), shape


# slices


@misconception(of="slices", hint="Does a slice include its end?")
def ends_included(t):
    return t[2:6], t[4:], t[:3], t[3:]


@misconception(of="slices", hint="Your first piece is one number short. What does the end of a slice mean?")
def first_piece_short(t):
    return t[2:4], t[4:-1], t[:2], t[3:]


@misconception(of="slices", hint="Your second piece runs to the end. Where does `-1` stop?")
def second_piece_to_the_end(t):
    return t[2:5], t[4:], t[:2], t[3:]


@misconception(of="slices", hint="Your third piece is one number too long.")
def third_piece_long(t):
    return t[2:5], t[4:-1], t[:3], t[3:]


@misconception(of="slices", hint="Your fourth piece begins one number late.")
def fourth_piece_late(t):
    return t[2:5], t[4:-1], t[:2], t[4:]


@misconception(of="slices", hint="Python counts from 0, not from 1.")
def counted_from_one(t):
    return t[1:4], t[3:-1], t[:1], t[2:]


@misconception(of="slices", hint="This is right for seven numbers. What if there are more?")
def for_seven_numbers(t):
    return t[2:5], t[4:6], t[:2], t[3:7]


@misconception(
    of="slices", hint="Your fourth piece is counted from the end. Where should it begin, in a longer tensor?"
)
def four_from_the_end(t):
    return t[2:5], t[4:-1], t[:2], t[-4:]


@misconception(of="slices", hint="The last two pieces have changed places.")
def last_two_swapped(t):
    return t[2:5], t[4:-1], t[3:], t[:2]


@misconception(of="slices", hint="The pieces should be tensors, not lists.")
def pieces_as_lists(t):
    numbers = t.tolist()
    return numbers[2:5], numbers[4:-1], numbers[:2], numbers[3:]


@misconception(of="slices", hint="Lists of numbers forget the dtype: float64 came in, float32 goes out.")
def through_lists(t):
    numbers = t.tolist()
    return tuple(torch.tensor(part) for part in (numbers[2:5], numbers[4:-1], numbers[:2], numbers[3:]))


@misconception(
    of="slices", hint="You pick single numbers. What if the tensor is too short for one of them? A slice does not mind."
)
def picked_one_by_one(t):
    return torch.stack([t[2], t[3], t[4]]), t[4:-1], t[:2], t[3:]


@misconception(of="slices", hint="Four pieces are asked for.")
def three_pieces(t):
    return t[2:5], t[4:-1], t[:2]


@misconception(of="slices", hint="It is right for the lecture's few numbers. There may be more of them.")
def the_first_twelve(t):
    t = t[:12]
    return t[2:5], t[4:-1], t[:2], t[3:]


# column


@misconception(of="column", hint="That is a row. The first axis of a matrix counts its rows.")
def a_row(t, j):
    return t[j]


@misconception(of="column", hint="That is a row. The first axis of a matrix counts its rows.")
def a_row_with_a_colon(t, j):
    return t[j, :]


@misconception(of="column", hint="A range keeps its axis: your answer has two. How can it lose one?")
def axis_kept(t, j):
    j = j % t.shape[1]
    return t[:, j : j + 1]


@misconception(of="column", hint="A range keeps its axis: your answer has two. How can it lose one?")
def range_kept(t, j):
    return t[:, j : j + 1]


@misconception(of="column", hint="Columns are counted from 0.")
def columns_from_one(t, j):
    return t[:, j - 1]


@misconception(of="column", hint="What does a negative `j` count from?")
def sign_lost(t, j):
    return t[:, abs(j) % t.shape[1]]


@misconception(of="column", hint="A negative `j` is allowed: it counts from the last column.")
def negative_refused(t, j):
    if j < 0:
        raise IndexError("j must not be negative")
    return t[:, j]


@misconception(of="column", hint="You take the second column whatever `j` is.")
def always_the_second(t, j):
    return t[:, min(1, t.shape[1] - 1)]


@misconception(of="column", hint="With one row your answer loses all its axes. Which single axis should go?")
def squeezed_too_far(t, j):
    j = j % t.shape[1]
    return t[:, j : j + 1].squeeze()


@misconception(of="column", hint="A range from `j` to `j + 1` is empty for j = -1.")
def range_from_j(t, j):
    return t[:, j : j + 1].reshape(-1)


@misconception(of="column", hint="You walk through memory. Is every matrix stored row after row?")
def through_memory(t, j):
    return t.view(-1)[j % t.shape[1] :: t.shape[1]]


@misconception(of="column", hint="A list of tensors is no tensor yet.")
def list_of_numbers(t, j):
    return [row[j] for row in t]


@misconception(of="column", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def column_in_float32(t, j):
    return torch.tensor([float(row[j]) for row in t])


@misconception(of="column", hint="It is right for the lecture's few numbers. There may be more of them.")
def at_most_four_rows(t, j):
    return torch.stack([t[i, j] for i in range(min(len(t), 4))])


@misconception(
    of="column", hint="What is the first column, counted from the end? Try it with as many columns as it takes."
)
def first_from_the_end_missed(t, j):
    return t[:, max(j, 1 - t.shape[1])] if j < 0 else t[:, j]


# drop_last_column


@misconception(of="drop_last_column", hint="You dropped the first column.")
def first_column_dropped(t):
    return t[:, 1:]


@misconception(of="drop_last_column", hint="You dropped a row. Which axis counts the columns?")
def last_row_dropped(t):
    return t[:-1]


@misconception(of="drop_last_column", hint="You always keep two columns. How many should stay if there are five?")
def two_columns_kept(t):
    return t[:, :2]


@misconception(of="drop_last_column", hint="That is the last column alone. The others are asked for.")
def last_column_alone(t):
    return t[:, -1]


@misconception(of="drop_last_column", hint="You dropped two columns. Does a slice include its end?")
def two_dropped(t):
    return t[:, :-2]


@misconception(of="drop_last_column", hint="Zeros are still a column, and they are written into the caller's tensor.")
def zeros_written(t):
    t[:, -1] = 0
    return t


@misconception(
    of="drop_last_column",
    hint="Axes of length 1 get lost. The answer is a matrix, also with one row or one column left.",
)
def flat_when_narrow(t):
    return t[:, :-1].squeeze()


@misconception(of="drop_last_column", hint="A row and a column are gone. Only the column should go.")
def row_gone_too(t):
    return t[:-1, :-1]


@misconception(of="drop_last_column", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def dropped_in_float32(t):
    return t[:, :-1].float()


@misconception(of="drop_last_column", hint="With one column only, what should be left? A matrix without columns.")
def one_column_kept(t):
    return t[:, : max(1, t.shape[1] - 1)]


@misconception(of="drop_last_column", hint="It is right for the lecture's few numbers. There may be more of them.")
def at_most_four_rows_left(t):
    return t[:4, :-1]


# outer_sum


@misconception(of="outer_sum", hint="Two flat tensors are added entry by entry. One of them must stand upright.")
def plain_sum(a, b):
    return a + b


@misconception(of="outer_sum", hint="Rows and columns have changed places: which of the two should stand upright?")
def wrong_one_upright(a, b):
    return a + b.unsqueeze(1)


@misconception(of="outer_sum", hint="Both stand upright now: they are added entry by entry again.")
def both_upright(a, b):
    return a.unsqueeze(1) + b.unsqueeze(1)


@misconception(of="outer_sum", hint="That multiplies. A sum is asked for.")
def outer_product(a, b):
    return torch.outer(a, b)


@misconception(of="outer_sum", hint="All the sums are there, but in one long line.")
def in_one_line(a, b):
    return (a.unsqueeze(1) + b).flatten()


@misconception(of="outer_sum", hint="How many columns has the answer? Look at `b`.")
def always_square(a, b):
    out = torch.zeros(len(a), len(a), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = a[i] + b[j]
    return out


@misconception(of="outer_sum", hint="`torch.zeros` makes float32. What if float64 came in?")
def filled_into_float32(a, b):
    out = torch.zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = a[i] + b[j]
    return out


@misconception(of="outer_sum", hint="`unsqueeze_` with an underscore changes the caller's tensor.")
def caller_stood_upright(a, b):
    return a.unsqueeze_(1) + b


@misconception(of="outer_sum", hint="You add up everything to one number.")
def sums_of_all(a, b):
    return a.sum() + b.sum()


@misconception(of="outer_sum", hint="That is a difference. Look at the sign.")
def outer_difference(a, b):
    return a.unsqueeze(1) - b


@misconception(of="outer_sum", hint="Is `b` always as long as `a`? Your loop runs to the same end for both.")
def one_end_for_both(a, b):
    n = min(len(a), len(b))
    return a[:n].unsqueeze(1) + b[:n]


@misconception(of="outer_sum", hint="Large numbers are cut off. Which of them fit through your way?")
def sums_clamped(a, b):
    return (a.unsqueeze(1) + b).clamp(-100, 100)


# broadcast_shape


@misconception(of="broadcast_shape", hint="Your shapes are aligned at the left. At which end does broadcasting begin?")
def aligned_at_the_left(a, b):
    rank = max(len(a), len(b))
    upper, lower = tuple(a) + (1,) * (rank - len(a)), tuple(b) + (1,) * (rank - len(b))
    if any(p != q and 1 not in (p, q) for p, q in zip(upper, lower, strict=True)):
        raise ValueError("the shapes do not fit")
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(
    of="broadcast_shape",
    hint="A 1 is stretched to the other length, even if that is 0. Is the larger one always right?",
)
def larger_of_the_two(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and 1 not in (p, q) for p, q in zip(upper, lower, strict=True)):
        raise ValueError("the shapes do not fit")
    return tuple(max(p, q) for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="Do 2 and 3 fit together? Then something should be raised.")
def never_refuses(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="You stretch the 1s of one shape only. May the other have some too?")
def one_side_stretched(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p not in (q, 1) for p, q in zip(upper, lower, strict=True)):
        raise ValueError("the shapes do not fit")
    return lower


@misconception(of="broadcast_shape", hint="Shapes of different length may fit: the missing axes count as 1.")
def same_rank_only(a, b):
    if len(a) != len(b) or any(p != q and 1 not in (p, q) for p, q in zip(a, b, strict=True)):
        raise ValueError("the shapes do not fit")
    return tuple(q if p == 1 else p for p, q in zip(a, b, strict=True))


@misconception(of="broadcast_shape", hint="The axes that only one shape has are missing from your answer.")
def longer_one_cut(a, b):
    shape = []
    for p, q in zip(reversed(a), reversed(b), strict=False):
        if p != q and 1 not in (p, q):
            raise ValueError("the shapes do not fit")
        shape.insert(0, q if p == 1 else p)
    return tuple(shape)


@misconception(
    of="broadcast_shape", hint="You began at the right end, as you should, but your answer is still back to front."
)
def left_back_to_front(a, b):
    shape = []
    for i in range(1, max(len(a), len(b)) + 1):
        p = a[-i] if i <= len(a) else 1
        q = b[-i] if i <= len(b) else 1
        if p != q and 1 not in (p, q):
            raise ValueError("the shapes do not fit")
        shape.append(q if p == 1 else p)
    return tuple(shape)


@misconception(of="broadcast_shape", hint="The error that comes is torch's own. Which one is asked for?")
def torch_complains(a, b):
    return tuple((torch.empty(a) + torch.empty(b)).shape)


@misconception(
    of="broadcast_shape",
    hint="Nothing comes back where the shapes do not fit. An error should be raised, not returned.",
)
def none_for_misfits(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and 1 not in (p, q) for p, q in zip(upper, lower, strict=True)):
        return None
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="You give an error back. It should be raised.")
def error_returned(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and 1 not in (p, q) for p, q in zip(upper, lower, strict=True)):
        return ValueError("the shapes do not fit")
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="A 0 is no 1: it meets 0 or 1, and is not stretched to 3.")
def zero_stretched(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and p > 1 and q > 1 for p, q in zip(upper, lower, strict=True)):
        raise ValueError("the shapes do not fit")
    return tuple(min(p, q) if 0 in (p, q) else max(p, q) for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="Only a 1 is stretched. A 2 is not repeated to make a 4.")
def repeated_to_fit(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and (0 in (p, q) or max(p, q) % min(p, q)) for p, q in zip(upper, lower, strict=True)):
        raise ValueError("the shapes do not fit")
    return tuple(min(p, q) if 0 in (p, q) else max(p, q) for p, q in zip(upper, lower, strict=True))


@misconception(
    of="broadcast_shape", hint="The empty shape is a shape: it belongs to a single number, and fits all others."
)
def empty_refused(a, b):
    if not a or not b:
        raise ValueError("a shape is empty")
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and 1 not in (p, q) for p, q in zip(upper, lower, strict=True)):
        raise ValueError("the shapes do not fit")
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="Your code treats 0 as if no length were given. It is a length.")
def zero_taken_as_missing(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    shape = []
    for p, q in zip(upper, lower, strict=True):
        p, q = p or 1, q or 1
        if p != q and 1 not in (p, q):
            raise ValueError("the shapes do not fit")
        shape.append(max(p, q))
    return tuple(shape)


@misconception(of="broadcast_shape", hint="You compare the last axes only. Must the others not fit as well?")
def last_axis_checked_alone(a, b):
    rank = max(len(a), len(b))
    upper, lower = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if rank and upper[-1] != lower[-1] and 1 not in (upper[-1], lower[-1]):
        raise ValueError("the shapes do not fit")
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(of="broadcast_shape", hint="Four axes at most? Shapes may have more.")
def four_axes_at_most(a, b):
    rank = max(len(a), len(b))
    a, b = (1,) * (rank - len(a)) + tuple(a), (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and 1 not in (p, q) for p, q in zip(a, b, strict=True)):
        raise ValueError(a, b)
    return tuple(q if p == 1 else p for p, q in zip(a, b, strict=True))[-4:]


# products


@misconception(of="products", hint="The two have changed places: which of `@` and `*` multiplies entry by entry?")
def entries_first(a, b):
    return a * b, a @ b


@misconception(of="products", hint="Both of yours multiply entry by entry.")
def entries_twice(a, b):
    return a * b, a * b


@misconception(of="products", hint="Both of yours are matrix products.")
def matrix_twice(a, b):
    return a @ b, a @ b


@misconception(of="products", hint="The matrix product depends on the order of its factors.")
def factors_swapped(a, b):
    return b @ a, a * b


@misconception(of="products", hint="You add up the whole product entry by entry. A matrix product has many entries.")
def one_big_sum(a, b):
    return (a * b).sum(), a * b


@misconception(of="products", hint="Row times column: nothing needs transposing here.")
def transposed_first(a, b):
    return a @ b.T, a * b


@misconception(of="products", hint="Row times column, and then the answer as it comes: yours lies on its side.")
def lying_on_its_side(a, b):
    return (a @ b).T, a * b


@misconception(of="products", hint="`mul_` with an underscore writes into the caller's tensor.")
def written_into_a(a, b):
    return a @ b, a.mul_(b)


@misconception(of="products", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def products_in_float32(a, b):
    return a.float() @ b.float(), a.float() * b.float()


@misconception(
    of="products",
    hint="The second product broadcasts. Your loop goes over the entries of `a` alone, with the same place in `b`.",
)
def first_column_everywhere(a, b):
    return a @ b, a * b[:, :1]


@misconception(of="products", hint="Two products are asked for.")
def one_product(a, b):
    return a @ b


@misconception(of="products", hint="The sum of a row and a column is no product.")
def sum_for_product(a, b):
    return a @ b, a + b


@misconception(
    of="products", hint="`mul_` with an underscore writes into the caller's matrix where both have the same shape."
)
def in_place_where_it_fits(a, b):
    return a @ b, a.mul_(b) if a.shape == b.shape else a * b


# mean


@misconception(of="mean", hint="torch refuses the mean of whole numbers. What could they be turned into first?")
def refuses_whole_numbers(t, dim=None):
    return t.mean() if dim is None else t.mean(dim)


@misconception(of="mean", hint="Everything becomes float32, also what was float64.")
def always_float32(t, dim=None):
    return t.float().mean() if dim is None else t.float().mean(dim)


@misconception(of="mean", hint="`dim` is not used: along which axis should it average?")
def mean_of_all(t, dim=None):
    return (t if t.is_floating_point() else t.float()).mean()


@misconception(of="mean", hint="`dim=0` is the first axis. What does `if dim` make of 0?")
def zero_is_no_dim(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return t.mean(dim) if dim else t.mean()


@misconception(of="mean", hint="The mean of whole numbers need not be whole: yours is cut off.")
def cut_to_whole_numbers(t, dim=None):
    numbers = t.double()
    return (numbers.mean() if dim is None else numbers.mean(dim)).to(t.dtype)


@misconception(of="mean", hint="For whole numbers float32 is asked for, not float64.")
def float64_for_whole_numbers(t, dim=None):
    t = t if t.is_floating_point() else t.double()
    return t.mean() if dim is None else t.mean(dim)


@misconception(of="mean", hint="The axis that you average over should go. Yours stays, with length 1.")
def mean_keeps_the_axis(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return t.mean() if dim is None else t.mean(dim, keepdim=True)


@misconception(of="mean", hint="A negative `dim` counts from the last axis. Yours loses the minus.")
def mean_loses_the_minus(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return t.mean() if dim is None else t.mean(min(abs(dim), t.dim() - 1))


@misconception(of="mean", hint="int64 is not the only dtype that has no mean. Try a mask.")
def only_int64_converted(t, dim=None):
    t = t.float() if t.dtype == torch.int64 else t
    return t.mean() if dim is None else t.mean(dim)


@misconception(of="mean", hint="You divide by the number of rows. How many numbers did you add up?")
def divided_by_rows(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return (t.sum() if dim is None else t.sum(dim)) / len(t)


@misconception(of="mean", hint="You divide by one less than the number of values. That is for a sample's variance.")
def one_less(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    count = t.numel() if dim is None else t.shape[dim]
    return (t.sum() if dim is None else t.sum(dim)) / (count - 1)


@misconception(of="mean", hint="That is the value in the middle, the median.")
def the_median(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return t.median() if dim is None else t.median(dim).values


@misconception(of="mean", hint="The answer should stay a tensor.")
def mean_as_a_float(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return t.mean().item() if dim is None else t.mean(dim)


@misconception(of="mean", hint="You have the sum. What is missing for a mean?")
def not_divided(t, dim=None):
    t = t if t.is_floating_point() else t.float()
    return t.sum() if dim is None else t.sum(dim)


@misconception(of="mean", hint="Without `dim`, all numbers are averaged. You average over the first axis.")
def first_axis_by_default(t, dim=0):
    t = t if t.is_floating_point() else t.float()
    return t.mean(0 if dim is None else dim)


@misconception(of="mean", hint="Along an axis float64 stays float64; without `dim` yours becomes float32.")
def float32_without_dim(t, dim=None):
    if dim is None:
        return t.float().mean()
    return t.mean(dim) if t.is_floating_point() else t.float().mean(dim)


@misconception(of="mean", hint="Whole numbers are handled without `dim`. What if there is one?")
def whole_numbers_without_dim(t, dim=None):
    if dim is not None:
        return t.mean(dim)
    return t.mean() if t.is_floating_point() else t.float().mean()


@misconception(of="mean", hint="Whole numbers may be large. Does the dtype that you chose hold them?")
def whole_numbers_by_halves(t, dim=None):
    numbers = t if t.is_floating_point() else t.half().float()
    return numbers.mean() if dim is None else numbers.mean(dim)


@misconception(of="mean", hint="Whole numbers may be large. Does the dtype that you chose hold them?")
def whole_numbers_in_short(t, dim=None):
    numbers = t if t.is_floating_point() else t.short().float()
    return numbers.mean() if dim is None else numbers.mean(dim)


# total


@misconception(of="total", hint="`dim` is not used: along which axis should it add up?")
def total_of_all(t, dim=None):
    return t.sum()


@misconception(of="total", hint="`dim=0` is the first axis. What does `if dim` make of 0?")
def zero_is_no_axis(t, dim=None):
    return t.sum(dim) if dim else t.sum()


@misconception(of="total", hint="The axis that you add up along should go. Yours stays, with length 1.")
def total_keeps_the_axis(t, dim=None):
    return t.sum() if dim is None else t.sum(dim, keepdim=True)


@misconception(of="total", hint="A sum is asked for, not a mean.")
def mean_for_sum(t, dim=None):
    return t.mean() if dim is None else t.mean(dim)


@misconception(of="total", hint="Python's `sum` goes over the first axis only.")
def pythons_sum(t, dim=None):
    return sum(t) if dim is None else t.sum(dim)


@misconception(of="total", hint="The answer should stay a tensor.")
def total_as_a_float(t, dim=None):
    return t.sum().item() if dim is None else t.sum(dim)


@misconception(of="total", hint="Everything becomes float32, also what was float64.")
def total_in_float32(t, dim=None):
    return t.float().sum() if dim is None else t.float().sum(dim)


@misconception(of="total", hint="A negative `dim` counts from the last axis. Yours loses the minus.")
def total_loses_the_minus(t, dim=None):
    return t.sum() if dim is None else t.sum(min(abs(dim), t.dim() - 1))


@misconception(of="total", hint="`dim` names the axis that goes. In yours it is the one that stays.")
def other_axes(t, dim=None):
    if dim is None:
        return t.sum()
    others = [d for d in range(t.dim()) if d != dim % t.dim()]
    return t.sum(others) if others else t


@misconception(of="total", hint="That keeps all the sums on the way. Only the last is asked for.")
def running_total(t, dim=None):
    return t.flatten().cumsum(0) if dim is None else t.cumsum(dim)


@misconception(of="total", hint="That multiplies. A sum is asked for.")
def product_for_sum(t, dim=None):
    return t.prod() if dim is None else t.prod(dim)


@misconception(of="total", hint="Without `dim`, everything is added up. You add along the first axis.")
def axis_zero_by_default(t, dim=0):
    return t.sum(0 if dim is None else dim)


@misconception(of="total", hint="Where do the minus signs go? Negative numbers make a sum smaller.")
def sum_of_sizes(t, dim=None):
    return t.abs().sum() if dim is None else t.abs().sum(dim)


# max_and_argmax


@misconception(of="max_and_argmax", hint="`max(dim)` gives two things. You give the first of them twice.")
def values_twice(t, dim):
    return t.max(dim)[0], t.max(dim)[0]


@misconception(of="max_and_argmax", hint="Values first, then indices: yours have changed places.")
def indices_first(t, dim):
    return t.max(dim)[1], t.max(dim)[0]


@misconception(
    of="max_and_argmax", hint="Your index counts through the whole tensor. Along which axis should it count?"
)
def argmax_of_all(t, dim):
    return t.max(dim).values, t.argmax()


@misconception(
    of="max_and_argmax",
    hint="Your maximum is the one of the whole tensor. One along `dim` is asked for, for each row or column.",
)
def max_of_all(t, dim):
    return t.max(), t.argmax()


@misconception(of="max_and_argmax", hint="Those are the smallest values.")
def smallest(t, dim):
    return tuple(t.min(dim))


@misconception(of="max_and_argmax", hint="You always look along the last axis. What is `dim` for?")
def always_the_last_axis(t, dim):
    return tuple(t.max(-1))


@misconception(of="max_and_argmax", hint="You always look along the first axis. What is `dim` for?")
def always_the_first_axis(t, dim):
    return tuple(t.max(0))


@misconception(of="max_and_argmax", hint="An index is a whole number.")
def indices_as_floats(t, dim):
    return t.max(dim).values, t.argmax(dim).float()


@misconception(of="max_and_argmax", hint="The axis that you search along should go. Yours stays, with length 1.")
def max_keeps_the_axis(t, dim):
    return tuple(t.max(dim, keepdim=True))


@misconception(of="max_and_argmax", hint="Indices are counted from 0.")
def indices_from_one(t, dim):
    return t.max(dim).values, t.argmax(dim) + 1


@misconception(of="max_and_argmax", hint="What if all the numbers are negative? Your search seems to begin at 0.")
def search_begins_at_zero(t, dim):
    return t.max(dim).values.clamp(min=0), t.argmax(dim)


@misconception(of="max_and_argmax", hint="The largest, not the farthest from 0: what of the minus signs?")
def largest_in_size(t, dim):
    return tuple(t.abs().max(dim))


@misconception(of="max_and_argmax", hint="A negative `dim` counts from the last axis. Yours loses the minus.")
def max_loses_the_minus(t, dim):
    return tuple(t.max(min(abs(dim), t.dim() - 1)))


@misconception(of="max_and_argmax", hint="The values come from one axis, the indices from another.")
def indices_of_the_other_axis(t, dim):
    return t.max(dim).values, t.argmax((dim + 1) % t.dim())


@misconception(of="max_and_argmax", hint="Two things are asked for: the values and where they stand.")
def values_alone(t, dim):
    return t.max(dim).values


@misconception(of="max_and_argmax", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def max_in_float32(t, dim):
    return t.max(dim).values.float(), t.argmax(dim)


# reshape_rows


@misconception(
    of="reshape_rows", hint="`view` needs the numbers in order in memory. Is there a method that does not mind?"
)
def with_view(t, width):
    return t.view(-1, width)


@misconception(
    of="reshape_rows", hint="Transposing is not reshaping: it changes the order in which the numbers are read."
)
def column_after_column(t, width):
    return t.reshape(width, -1).t()


@misconception(of="reshape_rows", hint="`width` is the length of a row. In yours it is the number of rows.")
def width_for_height(t, width):
    return t.reshape(width, -1)


@misconception(of="reshape_rows", hint="Your rows always have three numbers. What is `width` for?")
def rows_of_three(t, width):
    return t.reshape(-1, 3)


@misconception(of="reshape_rows", hint="You always make four rows. How many does it take?")
def four_rows(t, width):
    return t.reshape(4, width)


@misconception(
    of="reshape_rows", hint="You read the numbers as they lie in memory. A transposed tensor is read in another order."
)
def order_of_memory(t, width):
    return t.as_strided((t.numel() // width, width), (width, 1))


@misconception(of="reshape_rows", hint="`resize_` changes the caller's tensor.")
def resized_in_place(t, width):
    return t.resize_(t.numel() // width, width)


@misconception(of="reshape_rows", hint="The pieces are right, but a tuple of rows is not one tensor.")
def rows_in_a_tuple(t, width):
    return t.flatten().split(width)


@misconception(of="reshape_rows", hint="With a single row or a single column your answer loses an axis.")
def axes_lost(t, width):
    return t.reshape(-1, width).squeeze()


@misconception(of="reshape_rows", hint="This needs exactly three axes. `t` may have any number of them.")
def three_axes_only(t, width):
    return t.reshape(t.shape[0] * t.shape[1], t.shape[2])


@misconception(
    of="reshape_rows", hint="You keep the first axis as it is. Rows of `width` are asked for, however many that makes."
)
def first_axis_kept(t, width):
    return t.reshape(t.shape[0], -1)


@misconception(
    of="reshape_rows", hint="You transpose before you reshape: the order of the numbers is another one then."
)
def transposed_before(t, width):
    return t.transpose(0, -1).reshape(-1, width)


@misconception(of="reshape_rows", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def rows_in_float32(t, width):
    return t.float().reshape(-1, width)


@misconception(of="reshape_rows", hint="An axis of length 1 in the middle is one too many here.")
def axis_in_the_middle(t, width):
    return t.reshape(-1, 1, width)


@misconception(of="reshape_rows", hint="`transpose_` with an underscore turns the caller's tensor round.")
def turned_in_place(t, width):
    if t.dim() > 1:
        t.transpose_(0, 1)
        return t.transpose(0, 1).reshape(-1, width)
    return t.reshape(-1, width)


# to_column


@misconception(of="to_column", hint="That is a row. At which place should the new axis come?")
def a_row_for_a_column(t):
    return t.unsqueeze(0)


@misconception(of="to_column", hint="Transposing turns two axes round. How many has a flat tensor?")
def transposed_flat(t):
    return t.t()


@misconception(of="to_column", hint="`unsqueeze_` with an underscore changes the caller's tensor.")
def column_in_place(t):
    return t.unsqueeze_(1)


@misconception(of="to_column", hint="You always make three rows. How many numbers has `t`?")
def three_rows(t):
    return t[:3].reshape(3, 1)


@misconception(of="to_column", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def column_of_a_list(t):
    return torch.tensor([[number] for number in t.tolist()])


@misconception(
    of="to_column", hint="You read the numbers as they lie in memory. A slice with a step is read otherwise."
)
def column_as_in_memory(t):
    return t.as_strided((len(t), 1), (1, 1))


@misconception(of="to_column", hint="The column is repeated to the side. It should be one number wide.")
def column_repeated(t):
    return t.unsqueeze(1).repeat(1, len(t) + 1)


@misconception(of="to_column", hint="Your answer has three axes. Two are enough.")
def one_axis_too_many(t):
    return t.reshape(1, -1, 1)


@misconception(of="to_column", hint="Your numbers come from the last to the first.")
def upside_down(t):
    return t.flip(0).unsqueeze(1)


# to_row


@misconception(of="to_row", hint="That is a column. At which place should the new axis come?")
def a_column_for_a_row(t):
    return t.unsqueeze(1)


@misconception(
    of="to_row", hint="It has still one axis only, and transposing does not add one. A matrix of one row has two."
)
def transposed_to_a_row(t):
    return t.t()


@misconception(
    of="to_row", hint="It has still one axis only, and transposing does not add one. A matrix of one row has two."
)
def still_flat(t):
    return t.reshape(-1)


@misconception(of="to_row", hint="`unsqueeze_` with an underscore changes the caller's tensor.")
def row_in_place(t):
    return t.unsqueeze_(0)


@misconception(of="to_row", hint="You always make three columns. How many numbers has `t`?")
def three_columns(t):
    return t[:3].reshape(1, 3)


@misconception(of="to_row", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def row_of_a_list(t):
    return torch.tensor([t.tolist()])


@misconception(of="to_row", hint="You read the numbers as they lie in memory. A slice with a step is read otherwise.")
def row_as_in_memory(t):
    return t.as_strided((1, len(t)), (1, 1))


@misconception(of="to_row", hint="A list with a tensor in it is no tensor yet.")
def in_a_list(t):
    return [t]


@misconception(of="to_row", hint="The row is repeated. One is asked for.")
def row_repeated(t):
    return t.expand(len(t) + 1, -1)


# squeeze


@misconception(of="squeeze", hint="Only the first axis goes. What of the others of length 1?")
def first_axis_only(t):
    return t.squeeze(0)


@misconception(of="squeeze", hint="Only the last axis goes. What of the others of length 1?")
def last_axis_only(t):
    return t.squeeze(-1)


@misconception(of="squeeze", hint="Axes longer than 1 should stay. Yours are all gone.")
def flattened(t):
    return t.flatten()


@misconception(of="squeeze", hint="The ends are looked at. Axes in the middle may have length 1 too.")
def both_ends(t):
    return t.squeeze(0).squeeze(-1) if t.dim() > 1 else t.squeeze()


@misconception(of="squeeze", hint="`squeeze_` with an underscore changes the caller's tensor.")
def squeezed_in_place(t):
    return t.squeeze_()


@misconception(of="squeeze", hint="When all axes have length 1, all of them go. One of yours stays.")
def one_axis_left(t):
    return t.reshape([length for length in t.shape if length != 1] or [1])


@misconception(of="squeeze", hint="Only one axis goes, the first of length 1 that you meet. Are there more?")
def one_axis_gone(t):
    return t.squeeze(list(t.shape).index(1)) if 1 in t.shape else t


@misconception(of="squeeze", hint="`t[0]` removes the first axis whatever its length.")
def first_entry(t):
    return t[0]


@misconception(of="squeeze", hint="The axes that stay should keep their order.")
def order_turned(t):
    return t.reshape([length for length in t.shape if length != 1][::-1])


@misconception(of="squeeze", hint="Nothing has gone yet. Which axes have length 1?")
def nothing_gone(t):
    return t


@misconception(of="squeeze", hint="Those are only the lengths. The tensor itself is asked for.")
def shape_for_tensor(t):
    return t.squeeze().shape


@misconception(of="squeeze", hint="That adds an axis. Some should go.")
def unsqueezed(t):
    return t.unsqueeze(0)


@misconception(of="squeeze", hint="Your axes go one after the other, and their numbers change while you count.")
def skips_every_other(t):
    for d in range(t.dim()):
        if d < t.dim() and t.shape[d] == 1:
            t = t.squeeze(d)
    return t


@misconception(of="squeeze", hint="Three axes at most? There may be more of length 1.")
def three_axes_at_most(t):
    for _ in range(3):
        if 1 in t.shape:
            t = t.squeeze(list(t.shape).index(1))
    return t


# mask_to_numbers


@misconception(of="mask_to_numbers", hint="Both of yours are float32. Which two dtypes are asked for?")
def floats_twice(mask):
    return mask.float(), mask.float()


@misconception(of="mask_to_numbers", hint="Both of yours are int64. Which two dtypes are asked for?")
def longs_twice(mask):
    return mask.long(), mask.long()


@misconception(of="mask_to_numbers", hint="Whole numbers first: yours have changed places.")
def floats_first(mask):
    return mask.float(), mask.long()


@misconception(of="mask_to_numbers", hint="A comparison gives a bool again, no number.")
def compared_again(mask):
    return mask == 1, mask.float()


@misconception(of="mask_to_numbers", hint="`int` is int32 in torch. Which one has 64 bits?")
def short_ints(mask):
    return mask.int(), mask.float()


@misconception(of="mask_to_numbers", hint="`double` is float64. Which one is float32?")
def doubles(mask):
    return mask.long(), mask.double()


@misconception(of="mask_to_numbers", hint="True is 1, false is 0: yours are turned round.")
def turned_into_its_opposite(mask):
    return (mask == 0).long(), (mask == 0).float()


@misconception(
    of="mask_to_numbers", hint="Those are the places where the mask is true. One number for each entry is asked for."
)
def places_of_the_true(mask):
    return mask.nonzero().flatten(), mask.float()


@misconception(of="mask_to_numbers", hint="You count the true ones. One number for each entry is asked for.")
def counted(mask):
    return mask.sum(), mask.sum().float()


@misconception(of="mask_to_numbers", hint="Your numbers are in one line. The mask's shape should stay.")
def mask_flattened(mask):
    return mask.flatten().long(), mask.flatten().float()


@misconception(of="mask_to_numbers", hint="A mask may also be uint8. `~` turns 1 into 254 there.")
def twice_not(mask):
    return (~mask == 0).long(), (~mask == 0).float()


@misconception(of="mask_to_numbers", hint="A bool mask works, but uint8 is allowed too.")
def bool_masks_only(mask):
    if mask.dtype != torch.bool:
        raise TypeError("not a mask")
    return mask.long(), mask.float()


@misconception(
    of="mask_to_numbers", hint="The first one has still the dtype of the mask. `+ 0` is not enough for every mask."
)
def plus_zero(mask):
    return mask + 0, mask + 0.0


# join


@misconception(of="join", hint="You always glue along the first axis. What is `dim` for?")
def always_below(x, y, dim):
    return torch.cat([x, y])


@misconception(of="join", hint="`y` comes first in yours.")
def y_first(x, y, dim):
    return torch.cat([y, x], dim)


@misconception(
    of="join", hint="There is a new axis in your answer. Gluing makes an axis longer, stacking makes a new one."
)
def stacked(x, y, dim):
    return torch.stack([x, y], dim)


@misconception(of="join", hint="A negative `dim` counts from the last axis. Yours loses the minus.")
def join_loses_the_minus(x, y, dim):
    return torch.cat([x, y], min(abs(dim), x.dim() - 1))


@misconception(of="join", hint="You add the numbers. They should stand beside each other.")
def added(x, y, dim):
    return x + y


@misconception(of="join", hint="You tell 0 from all the rest. What of a negative `dim`, or a third axis?")
def below_or_beside(x, y, dim):
    return torch.vstack([x, y]) if dim == 0 else torch.hstack([x, y])


@misconception(of="join", hint="You glue along the other axis of the two.")
def other_axis(x, y, dim):
    return torch.cat([x, y], (dim + 1) % x.dim())


@misconception(of="join", hint="Everything is in one line. Only the axis `dim` gets longer.")
def joined_flat(x, y, dim):
    return torch.cat([x.flatten(), y.flatten()])


@misconception(of="join", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def joined_in_float32(x, y, dim):
    return torch.cat([x.float(), y.float()], dim)


@misconception(of="join", hint="A negative `dim` is allowed: -1 is the last axis.")
def join_refuses_a_minus(x, y, dim):
    if dim < 0:
        raise ValueError("dim must not be negative")
    return torch.cat([x, y], dim)


@misconception(of="join", hint="`x` comes twice in yours.")
def x_twice(x, y, dim):
    return torch.cat([x, x], dim)


@misconception(of="join", hint="Need both be equally long along `dim`? Only the other axes must agree.")
def same_shape_only(x, y, dim):
    if x.shape != y.shape:
        raise ValueError("the shapes differ")
    return torch.cat([x, y], dim)


@misconception(of="join", hint="It is right for the lecture's few numbers. There may be more of them.")
def six_at_most(x, y, dim):
    joined = torch.cat([x, y], dim)
    return joined.narrow(dim, 0, min(joined.shape[dim], 6))


# stack


@misconception(of="stack", hint="Your tensors are glued along an axis that was there. Where is the new one?")
def glued(tensors, dim=0):
    return torch.cat(tuple(tensors), dim if tensors[0].dim() else 0)


@misconception(of="stack", hint="The new axis is always the first in yours. What is `dim` for?")
def always_a_new_first_axis(tensors, dim=0):
    return torch.cat([t.unsqueeze(0) for t in tensors], 0)


@misconception(of="stack", hint="The new axis comes at `dim`, but you glue along the first one.")
def glued_along_the_first(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors], 0)


@misconception(of="stack", hint="The new axis is always the first, but you glue along `dim`.")
def new_axis_always_first(tensors, dim=0):
    return torch.cat([t.unsqueeze(0) for t in tensors], dim)


@misconception(of="stack", hint="A negative `dim` counts the axes of the answer: it has one more than each tensor.")
def minus_counts_the_old_axes(tensors, dim=0):
    if dim < 0:
        dim = max(0, dim + tensors[0].dim())
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)


@misconception(of="stack", hint="A negative `dim` counts from the last axis. Yours loses the minus.")
def stack_loses_the_minus(tensors, dim=0):
    dim = min(abs(dim), tensors[0].dim())
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)


@misconception(of="stack", hint="The new axis may also be the last: `dim` may be as large as the number of axes.")
def no_new_last_axis(tensors, dim=0):
    if dim >= max(1, tensors[0].dim()):
        raise IndexError("dim is out of range")
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)


@misconception(of="stack", hint="`torch.zeros` makes float32. What if float64 came in?")
def stacked_into_float32(tensors, dim=0):
    out = torch.zeros(len(tensors), *tensors[0].shape)
    for i, t in enumerate(tensors):
        out[i] = t
    return out.movedim(0, dim)


@misconception(of="stack", hint="Three tensors, as in the lecture. There may be more or fewer.")
def three_tensors_only(tensors, dim=0):
    x, y, z = tensors
    return torch.cat([x.unsqueeze(dim), y.unsqueeze(dim), z.unsqueeze(dim)], dim)


@misconception(
    of="stack", hint="You write into the caller's list, or into its tensors: `unsqueeze_` with an underscore does."
)
def list_rewritten(tensors, dim=0):
    tensors = tensors if isinstance(tensors, list) else list(tensors)
    for i, t in enumerate(tensors):
        tensors[i] = t.unsqueeze(dim)
    return torch.cat(tensors, dim)


@misconception(
    of="stack", hint="You write into the caller's list, or into its tensors: `unsqueeze_` with an underscore does."
)
def tensors_unsqueezed_in_place(tensors, dim=0):
    return torch.cat([t.unsqueeze_(dim) for t in tensors], dim)


@misconception(of="stack", hint="`tensors` may be a tuple, and a tuple cannot be written into.")
def lists_only(tensors, dim=0):
    upright = tensors.copy()
    for i, t in enumerate(tensors):
        upright[i] = t.unsqueeze(dim)
    return torch.cat(upright, dim)


@misconception(of="stack", hint="This makes rows of whatever comes in. A matrix should stay a matrix inside.")
def rows_of_everything(tensors, dim=0):
    rows = torch.cat([t.reshape(1, -1) for t in tensors], 0)
    return rows if dim == 0 else rows.t()


@misconception(of="stack", hint="Your tensors come last to first.")
def last_to_first(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in reversed(tensors)], dim)


@misconception(of="stack", hint="A list of tensors is no tensor yet.")
def a_list_of_tensors(tensors, dim=0):
    return [t.unsqueeze(dim) for t in tensors]


@misconception(of="stack", hint="Without `dim`, the new axis is the first.")
def last_axis_by_default(tensors, dim=-1):
    return torch.cat([t.unsqueeze(dim) for t in tensors], dim)


@misconception(of="stack", hint="It is right for the lecture's few numbers. There may be more of them.")
def the_first_eight(tensors, dim=0):
    return torch.cat([t.unsqueeze(dim) for t in tensors[:8]], dim)


# ones_and_zeros_like


@misconception(of="ones_and_zeros_like", hint="The shape is right, but *like* `t` means its dtype, too.")
def shape_only(t):
    return torch.ones(t.shape), torch.zeros(t.shape)


@misconception(of="ones_and_zeros_like", hint="Ones first: yours have changed places.")
def zeros_first(t):
    return torch.zeros_like(t), torch.ones_like(t)


@misconception(
    of="ones_and_zeros_like", hint="Your two answers are one and the same tensor: what you wrote first is gone."
)
def filled_in_place(t):
    return t.fill_(1), t.zero_()


@misconception(
    of="ones_and_zeros_like", hint="Your two answers are one and the same tensor: what you wrote first is gone."
)
def one_tensor_twice(t):
    out = torch.empty_like(t)
    return out.fill_(1), out.zero_()


@misconception(of="ones_and_zeros_like", hint="Arithmetic changes the dtype of a mask. Is there a way that keeps it?")
def by_arithmetic(t):
    return t * 0 + 1, t * 0


@misconception(of="ones_and_zeros_like", hint="All in one line, or in one row. The shape of `t` is asked for.")
def in_a_line(t):
    return torch.ones(t.numel(), dtype=t.dtype), torch.zeros(t.numel(), dtype=t.dtype)


@misconception(of="ones_and_zeros_like", hint="Your shape is always that of the lecture's example. Take it from `t`.")
def shape_of_the_slide(t):
    return torch.ones(2, 3, dtype=t.dtype), torch.zeros(2, 3, dtype=t.dtype)


@misconception(of="ones_and_zeros_like", hint="Only a part of the dtypes is kept: what happens to whole numbers?")
def float_dtypes_only(t):
    dtype = t.dtype if t.is_floating_point() else torch.float32
    return torch.ones(t.shape, dtype=dtype), torch.zeros(t.shape, dtype=dtype)


@misconception(of="ones_and_zeros_like", hint="Ones on the diagonal only. Ones are asked for everywhere.")
def diagonal(t):
    ones = torch.zeros_like(t)
    ones.reshape(-1)[:: t.shape[-1] + 1 if t.dim() else 1] = 1
    return ones, torch.zeros_like(t)


@misconception(
    of="ones_and_zeros_like",
    hint="You mark where `t` has a one and where it has a zero. Every entry should be one, then zero.",
)
def where_they_are(t):
    return (t == 1).to(t.dtype), (t == 0).to(t.dtype)


@misconception(of="ones_and_zeros_like", hint="Two tensors are asked for.")
def ones_alone(t):
    return torch.ones_like(t)


# doubled


@misconception(
    of="doubled", hint="You write into the caller's tensor. So do `*=` and `+=`, and a second name for it is no copy."
)
def doubled_in_place(t):
    return t.mul_(2)


@misconception(
    of="doubled", hint="You write into the caller's tensor. So do `*=` and `+=`, and a second name for it is no copy."
)
def added_to_itself_in_place(t):
    t += t
    return t


@misconception(of="doubled", hint="The doubled one is new, and `t` is the old one: which do you give back?")
def old_one_returned(t):
    t * 2
    return t


@misconception(of="doubled", hint="That is a square. Try it with 3.")
def squared(t):
    return t**2


@misconception(of="doubled", hint="That has twice as many numbers. Each number should be twice as large.")
def twice_as_many(t):
    return torch.cat([t.flatten(), t.flatten()])


@misconception(of="doubled", hint="`double` is the name of a dtype, float64. It doubles the bits, not the numbers.")
def double_the_bits(t):
    return t.double()


@misconception(of="doubled", hint="The dtype got lost on the way: float64 came in, float32 goes out.")
def doubled_in_float32(t):
    return t.float() * 2


@misconception(
    of="doubled", hint="You write into the caller's tensor. So do `*=` and `+=`, and a second name for it is no copy."
)
def second_name(t):
    new = t
    new *= 2
    return new


@misconception(
    of="doubled", hint="The values are right and the caller's tensor has changed too. When was the copy made?"
)
def copied_too_late(t):
    t.mul_(2)
    return t.clone()


@misconception(of="doubled", hint="You add 2. Twice is something else.")
def two_added(t):
    return t + 2


@misconception(of="doubled", hint="Four times: it is doubled twice.")
def four_times(t):
    return (t + t) * 2


@misconception(of="doubled", hint="Calculated and then dropped: nothing is returned.")
def nothing_returned(t):
    t.mul(2)


@misconception(of="doubled", hint="A detached tensor, a view and `.data` are windows on the same memory, not copies.")
def same_memory(t):
    new = t.detach()
    new.mul_(2)
    return new


@misconception(of="doubled", hint="Large numbers are cut off. Which of them fit through your way?")
def doubled_and_clamped(t):
    return (t * 2).clamp(-100, 100)


# double_


@misconception(
    of="double_",
    hint="A new tensor is doubled, whatever its name; the caller's stays as it was. The underscore promises more.",
)
def a_new_one(t):
    return t * 2


@misconception(
    of="double_",
    hint="A new tensor is doubled, whatever its name; the caller's stays as it was. The underscore promises more.",
)
def old_name_new_tensor(t):
    t = t * 2
    return t


@misconception(
    of="double_",
    hint="A new tensor is doubled, whatever its name; the caller's stays as it was. The underscore promises more.",
)
def copy_doubled(t):
    return t.clone().mul_(2)


@misconception(
    of="double_", hint="`contiguous` makes a copy when the memory is not in order, and then only the copy is doubled."
)
def contiguous_first(t):
    return t.contiguous().mul_(2)


@misconception(of="double_", hint="`reshape` may make a copy, and then only the copy is doubled.")
def reshaped_first(t):
    t.reshape(-1).mul_(2)
    return t


@misconception(of="double_", hint="`view` needs the numbers in order in memory. Must it be flattened at all?")
def viewed_first(t):
    t.view(-1).mul_(2)
    return t


@misconception(of="double_", hint="Doubled in place, but nothing is returned.")
def no_answer(t):
    t.mul_(2)


@misconception(
    of="double_", hint="The caller's tensor has changed, but you give back another one. `t` itself is asked for."
)
def copy_returned(t):
    return t.mul_(2).clone()


@misconception(of="double_", hint="It is doubled twice.")
def doubled_twice(t):
    t.mul_(2)
    return t.mul_(2)


@misconception(of="double_", hint="That is a square. Try it with 3.")
def squared_in_place(t):
    return t.pow_(2)


@misconception(
    of="double_", hint="The caller's tensor has changed, but you give back another one. `t` itself is asked for."
)
def another_tensor_returned(t):
    new = t * 2
    t.copy_(new)
    return new


@misconception(of="double_", hint="Only the first row has changed.")
def first_row_only(t):
    (t[0] if t.dim() > 1 else t).mul_(2)
    return t


@misconception(of="double_", hint="Calculated and then dropped: `mul` without an underscore changes nothing.")
def underscore_forgotten(t):
    t.mul(2)
    return t


@misconception(of="double_", hint="You give back a window on `t`'s memory. `t` itself is asked for.")
def window_returned(t):
    return t.mul_(2).detach()


@misconception(of="double_", hint="`t` has new memory now. A matrix of which `t` is a column does not change with it.")
def new_memory(t):
    t.data = t * 2
    return t


@misconception(of="double_", hint="It is right for the lecture's few numbers. There may be more of them.")
def the_first_four_rows(t):
    (t[:4] if t.dim() else t).mul_(2)
    return t


# in a corner only


@misconception(of="total", hint="The sum is collected in the first number of `t`. Whose tensor is that?")
def collected_in_the_first_number(t, dim=None):
    if dim is not None:
        return t.sum(dim)
    flat = t.reshape(-1)
    whole = flat[0]
    for number in flat[1:]:
        whole += number
    return whole


@misconception(of="join", hint="You turn the caller's matrices round, and never back.")
def joined_lying_down(x, y, dim):
    if x.dim() == 2 and dim % 2 == 1:
        x.t_(), y.t_()
        return torch.cat([x, y], 0).t()
    return torch.cat([x, y], dim)


@misconception(of="max_and_argmax", hint="Something nearly as large stands at some of your places. Is it the largest?")
def nearly_the_largest(t, dim):
    largest = t.amax(dim, keepdim=True)
    return largest.squeeze(dim), torch.isclose(t, largest).int().argmax(dim)


@misconception(of="broadcast_shape", hint="Only the first four sides are compared. Shapes may be longer.")
def four_sides_compared(a, b):
    rank = max(len(a), len(b))
    upper = (1,) * (rank - len(a)) + tuple(a)
    lower = (1,) * (rank - len(b)) + tuple(b)
    if any(p != q and 1 not in (p, q) for p, q in zip(upper[:4], lower[:4], strict=True)):
        raise ValueError("they do not fit")
    return tuple(q if p == 1 else p for p, q in zip(upper, lower, strict=True))


@misconception(of="drop_last_column", hint="A column with the same numbers as the last one is gone, too.")
def columns_unlike_the_last(t):
    return t[:, (t != t[:, -1:]).any(0)]
