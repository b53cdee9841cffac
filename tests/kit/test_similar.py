"""Code that is nearly the same: what a copier changes does not hide it, and independent answers are not listed."""

import ast
import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rich.cells import cell_len

from grader.cli import main
from grader.course import Course, make_stub, read_course
from grader.course.variants import read_variants
from grader.gradebook.similar import Similar, find_similar, similar_record, similar_text
from grader.gradebook.similar.code import MOST_TOKENS, Block, Reader
from grader.gradebook.similar.winnow import GRAM, WINDOW, smallest
from grader.intake import Submission, SubmittedFile
from grader.intake.people import Collection, HandIn, Person
from grader.report.page import Layout
from grader.texts import Message

ROOT = Path(__file__).parents[2]
SECTIONS = tuple(section.id for section in read_course(ROOT).sections)
TRAINING = "s3_gradient_descent"


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(ROOT)


def handed_in(name: str, text: str, section: str | None = TRAINING, file: str = "") -> HandIn:
    files = (SubmittedFile(section or "helper", file or f"{section or 'helper'}.py", section, text),)
    return HandIn((Person(name, name.title()),), f"{name}.zip", Submission(name, files, name))


def collected(hand_ins: Sequence[HandIn]) -> Collection:
    return Collection("plain", Message("x"), tuple(hand_ins))


def names(similar: Similar) -> list[tuple[str, str]]:
    return [(pair.first.people[0].id, pair.second.people[0].id) for pair in similar.pairs]


# A class that was written honestly: each exercise of each student is another right answer, or is not attempted


def answers(section: str) -> dict[str, list[str]]:
    """The code of all right variants of each exercise."""
    reference = (ROOT / "solutions" / f"{section}.py").read_text(encoding="utf-8")
    found = defaultdict(list)
    for variant in read_variants(ROOT / "tests" / "hidden" / "wheat" / f"{section}.py", reference):
        found[variant.of].append(variant.source[len(reference) :])
    return dict(found)


def honest_class(section: str) -> list[HandIn]:
    """As many students as there are different answers; no two have the same answer to any exercise."""
    found = answers(section)
    return [
        handed_in(f"s{number}", "\n".join(some[number] for some in found.values() if number < len(some)), section)
        for number in range(max(map(len, found.values())))
    ]


OWN = '''
"""My solutions."""
import torch
from torch import Tensor


def hypothesis(x, W):
    # one product for every row
    predictions = torch.empty(x.shape[0], 1)
    for row in range(x.shape[0]):
        predictions[row, 0] = x[row, 0] * W[0]
    return predictions


def cost(W, x, y):
    """Mean of squares."""
    total = torch.tensor(0.0)
    difference = hypothesis(x, W).sub(y)
    for one in difference.reshape(-1):
        total = total + one.abs() ** 2
    return total.div(float(len(difference)))


def gradient(W, x, y):
    residuals = (x.mul(W) - y).squeeze(1)
    products = [residuals[i] * x[i, 0] for i in range(residuals.numel())]
    return 2.0 * sum(products) / len(products)


def update(W, gradient, lr):
    step = torch.as_tensor(gradient).mul(lr)
    return torch.clone(W).sub_(step.reshape(W.shape))


def train_manual(x, y, lr=0.1, epochs=10):
    W, steps = torch.zeros(1).to(x.dtype), list()
    counter = 0
    while counter < epochs:
        now = cost(W, x, y)
        steps = steps + [(float(W[0]), float(now))]
        slope = gradient(W, x, y)
        W = update(W, slope, lr=lr)
        counter += 1
    return W, steps
'''


@pytest.fixture(scope="module")
def written() -> str:
    """A solution of a student's own, in a style of their own."""
    return OWN


RENAMED = {
    "predictions": "out", "row": "i", "total": "acc", "difference": "d", "one": "value", "residuals": "errs",
    "products": "parts", "step": "delta", "steps": "log", "counter": "n", "now": "c", "slope": "g", "i": "k",
}  # fmt: skip


def with_other_names(text: str) -> str:
    for old, new in RENAMED.items():
        text = re.sub(rf"\b{old}\b", f"{new}_", text)
    return text


def in_another_order(text: str) -> str:
    head, *functions = re.split(r"(?m)^(?=def )", text)
    return head + "".join(functions[::-1])


def with_other_comments(text: str) -> str:
    text = text.replace("# one product for every row", "# I multiply each x by the weight").replace(
        "My solutions", "HW 3"
    )
    return re.sub(r"(?m)^(    )(\w+ = .*)$", r"\1# now the next step\n\1\2  # ok", text).replace(
        "Mean of squares.", "MSE"
    )


def with_type_hints(text: str) -> str:
    text = text.replace("(x, W):", "(x: Tensor, W: Tensor) -> Tensor:").replace(
        "(W, x, y):", "(W: Tensor, x, y: Tensor) -> Tensor:"
    )
    return text.replace("total = torch.tensor", "total: Tensor = torch.tensor").replace(
        "counter = 0", "counter: int = 0"
    )


def with_other_spaces(text: str) -> str:
    text = "\n".join(re.sub(r"^( +)", lambda found: "\t" * (len(found[1]) // 4), line) for line in text.split("\n"))
    return text.replace(", ", " ,").replace(" = ", "=").replace(" * ", "*").replace("return ", "return\\\n\t ")


def with_other_literals(text: str) -> str:
    return text.replace("0.1", "1e-1").replace("2.0", "2.").replace("0.0", ".0e0")


def through_other_imports(text: str) -> str:
    return (
        text.replace("import torch\n", "import torch as t\n")
        .replace("torch.", "t.")
        .replace("t.as_tensor", "as_tensor")
        + "\nfrom torch import as_tensor\n"
    )


def partly_rewritten(text: str) -> str:
    """One of the five is replaced by the copier's own."""
    own = "def update(W, gradient, lr):\n    return torch.add(W, gradient * -lr)\n\n\n"
    return re.sub(r"(?s)def update.*?(?=def train_manual)", own, text)


def with_more_around_it(text: str) -> str:
    return (
        text
        + "\n\nif __name__ == '__main__':\n"
        + "".join(f"    print({n}, 'my experiment', {n} ** 2)\n" for n in range(40))
    )


def with_a_syntax_error(text: str) -> str:
    return text.replace("counter += 1", "counter += = 1")


ALL_AT_ONCE = (with_other_names, with_type_hints, with_other_comments, in_another_order, with_other_literals)


def all_at_once(text: str) -> str:
    for change in ALL_AT_ONCE:
        text = change(text)
    return text


CHANGES: tuple[Callable[[str], str], ...] = (
    str, with_other_names, in_another_order, with_other_comments, with_type_hints, with_other_spaces,
    with_other_literals, through_other_imports, partly_rewritten, with_more_around_it, with_a_syntax_error, all_at_once,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_a_copier_changes_hides_nothing(course, written, change):
    copy = change(written)
    assert change is str or copy != written
    if change is not with_a_syntax_error:
        ast.parse(copy)
    class_ = [*honest_class(TRAINING), handed_in("alice", written), handed_in("bob", copy)]
    similar = find_similar(collected(class_), course)
    assert names(similar) == [("alice", "bob")]
    [section] = similar.pairs[0].sections
    assert section.section == TRAINING
    assert section.part > 0.6
    assert section.same_text is (change is str)


def test_the_lines_that_are_named_are_those_that_are_shared(course, written):
    class_ = [*honest_class(TRAINING), handed_in("alice", written), handed_in("bob", in_another_order(written))]
    [pair] = find_similar(collected(class_), course).pairs
    functions = {
        name: {
            part.name: (part.lineno, part.end_lineno)
            for part in ast.parse(text).body
            if isinstance(part, ast.FunctionDef)
        }
        for name, text in (("alice", written), ("bob", in_another_order(written)))
    }
    [section] = pair.sections
    assert len(section.passages) >= 4
    for passage in section.passages:
        [own] = [
            n
            for n, (first, last) in functions["alice"].items()
            if first <= passage.lines.first <= passage.lines.last <= last
        ]
        first, last = functions["bob"][own]
        assert first <= passage.other.first <= passage.other.last <= last


# Honest look-alikes


@pytest.mark.parametrize("section", SECTIONS)
def test_independent_right_answers_are_not_listed(course, section):
    """The false-positive rate of independent answers is 0: all pairs of all right variants, whole files of them."""
    assert find_similar(collected(honest_class(section)), course).pairs == ()


@pytest.mark.parametrize("section", SECTIONS)
def test_one_exercise_answered_alike_makes_no_pair(course, section):
    """Each student has the solution but for one exercise, in one of the ways that there are; two of each."""
    reference = (ROOT / "solutions" / f"{section}.py").read_text(encoding="utf-8")
    found = [(name, text) for name, texts in answers(section).items() for text in texts]
    class_ = [handed_in(f"{n}{twin}", reference + text, section) for n, (_, text) in enumerate(found) for twin in "ab"]
    similar = find_similar(collected(class_), course)
    lines = [sum(passage.length for passage in pair.sections[0].passages) for pair in similar.pairs]
    assert all(length > 8 for length in lines), "only what is long is evidence by itself"
    assert len(similar.pairs) <= len(found) / 4


def test_the_stub_and_the_solution_are_no_evidence(course):
    solution = (ROOT / "solutions" / f"{TRAINING}.py").read_text(encoding="utf-8")
    texts = [solution, with_other_comments(solution), make_stub(solution), make_stub(solution)]
    class_ = [handed_in(f"s{number}", text) for number, text in enumerate(texts)]
    assert find_similar(collected(class_), course) == Similar(compared=0)


def test_what_many_have_is_no_evidence(course, written):
    """A whole tutorial group was shown the same way at the blackboard."""
    honest = honest_class(TRAINING) * 4
    shown = [handed_in(f"t{number}", written) for number in range(10)]
    assert find_similar(collected([*honest, *shown]), course).pairs == ()


def test_a_group_that_shares_stands_together(course, written):
    texts = [written, with_other_names(written), with_type_hints(written)]
    shared = [handed_in(name, text) for name, text in zip(("alice", "bob", "carol"), texts, strict=True)]
    similar = find_similar(collected([*honest_class(TRAINING), *shared]), course)
    assert [[one.people[0].id for one in group] for group in similar.groups] == [["alice", "bob", "carol"]]
    assert len(similar.pairs) == 3


def test_students_of_one_group_are_no_pair(course, written):
    both = Person("g", "G")
    first, second = (
        HandIn((Person(name), both), name, handed_in(name, written).submission) for name in ("alice", "bob")
    )
    assert find_similar(collected([first, second]), course).pairs == ()


def test_two_files_alone_can_be_compared(course, written):
    class_ = [handed_in("alice", written), handed_in("bob", with_other_names(written))]
    assert names(find_similar(collected(class_), course)) == [("alice", "bob")]


def test_a_long_answer_to_one_exercise_can_be_a_pair(course):
    lines = "".join(
        f"    x{n} = torch.roll(W, {n}) @ y.index_select(0, x) + {n} ** (W.ndim - {n + 1})\n" for n in range(20)
    )
    text = f"import torch\ndef train_manual(x, y, W):\n{lines}    return x3\n"
    class_ = [*honest_class(TRAINING), handed_in("alice", text), handed_in("bob", text.replace("x1", "z1"))]
    assert names(find_similar(collected(class_), course)) == [("alice", "bob")]


def test_helper_files_are_compared_where_all_sections_are(course, written):
    class_ = [handed_in("alice", written, None, "lib/mine.py"), handed_in("bob", with_other_names(written), None)]
    [pair] = find_similar(collected(class_), course).pairs
    assert pair.sections[0].section == ""
    assert "other files" in similar_text(find_similar(collected(class_), course))
    assert find_similar(collected(class_), course, [TRAINING]).pairs == ()


def test_only_the_sections_asked_for_are_compared(course, written):
    class_ = [handed_in("alice", written), handed_in("bob", written)]
    assert find_similar(collected(class_), course, ["s2_linear_regression"]).pairs == ()


def test_the_order_of_the_hand_ins_changes_nothing(course, written):
    class_ = [*honest_class(TRAINING), handed_in("alice", written), handed_in("bob", all_at_once(written))]
    told = similar_record(find_similar(collected(class_), course))
    again = similar_record(find_similar(collected([*class_[3:], *class_[:3]]), course))
    assert told == again


# Hostile and odd files


def test_hand_ins_without_files_are_passed_over(course, written):
    nothing = HandIn((Person("x"),), "x.zip", None, Message("x"))
    unread = HandIn((Person("y"),), "y", Submission("y", (SubmittedFile(TRAINING, "a.py", TRAINING, None),), "y"))
    assert find_similar(collected([nothing, unread]), course) == Similar(compared=0)
    assert "0 pairs of hand-ins share most of their own code (of 0 that have any)" in similar_text(Similar(compared=0))


def test_what_is_no_python_is_compared_by_its_lines(course):
    broken = "".join(f"wenn x{n} gleich {n * n}: mache {'weiter' * n}\n" for n in range(30))
    class_ = [handed_in("alice", broken), handed_in("bob", broken.replace(" ", "  ") + "\n# mine")]
    similar = find_similar(collected(class_), course)
    assert names(similar) == [("alice", "bob")]
    assert "compared line by line in part: Alice (alice), Bob (bob)" in similar_text(similar)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000, "-" * 100_000 + "1", "a." * 100_000 + "a", "x = " + "9" * 100_000, "f'{" * 5000, "\0" * 1000,
        "def f():\n" * 20_000, "lambda: " * 5000, "x = '''" + "\n" * 200_000, "\f\n" * 100_000, "@\n" * 100_000,
        "\ud800 = 1",
    ],
)  # fmt: skip
def test_no_text_breaks_it_or_takes_long(text):
    started = time.process_time()
    blocks = Reader().blocks(text)
    assert sum(len(block.tokens) for block in blocks) <= MOST_TOKENS
    assert time.process_time() - started < 10


@pytest.mark.slow
def test_one_large_file_costs_no_more_than_its_bound():
    text = "".join(f"x{n} = {n} + y\n" for n in range(60_000))
    assert sum(len(block.tokens) for block in Reader().blocks(text)) <= MOST_TOKENS


def test_a_part_that_is_no_python_leaves_the_others_as_they_are():
    good = "def f(x):\n    return x.mean() * 2\n"
    bad = "def g(x)\n    return 1\n"
    [first, second] = Reader().blocks(good + bad)
    assert (first.tokens, first.lines_only) == (Reader().blocks(good)[0].tokens, False)
    assert (second.tokens, second.lines, second.lines_only) == (("defg(x)", "return1"), (3, 4), True)


# The code without its looks


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("def f(a):\n    b = a + 1\n    return b", "def f(x):\n  y=(x+1) # sum\n  return (y)"),
        ("def f(a):\n    return a", 'def f(a: int) -> int:\n    """Says a."""\n    pass\n    return a'),
        ("x = 0.1", "x: float = 1e-1"),
        ("x = 'a' 'b'", 'x = "ab"'),
        ("import torch\ntorch.nn.functional.relu(1)", "import torch.nn.functional as F\nF.relu(1)"),
        ("import torch\nx = torch.mean(1)", "from torch import mean as m\nx = m(1)"),
        ("class A:\n    def f(self):\n        self.w = 1", "class B:\n    def f(this):\n        this.weight = 1.0"),
    ],
)
def test_looks_change_nothing(one, other):
    assert [block.tokens for block in Reader().blocks(one)] == [block.tokens for block in Reader().blocks(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = a + b", "x = a - b"),
        ("x = f(1)", "x = f(2)"),
        ("x.mean()", "x.sum()"),
        ("a < b", "a <= b"),
        ("x = True", "x = 1"),
    ],
)
def test_what_is_said_does(one, other):
    assert [block.tokens for block in Reader().blocks(one)] != [block.tokens for block in Reader().blocks(other)]


def test_the_exercises_keep_their_names():
    [block] = Reader(["cost"]).blocks("def cost(x):\n    return other(x) + cost(x)\ndef other(): ...")[:1]
    assert block.tokens.count("cost") == 1


# Winnowing, as the paper has it


def test_winnowing_keeps_what_the_paper_keeps():
    """Figure 2 of Schleimer, Wilkerson and Aiken: these hashes, and windows of four."""
    hashes = [77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98]
    assert [hashes[place] for place in smallest(hashes, 4)] == [17, 17, 8, 39, 17]


def test_no_window_is_without_a_fingerprint():
    rng = random.Random(0)
    for _ in range(200):
        hashes = [rng.randrange(12) for _ in range(rng.randrange(40))]
        kept = set(smallest(hashes, WINDOW))
        for start in range(len(hashes) - WINDOW + 1):
            window = range(start, start + WINDOW)
            least = min(hashes[place] for place in window)
            assert max(place for place in window if hashes[place] == least) in kept
        assert bool(kept) == bool(hashes)


def test_what_is_long_enough_is_found_wherever_it_stands(course):
    from grader.gradebook.similar.winnow import Winnower

    rng = random.Random(1)
    for _ in range(100):
        shared = [f"s{rng.random()}" for _ in range(GRAM + WINDOW - 1)]
        both = []
        for name in "ab":
            before, after = ([f"{name}{rng.random()}" for _ in range(rng.randrange(20))] for _ in range(2))
            tokens = tuple(before + shared + after)
            both.append(set(Winnower().hashes([Block(tokens, tuple(range(len(tokens))))])))
        assert both[0] & both[1]


# The page and the command


@pytest.fixture(scope="module")
def found(course: Course, written: str) -> Similar:
    class_ = [*honest_class(TRAINING), handed_in("alice", written), handed_in("bob", all_at_once(written))]
    return find_similar(collected(class_), course)


def test_the_page_says_that_it_is_no_verdict(found):
    text = " ".join(similar_text(found).split())
    assert "1 pair of hand-ins shares most of its own code" in text
    assert "a list of places to look at, and no verdict" in text
    assert "Alice (alice) ↔ Bob (bob)" in text
    assert "no verdict" in json.loads(json.dumps(similar_record(found)))["note"]


def test_the_page_shows_the_code_of_both(found):
    text = similar_text(found, Layout(width=100, verbose=True))
    assert "now = cost(W, x, y)" in text
    assert "c_ = cost(W, x, y)" in text


@pytest.mark.parametrize("width", [60, 80, 110])
def test_the_page_fits_a_terminal(found, width):
    assert max(map(cell_len, similar_text(found, Layout(width=width, verbose=True)).splitlines())) <= width


def test_code_and_names_write_nothing_on_the_terminal(course, written):
    hostile = written.replace("Mean of squares.", "\x1b[2J").replace(
        "counter < epochs", "counter < epochs and '\x1b[31m\u202e'"
    )
    class_ = [handed_in("alice\x1b[2J", hostile), handed_in("bob\u202e", hostile)]
    text = similar_text(find_similar(collected(class_), course), Layout(verbose=True))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_nobody_alike_is_said_as_well(course):
    assert "0 pairs of hand-ins" in similar_text(find_similar(collected([]), course))


def test_the_command_lists_the_pairs(course, written, monkeypatch, capsys, tmp_path):
    asked = []
    collect: Any = ModuleType("grader.intake.collect")
    roster: Any = ModuleType("grader.intake.roster")
    roster.read_roster = lambda path: f"roster of {path.name}"

    def collect_hand_ins(
        source: Path, course: Course, layout: str, roster: object, sections: Sequence[str]
    ) -> Collection:
        asked.append((source.name, layout, roster, tuple(sections)))
        return collected([handed_in("alice", written), handed_in("bob", with_other_names(written))])

    collect.collect_hand_ins = collect_hand_ins
    for module in (collect, roster):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    more = ["--course", str(ROOT), "--layout", "canvas", "--roster", "r.csv", "--section", TRAINING]
    with pytest.raises(SystemExit) as end:
        main(["similar", "hand-ins.zip", *more])
    assert end.value.code == 0
    assert asked == [("hand-ins.zip", "canvas", "roster of r.csv", (TRAINING,))]
    assert "Alice (alice)  ↔  Bob (bob)" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["similar", "hand-ins.zip", *more, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["pairs"][0]["sections"][0]["section"] == TRAINING


@pytest.mark.slow
def test_a_class_takes_seconds(course):
    """40 students with the whole course; the time is in proportion, so 400 take ten times as long."""
    rng = random.Random(0)
    found = {section: answers(section) for section in SECTIONS}
    class_ = []
    for number in range(40):
        files = []
        for section, exercises in found.items():
            text = "\n".join(rng.choice(some) for some in exercises.values())
            stub = (ROOT / "exercises" / f"{section}.py").read_text(encoding="utf-8")
            files.append(SubmittedFile(section, f"{section}.py", section, stub + text))
        class_.append(HandIn((Person(f"s{number}"),), f"s{number}", Submission("s", tuple(files), f"{number}")))
    started = time.process_time()
    find_similar(collected(class_), course)
    assert time.process_time() - started < 6
