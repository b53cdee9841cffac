"""`grader report`: a page of one result, or of a class."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.cli import options
from grader.cli.grade import SAFEST
from grader.cli.options import PolicyOption
from grader.cli.output import warn
from grader.cli.plot import artist
from grader.cli.run import check_sections
from grader.course import course_at
from grader.errors import UsageError
from grader.inert import inert_line
from grader.report.by_exercise import status_of
from grader.report.html import PagePicture, student_page
from grader.report.pages import require_pages
from grader.scoring import Result, from_record, redact
from grader.texts import language, spoken
from grader.verdict import Status

if TYPE_CHECKING:
    from grader.suite.figures import Picture

say = spoken().say
MIB = 64
LARGEST = MIB * 2**20
FINE = (Status.PASSED, Status.NOT_ATTEMPTED)
DATABASE = b"SQLite format 3"


def report(
    source: Annotated[str, typer.Argument(metavar="RESULT.json|GRADEBOOK", help=say("help_report_source"))],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=say("help_report_output"))],
    audience: Annotated[
        options.Reader, typer.Option("--audience", help=say("help_report_audience"))
    ] = options.Reader.STUDENT,
    run: Annotated[int | None, typer.Option("--run", metavar="N", min=1, help=say("help_report_run"))] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", "-s", metavar="ID", help=say("help_report_section"))
    ] = None,
    similar: Annotated[Path | None, typer.Option("--similar", metavar="FILE", help=say("help_report_similar"))] = None,
    pictures: Annotated[
        Path | None, typer.Option("--pictures", metavar="PATH", help=say("help_report_pictures"))
    ] = None,
    isolation: options.IsolationOption = SAFEST,
    policy: PolicyOption = None,
    course: options.CourseOption = None,
) -> int:
    """Write the page."""
    from grader.gradebook.private_file import write_private

    require_pages()
    name, file = inert_line(source), inert_line(str(output))
    result = _result(source, name)
    if result is None:
        if pictures:
            raise UsageError("report_only_of_result", file=name)
        page, students = _class(source, run, section or [], similar, policy, course)
        done = say("report_done_class", file=file, count=students)
    else:
        given = {"--run": run, "--section": section, "--similar": similar, "--policy": policy}
        unused = next((option for option, value in given.items() if value), None)
        if unused:
            raise UsageError("report_only_of_class", option=unused, file=name)
        shown = redact(result, audience.value)
        page = _student(shown, audience, _pictures(shown, pictures, isolation, course) if pictures else {})
        done = say("report_done", file=file, submission=inert_line(result.submission))
    write_private(output, page.encode())
    warn(done)
    return 0


def _student(result: Result, audience: options.Reader, pictures: Mapping[str, PagePicture]) -> str:
    from grader.report.page import Layout

    layout = Layout(language=language(), footer=audience is options.Reader.INSTRUCTOR)
    return student_page(inert_line(result.submission), (), [result], layout, pictures)


def _pictures(
    result: Result, path: Path, isolation: options.Isolation, course: Path | None
) -> Mapping[str, PagePicture]:
    """The pictures of each section, of exercises that are wrong. What cannot be drawn is told in the page anyway."""
    from grader.report.drawing import draw, require_plots

    require_plots()
    own = course_at(course)
    made: dict[str, PagePicture] = {}
    with artist(path, own, isolation) as draw_section:
        for section in result.sections:
            wrong = {one.name for one in section.exercises if status_of(one.tests) not in FINE}
            if not wrong or own.section(section.id) is None:
                continue
            panels = draw_section(section.id, _about(wrong)).panels
            if panels:
                titles = "; ".join(dict.fromkeys(inert_line(panel.title) for panel in panels))
                made[section.id] = PagePicture(draw(panels, spoken()), say("page_pictures", titles=titles))
    return made


def _about(exercises: set[str]) -> "Callable[[Picture], bool]":
    return lambda picture: not exercises.isdisjoint(picture.needs)


def _class(
    where: str, run: int | None, wanted: list[str], similar: Path | None, policy: Path | None, course: Path | None
) -> tuple[str, int]:
    """The page of what counts now, or of one run; and how many students there are."""
    own = course_at(course)
    sections = check_sections(own, wanted)
    from grader.gradebook.class_page import class_page
    from grader.gradebook.policy import find_policy
    from grader.gradebook.store import open_gradebook
    from grader.report.page import Layout

    pairs = _pairs(similar) if similar else []
    with open_gradebook(where, create=False) as book:
        rules = find_policy(policy, book.path)
        grades = book.grades(rules, run)
    if not grades:
        raise UsageError("export_empty")
    page = class_page(grades, own, Layout(language=language()), sections, rules.decimals, pairs)
    return page, len(grades)


def _result(source: str, name: str) -> Result | None:
    """The result in a file, None where it is a gradebook. Raises UsageError."""
    if "://" in source or not Path(source).is_file():
        return None
    data = _read(Path(source), name)
    return None if data.startswith(DATABASE) else from_record(_document(data, name))


def _pairs(path: Path) -> list[Any]:
    """The pairs that `grader similar` found. Raises UsageError."""
    from grader.gradebook.class_page import SimilarPair

    name = inert_line(str(path))
    document = _document(_read(path, name), name)
    try:
        return [
            SimilarPair(
                first=tuple(inert_line(str(id)) for id in pair["first"]["people"]),
                second=tuple(inert_line(str(id)) for id in pair["second"]["people"]),
                evidence=float(pair["evidence"]),
                sections=tuple(inert_line(str(one["section"])) for one in pair["sections"]),
            )
            for pair in document["pairs"]
        ]
    except (KeyError, TypeError, ValueError):
        raise UsageError("report_not_similar", file=name) from None


def _read(path: Path, name: str) -> bytes:
    """The file, or the beginning of a database, which tells what it is."""
    try:
        with path.open("rb") as file:
            data = file.read(len(DATABASE))
            if data == DATABASE:
                return data
            data += file.read(LARGEST)
    except OSError as error:
        raise UsageError("file_unreadable", file=name, problem=error.strerror) from None
    if len(data) > LARGEST:
        raise UsageError("report_too_large", file=name, mib=MIB)
    return data


def _document(data: bytes, name: str) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError("report_not_a_result", file=name, problem=inert_line(str(error))) from None
    if not isinstance(document, dict):
        raise UsageError("report_not_a_result", file=name, problem=type(document).__name__)
    return document
