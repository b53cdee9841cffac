"""Variants of the reference: one exercise in it replaced by what a table of the course says, right or wrong.

A table (misconceptions, wheat) is read as a syntax tree and never imported here. Each variant goes behind the
reference and takes the exercise's name there. It is one of three things: a marked function or class, a change of the
reference's own lines, or a generic mistake. Hints may be constants of the table, or of `hints.py` beside it.
"""

import ast
import functools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.course import generic_mistakes
from grader.course.edits import Change, WrongChange, changed, find_definition, name_of
from grader.course.generic_mistakes import MISTAKES, with_mistake
from grader.errors import SuiteError
from grader.texts import Message

MARKS = ("misconception", "wheat")
KIT = "grader"
HINTS = "hints"
"""The module whose constants the tables of a folder share."""


@dataclass(frozen=True)
class Variant:
    """One replaced exercise. `source` is a whole section's file; `hint` is empty for right ones."""

    section: str
    of: str
    name: str
    hint: str
    source: str
    place: str


def read_variants(table: Path, reference: str) -> list[Variant]:
    """The variants in a table, named after its section; none when the file is not there. Raises `SuiteError`."""
    if not table.is_file():
        return []
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for variant in _Table(table, reference).variants():
        key = (variant.of, variant.name)
        counts[key] += 1
        found.append(replace(variant, name=f"{variant.name} #{counts[key]}") if counts[key] > 1 else variant)
    return found


def sources_of(table: Path) -> list[Path]:
    """The files that a table is read from."""
    return [path for path in (table, table.with_name(f"{HINTS}.py")) if path.is_file()]


class _Table:
    """One file, read against the reference that it is about."""

    def __init__(self, file: Path, reference: str) -> None:
        self._file = file
        self._reference = reference
        self._definition = functools.cache(functools.partial(find_definition, reference))
        self._lines, self._tree = _parse(file)
        self._constants = dict(_imported(self._tree))
        self._constants |= {name: text for path in reversed(sources_of(file)) for name, text in _constants(path)}
        self._imports = "".join(f"{ast.unparse(part)}\n" for part in self._tree.body if _is_import(part))

    def variants(self) -> Iterator[Variant]:
        """All variants, in the order of the file. What is none is an error: misspelt, it would go unnoticed."""
        for part in self._tree.body:
            if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
                marks = [mark for mark in part.decorator_list if _called(mark) in MARKS]
                if not marks:
                    raise self._wrong(part, "variant_no_mark", name=part.name)
                for mark in marks:
                    yield from self._read(self._marked, part, mark)
            elif isinstance(part, ast.Expr) and not isinstance(part.value, ast.Constant):
                name = _called(part.value)
                if name not in self._forms:
                    raise self._wrong(part, "variant_no_form", code=ast.unparse(part), known=", ".join(self._forms))
                yield from self._read(self._forms[name], part.value, part.value)

    @property
    def _forms(self) -> dict[str, Callable[..., Iterator[Variant]]]:
        """The statements that a table may hold, by the names of the functions that they seem to call."""
        return {
            "misconception": self._misconception,
            "misconceptions": self._misconceptions,
            "generic_mistakes": self._generic_mistakes,
            "wheat": self._wheat,
        }

    def _read(self, form: Callable[..., Iterator[Variant]], part: ast.AST, call: ast.expr) -> Iterator[Variant]:
        """A form's variants, its parameters being the arguments of the call as they are written."""
        assert isinstance(call, ast.Call)
        try:
            return form(part, *call.args, **{word.arg or "": word.value for word in call.keywords})
        except TypeError as wrong:
            raise self._wrong(call, "variant_arguments", problem=str(wrong).rpartition("()")[2].strip()) from None

    def _marked(
        self,
        part: ast.FunctionDef | ast.ClassDef,
        *,
        of: ast.expr,
        hint: ast.expr | None = None,
        value: ast.expr | None = None,
    ) -> Iterator[Variant]:
        name = self._text(of)
        decorators = [f"@{ast.unparse(mark)}\n" for mark in part.decorator_list if _called(mark) not in MARKS]
        body = "\n".join(self._lines[part.lineno - 1 : part.end_lineno])
        call = "()" if value is not None and self._value(value) is True else ""
        source = f"{''.join(decorators)}{body}\n\n\n{name} = {part.name}{call}"
        yield self._variant(part, name, part.name, self._text(hint) if hint else "", source)

    def _misconception(self, call: ast.expr, *, of: ast.expr, hint: ast.expr, change: ast.expr) -> Iterator[Variant]:
        yield self._changed(change, self._text(of), self._text(hint))

    def _misconceptions(self, call: ast.expr, of: ast.expr, changes: ast.expr) -> Iterator[Variant]:
        if not isinstance(changes, ast.Dict):
            raise self._wrong(changes, "variant_no_dict")
        for hint, some in zip(changes.keys, changes.values, strict=True):
            for change in self._list(some):
                yield self._changed(change, self._text(of), self._text(hint or some))

    def _wheat(self, call: ast.expr, of: ast.expr, changes: ast.expr) -> Iterator[Variant]:
        for change in self._list(changes):
            yield self._changed(change, self._text(of), "")

    def _generic_mistakes(
        self, call: ast.expr, *names: ast.expr, of: ast.expr, hint: ast.expr | None = None
    ) -> Iterator[Variant]:
        tree = ast.parse(self._reference)
        parts = {one.name: one for one in tree.body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
        for exercise in self._text(of).split():
            for node in names:
                mistake = MISTAKES.get(self._text(node))
                if mistake is None or exercise not in parts:
                    if mistake:
                        raise self._wrong(node, "variant_no_exercise", name=exercise, known=", ".join(sorted(parts)))
                    raise self._wrong(
                        node, "variant_no_mistake", name=self._text(node), known=", ".join(sorted(MISTAKES))
                    )
                source = with_mistake(parts[exercise], mistake)
                if source is None:
                    raise self._wrong(node, "change_no_difference", name=exercise)
                told = self._text(hint) if hint else mistake.hint
                yield self._variant(node, exercise, f"{exercise}: {self._text(node)}", told, source)

    def _changed(self, node: ast.expr, of: str, hint: str) -> Variant:
        definition = self._definition(of)
        if definition is None:
            raise self._wrong(node, "variant_not_in_reference", name=of)
        change = self._change(node)
        try:
            return self._variant(node, of, f"{of}: {name_of(change)}", hint, changed(definition, change))
        except WrongChange as wrong:
            raise self._error(node, wrong.message) from None

    def _variant(self, node: ast.expr | ast.stmt, of: str, name: str, hint: str, source: str) -> Variant:
        whole = f"{self._reference}\n\n{self._imports}\n\n{source}\n"
        return Variant(self._file.stem, of, name, hint, whole, f"{_place(self._file)}:{node.lineno}")

    def _change(self, node: ast.expr) -> Change:
        value = self._value(node)
        if isinstance(value, str):
            return value
        pairs = [value] if isinstance(value, tuple) else value
        if not isinstance(pairs, list) or not all(_is_pair(one) for one in pairs):
            raise self._wrong(node, "variant_no_change")
        return pairs

    def _text(self, node: ast.expr) -> str:
        value = self._value(node)
        if not isinstance(value, str):
            raise self._wrong(node, "variant_no_text")
        return value

    def _list(self, node: ast.expr) -> list[ast.expr]:
        if not isinstance(node, ast.List):
            raise self._wrong(node, "variant_no_list")
        return node.elts

    def _value(self, node: ast.expr) -> Any:
        """What an expression of plain texts and named ones says."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and node.id in self._constants:
            return self._constants[node.id]
        if isinstance(node, ast.Tuple):
            return tuple(self._value(one) for one in node.elts)
        if isinstance(node, ast.List):
            return [self._value(one) for one in node.elts]
        raise self._wrong(node, "variant_not_plain", code=ast.unparse(node))

    def _wrong(self, node: ast.expr | ast.stmt, id: str, **values: str) -> SuiteError:
        return self._error(node, Message.of(id, **values))

    def _error(self, node: ast.expr | ast.stmt, problem: Message) -> SuiteError:
        return SuiteError("variant_wrong", file=_place(self._file), line=node.lineno, problem=problem)


def _place(file: Path) -> str:
    """A table's file and folder: the solution, the table of mistakes and that of right answers have one name."""
    return f"{file.parent.name}/{file.name}"


def _parse(file: Path) -> tuple[list[str], ast.Module]:
    text = file.read_text(encoding="utf-8")
    try:
        return text.split("\n"), ast.parse(text, str(file))
    except SyntaxError as wrong:
        raise SuiteError("variants_unreadable", file=_place(file), line=wrong.lineno, problem=wrong.msg) from None


def _constants(file: Path) -> Iterator[tuple[str, str]]:
    """The texts that stand under a name at the top of a file."""
    for part in _parse(file)[1].body:
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str):
            for target in part.targets:
                if isinstance(target, ast.Name):
                    yield target.id, part.value.value


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The hints of generic mistakes that a table imports, to say the same words elsewhere."""
    for part in tree.body:
        if isinstance(part, ast.ImportFrom) and part.module == generic_mistakes.__name__:
            for name in part.names:
                if isinstance(hint := getattr(generic_mistakes, name.name, None), str):
                    yield name.asname or name.name, hint


def _is_import(part: ast.stmt) -> bool:
    """Whether a statement imports something for the variants, and not for the table."""
    if isinstance(part, ast.ImportFrom):
        return (part.module or "").split(".")[0] not in (KIT, HINTS)
    return isinstance(part, ast.Import)


def _called(node: ast.expr) -> str:
    """The name of the function that a node calls, "" where it is no such call."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(text, str) for text in value)
