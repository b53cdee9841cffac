"""`grader similar`: hand-ins of a class with code that is nearly the same, as a list to look at."""

import json
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.output import opened, page_layout
from grader.cli.run import check_sections
from grader.cli.statistics import PageFormat
from grader.course import course_at
from grader.texts import spoken

say = spoken().say
THRESHOLD = 60.0


def similar(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help=say("help_similar_source"))],
    layout: Annotated[str, typer.Option("--layout", metavar="NAME", help=say("help_similar_layout"))] = "auto",
    roster: Annotated[Path | None, typer.Option("--roster", metavar="CSV", help=say("help_similar_roster"))] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", "-s", metavar="ID", help=say("help_similar_section"))
    ] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", metavar="PERCENT", min=1, max=100, help=say("help_similar_threshold"))
    ] = THRESHOLD,
    course: options.CourseOption = None,
    format: Annotated[PageFormat, typer.Option("--format", "-f", help=say("help_format"))] = PageFormat.TEXT,
    output: options.OutputOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=say("help_similar_verbose"))] = False,
) -> int:
    """List the pairs; 0 whether there are any or not, since none of them proves anything."""
    own = course_at(course)
    sections = check_sections(own, section or ())
    from grader.gradebook.similar import find_similar, similar_record, similar_text
    from grader.intake.collect import collect_hand_ins
    from grader.intake.roster import read_roster

    people = read_roster(roster) if roster else None
    collection = collect_hand_ins(source, own, layout, people, sections)
    with opened(output) as write:
        found = find_similar(collection, own, sections, threshold / 100)
        if format is PageFormat.JSON:
            write(json.dumps(similar_record(found), indent=1, ensure_ascii=False) + "\n")
        else:
            write(similar_text(found, page_layout(output, verbose=verbose)))
    return 0
