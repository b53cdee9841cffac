"""The wire: every kind of value comes through to the bit, and what is too large is refused on both ends."""

import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.wire import limits
from grader.wire.frames import PREFIX, WireError, pack, read_frame, unpack
from grader.wire.messages import Answer, replies
from grader.wire.nodes import ARRAY_DTYPES, DTYPES, BigIntNode, DictNode, ListNode, Ref, TensorNode, TupleNode
from grader.wire.packing import Packer, Stays
from grader.wire.unpacking import Unpacker

pytestmark = pytest.mark.filterwarnings("ignore:ComplexHalf")  # torch says it once of complex32


def crossed(value: Any, aliased: bool = False) -> Any:
    """`value` as it arrives on the other side, through a whole frame."""
    packer = Packer(aliased=aliased)
    message, blobs = unpack(pack(Answer(1, packer.pack(value)), packer.blobs), replies)
    return Unpacker(blobs, lambda ref: ref).unpack(message.value)


def fingerprint(value: Any) -> Any:
    """Everything about a value that must come through, in a form that `==` compares to the bit."""
    kind = type(value)
    if isinstance(value, torch.Tensor):
        bits = value.detach().contiguous().view(-1).view(torch.uint8).tolist() if value.numel() else []
        layout = () if value.is_contiguous() else value.stride()
        return "tensor", value.dtype, tuple(value.shape), layout, value.requires_grad, bits
    if isinstance(value, np.ndarray):
        return "array", value.dtype.name, value.shape, value.tobytes()
    if isinstance(value, np.generic):
        return kind, value.tobytes()
    if kind is float:
        return "float", struct.pack("<d", value)
    if kind is complex:
        return "complex", struct.pack("<dd", value.real, value.imag)
    if kind in (list, tuple):
        return kind, [fingerprint(item) for item in value]
    if kind is dict:
        return kind, [(fingerprint(key), fingerprint(item)) for key, item in value.items()]
    return kind, value


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────

texts = st.text(st.characters(codec=None, exclude_categories=[]), max_size=8)
keys = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), texts, st.binary(max_size=4), st.tuples(st.integers(0, 3))
)
arrays = st.builds(
    lambda name, shape: np.arange(math.prod(shape)).reshape(shape).astype(name),
    st.sampled_from(sorted(ARRAY_DTYPES)),
    st.lists(st.integers(0, 3), max_size=3).map(tuple),
)
tensors = st.builds(
    lambda name, shape, seed: _random(name, shape, seed),
    st.sampled_from(sorted(DTYPES)),
    st.lists(st.integers(0, 3), max_size=3).map(tuple),
    st.integers(0, 99),
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**200), 2**200),
    st.floats(width=64),
    st.floats(width=64).map(lambda number: -number),
    st.complex_numbers(),
    texts,
    st.binary(max_size=9),
    st.lists(st.integers(-3, 2**63 - 1), max_size=4).map(torch.Size),
    st.sampled_from([torch.float32, torch.bool, torch.qint8, torch.device("cpu"), torch.device("cuda", 1)]),
    arrays,
    arrays.filter(lambda array: array.size > 0).map(lambda array: array.reshape(-1)[0]),
    tensors,
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(keys, inner, max_size=3),
    ),
    max_leaves=8,
)


def _random(name: str, shape: tuple[int, ...], seed: int) -> torch.Tensor:
    """A tensor of any bits that its dtype allows."""
    dtype = DTYPES[name]
    count = math.prod(shape) * dtype.itemsize
    generator = torch.Generator().manual_seed(seed)
    bits = torch.randint(0, 2 if dtype is torch.bool else 256, (count,), dtype=torch.uint8, generator=generator)
    return bits.view(dtype).reshape(shape) if count else torch.empty(shape, dtype=dtype)


@given(value=values)
@settings(max_examples=250)
def test_every_value_comes_through_to_the_bit(value):
    assert fingerprint(crossed(value)) == fingerprint(value)


@given(value=values)
@settings(max_examples=100)
def test_and_so_it_does_where_aliases_are_kept(value):
    assert fingerprint(crossed(value, aliased=True)) == fingerprint(value)


NAN_WITH_A_NOTE = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_BEEF))[0]


@pytest.mark.parametrize(
    "value",
    [
        -0.0, math.inf, -math.inf, math.nan, NAN_WITH_A_NOTE, 5e-324, 2.2250738585072014e-308,
        complex(-0.0, math.nan), 2**63 - 1, -(2**63), 2**63, 2**64, 2**4095, -(2**4095),
        "", "x" * 5000, "\ud800", "한국어", "a\0b", "\ud83d" * 2000, b"", b"\0\xff" * 3000,
        (), [], {}, ((),), {(): [()]}, {None: 1, (1, ("a",)): 2}, torch.Size([]), torch.Size([-1, 20_000_000]),
        np.float64(-0.0), np.float32("nan"), np.bool_(True), np.uint64(2**64 - 1), np.array(3.0), np.zeros((0, 2)),
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_the_odd_ones_come_through(value):
    assert fingerprint(crossed(value)) == fingerprint(value)


@pytest.mark.parametrize("name", sorted(DTYPES))
@pytest.mark.parametrize(
    "change",
    {
        "0-d": lambda t: t[0, 0],
        "empty": lambda t: t[:0],
        "transposed": lambda t: t.t(),
        "every other": lambda t: t[:, ::2],
        "expanded": lambda t: t[:1].expand(5, 4),
        "whole": lambda t: t,
        "offset": lambda t: t[1:, 1:],
    }.values(),
    ids=["0-d", "empty", "transposed", "every other", "expanded", "whole", "offset"],
)
def test_tensors_of_every_dtype_and_layout(name, change):
    tensor = change(_random(name, (3, 4), 7))
    arrived = crossed(tensor)
    assert fingerprint(arrived) == fingerprint(tensor)
    assert arrived.data_ptr() != tensor.data_ptr() or not tensor.numel()


@pytest.mark.parametrize("shape", [(), (3,), (2, 2)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.complex64, torch.bfloat16])
def test_requires_grad_comes_through(shape, dtype):
    arrived = crossed(torch.ones(shape, dtype=dtype, requires_grad=True))
    assert arrived.requires_grad
    assert arrived.is_leaf


@pytest.mark.parametrize(
    ("value", "plain"),
    {
        "a conjugate": (torch.tensor([1 + 2j]).conj(), torch.tensor([1 - 2j])),
        "a negative view": (torch.tensor([1 + 2j]).conj().imag, torch.tensor([-2.0])),
        "zeros of autograd's": (torch._efficientzerotensor(3), torch.zeros(3)),
        "a parameter": (torch.nn.Parameter(torch.ones(2)), torch.ones(2, requires_grad=True)),
        "the other byte order": (np.arange(3, dtype=">f8"), np.arange(3, dtype="float64")),
        "a far-reaching view": (torch.zeros(3, 500_001).t()[::500_000], torch.zeros(2, 3)),
        "a named tuple": (torch.max(torch.tensor([[1.0, 3.0]]), 1), (torch.tensor([3.0]), torch.tensor([1]))),
        "a str of their own": (type("Mine", (str,), {"__str__": lambda self: "lie"})("true"), "true"),
    }.values(),
    ids=["conjugate", "negative", "zeros", "parameter", "byte order", "far-reaching", "named tuple", "str"],
)
def test_what_is_converted_exactly(value, plain):
    assert fingerprint(crossed(value)) == fingerprint(plain)


@pytest.mark.parametrize(
    "value",
    {
        "a subclass": torch.ones(2).as_subclass(type("Mine", (torch.Tensor,), {})),
        "sparse": torch.ones(2).to_sparse(),
        "meta": torch.ones(2, device="meta"),
        "nested": torch.nested.nested_tensor([torch.ones(1), torch.ones(2)], layout=torch.jagged),
        "a float of their own": type("Mine", (float,), {})(1.0),
        "an int of their own": type("Mine", (int,), {})(1),
        "a masked array": np.ma.array([1]),
        "an array of objects": np.array([None]),
        "long double": np.longdouble(1),
        "a generator": (number for number in (1, 2)),
        "a set": {1},
        "a function": len,
    }.values(),
    ids=lambda value: type(value).__name__,
)
def test_what_stays_behind(value):
    with pytest.raises(Stays, match=type(value).__name__):
        Packer().pack([value])
    kept: list[object] = []
    packer = Packer(lambda thing: kept.append(thing) or Ref(9, "other", "thing"))
    assert packer.pack(value) == Ref(9, "other", "thing")
    assert kept[0] is value


# ── aliases ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_tensor_twice_is_the_same_tensor_there():
    tensor = torch.arange(3.0)
    one, [other] = crossed((tensor, [tensor]), aliased=True)
    assert one is other


def test_views_of_one_storage_share_it_there():
    whole = torch.arange(6.0)
    first, rest, whole_again = crossed([whole[:3], whole[2:].view(2, 2), whole], aliased=True)
    first[2] = 9.0
    assert rest.tolist() == [[9.0, 3.0], [4.0, 5.0]]
    assert whole_again.tolist() == [0.0, 1.0, 9.0, 3.0, 4.0, 5.0]


def test_views_of_another_dtype_share_it_too():
    floats = torch.ones(4)
    one, bits, odd = crossed([floats, floats.view(torch.int32), floats.view(torch.uint8)[1:]], aliased=True)
    bits.zero_()
    assert one.tolist() == [0.0] * 4
    assert odd.tolist() == [0] * 15


def test_without_aliases_each_stands_alone():
    whole = torch.arange(6.0)
    first, second = crossed([whole[::2], whole[::2]])
    first.zero_()
    assert second.tolist() == [0.0, 2.0, 4.0]


@pytest.mark.parametrize("tensor", [torch.ones(3), torch.ones(4, 4)[:, ::2]], ids=["contiguous", "strided"])
def test_what_arrives_can_be_used_like_any_tensor(tensor):
    arrived = crossed(tensor)
    assert arrived.detach_() is arrived  # no view of anything
    assert arrived.data_ptr() % 64 == 0  # aligned as torch does it, so that sums come out the same
    arrived.add_(1)
    assert arrived.unique().tolist() == [2.0]


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────


def nested(depth: int, value: Any = None) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def listed(depth: int) -> Any:
    node = None
    for _ in range(depth):
        node = ListNode([node])
    return node


PART = limits.ELEMENTS // 4 + 1
TOO_MUCH: dict[str, tuple[Callable[[], Any], str]] = {
    "nesting": (lambda: nested(limits.NESTING + 1), "nested more than"),
    "endless nesting": (lambda: (loop := [], loop.append(loop))[0], "nested more than"),
    "values": (lambda: [None] * limits.NODES, "values in one message"),
    "elements": (lambda: torch.zeros(limits.ELEMENTS + 1, dtype=torch.bool), "elements"),
    "elements of several": (lambda: [torch.zeros(PART, dtype=torch.bool)] * 4, "elements"),
    "elements of a view": (lambda: torch.zeros(1).expand(limits.ELEMENTS + 1), "elements"),
    "elements of an array": (lambda: np.zeros(limits.ELEMENTS + 1, dtype=bool), "elements"),
    "bytes": (lambda: [b"x" * (limits.MESSAGE_BYTES // 2)] * 2, "too large"),
    "bytes of tensors": (lambda: torch.zeros(limits.MESSAGE_BYTES // 8, dtype=torch.float64), "too large"),
    "entries": (lambda: dict.fromkeys(range(limits.DICT_ENTRIES + 1)), "entries"),
    "entries of several": (lambda: [dict.fromkeys(range(limits.DICT_ENTRIES // 2 + 1))] * 2, "entries"),
    "a whole number": (lambda: 1 << limits.INT_BITS, "whole number"),
    "parts": (lambda: [b""] * (limits.BLOBS + 1), "in one message"),
    "the header": (lambda: ["x" * limits.SHORT_TEXT] * (limits.HEADER_BYTES // limits.SHORT_TEXT), "too large"),
    "a size": (lambda: torch.Size([2**70]), "cannot be sent"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_where_it_is_sent(name):
    value, words = TOO_MUCH[name]
    with pytest.raises(WireError, match=words):
        crossed(value())


LIED: dict[str, tuple[Callable[[], Any], int, str]] = {
    "nesting": (lambda: listed(limits.NESTING + 1), 0, "nested more than"),
    "values": (lambda: TupleNode([None] * limits.NODES), 0, "values in one message"),
    "elements": (lambda: TensorNode("bool", [limits.ELEMENTS + 1], 0, False), limits.ELEMENTS + 1, "elements"),
    "elements of several": (lambda: ListNode([TensorNode("bool", [PART], 0, False)] * 4), PART, "elements"),
    "elements of a view": (lambda: TensorNode("bool", [limits.ELEMENTS + 1], 0, False, [0]), 1, "elements"),
    "entries": (lambda: DictNode([(key, None) for key in range(limits.DICT_ENTRIES + 1)]), 0, "entries"),
    "a whole number": (lambda: BigIntNode("1" * limits.INT_BITS), 0, "whole number"),
}


@pytest.mark.parametrize("name", LIED)
def test_too_much_is_refused_where_it_arrives(name):
    node, size, words = LIED[name]
    message, blobs = unpack(pack(Answer(1, node()), [bytes(size)]), replies)
    with pytest.raises(WireError, match=words):
        Unpacker(blobs, lambda ref: ref).unpack(message.value)


@pytest.mark.parametrize(
    "prefix", [(limits.MESSAGE_BYTES + 1, 8), (9, 10), (limits.MESSAGE_BYTES, limits.HEADER_BYTES + 1)]
)
def test_a_frame_that_is_too_large_is_not_even_read(prefix):
    class Stream:
        def read(self, size: int) -> bytes:
            assert size == PREFIX.size
            return PREFIX.pack(*prefix)

    with pytest.raises(WireError, match="with a header of"):
        read_frame(Stream())


def test_what_just_fits_does():
    assert crossed(nested(limits.NESTING)) == nested(limits.NESTING)
    assert crossed(2 ** (limits.INT_BITS - 1)) == 2 ** (limits.INT_BITS - 1)
    assert len(crossed(dict.fromkeys(range(limits.DICT_ENTRIES)))) == limits.DICT_ENTRIES
    assert crossed(torch.ones(limits.ELEMENTS, dtype=torch.int8)).sum() == limits.ELEMENTS
