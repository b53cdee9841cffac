"""Values as they travel: plain data as nodes, tensors and arrays as dtype, shape and bytes.

`Packer` turns Python values into nodes and blobs, `Unpacker` turns them back. Both trust nothing that they
read: every size, stride and byte count is checked before memory is touched. What cannot travel is handed to
the owner's `stay` (the worker keeps it and sends a `Ref`) or refused with `WireError`.
"""

import ctypes
import math
from collections.abc import Callable, Sequence
from typing import Any, Union

import msgspec
import numpy as np
import torch

from grader.wire import limits
from grader.wire.frames import WireError


class Node(msgspec.Struct, array_like=True, frozen=True):
    """The root of the tagged nodes; None, bool, int, float and short str travel as themselves."""


class TupleNode(Node, tag="t", frozen=True):
    items: list["AnyNode"]


class ListNode(Node, tag="l", frozen=True):
    items: list["AnyNode"]


class DictNode(Node, tag="d", frozen=True):
    items: list[tuple["AnyNode", "AnyNode"]]


class ComplexNode(Node, tag="c", frozen=True):
    real: float
    imag: float


class BigIntNode(Node, tag="i", frozen=True):
    digits: str


class TextNode(Node, tag="s", frozen=True):
    blob: int


class BytesNode(Node, tag="b", frozen=True):
    blob: int


class SizeNode(Node, tag="S", frozen=True):
    sizes: list[int]


class DtypeNode(Node, tag="D", frozen=True):
    name: str


class DeviceNode(Node, tag="V", frozen=True):
    kind: str
    index: int | None


class ArrayNode(Node, tag="a", frozen=True):
    dtype: str
    shape: list[int]
    blob: int


class ScalarNode(Node, tag="n", frozen=True):
    dtype: str
    blob: int


class TensorNode(Node, tag="T", frozen=True):
    """`strides` None means contiguous; `identity` (from 1) marks the same tensor object twice in one message."""

    dtype: str
    shape: list[int]
    blob: int
    requires_grad: bool
    strides: list[int] | None = None
    offset: int = 0
    identity: int = 0


class Ref(Node, tag="h", frozen=True):
    """A thing that stays in the worker: its number, what it is, and the name of its type."""

    id: int
    kind: str = "other"
    type_name: str = ""


AnyNode = Union[  # noqa: UP007 - msgspec resolves the forward references from this alias
    None, bool, int, float, str,
    TupleNode, ListNode, DictNode, ComplexNode, BigIntNode, TextNode, BytesNode, SizeNode, DtypeNode, DeviceNode,
    ArrayNode, ScalarNode, TensorNode, Ref,
]  # fmt: skip

DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for name in (
        "bool", "uint8", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64", "float16", "bfloat16",
        "float32", "float64", "complex32", "complex64", "complex128", "float8_e4m3fn", "float8_e5m2",
        "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu",
    )
    if isinstance(dtype := getattr(torch, name, None), torch.dtype)
}  # fmt: skip
DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}
NAMED_DTYPES = {
    str(dtype).removeprefix("torch."): dtype for dtype in vars(torch).values() if type(dtype) is torch.dtype
}
"""All that torch has: a dtype by itself travels even where its tensors do not."""

ARRAY_DTYPES = {
    name: np.dtype(name)
    for name in (
        "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32",
        "float64", "complex64", "complex128",
    )
}  # fmt: skip
INT64 = range(-(2**63), 2**63)
KEYS = (type(None), bool, int, float, str, bytes, tuple)


class Stays(Exception):
    """Raised by a packer when a value cannot travel and nobody keeps it; its text says what it is."""


def _refuse(value: object) -> Ref:
    raise Stays(f"a {type(value).__name__} cannot cross the wire")


class Packer:
    """Turns values into nodes; `blobs` then belongs into the same frame.

    `stay` is asked for a `Ref` when a value cannot travel. With `aliased`, tensors that share memory share it
    on the other side too, and the same tensor twice is the same tensor there.
    """

    def __init__(self, stay: Callable[[object], Ref] = _refuse, aliased: bool = False) -> None:
        self.blobs: list[bytes] = []
        self._stay = stay
        self._aliased = aliased
        self._storages: dict[int, int] = {}
        self._identities: dict[int, int] = {}
        self._kept: list[object] = []
        self._nodes = self._elements = self._entries = 0

    def pack(self, value: Any, depth: int = 0) -> Any:
        """The node for `value`; raises `WireError` when it is too large or too deep."""
        self._nodes += 1
        if depth > limits.NESTING:
            raise WireError(f"nested more than {limits.NESTING} deep")
        if self._nodes > limits.NODES:
            raise WireError(f"more than {limits.NODES} values in one message")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        plain = _PLAIN.get(kind)
        if plain is not None:
            return plain(self, value, depth)
        if isinstance(value, torch.Tensor):
            return self._tensor(value) if kind in (torch.Tensor, torch.nn.Parameter) else self._stay(value)
        if isinstance(value, np.generic):
            return self._scalar(value)
        for base, pack in _SUBCLASSES:
            if isinstance(value, base):
                return pack(self, value, depth)
        return self._stay(value)

    def _blob(self, data: bytes) -> int:
        if len(self.blobs) == limits.BLOBS:
            raise WireError(f"more than {limits.BLOBS} tensors, arrays and long texts in one message")
        self.blobs.append(data)
        return len(self.blobs) - 1

    def _int(self, value: int, depth: int) -> Any:
        if value in INT64:
            return value
        if value.bit_length() > limits.INT_BITS:
            raise WireError(f"a whole number of {value.bit_length()} bits")
        return BigIntNode(hex(value))

    def _str(self, value: str, depth: int) -> Any:
        value = str.__str__(value)
        if len(value) <= limits.SHORT_TEXT and (value.isascii() or not _has_surrogates(value)):
            return value
        return TextNode(self._blob(value.encode("utf-8", "surrogatepass")))

    def _bytes(self, value: bytes, depth: int) -> Node:
        return BytesNode(self._blob(bytes(value)))

    def _tuple(self, value: tuple[Any, ...], depth: int) -> Node:
        return TupleNode([self.pack(item, depth + 1) for item in tuple.__iter__(value)])

    def _list(self, value: list[Any], depth: int) -> Node:
        return ListNode([self.pack(item, depth + 1) for item in list.__iter__(value)])

    def _dict(self, value: dict[Any, Any], depth: int) -> Node:
        self._entries += len(value)
        if self._entries > limits.DICT_ENTRIES:
            raise WireError(f"dicts of more than {limits.DICT_ENTRIES} entries")
        return DictNode([(self.pack(key, depth + 1), self.pack(item, depth + 1)) for key, item in dict.items(value)])

    def _complex(self, value: complex, depth: int) -> Node:
        return ComplexNode(value.real, value.imag)

    def _size(self, value: torch.Size, depth: int) -> Node:
        return SizeNode([int(side) for side in value])

    def _dtype(self, value: torch.dtype, depth: int) -> Node:
        return DtypeNode(str(value).removeprefix("torch."))

    def _device(self, value: torch.device, depth: int) -> Node:
        return DeviceNode(value.type, value.index)

    def _scalar(self, value: np.generic) -> Node:
        if value.dtype.name not in ARRAY_DTYPES:
            return self._stay(value)
        return ScalarNode(value.dtype.name, self._blob(value.tobytes()))

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> Node:
        native = ARRAY_DTYPES.get(value.dtype.name)
        if native is None:
            return self._stay(value)
        self._count(value.size)
        # the name is the same in either byte order, the bytes are not
        return ArrayNode(value.dtype.name, list(value.shape), self._blob(value.astype(native).tobytes()))

    def _tensor(self, tensor: torch.Tensor) -> Node:
        name = DTYPE_NAMES.get(tensor.dtype)
        if name is None or not _is_dense(tensor):
            return self._stay(tensor)
        self._count(tensor.numel())
        requires_grad = tensor.requires_grad
        identity = self._identity(tensor) if self._aliased else 0
        tensor = tensor.detach().resolve_conj().resolve_neg()
        if tensor._is_zerotensor():  # one that autograd makes, with no memory under it
            tensor = torch.zeros(tensor.shape, dtype=tensor.dtype)
        if self._aliased or (not tensor.is_contiguous() and _span(tensor.shape, tensor.stride()) <= limits.SPAN):
            blob, offset = self._storage(tensor)
            return TensorNode(name, list(tensor.shape), blob, requires_grad, list(tensor.stride()), offset, identity)
        return TensorNode(name, list(tensor.shape), self._blob(tensor_bytes(tensor)), requires_grad, None, 0, identity)

    def _identity(self, tensor: torch.Tensor) -> int:
        self._kept.append(tensor)  # so that its id() stays its own
        return self._identities.setdefault(id(tensor), len(self._identities) + 1)

    def _storage(self, tensor: torch.Tensor) -> tuple[int, int]:
        """The blob that holds the memory under `tensor`, and where in it the tensor begins (in elements)."""
        storage = tensor.untyped_storage()
        size = tensor.element_size()
        if self._aliased:
            blob = self._storages.get(storage.data_ptr())
            if blob is None:
                self._count(storage.nbytes() // size)
                whole = torch.empty(0, dtype=torch.uint8).set_(storage)
                self._kept.append(storage)
                blob = self._storages[storage.data_ptr()] = self._blob(tensor_bytes(whole))
            return blob, int(tensor.storage_offset())
        span = _span(tensor.shape, tensor.stride())
        self._count(span)
        flat = tensor.as_strided((span,), (1,), tensor.storage_offset())
        return self._blob(tensor_bytes(flat)), 0

    def _count(self, elements: int) -> None:
        self._elements += elements
        if self._elements > limits.ELEMENTS:
            raise WireError(f"tensors of more than {limits.ELEMENTS} elements")


_PLAIN: dict[type, Callable[[Packer, Any, int], Any]] = {
    int: Packer._int, str: Packer._str, bytes: Packer._bytes, complex: Packer._complex,
    tuple: Packer._tuple, list: Packer._list, dict: Packer._dict,
    torch.Size: Packer._size, torch.dtype: Packer._dtype, torch.device: Packer._device, np.ndarray: Packer._array,
}  # fmt: skip
_SUBCLASSES: tuple[tuple[type, Callable[[Packer, Any, int], Any]], ...] = (
    (tuple, Packer._tuple),
    (list, Packer._list),
    (dict, Packer._dict),
    (str, Packer._str),
)
"""Subclasses that the course allows in place of the plain type; any other subclass stays behind."""


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _is_dense(tensor: torch.Tensor) -> bool:
    """Whether its elements lie in the memory of this process: no sparse, nested, meta or wrapped tensor."""
    return (
        tensor.layout is torch.strided
        and tensor.device.type == "cpu"
        and not tensor.is_nested
        and not torch._C._functorch.is_functorch_wrapped_tensor(tensor)
    )


def _span(shape: Sequence[int], strides: Sequence[int]) -> int:
    """How many elements lie between the first and the last that a strided view reaches, both included."""
    if 0 in shape:
        return 0
    return 1 + sum((side - 1) * stride for side, stride in zip(shape, strides, strict=True))


def tensor_bytes(tensor: torch.Tensor) -> bytes:
    """The elements of a dense CPU tensor in row-major order, bit for bit."""
    if not tensor.numel():
        return b""
    # as_strided, not reshape: the stride of an axis of length 1 may be anything, and `view` would refuse it
    flat = tensor.contiguous().as_strided((tensor.numel(),), (1,))
    return bytes(flat.view(torch.uint8).numpy().tobytes())


class Unpacker:
    """Turns the nodes of one message back into values; `thing` says what a `Ref` stands for here.

    Raises `WireError` for whatever does not add up.
    """

    def __init__(self, blobs: Sequence[memoryview], thing: Callable[[Ref], Any]) -> None:
        self._blobs = blobs
        self._thing = thing
        self._nodes = self._elements = self._entries = 0
        self._identities: dict[int, torch.Tensor] = {}
        self._storages: dict[int, torch.Tensor] = {}

    def unpack(self, node: Any) -> Any:
        """The value of a node."""
        try:
            return self._value(node, 0)
        except (RuntimeError, ValueError, TypeError, OverflowError, MemoryError) as wrong:
            raise WireError(f"a value that cannot be: {str(wrong)[:200]}") from None

    def _value(self, node: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > limits.NESTING:
            raise WireError(f"nested more than {limits.NESTING} deep")
        if self._nodes > limits.NODES:
            raise WireError(f"more than {limits.NODES} values in one message")
        if not isinstance(node, Node):
            return node
        return _UNPACK[type(node)](self, node, depth)

    def _blob(self, index: int) -> memoryview:
        if not 0 <= index < len(self._blobs):
            raise WireError("a value that names a part which is not there")
        return self._blobs[index]

    def _tuple(self, node: TupleNode, depth: int) -> Any:
        return tuple([self._value(item, depth + 1) for item in node.items])

    def _list(self, node: ListNode, depth: int) -> Any:
        return [self._value(item, depth + 1) for item in node.items]

    def _dict(self, node: DictNode, depth: int) -> Any:
        self._entries += len(node.items)
        if self._entries > limits.DICT_ENTRIES:
            raise WireError(f"dicts of more than {limits.DICT_ENTRIES} entries")
        made = {}
        for key, value in node.items:
            plain = self._value(key, depth + 1)
            if not _hashable(plain):
                raise WireError("a dict with a key that cannot be one")
            made[plain] = self._value(value, depth + 1)
        return made

    def _complex(self, node: ComplexNode, depth: int) -> Any:
        return complex(node.real, node.imag)

    def _int(self, node: BigIntNode, depth: int) -> Any:
        if len(node.digits) > limits.INT_BITS // 4 + 3:
            raise WireError("a whole number that is too long")
        try:
            return int(node.digits, 16)
        except ValueError:
            raise WireError("a whole number that is none") from None

    def _text(self, node: TextNode, depth: int) -> Any:
        try:
            return bytes(self._blob(node.blob)).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("a text that is not UTF-8") from None

    def _bytes(self, node: BytesNode, depth: int) -> Any:
        return bytes(self._blob(node.blob))

    def _size(self, node: SizeNode, depth: int) -> Any:
        self._nodes += len(node.sizes)
        return torch.Size(node.sizes)

    def _dtype(self, node: DtypeNode, depth: int) -> Any:
        dtype = NAMED_DTYPES.get(node.name)
        if dtype is None:
            raise WireError("a dtype that torch does not have")
        return dtype

    def _device(self, node: DeviceNode, depth: int) -> Any:
        return torch.device(node.kind, node.index) if node.index is not None else torch.device(node.kind)

    def _array(self, node: ArrayNode, depth: int) -> Any:
        flat = self._numbers(node.dtype, node.blob)
        if flat.size != self._shape(node.shape):
            raise WireError("an array whose shape and bytes disagree")
        return flat.reshape(node.shape)

    def _scalar(self, node: ScalarNode, depth: int) -> Any:
        flat = self._numbers(node.dtype, node.blob)
        if flat.size != 1:
            raise WireError("a number that is not one")
        return flat[0]

    def _numbers(self, name: str, blob: int) -> "np.ndarray[Any, Any]":
        data = self._blob(blob)
        dtype = ARRAY_DTYPES.get(name)
        if dtype is None or len(data) % dtype.itemsize:
            raise WireError("an array of a dtype that does not travel")
        if name == "bool":
            _check_bools(data)
        return np.frombuffer(bytearray(data), dtype=dtype)

    def _tensor(self, node: TensorNode, depth: int) -> Any:
        if node.identity and node.identity in self._identities:
            return self._identities[node.identity]
        dtype = DTYPES.get(node.dtype)
        if dtype is None:
            raise WireError("a tensor of a dtype that does not travel")
        elements = self._shape(node.shape)
        data = self._blob(node.blob)
        if dtype is torch.bool:
            _check_bools(data)
        if node.strides is None:
            if elements * dtype.itemsize != len(data):
                raise WireError("a tensor whose shape and bytes disagree")
            tensor = _filled(torch.empty(node.shape, dtype=dtype, device="cpu"), data)
        else:
            if self._reach(node) * dtype.itemsize > len(data):
                raise WireError("a tensor that reaches beyond its bytes")
            memory = self._memory(node.blob).untyped_storage()
            tensor = torch.empty(0, dtype=dtype, device="cpu").set_(memory, node.offset, node.shape, node.strides)
        if node.requires_grad:
            if not (dtype.is_floating_point or dtype.is_complex):
                raise WireError("a gradient for a tensor that can have none")
            tensor.requires_grad_()
        if node.identity:
            self._identities[node.identity] = tensor
        return tensor

    def _reach(self, node: TensorNode) -> int:
        strides = node.strides or []
        fits = len(strides) == len(node.shape) and node.offset >= 0 and all(0 <= step < 2**40 for step in strides)
        if not fits or node.offset > 2**40:
            raise WireError("a tensor with impossible strides")
        span = _span(node.shape, strides)
        return node.offset + span if span else 0

    def _memory(self, blob: int) -> torch.Tensor:
        """The bytes of a blob in memory of their own; the same memory again where strided tensors share it."""
        if blob not in self._storages:
            data = self._blob(blob)
            self._storages[blob] = _filled(torch.empty(len(data), dtype=torch.uint8, device="cpu"), data)
        return self._storages[blob]

    def _shape(self, shape: list[int]) -> int:
        if len(shape) > limits.DIMENSIONS or any(not 0 <= side < 2**40 for side in shape):
            raise WireError("a shape that no tensor has")
        elements = math.prod(shape)
        self._elements += elements
        if self._elements > limits.ELEMENTS:
            raise WireError(f"tensors of more than {limits.ELEMENTS} elements")
        return elements

    def _ref(self, node: Ref, depth: int) -> Any:
        return self._thing(node)


_UNPACK: dict[type, Callable[[Unpacker, Any, int], Any]] = {
    TupleNode: Unpacker._tuple, ListNode: Unpacker._list, DictNode: Unpacker._dict, ComplexNode: Unpacker._complex,
    BigIntNode: Unpacker._int, TextNode: Unpacker._text, BytesNode: Unpacker._bytes, SizeNode: Unpacker._size,
    DtypeNode: Unpacker._dtype, DeviceNode: Unpacker._device, ArrayNode: Unpacker._array, ScalarNode: Unpacker._scalar,
    TensorNode: Unpacker._tensor, Ref: Unpacker._ref,
}  # fmt: skip


def _filled(tensor: torch.Tensor, data: memoryview) -> torch.Tensor:
    """A new contiguous tensor, filled with exactly its own number of bytes.

    In torch's own memory and no view of anything: aligned as always, so that sums come out as always, and free to be
    resized or detached in place.
    """
    assert tensor.numel() * tensor.element_size() == len(data)
    ctypes.memmove(tensor.data_ptr(), bytes(data), len(data))
    return tensor


def _hashable(key: object) -> bool:
    return isinstance(key, KEYS) and (not isinstance(key, tuple) or all(_hashable(item) for item in key))


def _check_bools(data: memoryview) -> None:
    if len(data) and int(np.frombuffer(data, dtype=np.uint8).max()) > 1:
        raise WireError("a truth value that is neither true nor false")
