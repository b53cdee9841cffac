"""The sandbox: what it keeps a submission from doing, what it lets it do, and what it says of itself.

Run as a script, this file is a zygote for the tests: it imports torch, becomes `nobody` when asked to, settles, and
runs each piece of code that it is sent in a sandbox of its own. It answers with how that ended: `done`, the name of an
exception, or the name of a signal.
"""

import contextlib
import json
import os
import platform
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.worker import sandbox
from grader.worker.sandbox import checks, kernel, landlock, lookups, namespaces, seccomp, syscalls

NOBODY = 65534
SCRATCH_BYTES = 4 << 20
HELPERS = """
import ctypes, os, sys
def call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(ctypes.c_long(number), *(ctypes.c_long(value) for value in arguments)) < 0:
        raise OSError(ctypes.get_errno(), "refused")
"""


# ── the zygote, as a script ──────────────────────────────────────────────────────────────────────────────────────


def zygote(user: str, settled: bool) -> None:
    import numpy  # noqa: F401

    from grader.worker.warm import warm

    warm()
    if user in ("nobody", "rootless"):
        become_nobody()
    if user.endswith("rootless"):
        become_root_of_a_container()
    os.open(__file__, os.O_RDONLY)  # a descriptor that a worker must not inherit
    print(json.dumps({"settled": settled and sandbox.settle().held}), flush=True)
    for line in sys.stdin:
        print(run(json.loads(line)), flush=True)


def become_nobody() -> None:
    """Leave root, after making Python's folder one that anybody can reach, in a mount namespace of this process."""
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount("none", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    base = Path(sys.base_prefix)
    closed = [folder for folder in reversed(base.parents) if not folder.stat().st_mode & 1]
    if closed:
        python = os.open(base, os.O_PATH)
        kernel.mount("tmpfs", str(closed[0]), "tmpfs", options="mode=755")
        base.mkdir(parents=True)
        kernel.mount(f"/proc/self/fd/{python}", str(base), flags=kernel.MS_BIND)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def become_root_of_a_container() -> None:
    """As podman and `unshare -Ur` make it: all capabilities, in a namespace that knows no other user than this one."""
    user, group = os.geteuid(), os.getegid()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    kernel.unshare(kernel.CLONE_NEWUSER)
    namespaces._map(0, user, 0, group)


def run(order: dict) -> str:
    """The code's end, what it said, the layers, and how long the sandbox took, as JSON."""
    ready, done = os.pipe()
    pid = os.fork()
    if pid == 0:
        work(order, done)
    os.close(done)
    with os.fdopen(ready, "rb") as answer:
        found = answer.read().split(b"\n")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    entered = json.loads(found[0]) if found[0] else {"layers": [], "seconds": 0.0}
    end = found[1].decode() if len(found) > 1 and found[1] else ""
    sandbox.discard(pid)
    return json.dumps({**entered, "end": end or signal.Signals(-status).name, "pid": pid})


def work(order: dict, done: int) -> None:
    try:
        started = time.thread_time()  # not the clock's: other tests may be keeping this machine busy
        layers = sandbox.enter(
            sandbox.Policy(
                readable=(*sandbox.readable(), *order["readable"]),
                memory_bytes=1 << 30,
                cpu_seconds=order["cpu_seconds"],
                scratch_bytes=SCRATCH_BYTES,
                keep=(done,),
                without=frozenset(order["without"]),
            )
        )
        seconds = time.thread_time() - started
        plain = [(layer.name, layer.held, layer.why) for layer in layers]
        os.write(done, json.dumps({"layers": plain, "seconds": seconds}).encode() + b"\n")
        exec(HELPERS + order["code"], {"__name__": "submission"})
        os.write(done, b"done")
    except BaseException as error:
        os.write(done, type(error).__name__.encode())
    finally:
        os._exit(0)


# ── the tests' end of it ─────────────────────────────────────────────────────────────────────────────────────────


class Zygote:
    """Runs code in cells of one user's."""

    def __init__(self, user: str, *options: str) -> None:
        self.user = user
        environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "SECRET": "canary"}
        path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, __file__, user, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, "PYTHONPATH": path, "PATH": os.defpath},
        )
        self.pid = self._process.pid
        self.settled = self._answer()["settled"]

    def __call__(self, code: str, without: tuple[str, ...] = (), readable: tuple[str, ...] = (), cpu: int = 20) -> dict:
        order = {"code": code, "without": without, "readable": readable, "cpu_seconds": cpu}
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> dict:
        return json.loads(self._process.stdout.readline())


USERS = ["root", "nobody"] if os.geteuid() == 0 else ["self"]


@pytest.fixture(scope="module", params=USERS)
def inside(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    zygote = Zygote(request.param)
    yield zygote
    zygote.close()


@pytest.fixture(scope="module")
def victims() -> Iterator[Path]:
    """A folder that every sandbox may read and every user may write, with two files."""
    with tempfile.TemporaryDirectory() as name:  # not pytest's, which only its user can reach
        folder = Path(name)
        folder.chmod(0o777)
        for file in (folder / "file", folder / "other"):
            file.write_text("untouched")
            file.chmod(0o666)
        yield folder
        assert sorted(path.name for path in folder.iterdir()) == ["file", "other"]
        assert all(
            path.read_text() == "untouched" and path.stat().st_mode & 0o777 == 0o666 for path in folder.iterdir()
        )


WAYS = [(), ("namespaces",), ("landlock",)]
"""With everything, and with either of the layers that keep files away left out."""

HIDDEN = "PermissionError|FileNotFoundError|NotADirectoryError"
ATTACKS = [
    # name, code, how it may end
    ("read the project", "open({here!r})", HIDDEN),
    ("list the project", "os.listdir({project!r})", HIDDEN),
    ("list the machine", "os.listdir('/var')", HIDDEN),
    ("climb out of the root", "for _ in range(9): os.chdir('..')\nos.listdir('var')", HIDDEN),
    ("read the users", "open('/etc/passwd')", HIDDEN),
    ("read another process's environment", "open('/proc/1/environ').read()", HIDDEN),
    ("read the zygote's environment", "open('/proc/{zygote}/environ').read()", HIDDEN),
    ("open the zygote's memory", "open('/proc/{zygote}/mem', 'r+b')", HIDDEN),
    ("list the processes", "[name for name in os.listdir('/proc') if name.isdigit()] or os.listdir('/var')", HIDDEN),
    ("write into torch", "import torch; open(torch.__file__, 'a')", "PermissionError|OSError"),
    ("write beside torch", "import torch; open(torch.__file__ + '.x', 'w')", "PermissionError|OSError"),
    ("write to /tmp", "open('/tmp/left', 'w')", "OSError|" + HIDDEN),
    ("write to shared memory", "open('/dev/shm/left', 'w')", "OSError|" + HIDDEN),
    ("write to its own memory", "open('/proc/self/mem', 'r+b')", "PermissionError|OSError"),
    ("spare itself", "open('/proc/self/oom_score_adj', 'w').write('-1000')", "PermissionError|OSError"),
    ("write a readable file", "open({victim!r}, 'a')", "PermissionError|OSError"),
    ("empty it by opening", "os.open({victim!r}, os.O_RDONLY | os.O_TRUNC)", "PermissionError|OSError"),
    ("empty it by name", "os.truncate({victim!r}, 0)", "PermissionError"),
    ("remove it", "os.unlink({victim!r})", "PermissionError|OSError"),
    ("rename it", "os.rename({victim!r}, {victim!r} + '2')", "PermissionError|OSError"),
    ("take it away", "os.rename({victim!r}, 'mine')", "PermissionError|OSError"),
    ("replace it", "open('x', 'w').write('x'); os.replace('x', {victim!r})", "PermissionError|OSError"),
    ("make a folder beside it", "os.mkdir({victim!r} + '.d')", "PermissionError|OSError"),
    ("change its mode", "os.chmod({victim!r}, 0)", "PermissionError"),
    ("change an open file's mode", "os.fchmod(os.open({victim!r}, os.O_RDONLY), 0)", "PermissionError"),
    ("change its times", "os.utime({victim!r}, (0, 0))", "PermissionError"),
    ("mark it", "os.setxattr({victim!r}, 'user.x', b'x')", "PermissionError"),
    ("link to it", "os.link({victim!r}, 'mine')", "PermissionError"),
    ("link out of the folder", "os.symlink('/etc', 'etc')", "PermissionError"),
    ("run a program", "os.execv('/bin/true', ['true'])", "PermissionError|FileNotFoundError"),
    ("run a program by subprocess", "import subprocess; subprocess.run(['/bin/true'])", "PermissionError"),
    ("fork", "os.fork()", "PermissionError"),
    ("fork by clone", "call({clone}, 17, 0, 0, 0, 0)", "PermissionError"),
    ("a thread with a namespace", "call({clone}, 0x10000 | 0x800 | 0x100 | 0x10000000, 0, 0, 0, 0)", "PermissionError"),
    ("open a socket", "import socket; socket.socket()", "PermissionError"),
    ("open a Unix socket", "import socket; socket.socket(socket.AF_UNIX)", "PermissionError"),
    ("a pair of sockets", "import socket; socket.socketpair()", "PermissionError"),
    ("kill the zygote", "os.kill({zygote}, 9)", "PermissionError"),
    ("kill the group", "os.killpg(0, 9)", "PermissionError"),
    ("kill everything", "os.kill(-1, 9)", "PermissionError"),
    ("become root", "os.setuid(0)", "PermissionError"),
    ("lead a session", "os.setsid()", "PermissionError"),
    ("let others look in", "ctypes.CDLL(None).prctl(4, 1) == 0 or os.fork()", "PermissionError"),
    ("change its root", "os.chroot('.')", "PermissionError"),
    ("make a device", "os.mknod('null', 0o20666, os.makedev(1, 3))", "PermissionError"),
    ("executable memory files", "os.memfd_create('x')", "PermissionError"),
    ("raise a limit", "import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1))", "ValueError|PermissionError"),
    ("type into a terminal", "import fcntl; fcntl.ioctl(0, 0x5412, b'x')", "PermissionError|OSError"),
    ("a system call of tomorrow", "call(999)", "OSError"),
    ("ptrace", "call({ptrace}, 0, 0, 0, 0)", "SIGSYS"),
    ("read another's memory", "call({process_vm_readv}, {zygote}, 0, 0, 0, 0, 0)", "SIGSYS"),
    ("write another's memory", "call({process_vm_writev}, {zygote}, 0, 0, 0, 0, 0)", "SIGSYS"),
    ("leave for namespaces", "call({unshare}, 0x10000000)", "SIGSYS"),
    ("join namespaces", "call({setns}, 0, 0)", "SIGSYS"),
    ("mount", "call({mount}, 0, 0, 0, 0, 0)", "SIGSYS"),
    ("which pages are in memory", "call({mincore}, 0, 4096, 0)", "PermissionError"),
    ("the same, by its successor", "call({cachestat}, 0, 0, 0, 0)", "PermissionError"),
    ("reading what is in memory alone", "{file}; os.preadv(file, [bytearray(9)], 0, os.RWF_NOWAIT)", "PermissionError"),
    ("taking a file out of memory", "{file}; os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)", "PermissionError"),
    ("merging pages", "import mmap; mmap.mmap(-1, 4096).madvise(mmap.MADV_MERGEABLE)", "PermissionError"),
    ("a handle of the socket's peer", "call({getsockopt}, 3, 1, 77, 0, 0)", "PermissionError"),
    ("bytes out of band", "call({sendto}, 3, 0, 0, 1, 0, 0)", "PermissionError"),
    ("io_uring", "call({io_uring_setup}, 1, 0)", "SIGSYS"),
    ("bpf", "call({bpf}, 0, 0, 0)", "SIGSYS"),
    ("perf", "call({perf_event_open}, 0, 0, 0, 0, 0)", "SIGSYS"),
    ("userfaultfd", "call({userfaultfd}, 0)", "SIGSYS"),
    ("keyrings", "call({keyctl}, 0, 0)", "SIGSYS"),
    ("open by handle", "call({open_by_handle_at}, 0, 0, 0)", "SIGSYS"),
    ("memory", "bytearray(2 << 30)", "MemoryError"),
    ("memory, bit by bit", "x = []\nwhile True: x.append(bytes(1 << 20))", "MemoryError"),
    ("memory, by torch", "import torch; torch.ones(1 << 30)", "RuntimeError"),
    ("a big file", "open('x', 'wb').write(bytes(2 * {scratch}))", "OSError"),
    ("a segmentation fault", "ctypes.string_at(8)", "SIGSEGV"),
    ("an abort", "os.abort()", "SIGABRT"),
    ("ending itself", "import signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
    ("threads", "import threading, time\nwhile True: threading.Timer(60, print).start()", "RuntimeError"),
]  # fmt: skip
WHERE_ROOMS = [
    ("many files", "for n in range(100): open(f'{n}', 'wb').write(bytes({scratch} // 10))", "OSError"),
    ("many empty files", "for n in range(5000): open(f'{n}', 'wb')", "OSError"),
]


def prepared(code: str, inside: Zygote, victims: Path) -> str:
    """The code with the names in braces filled in."""
    column = syscalls.MACHINES.index(platform.machine())
    entries = [entry.split() for line in syscalls.TABLE.splitlines() if ": " in line for entry in line.split(", ")]
    numbers = {entry[-3]: entry[-2 + column] for entry in entries if len(entry) >= 3}
    known = {
        **numbers,
        "here": __file__,
        "project": str(Path(__file__).parents[2]),
        "zygote": str(inside.pid),
        "victim": str(victims / "file"),
        "scratch": str(SCRATCH_BYTES),
        "file": "import torch; file = os.open(torch.__file__, os.O_RDONLY)",
    }
    return re.sub(r"\{(\w+)(!r)?\}", lambda hit: repr(known[hit[1]]) if hit[2] else known.get(hit[1], hit[0]), code)


@pytest.mark.parametrize("without", WAYS, ids=lambda way: f"without {way[0]}" if way else "whole")
@pytest.mark.parametrize(("code", "ends"), [attack[1:] for attack in ATTACKS], ids=[attack[0] for attack in ATTACKS])
def test_an_attack_is_refused(inside: Zygote, victims: Path, code: str, ends: str, without: tuple[str, ...]) -> None:
    answer = inside(prepared(code, inside, victims), without, (str(victims),))
    assert re.fullmatch(ends, answer["end"]), answer
    left_out = {name for name, held, _ in answer["layers"] if not held}
    assert left_out <= {*without, "scratch", "lookups"}, answer  # nobody counts here; see test_how_often…


@pytest.mark.parametrize(("name", "code", "ends"), WHERE_ROOMS, ids=[attack[0] for attack in WHERE_ROOMS])
def test_the_scratch_folder_is_bounded(inside: Zygote, victims: Path, name: str, code: str, ends: str) -> None:
    assert inside(prepared(code, inside, victims))["end"] == ends


def test_endless_computing_ends(inside: Zygote) -> None:
    assert inside("while True: pass", cpu=1)["end"] in ("SIGKILL", "SIGXCPU")


SECRETS = [
    ("the environment", "assert not [word for word in os.environ.values() if 'canary' in word]"),
    ("the argument list", "import sys; assert len(sys.argv) < 3 and 'canary' not in ''.join(sys.argv)"),
    ("descriptors", "import stat; assert all(not stat.S_ISREG(os.fstat(n).st_mode) for n in (0, 1, 2))"),
    ("standard input", "assert sys.stdin.read() == ''"),
    ("processes", "assert os.getppid() == 0 or {settled} == 'False'"),
]


@pytest.mark.parametrize("code", [secret[1] for secret in SECRETS], ids=[secret[0] for secret in SECRETS])
def test_nothing_is_inherited(inside: Zygote, code: str) -> None:
    assert inside(code.replace("{settled}", repr(str(inside.settled))))["end"] == "done"


def test_no_descriptor_but_the_kept_one_is_open(inside: Zygote) -> None:
    count = """
found = 0
for number in range(3, 256):
    try: os.fstat(number)
    except OSError: continue
    found += 1
assert found == 1
"""
    assert inside(count)["end"] == "done"


SGD = """
import torch
w = torch.ones(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
(w * w).sum().backward()
optimizer.step()
assert abs(w.item() - 0.8) < 1e-6
"""
ADAM = """
import torch
w = torch.ones(1, requires_grad=True)
optimizer = torch.optim.Adam([w])
schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1)
(w * w).sum().backward()
optimizer.step(); schedule.step(); optimizer.zero_grad()
"""
LBFGS = """
import torch
w = torch.ones(1, requires_grad=True)
optimizer = torch.optim.LBFGS([w])
def cost():
    optimizer.zero_grad(); loss = (w * w).sum(); loss.backward(); return loss
optimizer.step(cost)
"""
NETWORK = """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
nn.functional.mse_loss(model(torch.ones(5, 2)), torch.zeros(5, 1)).backward()
"""
LOADER = """
import torch
from torch.utils.data import DataLoader, TensorDataset
assert len(list(DataLoader(TensorDataset(torch.ones(4, 1)), batch_size=2, shuffle=True))) == 2
"""
FUNC = """
import torch
assert torch.func.grad(lambda x: x * x)(torch.tensor(3.0)) == 6
torch.vmap(lambda x: x * 2)(torch.ones(3))
torch.func.jacrev(lambda x: x * x)(torch.ones(3))
"""
VECTOR = "import torch; x = torch.ones(3, requires_grad=True); (x * x).backward(torch.ones(3))"
SEEDS = """
import torch, random, numpy
for seed in (torch.manual_seed, random.seed, numpy.random.seed): seed(0)
first = torch.rand(3)
torch.manual_seed(0)
assert (first == torch.rand(3)).all()
"""
ALGEBRA = """
import torch, numpy as np
torch.linalg.svd(torch.rand(4, 4))
np.linalg.lstsq(np.ones((3, 2)), np.ones(3), rcond=None)
np.random.default_rng(0).normal(size=3)
"""
FILE = (
    "open('a.txt', 'w').write('x'); assert open('a.txt').read() == 'x'; os.rename('a.txt', 'b.txt'); os.unlink('b.txt')"
)
LIBRARY = "import json, csv, sqlite3, asyncio, logging, unittest, multiprocessing, socket, http.client, decimal"
WORK = [
    ("nothing", "pass"),
    ("tensors", "import torch; assert (torch.ones(3) * 2).sum() == 6"),
    ("printing", "import torch; print(torch.rand(3, 3))"),
    ("warnings", "import warnings; warnings.warn('careful')"),
    ("seeds", SEEDS),
    ("randomness", "import uuid, secrets; uuid.uuid4(); os.urandom(3); open('/dev/urandom', 'rb').read(3)"),
    ("a network", NETWORK),
    ("SGD", SGD),
    ("Adam and a schedule", ADAM),
    ("LBFGS", LBFGS),
    ("torch.func", FUNC),
    ("backward of a vector", VECTOR),
    ("linear algebra", ALGEBRA),
    ("a data loader", LOADER),
    ("saving and loading", "import torch; torch.save({'a': torch.ones(2)}, 'model.pt'); torch.load('model.pt')"),
    ("a small file", FILE),
    ("a temporary file", "import tempfile\nwith tempfile.NamedTemporaryFile() as file: file.write(b'x')"),
    ("/dev/null", "open(os.devnull, 'w').write('x')"),
    ("threads", "import threading; t = threading.Thread(target=print); t.start(); t.join()"),
    ("torch's threads", "import torch; torch.set_num_threads(4); torch.rand(500, 500) @ torch.rand(500, 500)"),
    ("the platform", "import platform; platform.python_version(); platform.platform(); os.cpu_count()"),
    ("time", "import datetime, zoneinfo, time; datetime.datetime.now().astimezone(); time.sleep(.001)"),
    ("the standard library", LIBRARY),
    ("a source", "import inspect, torch; assert 'Applies' in inspect.getsource(torch.nn.Linear)"),
    ("ctypes", "assert ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 7)() == 7"),
    ("sympy", "import sympy; sympy.Symbol('x') ** 2"),
    ("no other device", "import torch; assert not torch.cuda.is_available()"),
]
NOT_IMPORTED = "\nassert type(sys.modules['torch._dynamo']).__name__ == 'Compiler'"
SLOW_WORK = [
    ("torch._dynamo", "import torch._dynamo; torch._dynamo.config.verbose"),
    ("compiling", "import torch; assert torch.compile(lambda x: x + 1, backend='eager')(torch.ones(2))[0] == 2"),
]


@pytest.mark.parametrize("without", WAYS, ids=lambda way: f"without {way[0]}" if way else "whole")
@pytest.mark.parametrize("code", [work[1] for work in WORK], ids=[work[0] for work in WORK])
def test_ordinary_work_is_not_disturbed(inside: Zygote, code: str, without: tuple[str, ...]) -> None:
    assert inside(code, without)["end"] == "done"


@pytest.mark.parametrize("code", [work[1] for work in SLOW_WORK], ids=[work[0] for work in SLOW_WORK])
def test_the_compiler_is_imported_when_it_is_wanted(inside: Zygote, code: str) -> None:
    assert inside(code, cpu=60)["end"] == "done"


def test_ordinary_work_imports_no_compiler(inside: Zygote) -> None:
    assert inside(SGD + ADAM + LBFGS + NETWORK + FUNC + VECTOR + NOT_IMPORTED)["end"] == "done"


# ── what it says of itself ───────────────────────────────────────────────────────────────────────────────────────


def layers_of(answer: dict) -> tuple[sandbox.Layer, ...]:
    return tuple(sandbox.Layer(*layer) for layer in answer["layers"])


def test_a_sandbox_is_whole_here(inside: Zygote) -> None:
    layers = layers_of(inside("pass"))
    assert sandbox.missing(layers) == []
    assert sandbox.is_whole(layers)
    assert [layer.name for layer in layers if not layer.held] == ["lookups"]  # the launcher's zygote counts those


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("namespaces", True),
        ("landlock", True),
        ("capabilities", False),
        ("dumpable", True),
        ("scratch", True),
        ("seccomp", False),
        ("no_new_privs", False),
        ("limits", False),
        ("descriptors", False),
    ],
)
def test_a_layer_that_is_left_out_is_said(inside: Zygote, name: str, whole: bool) -> None:
    layers = layers_of(inside("pass", (name,)))
    assert name in [layer.name for layer in layers if not layer.held]
    assert sandbox.is_whole(layers) == whole == (not sandbox.missing(layers))


def test_without_either_of_the_two_a_sandbox_is_not_whole(inside: Zygote) -> None:
    layers = layers_of(inside("pass", ("namespaces", "landlock")))
    assert sandbox.missing(layers) == ["landlock", "namespaces"]


WITHOUT_RIGHTS = """
with open('/proc/self/status') as file: said = dict(line.split(None, 1) for line in file if len(line.split()) > 1)
assert not any(int(said[f'Cap{name}:'], 16) for name in ('Inh', 'Prm', 'Eff', 'Amb')), said
assert (said['NoNewPrivs:'].strip(), said['Seccomp:'].strip()) == ('1', '2')
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become another user")
def test_root_of_a_container_gives_up_all_that_it_has(victims: Path) -> None:
    outside = Zygote("rootless")
    try:
        assert sandbox.missing(layers_of(outside("pass"))) == []
        assert outside(WITHOUT_RIGHTS)["end"] == "done"
        for attack in ("threads", "mount", "become root", "read the project", "kill the zygote", "memory"):
            _, code, ends = next(row for row in ATTACKS if row[0] == attack)
            assert re.fullmatch(ends, outside(prepared(code, outside, victims))["end"])
    finally:
        outside.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_where_the_kernel_bounds_no_threads_no_sandbox_is_whole() -> None:
    outside = Zygote("root and rootless")
    try:
        assert sandbox.missing(layers_of(outside("pass"))) == ["limits"]
        assert outside(WITHOUT_RIGHTS)["end"] == "done"
    finally:
        outside.close()


@pytest.mark.parametrize(
    "check",
    {
        "descriptors": lambda: checks.descriptors(set()),
        "namespaces": lambda: checks.hidden(str(Path(__file__))),
        "capabilities": lambda: checks.capabilities(4321),
        "limits": lambda: checks.limits({resource.RLIMIT_AS: 1 << 40}),
        "no_new_privs": checks.no_new_privs,
        "landlock": checks.landlock,
        "dumpable": checks.dumpable,
        "seccomp": checks.seccomp,
    }.values(),
)
def test_what_is_not_as_promised_is_found_out(check: Callable[[], None]) -> None:
    with pytest.raises(OSError, match=r"[a-z]"):
        check()


LITTER = """
for name in ('a', 'b'): open(name, 'w').write(name)
os.mkdir('closed', 0)
for _ in range(3000):
    os.mkdir('deep'); os.chdir('deep')
open('bottom', 'w').write('x')
"""


def test_scratch_on_the_disk_is_named_and_removed(inside: Zygote) -> None:
    answer = inside(LITTER, ("namespaces",))
    why = next(why for name, _, why in answer["layers"] if name == "scratch")
    folder = Path(why.split(": ")[1])
    assert answer["end"] == "done"
    assert folder.name.startswith(f"sandbox-{answer['pid']}-")
    assert not folder.exists()


@pytest.mark.parametrize("user", USERS)
def test_a_worker_of_a_zygote_that_has_not_settled_is_whole_too(user: str, victims: Path) -> None:
    outside = Zygote(user, "unsettled")
    try:
        assert sandbox.is_whole(layers_of(outside("pass")))
        for attack in ("kill the zygote", "read the project", "read the zygote's environment", "fork", "open a socket"):
            _, code, ends = next(row for row in ATTACKS if row[0] == attack)
            assert re.fullmatch(ends, outside(prepared(code, outside, victims))["end"])
    finally:
        outside.close()


def test_probing_changes_nothing_here() -> None:
    def state() -> list[object]:
        spaces = [os.readlink(f"/proc/self/ns/{name}") for name in ("mnt", "user", "net", "pid")]
        return [*spaces, os.getresuid(), os.getcwd(), dict(os.environ), len(os.listdir("/proc/self/fd"))]

    before = state()
    layers = sandbox.probe()
    assert state() == before
    assert " ".join(sorted(layer.name for layer in layers)) == (
        "capabilities descriptors dumpable landlock limits lookups namespaces no_new_privs scratch seccomp"
    )
    assert sandbox.is_whole(layers)


def test_workers_end_with_their_zygote() -> None:
    from processes import descendants, running_after  # not in the zygote, which would show the folder to its workers

    outside = Zygote(USERS[-1])
    order = {"code": "import time; time.sleep(60)", "without": [], "readable": [], "cpu_seconds": 20}
    print(json.dumps(order), file=outside._process.stdin, flush=True)
    deadline = time.monotonic() + 10
    while len(family := descendants(outside.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(family) == 2  # the worker and the init of their namespace
    outside.close()
    assert running_after(family, seconds=10) == []


def test_a_hardened_process_is_closed_to_others_of_its_user() -> None:
    script = """
from grader.worker.sandbox import harden_trusted, kernel
print(kernel.prctl(kernel.PR_GET_DUMPABLE), harden_trusted().held, kernel.prctl(kernel.PR_GET_DUMPABLE))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout.split() == ["1", "True", "0"]


# ── the filter itself, on both machines ──────────────────────────────────────────────────────────────────────────


def answered(code: seccomp.Code, number: int, arguments: tuple[int, ...] = (), architecture: int | None = None) -> int:
    """What the kernel's little machine would make of a call."""
    words = {0: number, 4: architecture or code[1][3]}
    for place, value in enumerate((*arguments, 0, 0, 0, 0, 0, 0)[:6]):
        words |= {16 + 8 * place: value & 0xFFFF_FFFF, 20 + 8 * place: value >> 32}
    accumulator, at = 0, 0
    tests = {seccomp.IF_EQUAL: int.__eq__, seccomp.IF_ABOVE: int.__gt__, seccomp.IF_AT_LEAST: int.__ge__}
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        if operation == seccomp.RETURN:
            return value
        if operation == seccomp.LOAD:
            accumulator = words[value]
        elif operation == seccomp.AND:
            accumulator &= value
        else:
            at += if_true if tests[operation](accumulator, value) else if_false


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_the_filter_says_what_the_table_says(machine: str) -> None:
    code = seccomp.assemble(machine, 7)
    plain = {"yes": seccomp.ALLOW, "no": seccomp.REFUSE, "kill": seccomp.KILL}
    table = syscalls.answers(machine)
    for number in range(600):
        answer = table.get(number, "unknown")
        if answer not in syscalls.CONDITIONS:
            assert answered(code, number) == plain.get(answer, seccomp.UNKNOWN)
    assert answered(code, 0, architecture=0x4000_0003) == seccomp.KILL
    assert set(table.values()) <= {*plain, *syscalls.CONDITIONS}


def test_x32_is_refused() -> None:
    assert answered(seccomp.assemble("x86_64", 7), 0x4000_0000 | 39) == seccomp.KILL


@pytest.mark.parametrize(
    ("condition", "arguments", "allowed"),
    [
        ("own-pid", (7, 9), True),
        ("own-pid", (8, 9), False),
        ("own-pid", (0, 9), False),
        ("own-pid", (2**64 - 7, 9), False),
        ("own-pid", (2**32 + 8, 9), False),
        ("this-process", (0,), True),
        ("this-process", (1,), False),
        ("new-thread", (0x3D0F00,), True),
        ("new-thread", (17,), False),
        ("new-thread", (0x3D0F00 | 0x1000_0000,), False),
        ("new-thread", (0x3D0F00 | 0x0002_0000,), False),
        ("without-flags", (3, 1, 2, 0, 0, 0), True),
        ("without-flags", (3, 1, 2, 0, 0, os.RWF_NOWAIT), False),
        ("some-madvise", (0, 1, 4), True),
        ("some-madvise", (0, 1, 12), False),
        ("some-madvise", (0, 1, 21), False),
        ("openat-to-truncate", (0, 0, os.O_RDONLY), True),
        ("openat-to-truncate", (0, 0, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), True),
        ("openat-to-truncate", (0, 0, os.O_RDWR | os.O_TRUNC), True),
        ("openat-to-truncate", (0, 0, os.O_RDONLY | os.O_TRUNC), False),
        ("openat-to-truncate", (0, 0, os.O_ACCMODE | os.O_TRUNC), False),
        ("some-ioctl", (0, 0x5401), True),
        ("some-ioctl", (0, 0x5412), False),
        ("some-ioctl", (0, 1 << 32 | 0x5412), False),
        ("some-prctl", (15,), True),
        ("some-prctl", (4,), False),
        ("some-fcntl", (0, 8), False),
    ],
)
@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_a_condition_reads_its_argument(
    machine: str, condition: str, arguments: tuple[int, ...], allowed: bool
) -> None:
    number = next(number for number, answer in syscalls.answers(machine).items() if answer == condition)
    verdict = answered(seccomp.assemble(machine, 7), number, arguments)
    assert verdict == (seccomp.ALLOW if allowed else seccomp.REFUSE)


@pytest.mark.parametrize(("version", "rights"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (7, 16), (99, 16)])
def test_each_version_of_landlock_handles_what_it_knows(version: int, rights: int) -> None:
    assert landlock._upto(landlock.FILES_BY_ABI, version) == (1 << rights) - 1


def test_the_sandbox_costs_little(inside: Zygote) -> None:
    assert statistics.median(inside("pass")["seconds"] for _ in range(15)) < 0.015


if __name__ == "__main__":
    zygote(sys.argv[1], settled="unsettled" not in sys.argv)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives its rights up")
@pytest.mark.parametrize("without", [(), ("landlock", "namespaces"), ("lookups",)], ids=" ".join)
def test_how_often_files_are_asked_for_by_name_is_bounded(without, hand_in):
    """The kernel keeps each name in memory that no limit counts; other workers go on meanwhile."""
    from grader.boundary.launcher import Zygote

    ask = """
import os
def ask(most):
    for number in range(most):
        try:
            os.stat(f"/missing {number}")
        except PermissionError:
            return number
        except FileNotFoundError:
            pass
"""
    with contextlib.closing(Zygote("auto", without=without)) as launcher:
        first, second = (hand_in(60.0, launcher, work=ask) for _ in range(2))
        reached = first.subject().ask(lookups.MOST)
        assert reached is None if "lookups" in without else lookups.MOST - 200 < reached < lookups.MOST
        assert second.subject().ask(10) is None
        first.session.discard()
        second.session.discard()


def test_as_root_without_walls_the_modes_of_the_files_leave_the_answers_to_their_owner(tmp_path):
    """A worker that has become nobody cannot read them then; one that has to stay root still can."""
    from grader.boundary.launcher import Zygote

    with contextlib.closing(Zygote("auto", without=("landlock", "namespaces"))) as launcher:
        launcher.private = (secret := tmp_path / "solutions",)
        secret.mkdir(0o755)
        launcher.worker().end()
        assert secret.stat().st_mode & 0o777 == 0o700
