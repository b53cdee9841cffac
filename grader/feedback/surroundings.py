"""What an exception says about the place where the code ran and not about the code: no library, GPU, file, process."""

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
)
"""A guess, the exceptions that it is about (by one of their classes), and what their message has in it."""


def guess_of(error: StudentError) -> Guess:
    """The first of these that an exception is a sign of; "" for one that is about the code."""
    return next(_signs(error), "")


def _signs(error: StudentError) -> Iterator[Guess]:
    message = error.message[:2_000]
    for guess, types, words in SIGNS:
        if types.intersection(error.bases) and re.search(words, message):
            yield guess
