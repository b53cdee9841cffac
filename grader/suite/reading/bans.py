"""What a ✗ forbids, and what nobody can read: tables, and how a name is held against them.

A name without a dot (`softmax`, `BCE*Loss`) stands for that operation in any library, as a function, a method, an
in-place method (`softmax_`) or a module's class (`Softmax`). One with dots (`torch.autograd`) stands for that place
and all that is under it.
"""

import ast
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from grader.suite.reading.values import IMPORTERS, paths

SAME_PLACES = {
    "numpy.broadcast*": ("numpy.*.broadcast*",),
    "torch.func": ("functorch", "torch._functorch"),
    "torch.optim": ("torch.distributed.optim", "torch.ao.optim"),
}
"""The same place under other names."""

BERNOULLIS = ("*bernoulli", "binomial", "geometric", "negativebinomial")
CATEGORICALS = ("*categorical*", "multinomial")
"""Distributions: made of logits, they know the probabilities; asked for a `log_prob`, they give the loss."""

SAME_OPERATIONS = {
    "backward": ("*run_backward",),
    "binary_cross_entropy*": ("multilabel_soft_margin_loss", "soft_margin_loss", *BERNOULLIS),
    "broadcast_tensors": ("broadcast_all",),
    "cross_entropy": CATEGORICALS,
    "mse_loss": ("gaussian_nll_loss", "huber_loss", "smooth_l1_loss"),
    "nll_loss": ("nll_loss2d", "nll_loss_nd"),
    "sigmoid": ("biject_to", "glu", "logits_to_probs", "silu", "transform_to", "SigmoidTransform", *BERNOULLIS),
    "softmax": (
        *("logits_to_probs", "softmax2d", "SoftmaxTransform", "softmin"),
        *("multi_head_attention*", "scaled_dot_product_attention", *CATEGORICALS),
    ),
    "stack": ("collate", "default_collate", "pad_sequence"),
    "tanh": ("TanhTransform", "tanhshrink"),
    "torch.autograd": ("grad_fn", "make_dual", "next_functions", "unpack_dual"),
}
"""What does the same under a name that says otherwise."""

HARMLESS = {
    "torch.autograd": paths(
        {
            "torch.autograd": "Function Variable anomaly_mode detect_anomaly enable_grad function grad_mode graph "
            "inference_mode no_grad set_detect_anomaly set_grad_enabled"
        }
    )
}
"""What is in that place and does not do the exercise: switches, and a wrapper from long ago."""

PREFIXES = ("foreach", "masked", "safe")
"""What torch puts before the names of some variants: `torch._foreach_sigmoid`, `torch._safe_softmax`."""

UNREADABLE_MODULES = frozenset(
    {"__main__", "bdb", "cffi", "code", "codeop", "copyreg", "ctypes", "dill", "doctest", "gc", "imp", "importlib"}
    | {"inspect", "joblib", "marshal", "pdb", "pickle", "pkgutil", "profile", "pydoc", "runpy", "shelve"}
)
UNREADABLE = UNREADABLE_MODULES | paths(
    {
        "builtins": "__build_class__ __loader__ __spec__ compile eval exec globals locals vars",
        "cProfile": "run runctx",
        "numpy": "ctypeslib load",
        "string": "Formatter",
        "sys": "_current_frames _getframe meta_path modules path_hooks setprofile settrace",
        "timeit": "Timer main repeat timeit",
        "torch": "_C _decomp _dynamo _ops _prims _refs classes export fx hub jit library load ops overrides package "
        "serialization",
        "torch.utils": "cpp_extension",
        "types": "CodeType FunctionType ModuleType",
        "typing": "ForwardRef _eval_type get_type_hints",
        "unittest": "mock",
    }
)
"""Places from which any operation can be had without its name."""

UNREADABLE_ATTRIBUTES = frozenset(
    {"__annotations__", "__builtins__", "__closure__", "__code__", "__dict__", "__func__", "__getattr__"}
    | {
        "__getattribute__",
        "__globals__",
        "__loader__",
        "__reduce__",
        "__reduce_ex__",
        "__self__",
        "__spec__",
        "__subclasses__",
    }
    | {"f_builtins", "f_globals", "f_locals", "gi_frame", "tb_frame"}
)
"""The same of attributes, whatever they are taken from."""

GETTERS = IMPORTERS | {"builtins.getattr", "operator.attrgetter", "operator.methodcaller"}
"""Functions that take a name as a text: they can be read where the text is spelled out."""


class Bans:
    """The names behind one ✗."""

    def __init__(self, entries: Sequence[str]) -> None:
        plain = [entry for entry in entries if "." not in entry]
        self._places = {entry: (entry, *SAME_PLACES.get(entry, ())) for entry in entries if "." in entry}
        self._harmless = {entry: HARMLESS.get(entry, ()) for entry in self._places}
        self._operations = [(entry, _plain(entry)) for entry in plain]
        self._operations += [(entry, _plain(name)) for entry in entries for name in SAME_OPERATIONS.get(entry, ())]
        self._known: dict[str, str] = {}

    def operation(self, name: str) -> str:
        """The entry that a function, method or class of this name falls under, empty when none."""
        if name not in self._known:
            plain = _plain(name)
            names = {plain} | {plain.removeprefix(prefix) for prefix in PREFIXES}
            hits = [entry for entry, pattern in self._operations if any(fnmatchcase(n, pattern) for n in names)]
            self._known[name] = min(hits, key=lambda entry: entry != name, default="")
        return self._known[name]

    def reached_by(self, path: str) -> str:
        """The entry that a library's full name falls under, empty when none."""
        for entry, places in self._places.items():
            if any(_under(path, place) for place in places) and not _any_under(path, self._harmless[entry]):
                return entry
        return next(filter(None, map(self.operation, path.split(".")[1:])), "")

    def leads_to(self, path: str) -> bool:
        """Whether a forbidden place lies under this one: from `torch` as a value, `torch.autograd` can be had."""
        return any(place.startswith(f"{path}.") for places in self._places.values() for place in places)


def unreadable(path: str) -> str:
    """The place from which any operation can be had that a full name falls under, empty when none."""
    parts = path.split(".")
    places = (".".join(parts[: end + 1]) for end in range(min(len(parts), 3)))
    return next((place for place in places if place in UNREADABLE), "")


def names_given_to(getter: str, args: Sequence[ast.expr]) -> Sequence[ast.expr]:
    """The arguments of one of the `GETTERS` that are names of attributes."""
    name = getter.rpartition(".")[2]
    return args[1:2] if name == "getattr" else args if name == "attrgetter" else args[:1]


def _any_under(path: str, places: Iterable[str]) -> bool:
    return any(_under(path, place) for place in places)


def _under(path: str, place: str) -> bool:
    """Whether `path` is at or under `place`, which may be a pattern."""
    return fnmatchcase(path, place) or fnmatchcase(path, f"{place}.*")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
