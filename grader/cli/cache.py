"""`grader cache`: where recordings are kept, how large they are; and, when asked, without them."""

from typing import Annotated

import typer

from grader.cli.output import opened
from grader.texts import spoken

say = spoken().say
MEBIBYTE = 2**20


def cache(
    prune: Annotated[bool, typer.Option("--prune", help=say("help_cache_prune"))] = False,
) -> int:
    """Say where the cache is and how large; throw the recordings away first when asked."""
    from grader.runner import cache

    with opened(None) as write:
        lines = [say("cache_pruned", count=cache.prune(0))] if prune else []
        count, size = cache.size()
        lines.append(say("cache_size", folder=cache.cache_root(), count=count, mebibytes=f"{size / MEBIBYTE:.1f}"))
        write("\n".join(lines) + "\n")
    return 0
