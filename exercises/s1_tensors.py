"""Tensor manipulation: look at tensors, cut them, combine them, reshape them.

A tensor is a block of numbers. A 1-D tensor is a vector, a 2-D tensor a matrix; with more axes it is just a tensor.
The course's data is mostly 2-D: one row an example, one column a feature. In pictures it is 3-D or more.
All that follows in this course (models, costs, gradients) is made of the small steps in this file.
Before this section: s0_setup. Data is float32 unless a text says otherwise; float64 in means float64 out.
An axis is called `dim`. It counts from 0, and from the end with a minus: `-1` is the last axis.
Print shapes when you are stuck: most errors with tensors are errors of shape.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def rank_and_shape(t: np.ndarray | Tensor) -> tuple[int, tuple[int, ...]]:
    """Tell the rank (how many axes) and the shape (how long each axis is) of a NumPy array or a tensor.

    NumPy and torch have much in common, and some names differ. Which names do both have?

    >>> rank_and_shape(torch.tensor([0., 1., 2., 3., 4., 5., 6.]))
    (1, (7,))
    >>> rank_and_shape(np.array([[1., 2., 3.], [4., 5., 6.], [7., 8., 9.], [10., 11., 12.]]))
    (2, (4, 3))
    """
    raise NotImplementedError


def slices(t: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Cut four pieces out of a 1-D tensor: ``t[2:5]``, ``t[4:-1]``, ``t[:2]`` and ``t[3:]``, in this order.

    A slice ``start:end`` takes its start and stops before its end. A minus counts from the end of the tensor.

    Shapes: `t` is (n,), of any length. A slice beyond the end is shorter, or empty.
    Read: "Tensor Indexing" in the PyTorch tutorials, or `Indexing on ndarrays` in NumPy's user guide.

    >>> a, b, c, d = slices(torch.tensor([0., 1., 2., 3., 4., 5., 6.]))
    >>> a, b
    (tensor([2., 3., 4.]), tensor([4., 5.]))
    >>> c, d
    (tensor([0., 1.]), tensor([3., 4., 5., 6.]))
    """
    raise NotImplementedError


def column(t: Tensor, j: int) -> Tensor:
    """Take column `j` of a matrix: the j-th number of every row. ``j=-1`` is the last column.

    An index alone removes its axis; a range keeps it.

    Shapes: `t` is (m, n), the answer (m,).

    >>> t = torch.tensor([[1., 2., 3.], [4., 5., 6.], [7., 8., 9.], [10., 11., 12.]])
    >>> column(t, 1)
    tensor([ 2.,  5.,  8., 11.])
    >>> column(t, 1).shape
    torch.Size([4])
    """
    raise NotImplementedError


def drop_last_column(t: Tensor) -> Tensor:
    """Take all columns of a matrix but the last. The last one often holds what we want to predict.

    Shapes: `t` is (m, n), the answer (m, n - 1).

    >>> drop_last_column(torch.tensor([[1., 2., 3.], [4., 5., 6.], [7., 8., 9.], [10., 11., 12.]]))
    tensor([[ 1.,  2.],
            [ 4.,  5.],
            [ 7.,  8.],
            [10., 11.]])
    """
    raise NotImplementedError


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    """Add each number of `a` to each number of `b`: row `i`, column `j` of the answer is ``a[i] + b[j]``.

    The lecture adds ``[[3], [4]]`` and ``[[1, 2]]``: torch stretches both to (2, 2), then adds. That is broadcasting.
    Here both arguments are flat. Which of them has to stand upright?

    Shapes: `a` is (m,), `b` is (n,), the answer (m, n).
    Read: the page "Broadcasting semantics" of the PyTorch documentation.

    >>> outer_sum(torch.tensor([3., 4.]), torch.tensor([1., 2.]))
    tensor([[4., 5.],
            [5., 6.]])
    """
    raise NotImplementedError


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    """Tell the shape that two shapes broadcast to. Raise a `ValueError` where they do not fit.

    The rule: write the two shapes one under the other, aligned at the right. Where one has no axis, think of a 1.
    Two lengths fit when they are equal or when one of them is 1; a 1 is stretched to the other length, even to 0. ::

        (   3, 1)
        (2, 1, 4)
        ---------
        (2, 3, 4)

    By hand: without the functions of torch and NumPy that broadcast shapes or tensors for you.
    Shapes: `a` and `b` are tuples or `torch.Size`, of any length, the empty one included.
    Read: the page "Broadcasting semantics" of the PyTorch documentation.

    >>> tuple(broadcast_shape((1, 2), (2, 1)))
    (2, 2)
    >>> tuple(broadcast_shape((3, 1), (2, 1, 4)))
    (2, 3, 4)
    >>> broadcast_shape((2,), (3,))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    ValueError: 2 meets 3
    """
    raise NotImplementedError


def products(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Multiply two matrices in two ways: first the matrix product, then the product entry by entry.

    Entry (i, j) of the matrix product is the sum of row `i` of `a` times column `j` of `b`. The other one multiplies
    what stands at the same place, and broadcasts.

    Shapes: (m, k) and (k, n) give the matrix product (m, n); the second answer has the shape that `a` and `b`
    broadcast to.
    Read: the page `torch.matmul` of the PyTorch documentation.

    >>> matrix, entries = products(torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[1.], [2.]]))
    >>> matrix
    tensor([[ 5.],
            [11.]])
    >>> entries
    tensor([[1., 2.],
            [6., 8.]])
    """
    raise NotImplementedError


def mean(t: Tensor, dim: int | None = None) -> Tensor:
    """Average all numbers of `t`, or along the axis `dim` where one is given.

    torch refuses the mean of whole numbers: ``torch.tensor([1, 2]).mean()`` is an error. Read its message: the mean of
    whole numbers need not be a whole number. Yours is right for integer and bool tensors too, and is then float32.
    A float tensor keeps its dtype.

    Shapes: without `dim` one number; with it the shape of `t` without that axis.
    Read: the pages `torch.mean` and `torch.Tensor.is_floating_point` of the PyTorch documentation.

    >>> t = torch.tensor([[1., 2.], [3., 4.]])
    >>> mean(t)
    tensor(2.5000)
    >>> mean(t, dim=0), mean(t, dim=-1)
    (tensor([2., 3.]), tensor([1.5000, 3.5000]))
    >>> mean(torch.tensor([1, 2]))
    tensor(1.5000)
    """
    raise NotImplementedError


def total(t: Tensor, dim: int | None = None) -> Tensor:
    """Add up all numbers of a float tensor, or those along the axis `dim` where one is given.

    The axis that you name is the one that goes: ``dim=0`` adds up the rows and leaves one number a column.

    Shapes: without `dim` one number; with it the shape of `t` without that axis.

    >>> t = torch.tensor([[1., 2.], [3., 4.]])
    >>> total(t)
    tensor(10.)
    >>> total(t, dim=0), total(t, dim=1), total(t, dim=-1)
    (tensor([4., 6.]), tensor([3., 7.]), tensor([3., 7.]))
    """
    raise NotImplementedError


def max_and_argmax(t: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Find the largest values along the axis `dim`, and the index at which each of them stands.

    Where the largest value stands more than once, any of its places is right.

    Shapes: both answers have the shape of `t` without the axis `dim`; the second holds whole numbers.
    Read: the page `torch.max` of the PyTorch documentation. It describes more than one form.

    >>> t = torch.tensor([[1., 2.], [3., 4.]])
    >>> values, places = max_and_argmax(t, dim=0)
    >>> values, places
    (tensor([3., 4.]), tensor([1, 1]))
    >>> values, places = max_and_argmax(t, dim=-1)
    >>> values, places
    (tensor([2., 4.]), tensor([1, 1]))
    """
    raise NotImplementedError


def reshape_rows(t: Tensor, width: int) -> Tensor:
    """Lay the numbers of `t` out in rows of `width`, in the order in which they are read: the last axis runs fastest.

    A tensor may lie in memory in another order than it is read in: a transposed one does. ("Contiguous" is the word
    for the ordinary order.) Yours works on such a tensor too.

    Shapes: `t` has any number of axes and at least one number, and `width` divides how many it has;
    the answer is (-1, width), where -1 means: as many rows as it takes.
    Read: the page "Tensor Views" of the PyTorch documentation, down to its last paragraph.

    >>> t = torch.tensor([[[0., 1., 2.], [3., 4., 5.]], [[6., 7., 8.], [9., 10., 11.]]])
    >>> reshape_rows(t, 3)
    tensor([[ 0.,  1.,  2.],
            [ 3.,  4.,  5.],
            [ 6.,  7.,  8.],
            [ 9., 10., 11.]])
    """
    raise NotImplementedError


def to_column(t: Tensor) -> Tensor:
    """Stand a flat tensor upright: one number a row. Transposing does nothing here, as it has one axis only.

    Shapes: `t` is (n,), the answer (n, 1).
    Read: the page `torch.unsqueeze` of the PyTorch documentation.

    >>> to_column(torch.tensor([0., 1., 2.]))
    tensor([[0.],
            [1.],
            [2.]])
    """
    raise NotImplementedError


def to_row(t: Tensor) -> Tensor:
    """Make a flat tensor into a matrix of one row.

    Shapes: `t` is (n,), the answer (1, n).

    >>> to_row(torch.tensor([0., 1., 2.]))
    tensor([[0., 1., 2.]])
    """
    raise NotImplementedError


def squeeze(t: Tensor) -> Tensor:
    """Remove every axis of length 1. The numbers and their order stay. (Tensors have a method of this name: use it.)

    Shapes: (3, 1) gives (3,); (1, 2, 1, 3) gives (2, 3); (1, 1) gives (), a tensor without axes.

    >>> squeeze(torch.tensor([[0.], [1.], [2.]]))
    tensor([0., 1., 2.])
    """
    raise NotImplementedError


def mask_to_numbers(mask: Tensor) -> tuple[Tensor, Tensor]:
    """Turn a mask (true or false, as bool or as 0 and 1 in uint8) into numbers: first as int64, then as float32.

    A comparison such as ``t > 0`` gives a mask. (The lecture's older torch gave uint8; today it is bool.)

    Shapes: both answers have the shape of `mask`.
    Read: "Tensor Attributes" (`torch.dtype`) in the PyTorch documentation.

    >>> whole, real = mask_to_numbers(torch.tensor([True, False, False, True]))
    >>> whole, real
    (tensor([1, 0, 0, 1]), tensor([1., 0., 0., 1.]))
    """
    raise NotImplementedError


def join(x: Tensor, y: Tensor, dim: int) -> Tensor:
    """Glue two tensors together along the axis `dim`, `x` first. No new axis comes; that one gets longer.

    Shapes: as `x`, but along `dim` as long as `x` and `y` together. Along the other axes both are equally long.
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
    raise NotImplementedError


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Put tensors of the same shape beside each other, along a new axis at `dim`.

    By hand: without the functions that stack. Give each tensor an axis of length 1, then glue.

    Shapes: k tensors of r axes give one tensor of r + 1 axes, of length k at `dim`. So `dim` runs from 0 to r, and
    from -1 (a new last axis) to -(r + 1). `tensors` is a list or a tuple of at least one.
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
    raise NotImplementedError


def ones_and_zeros_like(t: Tensor) -> tuple[Tensor, Tensor]:
    """Make a tensor of ones and a tensor of zeros that are *like* `t`: same shape, same dtype, same device.

    >>> ones, zeros = ones_and_zeros_like(torch.tensor([[0., 1., 2.], [2., 1., 0.]]))
    >>> ones
    tensor([[1., 1., 1.],
            [1., 1., 1.]])
    >>> zeros
    tensor([[0., 0., 0.],
            [0., 0., 0.]])
    """
    raise NotImplementedError


def doubled(t: Tensor) -> Tensor:
    """Give a new tensor with twice the numbers of `t`. `t` itself stays as it is.

    In torch a name that ends in ``_`` changes its tensor in place; a name without it gives a new one.

    Shapes: the answer has the shape and the dtype of `t`.

    >>> x = torch.tensor([[1., 2.], [3., 4.]])
    >>> doubled(x)
    tensor([[2., 4.],
            [6., 8.]])
    >>> x
    tensor([[1., 2.],
            [3., 4.]])
    """
    raise NotImplementedError


def double_(t: Tensor) -> Tensor:
    """Double the numbers of `t` in place, and give back `t` itself: no new tensor, the old one has changed.

    It works on a tensor that is not contiguous too (a column of a matrix, say): the matrix then changes in that column.

    Shapes: as `t`.
    Read: "In-place operations" in the tutorial "Tensors" on pytorch.org.

    >>> x = torch.tensor([[1., 2.], [3., 4.]])
    >>> double_(x) is x
    True
    >>> x
    tensor([[2., 4.],
            [6., 8.]])
    """
    raise NotImplementedError
