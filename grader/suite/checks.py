"""Comparers for what a call does besides answering, and for what kind of thing an answer is.

Like those of `compare`, each stands on the right side of `assert … ==`, and its failure says what was expected.
"""

from collections.abc import Mapping
from typing import Any

from grader.boundary.answers import Gradients, Observation
from grader.boundary.proxy import Handle
from grader.failure import Value
from grader.suite.compare import Comparer, close_to
from grader.suite.mismatch import Mismatch, wrong_type

GRADIENT_FOR = "gradient for "
"""What a message calls a gradient begins so."""


def unchanged(*, arguments: bool = True, settings: bool = True) -> Comparer:
    """An observation of a call that left its arguments and torch's settings as they were, or one of the two.

    >>> assert submission.cost.observe(prediction, y) == unchanged()
    >>> assert submission.training_data.observe() == unchanged(arguments=False)
    """

    def find(seen: Observation) -> Mismatch | None:
        changed = [*(seen.changed if arguments else ()), *(seen.settings_changed if settings else ())]
        return Mismatch("changed", names=tuple(changed)) if changed else None

    return Comparer(find, Value("other", text="unchanged"))


def gradients(
    inputs: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    rtol: float | None = None,
    atol: float | None = None,
    scale: float | None = None,
) -> Comparer:
    """The gradients that flow back to a call's inputs and to a module's parameters, each under its name.

    `inputs` names those that require grad, in the order of the call. Tolerances are those of `close_to`.

    >>> flow = submission.hypothesis.gradients(x, W.requires_grad_(), b.requires_grad_())
    >>> assert flow == gradients({"W": x.sum(dim=0), "b": torch.tensor([3.0])})
    """

    def find(flow: Gradients) -> Mismatch | None:
        expected, got = dict(inputs or {}), flow.inputs
        if inputs is not None and len(got) != len(expected):
            return Mismatch("written_into")
        found = dict(zip(expected, got, strict=False)) | flow.parameters
        expected |= parameters or {}
        for name in expected:
            if name in found and found[name] is None:
                return Mismatch("no_gradient", names=(name,))
        named = [{f"{GRADIENT_FOR}{name}": value for name, value in some.items()} for some in (expected, found)]
        return close_to(named[0], rtol, atol, scale).find(named[1])

    return Comparer(find, {**(inputs or {}), **(parameters or {})})


def instance_of(cls: type) -> Comparer:
    """Any instance of this class.

    >>> assert submission.versions() == instance_of(dict)
    """
    expected = Value("instance", f"{cls.__module__}.{cls.__qualname__}".removeprefix("builtins."))

    def find(got: Any) -> Mismatch | None:
        return None if isinstance(got, cls) else wrong_type(expected, got)

    return Comparer(find, expected)


def a_module() -> Comparer:
    """Any `nn.Module`; it stays in the worker, behind a handle.

    >>> assert submission.build_network([2, 1]) == a_module()
    """

    expected = Value("instance", "nn.Module")

    def find(got: Any) -> Mismatch | None:
        return None if isinstance(got, Handle) and got.kind == "module" else wrong_type(expected, got)

    return Comparer(find, expected)
