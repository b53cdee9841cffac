"""Exercises as a notebook: `grader stubs --notebook` writes it, and `grader.check` in a cell says what is wrong."""

import ast
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from grader.cli import main
from grader.course import read_course
from grader.course.notebooks import make_notebook, write_notebooks
from grader.course.starter import make_course
from grader.errors import CourseError, UsageError
from grader.intake.notebook import convert
from grader.notebook import _kernel
from grader.notebook.fragment import Block, as_html
from grader.notebook.held import held
from grader.notebook.service import Asked, Request, find
from grader.release.contents import contents
from grader.texts import translator

ENGLISH = translator()
ALPHA = "exercises/alpha.ipynb"


def cells(text):
    """The cells of a notebook's text: type and source."""
    return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]


# ── the notebook ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def made(toy):
    """The text of a notebook of the toy course."""
    write_notebooks(toy.course, ENGLISH)
    return (toy.root / ALPHA).read_text(encoding="utf-8")


def test_an_exercise_is_its_text_a_cell_to_write_in_and_a_cell_that_checks(made):
    at = [source for _, source in cells(made)].index('grader.check("size")')
    assert cells(made)[at - 2 : at + 1] == [
        ("markdown", "## size\n\nThe number without its sign."),
        (
            "code",
            'def size(number: int) -> int:\n    """The number without its sign."""\n    raise NotImplementedError',
        ),
        ("code", 'grader.check("size")'),
    ]


def test_the_same_stub_gives_the_same_valid_bytes(toy, made):
    assert write_notebooks(toy.course, ENGLISH) == []
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(made, 4))


def test_the_course_s_own_notebooks_hold_what_the_stubs_do():
    course = read_course(Path(__file__).parents[2])
    for section in course.sections:
        stub = (course.exercises / section.file).read_text(encoding="utf-8")
        text = convert(make_notebook(stub, section).encode(), "x.ipynb").text
        for name in section.exercises:
            assert f'grader.check("{name}")' in text
        assert code(stub) <= code(text)


def code(text):
    """Each definition of a file, without docstrings."""
    found = set()
    for part in ast.parse(text).body:
        if not isinstance(part, ast.Expr):
            for inner in ast.walk(part):
                if isinstance(inner, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(inner) is not None:
                    del inner.body[0]
            found.add(ast.unparse(part))
    return found


def changed(made, old, new):
    """The notebook with another text in the cell that has this one; with a cell more, where there is no old one."""
    document = json.loads(made)
    if not old:
        document["cells"].append({"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "source": new})
    for cell in document["cells"]:
        text = "".join(cell["source"])
        cell["source"] = text.replace(old, new) if old else text
    return json.dumps(document)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('sign."""\n    raise NotImplementedError', 'sign."""\n    return abs(number)'),
        ("def size(number: int) -> int:", "def size(number: int -> int:"),
        ("", "size(3)"),
        ("", "def helper(): return 1"),
        ("", "%timeit size(3)"),
    ],
)
def test_a_notebook_in_which_a_student_has_written_is_never_written_over(toy, made, old, new):
    (toy.root / ALPHA).write_text(mine := changed(made, old, new))
    assert mine != made
    with pytest.raises(CourseError, match=r"alpha\.ipynb is no stub any more"):
        write_notebooks(toy.course, ENGLISH)
    assert (toy.root / ALPHA).read_text() == mine
    assert "alpha.ipynb" in write_notebooks(toy.course, ENGLISH, force=True)


def test_one_that_only_ran_or_is_of_an_older_release_is_renewed(toy, made):
    document = json.loads(changed(made, "without its sign", "without a sign"))
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "hi"}]}
    (toy.root / ALPHA).write_text(json.dumps(document))
    assert write_notebooks(toy.course, ENGLISH) == ["alpha.ipynb"]
    assert (toy.root / ALPHA).read_text(encoding="utf-8") == made


def test_the_command_writes_them_and_says_whether_they_are_up_to_date(toy, capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["stubs", "--notebook", "--course", str(toy.root), *arguments])
        return end.value.code, capsys.readouterr().err

    assert run("--check")[0] == 1
    status, said = run()
    assert (status, "alpha.ipynb" in said) == (0, True)
    assert run("--check") == (0, "")


def test_a_release_carries_them_when_asked(tmp_path):
    course = make_course(tmp_path / "course")
    given = [contents(course, "1", {}, course.sections, (), False, wanted) for wanted in (False, True)]
    assert {*given[1]} - {*given[0]} == {"exercises/s1_spread.ipynb"}
    stub = given[1]["exercises/s1_spread.py"].decode()
    assert given[1]["exercises/s1_spread.ipynb"].decode() == make_notebook(stub, course.sections[0])


# ── what a notebook holds ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ran", "kept"),
    [
        # of a function that was written twice, the last one; what it needs; nothing that was tried out
        (["def f(): return 1", "f()", "def f(): return 2"], ["def f(): return 2"]),
        (["import torch", "def f(): return torch.ones(1)"], ["import torch", "def f(): return torch.ones(1)"]),
        (["def f(): return g()", "def g(): return 1", "print(f())"], ["def f(): return g()", "def g(): return 1"]),
        (["def f(): return 1\nfor _ in range(10**9): pass\nx = 5"], ["def f(): return 1"]),
        (["%time x = 1\n!ls", "%%check f\ndef f(): return 1"], ["def f(): return 1"]),
        (["def f(: pass", "def f(): return 1"], ["def f(): return 1"]),
        # what changes it
        (["f = {}", "f['a'] = 1", "g = {}"], ["f = {}", "f['a'] = 1"]),
        (["f = {}", "f.update(a=1)"], ["f = {}", "f.update(a=1)"]),
        (["f = {}", "f['a'] = 1", "f = {}"], ["f = {}"]),
        (["f = 1", "f += 1", "if f:\n    f = 3"], ["f = 1", "f += 1", "if f:\n    f = 3"]),
        (["def f(): return 1", "g = print", "f = g(f)"], ["def f(): return 1", "g = print", "f = g(f)"]),
        (["import torch\ntorch.seed()\nf = torch.rand"], ["import torch\ntorch.seed()\nf = torch.rand"]),
        (["from torch import *", "def f(): return ones(1)"], ["from torch import *", "def f(): return ones(1)"]),
        (["@g\ndef f(): return 1", "x = 1"], ["@g\ndef f(): return 1"]),
        (["class f:\n    x = y", "y = 2", "y = 3", "x = 1"], ["class f:\n    x = y", "y = 3"]),
        (["g = 1"], []),
    ],
)  # fmt: skip
def test_of_what_ran_the_statements_count_that_the_exercise_comes_from(ran, kept):
    text, bound = held([*enumerate(ran, 1)], ["f"])
    whole = ast.unparse(ast.parse(text))
    assert whole == ast.unparse(ast.parse("\n".join(kept)))
    assert ("f" in bound) == bool(kept)


def test_each_line_stays_where_it_was_in_its_cell():
    text, _ = held([(7, "x = 1\n\ndef f():\n    return 1")], ["f"])
    assert text.split("\n")[1:] == ["# %% code cell 7", "", "", "def f():", "    return 1", ""]


# ── which exercise ───────────────────────────────────────────────────────────────────────────────────────────────

KNOWN = {"s2_line": ["cost", "train"], "s3_slope": ["cost", "gradient"], "s31_more": ["update"]}


@pytest.mark.parametrize(
    ("exercise", "section", "own", "found"),
    [
        ("gradient", "", "", ("s3_slope", "gradient")),
        ("s2 cost", "", "", ("s2_line", "cost")),
        ("cost", "s3_slope", "", ("s3_slope", "cost")),
        ("cost", "", "s2_line", ("s2_line", "cost")),
        ("gradient", "", "s2_line", ("s3_slope", "gradient")),
        ("cost", "", "Untitled", None),
        ("s2", "", "", ("s2_line", "cost", "train")),
        ("", "", "s2_line", ("s2_line", "cost", "train")),
        ("", "", "", None),
        ("s3 cost", "", "", None),  # s3 begins the names of two
        ("nothing", "", "s2_line", None),
        ("update", "s2", "", None),
    ],
)
def test_an_exercise_is_found_by_its_name_its_section_or_the_notebook_s(exercise, section, own, found):
    request = Request(exercise, section, own, ".", [])
    if found is None:
        with pytest.raises(UsageError):
            find(request, KNOWN)
    else:
        assert find(request, KNOWN) == Asked(found[0], found[1:])


def test_one_of_several_sections_is_asked_for():
    with pytest.raises(UsageError) as caught:
        find(Request("cost", "", "", ".", []), KNOWN)
    assert str(caught.value) == (
        '`cost` is an exercise of several sections: s2_line, s3_slope. Say which one: grader.check("s2 cost")'
    )


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_text_of_a_student_is_escaped():
    evil = "<script>alert(1)</script>"
    shown = as_html([Block(evil, evil, False, ((evil, evil, evil),))], [evil], ENGLISH)
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 6


def test_importing_the_package_is_cheap_and_a_script_is_told_what_to_do():
    code = 'import sys, grader; assert "typing" in sys.modules; print(grader.check("f")); print("torch" in sys.modules)'
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "grader.check works in a notebook. In a terminal, run: grader check\nFalse\n"


def test_a_check_in_a_graded_notebook_does_nothing(hand_in):
    subject = hand_in(
        work="import grader\ngrader.section('x')\nanswer = grader.check('f')\ndef f(): return 1"
    ).subject()
    assert (subject.f(), subject.value("answer")) == (1, None)


RIGHT = "import torch\ndef slope(W, x, y):\n    return 2 * torch.mean((W * x - y) * x)"
WRONG = "import torch\ndef slope(W, x, y):\n    return 2 * torch.sum((W * x - y) * x)"


def test_a_cell_s_check_says_what_grader_check_says(toy, tmp_path, monkeypatch):
    """In IPython's own shell, in this process."""
    interactive = pytest.importorskip("IPython.core.interactiveshell")
    monkeypatch.chdir(toy.root / "exercises")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    shell = interactive.InteractiveShell.instance()
    try:

        def run(text):
            done = shell.run_cell(text, store_history=True)
            return repr(done.result)

        run("%load_ext grader\nimport grader\ngrader.section('alpha')")
        assert run("grader.check('slope')") == "The notebook does not have slope yet: run the cell that defines it."
        run(WRONG)
        wrong = run("grader.check('slope')")
        assert wrong.startswith("✗ slope · ")
        assert "(3 times too large)" in wrong
        assert "Is it a sum or a mean?" in wrong
        run(RIGHT)
        assert run("grader.check('slope')").startswith("✓ slope · ")
        shell.run_cell("%%check size\ndef size(number):\n\n    return number.missing", store_history=True)
        assert ", line 4, in size" in repr(shell.user_ns["_"])
        assert run("grader.check('double_')") == "`double_` has no public test."
        assert run("grader.check('nothing')").startswith("There is no exercise `nothing`")
        toy.write({"tests/public/test_alpha.py": (toy.root / "tests/public/test_alpha.py").read_text() + "\n# newer\n"})
        assert run("grader.check('alpha slope')").startswith("✓ slope · ")
        monkeypatch.chdir("/")
        assert run("grader.check('slope')").startswith("The course is not here.")
    finally:
        _kernel(shell).end()
        shell.history_manager.end_session()
        interactive.InteractiveShell.clear_instance()


def test_a_generated_notebook_runs_in_a_kernel(toy, made):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    notebook = nbformat.reads(made, 4)
    named = {cell["id"]: cell for cell in notebook.cells}
    named["code-slope"].source = textwrap.dedent(RIGHT)
    named["code-size"].source = "def size(number):\n    return number"
    kernel = nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(toy.root / "exercises")}}
    )
    kernel.execute()

    def shown(id):
        [output] = named[id]["outputs"]
        return output["data"]["text/html"], output["data"]["text/plain"]

    assert "✓ <strong>slope</strong>" in shown("check-slope")[0]
    page, text = shown("check-size")
    assert "✗ <strong>size</strong>" in page
    assert "expected 3" in text or "got" in text
    assert shown("check-double_")[1] == "`double_` has no public test."
