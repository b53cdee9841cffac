"""Checks in a notebook: the kernel's end, which asks a process of its own, so that nothing is graded in the kernel.

The kernel has the student's code in it, with whatever that did to torch. So it imports no more than this module, and
sends the sources of its cells; `grader.notebook.service` answers with a text and a fragment of HTML.
"""

import contextlib
import functools
import html
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from grader.texts import spoken

__all__ = ["Shown", "check", "magic", "section"]

# Without the current folder, where a student's `random.py` may be.
START = """
import sys
sys.path[:] = filter(None, sys.path)
import grader.notebook.service
grader.notebook.service.main()
"""


@dataclass(frozen=True)
class Shown:
    """What a notebook shows of a check: HTML, or text where there is only a terminal."""

    text: str
    html: str = ""

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html or f"<p>{html.escape(self.text)}</p>"


def check(exercise: str = "", section: str = "") -> Shown:
    """The public tests of an exercise, run on what the notebook holds."""
    shell = _shell()
    if shell is None:
        return Shown(spoken().say("notebook_elsewhere"))
    return _kernel(shell).check(exercise, section)


def section(id: str) -> None:
    """Which section the notebook is about."""
    shell = _shell()
    if shell is not None:
        _kernel(shell).begin(id)


def magic(line: str, cell: str | None = None) -> Shown | None:
    """`%check gradient`, and `%%check gradient` above a cell's code, which is run first."""
    shell = _shell()
    if cell is not None and shell is not None and not shell.run_cell(cell).success:
        return None  # the error stands above, where a check would only say it again
    return check(line.strip())


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


@functools.cache
def _kernel(shell: Any) -> "_Kernel":
    return _Kernel(shell)


class _Kernel:
    """One kernel: its section, and the process that grades for it, started when it is first asked."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._service: subprocess.Popen[str] | None = None
        self.section = ""

    def begin(self, section: str) -> None:
        """Remember the section, and start the process, which imports torch while the student still writes."""
        self.section = section
        self._running()

    def check(self, exercise: str, section: str) -> Shown:
        """Ask, and once more where the course is another one by now."""
        request = {
            "exercise": exercise,
            "section": section,
            "own": self.section or self._named(),
            "folder": os.getcwd(),
            "cells": [*enumerate(self._shell.history_manager.input_hist_raw)],
        }
        reply = self._ask(request)
        if reply and reply.get("again"):
            self.end()
            reply = self._ask(request)
        return Shown(reply["text"], reply.get("html", "")) if reply else Shown(spoken().say("notebook_no_answer"))

    def _named(self) -> str:
        """What the notebook's file is called, where an editor or a server says it."""
        file = self._shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
        return PurePath(str(file)).stem

    def _ask(self, request: object) -> Any:
        service = self._running()
        assert service.stdin
        assert service.stdout
        try:
            service.stdin.write(json.dumps(request) + "\n")
            service.stdin.flush()
            line = service.stdout.readline()
        except BaseException as error:
            self.end()
            if isinstance(error, OSError):
                return None
            raise
        if not line:
            self.end()
        return json.loads(line) if line else None

    def _running(self) -> "subprocess.Popen[str]":
        if self._service is None or self._service.poll() is not None:
            self._service = subprocess.Popen(
                [sys.executable, "-c", START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, "PYTHONUTF8": "1"},
                start_new_session=True,  # interrupting the kernel ends the wait, and then this ends the process
            )
        return self._service

    def end(self) -> None:
        """Close its input, after which it ends by itself and takes its workers with it; kill it if it does not."""
        service, self._service = self._service, None
        if service is None:
            return
        service.terminate()
        with contextlib.suppress(OSError):
            if service.stdin:
                service.stdin.close()
        try:
            service.wait(5)
        except subprocess.TimeoutExpired:
            service.kill()
