"""A test's failing example once more, in this process, with the debugger at the call that was judged."""

import pdb
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.boundary.answers import StudentError
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import Live
from grader.boundary.worker import WorkerLost
from grader.inprocess.launcher import InProcess
from grader.runner.facts import Facts
from grader.runner.test_run import FailedTest, body_of

LIBRARIES = ["torch", "torch.*", "numpy", "numpy.*", "grader.*", "importlib*"]
"""Modules that the debugger does not stop in."""
FOREVER = float("inf")


class _Debugger(pdb.Pdb):
    """Knows afterwards whether somebody quit: the call then seems to have given None."""

    left = False

    def set_quit(self) -> None:
        self.left = True
        super().set_quit()


@dataclass
class _StopAt:
    """Begins to debug at one of the calls, counted from 1; at none, if that is 0."""

    wanted: int
    _made: int = 0

    def __call__(self, target: Callable[..., Any], name: str) -> Callable[..., Any]:
        self._made += 1
        if self._made != self.wanted:
            return target

        def debugged(*args: Any, **kwargs: Any) -> Any:
            debugger = _Debugger(skip=LIBRARIES)
            answer = debugger.runcall(target, *args, **kwargs)
            if debugger.left:
                raise KeyboardInterrupt
            return answer

        return debugged


def run_again(failed: FailedTest, facts: Facts, folder: Path, seed: int, stop: bool) -> str:
    """Run the example again; with `stop`, pdb begins at its last call. How it ended: "failed", "passed", "quit".

    Raises nothing that the student's code or the test raises.
    """
    case = failed.case
    launcher = InProcess(folder, _StopAt(len(failed.end.log.calls) if stop else 0))
    session = Session(launcher, facts.modules, seed=seed, import_seconds=FOREVER)
    transport = Live(session, case.section, FOREVER, facts.source_of)
    arguments = {**case.arguments, **failed.end.drawn}
    try:
        body_of(case)(**arguments, submission=Subject(transport, case.section))
    except KeyboardInterrupt:
        return "quit"
    except (StudentError, WorkerLost, Exception):
        return "failed"
    finally:
        launcher.close()
    return "passed"


def is_debugged() -> bool:
    """Whether a debugger is there already: an editor's, say."""
    monitoring = getattr(sys, "monitoring", None)
    return sys.gettrace() is not None or bool(monitoring and monitoring.get_tool(monitoring.DEBUGGER_ID))
