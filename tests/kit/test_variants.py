"""The tables of right and wrong variants: what an author may write there, and what each line makes of the reference."""

from pathlib import Path
from typing import Any

import pytest
import torch

from grader.course.generic_mistakes import MISTAKES, NO_GRADIENT
from grader.course.variants import Variant, read_variants
from grader.errors import SuiteError

REFERENCE = '''
"""Numbers."""

import torch
from torch import Tensor, nn


def double(n: float) -> float:
    """Twice the number: ``2 * n``."""
    # >>> your code
    return 2 * n  # not n * n
    # <<<


def slope(W: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    errors = W * x
    if len(x) > 100:
        return errors, x
    return errors.mean(), x * x


class Net(nn.Module):
    """A network."""

    def __init__(self, model: nn.Module) -> None:
        """Keep the model."""
        super().__init__()
        self.model = model

    def forward(self, x: Tensor) -> Tensor:
        """The answer."""
        return self.model(x)


def count(model: nn.Module) -> int:
    return len(list(model.parameters()))


ANSWERS = {"q1": "a", "q2": "b"}
'''


def read(folder: Path, table: str, hints: str = "") -> list[Variant]:
    """The variants of a table, with a file of shared hints beside it."""
    if hints:
        (folder / "hints.py").write_text(hints, encoding="utf-8")
    (folder / "numbers.py").write_text(table, encoding="utf-8")
    return read_variants(folder / "numbers.py", REFERENCE)


def made(variant: Variant) -> Any:
    """What the exercise is in a variant's file."""
    names: dict[str, Any] = {"__name__": "variant"}
    exec(compile(variant.source, "variant", "exec"), names)
    return names[variant.of]


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────

CHANGES = {
    "a text for another": ('("2 * n", "n * n")', 9),
    "several at once": ('[("2", "3"), ("* n", "* (n + 1)")]', 12),
    "a new body": ('"return 7"', 7),
    "a new body of two lines": (r'"m = n + 1\nreturn m"', 4),
    "the signature": ('("n: float", "m, n=4")', 8),
    "a text that the docstring and a comment have, too": ('("* n", "* 5")', 10),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_stands_in_the_exercises_place(tmp_path, case):
    change, expected = CHANGES[case]
    [variant] = read(tmp_path, f'misconception(of="double", hint="Twice?", change={change})')
    assert (variant.of, variant.hint) == ("double", "Twice?")
    assert made(variant)(3) == expected


def test_many_changes_stand_below_their_hints(tmp_path):
    table = """
CUBE = "Is it the cube?"
misconceptions(
    "double",
    {
        "Is it the square?": [("2 * n", "n * n")],
        CUBE: ["return n**3", ("2 * n", "n * n * n")],
    },
)
"""
    found = read(tmp_path, table)
    assert [(one.hint, made(one)(3)) for one in found] == [
        ("Is it the square?", 9),
        ("Is it the cube?", 27),
        ("Is it the cube?", 27),
    ]
    assert [one.name for one in found] == ["double: 2 * n → n * n", "double: return n**3", "double: 2 * n → n * n * n"]
    assert [one.place for one in found] == [f"{tmp_path.name}/numbers.py:{line}" for line in (6, 7, 7)]


def test_right_variants_are_changes_as_well(tmp_path):
    found = read(tmp_path, 'wheat("double", ["return n + n", ("2 * n", "n * 2")])')
    assert [(one.hint, made(one)(3)) for one in found] == [("", 6), ("", 6)]


def test_a_class_and_a_value_can_be_changed(tmp_path):
    table = """
misconceptions("Net", {"The model?": [("self.model(x)", "x")]})
misconceptions("ANSWERS", {"All?": [(', "q2": "b"', ""), "['a', 'b']"]})
"""
    net, short, a_list = (made(one) for one in read(tmp_path, table))
    assert net(torch.nn.Identity())(3) == 3
    assert (short, a_list) == ({"q1": "a"}, ["a", "b"])


def test_what_a_table_imports_is_there_for_its_changes(tmp_path):
    table = 'import math\nmisconceptions("double", {"Pi?": ["return math.floor(math.pi)"]})'
    assert made(read(tmp_path, table)[0])(1) == 3


def test_two_changes_of_the_same_name_are_told_apart(tmp_path):
    table = 'misconceptions("double", {"One?": ["return 1"], "Two?": ["return 1"]})'
    assert [one.name for one in read(tmp_path, table)] == ["double: return 1", "double: return 1 #2"]


def test_a_hint_can_come_from_the_shared_file_or_from_a_generic_mistake(tmp_path):
    table = """
from hints import *
from grader.course.generic_mistakes import NO_GRADIENT
misconceptions("double", {SQUARE: ["return n * n"], NO_GRADIENT: ["return 1"]})
"""
    hints = 'SQUARE = "Is it the square?"\n'
    assert [one.hint for one in read(tmp_path, table, hints)] == ["Is it the square?", NO_GRADIENT]


ERRORS = {
    "a text that is not there": (
        'misconceptions("double", {"?": [("3 * n", "n")]})',
        "numbers.py, line 1: '3 * n' does not occur in the reference's `double`; copy it from the solution.",
    ),
    "a text of the docstring alone": (
        'misconceptions("double", {"?": [("Twice", "n")]})',
        "numbers.py, line 1: 'Twice' does not occur in the reference's `double`; copy it from the solution.",
    ),
    "a text of a comment alone": (
        'misconceptions("double", {"?": [("your code", "n")]})',
        "numbers.py, line 1: 'your code' does not occur in the reference's `double`; copy it from the solution.",
    ),
    "a text that is there twice": (
        'misconceptions(\n    "double",\n    {"?": [("float", "int")]},\n)',
        "numbers.py, line 3: 'float' occurs 2 times in the reference's `double`; copy more of its line.",
    ),
    "two changes of one text": (
        'misconceptions("double", {"?": [[("2 * n", "n"), ("* n", "")]]})',
        "numbers.py, line 1: two changes of `double` overlap at '* n'; write them as one.",
    ),
    "a change to something that is no Python": (
        'misconceptions("double", {"?": [("2 * n", "2 *")]})',
        "numbers.py, line 1: this change of `double` is not valid Python: invalid syntax.",
    ),
    "a change of nothing": (
        'misconceptions("double", {"?": [("2 * n", "(2 * n)")]})',
        "numbers.py, line 1: this change makes no difference to `double`.",
    ),
    "an exercise that is not there": (
        'misconceptions("triple", {"?": ["return 1"]})',
        "numbers.py, line 1: there is no 'triple' in the reference.",
    ),
    "a hint without a value": (
        'misconceptions("double", {UNKNOWN: ["return 1"]})',
        "numbers.py, line 1: `UNKNOWN` should be a plain string or a constant: tables are read, not run.",
    ),
    "a change that is computed": (
        'misconceptions("double", {"?": ["return " + "1"]})',
        "numbers.py, line 1: `'return ' + '1'` should be a plain string or a constant: tables are read, not run.",
    ),
    "a change that is no list": (
        'misconceptions("double", {"?": ("2", "3")})',
        "numbers.py, line 1: this should be a list of changes.",
    ),
    "a pair of three": (
        'misconceptions("double", {"?": [("2", "3", "4")]})',
        "numbers.py, line 1: a change should be a new body, a pair (old text, new text), or a list of such pairs.",
    ),
    "an argument too few": (
        'misconception(of="double", hint="?")',
        "numbers.py, line 1: this line has the wrong arguments: missing 1 required keyword-only argument: 'change'.",
    ),
    "a mistake that nobody knows": (
        'generic_mistakes("sung", of="double")',
        "numbers.py, line 1: there is no generic mistake 'sung'; there are ",
    ),
    "a mistake of an exercise that nobody knows": (
        'generic_mistakes("printed", of="double triple")',
        "numbers.py, line 1: there is no exercise 'triple' in the reference; there are Net, count, double, slope.",
    ),
    "a mistake that cannot be made there": (
        'generic_mistakes("in_eval_mode", of="double")',
        "numbers.py, line 1: this change makes no difference to `double`.",
    ),
    "a misspelt statement": (
        'misconcepton(of="double", hint="?", change="return 1")',
        "numbers.py, line 1: `misconcepton(of='double', hint='?', change='return 1')` is nothing that a table of "
        "variants can have; it can have misconception, misconceptions, generic_mistakes, wheat.",
    ),
    "a misspelt mark": (
        '@misconcepton(of="double", hint="?")\ndef zero(n):\n    return 0\n',
        "numbers.py, line 2: `zero` has no mark; write @misconception(…) or @wheat(…) above it.",
    ),
    "a table that is no Python": ("misconceptions(", "numbers.py, line 1: '(' was never closed"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_a_wrong_table_is_told_with_its_line_and_what_to_do(tmp_path, case):
    table, words = ERRORS[case]
    with pytest.raises(SuiteError) as told:
        read(tmp_path, table)
    assert str(told.value).startswith(f"{tmp_path.name}/{words}")


# ── generic mistakes ─────────────────────────────────────────────────────────────────────────────────────────


def wrong(folder: Path, mistake: str, of: str) -> Any:
    [variant] = read(folder, f'generic_mistakes("{mistake}", of="{of}")')
    assert (variant.name, variant.hint) == (f"{of}: {mistake}", MISTAKES[mistake].hint)
    return made(variant)


def W() -> torch.Tensor:
    return torch.ones(1, requires_grad=True)


def x(rows: int = 3) -> torch.Tensor:
    return torch.arange(1.0, rows + 1)


def test_printed_gives_nothing_back(tmp_path, capsys):
    assert wrong(tmp_path, "printed", "double")(3) is None
    assert capsys.readouterr().out == "6\n"


@pytest.mark.parametrize("mistake", ["detached", "without_grad", "in_numpy"])
def test_no_gradient_flows_back_from_any_part_of_the_answer(tmp_path, mistake):
    mean, squares = wrong(tmp_path, mistake, "slope")(W(), x())
    assert not mean.requires_grad
    assert (mean.item(), squares.tolist()) == (2.0, [1.0, 4.0, 9.0])


@pytest.mark.parametrize(
    ("mistake", "dtype"), [("in_single_precision", torch.float32), ("in_double_precision", torch.float64)]
)
def test_every_part_of_the_answer_has_another_dtype(tmp_path, mistake, dtype):
    given = torch.float64 if dtype is torch.float32 else torch.float32
    answer = wrong(tmp_path, mistake, "slope")(W().to(given), x().to(given))
    assert [part.dtype for part in answer] == [dtype, dtype]


def test_a_list_or_a_number_stands_for_a_tensor(tmp_path):
    assert wrong(tmp_path, "as_list", "slope")(W(), x()) == (2.0, [1.0, 4.0, 9.0])
    assert wrong(tmp_path, "as_number", "slope")(W(), x(1)) == (1.0, 1.0)


def test_only_the_first_rows_of_every_tensor_count(tmp_path):
    assert len(wrong(tmp_path, "first_rows", "slope")(W(), x(50))[1]) == 10


def test_each_return_makes_the_mistake(tmp_path):
    errors, _ = wrong(tmp_path, "detached", "slope")(W(), x(101))
    assert not errors.requires_grad


def test_of_a_class_it_is_forward_that_makes_the_mistake(tmp_path):
    net = wrong(tmp_path, "without_grad", "Net")(torch.nn.Linear(1, 1))
    assert not net(torch.ones(1, 1)).requires_grad


def test_a_setting_of_torch_is_changed(tmp_path):
    before = torch.get_default_dtype()
    try:
        wrong(tmp_path, "default_dtype", "double")(1)
        assert torch.get_default_dtype() is torch.float64
        wrong(tmp_path, "gradients_off", "double")(1)
        assert not torch.is_grad_enabled()
    finally:
        torch.set_default_dtype(before)
        torch.set_grad_enabled(True)


def test_the_callers_model_is_changed(tmp_path):
    model = torch.nn.Linear(1, 1)
    model(torch.ones(1)).sum().backward()
    for mistake in ("in_eval_mode", "gradients_cleared", "frozen"):
        assert wrong(tmp_path, mistake, "count")(model) == 2
    weight = model.weight
    assert (model.training, weight.grad, weight.requires_grad) == (False, None, False)


def test_a_table_can_have_its_own_hint_for_a_generic_mistake(tmp_path):
    found = read(tmp_path, 'generic_mistakes("printed", "as_list", of="slope count", hint="What do you return?")')
    assert [(one.of, one.hint) for one in found] == [
        (of, "What do you return?") for of in ("slope", "slope", "count", "count")
    ]
