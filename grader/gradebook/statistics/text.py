"""Statistics for an instructor at a terminal: points, exercises, mistakes, tests to look at, what was slow."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.course import Course
from grader.gradebook.grades import StudentGrade
from grader.gradebook.people_names import all_called
from grader.gradebook.statistics.graded import GRADED
from grader.gradebook.statistics.measures import (
    TENTHS,
    Distribution,
    ExerciseCounts,
    Statistics,
    TestMeasure,
    class_statistics,
)
from grader.inert import inert, inert_line
from grader.report.page import PLAIN, Layout, page
from grader.texts import Translator

MIDDLE = 76
"""Below, no bars stand beside the exercises."""
BAR = 20
PARTS = 12
MOST_MISTAKES, MOST_TESTS, MOST_SLOW = 10, 10, 5
"""What is shown of each list; with `verbose`, all."""


def class_summary(
    grades: Sequence[StudentGrade], course: Course, layout: Layout = PLAIN, sections: Sequence[str] = ()
) -> str:
    """The statistics of a class as a page of text."""
    return statistics_text(class_statistics(grades, course, sections), course, layout)


def statistics_text(statistics: Statistics, course: Course, layout: Layout = PLAIN) -> str:
    """The same of statistics that were made before. With `quiet`, only the points and the exercises."""
    return page(_Page(statistics, course, layout).blocks(), layout)


class _Page:
    """Statistics as blocks, in one layout and one language."""

    def __init__(self, statistics: Statistics, course: Course, layout: Layout) -> None:
        self._statistics = statistics
        self._course = course
        self._layout = layout
        self._translator: Translator = layout.translator
        self._say = layout.translator.say

    @property
    def _several(self) -> bool:
        return len({one.section for one in self._statistics.exercises}) > 1

    def blocks(self) -> Iterator[RenderableType]:
        yield Text(inert_line(self._course.title), style="bold", overflow="fold")
        yield from self._states()
        yield from self._points()
        yield from self._exercises()
        if not self._layout.quiet:
            yield from self._mistakes()
            yield from self._tests()
            yield from self._slow()

    # ── points ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _states(self) -> Iterator[RenderableType]:
        """How many were graded, and what became of all others."""
        statistics = self._statistics
        yield Text(self._say("stats_graded", graded=statistics.graded, count=statistics.students), overflow="fold")
        others = [
            self._say(f"stats_{state}", count=count)
            for state, count in statistics.states
            if state not in GRADED or state == "incomplete"
        ]
        if others:
            yield Text(" ".join(others), style="yellow", overflow="fold")

    def _points(self) -> Iterator[RenderableType]:
        spread = self._statistics.points
        if spread is None:
            return
        yield from self._title("stats_title_points")
        yield Text(self._spread(spread), overflow="fold")
        yield ""
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(justify="right", no_wrap=True, style="bold")
        table.add_column(no_wrap=True)
        most = max(spread.tenths)
        for place, count in reversed(list(enumerate(spread.tenths))):
            low, high = place * TENTHS, (place + 1) * TENTHS
            label = self._say("stats_tenth_last" if high == 100 else "stats_tenth", low=low, high=high)
            table.add_row(Text(label), Text(str(count)), Text(_bar(count, most, BAR), style="cyan"))
        yield table
        if len(self._statistics.sections) > 1:
            yield ""
            yield self._sections()

    def _spread(self, spread: Distribution) -> str:
        numbers = {name: getattr(spread, name) for name in ("mean", "median", "lower", "upper", "least", "most")}
        return self._say("stats_spread", **numbers)

    def _sections(self) -> Table:
        heads = [self._say(f"stats_head_{name}") for name in ("students", "mean", "lower", "median", "upper")]
        table = self._table(self._say("stats_title_sections"), *heads)
        for id, spread in self._statistics.sections:
            numbers = (spread.mean, spread.lower, spread.median, spread.upper)
            table.add_row(Text(id), str(spread.students), *(f"{number:.0f} %" for number in numbers))
        return table

    # ── exercises ────────────────────────────────────────────────────────────────────────────────────────────────

    def _exercises(self) -> Iterator[RenderableType]:
        exercises = self._statistics.exercises
        if not exercises:
            return
        yield ""
        heads = [self._say(f"stats_head_{name}") for name in ("right", "partly", "wrong", "untouched")]
        wide = self._layout.width >= MIDDLE
        table = self._table(self._say("stats_title_exercises"), *heads, *([""] if wide else []))
        section = ""
        for one in exercises:
            if one.section != section:
                section = one.section
                table.add_row(Text(section, style="dim"))
            numbers = (one.right, one.partly, one.wrong, one.untouched)
            bar = [_parts(one)] if wide else []
            table.add_row(Text(f"  {inert_line(one.exercise)}"), *(str(number or "·") for number in numbers), *bar)
        yield table

    def _mistakes(self) -> Iterator[RenderableType]:
        mistakes = self._statistics.mistakes
        shown = mistakes if self._layout.verbose else mistakes[:MOST_MISTAKES]
        if shown:
            yield from self._title("stats_title_mistakes")
            table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
            table.add_column(justify="right", no_wrap=True)
            table.add_column(ratio=1, overflow="fold")
            for one in shown:
                name = Text(self._exercise(one.section, one.exercise), style="bold")
                table.add_row(Text(str(one.students)), Text.assemble(name, "\n", inert(one.hint)))
            yield table
            yield from self._more(len(mistakes) - len(shown))
        unexplained = sorted(self._statistics.exercises, key=lambda one: -one.unexplained)[:MOST_SLOW]
        named = [f"{self._exercise(one.section, one.exercise)} ({one.unexplained})" for one in unexplained]
        if named := named[: sum(one.unexplained > 0 for one in unexplained)]:
            yield ""
            yield Text(self._say("stats_unexplained", exercises=", ".join(named)), overflow="fold")

    # ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _tests(self) -> Iterator[RenderableType]:
        statistics = self._statistics
        if statistics.passed_by_none:
            yield from self._title("stats_title_none")
            yield from self._listed(statistics.passed_by_none, lambda test: str(test.students))
        if statistics.weak:
            yield from self._title("stats_title_weak")
            yield from self._listed(statistics.weak, lambda test: _correlation(test.discrimination))
        if statistics.passed_by_all:
            yield from self._title("stats_title_all")
            places = ((test.section, inert_line(test.exercise)) for test in statistics.passed_by_all)
            counts = Counter(section if self._several else exercise for section, exercise in places)
            names = ", ".join(f"{name} ({count})" for name, count in counts.items())
            said = self._say("stats_all", count=len(statistics.passed_by_all), names=names)
            yield Text(said, overflow="fold")

    def _slow(self) -> Iterator[RenderableType]:
        tests = [test for test in self._statistics.slow[:MOST_SLOW] if test.slowest > 0]
        submissions = self._statistics.submissions[:MOST_SLOW]
        if not tests and not submissions:
            return
        yield ""
        table = self._table(*(self._say(f"stats_{name}") for name in ("title_slow", "head_median", "head_most")))
        for test in tests:
            table.add_row(self._named(test), *(self._say("seconds", seconds=s) for s in (test.seconds, test.slowest)))
        for one in submissions:
            people = all_called(one.people[:3]) + (" …" if len(one.people) > 3 else "")
            table.add_row(Text(people), "", self._say("seconds", seconds=one.seconds))
        yield table

    def _listed(self, tests: Sequence[TestMeasure], number: Callable[[TestMeasure], str]) -> Iterator[RenderableType]:
        shown = tests if self._layout.verbose else tests[:MOST_TESTS]
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(ratio=1, overflow="fold")
        for test in shown:
            table.add_row(Text(number(test)), self._named(test))
        yield table
        yield from self._more(len(tests) - len(shown))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _named(self, test: TestMeasure) -> Text:
        name = Text(f"{self._exercise(test.section, test.exercise)} · {inert_line(test.title)}")
        hidden = test.visibility == "hidden"
        return Text.assemble(name, (f" · {self._say('hidden')}", "dim")) if hidden else name

    def _exercise(self, section: str, exercise: str) -> str:
        """Its name, with the section's where there are several: they may have exercises of one name."""
        return f"{section} · {inert_line(exercise)}" if self._several else inert_line(exercise)

    def _title(self, id: str) -> Iterator[RenderableType]:
        yield ""
        yield Text(self._say(id), style="bold", overflow="fold")

    def _more(self, count: int) -> Iterator[RenderableType]:
        if count > 0:
            yield Padding(Text(self._say("stats_more", count=count), style="dim"), (0, 0, 0, 2))

    def _table(self, *heads: str) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, expand=True, header_style="bold")
        table.add_column(Text(heads[0]), ratio=1, overflow="fold")
        for head in heads[1:]:
            table.add_column(Text(head), justify="right", no_wrap=True)
        return table


def _bar(count: int, most: int, width: int) -> str:
    """As long as `count` is of `most`; empty only where there is nothing."""
    return "█" * (max(count * width // most, 1) if count else 0)


def _parts(one: ExerciseCounts) -> Text:
    """How a class is divided, from those who have it right to those who have not attempted it."""
    numbers = (one.right, one.partly, one.wrong, one.untouched)
    total = sum(numbers)
    ends = [round(PARTS * sum(numbers[: place + 1]) / total) for place in range(len(numbers))]
    widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    looks = (("█", "green"), ("▓", "yellow"), ("░", "red"), ("·", "dim"))
    return Text.assemble(*((sign * width, colour) for (sign, colour), width in zip(looks, widths, strict=True)))


def _correlation(number: float | None) -> str:
    return "–" if number is None else f"{number:+.2f}".replace("-", "−")


def statistics_record(statistics: Statistics) -> dict[str, Any]:
    """All numbers as JSON has them; shares and times are rounded, and nothing is left out."""
    record: dict[str, Any] = {
        "schema": 1,
        "graded": statistics.graded,
        **asdict(statistics),
        "states": dict(statistics.states),
        "sections": {id: asdict(spread) for id, spread in statistics.sections},
        "passed_by_all": [test.id for test in statistics.passed_by_all],
        "passed_by_none": [test.id for test in statistics.passed_by_none],
        "weak": [test.id for test in statistics.weak],
        "submissions": [
            {"people": [person.id for person in one.people], "seconds": one.seconds}
            for one in statistics.submissions
        ],
    }  # fmt: skip
    return {name: _rounded(value) for name, value in record.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value
