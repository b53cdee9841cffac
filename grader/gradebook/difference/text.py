"""The difference of two runs for a person: the sentence that says it all, who loses, who gains, and by what."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.gradebook.difference.compare import Difference, StudentChange, TestChange
from grader.gradebook.difference.suites import SuiteTest, TestMoved
from grader.gradebook.people_names import all_called, called
from grader.inert import inert_line
from grader.report.page import PLAIN, Layout, page, points
from grader.texts import ENGLISH, Translator, translator
from grader.verdict import Status

MOST_TESTS = 5
"""Of one student's; the largest come first."""
MOST_NAMES = 5
"""In the headline."""
MOST_GAINING, MOST_MOVED = 20, 30
"""With `verbose`, all. Those who lose are never left out."""
HASH = 12


def difference_headline(difference: Difference, translator: Translator) -> str:
    """`12 of 180 change, 3 lose points: Alice Kim (1001), Bo (1002), Cho (1003)`"""
    say = translator.say
    if not difference.changed:
        return say("diff_nobody", count=difference.students)
    numbers = {"changed": difference.changed, "count": difference.students}
    if not difference.lose:
        return say("diff_gain_alone", **numbers)
    people = [one.person for one in difference.lose]
    names, more = all_called(people[:MOST_NAMES]), len(people) - MOST_NAMES
    told = say("diff_names_more", names=names, count=more) if more > 0 else names
    return say("diff_headline", **numbers, lose=say("diff_lose_points", count=len(people)), names=told)


def difference_text(difference: Difference, layout: Layout = PLAIN) -> str:
    """The difference as lines of at most `layout.width` columns."""
    return page(_Page(difference, layout).blocks(), layout)


def signed(by: Fraction) -> str:
    """`+1.5`, `−2`, `0`; a change too small for two decimals is none that says 0."""
    if not by:
        return "0"
    shown = points(abs(by))
    return f"{'+' if by > 0 else '−'}{shown if shown != '0' else '<0.01'}"


class _Page:
    """One difference as blocks."""

    def __init__(self, difference: Difference, layout: Layout) -> None:
        self._difference = difference
        self._layout = layout
        self._translator = layout.translator
        self._say = layout.translator.say

    def blocks(self) -> Iterator[RenderableType]:
        difference = self._difference
        yield Text(difference_headline(difference, self._translator), style="bold", overflow="fold")
        if not difference.sections:
            yield Text(self._say("diff_no_section"), style="yellow", overflow="fold")
        yield from self._losing()
        yield from self._gaining()
        yield from self._others()
        if not self._layout.quiet:
            yield from self._by_test()
            yield from self._suite()

    # ── students ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _losing(self) -> Iterator[RenderableType]:
        if self._difference.lose:
            yield from self._title("diff_title_lose", "bold red")
        for student in self._difference.lose:
            yield self._row(Text(called(student.person)), self._score(student), Text(self._sum(student), style="red"))
            for line in self._remarks(student):
                yield Padding(Text(line, style="yellow", overflow="fold"), (0, 0, 0, 2))
            lost = [test for test in student.tests if test.by < 0]
            yield from self._tests(lost)

    def _gaining(self) -> Iterator[RenderableType]:
        students = self._difference.gain
        if students:
            yield from self._title("diff_title_gain", "bold green")
        most = len(students) if self._layout.verbose else MOST_GAINING
        for student in students[:most]:
            by = Text(self._sum(student), style="green")
            gained = [test for test in student.tests if test.by > 0][::-1]
            exercises = ", ".join(dict.fromkeys(self._exercise(change.test) for change in gained))
            name = Text.assemble(called(student.person), ("" if self._layout.verbose else f"  {exercises}", "dim"))
            yield self._row(name, self._score(student), by)
            for line in self._remarks(student):
                yield Padding(Text(line, style="yellow", overflow="fold"), (0, 0, 0, 2))
            if self._layout.verbose:
                yield from self._tests(gained)
        if len(students) > most:
            yield Text(self._say("stats_more", count=len(students) - most), style="dim")

    def _others(self) -> Iterator[RenderableType]:
        """Whom the difference is not about, so that nobody has to ask."""
        difference = self._difference
        lines = []
        if difference.same_points:
            lines.append(self._say("diff_same_points", count=len(difference.same_points)))
        if difference.new:
            names = all_called(difference.new[:MOST_GAINING]) + (" …" if len(difference.new) > MOST_GAINING else "")
            lines.append(self._say("diff_new", count=len(difference.new), names=names))
        if lines:
            yield ""
            yield from (Text(line, overflow="fold") for line in lines)

    def _score(self, student: StudentChange) -> str:
        return f"{points(student.before)} → {points(student.after)}"

    def _sum(self, student: StudentChange) -> str:
        return signed(student.by)

    def _remarks(self, student: StudentChange) -> Iterator[str]:
        if student.ungraded:
            yield self._say("diff_ungraded", sections=", ".join(student.ungraded))
        if student.problem:
            yield inert_line(self._translator.tell(student.problem))
        if student.grader_error:
            yield self._say("diff_grader_error", error=inert_line(student.grader_error))
        if student.incomplete:
            yield self._say("diff_incomplete")
        if student.other_files:
            yield self._say("diff_other_files")

    def _tests(self, tests: Sequence[TestChange]) -> Iterator[RenderableType]:
        most = len(tests) if self._layout.verbose else MOST_TESTS
        for change in tests[:most]:
            name = self._named(change.test)
            if why := self._why(change):
                name = Text.assemble(name, (f" · {why}", "yellow"))
            yield Padding(self._row(name, self._ends(change), Text(signed(change.by))), (0, 0, 0, 2))
        if len(tests) > most:
            yield Padding(Text(self._say("diff_more_tests", count=len(tests) - most), style="dim"), (0, 0, 0, 2))

    def _ends(self, change: TestChange) -> str:
        old, new = (self._symbol(status) for status in (change.before, change.after))
        return f"{old} → {new}" if old != new else old

    def _symbol(self, status: Status | None) -> str:
        return "–" if status is None else status.symbol

    def _why(self, change: TestChange) -> str:
        """What changed in the test itself; where the student's answer is now judged otherwise, nothing did."""
        if change.moved is None:
            return ""
        return self._ruling(change.moved) if change.moved.kind == "ruling" else self._say(f"diff_{change.moved.kind}")

    def _ruling(self, moved: TestMoved) -> str:
        return self._say(f"diff_ruling_{moved.test.ruling}")

    # ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _by_test(self) -> Iterator[RenderableType]:
        tallies = self._difference.by_test
        if not tallies or not self._difference.changed:
            return
        yield ""
        table = self._table(self._say("diff_title_by_test"), self._say("diff_head_lose"), self._say("diff_head_gain"))
        most = len(tallies) if self._layout.verbose else MOST_MOVED
        for tally in tallies[:most]:
            table.add_row(self._named(tally.test), Text(str(tally.lose or "")), Text(str(tally.gain or "")))
        yield table
        if len(tallies) > most:
            yield Text(self._say("diff_more_tests", count=len(tallies) - most), style="dim")

    def _suite(self) -> Iterator[RenderableType]:
        difference = self._difference
        if not difference.tests and not difference.settings:
            yield ""
            yield Text(self._say("diff_same_suite"), overflow="fold")
            return
        yield from self._title("diff_title_suite", "bold")
        yield from self._moved([one for one in difference.tests if one.kind != "points"])
        others = [one for one in difference.tests if one.kind == "points"]
        if len(others) > MOST_TESTS and not self._layout.verbose:
            exercises = ", ".join(dict.fromkeys(self._exercise(one.test) for one in others))
            yield Text(self._say("diff_points_of", count=len(others), exercises=exercises), overflow="fold")
        else:
            yield from self._moved(others)
        for setting in difference.settings:
            name = self._say(f"diff_setting_{setting.name}") if setting.name in NAMED else inert_line(setting.name)
            values = (self._short(setting.name, value) for value in (setting.before, setting.after))
            yield Text(f"{name}: {' → '.join(values)}", style="dim", overflow="fold")

    def _moved(self, tests: Sequence[TestMoved]) -> Iterator[RenderableType]:
        most = len(tests) if self._layout.verbose else MOST_MOVED
        for moved in tests[:most]:
            what = self._ruling(moved) if moved.kind == "ruling" else self._say(f"diff_{moved.kind}")
            worth = [points(test.points) for test in (moved.before, moved.after) if test is not None]
            yield self._row(self._named(moved.test), what, Text(" → ".join(dict.fromkeys(worth))))
        if len(tests) > most:
            yield Text(self._say("diff_more_tests", count=len(tests) - most), style="dim")

    def _short(self, name: str, value: str) -> str:
        return value[:HASH] if name == "suite" else inert_line(value) or "–"

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _named(self, test: SuiteTest) -> Text:
        title = self._say(f"together_{test.together}") if test.together else test.title
        name = Text(inert_line(f"{self._exercise(test)} · {title}"))
        hidden = test.visibility == "hidden" and not test.together
        return Text.assemble(name, (f" · {self._say('hidden')}", "dim")) if hidden else name

    def _exercise(self, test: SuiteTest) -> str:
        """Its name, which those of other sections may have too."""
        return f"{test.section} · {test.exercise}" if len(self._difference.sections) > 1 else test.exercise

    def _title(self, id: str, style: str) -> Iterator[RenderableType]:
        yield ""
        yield Text(self._say(id), style=style, overflow="fold")

    def _table(self, *heads: str) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, expand=True, header_style="bold")
        table.add_column(Text(heads[0]), ratio=1, overflow="fold")
        for head in heads[1:]:
            table.add_column(Text(head), justify="right", no_wrap=True)
        return table

    def _row(self, left: Text, middle: str, right: Text) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False, expand=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(justify="right", no_wrap=True)
        table.add_column(justify="right", no_wrap=True, min_width=6)
        table.add_row(left, Text(middle), right)
        return table


NAMED = ("suite", "seed", "isolation", "tests")


def difference_record(difference: Difference) -> dict[str, Any]:
    """The difference as JSON has it; points are rounded to two decimals."""
    return {
        "schema": 1,
        "students": difference.students,
        "changed": difference.changed,
        "sections": list(difference.sections),
        "lose": [_record(student) for student in difference.lose],
        "gain": [_record(student) for student in difference.gain],
        "same_points": [student.person.id for student in difference.same_points],
        "new": [person.id for person in difference.new],
        "by_test": [{"id": one.test.id, "lose": one.lose, "gain": one.gain} for one in difference.by_test],
        "suite": [_moved_record(moved) for moved in difference.tests],
        "settings": [
            {"name": one.name, "before": one.before, "after": one.after} for one in difference.settings
        ],
    }  # fmt: skip


def _record(student: StudentChange) -> dict[str, Any]:
    return {
        "id": student.person.id,
        "name": student.person.name,
        "before": _float(student.before),
        "after": _float(student.after),
        "by": _float(student.by),
        "ungraded": list(student.ungraded),
        "problem": translator(ENGLISH).tell(student.problem) if student.problem else "",
        "grader_error": student.grader_error,
        "incomplete": student.incomplete,
        "other_files": student.other_files,
        "tests": [
            {
                "id": change.test.id,
                "exercise": change.test.exercise,
                "before": change.before.value if change.before else None,
                "after": change.after.value if change.after else None,
                "by": _float(change.by),
                "moved": change.moved.kind if change.moved else None,
            }
            for change in student.tests
        ],
    }


def _moved_record(moved: TestMoved) -> dict[str, Any]:
    before, after = moved.before, moved.after
    return {
        "id": moved.test.id,
        "exercise": moved.test.exercise,
        "kind": moved.kind,
        "points_before": _float(before.points) if before else None,
        "points_after": _float(after.points) if after else None,
        "ruling_before": before.ruling if before else None,
        "ruling_after": after.ruling if after else None,
    }


def _float(exact: Fraction) -> float:
    return round(float(exact), 4)
