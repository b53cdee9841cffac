"""What an exercise forbids is found, in the source or among what ran, and nothing else is.

Each case of the tables in `forbidden/` is a student's file, which is read and run. A line that is certain ends in
`# ✗`, one that could hide a forbidden call in `# ?`. The last line says what the log of a call sees: `# ran: stack`;
or `# fails`, where the call gets no answer, and so no points, whatever is forbidden; or `# hangs`, where it has none
the second time. The title says first which exercise it is.
"""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch

from grader.boundary.answers import StudentError
from grader.boundary.proxy import Subject
from grader.boundary.session import Session
from grader.boundary.transport import Live
from grader.boundary.worker import WorkerLost
from grader.forbidden import ParsedSource, Reading, read_exercise
from grader.forbidden.runtime import WhatRan, watch
from grader.wire.messages import ModuleSource

TABLES = Path(__file__).parent / "forbidden"
SECONDS = 2.0

FORBIDDEN = {
    "broadcast_shape": ["broadcast_shapes", "broadcast_tensors", "broadcast", "broadcast_arrays", "broadcast_to"],
    "stack": ["stack", "hstack", "vstack", "dstack", "column_stack", "row_stack"],
    "cost": ["mse_loss", "MSELoss"],
    "gradient": ["backward", "torch.autograd", "torch.func"],
    "gradients": ["backward", "torch.autograd", "torch.func"],
    "train_manual": ["backward", "torch.autograd", "torch.func", "torch.optim"],
    "sigmoid": ["sigmoid", "Sigmoid", "expit", "logsigmoid", "LogSigmoid", "tanh", "Tanh", "softmax", "Softmax"],
    "bce_losses": ["binary_cross_entropy*", "BCE*Loss"],
    "bce_cost": ["binary_cross_entropy*", "BCE*Loss"],
    "bce_with_logits": ["binary_cross_entropy*", "BCE*Loss"],
    "softmax": ["softmax", "log_softmax", "Softmax", "Softmax2d", "LogSoftmax"],
    "cross_entropy": ["cross_entropy", "nll_loss", "CrossEntropyLoss", "NLLLoss"],
}

COLUMN = torch.tensor([[1.0], [2.0], [3.0]])
SHARES, LABELS = torch.tensor([[0.2], [0.7], [0.6]]), torch.tensor([[0.0], [1.0], [1.0]])
ROWS = torch.tensor([[1.0, 2.0], [3.0, -4.0]])

ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "broadcast_shape": ((2, 1), (1, 3)),
    "stack": ([torch.ones(2), torch.zeros(2)],),
    "cost": (COLUMN, 2 * COLUMN),
    "gradient": (torch.ones(1, requires_grad=True), COLUMN, 2 * COLUMN),
    "gradients": (torch.ones(1, 1), torch.zeros(1), COLUMN, 2 * COLUMN),
    "train_manual": (COLUMN, 2 * COLUMN),
    "sigmoid": (ROWS,),
    "bce_losses": (SHARES, LABELS),
    "bce_cost": (SHARES, LABELS),
    "bce_with_logits": (COLUMN, LABELS),
    "softmax": (ROWS,),
    "cross_entropy": (ROWS, torch.tensor([0, 1])),
}


class Found(NamedTuple):
    """What is known of a case: what its source says, what ran, and whether the call was answered."""

    reading: Reading
    ran: WhatRan
    answered: bool

    @property
    def is_forbidden(self) -> bool:
        return bool(self.reading.certain or self.ran.uses or (self.ran.blinded and self.reading.unclear))


def read_and_run(launcher: Any, name: str, text: str) -> Found:
    """Read a file, call its exercise in a worker, and watch the call."""
    sources = {name: ParsedSource(text, f"{name}.py")}
    assert sources[name].problem is None
    reading = read_exercise(sources, name, name, FORBIDDEN[name])
    session = Session(launcher, [ModuleSource(name, f"{name}.py", text)], import_seconds=10.0)
    live, answered = Live(session, name, SECONDS), False
    try:
        getattr(Subject(live, name), name)(*ARGUMENTS[name])
        answered = True
    except (StudentError, WorkerLost):
        pass
    try:
        deeply = bool(reading.unclear)
        ran = watch(session, live.first, name, FORBIDDEN[name], SECONDS / 4, sources, name, deeply=deeply)
    finally:
        session.discard()
    return Found(reading, ran, answered)


def cases(table: str) -> list[Any]:
    texts = (TABLES / f"{table}.txt").read_text(encoding="utf-8").split("=== ")[1:]
    parts = [text.partition("\n") for text in texts]
    return [pytest.param(title.partition(":")[0], text, id=title) for title, _, text in parts]


def marked(text: str, mark: str) -> set[int]:
    return {number for number, line in enumerate(text.split("\n"), 1) if line.endswith(mark)}


def check(found: Found, text: str) -> None:
    """Hold what was found against the marks."""
    said = text.rstrip("\n").split("\n")[-1]
    assert {use.line for use in found.reading.certain} == marked(text, "# ✗"), found.reading
    assert {use.line for use in found.reading.unclear} == marked(text, "# ?"), found.reading
    ran = said.removeprefix("# ran: ").split(", ") if said.startswith("# ran: ") else []
    assert {use.operation for use in found.ran.uses} == set(ran), found.ran
    assert bool(found.ran.hung) == (said == "# hangs")
    assert found.answered or ran or said == "# fails"


@pytest.mark.parametrize(("name", "text"), cases("uses"))
def test_a_use_is_found(name, text, launcher):
    found = read_and_run(launcher, name, text)
    check(found, text)
    assert found.is_forbidden or found.ran.hung or not found.answered


@pytest.mark.parametrize(("name", "text"), cases("free"))
def test_nothing_else_is_a_use(name, text, launcher):
    found = read_and_run(launcher, name, text)
    check(found, text)
    assert not found.is_forbidden
    assert not found.ran.remarks


@pytest.mark.parametrize(("name", "text"), cases("unclear"))
def test_what_cannot_be_read_is_decided_by_what_ran(name, text, launcher):
    found = read_and_run(launcher, name, text)
    check(found, text)
    assert found.is_forbidden == bool(found.reading.certain or found.ran.uses)
