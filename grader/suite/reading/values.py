"""The kinds of things that an expression may stand for, and the tables that tell them apart."""

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from grader.suite.reading.source import Source


class Thing(Enum):
    """What needs no more words."""

    OWN = "a container, a number, a record: its attributes are the student's or Python's, no tensor's"
    UNKNOWN = "anything: a parameter, what a call gave back, a tensor"


@dataclass(frozen=True)
class Library:
    """Something of a library or of Python, by its full name: `torch.nn.functional.softmax`."""

    path: str


@dataclass(frozen=True)
class File:
    """One of the submission's own files, imported."""

    source: Source


@dataclass(frozen=True)
class Text:
    """A string that the source spells out."""

    text: str


@dataclass(frozen=True)
class Own:
    """A function, lambda or class of the student's."""

    node: ast.AST
    source: Source


@dataclass(frozen=True)
class Made:
    """The container or the record that an expression makes: which one a `Thing.OWN` is."""

    node: ast.expr
    source: Source


@dataclass(frozen=True)
class Instance:
    """An instance of the student's class; with `above`, as its `super()` shows it."""

    node: ast.ClassDef
    source: Source
    above: bool = False


Value = Thing | Library | File | Text | Own | Made | Instance
Values = frozenset[Value]

NOTHING: Values = frozenset()
UNKNOWN: Values = frozenset({Thing.UNKNOWN})
OWN: Values = frozenset({Thing.OWN})

BUILTINS = frozenset(dir(builtins)) | {"__builtins__"}

SHARED = frozenset({"builtins", "ctypes", "functools", "gc", "importlib", "inspect", "numpy", "operator", "pickle"})
SHARED |= {"sys", "torch"}
"""Modules that are to be had through others that import them: `torch.nn.functional.torch`."""


def paths(table: Mapping[str, str]) -> frozenset[str]:
    """The full names in a table of modules and what is in them."""
    return frozenset(f"{module}.{name}" for module, names in table.items() for name in names.split())


MAKERS = paths(
    {
        "argparse": "Namespace",
        "builtins": "bool bytes dict enumerate float int isinstance len list object print range repr set str tuple zip",
        "collections": "Counter OrderedDict defaultdict deque namedtuple",
        "dataclasses": "make_dataclass",
        "enum": "Enum",
        "types": "SimpleNamespace",
        "typing": "NamedTuple",
    }
)
"""What gives back a thing whose attributes are no tensor's."""

MODULES = Library("sys.modules")
SPACES = frozenset({"builtins.globals", "builtins.locals", "builtins.vars"})
SPACE = "builtins.globals.()"
"""What they give: the names of the file itself."""

IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module"})

TRANSPARENT = paths(
    {
        "abc": "abstractmethod",
        "builtins": "classmethod staticmethod",
        "dataclasses": "dataclass",
        "enum": "unique",
        "functools": "cache lru_cache total_ordering wraps",
        "torch": "enable_grad inference_mode no_grad set_grad_enabled",
        "torch.autograd": "enable_grad inference_mode no_grad",
        "typing": "final no_type_check overload override runtime_checkable",
    }
)
"""Decorators that leave a function or a class what it is."""

METACLASSES = paths({"abc": "ABCMeta", "enum": "EnumMeta EnumType"})

PLAIN_BASES = frozenset(
    map(
        Library,
        paths(
            {
                "abc": "ABC",
                "builtins": "dict list object tuple",
                "enum": "Enum",
                "torch.nn": "Module",
                "torch.nn.modules.module": "Module",
                "typing": "Generic NamedTuple Protocol",
            }
        ),
    )
)
"""Bases that give a class no method which does an exercise."""

OWN_FORMS = (
    ast.Constant,
    ast.Dict,
    ast.DictComp,
    ast.GeneratorExp,
    ast.JoinedStr,
    ast.List,
    ast.ListComp,
    ast.Set,
    ast.SetComp,
    ast.Tuple,
)
"""Expressions that make such a thing."""
