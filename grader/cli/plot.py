"""`grader plot`: pictures of a section, drawn from the numbers that a student's own code answers."""

from pathlib import Path
from typing import Annotated

import typer

from grader.boundary.launcher import open_launcher
from grader.cli import options
from grader.cli.needs import require_all
from grader.cli.output import warn
from grader.cli.run import check_sections
from grader.course import course_at
from grader.errors import UsageError
from grader.inert import inert_line
from grader.intake import read_submission
from grader.texts import spoken

say = spoken().say
NOTHING = 1


def plot(
    section: Annotated[str, typer.Argument(metavar="SECTION", help=say("help_plot_section"))],
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help=say("help_check_path"))] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("help_plot_output"))] = None,
    course: options.CourseOption = None,
    isolation: options.IsolationOption = options.Isolation.AUTO,
    seed: options.SeedOption = 0,
) -> int:
    """Draw the pictures; 1 where none of them can be drawn."""
    from grader.report.drawing import require_plots

    require_plots()
    own = course_at(course)
    [id] = check_sections(own, [section])
    target = output or Path(f"{id}.png")
    form = target.suffix.lower().removeprefix(".")
    if form not in ("png", "svg"):
        raise UsageError("plot_form", file=inert_line(str(target)))
    submission = read_submission(path or own.exercises, own)
    require_all()
    from grader.gradebook.private_file import write_private
    from grader.report.drawing import draw
    from grader.runner.pictures import draw_pictures, picture_file, read_pictures

    file = picture_file(own, id)
    pictures = read_pictures(file) if file else ()
    if not pictures:
        raise UsageError("plot_none", section=id)
    launcher = open_launcher(isolation.value, own.limits.memory_mib)
    try:
        launcher.private = own.private
        drawn = draw_pictures(pictures, id, submission, own, launcher, seed)
    finally:
        launcher.close()
    for problem in drawn.problems:
        warn(spoken().tell(problem))
    if not drawn.panels:
        return NOTHING
    write_private(target, draw(drawn.panels, spoken(), "svg" if form == "svg" else "png"))
    print(inert_line(str(target)))
    return 0
