"""The pictures of a section: what its author draws, from what a submission answers across the boundary."""

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.boundary.answers import StudentError
from grader.boundary.launcher import Launcher
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import Live
from grader.boundary.worker import WorkerLost
from grader.course import Course
from grader.errors import SuiteError
from grader.inert import inert_line
from grader.intake import Submission
from grader.runner.facts import Facts, facts_of
from grader.suite.figures import Panel, Picture
from grader.texts import Message

PATIENCE = 6
"""So many times the limit of a call: nothing is at stake, and a whole training takes its time."""


@dataclass(frozen=True)
class Drawn:
    """The panels of a section's pictures, and why others could not be drawn."""

    panels: tuple[Panel, ...]
    problems: tuple[Message, ...]


def read_pictures(path: Path) -> tuple[Picture, ...]:
    """The pictures in a file of the course, which is run as a suite is. Raises SuiteError."""
    spec = importlib.util.spec_from_file_location(f"grader_pictures_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        problem = inert_line(f"{type(error).__name__}: {error}")
        raise SuiteError("plot_file_wrong", file=path.name, problem=problem) from None
    return tuple(value for value in vars(module).values() if isinstance(value, Picture))


def draw_pictures(
    pictures: Sequence[Picture], section: str, submission: Submission, course: Course, launcher: Launcher, seed: int = 0
) -> Drawn:
    """Draw all pictures from one worker's answers; a lost one is replaced for the next picture."""
    facts = facts_of(submission, course)
    session = Session(launcher, facts.modules, seed=seed, import_seconds=course.limits.import_seconds)
    panels: list[Panel] = []
    problems: list[Message] = []
    try:
        for one in pictures:
            live = Live(session, section, PATIENCE * course.limits.call_seconds)
            for found in _drawn(one, Subject(live, section), section, facts):
                panels.append(found) if isinstance(found, Panel) else problems.append(found)
    finally:
        session.discard()
    return Drawn(tuple(panels), tuple(problems))


def _drawn(one: Picture, student: Subject, section: str, facts: Facts) -> Iterator[Panel | Message]:
    """The panels of a picture, or the sentence that says why there are none."""
    title = inert_line(one.title)
    missing = next((name for name in one.needs if facts.is_stub(section, name)), None)
    if missing:
        yield Message.of("plot_needs", title=title, exercise=missing)
        return
    try:
        made = one.draw(student)
        panels = [made] if isinstance(made, Panel) else list(made)
        yield from [replace(panel, title=panel.title or one.title) for panel in panels]
    except StudentError as error:
        yield _of_error(error, title)
    except WorkerLost as lost:
        if lost.kind == "hung":
            yield Message.of("plot_hung", title=title)
        else:
            yield Message.of("plot_crashed", title=title)
    except Exception:
        yield Message.of("plot_malformed", title=title, exercises=", ".join(one.needs))


def _of_error(error: StudentError, title: str) -> Message:
    if error.refusal:
        return Message.of("plot_refused", title=title, names=inert_line(", ".join(map(str, error.names))))
    told = ": ".join(part for part in (error.type, error.message) if part)
    return Message.of("plot_raised", title=title, error=inert_line(told))
