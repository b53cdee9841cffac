"""Calls that a ✗ forbids: a walk through all that an exercise reaches in its file, asking what each name stands for."""

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from grader.suite.reading.changes import Change, Changes
from grader.suite.reading.names import FUNCTIONS, Names, Own, Path, Scope, local_nodes
from grader.suite.reading.source import DEFINITIONS, Source

LIBRARIES = ("torch", "numpy", "scipy", "functorch", "?")
"""Where an operation may come from; "?" is a method of something that reading does not know, a tensor say."""

SAME_AS = {"functorch": "torch.func", "torch._functorch": "torch.func"}
"""Libraries by another name."""

HARMLESS = (
    "Function", "function", "no_grad", "enable_grad", "set_grad_enabled", "inference_mode", "set_detect_anomaly",
    "detect_anomaly", "graph",
)  # fmt: skip
"""Of `torch.autograd`: what differentiates nothing."""

UNREADABLE_CALLS = ("eval", "exec", "compile", "globals", "locals", "vars", "__import__", "import_module")
UNREADABLE_PATHS = ("torch.ops", "torch.classes", "torch.jit", "torch.fx", "torch.export", "torch.package", "torch.hub",
                    "torch.load", "torch.library", "torch.overrides", "numpy.load", "numpy.ctypeslib", "ctypes", "gc",
                    "inspect", "pickle", "marshal", "runpy", "pkgutil", "copyreg", "importlib.util",
                    "importlib.machinery", "importlib.reload", "sys.modules", "sys._getframe", "sys.settrace",
                    "sys.setprofile", "types.FunctionType", "types.CodeType", "unittest.mock")  # fmt: skip
UNREADABLE_NAMES = ("__dict__", "__getattribute__", "__getattr__", "__globals__", "__builtins__", "__code__",
                    "__closure__", "__subclasses__", "f_globals", "f_locals", "f_builtins", "f_back", "gi_frame",
                    "tb_frame")  # fmt: skip
HANDED_ON = ("builtins.getattr", "operator.attrgetter", "operator.methodcaller",
             *(f"builtins.{name}" for name in UNREADABLE_CALLS))  # fmt: skip
SHOWN = 80


@dataclass(frozen=True)
class Breach:
    """One use of what is forbidden; `certain` is False where reading cannot tell what is called."""

    line: int
    code: str
    operation: str
    certain: bool
    file: str = ""


def breaches(
    source: Source, name: str, banned: Sequence[str], others: Mapping[str, Source] | None = None
) -> list[Breach]:
    """What `name`, and all that it uses of its file and of files beside it, calls though it is banned.

    A bare name in `banned` stands for that operation however it is reached, and may have `*`; a dotted one for all
    that is below it.
    """
    unreadable = [Breach(1, source.name, "the whole file", False, source.name)]
    if source.tree is None:
        return unreadable
    try:
        return _Walk(source, banned, others or {}).run(name)
    except RecursionError:
        return unreadable


def message(found: Sequence[Breach]) -> str:
    """The breaches as the student reads them."""
    certain = [breach for breach in found if breach.certain]
    if certain:
        return "\n".join(
            f"line {one.line}: `{one.code}` does by one call what is to be written by hand" for one in certain[:3]
        )
    return "\n".join(f"line {one.line}: `{one.code}` cannot be checked: write the call out" for one in found[:3])


class _Walk:
    """Visits what can be reached, once each."""

    def __init__(self, source: Source, banned: Sequence[str], others: Mapping[str, Source]) -> None:
        self._names, self._changes = _surroundings(source, tuple(others.items()))
        self._others = others
        self._banned = banned
        self._found: dict[tuple[str, int, str], Breach] = {}
        self._seen: set[ast.AST] = set()
        self._named: set[tuple[str, Scope]] = set()
        self._waiting: list[tuple[ast.AST, Scope]] = []

    def run(self, name: str) -> list[Breach]:
        self._reach_name(name, self._names.module)
        self._reach_changes(self._changes.of_anything)
        for rebinding, where in self._changes.at_import:
            self._note(rebinding, "", False, where)
        for other in self._others.values():
            if other.problem is not None and not other.problem.line:  # it may run all the same
                self._found[other.name, 1, ""] = Breach(1, other.name, "", False, other.name)
        while self._waiting:
            node, scope = self._waiting.pop()
            self._visit(node, scope)
        return sorted(self._found.values(), key=lambda breach: (not breach.certain, breach.line))

    # ── what is reached ──────────────────────────────────────────────────────────────────────────────────────

    def _reach_name(self, name: str, scope: Scope) -> None:
        """Whatever a name of the file may be bound to is part of the exercise that uses it."""
        owner = scope.find(name)
        if (name, owner or scope) in self._named:
            return
        self._named.add((name, owner or scope))
        if owner is None:
            for star in scope.all_stars():
                self._reach_imported(star, name)
            if name != "__getattr__":  # a module's own, which finds what is nowhere written
                self._reach_name("__getattr__", self._names.module)
            return
        self._reach_changes(self._changes.of_names.get((owner, name), ()))
        for how, what, where in owner.bindings[name]:
            if isinstance(what, str):
                module, _, imported = what.rpartition(".")
                if self._reach_imported(module, imported):
                    continue
                if owner is self._names.module and name == imported and scope is owner and not self._waiting:
                    self._judge(what, ast.Name(name, lineno=1), scope)  # the exercise itself is an import
            elif how in ("own", "expr", "part"):
                self._reach(what, where)

    def _reach_imported(self, module: str, name: str) -> bool:
        """Reach a name of another file that was handed in; whether the module is one."""
        other = self._names.other(module)
        if other is not None:
            self._reach_name(name, other)
        return other is not None

    def _reach_changes(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self._reach(change.value, change.scope)

    def _reach(self, node: ast.AST, scope: Scope) -> None:
        if node not in self._seen:
            self._seen.add(node)
            self._waiting.append((node, scope))
            self._reach_changes(self._changes.of_definitions.get(node, ()))

    def _visit(self, node: ast.AST, scope: Scope) -> None:
        """Look at every expression of a definition, or of a value."""
        if isinstance(node, (*DEFINITIONS, ast.Lambda)):
            inner = self._names.scope_of(node, scope, scope.source)
            for outside in _outer_parts(node):
                self._expression(outside, scope)
            nodes, scope = list(local_nodes(node)), inner
            skip = {part for outer in _outer_parts(node) for part in ast.walk(outer)} | set(_unread(node))
        else:
            nodes, skip = [node, *local_nodes(node)], set(_unread(node))
        for part in nodes:
            if part in skip:
                continue
            if isinstance(part, (*DEFINITIONS, ast.Lambda)):
                self._reach(part, scope)
            elif isinstance(part, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
                self._look(part, scope, skip)
            elif isinstance(part, ast.MatchClass):  # `case object(softmax=f)` takes the attribute out
                for name in part.kwd_attrs:
                    self._judge(f"?.{name}", part, scope)

    def _expression(self, node: ast.AST, scope: Scope) -> None:
        skip = set(_unread(node))
        for part in [node, *local_nodes(node)]:
            if part not in skip and isinstance(part, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
                self._look(part, scope, skip)

    # ── what is looked at ────────────────────────────────────────────────────────────────────────────────────

    def _look(self, node: ast.expr, scope: Scope, skip: set[ast.AST]) -> None:
        if isinstance(node, ast.Subscript) and self._names.items(node, scope):
            for item in self._names.items(node, scope):
                self._reach(item, scope)
            skip.update(ast.walk(node.value))
            return
        if isinstance(node, (ast.Name, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            return
        if isinstance(node, ast.Name):
            self._reach_name(node.id, scope)
        if isinstance(node, ast.Attribute):
            skip.update(_chain(node))
            base = _root(node)
            if isinstance(base, ast.Name):
                self._reach_name(base.id, scope)
        for meaning in self._names.mean(node, scope):
            if isinstance(meaning, Path):
                self._judge(meaning.dotted, node, scope)
            elif isinstance(meaning, Own):
                self._reach(meaning.node, meaning.scope)
        if isinstance(node, ast.Call):
            self._judge_call(node, scope)

    def _judge(self, dotted: str, node: ast.AST, scope: Scope) -> None:
        for name, other in SAME_AS.items():
            if dotted == name or dotted.startswith(name + "."):
                dotted = other + dotted[len(name) :]
        banned = next((name for name in self._banned if _is_use(dotted, name)), "")
        if banned:
            return self._note(node, banned, True, scope)
        last = dotted.rpartition(".")[2]
        below = any(dotted == path or dotted.startswith(path + ".") for path in UNREADABLE_PATHS)
        if last in UNREADABLE_NAMES or below or _is_private(dotted):
            self._note(node, last, False, scope)
        return None

    def _judge_call(self, node: ast.Call, scope: Scope) -> None:
        """Calls that reach something by a name that is only known when they run."""
        for target in self._names.mean(node.func, scope):
            if not isinstance(target, Path):
                continue
            last = target.dotted.rpartition(".")[2]
            texts = [self._names.text(argument, scope) for argument in node.args]
            computed = last in ("getattr", "methodcaller", "attrgetter") and not any(texts[last == "getattr" :][:1])
            library = target.dotted.split(".")[0] in ("builtins", "operator", "importlib")
            unreadable = last in UNREADABLE_CALLS and not (last in ("__import__", "import_module") and any(texts[:1]))
            if library and (computed or unreadable):
                self._note(node, last, False, scope)
        for argument in [*node.args, *(word.value for word in node.keywords)]:  # `map(getattr, …)`: others call it
            for meaning in self._names.mean(argument, scope) if isinstance(argument, (ast.Name, ast.Attribute)) else ():
                if isinstance(meaning, Path) and meaning.dotted in HANDED_ON:
                    self._note(node, meaning.dotted, False, scope)

    def _note(self, node: ast.AST, operation: str, certain: bool, scope: Scope) -> None:
        source = scope.source
        line = getattr(node, "lineno", 1)
        code = " ".join((_segment(source, node) or operation).split())
        code = code if len(code) <= SHOWN else code[:SHOWN] + "…"
        self._found.setdefault((source.name, line, operation), Breach(line, code, operation, certain, source.name))


@functools.lru_cache(maxsize=1)  # the exercises of a file come one after the other
def _surroundings(source: Source, others: tuple[tuple[str, Source], ...]) -> tuple[Names, Changes]:
    names = Names(source, dict(others))
    return names, Changes(names)


def _is_private(dotted: str) -> bool:
    """Whether it is of torch's inside, where everything has other names: `torch._softmax`, `torch._C`."""
    root, *rest = dotted.split(".")
    return root == "torch" and any(name.startswith("_") and not name.startswith("__") for name in rest)


def _is_use(dotted: str, banned: str) -> bool:
    root, _, rest = dotted.partition(".")
    if root not in LIBRARIES or not rest:
        return False
    if "." in banned:
        inside = any(fnmatchcase(dotted, pattern) for pattern in (banned, banned + ".*"))
        return inside and not (banned == "torch.autograd" and any(name in HARMLESS for name in dotted.split(".")[2:3]))
    last = dotted.rpartition(".")[2]
    plain = last.rstrip("_") if not last.startswith("__") else last
    return fnmatchcase(last, banned) or fnmatchcase(plain, banned)


def _chain(node: ast.Attribute) -> Iterator[ast.AST]:
    """The attributes and the name that a longer attribute stands on: they are looked at with it."""
    inner: ast.expr = node.value
    while isinstance(inner, ast.Attribute):
        yield inner
        inner = inner.value
    if isinstance(inner, ast.Name):
        yield inner


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _outer_parts(node: ast.AST) -> list[ast.expr]:
    """What of a definition is evaluated outside of it: decorators, defaults, bases."""
    parts: list[ast.expr] = list(getattr(node, "decorator_list", []))
    if isinstance(node, FUNCTIONS):
        parts += [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
    if isinstance(node, ast.ClassDef):
        parts += [*node.bases, *(word.value for word in node.keywords)]
    return parts


def _unread(node: ast.AST) -> Iterator[ast.AST]:
    """What is named without being used: annotations, and the classes that `isinstance` compares with."""
    for part in ast.walk(node):
        annotations = [getattr(part, field, None) for field in ("annotation", "returns")]
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id in ("isinstance", "issubclass")
        ):
            annotations += part.args[1:]
        for annotation in annotations:
            if isinstance(annotation, ast.AST):
                yield from ast.walk(annotation)


def _segment(source: Source, node: ast.AST) -> str:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    if not first or not last or first > len(source.lines):
        return ""
    if last > first:
        return source.lines[first - 1][node.col_offset :].strip()  # type: ignore[attr-defined]
    line = source.lines[first - 1].encode()
    return line[node.col_offset : node.end_col_offset].decode(errors="replace")  # type: ignore[attr-defined]
