"""Whether an exercise is still the stub that a student was given."""

import ast

from grader.forbidden.source import ParsedSource

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_stub(source: ParsedSource, name: str) -> bool:
    """Whether the last thing that the file binds to `name` does nothing but raise `NotImplementedError`.

    A class is a stub as long as one of its methods is.
    """
    bindings = [one for one in source.names.top.get(name, ()) if not one.scopes]
    if not bindings:
        return False
    node = bindings[-1].value
    if isinstance(node, ast.ClassDef):
        return any(isinstance(part, Function) and _only_raises(part) for part in node.body)
    return isinstance(node, Function) and _only_raises(node)


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
