"""The HTML format: a page for one student, in one file that loads nothing. It opens in any browser, and prints."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.inert import inert_line
from grader.report.by_exercise import total
from grader.report.page import PLAIN, Layout
from grader.report.pages import render_page
from grader.report.told import told_sections
from grader.report.words import layers_text, note_text
from grader.scoring import Result


def render(result: Result, layout: Layout = PLAIN) -> str:
    """The page of one result. Raises EngineError where Jinja is not installed."""
    return student_page(inert_line(result.submission), (), [result], layout)


@dataclass(frozen=True)
class PagePicture:
    """A PNG picture, and its words for those who cannot see it."""

    data: bytes
    words: str

    @property
    def address(self) -> str:
        return "data:image/png;base64," + base64.b64encode(self.data).decode()


def student_page(
    heading: str,
    lines: Sequence[tuple[bool, str]],
    results: Sequence[Result],
    layout: Layout,
    pictures: Mapping[str, PagePicture] = {},
) -> str:
    """A page with a heading, lines of text (False before one that belongs to the one above it), and results.

    `pictures` are those of sections, by their ids.
    """
    course = inert_line(results[0].course) if results else ""
    return render_page(
        "student",
        layout,
        heading=heading,
        course=course,
        lines=[(own, inert_line(line)) for own, line in lines],
        results=[_told(result, layout) for result in results],
        quiet=layout.quiet,
        pictures={inert_line(id): picture for id, picture in pictures.items()},
    )


def _told(result: Result, layout: Layout) -> dict[str, Any]:
    """What the template is given of a result."""
    translator = layout.translator
    say = translator.say
    remark = "interrupted" if result.interrupted else "" if result.complete else "incomplete"
    versions = [f"{name} {version}" for name, version in result.versions.items()]
    made = [say("seed", seed=result.seed), *versions, say("isolation", isolation=result.isolation)]
    return {
        "total": total(result, translator),
        "share": round(float(result.percent), 2),
        "remark": say(remark) if remark else "",
        "sections": told_sections(result, translator),
        "notes": [note_text(note, translator) for note in result.notes if note.kind != "sandbox"],
        "footer": [*layers_text(result, translator), inert_line(" · ".join(made))] if layout.footer else [],
    }
