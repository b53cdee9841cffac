"""How fast a class is graded: `python tests/kit/benchmark_class.py` (`--submissions N`: fewer than 400).

It makes a class from the course's own solutions and mistakes, the same for the same `--seed`, and grades it in lanes
that take turns, block by block, so that whatever else the machine does meets all of them:

- plain: one pytest process a submission runs the same suites and calls its functions directly. A few of each kind are
  run, and the whole class is reckoned from them.
- bare: the same recorded inputs to the same functions, and the same comparisons; one process, with nothing around them.
- one job and two jobs: what `grader class` does, without the gradebook.

A call that hangs is stopped after the course's limit in every lane; where there is no process to crash, a crash is an
exception. `--section ID` takes one section instead of the whole course.
"""

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent))
from direct import DirectFunction, DirectSubject, modules_of

from grader.batch.messages import Settings, Task, encoded
from grader.batch.outcomes import check_reference, outcomes
from grader.batch.place import Place, this_machine
from grader.boundary.answers import StudentError
from grader.course import Course, make_stub, read_course
from grader.course.variants import read_variants
from grader.intake import Submission, read_submission
from grader.runner import hypothesis_internals
from grader.runner.collect import collect, suite_files
from grader.runner.grade import Settings as GradeSettings
from grader.runner.grade import seed_of
from grader.runner.recordings import unpack_drawn
from grader.runner.test_run import How, body_of, record_test
from grader.runner.workers import open_workers, seldom_collected

ROOT = Path(__file__).parents[2]
SHARES = {"partly": 60, "right": 25, "hang": 5, "crash": 5, "double": 5}
"""Of a hundred submissions."""
HANG, CRASH = "while True: pass", "import os; os.kill(os.getpid(), 9)"
HANGS = 3
SAMPLED = {"partly": 3, "right": 1, "hang": 1, "crash": 1}
BLOCK = 20


# ── the class ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Student:
    kind: str
    files: dict[str, str]


def make_class(course: Course, sections: Sequence[str], number: int, seed: int) -> list[Student]:
    """So many students, in an order by lot."""
    dice = random.Random(seed)
    solutions = {id: (course.solutions / f"{id}.py").read_text(encoding="utf-8") for id in sections}
    variants = {id: read_variants(course.misconceptions / f"{id}.py", solutions[id]) for id in sections}
    stubs = {id: make_stub(solutions[id], f"{id}.py") for id in sections}
    kinds = [kind for kind, share in SHARES.items() for _ in range(round(number * share / 100))]
    kinds += ["partly"] * (number - len(kinds))
    found: list[Student] = []
    for place, kind in enumerate(kinds[:number]):
        if kind == "double" and found:
            found.append(Student(kind, dice.choice(found).files))
            continue
        files = {}
        for id in sections:
            text = solutions[id]
            if kind != "right":
                lot = dice.random()
                if lot < 0.2:
                    text = stubs[id]
                elif lot < 0.6 and variants[id]:
                    chosen = dice.sample(variants[id], min(dice.randint(1, 3), len(variants[id])))
                    text += "".join(variant.source[len(solutions[id]) :] for variant in chosen)
            files[id] = f"# {place}\n{text}"
        if kind in ("hang", "crash"):
            id = dice.choice([id for id in sections if variants[id]])
            name = dice.choice(sorted({variant.of for variant in variants[id] if variant.of[0].islower()}))
            body = HANG if kind == "hang" else CRASH
            files[id] = f"# {place}\n{solutions[id]}\n\ndef {name}(*args, **kwargs):\n    {body}\n"
        found.append(Student(kind, files))
    dice.shuffle(found)
    return found


def handed_in(student: Student, folder: Path, course: Course) -> Submission:
    folder.mkdir(parents=True)
    for id, text in student.files.items():
        (folder / f"{id}.py").write_text(text, encoding="utf-8")
    return read_submission(folder, course)


# ── bare calls ───────────────────────────────────────────────────────────────────────────────────────────────


class Hung(BaseException):
    """A test took longer than one call may."""


def _stop(number: int, frame: Any) -> None:
    raise Hung


class Remembered(DirectSubject):
    """The reference; what its functions once answered in an example is known from then on."""

    def __init__(self, module: Any) -> None:
        super().__init__(module)
        self.known: dict[tuple[str, int, int], Any] = {}
        self.place: tuple[str, int] = ("", 0)
        self.calls = 0

    def begin(self, test: str, example: int) -> None:
        self.place, self.calls = (test, example), 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _RememberedFunction(super().__getattr__(name), self)


class _RememberedFunction:
    def __init__(self, function: DirectFunction, subject: Remembered) -> None:
        self._function = function
        self._subject = subject

    def options(self, **options: Any) -> "_RememberedFunction":
        return _RememberedFunction(self._function.options(**options), self._subject)  # type: ignore[arg-type]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked("__call__", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: self._asked(name, args, kwargs)

    def _asked(self, how: str, args: Any, kwargs: Any) -> Any:
        subject = self._subject
        subject.calls += 1
        key = (*subject.place, subject.calls)
        if key not in subject.known:
            subject.known[key] = getattr(self._function, how)(*args, **kwargs)
        return subject.known[key]


class Bare:
    """All tests with their examples, in this process."""

    def __init__(self, course: Course, sections: Sequence[str], stack: ExitStack) -> None:
        self._seconds = course.limits.call_seconds
        suite = collect(course, sections)
        workers = stack.enter_context(open_workers(course, "process", 0, trusted=True))
        self.cases = []
        self.left_out: list[str] = []
        for case in suite.cases:
            how = How(case.timeout or self._seconds, seed_of(case, 0), GradeSettings().shrink)
            recorded = record_test(case, workers.reference, how)
            examples = [unpack_drawn(one.drawn) for one in recorded.examples] if recorded else []
            if case.is_property and not examples:
                self.left_out.append(case.id)
            else:
                self.cases.append((case, body_of(case), examples or [{}]))
        workers.reference.save()
        texts = {path.stem: path.read_text(encoding="utf-8") for path in course.solutions.glob("*.py")}
        modules = stack.enter_context(modules_of(texts))
        self._reference = {name: Remembered(module) for name, module in modules.items()}
        signal.signal(signal.SIGVTALRM, _stop)

    def grade(self, student: Student) -> Counter[str]:
        """How many tests passed, failed, hung."""
        ends: Counter[str] = Counter()
        hangs: Counter[tuple[str, str]] = Counter()
        files = {id: text.replace(CRASH, "raise RuntimeError('crash')") for id, text in student.files.items()}
        with modules_of(files) as modules:
            for case, body, examples in self.cases:
                module = modules.get(case.section)
                exercise = (case.section, case.exercise)
                if module is None or isinstance(module, StudentError) or hangs[exercise] >= HANGS:
                    ends["not run"] += 1
                    continue
                ends[end := self._test(case, body, examples, module)] += 1
                hangs[exercise] += end == "hung"
        return ends

    def _test(self, case: Any, body: Callable[..., Any], examples: list[dict[str, Any]], module: Any) -> str:
        submission, reference = DirectSubject(module), self._reference[case.section]
        subjects = {"submission": submission, "reference": reference}
        mine = {name: subjects[name] for name in case.subjects}
        end = "passed"
        signal.setitimer(signal.ITIMER_VIRTUAL, case.timeout or self._seconds)
        try:
            for number, drawn in enumerate(examples):
                reference.begin(case.id, number)
                try:
                    body(**case.arguments, **drawn, **mine)
                except KeyboardInterrupt:
                    raise
                except Exception:
                    end = "failed"
        except Hung:
            return "hung"
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return end


# ── one plain process each ───────────────────────────────────────────────────────────────────────────────────


class PlainFixtures:
    """What the suites' fixtures are in a plain run."""

    def __init__(self, course: Course, submission: dict[str, Any], reference: dict[str, Any]) -> None:
        self._course = course
        self._submission = submission
        self._reference = reference

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "exercise: what a test is about")

    @pytest.hookimpl(hookwrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        with hypothesis_internals.settings_of_suites():
            yield

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if isinstance(item, pytest.Function) and hypothesis_internals.is_hypothesis_test(item.obj):
                hypothesis_internals.settle(item.obj)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        signal.setitimer(signal.ITIMER_VIRTUAL, self._course.limits.call_seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    @pytest.fixture
    def submission(self, request: pytest.FixtureRequest) -> DirectSubject:
        return DirectSubject(self._submission[request.path.stem.removeprefix("test_")])

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> DirectSubject:
        return DirectSubject(self._reference[request.path.stem.removeprefix("test_")])


def run_plain(course: Course, sections: Sequence[str], folder: Path) -> int:
    torch.set_num_threads(1)

    def stop(number: int, frame: Any) -> None:
        pytest.fail("it hung")

    signal.signal(signal.SIGVTALRM, stop)
    suites = [str(path) for path in suite_files(course, sections, ("public", "hidden"))]
    texts = [{path.stem: path.read_text(encoding="utf-8") for path in where.glob("*.py")} for where in
             (folder, course.solutions)]  # fmt: skip
    with modules_of(texts[1]) as reference, modules_of(texts[0]) as submission:
        plugins = [PlainFixtures(course, submission, reference)]
        return int(pytest.main([*suites, "-q", "--import-mode=importlib", "-p", "no:cacheprovider"], plugins=plugins))


def plain_seconds(arguments: argparse.Namespace, student: Student, folder: Path) -> float:
    folder.mkdir()
    for id, text in student.files.items():
        (folder / f"{id}.py").write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--plain", str(folder), *(f"--section={id}" for id in arguments.section)]
    started = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return time.perf_counter() - started


# ── the lanes ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Lane:
    """The seconds of each block, by the wall's clock and of the processors'."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self, action: Callable[[], None], pids: Callable[[], list[int]]) -> None:
        before, began = cpu_seconds(pids()), time.perf_counter()
        action()
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(cpu_seconds(pids()) - before)


def family(pids: Sequence[int]) -> list[int]:
    """Processes and all that they have started."""
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    every = list(pids)
    for parent in every:
        every += [child for child, of in pairs if of == parent]
    return every


def cpu_seconds(pids: Sequence[int]) -> float:
    """What they have computed, and those of their children that have ended."""
    total = 0
    for pid in pids:
        try:
            numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, numbers[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def processes(jobs: Any) -> list[int]:
    return [os.getpid(), *family(jobs.pids)]


def barely(bare: Bare, students: Sequence[Student]) -> None:
    for student in students:
        bare.grade(student)


def graded(place: Place, course: Course, submissions: Sequence[Submission]) -> None:
    for _, outcome in outcomes(place, course, submissions):
        assert outcome.result, outcome.error


def main() -> None:
    """Print a line for each lane."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=400)
    parser.add_argument("--section", action="append", default=[])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--isolation", default="sandbox")
    parser.add_argument("--without", choices=list(SHARES), action="append", default=[], help="leave these out")
    parser.add_argument("--no-plain", action="store_true")
    parser.add_argument("--plain", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    course = read_course(ROOT)
    sections = tuple(arguments.section) or tuple(section.id for section in course.sections)
    if arguments.plain:
        sys.exit(run_plain(course, sections, arguments.plain))
    for kind in arguments.without:
        SHARES.pop(kind)
    students = make_class(course, sections, arguments.submissions, arguments.seed)
    counts = Counter(student.kind for student in students)
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    print(f"{len(students)} submissions of {len(sections)} sections: {kinds}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _lanes(arguments, course, sections, students, folder, stack)


def _lanes(
    arguments: argparse.Namespace,
    course: Course,
    sections: tuple[str, ...],
    students: list[Student],
    folder: Path,
    stack: ExitStack,
) -> None:
    settings = Settings(tuple(arguments.section), ("public", "hidden"), 0, course.limits.budget_seconds,
                        arguments.isolation)  # fmt: skip
    bare, places = Bare(course, sections, stack), []
    if bare.left_out:
        print(f"without recorded inputs, and in no bare run: {', '.join(bare.left_out)}")
    solutions = {id: (course.solutions / f"{id}.py").read_text(encoding="utf-8") for id in sections}
    bare.grade(Student("right", solutions))  # what torch imports late is imported then
    print("the reference, called barely:", dict(bare.grade(Student("right", solutions))))
    for number in (1, 2):
        place = stack.enter_context(this_machine(course, settings, number))
        check_reference(place, course)
        for future in [place.submit(encoded(Task(read_submission(course.solutions, course)))) for _ in range(number)]:
            future.result()
        places.append(place)
    stack.enter_context(seldom_collected())
    lanes = [Lane("bare"), Lane("one job"), Lane("two jobs")]
    submissions = [handed_in(student, folder / f"{place}", course) for place, student in enumerate(students)]
    memory: list[float] = []
    jobs = [place.function.__self__ for place in places]  # type: ignore[attr-defined]
    for first in range(0, len(students), BLOCK):
        block = slice(first, first + BLOCK)
        lanes[0].run(partial(barely, bare, once(students[block])), lambda: [os.getpid()])
        for lane, place, of_lane in zip(lanes[1:], places, jobs, strict=True):
            lane.run(partial(graded, place, course, unique(submissions[block])), partial(processes, of_lane))
        memory.append(resident_mib(jobs[0].pids[0]))
        print(f"  {min(first + BLOCK, len(students)):4}:", *(f"{lane.name} {lane.wall[-1]:.1f} s," for lane in lanes),
              f"memory of the job {memory[-1]:.0f} MiB", flush=True)  # fmt: skip
    for lane in lanes:
        wall, cpu = sum(lane.wall), sum(lane.cpu)
        each = [wall / len(students), cpu / len(students)]
        ratio = f"{wall / sum(lanes[0].wall):5.2f} times bare by the clock, {cpu / sum(lanes[0].cpu):.2f} by processor"
        print(f"{lane.name:9} {each[0]:6.2f} s a submission, {each[1]:6.2f} s of the processors', {ratio}")
    print(f"two jobs have {sum(lanes[1].wall) / sum(lanes[2].wall):.2f} times the throughput of one")
    settled = memory[min(2, len(memory) - 1)]
    after, grown = min(3 * BLOCK, len(students)), memory[-1] - settled
    print(f"memory of the job after {after}: {settled:.0f} MiB, at the end {grown:+.0f} MiB")
    if not arguments.no_plain:
        _plain(arguments, students, folder, sum(lanes[1].wall))


def _plain(arguments: argparse.Namespace, students: list[Student], folder: Path, ours: float) -> None:
    total = 0.0
    for kind in SAMPLED:
        mine = [student for student in students if student.kind == kind]
        if not mine:
            continue
        number = sum(student.kind == kind or (student.kind == "double" and kind == "partly") for student in students)
        sample = mine[: SAMPLED[kind]]
        seconds = [plain_seconds(arguments, one, folder / f"plain-{kind}-{n}") for n, one in enumerate(sample)]
        total += statistics.mean(seconds) * number
        print(f"plain     {statistics.mean(seconds):6.1f} s for one of the kind {kind}, by {len(sample)} of {number}")
    print(f"plain     {total / len(students):6.2f} s a submission, reckoned: {total / ours:.1f} times one job's time")


def once(students: Sequence[Student]) -> list[Student]:
    """Each content once, as `grader class` grades it."""
    return list({tuple(student.files.values()): student for student in students}.values())


def unique(submissions: Sequence[Submission]) -> list[Submission]:
    return list({submission.hash: submission for submission in submissions}.values())


if __name__ == "__main__":
    main()
