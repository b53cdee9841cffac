"""`grader export` and `grader feedback`: what leaves the gradebook, for platforms, spreadsheets and students."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Annotated, NamedTuple
from zipfile import BadZipFile, ZipFile

import typer

from grader.cli.options import GRADEBOOK, GradebookOption, PolicyOption
from grader.cli.output import warn
from grader.course.named import section_named
from grader.errors import UsageError
from grader.gradebook.entries import Entry
from grader.gradebook.exports import FILLED, FORMATS, ExportFormat, ExportSettings
from grader.gradebook.feedback_names import Layout
from grader.gradebook.grades import StudentGrade
from grader.gradebook.private_file import write_private
from grader.inert import inert_line
from grader.texts import Message, language, spoken

say = spoken().say

COLUMNS = ("identifier", "grade", "modified", "name", "number", "email", "username", "maximum", "changeable")
MOST_NAMES = 200_000
MOST_BYTES = 64 * 1024 * 1024


class FeedbackFormat(str, Enum):
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


PlacesOption = Annotated[
    int | None, typer.Option("--places", metavar="N", min=0, max=6, help=say("help_export_places"))
]
RunOption = Annotated[int | None, typer.Option("--run", metavar="N", min=1, help=say("help_export_run"))]
OnlyOption = Annotated[list[str] | None, typer.Option("--section", "-s", metavar="ID", help=say("help_export_section"))]


def export(
    format: Annotated[ExportFormat, typer.Argument(help=say("help_export_format"))],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=say("help_export_output"))],
    gradebook: GradebookOption = GRADEBOOK,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help=say("help_export_template"))
    ] = None,
    section: OnlyOption = None,
    column: Annotated[str, typer.Option("--column", metavar="NAME", help=say("help_export_column"))] = "",
    places: PlacesOption = None,
    zeros: Annotated[bool, typer.Option("--zeros", help=say("help_export_zeros"))] = False,
    heading: Annotated[
        list[str] | None,
        typer.Option(
            "--heading", metavar="COLUMN=HEADING", help=say("help_export_heading", columns=", ".join(COLUMNS))
        ),
    ] = None,
    run: RunOption = None,
    policy: PolicyOption = None,
) -> int:
    """Write the grades in one format."""
    data, headings = _template(format, template, output), _headings(heading or ())
    book = _read(gradebook, run, section or (), policy)
    grades = book.grades
    settings = ExportSettings(
        sections=book.sections,
        places=book.places if places is None else places,
        zeros=zeros,
        language=language(),
        template=data,
        name=inert_line(str(template)),
        column=column,
        headings=headings,
    )
    made = FORMATS[format](grades, settings)
    write_private(output, made.data)
    file = inert_line(str(output))
    if format in FILLED:
        _said(say("export_filled", count=made.filled, file=file, column=made.column), made.remarks)
    else:
        _said(say("export_done", count=made.filled, file=file), made.remarks)
    return 0


def feedback(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR|FILE.zip", help=say("help_feedback_output"))],
    gradebook: GradebookOption = GRADEBOOK,
    layout: Annotated[Layout, typer.Option("--for", help=say("help_feedback_for"))] = Layout.PLAIN,
    format: Annotated[
        FeedbackFormat, typer.Option("--format", "-f", help=say("help_feedback_format"))
    ] = FeedbackFormat.TEXT,
    section: OnlyOption = None,
    places: PlacesOption = None,
    download: Annotated[
        Path | None, typer.Option("--download", metavar="PATH", help=say("help_feedback_download"))
    ] = None,
    run: RunOption = None,
    policy: PolicyOption = None,
) -> int:
    """Write a file for each student."""
    from grader.gradebook.feedback import FeedbackSettings, write_feedback
    from grader.report.pages import require_pages

    if format is FeedbackFormat.HTML:
        require_pages()
    book = _read(gradebook, run, section or (), policy)
    _keep_hand_ins(output, [download, *(Path(one.source) for one in book.handed_in)])
    given = [one for one in book.handed_in if one.layout == layout.value]
    settings = FeedbackSettings(
        layout=layout,
        format=format.value,
        sections=book.sections,
        places=book.places if places is None else places,
        language=language(),
        laid_out=layout.value if given else "",
        names=() if layout is Layout.PLAIN else _names(download) if download else _names_again(given),
    )
    those = given if given and layout is not Layout.PLAIN else book.handed_in
    entries = [entry for one in those for entry in one.entries]
    written = write_feedback(output, book.grades, entries=entries, settings=settings)
    _said(say("feedback_done", count=len(written.files), folder=inert_line(str(output))), written.remarks)
    return 0


def _keep_hand_ins(output: Path, sources: Iterable[Path | None]) -> None:
    """Raises UsageError where the feedback would be written over what was handed in."""
    if any(source and output.resolve() == source.resolve() for source in sources):
        raise UsageError("feedback_over_hand_ins", path=inert_line(str(output)))


class HandedIn(NamedTuple):
    """What one run graded: where it lay, how it was laid out, what became of it."""

    source: str
    layout: str
    entries: Sequence[Entry]


class Book(NamedTuple):
    """What is wanted of a gradebook: the grades, the sections that were asked for, what was handed in for them."""

    grades: Sequence[StudentGrade]
    sections: tuple[str, ...]
    handed_in: Sequence[HandedIn]
    places: int


def _read(where: str, run: int | None, wanted: Sequence[str], policy: Path | None) -> Book:
    """The grades that count now, or those of one run; the latest of what was handed in last."""
    from grader.gradebook.policy import find_policy
    from grader.gradebook.store import open_gradebook

    with open_gradebook(where, create=False) as gradebook:
        rules = find_policy(policy, gradebook.path)
        grades = gradebook.grades(rules, run)
        of_sections = [each for grade in grades for each in grade.sections]
        sections = tuple(_section(name, dict.fromkeys(each.section for each in of_sections)) for name in wanted)
        runs = {each.run for each in of_sections if not sections or each.section in sections}
        handed_in = [
            HandedIn(each.source, each.layout, gradebook.entries(each.number, results=False))
            for each in gradebook.runs()
            if each.number in runs
        ]
    if not grades:
        raise UsageError("export_empty")
    return Book(grades, sections, handed_in, rules.decimals)


def _section(text: str, known: Collection[str]) -> str:
    """The section with this id, or the only one that begins so."""

    return section_named(text, [*known]) if known else text


def _template(format: ExportFormat, path: Path | None, output: Path) -> bytes:
    if format not in FILLED:
        if path is not None:
            raise UsageError("export_template_unused", format=format.value)
        return b""
    if path is None:
        raise UsageError("export_template_needed", format=format.value)
    try:
        if output.exists() and output.samefile(path):
            raise UsageError("export_over_template")
        if path.stat().st_size > MOST_BYTES:
            raise UsageError("template_encoding", file=inert_line(str(path)))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError("template_unreadable", file=inert_line(str(path)), problem=why) from None


def _headings(given: Sequence[str]) -> Mapping[str, str]:
    pairs = {}
    for text in given:
        key, equals, name = text.partition("=")
        if key not in COLUMNS or not equals or not name:
            raise UsageError("export_heading_wrong", heading=inert_line(text), columns=", ".join(COLUMNS))
        pairs[key] = name
    return pairs


def _names(download: Path) -> tuple[str, ...]:
    """The names in what a platform gave out: nothing of it is unpacked."""
    try:
        if download.is_dir():
            inside = (path for path in sorted(download.rglob("*")) if not path.is_symlink())
            found = [str(path.relative_to(download)) for path, _ in zip(inside, range(MOST_NAMES), strict=False)]
        else:
            with ZipFile(download) as archive:
                found = archive.namelist()[:MOST_NAMES]
    except (OSError, BadZipFile, ValueError, NotImplementedError):
        raise UsageError("feedback_download_wrong", file=inert_line(str(download))) from None
    return tuple(found)


def _names_again(handed_in: Sequence[HandedIn]) -> tuple[str, ...]:
    """The names in what was graded, where it is still there."""
    for one in reversed(handed_in):
        with suppress(UsageError, ValueError):
            return _names(Path(one.source))
    return ()


def _said(done: str, remarks: Sequence[Message]) -> None:
    """What was written, and a line for each thing to look at."""
    warn(done)
    for remark in remarks:
        warn(inert_line(spoken().tell(remark)))
