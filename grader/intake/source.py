"""Bytes become source text, as Python reads them: byte order mark, coding cookie (PEP 263), newlines."""

import codecs
import io
import re
import tokenize

# Codecs that are character sets, by Python's own names for them. Its others decode something else (rot13), or take
# minutes to do so (idna).
CHARACTER_SETS = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|iso2022.*|cp\d+|euc.*|johab|hz|gb.*|big5.*|shift_jis.*|koi8.*|mac-.*|tis-620"
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what PowerShell and old Notepads write


class Unreadable(Exception):
    """A file is no source; the text ends a sentence that begins with the file's name."""


def decode(data: bytes) -> str:
    """The text of a Python file, without its byte order mark, its lines ended by a newline. Raises Unreadable."""
    if data.startswith(UTF_16):
        raise Unreadable("is UTF-16, which Python does not read. Save it as UTF-8.")
    nul = data.find(b"\0")
    if nul >= 0:
        raise Unreadable(f"is not text: it has a NUL byte on line {_line(data, nul)}.")
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}, line {_line(data, error.start)}"
        name = "UTF-8" if encoding.startswith("utf-8") else encoding
        raise Unreadable(f"is not {name}: {where}. Save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    try:
        declared = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError:  # no such codec, a mark that contradicts the cookie, or a first line that is not UTF-8
        declared = _cookie(data)
        if data.startswith(BYTE_ORDER_MARK) and declared != "utf-8":
            raise Unreadable(f"begins as UTF-8 and declares {declared!r}. Save it as UTF-8.") from None
    try:
        encoding = codecs.lookup(declared).name
    except LookupError:
        encoding = ""
    if not CHARACTER_SETS.fullmatch(encoding):
        raise Unreadable(f"declares the encoding {declared!r}, which is none for source. Save it as UTF-8.")
    return encoding


def _cookie(data: bytes) -> str:
    for line in data.removeprefix(BYTE_ORDER_MARK).split(b"\n", 2)[:2]:
        cookie = re.match(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", line)
        if cookie:
            return cookie[1].decode("ascii", "replace")[:40]
    return "utf-8"


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
