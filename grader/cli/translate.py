"""`grader translate`: the catalogs of a course's own texts, made anew in one language."""

from typing import Annotated

import typer

from grader.cli import options
from grader.cli.needs import require_all, require_answers
from grader.cli.output import warn
from grader.course import course_at
from grader.errors import EngineError
from grader.inert import inert_line
from grader.texts import Message, spoken

SHORT = 1

say = spoken().say


def translate(
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help=say("help_translate_language"))],
    check: Annotated[bool, typer.Option("--check", help=say("help_translate_check"))] = False,
    at: options.CourseOption = None,
) -> int:
    """Write the catalogs, or only look at them; 1 when a text has no translation."""
    course = course_at(at)
    require_answers(course)
    require_all()
    try:
        from grader.release.catalogs import renewed
    except ModuleNotFoundError:
        raise EngineError(
            "need_missing", name="babel", install=Message.of("install_other", requirement="babel>=2.14")
        ) from None

    short = False
    for catalog in renewed(course, language):
        stale = catalog.stale
        for path in stale:
            file = inert_line(str(path.relative_to(course.root)))
            if check:
                warn(say("translate_stale", file=file, language=inert_line(language)))
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(catalog.files[path])
                warn(say("stub_written", file=file))
        for text in catalog.missing:
            file = inert_line(str(next(iter(catalog.files)).relative_to(course.root)))
            warn(say("translate_missing", file=file, text=inert_line(text)))
        short = short or bool(catalog.missing) or (check and bool(stale))
    return SHORT if short else 0
