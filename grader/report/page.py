"""Rich's blocks become text: the one place that sets up its console."""

import io
from collections.abc import Iterable

from rich.console import Console, RenderableType

from grader.report.layout import Layout


def page(blocks: Iterable[RenderableType], layout: Layout) -> str:
    """The blocks as lines of at most `layout.width` columns, with colours if `layout.colour`, nothing trailing."""
    console = Console(
        file=io.StringIO(),
        width=layout.width,
        force_terminal=layout.colour,
        color_system="standard" if layout.colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        for block in blocks:
            console.print(block)
    return "\n".join(line.rstrip() for line in capture.get().rstrip().split("\n")) + "\n"
