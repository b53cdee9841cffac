"""A notebook counts like a file: its code cells in order, and what one of them raises costs that cell alone."""

import json
import subprocess
import sys
import time

import pytest

from grader.boundary.answers import StudentError
from grader.intake import read_submission
from grader.intake.notebook import convert
from grader.intake.source import Unreadable
from grader.report.words import note_text
from grader.runner.facts import facts_of
from grader.texts import translator
from grader.wire.cells import cell_lines
from grader.wire.messages import EndedCell

tell = translator().tell


def notebook(*cells, **changes):
    """A notebook's bytes: of code cells, as a text or as lines, and of cells as they are."""
    made = [one if isinstance(one, dict) else {"cell_type": "code", "source": one, "outputs": []} for one in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes}).encode()


def cells(data):
    """The text of each code cell as it would be run."""
    text = convert(data, "s3.ipynb").text
    lines, marks = text.split("\n"), [line for _, line in cell_lines(text)]
    return ["\n".join(lines[a : b - 1]).rstrip("\n") for a, b in zip(marks, [*marks[1:], len(lines) + 1], strict=True)]


def said(*texts):
    return [tell(remark) for remark in convert(notebook(*texts), "s3.ipynb").remarks]


def test_the_code_cells_are_read_in_order():
    markdown = {"cell_type": "markdown", "source": "# Title"}
    data = notebook("import torch", markdown, ["x = 1\n", "y = 2"], {"cell_type": "raw", "source": "no"}, "")
    assert cells(data) == ["import torch", "x = 1\ny = 2", ""]


def test_what_nbformat_writes_is_read():
    nbformat = pytest.importorskip("nbformat")
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_markdown_cell("*Hi*"), nbformat.v4.new_code_cell("x = 'ö'\r\ny = 1")]
    assert cells(nbformat.writes(made).encode()) == ["x = 'ö'\ny = 1"]
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell("x = 1")])])
    assert cells(json.dumps(old).encode()) == ["x = 1"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("%matplotlib inline\nx = 1", "pass  # %matplotlib inline\nx = 1"),
        ("!pip install torch\nx = 1", "pass  # !pip install torch\nx = 1"),
        ("!pip install \\\n  torch\nx = 1", "pass  # !pip install \\\npass  # torch\nx = 1"),
        ("if x:\n    %cd data\n    y = 1", "if x:\n    pass  # %cd data\n    y = 1"),
        ("files = !ls (\nx = 1", "pass  # files = !ls (\nx = 1"),
        ("torch.mean?\n?torch.sum\nx = 1", "pass  # torch.mean?\npass  # ?torch.sum\nx = 1"),
        ("%%time\nx = 1", "pass  # %%time\nx = 1"),
        ("%%bash\necho 1", "# %%bash\n# echo 1"),
        ("%%writefile s3.py\nx = 1", "# %%writefile s3.py\n# x = 1"),
        ("  x = 1\n  if x:\n    y = 2", "x = 1\nif x:\n  y = 2"),
        # and nothing else is touched
        ("x = (7\n % 3)", "x = (7\n % 3)"),
        ("text = '''\n%time\n!ls\n'''", "text = '''\n%time\n!ls\n'''"),
        ("%time f()\ntext = '''\n%time\n'''", "pass  # %time f()\ntext = '''\n%time\n'''"),
        ("@decorated\ndef f(): pass", "@decorated\ndef f(): pass"),
    ],
)
def test_what_only_a_notebook_understands_is_left_out_and_each_line_stays_where_it_was(text, read):
    assert cells(notebook(text, "y = 1")) == [read, "y = 1"]
    assert len(read.split("\n")) == len(text.split("\n"))


def test_what_was_left_out_is_said():
    assert said("%time f()\n!ls\nx = 1", "%%bash\nls") == [
        "4 lines of s3.ipynb are for notebooks only and were left out."
    ]
    assert said("x = 1", "def f(:\n  pass", "y = 1") == ["Code cell 2 of s3.ipynb was left out: it is not Python."]
    assert said("x = (", "y = 1", "0_") == ["Code cells 1, 3 of s3.ipynb were left out: they are not Python."]
    assert cells(notebook("def f(:\n  pass", "y = 1")) == ["# def f(:\n#   pass", "y = 1"]
    assert said("x = 1") == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x = 1",
        b"[]",
        b'{"cells": []}',
        notebook("x = 1", nbformat="4"),
        notebook({"cell_type": "code", "source": 1}),
        notebook({"cell_type": "code", "source": ["x", 1]}),
        b'{"nbformat": 4, "cells": ' + b"[" * 100_000,
        notebook(*[""] * 10_001),
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_refused(data):
    with pytest.raises(Unreadable) as caught:
        convert(data, "s3.ipynb")
    assert tell(caught.value.about("s3.ipynb")) == "s3.ipynb is not a notebook that can be read. Save it again."


@pytest.mark.parametrize(
    "texts",
    [
        ["x = " + "(" * 50_000],
        ["x = " + "-" * 50_000 + "1"],
        ["a" + ".b" * 50_000],
        ["\0", "%x\n" * 50_000],
        ["%x\n" * 200] * 1000,
    ],
)
def test_a_hostile_one_takes_no_time(texts):
    began = time.process_time()
    made = convert(notebook(*texts, "y = 1"), "s3.ipynb")
    assert time.process_time() - began < 20
    assert "\0" not in made.text
    made.text.encode()


def test_one_that_is_large_is_refused():
    with pytest.raises(Unreadable) as caught:
        convert(notebook("#" * 2**20 + "#"), "s3.ipynb")
    assert "too large" in tell(caught.value.about("s3.ipynb"))


# ── in a worker ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_that_raises_costs_nothing_but_itself(hand_in):
    text = convert(
        notebook(
            "import math",
            "a = 1\nraise ValueError('no')\ndef lost(): return 0",
            "def twice(x):\n    return 2 * x",
            "exit()\ndef never(): return 0",
            "display(a)",
            "print(undefined)",
            "class Broken(math.nothing): pass",
            "@math.nothing\ndef decorated(): return 1",
            "def last():\n    return twice(a)",
        ),
        "work.ipynb",
    ).text
    subject = hand_in(work=text).subject()
    assert (subject.twice(4), subject.last()) == (8, 2)
    for name, error, cell in (("lost", "ValueError", 2), ("never", "SystemExit", 4), ("Broken", "AttributeError", 7)):
        with pytest.raises(StudentError) as caught:
            getattr(subject, name)()
        assert (caught.value.type, caught.value.lines[0].function) == (error, f"code cell {cell}")


def test_a_name_that_no_cell_defines_is_missing(hand_in):
    text = convert(notebook("train(3)", "def cost(): return 1"), "work.ipynb").text
    subject = hand_in(work=text).subject()
    with pytest.raises(StudentError) as caught:
        subject.train()
    assert caught.value.refusal == "undefined"


def test_the_text_alone_says_what_is_a_notebook(hand_in):
    subject = hand_in(work="# %% code cell 1\nraise ValueError\n# %% code cell 2\ndef f(): return 1").subject()
    with pytest.raises(StudentError):
        subject.f()
    assert cell_lines("# %% code cell 1\nx = 1\n") == []


def test_the_report_names_the_cell(toy):
    """In a student's message where a test needs what the cell would have defined; otherwise in a note."""
    path = toy.submission()
    original = (path / "alpha.py").read_text()

    def graded(*cells):
        (path / "alpha.py").write_text(convert(notebook(*cells), "alpha.ipynb").text)
        run = toy.grade(path, sections=("alpha",))
        return [(verdict.status.value, toy.said(verdict)) for verdict in run.verdicts], run.notes

    verdicts, notes = graded("import torch", "def broken(:", original, "x = 1\n\nraise KeyError('halfway')")
    assert {status for status, _ in verdicts} == {"passed"}
    assert [note_text(note, translator()) for note in notes if note.kind == "cell"] == [
        "code cell 4 of alpha.py ended with KeyError on its line 3; the cells after it were run"
    ]
    verdicts, notes = graded("import torch", f"raise KeyError('halfway')\n{original}")
    assert not any(status == "passed" for status, _ in verdicts)
    assert sum("in code cell 2" in message for _, message in verdicts) > len(verdicts) / 2


def test_what_a_worker_tells_of_cells_is_believed_of_cells_that_there_are(toy):
    facts = facts_of(read_submission(toy.submission(), toy.course), toy.course)
    lies = [EndedCell(1, 10**9, "\x1b[31m"), EndedCell(-1, 0, "")]
    assert list(facts.cell_notes("alpha", lies)) == []


# ── `check` and `grade` ──────────────────────────────────────────────────────────────────────────────────────────


def hand_in_notebook(toy, *cells, **files):
    """A folder whose alpha is a notebook; `files` as for `toy.submission`."""
    path = toy.submission(**{"alpha": None, **files})
    (path / "alpha.ipynb").write_bytes(notebook(*cells))
    return path


def test_a_notebook_is_graded_alone_or_in_a_folder(toy):
    original = (toy.root / "solutions" / "alpha.py").read_text()
    path = hand_in_notebook(toy, "%matplotlib inline\nimport torch", original, "raise KeyError('plot')")
    for place in (path, path / "alpha.ipynb"):
        run = toy.grade(place, sections=("alpha",))
        assert {verdict.status.value for verdict in run.verdicts} == {"passed"}
        assert [note_text(note, translator()) for note in run.notes if note.kind == "cell"] == [
            "code cell 3 of alpha.ipynb ended with KeyError on its line 1; the cells after it were run"
        ]
    command = [sys.executable, "-m", "grader", "check", str(path / "alpha.ipynb"), "--isolation", "process"]
    done = subprocess.run(command, cwd=toy.root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "code cell 3 of alpha.ipynb ended with KeyError on its line 1" in done.stderr


def test_a_python_file_counts_before_a_notebook_unless_nobody_has_written_in_it(toy):
    original = (toy.root / "solutions" / "alpha.py").read_text()
    stub = (toy.course.exercises / "alpha.py").read_text()

    def read(file, cells):
        submission = read_submission(hand_in_notebook(toy, cells, alpha=file), toy.course)
        used = [one.name for one in submission.files if one.section == "alpha"]
        return used, [tell(remark) for remark in submission.remarks], [name for name, _ in submission.ignored]

    assert read(None, original) == (["alpha.ipynb"], [], [])
    assert read(stub, original) == (
        ["alpha.ipynb"], ["alpha.ipynb counts: nothing is written in the Python file beside it."], ["alpha.py"],
    )  # fmt: skip
    used, [remark], ignored = read(original, original)
    assert (used, remark.split(":")[0], ignored) == (
        ["alpha.py"], "alpha.py counts, and alpha.ipynb does not", ["alpha.ipynb"],
    )  # fmt: skip
    assert read(original, stub) == (["alpha.py"], [], ["alpha.ipynb"])
    assert read(stub, stub) == (["alpha.py"], [], ["alpha.ipynb"])


def test_a_damaged_notebook_says_so(toy):
    path = hand_in_notebook(toy, "x = 1")
    (path / "alpha.ipynb").write_bytes(b"{")
    run = toy.grade(path, sections=("alpha",))
    said = {toy.said(verdict) for verdict in run.verdicts if verdict.section == "alpha"}
    assert any("alpha.ipynb is not a notebook that can be read" in text for text in said)
