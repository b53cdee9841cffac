"""Right ways to fill in s1_tensors that are not the reference's."""

from functools import partial, reduce

import numpy as np
import torch
import torch.nn.functional as F

from grader.suite import wheat

wheat("rank_and_shape", ["return len(t.shape), t.shape", "return np.ndim(t), tuple(np.shape(t))"])


@wheat(of="rank_and_shape")
def rank_for_each_kind(t):
    """Asks which kind it is; lists for tuples."""
    if isinstance(t, np.ndarray):
        return [t.ndim, list(t.shape)]
    return [t.dim(), list(t.size())]


@wheat(of="rank_and_shape")
def rank_in_a_named_tuple(t):
    """A named tuple."""
    from collections import namedtuple

    Answer = namedtuple("Answer", ["rank", "shape"])
    return Answer(rank=t.ndim, shape=tuple(int(side) for side in t.shape))


wheat(
    "slices",
    [
        "return [t[cut] for cut in (slice(2, 5), slice(4, -1), slice(None, 2), slice(3, None))]",
        "a = t.detach().numpy()\nreturn tuple(torch.from_numpy(part) for part in (a[2:5], a[4:-1], a[:2], a[3:]))",
    ],
)


@wheat(of="slices")
def slices_as_copies(t):
    """Copies where views would do."""
    a, b, c, d = t[2:5].clone(), t[4:-1].clone(), t[0:2].clone(), t[3:].clone()
    print(a, b, c, d)
    return a, b, c, d


@wheat(of="slices")
def slices_by_index(t):
    """Picked by their positions."""
    n = len(t)

    def pick(start, stop):
        return t[torch.arange(n)[start:stop]]

    return pick(2, 5), pick(4, -1), pick(0, 2), pick(3, n)


wheat("column", ["return t.select(1, j)", "return t.T[j]"])


@wheat(of="column")
def column_with_a_loop(t, j):
    """Row by row."""
    picked = []
    for row in t:
        picked.append(row[j])
    return torch.stack(picked)


@wheat(of="column")
def column_by_index_select(t, j):
    """A tensor of one index, made non-negative by hand."""
    if j < 0:
        j = j + t.shape[1]
    return torch.index_select(t, 1, torch.tensor([j])).squeeze(1)


@wheat(of="column")
def column_by_unbind(t, j, axis=1):
    """All columns, then one; a parameter more."""
    return t.unbind(axis)[j]


wheat(
    "drop_last_column",
    [
        "return t.narrow(1, 0, t.size(1) - 1)",
        "return torch.split(t, [t.shape[1] - 1, 1], dim=1)[0]",
        "return torch.from_numpy(np.delete(t.detach().numpy(), -1, axis=1))",
        "return t.t()[:-1].t()",
        "return t @ torch.eye(t.shape[1], dtype=t.dtype)[:, :-1]",
    ],
)


wheat(
    "outer_sum",
    [
        "return a.unsqueeze(1) + b.unsqueeze(0)",
        "return torch.stack([number + b for number in a])",
        "return torch.from_numpy(np.add.outer(a.numpy(), b.numpy()))",
        "return torch.cartesian_prod(a, b).sum(dim=1).view(a.numel(), b.numel())",
        "m, n = a.shape[0], b.shape[0]\nreturn a.reshape(m, 1).expand(m, n).add(b.expand(m, n))",
    ],
)


@wheat(of="outer_sum")
def outer_sum_with_loops(a, b):
    """Two loops over the entries."""
    result = torch.empty(len(a), len(b), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = a[i] + b[j]
    return result


@wheat(of="broadcast_shape")
def shape_from_the_right(a, b):
    """Both padded with ones at the left, then axis by axis."""
    rank = max(len(a), len(b))
    a = (1,) * (rank - len(a)) + tuple(a)
    b = (1,) * (rank - len(b)) + tuple(b)
    shape = []
    for p, q in zip(a, b, strict=True):
        if p == q or q == 1:
            shape.append(p)
        elif p == 1:
            shape.append(q)
        else:
            raise ValueError(f"{a} and {b} do not broadcast")
    return tuple(shape)


@wheat(of="broadcast_shape")
def shape_with_zip_longest(a, b):
    """Reversed with `zip_longest`; an error class of its own; a list."""
    from itertools import zip_longest

    class DoesNotFit(ValueError):
        pass

    backwards = []
    for sides in zip_longest(reversed(a), reversed(b), fillvalue=1):
        longer = set(sides) - {1}
        if len(longer) > 1:
            raise DoesNotFit(sides)
        backwards.append(longer.pop() if longer else 1)
    return backwards[::-1]


@wheat(of="broadcast_shape")
def shape_by_recursion(a, b):
    """Last axis first, the rest by itself; own function named like a forbidden one."""

    def broadcast_shapes(a, b):
        if not a or not b:
            return tuple(a) + tuple(b)
        p, q = a[-1], b[-1]
        if 1 not in (p, q) and p != q:
            raise ValueError("these shapes do not fit")
        return (*broadcast_shapes(a[:-1], b[:-1]), q if p == 1 else p)

    return torch.Size(broadcast_shapes(a, b))


wheat(
    "products",
    [
        "return a.mm(b), a.mul(b)",
        'return [torch.einsum("ik,kj->ij", a, b), b * a]',
        "return (a[:, :, None] * b[None, :, :]).sum(1), a * b",
    ],
)


@wheat(of="products")
def products_with_loops(a, b):
    """The matrix product from its definition."""
    rows, inner, columns = a.shape[0], a.shape[1], b.shape[1]
    c = torch.zeros(rows, columns, dtype=a.dtype)
    for i in range(rows):
        for j in range(columns):
            for k in range(inner):
                c[i, j] += a[i, k] * b[k, j]
    return c, torch.multiply(a, b)


@wheat(of="mean")
def mean_of_sum(t, dim=None):
    """Sum by count; dividing makes integers float."""
    if dim is None:
        return t.sum() / t.numel()
    return t.sum(dim) / t.size(dim)


@wheat(of="mean")
def mean_in_double(t, dim=None, keepdim=False):
    """In double precision, then back; one more parameter."""
    dtype = t.dtype if t.is_floating_point() else torch.float32
    precise = t.double()
    answer = precise.mean() if dim is None else precise.mean(dim, keepdim=keepdim)
    return answer.to(dtype)


@wheat(of="mean")
def mean_by_numpy(t, dim=None):
    """NumPy's mean, given the dtype."""
    dtype = t.dtype if t.dtype in (torch.float32, torch.float64) else torch.float32
    return torch.as_tensor(np.mean(t.detach().numpy(), axis=dim), dtype=dtype)


@wheat(of="mean")
def mean_as_a_one_element_tensor(t, dim=None):
    """The mean of everything as a tensor of shape (1, 1)."""
    if not torch.is_floating_point(t):
        t = t.to(torch.float32)
    if dim is None:
        return t.reshape(1, -1).mean(dim=1, keepdim=True)
    return torch.mean(t, dim)


@wheat(of="total")
def total_with_a_loop(t, dim=None):
    """Adds up slice by slice, into its own tensor."""
    if dim is None:
        t, dim = t.reshape(-1), 0
    answer = torch.zeros_like(t.select(dim, 0))
    for part in t.unbind(dim):
        answer += part
    return answer


wheat(
    "total",
    [
        "parts = t.flatten() if dim is None else t.unbind(dim)\nreturn reduce(torch.add, parts)",
        "return torch.as_tensor(np.sum(t.detach().numpy(), axis=dim))",
    ],
)


@wheat(of="total")
def total_by_cumsum(t, dim=None):
    """The last of the running sums."""
    if dim is None:
        return t.flatten().cumsum(0)[-1:]
    return t.cumsum(dim).select(dim, -1)


@wheat(of="total", value=True)
def total_as_a_lambda():
    """A lambda."""
    return lambda t, dim=None: torch.sum(t) if dim is None else torch.sum(t, dim=dim)


wheat(
    "max_and_argmax",
    [
        "return t.max(dim)",
        "index = t.argmax(dim, keepdim=True)\nreturn t.gather(dim, index).squeeze(dim), index.squeeze(dim)",
        "values, backwards = t.flip(dim).max(dim)\nreturn [values, t.shape[dim] - 1 - backwards]",
        "top = torch.topk(t, k=1, dim=dim)\nreturn top.values.squeeze(dim), top.indices.squeeze(dim)",
    ],
)


@wheat(of="max_and_argmax")
def max_by_sorting(t, dim):
    """The first of the sorted; at a tie another index than `max` may come."""
    values, indices = torch.sort(t, dim=dim, descending=True)
    return values.select(dim, 0), indices.select(dim, 0)


@wheat(of="max_and_argmax")
def max_with_a_loop(t, dim):
    """Keeps the best so far."""
    parts = t.unbind(dim)
    best = parts[0].clone()
    where = torch.zeros(best.shape, dtype=torch.int64)
    for i, part in enumerate(parts):
        better = part > best
        best = torch.where(better, part, best)
        where = torch.where(better, torch.full_like(where, i), where)
    return best, where


wheat(
    "reshape_rows",
    [
        "return t.contiguous().view(-1, width)",
        "return torch.stack(t.flatten().split(width))",
        "return torch.from_numpy(np.reshape(t.detach().numpy(), (-1, width)))",
    ],
)


@wheat(of="reshape_rows")
def rows_with_a_loop(t, width):
    """Row by row into a new tensor."""
    flat = t.reshape(-1)
    height = flat.numel() // width
    answer = torch.empty((height, width), dtype=t.dtype)
    for i in range(height):
        answer[i] = flat[i * width : (i + 1) * width]
    return answer


wheat(
    "to_column",
    ["return t[:, None]", "return torch.stack([number.reshape(1) for number in t])", "return torch.atleast_2d(t).T"],
)


@wheat(of="to_column", value=True)
def column_as_a_lambda():
    """A lambda."""
    return lambda t: t.unsqueeze(-1)


wheat("to_row", ["return t.reshape((1, t.numel()))", "return t[None].clone()", "return t.expand(1, -1)"])


@wheat(of="to_row", value=True)
def row_as_an_object():
    """An object that can be called."""

    class ToRow:
        def __call__(self, t):
            return t.view(1, -1)

    return ToRow()


wheat("squeeze", ["return t.reshape([side for side in t.shape if side != 1])"])


@wheat(of="squeeze")
def squeeze_axis_by_axis(t):
    """From the last axis to the first."""
    for axis in range(t.dim() - 1, -1, -1):
        if t.size(axis) == 1:
            t = t.squeeze(axis)
    return t


@wheat(of="squeeze")
def squeeze_by_selecting(t):
    """Takes the only entry of such an axis until none is left."""
    while 1 in t.shape:
        t = t.select(list(t.shape).index(1), 0)
    return t


@wheat(of="squeeze", value=True)
def squeeze_as_a_lambda():
    """A lambda."""
    return lambda t: torch.squeeze(t)


wheat(
    "mask_to_numbers",
    [
        "return mask.type(torch.LongTensor), mask.to(torch.float32)",
        'a = mask.numpy()\nreturn torch.from_numpy(a.astype(np.int64)), torch.from_numpy(a.astype("float32"))',
    ],
)


@wheat(of="mask_to_numbers")
def mask_by_filling(mask):
    """Ones written where the mask is set."""
    whole = torch.zeros(mask.shape, dtype=torch.int64)
    whole[mask.bool()] = 1
    return [whole, whole * 1.0]


@wheat(of="mask_to_numbers")
def mask_by_where(mask):
    """Chosen by a condition."""
    one, zero = torch.tensor(1), torch.tensor(0)
    numbers = torch.where(mask != 0, one, zero)
    return numbers, numbers.float()


@wheat(of="join")
def join_into_a_new_tensor(x, y, dim):
    """Copied into the two parts of an empty tensor."""
    shape = list(x.shape)
    shape[dim] += y.shape[dim]
    answer = x.new_empty(shape)
    answer.narrow(dim, 0, x.shape[dim]).copy_(x)
    answer.narrow(dim, x.shape[dim], y.shape[dim]).copy_(y)
    return answer


wheat(
    "join",
    [
        "return torch.stack([*x.unbind(dim), *y.unbind(dim)], dim)",
        "return torch.from_numpy(np.concatenate([x.numpy(), y.numpy()], axis=dim))",
    ],
)


@wheat(of="join")
def join_as_a_tuple(x, y, dim=0):
    """`torch.concat` of a tuple, with a default for `dim`."""
    return torch.concat((x, y), dim)


wheat("stack", ["return torch.cat([t.unsqueeze(dim) for t in tensors], dim=dim)"])


@wheat(of="stack")
def stack_by_copying(tensors, dim=0):
    """Copied into an empty tensor."""
    first = tensors[0]
    if dim < 0:
        dim += first.dim() + 1
    shape = list(first.shape)
    shape.insert(dim, len(tensors))
    answer = torch.empty(shape, dtype=first.dtype)
    for i, t in enumerate(tensors):
        answer.select(dim, i).copy_(t)
    return answer


@wheat(of="stack")
def stack_and_move_the_axis(tensors, dim=0):
    """Glued flat, given a first axis, and that axis moved."""
    flat = torch.cat([t.reshape(-1) for t in tensors])
    return flat.reshape(len(tensors), *tensors[0].shape).movedim(0, dim)


@wheat(of="stack")
def stack_by_numpy(tensors, dim=0):
    """NumPy's concatenate, with an axis more; a variable named like a forbidden call."""
    vstack = [np.expand_dims(t.numpy(), dim) for t in tensors]
    return torch.from_numpy(np.concatenate(vstack, axis=dim))


@wheat(of="stack")
def stack_with_an_own_hstack(tensors, dim=0):
    """A helper of its own that has a forbidden name."""

    def hstack(parts):
        return reduce(lambda left, right: torch.cat((left, right), dim), parts)

    return hstack([t[None].movedim(0, dim) for t in tensors])


@wheat(of="ones_and_zeros_like")
def ones_with_everything_named(t):
    """Shape, dtype and device named."""
    how = {"dtype": t.dtype, "device": t.device}
    return torch.ones(t.shape, **how), torch.zeros(t.shape, **how)


@wheat(of="ones_and_zeros_like")
def ones_by_filling(t):
    """Copies of `t` filled; a list."""
    ones = t.detach().clone().fill_(1)
    zeros = torch.empty_like(ones).zero_()
    return [ones, zeros]


wheat("ones_and_zeros_like", ["return t.new_ones(t.size()), t.new_zeros(t.size())"])


@wheat(of="ones_and_zeros_like")
def ones_by_expanding(t):
    """One number each, expanded."""
    one, zero = (torch.tensor(number, dtype=t.dtype, device=t.device) for number in (1, 0))
    return one.expand(t.shape), zero.expand(t.shape)


wheat("doubled", ["return torch.add(t, t)", "return torch.as_tensor(t.detach().numpy() * 2)"])


@wheat(of="doubled")
def doubled_in_a_copy(t):
    """In place, but on an own copy."""
    copy = t.detach().clone()
    copy *= 2
    return copy


@wheat(of="doubled", value=True)
def doubled_as_a_lambda():
    """A lambda."""
    return lambda t: 2 * t


@wheat(of="doubled", value=True)
def doubled_as_a_partial():
    """A partial."""

    def times(t, factor):
        return t * factor

    return partial(times, factor=2)


@wheat(of="doubled", value=True)
def doubled_as_an_object():
    """An object that can be called."""

    class Times:
        def __init__(self, factor):
            self.factor = factor

        def __call__(self, t):
            return t.mul(self.factor)

    return Times(2)


wheat("double_", ["return t.add_(t)", "t *= 2\nreturn t", "t.copy_(t + t)\nreturn t", "t[...] = 2 * t\nreturn t"])


@wheat(of="double_")
def double_by_out(t):
    """Torch writes the answer where it is told."""
    with torch.no_grad():
        torch.mul(t, 2, out=t)
    return t


@wheat(of="double_")
def double_through_numpy(t):
    """NumPy's view of the same memory."""
    a = t.numpy()
    np.multiply(a, 2, out=a)
    return t


@wheat(of="join")
def join_by_padding(x, y, dim):
    """Zeros around both, and then the sum."""

    def pad(t, before, after):
        axis = dim % t.dim()
        return F.pad(t, [0, 0] * (t.dim() - 1 - axis) + [before, after])

    return pad(x, 0, y.shape[dim]) + pad(y, x.shape[dim], 0)


@wheat(of="column")
def column_by_a_product(t, j):
    """Picks the column out by a matrix product."""
    picked = torch.zeros(t.shape[1], dtype=t.dtype)
    picked[j] = 1
    return torch.einsum("mn,n->m", t, picked)


@wheat(of="max_and_argmax", value=True)
def maximum_by_torchs_own_name():
    """torch's function under another name."""
    return torch.max


@wheat(of="total", value=True)
def total_by_torchs_own_name():
    """torch's function under another name."""
    return torch.sum


@wheat(of="squeeze", value=True)
def squeezed_by_torchs_own_name():
    """torch's function under another name."""
    return torch.squeeze


@wheat(of="mean")
def mean_number_by_number(t, dim=None):
    """A mean that each number moves a little."""
    values = t if t.is_floating_point() else t.float()
    numbers = values.reshape(-1).unbind() if dim is None else values.unbind(dim)
    middle = torch.zeros_like(numbers[0])
    for count, number in enumerate(numbers, 1):
        middle = middle + (number - middle) / count
    return middle
