"""A result as a page shows it: sections, exercises, and for what gave no points the call, both sides, and the hint.

All text in it is inert and bounded; it is still to be escaped.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from grader.failure import Failure
from grader.inert import inert, inert_line
from grader.report.by_exercise import status_of, title_of, worth
from grader.report.difference import Sides, mismatch, sides
from grader.report.page import out_of
from grader.report.words import call_text, messages
from grader.scoring import ExerciseResult, Result, SectionResult, TestResult
from grader.texts import Translator
from grader.verdict import Status


@dataclass(frozen=True)
class Told:
    """A message in its parts: the call, what comes before expected and got, the two and how they differ, the rest."""

    call: str = ""
    before: str = ""
    expected: str = ""
    got: str = ""
    note: str = ""
    after: str = ""


@dataclass(frozen=True)
class ToldTests:
    """Tests of an exercise that ended alike, with one message and one hint for all of them."""

    titles: tuple[str, ...]
    status: Status
    word: str
    hidden: bool
    bonus: bool
    told: Told
    hint: str


@dataclass(frozen=True)
class ToldExercise:
    """An exercise; `missed` are its tests that gave no points, `passed` the titles of the others."""

    name: str
    status: Status
    word: str
    worth: str
    missed: tuple[ToldTests, ...]
    passed: tuple[str, ...]


@dataclass(frozen=True)
class ToldSection:
    """A section; `share` is what was reached of its points, from 0 to 100."""

    id: str
    title: str
    worth: str
    share: float
    exercises: tuple[ToldExercise, ...]


def told_sections(result: Result, translator: Translator) -> tuple[ToldSection, ...]:
    """All sections, each with its exercises in the course's order."""
    said = messages(result, translator)
    return tuple(_section(section, result, said, translator) for section in result.sections)


def _section(section: SectionResult, result: Result, said: Mapping[str, str], translator: Translator) -> ToldSection:
    return ToldSection(
        id=inert_line(section.id),
        title=inert_line(section.title),
        worth=out_of(section.score, section.max_score, translator),
        share=round(float(100 * section.score / section.max_score), 2) if section.max_score else 0.0,
        exercises=tuple(_exercise(one, result, said, translator) for one in section.in_order),
    )


def _exercise(
    exercise: ExerciseResult, result: Result, said: Mapping[str, str], translator: Translator
) -> ToldExercise:
    tests = [test for test in exercise.tests if test.ruling == "counts"]
    status = status_of(exercise.tests)
    return ToldExercise(
        name=inert_line(exercise.name),
        status=status,
        word=translator.say(f"status_{status.value}"),
        worth=worth(exercise.tests, result, translator),
        missed=tuple(_missed(tests, said, translator)),
        passed=tuple(inert_line(title_of(test, translator)) for test in tests if test.right),
    )


def _missed(tests: Iterable[TestResult], said: Mapping[str, str], translator: Translator) -> Iterator[ToldTests]:
    """Neighbours with one message and one hint together; a hint is not said again of the tests below it."""
    missed = [test for test in tests if not test.right and not test.together]
    if missed and all(test.status is Status.NOT_ATTEMPTED for test in missed) and not any(map(said.get, _ids(missed))):
        return
    hinted = ""

    def alike(test: TestResult) -> tuple[Status, str, str, bool, bool]:
        return test.status, said[test.id], test.hint, test.visibility == "hidden", test.bonus

    for (status, text, hint, hidden, bonus), group in groupby(missed, key=alike):
        some = list(group)
        yield ToldTests(
            titles=tuple(inert_line(test.title) for test in some),
            status=status,
            word=translator.say(f"status_{status.value}"),
            hidden=hidden,
            bonus=bonus,
            told=told(text, some[0].failure, translator),
            hint=inert(hint) if hint != hinted else "",
        )
        hinted = hint or hinted


def _ids(tests: Iterable[TestResult]) -> Iterator[str]:
    return (test.id for test in tests)


def told(text: str, failure: Failure | None, translator: Translator) -> Told:
    """A test's message in its parts, as far as they are found in it; all else stays as it is."""
    if failure is None:
        return Told(after=text)
    call = inert(call_text(failure.call, translator)) if failure.call else ""
    if not call or not text.startswith(call):
        call = ""
    rest = text[len(call) :].lstrip("\n")
    both = Sides(*map(inert, sides(failure, translator)))
    said = inert(mismatch(failure, translator)) if both.expected and both.got else ""
    if not said or said not in rest:
        return Told(call, after=rest)
    before, _, after = rest.partition(said)
    return Told(call, before.strip("\n"), *both, after.strip("\n"))
