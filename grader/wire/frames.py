"""Frames: length-prefixed messages over a byte stream, bounded before anything is allocated."""

import struct
from typing import Any, Protocol, TypeVar

import msgspec

from grader.wire import limits

T = TypeVar("T")
PREFIX = struct.Struct("!II")


class WireError(Exception):
    """What arrived is not a frame of ours, or what should be sent is too large for one."""


class Stream(Protocol):
    """Where bytes come from and go to; `read` gives exactly `size` bytes or raises."""

    def read(self, size: int) -> bytes: ...
    def write(self, data: bytes) -> None: ...


class Envelope(msgspec.Struct, array_like=True, frozen=True):
    """A message still in bytes, with the lengths of the blobs that follow it."""

    blobs: list[int]
    message: msgspec.Raw


_encoder = msgspec.msgpack.Encoder()
_envelope = msgspec.msgpack.Decoder(Envelope)


def pack(message: Any, blobs: list[bytes]) -> bytes:
    """A frame that holds `message` (a struct) and its `blobs`.

    Raises `WireError` when it is larger than the wire allows.
    """
    try:
        header = _encoder.encode([[len(blob) for blob in blobs], message])
    except (UnicodeEncodeError, OverflowError) as wrong:
        raise WireError(f"a text or a number that cannot be sent: {str(wrong)[:200]}") from None
    total = len(header) + sum(len(blob) for blob in blobs)
    if len(header) > limits.HEADER_BYTES or total > limits.MESSAGE_BYTES or len(blobs) > limits.BLOBS:
        raise WireError(f"a message of {total} bytes and {len(blobs)} parts is too large")
    return b"".join([PREFIX.pack(total, len(header)), header, *blobs])


def read_frame(stream: Stream) -> bytes:
    """The next frame's header length, header and blobs, as they arrived; raises `WireError`."""
    prefix = stream.read(PREFIX.size)
    total, header = PREFIX.unpack(prefix)
    if total > limits.MESSAGE_BYTES or header > min(total, limits.HEADER_BYTES):
        raise WireError(f"a message of {total} bytes with a header of {header}")
    return prefix + stream.read(total)


def header_bytes(frame: bytes) -> int:
    """How much of a whole frame is header, which takes far more room once it is read."""
    return int(PREFIX.unpack_from(frame)[1])


def unpack(frame: bytes, decoder: "msgspec.msgpack.Decoder[T]") -> tuple[T, list[memoryview]]:
    """The message in a whole frame, checked against the decoder's schema, and its blobs.

    Raises `WireError` for anything that does not fit.
    """
    try:
        total, header = PREFIX.unpack_from(frame)
        view = memoryview(frame)[PREFIX.size :]
        if len(view) != total or header > total:
            raise WireError("a frame whose lengths disagree")
        envelope = _envelope.decode(view[:header])
        if len(envelope.blobs) > limits.BLOBS or any(size < 0 for size in envelope.blobs):
            raise WireError("a frame with impossible parts")
        if header + sum(envelope.blobs) != total:
            raise WireError("a frame whose parts do not add up to its length")
        blobs, start = [], header
        for size in envelope.blobs:
            blobs.append(view[start : start + size])
            start += size
        return decoder.decode(envelope.message), blobs
    except (msgspec.MsgspecError, struct.error, RecursionError, ValueError, OverflowError) as wrong:
        raise WireError(f"a message that cannot be read: {str(wrong)[:200]}") from None
