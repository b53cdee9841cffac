"""How many attacks reach their aim in the cell, and how many in a plain pytest run that imports what was handed in.

`python tests/kit/benchmark_attacks.py [NAME…]` (Linux). The plain run is as many graders have it: the suite is put
beside the submission and imports it, the report is in JUnit's format, a test that did not fail has its points. So that
this machine comes to no harm it runs in namespaces of its own: a file system that is read-only but for a small `/tmp`,
no network, no other processes, a plain user, a clock. Nothing in there keeps a submission from the suite, the reference
or the report.
"""

import atexit
import contextlib
import fcntl
import os
import re
import resource
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import hypothesis  # noqa: E402, F401 - imported once, for all plain runs
import numpy  # noqa: E402, F401
import pytest  # noqa: E402
import torch  # noqa: E402
from test_attacks import (  # noqa: E402
    ATTACKS,
    COMMANDS,
    COURSE,
    EXERCISES,
    FAMILIES,
    NEEDED,
    Attack,
    Place,
    become_nobody,
    breaches,
    cover,
    open_cell,
    outcome_of,
)

from grader.worker.sandbox import kernel, privileges  # noqa: E402

SECONDS = 15.0
"""What one submission has in the plain run."""

TOO_COSTLY = {
    "harm/fork_bomb", "harm/thread_bomb", "harm/memory", "harm/tensor_memory", "harm/disk", "harm/many_files",
    "harm/print_flood", "harm/endless_stream", "harm/many_busy_threads",
}  # fmt: skip
"""Not tried in the plain run, which bounds nothing of what they take: this machine would have to."""

SECRET = "canary-of-the-parents-memory"
TOP = Path("/tmp/naive")
REPORT = TOP / "work" / "report.xml"
SCREEN = TOP / "screen.txt"


def main(names: list[str]) -> None:
    """Run the attacks both ways and print a table."""
    torch.set_num_threads(1)  # it is forked from here on
    rows: dict[str, Counter[str]] = {family: Counter() for family in FAMILIES}
    with cell() as breached_in_the_cell:
        for attack in ATTACKS:
            if names and attack.name not in names:
                continue
            breached = breached_in_the_cell(attack)
            naive = "not tried" if attack.name in TOO_COSTLY else in_plain_pytest(attack)
            row = rows[attack.family]
            row.update(attacks=1, cell=bool(breached), tried=naive != "not tried", naive=naive not in ("", "not tried"))
            print(f"{attack.name:34} cell: {breached or 'held':8} plain pytest: {naive or 'held'}", flush=True)
    print(f"\n{'family':10} {'attacks':>8} {'succeed in the cell':>20} {'in plain pytest':>18}")
    for name, row in [*rows.items(), ("all", sum(rows.values(), Counter()))]:
        print(f"{name:10} {row['attacks']:8} {row['cell']:20} {row['naive']:11} of {row['tried']:3}")
    print(f"\nNot tried in plain pytest, as they would take this machine down with it: {len(TOO_COSTLY)}.")


@contextlib.contextmanager
def cell() -> Iterator[Callable[[Attack], str]]:
    """A function that says how an attack succeeded in the cell, "" when it was held."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(XDG_CACHE_HOME=folder, AUTOGRATO_SECRET="canary-of-the-environment")
        place = Place(Path(folder))
        with contextlib.closing(open_cell(place)) as launcher:

            def breached(attack: Attack) -> str:
                found: list[str] = []
                for _ in range(attack.runs):
                    found += breaches(attack, outcome_of(place, place.hand_in(attack), launcher))
                return ", ".join(found + place.changed())

            yield breached


# ── in plain pytest ──────────────────────────────────────────────────────────────────────────────────────────────


def in_plain_pytest(attack: Attack) -> str:
    """How the attack succeeded there, "" when it did not."""
    ready, done = os.pipe()
    outside = os.fork()
    if outside == 0:
        os.close(ready)
        try:
            guard(attack, done)
        except BaseException as wrong:
            os.write(done, f"!{type(wrong).__name__}: {wrong}".encode())
        finally:
            os._exit(0)
    os.close(done)
    with os.fdopen(ready) as answer:
        found = answer.read()
    os.waitpid(outside, 0)
    if found.startswith("!"):
        raise SystemExit(f"a plain run cannot be locked in here: {found[1:]}")
    return found


def guard(attack: Attack, done: int) -> None:
    """Start the first process of a jail, and end it when its time is up: the kernel then ends all others in there."""
    kinds = kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC
    if os.geteuid() == 0:
        kernel.unshare(kinds)
    else:
        user, group = os.geteuid(), os.getegid()
        kernel.unshare(kernel.CLONE_NEWUSER | kinds)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path(f"/proc/self/{name}").write_text(text)
    first = os.fork()
    if first == 0:
        try:
            furnish()
            os.write(done, in_jail(attack).encode())
        except BaseException as wrong:
            os.write(done, f"!{type(wrong).__name__}: {wrong}".encode())
        finally:
            os._exit(0)
    deadline = time.monotonic() + SECONDS * attack.runs + 5
    while os.waitpid(first, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(first, signal.SIGKILL)
            os.write(done, b"nothing inside could end it")
        time.sleep(0.02)


def furnish() -> None:
    """A file system that is read-only but for a `/tmp` with the course in it; a loopback; a plain user."""
    if os.getpid() != 1:
        raise OSError("there is no process namespace here")  # and a signal to all would be one to this machine
    course = {path.relative_to(COURSE): path.read_bytes() for path in COURSE.rglob("*") if path.is_file()}
    kernel.mount("none", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    read_only = struct.pack("QQQQ", kernel.MOUNT_ATTR_RDONLY | kernel.MOUNT_ATTR_NOSUID, 0, 0, 0)
    kernel.call("mount_setattr", kernel.AT_FDCWD, b"/", kernel.AT_RECURSIVE, read_only, len(read_only))
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        cover(Path(folder), "size=64m,mode=1777", *NEEDED)
    for folder in ("work", "home", "others/alice", "course/.git/objects/5f"):
        (TOP / folder).mkdir(parents=True)
    for path, data in course.items():
        (TOP / "course" / path).parent.mkdir(parents=True, exist_ok=True)
        (TOP / "course" / path).write_bytes(data)
    (TOP / "others/alice/toy.py").write_text("# canary-of-another-submission\n")
    (TOP / "home/.gitconfig").write_text("[user]\n")
    (TOP / "course/.git/objects/5f/1d").write_bytes(zlib.compress(b"blob 31\0canary-of-the-hidden-suite-5f1d"))
    for path in (TOP, *TOP.rglob("*")):
        path.chmod(0o777)
    with socket.socket() as end:
        fcntl.ioctl(end, 0x8914, struct.pack("16sH22x", b"lo", 0x49))  # up and running
    os.environ.update(HOME=str(TOP / "home"), XDG_CACHE_HOME=str(TOP / "home/.cache"), TMPDIR="/tmp")
    tempfile.tempdir = "/tmp"
    if os.geteuid() == 0:
        become_nobody(*NEEDED)
    privileges.drop_capabilities()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # as of any process that changed no user
    (TOP / "home/.cache/autograto/examples").mkdir(parents=True)
    (TOP / "home/.cache/autograto/examples/answers.msgpack").write_text("canary-of-the-answers")


def in_jail(attack: Attack) -> str:
    """Grade it, and again in the same place if it tries to stay; how it succeeded."""
    found = ""
    for _ in range(attack.runs):
        shutil.rmtree(TOP / "work")
        (TOP / "work").mkdir()
        for file in attack.files:
            shutil.copy(file, TOP / "work" / ("toy.py" if len(attack.files) == 1 else file.name))
        shutil.copy(TOP / "course/naive/test_toy.py", TOP / "work")
        found = found or graded(attack)
    return found


def graded(attack: Attack) -> str:
    """One run of the grader, in a process that holds secrets as graders do, with pytest in a child of it."""
    ready, done = os.pipe()
    grader = os.fork()
    if grader == 0:
        secrets = [f"{SECRET} {number}" for number in range(100)]
        pytest_run = os.fork()
        if pytest_run == 0:
            os.close(done)
            run_pytest()
        _, status = os.waitpid(pytest_run, 0)
        os.write(done, f"{os.waitstatus_to_exitcode(status)} {len(secrets)}".encode())
        os._exit(0)
    os.close(done)
    deadline = time.monotonic() + SECONDS
    while os.waitpid(grader, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)  # everything in the jail but its first process
            os.close(ready)
            return "it took all the time there was, and no test has a verdict" if attack.family == "harm" else ""
        time.sleep(0.02)
    with os.fdopen(ready) as answer:
        said = answer.read()
    return "the grader itself was killed" if not said else reached(attack, int(said.split()[0]))


def run_pytest() -> None:
    """In this process: the suite, and with it the submission."""
    os.chdir(TOP / "work")
    sys.path.insert(0, str(TOP / "work"))
    sys.argv[:] = ["pytest"]
    for which, most in ((resource.RLIMIT_AS, 4 << 30), (resource.RLIMIT_CPU, 20), (resource.RLIMIT_FSIZE, 32 << 20)):
        resource.setrlimit(which, (most, most))
    screen = os.open(SCREEN, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for standard in (1, 2):
        os.dup2(screen, standard)
    os.closerange(3, 256)  # the benchmark's own, which no grader has
    status = 70
    try:
        status = int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:autograto", f"--junitxml={REPORT}", "."]))
        atexit._run_exitfuncs()
    finally:
        os._exit(status)


def reached(attack: Attack, status: int) -> str:
    """How an attack succeeded, by the report and the screen that the plain run left."""
    screen = SCREEN.read_text(errors="surrogateescape")
    try:
        cases = list(ElementTree.parse(REPORT).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        if status == 0:
            return "no report, and the exit status of success"
        return "no test has a verdict" if attack.family == "harm" else ""
    good = [case.get("name", "") for case in cases if case.find("failure") is None and case.find("error") is None]
    for exercise in EXERCISES:
        due = attack.ends[exercise] == "passed"
        got = [name for name in good if exercise in name]
        if got and not due:
            return f"{len(got)} tests passed that should not have"
        if due and not got:
            return f"it cost {exercise} its points"
    if not cases and status == 0:
        return "no test was run, and the exit status of success"
    if attack.name == "read/hidden_inputs" and "31.0625" in screen:
        return "the report shows the hidden test's numbers"
    shown = [name for name, pattern in COMMANDS.items() if re.search(pattern, screen)]
    return f"the report has {shown[0]}" if attack.family == "deceive" and shown else ""


if __name__ == "__main__":
    main(sys.argv[1:])
