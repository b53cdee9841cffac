"""What an exception is a sign of, whatever the exercise is about.

Most are about the place where the code ran, which has no library, GPU, file or process of that kind. Others are habits
that fit no test: parameters other than the stub's, an operation in place on what autograd still needs.
"""

import re
from collections.abc import Iterator

from grader.boundary.answers import StudentError
from grader.failure import Guess

OF_THE_SYSTEM = frozenset({"OSError", "RuntimeError"})

SIGNS: tuple[tuple[Guess, frozenset[str], str], ...] = (
    ("no_module", frozenset({"ModuleNotFoundError"}), r"No module named"),
    ("no_gpu", frozenset({"AssertionError", "RuntimeError"}), r"\bCUDA\b|NVIDIA|\bMPS\b|mps device|\bXPU\b"),
    ("no_keyboard", frozenset({"EOFError"}), r"EOF when reading a line"),
    ("not_possible", OF_THE_SYSTEM, r"Errno (1|11|38)\]|name resolution|internet connection|can't start new thread"),
    ("not_possible", OF_THE_SYSTEM, r"Errno 2\] [\w ]+$|DataLoader worker"),  # a lock of `multiprocessing` has no path
    ("no_access", OF_THE_SYSTEM, r"Errno (13|30|122)\]"),
    ("no_file", frozenset({"FileNotFoundError"}), r"Errno 2\]"),
    ("in_place", frozenset({"RuntimeError"}), r"leaf Variable .*in-place|by an inplace operation"),
    ("graph_twice", frozenset({"RuntimeError"}), r"backward through the graph a second time"),
)
"""A guess, the exceptions that it is about (by one of their classes), and what their message has in it."""

OF_A_CALL = re.compile(
    r"[\w.<>]+\(\) (takes|missing \d+ required|got (an unexpected|multiple values|some positional-only))"
)
"""How Python begins the message of a call that does not fit a function's parameters."""


def guess_of(error: StudentError) -> Guess:
    """The first of these that an exception is a sign of; "" for one that is about the code."""
    if error.type == "TypeError" and not error.lines and OF_A_CALL.match(error.message[:2_000]):
        return "parameters"
    if _is_of_a_notebook(error):
        return "notebook_line"
    return next(_signs(error), "")


def _is_of_a_notebook(error: StudentError) -> bool:
    """Whether a line that only a notebook understands stopped it: `%matplotlib inline`, `!pip …`, `get_ipython()`."""
    last = error.lines[-1].text.lstrip() if error.lines else ""
    if error.type == "SyntaxError":
        return last.startswith(("%", "!"))
    return error.type == "NameError" and "get_ipython" in last


def _signs(error: StudentError) -> Iterator[Guess]:
    message = error.message[:2_000]
    for guess, types, words in SIGNS:
        if types.intersection(error.bases) and re.search(words, message):
            yield guess
