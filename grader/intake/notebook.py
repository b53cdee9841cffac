"""A notebook becomes the text of a Python file: its code cells in order, without what only a notebook understands.

Lines are replaced and never removed, so each line stands where it stood in its cell. A cell that Python cannot read is
made a comment. What a cell raises when it is run ends that cell alone: `grader.wire.cells` marks where each begins.
"""

import ast
import re
import warnings
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from grader.intake.archive import MEBIBYTE
from grader.intake.nesting import too_deep
from grader.intake.source import Unreadable
from grader.texts import Message
from grader.wire.cells import HEADER, mark

MAX_CELLS = 10_000
MAX_TEXT = MEBIBYTE
ROOM = 8 * MEBIBYTE
"""Characters that are parsed of one notebook: a cell is parsed again without each of its magics."""
SHOWN = 20
Text = str | list[str]

# `%time f()`, `!pip install torch`, `?torch.mean`, `torch.mean?`, `files = !ls`
MAGIC = re.compile(r"\s*(?:[%!?]|[\w.\[\]'\" ,]+=\s*[%!]|[\w.]+\?{1,2}\s*$)")
CELL_MAGIC = re.compile(r"\s*%%(\w*)")
PYTHON = frozenset({"check", "time", "timeit", "capture", "prun", "python", "python3", "memit", "debug", "snakeviz"})
"""Cell magics that run the cell's Python here; below the others stands something else, or a file's text."""


class _Cell(Struct):
    cell_type: str
    source: Text = ""
    input: Text = ""


class _Sheet(Struct):
    cells: Annotated[list[_Cell], Meta(max_length=MAX_CELLS)] = []


class _Notebook(_Sheet):
    nbformat: int | None = None
    worksheets: Annotated[list[_Sheet], Meta(max_length=100)] = []


class Converted(NamedTuple):
    """The text of a Python file, and what is to be said of how it came about."""

    text: str
    remarks: tuple[Message, ...]


def convert(data: bytes, file: str) -> Converted:
    """The code of a notebook's bytes; `file` is its name, for the remarks. Raises Unreadable."""
    try:
        notebook = msgspec.json.decode(data, type=_Notebook)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise Unreadable("notebook_damaged") from None
    cells = notebook.cells or [cell for sheet in notebook.worksheets[:1] for cell in sheet.cells]
    texts = [_joined(cell.source or cell.input) for cell in cells if cell.cell_type == "code"]
    if notebook.nbformat is None or not cells:
        raise Unreadable("notebook_damaged")
    if sum(map(len, texts)) > MAX_TEXT:
        raise Unreadable("file_too_large", mebibytes=MAX_TEXT // MEBIBYTE)
    reader = CellReader()
    parts, magics, left_out = [HEADER], 0, []
    for number, text in enumerate(texts, 1):
        read = reader.python(text)
        magics += read.magics
        if not read.is_python:
            left_out.append(number)
        parts.append(mark(number) + read.text + "\n")
    remarks = []
    if magics:
        remarks.append(Message.of("notebook_magics", count=magics, file=file))
    if left_out:
        shown = ", ".join(map(str, left_out[:SHOWN])) + (", …" if len(left_out) > SHOWN else "")
        remarks.append(Message.of("notebook_cells", count=len(left_out), file=file, cells=shown))
    return Converted("".join(parts), tuple(remarks))


def _joined(text: Text) -> str:
    whole = text if isinstance(text, str) else "".join(text)
    whole = whole.encode("utf-8", "replace").decode()
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").removeprefix("\ufeff").rstrip("\n")


class _Read(NamedTuple):
    text: str
    is_python: bool
    magics: int = 0


class CellReader:
    """Reads cell after cell, until it has parsed as much as it may."""

    def __init__(self) -> None:
        self._room = ROOM

    def python(self, text: str) -> _Read:
        """The text of a cell without magics; as comments where it is no Python then either."""
        magic = CELL_MAGIC.match(text)
        if magic and magic[1] not in PYTHON:
            return _Read(_comment(text), True, text.count("\n") + 1)
        for attempt in dict.fromkeys([text, _unindented(text)]):
            read = self._without_magics(attempt)
            if read.is_python:
                return read
        return _Read(_comment(text), False)

    def _without_magics(self, text: str) -> _Read:
        """With one less each time: what looks like a magic may be a line of a string, or of a longer formula."""
        lines = text.split("\n")
        magics = 0
        while (wrong := self._wrong_line("\n".join(lines))) is not None:
            if not 0 < wrong <= len(lines) or not MAGIC.match(lines[wrong - 1]):
                return _Read(text, False)
            indent = re.match(r"\s*", lines[wrong - 1])
            continued = True
            while continued and wrong <= len(lines):
                continued = lines[wrong - 1].endswith("\\")
                lines[wrong - 1] = f"{indent[0] if indent else ''}pass  # {lines[wrong - 1].strip()}"
                magics += 1
                wrong += 1
        return _Read("\n".join(lines), True, magics)

    def _wrong_line(self, text: str) -> int | None:
        """The line at which a text stops being Python; 0 where nobody should look."""
        self._room -= len(text)
        if self._room < 0 or too_deep(text):
            return 0
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(text)
        except SyntaxError as error:
            return error.lineno or 0
        except (ValueError, RecursionError, MemoryError):
            return 0
        return None


def _unindented(text: str) -> str:
    """As a notebook does with a cell whose first line is indented."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) if indent else text


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.split("\n"))
