"""`grader release`: the student's copy of a course, as a folder, an archive, or both."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.needs import require_all, require_answers
from grader.cli.output import counted, warn
from grader.cli.run import check_sections
from grader.course import course_at
from grader.course.catalog import course_texts, require_language
from grader.errors import UsageError
from grader.texts import ENGLISH, spoken

SHORT = 1

say = spoken().say


def release(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help=say("help_release_folder"))] = None,
    zip: Annotated[Path | None, typer.Option("--zip", metavar="FILE", help=say("help_release_zip"))] = None,
    gradescope: Annotated[
        Path | None, typer.Option("--gradescope", metavar="FILE", help=say("help_release_gradescope"))
    ] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", "-s", metavar="ID", help=say("help_release_section"))
    ] = None,
    with_solutions: Annotated[
        list[str] | None, typer.Option("--with-solutions", metavar="ID", help=say("help_release_solutions"))
    ] = None,
    notebooks: Annotated[bool, typer.Option("--notebooks", help=say("help_release_notebooks"))] = False,
    pip: Annotated[bool, typer.Option("--pip", help=say("help_release_pip"))] = False,
    allow_dirty: Annotated[bool, typer.Option("--allow-dirty", help=say("help_release_dirty"))] = False,
    skip_verify: Annotated[bool, typer.Option("--skip-verify", help=say("help_release_skip"))] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help=say("help_release_lang"))] = ENGLISH,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=say("help_jobs"))] = os.cpu_count() or 1,
    at: options.CourseOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("help_release_quiet"))] = False,
) -> int:
    """Hand out a course that is fit for it; 1 when its tests fall short."""
    require_all()
    from grader.release import conditions
    from grader.release.contents import contents
    from grader.release.destination import check_archive, check_folder, write_archive, write_folder
    from grader.release.gradescope import autograder
    from grader.release.hints import hints_of
    from grader.release.project import project_name
    from grader.verify.whole import verified

    if folder is None and zip is None and gradescope is None:
        raise UsageError("release_nowhere")
    course = course_at(at)
    require_answers(course)
    require_language(course, lang)
    wanted, solved = check_sections(course, section or ()), check_sections(course, with_solutions or ())
    if folder:
        check_folder(folder, course.title)
    for archive in filter(None, (zip, gradescope)):
        check_archive(archive)
    conditions.require_stubs(course)
    if not allow_dirty:
        conditions.require_committed(course)
    if not skip_verify:
        matrix = verified(course, wanted, (), 0, jobs, True, lambda what: counted(say(f"progress_{what}"), quiet))
        # What a file keeps of all points cannot be told from a part of the course.
        short = matrix.short(
            {name: value for name, value in course.verify.items() if not wanted or name != "kept_whole"}
        )
        for message in short:
            warn(say("release_short", problem=message))
        if short:
            return SHORT
    else:
        conditions.require_reference(course, wanted)
    sections = [one for one in course.sections if not wanted or one.id in wanted]
    if gradescope:
        write_archive(autograder(course, sections), "", gradescope)
    if folder or zip:
        with counted(say("progress_hints"), quiet) as (on_start, on_one):
            hints = hints_of(course, sections, on_start, on_one, told=course_texts(course, lang))
        answers = [one for one in course.sections if one.id in solved]
        files = contents(
            course,
            course.version,
            hints,
            sections,
            answers,
            with_engine=not pip,
            with_notebooks=notebooks,
            language=lang,
        )
        if folder:
            write_folder(files, folder)
        if zip:
            write_archive(files, project_name(course), zip)
    if not quiet:
        for place in filter(None, (folder, zip, gradescope)):
            warn(say("released", place=place, count=len(sections), version=course.version))
        if skip_verify:
            warn(say("release_unverified"))
    return 0
