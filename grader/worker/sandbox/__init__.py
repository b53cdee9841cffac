"""The sandbox: it turns a process that is about to run a submission into one that can only compute and answer.

Which process is which
======================
::

    trusted side ────── one socket ───────┐             settle():  once, in the zygote
      │ starts                            │             enter():   once, in each worker
      ▼                                   ▼             discard(): in the zygote, when it has reaped a worker
    zygote ── fork ──▶ worker ── enter ── sandbox ── the submission's code
      │                  ▲
      └─ fork ──▶ init   │ both in a process namespace of their own: when the zygote ends, init is killed, and when
                  (idle) ┘ init ends, the kernel kills whatever is left in the namespace

The zygote holds nothing secret. It imports torch, calls `settle` before its first fork, and then forks a worker for
each submission. The worker calls `enter` with nothing read yet that a student wrote; what it gives up there it cannot
get back. Nothing needs root, a daemon, a set-uid helper, or a library: all of it is system calls made by `ctypes`.

What holds a submission in
==========================
No layer is trusted alone:

=============  ==================================================  =========================================
layer          what the code in the sandbox cannot do                 what else stands in the way
=============  ==================================================  =========================================
descriptors    speak to anybody but the trusted side               seccomp: it can open no socket
namespaces     see a file, a process, a network of the machine     landlock (files), seccomp (the rest)
landlock       open a file that is not named; signal others        namespaces
seccomp        call what a program that computes has no need of    namespaces, landlock, capabilities
no_new_privs   gain rights by running a set-uid program            seccomp: it can run none
capabilities   act as root, even where root started the grader     the user namespace
limits         take the machine's memory, processors, disk         the trusted side's clock
dumpable       be looked into by another sandbox, or leave a core     namespaces, landlock
scratch        fill a disk                                         limits, for each file
lookups        fill the kernel's memory with names                 the trusted side's clock
=============  ==================================================  =========================================

A worker can start no process (`fork` and `clone` without CLONE_THREAD are refused), so to kill it is to kill all
that it started. It dies with the zygote as well (PR_SET_PDEATHSIG).

Where a layer is refused, by an old kernel, a container's profile or a setting, `enter` goes on and says so: each comes
back as a `Layer`. So does one that was not refused and does not keep its promise: when all are there, each is tried
from inside (`checks.py`). `is_whole` says whether the rest is a sandbox (it asks for seccomp, no_new_privs,
capabilities, limits, descriptors, and one of landlock and namespaces), `missing` names what it lacks. Without a mount
namespace the scratch folder is on the disk, where each file is bounded and their number is not; `discard` removes it.
Then, too, Landlock hides what files hold but not that they are there.

What it does not promise: that the kernel has no bugs, and that code in one sandbox cannot measure how busy the machine
is.

Where to read on: `entry.py` (the order), `readable_paths.py` and `syscalls.py` (the policies, as tables),
`namespaces.py`, `landlock.py`, `seccomp.py`, `lookups.py`, `privileges.py` (limits and privileges), `checks.py` (what
is tried from inside), `kernel.py` (the calls themselves).
"""

import sys

from .layers import Layer, Policy, is_whole, missing
from .readable_paths import readable

if sys.platform == "linux":
    from .entry import enter, harden_trusted, probe, settle
    from .scratch import discard
else:
    from .unsupported import discard, enter, harden_trusted, probe, settle

__all__ = [
    "Layer", "Policy", "discard", "enter", "harden_trusted", "is_whole", "missing", "probe", "readable", "settle",
]  # fmt: skip
