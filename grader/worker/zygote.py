"""The zygote: imports torch once, then forks workers and reaps them, and holds nothing that is secret."""

import contextlib
import ctypes
import os
import signal
import socket
import sys

from grader.wire import frames
from grader.wire.control import Fork, Forked, LayerData, Ready, Reap, Reaped, orders
from grader.worker import sandbox
from grader.worker.sandbox.lookups import Counter
from grader.worker.serve import Server
from grader.worker.streams import Descriptors
from grader.worker.warm import found, warm

ORDER_BYTES = 4_096
SCRATCH_BYTES = 64 * 2**20
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve fork and reap on the socket whose descriptor is the one argument, until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the trusted side's business
    warm()
    control.send(frames.pack(Ready([], [], found()), []))
    children: set[int] = set()
    counter = Counter(control)
    settled = False
    while True:
        counter.wait()
        data, descriptors, _, _ = socket.recv_fds(control, ORDER_BYTES, 1)
        if not data:
            break
        order, _ = frames.unpack(data, orders)
        if isinstance(order, Fork):
            if order.sandboxed and not settled and "namespaces" not in order.without:
                sandbox.settle()
                settled = True
            pid = _fork(order, control, descriptors[0], counter)
            children.add(pid)
            os.close(descriptors[0])
            control.send(frames.pack(Forked(pid, order.number), []))
        elif isinstance(order, Reap):
            control.send(frames.pack(Reaped(_reap(order.pid, children), order.number), []))
    for pid in list(children):
        _reap(pid, children)
    os._exit(0)  # unloading torch in good order takes longer than a person wants to wait


def _fork(order: Fork, control: socket.socket, descriptor: int, counter: Counter) -> int:
    """A worker's pid; the child never returns."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        control.close()
        _work(order, descriptor, counter)
        status = 0
    finally:
        os._exit(status)


def _work(order: Fork, descriptor: int, counter: Counter) -> None:
    stream = Descriptors(descriptor, descriptor)
    if order.sandboxed:
        ready = _enter_sandbox(order, descriptor, counter.report())
    else:
        counter.close()
        _without_sandbox()
        ready = Ready([], [])
    stream.write(frames.pack(ready, []))
    Server().run(stream)


def _without_sandbox() -> None:
    """What a plain process gets: a session of its own, nobody to talk to, an end when the zygote ends."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.chdir("scratch")


def _enter_sandbox(order: Fork, descriptor: int, report: int) -> Ready:
    policy = sandbox.Policy(
        readable=sandbox.readable(),
        memory_bytes=order.memory_bytes,
        cpu_seconds=order.cpu_seconds,
        scratch_bytes=SCRATCH_BYTES,
        keep=(descriptor,),
        without=frozenset(order.without),
        report=report,
    )
    layers = sandbox.enter(policy)
    told = [LayerData(layer.name, layer.held, layer.why) for layer in layers]
    return Ready(told, sandbox.missing(layers))


def _reap(pid: int, children: set[int]) -> int:
    """Kill a worker with its process group; its exit status, or minus the signal that ended it."""
    if pid not in children:
        return 0
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # whatever it started, and left behind in its group
    sandbox.discard(pid)
    children.discard(pid)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
