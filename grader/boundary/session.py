"""One submission across the boundary: its worker, one a module, replaced when lost; its sources; how they opened."""

from collections.abc import Callable, Generator, Sequence

from grader.boundary.launcher import Launcher
from grader.boundary.worker import PackedCall, Reply, Worker, WorkerLost
from grader.errors import EngineError
from grader.wire.frames import pack
from grader.wire.messages import Done, EndedCell, Import, Load, ModuleSource, Raised

LOAD_SECONDS = 20.0


class Session:
    """A submission's code, in a worker that is started when first needed and replaced when lost.

    A module begins in a fresh worker: what another one's code has left there, a thread or a function exchanged in
    torch, ends with the old worker. `together`: the modules are the course's own, and share one.

    `left` says how many seconds it may still take for answers; who owns the budget sets it.
    """

    def __init__(
        self,
        launcher: Launcher,
        sources: Sequence[ModuleSource],
        *,
        seed: int = 0,
        import_seconds: float = 10.0,
        together: bool = False,
    ) -> None:
        self._launcher = launcher
        self._sources = list(sources)
        self.seed = seed
        self._import_seconds = import_seconds
        self._together = together
        self.left: Callable[[], float] = lambda: float("inf")
        self._starved = 0.0
        self._worker: Worker | None = None
        self._imported: set[str] = set()
        self._used = False
        self._broken: dict[str, Reply | WorkerLost] = {}
        self.layers: tuple[dict[str, str], ...] = ()
        self.cells: dict[str, list[EndedCell]] = {}
        """The cells of each notebook that an error has ended."""

    def opening(self, module: str) -> Raised | WorkerLost | None:
        """What went wrong when a module was imported, None if nothing did. A broken one stays broken."""
        if module not in self._imported and module not in self._broken:
            self._begin(module)
        broken = self._broken.get(module)
        return broken.message if isinstance(broken, Reply) else broken

    def forget_hang(self, module: str) -> bool:
        """Whether a module's import hung; if so, it is imported anew when it is next asked for."""
        hung = self._broken.get(module)
        if not isinstance(hung, WorkerLost) or hung.kind != "hung":
            return False
        del self._broken[module]
        return True

    def ask(self, requests: Sequence[PackedCall], seconds: float, module: str) -> list[Reply | WorkerLost]:
        """The replies to requests about `module`, in order, up to the first that was lost."""
        return list(self.replies(requests, seconds, module))

    def replies(self, requests: Sequence[PackedCall], seconds: float, module: str) -> Generator[Reply | WorkerLost]:
        """The same, each as soon as it is there, so that one can be judged while the next is worked out.

        To be read to its end, or closed: a worker that is left in the middle of its answers is ended.
        """
        if not requests:
            return
        if module not in self._broken and (self._worker is None or module not in self._imported):
            self._begin(module)
        broken = self._broken.get(module)
        if broken is not None:
            yield broken
            return
        worker = self._worker
        if worker is None:  # it was lost between two imports
            yield WorkerLost("crashed", ("import",))
            return
        missing = len(requests)
        try:
            for reply in worker.replies(requests, seconds, self.left()):
                lost = isinstance(reply, WorkerLost)
                missing = 0 if lost else missing - 1
                if lost and self._worker is worker:
                    self._forget()
                yield reply
        finally:
            if missing and self._worker is worker:
                self.discard()

    def discard(self) -> None:
        """End the worker, if there is one; the next request gets a fresh one."""
        worker = self._worker
        self._forget()
        if worker is not None:
            worker.discard()

    def starved(self) -> float:
        """Seconds that its workers have been kept waiting by a busy machine."""
        return self._starved + (self._worker.starved() if self._worker else 0.0)

    def _forget(self) -> None:
        if self._worker:
            self._starved += self._worker.starved()
        self._worker = None
        self._imported.clear()
        self._used = False

    def start(self) -> Worker:
        """The worker with the sources in it, started if there is none.

        Nothing of a submission has run by then: one that is lost so early, twice, is the machine's fault.
        """
        if self._worker is None:
            self._worker = self._loaded() or self._loaded()
        if self._worker is None:
            raise EngineError("worker_lost_early")
        return self._worker

    def _loaded(self) -> Worker | None:
        worker = Worker(self._launcher.worker())
        self.layers = worker.layers
        loads = [Load([source], self.seed) for source in self._sources] or [Load([], self.seed)]  # each a message
        requests = [PackedCall(pack(load, []), 0, "load", Done) for load in loads]
        reply = worker.ask(requests, LOAD_SECONDS, LOAD_SECONDS)[-1]
        return None if isinstance(reply, WorkerLost) else worker

    def _begin(self, module: str) -> None:
        """Have a worker with the module imported in it, or note why it cannot be had."""
        if self._used and not self._together:
            self.discard()
        worker = self.start()
        self._used = True
        request = PackedCall(pack(Import(module), []), 0, f"import {module}", Done)
        reply = worker.ask([request], self._import_seconds, self.left())[-1]
        if isinstance(reply, Reply) and isinstance(reply.message, Done):
            self._imported.add(module)
            self.cells[module] = reply.message.cells
            return
        self._broken[module] = reply
        if isinstance(reply, WorkerLost):
            self._forget()
