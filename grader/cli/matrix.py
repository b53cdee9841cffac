"""The matrix of `grader verify`, as a page of text or as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grader.report.page import Layout, page
from grader.texts import ENGLISH, Message, Translator, translator
from grader.verify.doctests import WrongExample
from grader.verify.matrix import Matrix, Tally

SHOWN = 40
TALLIES = ("wheat", "misconceptions", "mutants", "diagnosis")


def matrix_json(matrix: Matrix, short: Sequence[Message]) -> str:
    """The matrix as JSON; the lists name tests and variants."""
    document: dict[str, Any] = {
        "schema": 1,
        "totals": {name: _numbers(tally) for name, tally in matrix.totals().items()},
        "kept": round(matrix.kept, 2),
        "exercises": [
            {
                "section": row.section,
                "exercise": row.exercise,
                "wheat": _numbers(row.wheat),
                "misconceptions": _numbers(row.misconceptions),
                "mutants": _numbers(row.mutants),
                "diagnosis": _numbers(row.diagnosis),
                "kept": {"percent": round(row.kept, 2), "by": row.best, "mean": round(row.mean, 2)},
            }
            for row in matrix.rows.values()
        ],
        "refused": [{"name": o.name, "of": o.of, "place": o.place, "failing": o.failing} for o in matrix.refused],
        "survivors": [
            {"kind": o.kind, "name": o.name, "of": o.of, "place": o.place, "change": o.change} for o in matrix.survivors
        ],
        "misattributed": [{"name": o.name, "of": o.of, "tests": o.misattributed} for o in matrix.misattributed],
        "misdiagnosed": [
            {"name": o.name, "of": o.of, "hint": o.hint, "given": o.diagnosis} for o in matrix.misdiagnosed
        ],
        "undiagnosed": [{"name": o.name, "of": o.of, "place": o.place} for o in matrix.undiagnosed],
        "redundant": matrix.redundant,
        "stale": matrix.stale,
        "failing": matrix.failing,
        "examples": [_example(one, translator(ENGLISH)) for one in matrix.examples],
        "short": [translator(ENGLISH).tell(message) for message in short],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def matrix_text(matrix: Matrix, short: Sequence[Message], layout: Layout) -> str:
    """The matrix as a table, with what to look at below it."""
    return page(_blocks(matrix, short, layout.translator), layout)


def _blocks(matrix: Matrix, short: Sequence[Message], translator: Translator) -> Iterator[RenderableType]:
    say, totals = translator.say, matrix.totals()
    table = Table(box=None, pad_edge=False)
    table.add_column(say("matrix_exercise"))
    for name in TALLIES:
        table.add_column(say(f"matrix_{name}"), justify="right")
    table.add_column(say("matrix_kept"), justify="right")
    table.add_column(say("matrix_mean"), justify="right")
    for row in matrix.rows.values():
        cells = (_cell(getattr(row, name), translator) for name in TALLIES)
        kept = [say("matrix_percent", percent=part) if row.shares else "–" for part in (row.kept, row.mean)]
        table.add_row(f"{row.section} · {row.exercise}", *cells, *kept)
    cells = (_cell(totals[name], translator) for name in TALLIES)
    table.add_row(say("matrix_total"), *cells, "", say("matrix_percent", percent=matrix.kept))
    yield table
    yield Text("\n" + say("matrix_attribution", percent=totals["attribution"].percent))
    lists = {
        "failing": matrix.failing,
        "examples": [_example(one, translator) for one in matrix.examples],
        "refused": [f"{o.place} {o.name}: {_tests(o.failing)}" for o in matrix.refused],
        "survivors": [f"{o.place} {o.name}{_indented(o.change)}" for o in matrix.survivors],
        "misattributed": [f"{o.place} {o.name}: {', '.join(o.misattributed)}" for o in matrix.misattributed],
        "misdiagnosed": [f"{o.place} {o.name}: {o.diagnosis!r}" for o in matrix.misdiagnosed],
        "unrecognised": [f"{o.place} {o.name}" for o in matrix.undiagnosed],
        "redundant": matrix.redundant,
        "stale": matrix.stale,
    }
    for name, lines in lists.items():
        if lines:
            yield Text("\n" + say(f"matrix_{name}", number=len(lines)), style="bold")
            yield from (Text(f"  {line}") for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield Text(f"  {say('matrix_more', count=len(lines) - SHOWN)}")
    yield Text("\n" + ("\n".join(map(translator.tell, short)) or say("matrix_holds")))


def _cell(tally: Tally, translator: Translator) -> Text:
    if not tally.all:
        return Text("–", style="dim")
    text = translator.say("matrix_tally", good=tally.good, all=tally.all)
    return Text(text, style="green" if tally.good == tally.all else "red")


def _numbers(tally: Tally) -> dict[str, float]:
    return {"good": tally.good, "all": tally.all, "percent": round(tally.percent, 2)}


def _example(wrong: WrongExample, translator: Translator) -> str:
    return translator.say("matrix_example", **msgspec.structs.asdict(wrong))


def _tests(failing: list[tuple[str, str, str]]) -> str:
    return ", ".join(f"{test} ({status})" for test, _, status in failing[:4]) + (" …" if len(failing) > 4 else "")


def _indented(change: str) -> str:
    return "".join(f"\n      {line}" for line in change.splitlines())
