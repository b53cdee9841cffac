"""The text format: a table of sections, then each test that did not pass, for a student to read in a terminal.

Texts of a submission go in as `rich.text.Text`, which knows no markup. Nothing here is wider than `layout.width`.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.inert import inert_line
from grader.report.by_exercise import title_of, total, worth
from grader.report.page import PLAIN, Layout, out_of, page
from grader.report.words import call_text, messages, note_text
from grader.scoring import Result, SectionResult, TestResult
from grader.verdict import Status

NARROW, MIDDLE = 50, 76  # below: no bars; below: no titles in the table
BAR = 12
FOLD = 3  # more tests of a section than this with one and the same message are shown as one block


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The report as lines of at most `layout.width` columns, with colours if `layout.colour`."""
    return page(spaced(Report(result, layout).blocks()), layout)


def failure(result: Result, test: TestResult, layout: Layout = PLAIN, hint: bool = True) -> str:
    """One test of a result that did not pass, as `render` shows it, with or without its `hint`."""
    report = Report(result, layout)
    return page([report.headline([test], ""), *report.body([test], test.hint if hint else "")], layout)


def spaced(blocks: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """Never two empty lines in a row, whoever asked for them."""
    before: RenderableType = ""
    for block in blocks:
        if block != "" or before != "":
            yield block
        before = block


class Report:
    """One result as blocks, in one layout and one language."""

    def __init__(self, result: Result, layout: Layout) -> None:
        self._result = result
        self._layout = layout
        self._say = layout.translator.say
        self.messages = messages(result, layout.translator, all_printed=layout.verbose)
        """What was said of each test, by its id."""

    def blocks(self) -> Iterator[RenderableType]:
        result, layout = self._result, self._layout
        yield Text(f"{result.course} · {result.submission}", style="bold", overflow="fold")
        yield ""
        yield self._overview()
        yield ""
        yield Text(total(result, layout.translator), style="bold", overflow="fold")
        if result.interrupted:
            yield Text(self._say("interrupted"), style="yellow", overflow="fold")
        elif not result.complete:
            yield Text(self._say("incomplete"), style="yellow", overflow="fold")
        if not layout.quiet:
            for section in result.sections:
                yield from self.details(section)
            yield from self._notes()
            yield from self.files()
        if layout.footer:
            yield ""
            yield from (Text(line, style="dim", overflow="fold") for line in self._footer())

    # ── the table and the total ──────────────────────────────────────────────────────────────────────────────────

    def _overview(self) -> Table:
        width = self._layout.width
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
        table.add_column(overflow="fold")
        if width >= MIDDLE:
            table.add_column(ratio=1, no_wrap=True, overflow="ellipsis", style="dim")
        if width >= NARROW:
            table.add_column(no_wrap=True, width=BAR)
        table.add_column(justify="right", overflow="fold", ratio=None if width >= MIDDLE else 1)
        for section in self._result.sections:
            row: list[RenderableType] = [Text(section.id)]
            if width >= MIDDLE:
                row.append(Text(section.title))
            if width >= NARROW:
                row.append(_bar(section.score, section.max_score))
            table.add_row(*row, Text(out_of(section.score, section.max_score, self._layout.translator)))
        return table

    def _footer(self) -> Iterator[str]:
        """How the result was made, in lines that break between its parts and never inside of one."""
        result, say = self._result, self._say
        versions = [f"{name} {version}" for name, version in result.versions.items()]
        seconds, isolation = say("seconds", seconds=result.duration), say("isolation", isolation=result.isolation)
        line = say("seed", seed=result.seed)
        for part in [*versions, seconds, isolation]:
            if cell_len(f"{line} · {part}") > self._layout.width:
                yield line
                line = part
            else:
                line = f"{line} · {part}"
        yield line

    # ── a section's tests ────────────────────────────────────────────────────────────────────────────────────────

    def details(self, section: SectionResult) -> Iterator[RenderableType]:
        """The tests of a section that did not pass, and its exercises that were not attempted."""
        tests = [test for exercise in section.exercises for test in exercise.tests if test.ruling == "counts"]
        untouched = [test for test in tests if test.status is Status.NOT_ATTEMPTED]
        touched = [test for test in tests if test.status is not Status.NOT_ATTEMPTED]
        shown = [test for test in touched if self._layout.verbose or test.bonus or test.status is not Status.PASSED]
        if not shown and not untouched:
            return
        yield ""
        yield Text(f"{section.id} · {section.title}", style="bold", overflow="fold")
        whole = {exercise.name: exercise for exercise in section.exercises}
        headed, hinted = "", ""
        causes: set[Cause] = set()
        for group in self._folded(shown):
            name = "" if len({test.exercise for test in group}) > 1 else group[0].exercise
            if name and name != headed:
                hinted = ""
                causes = set()
                yield self.row(Text(name, style="bold", overflow="fold"), self._points(whole[name].tests))
            headed = name
            yield self.headline(group, self._points(group) if not name else "")
            if group[0].status is not Status.PASSED:
                hint = group[0].hint if len({test.hint for test in group}) == 1 else ""
                cause = _cause_of(group[0])
                yield from self.body(group, hint if hint != hinted else "", known=cause in causes)
                causes |= {cause} if cause else set()
                hinted = hint or hinted
        if untouched:
            yield self._untouched(untouched, everything=not touched)
            reasons = dict.fromkeys(self.messages[test.id] for test in untouched)
            begun = dict.fromkeys(self.messages[test.id] for test in untouched if _is_begun(test))
            for reason in reasons if len(reasons) == 1 else begun:
                if reason:
                    yield Padding(Text(reason, overflow="fold"), (0, 0, 0, 4))

    def _folded(self, tests: list[TestResult]) -> Iterator[list[TestResult]]:
        """Tests one by one; but many neighbours with one message, say a syntax error's, together.

        So are the lines that say what tests give together: they follow from those before them.
        """
        for key, neighbours in groupby(tests, key=self._alike):
            group = list(neighbours)
            if key[-1] or (key[1] and len(group) > FOLD):
                yield group
            else:
                yield from ([test] for test in group)

    def _alike(self, test: TestResult) -> tuple[Status, str, str]:
        follows = test.failure is not None and test.failure.kind == "not_together"
        return test.status, "" if follows else self.messages[test.id], test.exercise if follows else ""

    def headline(self, tests: list[TestResult], worth: str) -> RenderableType:
        """What was tested and how it ended, in one line, and at its right what it is worth."""
        first = tests[0]
        status = first.status
        titles = ", ".join(dict.fromkeys(title_of(test, self._layout.translator) for test in tests))
        several = self._say("tests", count=len(tests), exercises=_exercises(tests))
        what = several if worth or (len(tests) > 1 and not first.together) else titles
        line = Text(what, style="bold" if status is not Status.PASSED else "")
        if status not in (Status.PASSED, Status.FAILED):
            line = Text.assemble(line, (f" · {self._say(f'status_{status.value}')}", status.colour))
        if all(test.visibility == "hidden" for test in tests):
            line = Text.assemble(line, (f" · {self._say('hidden')}", "dim"))
        return self.row(_marked(status, line), self._say("bonus") if first.bonus else worth)

    def _untouched(self, tests: list[TestResult], everything: bool) -> RenderableType:
        status = Status.NOT_ATTEMPTED
        word, named = self._say("status_not_attempted"), self._say("not_attempted", exercises=_exercises(tests))
        line = Text(word if everything else named, style=status.colour)
        return self.row(_marked(status, line), self._points(tests))

    def _points(self, tests: Sequence[TestResult]) -> str:
        return worth(tests, self._result, self._layout.translator)

    def row(self, line: RenderableType, right: str) -> RenderableType:
        """A line, and something short at its right."""
        if not right:
            return line
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(justify="right", no_wrap=True)
        table.add_row(line, Text(right))
        return table

    def body(self, tests: list[TestResult], hint: str, known: bool = False) -> Iterator[RenderableType]:
        """What was said of tests that did not pass, their hint, and a blank line after it.

        Of a cause that is `known`, as another test of the exercise has told of it, only the call.
        """
        message = "" if self._alike(tests[0])[-1] else self.messages[tests[0].id]
        failure = tests[0].failure
        if known and failure and failure.call:
            message = call_text(failure.call, self._layout.translator)
        if message:
            yield Padding(Text(message, overflow="fold", tab_size=4), (0, 0, 0, 4))
        if hint:
            table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
            table.add_column(no_wrap=True)
            table.add_column(overflow="fold")
            table.add_row(Text(self._say("hint"), style="cyan"), Text(hint))
            yield Padding(table, (0, 0, 0, 4))
        if message or hint or tests[0].together:
            yield ""

    def _notes(self) -> Iterator[RenderableType]:
        """What an instructor may want to look at; what the sandbox lacks was said before the grading began."""
        notes = [note for note in self._result.notes if note.kind != "sandbox"]
        if not notes:
            return
        yield ""
        yield Text(self._say("notes"), style="bold", overflow="fold")
        for note in notes:
            yield Text(f"· {note_text(note, self._layout.translator)}", overflow="fold")

    def files(self) -> Iterator[RenderableType]:
        """What each file was used as, or why it was not; in full only where that is asked for."""
        shown = [use for use in self._result.files if self._layout.verbose or (use.why and use.use == "unreadable")]
        if not shown:
            return
        yield ""
        yield Text(self._say("files"), style="bold", overflow="fold")
        for use in shown:
            told = self._layout.translator.tell(use.why) if use.why else self._say(f"used_as_{use.use}", file=use.name)
            yield Text(f"· {inert_line(told)}", overflow="fold")


SAID_ONCE = ("raised", "hung", "calls_stub")

Cause = tuple[str, str, tuple[tuple[str, int], ...]]
"""A kind of failure, an exception or a name, and the lines of a traceback."""


def _cause_of(test: TestResult) -> Cause | None:
    """What may end several tests of an exercise alike, None where each says something of its own."""
    failure = test.failure
    if failure is None or failure.kind not in SAID_ONCE or (failure.kind == "raised" and not failure.lines):
        return None
    error = failure.got.type if failure.got else " ".join(failure.names)
    return failure.kind, error, tuple((line.file, line.line) for line in failure.lines)


def _is_begun(test: TestResult) -> bool:
    """Whether the stub still raises, among lines that a student has written."""
    return test.failure is not None and test.failure.kind == "not_attempted" and test.failure.problem is not None


def _marked(status: Status, line: Text) -> Table:
    """The line behind its symbol; what does not fit goes on below the first word."""
    marked = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    marked.add_column(no_wrap=True)
    marked.add_column(overflow="fold")
    marked.add_row(Text(status.symbol, style=status.colour), line)
    return marked


def _bar(score: Fraction, max_score: Fraction) -> Text:
    """Full only when nothing is missing, empty only when there are no points."""
    share = score / max_score if max_score else Fraction(0)
    filled = max(int(share * BAR), 1 if share else 0)
    colour = "green" if share == 1 else "yellow" if share else "dim"
    return Text.assemble(("█" * filled, colour), ("░" * (BAR - filled), "dim"))


def _exercises(tests: Iterable[TestResult]) -> str:
    return ", ".join(dict.fromkeys(test.exercise for test in tests))
