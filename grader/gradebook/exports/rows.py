"""What every export says of a student: the points of a section and of all of them, or why there are none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from grader.gradebook.exports import ExportSettings
from grader.gradebook.grades import SectionGrade, State, StudentGrade
from grader.report.words import messages
from grader.scoring import Result, SectionResult
from grader.scoring.rounding import exact_sum
from grader.texts import Translator

RUN: frozenset[State] = frozenset({"graded", "incomplete"})
"""The states in which tests gave points. In the others there is no grade until somebody decides on one."""


@dataclass(frozen=True)
class Mark:
    """What one column says of a student; without `points` there is no grade, because of `state` or since exempt."""

    points: Fraction | None
    max_points: Fraction
    state: State
    exempt: bool = False


def exempt(section: SectionGrade) -> bool:
    return not section.counts and any(step.rule == "exempt" for step in section.steps)


def standing(section: SectionGrade) -> str:
    """`exempt`, `dropped`, or else the state."""
    return section.state if section.counts else "exempt" if exempt(section) else "dropped"


def has_grade(section: SectionGrade, zeros: bool) -> bool:
    """Whether there are points to give away: those of a run, or those that somebody decided on."""
    decided = any(step.rule == "adjusted" for step in section.steps)
    return not exempt(section) and (section.state in RUN or decided or (zeros and section.state == "missing"))


def sections_of(grade: StudentGrade, settings: ExportSettings) -> tuple[SectionGrade, ...]:
    """The sections that are exported."""
    wanted = settings.sections
    return tuple(section for section in grade.sections if not wanted or section.section in wanted)


def names_of_sections(grades: Sequence[StudentGrade], settings: ExportSettings) -> tuple[str, ...]:
    """The exported sections of the whole class, in the course's order."""
    longest_first = sorted(grades, key=lambda grade: -len(grade.sections))
    return tuple(dict.fromkeys(section.section for grade in longest_first for section in sections_of(grade, settings)))


def total_of(grade: StudentGrade, settings: ExportSettings) -> Mark:
    """The points of all exported sections together.

    What was not handed in gives none to a total in which something was. Where the grader broke down there is no
    total. A dropped section is part of no total, and yet has points of its own where it is asked for alone.
    """
    chosen = sections_of(grade, settings)
    alone = len(settings.sections) == 1
    counting = [section for section in chosen if section.counts or (alone and not exempt(section))]
    max_points = exact_sum(section.max_points for section in counting)
    if chosen and all(map(exempt, chosen)):
        return Mark(None, max_points, grade.state, exempt=True)
    given = [section for section in counting if has_grade(section, settings.zeros)]
    states = [section.state for section in counting if section not in given]
    if "grader_error" in states:
        return Mark(None, max_points, "grader_error")
    if not given:
        zero = settings.zeros and not states and grade.state == "missing"
        return Mark(Fraction(0) if zero else None, max_points, states[0] if states else grade.state)
    incomplete = any(section.state == "incomplete" for section in given)
    points = exact_sum(section.points for section in given)
    return Mark(points, max_points, "incomplete" if incomplete else "graded")


def section_result(grade: StudentGrade, section: SectionGrade) -> SectionResult | None:
    """The tests behind a section's raw points: those of the latest result that gives just these."""
    found = [own for result in grade.results for own in result.sections if own.id == section.section]
    fitting = [own for own in found if own.score == section.raw]
    return next(reversed(fitting or found), None)


class TestRow(NamedTuple):
    """One test of one student; of a section in which none was run, a row says why."""

    id: str
    name: str
    email: str
    group: str
    section: str
    exercise: str
    test: str
    title: str
    visibility: str
    status: str
    score: Fraction | None
    max_score: Fraction | None
    hint: str
    message: str


TEXTS = frozenset({"name", "email", "group", "title", "hint", "message"})
"""The columns in which people wrote."""


def test_rows(grades: Sequence[StudentGrade], settings: ExportSettings) -> Iterator[TestRow]:
    """A row a student, section and test, for an instructor."""
    for grade in grades:
        person = grade.person
        who = (person.id, person.name, person.email, person.group)
        said = _said(grade.results, settings.translator)
        for section in sections_of(grade, settings):
            own = section_result(grade, section)
            if own is None or section.state not in RUN:
                blank = ("", "", "", "")
                yield TestRow(*who, section.section, *blank, standing(section), None, None, "", "")
                continue
            for test in own.tests:
                yield TestRow(
                    *who,
                    section=section.section,
                    exercise=test.exercise,
                    test=test.id,
                    title=test.title,
                    visibility=test.visibility,
                    status=test.status.value,
                    score=test.score,
                    max_score=test.max_score,
                    hint=test.hint,
                    message=said.get(id(own), {}).get(test.id, ""),
                )


def _said(results: Sequence[Result], translator: Translator) -> Mapping[int, Mapping[str, str]]:
    """The messages of the tests, for each section's result."""
    told = [(result, messages(result, translator)) for result in results]
    return {id(section): texts for result, texts in told for section in result.sections}
