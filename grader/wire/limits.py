"""How large anything on the wire may be: one table for both sides."""

MESSAGE_BYTES = 64 * 2**20
"""One frame, header and blobs together."""

HEADER_BYTES = 4 * 2**20
"""The msgpack part of a frame; in memory its values take some thirty times as much."""

ELEMENTS = 10_000_000
"""Tensor and array elements in one message."""

NESTING = 32
"""Containers inside containers."""

NODES = 200_000
"""Values in one message, counting those inside containers."""

DICT_ENTRIES = 4_096
"""Entries of all dicts in one message: a liar's keys may all collide."""

SPAN = 1_000_000
"""Elements from the first to the last of a strided view; one that reaches further travels contiguous."""

BLOBS = 50_000
"""Blobs in one message."""

CELLS = 50
"""Cells of one notebook whose errors are told."""

DIMENSIONS = 64
"""Axes of one tensor: torch's own limit."""

INT_BITS = 4_096
"""The longest whole number."""

PRINTED = 2_000
"""Characters of what a call printed."""

PRINTED_TOGETHER = 32_000
"""The same of all calls of a batch, so that who prints much has as much room for answers as who prints nothing."""

SHORT_TEXT = 1_024
"""Longer strings travel as blobs, so that the header stays small."""

HANDLES = 64
"""Things that stay behind, in one answer."""
