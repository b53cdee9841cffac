"""`grader doctor`: is this machine ready, and what to do about each thing that is missing."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from grader import __version__
from grader.boundary.platform import start_method
from grader.cli.needs import NEEDS
from grader.cli.output import on_terminal, opened, width
from grader.course import find_course
from grader.course.student_copy import student_copy
from grader.errors import CourseError, GraderError
from grader.inert import inert_line
from grader.texts import ENGLISH, Translator, spoken, translator

OLDEST_PYTHON = (3, 10)
NOT_READY = 3
FORKS = 5
TRIED = "import numpy\nimport torch\n(torch.ones(2, 2) @ torch.ones(2, 2)).sum().item()\n"
"""What is run in a worker: what a submission's file may need at its top."""
NARROW = 60  # columns, below which what was found of a thing stands under its name


class DoctorFormat(str, Enum):
    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. Without a `needed` one nothing can be graded; the others make it safer."""

    name: str
    ok: bool
    detail: str
    needed: bool = False
    advice: str = ""


def doctor(
    format: Annotated[
        DoctorFormat, typer.Option("--format", "-f", help=spoken().say("help_format"))
    ] = DoctorFormat.TEXT,
) -> int:
    """Look at this machine; 3 when something is missing that grading needs."""
    is_json = format is DoctorFormat.JSON
    with opened(None) as write:
        findings = list(_findings(translator(ENGLISH) if is_json else spoken()))
        ready = all(finding.ok for finding in findings if finding.needed)
        write(_json(findings, ready) if is_json else _text(findings, ready))
    return 0 if ready else NOT_READY


def _findings(translator: Translator) -> Iterator[Finding]:
    say = translator.say
    oldest = ".".join(map(str, OLDEST_PYTHON))
    modern = sys.version_info >= OLDEST_PYTHON
    advice = "" if modern else say("doctor_python_old", oldest=oldest)
    yield Finding("Python", modern, platform.python_version(), True, advice)
    yield Finding("grader", True, __version__)
    for need in NEEDS:
        good = need.installed and need.suits
        unknown = say("doctor_version_unknown" if need.installed else "doctor_not_installed")
        yield Finding(need.name, good, need.version or unknown, True, "" if good else translator.tell(need.advice))
    yield from _course(translator)
    machine = say("doctor_machine", platform=platform.platform(), count=os.cpu_count() or 1)
    yield Finding(say("doctor_platform"), True, machine)
    yield Finding(say("doctor_start_method"), True, start_method())
    if all(need.installed for need in NEEDS):
        yield from isolation(translator)


def _course(translator: Translator) -> Iterator[Finding]:
    """What kind of course is here, if any: without its answers hints are worse, unless it is a copy made for that."""
    say = translator.say
    try:
        course = find_course(Path.cwd())
    except CourseError:
        return
    copy = student_copy(course)
    needed = [course.hidden, course.solutions]
    needed += [course.solutions / section.file for section in course.sections if course.solutions.is_dir()]
    missing = [inert_line(os.path.relpath(path, course.root)) for path in needed if not path.exists()]
    title = inert_line(course.title)
    if copy:
        told = say("doctor_course_copy", title=title, version=inert_line(copy.mark.version))
        yield Finding(say("doctor_course"), True, told)
    elif missing:
        told = say("doctor_course_lost", title=title, missing=", ".join(missing))
        yield Finding(say("doctor_course"), False, told, True, say("doctor_course_advice"))
    else:
        yield Finding(say("doctor_course"), True, say("doctor_course_whole", title=title))


def isolation(translator: Translator) -> Iterator[Finding]:
    """What a worker says of its layers, and the time of one fork."""
    from grader.boundary.launcher import advice, open_launcher
    from grader.boundary.session import Session
    from grader.wire.messages import ModuleSource

    seconds: list[float] = []
    layers: tuple[dict[str, str], ...] = ()
    try:
        with closing(open_launcher("auto")) as launcher:
            launcher.worker().end()  # the first also waits for torch
            for _ in range(FORKS):
                started = time.perf_counter()
                process = launcher.worker()
                seconds.append(time.perf_counter() - started)
                layers = process.layers
                process.end()
            session = Session(launcher, [ModuleSource("tried", "tried.py", TRIED)])
            wrong = session.opening("tried")
            session.discard()
            lacking = " ".join(translator.tell(advice(note)) for note in launcher.notes)
    except GraderError as error:
        yield Finding(translator.say("doctor_worker"), False, error.told(translator), True)
        return
    if wrong is not None:
        yield Finding(translator.say("doctor_worker"), False, inert_line(str(wrong), 500), True)
    yield from (Finding(layer["name"], layer["held"] == "true", layer["why"]) for layer in layers)
    told = lacking or translator.say("sandbox_whole")
    refused = lacking and sys.platform == "linux"  # elsewhere nobody asks for a sandbox
    advice_on_it = translator.say("doctor_without_sandbox") if refused else ""
    yield Finding(translator.say("doctor_sandbox"), not lacking, told, advice=advice_on_it)
    milliseconds = f"{statistics.median(seconds) * 1000:.1f}"
    yield Finding(translator.say("doctor_fork"), True, translator.say("one_fork", milliseconds=milliseconds))


def _json(findings: list[Finding], ready: bool) -> str:
    document = {"ready": ready, "findings": [asdict(finding) for finding in findings]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _text(findings: list[Finding], ready: bool) -> str:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from grader.report.page import Layout, page

    layout = Layout(width=width(None), colour=on_terminal(None))
    narrow = layout.width < NARROW
    below: list[Padding | Text] = []
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark = ("✓", "green") if finding.ok else ("✗", "red") if finding.needed else ("·", "yellow")
        detail = Text(finding.detail)
        if finding.advice:
            detail.append(f"\n→ {finding.advice}", style="bold")
        table.add_row(Text(*mark), Text(finding.name), detail)
        below += [Text.assemble(mark, " ", finding.name, overflow="fold"), Padding(detail, (0, 0, 0, 2))]
    limited = any(finding.advice for finding in findings)
    verdict = spoken().say("doctor_not_ready" if not ready else "doctor_ready_limited" if limited else "doctor_ready")
    return page([*(below if narrow else [table]), "", Text(verdict, style="bold")], layout)
