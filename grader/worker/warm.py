"""What is done once in the zygote, so that no worker does it again and a student's first call is no slower than others.

torch puts much off until it is first asked: the first optimizer imports torch's compiler, the first matrix product
sets up a library, the first `backward` with a gradient imports sympy. In a worker that would be paid for each
submission, and out of the seconds that one call has. `WARM_UPS` says what each costs.

The compiler itself (`torch._dynamo`) stays out, as it alone takes nearly as long as torch. Code that does not compile
only ever tells it to stay away: `disable` this function, `graph_break` here, no `compiled_autograd`. `Compiler` stands
in its place, answers those three as the real one does outside `torch.compile`, and becomes the real one as soon as
anything else of it is wanted.
"""

import contextlib
import gc
import importlib
import os
import sys
import types
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import torch
from torch import nn

from grader.worker.runtime import watch

OPTIMIZERS = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "ASGD", "Rprop")


class Compiler(types.ModuleType):
    """`torch._dynamo`, put off until somebody compiles."""

    NAME = "torch._dynamo"

    @classmethod
    def put_off(cls) -> None:
        """Stand in the compiler's place, unless it is there already."""
        if cls.NAME not in sys.modules:
            sys.modules[cls.NAME] = cls(cls.NAME)

    @staticmethod
    def disable(function: Callable[..., Any], *_: object, **__: object) -> Callable[..., Any]:
        """Outside of a compilation every function is as it is."""
        return function

    @staticmethod
    def graph_break(*_: object, **__: object) -> None:
        """Outside of a compilation there is no graph to break."""

    compiled_autograd = types.SimpleNamespace(_disable=contextlib.nullcontext)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # whoever looks at all modules; a path is for importing
            raise AttributeError(name)
        if sys.modules.get(self.NAME) is self:
            del sys.modules[self.NAME]
        return getattr(importlib.import_module(self.NAME), name)


def found() -> dict[str, str]:
    """Which Python this is, and where its packages were found."""
    files = {module.__name__: os.path.realpath(module.__file__ or "") for module in (msgspec, np, torch)}
    return {"python": sys.version, **files}


def warm() -> None:
    """Do everything that costs time once; one torch thread from here on."""
    torch.set_num_threads(1)
    Compiler.put_off()
    for _, warm_up in WARM_UPS:
        warm_up()
    torch.manual_seed(0)
    gc.freeze()  # so that no collection in a worker walks, and thereby copies, what it shares with the zygote


def _tensors() -> None:
    left, right = torch.rand(3, 4), torch.rand(4, 3)
    repr((left @ right).mean(dim=0))
    torch.linalg.solve(torch.eye(3), torch.ones(3))
    torch.einsum("ij,jk->ik", left, right)


def _gradients() -> None:
    w = torch.ones(3, requires_grad=True)
    torch.autograd.backward(w * w, torch.ones(3))
    torch.autograd.grad((w * w).sum(), w, create_graph=True)


def _networks() -> None:
    model = nn.Sequential(nn.Linear(2, 4), nn.Sigmoid(), nn.Linear(4, 1))
    for cost in (nn.functional.mse_loss, nn.functional.binary_cross_entropy_with_logits):
        torch.autograd.backward(cost(model(torch.ones(5, 2)), torch.zeros(5, 1)))
    model.load_state_dict(model.state_dict())


def _optimizers() -> None:
    for name in OPTIMIZERS:
        model = nn.Linear(2, 1)
        optimizer = getattr(torch.optim, name)(model.parameters(), lr=0.1)
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1)
        torch.autograd.backward(model(torch.ones(3, 2)).sum())
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        optimizer.load_state_dict(optimizer.state_dict())


def _numpy() -> None:
    np.linalg.inv(np.eye(3))
    np.random.default_rng(0).normal(size=3)
    np.testing.assert_allclose(1.0, 1.0)
    repr(torch.from_numpy(np.ones(3)).numpy())


def _log() -> None:
    watch("calls", lambda: torch.sigmoid(torch.ones(3)), (), ())


WARM_UPS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("tensors", _tensors),  # 5 ms: printing, and the libraries behind the first product and the first solution
    ("gradients", _gradients),  # 0.4 s: a gradient that is given to `backward` imports sympy
    ("networks", _networks),  # 5 ms
    ("optimizers", _optimizers),  # 15 ms with `Compiler` in place; 1.2 s without, for each worker
    ("numpy", _numpy),  # 15 ms: its generators and `numpy.testing`
    ("the log", _log),  # 50 ms: what torch puts off until the first mode is entered
)
"""Each with the time it takes here, which is what it would take in a worker (of a processor; torch takes 1.2 s)."""
