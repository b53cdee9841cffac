"""Each student's sections as they were graded: what all statistics are told from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.course import Course
from grader.gradebook.grades import SectionGrade, State, StudentGrade
from grader.scoring import ExerciseResult, Result, SectionResult, TestResult
from grader.verdict import Status

GRADED: tuple[State, ...] = ("graded", "incomplete")
TELLING: tuple[State, ...] = ("grader_error", "incomplete", "graded", "unreadable", "missing")
"""A student's state is the first of these that a section has."""


@dataclass(frozen=True)
class GradedStudent:
    """A student with the sections that are looked at, and the result of each that was graded.

    `state` tells whether there are points to count: there are, where any of the sections was graded, since what was not
    handed in gives none. Where the grader broke down over one, nobody knows.
    """

    grade: StudentGrade
    sections: tuple[SectionGrade, ...]
    results: tuple[tuple[SectionResult, Result], ...]
    state: State

    @property
    def exercises(self) -> Iterator[tuple[str, ExerciseResult]]:
        """All exercises, each with its section's id."""
        return ((section.id, exercise) for section, _ in self.results for exercise in section.exercises)


def graded_students(grades: Iterable[StudentGrade], sections: Sequence[str]) -> list[GradedStudent]:
    """The students, with these sections alone where some are named."""
    return [_graded(grade, sections) for grade in grades]


def _graded(grade: StudentGrade, wanted: Sequence[str]) -> GradedStudent:
    sections = tuple(section for section in grade.sections if not wanted or section.section in wanted)
    found = (_result(section, grade.results) for section in sections if section.state in GRADED)
    states = {section.state for section in sections} or {"missing" if wanted else grade.state}
    state = next(one for one in TELLING if one in states)
    return GradedStudent(grade, sections, tuple(pair for pair in found if pair is not None), state)


def _result(grade: SectionGrade, results: Sequence[Result]) -> tuple[SectionResult, Result] | None:
    """The result that a section's grade comes from: the last of those that have its points."""
    pairs = [(own, result) for result in results for own in result.sections if own.id == grade.section]
    return max(enumerate(pairs), key=lambda pair: (pair[1][0].score == grade.raw, pair[0]))[1] if pairs else None


def in_order(course: Course, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sections and exercises as the course has them; others, of an older course, stay as they are and come last."""
    places = {(section.id, name): place for section in course.sections for place, name in enumerate(section.exercises)}
    sections = {section.id: place for place, section in enumerate(course.sections)}
    last = len(sections), len(places)
    return sorted(names, key=lambda name: (sections.get(name[0], last[0]), places.get(name, last[1])))


def counting(exercise: ExerciseResult) -> list[TestResult]:
    """The tests of an exercise that somebody could fail by: neither a bonus nor one that was dropped."""
    return [test for test in exercise.tests if test.ruling != "dropped" and not test.bonus]


def attempted(exercise: ExerciseResult) -> bool:
    """Whether the student wrote anything for it."""
    return any(test.status is not Status.NOT_ATTEMPTED for test in exercise.tests if not test.together)


def right(exercise: ExerciseResult) -> bool:
    return all(test.right for test in counting(exercise))
