"""What one sees: on a terminal a page that is drawn anew each time, elsewhere lines that are added."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from grader.course import Course
from grader.course.catalog import course_texts
from grader.inert import inert_line
from grader.report.in_language import in_language
from grader.report.page import Layout, page
from grader.report.text import failure
from grader.scoring import Result, score
from grader.texts import Translator, language
from grader.verdict import Run, Status, Verdict
from grader.watch.changes import Exercise
from grader.watch.progress import Known, Progress, State

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
MOST_CHECKED = 6
"""Exercises of a check that are named; of more, their number."""
LOOKS: dict[State, Status] = {"done": Status.PASSED, "wrong": Status.FAILED, "open": Status.NOT_ATTEMPTED}

Write = Callable[[str], None]


@dataclass(frozen=True)
class View:
    """What is to be seen.

    `places` are where the exercises begin, a file and a line. `seconds` is how long the last check took, `notice` one
    line on what was saved last, and `hint` whether a hint was asked for.
    """

    progress: Progress
    places: dict[Exercise, str] = field(default_factory=dict)
    seconds: float = 0.0
    notice: str = ""
    hint: bool = False


class Screen(Protocol):
    def show(self, view: View) -> None: ...
    def working(self, exercises: Sequence[str]) -> None: ...


@dataclass(frozen=True)
class Drawing:
    """Makes the parts of a page out of a view."""

    course: Course
    folder: Path
    layout: Layout

    @property
    def _translator(self) -> Translator:
        return self.layout.translator

    def text(self, blocks: Iterator[RenderableType]) -> str:
        return page(blocks, self.layout)

    def title(self) -> Iterator[RenderableType]:
        text = self._translator.say("watch_title", course=self.course.title, folder=inert_line(str(self.folder)))
        yield Text(text, style="bold", overflow="fold")

    def path(self, progress: Progress) -> Iterator[RenderableType]:
        """A line for each section, with a mark for each exercise, and how many are done in all."""
        sections = list(dict.fromkeys(section for section, _ in progress.order))
        widest = max(map(len, sections), default=0)
        for section in sections:
            states = [progress.state(exercise) for exercise in progress.order if exercise[0] == section]
            marks = [(LOOKS[state].symbol, LOOKS[state].colour) for state in states]
            done = self._translator.say("points", score=states.count("done"), max_score=len(states))
            yield Text.assemble(section.ljust(widest), "  ", *marks, "  ", (done, "dim"), overflow="fold")
        finished = sum(progress.state(exercise) == "done" for exercise in progress.order)
        total = self._translator.say("watch_total", done=finished, count=len(progress.order))
        yield Text(total, style="bold", overflow="fold")

    def checked(self, view: View) -> Iterator[RenderableType]:
        """A line for each exercise that was checked and has something written in it."""
        tried = [one for one in view.progress.checked if view.progress.state(one) != "open"]
        for exercise in tried[:MOST_CHECKED]:
            known = view.progress.known[exercise]
            look = LOOKS[known.state]
            counting = known.counting
            good = sum(verdict.status is Status.PASSED for verdict in counting)
            told = self._translator.say("watch_checked", exercise=_named(exercise), good=good, count=len(counting))
            yield Text.assemble((look.symbol, look.colour), f" {told}", overflow="fold")
        others = len(tried) - MOST_CHECKED
        if others > 0:
            yield Text(f"  {self._translator.say('watch_others', count=others)}", style="dim")
        if tried and view.seconds:
            yield Text(f"  {self._translator.say('watch_seconds', seconds=view.seconds)}", style="dim")

    def focus(self, view: View, hint: bool) -> Iterator[RenderableType]:
        """The exercise that is next; of one that is wrong its first failure in full, the others as a line each."""
        focus, say = view.progress.focus, self._translator.say
        if focus is None:
            yield Text(say("watch_all_done"), style="bold green", overflow="fold")
            return
        wrong = view.progress.state(focus) == "wrong"
        place = inert_line(str(self.folder / view.places.get(focus, f"{focus[0]}.py")))
        told = say("watch_wrong" if wrong else "watch_next", exercise=focus[1], place=place)
        yield Text(told, style="bold", overflow="fold")
        known = view.progress.known.get(focus)
        first = known.failure if known else None
        if known and first and (wrong or first.failure):
            yield Text.from_ansi(self._failure(known, first, hint).rstrip("\n"), overflow="fold")
            short = [one for one in known.counting if one.status is not Status.PASSED and one.id != first.id]
            for verdict in short if wrong else ():
                mark = (verdict.status.symbol, verdict.status.colour)
                yield Text.assemble(mark, f" {verdict.title}", overflow="fold")
        if view.hint and not (wrong and first and first.hint):
            yield Text(say("watch_no_hint"), style="dim", overflow="fold")

    def checking(self, exercises: Sequence[str]) -> str:
        """A line that has no end, so that nothing moves when the next page is drawn."""
        say = self._translator.say
        if len(exercises) == 1:
            return say("watch_checking", exercise=exercises[0])[: self.layout.width - 1]
        return say("watch_checking_several", count=len(exercises))[: self.layout.width - 1]

    def notice(self, view: View) -> Iterator[RenderableType]:
        yield Text(view.notice, style="yellow", overflow="fold")

    def keys(self) -> Iterator[RenderableType]:
        yield Text(self._translator.say("watch_keys"), style="dim", overflow="fold")

    def _failure(self, known: Known, first: Verdict, hint: bool) -> str:
        result = _result(known.verdicts, self.course)
        [test] = [test for section in result.sections for test in section.tests if test.id == first.id]
        return failure(result, test, self.layout, hint)


class Page:
    """A terminal: the page is drawn anew each time, so the last result stays until there is another one."""

    def __init__(self, drawing: Drawing, write: Write, keyboard: bool, clear: bool) -> None:
        self._drawing, self._write, self._keyboard = drawing, write, keyboard
        self._clear = CLEAR if clear else "\n"

    def show(self, view: View) -> None:
        self._write(self._clear + self._drawing.text(self._blocks(view)))

    def working(self, exercises: Sequence[str]) -> None:
        """Say below the last result what is being checked: code that hangs takes its time."""
        self._write(self._drawing.checking(exercises))

    def _blocks(self, view: View) -> Iterator[RenderableType]:
        drawing = self._drawing
        parts: Sequence[Iterator[RenderableType]] = [
            drawing.title(),
            drawing.path(view.progress),
            drawing.checked(view),
            drawing.focus(view, view.hint or not self._keyboard),
            *([drawing.notice(view)] if view.notice else []),
            *([drawing.keys()] if self._keyboard else []),
        ]
        for part in parts:
            blocks = list(part)
            yield from blocks
            if blocks and part is not parts[-1]:
                yield ""


class Lines:
    """No terminal: what is new is added, and hints are there at once, since no key can ask for them."""

    def __init__(self, drawing: Drawing, write: Write) -> None:
        self._drawing, self._write = drawing, write
        self._before: View | None = None

    def show(self, view: View) -> None:
        before, self._before = self._before, view
        self._write(self._drawing.text(self._blocks(view, before)))

    def working(self, exercises: Sequence[str]) -> None:
        """Nothing: a line for what lasts a moment would be one too many."""

    def _blocks(self, view: View, before: View | None) -> Iterator[RenderableType]:
        if before is None:
            yield from self._drawing.title()
            yield from self._drawing.path(view.progress)
            yield ""
        if before is None or view.progress is not before.progress:
            if before is not None:
                yield ""
            yield from self._drawing.checked(view)
            yield from self._drawing.focus(view, hint=True)
        if view.notice and (before is None or view.notice != before.notice):
            yield from self._drawing.notice(view)


def _named(exercise: Exercise) -> str:
    """`gradient`, with its section, since several may have one of that name."""
    section, name = exercise
    return f"{section} · {name}"


def _result(verdicts: Sequence[Verdict], course: Course) -> Result:
    """One exercise as a result, for the reports: bounded and inert. It lacks the other exercises, as after a Ctrl-C."""
    section = verdicts[0].section
    run = Run("", "", "", 0, "", tuple(verdicts), interrupted=True, exercises=((section, verdicts[0].exercise),))
    result = score(run, course, sections=(section,), visibilities=("public",))
    return in_language(result, course_texts(course, language()))
