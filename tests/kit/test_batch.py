"""A batch: jobs grade what they are given, one that dies costs nobody a point, and what hangs is tried again alone."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from processes import descendants, running_after

from grader.batch.messages import Opening, Reply, Settings, Task, decoded, encoded
from grader.batch.outcomes import check_reference, identity, is_known, outcomes
from grader.batch.place import Place, this_machine
from grader.batch.process import Job, JobDied
from grader.batch.run import grade_class, run_settings
from grader.batch.shipment import digest, files_of, packed, unpacked
from grader.course import read_course, write_stubs
from grader.errors import EngineError
from grader.failure import Failure
from grader.gradebook.entries import Entry, RunSettings
from grader.intake import Submission, read_submission
from grader.intake.folder import SubmittedFile
from grader.intake.people import HandIn, Person
from grader.scoring import Result, SectionResult, TestResult, from_record, to_record
from grader.texts import Message
from grader.verdict import FileUse, Status

TOY = Path(__file__).parent / "toy"
SETTINGS = Settings((), ("public", "hidden"), 0, 60.0, "process")


def submitted(text: str, name: str = "ann", **more: Any) -> Submission:
    """A submission of one file."""
    return Submission(name, (SubmittedFile("alpha", "alpha.py", "alpha", text),), hash=text, path=name, **more)


def result_of(submission: Submission, *statuses: Status, complete: bool = True) -> Result:
    """A result with a test for each status; a time-out is one that hung."""
    tests = tuple(
        TestResult(
            id=f"hidden/alpha::test_{place}",
            title="",
            exercise=f"f{place}",
            visibility="hidden",
            status=status,
            score=Fraction(status is Status.PASSED),
            max_score=Fraction(1),
            failure=Failure("hung") if status is Status.TIMEOUT else None,
        )
        for place, status in enumerate(statuses)
    )
    return Result(
        submission=submission.name,
        course="A toy course",
        sections=(SectionResult("alpha", "", tests),),
        visibilities=("public", "hidden"),
        isolation="process",
        seed=0,
        suite="",
        submission_hash=submission.hash,
        versions={},
        path=submission.path,
        complete=complete,
    )


def graded(task: Task, *statuses: Status, **more: Any) -> Reply:
    return Reply(record=to_record(result_of(task.submission, *statuses, **more)))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("batch") / "course"
    shutil.copytree(TOY, root)
    suite = root / "tests/hidden/test_beta.py"
    suite.write_text(f"{suite.read_text()}\n\nprint('at the top')\n")  # what a suite prints is no message
    course = read_course(root)
    write_stubs(course)
    return course


class Acted:
    """A place without processes: `act` answers each task; `busy` are how many were under way as each one came."""

    def __init__(self, act: Callable[[Task], Reply], width: int = 2) -> None:
        self.asked: list[Task] = []
        self.busy: list[int] = []
        self._now = 0
        self._act = act
        self._lock = threading.Lock()
        self.place = Place(ThreadPoolExecutor(width), self._reply, width)

    def _reply(self, data: bytes) -> bytes:
        task = decoded(data, Task)
        with self._lock:
            self._now += 1
            self.asked.append(task)
            self.busy.append(self._now)
        time.sleep(0.01)
        reply = self._act(task)
        with self._lock:
            self._now -= 1
        return encoded(reply)


# What is tried again


def test_what_killed_a_job_is_tried_again_alone(course):
    names = ["ann", "bob", "cho", "dan"]

    def act(task: Task) -> Reply:
        first = [one.submission.name for one in acted.asked].count(task.submission.name) == 1
        return Reply(died="signal 9") if task.submission.name == "bob" and first else graded(task, Status.PASSED)

    acted = Acted(act)
    found = dict(outcomes(acted.place, course, [submitted(name, name) for name in names]))
    assert [found[place].result.submission for place in range(4)] == names
    assert acted.asked[-1].submission.name == "bob"
    assert acted.busy[-1] == 1


def test_what_kills_a_job_twice_is_the_graders_error_and_the_rest_goes_on(course):
    def act(task: Task) -> Reply:
        return Reply(died="signal 9") if task.submission.name == "bob" else graded(task, Status.PASSED)

    found = dict(outcomes(Acted(act).place, course, [submitted(name, name) for name in ("ann", "bob", "cho")]))
    assert (found[1].result, found[1].error) == (None, "signal 9")
    assert found[0].result
    assert found[2].result


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(lambda task: to_record(result_of(submitted("other"), Status.PASSED)), id="another's"),
        pytest.param(lambda task: {"score": 1}, id="no result"),
    ],
)
def test_a_reply_to_another_submission_counts_for_nobody(course, forged):
    def act(task: Task) -> Reply:
        own = task.submission.name != "bob"
        return graded(task, Status.PASSED) if own else Reply(record=forged(task))

    found = dict(outcomes(Acted(act).place, course, [submitted(name, name) for name in ("ann", "bob", "cho")]))
    assert found[1].result is None
    assert found[1].error
    assert found[0].result
    assert found[2].result


def test_where_the_reference_dies_as_well_the_machine_is_at_fault(course):
    act = Acted(lambda task: Reply(died="signal 9"))
    with pytest.raises(EngineError, match="has ended on the reference") as caught:
        list(outcomes(act.place, course, [submitted("x")] * 3))
    assert caught.value.exit_status == 3


@pytest.mark.parametrize(("still", "points"), [(True, 1), (False, 2)])
def test_what_hangs_beside_another_job_is_tried_again_alone(course, still, points):
    def act(task: Task) -> Reply:
        if task.tests:
            return Reply(hangs=task.tests if still else ())
        seen = [one for one in acted.asked if one.submission.name == "bob"]
        hangs = task.submission.name == "bob" and len(seen) == 1
        return graded(task, Status.PASSED, Status.TIMEOUT if hangs else Status.PASSED)

    acted = Acted(act)
    found = dict(outcomes(acted.place, course, [submitted(name, name) for name in ("ann", "bob", "cho")]))
    assert found[1].result.score == points
    probe = next(place for place, task in enumerate(acted.asked) if task.tests)
    assert acted.asked[probe].tests == ("hidden/alpha::test_1",)
    assert set(acted.busy[probe:]) == {1}


def test_one_job_has_been_alone_all_the_time(course):
    acted = Acted(lambda task: graded(task, Status.TIMEOUT), width=1)
    assert len(list(outcomes(acted.place, course, [submitted("a"), submitted("b")]))) == 2
    assert len(acted.asked) == 2


def test_what_ran_out_of_time_is_graded_again_as_a_whole(course):
    acted = Acted(lambda task: graded(task, Status.PASSED, complete=len(acted.asked) > 2))
    found = dict(outcomes(acted.place, course, [submitted("a"), submitted("b")]))
    assert all(outcome.result.complete for outcome in found.values())


def test_a_reference_that_lacks_a_point_lets_nobody_be_graded(course):
    acted = Acted(lambda task: graded(task, Status.PASSED, Status.FAILED))
    with pytest.raises(EngineError, match=r"the reference has 1 of 2 points .* it fails hidden/alpha::test_1"):
        check_reference(acted.place, course)


def test_what_is_wrong_with_the_machine_is_said_in_its_own_words(course):
    acted = Acted(lambda task: Reply(problem=Message.of("sandbox_needs_linux")))
    with pytest.raises(EngineError) as caught:
        check_reference(acted.place, course)
    assert caught.value.id == "sandbox_needs_linux"


# What need not be graded


class Book:
    """A gradebook in memory."""

    def __init__(self, **known: Result) -> None:
        self.kept: list[Entry] = []
        self._known = known

    def add(self, run: int, entry: Entry) -> None:
        self.kept.append(entry)

    def done(self, run: int) -> frozenset[tuple[str, str]]:
        return frozenset((entry.source, entry.submission_hash) for entry in self.kept)

    def known(self, settings: RunSettings) -> dict[str, Result]:
        return self._known


def handed_in(name: str, submission: Submission | None, **more: Any) -> HandIn:
    return HandIn((Person(name),), f"{name}/", submission, **more)


def run_class(course: Any, acted: Acted, hand_ins: list[HandIn], book: Book, **more: Any) -> dict[str, Entry]:
    settings = run_settings(course, SETTINGS, result_of(submitted("")))
    grade_class(acted.place, course, hand_ins, book, 1, settings, **more)
    return {entry.source: entry for entry in book.kept}


def test_identical_submissions_are_graded_once_and_keep_their_names(course):
    acted = Acted(lambda task: graded(task, Status.PASSED))
    kept = run_class(course, acted, [handed_in(name, submitted("same", name)) for name in ("ann", "bob")], Book())
    assert len(acted.asked) == 1
    assert [kept[f"{name}/"].result.path for name in ("ann", "bob")] == ["ann", "bob"]


def test_what_lies_beside_the_files_is_part_of_a_result(course):
    ignored = (("notes.txt", Message.of("hint")),)
    plain, beside = submitted("same"), submitted("same", ignored=ignored)
    assert identity(plain) != identity(beside)
    result = replace(result_of(plain), files=(FileUse("alpha.py", "section", "alpha"),))
    assert is_known(result, plain)
    assert not is_known(result, beside)
    assert is_known(replace(result, files=(*result.files, FileUse("notes.txt", "ignored", why=ignored[0][1]))), beside)


def test_who_imports_by_the_folders_name_has_no_double():
    assert identity(submitted("import ann.s1", folder="ann")) != identity(submitted("import ann.s1", folder="bob"))
    assert identity(submitted("import s1", folder="ann")) == identity(submitted("import s1", folder="bob"))


def test_what_an_earlier_run_knows_is_not_graded_again(course):
    acted = Acted(lambda task: graded(task, Status.PASSED))
    ann = submitted("known", "ann")
    kept = run_class(course, acted, [handed_in("ann", ann)], Book(known=result_of(ann, Status.FAILED)))
    assert (acted.asked, kept["ann/"].result.score) == ([], 0)
    kept = run_class(course, acted, [handed_in("ann", ann)], Book(known=result_of(ann, Status.FAILED)), regrade=True)
    assert kept["ann/"].result.score == 1


def test_what_the_run_has_is_not_graded_again(course):
    acted, book = Acted(lambda task: graded(task, Status.PASSED)), Book()
    hand_ins = [handed_in(name, submitted(name, name)) for name in ("ann", "bob", "cho")]
    run_class(course, acted, hand_ins[:2], book)
    run_class(course, acted, hand_ins, book)
    assert [task.submission.name for task in acted.asked][2:] == ["cho"]
    assert len(book.kept) == 3


def test_what_is_no_submission_is_kept_with_its_problem(course):
    problem = Message.of("submission_empty", path="ann/", files="alpha.py")
    kept = run_class(course, Acted(lambda task: Reply()), [handed_in("ann", None, problem=problem)], Book())
    assert (kept["ann/"].result, kept["ann/"].problem, kept["ann/"].submission_hash) == (None, problem, "")


# What travels


def test_messages_are_read_strictly():
    task = Task(submitted("x = 'é \\N{BOM}'", near={"beta": "Beta.py"}, ignored=(("a", Message.of("b", n=1, x=0.5)),)))
    assert decoded(encoded(task), Task) == task
    for data in (b"", b"{}", encoded(task)[:-1], encoded(Reply()), encoded(task)[:-1] + b',"more":1}'):
        with pytest.raises(msgspec.MsgspecError):
            decoded(data, Task)


def test_a_course_travels_by_its_hash_and_lies_in_a_private_folder(course, tmp_path):
    archive = packed(course)
    (course.root / "solutions/__pycache__").mkdir(exist_ok=True)
    (course.root / "gradebook.db").write_text("no part of the course")
    os.utime(course.root / "pyproject.toml")
    assert digest(packed(course)) == digest(archive)
    folder = unpacked(archive, tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    names = [path.relative_to(course.root) for path in files_of(course)]
    assert sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()) == names
    assert read_course(folder).sections == course.sections


# Real jobs


@pytest.fixture(scope="module")
def real(course: Any) -> Iterator[Place]:
    with this_machine(course, SETTINGS, 2) as place:
        yield place


def hand_in(course: Any, tmp_path: Path, name: str, **changes: tuple[str, str]) -> Submission:
    """The solutions with changes."""
    folder = tmp_path / name
    folder.mkdir()
    for section in course.sections:
        text = (course.solutions / section.file).read_text()
        old, new = changes.get(section.id, ("", ""))
        assert old in text
        (folder / section.file).write_text(text.replace(old, new) if old else text)
    return read_submission(folder, course)


def without_durations(result: Result) -> Result:
    """The same result, as if it had taken no time."""
    sections = tuple(
        replace(section, tests=tuple(replace(test, duration=0.0) for test in section.tests))
        for section in result.sections
    )
    return replace(result, duration=0.0, sections=sections)


def test_a_job_gives_what_grade_gives(course, real, tmp_path, launcher):
    from grader.runner.collect import collect
    from grader.runner.grade import grade
    from grader.runner.workers import open_workers
    from grader.scoring import score

    assert check_reference(real, course).score == 100
    handed_in = [
        hand_in(course, tmp_path, "right"),
        hand_in(course, tmp_path, "wrong", alpha=("return abs(number)", "return number")),
        hand_in(course, tmp_path, "crash", alpha=("return abs(number)", "import os\n    os._exit(3)")),
        hand_in(course, tmp_path, "hang", beta=("return torch.rand(count)", "while True: pass")),
    ]
    suite = collect(course)
    with open_workers(course, "process", 0, launcher) as workers:
        alone = [score(grade(submission, suite, workers), course) for submission in handed_in]
    found = dict(outcomes(real, course, handed_in))
    for place, expected in enumerate(alone):
        read_back = from_record(msgspec.json.decode(msgspec.json.encode(to_record(expected))))
        assert without_durations(found[place].result) == without_durations(read_back), handed_in[place].name


def test_a_job_that_is_killed_costs_nobody_a_point(course, real, tmp_path):
    slow = ("return abs(number)", "import time\n    time.sleep(0.02)\n    return abs(number)")
    submissions = [hand_in(course, tmp_path, f"slow{place}", alpha=slow) for place in range(3)]
    jobs = real.function.__self__  # type: ignore[attr-defined]
    threading.Timer(0.7, lambda: [os.kill(pid, signal.SIGKILL) for pid in jobs.pids]).start()
    told: list[int] = []
    found = dict(outcomes(real, course, submissions, told.append))
    assert [found[place].result.score for place in range(3)] == [100, 100, 100]
    assert told == [2]


def test_a_job_that_is_closed_leaves_nothing(course):
    job = Job(Opening(str(course.root), SETTINGS))
    reply = decoded(job.ask(encoded(Task(submitted("def slope(): pass")))), Reply)
    assert reply.record
    family = [job.pid, *descendants(job.pid)]
    assert len(family) > 1
    folder = job._folder.name
    job.close()
    assert running_after(family, seconds=15) == []
    assert not Path(folder).exists()
    with pytest.raises(JobDied):
        job.ask(b"")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux")
def test_a_job_knows_no_password(course, monkeypatch):
    monkeypatch.setenv("GRADER_GRADEBOOK", "postgresql://me:hunter2@host/grades")
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    job = Job(Opening(str(course.root), SETTINGS))
    try:
        told = [Path(f"/proc/{pid}/environ").read_bytes() for pid in (job.pid, *descendants(job.pid))]
    finally:
        job.close()
    assert told
    assert not any(b"hunter2" in one for one in told)


def test_a_job_ends_with_who_has_started_it_even_by_kill_9(course):
    program = f"""
        import sys
        from grader.batch.messages import *
        from grader.batch.process import Job
        from grader.intake.folder import Submission, SubmittedFile
        job = Job(Opening({str(course.root)!r}, Settings((), ("public", "hidden"), 0, 60.0, "process")))
        text = "while True: pass"
        print(job.pid, flush=True)
        job.ask(encoded(Task(Submission("x", (SubmittedFile("alpha", "alpha.py", "alpha", text),), hash="x"))))
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        until = time.monotonic() + 60
        while len(descendants(pid)) < 2 and time.monotonic() < until:  # the zygote and a worker: it is in the middle
            time.sleep(0.1)
        family = [pid, *descendants(pid)]
        parent.kill()
    assert len(family) >= 3
    assert running_after(family, seconds=15) == []
