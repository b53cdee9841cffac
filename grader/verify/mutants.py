"""Mutants: wrong variants made mechanically, one small change to one exercise's syntax tree each."""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import TypeGuard

from grader.course.variants import Variant

Change = Callable[[ast.AST], Iterator[ast.AST | None]]
"""From a node, the nodes that may stand in its place; None takes a statement away."""

BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.MatMult: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
NAMES = {
    "mean": "sum", "sum": "mean", "zeros": "ones", "ones": "zeros", "zeros_like": "ones_like",
    "ones_like": "zeros_like", "max": "min", "min": "max", "exp": "log", "log": "exp", "amax": "amin",
    "rand": "randn", "float": "double", "mul_": "add_", "cat": "stack", "matmul": "mul",
}  # fmt: skip


def mutants(section: str, source: str, exercises: set[str]) -> list[Variant]:
    """All mutants of the exercises' functions and classes in a solution."""
    tree = ast.parse(source)
    made = []
    for part in tree.body:
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)) and part.name in exercises:
            made += [_variant(section, source, part, *mutant) for mutant in _mutate(part)]
    return made


def _variant(
    section: str, source: str, part: ast.FunctionDef | ast.ClassDef, name: str, line: int, changed: ast.AST
) -> Variant:
    text = ast.unparse(changed)
    return Variant(section, part.name, name, "", f"{source}\n\n\n{text}\n", f"{section}.py:{line}")


def _mutate(part: ast.FunctionDef | ast.ClassDef) -> Iterator[tuple[str, int, ast.AST]]:
    """Each mutant of one definition: its name, the line of the change, and the whole changed definition."""
    seen = {ast.unparse(part)}
    names: dict[str, int] = {}
    for place, node in enumerate(_nodes(part)):
        for operator, change in CHANGES.items():
            for new in change(copy.deepcopy(node)):
                changed = copy.deepcopy(part)
                _put(changed, place, new)
                text = ast.unparse(ast.fix_missing_locations(changed))
                if text not in seen:
                    seen.add(text)
                    was = ast.unparse(node).splitlines()[0][:40]
                    key = f"{part.name}: {operator}: {was}"
                    names[key] = names.get(key, 0) + 1
                    number = f" #{names[key]}" if names[key] > 1 else ""
                    yield key + number, getattr(node, "lineno", part.lineno), changed


def _nodes(part: ast.AST) -> list[ast.AST]:
    """The nodes that may change, in a fixed order: not docstrings, annotations or the signature's defaults' names."""
    skipped: set[int] = set()
    for node in ast.walk(part):
        if _docstring(node):
            skipped |= {id(inner) for inner in ast.walk(node.body[0])}
        for field in ("annotation", "returns"):
            if isinstance(getattr(node, field, None), ast.AST):
                skipped |= {id(inner) for inner in ast.walk(getattr(node, field))}
        if isinstance(node, (ast.Raise, ast.JoinedStr)):  # the words of a message are free
            skipped |= {id(inner) for inner in ast.walk(node)} - {id(node)}
    return [node for node in ast.walk(part) if id(node) not in skipped and node is not part]


def _docstring(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.ClassDef]:
    return isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None


def _put(part: ast.AST, place: int, new: ast.AST | None) -> None:
    old = _nodes(part)[place]
    for parent in ast.walk(part):
        for field, value in ast.iter_fields(parent):
            if value is old and new is not None:
                setattr(parent, field, new)
            elif isinstance(value, list) and any(item is old for item in value):
                items = [[new] if item is old and new is not None else [item] * (item is not old) for item in value]
                setattr(parent, field, [item for group in items for item in group] or [ast.Pass()])


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in BINARY:
        node.op = BINARY[type(node.op)]()
        yield node


def _comparisons(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARE:
        node.ops = [COMPARE[type(node.ops[0])](), *node.ops[1:]]
        yield node


def _constants(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, bool):
            yield ast.Constant(not value)
        elif isinstance(value, int):
            yield ast.Constant(value + 1)
            if value > 0:
                yield ast.Constant(value - 1)
        elif isinstance(value, float):
            yield ast.Constant(value * 2 if value else 1.0)


def _signs(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield node.operand
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, (ast.Tuple, ast.Dict)):
        yield ast.Return(ast.UnaryOp(ast.USub(), node.value))


def _statements(node: ast.AST) -> Iterator[None]:
    if isinstance(node, (ast.Expr, ast.AugAssign)):
        yield None


def _conditions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.If, ast.IfExp)):
        for outcome in (True, False):
            changed = copy.deepcopy(node)
            changed.test = ast.Constant(outcome)
            yield changed


def _arguments(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and len(node.args) >= 2:
        swapped = copy.deepcopy(node)
        swapped.args[:2] = swapped.args[1::-1]
        yield swapped
    if isinstance(node, ast.Call):
        for place in range(len(node.keywords)):
            dropped = copy.deepcopy(node)
            del dropped.keywords[place]
            yield dropped


def _returns(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) >= 2:
        swapped = copy.deepcopy(node)
        assert isinstance(swapped.value, ast.Tuple)
        swapped.value.elts[:2] = swapped.value.elts[1::-1]
        yield swapped
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(None)


def _names(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr in NAMES:
        node.attr = NAMES[node.attr]
        yield node


def _calls(node: ast.AST) -> Iterator[ast.AST]:
    """A method's call dropped: `t.contiguous()` becomes `t`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
        yield node.func.value


CHANGES: dict[str, Change] = {
    "operator": _operators, "comparison": _comparisons, "constant": _constants, "sign": _signs,
    "dropped statement": _statements, "condition": _conditions, "arguments": _arguments, "return": _returns,
    "name": _names, "dropped call": _calls,
}  # fmt: skip
