"""The reference's side of a run: its workers, and the recordings of the suites; shared by many submissions."""

from pathlib import Path

from grader.boundary.nursery import Nursery
from grader.boundary.session import Session
from grader.course import Course
from grader.suite.recordings import Recordings
from grader.suite.tests import Test
from grader.wire.messages import SourceText


class Oracle:
    """Answers for the reference. `rehearsal` is a second worker with it, which stands in for a submission."""

    def __init__(self, course: Course, nursery: Nursery, seed: int) -> None:
        self._course = course
        self._seed = seed
        candidates = [course.solutions / section.file for section in course.sections]
        self._solutions = [path for path in candidates if path.is_file()]  # one may import the other
        solutions = [SourceText(path.stem, path.name, path.read_text(encoding="utf-8")) for path in self._solutions]
        self.reference = Session(nursery, solutions, seed=seed)
        self.rehearsal = Session(nursery, solutions, seed=seed)
        self._recordings: dict[Path, Recordings] = {}

    def recordings(self, test: Test) -> Recordings | None:
        """The recordings of the test's suite, None where there is no reference to record."""
        solution = self._course.solutions / f"{test.section}.py"
        if not solution.is_file():
            return None
        if test.file not in self._recordings:
            self._recordings[test.file] = Recordings([test.file, *self._solutions], self._seed)
        return self._recordings[test.file]

    def close(self) -> None:
        """End the workers, and keep the recordings."""
        for recordings in self._recordings.values():
            recordings.save()
        self.reference.discard()
        self.rehearsal.discard()
