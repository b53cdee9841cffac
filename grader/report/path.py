"""The text of `check`: the course as a path, the first exercise that is not right in full, the others as a line each.

It fits on a page, however much is wrong. `text` is the report that shows everything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.columns import Columns
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.failure import OF_THE_FILE
from grader.report.by_exercise import missed_of, status_of, title_of, total, worth
from grader.report.page import PLAIN, Layout, page
from grader.report.text import Report, spaced
from grader.scoring import ExerciseResult, Result, SectionResult, TestResult
from grader.verdict import Status

NARROW = 50  # below: no row of symbols
MOST_LINES = 15  # more exercises than this that are wrong are shown as a line for each section

Place = tuple[str, str]
"""A section and an exercise in it."""


@dataclass(frozen=True)
class Way:
    """What lies around the result: all exercises of the course in order, the short name of each section, and
    the command as it is typed.

    `partial` says that only some tests of a section were run; `hidden` are titles of hidden tests, by exercise, where
    the course at hand has them.
    """

    exercises: tuple[Place, ...] = ()
    short: Mapping[str, str] | None = None
    program: str = "grader"
    partial: bool = False
    hidden: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hidden_elsewhere: bool = False

    def called(self, section: str) -> str:
        """A section as one types it."""
        return (self.short or {}).get(section, section)


@dataclass(frozen=True)
class Step:
    """One exercise on the way, and how it ended."""

    section: SectionResult
    exercise: ExerciseResult
    status: Status

    @property
    def place(self) -> Place:
        return self.section.id, self.exercise.name

    @property
    def wrong(self) -> bool:
        return self.status not in (Status.PASSED, Status.NOT_ATTEMPTED)

    @property
    def first(self) -> TestResult:
        """The first test that did not pass."""
        return missed_of(self.exercise.tests)[0]


def steps_of(result: Result) -> tuple[Step, ...]:
    """All exercises that were run, in the course's order."""
    return tuple(
        Step(section, exercise, status_of(exercise.tests))
        for section in result.sections
        for exercise in section.in_order
    )


def next_step(steps: Sequence[Step]) -> Step | None:
    """The first that is wrong; else the first that waits behind the last one done; None where all are done."""
    wrong = next((step for step in steps if step.wrong), None)
    if wrong:
        return wrong
    done = max((number for number, step in enumerate(steps) if step.status is Status.PASSED), default=-1)
    waiting = [number for number, step in enumerate(steps) if step.status is Status.NOT_ATTEMPTED]
    ahead = next((number for number in waiting if number > done), next(iter(waiting), None))
    return None if ahead is None else steps[ahead]


def render(result: Result, layout: Layout = PLAIN, way: Way = Way()) -> str:
    """The report as lines of at most `layout.width` columns, with colours if `layout.colour`."""
    return page(spaced(_Path(result, layout, way).blocks()), layout)


class _Path:
    """One result as blocks, in one layout and one language."""

    def __init__(self, result: Result, layout: Layout, way: Way) -> None:
        self._result = result
        self._layout = layout
        self._way = way
        self._say = layout.translator.say
        self._report = Report(result, layout)
        self._messages = self._report.messages
        self._steps = steps_of(result)
        self._next = next_step(self._steps)

    def blocks(self) -> Iterator[RenderableType]:
        result = self._result
        yield Text(f"{result.course} · {result.submission}", style="bold", overflow="fold")
        yield ""
        yield self._overview()
        if self._next is not None:
            yield ""
            yield self._names(self._next.section)
        if not self._way.partial:
            yield ""
            yield Text(total(result, self._layout.translator), overflow="fold")
        if result.interrupted:
            yield Text(self._say("interrupted"), style="yellow", overflow="fold")
        elif not result.complete:
            yield Text(self._say("incomplete"), style="yellow", overflow="fold")
        if self._layout.quiet:
            return
        yield ""
        if self._next is None:
            yield from self._end()
        elif self._layout.verbose:
            for section in result.sections:
                yield from self._report.details(section)
        elif self._next.wrong:
            yield from self._failure(self._next)
        else:
            yield from self._waiting(self._next)
        if not self._layout.verbose:
            yield ""
            yield from self._others()
        yield from self._report.files()

    # ── the path ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _overview(self) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(overflow="fold")
        if self._layout.width >= NARROW:
            table.add_column(overflow="fold")
        table.add_column(justify="right", no_wrap=True)
        for section in self._result.sections:
            steps = [step for step in self._steps if step.section is section]
            done = sum(step.status is Status.PASSED for step in steps)
            here = self._next is not None and self._next.section is section
            style = "green" if done == len(steps) else "bold" if here else ""
            mark = "→" if here else "✓" if done == len(steps) else " "
            row: list[RenderableType] = [Text(f"{mark} {section.id}", style=style)]
            if self._layout.width >= NARROW:
                row.append(Text.assemble(*((step.status.symbol, step.status.colour) for step in steps)))
            table.add_row(*row, Text(self._say("path_done_of", done=done, count=len(steps))))
        return table

    def _names(self, section: SectionResult) -> Columns:
        """The exercises of the section at hand, each behind its symbol."""
        steps = [step for step in self._steps if step.section is section]
        names = [
            Text.assemble((step.status.symbol, step.status.colour), " ", (step.exercise.name, self._style(step)))
            for step in steps
        ]
        return Columns(names, padding=(0, 2))

    def _style(self, step: Step) -> str:
        return "bold" if step is self._next else ""

    # ── the next step ────────────────────────────────────────────────────────────────────────────────────────────

    def _failure(self, step: Step) -> Iterator[RenderableType]:
        first, rest = step.first, missed_of(step.exercise.tests)[1:]
        of_the_file = first.failure is not None and first.failure.kind in OF_THE_FILE
        if of_the_file:
            yield Text(self._say("path_file_wrong", section=step.section.id), style="bold", overflow="fold")
            yield Padding(Text(self._messages[first.id], overflow="fold", tab_size=4), (0, 0, 0, 4))
            yield ""
            return
        headline = self._say("path_wrong", exercise=step.exercise.name, section=step.section.id)
        right = worth(step.exercise.tests, self._result, self._layout.translator)
        yield self._report.row(Text(headline, style="bold", overflow="fold"), right)
        yield from self._place(step)
        yield self._report.headline([first], "")
        yield from self._report.body([first], "" if first.hint in self._messages[first.id] else first.hint)
        for test in rest:
            yield self._report.headline([test], "")
        if rest:
            yield ""
        command = f"{self._way.program} hint {self._way.called(step.section.id)} {step.exercise.name}"
        yield Text(self._say("path_stuck", command=command), style="cyan", overflow="fold")

    def _waiting(self, step: Step) -> Iterator[RenderableType]:
        headline = self._say("path_next", exercise=step.exercise.name, section=step.section.id)
        yield Text(headline, style="bold", overflow="fold")
        why = self._reason(step)
        yield from [Text(why, overflow="fold")] if why else self._place(step)

    def _place(self, step: Step) -> Iterator[RenderableType]:
        """Where the exercise begins, as editors and terminals know it."""
        for use in self._result.files:
            line = dict(use.lines).get(step.exercise.name)
            if use.use == "section" and use.section == step.section.id and line:
                path = self._result.path
                file = path if path.endswith(use.name) or not path else f"{path}/{use.name}"
                yield Text(self._say("path_place", file=file or use.name, line=line), style="dim", overflow="fold")

    def _reason(self, step: Step) -> str:
        """Why nothing of an exercise was attempted: the file is missing, say."""
        return self._messages[step.first.id] if missed_of(step.exercise.tests) else ""

    # ── the others ───────────────────────────────────────────────────────────────────────────────────────────────

    def _others(self) -> Iterator[RenderableType]:
        lines = list(self._lines())
        if lines:
            yield Text(self._say("path_others"), style="bold", overflow="fold")
            yield from lines
            yield ""
            command = f"{self._command()} -v"
            yield Text(self._say("path_all_failures", command=command), style="dim", overflow="fold")

    def _lines(self) -> Iterator[RenderableType]:
        other = [step for step in self._steps if step.wrong and step is not self._next]
        told = self._of_a_file(self._next) if self._next else ""
        many = len(other) > MOST_LINES
        for section in self._result.sections:
            wrong = [step for step in other if step.section is section]
            called = self._way.called(section.id)
            cause = self._of_a_file(wrong[0]) if wrong else ""
            if cause:
                if cause != told:
                    yield self._line(wrong[0].status, called, cause.split("\n")[0])
            elif many and wrong:
                names = ", ".join(step.exercise.name for step in wrong)
                yield self._line(wrong[0].status, called, names, fold=True)
            else:
                for step in wrong:
                    right = worth(step.exercise.tests, self._result, self._layout.translator)
                    title = title_of(step.first, self._layout.translator)
                    yield self._line(step.status, f"{called} {step.exercise.name}", title, right)
            yield from self._beside(section, called)

    def _beside(self, section: SectionResult, called: str) -> Iterator[RenderableType]:
        """A bonus that was missed, and why nothing of the section was attempted where that has a reason."""
        for test in section.tests:
            if test.bonus and not test.right and test.status is not Status.NOT_ATTEMPTED:
                yield self._line(test.status, f"{called} {test.exercise}", test.title, self._say("bonus"))
        waiting = [step for step in self._steps if step.section is section and step.status is Status.NOT_ATTEMPTED]
        reasons = list(dict.fromkeys(self._reason(step) for step in waiting))
        if len(reasons) == 1 and reasons[0] and self._next not in waiting:
            yield self._line(Status.NOT_ATTEMPTED, called, reasons[0], fold=True)

    def _of_a_file(self, step: Step) -> str:
        """What is wrong with the whole file of an exercise, "" where it is the exercise's own failure."""
        failure = step.first.failure if step.wrong else None
        return self._messages[step.first.id] if failure and failure.kind in OF_THE_FILE else ""

    def _line(self, status: Status, what: str, title: str, right: str = "", fold: bool = False) -> Table:
        """One line, cut where it does not fit; `fold` goes on below instead."""
        table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False, expand=True)
        table.add_column(no_wrap=True)
        table.add_column(ratio=1, no_wrap=not fold, overflow="fold" if fold else "ellipsis")
        table.add_column(justify="right", no_wrap=True)
        line = Text.assemble((what, "bold"), " · ", (title, "dim"))
        table.add_row(Text(status.symbol, style=status.colour), line, Text(right))
        return table

    def _command(self) -> str:
        """The command that shows the same."""
        sections = [self._way.called(section.id) for section in self._result.sections]
        alone = [step.exercise.name for step in self._steps] if self._way.partial else []
        everything = {section for section, _ in self._way.exercises} <= {one.id for one in self._result.sections}
        return " ".join(
            [f"{self._way.program} check", *([] if everything and not alone else sections), *dict.fromkeys(alone)]
        )

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _end(self) -> Iterator[RenderableType]:
        """Everything that was run is done: what comes next in the course, and what hidden tests are about."""
        sections = [section.id for section in self._result.sections]
        whole = not self._way.partial
        behind = self._behind()
        if whole and len(sections) == 1:
            done = self._say("path_done", what=sections[0])
        elif self._way.partial and len(self._steps) == 1:
            done = self._say("path_done", what=self._steps[0].exercise.name)
        elif whole:
            done = self._say("path_done", what=self._result.course)
        else:
            done = self._say("path_selected_done")
        yield Text(done, style="bold green", overflow="fold")
        if behind:
            section, exercise = behind
            command = f"{self._way.program} check {self._way.called(section)} {exercise}"
            yield Text(self._say("path_then", exercise=exercise, section=section, command=command), overflow="fold")
        elif whole:
            yield Text(self._say("path_course_done"), overflow="fold")
        if self._way.hidden:
            yield ""
            yield Text(self._say("path_hidden"), style="bold", overflow="fold")
            for exercise, titles in self._way.hidden:
                table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
                table.add_row(Text("·"), Text.assemble((exercise, "bold"), f": {'; '.join(titles)}", overflow="fold"))
                yield table
        elif self._way.hidden_elsewhere and sections:
            command = f"{self._way.program} check {self._way.called(sections[0])}"
            yield Text(self._say("path_hidden_counts", command=command), overflow="fold")

    def _behind(self) -> Place | None:
        """The exercise of the course that comes after the last one that was run."""
        places = [step.place for step in self._steps]
        known = [number for number, place in enumerate(self._way.exercises) if place in places]
        ahead = self._way.exercises[max(known) + 1 :] if known else ()
        return next(iter(ahead), None)
