"""The process that grades for a notebook: the suites are collected once and torch is imported once, for many checks.

It reads a request a line and answers each with a line, as JSON: a text and a fragment of HTML, or `again` where the
course is not the one that it began with. It ends when the kernel does, since its input then ends.
"""

import contextlib
import hashlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from grader.boundary.launcher import ONE_THREAD, open_launcher
from grader.course import Course, Section, find_course, read_course
from grader.course.catalog import course_texts
from grader.course.named import section_named
from grader.course.reset import exercises_in, stub_of
from grader.errors import CourseError, GraderError, SubmissionError, UsageError
from grader.inert import inert, inert_line
from grader.intake import Submission, SubmittedFile, read_submission
from grader.notebook.fragment import as_html, as_text, blocks
from grader.notebook.held import held
from grader.report.in_language import in_language
from grader.scoring import redact, score
from grader.suite.case import Case
from grader.texts import Message, Translator, language, spoken, translator
from grader.verdict import Run, Verdict
from grader.wire.cells import cell_lines

NAME = "notebook"
MOST = 100
"""Folders in which a course is looked for."""
OWN = "code cell "
"""With which the name begins that a worker gives to the top of a cell."""


class Request(msgspec.Struct, frozen=True):
    """What a kernel asks: an exercise, as it was typed; the section beside it, and the notebook's own; its cells."""

    exercise: str
    section: str
    own: str
    folder: str
    cells: list[tuple[int, str]]


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What it shows."""

    text: str = ""
    html: str = ""
    again: bool = False


@dataclass(frozen=True)
class Asked:
    """A section, and the exercises of it that are checked."""

    section: str
    exercises: tuple[str, ...]


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ.update(ONE_THREAD)  # before torch is imported
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a suite prints is no answer
    with contextlib.ExitStack() as stack:
        answer: Answer | None = None
        with contextlib.suppress(GraderError):  # while the student still writes; what is wrong is said when they ask
            answer = stack.enter_context(_opened(_course(Path.cwd())))
        for line in sys.stdin:
            request = msgspec.json.decode(line, type=Request)
            reply, answer = _answered(request, answer, stack)
            answers.write(msgspec.json.encode(reply).decode() + "\n")
            answers.flush()


Answer = Callable[[Request], Reply]


def _answered(request: Request, answer: Answer | None, stack: contextlib.ExitStack) -> tuple[Reply, Answer | None]:
    """The reply, and what answers the next request."""
    say = spoken().say
    try:
        if answer is None:
            answer = stack.enter_context(_opened(_course(Path(request.folder))))
        return answer(request), answer
    except GraderError as error:
        return Reply(inert(error.told(spoken()))), answer
    except ModuleNotFoundError as error:
        name = error.name or "torch"
        id = "install_torch" if name == "torch" else "install_other"
        return Reply(say("need_missing", name=name, install=Message.of(id, requirement=name))), answer
    except Exception as error:
        traceback.print_exc()
        return Reply(say("bug", error=type(error).__name__)), answer


def _course(folder: Path) -> Course:
    """The course around a folder, or the one in a folder there, where a notebook lies beside its copy."""
    try:
        return find_course(folder)
    except CourseError as error:
        if error.id != "course_nowhere":
            raise
    for settings in sorted(folder.glob("*/pyproject.toml"))[:MOST]:
        with contextlib.suppress(CourseError):
            return read_course(settings.parent)
    raise CourseError("notebook_nowhere")


@contextlib.contextmanager
def _opened(course: Course) -> Iterator[Answer]:
    """A course's public suites and workers, kept for all checks."""
    launcher = open_launcher("auto", course.limits.memory_mib)
    with contextlib.closing(launcher):  # it imports torch in a process of its own, while it is imported here
        from grader.runner.collect import collect, suite_files
        from grader.runner.grade import Settings, grade
        from grader.runner.workers import open_workers, seldom_collected

        def stamp() -> list[tuple[str, int]]:
            files = [course.root / "pyproject.toml", *suite_files(course, (), ("public",))]
            return [(str(file), file.stat().st_mtime_ns) for file in files]

        began = stamp()
        suite = collect(course, (), ("public",))
        known = {section.id: _exercises(section, course, suite.cases) for section in course.sections}
        with open_workers(course, "auto", 0, launcher) as workers, seldom_collected():

            def answer(request: Request) -> Reply:
                if _course(Path(request.folder)).root != course.root or stamp() != began:
                    return Reply(again=True)
                asked = find(request, known)
                text, bound = held(request.cells, asked.exercises)
                tested = {case.exercise for case in suite.only([asked.section]).cases}
                if not tested.intersection(asked.exercises):
                    return Reply(spoken().say("notebook_untested", exercise=asked.exercises[0]))
                there = tuple(name for name in asked.exercises if name in bound & tested)
                wanted = suite.only(exercises=[(asked.section, name) for name in there])
                submission = _submission(text, asked, course)
                settings = Settings(budget=course.limits.budget_seconds)
                run = grade(submission, wanted, workers, settings) if there else None
                missing = [name for name in asked.exercises if name in tested - bound]
                return _reply(run, Asked(asked.section, there), text, missing, course)

            yield answer


def _exercises(section: Section, course: Course, cases: Iterable[Case]) -> list[str]:
    """Those that have public tests, and then the others that the course names, or that the stub has."""
    names = [case.exercise for case in cases if case.section == section.id]
    others = section.exercises or exercises_in(stub_of(course, section) or "")
    return list(dict.fromkeys([*names, *others]))


def find(request: Request, known: dict[str, list[str]]) -> Asked:
    """What is meant by `cost`, `s3 cost` or `s3`. Raises UsageError where that is nothing, or several things."""
    words = request.exercise.split()
    section = request.section or (words.pop(0) if len(words) > 1 else "")
    name = " ".join(words)
    if not section and name and not any(name in names for names in known.values()):
        with contextlib.suppress(UsageError):
            section, name = section_named(name, [*known]), ""
    if not section and request.own in known and (not name or name in known[request.own]):
        section = request.own
    if not section:
        if not name:
            raise UsageError("notebook_what", sections=", ".join(known))
        having = [id for id, names in known.items() if name in names]
        if not having:
            raise UsageError("notebook_unknown", exercise=inert_line(name), sections=", ".join(known))
        if len(having) > 1:
            example = f"{having[0].partition('_')[0]} {name}"
            raise UsageError("notebook_which", exercise=name, sections=", ".join(having), example=example)
        section = having[0]
    section = section_named(section, [*known])
    if name and name not in known[section]:
        exercises = ", ".join(known[section])
        raise UsageError("notebook_not_there", exercise=inert_line(name), section=section, exercises=exercises)
    return Asked(section, (name,) if name else tuple(known[section]))


def _submission(text: str, asked: Asked, course: Course) -> Submission:
    """What the notebook holds of the section, and beside it the files of the exercises, which it may import."""
    own = SubmittedFile(asked.section, f"{asked.section}.py", asked.section, text)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    try:
        others = read_submission(course.exercises, course).files
    except SubmissionError:
        others = ()
    files = (own, *(file for file in others if file.section != asked.section))
    return Submission(NAME, files, digest, folder=course.exercises.name)


def _reply(run: Run | None, asked: Asked, text: str, missing: list[str], course: Course) -> Reply:
    """What is shown of the exercises that were checked, and those that the notebook does not have."""
    speak = translator(language())
    remarks = []
    if missing:
        names = ", ".join(missing)
        remarks.append(speak.say("notebook_undefined", count=len(missing), exercises=names))
    if run is None:
        return Reply("\n".join(remarks))
    remarks += [
        inert(speak.say("notebook_cell", cell=note.names[0], error=note.code, line=note.line))
        for note in run.notes
        if note.kind == "cell" and note.section == asked.section
    ]
    run = replace(run, verdicts=tuple(_placed(one, f"{asked.section}.py", text, speak) for one in run.verdicts))
    result = redact(score(run, course, sections=(asked.section,), visibilities=("public",)), "student")
    result = in_language(result, course_texts(course, language()))
    shown = list(blocks(result, speak, asked.exercises))
    return Reply(as_text(shown, remarks, speak), as_html(shown, remarks, speak))


def _placed(verdict: Verdict, file: str, text: str, speak: Translator) -> Verdict:
    """The verdict with places in the notebook's cells, and not in the file that was made of them."""
    failure = verdict.failure
    if failure is None:
        return verdict

    def place(line: int) -> tuple[str, int]:
        number, mark = max((one for one in cell_lines(text) if one[1] <= line), key=lambda one: one[1], default=(0, 0))
        return speak.say("notebook_place", cell=number), line - mark

    lines = []
    for line in failure.lines:
        if line.file == file:
            where, row = place(line.line)
            line = replace(line, file=where, line=row, function="" if line.function.startswith(OWN) else line.function)
        lines.append(line)
    uses = []
    for use in failure.uses:
        if not use.file and use.line:
            where, row = place(use.line)
            use = replace(use, file=where, line=row)
        uses.append(use)
    return replace(verdict, failure=replace(failure, lines=tuple(lines), uses=tuple(uses)))
