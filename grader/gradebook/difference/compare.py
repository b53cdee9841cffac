"""Two runs, student by student and test by test. A section counts where both runs have graded it, and no other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.gradebook.difference.suites import (
    SettingMoved,
    SuiteTest,
    TestMoved,
    settings_moved,
    tests_moved,
    tests_of,
)
from grader.gradebook.entries import Entry
from grader.intake.people import Person
from grader.scoring import Result, SectionResult
from grader.texts import Message
from grader.verdict import Status

NONE = Fraction(0)


@dataclass(frozen=True)
class TestChange:
    """A test that ended otherwise for a student, or gave other points; a status is None where a run has not the test.

    `moved` is what changed in the test itself, if anything did.
    """

    test: SuiteTest
    before: Status | None
    after: Status | None
    points_before: Fraction
    points_after: Fraction
    moved: TestMoved | None = None

    __test__ = False

    @property
    def by(self) -> Fraction:
        return self.points_after - self.points_before

    @property
    def judged_otherwise(self) -> bool:
        return self.before is not None and self.after is not None and self.before is not self.after


@dataclass(frozen=True)
class StudentChange:
    """What changes for one student. `ungraded` are sections that had a result before and have none now, and why.

    `incomplete` says that the newer result ended before each test had an end, `other_files` that other files were
    graded than before.
    """

    person: Person
    before: Fraction
    after: Fraction
    tests: tuple[TestChange, ...] = ()
    ungraded: tuple[str, ...] = ()
    problem: Message | None = None
    grader_error: str = ""
    incomplete: bool = False
    other_files: bool = False

    @property
    def by(self) -> Fraction:
        return self.after - self.before

    @property
    def judged_otherwise(self) -> bool:
        return any(change.judged_otherwise for change in self.tests)

    @property
    def loses(self) -> bool:
        return self.by < 0 or bool(self.ungraded)

    @property
    def gains(self) -> bool:
        return self.by > 0 and not self.ungraded


@dataclass(frozen=True)
class TestTally:
    """How many students a test moves, and which way."""

    test: SuiteTest
    gain: int
    lose: int

    __test__ = False


@dataclass(frozen=True)
class Difference:
    """`students` are those of the first run. The largest losses and gains come first.

    `sections` are what both runs graded, `same_points` those who keep their points though tests ended otherwise, `new`
    the students whom only the second run has.
    """

    students: int
    sections: tuple[str, ...]
    lose: tuple[StudentChange, ...]
    gain: tuple[StudentChange, ...]
    same_points: tuple[StudentChange, ...]
    new: tuple[Person, ...]
    tests: tuple[TestMoved, ...]
    settings: tuple[SettingMoved, ...]

    @property
    def changed(self) -> int:
        """Whose points change."""
        return len(self.lose) + len(self.gain)

    @property
    def by_test(self) -> tuple[TestTally, ...]:
        """The tests by which somebody's points change, first those by which most lose."""
        known: dict[str, SuiteTest] = {}
        gain: Counter[str] = Counter()
        lose: Counter[str] = Counter()
        for change in (one for student in (*self.lose, *self.gain) for one in student.tests):
            known[change.test.id] = change.test
            gain[change.test.id] += change.by > 0
            lose[change.test.id] += change.by < 0
        tallies = (TestTally(test, gain[id], lose[id]) for id, test in known.items() if gain[id] or lose[id])
        return tuple(sorted(tallies, key=lambda tally: (-tally.lose, -tally.gain, tally.test.id)))


@dataclass(frozen=True)
class _Graded:
    """A section of a student's as one run has it."""

    section: SectionResult
    entry: Entry
    complete: bool


def run_difference(before: Sequence[Entry], after: Sequence[Entry]) -> Difference:
    """What would change, or has changed, from the run `before` to the run `after`."""
    old, new = _by_student(before), _by_student(after)
    sections = _sections(before, after)
    moved = tests_moved(*(_only(tests_of(_results(run)), sections) for run in (before, after)))
    by_id = {one.test.id: one for one in moved}
    people, last = _people(before), _last(after)
    found = [
        _student(person, old.get(id, {}), new.get(id, {}), last.get(id), sections, by_id)
        for id, person in people.items()
    ]
    return Difference(
        students=len(people),
        sections=sections,
        lose=tuple(sorted((one for one in found if one.loses), key=lambda one: (one.by, one.person.id))),
        gain=tuple(sorted((one for one in found if one.gains), key=lambda one: (-one.by, one.person.id))),
        same_points=tuple(one for one in found if not one.loses and not one.gains and one.judged_otherwise),
        new=tuple(person for id, person in _people(after).items() if id not in people),
        tests=moved,
        settings=settings_moved(_results(before), _results(after)),
    )


def _results(entries: Iterable[Entry]) -> list[Result]:
    return [entry.result for entry in entries if entry.result is not None]


def _people(entries: Iterable[Entry]) -> dict[str, Person]:
    return {person.id: person for entry in entries for person in entry.people}


def _sections(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[str, ...]:
    """Those that both runs have graded for anybody, in the course's order."""
    old, new = (dict.fromkeys(s.id for result in _results(run) for s in result.sections) for run in (before, after))
    return tuple(id for id in new if id in old) if new else tuple(old)


def _only(tests: Mapping[str, SuiteTest], sections: Sequence[str]) -> dict[str, SuiteTest]:
    return {id: test for id, test in tests.items() if test.section in sections}


def _by_student(entries: Sequence[Entry]) -> dict[str, dict[str, _Graded]]:
    """Each student's sections. Where one was handed in several times, the latest counts."""
    found: dict[str, dict[str, _Graded]] = {}
    for entry in _in_time(entries):
        if entry.result is not None:
            graded = {s.id: _Graded(s, entry, entry.result.complete) for s in entry.result.sections}
            for person in entry.people:
                found.setdefault(person.id, {}).update(graded)
    return found


def _in_time(entries: Sequence[Entry]) -> list[Entry]:
    """The latest last; one whose time nobody knows counts as the first."""
    return sorted(entries, key=lambda entry: entry.at.timestamp() if entry.at else float("-inf"))


def _last(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Each student's last hand-in."""
    return {person.id: entry for entry in _in_time(entries) for person in entry.people}


def _student(
    person: Person,
    old: Mapping[str, _Graded],
    new: Mapping[str, _Graded],
    last: Entry | None,
    sections: Sequence[str],
    moved: Mapping[str, TestMoved],
) -> StudentChange:
    was = {id: old[id] for id in sections if id in old}
    now = {id: new[id] for id in sections if id in new}
    ungraded = tuple(id for id in was if id not in now)
    tests = [change for id in sections if id in was and id in now for change in _tests(was[id], now[id], moved)]
    return StudentChange(
        person=person,
        before=sum((graded.section.score for graded in was.values()), NONE),
        after=sum((graded.section.score for graded in now.values()), NONE),
        tests=tuple(tests),
        ungraded=ungraded,
        problem=last.problem if last and ungraded else None,
        grader_error=last.grader_error if last and ungraded else "",
        incomplete=any(not graded.complete for graded in now.values()),
        other_files=any(was[id].entry.submission_hash != now[id].entry.submission_hash for id in was if id in now),
    )


def _tests(was: _Graded, now: _Graded, moved: Mapping[str, TestMoved]) -> Iterable[TestChange]:
    """The tests of a section that ended otherwise, or gave other points; the largest loss first."""
    old = {test.id: test for test in was.section.tests}
    new = {test.id: test for test in now.section.tests}
    changes = []
    for id in dict.fromkeys((*new, *old)):
        a, b = old.get(id), new.get(id)
        change = TestChange(
            test=SuiteTest.of(now.section.id, new.get(id) or old[id]),
            before=a.status if a else None,
            after=b.status if b else None,
            points_before=a.score if a else NONE,
            points_after=b.score if b else NONE,
            moved=moved.get(id),
        )
        if change.by or change.judged_otherwise:
            changes.append(change)
    return sorted(changes, key=lambda change: (change.by, change.test.id))
