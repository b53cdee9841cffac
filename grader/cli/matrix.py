"""The matrix of `grader verify`, as a page of text or as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grader.report.layout import Layout
from grader.report.page import page
from grader.verify.matrix import Matrix, Tally

SHOWN = 40


def matrix_json(matrix: Matrix, short: Sequence[str]) -> str:
    """The matrix as JSON; the lists name tests and variants."""
    document: dict[str, Any] = {
        "schema": 1,
        "totals": {name: _numbers(tally) for name, tally in matrix.totals().items()},
        "exercises": [
            {
                "section": row.section,
                "exercise": row.exercise,
                "wheat": _numbers(row.wheat),
                "misconceptions": _numbers(row.misconceptions),
                "mutants": _numbers(row.mutants),
                "diagnosis": _numbers(row.diagnosis),
            }
            for row in matrix.rows.values()
        ],
        "refused": [{"name": o.name, "of": o.of, "place": o.place, "failing": o.failing} for o in matrix.refused],
        "survivors": [
            {"kind": o.kind, "name": o.name, "of": o.of, "place": o.place, "change": o.change} for o in matrix.survivors
        ],
        "misattributed": [{"name": o.name, "of": o.of, "tests": o.misattributed} for o in matrix.misattributed],
        "misdiagnosed": [{"name": o.name, "of": o.of, "hint": o.hint, "given": o.diagnosis} for o in matrix.misdiagnosed],
        "undiagnosed": [{"name": o.name, "of": o.of, "place": o.place} for o in matrix.undiagnosed],
        "redundant": matrix.redundant,
        "stale": matrix.stale,
        "short": list(short),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def matrix_text(matrix: Matrix, short: Sequence[str], layout: Layout) -> str:
    """The matrix as a table, with what to look at below it."""
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for title in ("wheat accepted", "misconceptions caught", "mutants killed", "diagnosed"):
        table.add_column(title, justify="right")
    for row in matrix.rows.values():
        tallies = (row.wheat, row.misconceptions, row.mutants, row.diagnosis)
        table.add_row(f"{row.section} · {row.exercise}", *map(_cell, tallies))
    totals = matrix.totals()
    table.add_row("total", *(_cell(totals[name]) for name in ("wheat", "misconceptions", "mutants", "diagnosis")))
    parts: list[RenderableType] = [
        table,
        Text(f"\nattributed to the right exercise: {totals['attribution'].percent:.1f} %"),
    ]
    parts += _list(
        "right variants that are refused", [f"{o.place} {o.name}: {_tests(o.failing)}" for o in matrix.refused]
    )
    parts += _list(
        "wrong variants that nothing catches", [f"{o.place} {o.name}{_indented(o.change)}" for o in matrix.survivors]
    )
    parts += _list(
        "failures of another exercise", [f"{o.place} {o.name}: {', '.join(o.misattributed)}" for o in matrix.misattributed]
    )
    parts += _list("wrong diagnoses", [f"{o.place} {o.name}: {o.diagnosis!r}" for o in matrix.misdiagnosed])
    parts += _list("misconceptions that are not recognised", [f"{o.place} {o.name}" for o in matrix.undiagnosed])
    parts += _list("tests that catch nothing which another does not", matrix.redundant)
    parts += _list("equivalent mutants that are not made any more", matrix.stale)
    parts.append(Text("\n" + ("\n".join(f"falls short in {words}" for words in short) or "the suites hold")))
    return page(parts, layout)


def _list(title: str, lines: list[str]) -> list[RenderableType]:
    if not lines:
        return []
    more = [f"… and {len(lines) - SHOWN} more (--format json has them all)"] if len(lines) > SHOWN else []
    return [Text(f"\n{title} ({len(lines)})", style="bold"), *(Text(f"  {line}") for line in lines[:SHOWN] + more)]


def _cell(tally: Tally) -> Text:
    if not tally.all:
        return Text("–", style="dim")
    return Text(f"{tally.good} of {tally.all}", style="green" if tally.good == tally.all else "red")


def _numbers(tally: Tally) -> dict[str, float]:
    return {"good": tally.good, "all": tally.all, "percent": round(tally.percent, 2)}


def _tests(failing: list[tuple[str, str, str]]) -> str:
    return ", ".join(f"{test} ({status})" for test, _, status in failing[:4]) + (" …" if len(failing) > 4 else "")


def _indented(change: str) -> str:
    return "".join(f"\n      {line}" for line in change.splitlines())
