"""`grader report`: a page of one result, or of a class."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from grader.cli import options
from grader.cli.options import PolicyOption
from grader.cli.output import warn
from grader.cli.run import check_sections
from grader.course import course_at
from grader.errors import UsageError
from grader.inert import inert_line
from grader.report.pages import require_pages
from grader.scoring import Result, from_record, redact
from grader.texts import language, spoken

say = spoken().say
MIB = 64
LARGEST = MIB * 2**20
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
    policy: PolicyOption = None,
    course: options.CourseOption = None,
) -> int:
    """Write the page."""
    from grader.gradebook.private_file import write_private

    require_pages()
    name, file = inert_line(source), inert_line(str(output))
    result = _result(source, name)
    if result is None:
        page, students = _class(source, run, section or [], similar, policy, course)
        done = say("report_done_class", file=file, count=students)
    else:
        given = {"--run": run, "--section": section, "--similar": similar, "--policy": policy}
        unused = next((option for option, value in given.items() if value), None)
        if unused:
            raise UsageError("report_only_of_class", option=unused, file=name)
        page = _student(redact(result, audience.value), audience)
        done = say("report_done", file=file, submission=inert_line(result.submission))
    write_private(output, page.encode())
    warn(done)
    return 0


def _student(result: Result, audience: options.Reader) -> str:
    from grader.report.html import render
    from grader.report.page import Layout

    return render(result, Layout(language=language(), footer=audience is options.Reader.INSTRUCTOR))


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
