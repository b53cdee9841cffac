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
        solutions = [
            SourceText(section.id, section.file, path.read_text(encoding="utf-8"))
            for section in course.sections
            if (path := course.solutions / section.file).is_file()
        ]
        self.reference = Session(nursery, solutions, seed=seed)
        self.rehearsal = Session(nursery, solutions, seed=seed)
        self._recordings: dict[Path, Recordings] = {}

    def recordings(self, test: Test) -> Recordings | None:
        """The recordings of the test's suite, None where there is no reference to record."""
        solution = self._course.solutions / f"{test.section}.py"
        if not solution.is_file():
            return None
        if test.file not in self._recordings:
            self._recordings[test.file] = Recordings([test.file, solution], self._seed)
        return self._recordings[test.file]

    def close(self) -> None:
        """End the workers, and keep the recordings."""
        for recordings in self._recordings.values():
            recordings.save()
        self.reference.discard()
        self.rehearsal.discard()
