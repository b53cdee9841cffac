"""The pass over a syntax tree that finds every scope, every binding and every value that is put somewhere."""

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from grader.suite.reading.forms import is_main_guard, last_of, root_of
from grader.suite.reading.names import DYNAMIC, STAR, Names, Scope, Store
from grader.suite.reading.notes import Notes, When

CHANGERS = frozenset({"add", "add_module", "append", "appendleft", "extend", "extendleft", "insert", "push", "put"})
CHANGERS |= {"put_nowait", "register", "register_forward_hook", "register_forward_pre_hook", "register_module", "send"}
CHANGERS |= {"set", "setdefault", "update", "__iadd__", "__ior__", "__setitem__"}
"""Methods that put a value into the thing that they are called on."""

LONGEST_NAME = 40

SETTERS = frozenset({"setattr", "__setattr__"})
"""Functions that put their third argument into the attribute that the second names of the first."""


RENAMERS = DYNAMIC | SETTERS
"""Names by which a file can change its own `__name__` unseen."""


Task = tuple[ast.AST, Scope, When]


def read_names(tree: ast.Module) -> Names:
    """The scopes of a file."""
    names = Names(tree)
    names.is_main = _may_be_main(tree)
    _Binder(names).run(tree)
    return names


class _Binder(Notes):
    """Fills the names of one file; a method a kind of node says what it binds and which children are to be read."""

    def run(self, tree: ast.Module) -> None:
        """Read the whole tree, with a stack of its own: no tree is too deep for it."""
        tasks: list[Task] = [(tree, self.names.module, When())]
        while tasks:
            task = tasks.pop()
            node, scope, _ = task
            self.names.scope_of[node] = scope
            read = READERS.get(type(node))
            tasks.extend(reversed(list(read(self, *task) if read else _children(*task))))
        self.settle()

    def _function(self, node: Any, scope: Scope, when: When) -> Iterator[Task]:
        if not isinstance(node, ast.Lambda):
            self.bind(node.name, "definition", scope, node, None, when)
        inner = self.names.inner[node] = Scope(node, scope, "function")
        args = node.args
        plain = [*args.posonlyargs, *args.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults)) + args.defaults
        for arg, default in [*zip(plain, defaults, strict=True), *zip(args.kwonlyargs, args.kw_defaults, strict=True)]:
            self.bind(arg.arg, "parameter", inner, arg, default)
        for rest in filter(None, (args.vararg, args.kwarg)):
            self.bind(rest.arg, "unknown", inner, rest)
        yield args, scope, when
        outside = [*getattr(node, "decorator_list", []), getattr(node, "returns", None)]
        yield from ((child, scope, when) for child in outside if child)
        body = node.body if isinstance(node.body, list) else [node.body]
        yield from ((child, inner, When()) for child in body)

    def _class(self, node: ast.ClassDef, scope: Scope, when: When) -> Iterator[Task]:
        self.bind(node.name, "definition", scope, node, None, when)
        inner = self.names.inner[node] = Scope(node, scope, "class")
        yield from ((child, scope, when) for child in [*node.decorator_list, *node.bases, *node.keywords])
        yield from ((child, inner, When()) for child in node.body)

    def _comprehension(self, node: Any, scope: Scope, when: When) -> Iterator[Task]:
        inner = self.names.inner[node] = Scope(node, scope, "comprehension")
        for place, part in enumerate(node.generators):
            self.names.scope_of[part] = inner
            self.target(part.target, part.iter, "item", part.target, inner, When())
            yield part.iter, scope if place == 0 else inner, when
            yield from ((child, inner, when) for child in [part.target, *part.ifs])
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        yield from ((child, inner, when) for child in results)

    def _assign(self, node: ast.Assign, scope: Scope, when: When) -> Iterable[Task]:
        for target in node.targets:
            self.target(target, node.value, "value", node, scope, when)
        return _children(node, scope, when)

    def _annotated(self, node: ast.AnnAssign, scope: Scope, when: When) -> Iterable[Task]:
        if node.value:
            self.target(node.target, node.value, "value", node, scope, when)
        elif isinstance(node.target, ast.Name) and scope.kind == "class":
            self.bind(node.target.id, "unknown", scope, node, None, when)
        return _children(node, scope, when)

    def _augmented(self, node: ast.AugAssign, scope: Scope, when: When) -> Iterable[Task]:
        self.target(node.target, node.value, "part", node, scope, when._replace(certain=False))
        if isinstance(node.target, ast.Name):
            self.change(Store(node.target, node.value, node))
        return _children(node, scope, when)

    def _walrus(self, node: ast.NamedExpr, scope: Scope, when: When) -> Iterable[Task]:
        owner = scope
        while owner.kind == "comprehension" and owner.parent:
            owner = owner.parent
        self.target(node.target, node.value, "value", node, owner, when._replace(certain=False))
        return _children(node, scope, when)

    def _for(self, node: ast.For | ast.AsyncFor, scope: Scope, when: When) -> Iterator[Task]:
        again = When(False, when.loop or (node.lineno, node.col_offset))
        self.target(node.target, node.iter, "item", node, scope, again)
        yield node.iter, scope, when
        yield from ((child, scope, again) for child in [node.target, *node.body, *node.orelse])

    def _while(self, node: ast.While, scope: Scope, when: When) -> Iterable[Task]:
        return _children(node, scope, When(False, when.loop or (node.lineno, node.col_offset)))

    def _branch(self, node: ast.AST, scope: Scope, when: When) -> Iterable[Task]:
        if isinstance(node, ast.If) and is_main_guard(node) and not self.names.is_main:
            return [(child, scope, when._replace(certain=False)) for child in node.orelse]
        return _children(node, scope, when._replace(certain=False))

    def _handler(self, node: ast.ExceptHandler, scope: Scope, when: When) -> Iterable[Task]:
        if node.name:
            self.bind(node.name, "unknown", scope, node, None, when)
        return _children(node, scope, when)

    def _with(self, node: ast.With | ast.AsyncWith, scope: Scope, when: When) -> Iterable[Task]:
        for item in node.items:
            if item.optional_vars:
                self.target(item.optional_vars, item.context_expr, "entered", item.optional_vars, scope, when)
        return _children(node, scope, when)

    def _match(self, node: ast.Match, scope: Scope, when: When) -> Iterable[Task]:
        maybe = when._replace(certain=False)
        for case in node.cases:
            wholes = _wholes(case.pattern)
            for part in ast.walk(case.pattern):
                name = getattr(part, "rest" if isinstance(part, ast.MatchMapping) else "name", None)
                for attribute in getattr(part, "kwd_attrs", []):
                    self.words(attribute, part)
                if name:
                    self.bind(name, "value" if part in wholes else "part", scope, part, node.subject, maybe)
        return _children(node, scope, maybe)

    def _import(self, node: ast.Import, scope: Scope, when: When) -> Iterable[Task]:
        for alias in node.names:
            self.words(alias.name, node)
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            self.bind(alias.asname or path, "import", scope, node, None, when, path)
        return ()

    def _import_from(self, node: ast.ImportFrom, scope: Scope, when: When) -> Iterable[Task]:
        for alias in node.names:
            self.words(f"{node.module or ''}.{alias.name}", node)
            if alias.name == STAR:
                self.bind(STAR, "import", scope, node, None, when._replace(certain=False), node.module or "")
            else:
                path = ".".join(filter(None, [node.module, alias.name]))
                self.bind(alias.asname or alias.name, "import", scope, node, None, when, path)
        return ()

    def _global(self, node: ast.Global, scope: Scope, when: When) -> Iterable[Task]:
        scope.globals.update(node.names)
        return ()

    def _nonlocal(self, node: ast.Nonlocal, scope: Scope, when: When) -> Iterable[Task]:
        scope.nonlocals.update(node.names)
        return ()

    def _return(self, node: ast.Return, scope: Scope, when: When) -> Iterable[Task]:
        if node.value:
            self.names.returns.setdefault(scope.node, []).append(node.value)
        return _children(node, scope, when)

    def _yield(self, node: ast.AST, scope: Scope, when: When) -> Iterable[Task]:
        self.names.generators.add(scope.node)
        return _children(node, scope, when)

    def _call(self, node: ast.Call, scope: Scope, when: When) -> Iterable[Task]:
        function = node.func
        self.names.calls[function] = node
        if isinstance(function, ast.Attribute) and function.attr in CHANGERS:
            change = Store(function, node, node)
            self.names.items.append(change)
            self.change(change)
        for handed in [*node.args, *(keyword.value for keyword in node.keywords), getattr(function, "value", None)]:
            if isinstance(root := root_of(handed), ast.Name):
                self.names.handed.setdefault(root.id, []).append((root, node))
        if isinstance(function, ast.Name) and function.id in ("exec", "eval"):
            self.names.calls_of_text.append(node)
            for arg in node.args:
                self.change(Store(arg, node, node))
        elif last_of(function) in SETTERS and len(node.args) == 3:
            target, name, value = node.args
            known = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else None
            self.names.stores.setdefault(known, []).append(
                Store(ast.Attribute(target, known or "", ast.Store()), value, node)
            )
            self.change(Store(target, value, node))
        return _children(node, scope, when)

    def _constant(self, node: ast.Constant, scope: Scope, when: When) -> Iterable[Task]:
        if isinstance(node.value, str) and len(node.value) <= LONGEST_NAME:
            self.names.texts.add(node.value)
        return ()

    def _name(self, node: ast.Name, scope: Scope, when: When) -> Iterable[Task]:
        self.names.words.setdefault(node.id, []).append(node)
        return ()

    def _attribute(self, node: ast.Attribute, scope: Scope, when: When) -> Iterable[Task]:
        self.names.words.setdefault(node.attr, []).append(node)
        return ((node.value, scope, when),)


Reader = Callable[[_Binder, Any, Scope, When], Iterable[Task]]

READERS: dict[type[ast.AST], Reader] = {
    ast.FunctionDef: _Binder._function,
    ast.AsyncFunctionDef: _Binder._function,
    ast.Lambda: _Binder._function,
    ast.ClassDef: _Binder._class,
    ast.ListComp: _Binder._comprehension,
    ast.SetComp: _Binder._comprehension,
    ast.DictComp: _Binder._comprehension,
    ast.GeneratorExp: _Binder._comprehension,
    ast.Assign: _Binder._assign,
    ast.AnnAssign: _Binder._annotated,
    ast.AugAssign: _Binder._augmented,
    ast.NamedExpr: _Binder._walrus,
    ast.For: _Binder._for,
    ast.AsyncFor: _Binder._for,
    ast.While: _Binder._while,
    ast.If: _Binder._branch,
    ast.Try: _Binder._branch,
    getattr(ast, "TryStar", ast.Try): _Binder._branch,
    ast.ExceptHandler: _Binder._handler,
    ast.With: _Binder._with,
    ast.AsyncWith: _Binder._with,
    ast.Match: _Binder._match,
    ast.Import: _Binder._import,
    ast.ImportFrom: _Binder._import_from,
    ast.Global: _Binder._global,
    ast.Nonlocal: _Binder._nonlocal,
    ast.Return: _Binder._return,
    ast.Yield: _Binder._yield,
    ast.YieldFrom: _Binder._yield,
    ast.Await: _Binder._yield,
    ast.Call: _Binder._call,
    ast.Constant: _Binder._constant,
    ast.Name: _Binder._name,
    ast.Attribute: _Binder._attribute,
}


def _may_be_main(tree: ast.Module) -> bool:
    """Whether the file itself may have changed its `__name__`; a graded file is imported, so it is not `__main__`."""
    guards = [node for node in tree.body if is_main_guard(node)]
    todo: list[ast.AST] = [node for node in tree.body if node not in guards] if guards else []
    while todo:
        node = todo.pop()
        words = {getattr(node, "id", ""), getattr(node, "attr", ""), *(getattr(node, "name", None) or "").split(".")}
        if (words & RENAMERS) or ("__name__" in words and not isinstance(getattr(node, "ctx", None), ast.Load)):
            return True
        todo.extend(ast.iter_child_nodes(node))
    return False


def _wholes(pattern: ast.pattern) -> list[ast.pattern]:
    """The parts of a pattern that stand for all that is matched: `x` in `case A() | B() as x`."""
    found = [pattern]
    for part in found:
        found += part.patterns if isinstance(part, ast.MatchOr) else []
        found += [part.pattern] if isinstance(part, ast.MatchAs) and part.pattern else []
    return found


def _children(node: ast.AST, scope: Scope, when: When) -> Iterable[Task]:
    return [(child, scope, when) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context)]
