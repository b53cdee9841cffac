"""Numbers about a class, from the grades of its students alone.

Whoever handed in the same files as somebody else counts like everybody. What is said of a test is said of those who
attempted its exercise: others would make every test of a late exercise look hard.
"""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.course import Course
from grader.gradebook.grades import State, StudentGrade
from grader.gradebook.statistics.graded import (
    GRADED,
    GradedStudent,
    attempted,
    counting,
    graded_students,
    in_order,
    right,
)
from grader.intake.people import Person
from grader.scoring import Result, TestResult
from grader.scoring.rounding import exact_sum
from grader.verdict import Visibility

TENTHS = 10
FEW = 20
"""With fewer students, a test's discrimination is chance."""
WEAK = 0.1
"""A test that discriminates less says little of who knows the rest; textbooks ask for 0.2 (Ebel and Frisbie 1991)."""

NEARLY_NONE = 1e-9
"""Points: what is left by rounding where everybody has the same."""


@dataclass(frozen=True)
class Distribution:
    """Percentages of what there was to reach. `tenths` has the number of students in [0, 10), …, [90, 100]."""

    students: int
    mean: float
    least: float
    lower: float
    median: float
    upper: float
    most: float
    tenths: tuple[int, ...]


@dataclass(frozen=True)
class ExerciseCounts:
    """How many students have an exercise right, partly right, wrong, or have not attempted it.

    Of those who have it partly right or wrong, no hint says why to the `unexplained`.
    """

    section: str
    exercise: str
    right: int
    partly: int
    wrong: int
    untouched: int
    unexplained: int


@dataclass(frozen=True)
class Mistake:
    """A hint, and how many students got it for an exercise."""

    section: str
    exercise: str
    hint: str
    students: int


@dataclass(frozen=True)
class TestMeasure:
    """A test among the `students` who attempted its exercise.

    `discrimination` is the point-biserial correlation of passing it with the points for everything else: without its
    own, and without those that it gives together with others. None where one of the two is the same for everybody.
    `seconds` is the median, `slowest` the longest time.
    """

    section: str
    exercise: str
    id: str
    title: str
    visibility: Visibility
    students: int
    passed: int
    discrimination: float | None
    seconds: float
    slowest: float

    __test__ = False  # pytest, this is no test class


@dataclass(frozen=True)
class SlowSubmission:
    """Whose files took how long; several people may have handed in the same."""

    people: tuple[Person, ...]
    seconds: float


@dataclass(frozen=True)
class Statistics:
    """A class. `states` says what became of the students; the numbers are of those who were graded."""

    students: int
    states: tuple[tuple[State, int], ...]
    points: Distribution | None
    sections: tuple[tuple[str, Distribution], ...]
    exercises: tuple[ExerciseCounts, ...]
    mistakes: tuple[Mistake, ...]
    tests: tuple[TestMeasure, ...]
    submissions: tuple[SlowSubmission, ...]

    @property
    def graded(self) -> int:
        return sum(count for state, count in self.states if state in GRADED)

    @property
    def passed_by_all(self) -> tuple[TestMeasure, ...]:
        return tuple(test for test in self.tests if test.students > 1 and test.passed == test.students)

    @property
    def passed_by_none(self) -> tuple[TestMeasure, ...]:
        return tuple(test for test in self.tests if test.students > 1 and not test.passed)

    @property
    def weak(self) -> tuple[TestMeasure, ...]:
        """The tests that do not tell who knows the rest, the worst first."""
        told = [(test.discrimination, test) for test in self.tests if test.students >= FEW]
        weak = [(r, test.id, test) for r, test in told if r is not None and r < WEAK]
        return tuple(test for _, _, test in sorted(weak, key=lambda one: one[:2]))

    @property
    def slow(self) -> tuple[TestMeasure, ...]:
        """The tests by how long they take, the slowest first."""
        return tuple(sorted(self.tests, key=lambda test: (-test.seconds, -test.slowest, test.id)))


def class_statistics(grades: Sequence[StudentGrade], course: Course, sections: Sequence[str] = ()) -> Statistics:
    """All numbers; with `sections`, of these alone."""
    students = graded_students(grades, sections)
    states = Counter(student.state for student in students)
    return Statistics(
        students=len(students),
        states=tuple(states.most_common()),
        points=distribution(_percent(student) for student in students if student.state in GRADED),
        sections=tuple(_sections(students, course)),
        exercises=tuple(_exercises(students, course)),
        mistakes=tuple(_mistakes(students)),
        tests=tuple(_tests(students, course)),
        submissions=tuple(_submissions(students)),
    )


# ── points ───────────────────────────────────────────────────────────────────────────────────────────────────────


def distribution(percentages: Iterable[Fraction | None]) -> Distribution | None:
    """How numbers are spread; None where there are none. Those above 100, by an instructor's grace, are in the last."""
    exact = sorted(number for number in percentages if number is not None)
    if not exact:
        return None
    values = [float(number) for number in exact]
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    tenths = Counter(min(max(math.floor(number / TENTHS), 0), TENTHS - 1) for number in exact)
    return Distribution(
        students=len(values),
        mean=float(sum(exact, Fraction(0)) / len(exact)),
        least=values[0],
        lower=lower,
        median=median,
        upper=upper,
        most=values[-1],
        tenths=tuple(tenths[place] for place in range(TENTHS)),
    )


def _percent(student: GradedStudent) -> Fraction | None:
    own = [section for section in student.sections if section.counts]
    return _share(exact_sum(s.points for s in own), exact_sum(s.max_points for s in own))


def _share(points: Fraction, max_points: Fraction) -> Fraction | None:
    return 100 * points / max_points if max_points else None


def _sections(students: Sequence[GradedStudent], course: Course) -> Iterable[tuple[str, Distribution]]:
    found: defaultdict[str, list[Fraction | None]] = defaultdict(list)
    for student in students:
        for section in student.sections:
            if section.state in GRADED:
                found[section.section].append(_share(section.points, section.max_points))
    for id, _ in in_order(course, ((id, "") for id in found)):
        if spread := distribution(found[id]):
            yield id, spread


# ── exercises and mistakes ───────────────────────────────────────────────────────────────────────────────────────


def _exercises(students: Sequence[GradedStudent], course: Course) -> Iterable[ExerciseCounts]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for student in students:
        for section, exercise in student.exercises:
            if not counting(exercise):
                continue
            own = counts[section, exercise.name]
            if not attempted(exercise):
                own["untouched"] += 1
            elif right(exercise):
                own["right"] += 1
            else:
                own["partly" if exercise.score else "wrong"] += 1
                own["unexplained"] += not any(test.hint for test in exercise.tests if not test.right)
    for section, name in in_order(course, counts):
        own = counts[section, name]
        yield ExerciseCounts(
            section, name, own["right"], own["partly"], own["wrong"], own["untouched"], own["unexplained"]
        )


def _mistakes(students: Sequence[GradedStudent]) -> list[Mistake]:
    """Each hint counts once for a student and an exercise, however many tests gave it."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for student in students:
        for section, exercise in student.exercises:
            hints = {test.hint for test in exercise.tests if test.hint and not test.right}
            counts.update((section, exercise.name, hint) for hint in hints)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Mistake(*what, count) for what, count in common]


# ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Answers:
    """How those who attempted a test's exercise did: whether each passed, their other points, how long it took."""

    section: str
    test: TestResult
    passed: list[bool]
    rest: list[float]
    seconds: list[float]


def _tests(students: Sequence[GradedStudent], course: Course) -> Iterable[TestMeasure]:
    found: dict[str, _Answers] = {}
    for student in students:
        total = float(exact_sum(section.score for section, _ in student.results))
        for section, exercise in student.exercises:
            if not attempted(exercise):
                continue
            joint = float(exact_sum(test.score for test in exercise.tests if test.together))
            for test in exercise.tests:
                if test.together is None and test.ruling != "dropped":
                    own = found.setdefault(test.id, _Answers(section, test, [], [], []))
                    own.passed.append(test.right)
                    own.rest.append(total - joint - float(test.score))
                    own.seconds.append(test.duration)
    by_exercise: defaultdict[tuple[str, str], list[_Answers]] = defaultdict(list)
    for answers in found.values():
        by_exercise[answers.section, answers.test.exercise].append(answers)
    for name in in_order(course, by_exercise):
        yield from map(_measure, by_exercise[name])


def _measure(answers: _Answers) -> TestMeasure:
    test = answers.test
    return TestMeasure(
        section=answers.section,
        exercise=test.exercise,
        id=test.id,
        title=test.title,
        visibility=test.visibility,
        students=len(answers.passed),
        passed=sum(answers.passed),
        discrimination=point_biserial(answers.passed, answers.rest),
        seconds=statistics.median(answers.seconds),
        slowest=max(answers.seconds),
    )


def point_biserial(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    """Pearson's correlation of a yes or no with numbers; None where either is constant."""
    those, others = ([number for number, one in zip(rest, passed, strict=True) if one is way] for way in (True, False))
    if not those or not others:
        return None
    mean = statistics.fmean(rest)
    spread = math.sqrt(statistics.fmean((number - mean) ** 2 for number in rest))
    if spread < NEARLY_NONE:
        return None
    share = len(those) / len(rest)
    return (statistics.fmean(those) - statistics.fmean(others)) / spread * math.sqrt(share * (1 - share))


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _submissions(students: Sequence[GradedStudent]) -> list[SlowSubmission]:
    """The slowest first. The same files were graded once, and stand in one line with all who handed them in."""
    found: dict[tuple[str, float], dict[str, Person]] = {}
    for student in students:
        results: dict[int, Result] = {id(result): result for _, result in student.results}
        for result in results.values():
            people = found.setdefault((result.submission_hash, result.duration), {})
            people[student.grade.person.id] = student.grade.person
    slowest = sorted(found.items(), key=lambda item: (-item[0][1], item[0][0]))
    return [SlowSubmission(tuple(people.values()), seconds) for (_, seconds), people in slowest]
