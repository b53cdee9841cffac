"""The pairs for a person: who, how much, which lines, and some of the code; and that none of it proves anything."""

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.gradebook.people_names import all_called
from grader.gradebook.similar.pairs import Lines, Pair, Passage, SharedSection, Similar
from grader.inert import inert_line
from grader.intake.people import HandIn
from grader.report.page import PLAIN, Layout, page
from grader.texts import ENGLISH, translator

WIDE = 76
"""Below, the code of one stands under that of the other."""
MOST_PAIRS, MOST_PASSAGES, MOST_LINES = 15, 6, 6
"""What is shown; with `verbose`, all pairs and passages, and more of the code."""
MANY_LINES = 20


def similar_text(similar: Similar, layout: Layout = PLAIN) -> str:
    """The list as lines of at most `layout.width` columns."""
    return page(_Page(similar, layout).blocks(), layout)


def called(hand_in: HandIn) -> str:
    """Those who handed it in; where nobody knows them, where it lies."""
    return all_called(hand_in.people) or inert_line(hand_in.source)


class _Page:
    """The pairs of one class as blocks."""

    def __init__(self, similar: Similar, layout: Layout) -> None:
        self._similar = similar
        self._layout = layout
        self._say = layout.translator.say

    def blocks(self) -> Iterator[RenderableType]:
        similar, say = self._similar, self._say
        headline = say("similar_headline", count=len(similar.pairs), compared=similar.compared)
        yield Text(headline, style="bold", overflow="fold")
        if similar.pairs:
            yield Text(say("similar_no_verdict"), style="yellow", overflow="fold")
        yield Text(say("similar_left_out"), style="dim", overflow="fold")
        if similar.by_lines:
            names = ", ".join(map(called, similar.by_lines[:MOST_PAIRS]))
            more = " …" if len(similar.by_lines) > MOST_PAIRS else ""
            yield Text(say("similar_by_lines", names=names + more), style="dim", overflow="fold")
        if similar.groups:
            yield ""
            yield Text(say("similar_groups"), style="bold")
            for group in similar.groups:
                yield Padding(Text(", ".join(map(called, group)), overflow="fold"), (0, 0, 0, 2))
        most = len(similar.pairs) if self._layout.verbose else MOST_PAIRS
        for pair in similar.pairs[:most]:
            yield ""
            yield from self._pair(pair)
        if len(similar.pairs) > most:
            yield ""
            yield Text(say("stats_more", count=len(similar.pairs) - most), style="dim")

    def _pair(self, pair: Pair) -> Iterator[RenderableType]:
        yield Text.assemble((called(pair.first), "bold"), "  ↔  ", (called(pair.second), "bold"), overflow="fold")
        for place, section in enumerate(pair.sections):
            yield Padding(Text(self._told(section), overflow="fold"), (0, 0, 0, 2))
            most = len(section.passages) if self._layout.verbose else MOST_PASSAGES
            shown = section.passages[:most]
            lines = " · ".join(f"{_span(one.lines)} ↔ {_span(one.other)}" for one in shown)
            more = " …" if len(section.passages) > most else ""
            yield Padding(
                Text(self._say("similar_lines", lines=lines + more), style="dim", overflow="fold"), (0, 0, 0, 4)
            )
            if shown and (place == 0 or self._layout.verbose):
                yield Padding(self._code(pair, shown[0]), (0, 0, 0, 4))

    def _told(self, section: SharedSection) -> str:
        name = section.section or self._say("similar_elsewhere")
        id = "similar_same_text" if section.same_text else "similar_part"
        return self._say(id, section=name, percent=round(100 * section.part))

    def _code(self, pair: Pair, passage: Passage) -> RenderableType:
        """The longest passage in both, beside each other where there is room."""
        sides = [_excerpt(pair.first, passage.lines), _excerpt(pair.second, passage.other)]
        most = MANY_LINES if self._layout.verbose else MOST_LINES
        texts = [Text("\n".join([*lines[:most], *(["…"] if len(lines) > most else [])])) for lines in sides]
        wide = self._layout.width >= WIDE
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=wide)
        if wide:
            for _ in texts:
                table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
            table.add_row(*texts)
        else:
            table.add_column(no_wrap=True, overflow="ellipsis")
            table.add_row(texts[0])
            table.add_row(Text("↔", style="dim"))
            table.add_row(texts[1])
        return table


def _span(lines: Lines) -> str:
    return f"{lines.first}–{lines.last}" if lines.last > lines.first else str(lines.first)


def _excerpt(hand_in: HandIn, lines: Lines) -> list[str]:
    """These lines of a file, made harmless, without what all of them are indented by."""
    files = hand_in.submission.files if hand_in.submission else ()
    text = next((one.text for one in files if one.name == lines.file and one.text is not None), "")
    some = [line.expandtabs(4) for line in text.split("\n")[lines.first - 1 : lines.last]]
    deep = min((len(line) - len(line.lstrip(" ")) for line in some if line.strip()), default=0)
    return [inert_line(line[deep:]) for line in some if line.strip()]


def similar_record(similar: Similar) -> dict[str, Any]:
    """The list as JSON has it; `note` says that it is no verdict."""
    return {
        "schema": 1,
        "note": translator(ENGLISH).say("similar_no_verdict"),
        "compared": similar.compared,
        "groups": [[_who(one) for one in group] for group in similar.groups],
        "compared_by_lines": [_who(one) for one in similar.by_lines],
        "pairs": [
            {
                "first": _who(pair.first),
                "second": _who(pair.second),
                "evidence": round(pair.evidence, 2),
                "sections": [_section(section) for section in pair.sections],
            }
            for pair in similar.pairs
        ],
    }


def _who(hand_in: HandIn) -> dict[str, Any]:
    return {"people": [person.id for person in hand_in.people], "source": inert_line(hand_in.source)}


def _section(section: SharedSection) -> dict[str, Any]:
    return {
        "section": section.section,
        "part": round(section.part, 4),
        "evidence": round(section.evidence, 2),
        "same_text": section.same_text,
        "passages": [{"first": one.lines._asdict(), "second": one.other._asdict()} for one in section.passages],
    }
