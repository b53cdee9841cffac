"""The text format: a table of sections, then each test that did not pass, for a student to read in a terminal.

Texts of a submission go in as `rich.text.Text`, which knows no markup. Nothing here is wider than `layout.width`.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.report.layout import PLAIN, Layout
from grader.report.page import page
from grader.report.points import points
from grader.scoring import Result, SectionResult, TestResult
from grader.verdict import Status

NARROW, MIDDLE = 50, 76  # below: no bars; below: no titles in the table
BAR = 12
FOLD = 3  # more tests of a section than this with one and the same message are shown as one block


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The report as lines of at most `layout.width` columns, with colours if `layout.colour`."""
    return page(_spaced(_report(result, layout)), layout)


def _spaced(blocks: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """Never two empty lines in a row, whoever asked for them."""
    before: RenderableType = ""
    for block in blocks:
        if block != "" or before != "":
            yield block
        before = block


def _report(result: Result, layout: Layout) -> Iterator[RenderableType]:
    yield Text(f"{result.course} · {result.submission}", style="bold", overflow="fold")
    yield ""
    yield _overview(result, layout)
    yield ""
    yield Text(_total(result), style="bold", overflow="fold")
    if result.interrupted:
        yield Text("Interrupted: only what was graded until then is here.", style="yellow")
    if not layout.quiet:
        for section in result.sections:
            yield from _details(section, layout)
    if layout.footer:
        yield ""
        yield Text(_footer(result), style="dim", overflow="fold")


def _overview(result: Result, layout: Layout) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
    table.add_column(overflow="fold")
    if layout.width >= MIDDLE:
        table.add_column(ratio=1, no_wrap=True, overflow="ellipsis", style="dim")
    if layout.width >= NARROW:
        table.add_column(no_wrap=True, width=BAR)
    table.add_column(justify="right", overflow="fold", ratio=None if layout.width >= MIDDLE else 1)
    for section in result.sections:
        row: list[RenderableType] = [Text(section.id)]
        if layout.width >= MIDDLE:
            row.append(Text(section.title))
        if layout.width >= NARROW:
            row.append(_bar(section.score, section.max_score))
        table.add_row(*row, Text(_of(section.score, section.max_score)))
    return table


def _bar(score: Fraction, max_score: Fraction) -> Text:
    """Full only when nothing is missing, empty only when nothing was got."""
    share = score / max_score if max_score else Fraction(0)
    filled = max(int(share * BAR), 1 if share else 0)
    colour = "green" if share == 1 else "yellow" if share else "dim"
    return Text.assemble(("█" * filled, colour), ("░" * (BAR - filled), "dim"))


def _total(result: Result) -> str:
    got = _of(result.score, result.max_score)
    if "hidden" in result.visibilities:
        return f"total {got}"
    hidden = points(result.hidden_points)
    return f"public {got}" + (f"; {hidden} hidden points not shown here" if result.hidden_points else "")


def _details(section: SectionResult, layout: Layout) -> Iterator[RenderableType]:
    untouched = [test for test in section.tests if test.status is Status.NOT_ATTEMPTED]
    touched = [test for test in section.tests if test.status is not Status.NOT_ATTEMPTED]
    shown = [test for test in touched if layout.verbose or test.bonus or test.status is not Status.PASSED]
    if not shown and not untouched:
        return
    yield ""
    yield Text(f"{section.id} · {section.title}", style="bold", overflow="fold")
    for tests in _folded(shown):
        yield _headline(tests)
        yield from _body(tests)
    if untouched:
        yield _untouched(untouched, everything=not touched)
        if untouched[0].message and len({test.message for test in untouched}) == 1:
            yield Padding(Text(untouched[0].message, overflow="fold"), (0, 0, 0, 4))


def _folded(tests: list[TestResult]) -> Iterator[list[TestResult]]:
    """Tests one by one; but many neighbours with one message, say a syntax error's, together."""
    for key, neighbours in groupby(tests, key=lambda test: (test.status, test.message)):
        group = list(neighbours)
        if key[1] and len(group) > FOLD:
            yield group
        else:
            yield from ([test] for test in group)


def _headline(tests: list[TestResult]) -> Table:
    first = tests[0]
    status = first.status
    what = f"{first.exercise} · {first.title}" if len(tests) == 1 else f"{len(tests)} tests: {_exercises(tests)}"
    line = Text.assemble((f"{status.symbol} ", status.colour), (what, "bold" if status is not Status.PASSED else ""))
    if status not in (Status.PASSED, Status.FAILED):
        line.append(f" · {status.word}", style=status.colour)
    if all(test.visibility == "hidden" for test in tests):
        line.append(" · hidden", style="dim")
    return _with_points(line, tests)


def _untouched(tests: list[TestResult], everything: bool) -> Table:
    status = Status.NOT_ATTEMPTED
    names = "" if everything else f": {_exercises(tests)}"
    return _with_points(Text(f"{status.symbol} {status.word}{names}", style=status.colour), tests)


def _exercises(tests: Iterable[TestResult]) -> str:
    return ", ".join(dict.fromkeys(test.exercise for test in tests))


def _with_points(line: Text, tests: list[TestResult]) -> Table:
    score = sum((test.score for test in tests), Fraction(0))
    max_score = sum((test.max_score for test in tests), Fraction(0))
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_row(line, Text(_of(score, max_score) if max_score else "bonus"))
    return table


def _body(tests: list[TestResult]) -> Iterator[RenderableType]:
    """What was said of tests that did not pass, and a blank line after it. One hint for all, or none."""
    message = tests[0].message
    hint = tests[0].hint if len({test.hint for test in tests}) == 1 else ""
    if tests[0].status is Status.PASSED:
        return
    if message:
        yield Padding(Text(message, overflow="fold", tab_size=4), (0, 0, 0, 4))
    if hint:
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(Text("hint", style="cyan"), Text(hint))
        yield Padding(table, (0, 0, 0, 4))
    if message or hint:
        yield ""


def _of(score: Fraction, max_score: Fraction) -> str:
    return f"{points(score)} of {points(max_score)}"


def _footer(result: Result) -> str:
    versions = [f"{name} {version}" for name, version in result.versions.items()]
    how = [f"seed {result.seed}", *versions, f"{result.duration:.1f} s", f"isolation {result.isolation}"]
    return " · ".join(how)
