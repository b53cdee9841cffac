"""The loop: a file is saved, what it touches is checked by workers that are warm, and the screen shows what is next."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.errors import SubmissionError
from grader.feedback.causes import causes_first
from grader.inert import inert_line
from grader.intake import Submission, read_submission
from grader.report.page import Layout
from grader.runner.collect import Suite
from grader.runner.facts import Facts, facts_of
from grader.runner.grade import Settings, grade
from grader.runner.suite_sources import sources_of_suite
from grader.runner.workers import Workers
from grader.verdict import Run, Verdict
from grader.watch.changes import Exercise, Snapshot, snapshot
from grader.watch.events import Events, Signature, ends, signature
from grader.watch.progress import Progress
from grader.watch.screen import Screen, View

End = Literal["quit", "course_changed"]

AGAIN, AGAIN_SECONDS = 4, 0.05
"""So often, and after so long, a file is read again that is missing or empty: an editor may be in the middle of it."""


class _Superseded(KeyboardInterrupt):
    """A check is not gone on with: something newer was saved, or a key asks to end."""


@dataclass(frozen=True)
class _Read:
    """What lies in the folder, and what follows from it."""

    submission: Submission
    facts: Facts
    now: Snapshot


class Session:
    """One folder of exercises being watched, with the suites and the workers that stay warm."""

    def __init__(self, suite: Suite, workers: Workers, screen: Screen, events: Events, layout: Layout) -> None:
        self._suite, self._workers, self._folder = suite, workers, suite.course.exercises
        self._screen, self._events = screen, events
        self._say = layout.translator.say
        self._tell = layout.translator.tell
        course = suite.course
        self._course_files = (
            course.root / "pyproject.toml",
            *dict.fromkeys(source for file in suite.files for source in sources_of_suite(file, course.root)),
        )
        self._course_as_collected = signature(*self._course_files)
        self._seen: Signature = ()
        self._texts: dict[str, str | None] = {}
        self._now = Snapshot()
        self._view = View(Progress(order_of(suite)))
        self._superseded = False

    def run(self) -> End:
        """Check what there is, and then on each save, until a key ends it, or the course itself has changed."""
        self._look(everything=True)
        while True:
            event = self._events.next()
            if ends(event):
                return "quit"
            if event.kind == "key":
                self._key(event.key)
            elif self._course_has_changed():
                return "course_changed"
            elif event.kind == "saved" or signature(self._folder) != self._seen:
                self._look()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _key(self, key: str) -> None:
        view = self._view
        match key.lower():
            case "h":
                self._show(replace(view, hint=not view.hint))
            case "n":
                self._show(replace(view, progress=view.progress.further(), hint=False))
            case "r" | "\n" | "\r":
                focus = view.progress.focus
                self._look(again=[focus] if focus else view.progress.order)

    # ── a save ───────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, again: Sequence[Exercise] = (), everything: bool = False) -> None:
        """Read the files, and check what has changed, with what is to be checked `again`."""
        began = time.perf_counter()
        before = self._texts
        read = self._read()
        if read is None:
            return
        progress = self._view.progress
        touched = set(progress.touched(read.now.prints)) | set(progress.order if everything else again)
        notice = self._unread(read) or self._gone(before)
        if touched:
            self._check(read, [exercise for exercise in progress.order if exercise in touched], began, notice)
        elif notice or self._texts != before:
            same = self._say("watch_unchanged") if before else ""
            self._show(replace(self._view, places=self._places(read), notice=notice or same))

    def _read(self) -> _Read | None:
        """What is in the folder now; None, and a line about it, where nothing can be read there."""
        submission: Submission | None = None
        for attempt in range(AGAIN):
            if attempt:
                time.sleep(AGAIN_SECONDS)
            self._seen = signature(self._folder)
            try:
                submission = read_submission(self._folder, self._suite.course)
            except SubmissionError as error:
                wrong = error.message
                continue
            if not self._is_halfway(submission):
                break
        if submission is None:
            self._texts = {}
            self._show(replace(self._view, notice=inert_line(self._say("watch_gone", problem=self._tell(wrong)))))
            return None
        self._texts = {file.name: file.text for file in submission.files}
        facts = facts_of(submission, self._suite.course)
        unreadable = {file.section for file in submission.files if file.text is None}
        readable = [exercise for exercise in self._view.progress.order if exercise[0] not in unreadable]
        self._now = snapshot(facts.sources, readable, self._now)
        return _Read(submission, facts, self._now)

    def _is_halfway(self, submission: Submission) -> bool:
        """Whether a file that had something in it is gone, or empty."""
        texts = {file.name: file.text for file in submission.files}
        return any(text and not (texts.get(name, "") or "").strip() for name, text in self._texts.items())

    def _unread(self, read: _Read) -> str:
        """A line on the first file that cannot be read now; "" where all can."""
        for file in read.submission.files:
            problem = read.now.problems.get(file.module)
            if file.text is None and file.problem:
                return inert_line(self._tell(file.problem))
            if problem:
                told = self._say("watch_unread", file=file.name, line=problem.line, problem=problem.message)
                return inert_line(told)
        return ""

    def _gone(self, before: Mapping[str, str | None]) -> str:
        """A line on a file that is not there any more; "" where all are."""
        gone = [name for name in before if name not in self._texts]
        return inert_line(self._say("watch_missing", file=gone[0])) if gone else ""

    def _course_has_changed(self) -> bool:
        return signature(*self._course_files) != self._course_as_collected

    # ── a check ──────────────────────────────────────────────────────────────────────────────────────────────

    def _check(self, read: _Read, exercises: Collection[Exercise], began: float, notice: str) -> None:
        self._superseded = False
        self._screen.working([name for _, name in exercises])
        run = grade(
            read.submission,
            self._suite.only(exercises=exercises),
            self._workers,
            Settings(budget=self._suite.course.limits.budget_seconds, try_again=False),
            self._on_verdict,
        )
        if run.interrupted and not self._superseded:
            raise KeyboardInterrupt
        progress = self._view.progress.checked_again(self._with_causes(run, read.facts), read.now.prints)
        self._show(
            View(progress, places=self._places(read), seconds=time.perf_counter() - began, notice=notice, hint=False)
        )

    def _on_verdict(self, verdict: Verdict) -> None:
        """Go no further where something newer waits to be checked; what was not reached is checked with that."""
        if self._events.waiting and signature(self._folder) != self._seen:
            self._superseded = True
            raise _Superseded

    def _with_causes(self, run: Run, facts: Facts) -> list[Verdict]:
        """The verdicts on the exercises that were checked to their end, each with the failures it may follow from."""
        cut = {
            (verdict.section, verdict.exercise)
            for verdict in run.verdicts
            if verdict.failure and verdict.failure.kind == "interrupted"
        }
        mine = [verdict for verdict in run.verdicts if (verdict.section, verdict.exercise) not in cut]
        ids = {verdict.id for verdict in mine}
        known = self._view.progress.known.values()
        others = [verdict for one in known for verdict in one.verdicts if verdict.id not in ids]
        named = causes_first([*mine, *others], facts.callees, run.diagnoses)
        return [verdict for verdict in named if verdict.id in ids]

    def _places(self, read: _Read) -> dict[Exercise, str]:
        """The file and the line of each exercise, the file as it is called in its folder."""
        names = {section: file.name for section, file in read.facts.files.items()}
        return {
            (section, name): f"{names[section]}:{line}"
            for (section, name), line in read.now.lines.items()
            if section in names
        }

    def _show(self, view: View) -> None:
        self._view = view
        self._screen.show(view)


def order_of(suite: Suite) -> tuple[Exercise, ...]:
    """The exercises that have tests, in the course's order."""
    tested = dict.fromkeys((case.section, case.exercise) for case in suite.cases)
    listed = [(section.id, name) for section in suite.course.sections for name in section.exercises]
    sections = [section.id for section in suite.course.sections]
    ordered = dict.fromkeys([*(one for one in listed if one in tested), *tested])
    return tuple(sorted(ordered, key=lambda exercise: sections.index(exercise[0])))
