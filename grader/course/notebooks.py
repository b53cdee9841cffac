"""A section's stub as a notebook: its text, then for each exercise the text, a cell to write in, a cell that checks it.

The same stub gives the same bytes: cells have names for ids, and no output is kept. A student's copy can make them as
well as the course itself, since both know the stubs.
"""

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from grader.course.docstrings import DEFINITIONS
from grader.course.reset import exercises_in, stub_of
from grader.course.stubs import write_exercises
from grader.course.student_work import UNREADABLE, written_by_student
from grader.course.table import Course, Section
from grader.errors import CourseError
from grader.texts import Translator, translator

SUFFIX = ".ipynb"
SHORT = 110
"""Characters of a docstring's first paragraph that stays in the cell, on one line."""
QUIET = (*DEFINITIONS, ast.Import, ast.ImportFrom)
CHOICE = re.compile(r"^ {4}(?=\w\. )", re.MULTILINE)
"""What stands before the choices of a question, which become a list."""
Cell = Mapping[str, Any]

COLAB = """\
# {comment}
import sys

if "google.colab" in sys.modules:
    !unzip -qn "*.zip"; cd "$(dirname */requirements.txt)" && pip install -q -r requirements.txt

import grader

grader.section("{section}")
"""
"""The first code cell. In Colab it unpacks the copy of the course that was uploaded, and installs the grader.

The check looks for the course in the folders of Colab's own folder as well.
"""


def make_notebook(stub: str, section: Section, speak: Translator | None = None) -> str:
    """The notebook of a section's `stub`, as the text of its file."""
    say = (speak or translator()).say
    document = {
        "cells": list(_cells(stub, section, say("notebook_colab"))),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_notebooks(course: Course, speak: Translator, force: bool = False) -> list[str]:
    """Write a notebook beside each stub; the names of those that changed.

    Raises CourseError, and writes nothing, where a student has written in one of them (`force` allows that).
    """
    made = notebooks(course, speak)
    changed = [name for name, text in made.items() if _read(course.exercises / name) != text]
    for name in changed if not force else ():
        written = written_in_notebook(_read(course.exercises / name), made[name])
        if written:
            raise CourseError("notebook_over_work", file=course.exercises / name, name=written)
    write_exercises(course, {name: made[name] for name in changed})
    return changed


def notebooks_drifted(course: Course, speak: Translator) -> list[str]:
    """The names of the notebooks that are not there, or not what the stubs make of them."""
    return [name for name, text in notebooks(course, speak).items() if _read(course.exercises / name) != text]


def notebooks(course: Course, speak: Translator) -> dict[str, str]:
    """The notebook of each section that is here, by its file's name."""
    stubs = [(section, stub_of(course, section)) for section in course.sections]
    return {section.id + SUFFIX: make_notebook(stub, section, speak) for section, stub in stubs if stub}


# ── the cells ────────────────────────────────────────────────────────────────────────────────────────────────────


def _cells(stub: str, section: Section, comment: str) -> Iterator[Cell]:
    tree = ast.parse(stub)
    lines = stub.split("\n")
    text = ast.get_docstring(tree) or ""
    yield _markdown("text", f"# {section.title}\n\n{_as_markdown(text)}")
    yield _code("start", COLAB.format(comment=comment, section=section.id))
    done = tree.body[0].end_lineno or 0 if text else 0
    named = {node.name: node for node in tree.body if isinstance(node, DEFINITIONS)}
    below = dict(_texts_below(tree))
    for number, (name, (first, end)) in enumerate(sorted(exercises_in(stub).items(), key=lambda item: item[1])):
        if between := "\n".join(lines[done:first]).strip("\n"):
            yield _code(f"part-{number}", between)
        node = named.get(name)
        docstring, done = (ast.get_docstring(node), end) if node else below.get(name, (None, end))
        exercise = name in section.exercises or (not section.exercises and node is not None)
        if docstring or exercise:
            yield _markdown(f"text-{name}", f"## {name}" + (f"\n\n{_as_markdown(docstring)}" if docstring else ""))
        yield _code(f"code-{name}", "\n".join(_shortened(lines, first, end, node)).strip("\n"))
        if exercise:
            yield _code(f"check-{name}", f'grader.check("{name}")')
    if after := "\n".join(lines[done:]).strip("\n"):
        yield _code("part-last", after)


def _texts_below(tree: ast.Module) -> Iterator[tuple[str, tuple[str, int]]]:
    """The text that stands right below a variable, as a docstring of it, and its last line."""
    for part, text in pairwise(tree.body):
        match part, text:
            case (
                ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                yield name, (inspect.cleandoc(words), text.end_lineno or 0)


def _shortened(lines: list[str], first: int, end: int, node: ast.AST | None) -> list[str]:
    """A definition's lines, with one line of its docstring: the whole of it stands above the cell."""
    text = ast.get_docstring(node) if isinstance(node, DEFINITIONS) else None
    if not isinstance(node, DEFINITIONS) or text is None:
        return lines[first:end]
    place, whole = node.body[0], lines[first:end]
    short = " ".join(text.partition("\n\n")[0].split())
    if len(short) > SHORT or "\\" in text or '"' in short:
        return whole
    begin, stop = place.lineno - 1, place.end_lineno or place.lineno
    return [*lines[first:begin], f'{" " * place.col_offset}"""{short}"""', *lines[stop:end]]


def _as_markdown(text: str) -> str:
    """A docstring; its examples are set as code."""
    parts = []
    for paragraph in re.split(r"\n{2,}", text):
        example = paragraph.lstrip().startswith(">>>")
        parts.append(f"```python\n{paragraph}\n```" if example else CHOICE.sub("- ", paragraph.replace("``", "`")))
    return "\n\n".join(parts)


def _markdown(id: str, text: str) -> Cell:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": _lines(text)}


def _code(id: str, text: str) -> Cell:
    source = _lines(text)
    return {"cell_type": "code", "execution_count": None, "id": id, "metadata": {}, "outputs": [], "source": source}


def _lines(text: str) -> list[str]:
    return text.strip("\n").splitlines(keepends=True)


# ── whose work a notebook holds ──────────────────────────────────────────────────────────────────────────────────


def _read(file: Path) -> str | None:
    """The text of a notebook; None where there is none, or nobody can read it."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return None
    except ValueError:
        return "…"


def written_in_notebook(text: str | None, made: str) -> str:
    """The name of what a student has written in a notebook, or a cell's first line; "" where all of it is a stub."""
    if text is None:
        return ""
    try:
        new = json.loads(made)["cells"]
        ids, sources = {cell["id"] for cell in new}, {"".join(cell["source"]) for cell in new}
        stub = "\n".join("".join(cell["source"]) for cell in new if cell["id"].partition("-")[0] in ("code", "part"))
        cells = json.loads(text)["cells"]
        for cell in cells:
            source = "".join(cell["source"])
            if source in sources or not source.strip():
                continue
            if cell["cell_type"] != "code":
                if cell.get("id") not in ids:
                    return _first(source)
            elif cell.get("id") != "start" and (written := _written_in(source, stub)):
                return written
    except (*UNREADABLE, KeyError, TypeError, AttributeError):
        return "…"  # nobody but a student leaves a file like that
    return ""


def _written_in(source: str, stub: str) -> str:
    """What a student has written in a cell, "" where it is one of an older notebook."""
    try:
        statements = ast.parse(source).body
    except UNREADABLE:
        return _first(source)
    if written := written_by_student(source, stub):
        return written
    known = (*QUIET, ast.Assign, ast.AnnAssign)
    other = [one for one in statements if not isinstance(one, known) and not _is_check(one)]
    return _first(ast.unparse(other[0])) if other else ""


def _is_check(statement: ast.stmt) -> bool:
    return ast.unparse(statement).startswith("grader.check(") or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _first(source: str) -> str:
    return source.strip().partition("\n")[0][:60]
