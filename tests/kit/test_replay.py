"""Examples are drawn once and replayed, as if they were not but faster; after a Ctrl-C, what was known is kept."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from processes import descendants, running_after

import grader
from grader.boundary.worker import Worker
from grader.report import FORMATS
from grader.runner import test_run
from grader.scoring import score

SUMMED = "return 2 * torch.sum((W * x - y) * x)"
WRONG: dict[str, tuple[str, str]] = {
    "nothing": ("", ""),
    "a sum": ("return 2 * torch.mean((W * x - y) * x)", "return 2 * torch.sum((W * x - y) * x)"),
    "wrong for some numbers": ("return abs(number)", "return number if number > -50 else -number"),
    "another tensor": ("return t.mul_(2)", "return t * 2"),
    "an exception for some": ("return abs(number)", "return abs(number) if number % 7 else 1 // number"),
    "another factor": ("torch.ones(1)", "torch.zeros(1)"),
}


def wrong(toy: Any, case: str) -> Path:
    right, slip = WRONG[case]
    text = (toy.root / "solutions" / "alpha.py").read_text()
    assert right in text
    return toy.submission(alpha=text.replace(right, slip) if right else text)


@pytest.mark.parametrize("case", WRONG)
def test_replayed_or_drawn_anew_the_verdicts_are_the_same(toy, case):
    path = wrong(toy, case)
    replayed, anew = (toy.ends(path, sections=("alpha",), replay=replay) for replay in (True, False))
    assert replayed == anew
    assert (case == "nothing") is ({status for status, _ in anew.values()} == {"passed"})


def test_stubs_too(toy):
    stubs = toy.root / "exercises"
    assert toy.ends(stubs) == toy.ends(stubs, replay=False)


def test_the_same_again_is_the_same_json_but_for_durations(toy):
    path = wrong(toy, "wrong for some numbers")

    def result() -> str:
        told = json.loads(FORMATS["json"](score(toy.grade(path, diagnose=True), toy.course)))
        for test in [told, *(test for section in told["sections"] for test in section["tests"])]:
            test["duration"] = 0
        return json.dumps(told)

    assert result() == result()


# ── one message ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def messages(monkeypatch):
    """The number of requests in each message to a worker."""
    sent: list[int] = []
    replies = Worker.replies

    def counted(self: Worker, requests: Any, seconds: float, until: float) -> Any:
        sent.append(len(requests))
        return replies(self, requests, seconds, until)

    monkeypatch.setattr(Worker, "replies", counted)
    return sent


ONE = """
from hypothesis import assume, given, note, strategies as st
from grader.suite import close_to, exercise
@exercise("size", points=1, title="x")
"""
PROPERTY = (
    ONE
    + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, reference, number):
    assert submission.size(number) == close_to(reference.size(number))
"""
)
THREE_CALLS = (
    ONE
    + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, number):
    assert submission.size(number) == submission.size(number + 1 - 1), "expected the same"
    assert submission.Scaler().kind == "module", "expected a module"
"""
)


def only(toy: Any, suite: str) -> Any:
    """A course with one suite alone, and an empty cache for it."""
    return toy.write({
        "tests/hidden/test_alpha.py": suite, "tests/hidden/test_beta.py": None,
        "tests/public/test_alpha.py": None, "tests/public/test_beta.py": None,
    })  # fmt: skip


@pytest.mark.parametrize(("suite", "calls"), [(PROPERTY, 1), (THREE_CALLS, 3)])
def test_a_property_of_50_examples_is_one_message(toy, messages, suite, calls):
    only(toy, suite)
    toy.ends(toy.submission())
    messages.clear()
    assert toy.ends(toy.submission()) == {"test_x": ("passed", "")}
    assert messages == [4, 1, 50 * calls]  # the files, the import, all calls
    messages.clear()
    toy.ends(toy.submission(), replay=False)
    assert len(messages) > 50


EXAMPLES = {"": 50, "@settings(max_examples=100)": 100, "@settings(max_examples=7)": 7, "@settings(deadline=None)": 50}


@pytest.mark.parametrize("settings", EXAMPLES)
def test_as_many_examples_are_drawn_as_the_author_says(toy, messages, settings):
    text = PROPERTY.replace("@given", f"{settings}\n@given").replace("given, note", "given, note, settings")
    only(toy, text)
    toy.ends(toy.submission())
    messages.clear()
    toy.ends(toy.submission())
    assert messages[-1] == EXAMPLES[settings]


# ── where a replay would not be honest ───────────────────────────────────────────────────────────────────────

LIVE: dict[str, str] = {
    "a call that depends on an answer": ONE + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, number):
    once = submission.size(number)
    assert submission.size(once) == close_to(once)
""",
    "one call more after an odd answer": ONE + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, number):
    if submission.size(number) < 0:
        assert submission.size(-number) == close_to(number)
""",
    "the reference asked after an odd answer": ONE + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, reference, number):
    assert reference.size(submission.size(number)) == submission.size(number), "expected no sign"
""",
    "data()": ONE + """
@given(data=st.data())
def test_x(submission, data):
    one = submission.size(data.draw(st.integers(-9, 9)))
    assert submission.size(data.draw(st.integers(-one, one))) <= one, "expected no more"
""",
    "assume on an answer": ONE + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, number):
    assume(submission.size(number) > 3)
    assert submission.size(number) == close_to(abs(number))
""",
    "assume on an answer that is always so": ONE + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, number):
    assume(submission.size(number) >= 0)
    assert submission.size(number) == close_to(abs(number))
""",
    "a note": ONE + """
@given(number=st.integers(-1000, 1000))
def test_x(submission, number):
    note("hypothesis alone can take it")
    assert submission.size(number) == close_to(abs(number))
""",
    "a value that cannot be kept": ONE + """
@given(number=st.integers(-9, 9).map(lambda number: {number}))
def test_x(submission, number):
    assert submission.size(*number) == close_to(abs(*number))
""",
}  # fmt: skip


@pytest.mark.parametrize("case", LIVE)
def test_what_depends_on_answers_is_asked_live(toy, case):
    only(toy, LIVE[case])
    text = (toy.root / "solutions" / "alpha.py").read_text()
    path = toy.submission(alpha=text.replace("return abs(number)", "return number"))
    assert toy.ends(path) == toy.ends(path, replay=False)
    assert toy.ends(toy.root / "solutions") == {"test_x": ("passed", "")}


# ── the cache ────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_drawn_is_found_again(toy, monkeypatch):
    only(toy, PROPERTY + "# found again\n")
    drawn: list[str] = []
    record = test_run.Recorder.examples
    monkeypatch.setattr(test_run.Recorder, "examples", lambda recorder: drawn.append("") or record(recorder))
    for times in (1, 1):
        assert toy.ends(toy.submission()) == {"test_x": ("passed", "")}
        assert len(drawn) == times
    toy.ends(toy.submission(), seed=1)  # other examples for another seed
    solution = toy.root / "solutions" / "beta.py"  # alpha might import it
    solution.write_text(solution.read_text() + "\n")
    toy.ends(toy.submission())
    assert len(drawn) == 3


def test_drawing_takes_nothing_of_the_submissions_time(toy, monkeypatch):
    only(toy, PROPERTY + "# slow to draw\n")
    record = test_run.Recorder.examples
    monkeypatch.setattr(test_run.Recorder, "examples", lambda recorder: time.sleep(3) or record(recorder))
    assert toy.ends(toy.submission(), budget=3.0) == {"test_x": ("passed", "")}


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied", "noise", "a folder"])
def test_a_cache_that_was_harmed_is_as_good_as_none(toy, own_cache, harm):
    only(toy, PROPERTY + f"# {harm}\n")
    known = set(own_cache.rglob("*.msgpack"))
    toy.ends(toy.submission())
    (path,) = set(own_cache.rglob("*.msgpack")) - known
    data = bytearray(path.read_bytes())
    path.unlink()
    if harm == "a folder":
        path.mkdir()
    else:
        data[len(data) // 2] ^= 1
        path.write_bytes({"cut": data[:-9], "changed": data, "emptied": b"", "noise": os.urandom(999)}[harm])
    assert toy.ends(toy.submission()) == {"test_x": ("passed", "")}
    assert toy.ends(toy.submission()) == {"test_x": ("passed", "")}


# ── Ctrl-C ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_ctrl_c_prints_what_is_known_and_leaves_no_process_behind(toy):
    begun = toy.root / "begun"
    slow = f"import time\ndef size(number):\n    open({str(begun)!r}, 'w').close()\n    time.sleep(60)\n"
    text = (toy.root / "solutions" / "alpha.py").read_text() + slow
    table = (toy.root / "pyproject.toml").read_text()
    toy.write({"pyproject.toml": table.replace("call_seconds = 1.5", "")})
    command = [sys.executable, "-m", "grader", "grade", str(toy.submission(alpha=text)), "--format", "json"]
    process = subprocess.Popen(
        [*command, "--isolation", "process", "--budget", "60"],
        cwd=toy.root,
        env={**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    )
    until = time.monotonic() + 60
    while not begun.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    family = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert len(family) >= 2  # the zygote, a worker
    assert running_after(family, seconds=5) == []  # the last of them may have been killed just now
    told = json.loads(out)
    tests = {test["id"]: test for section in told["sections"] for test in section["tests"]}
    assert told["interrupted"]
    assert tests["public/alpha::test_the_lectures_example"]["status"] == "passed"
    assert tests["hidden/beta::test_noise"]["status"] == "timeout"
    assert tests["hidden/beta::test_noise"]["message"] == "not run: the grading was interrupted"
    assert sum(test["max_score"] for test in tests.values()) == pytest.approx(100)
