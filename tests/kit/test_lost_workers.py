"""What a submission can do about its own process: it costs that call, and a fresh worker serves the next."""

import time
from collections.abc import Iterator

import pytest
import torch
from processes import is_running, running_after

from grader.boundary.answers import StudentError
from grader.boundary.launcher import Launcher, open_launcher
from grader.boundary.worker import PackedCall, Reply, WorkerLost
from grader.wire.frames import pack
from grader.wire.messages import Answer, Invoke

# ── what a submission can do about it ────────────────────────────────────────────────────────────────────────

LOST: dict[str, tuple[str, str, str]] = {
    "an endless loop": ("while True: pass", "hung", "hung"),
    "an endless native loop": ("sum(range(10**12))", "hung", "hung"),
    "os._exit": ("os._exit(3)", "crashed", "3"),
    "os._exit(0)": ("os._exit(0)", "crashed", "0"),
    "a segmentation fault": ("ctypes.string_at(0)", "crashed", "SIGSEGV"),
    "abort": ("os.abort()", "crashed", "SIGABRT"),
    "SIGKILL": ("os.kill(os.getpid(), 9)", "crashed", "SIGKILL"),
    "SIGTERM": ("os.kill(os.getpid(), 15)", "crashed", "SIGTERM"),
    "closed descriptors": ("os.closerange(3, 256)", "crashed", ""),
}


@pytest.mark.parametrize("case", LOST)
def test_a_lost_worker_costs_one_call_and_is_replaced(hand_in, case):
    code, kind, words = LOST[case]
    student = hand_in(1.0, work=f"import ctypes, os\ndef f():\n    {code}\ndef g():\n    return os.getpid()\n")
    subject = student.subject()
    before = subject.g()
    with pytest.raises(WorkerLost, match=words) as lost:
        subject.f()
    assert lost.value.kind == kind
    assert subject.g() != before
    assert not is_running(before)


@pytest.mark.parametrize("case", LOST)
def test_at_import_it_costs_that_file(hand_in, case):
    code, kind, words = LOST[case]
    student = hand_in(1.0, work=f"import ctypes, os\n{code}\n", other="def g(): return 1\n")
    began = time.monotonic()
    for _ in range(3):
        opening = student.session.opening("work")
        assert (opening.kind, words in str(opening)) == (kind, True)
    assert time.monotonic() - began < 5
    assert student.subject("other").g() == 1


def test_a_handle_of_a_lost_worker_is_a_sentence(hand_in):
    student = hand_in(work="import os\ndef f(): return lambda: 1\ndef g(): os._exit(1)\n")
    handle = student.subject().f()
    with pytest.raises(WorkerLost):
        student.subject().g()
    with pytest.raises(StudentError, match="stale"):
        handle()


def test_a_lost_call_among_many_keeps_the_answers_before_it(hand_in):
    student = hand_in(work="import os\ndef f(n): return n if n < 3 else os._exit(1)\n")
    subject = student.subject()
    with pytest.raises(WorkerLost, match=r"status.*1"):
        subject.f.map([(number,) for number in range(5)])
    assert subject.f(2) == 2


def test_answers_that_nobody_waits_for_end_the_worker(hand_in):
    student = hand_in(work="import os\ndef f(n): return os.getpid()\n")
    subject = student.subject()
    before = subject.f(0)
    requests = [PackedCall(pack(Invoke(n, "work", "f", 0, [n], [], None), []), n, "f", Answer) for n in (1, 2, 3)]
    replies = student.session.replies(requests, 5.0, "work")
    assert isinstance(next(replies), Reply)
    replies.close()
    assert running_after([before], seconds=3) == []
    assert subject.f(0) != before
    assert len(list(student.session.replies(requests, 5.0, "work"))) == 3
    assert subject.f(0) == subject.f(0), "answers that were all waited for end nothing"


def test_what_it_started_ends_with_it(hand_in):
    student = hand_in(work="import os, time\ndef f():\n    pid = os.fork()\n    return pid or time.sleep(60)\n")
    child = student.subject().f()
    assert is_running(child)
    student.session.discard()
    assert running_after([child], seconds=3) == []


def test_the_time_of_the_whole_submission_ends(hand_in):
    student = hand_in(work="def f():\n    while True: pass\n")
    until = time.monotonic() + 0.5
    student.session.left = lambda: until - time.monotonic()
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(WorkerLost, match="out_of_time"):
            student.subject().f()
    assert time.monotonic() - began < 3


# ── files beside each other ──────────────────────────────────────────────────────────────────────────────────


def test_files_import_each_other_and_one_helper(hand_in):
    student = hand_in(
        alpha="from common import half\ndef slope(x): return half(x) + 1\n",
        beta="from alpha import slope\nimport alpha\ndef twice(x): return 2 * slope(x), alpha.__file__\n",
        common="def half(x): return x / 2\n",
    )
    assert student.subject("beta").twice(4) == (6.0, "alpha.py")
    assert student.subject("alpha").slope(4) == 3.0


def test_large_files_are_no_message_too_large(hand_in):
    large = {f"part_{number}": f"def f(): return {number}\n#{'.' * 2**20}" for number in range(6)}
    student = hand_in(**large)
    assert [student.subject(name).f() for name in large] == list(range(6))


def test_a_broken_file_is_broken_for_whoever_imports_it(hand_in):
    student = hand_in(alpha="def slope(x): return x\n1 / 0\n", beta="from alpha import slope\n")
    for module in ("alpha", "beta", "alpha"):
        opening = student.session.opening(module)
        assert opening.type == "ZeroDivisionError"
    assert [line.file for line in student.session.opening("beta").lines] == ["beta.py", "alpha.py"]


def test_a_helper_named_like_a_library_does_not_hide_it(hand_in):
    student = hand_in(
        work="import random, statistics\ndef f(): return statistics.mean([1, 3])\n", statistics="mean = None\n"
    )
    assert student.subject().f() == 2


def test_nothing_of_a_worker_before_is_there_in_the_next(hand_in):
    one = hand_in(work="import torch, sys\ndef f(): torch.mark = sys.mark = 1\n")
    one.subject().f()
    two = hand_in(
        work="import torch, sys\ndef f(): return hasattr(torch, 'mark'), hasattr(sys, 'mark'), 'one' in sys.modules\n"
    )
    assert two.subject().f() == (False, False, False)


# ── the processes ────────────────────────────────────────────────────────────────────────────────────────────


def test_ending_twice_and_after_the_end_is_nothing(hand_in):
    student = hand_in(work="def f(): return 1")
    assert student.subject().f() == 1
    worker = student.session._worker
    student.session.discard()
    student.session.discard()
    assert worker.end() is None
    assert student.subject().f() == 1
    student.session.discard()


KILLS_ITS_PARENT = (
    "import os, time\ndef f(): return os.getppid()\ndef g():\n    os.kill(os.getppid(), 9)\n    time.sleep(5)\n"
)


def test_a_zygote_that_is_gone_is_started_again(hand_in):
    student = hand_in(work=KILLS_ITS_PARENT)
    zygote = student.subject().f()
    with pytest.raises(WorkerLost):
        student.subject().g()
    assert student.subject().f() != zygote


@pytest.fixture
def spawned() -> Iterator[Launcher]:
    """A launcher without fork; what is left is ended with it, and ended twice is nothing."""
    opened = open_launcher("process", start="spawn")
    yield opened
    opened.close()
    opened.close()


SMALL = """
import os, time, torch
from torch import nn
def double(x): return x * 2
def double_(x): return x.mul_(2)
def make(): return nn.Linear(2, 1)
def fails(x): raise KeyError(x)
def end(): os._exit(3)
def fork(): return os.fork() or time.sleep(60)
def loop():
    while True: pass
"""


def test_a_fresh_process_does_the_same_where_there_is_no_fork(spawned, hand_in):
    student = hand_in(1.0, spawned, work=SMALL)
    subject = student.subject()
    assert subject.double.map([(1,), (2,)]) == [2, 4]
    assert subject.double_.observe(torch.ones(1)).changed == ("argument 1",)
    assert subject.make()(torch.ones(1, 2)).shape == (1, 1)
    with pytest.raises(StudentError, match="KeyError: 3"):
        subject.fails(3)
    with pytest.raises(WorkerLost, match=r"status.*3"):
        subject.end()
    child = subject.fork()
    with pytest.raises(WorkerLost, match=r"hung.*1\.0"):
        subject.loop()
    assert running_after([child], seconds=3) == []
