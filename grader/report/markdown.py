"""The Markdown format: the points of each section, then each exercise that failed, as GitHub and GitLab show it.

What a submission wrote stands in code alone, between fences that are longer than any in it: so it makes no link, no
image, no HTML, no mention and no row of a table. Other names and titles are the course's, and escaped.
"""

import re
from collections.abc import Iterator

from grader.report.by_exercise import entries, total, worth
from grader.report.page import PLAIN, Layout, out_of
from grader.report.words import layers_text, note_text
from grader.scoring import Result
from grader.verdict import Status

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#!|~&@$])")
LARGEST = 512 * 1024
"""Bytes; GitHub refuses the summary of a step that has more than 1 MiB."""


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The report with a newline at its end."""
    say = layout.translator.say
    room = LARGEST
    kept: list[str] = []
    for block in _blocks(result, layout):
        room -= len(block.encode()) + 2
        if room < 0:
            kept.append(escaped(say("left_out")))
            break
        kept.append(block)
    return "\n\n".join(kept) + "\n"


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """A text on one line as code."""
    text = " ".join(text.split())
    fence = "`" * (_longest(text, "`") + 1)
    return f"{fence} {text} {fence}"


def block(text: str) -> str:
    """A text of several lines as code."""
    fence = "`" * max(_longest(text, "`") + 1, 3)
    return f"{fence}text\n{text}\n{fence}"


def _longest(text: str, character: str) -> int:
    return max(map(len, re.findall(f"{character}+", text)), default=0)


def _blocks(result: Result, layout: Layout) -> Iterator[str]:
    say = layout.translator.say
    found = list(entries(result, layout.translator))
    yield f"## {escaped(result.course)} · {code(result.submission)}"
    yield f"**{escaped(total(result, layout.translator))}**"
    if result.interrupted:
        yield escaped(say("interrupted"))
    yield _table(result, layout)
    for entry in found if not layout.quiet else ():
        if entry.status not in (Status.PASSED, Status.NOT_ATTEMPTED):
            yield f"### {code(entry.name)} · {escaped(worth(entry.tests, result, layout.translator))}"
            yield block(entry.text)
    untouched = ", ".join(code(entry.name) for entry in found if entry.status is Status.NOT_ATTEMPTED)
    if untouched:
        yield say("not_attempted", exercises=untouched)
    if result.notes and not layout.quiet:
        yield f"### {escaped(say('notes'))}"
        yield block("\n".join(note_text(note, layout.translator) for note in result.notes))
    if layout.footer:
        versions = [f"{name} {version}" for name, version in result.versions.items()]
        yield from (escaped(text) for text in layers_text(result, layout.translator))
        yield code(" · ".join([say("seed", seed=result.seed), *versions, say("isolation", isolation=result.isolation)]))


def _table(result: Result, layout: Layout) -> str:
    rows = []
    for section in result.sections:
        given = out_of(section.score, section.max_score, layout.translator)
        rows.append(f"| {code(section.id)} | {escaped(section.title)} | {escaped(given)} |")
    return "\n".join(["| | | |", "| --- | --- | ---: |", *rows])
