"""Values into nodes: tensors and arrays as dtype, shape and bytes, bit for bit.

What is too large or too deep is refused with `WireError`; what cannot travel is handed to the owner's `stay` (the
worker keeps it and sends a `Ref`).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from grader.wire import limits
from grader.wire.frames import WireError
from grader.wire.nodes import (
    ARRAY_DTYPES,
    DTYPE_NAMES,
    INT64,
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
from grader.wire.torch_internals import is_functorch_wrapped


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
        if self._aliased or (not tensor.is_contiguous() and span(tensor.shape, tensor.stride()) <= limits.SPAN):
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
        extent = span(tensor.shape, tensor.stride())
        self._count(extent)
        flat = tensor.as_strided((extent,), (1,), tensor.storage_offset())
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
        and not is_functorch_wrapped(tensor)
    )


def tensor_bytes(tensor: torch.Tensor) -> bytes:
    """The elements of a dense CPU tensor in row-major order, bit for bit."""
    if not tensor.numel():
        return b""
    # as_strided, not reshape: the stride of an axis of length 1 may be anything, and `view` would refuse it
    flat = tensor.contiguous().as_strided((tensor.numel(),), (1,))
    return bytes(flat.view(torch.uint8).numpy().tobytes())
