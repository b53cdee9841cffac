"""The examples in the stubs' docstrings, run on the solutions: what a student reads first should be true.

They run in a process of their own, where the solutions import each other as a submission's files do.
"""

import doctest
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import msgspec

from grader.course import Course, make_stub
from grader.errors import EngineError
from grader.inert import inert_line

SECONDS = 120.0


class WrongExample(msgspec.Struct, frozen=True):
    """An example that does not give what its docstring says; `line` is that of the solution."""

    file: str
    line: int
    code: str
    expected: str
    got: str


def wrong_examples(course: Course, sections: Sequence[str]) -> list[WrongExample]:
    """The examples of these sections' stubs (of all, where none is named) that are not true."""
    wanted = [section.id for section in course.sections if not sections or section.id in sections]
    names = [name for name in wanted if (course.solutions / f"{name}.py").is_file()]
    command = [sys.executable, "-m", "grader.verify.doctests", str(course.solutions), *names]
    seconds = SECONDS * max(len(names), 1)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise EngineError("verify_doctests_slow", folder=course.solutions.name, seconds=seconds) from None
    if done.returncode:
        raise EngineError("verify_process_failed", words=inert_line("".join(done.stderr.strip().splitlines()[-1:])))
    return msgspec.json.decode(done.stdout.rpartition("\n")[2], type=list[WrongExample])


class _Runner(doctest.DocTestRunner):
    """Keeps what fails instead of printing it."""

    def __init__(self, file: str) -> None:
        super().__init__(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
        self._file = file
        self.wrong: list[WrongExample] = []

    def report_failure(self, out: object, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self._keep(test, example, got)

    def report_unexpected_exception(
        self, out: object, test: doctest.DocTest, example: doctest.Example, exc_info: object
    ) -> None:
        _, error, _ = sys.exc_info()
        self._keep(test, example, f"{type(error).__name__}: {error}")

    def _keep(self, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        texts = [inert_line(text.strip()) for text in (example.source, example.want, got)]
        self.wrong.append(WrongExample(self._file, line, *texts))


def _load(file: Path) -> ModuleType:
    """The file as a module, also where its name is one of Python's own modules."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[file.stem] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _of_file(file: Path) -> list[WrongExample]:
    stub = make_stub(file.read_text(encoding="utf-8"), file.name)
    module = _load(file)
    runner = _Runner(file.name)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        if test.docstring is None or all(line.strip() in stub for line in test.docstring.splitlines()):
            runner.run(test, out=lambda text: None)
    return runner.wrong


def main() -> None:
    """The process: a folder and the names of the files in it; the last line of its output says what is wrong."""
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    wrong = [one for name in sys.argv[2:] for one in _of_file(folder / f"{name}.py")]
    sys.stdout.write("\n" + msgspec.json.encode(wrong).decode())


if __name__ == "__main__":
    main()
