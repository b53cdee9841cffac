"""Whether an exercise is still the stub that a student was given."""

import ast

from grader.forbidden.source import ParsedSource

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def is_stub(source: ParsedSource, name: str) -> bool:
    """Whether the last thing that the file binds to `name` does nothing but raise `NotImplementedError`.

    A class is a stub as long as one of its methods is.
    """
    bindings = source.names.top.get(name)
    if not bindings:
        return False
    node = bindings[-1].value
    if isinstance(node, ast.ClassDef):
        return any(isinstance(part, Function) and _only_raises(part) for part in node.body)
    return isinstance(node, Function) and _only_raises(node)


def stub_at(tree: ast.Module, line: int) -> str:
    """The name of the function or class at the top of the file whose stub raises in this line; "" where none does.

    A stub may have lines of the student's own above its last one. A function that also returns something has been
    attempted, and so has one that raises for some inputs.
    """
    for part in tree.body:
        for function in part.body if isinstance(part, ast.ClassDef) else [part]:
            if isinstance(function, Function) and function.lineno <= line <= (function.end_lineno or 0):
                return part.name if isinstance(part, Named) and _ends_in_the_raise(function) else ""
    return ""


def _ends_in_the_raise(function: Function) -> bool:
    last = function.body[-1]
    return _is_the_raise(last) and not any(isinstance(node, ast.Return) for node in ast.walk(function))


def _only_raises(function: Function) -> bool:
    *before, last = function.body
    return all(map(_does_nothing, before)) and _is_the_raise(last)


def _is_the_raise(statement: ast.stmt) -> bool:
    match statement:
        case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name)), cause=None):
            return name == "NotImplementedError"
    return False


def _does_nothing(statement: ast.stmt) -> bool:
    """A docstring, an import or a print: what a student may have tried before beginning."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str()) | ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.Import() | ast.ImportFrom():
            return True
    return False
