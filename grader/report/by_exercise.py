"""A result an exercise at a time: how each ended, and what is said of it. For formats with no room for each test."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from grader.report.page import halves, out_of, points
from grader.report.words import messages
from grader.scoring import ExerciseResult, Result, SectionResult, TestResult
from grader.scoring.rounding import exact_sum
from grader.texts import Translator
from grader.verdict import Status

ENDS = (Status.ERROR, Status.CRASHED, Status.TIMEOUT, Status.FAILED, Status.NOT_ATTEMPTED)
"""How an exercise ended whose tests ended in several ways: by the first of these."""


@dataclass(frozen=True)
class Entry:
    """How one exercise ended. `number` is such as "3.1", and `text` says which tests gave no points, and why."""

    number: str
    section: SectionResult
    exercise: ExerciseResult
    status: Status
    text: str

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def tests(self) -> tuple[TestResult, ...]:
        return self.exercise.tests

    @property
    def duration(self) -> float:
        return sum(test.duration for test in self.tests)

    @property
    def missed(self) -> tuple[TestResult, ...]:
        """The tests that gave no points, and were not to give them to nobody."""
        return missed_of(self.tests)


def entries(result: Result, translator: Translator) -> Iterator[Entry]:
    """The exercises in the course's order."""
    said = messages(result, translator)
    numbers = _numbers(result)
    for section in result.sections:
        for place, exercise in enumerate(section.in_order, 1):
            status = status_of(exercise.tests)
            text = _text(exercise.tests, status, said, translator)
            yield Entry(f"{numbers[section.id]}.{place}", section, exercise, status, text)


def total(result: Result, translator: Translator) -> str:
    """The points of all that was run, and how many are for hidden tests that were not."""
    values = {"score": points(result.score), "max_score": points(result.max_score)}
    if "hidden" in result.visibilities:
        return translator.say("total", **values)
    if not result.hidden_points:
        return translator.say("public", **values)
    # A plural is for whole numbers: half a point takes the form of two.
    count = 1 if result.hidden_points == 1 else max(ceil(result.hidden_points), 2)
    return translator.say("public_and_hidden", **values, hidden=points(result.hidden_points), count=count)


def worth(tests: Sequence[TestResult], result: Result, translator: Translator) -> str:
    """What tests gave, in halves of a point; of public tests alone, how many have passed."""
    counting = [test for test in tests if test.max_score]
    if "hidden" not in result.visibilities:
        return translator.say("tests_passed", good=sum(test.right for test in counting), count=len(counting))
    score = exact_sum(test.score for test in counting)
    max_score = exact_sum(test.max_score for test in counting)
    return out_of(halves(score, max_score), max_score, translator)


def title_of(test: TestResult, translator: Translator) -> str:
    """The author's title of a test, or what several tests give together."""
    return translator.say(f"together_{test.together}") if test.together else test.title


def _numbers(result: Result) -> Mapping[str, int]:
    """A number for each section: the one in its name (`s3_…`), or its place where the names have none of their own."""
    found = [re.search(r"\d+", section.id) for section in result.sections]
    named = [int(number[0]) for number in found if number]
    known = named if named == sorted(set(named)) and len(named) == len(found) else range(1, len(found) + 1)
    return {section.id: number for section, number in zip(result.sections, known, strict=True)}


def missed_of(tests: tuple[TestResult, ...]) -> tuple[TestResult, ...]:
    """The tests that gave no points, and were not to give them to nobody."""
    return tuple(test for test in tests if not test.right and not test.bonus and test.ruling != "dropped")


def status_of(tests: tuple[TestResult, ...]) -> Status:
    """How an exercise ended: as its tests that count; one with bonus tests alone as they did."""
    counting = [test for test in tests if not test.bonus] or list(tests)
    ended = {test.status for test in counting if not test.right and test.ruling != "dropped" and not test.together}
    return next((status for status in ENDS if status in ended), Status.PASSED)


def _text(tests: tuple[TestResult, ...], status: Status, said: Mapping[str, str], translator: Translator) -> str:
    """The word for how it ended, then each test that gave no points, with its message where that is a new one."""
    if status is Status.PASSED:
        return ""
    word = translator.say(f"status_{status.value}")
    told: set[str] = set()
    if status is Status.NOT_ATTEMPTED:
        blocks = [text for text in dict.fromkeys(said[test.id] for test in tests) if text]
    else:
        blocks = [_headed(test, said, told, translator) for test in missed_of(tests)]
    return "\n".join([word, *blocks])


def _headed(test: TestResult, said: Mapping[str, str], told: set[str], translator: Translator) -> str:
    title = title_of(test, translator)
    hidden = f" · {translator.say('hidden')}" if test.visibility == "hidden" else ""
    ended = "" if test.status is Status.FAILED else f" · {translator.say(f'status_{test.status.value}')}"
    hint = translator.say("hint_line", hint=test.hint) if test.hint else ""
    new = [text for text in ("" if test.together else said[test.id], hint) if text and text not in told]
    told.update(new)
    lines = [f"    {line}" for text in new for line in text.split("\n")]
    return "\n".join([f"{test.status.symbol} {title}{ended}{hidden}", *lines])
