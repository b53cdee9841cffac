"""Why a test gave no points, as plain data: `report/` turns it into sentences, a page draws it, JSON carries it.

Everything here is bounded and inert already: no text of a submission in it can move a cursor or fill a disk.
"""

from dataclasses import dataclass
from typing import Literal

from grader.texts import Message

Number = float | int | bool | str
"""A number of a tensor; those that JSON does not know (nan, inf, complex ones) are text."""

FailureKind = Literal[
    # what was answered is wrong
    "wrong_value",  # right in form
    "wrong_type",  # another kind of thing than `expected`
    "wrong_shape",
    "wrong_dtype",
    "wrong_length",  # a tuple or list of another length
    "missing_key",  # of a dict; `names` has the key, `got` the dict
    "not_a_tensor",  # `expected` is one number, as a tensor
    "not_one_number",  # `expected` is one number, `got` are more or none
    "no_exception",  # `expected` is an exception, and none was raised
    "wrong_exception",
    "changed",  # `names` are the arguments and settings that a call left changed
    "written_into",  # a call wrote into an argument that asks for a gradient
    "no_gradient",  # none can flow back to `names[0]`
    "asserted",  # the suite says so in its author's words, `says`, or by a plain `==`
    "malformed",  # the suite could not use the answer; `got` is the exception that it raised instead
    "unstable",  # the answers change from one call to the next
    # the student's code ended otherwise
    "raised",  # `got` is the exception, `lines` are the student's
    "calls_stub",  # it calls the exercise `names[0]`, which is not written yet
    "undefined",  # `names` are what is missing, where, and a name that is nearly the same, if any
    "not_callable",  # `names` are the name and the class of what it stands for
    "not_a_module",  # `names[0]` is the class of what should be an nn.Module
    "unsupported",  # an answer that cannot leave its process; `names[0]` is why, in the words of the wire
    "wrong_answer_shape",  # for the gradients that were asked for; `got` and `expected` are tensors without numbers
    "hung",  # no answer within `number` seconds
    "out_of_time",  # the time of the section, or of the submission, is used up
    "test_hung",  # the test as a whole took too long
    "crashed",  # `names` are "signal", "status" or "lied" and which, or one word: ended, halfway or import
    # the file as a whole
    "missing_file",  # `names[0]`; `names[1]` is a file that was probably meant to be it
    "empty_file",  # `names[0]` has no statement in it
    "unreadable_file",  # `problem` says why
    "import_raised",  # importing `names[0]` raised `got`; `problem` says what is wrong with a file that it imports
    "import_hung",  # within `number` seconds
    "import_crashed",  # `names[1:]` are those of "crashed"
    # it was not run, or does not count
    "not_attempted",
    "needs_exercise",  # it only counts once the exercise `names[0]` has been attempted
    "needs_another_test",  # it only counts once another test of the exercise `names[0]` has passed
    "not_together",  # `number` of the tests that give points together have not passed
    "hung_before",  # `names[0]` has hung `number` times
    "interrupted",
    # forbidden calls
    "forbidden",  # `uses` are in the source
    "forbidden_ran",  # `uses` ran
    "forbidden_hidden",  # `uses` could hide one, and the log of what ran was blinded
]

OF_THE_FILE: frozenset[FailureKind] = frozenset(
    {"missing_file", "empty_file", "unreadable_file", "import_raised", "import_hung", "import_crashed"}
)
"""Failures that all exercises of a file share."""

Guess = Literal[
    "",
    "returned_none",
    "broadcast_square",
    "left_torch",
    "parameters",  # the call does not fit the function's
    "in_place",  # an operation writes into what autograd still needs
    "graph_twice",  # what was computed for one update is used for the next
    "notebook_line",  # one that only a notebook understands
    # not a mistake: what the place where it is graded does not have, or does not allow
    "no_module",
    "no_gpu",
    "no_keyboard",
    "no_file",
    "no_access",
    "not_possible",
]
"""A likely mistake that needs no knowledge of the course."""


@dataclass(frozen=True)
class Value:
    """A value, or as much of it as is shown.

    `kind` is tensor, array, float, int, bool, text, none, list, tuple, size, dict, exception, thing (it stays in its
    process), instance (any of the class `type`) or other. A tensor has `type` (its dtype), `shape`, and `numbers`: all
    of them where they are few, else the first of a long row, else the first of the first rows (`boundary.snapshot` has
    the sizes); none where only its form matters. A container has `parts`, the first of `count`, and a dict its `keys`,
    as Python shows them. All others have their `text`; an exception and a thing also their class's name as `type`.

    A tensor that is an argument says how it lies in memory: `layout` is "transposed", "strided" (any other way that is
    not contiguous) or "", and `requires_grad`.
    """

    kind: str
    type: str = ""
    shape: tuple[int, ...] = ()
    numbers: tuple[Number, ...] = ()
    parts: "tuple[Value, ...]" = ()  # quoted as a whole: msgspec on Python 3.10 does not look inside
    keys: tuple[str, ...] = ()
    count: int = 0
    text: str = ""
    layout: str = ""
    requires_grad: bool = False


@dataclass(frozen=True)
class Call:
    """A call on the submission; a positional argument has its parameter's name where that is known, else ""."""

    function: str
    arguments: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Difference:
    """Where and how two values differ.

    `place` leads into containers: positions, keys, names. `factor` is the one number between all numbers of the two.
    Without one, and in a large tensor, `index` is the first number that differs, and `wrong` of `count` numbers do.
    """

    place: tuple[int | str, ...] = ()
    factor: float | None = None
    index: tuple[int, ...] | None = None
    expected: Value | None = None
    got: Value | None = None
    wrong: int = 0
    count: int = 0


@dataclass(frozen=True)
class SourceLine:
    """A line of the student's in a traceback; the same one many times in a row is a recursion."""

    file: str
    line: int
    function: str
    text: str
    times: int = 1


@dataclass(frozen=True)
class Use:
    """A forbidden call, or what could hide one: the entry that forbids it, or why it is unclear; and where it stands.

    `file` is "" for the exercise's own.
    """

    operation: str
    line: int = 0
    code: str = ""
    file: str = ""

    def __lt__(self, other: "Use") -> bool:
        """By the place, as a reader goes through the files."""
        mine, others = ((use.file, use.line, use.code, use.operation) for use in (self, other))
        return mine < others


@dataclass(frozen=True)
class Failure:
    """Why a test gave no points.

    `causes` are the exercises that it may follow from. `moved` is there where the student's function has its parameters
    in another order than the stub: a parameter of theirs, and the one whose value it got.
    """

    kind: FailureKind
    call: Call | None = None
    expected: Value | None = None
    got: Value | None = None
    difference: Difference | None = None
    guess: Guess = ""
    says: str = ""
    problem: Message | None = None
    names: tuple[str, ...] = ()
    number: float | None = None
    uses: tuple[Use, ...] = ()
    printed: str = ""
    lines: tuple[SourceLine, ...] = ()
    causes: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Note:
    """Something that an instructor may want to look at; it costs nobody a point.

    `kind` is unclear (a place that could hide a forbidden call; `names[0]` is why), threads (the exercise starts some),
    blinded (the log of what ran saw nothing), changed (functions of torch or of another section: `names`), sandbox
    (`names[0]` is a layer that does not hold), or cell (`names[0]` is the number of a notebook's cell, and `code` the
    class of the error that ended it).
    """

    kind: str
    section: str = ""
    exercise: str = ""
    file: str = ""
    line: int = 0
    code: str = ""
    names: tuple[str, ...] = ()
