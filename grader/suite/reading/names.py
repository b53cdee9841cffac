"""What a name or an attribute stands for, as far as reading can tell: scopes, aliases, containers, constants.

A meaning is a dotted path into a library ("torch.nn.functional.softmax"), a definition of the student's own, or
unknown; an attribute of something unknown is written "?.backward". One expression may have several meanings.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.suite.reading.source import DEFINITIONS, Source

DEEPEST = 25
"""How far a chain of aliases is followed."""

LONGEST = 200
"""Characters of a string that is put together from others; no name is longer."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Path:
    """Something of a library, by its dotted name; "?" begins what hangs on something unknown."""

    dotted: str


@dataclass(frozen=True, eq=False)
class Own:
    """A definition of the student's own, or an instance of their class."""

    node: ast.AST
    scope: "Scope"


Meaning = Path | Own
UNKNOWN = Path("?")


@dataclass(eq=False)
class Scope:
    """The names that a module, a function or a class binds, each with what it may be bound to."""

    node: ast.AST
    parent: "Scope | None"
    source: Source
    bindings: dict[str, list[tuple[str, ast.AST | str, "Scope"]]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = list(local_nodes(self.node))

    def bind(self, name: str, how: str, what: ast.AST | str, where: "Scope | None" = None) -> None:
        self.bindings.setdefault(name, []).append((how, what, where or self))

    def find(self, name: str) -> "Scope | None":
        """The scope that binds a name, by Python's rules: a class's names are not seen from its methods."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bindings and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                return scope
            scope = scope.parent
        return None

    def all_stars(self) -> list[str]:
        """Of which modules all names are here, or further out."""
        return [star for scope in _outwards(self) for star in scope.stars]

    def own_class(self) -> "Scope | None":
        """For the scope of a method: that of its class."""
        return self.parent if self.parent and isinstance(self.parent.node, ast.ClassDef) else None


class Names:
    """The scopes of a file, made when first asked for, and the meanings of expressions in them."""

    def __init__(self, source: Source, others: Mapping[str, Source]) -> None:
        self._others = others
        self._modules: dict[str, Scope] = {}
        self._scopes: dict[ast.AST, Scope] = {}
        self._meanings: dict[tuple[ast.AST, Scope], set[Meaning]] = {}
        self._named: dict[tuple[str, Scope], set[Meaning]] = {}
        self._texts: dict[tuple[ast.AST, Scope], str | None] = {}
        self.module = self.scope_of(source.tree or ast.Module([], []), None, source)

    def scope_of(self, node: ast.AST, parent: Scope | None, source: Source) -> Scope:
        """The scope of a module, function, lambda or class."""
        if node not in self._scopes:
            self._scopes[node] = scope = Scope(node, parent, source)
            _fill(scope)
        return self._scopes[node]

    def all_modules(self) -> list[Scope]:
        """The top levels of all files that can be read."""
        return list(dict.fromkeys([self.module, *filter(None, map(self.other, self._others))]))

    def all_scopes(self) -> list[Scope]:
        """The scopes of all files, made now; what a function binds by `global` is the module's from here on."""
        found = self.all_modules()
        for scope in found:  # which grows
            found += [
                self.scope_of(node, scope, scope.source)
                for node in scope.nodes
                if isinstance(node, (*DEFINITIONS, ast.Lambda))
            ]
        return found

    def other(self, module: str) -> Scope | None:
        """The top level of another file that was handed in."""
        if module not in self._modules and module in self._others and self._others[module].tree:
            source = self._others[module]
            assert source.tree is not None
            self._modules[module] = self.scope_of(source.tree, None, source)
        return self._modules.get(module)

    # ── meanings ─────────────────────────────────────────────────────────────────────────────────────────────

    def mean(self, node: ast.AST, scope: Scope, depth: int = 0) -> set[Meaning]:
        """What an expression may stand for."""
        if depth > DEEPEST:
            return {UNKNOWN}
        if isinstance(node, ast.Name):
            return self.mean_name(node.id, scope, depth)
        if (node, scope) not in self._meanings:  # each is looked at once, however often names are tangled
            self._meanings[node, scope] = {UNKNOWN}
            self._meanings[node, scope] = self._mean(node, scope, depth)
        return self._meanings[node, scope]

    def _mean(self, node: ast.AST, scope: Scope, depth: int) -> set[Meaning]:
        if isinstance(node, ast.Attribute):
            return self._attribute(node.value, node.attr, scope, depth)
        if isinstance(node, ast.Call):
            return self._call(node, scope, depth)
        if isinstance(node, ast.Subscript):
            return {m for item in self.items(node, scope, depth) for m in self.mean(item, scope, depth + 1)} or {
                UNKNOWN
            }
        if isinstance(node, ast.Lambda):
            return {Own(node, scope)}
        parts: list[ast.expr] = []
        if isinstance(node, ast.IfExp):
            parts = [node.body, node.orelse]
        elif isinstance(node, ast.BoolOp):
            parts = node.values
        elif isinstance(node, (ast.NamedExpr, ast.Starred)):
            parts = [node.value]
        return {meaning for part in parts for meaning in self.mean(part, scope, depth + 1)} or {UNKNOWN}

    def mean_name(self, name: str, scope: Scope, depth: int = 0) -> set[Meaning]:
        """What a name may stand for where it stands."""
        owner = scope.find(name) or scope
        if (name, owner) not in self._named:
            self._named[name, owner] = {UNKNOWN}
            self._named[name, owner] = self._mean_bound(name, owner, depth)
        return self._named[name, owner]

    def _mean_bound(self, name: str, owner: Scope, depth: int) -> set[Meaning]:
        if name not in owner.bindings:
            starred = {meaning for star in owner.all_stars() for meaning in self._imported(f"{star}.{name}")}
            return {*starred, Path(f"builtins.{name}")}
        found: set[Meaning] = set()
        for how, what, where in owner.bindings[name]:
            if isinstance(what, str):
                found |= self._imported(what)
            elif how == "own" or how == "self":
                found.add(Own(what, where))
            elif how == "expr":
                found |= self.mean(what, where, depth + 1)
            elif how == "part":
                found |= {m for item in contents(what) for m in self.mean(item, where, depth + 1)} or {UNKNOWN}
        return found or {UNKNOWN}

    def _imported(self, dotted: str) -> set[Meaning]:
        module, _, name = dotted.rpartition(".")
        if (scope := self.other(module)) is not None:
            return self.mean_name(name, scope, 1)
        return {Path(dotted)}

    def _attribute(self, value: ast.AST, name: str, scope: Scope, depth: int) -> set[Meaning]:
        found: set[Meaning] = set()
        for base in self.mean(value, scope, depth + 1):
            if isinstance(base, Path):
                if (other := self.other(base.dotted)) is not None:
                    found |= self.mean_name(name, other, depth + 1)
                else:
                    found.add(Path(f"{base.dotted}.{name}"))
            elif isinstance(base.node, ast.ClassDef):
                found |= self._member(base, name, depth)
            else:
                found.add(Path("own." + name))
        return found

    def _member(self, base: Own, name: str, depth: int) -> set[Meaning]:
        """An attribute of a class of the student's, or of an instance: its own, or inherited from who knows where."""
        assert isinstance(base.node, ast.ClassDef)
        inner = self.scope_of(base.node, base.scope, base.scope.source)
        if name in inner.bindings:
            return self.mean_name(name, inner, depth + 1)
        if name in attributes_set(base.node):
            return {Path("own." + name)}
        found: set[Meaning] = set()
        for parent in base.node.bases:
            for meaning in self.mean(parent, base.scope, depth + 1):
                if (
                    isinstance(meaning, Own)
                    and isinstance(meaning.node, ast.ClassDef)
                    and meaning.node is not base.node
                ):
                    found |= self._member(meaning, name, depth + 1) if depth < DEEPEST else {UNKNOWN}
        return found or {Path("?." + name)}

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> set[Meaning]:
        found: set[Meaning] = set()
        for target in self.mean(node.func, scope, depth + 1):
            if isinstance(target, Own):
                found.add(target if isinstance(target.node, ast.ClassDef) else UNKNOWN)
                continue
            last = target.dotted.rpartition(".")[2]
            texts = [self.text(argument, scope) for argument in node.args]
            if last == "getattr" and len(texts) > 1 and texts[1]:
                found |= self._attribute(node.args[0], texts[1], scope, depth)
            elif last in ("import_module", "__import__") and texts and texts[0]:
                found.add(Path(texts[0]))
            elif last in ("methodcaller", "attrgetter") and texts and texts[0]:
                found.add(Path("?." + texts[0]))
            elif last in ("partial", "partialmethod") and node.args:
                found |= self.mean(node.args[0], scope, depth + 1)
            else:
                found.add(UNKNOWN)
        return found

    def items(self, node: ast.Subscript, scope: Scope, depth: int = 0) -> list[ast.expr]:
        """What a subscript of a literal container may give: the item under a constant key, else all items."""
        container: ast.AST = node.value
        where: Scope = scope
        while isinstance(container, ast.Name) and depth < DEEPEST:
            owner = where.find(container.id)
            known = owner.bindings[container.id] if owner else []
            if len(known) != 1 or known[0][0] != "expr" or isinstance(known[0][1], str):
                return []
            _, container, where = known[0]  # type: ignore[assignment]
            depth += 1
        if isinstance(container, ast.Dict) and isinstance(node.slice, ast.Constant):
            keyed = [
                value
                for key, value in zip(container.keys, container.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == node.slice.value
            ]
            return keyed or list(container.values)
        return contents(container)

    def text(self, node: ast.AST, scope: Scope, depth: int = 0) -> str | None:
        """A string that is known from reading alone: constants, put together in simple ways."""
        if depth > DEEPEST:
            return None
        if (node, scope) not in self._texts:
            self._texts[node, scope] = None
            self._texts[node, scope] = self._text(node, scope, depth)
        return self._texts[node, scope]

    def _text(self, node: ast.AST, scope: Scope, depth: int) -> str | None:
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _joined([self.text(node.left, scope, depth + 1), self.text(node.right, scope, depth + 1)])
        if isinstance(node, ast.JoinedStr):
            return _joined([self.text(part, scope, depth + 1) for part in node.values])
        if isinstance(node, ast.FormattedValue):
            return self.text(node.value, scope, depth + 1)
        if isinstance(node, ast.Name):
            owner = scope.find(node.id)
            known = owner.bindings[node.id] if owner else []
            if len(known) == 1 and known[0][0] == "expr" and not isinstance(known[0][1], str):
                return self.text(known[0][1], known[0][2], depth + 1)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "join"
            and node.args
        ):
            between = self.text(node.func.value, scope, depth + 1)
            parts = [self.text(part, scope, depth + 1) for part in contents(node.args[0])]
            if between is not None and parts and all(part is not None for part in parts):
                return _joined([between.join(part or "" for part in parts)])
        return None


def contents(node: ast.AST) -> list[ast.expr]:
    """The items of a literal container, those of containers inside it included."""
    if isinstance(node, ast.Dict):
        inside = list(node.values)
    elif isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        inside = list(node.elts)
    else:
        return []
    return [item for part in inside for item in (contents(part) or [part])]


def attributes_set(node: ast.ClassDef) -> set[str]:
    """The attributes that a class's methods set on `self`."""
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)}


def local_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes inside a scope's own node that belong to it, not to a function or class inside it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(node))
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, (*DEFINITIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(part)


def _outwards(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


def _joined(parts: list[str | None]) -> str | None:
    whole = "".join(part or "" for part in parts)
    return None if any(part is None for part in parts) or len(whole) > LONGEST else whole


def _fill(scope: Scope) -> None:
    """Note what each name of a scope is bound to."""
    node = scope.node
    globally = {name for part in scope.nodes if isinstance(part, ast.Global) for name in part.names}
    nonlocally = {name for part in scope.nodes if isinstance(part, ast.Nonlocal) for name in part.names}
    if isinstance(node, FUNCTIONS):
        _fill_parameters(scope, node.args)
    for part in scope.nodes:
        if isinstance(part, DEFINITIONS):
            scope.bind(part.name, "own", part)
        elif isinstance(part, ast.Import):
            for alias in part.names:
                scope.bind(
                    alias.asname or alias.name.split(".")[0],
                    "path",
                    alias.name if alias.asname else alias.name.split(".")[0],
                )
        elif isinstance(part, ast.ImportFrom):
            for alias in part.names:
                if alias.name == "*":
                    scope.stars.append(part.module or "")
                else:
                    scope.bind(alias.asname or alias.name, "path", f"{part.module or ''}.{alias.name}")
        elif isinstance(part, ast.Assign):
            for target in part.targets:
                _bind_target(scope, target, part.value)
        elif isinstance(part, (ast.AnnAssign, ast.NamedExpr)) and part.value is not None:
            _bind_target(scope, part.target, part.value)
        elif isinstance(part, (ast.For, ast.AsyncFor, ast.comprehension)):
            for inner in ast.walk(part.target):
                if isinstance(inner, ast.Name):
                    scope.bind(inner.id, "part", part.iter)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id not in scope.bindings:
            scope.bind(part.id, "unknown", part)
    for name in globally | nonlocally:
        bound = scope.bindings.pop(name, [])
        owner = next((outer for outer in _outwards(scope.parent) if _owns(outer, name, name in globally)), None)
        if owner is not None and bound:
            owner.bindings.setdefault(name, []).extend(bound)


def _owns(scope: Scope, name: str, globally: bool) -> bool:
    """Whether a name that is bound from inside a function is this outer scope's."""
    return (
        isinstance(scope.node, ast.Module) if globally else isinstance(scope.node, FUNCTIONS) and name in scope.bindings
    )


def _fill_parameters(scope: Scope, args: ast.arguments) -> None:
    outer = scope.parent or scope
    positional = [*args.posonlyargs, *args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    for argument, default in [
        *zip(positional, defaults, strict=True),
        *zip(args.kwonlyargs, args.kw_defaults, strict=True),
    ]:
        scope.bind(argument.arg, "unknown", argument)
        if default is not None:
            scope.bind(argument.arg, "expr", default, outer)
    for extra in (args.vararg, args.kwarg):
        if extra is not None:
            scope.bind(extra.arg, "unknown", extra)
    owner = scope.own_class()
    if owner is not None and positional and owner.parent is not None:
        scope.bindings[positional[0].arg] = [("self", owner.node, owner.parent)]


def _bind_target(scope: Scope, target: ast.expr, value: ast.expr) -> None:
    if isinstance(target, ast.Name):
        scope.bind(target.id, "expr", value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        for place, part in enumerate(target.elts):
            if same:
                _bind_target(scope, part, value.elts[place])  # type: ignore[attr-defined]
            else:
                for name in ast.walk(part):
                    if isinstance(name, ast.Name):
                        scope.bind(name.id, "part", value)
