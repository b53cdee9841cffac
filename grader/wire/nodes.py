"""The nodes that values travel as: a schema of plain data, and the dtypes that it knows by name."""

from collections.abc import Sequence
from typing import Union

import msgspec
import numpy as np
import torch


class Node(msgspec.Struct, array_like=True, frozen=True):
    """The root of the tagged nodes; None, bool, int, float and short str travel as themselves.

    Types that name `AnyNode` are quoted as a whole: Python 3.10 does not look for names inside of `list["AnyNode"]`.
    """


class TupleNode(Node, tag="t", frozen=True):
    items: "list[AnyNode]"


class ListNode(Node, tag="l", frozen=True):
    items: "list[AnyNode]"


class DictNode(Node, tag="d", frozen=True):
    items: "list[tuple[AnyNode, AnyNode]]"


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


def span(shape: Sequence[int], strides: Sequence[int]) -> int:
    """How many elements lie between the first and the last that a strided view reaches, both included."""
    if 0 in shape:
        return 0
    return 1 + sum((side - 1) * stride for side, stride in zip(shape, strides, strict=True))
