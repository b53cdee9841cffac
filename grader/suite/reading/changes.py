"""What is changed behind a name's back: attributes and items that are set, names bound from elsewhere, code from text.

`torch.relu = my_softmax`, `Tools.weigh = …`, `globals()["softmax"] = …`, `setattr(module, …)`: what is put there is as
much a part of an exercise as what its own lines name. A change of the student's own function, class or variable is
part of whatever uses that; a change of a library, or of something that reading cannot tell, is part of everything.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from grader.suite.reading.names import DEEPEST, Names, Own, Path, Scope
from grader.suite.reading.source import DEFINITIONS

SETTERS = ("update", "setdefault", "__setitem__", "__setattr__", "__ior__")
REACHING = ("builtins.globals", "builtins.vars", "builtins.locals", "builtins.__import__", "builtins.getattr",
            "importlib", "sys._getframe", "sys.modules", "inspect", "gc.get_objects", "gc.get_referrers",
            "gc.get_referents", "ctypes", "types")  # fmt: skip
"""What gives hold of a module, or of the names in one."""

REBINDING = ("builtins.exec", "builtins.eval", "builtins.compile", "ctypes", "gc.get_objects", "gc.get_referrers",
             "gc.get_referents", "marshal", "pickle", "runpy", "sys.setprofile", "sys.settrace", "torch.library",
             "torch.overrides", "torch.utils._python_dispatch", "types.CodeType", "types.FunctionType",
             "unittest.mock")  # fmt: skip
"""What can give a name another meaning without naming it; a matter only of code that runs when the file is read."""


@dataclass(frozen=True, eq=False)
class Change:
    """`value` may be put in the place of something; of what, says where it is kept in `Changes`."""

    value: ast.AST
    scope: Scope


class Changes:
    """All changes in the files of a submission; `at_import` is what may change anything as a file is read."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.of_definitions: dict[ast.AST, list[Change]] = {}
        self.of_names: dict[tuple[Scope, str], list[Change]] = {}
        self.of_anything: list[Change] = []
        self._reaching: dict[tuple[Scope, str], bool] = {}
        for scope in names.all_scopes():
            for part in scope.nodes:
                for target, values in _stores(part, self._names, scope):
                    self._note(target, [Change(value, scope) for value in values], scope)
        self.at_import = list(_run_at_import(names))

    def _note(self, target: ast.expr, changes: list[Change], scope: Scope) -> None:
        meanings = self._names.mean(target, scope)
        if any(isinstance(one, Path) and _is_library(one.dotted) for one in meanings) or self._reaches(target, scope):
            self.of_anything += changes
        for one in meanings:
            if isinstance(one, Own):
                self.of_definitions.setdefault(one.node, []).extend(changes)
        root = _root(target)
        owner = scope.find(root.id) if isinstance(root, ast.Name) else None
        if isinstance(root, ast.Name) and owner is not None and isinstance(owner.node, ast.Module):
            self.of_names.setdefault((owner, root.id), []).extend(changes)

    def _reaches(self, node: ast.AST, scope: Scope, depth: int = 0) -> bool:
        """Whether an expression may give hold of a module, or of the names in one."""
        if depth > DEEPEST:
            return True
        for part in ast.walk(node):
            if isinstance(part, (ast.Name, ast.Attribute)):
                meanings = self._names.mean(part, scope)
                if any(isinstance(one, Path) and _is_below(one.dotted, REACHING) for one in meanings):
                    return True
            if isinstance(part, ast.Name) and self._name_reaches(part.id, scope, depth):
                return True
        return False

    def _name_reaches(self, name: str, scope: Scope, depth: int) -> bool:
        owner = scope.find(name)
        if owner is None:
            return False
        if (owner, name) not in self._reaching:
            self._reaching[owner, name] = False  # where it stands for itself, that says nothing
            self._reaching[owner, name] = any(
                how == "expr" and isinstance(what, ast.AST) and self._reaches(what, where, depth + 1)
                for how, what, where in owner.bindings[name]
            )
        return self._reaching[owner, name]


def _run_at_import(names: Names) -> Iterator[tuple[ast.Call | ast.Attribute | ast.Name, Scope]]:
    """What of the files' top level, run as a file is read, can give any name another meaning."""
    seen: set[ast.AST] = set()
    waiting: list[tuple[ast.AST, Scope]] = [(scope.node, scope) for scope in names.all_modules()]
    while waiting:
        node, scope = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        inner = names.scope_of(node, scope, scope.source) if isinstance(node, (*DEFINITIONS, ast.Lambda)) else scope
        for part in _run(node):
            if isinstance(part, ast.ClassDef):  # its body runs as well
                waiting.append((part, inner))
            if isinstance(part, (ast.Name, ast.Attribute)) and isinstance(part.ctx, ast.Load):
                for meaning in names.mean(part, inner):
                    if isinstance(meaning, Path) and _is_below(meaning.dotted, REBINDING):
                        yield part, inner
            if isinstance(part, ast.Call):
                waiting += [(one.node, one.scope) for one in names.mean(part.func, inner) if isinstance(one, Own)]


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run with this one, not those under `if __name__ == "__main__"`."""
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, DEFINITIONS):
            waiting += part.decorator_list
        elif isinstance(part, ast.If) and "__name__" in {n.id for n in ast.walk(part.test) if isinstance(n, ast.Name)}:
            waiting += part.orelse
        elif not isinstance(part, ast.Lambda):
            waiting += ast.iter_child_nodes(part)


def _stores(part: ast.AST, names: Names, scope: Scope) -> Iterator[tuple[ast.expr, list[ast.AST]]]:
    """What a statement or a call changes, and what it may put there."""
    targets: list[ast.AST] = []
    values: list[ast.AST] = []
    if isinstance(part, ast.Assign):
        targets, values = list(part.targets), [part.value]
    elif isinstance(part, (ast.AugAssign, ast.AnnAssign)):
        targets, values = [part.target], [part.value] if part.value else []
    elif isinstance(part, (ast.For, ast.AsyncFor)):
        targets, values = [part.target], [part.iter]
    elif isinstance(part, ast.withitem) and part.optional_vars:
        targets, values = [part.optional_vars], [part.context_expr]
    for target in targets:
        for inner in ast.walk(target):
            if isinstance(inner, (ast.Attribute, ast.Subscript)) and isinstance(inner.ctx, ast.Store):
                yield inner.value, values
    if isinstance(part, ast.Call):
        given: list[ast.AST] = [*part.args, *(word.value for word in part.keywords)]
        if isinstance(part.func, ast.Attribute) and part.func.attr in SETTERS:
            yield part.func.value, given
        if len(part.args) > 1 and any(
            isinstance(one, Path) and one.dotted == "builtins.setattr" for one in names.mean(part.func, scope)
        ):
            yield part.args[0], given[1:]


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node


def _is_library(dotted: str) -> bool:
    return dotted.split(".")[0] not in ("?", "own", "builtins") or dotted == "builtins"


def _is_below(dotted: str, names: tuple[str, ...]) -> bool:
    return any(dotted == name or dotted.startswith(name + ".") for name in names)
