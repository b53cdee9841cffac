"""Where the names of a file stand, and whether all that happens to what they stand for can be seen there."""

import ast
from collections.abc import Iterable
from functools import cached_property

from grader.suite.reading.forms import marks
from grader.suite.reading.names import DYNAMIC, GETTERS
from grader.suite.reading.source import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef

READERS = frozenset({"all", "any", "enumerate", "iter", "len", "list", "print", "reversed", "set", "sorted", "tuple"})
READERS |= {"zip"}
"""Functions that may be given a list, and do not change it."""

READING_METHODS = frozenset({"append", "count", "index", "items", "keys", "values"})
"""Methods of a list or a dict of which it is known what they change."""

TYPE_TESTS = frozenset({"isinstance", "issubclass"})

UNSEEN = DYNAMIC | {"__code__", "__defaults__", "__kwdefaults__", "__match_args__", "delattr", "setattr"}
UNSEEN |= GETTERS
"""Names by which a file can use, or change, what no name there shows."""


class Places:
    """The places of one file."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        tree = self._source.tree
        return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)} if tree else {}

    @cached_property
    def _hints(self) -> set[ast.AST]:
        """What stands in annotations and tests of types."""
        found: set[ast.AST] = set()
        for node in self._source.names.scope_of:
            notes = [getattr(node, "annotation", None), getattr(node, "returns", None)]
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TYPE_TESTS:
                notes += node.args[1:]
            found.update(part for note in notes if note for part in ast.walk(note))
        return found

    def calls_of(self, function: Function, others: Iterable[Source]) -> list[ast.Call] | None:
        """All calls of a function, None where there may be some that cannot be seen."""
        names = self._source.names
        owner = names.class_of(function)
        name = owner.name if owner and function.name == "__init__" else function.name
        special = function.name.startswith("__") and function.name != "__init__"
        if special or UNSEEN & names.words.keys() or any(name in other.names.words for other in others):
            return None
        if owner and function.name == "__init__" and _makes_others(owner, names.words.keys()):
            return None
        if function.name == "__init__" and not all(map(self._is_of_super, names.words.get("__init__", []))):
            return None
        uses = [node for node in names.words.get(name, []) if node not in self._hints]
        calls = [names.calls[node] for node in uses if node in names.calls]
        return calls if len(calls) == len(uses) else None

    def _is_of_super(self, node: ast.AST) -> bool:
        base = getattr(node, "value", None)
        return isinstance(base, ast.Call) and getattr(base.func, "id", "") == "super"

    def argument(self, call: ast.Call, function: Function, name: str) -> ast.expr | bool:
        """What a call gives to a parameter: an expression, False where it gives nothing, True where nobody can tell."""
        if any(isinstance(part, ast.Starred) for part in call.args) or any(word.arg is None for word in call.keywords):
            return True
        named = next((word.value for word in call.keywords if word.arg == name), None)
        plain = [arg.arg for arg in [*function.args.posonlyargs, *function.args.args]]
        bound = self._source.names.class_of(function) and not any(
            getattr(mark, "id", "") == "staticmethod" for mark in function.decorator_list
        )
        place = plain.index(name) - bool(bound) if name in plain else len(call.args)
        return named or (call.args[place] if 0 <= place < len(call.args) else False)

    def contents(self, container: ast.expr) -> list[ast.expr] | None:
        """What is put into a list or a dict besides what is written in it; None where not all of that can be seen."""
        parent = self._parents.get(container)
        if isinstance(container, ast.Tuple):
            return []
        if not isinstance(parent, (ast.Assign, ast.AnnAssign)) or UNSEEN & self._source.names.words.keys():
            return None
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        found: list[ast.expr] = []
        for target in targets:
            word = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
            if not isinstance(target, (ast.Name, ast.Attribute)):
                return None
            for node in self._source.names.words.get(word, []):
                put = self._put_by(node)
                if put is None:
                    return None
                found += put
        return found

    def _put_by(self, node: ast.AST) -> list[ast.expr] | None:
        """What a use of a container puts into it, None where that cannot be told."""
        parent = self._parents.get(node)
        above = self._parents.get(parent) if parent else None
        match parent:
            case ast.Assign(targets=targets) if node in targets:
                return []
            case ast.AnnAssign(target=target) if node is target:
                return []
            case ast.For(iter=whole) | ast.comprehension(iter=whole) if node is whole:
                return []
            case ast.Subscript(value=whole, ctx=ast.Load()) if node is whole:
                return []
            case ast.Call(func=ast.Name(id=name), args=args) if node in args and name in READERS:
                return []
            case ast.Attribute(attr=name) if name in READING_METHODS and isinstance(above, ast.Call):
                if above.func is parent:
                    return above.args if name == "append" else []
        return None


def _makes_others(owner: ast.ClassDef, words: Iterable[str]) -> bool:
    """Whether instances of a class may be made without its name: `type(self)(…)`, `cls(…)`."""
    return not {"__class__", "type"}.isdisjoint(words) or any("classmethod" in marks(part) for part in owner.body)
