"""Korean: nothing is missing from a promised catalog, the language is what people expect, and nothing hidden travels.

`grader translate ko` renews the course's catalogs, and names what they lack. The commands in `grader/texts/__init__.py`
renew the engine's.
"""

import ast
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from rich.cells import cell_len

import grader
from grader import texts
from grader.cli import _in_language as in_language
from grader.course import make_stub, read_course
from grader.course.catalog import catalog_path, course_texts
from grader.course.stub_language import WIDTH, columns, messages_of, translated
from grader.course.student_work import written_by_student
from grader.forbidden import is_stub, read_sources
from grader.release.catalogs import renewed
from grader.release.contents import contents
from grader.texts.marks import Plural

ROOT = Path(grader.__file__).parents[1]
PO = ROOT / "grader/texts/locale/ko/LC_MESSAGES/grader.po"
TABLES = sorted(path.stem for path in (ROOT / "grader/texts").glob("[!_]*.py") if path.stem != "marks")


@pytest.fixture(scope="module")
def course():
    return read_course(ROOT)


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def values_of(sentence: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[-+ #0]*[\d.]*[a-z]", sentence))


# The catalogs


@pytest.mark.parametrize("table", TABLES)
def test_every_sentence_of_a_table_is_in_korean(table):
    catalog = read_catalog(PO)
    sentences = import_module(f"grader.texts.{table}").MESSAGES.values()
    entries = {one: catalog.get(one.one if isinstance(one, Plural) else one) for one in sentences}
    missing = [str(one) for one, entry in entries.items() if entry is None or entry.fuzzy or not any(entry.string)]
    assert missing == []


def test_a_korean_sentence_has_the_values_of_the_english_one():
    wrong = []
    for entry in read_catalog(PO):
        english = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        korean = entry.string[0] if isinstance(entry.string, tuple) else entry.string
        allowed = [values_of(form) for form in english]
        if entry.id and korean and not allowed[0] <= values_of(korean) <= allowed[-1]:
            wrong.append(f"{entry.id}: {korean}")
    assert wrong == []


def test_the_courses_catalogs_have_every_text_of_the_course(course):
    for catalog in renewed(course, "ko"):
        assert catalog.missing == (), "run: grader translate ko; translate these; run it again"
        assert catalog.stale == [], "run: grader translate ko"


# Which language is spoken


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ko:en"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LANGUAGE": "tlh:en:ko"}, "en"),
        ({"LANG": "C", "LANGUAGE": "ko"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "GRADER_LANGUAGE": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "GRADER_LANGUAGE": "ko"}, "ko"),
    ],
)
def test_the_language_is_that_of_the_grader_or_else_of_the_machine(settings, language, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert texts.language() == language


@pytest.mark.parametrize(
    ("arguments", "rest"),
    [
        (["--lang", "ko", "check"], ["check"]),
        (["check", "--lang=ko", "-q"], ["check", "-q"]),
        (["stubs", "--lang", "ko"], ["stubs", "--lang", "ko"]),
        (["check", "--lang", "../.."], ["--lang"]),
        (["check", "--lang"], ["--lang"]),
        (["check", "--", "--lang"], ["check", "--", "--lang"]),
    ],
)
def test_the_language_may_be_asked_for_anywhere_in_a_command(arguments, rest, monkeypatch):
    monkeypatch.setenv("GRADER_LANGUAGE", "en")  # so that it is put back
    assert in_language(arguments) == rest


def grader_in(language: str, *arguments: object, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "LANG": language, "PYTHONIOENCODING": "utf-8", "COLUMNS": "90", **settings}
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120)


def test_a_machine_that_is_set_to_korean_gets_a_korean_report():
    ran = grader_in("ko_KR.UTF-8", "check", "--section", "s0", "--section", "s3", "-v")
    assert ran.returncode == 0
    assert "PyTorch, 첫 텐서에서 XOR까지" in ran.stdout
    assert "시도하지 않음" in ran.stdout
    rows = [line for line in ran.stdout.split("\n") if "░" in line]
    assert len(rows) == 2
    assert len({cell_len(row) for row in rows}) == 1, "a Korean character takes two columns"


def test_a_hint_says_the_docstring_in_korean():
    ran = grader_in("en_US.UTF-8", "--lang", "ko", "hint", "s0", "first_tensor")
    assert ran.returncode == 0
    korean = (ROOT / "tests/public/locale/ko/LC_MESSAGES/course.po").read_text(encoding="utf-8")
    lines = [line.strip() for line in ran.stdout.split("\n") if re.search("[가-힣]", line)]
    assert [line for line in lines if line[:12] in korean], ran.stdout


def test_what_a_program_reads_is_english_unless_a_language_is_asked_for(monkeypatch):
    ran = grader_in("ko_KR.UTF-8", "check", "--section", "s0", "--format", "json")
    assert json.loads(ran.stdout)["sections"][0]["title"] == "Install PyTorch, first tensor"
    assert texts.asked_language() == "en"
    monkeypatch.setenv("GRADER_LANGUAGE", "ko")
    assert texts.asked_language() == "ko"


# Stubs

FILES = [path.name for path in sorted((ROOT / "solutions").glob("s*.py"))]


def code_of(text: str) -> str:
    """The code without what stands in quotes for itself."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            is_text = [isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) for one in body]
            node.body = [one for one, text in zip(body, is_text, strict=True) if not text]  # type: ignore[attr-defined]
    return ast.dump(tree)


@pytest.mark.parametrize("name", FILES)
def test_a_korean_stub_is_the_same_code_and_an_untouched_stub(name, course):
    english = make_stub((ROOT / "solutions" / name).read_text(encoding="utf-8"), name)
    korean = translated(english, course_texts(course, "ko"))
    assert code_of(korean) == code_of(english)
    assert max(map(columns, korean.split("\n"))) <= WIDTH
    assert re.findall(r"^\s*>>>.*", korean, re.M) == re.findall(r"^\s*>>>.*", english, re.M)
    assert written_by_student(korean, english) == written_by_student(english, korean) == ""
    [source] = read_sources([(name, name, korean)]).values()
    for part in ast.parse(korean).body:
        if isinstance(part, ast.FunctionDef):
            assert is_stub(source, part.name)


STUB = '''"""One line.

Several words
on two lines. Shape: ::

    kept   as it is

Shapes: x is (m,).
Read: more.
  - an item
    that goes on

>>> one(1)  # kept
Several words
"""

# a comment
def one(x):
    """Short."""
    # TODO: do it
    raise NotImplementedError  # not a line of its own
'''


def test_a_message_of_a_stub_is_a_paragraph_an_item_or_a_comment():
    assert messages_of(STUB) == [
        "One line.",
        "Several words on two lines. Shape: ::",
        "Shapes: x is (m,).",
        "Read: more.",
        "- an item that goes on",
        "a comment",
        "Short.",
        "do it",
    ]


def test_what_is_not_translated_stays_as_it_is():
    assert translated(STUB, str) == STUB
    assert translated(STUB, lambda text: "짧게." if text == "Short." else text) == STUB.replace("Short.", "짧게.")


def test_a_long_translation_is_wrapped_and_code_in_it_stays_whole():
    said = " ".join(["긴 낱말들"] * 20) + " `grader check --section s3_gradient_descent`를 실행합니다."
    made = translated(STUB, lambda text: said if text == "Short." else text)
    assert max(map(columns, made.split("\n"))) <= WIDTH
    assert "`grader check --section s3_gradient_descent`를" in made
    assert '실행합니다."""' in made


# A release


@pytest.fixture(scope="module")
def hidden_texts(course) -> set[str]:
    """What is in the hidden catalog, in both languages, and is not a part of a public text by chance."""
    hidden, public = (
        {text for entry in read_catalog(catalog_path(folder, "ko").with_suffix(".po")) if entry.id
         for text in (entry.id, entry.string) if text}
        for folder in (course.hidden, course.public)
    )  # fmt: skip
    known = "\n".join(public)
    return {text for text in hidden if text not in known and len(text) > 12}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_hidden_title_or_hint_is_in_a_release_of_any_language(course, hidden_texts, language):
    files = contents(course, "1", {}, course.sections, with_engine=False, language=language)
    catalog = files["tests/public/locale/ko/LC_MESSAGES/course.mo"].decode("utf-8", "replace")
    assert "강의의 데이터로 W = 0에서 맞습니다" in catalog, "the public texts are there"
    everything = b"\n".join(data for data in files.values()).decode("utf-8", "replace")
    assert [text for text in sorted(hidden_texts) if text in everything] == []
    assert not [path for path in files if "hidden" in path]
    stub = files["exercises/s3_gradient_descent.py"].decode()
    assert ("손으로 하는 경사 하강법" in stub) == (language == "ko")
    assert ("출력을 예측합니다" in stub) == (language == "ko")
    assert ("터미널" in files["README.md"].decode()) == (language == "ko")
