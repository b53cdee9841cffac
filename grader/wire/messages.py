"""What the two sides say to each other: requests from the trusted side, one reply to each from the worker.

`number` names a call and, times `limits.HANDLES`, the first handle that its answer may give out; the trusted side
chooses it, so that the same test gives the same bytes each time and can be sent ahead.
"""

from typing import Annotated, Any, Literal

import msgspec

from grader.wire import limits
from grader.wire.nodes import AnyNode

Printed = Annotated[str, msgspec.Meta(max_length=limits.PRINTED)]
"""The beginning of what a call printed, warnings among it."""


class Message(msgspec.Struct, frozen=True, array_like=True, tag_field="is"):
    """The root of all messages; those of one direction are told apart by their tag."""


class ModuleSource(Message, frozen=True):
    """A student's file: the module's name, the file's name as tracebacks show it, and the text."""

    module: str
    filename: str
    text: str


# ── trusted side → worker ────────────────────────────────────────────────────────────────────────────────────


class Load(Message, tag="load", frozen=True):
    """Here are all files; nothing runs yet."""

    sources: list[ModuleSource]
    seed: int


class Import(Message, tag="import", frozen=True):
    """Run the module's top level, unless it ran already; what earlier calls left behind handles is let go."""

    module: str


class Define(Message, tag="define", frozen=True):
    """Build a module of the suite's own (test networks, say) beside the student's."""

    module: str
    text: str


class Fetch(Message, tag="fetch", frozen=True):
    """The value of a name in a module."""

    number: int
    module: str
    name: str


class Invoke(Message, tag="invoke", frozen=True):
    """Call a function of a module (`module`, `name`), a handle (`handle`), or a method of one (`handle`, `name`).

    `seed` None leaves the generators as they are. `repeat` calls in a row give a list of answers. `watched` asks what
    ran meanwhile: "calls" for what Python called, "operators" for what torch ran below that.
    """

    number: int
    module: str
    name: str
    handle: int
    args: list[AnyNode]
    kwargs: list[tuple[str, AnyNode]]
    seed: int | None
    repeat: int = 0
    observe: bool = False
    gradients: bool = False
    cotangent: AnyNode = None
    output: int | None = None
    watched: Literal["", "calls", "operators"] = ""


class Look(Message, tag="look", frozen=True):
    """Everything there is to know of a module behind a handle."""

    number: int
    handle: int


class Fill(Message, tag="fill", frozen=True):
    """Set parameters (or, with `grads`, their `.grad`) of a module behind a handle, by name."""

    number: int
    handle: int
    values: list[tuple[str, AnyNode]]
    grads: bool


class Batch(Message, tag="batch", frozen=True):
    """The next `count` frames are requests that are read before the first is answered."""

    count: int


Request = Load | Import | Define | Fetch | Invoke | Look | Fill | Batch


# ── worker → trusted side ────────────────────────────────────────────────────────────────────────────────────


class TracebackLine(Message, tag="line", frozen=True):
    """One line of a student's traceback."""

    file: str
    line: int
    function: str
    text: str


class Raised(Message, tag="raised", frozen=True):
    """The student's exception, as data. `bases` names its classes up to Exception, its own first."""

    number: int
    type: str
    bases: list[str]
    message: str
    lines: list[TracebackLine]
    printed: Printed = ""


class Seen(Message, frozen=True):
    """What a call did besides answering. `arguments` as the call left them; `grads` are their `.grad`."""

    arguments: list[AnyNode]
    keywords: list[tuple[str, AnyNode]]
    grads: list[AnyNode]
    is_argument: list[int]
    shares_memory: list[int]
    stdout: str
    warnings: list[str]
    settings_changed: list[str]


class Slopes(Message, frozen=True):
    """Gradients: of the inputs that asked for one, in order, and of a module's parameters by name."""

    inputs: list[AnyNode]
    parameters: list[tuple[str, AnyNode]]


BEFORE, AFTER = "grader::before", "grader::after"


class Ran(Message, frozen=True):
    """What was seen to run while a call was made: names, each with the student's file and line, "" and 0 where unknown.

    `BEFORE` and `AFTER` are among them where the log saw a call of its own. `complete` says that it had room for all,
    `threads` that there were others, `error` what the call raised. `changed` are functions of torch's, or of other
    sections', that are not what they were.
    """

    operations: list[tuple[str, str, int]]
    complete: bool
    threads: bool
    error: str
    changed: list[str]


class Answer(Message, tag="answer", frozen=True):
    """What the call gave back, with what was asked to be seen of it.

    `printed` is empty where `seen` has it.
    """

    number: int
    value: AnyNode
    seen: Seen | None = None
    slopes: Slopes | None = None
    ran: Ran | None = None
    printed: Printed = ""


class Viewed(Message, tag="viewed", frozen=True):
    """A module, inside out. Names are dotted, the root's is empty."""

    number: int
    class_name: str
    is_sequential: bool
    training: bool
    parameters: list[tuple[str, AnyNode]]
    grads: list[tuple[str, AnyNode]]
    buffers: list[tuple[str, AnyNode]]
    modules: list[tuple[str, str]]
    children_training: list[tuple[str, bool]]


class EndedCell(Message, frozen=True):
    """A notebook's cell that an error has ended: its number, the line in the file, the error's class."""

    number: int
    line: int
    error: Annotated[str, msgspec.Meta(max_length=200)]


class Done(Message, tag="done", frozen=True):
    """The request was carried out and has no answer; `cells` are those of the module that was imported."""

    number: int = 0
    cells: Annotated[list[EndedCell], msgspec.Meta(max_length=limits.CELLS)] = []


Refusal = Literal[
    "undefined",  # a name, a file
    "not_callable",  # a name, the class of what it stands for
    "no_attribute",  # a class, a name
    "no_parameter",  # a name
    "not_a_module",  # a class
    "answer_shape",  # the shape of an answer, and the one that its gradients were asked for
    "unsendable",  # what is too large or too deep to be sent, in the words of the wire
    "stale",  # it is about something that an earlier call did not give
]


class Refused(Message, tag="refused", frozen=True):
    """The request could not be carried out: why, and the names that this is about."""

    number: int
    why: Refusal
    names: Annotated[list[str], msgspec.Meta(max_length=4)] = []


Reply = Answer | Raised | Viewed | Done | Refused

requests: "msgspec.msgpack.Decoder[Any]" = msgspec.msgpack.Decoder(Request)
replies: "msgspec.msgpack.Decoder[Any]" = msgspec.msgpack.Decoder(Reply)
