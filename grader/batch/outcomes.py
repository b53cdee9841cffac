"""Submissions become results, in whatever order they are ready; what went wrong is tried again alone, afterwards.

Alone means that no other job is running: a test that hangs may have been kept waiting by one, and a job may have died
because of the memory that another took. What dies twice is the grader's error, as long as the reference still has full
marks; else it is the machine's, and nobody's submission is to blame.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, replace
from itertools import islice

import msgspec

from grader.batch.messages import Reply, Task, decoded, encoded
from grader.batch.place import Place
from grader.course import Course
from grader.errors import EngineError, GraderError, UsageError
from grader.inert import inert_line
from grader.intake import Submission, read_submission
from grader.scoring import Result, from_record
from grader.texts import say

HUNG = ("hung", "import_hung")
LOOKED_AFTER = 15.0
"""Seconds without an answer after which it is seen whether somebody is there."""
ROUND = 50
"""Submissions for each job, after which those are tried again that have to be."""
PROBED = 3
"""Of the exercises that hung, so many are tried again; what hangs so often is an endless loop."""


@dataclass(frozen=True)
class Outcome:
    """A result, or what took the grader down, twice."""

    result: Result | None
    error: str = ""


def check_reference(place: Place, course: Course) -> Result:
    """The reference's result. Raises EngineError where it lacks a point on one of the machines."""
    task = encoded(Task(read_submission(course.solutions, course), reference=True))
    results = [_required(_reply(place, future)) for future in place.ask_all(task)]
    for result in results:
        if result.score < result.max_score or not result.complete:
            wrong = next(test for section in result.sections for test in section.tests if not test.right)
            points = {"score": f"{float(result.score):g}", "max_score": f"{float(result.max_score):g}"}
            raise EngineError("reference_lacks_points", test=wrong.id, **points)
    return results[0]


def outcomes(
    place: Place,
    course: Course,
    submissions: Sequence[Submission],
    on_again: Callable[[int], None] = lambda number: None,
) -> Iterator[tuple[int, Outcome]]:
    """The outcome of each submission, with its place among them. `on_again` is told how many are tried again.

    It goes by rounds: what waits for its second try is known to nobody else, so it must not be much.
    """
    for first in range(0, len(submissions), ROUND * place.width):
        again: list[tuple[int, Reply]] = []
        some = submissions[first : first + ROUND * place.width]
        shared = min(place.width, len(some)) > 1
        for number, reply in _as_they_come(place, some):
            if reply.record is None or (shared and _out_of_time(_result(reply))):
                again.append((number, reply))
            else:
                yield first + number, Outcome(_result(reply))
        on_again(len(again))
        for number, reply in again:
            yield first + number, _alone(place, course, some[number], reply)


def _as_they_come(place: Place, submissions: Sequence[Submission]) -> Iterator[tuple[int, Reply]]:
    """The replies; there are always enough tasks under way that no job waits for one."""
    left, waiting = iter(enumerate(submissions)), dict[Future[bytes], int]()
    try:
        while True:
            for number, submission in islice(left, 2 * place.width - len(waiting)):
                try:
                    waiting[place.submit(encoded(Task(submission)))] = number
                except ValueError as error:  # a text that no message can hold
                    yield number, Reply(died=inert_line(str(error)))
            if not waiting:
                return
            for future in _first(place, waiting):
                number = waiting.pop(future)
                yield number, _own(_reply(place, future), submissions[number])
    finally:
        for future in waiting:
            future.cancel()


def _alone(place: Place, course: Course, submission: Submission, first: Reply) -> Outcome:
    """What is left of it when it is tried again, with nothing else running."""
    if first.record is not None:
        before = _result(first)
        suspects = _suspects(before)
        if suspects and set(_ask(place, Task(submission, tests=suspects)).hangs) == set(suspects):
            return Outcome(before)
        second = _ask(place, Task(submission))
        return Outcome(before if second.record is None else _result(second))
    second = _ask(place, Task(submission))
    if second.record is not None:
        return Outcome(_result(second))
    check_reference(place, course)
    return Outcome(None, "; ".join(dict.fromkeys((_words(first), _words(second)))))


def _own(reply: Reply, submission: Submission) -> Reply:
    """The reply, if it is one to this submission: else nothing that it says counts."""
    if reply.record is None:
        return reply
    try:
        wrong = "" if _result(reply).submission_hash == submission.hash else say("job_of_another")
    except GraderError as error:
        wrong = str(error)
    return Reply(died=inert_line(wrong, 500)) if wrong else reply


def _ask(place: Place, task: Task) -> Reply:
    try:
        return _own(_reply(place, place.submit(encoded(task))), task.submission)
    except ValueError as error:
        return Reply(died=inert_line(str(error)))


def _first(place: Place, waiting: "Iterable[Future[bytes]]") -> "set[Future[bytes]]":
    """Those that are ready, as soon as there is one. Raises EngineError where nobody is left who could answer."""
    while not (done := wait(waiting, LOOKED_AFTER, FIRST_COMPLETED).done):
        if not place.alive():
            raise EngineError("cluster_lost")
    return done


def _reply(place: Place, future: "Future[bytes]") -> Reply:
    """The reply that somebody waits for. Raises EngineError where nobody is left who could give it."""
    _first(place, [future])
    try:
        data = future.result()
    except CancelledError:
        raise EngineError("cluster_lost") from None
    except Exception as error:  # of the executor: a Dask worker that has died again and again, say
        return Reply(died=inert_line(f"{type(error).__name__}: {error}", 500))
    try:
        return decoded(data, Reply)
    except msgspec.MsgspecError as error:
        return Reply(died=inert_line(f"{type(error).__name__}: {error}", 500))


def _required(reply: Reply) -> Result:
    """The result in a reply. Raises what was wrong where it has none."""
    if reply.record is not None:
        return _result(reply)
    if reply.problem is not None:
        kind: type[GraderError] = UsageError if reply.status == UsageError.exit_status else EngineError
        raise kind(reply.problem.id, **dict(reply.problem.values))
    raise EngineError("job_died", how=reply.died)


def _result(reply: Reply) -> Result:
    assert reply.record is not None
    return from_record(reply.record)


def _words(reply: Reply) -> str:
    return inert_line(say(reply.problem.id, **dict(reply.problem.values)) if reply.problem else reply.died, 500)


def _out_of_time(result: Result) -> bool:
    """Whether a test has no end because of the time that something took."""
    return not result.complete or bool(_suspects(result))


def _suspects(result: Result) -> tuple[str, ...]:
    """The tests that hung: the first of an exercise, as the others follow from it."""
    found: dict[tuple[str, str], str] = {}
    for section in result.sections:
        for test in section.tests:
            if test.failure and test.failure.kind in HUNG:
                group = (section.id, test.exercise if test.failure.kind == "hung" else "")
                found.setdefault(group, test.id)
    return tuple(islice(found.values(), PROBED))


def renamed(result: Result, submission: Submission) -> Result:
    """A result as that of another submission with the same content."""
    return replace(result, submission=submission.name, path=submission.path)


def identity(submission: Submission) -> tuple[object, ...]:
    """What a result depends on in a submission: its files, and what lies beside them, which the result names.

    A submission can import itself by its folder's name.
    """
    folder = submission.folder if _names_its_folder(submission) else ""
    return submission.hash, submission.ignored, tuple(sorted(submission.near.items())), folder


def is_known(result: Result, submission: Submission) -> bool:
    """Whether a result of an earlier run, of the same files, is this submission's as well."""
    own = {file.name for file in submission.files}
    ignored = {use.name: use.why for use in result.files if use.use == "ignored" and use.name not in own}
    return ignored == dict(submission.ignored) and not _names_its_folder(submission)


def _names_its_folder(submission: Submission) -> bool:
    texts: Iterable[str] = (file.text for file in submission.files if file.text)
    return bool(submission.folder) and any(submission.folder in text for text in texts)
