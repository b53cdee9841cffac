"""What is shown of a check: the same lines as text and as a fragment of HTML, in which every text is escaped."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.inert import inert_line
from grader.report.by_exercise import title_of
from grader.report.words import messages
from grader.scoring import Result, TestResult
from grader.texts import Translator
from grader.verdict import Status


@dataclass(frozen=True)
class Block:
    """An exercise, how many of its tests have passed, and what is said of the others."""

    exercise: str
    passed: str
    right: bool
    tests: tuple[tuple[str, str, str], ...]
    """Symbol and title of a test, its message, its hint."""


def blocks(result: Result, translator: Translator, exercises: Sequence[str] = ()) -> Iterator[Block]:
    """The exercises of a result, or these of them, in the course's order."""
    said = messages(result, translator)
    for section in result.sections:
        for exercise in section.in_order:
            if not exercises or exercise.name in exercises:
                counting = [test for test in exercise.tests if test.ruling == "counts" and not test.together]
                counting = [test for test in counting if not test.bonus] or counting
                wrong = [test for test in counting if not test.right]
                good, count = len(counting) - len(wrong), len(counting)
                passed = translator.say("tests_passed", good=good, count=count)
                yield Block(exercise.name, passed, not wrong, tuple(_merged(wrong, said, translator)))


def _merged(
    tests: Sequence[TestResult], said: Mapping[str, str], translator: Translator
) -> Iterator[tuple[str, str, str]]:
    """Each test that did not pass; a message and a hint that were said already are not said again."""
    told: set[str] = {""}
    for test in tests:
        ended = "" if test.status is Status.FAILED else f" · {translator.say(f'status_{test.status.value}')}"
        texts = said[test.id], test.hint
        message, hint = ("" if text in told else text for text in texts)
        told.update(texts)
        yield f"{test.status.symbol} {inert_line(title_of(test, translator))}{ended}", message, hint


def as_text(shown: Sequence[Block], remarks: Sequence[str], translator: Translator) -> str:
    """The blocks as lines."""
    lines = list(remarks)
    for block in shown:
        lines.append(f"{_sign(block)} {block.exercise} · {block.passed}")
        for title, message, hint in block.tests:
            lines.append(f"  {title}")
            lines += [f"      {line}" for line in message.split("\n") if message]
            lines += [f"      {translator.say('hint_line', hint=hint)}"] if hint else []
    return "\n".join(lines)


def as_html(shown: Sequence[Block], remarks: Sequence[str], translator: Translator) -> str:
    """The blocks as HTML: no styles and no scripts, so it looks as the notebook does."""
    parts = [f"<p>{html.escape(remark)}</p>" for remark in remarks]
    for block in shown:
        parts.append(
            f"<p>{_sign(block)} <strong>{html.escape(block.exercise)}</strong> · {html.escape(block.passed)}</p>"
        )
        if block.tests:
            items = (_item(*test, translator) for test in block.tests)
            parts.append(f"<ul>{''.join(items)}</ul>")
    return f"<div>{''.join(parts)}</div>"


def _item(title: str, message: str, hint: str, translator: Translator) -> str:
    said = f"<pre>{html.escape(message)}</pre>" if message else ""
    label, advice = html.escape(translator.say("hint")), html.escape(hint)
    return f"<li>{html.escape(title)}{said}{f'<p><em>{label}</em> {advice}</p>' if hint else ''}</li>"


def _sign(block: Block) -> str:
    return (Status.PASSED if block.right else Status.FAILED).symbol
