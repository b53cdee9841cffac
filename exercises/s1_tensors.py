"""Tensor manipulation: look at tensors, slice them, combine them and reshape them.

A tensor is a block of numbers. A 1-D tensor is a vector and a 2-D tensor is a matrix. The data in this course is mostly
2-D: one row for each example, one column for each feature. Data is float32 unless the text says otherwise; if a
function gets float64, its answer is float64. An axis is called `dim`. Axes are counted from 0; negative numbers count
from the end, so `dim=-1` is the last axis. If you are stuck, print the shapes: most errors with tensors are errors of
shape.

In each function, replace `raise NotImplementedError` with your own code. Then run `grader check --section s1_tensors`.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def rank_and_shape(t: np.ndarray | Tensor) -> tuple[int, tuple[int, ...]]:
    """Return the rank (how many axes there are) and the shape (how long each axis is) of a NumPy array or a tensor.

    NumPy and torch have a lot in common, but some names differ. Which names do both have?

    >>> rank_and_shape(torch.tensor([0., 1., 2., 3., 4., 5., 6.]))
    (1, (7,))
    >>> rank_and_shape(np.array([[1., 2., 3.], [4., 5., 6.], [7., 8., 9.], [10., 11., 12.]]))
    (2, (4, 3))
    >>> rank_and_shape(torch.zeros(16, 28, 20))  # 16 pictures at once: (batch size, width, height)
    (3, (16, 28, 20))
    """
    # TODO: return the number of axes and the shape
    raise NotImplementedError


def slices(t: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Cut four pieces out of a 1-D tensor: ``t[2:5]``, ``t[4:-1]``, ``t[:2]`` and ``t[3:]``, in this order.

    A slice ``start:end`` includes its start but not its end. Negative numbers count from the end of the tensor.

    Shapes: `t` is (n,), for any n. A slice that goes beyond the end is shorter, or empty.
    Read: "Tensor Indexing" in the PyTorch tutorials, or `Indexing on ndarrays` in NumPy's user guide.

    >>> a, b, c, d = slices(torch.tensor([0., 1., 2., 3., 4., 5., 6.]))
    >>> a, b
    (tensor([2., 3., 4.]), tensor([4., 5.]))
    >>> c, d
    (tensor([0., 1.]), tensor([3., 4., 5., 6.]))
    """
    # TODO: return the four slices
    raise NotImplementedError


def column(t: Tensor, j: int) -> Tensor:
    """Take column `j` of a matrix: the number at position `j` of every row. ``j=-1`` is the last column.

    A single index removes its axis; a range keeps it.

    Shapes: `t` is (m, n), the answer is (m,).

    >>> t = torch.tensor([[1., 2., 3.], [4., 5., 6.], [7., 8., 9.], [10., 11., 12.]])
    >>> column(t, 1)
    tensor([ 2.,  5.,  8., 11.])
    >>> column(t, 1).shape
    torch.Size([4])
    """
    # TODO: return column j as a 1-D tensor
    raise NotImplementedError


def drop_last_column(t: Tensor) -> Tensor:
    """Take all columns of a matrix except the last one, which often holds what we want to predict.

    Shapes: `t` is (m, n), the answer is (m, n - 1).

    >>> drop_last_column(torch.tensor([[1., 2., 3.], [4., 5., 6.], [7., 8., 9.], [10., 11., 12.]]))
    tensor([[ 1.,  2.],
            [ 4.,  5.],
            [ 7.,  8.],
            [10., 11.]])
    """
    # TODO: return all columns except the last
    raise NotImplementedError


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    """Add each number of `a` to each number of `b`: row `i`, column `j` of the answer is ``a[i] + b[j]``.

    The lecture adds ``[[3], [4]]`` and ``[[1, 2]]``: torch stretches both to (2, 2) and then adds them. This is called
    broadcasting. Here both arguments are 1-D. Which of the two must become a column?

    Shapes: `a` is (m,), `b` is (n,), the answer is (m, n).
    Read: the page "Broadcasting semantics" of the PyTorch documentation.

    >>> outer_sum(torch.tensor([3., 4.]), torch.tensor([1., 2.]))
    tensor([[4., 5.],
            [5., 6.]])
    """
    # TODO: add each number of a to each number of b
    raise NotImplementedError


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that two shapes broadcast to. Raise a `ValueError` if they are not compatible.

    The rule: write one shape below the other, aligned at the right. Where one shape has no axis, imagine a 1. Two
    lengths are compatible if they are equal or if one of them is 1. A 1 is stretched to the other length, even to
    0. ::

        (   3, 1)
        (2, 1, 4)
        ---------
        (2, 3, 4)

    Write it yourself: the functions of torch and NumPy that broadcast shapes or tensors for you are forbidden here.
    Shapes: `a` and `b` are tuples or `torch.Size`. They may have any length, and may be empty.
    Read: the page "Broadcasting semantics" of the PyTorch documentation.

    >>> tuple(broadcast_shape((1, 2), (2, 1)))
    (2, 2)
    >>> tuple(broadcast_shape((3, 1), (2, 1, 4)))
    (2, 3, 4)
    >>> broadcast_shape((2,), (3,))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    ValueError: 2 and 3 are not compatible
    """
    # TODO: return the common shape, or raise a ValueError
    raise NotImplementedError


def products(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Multiply two matrices in two ways: first the matrix product, then the element-wise product.

    Entry (i, j) of the matrix product is the sum of row `i` of `a` times column `j` of `b`. The element-wise product
    multiplies the entries that are at the same position, and it broadcasts.

    Shapes: (m, k) and (k, n) give the matrix product (m, n). The second answer has the shape that `a` and `b` broadcast
    to.
    Read: the page `torch.matmul` of the PyTorch documentation.

    >>> matrix, entries = products(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[1.], [2.]]))
    >>> matrix
    tensor([[ 5.],
            [11.]])
    >>> entries
    tensor([[1., 2.],
            [6., 8.]])
    """
    # TODO: return the matrix product and the element-wise product
    raise NotImplementedError


def mean(t: Tensor, dim: int | None = None) -> Tensor:
    """Average all numbers of `t`, or only along the axis `dim` if it is given.

    torch refuses to average whole numbers: ``torch.tensor([1, 2]).mean()`` raises an error, because the mean of whole
    numbers may not be a whole number. Your function also averages integer and bool tensors, and then answers in
    float32. A float tensor keeps its dtype.

    Shapes: one number without `dim`; with `dim`, the shape of `t` without that axis.
    Read: the pages `torch.mean` and `torch.Tensor.is_floating_point` of the PyTorch documentation.

    >>> t = torch.tensor([[1., 2.], [3., 4.]])
    >>> mean(t)
    tensor(2.5000)
    >>> mean(t, dim=0), mean(t, dim=-1)
    (tensor([2., 3.]), tensor([1.5000, 3.5000]))
    >>> mean(torch.tensor([1, 2]))
    tensor(1.5000)
    """
    # TODO: return the mean of everything, or along dim
    raise NotImplementedError


def total(t: Tensor, dim: int | None = None) -> Tensor:
    """Add up all numbers of a float tensor, or only along the axis `dim` if it is given.

    The axis that you name disappears: ``dim=0`` adds up the rows and leaves one number for each column.

    Shapes: one number without `dim`; with `dim`, the shape of `t` without that axis.

    >>> t = torch.tensor([[1., 2.], [3., 4.]])
    >>> total(t)
    tensor(10.)
    >>> total(t, dim=0), total(t, dim=1), total(t, dim=-1)
    (tensor([4., 6.]), tensor([3., 7.]), tensor([3., 7.]))
    """
    # TODO: return the sum of everything, or along dim
    raise NotImplementedError


def max_and_argmax(t: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Find the largest values along the axis `dim`, and the index of each of them.

    If the largest value occurs more than once, any of its indices is right. (Without an axis, `t.max()` is one value,
    the largest of all, and no index.)

    Shapes: both answers have the shape of `t` without the axis `dim`. The second answer holds whole numbers.
    Read: the page `torch.max` of the PyTorch documentation. It describes more than one form.

    >>> t = torch.tensor([[1., 2.], [3., 4.]])
    >>> values, places = max_and_argmax(t, dim=0)
    >>> values, places
    (tensor([3., 4.]), tensor([1, 1]))
    >>> values, places = max_and_argmax(t, dim=-1)
    >>> values, places
    (tensor([2., 4.]), tensor([1, 1]))
    """
    # TODO: return the largest values and their indices
    raise NotImplementedError


def reshape_rows(t: Tensor, width: int) -> Tensor:
    """Arrange the numbers of `t` in rows of length `width`, in reading order: the last axis changes fastest.

    The numbers of a tensor may be stored in a different order, for example after a transpose. (A tensor in the usual
    order is called "contiguous".) Your function works for such tensors, too.

    Shapes: `t` has any number of axes and at least one number; the number of elements is a multiple of `width`. The
    answer is (-1, width), where -1 means: as many rows as needed.
    Read: the page "Tensor Views" of the PyTorch documentation, down to its last paragraph.

    >>> t = torch.tensor([[[0., 1., 2.], [3., 4., 5.]], [[6., 7., 8.], [9., 10., 11.]]])
    >>> reshape_rows(t, 3)
    tensor([[ 0.,  1.,  2.],
            [ 3.,  4.,  5.],
            [ 6.,  7.,  8.],
            [ 9., 10., 11.]])
    >>> t.view([-1, 1, 3]).shape  # the same rows, each in an axis of its own
    torch.Size([4, 1, 3])
    """
    # TODO: return the numbers of t in rows of this width
    raise NotImplementedError


def to_column(t: Tensor) -> Tensor:
    """Turn a 1-D tensor into a column: one number in each row. Transposing does nothing here, because there is only one
    axis.

    Shapes: `t` is (n,), the answer is (n, 1).
    Read: the page `torch.unsqueeze` of the PyTorch documentation.

    >>> to_column(torch.tensor([0., 1., 2.]))
    tensor([[0.],
            [1.],
            [2.]])
    """
    # TODO: return t as a column
    raise NotImplementedError


def to_row(t: Tensor) -> Tensor:
    """Turn a 1-D tensor into a matrix with one row.

    Shapes: `t` is (n,), the answer is (1, n).

    >>> to_row(torch.tensor([0., 1., 2.]))
    tensor([[0., 1., 2.]])
    """
    # TODO: return t as a row
    raise NotImplementedError


def squeeze(t: Tensor) -> Tensor:
    """Remove every axis of length 1. The numbers and their order stay the same. (You may use the method of this name.)

    Shapes: (3, 1) gives (3,); (1, 2, 1, 3) gives (2, 3); (1, 1) gives (), a tensor without axes.

    >>> squeeze(torch.tensor([[0.], [1.], [2.]]))
    tensor([0., 1., 2.])
    """
    # TODO: remove every axis of length 1
    raise NotImplementedError


def mask_to_numbers(mask: Tensor) -> tuple[Tensor, Tensor]:
    """Turn a mask into numbers: first as int64, then as float32.

    A mask says true or false at each position, as bool or as 0 and 1 in uint8. A comparison such as ``t > 0`` gives a
    bool mask, so that you can count how often the condition is true.

    Shapes: both answers have the shape of `mask`.
    Read: "Tensor Attributes" (`torch.dtype`) in the PyTorch documentation.

    >>> whole, real = mask_to_numbers(torch.tensor([True, False, False, True]))
    >>> whole, real
    (tensor([1, 0, 0, 1]), tensor([1., 0., 0., 1.]))
    """
    # TODO: return the mask as int64 and as float32
    raise NotImplementedError


def join(x: Tensor, y: Tensor, dim: int) -> Tensor:
    """Join two tensors along the axis `dim`, `x` first. The answer has no new axis; the axis `dim` gets longer.

    Shapes: the length of the answer along `dim` is that of `x` plus that of `y`. The other axes of `x` and `y` have
    the same length.
    Read: the page `torch.cat` of the PyTorch documentation.

    >>> x, y = torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[5., 6.], [7., 8.]])
    >>> join(x, y, dim=0)
    tensor([[1., 2.],
            [3., 4.],
            [5., 6.],
            [7., 8.]])
    >>> join(x, y, dim=1)
    tensor([[1., 2., 5., 6.],
            [3., 4., 7., 8.]])
    """
    # TODO: return x and y joined along dim
    raise NotImplementedError


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Put tensors of the same shape next to each other, along a new axis at `dim`.

    Write it yourself: the functions that stack are forbidden here. Give each tensor an axis of length 1, then join
    them.

    Shapes: k tensors with r axes give one tensor with r + 1 axes; its length at `dim` is k. So `dim` is from 0 to r, or
    from -1 (a new last axis) to -(r + 1). `tensors` is a list or a tuple of at least one tensor.
    Read: the pages `torch.unsqueeze` and `torch.cat` of the PyTorch documentation.

    >>> x, y, z = torch.tensor([1., 4.]), torch.tensor([2., 5.]), torch.tensor([3., 6.])
    >>> stack([x, y, z])
    tensor([[1., 4.],
            [2., 5.],
            [3., 6.]])
    >>> stack([x, y, z], dim=1)
    tensor([[1., 2., 3.],
            [4., 5., 6.]])
    """
    # TODO: return the tensors along a new axis
    raise NotImplementedError


def ones_and_zeros_like(t: Tensor) -> tuple[Tensor, Tensor]:
    """Make a tensor of ones and a tensor of zeros that are *like* `t`: the same shape, the same dtype, the same device.

    >>> ones, zeros = ones_and_zeros_like(torch.tensor([[0., 1., 2.], [2., 1., 0.]]))
    >>> ones
    tensor([[1., 1., 1.],
            [1., 1., 1.]])
    >>> zeros
    tensor([[0., 0., 0.],
            [0., 0., 0.]])
    """
    # TODO: return ones and zeros like t
    raise NotImplementedError


def doubled(t: Tensor) -> Tensor:
    """Return a new tensor with twice the numbers of `t`. `t` itself does not change.

    In torch, a method whose name ends in ``_`` changes its tensor in place. A method without it returns a new tensor.

    Shapes: the answer has the shape and the dtype of `t`.

    >>> x = torch.tensor([[1., 2.], [3., 4.]])
    >>> doubled(x)
    tensor([[2., 4.],
            [6., 8.]])
    >>> x
    tensor([[1., 2.],
            [3., 4.]])
    """
    # TODO: return a new tensor, twice t
    raise NotImplementedError


def double_(t: Tensor) -> Tensor:
    """Double the numbers of `t` in place and return `t` itself, not a new tensor.

    Your function also works for tensors that are not contiguous, such as a column of a matrix. The matrix
    changes, too.

    Shapes: the answer is `t`.
    Read: "In-place operations" in the tutorial "Tensors" on pytorch.org.

    >>> x = torch.tensor([[1., 2.], [3., 4.]])
    >>> double_(x) is x
    True
    >>> x
    tensor([[2., 4.],
            [6., 8.]])
    """
    # TODO: double t in place and return t
    raise NotImplementedError
