"""Variants of the reference: one exercise in it replaced by an implementation from a file of marked ones.

Such a file (misconceptions, wheat) is read as a syntax tree and never imported here; each marked function or class
goes behind the reference's own source, and takes the exercise's name there.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SuiteError

MARKS = ("misconception", "wheat")
KIT = "grader"


@dataclass(frozen=True)
class Variant:
    """One replaced exercise. `source` is a whole section's file; `hint` is empty for right ones."""

    section: str
    of: str
    name: str
    hint: str
    source: str
    place: str


def read_variants(file: Path, reference: str) -> list[Variant]:
    """The variants in a file, named after its section; none when the file is not there. Raises `SuiteError`."""
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text, str(file))
    except SyntaxError as wrong:
        raise SuiteError("variants_unreadable", file=file.name, line=wrong.lineno, problem=wrong.msg) from None
    imports = "\n".join(_segment(text, part) for part in tree.body if _is_import(part))
    return [
        _variant(file, text, part, told, f"{reference}\n\n{imports}\n")
        for part in tree.body
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)) and (told := _told(part)) is not None
    ]


def _variant(
    file: Path, text: str, part: ast.FunctionDef | ast.ClassDef, told: dict[str, object], before: str
) -> Variant:
    where = f"{file.name}:{part.lineno}"
    of, hint = told.get("of"), told.get("hint", "")
    if not isinstance(of, str) or not isinstance(hint, str):
        raise SuiteError("variant_unclear", place=where)
    decorators = [mark for mark in part.decorator_list if not _is_mark(mark)]
    first = min([part.lineno, *(mark.lineno for mark in decorators)])
    own = "".join(f"@{ast.unparse(mark)}\n" for mark in decorators) if first != part.lineno else ""
    body = "\n".join(text.splitlines()[part.lineno - 1 : part.end_lineno])
    call = "()" if told.get("value") is True else ""
    return Variant(file.stem, of, part.name, hint, f"{before}\n\n{own}{body}\n\n\n{of} = {part.name}{call}\n", where)


def _told(part: ast.FunctionDef | ast.ClassDef) -> dict[str, object] | None:
    for mark in part.decorator_list:
        if _is_mark(mark) and isinstance(mark, ast.Call):
            return {word.arg or "": _constant(word.value) for word in mark.keywords}
    return None


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _is_mark(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id in MARKS


def _is_import(part: ast.stmt) -> bool:
    if isinstance(part, ast.ImportFrom):
        return (part.module or "").split(".")[0] != KIT
    return isinstance(part, ast.Import)


def _segment(text: str, part: ast.stmt) -> str:
    return ast.get_source_segment(text, part) or ""
