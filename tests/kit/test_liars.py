"""Liars that are processes: a submission finds its socket and speaks on it; it costs that call and a fresh worker."""

import textwrap
import time
from collections.abc import Iterator

import pytest

from grader.boundary.launcher import Launcher
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import Live
from grader.boundary.worker import WorkerLost
from grader.wire.messages import ModuleSource

SPEAKER = '''
import os, stat, sys, threading, time
from grader.wire.frames import PREFIX, pack
from grader.wire.messages import Answer, Done
from grader.wire.nodes import Ref, TensorNode

def wire():
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass

NUMBER = int(sys._getframe().f_code.co_firstlineno)

def answer(number, value=5, blobs=()):
    return pack(Answer(number, value), list(blobs))

def number():
    """The number of the call that is being answered, found where nobody should look."""
    frame = sys._getframe()
    while "ask" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["ask"].number

def say(data):
    while data:
        data = data[os.write(wire(), data):]

def honest(): return 7

def noise(): say(os.urandom(99) + b"\\xff" * 99); time.sleep(9)
def huge(): say(b"\\xff" * 8); time.sleep(9)
def other(): say(answer(number() + 1)); time.sleep(9)
def half(): say(answer(number())[:-1]); time.sleep(9)
def handle(): say(answer(number(), Ref(1, "module", "Net"))); time.sleep(9)
def tensor(): say(answer(number(), TensorNode("float32", [9], 0, False), [b"1234"])); time.sleep(9)
def twice(): say(answer(number()) * 2); time.sleep(9)
def drip():
    for byte in PREFIX.pack(2**20, 2**10) + bytes(2**20):
        say(bytes([byte])); time.sleep(0.05)
def endless():
    while True: say(answer(number()) * 1000)
def shut(): os.close(wire()); time.sleep(9)
def later():
    at = number()
    threading.Timer(0.2, lambda: say(answer(at))).start()
    return 1
'''


@pytest.fixture(scope="module")
def session(launcher: Launcher) -> Iterator[Session]:
    made = Session(launcher, [ModuleSource("work", "work.py", textwrap.dedent(SPEAKER))])
    yield made
    made.discard()


@pytest.mark.parametrize(
    ("lie", "kind", "words"),
    [
        ("noise", "crashed", "lied"),
        ("huge", "crashed", "a message of 4294967295 bytes"),
        ("other", "crashed", "answers another question"),
        ("half", "crashed", "halfway"),
        ("handle", "crashed", "hands out what is not its own"),
        ("tensor", "crashed", "shape and bytes disagree"),
        ("twice", "crashed", "speaks without being asked"),
        ("drip", "crashed", "halfway"),
        ("endless", "crashed", "speaks without being asked"),
        ("shut", "crashed", "signal"),
    ],
)
def test_a_lie_costs_that_call_and_a_fresh_worker_serves_the_next(session, lie, kind, words):
    subject = Subject(Live(session, "work", 1.0), "work")  # type: ignore[arg-type]
    assert subject.honest() == 7
    with pytest.raises(WorkerLost, match=words) as lost:
        getattr(subject, lie)()
    assert lost.value.kind == kind
    assert subject.honest() == 7


def test_a_late_answer_costs_the_call_after_it_and_no_other(session):
    subject = Subject(Live(session, "work", 2.0), "work")  # type: ignore[arg-type]
    assert subject.later() == 1
    time.sleep(0.4)
    with pytest.raises(WorkerLost, match="speaks without being asked"):
        subject.honest()
    assert subject.honest() == 7


# ── through the front door: a lie costs its own test, and no grading ends by it ──────────────────────────────────────

FORGER = """
import os, torch
from grader.wire.messages import Raised, Refused, TracebackLine
from grader.wire.nodes import SizeNode, Ref

def forged(message):
    say(pack(message, []))
    time.sleep(0.1)  # what comes next is read as the answer to nothing
    os._exit(0)

def slope(W, x, y): return 2 * torch.mean((W * x - y) * x)
def double_(t): return t.mul_(2)
def size(n): forged(LIE)
"""
FORGED = {
    "one shape of two": "Refused(number(), 'answer_shape', ['(1,)'])",
    "no shape": "Refused(number(), 'answer_shape', [])",
    "four shapes": "Refused(number(), 'answer_shape', ['1', '2', '3', '4'])",
    "a shape that is no number": "Refused(number(), 'answer_shape', ['9' * 5000, '\\u00b2'])",
    "a name of nothing": "Refused(number(), 'undefined', [])",
    "a traceback without end": (
        "Raised(number(), 'E', [], '', [TracebackLine('alpha.py', n, 'f', 't') for n in range(9000)])"
    ),
    "a shape of a million axes": "Answer(number(), SizeNode([1] * 1_000_000))",
    "a class with a long name": "Answer(number(), Ref(number() * 64, 'module', 'N' * 1_000_000))",
}


@pytest.mark.parametrize("lie", FORGED)
def test_whatever_is_forged_the_grading_goes_on_and_what_is_kept_is_bounded(toy, lie):
    text = SPEAKER + FORGER.replace("LIE", FORGED[lie])
    run = toy.grade(toy.submission(alpha=text), sections=("alpha",), diagnose=True)
    by_exercise = {verdict.exercise: verdict for verdict in run.verdicts}
    assert by_exercise["double_"].status.value == "passed"
    assert by_exercise["size"].status.value in ("failed", "error", "crashed")
    assert all(len(repr(verdict.failure)) < 50_000 for verdict in run.verdicts)
    assert all(toy.said(verdict) for verdict in run.verdicts if verdict.failure)
