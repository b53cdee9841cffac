"""The reference's side of a run: its workers, and the recordings of the suites; shared by many submissions."""

from pathlib import Path
from typing import Protocol

from grader.boundary.launcher import Launcher
from grader.boundary.session import Session
from grader.course import Course
from grader.errors import SuiteError
from grader.feedback.diagnosis import Misconceptions
from grader.runner.recordings import Recordings
from grader.suite.case import Test
from grader.course.variants import read_variants
from grader.wire.messages import ModuleSource


class Helper(Protocol):
    """Whoever else records suites, on disk."""

    def wait(self, suite: Path) -> bool:
        """Return when that suite's recordings are to be read again, if they were its work; whether they were."""
        ...

    def close(self) -> None: ...


class Reference:
    """Answers for the reference. `stand_in` is a second worker with it, which stands in for a submission."""

    def __init__(self, course: Course, launcher: Launcher, seed: int) -> None:
        self._course = course
        self._launcher = launcher
        self._seed = seed
        candidates = {section.id: course.solutions / section.file for section in course.sections}
        self._solutions = {section: path for section, path in candidates.items() if path.is_file()}
        self.reference, self.stand_in = self._session(), self._session()
        self._recordings: dict[Path, Recordings] = {}
        self._misconceptions: dict[tuple[str, str], Misconceptions] = {}
        self.helper: Helper | None = None

    def require(self, section: str) -> None:
        """Raises SuiteError where nobody can answer for the reference: a submission is not to blame for that."""
        if section not in self._solutions:
            path = self._course.solutions / f"{section}.py"
            raise SuiteError(f"there is no reference for {section}, and its hidden tests ask it: {path} is missing.")

    def second_pair(self) -> tuple[Session, Session]:
        """Sessions like the own two, with workers that run: for a process that cannot start any."""
        pair = self._session(), self._session()
        for session in pair:
            session.start()
        return pair

    def recordings(self, test: Test) -> Recordings | None:
        """The recordings of the test's suite, None where there is no reference to record."""
        if test.section not in self._solutions:
            return None
        if test.file not in self._recordings or (self.helper and self.helper.wait(test.file)):
            # one reference may import the other
            self._recordings[test.file] = Recordings([test.file, *self._solutions.values()], self._seed)
        return self._recordings[test.file]

    def misconceptions(self, section: str, exercise: str) -> Misconceptions:
        """The known ways of getting an exercise wrong; none where there is no reference."""
        if (section, exercise) not in self._misconceptions:
            solution = self._solutions.get(section)
            file = self._course.misconceptions / f"{section}.py"
            known = read_variants(file, solution.read_text(encoding="utf-8")) if solution else []
            for name in {exercise, *(variant.of for variant in known)}:
                own = [variant for variant in known if variant.of == name]
                self._misconceptions[section, name] = Misconceptions(own, self._launcher, self._seed)
        return self._misconceptions[section, exercise]

    def save(self) -> None:
        """Keep what was recorded."""
        for recordings in self._recordings.values():
            recordings.save()

    def close(self) -> None:
        """End the workers, and keep the recordings."""
        if self.helper:
            self.helper.close()
        self.save()
        self.reference.discard()
        self.stand_in.discard()

    def _session(self) -> Session:
        solutions = [
            ModuleSource(path.stem, path.name, path.read_text(encoding="utf-8")) for path in self._solutions.values()
        ]
        return Session(self._launcher, solutions, seed=self._seed)
