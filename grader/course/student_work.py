"""Whose work a file in `exercises/` holds: stubs may be written over old stubs, and never over a student's code."""

import ast
from collections.abc import Iterator

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python raises for a text that is no Python, or is nested too deep for it."""


def written_by_student(text: str, stub: str) -> str:
    """The name of what a student has written in a file, "" where all of it is a stub, if an old one.

    Docstrings and comments say nothing of this: authors change them. Everything else must stand in the new stub too, or
    be a function that only raises NotImplementedError.
    """
    try:
        known = _definitions(ast.parse(stub))
        for name, part in _definitions(ast.parse(text)).items():
            if not _is_stub(part) and (name not in known or _code(part) != _code(known[name])):
                return name
    except UNREADABLE:
        return "…"  # nobody but a student leaves a file like that
    return ""


def missing_from(text: str, stub: str) -> list[str]:
    """What a stub defines at its top and a student's file does not; nothing where the file cannot be read."""
    try:
        there, new = _definitions(ast.parse(text)), _definitions(ast.parse(stub))
    except UNREADABLE:
        return []
    return [name for name in new if "." not in name and name not in there]


def _definitions(tree: ast.AST, prefix: str = "") -> dict[str, Definition]:
    """What a file defines, by its name; the methods of its classes by theirs."""
    return dict(_named(tree, prefix))


def _named(tree: ast.AST, prefix: str) -> Iterator[tuple[str, Definition]]:
    for part in getattr(tree, "body", ()):
        match part:
            case ast.ClassDef(name=name):
                yield prefix + name, part
                yield from _named(part, f"{prefix}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield prefix + name, part
            case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield prefix + name, part


def _is_stub(part: Definition) -> bool:
    return isinstance(part, FUNCTIONS) and [type(one) for one in _statements(part)] == [ast.Raise]


def _code(part: Definition) -> str:
    """A definition as text that is the same for the same code. A class's members are compared by themselves."""
    if isinstance(part, ast.ClassDef):
        return ""
    if isinstance(part, FUNCTIONS):
        return "\n".join(map(ast.dump, _statements(part)))
    return ast.dump(part.value) if part.value else ""


def _statements(part: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    """The body without its docstring."""
    return part.body[1:] if ast.get_docstring(part) is not None else part.body
