"""A stub in another language: its docstrings and comments are translated, and not one character of its code.

A message is a paragraph of a docstring, without its line breaks: `Shapes:`, `Read:` and an item of a list begin one of
their own. Examples and literal blocks stay as they are. A comment is a message for each line of its own.
"""

import ast
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator, Sequence

from grader.course.catalog import Told

WIDTH = 120
QUOTES = '"""'
TODO = "# TODO: "
BEGINS = re.compile(r"(Shapes:|Read:|[a-z]\d?\.|[-*])\s")
"""What begins a paragraph without an empty line before it."""
WORD = re.compile(r"(?:(`+)[^`]+\1|\S)+")
"""What stays on one line: a word, or a piece of code with the words that hang on it."""


def translated(stub: str, told: Told) -> str:
    """The stub with its docstrings and comments as they are told."""
    lines = stub.split("\n")
    for first, last in reversed(list(_places(stub))):
        part = lines[first:last]
        lines[first:last] = _comment(part[0], told) if last - first == 1 and _is_comment(part[0]) else _doc(part, told)
    return "\n".join(lines)


def messages_of(stub: str) -> list[str]:
    """What there is to translate, in its order."""
    found: dict[str, None] = {}
    for first, last in _places(stub):
        part = stub.split("\n")[first:last]
        listening = _Listener(found)
        _comment(part[0], listening) if last - first == 1 and _is_comment(part[0]) else _doc(part, listening)
    return list(found)


class _Listener:
    def __init__(self, found: dict[str, None]) -> None:
        self._found = found

    def __call__(self, text: str) -> str:
        self._found[text] = None
        return text


def _places(stub: str) -> Iterator[tuple[int, int]]:
    """The lines of each docstring and comment, in their order: the first, from 0, and the one behind the last."""
    lines = stub.split("\n")
    found = []
    for node in ast.walk(ast.parse(stub)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            if lines[first].lstrip().startswith(QUOTES) and lines[last - 1].endswith(QUOTES):
                found.append((first, last))
    for token in tokenize.generate_tokens(io.StringIO(stub).readline):
        if token.type == tokenize.COMMENT and _is_comment(token.line):
            found.append((token.start[0] - 1, token.start[0]))
    return iter(sorted(found))


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("# ")


def _comment(line: str, told: Told) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    mark = TODO if line.startswith(indent + TODO) else "# "
    text = line[len(indent + mark) :]
    said = told(text)
    return [line] if said == text else _filled(said, indent + mark, f"{indent}# ")


def _doc(lines: Sequence[str], told: Told) -> list[str]:
    """A docstring's lines, its quotes included; the closing ones may end its last line."""
    made: list[str] = []
    margin = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    for part in _paragraphs(lines, margin):
        first = part[0]
        opened = QUOTES if first.startswith(margin + QUOTES) and not made else ""
        closed = QUOTES if part[-1].endswith(QUOTES) and part[-1].strip() != QUOTES else ""
        words = [line.strip() for line in part]
        text = " ".join(words).removeprefix(opened).removesuffix(closed)
        said = text if _is_kept(part, margin, made) or not text.strip() else told(text)
        if said == text:
            made += part
            continue
        indent = first[: len(first) - len(first.lstrip())]
        hanging = part[1][: len(part[1]) - len(part[1].lstrip())] if len(part) > 1 else indent
        made += _filled(said + closed, indent + opened, hanging)
    return made


def _is_kept(part: Sequence[str], margin: str, before: Sequence[str]) -> bool:
    """Whether a paragraph is an example, the closing quotes, or the literal block of a paragraph that ends in `::`."""
    if part[0].lstrip().startswith((">>>", "...")) or part[0].strip() in (QUOTES, ""):
        return True
    said = [line for line in before if line.strip()]
    literal = bool(said) and (said[-1].rstrip().endswith("::") or (said[-1] in _literal(said, margin)))
    return literal and part[0].startswith(margin + "    ")


def _literal(said: Sequence[str], margin: str) -> Sequence[str]:
    """The last lines of what has been said, as far as they are one literal block."""
    deep: list[str] = []
    for line in reversed(said):
        if not line.startswith(margin + "    "):
            return deep if line.rstrip().endswith("::") else []
        deep.append(line)
    return []


def _paragraphs(lines: Sequence[str], margin: str) -> Iterator[list[str]]:
    """Lines that belong together: a paragraph, an item, an example with its output, an empty line."""
    part: list[str] = []
    for line in lines:
        example = bool(part) and part[0].lstrip().startswith(">>>")
        alone = not line.strip() or line.strip() == QUOTES
        begins = line.lstrip().startswith(">>>") if not example else False
        begins = begins or (not example and BEGINS.match(line.lstrip()) is not None)
        if part and (alone or begins or not part[-1].strip()):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _filled(text: str, first: str, later: str) -> list[str]:
    """The text in lines of at most `WIDTH` columns, in which a character of Korean, Chinese or Japanese takes two."""
    lines = [first]
    room = WIDTH - columns(first)
    for number, word in enumerate(match[0] for match in WORD.finditer(text)):
        if number and columns(word) + 1 > room:
            lines.append(later + word)
            room = WIDTH - columns(lines[-1])
        else:
            lines[-1] += f" {word}" if number else word
            room -= columns(word) + (1 if number else 0)
    return lines


def columns(text: str) -> int:
    """How wide a text is in a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
