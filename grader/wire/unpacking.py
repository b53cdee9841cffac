"""Nodes back into values. Nothing that is read is trusted.

Every size, stride and byte count is checked before memory is touched; what does not add up is a `WireError`.
"""

import ctypes
import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from grader.wire import limits
from grader.wire.frames import WireError
from grader.wire.nodes import (
    ARRAY_DTYPES,
    DTYPES,
    KEYS,
    NAMED_DTYPES,
    ArrayNode,
    BigIntNode,
    BytesNode,
    ComplexNode,
    DeviceNode,
    DictNode,
    DtypeNode,
    ListNode,
    Node,
    Ref,
    ScalarNode,
    SizeNode,
    TensorNode,
    TextNode,
    TupleNode,
    span,
)


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
        if self._nodes > limits.NODES:
            raise WireError(f"more than {limits.NODES} values in one message")
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
        extent = span(node.shape, strides)
        return node.offset + extent if extent else 0

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


with warnings.catch_warnings():  # torch says once of complex32 that it is experimental; not to whoever grades
    warnings.simplefilter("ignore")
    torch.empty(0, dtype=torch.complex32)
