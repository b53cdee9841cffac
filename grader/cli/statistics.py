"""`grader statistics`: how a class did, from its gradebook."""

import json
from enum import Enum
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.options import GRADEBOOK, GradebookOption, PolicyOption
from grader.cli.output import opened, page_layout
from grader.cli.run import check_sections
from grader.course import course_at
from grader.texts import spoken

say = spoken().say


class PageFormat(str, Enum):
    TEXT = "text"
    JSON = "json"


def statistics(
    gradebook: GradebookOption = GRADEBOOK,
    run: Annotated[int | None, typer.Option("--run", metavar="N", min=1, help=say("help_statistics_run"))] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", "-s", metavar="ID", help=say("help_statistics_section"))
    ] = None,
    policy: PolicyOption = None,
    course: options.CourseOption = None,
    format: Annotated[PageFormat, typer.Option("--format", "-f", help=say("help_format"))] = PageFormat.TEXT,
    output: options.OutputOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("help_statistics_quiet"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=say("help_statistics_verbose"))] = False,
) -> int:
    """Print the statistics of what counts now, or of one run."""
    own = course_at(course)
    from grader.gradebook.policy import find_policy
    from grader.gradebook.statistics import class_statistics, statistics_record, statistics_text
    from grader.gradebook.store import open_gradebook

    sections = check_sections(own, section or ())
    with open_gradebook(gradebook, create=False) as book:
        told = class_statistics(book.grades(find_policy(policy, book.path), run), own, sections)
    with opened(output) as write:
        if format is PageFormat.JSON:
            write(json.dumps(statistics_record(told), indent=1, ensure_ascii=False) + "\n")
        else:
            write(statistics_text(told, own, page_layout(output, quiet, verbose)))
    return 0
