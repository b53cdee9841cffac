"""What an exercise's code reaches in its file, and in the submission's other files: one visit for each node.

It begins with what the exercise's name is bound to and goes on with what each name in it is bound to, wherever that
stands: helpers, classes, lambdas, aliases, decorators, default values, and what is put into them from outside. What is
named and never used is left out: annotations, imports, the types in `isinstance(x, …)` and `type(x) is …`.
"""

import ast
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from grader.suite.reading.flows import Flows
from grader.suite.reading.forms import defaults, is_named, is_type
from grader.suite.reading.meaning import Meaning
from grader.suite.reading.methods import Held, Methods
from grader.suite.reading.names import STAR, Binding, Store
from grader.suite.reading.places import Places
from grader.suite.reading.source import Source
from grader.suite.reading.tampering import put_into_spaces, put_there
from grader.suite.reading.values import OWN, File, Library, Made, Thing, Value

Role = Literal["", "alias", "base", "callee"]
"""What a node is to its parent: the `f` of `g = f`, the `x` of `x.a`, the `f` of `f(1)`, or something else."""

LEAVES = (ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
"""Nodes in which nothing can be found."""

IS = (ast.Is, ast.IsNot)

PATCHES = (ast.Name, ast.Attribute, ast.Lambda)

HOOKS = frozenset({"__eq__", "__instancecheck__", "__subclasscheck__", "__subclasshook__"})
"""Methods by which a class takes part in a test of types."""

TYPE_TESTS = frozenset({Library("builtins.isinstance"), Library("builtins.issubclass")})


class Visit(NamedTuple):
    """A node that is reached; `early` says that it may run before its file has ended."""

    node: ast.AST
    source: Source
    early: bool
    role: Role = ""
    kept: bool = False
    """Whether it is put somewhere: a parameter in it may then be any argument of any call of its function."""


class Reach:
    """The walk from one exercise; `reached` fills on the way."""

    def __init__(self, meaning: Meaning) -> None:
        self.reached: set[tuple[Source, ast.AST]] = set()
        """What binds, or changes, the module-level names that are used."""
        self.files: set[Source] = set()
        """The other files that are used."""
        self._meaning = meaning
        self._todo: list[Visit] = []
        self._links: list[tuple[str, Source, bool, list[Binding]]] = []
        self._seen: set[tuple[object, ...]] = set()
        self._flows: dict[Source, Flows] = {}
        self._spaces: dict[Source, list[Store]] = {}
        self._places: dict[Source, Places] = {}
        self._methods = Methods(meaning)

    def walk(self, source: Source, name: str) -> Iterator[Visit]:
        """Everything that the file's own `name` reaches."""
        self._links.append((name, source, False, source.names.offered(name)))
        while self._links or self._todo:
            while self._links:
                self._link(*self._links.pop())
            if not self._todo:
                return
            visit = self._todo.pop()
            if self._first_time(visit.node, visit.early, visit.kept):
                yield visit
                self._names_in(visit)
                self._ask(self._methods.asked_by(visit.node, visit.source, visit.early))
                self._todo.extend(reversed(self._children(visit)))

    def _ask(self, asked: Iterable[Held]) -> None:
        self._todo.extend(Visit(node, source, False, kept=kept) for node, source, kept in asked)

    def _first_time(self, *what: object) -> bool:
        self._meaning.step()
        new = what not in self._seen
        self._seen.add(what)
        return new

    # ── from a name to what it is bound to ───────────────────────────────────────────────────────────────────

    def _names_in(self, visit: Visit) -> None:
        node, source, early, *_ = visit
        if isinstance(node, ast.Name):
            early = early or source.names.runs_at_import(node)
            found = self._meaning.bindings(node, source, visit.early)
            self._links.append((node.id, source, early, found))
            if visit.kept:
                values = [*self._flow(source).given_to(node, visit.early)]
                for binding in found:
                    if binding.scope is not source.names.module:
                        values += filter(None, [binding.node if binding.how == "definition" else binding.value])
                self._todo.extend(Visit(value, source, True, kept=True) for value in values)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            bases = self._meaning.of(node.value, source, early)
            for base in bases:
                if isinstance(base, File):
                    self._links.append((node.attr, base.source, early, base.source.names.offered(node.attr)))
            if any(base is Thing.UNKNOWN or isinstance(base, Library) for base in bases):
                self._patches(node.attr, source)

    def _link(self, name: str, source: Source, early: bool, found: list[Binding]) -> None:
        if all(binding.name == STAR for binding in found):
            self._patches(name, source)
        at_the_top = not found or any(binding.scope is source.names.module for binding in found)
        if at_the_top and self._first_time(name, source):
            self._changes(name, source)
            if source not in self._spaces:
                self._spaces[source] = put_into_spaces(source, self._meaning)
            for store in put_there(name, source, self._meaning, self._spaces[source]):
                self._todo.append(Visit(store.value, source, True))
        for binding in found:
            if not self._first_time(name, binding, early):
                continue
            if binding.scope is source.names.module:
                self.reached.add((source, binding.node))
            elsewhere = self._meaning.imported(name, binding)
            if elsewhere:
                file, inner = elsewhere
                self.files.add(file)
                self._links.append((inner, file, early, file.names.offered(inner)))
            target = binding.node if binding.how == "definition" else binding.value
            if target:
                role: Role = "alias" if binding.how == "value" else ""
                self._todo.append(Visit(target, source, early, role, binding.always))

    def _changes(self, name: str, source: Source) -> None:
        """Follow what is put into a module-level thing from outside: `TABLE["a"] = …`, `Model.a = …`."""
        found = source.names.at_the_top(name)
        if found and all(binding.how == "import" for binding in found):
            return
        for statement, value, kept in self._flow(source).into(name):
            if self._first_time(statement, value):
                self.reached.add((source, statement))
                self._todo.append(Visit(value, source, True, kept=kept))

    def _flow(self, source: Source) -> Flows:
        return self._flows.setdefault(source, Flows(source, self._meaning))

    def _patches(self, name: str, source: Source) -> None:
        """Follow what the file puts into a library under that name: `torch.Tensor.a = …`."""
        for store in [*source.names.stores.get(name, []), *source.names.stores.get(None, [])]:
            if self._first_time("patch", store) and isinstance(store.target, ast.Attribute):
                for base in self._patched(store.target.value, source):
                    # `W.data = W.data - …` is no patch of a class: what patches is a name or a lambda.
                    patch = base is Thing.UNKNOWN and source.names.runs_at_import(store.statement)
                    if isinstance(base, Library) or (patch and isinstance(store.value, PATCHES)):
                        self._todo.append(Visit(store.value, source, True, kept=True))

    def _patched(self, target: ast.expr, source: Source) -> Iterator[Value]:
        """What may be patched: for a parameter, what its function is given."""
        yield from self._meaning.of(target, source, True)
        if isinstance(target, ast.Name):
            for given in self._flow(source).given_to(target, True):
                if isinstance(given, ast.expr):
                    yield from self._meaning.of(given, source, True)

    # ── from a node to the parts of it that are used ─────────────────────────────────────────────────────────

    def _children(self, visit: Visit) -> list[Visit]:
        node, source, early, _, kept = visit
        used = [child for child in self._used(visit) if not isinstance(child, LEAVES)]
        match node:
            case ast.Attribute(value=child):
                roles: dict[ast.AST, Role] = {child: "base"}
            case ast.Call(func=child):
                roles = {child: "callee"}
            case ast.Assign(targets=targets, value=child) if all(isinstance(target, ast.Name) for target in targets):
                roles = {child: "alias"}
            case _:
                roles = {}
        return [Visit(child, source, early, roles.get(child, ""), kept) for child in used]

    def _used(self, visit: Visit) -> Iterable[ast.AST]:
        match visit.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
                return [*function.decorator_list, *defaults(function.args), *function.body]
            case ast.ClassDef() as owner:
                held, asked = self._methods.hold(owner, visit.source, visit.early)
                self._ask(asked)
                return [child for child in ast.iter_child_nodes(owner) if child not in held]
            case ast.Lambda() as function:
                return [*defaults(function.args), function.body]
            case ast.AnnAssign(target=target, value=value):
                return [target, value] if value else []
            case ast.Import() | ast.ImportFrom():
                return []
            case ast.Subscript(value=ast.Name() as table, slice=ast.Constant(value=str() as key)):
                picked = self._picked(table, key, visit)
                return [picked] if picked else [table]
            case ast.Compare(left=left, comparators=others, ops=ops) if all(isinstance(op, IS) for op in ops):
                return [part for part in [left, *others] if not is_named(part)]
            case ast.MatchClass() | ast.Compare() | ast.Call() if visit.source.names.defines(HOOKS):
                pass
            case ast.MatchClass(patterns=patterns, kwd_patterns=named):
                return [*patterns, *named]
            case ast.Call(args=[_, types, *_]) as call if is_named(types) and self._tests_types(call, visit):
                return [child for child in ast.iter_child_nodes(call) if child is not types]
            case ast.Compare(left=left, comparators=others) if any(map(is_type, [left, *others])):
                return [part for part in [left, *others] if not is_named(part)]
        return ast.iter_child_nodes(visit.node)

    def _picked(self, table: ast.Name, key: str, visit: Visit) -> ast.expr | None:
        """What stands under a key of a dict that is written out and never changed; None where that cannot be told."""
        source = visit.source
        wholes = self._meaning.of(table, source, visit.early) - OWN
        found = [one.node for one in wholes if isinstance(one, Made) and one.source is source]
        if len(wholes) != 1 or not found or not isinstance(found[0], ast.Dict):
            return None
        whole = found[0]
        if source not in self._places:
            self._places[source] = Places(source)
        texts = [one.value if isinstance(one, ast.Constant) else None for one in whole.keys]
        plain = all(isinstance(text, str) for text in texts) and len(set(texts)) == len(texts)
        if not plain or key not in texts or self._places[source].contents(whole) != []:
            return None
        bindings = self._meaning.bindings(table, source, visit.early)
        self.reached.update((source, one.node) for one in bindings if one.scope is source.names.module)
        return whole.values[texts.index(key)]

    def _tests_types(self, call: ast.Call, visit: Visit) -> bool:
        functions = self._meaning.of(call.func, visit.source, visit.early)
        return bool(functions) and functions <= TYPE_TESTS
