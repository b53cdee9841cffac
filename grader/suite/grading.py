"""One run of the suites over one submission: what is known so far, and the processes that it takes."""

import ast
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.boundary.answers import StudentError
from grader.boundary.lines import LiveLine, Switch
from grader.boundary.nursery import Nursery
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.worker import WorkerLost
from grader.course import Course
from grader.errors import GraderError
from grader.forbidden import Reading, WhatRan, is_stub, read_exercise, read_sources, uses_of, with_helpers
from grader.intake import Submission
from grader.suite.allowance import Allowance
from grader.suite.consequences import causes_first
from grader.suite.evidence import Episode, first_of
from grader.suite.feedback import compose, error_text, forbidden_text
from grader.suite.oracle import Oracle
from grader.suite.recordings import Recordings, versions
from grader.suite.tests import End, Test
from grader.suite.variants import Variant
from grader.verdict import Audience, Run, Status, Verdict
from grader.wire.messages import SourceText


@dataclass(frozen=True)
class Settings:
    """What was asked for on the command line."""

    visibilities: tuple[str, ...] = ("public", "hidden")
    sections: tuple[str, ...] = ()
    seed: int = 0
    isolation: str = "auto"
    budget: float = 120.0
    replay: bool = True
    shrink: bool = True
    diagnose: bool = True
    audience: Audience = "instructor"


@dataclass
class Grading:
    """Everything of one run; `close` ends its worker (nursery and oracle are their owners')."""

    course: Course
    submission: Submission
    settings: Settings
    nursery: Nursery
    oracle: Oracle
    on_verdict: Callable[[Verdict], None] = lambda verdict: None
    verdicts: list[Verdict] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    failure: GraderError | None = None
    interrupted: bool = False

    def __post_init__(self) -> None:
        self.only_draws = False
        self._allowance: Allowance | None = None
        self._started = time.perf_counter()
        self._files = {file.section: file for file in self.submission.files if file.section}
        sources = [SourceText(f.module, f.name, f.text) for f in self.submission.files if f.text is not None]
        self.sources = read_sources((source.module, source.filename, source.text) for source in sources)
        self.session = self._session(sources)
        self.readings: dict[tuple[str, str], Reading] = {}
        self.logs: dict[tuple[str, str], list[WhatRan]] = {}
        self._hangs: Counter[tuple[str, str]] = Counter()
        self._settled: dict[tuple[str, str], End] = {}
        self._read: dict[tuple[str, str], End | None] = {}
        self._evidence: dict[tuple[str, str], list[Episode]] = {}
        self._needs: dict[tuple[str, str], set[str]] = {}
        self._right: set[tuple[str, str]] = set()
        self._wrong: dict[tuple[str, str], None] = {}
        self.diagnoses: dict[tuple[str, str], Variant] = {}
        nobody = LiveLine(self.session, "", 0)
        self._switches = {name: Switch(nobody, self._source_of) for name in ("submission", "reference")}

    # ── what a test holds ────────────────────────────────────────────────────────────────────────────────────

    def subject(self, which: str, section: str) -> Subject:
        """The `submission` or the `reference` as a suite of that section sees it."""
        return Subject(self._switches[which], section)

    def use(self, submission: LiveLine, reference: LiveLine) -> None:
        """From now on, calls go these ways."""
        self._switches["submission"].line = submission
        self._switches["reference"].line = reference

    def recordings(self, test: Test) -> Recordings | None:
        """The recordings of the test's suite, None where nothing can be recorded or should be."""
        return self.oracle.recordings(test) if self.settings.replay else None

    def seed_of(self, test: Test) -> int:
        """The seed of a property's examples: its own, whatever runs before it."""
        return int.from_bytes(hashlib.sha256(f"{self.settings.seed}/{test.id}".encode()).digest()[:8], "big")

    def tree(self, section: str) -> ast.Module | None:
        reading = self.sources.get(section)
        return reading.tree if reading else None

    def _source_of(self, module: str, name: str) -> str:
        return with_helpers(self.sources[module], name) if module in self.sources else ""

    # ── what is known before a test is run ───────────────────────────────────────────────────────────────────

    def known(self, test: Test) -> End | None:
        """How the test ends without being run, None when it has to be run."""
        settled = self.settled(test)
        if settled:
            return settled
        if self._hangs[test.section, test.exercise] >= self.course.limits.hangs:
            return End(Status.TIMEOUT, f"not run: `{test.exercise}` has hung {self.course.limits.hangs} times already")
        if test.aside and (test.section, test.exercise) not in self._right:
            return End(Status.FAILED, f"not run: it counts once another test of `{test.exercise}` passes")
        if time.monotonic() >= self.session.until:
            whole = f"the {self.settings.budget:g} s for the whole submission"
            return End(Status.TIMEOUT, f"not run: {whole} are spent, or what {test.section} may take of them")
        return None

    def settled(self, test: Test) -> End | None:
        """How the test ends by what is known of its section's file, or of its exercise; None when that is open."""
        self._allowance = self._allowance or Allowance(self.settings.budget, self._shared_by())
        self.session.until = self._allowance.until(test.section)
        whole = self._settled.get((test.section, "")) or self._section(test.section)
        if whole:
            self._settled[test.section, ""] = whole
        return whole or self._settled.get((test.section, test.exercise)) or self._exercise(test)

    def give_back(self, seconds: float) -> None:
        """Time that was spent on the reference is not the submission's."""
        self.session.until += seconds
        if self._allowance:
            self._allowance.give_back(seconds)

    def _shared_by(self) -> list[str]:
        """The sections that share the time: those that were handed in and are asked for."""
        asked = self.settings.sections or [section.id for section in self.course.sections]
        return [section for section in asked if section in self._files]

    def learn(self, test: Test, end: End) -> None:
        """Remember what a test's end says about the next ones."""
        self._needs.setdefault((test.section, test.exercise), set()).update(test.needs)
        if end.status is Status.PASSED:
            self._right.add((test.section, test.exercise))
        if end.status is Status.TIMEOUT:
            self._hangs[test.section, test.exercise] += 1
        if end.status in (Status.FAILED, Status.ERROR):
            self._wrong[test.section, test.exercise] = None
        if end.status is Status.NOT_ATTEMPTED:
            self._settled[test.section, test.exercise] = end

    def forbid(self, test: Test, end: End) -> None:
        """A forbidden use ran: the exercise's other tests end as this one does."""
        self._read[test.section, test.exercise] = end

    def testify(self, test: Test, evidence: list[Episode]) -> None:
        """Keep what a test asked and heard, for the diagnosis."""
        self._evidence.setdefault((test.section, test.exercise), []).extend(first_of(evidence))

    def diagnose(self, only: str = "") -> None:
        """Give the failed tests of an exercise (of `only`, if any) the hint of what explains all."""
        for section, exercise in self._wrong:
            if only in ("", exercise):
                evidence = self._evidence.get((section, exercise), [])
                found = self.oracle.misconceptions(section, exercise).explain(evidence)
                self.diagnoses.update({(section, exercise): found} if found else {})
        self.verdicts = [
            replace(verdict, hint=found.hint)
            if (found := self.diagnoses.get((verdict.section, verdict.exercise)))
            and verdict.status in (Status.FAILED, Status.ERROR)
            else verdict
            for verdict in self.verdicts
        ]

    def _section(self, section: str) -> End | None:
        """What is wrong with a section's file as a whole."""
        file = self._files.get(section)
        if file is None:
            return End(Status.NOT_ATTEMPTED, f"there is no {section}.py in what was handed in")
        if file.text is None:
            return End(Status.ERROR, compose(file.problem))
        opening = self.session.opening(section)
        if opening is None:
            return None
        if isinstance(opening, WorkerLost):
            return End(Status(opening.kind), compose(f"{file.name} cannot be imported: {opening.why}"))
        return End(Status.ERROR, compose(f"{file.name} cannot be imported", error_text(StudentError.of(opening))))

    def _exercise(self, test: Test) -> End | None:
        """What the source alone says of an exercise, read once: still a stub, or a call that its ✗ forbids."""
        key = test.section, test.exercise
        if key not in self._read:
            reading, banned = self.sources[test.section], self.banned(test)
            if is_stub(reading, test.exercise):
                self._read[key] = End(Status.NOT_ATTEMPTED)
            else:
                found = read_exercise(self.sources, *key, banned) if banned else Reading()
                self.readings[key] = found
                self._read[key] = End(Status.FAILED, forbidden_text(found.certain)) if found.certain else None
        return self._read[key]

    def banned(self, test: Test) -> Sequence[str]:
        """What the ✗ of the test's exercise forbids."""
        section = self.course.section(test.section)
        return section.by_hand.get(test.exercise, ()) if section else ()

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, verdict: Verdict) -> None:
        self.verdicts.append(verdict)
        self.on_verdict(verdict)

    def run(self, suites: Iterable[Path]) -> Run:
        """All that was found, as plain data."""
        return Run(
            submission=self.submission.name,
            submission_hash=self.submission.hash,
            suite_hash=_hash(suites),
            seed=self.settings.seed,
            isolation=self.nursery.isolation,
            verdicts=tuple(causes_first(self.verdicts, self._callees)),
            versions=versions(),
            layers=self.session.layers,
            duration=round(time.perf_counter() - self._started, 3),
            interrupted=self.interrupted,
            notes=self.nursery.notes,
        )

    def _callees(self, section: str, exercise: str) -> set[str]:
        """What an exercise rests on: what its tests need, and what the student's code for all this uses.

        Nothing where its source alone has failed it, or its whole file: that follows from nothing else.
        """
        if (section, "") in self._settled or self._read.get((section, exercise)):
            return set()
        needs = self._needs.get((section, exercise), set())
        reading = self.sources.get(section)
        return needs.union(*(uses_of(reading, name) for name in (exercise, *needs))) if reading else needs

    def close(self) -> None:
        """End the submission's worker."""
        self.session.discard()

    def _session(self, sources: list[SourceText]) -> Session:
        limits = self.course.limits
        return Session(self.nursery, sources, seed=self.settings.seed, import_seconds=limits.import_seconds)


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
