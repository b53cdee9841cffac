"""Which names a file binds, at its top level and in each of its functions, read in one pass and followed nowhere."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.forbidden.names import ANY_CALL, TEXT_RUNNERS

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
STRAIGHT = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Expr, *FUNCTIONS, ast.ClassDef)
"""What always runs at the top level; anything else may be a branch or a loop."""

GUARD = {ast.dump(ast.parse(text, mode="eval").body) for text in ("__name__", "'__main__'")}
RECORDS = frozenset({"namedtuple", "NamedTuple", "make_dataclass"})


class Binding(NamedTuple):
    """One statement that binds a name: to what, None where that can be anything, and the full name of an import."""

    statement: ast.AST
    value: ast.AST | None = None
    path: str = ""


Bindings = dict[str, list[Binding]]


@dataclass
class FileNames:
    """What one file binds, in the file's order."""

    top: Bindings = field(default_factory=dict)
    shared: Bindings = field(default_factory=dict)
    """What its functions bind outside of themselves, by `global` or `nonlocal`."""
    stores: Bindings = field(default_factory=dict)
    """The statements at the top level that put something into a name: `TABLE["a"] = f`, `Model.a = f`."""
    attributes: set[str] = field(default_factory=set)
    """Every attribute that the file itself gives to something of its own: methods, fields, `self.a = …`."""
    of_any_call: list[tuple[ast.AST, str]] = field(default_factory=list)
    """Where the file names something that could change what any call does, and that name."""
    _sure: frozenset[ast.AST] = frozenset()
    """The statements that always run, in no branch or loop."""
    _inside: dict[ast.AST, Bindings] = field(default_factory=dict)

    def inside(self, scope: ast.AST) -> Bindings:
        """What a function or a class binds for itself; looked for once, for all exercises."""
        if scope not in self._inside:
            self._inside[scope] = _bindings_in(scope)[0]
        return self._inside[scope]

    def at_the_top(self, name: str) -> list[Binding]:
        """What may bind a name once the file has been read: the last that is sure, and what comes after it."""
        found = self.top.get(name, [])
        sure = [place for place, binding in enumerate(found) if binding.statement in self._sure]
        return [*(found[sure[-1] :] if sure else found), *self.shared.get(name, ())]


def read_names(tree: ast.Module) -> FileNames:
    """Read a file's names; what stands under `if __name__ == "__main__":` never runs here and is left out."""
    names = FileNames(_bindings_in(tree)[0], _sure=frozenset(one for one in tree.body if isinstance(one, STRAIGHT)))
    for statement in (one for one in tree.body if isinstance(one, ast.Assign)):
        for root in statement.targets:
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
                if isinstance(root, ast.Name):
                    names.stores.setdefault(root.id, []).append(Binding(statement, statement.value))
    for node in _nodes(tree):
        names.attributes.update(_attributes(node))
        for name, found in _bindings_in(node)[1].items() if isinstance(node, FUNCTIONS) else ():
            names.shared.setdefault(name, []).extend(found)
        for word in _words(node):
            if word in ANY_CALL or (word in TEXT_RUNNERS and isinstance(node, ast.Name)):
                names.of_any_call.append((node, word))
    return names


def _bindings_in(scope: ast.AST) -> tuple[Bindings, Bindings]:
    """What a file, a function or a class binds for itself, and what it binds elsewhere: `global`, `nonlocal`."""
    own: Bindings = {}
    values: dict[ast.AST, ast.AST] = {}
    elsewhere: set[str] = set()
    body = getattr(scope, "body", [])
    parts = [*filter(None, [getattr(scope, "args", None)]), *(body if isinstance(body, list) else [body])]
    todo = [(part, part) for part in reversed(parts)]
    while todo:
        node, statement = todo.pop()
        match node:
            case ast.Assign(targets=targets, value=value):
                values.update(dict.fromkeys(targets, value))
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                values[target] = value
            case ast.AnnAssign():
                continue  # a declaration binds nothing
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                elsewhere.update(names)
        defines = isinstance(node, SCOPES)
        for name, path in _bound_by(node):
            own.setdefault(name, []).append(Binding(statement, node if defines else values.get(node), path))
        if not defines:
            inner = _inner(node, isinstance(scope, (ast.Module, ast.ClassDef)))
            todo.extend((part, part if isinstance(part, ast.stmt) else statement) for part in reversed([*inner]))
    return own, {name: own.pop(name) for name in elsewhere & own.keys()}


def _inner(node: ast.AST, at_the_top: bool) -> Iterable[ast.AST]:
    """The parts of a node that run, without the variable of a comprehension where that is not the scope's own."""
    match node:
        case ast.If() as branch if is_main_guard(branch):
            return branch.orelse
        case ast.comprehension() if at_the_top:
            return [node.iter, *node.ifs]
    return ast.iter_child_nodes(node)


def _bound_by(node: ast.AST) -> list[tuple[str, str]]:
    """The names that a node binds itself, with the full names of what is imported; of a star, the module's."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            return [(name, "")]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [(name, "")]
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return [(name, "")]
        case ast.Import(names=aliases):
            tops = [(one.asname, one.name) if one.asname else (one.name.partition(".")[0],) * 2 for one in aliases]
            return [(str(name), path) for name, path in tops]
        case ast.ImportFrom(module=module, names=aliases):
            place = f"{module}." if module else ""
            return [(one.asname or one.name, f"{place}{one.name}".removesuffix(".*")) for one in aliases]
    return []


def _nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node but what is only looked for (`"google.colab" in sys.modules`) and what never runs."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        yield node
        match node:
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[whole]) if is_named(whole):
                todo.append(left)
            case _:
                todo.extend(_inner(node, False))


def _attributes(node: ast.AST) -> Iterable[str]:
    """The attributes that a node gives to something of the file's own."""
    match node:
        case ast.ClassDef():
            return _bindings_in(node)[0]
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Attribute(attr=name, ctx=ast.Store()):
            return [name]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in RECORDS:
            parts = [part for arg in args for part in ast.walk(arg)]
            return [word for part in parts if isinstance(part, ast.Constant) for word in str(part.value).split()]
        case ast.keyword(arg=str(name)):
            return [name]
    return ()


def _words(node: ast.AST) -> list[str]:
    """The names in a node by which it could reach something that changes any call."""
    match node:
        case ast.Attribute(attr=attr, value=value):
            return [attr, f"{value.id}.{attr}"] if isinstance(value, ast.Name) else [attr]
        case ast.Name(id=name):
            return [name]
        case ast.Import(names=aliases):
            return [word for alias in aliases for word in [*alias.name.split("."), alias.name]]
        case ast.ImportFrom(module=module, names=aliases):
            last = [word for alias in aliases for word in (alias.name, f"{module}.{alias.name}")]
            return [*(module or "").split("."), *last]
    return []


def is_main_guard(node: ast.If) -> bool:
    """Whether a statement is `if __name__ == "__main__":`."""
    match node.test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return {ast.dump(left), ast.dump(right)} == GUARD
    return False


def is_named(node: ast.AST) -> bool:
    """Whether an expression only names things: `nn.Softmax`, `(int, float)`, `int | float`."""
    match node:
        case ast.Attribute(value=value):
            return is_named(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return all(map(is_named, parts))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_named(left) and is_named(right)
    return isinstance(node, (ast.Name, ast.Constant))
