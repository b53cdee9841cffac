"""`grader hint`: one hint after the other for an exercise that does not pass yet."""

from typing import Annotated

import typer

from grader.cli import options
from grader.cli.output import page_layout, program, to_stdout
from grader.cli.run import GradeRequest, check_sections, graded_result, handed_out, own_exercises
from grader.cli.selection import select
from grader.course import Course, course_at
from grader.course.asked import remember, step_for
from grader.course.catalog import Told, course_texts
from grader.course.docstrings import Explanation, explanation
from grader.course.exercise_names import short_id
from grader.course.reset import stub_of
from grader.course.stub_language import translated
from grader.intake import read_submission
from grader.scoring import redact
from grader.texts import language, spoken

say = spoken().say


def hint(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SECTION] [EXERCISE]", help=say("help_hint_what")),
    ] = None,
    step: Annotated[int | None, typer.Option("--step", metavar="N", min=1, max=3, help=say("help_hint_step"))] = None,
    course: options.CourseOption = None,
    isolation: options.IsolationOption = options.Isolation.AUTO,
    quiet: options.QuietOption = False,
) -> int:
    """Check the exercises, and hint at the first that is not right."""
    at = course_at(course)
    chosen = select(at, what or ())
    request = GradeRequest(
        path=chosen.path,
        course=course,
        visibilities=("public",),
        sections=chosen.sections,
        format="text",
        output=None,
        seed=0,
        fail_under=None,
        isolation=isolation.value,
        budget=None,
        replay=True,
        audience="student",
        quiet=quiet,
        verbose=False,
        exercises=chosen.exercises,
    )
    submission = read_submission(chosen.path or own_exercises(at), at)
    sections = check_sections(at, chosen.sections) or handed_out(at)
    result = redact(graded_result(request, at, submission, sections), "student")

    from grader.report import path
    from grader.report.hint_steps import LAST, Lesson, fingerprint, render
    from grader.report.in_language import in_language

    told = course_texts(at, language())
    result = in_language(result, told)
    next = path.next_step(path.steps_of(result))
    if next is None:
        to_stdout(say("hint_no_need") + "\n")
        return 0
    section, name = next.place
    number = 1
    if next.wrong:
        key, failure = f"{section}::{name}", fingerprint(next)
        number = step or step_for(at.root, key, failure, LAST)
        remember(at.root, key, failure, number)
    command = f"{program()} hint {short_id(section, at)} {name}"
    lesson = Lesson(_explained(at, section, name, told), next.section.title, command)
    to_stdout(render(next, number, lesson, page_layout()))
    return 0


def _explained(course: Course, section: str, exercise: str, told: Told) -> Explanation:
    """What the stub says; nothing where the course does not have it here."""
    found = course.section(section)
    stub = stub_of(course, found) if found else None
    return explanation(translated(stub, told), exercise) if stub else Explanation()
