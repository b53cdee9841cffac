"""A CSV file of somebody else's, whose cells are found and replaced in its bytes.

It is never written anew: so its byte order mark, line ends, quotes and unknown columns stay as they are. Delimiters
and quotes are ASCII, which in UTF-8 is part of no other character.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.errors import UsageError

BOM = b"\xef\xbb\xbf"
DELIMITERS = (b",", b";", b"\t")
LARGEST = 64 * 1024 * 1024
LINE_END = re.compile(rb"\r\n|\r|\n")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Cell:
    """The span of a cell in the file's bytes, with its quotes; `text` without them."""

    start: int
    end: int
    text: str
    quoted: bool


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The file and its rows. A line of a cell that has several is no row of its own."""

    data: bytes
    delimiter: bytes
    rows: tuple[Row, ...]


def read_table(data: bytes, name: str) -> Table:
    """The file's cells, by the delimiter that its first row has most of. Raises UsageError, which calls it `name`."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("template_encoding", file=name) from None
    if b"\0" in data or len(data) > LARGEST:
        raise UsageError("template_encoding", file=name)
    start = len(BOM) if data.startswith(BOM) else 0
    delimiter = max(DELIMITERS, key=lambda each: len(_row(data, start, each, name)[0]))
    rows = []
    while start < len(data):
        row, start = _row(data, start, delimiter, name)
        rows.append(row)
    return Table(data, delimiter, tuple(rows))


def text_of(row: Row, column: int | None) -> str:
    """A cell's text without the spaces around it; nothing where the row is too short, or there is no such column."""
    return row[column].text.strip() if column is not None and column < len(row) else ""


def replaced(table: Table, column: int, texts: Mapping[int, str]) -> bytes:
    """The file with new texts in one column, by the numbers of their rows. A number that is there already stays."""
    pieces = []
    done = 0
    for number, text in sorted(texts.items()):
        row = table.rows[number]
        if column < len(row):
            cell = row[column]
            if same(cell.text, text):
                continue
            start, end, new = cell.start, cell.end, _quoted(text, cell.quoted, table.delimiter)
        else:
            start = end = row[-1].end
            new = table.delimiter * (column - len(row) + 1) + _quoted(text, False, table.delimiter)
        pieces += [table.data[done:start], new]
        done = end
    return b"".join([*pieces, table.data[done:]])


def same(old: str, new: str) -> bool:
    """Whether two cells say the same: `41.5` and `41,50` do."""
    old, new = old.strip(), new.strip()
    if NUMBER.fullmatch(old) and NUMBER.fullmatch(new):
        return float(old.replace(",", ".")) == float(new.replace(",", "."))
    return old == new


def decimal_comma(texts: Iterable[str]) -> bool:
    """Whether numbers are written as `41,5` here."""
    seen = [text for text in texts if NUMBER.fullmatch(text)]
    return any("," in text for text in seen) and not any("." in text for text in seen)


def _quoted(text: str, quoted: bool, delimiter: bytes) -> bytes:
    data = text.encode()
    return b'"' + data + b'"' if quoted or delimiter in data else data


def _row(data: bytes, start: int, delimiter: bytes, name: str) -> tuple[Row, int]:
    """The row that begins at `start`, and where the next one does."""
    rest = rb"[^\r\n" + re.escape(delimiter) + rb"]*"
    a_cell = re.compile(rb'"([^"]*(?:""[^"]*)*)"(?!")' + rest + rb"|" + rest)
    cells = []
    while True:
        found = a_cell.match(data, start)
        assert found is not None  # it matches nothing at all, too
        inner, end = found[1], found.end()
        if inner is None and data[start : start + 1] == b'"':
            raise UsageError("template_quote", file=name, line=data.count(b"\n", 0, start) + 1)
        text = found[0] if inner is None else inner.replace(b'""', b'"') + data[start + len(inner) + 2 : end]
        cells.append(Cell(start, end, text.decode(), inner is not None))
        if data[end : end + 1] != delimiter:
            line_end = LINE_END.match(data, end)
            return tuple(cells), line_end.end() if line_end else len(data)
        start = end + 1
