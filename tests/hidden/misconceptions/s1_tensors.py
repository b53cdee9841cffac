"""Wrong ways through s1_tensors, each with the hint that helps."""

# ruff: noqa: F403, F405  (the hints that the sections share)

from hints import *

from grader.course.generic_mistakes import SINGLE
from grader.suite import generic_mistakes, misconception, misconceptions

FEW_NUMBERS = "Your code works for the lecture's few numbers. What if there are more?"
NEGATIVE_DIM = "A negative `dim` counts from the last axis. What does your code do with the minus sign?"
NEGATIVE_ALLOWED = "A negative number is allowed here: -1 is the last one. Why does your code refuse it?"
DIM_IGNORED = "Another `dim` changes nothing in your answer. Where do you use it?"
ZERO_IS_A_DIM = "`dim=0` is the first axis. What does `if dim` do with 0?"
AXIS_KEPT = "The axis `dim` should disappear. Why does yours stay, with length 1?"
FIRST_AXIS = "Without `dim`, all numbers count. Your default looks along the first axis."
NOT_A_NUMBER = "The answer should be a tensor, also where it is one number. Which call makes a Python number?"
LIST_OF_TENSORS = "Your answer is a Python list or tuple of tensors. Which function makes one tensor of them?"
A_ROW = "Your answer is a row. Which axis of a matrix counts its rows?"
RANGE = "A range keeps its axis, so your answer has two. How do you pick a column with one axis?"
MEMORY_ORDER = "You read the numbers in the order of the memory. A transposed or sliced tensor has another order."
VIEW = "`view` needs numbers that are in order in memory. Which method does not?"
MULTIPLIED = "Your code multiplies. Which operation does the docstring ask for?"
AXES_LOST = "Your answer loses axes of length 1. Which call removes them?"
FROM_ZERO = "Python counts from 0. Where do you count from 1?"
SQUARED = "Your code squares the numbers. Try it with 3."
UPRIGHT = "Both tensors are flat or both are upright, so they are added entry by entry. Which one should be upright?"
NEW_TENSOR = "You double a new tensor, and the caller's `t` stays as it was. What does the underscore promise?"
OTHER_RETURNED = "The caller's `t` changes, but you return a different tensor. Can you return `t` itself?"
WIDTH_IGNORED = "Another `width` changes nothing in your answer. Where do you use it?"
LARGE_NUMBERS = "Whole numbers may be large. Can the dtype that you choose hold them?"
ONE_AXIS = "Your answer still has one axis, and transposing adds none. A matrix of one row has two."
ONE_TENSOR = "Your two answers are the same tensor, so the second value replaces the first. How do you make two?"
CALLERS_LIST = "Your code writes into the caller's list or tensors. Which line does it?"
TOO_FEW = "Something is missing from your answer. How many things does the docstring ask for?"

generic_mistakes("printed", of="rank_and_shape slices outer_sum products total join to_column doubled")
generic_mistakes("in_single_precision", of="drop_last_column outer_sum products total reshape_rows to_column to_row")
generic_mistakes("in_single_precision", of="squeeze join stack doubled slices column")
generic_mistakes("first_rows", of="slices", hint=FEW_NUMBERS)

misconceptions(
    "rank_and_shape",
    {
        "A NumPy array has no `dim()`, and its `size` is a number. Which names do arrays and tensors share?": [
            "return t.dim(), tuple(t.size())"
        ],
        "Your rank is the length of the first axis. Can you count the axes instead?": [("t.ndim", "len(t)")],
        SWAPPED: ["return tuple(t.shape), t.ndim"],
        TOO_FEW: ["return tuple(t.shape)"],
        "Your rank is always 2. Is every tensor a matrix?": [("t.ndim", "2")],
        "Your rank counts the numbers. Can you count the axes instead?": [("t.ndim", "int(np.prod(tuple(t.shape)))")],
        "A shape names every axis. What about the axes after the first?": [("tuple(t.shape)", "t.shape[0]")],
        "Your shape is back to front. Which axis comes first?": [("tuple(t.shape)", "tuple(reversed(t.shape))")],
        "Your shape is a tensor. A tuple of whole numbers is enough.": [("tuple(t.shape)", "torch.tensor(t.shape)")],
        "The rank of a tensor is its number of axes. The rank of linear algebra is something else.": [
            ("t.ndim", "int(np.linalg.matrix_rank(np.asarray(t)))")
        ],
        "Axes of length 1 count, too. Where does your code leave them out?": [
            "shape = tuple(length for length in t.shape if length != 1)\nreturn len(shape), shape"
        ],
        "Your code writes into the caller's array. Which line does it?": [
            "if isinstance(t, np.ndarray):\n    t.fill(0)\nreturn t.ndim, tuple(t.shape)"
        ],
    },
)
misconceptions(
    "slices",
    {
        "The end of a slice is not included. What does `2:5` give?": [
            "return t[2:6], t[4:], t[:3], t[3:]",
            ("t[2:5]", "t[2:4]"),
            ("t[:2]", "t[:3]"),
        ],
        "Your second piece goes to the end. Where does `-1` stop?": [("t[4:-1]", "t[4:]")],
        "Your last piece starts in the wrong place. Which number is the first one in it?": [("t[3:]", "t[4:]")],
        "Your last piece counts from the end. Where does it start in a longer tensor?": [("t[3:]", "t[-4:]")],
        FROM_ZERO: ["return t[1:4], t[3:-1], t[:1], t[2:]"],
        "Your slices are right for seven numbers. What if there are more?": ["return t[2:5], t[4:6], t[:2], t[3:7]"],
        "Your last two pieces have changed places. Which one comes first?": [("t[:2], t[3:]", "t[3:], t[:2]")],
        "Your pieces are lists. Can you slice the tensor itself?": [
            "numbers = t.tolist()\nreturn numbers[2:5], numbers[4:-1], numbers[:2], numbers[3:]"
        ],
        SINGLE: [
            "n = t.tolist()\nreturn tuple(torch.tensor(part) for part in (n[2:5], n[4:-1], n[:2], n[3:]))",
        ],
        "You pick single numbers. What if the tensor is too short for one of them? A slice does not mind.": [
            ("t[2:5]", "torch.stack([t[2], t[3], t[4]])")
        ],
        TOO_FEW: [(", t[3:]", "")],
        FEW_NUMBERS: ["t = t[:12]\nreturn t[2:5], t[4:-1], t[:2], t[3:]"],
    },
)
misconceptions(
    "column",
    {
        A_ROW: [(":, j]", "j]"), (":, j]", "j, :]")],
        RANGE: ["j = j % t.shape[1]\nreturn t[:, j : j + 1]", (":, j]", ":, j : j + 1]")],
        "Columns are counted from 0. Where do you count from 1?": [(":, j]", ":, j - 1]")],
        "What does a negative `j` count from? Your code loses its sign.": [(":, j]", ":, abs(j) % t.shape[1]]")],
        NEGATIVE_ALLOWED: ["if j < 0:\n    raise IndexError('j must not be negative')\nreturn t[:, j]"],
        "Your answer is the same column for every `j`. Where do you use it?": [(":, j]", ":, min(1, t.shape[1] - 1)]")],
        "With one row your answer loses all its axes. Which single axis should go?": [
            "j = j % t.shape[1]\nreturn t[:, j : j + 1].squeeze()"
        ],
        "A range from `j` to `j + 1` is empty for j = -1. Do you need a range?": [
            (":, j]", ":, j : j + 1].reshape(-1)")
        ],
        VIEW: ["return t.view(-1)[j % t.shape[1] :: t.shape[1]]"],
        LIST_OF_TENSORS: ["return [row[j] for row in t]"],
        SINGLE: ["return torch.tensor([float(row[j]) for row in t])"],
        FEW_NUMBERS: ["return torch.stack([t[i, j] for i in range(min(len(t), 4))])"],
        "How far can `j` count from the end? Try the first column of all.": [
            ("t[:, j]", "t[:, max(j, 1 - t.shape[1])] if j < 0 else t[:, j]")
        ],
    },
)
misconceptions(
    "drop_last_column",
    {
        "The first column is gone. Which one should go?": [(":-1", "1:")],
        "A row is gone. Which axis counts the columns?": [("[:, :-1]", "[:-1]")],
        "You always keep two columns. How many should stay if there are five?": [(":-1", ":2")],
        "Your answer is the last column alone. Which ones should stay?": [(":-1", "-1")],
        "Two columns are gone. The end of a slice is not included.": [(":-1", ":-2")],
        "A column of zeros is still a column, and you write it into the caller's tensor.": ["t[:, -1] = 0\nreturn t"],
        AXES_LOST: [("-1]", "-1].squeeze()")],
        "A row and a column are gone. Only the column should go.": [("[:, ", "[:-1, ")],
        "A matrix with one column should lose it, too. What is left then?": [(":-1", ": max(1, t.shape[1] - 1)")],
        FEW_NUMBERS: [("[:, ", "[:4, ")],
        "You compare numbers. What if another column holds the same ones as the last?": [
            ("t[:, :-1]", "t[:, (t != t[:, -1:]).any(0)]")
        ],
    },
)
misconceptions(
    "outer_sum",
    {
        UPRIGHT: [("a.unsqueeze(1)", "a"), ("+ b", "+ b.unsqueeze(1)")],
        "Rows and columns have changed places. Which of the two should be upright?": ["return a + b.unsqueeze(1)"],
        MULTIPLIED: ["return torch.outer(a, b)"],
        "All sums are there, but in one long row. Which shape should they have?": [
            "return (a.unsqueeze(1) + b).flatten()"
        ],
        IN_PLACE: [("unsqueeze", "unsqueeze_")],
        "You add everything up to one number. How many sums does the docstring ask for?": ["return a.sum() + b.sum()"],
        "Your code subtracts. Look at the sign.": [("+ b", "- b")],
        "Your code expects `b` to be as long as `a`. What if it is not?": [
            "n = min(len(a), len(b))\nreturn a[:n].unsqueeze(1) + b[:n]"
        ],
        NO_LIMIT: ["return (a.unsqueeze(1) + b).clamp(-100, 100)"],
    },
)


@misconception(of="outer_sum", hint="Your answer is always a square. How many columns does it have? Look at `b`.")
def always_square(a, b):
    out = torch.zeros(len(a), len(a), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = a[i] + b[j]
    return out


@misconception(of="outer_sum", hint=SINGLE)
def filled_into_float32(a, b):
    out = torch.zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = a[i] + b[j]
    return out


misconceptions(
    "broadcast_shape",
    {
        "You align the shapes at the left. At which end does broadcasting start?": [
            [
                ("upper = (1,) * (rank - len(a)) + tuple(a)", "upper = tuple(a) + (1,) * (rank - len(a))"),
                ("lower = (1,) * (rank - len(b)) + tuple(b)", "lower = tuple(b) + (1,) * (rank - len(b))"),
            ]
        ],
        "A 1 is stretched to the other length, also to 0. Is the larger of the two always right?": [
            ("q if p == 1 else p", "max(p, q)")
        ],
        "Do 2 and 3 fit together? What should happen then?": [("if p != q and 1 not in (p, q)", "if False")],
        "You stretch the 1s of one shape only. Can the other one have 1s, too?": [
            [("1 not in (p, q)", "p != 1"), ("q if p == 1 else p", "q")]
        ],
        "Shapes of different length can fit. A missing axis counts as 1.": [
            ("rank = ", "if len(a) != len(b):\n        raise ValueError('the shapes do not fit')\n    rank = ")
        ],
        "The axes that only one of the shapes has are missing from your answer.": [
            (
                "rank = max(len(a), len(b))",
                "rank = min(len(a), len(b))\n    a, b = a[len(a) - rank :], b[len(b) - rank :]",
            )
        ],
        "Your answer is back to front. Which axis comes first?": [("strict=True))", "strict=True))[::-1]")],
        "This error is torch's own. Which error does the docstring name?": [
            "return tuple((torch.empty(a) + torch.empty(b)).shape)"
        ],
        "Where the shapes do not fit, your function returns None. Which error should it raise?": [
            ("raise ValueError", "return None and ValueError")
        ],
        "You return the error. How do you raise it?": [("raise ValueError", "return ValueError")],
        "A 0 is not a 1: it meets 0 or 1, and it is never stretched to 3.": [
            [("1 not in (p, q)", "min(p, q) > 1"), ("q if p == 1 else p", "min(p, q) if 0 in (p, q) else max(p, q)")]
        ],
        "Only a 1 is stretched. Can a 2 be repeated to make a 4?": [
            [
                ("1 not in (p, q)", "(0 in (p, q) or max(p, q) % min(p, q))"),
                ("q if p == 1 else p", "min(p, q) if 0 in (p, q) else max(p, q)"),
            ]
        ],
        "The empty shape () belongs to a single number, and it fits every shape. Why does your code refuse it?": [
            ("rank = ", "if not a or not b:\n        raise ValueError('a shape is empty')\n    rank = ")
        ],
        "Your code treats 0 like a missing length. Can an axis have the length 0?": [
            [("1 not in (p, q)", "p and q and 1 not in (p, q)"), ("q if p == 1 else p", "max(p or 1, q or 1)")]
        ],
        "You compare the last axes only. Do the other axes have to fit, too?": [
            ("in zip(upper, lower, strict=True):", "in list(zip(upper, lower, strict=True))[-1:]:")
        ],
        "Your code looks at four axes only. Shapes can have more.": [
            ("in zip(upper, lower, strict=True):", "in zip(upper[:4], lower[:4], strict=True):"),
            ("strict=True))", "strict=True))[-4:]"),
        ],
    },
)
misconceptions(
    "products",
    {
        SWAPPED: [("a @ b, a * b", "a * b, a @ b")],
        "Both of your products multiply entry by entry. Which operator is the matrix product?": [("a @ b", "a * b")],
        "Both of your products are matrix products. Which operator multiplies entry by entry?": [("a * b", "a @ b")],
        "In a matrix product the order matters. Which factor comes first?": [("a @ b", "b @ a")],
        "Your matrix product is one number. How many entries does a matrix product have?": [("a @ b", "(a * b).sum()")],
        "Your matrix product has a transpose in it. Row times column needs none.": [
            ("a @ b", "a @ b.T"),
            ("a @ b", "(a @ b).T"),
        ],
        IN_PLACE: [("a * b", "a.mul_(b)"), ("a * b", "a.mul_(b) if a.shape == b.shape else a * b")],
        "The second product broadcasts. What does yours do when `b` has more columns than you look at?": [
            ("a * b", "a * b[:, :1]")
        ],
        TOO_FEW: [(", a * b", "")],
        "The second answer is a sum. Which operation does the docstring ask for?": [("a * b", "a + b")],
    },
)
misconceptions(
    "mean",
    {
        "torch has no mean of whole numbers. What can you turn them into first?": [
            ("t if t.is_floating_point() else t.to(torch.float32)", "t")
        ],
        SINGLE: [
            ("t if t.is_floating_point() else t.to(torch.float32)", "t.float()"),
            ("numbers = t if t.is_floating_point()", "numbers = t if dim is not None and t.is_floating_point()"),
        ],
        DIM_IGNORED: [("numbers.mean() if dim is None else numbers.mean(dim)", "numbers.mean()")],
        ZERO_IS_A_DIM: [("if dim is None", "if not dim")],
        "The mean of whole numbers is not always whole. Where do you cut it off?": [
            "numbers = t.double()\nreturn (numbers.mean() if dim is None else numbers.mean(dim)).to(t.dtype)"
        ],
        "For whole numbers the docstring asks for float32. Which dtype do you choose?": [
            ("torch.float32", "torch.float64")
        ],
        AXIS_KEPT: [("(dim)", "(dim, keepdim=True)")],
        NEGATIVE_DIM: [("(dim)", "(min(abs(dim), t.dim() - 1))")],
        "int64 is not the only dtype without a mean. Try a mask.": [
            ("t.is_floating_point()", "t.dtype != torch.int64")
        ],
        "You divide by the number of rows. How many numbers do you add up?": [
            (
                "numbers.mean() if dim is None else numbers.mean(dim)",
                "(numbers.sum() if dim is None else numbers.sum(dim)) / len(t)",
            )
        ],
        "You divide by n - 1. How many numbers do you add up?": [
            (
                "return numbers.mean() if dim is None else numbers.mean(dim)",
                "n = t.numel() if dim is None else t.shape[dim]\n"
                "    return (numbers.sum() if dim is None else numbers.sum(dim)) / (n - 1)",
            )
        ],
        "Your answer is the number in the middle, the median. How is a mean computed?": [
            [("numbers.mean()", "numbers.median()"), ("numbers.mean(dim)", "numbers.median(dim).values")]
        ],
        NOT_A_NUMBER: [("mean()", "mean().item()")],
        "Your answer is the sum. What turns it into a mean?": [[("mean()", "sum()"), ("mean(dim)", "sum(dim)")]],
        FIRST_AXIS: [[("| None = None", "= 0"), ("return numbers.mean() if dim is None else", "return")]],
        "Your code converts whole numbers only where there is no `dim`. What if there is one?": [
            ("if t.is_floating_point()", "if dim is not None or t.is_floating_point()")
        ],
        LARGE_NUMBERS: [("t.to(torch.float32)", "t.half().float()"), ("t.to(torch.float32)", "t.short().float()")],
    },
)
misconceptions(
    "total",
    {
        DIM_IGNORED: ["return t.sum()"],
        ZERO_IS_A_DIM: [("if dim is None", "if not dim")],
        AXIS_KEPT: [("(dim)", "(dim, keepdim=True)")],
        "Your answer is a mean. Which operation does the docstring ask for?": [
            [("sum()", "mean()"), ("sum(dim)", "mean(dim)")]
        ],
        "Python's own `sum` adds up along the first axis only. Which sum does a tensor have?": [("t.sum()", "sum(t)")],
        NOT_A_NUMBER: [("sum()", "sum().item()")],
        NEGATIVE_DIM: [("(dim)", "(min(abs(dim), t.dim() - 1))")],
        "`dim` names the axis that disappears. In your answer it is the one that stays.": [
            (
                "return t.sum() if dim is None else t.sum(dim)",
                "others = [d for d in range(t.dim()) if dim is None or d != dim % t.dim()]\n"
                "    return t.sum(others) if others else t",
            )
        ],
        "Your answer holds all the sums on the way. Which one is the total?": [
            [("sum()", "flatten().cumsum(0)"), ("sum(dim)", "cumsum(dim)")]
        ],
        MULTIPLIED: [[("sum()", "prod()"), ("sum(dim)", "prod(dim)")]],
        FIRST_AXIS: [[("| None = None", "= 0"), ("t.sum() if dim is None else ", "")]],
        "Your sum ignores the minus signs. What does a negative number do to a sum?": [
            [("sum()", "abs().sum()"), ("sum(dim)", "abs().sum(dim)")]
        ],
        IN_PLACE: [
            "if dim is None:\n    for number in t.view(-1)[1:]:\n        t.view(-1)[0] += number\n"
            "return t.view(-1)[0] if dim is None else t.sum(dim)"
        ],
    },
)
misconceptions(
    "max_and_argmax",
    {
        "`max(dim)` gives two things. You return the first one twice.": [
            ("return values, places", "return values, values")
        ],
        SWAPPED: [("return values, places", "return places, values")],
        "Your index counts through the whole tensor. Along which axis should it count?": [
            ("return values, places", "return values, t.argmax()")
        ],
        "Your maximum is that of the whole tensor. How many maxima are there along `dim`?": [
            "return t.max(), t.argmax()"
        ],
        "Your values are the smallest ones. Which ones does the docstring ask for?": [("t.max", "t.min")],
        DIM_IGNORED: [("max(dim)", "max(-1)"), ("max(dim)", "max(0)")],
        "Your indices are floats. An index is a whole number.": [
            ("return values, places", "return values, places.float()")
        ],
        AXIS_KEPT: [("max(dim)", "max(dim, keepdim=True)")],
        FROM_ZERO: [("return values, places", "return values, places + 1")],
        "What if all the numbers are negative? Your search starts at 0.": [
            ("return values, places", "return values.clamp(min=0), places")
        ],
        "Your code looks for the number that is farthest from 0. What about the minus signs?": [
            ("t.max", "t.abs().max")
        ],
        NEGATIVE_DIM: [("max(dim)", "max(min(abs(dim), t.dim() - 1))")],
        "Your values are along one axis, and your indices along another.": [
            ("return values, places", "return values, t.argmax((dim + 1) % t.dim())")
        ],
        TOO_FEW: [("return values, places", "return values")],
        SINGLE: [("return values, places", "return values.float(), places")],
        "At some of your indices there is only nearly the largest number. How do you compare?": [
            ("return values, places", "return values, torch.isclose(t, t.amax(dim, keepdim=True)).int().argmax(dim)")
        ],
    },
)
misconceptions(
    "reshape_rows",
    {
        VIEW: [("t.reshape", "t.view")],
        "Your code transposes. Does that keep the order in which the numbers are read?": [
            ("(-1, width)", "(width, -1).t()"),
            ("t.reshape", "t.transpose(0, -1).reshape"),
        ],
        "`width` is the length of a row. In your answer it is the number of rows.": [("(-1, width)", "(width, -1)")],
        WIDTH_IGNORED: [("(-1, width)", "(-1, 3)"), ("(-1, width)", "(t.shape[0], -1)")],
        "Your answer always has four rows. How many rows do the numbers make?": [("(-1, width)", "(4, width)")],
        MEMORY_ORDER: ["return t.as_strided((t.numel() // width, width), (width, 1))"],
        IN_PLACE: [
            "return t.resize_(t.numel() // width, width)",
            "if t.dim() > 1:\n    t = t.transpose_(0, 1).transpose(0, 1)\nreturn t.reshape(-1, width)",
        ],
        LIST_OF_TENSORS: ["return t.flatten().split(width)"],
        AXES_LOST: [("(-1, width)", "(-1, width).squeeze()")],
        "Your code needs exactly three axes. How many axes can `t` have?": [
            "return t.reshape(t.shape[0] * t.shape[1], t.shape[2])"
        ],
        "Your answer has three axes. How many does the docstring ask for?": [("(-1, width)", "(-1, 1, width)")],
    },
)
misconceptions(
    "to_column",
    {
        "Your answer is a row. In which place should the new axis be?": [("(1)", "(0)")],
        "Transposing exchanges two axes. How many axes does a flat tensor have?": ["return t.t()"],
        IN_PLACE: [("unsqueeze", "unsqueeze_")],
        FEW_NUMBERS: ["return t[:3].reshape(3, 1)"],
        SINGLE: ["return torch.tensor([[number] for number in t.tolist()])"],
        MEMORY_ORDER: ["return t.as_strided((len(t), 1), (1, 1))"],
        "Your answer has more than one column. How wide is a column?": [("(1)", "(1).repeat(1, len(t) + 1)")],
        "Your answer has three axes. How many does a matrix have?": ["return t.reshape(1, -1, 1)"],
        "Your numbers are upside down. Which one comes first?": [("t.un", "t.flip(0).un")],
    },
)
misconceptions(
    "to_row",
    {
        "Your answer is a column. In which place should the new axis be?": [("(0)", "(1)")],
        ONE_AXIS: ["return t.t()", "return t.reshape(-1)"],
        IN_PLACE: [("unsqueeze", "unsqueeze_")],
        FEW_NUMBERS: ["return t[:3].reshape(1, 3)"],
        SINGLE: ["return torch.tensor([t.tolist()])"],
        MEMORY_ORDER: ["return t.as_strided((1, len(t)), (1, 1))"],
        LIST_OF_TENSORS: ["return [t]"],
        "Your answer has more than one row. How many rows should it have?": ["return t.expand(len(t) + 1, -1)"],
    },
)
misconceptions(
    "squeeze",
    {
        "Only the first axis can go in your answer. What about the others of length 1?": [("squeeze()", "squeeze(0)")],
        "Only the last axis can go in your answer. What about the others of length 1?": [("squeeze()", "squeeze(-1)")],
        "All axes are gone. Which ones should stay?": [("t.squeeze", "t.flatten")],
        "You look at both ends. Axes in the middle can have length 1, too.": [
            ("squeeze()", "squeeze(0).squeeze(-1) if t.dim() > 1 else t.squeeze()")
        ],
        IN_PLACE: [("t.squeeze", "t.squeeze_")],
        "When all axes have length 1, all of them go. Why does one of yours stay?": [
            "return t.reshape([length for length in t.shape if length != 1] or [1])"
        ],
        "Only one axis goes, the first one of length 1. Are there more?": [
            ("squeeze()", "squeeze(list(t.shape).index(1)) if 1 in t.shape else t")
        ],
        "`t[0]` removes the first axis, also where it is longer than 1.": [("t.squeeze()", "t[0]")],
        "The axes that stay should keep their order. Is yours turned round?": [
            "return t.reshape([length for length in t.shape if length != 1][::-1])"
        ],
        "Nothing has changed. Which axes of `t` have length 1?": [("t.squeeze()", "t")],
        "Your answer is only the shape. Can you return the tensor itself?": [("squeeze()", "squeeze().shape")],
        "Your code adds an axis. Which axes should go?": [("t.squeeze()", "t.unsqueeze(0)")],
        "When an axis goes, the numbers of the later ones change. Does your loop skip one?": [
            "for d in range(t.dim()):\n    if d < t.dim() and t.shape[d] == 1:\n        t = t.squeeze(d)\nreturn t"
        ],
        "Your code removes three axes at most. Can there be more of length 1?": [
            "for _ in range(3):\n    t = t.squeeze(list(t.shape).index(1)) if 1 in t.shape else t\nreturn t"
        ],
    },
)
misconceptions(
    "mask_to_numbers",
    {
        "Both of your tensors are float32. Which two dtypes does the docstring name?": [
            ("mask.long()", "mask.float()")
        ],
        "Both of your tensors are int64. Which two dtypes does the docstring name?": [("mask.float()", "mask.long()")],
        "`int` is int32 in torch. Which dtype has 64 bits?": [("mask.long()", "mask.int()")],
        "`double` is float64 in torch. Which dtype is float32?": [("mask.float()", "mask.double()")],
        "A comparison gives True and False. How do you make numbers of them?": [("mask.long()", "mask == 1")],
        "`+ 0` does not make int64 of every mask. Which method does?": [
            ("mask.long(), mask.float()", "mask + 0, mask + 0.0")
        ],
        SWAPPED: [("mask.long(), mask.float()", "mask.float(), mask.long()")],
        "True is 1 and False is 0. Yours are turned round.": ["return (mask == 0).long(), (mask == 0).float()"],
        "You return the places where the mask is true. Which number belongs to each entry?": [
            ("mask.long()", "mask.nonzero().flatten()")
        ],
        "You count the true entries. Which number belongs to each entry?": ["return mask.sum(), mask.sum().float()"],
        "Your numbers are in one row. Which shape does the mask have?": [
            "return mask.flatten().long(), mask.flatten().float()"
        ],
        "A mask can also be uint8. There, `~` turns 1 into 254.": ["return (~mask == 0).long(), (~mask == 0).float()"],
        "Your code takes bool masks only. A mask can also be uint8.": [
            "if mask.dtype != torch.bool:\n    raise TypeError('not a mask')\nreturn mask.long(), mask.float()"
        ],
    },
)
misconceptions(
    "join",
    {
        DIM_IGNORED: [("], dim", "]")],
        SWAPPED: [("[x, y]", "[y, x]")],
        "Your answer has a new axis. Which function makes an axis longer instead?": [("cat", "stack")],
        NEGATIVE_DIM: [("], dim", "], min(abs(dim), x.dim() - 1)")],
        "Your code adds the numbers. How do you put them side by side?": ["return x + y"],
        "Your code tells 0 from everything else. What about a negative `dim`, or a third axis?": [
            "return torch.vstack([x, y]) if dim == 0 else torch.hstack([x, y])"
        ],
        "Your code joins along a different axis. Which one does `dim` name?": [("], dim", "], (dim + 1) % x.dim()")],
        "Everything is in one row. Only the axis `dim` should get longer.": [
            "return torch.cat([x.flatten(), y.flatten()])"
        ],
        NEGATIVE_ALLOWED: [
            "if dim < 0:\n    raise ValueError('dim must not be negative')\nreturn torch.cat([x, y], dim)"
        ],
        "`x` is in your answer twice. Where is `y`?": [("[x, y]", "[x, x]")],
        "`x` and `y` can have different lengths along `dim`. Why does your code refuse that?": [
            "if x.shape != y.shape:\n    raise ValueError('the shapes differ')\nreturn torch.cat([x, y], dim)"
        ],
        FEW_NUMBERS: ["out = torch.cat([x, y], dim)\nreturn out.narrow(dim, 0, min(out.shape[dim], 6))"],
        IN_PLACE: [
            (
                "return",
                "if x.dim() == 2 and dim % 2 == 1:\n        return torch.cat([x.t_(), y.t_()], 0).t()\n    return",
            )
        ],
    },
)
misconceptions(
    "stack",
    {
        "Your tensors are joined along an axis that they already had. Where is the new one?": [
            "return torch.cat(tuple(tensors), dim if tensors[0].dim() else 0)"
        ],
        DIM_IGNORED: ["return torch.cat([t.unsqueeze(0) for t in tensors], 0)"],
        "The new axis is at `dim`, but you join along the first axis.": [("], dim)", "], 0)")],
        "The new axis is always the first one, but you join along `dim`.": [("unsqueeze(dim)", "unsqueeze(0)")],
        "A negative `dim` counts the axes of the answer. How many axes does it have?": [
            ("return", "dim = max(0, dim + tensors[0].dim()) if dim < 0 else dim\n    return")
        ],
        NEGATIVE_DIM: [("return", "dim = min(abs(dim), tensors[0].dim())\n    return")],
        "The new axis can also be the last one. Why does your code refuse that?": [
            (
                "return",
                "if dim >= max(1, tensors[0].dim()):\n        raise IndexError('dim is out of range')\n    return",
            )
        ],
        SINGLE: [
            "out = torch.zeros(len(tensors), *tensors[0].shape)\n"
            "for i, t in enumerate(tensors):\n    out[i] = t\nreturn out.movedim(0, dim)"
        ],
        "Your code takes exactly three tensors. How many can there be?": [
            "x, y, z = tensors\nreturn torch.cat([t.unsqueeze(dim) for t in (x, y, z)], dim)"
        ],
        CALLERS_LIST: [
            (
                "return",
                "tensors = tensors if isinstance(tensors, list) else list(tensors)\n"
                "    tensors[:] = [t.unsqueeze(dim) for t in tensors]\n    return torch.cat(tensors, dim)\n    return",
            ),
            ("unsqueeze", "unsqueeze_"),
        ],
        "`tensors` can be a tuple. Which of your calls needs a list?": [
            ("return", "tensors = tensors.copy()\n    return"),
        ],
        "Your code makes each tensor flat. A matrix should stay a matrix.": [
            "rows = torch.cat([t.reshape(1, -1) for t in tensors], 0)\nreturn rows if dim == 0 else rows.t()"
        ],
        "Your tensors are back to front. Which one comes first?": [("in tensors", "in reversed(tensors)")],
        LIST_OF_TENSORS: ["return [t.unsqueeze(dim) for t in tensors]"],
        "Without `dim`, the new axis is the first one. What is your default?": [("dim: int = 0", "dim: int = -1")],
        FEW_NUMBERS: [("in tensors", "in tensors[:8]")],
    },
)
misconceptions(
    "ones_and_zeros_like",
    {
        "Your shape is right. *Like* `t` means the same dtype, too.": [
            "return torch.ones(t.shape), torch.zeros(t.shape)"
        ],
        SWAPPED: ["return torch.zeros_like(t), torch.ones_like(t)"],
        ONE_TENSOR: ["return t.fill_(1), t.zero_()", "out = torch.empty_like(t)\nreturn out.fill_(1), out.zero_()"],
        "Arithmetic changes the dtype of a mask. Which functions keep it?": ["return t * 0 + 1, t * 0"],
        "Your numbers are in one row. Which shape does `t` have?": [
            "return torch.ones(t.numel(), dtype=t.dtype), torch.zeros(t.numel(), dtype=t.dtype)"
        ],
        "Your shape is always the one of the lecture's example. Where do you look at `t`?": [
            "return torch.ones(2, 3, dtype=t.dtype), torch.zeros(2, 3, dtype=t.dtype)"
        ],
        "Your code keeps float dtypes only. What happens to whole numbers?": [
            "like = {'dtype': t.dtype if t.is_floating_point() else None}\n"
            "return torch.ones(t.shape, **like), torch.zeros(t.shape, **like)"
        ],
        "Your ones are on the diagonal only. Where should they be?": [
            "ones = torch.zeros_like(t)\nones.view(-1)[:: t.shape[-1] + 1 if t.dim() else 1] = 1\n"
            "return ones, torch.zeros_like(t)"
        ],
        "You mark where `t` is one and where it is zero. What should each entry be?": [
            "return (t == 1).to(t.dtype), (t == 0).to(t.dtype)"
        ],
        TOO_FEW: [(", torch.zeros_like(t)", "")],
    },
)
misconceptions(
    "doubled",
    {
        IN_PLACE: ["return t.mul_(2)", "t += t\nreturn t", "new = t\nnew *= 2\nreturn new"],
        "The doubled tensor is a new one, and you return the old one.": ["t * 2\nreturn t"],
        SQUARED: [("* 2", "** 2")],
        "Your answer has twice as many numbers. Each number should be twice as large.": [
            "return torch.cat([t.flatten(), t.flatten()])"
        ],
        "`double` is the name of a dtype, float64. It doubles the bits, not the numbers.": [("t * 2", "t.double()")],
        "Your answer is right, but `t` has changed, too. Do you copy it before or after you double it?": [
            "t.mul_(2)\nreturn t.clone()"
        ],
        "You add 2. Try it with 3.": [("* 2", "+ 2")],
        "Your answer is four times `t`. How often do you double it?": [("* 2", "* 4")],
        "A detached tensor, a view and `.data` share the memory of `t`. Which call makes a copy?": [
            "new = t.detach()\nnew.mul_(2)\nreturn new"
        ],
        NO_LIMIT: ["return (t * 2).clamp(-100, 100)"],
    },
)
misconceptions(
    "double_",
    {
        NEW_TENSOR: [("t.mul_(2)", "t * 2"), "t = t * 2\nreturn t", ("t.mul_", "t.clone().mul_")],
        "`contiguous` makes a copy where the memory is not in order. Then only the copy is doubled.": [
            ("t.mul_", "t.contiguous().mul_")
        ],
        "`reshape` can make a copy. Then only the copy is doubled.": ["t.reshape(-1).mul_(2)\nreturn t"],
        VIEW: ["t.view(-1).mul_(2)\nreturn t"],
        "`t` is doubled, but your function returns None. What should it return?": [("return ", "")],
        OTHER_RETURNED: [("mul_(2)", "mul_(2).clone()"), "t.copy_(t * 2)\nreturn t * 1"],
        "Your answer is four times `t`. How often do you double it?": [("mul_(2)", "mul_(4)")],
        SQUARED: [("mul_", "pow_")],
        "Only the first row has changed. Which rows should?": ["(t[0] if t.dim() > 1 else t).mul_(2)\nreturn t"],
        "`mul` without an underscore changes nothing: it returns a new tensor.": ["t.mul(2)\nreturn t"],
        "You return a view of `t`, with the same memory. Can you return `t` itself?": [("mul_(2)", "mul_(2).detach()")],
        "`t` has new memory now. What happens to a matrix of which `t` is a column?": ["t.data = t * 2\nreturn t"],
        FEW_NUMBERS: ["(t[:4] if t.dim() else t).mul_(2)\nreturn t"],
    },
)
