"""Which names a file binds, at its top level and in each of its functions, read in one pass and followed nowhere."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.forbidden.names import ANY_CALL, TEXT_RUNNERS

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
STRAIGHT = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.With, ast.AsyncWith, ast.Expr, ast.expr, ast.withitem)
"""What always runs whatever is in it; anything else may be a branch or a loop."""

GUARD = {ast.dump(ast.parse(text, mode="eval").body) for text in ("__name__", "'__main__'")}
RECORDS = frozenset({"namedtuple", "NamedTuple", "make_dataclass"})

Scopes = tuple[ast.AST, ...]
"""The functions and classes around a node, from the outside in."""


class Binding(NamedTuple):
    """One place that binds a name: to what, None where that can be anything, and the full name of an import."""

    node: ast.AST
    value: ast.AST | None = None
    path: str = ""
    sure: bool = True
    """Whether it always runs: not in a branch, nor in a function by `global`."""
    scopes: Scopes = ()


Bindings = dict[str, list[Binding]]


@dataclass
class FileNames:
    """What one file binds, in the file's order."""

    top: Bindings = field(default_factory=dict)
    stores: dict[str, list[Binding]] = field(default_factory=dict)
    """The statements at the top level that put something into a name: `TABLE["a"] = f`, `Model.a = f`."""
    attributes: set[str] = field(default_factory=set)
    """Every attribute that the file itself gives to something of its own: methods, fields, `self.a = …`."""
    of_any_call: list[tuple[ast.AST, str]] = field(default_factory=list)
    """Where the file names something that could change what any call does, and that name."""
    _inside: dict[ast.AST, Bindings] = field(default_factory=dict)

    def inside(self, scope: ast.AST) -> Bindings:
        """The names that a function, a class or an expression has for itself."""
        if scope not in self._inside:
            self._inside[scope] = _scope(scope)[0]
        return self._inside[scope]

    def at_the_top(self, name: str) -> list[Binding]:
        """What may bind a name once the file has been read: the last that is sure, and what comes after it."""
        found: list[Binding] = []
        for one in self.top.get(name, ()):
            if one.sure:
                found = []
            found.append(one)
        return found


def read_names(tree: ast.Module) -> FileNames:
    """Read a file's names; what stands under `if __name__ == "__main__":` never runs here and is left out."""
    names = FileNames(_scope(tree)[0])
    functions: list[ast.AST] = []
    shares = False
    for node in _nodes(tree):
        shares = shares or isinstance(node, ast.Global)
        functions += [node] if isinstance(node, FUNCTIONS) else []
        names.attributes.update(_attributes(node))
        for word in _words(node):
            if word in ANY_CALL or (word in TEXT_RUNNERS and isinstance(node, ast.Name)):
                names.of_any_call.append((node, word))
    for function in functions if shares else ():
        for name, bindings in _scope(function)[1].items():
            names.top.setdefault(name, []).extend(bindings)
    for statement in tree.body:
        for target in statement.targets if isinstance(statement, ast.Assign) else ():
            root = target
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if root is not target and isinstance(root, ast.Name):
                store = Binding(statement, getattr(statement, "value", None), sure=False)
                names.stores.setdefault(root.id, []).append(store)
    return names


def _nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node but what is only looked for (`"google.colab" in sys.modules`) and what never runs."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        yield node
        match node:
            case ast.If(orelse=orelse) as branch if is_main_guard(branch):
                todo.extend(orelse)
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[whole]) if is_named(whole):
                todo.append(left)
            case _:
                todo.extend(ast.iter_child_nodes(node))


def _attributes(node: ast.AST) -> Iterable[str]:
    """The attributes that a node gives to something of the file's own."""
    match node:
        case ast.ClassDef(body=body):
            fields = (part.target for part in body if isinstance(part, ast.AnnAssign))
            return [*_scope(node)[0], *(target.id for target in fields if isinstance(target, ast.Name))]
        case ast.Attribute(attr=attr, ctx=ast.Store()):
            return [attr]
        case ast.Call(func=function, args=args, keywords=keywords):
            record = (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) in RECORDS
            parts = [part for arg in args for part in ast.walk(arg)] if record else []
            texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            return [*(keyword.arg for keyword in keywords if keyword.arg), *" ".join(texts).split()]
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


def _scope(scope: ast.AST) -> tuple[Bindings, Bindings]:
    """What a scope binds for itself, and what it binds at the top of the file by `global`."""
    own: Bindings = {}
    shared: dict[str, bool] = {}
    values: dict[ast.AST, ast.AST] = {}
    around = () if isinstance(scope, (ast.Module, ast.ClassDef)) else (scope,)
    todo = [(part, part, True) for part in reversed(_parts(scope))]
    while todo:
        node, statement, sure = todo.pop()
        match node:
            case ast.Assign(targets=targets, value=value):
                values.update(dict.fromkeys(targets, value))
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                values[target] = value
            case ast.AnnAssign():
                continue  # a declaration binds nothing
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                shared.update(dict.fromkeys(names, isinstance(node, ast.Global)))
        defined = isinstance(node, DEFINITIONS)
        for name, path in _bound_by(node):
            binding = Binding(statement, node if defined else values.get(node), path, sure, around)
            own.setdefault(name, []).append(binding)
        if not defined and not isinstance(node, ast.Lambda):
            sure = sure and isinstance(node, STRAIGHT)
            inner = [(part, part if isinstance(part, ast.stmt) else statement, sure) for part in _inner(node, around)]
            todo.extend(reversed(inner))
    moved = {name: own.pop(name) for name in shared.keys() & own.keys()}
    return own, {name: [one._replace(sure=False) for one in found] for name, found in moved.items() if shared[name]}


def _parts(scope: ast.AST) -> list[ast.AST]:
    """What is inside a scope: parameters and body; an expression is its own."""
    match scope:
        case ast.FunctionDef(args=args, body=body) | ast.AsyncFunctionDef(args=args, body=body):
            return [*_parameters(args), *body]
        case ast.Lambda(args=args, body=value):
            return [*_parameters(args), value]
        case ast.Module(body=body) | ast.ClassDef(body=body):
            return [*body]
    return [scope]


def _parameters(args: ast.arguments) -> list[ast.arg]:
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, [args.vararg, args.kwarg])]


def _inner(node: ast.AST, around: Scopes) -> Iterable[ast.AST]:
    if isinstance(node, ast.If) and is_main_guard(node):
        return node.orelse
    if isinstance(node, ast.comprehension) and not around:
        return [node.iter, *node.ifs]  # its variable is not the file's
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


def is_main_guard(node: ast.If) -> bool:
    """Whether a statement is `if __name__ == "__main__":`."""
    match node.test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return {ast.dump(left), ast.dump(right)} == GUARD
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
