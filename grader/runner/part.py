"""Some tests of the suites: those of a few exercises, or those that `-k` finds; and what hidden tests are about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from grader.course import Course
from grader.errors import UsageError
from grader.runner.collect import Suite, collect, suite_files
from grader.runner.pytest_internals import by_keyword
from grader.suite.case import Case
from grader.verdict import Run

Place = tuple[str, str]
"""A section and an exercise in it."""


@dataclass(frozen=True)
class Part:
    """All tests of the exercises that were asked for, since some count only beside others; `ids` are to be shown."""

    suite: Suite
    ids: frozenset[str]
    sections: tuple[str, ...]

    def shown(self, run: Run) -> Run:
        """The run with those verdicts alone that were asked for."""
        return replace(run, verdicts=tuple(verdict for verdict in run.verdicts if verdict.id in self.ids))


def part_of(suite: Suite, exercises: Collection[Place], keyword: str = "") -> Part:
    """The tests of these exercises (all, when none is named) that fit `keyword`. Raises UsageError where none does."""
    fits = by_keyword(keyword) if keyword else lambda names: True
    cases = [
        case
        for case in suite.cases
        if (not exercises or (case.section, case.exercise) in exercises) and fits(_names(case))
    ]
    if not cases:
        raise UsageError("no_public_tests")
    chosen = suite.only(exercises={(case.section, case.exercise) for case in cases})
    sections = tuple(dict.fromkeys(case.section for case in cases))
    return Part(chosen, frozenset(case.id for case in cases), sections)


def hidden_titles(course: Course, exercises: Iterable[Place]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the hidden tests of exercises are about, by exercise; nothing where the course has no hidden tests here."""
    wanted = list(exercises)
    sections = tuple(dict.fromkeys(section for section, _ in wanted))
    if not suite_files(course, sections, ("hidden",)):
        return ()
    cases = collect(course, sections, ("hidden",)).cases
    titles = {
        place: tuple(dict.fromkeys(case.title for case in cases if (case.section, case.exercise) == place))
        for place in wanted
    }
    return tuple((name, found) for (_, name), found in titles.items() if found)


def _names(case: Case) -> tuple[str, ...]:
    """What `-k` looks for words in: as pytest does, and the exercise beside."""
    return case.exercise, case.section, case.file.name, case.id.partition("::")[2]
