"""The section that somebody means by what they type."""

from collections.abc import Sequence

from grader.errors import UsageError
from grader.inert import inert_line


def section_named(text: str, known: Sequence[str]) -> str:
    """The section with this id, or the only one that begins so: `s3` is `s3_gradient_descent`. Raises UsageError."""
    begun = [id for id in known if id.startswith(text)]
    if text in known:
        return text
    if len(begun) != 1:
        raise UsageError("section_unknown", section=inert_line(text), sections=", ".join(known) or "-")
    return begun[0]
