"""The reference's side of a run: its workers, and the recordings of the suites; shared by many submissions."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.boundary.launcher import Launcher
from grader.boundary.platform import can_sandbox
from grader.boundary.session import Session
from grader.course import Course
from grader.course.student_copy import student_copy
from grader.errors import SuiteError
from grader.feedback.outcome import parameters_of
from grader.forbidden import ParsedSource, read_sources, with_helpers
from grader.runner.recordings import OF_PROCESSES, ROOM, Recordings
from grader.runner.suite_sources import sources_of_suite
from grader.suite.case import Case
from grader.wire.messages import ModuleSource


class Reference:
    """Answers for the reference. `stand_in` is a second worker with it, which stands in for a submission.

    `trusted`: nothing but the course's own code runs beside it.
    """

    def __init__(self, course: Course, launcher: Launcher, seed: int, trusted: bool = False) -> None:
        self._course = course
        self._launcher = launcher
        self._trusted = trusted
        self.seed = seed
        self._solutions = self.solutions_of(course)
        self.session, self.stand_in = self._open(), self._open()
        self._recordings: dict[Path, Recordings] = {}

    @functools.cached_property
    def _sources(self) -> Mapping[str, ParsedSource]:
        """Parsed when a test first asks for it. In a student's copy the stubs have the signatures."""
        texts = [(path.stem, path.name, path.read_text(encoding="utf-8")) for path in self._solutions.values()]
        copy = student_copy(self._course)
        stubs = [(one.id, one.file, copy.stub(one.file) or "") for one in self._course.sections] if copy else []
        return read_sources(texts or stubs)

    @staticmethod
    def solutions_of(course: Course) -> dict[str, Path]:
        """The files of the reference by section, as far as they are there; none in a student's copy."""
        if student_copy(course):
            return {}
        candidates = {section.id: course.solutions / section.file for section in course.sections}
        return {section: path for section, path in candidates.items() if path.is_file()}

    def answers_for(self, case: Case) -> bool:
        """Whether there is a reference to the test."""
        return case.section in self._solutions

    def source_of(self, module: str, name: str) -> str:
        """The reference's source of a name, with that of the helpers that it calls."""
        return with_helpers(self._sources[module], name) if module in self._sources else ""

    def require(self, case: Case) -> None:
        """Raises SuiteError where nobody can answer for the reference: a submission is not to blame for that."""
        if "reference" in case.subjects and case.section not in self._solutions:
            path = self._course.solutions / f"{case.section}.py"
            raise SuiteError("no_reference", section=case.section, path=path)

    def recordings(self, case: Case) -> Recordings | None:
        """The recordings of the test's suite, None where there is no reference to record."""
        if not self.answers_for(case):
            return None
        if case.file not in self._recordings:
            # one reference may import the other
            files = [*sources_of_suite(case.file, self._course.root), *self._solutions.values()]
            self._recordings[case.file] = Recordings(files, self.seed, self._room)
        return self._recordings[case.file]

    @property
    def _room(self) -> str:
        """Which cache is used: without a sandbox, a submission's code may write where this user may."""
        exposed = can_sandbox() and self._launcher.isolation == "process" and not self._trusted
        return OF_PROCESSES if exposed else ROOM

    def parameters(self, case: Case) -> Sequence[str]:
        """The names of the positional parameters that the exercise of a test has in the reference, in their order."""
        source = self._sources.get(case.section)
        return parameters_of(source.tree, case.exercise) if source else ()

    def save(self) -> None:
        """Keep what was recorded."""
        for recordings in self._recordings.values():
            recordings.save()

    def close(self) -> None:
        """End the workers, and keep the recordings."""
        self.save()
        self.session.discard()
        self.stand_in.discard()

    def _open(self) -> Session:
        solutions = [
            ModuleSource(path.stem, path.name, path.read_text(encoding="utf-8")) for path in self._solutions.values()
        ]
        return Session(self._launcher, solutions, seed=self.seed)
