"""What is handed in is hostile: files of every kind, read or refused with one sentence."""

import os
from pathlib import Path

import pytest

from grader.course import read_course
from grader.errors import SubmissionError
from grader.intake import read_submission
from grader.texts import translator


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    sections = ", ".join(f'{{id = "{id}", title = "", points = 1}}' for id in ("one", "two"))
    table = f'[tool.grader]\ntitle = "T"\nsections = [{sections}]\n'
    (root / "pyproject.toml").write_text(table)
    return read_course(root)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "alice"
    path.mkdir()
    return path


def told(file):
    """What a student is told of a file that cannot be read."""
    return translator().tell(file.problem)


def one(folder: Path, data: bytes, course):
    (folder / "one.py").write_bytes(data)
    return read_submission(folder, course).files[0]


def test_the_sections_come_first_in_the_courses_order_then_the_other_modules(folder, course):
    for name in [
        "two.py",
        "one.py",
        "a.py",
        "conftest.py",
        "sitecustomize.py",
        "2b.py",
        "class.py",
        "notes.txt",
        "x.PY",
    ]:
        (folder / name).write_text("x = 1\n")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "b.py").write_text("x = 1\n")
    submission = read_submission(folder, course)
    assert submission.name == "alice"
    assert [(file.name, file.section) for file in submission.files] == [
        ("one.py", "one"),
        ("two.py", "two"),
        ("a.py", None),
    ]


def test_one_file_is_a_submission_as_well(folder, course):
    for name in ["one.py", "two.py"]:
        (folder / name).write_text("x = 1\n")
    submission = read_submission(folder / "two.py", course)
    assert (submission.name, [file.module for file in submission.files]) == ("alice/two", ["two"])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"x = 1\n", "x = 1\n"),
        (b"x = 1", "x = 1"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"x = 1\r\ny = 2\rz = 3\n", "x = 1\ny = 2\nz = 3\n"),
        (b"if x:\n\ty = 1\n", "if x:\n\ty = 1\n"),
        ('x = "é가"\n'.encode(), 'x = "é가"\n'),
        ('# coding: euc-kr\nx = "가"\n'.encode("euc-kr"), '# coding: euc-kr\nx = "가"\n'),
        ('#!/usr/bin/python\n# -*- coding: latin-1 -*-\nx = "é"\n'.encode("latin-1"), None),
        (b"x = '" + b"a" * 1_000_000 + b"'\n", None),
        (b"def f(:\n", "def f(:\n"),
    ],
)
def test_source_is_read_as_python_reads_it(folder, course, data, text):
    file = one(folder, data, course)
    assert file.problem is None
    assert file.text == (data.decode("latin-1") if text is None else text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x = 1\ny = '\xff'\n", "is not UTF-8: byte 0xff at offset 11, line 2"),
        (b"\xff\xfex\x00", "is UTF-16, which Python does not read"),
        (b"x\x00", "NUL byte on line 1"),
        (b"x = 1\n\n\0", "NUL byte on line 3"),
        (b"\xff\n", "is not UTF-8: byte 0xff at offset 0, line 1"),
        (b"# coding: cp949\n'\xff\xff'\n", "is not cp949: byte 0xff"),
        (b"# coding: idna\n", "'idna', which Python source cannot use"),
        (b"# coding: rot13\n", "'rot13', which Python source cannot use"),
        (b"# coding: no-such-thing\n", "'no-such-thing', which Python source cannot use"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "begins as UTF-8 but declares 'latin-1'"),
        (b"#" * (1024 * 1024 + 1), "is too large: the limit is 1 MiB"),
        (b"# coding: cp1252\n#" + b"\x80" * (400 * 1024), "is too large: the limit is 1 MiB"),
    ],
)
def test_what_is_no_source_costs_its_section_alone(folder, course, data, said):
    (folder / "two.py").write_text("x = 1\n")
    file = one(folder, data, course)
    assert file.text is None
    problem = told(file)
    assert problem.startswith("one.py ")
    assert said in problem
    assert "\n" not in problem
    assert read_submission(folder, course).files[1].text == "x = 1\n"


@pytest.mark.timeout(10)
def test_a_pipe_a_folder_and_links_are_not_followed_out_of_the_submission(folder, course, tmp_path):
    (tmp_path / "secret.py").write_text("answer = 42\n")
    (folder / "two.py").write_text("x = 1\n")
    os.mkfifo(folder / "one.py")
    (folder / "a.py").symlink_to(tmp_path / "secret.py")
    (folder / "b.py").symlink_to("two.py")
    (folder / "c.py").symlink_to("c.py")
    (folder / "d.py").symlink_to("/dev/zero")
    (folder / "e.py").mkdir()
    files = {file.name: file for file in read_submission(folder, course).files}
    assert files["b.py"].text == "x = 1\n"
    for name, said in [
        ("one", "regular"),
        ("a", "outside"),
        ("c", "does not exist"),
        ("d", "outside"),
        ("e", "regular"),
    ]:
        assert files[f"{name}.py"].text is None
        assert said in told(files[f"{name}.py"])


def test_a_single_file_may_not_lead_elsewhere_either(folder, course, tmp_path):
    (tmp_path / "secret.py").write_text("answer = 42\n")
    (folder / "one.py").symlink_to(tmp_path / "secret.py")
    assert read_submission(folder / "one.py", course).files[0].text is None


@pytest.mark.parametrize("path", ["alice", "alice/one.py", "bob/work", "bob/work/one.py", "bob/work/../one.py"])
@pytest.mark.parametrize("here", ["submissions", "elsewhere"])
def test_a_path_through_a_link_is_refused_and_says_where_it_leads(tmp_path, course, monkeypatch, here, path):
    """`alice` and `bob/work` are links to a neighbour's work."""
    submissions = tmp_path / "submissions"
    for folder in ("elsewhere", "submissions/bob", "submissions/carol/more"):
        (tmp_path / folder).mkdir(parents=True)
    (submissions / "carol" / "one.py").write_text("x = 1\n")
    (submissions / "carol" / "more" / "one.py").write_text("x = 1\n")
    (submissions / "alice").symlink_to("carol")
    (submissions / "bob" / "work").symlink_to("../carol/more")
    monkeypatch.chdir(tmp_path / here)
    with pytest.raises(SubmissionError) as error:
        read_submission(Path(path) if here == "submissions" else submissions / path, course)
    assert "is a link" in str(error.value)
    assert str(submissions / "carol") in str(error.value)


def test_the_links_above_the_current_folder_are_ones_own(tmp_path, course, monkeypatch):
    (tmp_path / "disk" / "alice").mkdir(parents=True)
    (tmp_path / "disk" / "alice" / "one.py").write_text("x = 1\n")
    (tmp_path / "courses").symlink_to("disk")
    monkeypatch.chdir(tmp_path / "courses")
    assert read_submission(Path("alice"), course).files[0].text == "x = 1\n"
    assert read_submission(Path("alice/one.py"), course).files[0].text == "x = 1\n"


def test_a_crowded_folder_is_bounded_and_loses_no_section(folder, course):
    for number in range(100):
        (folder / f"a{number:03}.py").write_text("")
    (folder / "two.py").write_text("")
    files = read_submission(folder, course).files
    assert len(files) == 64
    assert files[0].name == "two.py"


def test_all_files_together_are_bounded_and_no_section_is_lost(folder, course):
    for name in ("one", "two", *(f"a{number:02}" for number in range(20))):
        (folder / f"{name}.py").write_text("#" * 1024 * 1024)
    files = read_submission(folder, course).files
    taken = [file.name for file in files if file.text is not None]
    assert taken == ["one.py", "two.py", *(f"a{number:02}.py" for number in range(14))]
    assert "all files together may have 16 MiB" in told(files[-1])


def test_the_hash_is_of_names_and_bytes(folder, course, tmp_path):
    (folder / "one.py").write_text("x = 1\n")
    first = read_submission(folder, course).hash
    assert read_submission(folder / "one.py", course).hash == first
    folder = folder.rename(tmp_path / "bob")
    assert read_submission(folder, course).hash == first
    (folder / "one.py").write_bytes(b"x = 1\r\n")
    second = read_submission(folder, course).hash
    (folder / "one.py").rename(folder / "two.py")
    assert len({first, second, read_submission(folder, course).hash}) == 3


def test_a_folders_name_is_made_inert(tmp_path, course):
    folder = tmp_path / "a\x1b[31m\n::error::b"
    folder.mkdir()
    (folder / "one.py").write_text("")
    assert read_submission(folder, course).name == r"a\x1b[31m\n: :error: :b"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.mkdir(), "is empty; expected one or more of one.py, two.py"),
        (
            lambda path: (path.mkdir(), (path / "three.py").write_text("")),
            "contains none of the course's files; expected",
        ),
        (lambda path: path.write_text("x = 1"), "is not a section's file; expected one or more of one.py, two.py"),
    ],
)
def test_a_path_that_is_no_submission(tmp_path, course, make, said):
    path = tmp_path / "work"
    make(path)
    with pytest.raises(SubmissionError) as error:
        read_submission(path, course)
    assert said in str(error.value)
    assert str(path) in str(error.value)


# ── where the files are, and what the others are ─────────────────────────────────────────────────────────────────


def write(folder, *names, text="x = 1\n"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_a_whole_repository_is_searched_for_the_exercises(folder, course):
    write(folder, "autograto-main/exercises/one.py", "autograto-main/tests/two.py", "autograto-main/README.md")
    submission = read_submission(folder, course)
    assert (submission.name, [file.name for file in submission.files]) == ("alice", ["one.py"])


def test_files_one_folder_down_are_found_and_two_such_folders_are_named(folder, course):
    write(folder, "work/one.py")
    assert read_submission(folder, course).files[0].module == "one"
    write(folder, "again/one.py")
    with pytest.raises(SubmissionError, match=r"section files in several folders: again, work\. Give one of them"):
        read_submission(folder, course)


def test_a_link_to_a_folder_is_not_searched(folder, course, tmp_path):
    write(tmp_path / "solutions", "one.py")
    (folder / "mine").symlink_to(tmp_path / "solutions")
    with pytest.raises(SubmissionError, match="none of the course's files"):
        read_submission(folder, course)


def test_a_helper_in_a_sub_folder_is_carried_where_a_file_names_the_folder(folder, course):
    write(folder, "lib/losses.py", "lib/__init__.py", "other/losses.py", "venv/lib/x.py")
    write(folder, "one.py", text="from lib.losses import mse\n")
    assert {file.name: file.module for file in read_submission(folder, course).files} == {
        "one.py": "one", "lib/__init__.py": "lib.__init__", "lib/losses.py": "lib.losses",
    }  # fmt: skip
    assert [file.name for file in read_submission(folder / "one.py", course).files] == ["one.py"]


NEAR = ["two (1).py", "two-1.py", "TWO.py", "two_v2.py", "Two_final.py", "two_v2.ipynb", "two - copy.py", "two.py.txt"]


@pytest.mark.parametrize("name", NEAR)
def test_a_file_that_looks_like_a_missing_section_is_named(folder, course, name):
    write(folder, "one.py", name)
    submission = read_submission(folder, course)
    assert submission.near == {"two": name}
    write(folder, "two.py")
    assert read_submission(folder, course).near == {}


def test_what_is_ignored_is_said_with_the_reason(folder, course):
    write(folder, "one.py", "helper.py", "two (1).py", "work.ipynb", "plot.png", "all.zip", "2nd.py", "conftest.py")
    submission = read_submission(folder, course)
    said = {name: translator().tell(why) for name, why in submission.ignored}
    assert said == {
        "two (1).py": "two (1).py is not used. If it is your two.py, rename it to two.py.",
        "work.ipynb": "work.ipynb is not used: it is a notebook.",
        "plot.png": "plot.png is not used: it is not a Python file.",
        "all.zip": "all.zip is not used: it is an archive. Unpack it.",
        "2nd.py": "2nd.py is not used: Python cannot import a file with this name.",
        "conftest.py": "conftest.py is not used: Python and pytest run files with this name by themselves.",
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two (1).py", "two (1).py looks like two.py. Rename it to two.py."),
        ("Two.ipynb", "Two.ipynb looks like two.ipynb. Rename it to two.ipynb."),
        ("work.7z", "is an archive that cannot be read here. Make a zip file of the folder."),
    ],
)
def test_a_single_file_says_how_it_can_be_handed_in(folder, course, name, said):
    write(folder, name)
    with pytest.raises(SubmissionError) as caught:
        read_submission(folder / name, course)
    assert said in str(caught.value)


def test_a_notebook_under_the_name_of_a_python_file_is_told(folder, course):
    file = one(folder, b'{"cells": [{"cell_type": "code"}], "nbformat": 4}\n', course)
    assert (file.text, told(file)[:22]) == (None, "one.py is a notebook. ")


def test_folders_that_everybody_has_are_told_apart(tmp_path, course):
    for student in ("alice", "bob"):
        write(tmp_path / student / "exercises", "one.py")
    names = [read_submission(tmp_path / student / "exercises", course).name for student in ("alice", "bob")]
    assert names == ["alice/exercises", "bob/exercises"]
    assert read_submission(tmp_path / "bob" / "exercises", course).path == str(tmp_path / "bob" / "exercises")
