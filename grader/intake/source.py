"""Bytes become source text, as Python reads them: byte order mark, coding cookie (PEP 263), newlines."""

import codecs
import io
import re
import tokenize

from grader.texts import Message

# Codecs that are character sets, by Python's own names for them. Its others decode something else (rot13), or take
# minutes to do so (idna).
CHARACTER_SETS = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|iso2022.*|cp\d+|euc.*|johab|hz|gb.*|big5.*|shift_jis.*|koi8.*|mac-.*|tis-620"
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NOTEBOOK = re.compile(rb'\s*\{\s*"(cells|metadata|nbformat)"\s*:')  # which no Python file begins with
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what PowerShell and old Notepads write


class Unreadable(Exception):
    """A file is no source; it carries the id of its text and the values in it, all but the file's name."""

    def __init__(self, id: str, /, **values: str | int) -> None:
        super().__init__(id, values)
        self.id = id
        self.values = values

    def about(self, file: str) -> Message:
        """What is wrong with that file."""
        return Message.of(self.id, file=file, **self.values)


def decode(data: bytes) -> str:
    """The text of a Python file, without its byte order mark, its lines ended by a newline. Raises Unreadable."""
    if data.startswith(UTF_16):
        raise Unreadable("file_utf16")
    nul = data.find(b"\0")
    if nul >= 0:
        raise Unreadable("file_nul", line=_line(data, nul))
    if NOTEBOOK.match(data):
        raise Unreadable("file_notebook")
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "file_encoding",
            encoding="UTF-8" if encoding.startswith("utf-8") else encoding,
            byte=f"0x{data[error.start]:02x}",
            offset=error.start,
            line=_line(data, error.start),
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    try:
        declared = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:  # no such codec, a mark that contradicts the cookie, or a first line that is not UTF-8
        declared = _cookie(data)
        if data.startswith(BYTE_ORDER_MARK) and declared != "utf-8":
            raise Unreadable("file_two_encodings", encoding=declared) from None
    try:
        encoding = codecs.lookup(declared).name
    except LookupError:
        encoding = ""
    if not CHARACTER_SETS.fullmatch(encoding):
        raise Unreadable("file_unknown_encoding", encoding=declared)
    return encoding


def _cookie(data: bytes) -> str:
    for line in data.removeprefix(BYTE_ORDER_MARK).split(b"\n", 2)[:2]:
        cookie = re.match(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", line)
        if cookie:
            return cookie[1].decode("ascii", "replace")[:40]
    return "utf-8"


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
