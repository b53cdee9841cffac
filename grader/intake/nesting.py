"""How deep a source text is nested: the parser is C code that recurses, and Python 3.10 does not limit how deep."""

import re

MAX_BRACKETS = 100
MAX_CHAIN = 1000
"""Operators, dots and brackets that hang on each other: `a + b + c`, `a.b.c`, `f()()()`; and all in one f-string."""

# Each string matches to its end or to the text's, so nothing is looked at twice.
TOKENS = re.compile(
    r"""
      (?P<string> "{3} (?:\\.?|[^\\])*? (?:"{3}|\Z) | '{3} (?:\\.?|[^\\])*? (?:'{3}|\Z)
                | " (?:\\.?|[^"\\\n])* "?           | ' (?:\\.?|[^'\\\n])* '? )
    | (?P<comment> \#[^\n]* )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<stop> [,;\n] )
    | (?P<link> [-+*/%@&|^.<>~]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
LINK = re.compile(r"[-+*/%@&|^.<>~(\[{]+")


def too_deep(text: str) -> int:
    """The line where brackets or chains of operators go deeper than the parser is to be taken; 0 if nowhere."""
    line, depth = 1, 0
    chains = [0]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for token in TOKENS.finditer(text):
        kind, part = token.lastgroup, token[0]
        if kind == "link":
            chains[-1] += 1
            depth += 1
        elif kind == "open":
            chains[-1] += 1
            depth += 1
            chains.append(0)
        elif kind == "close" and len(chains) > 1:
            depth -= chains.pop()
        elif kind == "stop" and (part != "\n" or len(chains) == 1):
            depth -= chains[-1]
            chains[-1] = 0
        formatted = kind == "string" and "f" in text[max(token.start() - 2, 0) : token.start()].lower()
        inside = len(LINK.findall(part)) if formatted else 0
        if max(depth, inside) > MAX_CHAIN or len(chains) > MAX_BRACKETS:
            return line
        line += part.count("\n")
    return 0
