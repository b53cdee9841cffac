"""What an exercise forbids and what could hide it: tables, and how a name that was read or ran is held against them.

A name without a dot (`softmax`, `BCE*Loss`) stands for that operation in any library, as a function, a method, an
in-place method (`softmax_`) or a module's class (`Softmax`). One with dots (`torch.autograd`) stands for that place
and all that is under it.
"""

import builtins
import fnmatch
import functools
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase


def paths(table: Mapping[str, str]) -> frozenset[str]:
    """The full names in a table of modules and what is in them."""
    return frozenset(f"{module}.{name}" for module, names in table.items() for name in names.split())


BUILTINS = frozenset(dir(builtins)) | {"__builtins__"}

SHARED = frozenset(
    {"builtins", "ctypes", "functools", "gc", "importlib", "inspect", "numpy", "operator", "pickle", "sys", "torch"}
)
"""Modules that can be had through others that import them: `torch.nn.functional.torch`."""

NO_NUMBERS = frozenset(sys.stdlib_module_names) - {"cmath", "math"}
"""Python's own modules: what is called `stack` in one of them (`inspect.stack`) is no operation on numbers."""

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
            "inference_mode no_grad profiler set_detect_anomaly set_grad_enabled variable"
        }
    ),
    "torch.func": paths({"torch.func": "vmap", "torch._functorch": "vmap", "torch._functorch.apis": "vmap wrapped"}),
}
"""What is in that place and does not do the exercise: switches, a loop over rows, and a wrapper from long ago."""

PREFIXES = ("foreach", "masked", "safe")
"""What torch puts before the names of some variants: `torch._foreach_sigmoid`, `torch._safe_softmax`."""

HIDING_PLACES = frozenset(
    {"__main__", "bdb", "cffi", "code", "codeop", "copyreg", "ctypes", "dill", "gc", "imp", "importlib", "inspect"}
    | {"joblib", "marshal", "pickle", "pkgutil", "profile", "runpy", "shelve"}
) | paths(
    {
        "builtins": "__build_class__ __loader__ __spec__ compile eval exec globals locals vars",
        "numpy": "ctypeslib load",
        "string": "Formatter",
        "sys": "_current_frames _getframe meta_path modules path_hooks setprofile settrace",
        "torch": "_C _decomp _dynamo _ops _prims _refs classes export fx hub jit library load ops overrides package "
        "serialization",
        "torch.utils": "_python_dispatch cpp_extension",
        "types": "CodeType FunctionType ModuleType",
        "typing": "ForwardRef _eval_type get_type_hints",
        "unittest": "mock",
    }
)
"""Places from which any operation can be had without its name."""

HIDING_ATTRIBUTES = frozenset(
    {"__annotations__", "__builtins__", "__closure__", "__code__", "__dict__", "__func__", "__getattr__"}
    | {"__getattribute__", "__globals__", "__loader__", "__reduce__", "__reduce_ex__", "__self__", "__spec__"}
    | {"__subclasses__", "f_builtins", "f_globals", "f_locals", "gi_frame", "tb_frame"}
)
"""The same of attributes, whatever they are taken from."""

ANY_CALL = frozenset(
    {"TorchDispatchMode", "TorchFunctionMode", "_python_dispatch", "register_module_forward_hook"}
    | {"torch._C", "torch.library", "torch.overrides", "torch.utils._python_dispatch"}
    | {"sys.modules", "sys.monitoring", "setprofile", "settrace", "_current_frames", "_getframe", "currentframe"}
    | {"__code__", "f_back", "f_builtins", "f_globals", "f_locals", "gi_frame", "tb_frame"}
    | {"get_objects", "get_referents", "get_referrers", "ctypes", "marshal", "runpy", "unittest.mock"}
    | {"pickle.load", "pickle.loads", "pickle.Unpickler"}
)
"""Names by which a file can change what any call does, or take what watches the calls down."""

TEXT_RUNNERS = frozenset({"eval", "exec", "compile", "__import__"})
"""Functions of Python's that run text; `model.eval()` is none."""

GETTERS = {"builtins.getattr": 1, "operator.attrgetter": 0, "operator.methodcaller": 0}
"""Functions that take a name as a text, and at which place: they can be read where the text is written out."""

BACKWARD = "torch.autograd.backward"
GRAPH_NODE = re.compile(r"(?P<name>\w+?)Backward\d+")
ENGINE = "autograd::engine::"


class ForbiddenNames:
    """The names that one exercise forbids."""

    def __init__(self, entries: Sequence[str]) -> None:
        plain = [entry for entry in entries if "." not in entry]
        self._places = {entry: (entry, *SAME_PLACES.get(entry, ())) for entry in entries if "." in entry}
        self._harmless = {entry: HARMLESS.get(entry, ()) for entry in self._places}
        self._operations = [(entry, _plain(entry)) for entry in plain]
        self._operations += [(entry, _plain(name)) for entry in entries for name in SAME_OPERATIONS.get(entry, ())]
        self._any = re.compile("|".join(fnmatch.translate(pattern) for _, pattern in self._operations) or r"(?!)")

    def operation(self, name: str) -> str:
        """The entry that a function, method or class of this name falls under, empty when none."""
        plain = _plain(name)
        names = {plain} | {plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)}
        if not any(map(self._any.match, names)):
            return ""
        hits = [entry for entry, pattern in self._operations if any(fnmatchcase(one, pattern) for one in names)]
        return min(hits, key=lambda entry: entry != name)

    def reached_by(self, path: str) -> str:
        """The entry that a library's full name falls under, empty when none."""
        for entry, places in self._places.items():
            if any(_under(path, place) for place in places) and not _any_under(path, self._harmless[entry]):
                return entry
        first, *parts = path.split(".")
        return next(filter(None, map(self.operation, parts)), "") if first not in NO_NUMBERS else ""

    def leads_on(self, attribute: str) -> bool:
        """Whether an attribute of something unknown may be one of the forbidden places: `lib.autograd`."""
        return any(place.rpartition(".")[2] == attribute for places in self._places.values() for place in places)

    def ran(self, name: str) -> str:
        """The entry that an operation falls under by the name that a log has for it, empty when none.

        The log has full names (`torch.stack`), torch's own (`aten::stack`), and the nodes of the graph behind an
        answer (`StackBackward0`), which its backward pass runs.
        """
        node = GRAPH_NODE.fullmatch(name)
        if node:
            return self.operation(node["name"])
        return self.reached_by(BACKWARD if name.startswith(ENGINE) else name.replace("::", "."))


@functools.lru_cache(maxsize=64)
def forbidden_names(entries: tuple[str, ...]) -> ForbiddenNames:
    """The names of one list; a course has a dozen of them, each asked for by every submission."""
    return ForbiddenNames(entries)


def hiding_place(path: str) -> str:
    """The place from which any operation can be had that a full name falls under, empty when none."""
    parts = path.split(".")
    places = (".".join(parts[: end + 1]) for end in range(min(len(parts), 3)))
    return next((place for place in places if place in HIDING_PLACES), "")


def _any_under(path: str, places: Iterable[str]) -> bool:
    return any(_under(path, place) for place in places)


def _under(path: str, place: str) -> bool:
    """Whether `path` is at or under `place`, which may be a pattern."""
    return fnmatchcase(path, place) or fnmatchcase(path, f"{place}.*")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
