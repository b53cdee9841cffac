"""A liar for a worker: whatever it sends gives a value or ends it, with a clear word; nothing else happens here."""

import contextlib
import random
import struct
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.boundary.answers import StudentError
from grader.boundary.channel import Gone, Silence
from grader.boundary.patience import Patience
from grader.boundary.proxy import Handle, Subject
from grader.boundary.worker import Worker, WorkerLost
from grader.wire import limits
from grader.wire.frames import PREFIX, WireError, pack, unpack
from grader.wire.messages import Answer, Done, Raised, Refused, Seen, Slopes, TracebackLine, Viewed, replies
from grader.wire.nodes import (
    ArrayNode,
    BigIntNode,
    BytesNode,
    DeviceNode,
    DictNode,
    DtypeNode,
    ListNode,
    Ref,
    ScalarNode,
    TensorNode,
    TextNode,
    TupleNode,
)
from grader.wire.packing import Packer

FRAMES = 10_000
A_CALL = 100
"""Frames that one example of hypothesis' tries: drawing an example takes longer than trying a frame."""


# ── a worker that is no process ──────────────────────────────────────────────────────────────────────────────


class Script:
    """A channel and a process in one: it says `said` whatever it is asked, and counts how often it was ended."""

    layers = ()
    pid = 0

    def __init__(self, said: bytes, then: type[Exception] = Gone) -> None:
        self.channel = self
        self.patience = Patience(0.0)
        self.received = 1
        self.ended = 0
        self._said = said
        self._then = then
        self._asked = False

    def read(self, size: int) -> bytes:
        if len(self._said) < size:
            self.received += len(self._said)
            raise self._then
        part, self._said = self._said[:size], self._said[size:]
        self.received += size
        return part

    def write(self, data: bytes) -> None:
        self._asked = True

    def waiting(self) -> bool:
        return self._asked and bool(self._said)

    def end(self) -> int:
        self.ended += 1
        return 0


class LyingTransport:
    """The way to such a worker. The numbers of calls begin at 1."""

    seed = 0

    def __init__(self, said: bytes, then: type[Exception] = Gone) -> None:
        self.script = Script(said, then)
        self._worker = Worker(self.script)  # type: ignore[arg-type]
        self._number = 0

    def number(self) -> int:
        self._number += 1
        return self._number

    def ask(self, requests: Any) -> Any:
        return self._worker.ask(requests, 5.0, float("inf"))

    def called(self, call: Any) -> None: ...
    def printed(self, text: str) -> None: ...
    def failed(self, error: BaseException) -> None: ...
    def source_of(self, module: str, name: str) -> str: ...

    def distrust(self) -> None:
        self._worker.end()


X = torch.ones(2)
QUESTIONS: dict[str, Callable[[LyingTransport], Any]] = {
    "call": lambda transport: Subject(transport, "work").f(X),
    "map": lambda transport: Subject(transport, "work").f.map([(1,), (2,)]),
    "repeat": lambda transport: Subject(transport, "work").f.repeat(2, X),
    "observe": lambda transport: Subject(transport, "work").f.observe(X, y=[1]),
    "gradients": lambda transport: Subject(transport, "work").f.gradients(X.requires_grad_()),
    "value": lambda transport: Subject(transport, "work").value("A"),
    "define": lambda transport: Subject(transport, "work").define("a = 1"),
    "view": lambda transport: Handle(transport, Ref(1, "module", "Net")).view(),
    "fill": lambda transport: Handle(transport, Ref(1, "module", "Net")).set_parameters({"w": X}),
}


def ask(question: str, said: bytes, then: type[Exception] = Gone) -> str:
    """What comes of a question when that is the answer: "answered", "raised", "crashed" or "hung"."""
    transport = LyingTransport(said, then)
    try:
        QUESTIONS[question](transport)
    except StudentError:
        return "raised"
    except WorkerLost as lost:
        return (
            lost.kind
            if (lost.how or lost.seconds) and transport.script.ended == 1
            else "lost without a word, or not ended"
        )
    return "answered"


# ── honest replies ───────────────────────────────────────────────────────────────────────────────────────────


def honest(message: Callable[[Callable[[Any], Any]], Any]) -> bytes:
    packer = Packer()
    return pack(message(packer.pack), packer.blobs)


VALUES = [
    None, True, 3, 2**80, 1.5, 1j, "short", "long" * 999, b"bytes", (1, [2.0]), {"a": 1, 2: (3,)}, torch.Size([2, 3]),
    torch.float32, torch.device("cpu"), np.arange(6).reshape(2, 3), np.float32(2), torch.ones(2, 3), torch.tensor(True),
    torch.arange(6.0)[::2], torch.ones(1).expand(3), torch.ones(2, requires_grad=True), torch.zeros(0, 3), [1, 2],
]  # fmt: skip
SEEN = honest(
    lambda p: Answer(1, p(X), Seen([p(X)], [("y", p([1]))], [p([None]), p([])], [0], [0], "hello", ["hm"], []))
)
SLOPES = honest(lambda p: Answer(1, p(X), None, Slopes([p(X)], [("w", p(X)), ("b", None)])))
VIEW = honest(lambda p: Viewed(1, "Net", False, True, [("w", p(X))], [("w", None)], [], [("", "Net")], [("", True)]))
ANSWERS = [honest(lambda p, value=value: Answer(1, p(value))) for value in VALUES]
HONEST: dict[str, list[bytes]] = {
    "call": [*ANSWERS, honest(lambda p: Answer(1, Ref(64, "module", "Net")))],
    "map": [ANSWERS[0] + honest(lambda p: Answer(2, p(X)))],
    "repeat": [ANSWERS[-1]],
    "observe": [SEEN],
    "gradients": [SLOPES],
    "value": ANSWERS,
    "define": [honest(lambda p: Done())],
    "view": [VIEW],
    "fill": [honest(lambda p: Done(1))],
}
RAISED = [
    honest(lambda p: Raised(1, "ValueError", ["ValueError"], "no", [TracebackLine("work.py", 1, "f", "raise")])),
    honest(lambda p: Refused(1, "undefined", ["f", "work.py"])),
]


@pytest.mark.parametrize("question", HONEST)
def test_honest_replies_are_taken(question):
    assert {ask(question, said) for said in HONEST[question]} == {"answered"}
    assert question == "define" or {ask(question, said) for said in RAISED} == {"raised"}


# ── frames at random ─────────────────────────────────────────────────────────────────────────────────────────

ODD: dict[type, tuple[Any, ...]] = {
    int: (-1, 0, 1, 2, 3, 7, 9, 64, 65, 2**31, 2**32, 2**40, 2**63 - 1, -(2**63), 2**64 - 1),
    str: ("", "T", "h", "d", "t", "answer", "float32", "float64", "bool", "int8", "qint8", "\0", "x" * 2000),
    float: (1e308, float("nan"), float("inf"), -0.0),
    bool: (True, False),
    type(None): (None, ["l", []], ["i", "0x" + "f" * 99], ["h", 64], ["h", 128, "module", "Net"]),
    list: (
        [], [[]], [None] * 40, [2**32, 2**32], [2**62, 4], [-1], ["T", "float32", [2, 3], 0, False], ["b", 0], ["s", 0],
        ["T", "bool", [2], 0, False, [1], 0, 1], ["h", 64, "module", "x"], ["d", [[["l", []], 1]]], ["D", "load"],
        ["l", [["l", [["l", []]]]]], ["a", "float64", [3], 0], ["n", "int8", 0], ["V", "cuda", 2**40], ["S", [-1]],
    ),
}  # fmt: skip
ANY = [odd for odds in ODD.values() for odd in odds]


def liar(dice: random.Random, question: str) -> bytes:
    """What a liar says to that: something honest, changed; sometimes noise."""
    said = dice.choice(HONEST[question] * 5 + RAISED)
    change = dice.choice((_noise, _cut, _flipped, _lengths, _blobs, _twice, *[_tree] * 20))
    return change(dice, said)


def _noise(dice: random.Random, said: bytes) -> bytes:
    return dice.randbytes(dice.randrange(60))


def _cut(dice: random.Random, said: bytes) -> bytes:
    return said[: dice.randrange(len(said))]


def _flipped(dice: random.Random, said: bytes) -> bytes:
    data = bytearray(said)
    for _ in range(dice.randint(1, 4)):
        data[dice.randrange(len(data))] = dice.choice((0, 1, 7, 0x7F, 0x80, 0xFF, dice.randrange(256)))
    return bytes(data)


def _lengths(dice: random.Random, said: bytes) -> bytes:
    total, header = PREFIX.unpack_from(said)
    odd = (0, 1, total - 1, total + 1, header + 1, limits.MESSAGE_BYTES, limits.MESSAGE_BYTES + 1, 2**32 - 1)
    return PREFIX.pack(dice.choice((total, *odd)), dice.choice((header, *odd))) + said[PREFIX.size :]


def _blobs(dice: random.Random, said: bytes) -> bytes:
    tree, parts = _opened(said)
    parts.append(dice.randbytes(dice.randrange(9))) if dice.random() < 0.5 or not parts else parts.pop()
    return _closed(tree, parts)


def _tree(dice: random.Random, said: bytes) -> bytes:
    tree, parts = _opened(said)
    for _ in range(dice.choice((1, 1, 2, 5))):
        tree = _bent(dice, tree)
    return _closed(tree, [dice.randbytes(len(part)) if dice.random() < 0.2 else part for part in parts])


def _bent(dice: random.Random, tree: Any) -> Any:
    """The tree with one place in it changed."""
    if not isinstance(tree, list) or not tree or dice.random() < 0.05:
        return dice.choice(ODD.get(type(tree), ANY) if dice.random() < 0.8 else ANY)
    place = max(dice.randrange(len(tree)) for _ in range(3))  # tags and numbers come first, and hide what follows
    match dice.randrange(40):
        case 0:
            return tree[:place] + tree[place + 1 :]
        case 1:
            return tree[:place] + [tree[place]] * 2 + tree[place + 1 :]
        case 2:
            return dice.sample(tree, len(tree))
        case _:
            return [*tree[:place], _bent(dice, tree[place]), *tree[place + 1 :]]


def _twice(dice: random.Random, said: bytes) -> bytes:
    return said + dice.choice(ANSWERS)


def _opened(said: bytes) -> tuple[Any, list[bytes]]:
    _, header = PREFIX.unpack_from(said)
    sizes, tree = msgspec.msgpack.decode(said[PREFIX.size : PREFIX.size + header])
    parts, start = [], PREFIX.size + header
    for size in sizes:
        parts.append(said[start : start + size])
        start += size
    return tree, parts


def _closed(tree: Any, parts: list[bytes]) -> bytes:
    header = msgspec.msgpack.encode([[len(part) for part in parts], tree])
    return PREFIX.pack(len(header) + sum(map(len, parts)), len(header)) + header + b"".join(parts)


ENDS = ("answered", "raised", "crashed", "hung")


def try_frames(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(A_CALL):
        question = dice.choice(list(QUESTIONS))
        assert ask(question, liar(dice, question), dice.choice((Gone, Silence))) in (
            "answered",
            "raised",
            "crashed",
            "hung",
        )


@given(seed=st.integers(0, 2**64))
@settings(max_examples=FRAMES // A_CALL)
def test_ten_thousand_lies(seed):
    try_frames(seed)


@pytest.mark.slow
@given(seed=st.integers(0, 2**64))
@settings(max_examples=100 * FRAMES // A_CALL)
def test_a_million_lies(seed):
    try_frames(seed)


@given(data=st.binary(max_size=200))
def test_bytes_at_random_are_no_frame_or_a_message(data):
    with contextlib.suppress(WireError):
        unpack(data, replies)


# ── lies one by one ──────────────────────────────────────────────────────────────────────────────────────────

NODES: dict[str, tuple[Any, list[bytes], str]] = {
    "fewer bytes than the shape": (TensorNode("float32", [3], 0, False), [bytes(8)], "shape and bytes disagree"),
    "more bytes than the shape": (TensorNode("float32", [1], 0, False), [bytes(8)], "shape and bytes disagree"),
    "bytes of half an element": (TensorNode("float32", [2], 0, False), [bytes(7)], "shape and bytes disagree"),
    "a shape that overflows": (TensorNode("float32", [2**33, 2**33], 0, False), [b""], "elements"),
    "a shape that overflows to 0": (TensorNode("float32", [2**32, 2**32, 0, 1], 0, False, [1] * 4), [b""], "cannot be"),
    "a negative side": (TensorNode("float32", [-1], 0, False), [bytes(4)], "a shape that no tensor has"),
    "two negative sides": (TensorNode("float32", [-1, -1], 0, False), [bytes(4)], "a shape that no tensor has"),
    "too many axes": (TensorNode("float32", [1] * 65, 0, False), [bytes(4)], "a shape that no tensor has"),
    "no such dtype": (TensorNode("float31", [1], 0, False), [bytes(4)], "dtype that does not travel"),
    "a quantised dtype": (TensorNode("qint8", [1], 0, False), [bytes(1)], "dtype that does not travel"),
    "truth 7": (TensorNode("bool", [1], 0, False), [b"\7"], "neither true nor false"),
    "truth 7 in a view": (TensorNode("bool", [1], 0, False, [1], 0), [b"\7"], "neither true nor false"),
    "truth 7 in an array": (ArrayNode("bool", [1], 0), [b"\7"], "neither true nor false"),
    "truth 7 as a scalar": (ScalarNode("bool", 0), [b"\7"], "neither true nor false"),
    "strides beyond": (TensorNode("float32", [2], 0, False, [2], 0), [bytes(8)], "reaches beyond its bytes"),
    "an offset beyond": (TensorNode("float32", [2], 0, False, [1], 1), [bytes(8)], "reaches beyond its bytes"),
    "a huge offset": (TensorNode("float32", [1], 0, False, [1], 2**62), [bytes(8)], "impossible strides"),
    "a negative offset": (TensorNode("float32", [1], 0, False, [1], -1), [bytes(8)], "impossible strides"),
    "a negative stride": (TensorNode("float32", [2], 0, False, [-1], 1), [bytes(8)], "impossible strides"),
    "fewer strides": (TensorNode("float32", [1, 1], 0, False, [1], 0), [bytes(8)], "impossible strides"),
    "an integer that asks for gradients": (TensorNode("int64", [1], 0, True), [bytes(8)], "can have none"),
    "no such part": (TensorNode("float32", [1], 1, False), [bytes(4)], "a part which is not there"),
    "part -1": (BytesNode(-1), [b""], "a part which is not there"),
    "an array of another size": (ArrayNode("int64", [2, 2], 0), [bytes(8)], "shape and bytes disagree"),
    "an array of objects": (ArrayNode("object", [1], 0), [bytes(8)], "dtype that does not travel"),
    "an array's half element": (ArrayNode("int64", [1], 0), [bytes(9)], "dtype that does not travel"),
    "two numbers as one": (ScalarNode("int64", 0), [bytes(16)], "a number that is not one"),
    "a text that is none": (TextNode(0), [b"\xff\xfe"], "not UTF-8"),
    "digits that are none": (BigIntNode("0xZZ"), [], "a whole number that is none"),
    "a dtype that is code": (DtypeNode("load"), [], "a dtype that torch does not have"),
    "a dtype that imports": (DtypeNode("_dynamo"), [], "a dtype that torch does not have"),
    "a device that is none": (DeviceNode("fridge", None), [], "cannot be"),
    "a list for a key": (DictNode([(ListNode([]), 1)]), [], "a key that cannot be one"),
    "a list in a tuple for a key": (DictNode([(TupleNode([ListNode([])]), 1)]), [], "a key that cannot be one"),
    "a tensor for a key": (DictNode([(TensorNode("int8", [1], 0, False), 1)]), [b"\0"], "a key that cannot be one"),
    "a handle of another call": (Ref(2 * limits.HANDLES), [], "hands out what is not its own"),
    "a handle below 0": (Ref(-1), [], "hands out what is not its own"),
}  # fmt: skip


@pytest.mark.parametrize("name", NODES)
def test_a_value_that_does_not_add_up_ends_the_worker(name):
    node, parts, words = NODES[name]
    transport = LyingTransport(pack(Answer(1, node), parts))
    with pytest.raises(WorkerLost, match=words) as lost:
        Subject(transport, "work").f()
    assert lost.value.kind == "crashed"
    assert lost.value.how[0] == "lied"
    assert transport.script.ended == 1


def plain(number: int = 1, value: Any = 5) -> bytes:
    return pack(Answer(number, value), [])


NONE = ListNode([])


def seen(*, arguments: Any = (1,), keywords: Any = (("y", 2),), grads: Any = (NONE, NONE)) -> bytes:
    return pack(Answer(1, 5, Seen(list(arguments), list(keywords), list(grads), [], [], "", [], [])), [])


def slopes(inputs: Any) -> bytes:
    return pack(Answer(1, 5, None, Slopes(inputs, [])), [])


def view(*, parameters: Any = ()) -> bytes:
    return pack(Viewed(1, "", False, False, list(parameters), [], [], [], []), [])


SPEECH: dict[str, tuple[str, bytes, type[Exception], str, str]] = {
    "nothing": ("call", b"", Silence, "hung", "5.0"),
    "the end": ("call", b"", Gone, "crashed", "status"),
    "half a prefix": ("call", plain()[:5], Silence, "crashed", "halfway"),
    "half a frame, then silence": ("call", plain()[:-1], Silence, "crashed", "halfway"),
    "half a frame, then the end": ("call", plain()[:-1], Gone, "crashed", "status"),
    "a frame of 4 GiB": ("call", b"\xff" * 8, Silence, "crashed", "a message of 4294967295 bytes"),
    "a frame of nothing": ("call", bytes(8), Silence, "crashed", "cannot be read"),
    "another question's answer": ("call", plain(2), Silence, "crashed", "answers another question"),
    "a doubled answer": ("call", plain() * 2, Silence, "crashed", "speaks without being asked"),
    "an endless stream": ("call", plain() * 1000, Silence, "crashed", "speaks without being asked"),
    "a later answer first": ("map", plain(2) + plain(1), Silence, "crashed", "answers another question"),
    "one answer for two": ("map", plain(1), Silence, "hung", "5.0"),
    "three answers for two": ("map", plain(1) + plain(2) + plain(3), Silence, "crashed", "without being asked"),
    "done, for an answer": ("call", pack(Done(1), []), Silence, "crashed", "answers another question"),
    "a view, for an answer": ("call", view(), Silence, "crashed", "answers another question"),
    "too much printed": ("call", pack(Answer(1, 0, printed="x" * 2001), []), Silence, "crashed", "length"),
    "an answer, for done": ("define", plain(0), Silence, "crashed", "answers another question"),
    "one thing, for two in a row": ("repeat", plain(), Silence, "crashed", "it is not 2 answers"),
    "nothing of what was seen": ("observe", plain(), Silence, "crashed", "it says nothing of what was seen"),
    "nothing of the slopes": ("gradients", plain(), Silence, "crashed", "it says nothing of what was slopes"),
    "fewer arguments": ("observe", seen(arguments=()), Silence, "crashed", "other arguments than it was given"),
    "other keywords": ("observe", seen(keywords=[("z", 2)]), Silence, "crashed", "other arguments than it was given"),
    "a keyword twice": ("observe", seen(keywords=[("y", 2), ("y", 2)]), Silence, "crashed", "other arguments"),
    "fewer gradients": ("observe", seen(grads=()), Silence, "crashed", "other arguments than it was given"),
    "a number for a gradient": ("observe", seen(grads=[ListNode([1]), 3]), Silence, "crashed", "no tensors"),
    "a text for a slope": ("gradients", slopes(["x"]), Silence, "crashed", "a gradient that is no tensor"),
    "a text for a parameter": ("view", view(parameters=[("w", "x")]), Silence, "crashed", "a parameter that is no"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPEECH)
def test_what_is_said_at_the_wrong_time_or_of_the_wrong_kind_ends_the_worker(name):
    question, said, then, kind, words = SPEECH[name]
    transport = LyingTransport(said, then)
    with pytest.raises(WorkerLost, match=words) as lost:
        QUESTIONS[question](transport)
    assert lost.value.kind == kind
    assert transport.script.ended == 1


# ── what a lie may cost ──────────────────────────────────────────────────────────────────────────────────────


def colliding(count: int) -> list[Any]:
    """So many different keys with one hash."""
    prime = 2**61 - 1
    return [BigIntNode(hex(prime * number)) for number in range(count)]


def test_keys_that_all_collide_cost_little_and_many_of_them_are_refused():
    began = time.process_time()
    node = DictNode([(key, None) for key in colliding(limits.DICT_ENTRIES)])
    assert ask("call", pack(Answer(1, node), [])) == "answered"
    for many in (DictNode([(key, None) for key in colliding(10_000)]), ListNode([node] * 3)):
        assert ask("call", pack(Answer(1, many), [])) == "crashed"
    assert time.process_time() - began < 10


@pytest.mark.parametrize("item", [b"\x92\xa1l\x90", b"\x91\xc0", b"\x92\xa1t\x91\xc0", b"\xc0"], ids=repr)
def test_a_header_full_of_tiny_values_takes_bounded_memory(item):
    size = limits.HEADER_BYTES // 64
    count = size // len(item)
    header = b"\x92\x90\x93\xa6answer\x01\x92\xa1l\xdd" + struct.pack("!I", count) + item * count
    said = PREFIX.pack(len(header), len(header)) + header
    tracemalloc.start()
    assert ask("call", said) in ("crashed", "answered")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * size


def test_headers_of_one_batch_are_bounded_together():
    half = [TracebackLine("work.py", 1, "f", "")] * (limits.HEADER_BYTES // 2 // len("xx11work.py1f"))
    said = [pack(Raised(number, "E", ["E"], "", half), []) for number in (1, 2, 3)]
    assert ask("map", said[0] + said[1]) == "raised"
    transport = LyingTransport(b"".join(said))
    with pytest.raises(StudentError):  # the first of them; the third is lost
        Subject(transport, "work").f.map([(1,), (2,), (3,)])
    assert transport.script.ended == 1


def test_promises_of_many_items_take_no_memory():
    for promise in (b"\xdd", b"\x92\xa1l\xdd", b"\xdb", b"\xdf", b"\xc6"):  # lists, a text, a map, bytes
        header = b"\x92\x90\x93\xa6answer\x01" + promise + b"\xff" * 4
        assert ask("call", PREFIX.pack(len(header), len(header)) + header) == "crashed"


@pytest.mark.parametrize("depth", [40, 400, 100_000])
def test_deep_nesting_is_refused(depth):
    header = b"\x92\x90\x93\xa6answer\x01" + b"\x92\xa1l\x91" * depth + b"\xc0"
    assert ask("call", PREFIX.pack(len(header), len(header)) + header) == "crashed"
