"""A text becomes a syntax tree, or a problem; what is still a stub; what a function uses of its own file."""

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

READABLE = 2**17
"""Characters of a file that is read, and half of those of a submission; nobody writes more by hand.

A tree takes up to six hundred times the memory of its text: without a bound a submission could take all there is.
"""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Problem:
    """Why a text is no Python, and where."""

    line: int
    text: str


class Source:
    """A student's file. `tree` is None where the text cannot be parsed; then `problem` says why."""

    def __init__(self, text: str, name: str, most: int = READABLE) -> None:
        self.text = text
        self.name = name
        self.tree: ast.Module | None = None
        self.problem: Problem | None = None
        try:
            if len(text) > min(most, READABLE):
                raise ValueError
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Python has to say of their style is not for this screen
                self.tree = ast.parse(text)
        except SyntaxError as wrong:
            self.problem = Problem(wrong.lineno or 0, str(wrong.msg))
        except (ValueError, RecursionError, MemoryError) as wrong:
            self.problem = Problem(0, f"too long, too deeply nested, or not text ({type(wrong).__name__})")
        self.lines = text.splitlines()

    def statements(self) -> Iterator[ast.stmt]:
        """The statements of the module's top level, those inside `if`, `try`, `with` and loops included, in order."""
        waiting: list[ast.stmt] = list(reversed(self.tree.body)) if self.tree else []
        while waiting:
            statement = waiting.pop()
            yield statement
            if not isinstance(statement, DEFINITIONS):
                inner = [part for part in _blocks(statement) if isinstance(part, ast.stmt)]
                waiting += reversed(inner)

    def definition(self, name: str) -> ast.stmt | None:
        """The statement of the top level that binds `name` last."""
        found = None
        for statement in self.statements():
            if name in bound_by(statement):
                found = statement
        return found


def read_sources(files: Iterable[tuple[str, str, str]]) -> dict[str, Source]:
    """The files of a submission, each given as module, name and text, by module."""
    left = 2 * READABLE
    found: dict[str, Source] = {}
    for module, name, text in files:
        found[module] = Source(text, name, left)
        left -= len(text) if found[module].tree else 0
    return found


def _blocks(statement: ast.stmt) -> Iterator[ast.AST]:
    for field in ("body", "orelse", "finalbody"):
        yield from getattr(statement, field, [])
    for handler in getattr(statement, "handlers", []):
        yield from handler.body


def bound_by(statement: ast.stmt) -> set[str]:
    """The names that a statement binds by itself, not by the blocks inside it."""
    if isinstance(statement, DEFINITIONS):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in statement.names}
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor)):
        targets = [statement.target]
    elif isinstance(statement, (ast.With, ast.AsyncWith)):
        targets = [item.optional_vars for item in statement.items if item.optional_vars]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def is_stub(source: Source, name: str) -> bool:
    """Whether `name` is still as it was handed out: a function, or a method of the class, that only raises."""
    definition = source.definition(name)
    if isinstance(definition, ast.ClassDef):
        return any(_only_raises(part) for part in definition.body)
    return definition is not None and _only_raises(definition)


def _only_raises(part: ast.stmt) -> bool:
    if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    body = [statement for statement in part.body if not _does_nothing(statement)]
    return bool(body) and _raises_not_implemented(body[0])


def _does_nothing(statement: ast.stmt) -> bool:
    """A docstring, an import, a print: they may stand above the stub's own line."""
    if isinstance(statement, (ast.Import, ast.ImportFrom, ast.Pass)):
        return True
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    prints = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"
    return isinstance(value, ast.Constant) or prints


def _raises_not_implemented(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise):
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def with_helpers(source: Source, name: str) -> str:
    """The source of `name` with that of everything of the file that it uses, in the file's order."""
    needed, waiting = set(), [name]
    while waiting:
        statement = source.definition(waiting.pop())
        if statement is not None and statement not in needed:
            needed.add(statement)
            waiting += [node.id for node in ast.walk(statement) if isinstance(node, ast.Name)]
    ordered = sorted(needed, key=first_line)
    return "\n\n".join("\n".join(source.lines[first_line(part) - 1 : part.end_lineno]) for part in ordered)


def first_line(statement: ast.stmt) -> int:
    """Where a statement begins, its decorators included."""
    decorators = statement.decorator_list if isinstance(statement, DEFINITIONS) else []
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])
