"""Strings that the source spells out, in one piece or several: `"st" + "ack"`, `f"st{PART}"`, `"kcats"[::-1]`."""

import ast
from collections.abc import Callable
from itertools import product
from math import prod

MOST_TEXTS = 16
LONGEST = 200
MOST_DEPTH = 12

Values = Callable[[ast.Name], list[ast.expr]]
"""The expressions that a name may be bound to; nothing where it may be bound to anything else."""


def texts_of(node: ast.expr, values: Values, depth: int = 0) -> list[str]:
    """The strings that an expression may be, nothing where the source does not spell them out."""
    if depth > MOST_DEPTH:
        return []
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Name():
            found = [texts_of(value, values, depth + 1) for value in values(node)]
            return [text for texts in found for text in texts][:MOST_TEXTS] if all(found) else []
        case ast.IfExp(body=body, orelse=orelse):
            first, second = texts_of(body, values, depth + 1), texts_of(orelse, values, depth + 1)
            return first + second if first and second else []
        case ast.Subscript(value=value, slice=ast.Slice() as part):
            cut = _slice(part)
            return [text[cut] for text in texts_of(value, values, depth + 1)] if cut else []
    choices = [texts_of(piece, values, depth + 1) for piece in _pieces(node)]
    longest = sum(max(map(len, choice), default=0) for choice in choices)
    if not choices or longest > LONGEST or not 0 < prod(map(len, choices)) <= MOST_TEXTS:
        return []
    return ["".join(parts) for parts in product(*choices)]


def _pieces(node: ast.expr) -> list[ast.expr]:
    """The expressions whose strings an expression puts together: `a + b`, `f"{a}b"`, `"".join((a, b))`."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [left, right]
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            return [value]
        case ast.JoinedStr(values=values):
            return values
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=""), attr="join"),
            args=[ast.List(elts=parts) | ast.Tuple(elts=parts)],
        ):
            return parts
    return []


def _slice(node: ast.Slice) -> slice | None:
    """A slice whose numbers are written out."""
    try:
        ends = [ast.literal_eval(end) if end else None for end in (node.lower, node.upper, node.step)]
        return slice(*ends) if all(end is None or type(end) is int for end in ends) and ends[2] != 0 else None
    except (ValueError, TypeError, RecursionError):
        return None
