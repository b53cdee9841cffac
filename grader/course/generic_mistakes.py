"""Mistakes that any exercise invites, made mechanically in the reference's syntax tree, each with the hint that helps.

A table says which exercises can have them: `generic_mistakes("printed", "detached", of="cost hypothesis")`. Of a
class it is the method `forward` that makes the mistake.
"""

import ast
import copy
from collections.abc import Callable
from dataclasses import dataclass

from grader.texts import say

Definition = ast.FunctionDef | ast.ClassDef
Make = Callable[[ast.FunctionDef], None]
"""Makes the mistake in a function."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: what makes it, and what to say to a student who made it."""

    make: Make
    hint: str


def with_mistake(part: Definition, mistake: Mistake) -> str | None:
    """The source of a definition with the mistake made in it; None where that makes no difference."""
    right = _without_docstring(part)
    wrong = copy.deepcopy(right)
    for function in [wrong] if isinstance(wrong, ast.FunctionDef) else _methods(wrong, "forward"):
        mistake.make(function)
    made = ast.unparse(ast.fix_missing_locations(wrong))
    return None if made == ast.unparse(right) else made


def _without_docstring(part: Definition) -> Definition:
    bare = copy.deepcopy(part)
    if ast.get_docstring(part) is not None:
        bare.body = bare.body[1:] or [ast.Pass()]
    return bare


def _methods(part: ast.ClassDef, name: str) -> list[ast.FunctionDef]:
    return [one for one in part.body if isinstance(one, ast.FunctionDef) and one.name == name]


class _Answers(ast.NodeTransformer):
    """Puts every answer of a function into a template, in the place of `it`; with `parts`, each part of a tuple."""

    def __init__(self, template: str, parts: bool) -> None:
        self._template = template
        self._parts = parts

    def visit_Return(self, node: ast.Return) -> ast.Return:
        value = node.value or ast.Constant(None)
        if self._parts and isinstance(value, ast.Tuple):
            return ast.Return(ast.Tuple([self._filled(part) for part in value.elts], ast.Load()))
        return ast.Return(self._filled(value))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return node  # its answers are not the exercise's

    def _filled(self, value: ast.expr) -> ast.expr:
        return _Names({"it": value}).visit(ast.parse(self._template, mode="eval").body)  # type: ignore[no-any-return]


class _Names(ast.NodeTransformer):
    """Puts expressions in the places of names."""

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._values.get(node.id, node))


def _answer(template: str, parts: bool = True) -> Make:
    """Every answer is what the template makes of it."""

    def make(function: ast.FunctionDef) -> None:
        answers = _Answers(template, parts)
        function.body = [answers.visit(statement) for statement in function.body]

    return make


def _first(template: str, of: tuple[str, ...] = ()) -> Make:
    """A statement comes first; with `of`, one for each parameter `it` that is annotated with one of these types."""

    def make(function: ast.FunctionDef) -> None:
        own = [one.arg for one in function.args.args if one.annotation and _names_in(one.annotation) & {*of}]
        for name in reversed(own) if of else [""]:
            statement = ast.parse(template).body[0]
            function.body.insert(0, _Names({"it": ast.Name(name, ast.Load())}).visit(statement))

    return make


def _names_in(annotation: ast.expr) -> set[str]:
    """The types that an annotation names, without the modules that they are from."""
    return {getattr(part, "attr", getattr(part, "id", "")) for part in ast.walk(annotation)}


def _inside(header: str) -> Make:
    """The whole body stands inside a `with` block."""

    def make(function: ast.FunctionDef) -> None:
        block = ast.parse(f"{header}:\n    pass").body[0]
        assert isinstance(block, ast.With)
        block.body, function.body = function.body, [block]

    return make


PRINTED = say("hint_printed")
NO_GRADIENT = say("hint_no_gradient")
SINGLE = say("hint_single")
DOUBLE = say("hint_double")
A_LIST = say("hint_a_list")
A_NUMBER = say("hint_a_number")
SETTING = say("hint_setting")
LOOKING = say("hint_looking")
FIRST_ROWS = say("hint_first_rows")

MODULES = ("Module", "Sequential")

MISTAKES = {
    "printed": Mistake(_answer("print(it)", parts=False), PRINTED),
    "detached": Mistake(_answer("it.detach()"), NO_GRADIENT),
    "without_grad": Mistake(_inside("with torch.no_grad()"), NO_GRADIENT),
    "in_numpy": Mistake(_answer("torch.from_numpy(it.detach().numpy())"), NO_GRADIENT),
    "in_single_precision": Mistake(_answer("it.float()"), SINGLE),
    "in_double_precision": Mistake(_answer("it.double()"), DOUBLE),
    "as_list": Mistake(_answer("it.tolist()"), A_LIST),
    "as_number": Mistake(_answer("it.item()"), A_NUMBER),
    "first_rows": Mistake(_first("it = it[:10]", of=("Tensor",)), FIRST_ROWS),
    "default_dtype": Mistake(_first("torch.set_default_dtype(torch.float64)"), SETTING),
    "gradients_off": Mistake(_first("torch.set_grad_enabled(False)"), SETTING),
    "in_eval_mode": Mistake(_first("it.eval()", of=MODULES), LOOKING),
    "gradients_cleared": Mistake(_first("it.zero_grad()", of=MODULES), LOOKING),
    "frozen": Mistake(_first("it.requires_grad_(False)", of=MODULES), LOOKING),
}
