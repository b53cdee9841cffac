"""`grader debug`: a failing public test's call in this process, for pdb and the debuggers of editors."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli import options
from grader.cli.needs import require_all
from grader.cli.run import check_sections, from_here, launched
from grader.course import Course, course_at
from grader.errors import UsageError
from grader.failure import Failure
from grader.inert import inert_line
from grader.intake import Submission, read_submission
from grader.texts import spoken
from grader.verdict import Status, Verdict

if TYPE_CHECKING:
    from grader.runner.test_run import FailedTest

say = spoken().say
FAILED = (Status.FAILED, Status.ERROR, Status.TIMEOUT)


def debug(
    what: Annotated[list[str], typer.Argument(metavar="[SECTION] EXERCISE | TEST", help=say("help_debug_what"))],
    course: options.CourseOption = None,
    stop: Annotated[bool, typer.Option("--stop/--no-stop", help=say("help_debug_stop"))] = True,
    seed: options.SeedOption = 0,
) -> int:
    """Check the exercise, write its first failing call down, and run that call here."""
    return _debug(course_at(course), what, stop, seed)


def _debug(course: Course, what: list[str], stop: bool, seed: int) -> int:
    section, exercise, test = _meant(course, what)
    submission = read_submission(course.exercises, course)
    require_all()
    verdicts, failed = _checked(course, submission, section, exercise, seed)
    verdict = _first(verdicts, test)
    if verdict is None:
        _say("debug_nothing")
        return 0
    _say("verdict_line", exercise=verdict.exercise, title=verdict.title, status=say(f"status_{verdict.status.value}"))
    if verdict.failure is not None:
        from grader.report.words import message

        print(message(verdict.failure, spoken(), most_printed=0), file=sys.stderr)
    found = failed.get(verdict.id)
    if found is None or verdict.failure is None or verdict.failure.kind.startswith("forbidden"):
        _say("debug_not_run")
        return 0
    _run_here(course, submission, found, verdict.failure, stop, seed)
    return 0


def _checked(
    course: Course, submission: Submission, section: str, exercise: str, seed: int
) -> tuple[tuple[Verdict, ...], "Mapping[str, FailedTest]"]:
    """The verdicts on an exercise, as `grader check` finds them, and how the tests ended that failed, by their ids."""
    with launched(course, "auto") as launcher:
        from grader.runner.collect import collect
        from grader.runner.grade import Settings, grade
        from grader.runner.workers import open_workers

        suite = collect(course, (section,) if section else (), ("public",))
        exercises = {(one.section, one.exercise) for one in suite.cases if exercise in (one.exercise, "")}
        if not exercises:
            known = ", ".join(dict.fromkeys(one.exercise for one in suite.cases))
            raise UsageError("debug_unknown", exercise=inert_line(exercise), exercises=known)
        if exercise and len(exercises) > 1:
            sections = ", ".join(sorted(id for id, _ in exercises))
            raise UsageError("debug_several", exercise=exercise, sections=sections)
        failed: dict[str, FailedTest] = {}
        settings = Settings(budget=course.limits.budget_seconds)
        with open_workers(course, "auto", seed, launcher) as workers:
            chosen = suite.only(exercises=exercises)
            run = grade(submission, chosen, workers, settings, on_failed=lambda one: failed.update({one.case.id: one}))
    if run.interrupted:
        raise KeyboardInterrupt
    return run.verdicts, failed


def _run_here(
    course: Course, submission: Submission, found: "FailedTest", failure: Failure, stop: bool, seed: int
) -> None:
    """Write the call down, run it again in this process, and say how that ended."""
    from grader.feedback.outcome import parameters_of
    from grader.inprocess import is_debugged, run_again, write_script
    from grader.runner.facts import facts_of

    facts = facts_of(submission, course)
    own, calls = facts.files[found.case.section], found.end.log.calls
    parameters = parameters_of(facts.tree(found.case.section), calls[-1].name) if calls else ()
    try:
        script = write_script(found, failure, course.root, course.exercises / own.name, parameters, spoken())
    except OSError as error:
        _say("debug_no_script", problem=error.strerror or "")
    else:
        _say("debug_script", file=from_here(script)) if script else _say("debug_not_plain")
    own_stops = any(word in (own.text or "") for word in ("breakpoint()", "set_trace("))
    stop = stop and not own_stops and sys.stdin is not None and sys.stdin.isatty() and not is_debugged()
    _say("debug_stops" if stop else "debug_begins")
    _say(f"debug_{run_again(found, facts, course.exercises, seed, stop)}")


def _meant(course: Course, what: list[str]) -> tuple[str, str, str]:
    """The section, the exercise and the test that are meant; each "" where any will do."""
    if len(what) == 1 and "::" in what[0]:
        folder, _, _ = what[0].partition("::")
        section = Path(folder).stem.removeprefix("test_")
        return check_sections(course, [section])[0], "", what[0].partition("::")[2]
    if len(what) > 2:
        raise UsageError("debug_too_much")
    if len(what) == 2:
        return check_sections(course, what[:1])[0], what[1], ""
    known = [one.id for one in course.sections]
    if any(id == what[0] for id in known) or sum(id.startswith(f"{what[0]}_") for id in known) == 1:
        return check_sections(course, what)[0], "", ""
    return "", what[0], ""


def _first(verdicts: tuple[Verdict, ...], test: str) -> Verdict | None:
    """The first that failed, or the one that was asked for; with a test's name alone, the first of its cases."""
    asked = [one for one in verdicts if not test or test in (name := one.id.partition("::")[2], name.partition("[")[0])]
    if test and not asked:
        raise UsageError("debug_no_test", test=inert_line(test))
    return next((one for one in asked if one.status in FAILED), None)


def _say(id: str, **values: object) -> None:
    """On standard error: what the student's own code prints is the result."""
    print(say(id, **values), file=sys.stderr, flush=True)
