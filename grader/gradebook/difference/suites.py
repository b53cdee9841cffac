"""What two runs were graded with, told from their results: the tests and what they are worth, versions and settings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.course import Ruling
from grader.scoring import Result, TestResult
from grader.scoring.shares import Together
from grader.verdict import Visibility


@dataclass(frozen=True)
class SuiteTest:
    """A test as a run had it, whoever was graded."""

    section: str
    exercise: str
    id: str
    title: str
    visibility: Visibility
    points: Fraction
    ruling: Ruling = "counts"
    together: Together | None = None

    @classmethod
    def of(cls, section: str, test: TestResult) -> "SuiteTest":
        return cls(
            section, test.exercise, test.id, test.title, test.visibility, test.max_score, test.ruling, test.together
        )


@dataclass(frozen=True)
class TestMoved:
    """A test that is not as it was: a new one, one that is gone, one with another ruling, or worth other points."""

    kind: Literal["added", "removed", "ruling", "points"]
    before: SuiteTest | None
    after: SuiteTest | None

    __test__ = False  # pytest, this is no test class

    @property
    def test(self) -> SuiteTest:
        test = self.after or self.before
        assert test is not None
        return test


@dataclass(frozen=True)
class SettingMoved:
    """Something else that results depend on: the suite's hash, a version, the seed, the isolation."""

    name: str
    before: str
    after: str


def tests_of(results: Iterable[Result]) -> dict[str, SuiteTest]:
    """All tests of a run by their ids, as a whole result has them: one that was interrupted may lack some."""
    found: dict[str, SuiteTest] = {}
    for result in sorted(results, key=lambda result: result.interrupted):
        for section in result.sections:
            for test in section.tests:
                if test.id not in found:
                    found[test.id] = SuiteTest.of(section.id, test)
    return found


def tests_moved(before: Mapping[str, SuiteTest], after: Mapping[str, SuiteTest]) -> tuple[TestMoved, ...]:
    """In the order of the newer suite; those that are gone come last."""
    moved = []
    for id in dict.fromkeys((*after, *before)):
        old, new = before.get(id), after.get(id)
        if old is None:
            moved.append(TestMoved("added", old, new))
        elif new is None:
            moved.append(TestMoved("removed", old, new))
        elif old.ruling != new.ruling:
            moved.append(TestMoved("ruling", old, new))
        elif old.points != new.points:
            moved.append(TestMoved("points", old, new))
    return tuple(moved)


def settings_moved(before: Sequence[Result], after: Sequence[Result]) -> tuple[SettingMoved, ...]:
    """What the results say of it; several values in one run stand beside each other."""
    old, new = _settings(before), _settings(after)
    names = dict.fromkeys((*old, *new)) if old and new else ()
    both = ((name, ", ".join(old.get(name, ())), ", ".join(new.get(name, ()))) for name in names)
    return tuple(SettingMoved(name, was, now) for name, was, now in both if was != now)


def _settings(results: Sequence[Result]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for result in results:
        own = {"suite": result.suite, "seed": str(result.seed), "isolation": result.isolation, **result.versions}
        for name, value in (*own.items(), ("tests", " + ".join(result.visibilities))):
            found.setdefault(name, set()).add(value)
    return {name: tuple(sorted(values)) for name, values in found.items()}
