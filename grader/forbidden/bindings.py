"""Which names a file binds: at its top level, in the file's order, and in each of its functions by itself.

One pass over the tree; nothing is followed and nothing is run. What a name stands for is the checker's question.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.forbidden.names import ANY_CALL, TEXT_RUNNERS

Position = tuple[int, int]
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
NAMED_FIELDS = frozenset({"namedtuple", "NamedTuple", "make_dataclass"})

Scopes = tuple[ast.AST, ...]
"""The functions and classes around a node, from the outside in."""


class Binding(NamedTuple):
    """One place that binds a name. `value` is the expression or definition bound, None where that can be anything."""

    node: ast.AST
    value: ast.AST | None
    at: Position
    sure: bool = True
    """Whether it always runs: not in a branch, nor in a function by `global`."""
    path: str = ""
    """The full name of what an import binds; of a star, the module's."""
    scopes: Scopes = ()
    part: bool = False
    """Whether the name stands for a part of the value, or for what comes of it: `a, b = value`, `for a in value`."""


Bindings = dict[str, list[Binding]]


@dataclass
class FileNames:
    """What one file binds. `top` and `stores` are in the file's order."""

    top: Bindings = field(default_factory=dict)
    stores: dict[str, list[Binding]] = field(default_factory=dict)
    """The statements at the top level that put something into a name: `TABLE["a"] = f`, `Model.a = f`."""
    attributes: set[str] = field(default_factory=set)
    """Every attribute that the file itself gives to something of its own: methods, fields, `self.a = …`."""
    of_any_call: list[tuple[ast.AST, str]] = field(default_factory=list)
    """Where the file names something that could change what any call does, and that name."""
    _scopes: dict[ast.AST, Bindings] = field(default_factory=dict)

    def inside(self, scope: ast.AST) -> Bindings:
        """The names that are bound in a function, a class, or the comprehensions of an expression."""
        if scope not in self._scopes:
            self._scopes[scope] = _inside(scope)[0]
        return self._scopes[scope]

    def at_the_top(self, name: str, before: Position | None = None) -> list[Binding]:
        """What may bind a name once the file has been read, or as far as a position: the last that is sure, and on."""
        found: list[Binding] = []
        for one in self.top.get(name, ()):
            if before is None or one.at < before or one.scopes:
                if one.sure:
                    found = []
                found.append(one)
        return found


def read_names(tree: ast.Module) -> FileNames:
    """Read a file's names; what stands under `if __name__ == "__main__":` never runs here and is left out."""
    names = FileNames()
    for statement, sure in _statements(tree.body):
        for name, binding in _bound_by(statement, sure, ()):
            names.top.setdefault(name, []).append(binding)
        for target in _targets(statement):
            root = target
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if root is not target and isinstance(root, ast.Name):
                store = Binding(statement, getattr(statement, "value", None), _end(statement), False)
                names.stores.setdefault(root.id, []).append(store)
    todo: list[ast.AST] = [tree]
    functions: list[ast.AST] = []
    shares = False
    while todo:
        node = todo.pop()
        shares = shares or isinstance(node, ast.Global)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions.append(node)
        _note(node, names)
        todo.extend(node.orelse if isinstance(node, ast.If) and is_main_guard(node) else _children(node))
    for function in functions if shares else ():
        for name, bindings in _inside(function)[1].items():
            names.top.setdefault(name, []).extend(bindings)
    return names


def _note(node: ast.AST, names: FileNames) -> None:
    """Write down what a node says of attributes and of any call."""
    match node:
        case ast.ClassDef(body=body):
            names.attributes.update(name for name, _ in _all_bound(body))
            names.attributes.update(
                part.target.id for part in body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
            )
        case ast.Attribute(attr=attr, ctx=ast.Store()):
            names.attributes.add(attr)
        case ast.Call(func=function, args=args, keywords=keywords):
            names.attributes.update(keyword.arg for keyword in keywords if keyword.arg)
            if (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) in NAMED_FIELDS:
                texts = [part.value for arg in args for part in ast.walk(arg) if isinstance(part, ast.Constant)]
                names.attributes.update(word for text in texts if isinstance(text, str) for word in text.split())
    for word in _words(node):
        if word in ANY_CALL or (word in TEXT_RUNNERS and isinstance(node, ast.Name)):
            names.of_any_call.append((node, word))


def _words(node: ast.AST) -> list[str]:
    """The names in a node by which it could reach something that changes any call."""
    match node:
        case ast.Attribute(attr=attr, value=ast.Name(id=base)):
            return [attr, f"{base}.{attr}"]
        case ast.Attribute(attr=attr):
            return [attr]
        case ast.Name(id=name):
            return [name]
        case ast.Import(names=aliases):
            return [word for alias in aliases for word in alias.name.split(".")]
        case ast.ImportFrom(module=module, names=aliases):
            last = [word for alias in aliases for word in (alias.name, f"{module}.{alias.name}")]
            return [*(module or "").split("."), *last]
    return []


def _children(node: ast.AST) -> Iterable[ast.AST]:
    """The parts of a node; what a name is only compared with, or looked for in, is not one that is used."""
    if isinstance(node, ast.Compare) and all(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops):
        return [node.left, *(part for part in node.comparators if not is_named(part))]
    return ast.iter_child_nodes(node)


# ── one scope ────────────────────────────────────────────────────────────────────────────────────────────────────


def _inside(scope: ast.AST) -> tuple[Bindings, Bindings]:
    """What a scope binds for itself, and what it binds at the top of the file by `global`."""
    own: Bindings = {}
    shared: Bindings = {}
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        args = scope.args
        for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]:
            if arg:
                own[arg.arg] = [Binding(arg, None, _end(arg))]
    if isinstance(scope, ast.Lambda) or not isinstance(scope, DEFINITIONS):
        for name, binding in _in_expressions([scope.body if isinstance(scope, ast.Lambda) else scope], (scope,)):
            own.setdefault(name, []).append(binding)
        return own, shared
    elsewhere: dict[str, bool] = {}
    for statement, _ in _statements(scope.body):
        if isinstance(statement, (ast.Global, ast.Nonlocal)):
            elsewhere.update(dict.fromkeys(statement.names, isinstance(statement, ast.Global)))
    for name, binding in _all_bound(scope.body, (scope,)):
        if name not in elsewhere:
            own.setdefault(name, []).append(binding)
        elif elsewhere[name]:
            shared.setdefault(name, []).append(binding._replace(sure=False))
    return own, shared


def _all_bound(body: list[ast.stmt], scopes: Scopes = ()) -> Iterator[tuple[str, Binding]]:
    for statement, sure in _statements(body):
        yield from _bound_by(statement, sure, scopes)


def _statements(body: list[ast.stmt]) -> Iterator[tuple[ast.AST, bool]]:
    """The statements of a scope in order, those in blocks included, and whether each always runs."""
    todo: list[tuple[ast.AST, bool]] = [(statement, True) for statement in reversed(body)]
    while todo:
        node, sure = todo.pop()
        yield node, sure
        if isinstance(node, DEFINITIONS):
            continue
        guarded = is_main_guard(node)
        always = sure and isinstance(node, (ast.With, ast.AsyncWith))
        blocks = ("orelse",) if guarded else ("body", "handlers", "orelse", "finalbody", "cases")
        inner = [part for block in blocks for part in getattr(node, block, ()) if isinstance(part, ast.AST)]
        todo.extend((part, always) for part in reversed(inner))


def _bound_by(statement: ast.AST, sure: bool, scopes: Scopes) -> Iterator[tuple[str, Binding]]:
    """The names that a statement binds itself, blocks left out."""
    at = _end(statement)
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, Binding(statement, statement, at, sure, scopes=scopes)
            return
        case ast.Import(names=aliases):
            for alias in aliases:
                path = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or path, Binding(statement, None, at, sure, path, scopes)
        case ast.ImportFrom(module=module, names=aliases):
            for alias in aliases:
                path = f"{module}.{alias.name}" if module else alias.name
                bound = (module or "") if alias.name == "*" else path
                yield alias.asname or alias.name, Binding(statement, None, at, sure, bound, scopes)
        case ast.ExceptHandler(name=str(name)):
            yield name, Binding(statement, None, at, False, scopes=scopes)
        case ast.match_case(pattern=pattern):
            for part in ast.walk(pattern):
                name = getattr(part, "rest", None) or getattr(part, "name", None)
                if isinstance(name, str):
                    yield name, Binding(statement, None, at, False, scopes=scopes)
    plain = isinstance(statement, (ast.Assign, ast.AnnAssign))
    value = getattr(statement, "value", None) or getattr(statement, "iter", None)
    for target in _targets(statement):
        for part in ast.walk(target):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                whole = plain and part is target
                yield part.id, Binding(statement, value, at, sure, scopes=scopes, part=not whole)
    expressions = [part for part in ast.iter_child_nodes(statement) if isinstance(part, (ast.expr, ast.withitem))]
    yield from _in_expressions(expressions, scopes, comprehensions=bool(scopes))


def _in_expressions(
    expressions: Iterable[ast.AST], scopes: Scopes, comprehensions: bool = True
) -> Iterator[tuple[str, Binding]]:
    """The names that `:=` binds, and those of comprehensions, which a function has for itself."""
    todo = list(expressions)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.NamedExpr) and isinstance(node.target, ast.Name):
            yield node.target.id, Binding(node, node.value, _end(node), False, scopes=scopes)
        elif isinstance(node, ast.comprehension) and comprehensions:
            for part in ast.walk(node.target):
                if isinstance(part, ast.Name):
                    yield part.id, Binding(node, None, _end(node.iter), scopes=scopes)
        if not isinstance(node, ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def _targets(statement: ast.AST) -> list[ast.expr]:
    match statement:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target, value=value):
            return [target] if value else []
        case ast.AugAssign(target=target) | ast.For(target=target) | ast.AsyncFor(target=target):
            return [target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [item.optional_vars for item in items if item.optional_vars]
    return []


# ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_main_guard(node: ast.AST) -> bool:
    """Whether a statement is `if __name__ == "__main__":`."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=text)])):
            return (name, text) == ("__name__", "__main__")
        case ast.If(test=ast.Compare(left=ast.Constant(value=text), ops=[ast.Eq()], comparators=[ast.Name(id=name)])):
            return (name, text) == ("__name__", "__main__")
    return False


def is_named(node: ast.AST) -> bool:
    """Whether an expression only names things: `nn.Softmax`, `(int, float)`, `int | float`."""
    todo = [node]
    while todo:
        match todo.pop():
            case ast.Attribute(value=value):
                todo.append(value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                todo.extend(parts)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                todo.extend([left, right])
            case ast.Name() | ast.Constant():
                pass
            case _:
                return False
    return True


def _end(node: ast.AST) -> Position:
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0
