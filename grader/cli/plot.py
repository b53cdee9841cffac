"""`grader plot`: pictures of a section, drawn from the numbers that a student's own code answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli import options
from grader.cli.grade import SAFEST
from grader.cli.needs import require_all
from grader.cli.output import warn
from grader.cli.run import check_sections, launched, warn_of_sandbox
from grader.course import Course, course_at
from grader.errors import UsageError
from grader.inert import inert_line
from grader.intake import read_submission
from grader.texts import spoken

if TYPE_CHECKING:
    from grader.runner.pictures import Drawn
    from grader.suite.figures import Picture

say = spoken().say
NOTHING = 1


def plot(
    section: Annotated[str, typer.Argument(metavar="SECTION", help=say("help_plot_section"))],
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help=say("help_plot_path"))] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("help_plot_output"))] = None,
    course: options.CourseOption = None,
    isolation: Annotated[options.Isolation | None, typer.Option("--isolation", help=say("help_isolation"))] = None,
    seed: options.SeedOption = 0,
) -> int:
    """Draw the pictures; 1 where none of them can be drawn."""
    from grader.report.drawing import draw, require_plots

    require_plots()
    own = course_at(course)
    [id] = check_sections(own, [section])
    target = output or Path(f"{id}.png")
    form = target.suffix.lower().removeprefix(".")
    if form not in ("png", "svg"):
        raise UsageError("plot_form", file=inert_line(str(target)))
    if own.pictures(id) is None:
        raise UsageError("plot_none", section=id)
    # One's own exercises are checked anywhere, and code of others is run as `grade` runs it.
    safest = isolation or (SAFEST if path else options.Isolation.AUTO)
    with artist(path or own.exercises, own, safest, seed) as draw_section:
        drawn = draw_section(id, lambda picture: True)
    for problem in drawn.problems:
        warn(spoken().tell(problem))
    if not drawn.panels:
        return NOTHING
    from grader.gradebook.private_file import write_private

    write_private(target, draw(drawn.panels, spoken(), "svg" if form == "svg" else "png"))
    print(inert_line(str(target)))
    return 0


Artist = Callable[[str, "Callable[[Picture], bool]"], "Drawn"]


@contextmanager
def artist(path: Path, course: Course, isolation: options.Isolation, seed: int = 0) -> Iterator[Artist]:
    """What draws the pictures of a section that are wanted, from a submission's own answers."""
    submission = read_submission(path, course)
    require_all()
    from grader.runner.pictures import Drawn, draw_pictures, read_pictures

    with launched(course, isolation.value) as launcher:

        def draw_section(section: str, wanted: "Callable[[Picture], bool]") -> Drawn:
            file = course.pictures(section)
            pictures = [one for one in (read_pictures(file) if file else ()) if wanted(one)]
            return draw_pictures(pictures, section, submission, course, launcher, seed)

        launcher.private = course.private
        yield draw_section
        warn_of_sandbox(launcher.notes)
