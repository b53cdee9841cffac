"""Which tests are tried a second time, because a call of theirs hung.

An endless loop hangs again; what a slow disk kept waiting does not. What hung often is an endless loop.
"""

from collections.abc import Iterator, Sequence

from grader.verdict import Verdict


def hung_together(verdicts: Sequence[Verdict], often: int) -> Iterator[list[int]]:
    """The places of the verdicts that hung, by exercise; of a file whose import hung, all together.

    The first of each is to be tried again. When it comes to an end, so are the others, and what was not run for them.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    hangs: dict[tuple[str, str], int] = {}
    for place, verdict in enumerate(verdicts):
        kind, group = verdict.failure.kind if verdict.failure else "", (verdict.section, verdict.exercise)
        if kind == "import_hung":
            groups.setdefault((verdict.section, ""), []).append(place)
        elif kind == "hung":
            groups.setdefault(group, []).append(place)
            hangs[group] = hangs.get(group, 0) + 1
        elif kind == "needs_another_test" and group in groups:
            groups[group].append(place)
    yield from (places for group, places in groups.items() if hangs.get(group, 0) < often)
