"""Every sentence for a person stands in `grader/texts`, and every other language is a catalog of the same sentences.

The pseudo-language here wraps each sentence in ⟦⟧: prose outside of these never went through the catalogs.
"""

import ast
import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import grader
from grader import texts
from grader.cli import doctor
from grader.failure import Call, Difference, Failure, FailureKind, Guess, Note, SourceLine, Use, Value
from grader.report import FORMATS, Layout
from grader.report.words import message, note_text
from grader.scoring import Result, SectionResult, TestResult
from grader.texts import MESSAGES, Message, Plural, Translator, translator
from grader.verdict import Status

GRADER = Path(grader.__file__).parent
TEXTS = GRADER / "texts"
TABLES = [import_module(f"grader.texts.{path.stem}") for path in TEXTS.glob("[!_]*.py") if path.stem != "marks"]


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


# The tables


def test_no_id_stands_in_two_tables():
    assert len(MESSAGES) == sum(len(table.MESSAGES) for table in TABLES)


@pytest.mark.parametrize("id", MESSAGES)
def test_a_sentence_is_one_that_gettext_can_keep(id):
    sentence = MESSAGES[id]
    for form in sentence if isinstance(sentence, Plural) else [sentence]:
        assert form, "gettext keeps its header under the empty text"
        assert form == form.strip()
        assert not re.search(r"%(?!\()", form.replace("%%", "")), "a value has a name"
    if isinstance(sentence, Plural):
        assert placeholders(sentence.one) <= placeholders(sentence.many)


def test_a_number_chooses_the_plural_form():
    say = translator().say
    assert (say("form_list", count=1), say("form_list", count=3)) == ("a list of 1 item", "a list of 3 items")


def test_a_value_may_be_a_sentence_itself():
    nested = Message.of("install_other", requirement="numpy>=1.26")
    assert translator().say("need_missing", name="numpy", install=nested).endswith("Run: pip install 'numpy>=1.26'")


def test_an_unknown_language_is_english():
    assert translator("tlh").say("hint") == "hint"


def placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", sentence))


# The catalogs


def extracted() -> Catalog:
    catalog = Catalog()
    found = extract_from_dir(TEXTS, keywords={"_": None, "Plural": (1, 2)}, comment_tags=("Translators:",))
    for _, _, sentence, comments, context in found:
        catalog.add(sentence, auto_comments=comments, context=context)
    return catalog


def test_the_template_has_exactly_the_sentences_of_the_tables():
    template = {entry.id: entry.auto_comments for entry in read_catalog(TEXTS / "grader.pot") if entry.id}
    now = {entry.id: entry.auto_comments for entry in extracted() if entry.id}
    assert template.keys() == now.keys(), "run the first command of grader/texts/__init__.py"
    in_tables = {tuple(each) if isinstance(each, Plural) else each for each in MESSAGES.values()}
    assert now.keys() == in_tables, "every sentence of the tables is marked for Babel"


CATALOGS = sorted(TEXTS.glob("locale/*/LC_MESSAGES/*.po"))


def faults(catalog: Catalog) -> list[str]:
    """What Babel's checkers say of a catalog: placeholders that are not those of the English, missing plural forms."""
    return [
        f"{entry.id}: {error}" for entry in catalog if entry.id for error in _as_said(entry, catalog).check(catalog)
    ]


def _as_said(entry: Any, catalog: Catalog) -> Any:
    """A language with one form for all numbers says the English plural, and has the values of that."""
    if isinstance(entry.id, tuple) and catalog.num_plurals == 1:
        return BabelMessage(entry.id[1], entry.string[0], flags=entry.flags)
    return entry


@pytest.mark.parametrize("path", CATALOGS, ids=[path.parts[-3] for path in CATALOGS])
def test_a_catalog_fits_the_tables_and_is_compiled(path, tmp_path):
    catalog = read_catalog(path)
    assert faults(catalog) == []
    assert {entry.id for entry in catalog if entry.id} == {entry.id for entry in extracted() if entry.id}
    compiled = translations(path.with_suffix(".mo"))
    with (tmp_path / "grader.mo").open("wb") as file:
        write_mo(file, catalog)
    assert translations(tmp_path / "grader.mo") == compiled


def translations(path: Path) -> dict[Any, str]:
    """What a compiled catalog says; its header names the version of Babel, which may be any."""
    with path.open("rb") as file:
        said = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in said.items() if key}


def test_the_checkers_find_a_value_that_is_not_there():
    catalog = Catalog()
    catalog.add("no %(key)s", "no %(name)s", flags=["python-format"])
    assert len(faults(catalog)) == 1


# The pseudo-language

LEFT, RIGHT = "⟦", "⟧"
PSEUDO = "qps"


@pytest.fixture(scope="module")
def locale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of catalogs, with one of the pseudo-language, made from the committed template."""
    folder = tmp_path_factory.mktemp("locale")
    catalog = Catalog()
    for entry in read_catalog(TEXTS / "grader.pot"):
        wrapped = [f"{LEFT}{form}{RIGHT}" for form in ([entry.id] if isinstance(entry.id, str) else entry.id)]
        if entry.id:
            catalog.add(entry.id, wrapped[0] if isinstance(entry.id, str) else tuple(wrapped), flags=entry.flags)
    assert faults(catalog) == []
    path = folder / PSEUDO / "LC_MESSAGES" / "grader.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    return folder


@pytest.fixture
def pseudo(locale: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Translator]:
    monkeypatch.setattr(texts, "LOCALE", locale)
    translator.cache_clear()
    yield translator(PSEUDO)
    translator.cache_clear()


def outside(text: str) -> str:
    """What is left of a text without the sentences of the pseudo-language."""
    depth, left = 0, ""
    for character in text:
        depth += character == LEFT
        left += character if depth == 0 else ""
        depth -= character == RIGHT
    assert depth == 0
    return left


def prose(text: str) -> list[str]:
    """The words outside of the pseudo-language but for Python's; the values in these tests are written in capitals."""
    return re.findall(r"[a-z]{2,}", re.sub(r"torch\.tensor\(|dtype=torch\.", "", outside(text)))


X = Value("tensor", "X", (2,), (1.0, 2.0), layout="strided")
FULL = Failure(
    "wrong_value",
    Call("F", (("X", X), ("", Value("thing", "T")))),
    expected=X,
    got=Value("list", parts=(X, Value("tensor", "X", (30,), (1.0,) * 8), Value("tensor", "X", (0,))), count=9),
    difference=Difference((1, "NAME OF X"), None, (1,), X, X, 2, 2),
    says="SAYS",
    problem=Message.of("file_nul", file="S1", line=3),
    names=("A", "B", "C"),
    number=5.0,
    printed="P\n" * 9,
    uses=tuple(Use("S", line, code, file) for line in (0, 3) for code in ("S", "T") for file in ("", "S1")),
    lines=(SourceLine("S1", 3, "F", "X", 3), SourceLine("S1", 3, "", "X")),
    causes=("A", "B", "C"),
)


@pytest.mark.parametrize("kind", get_args(FailureKind))
@pytest.mark.parametrize("guess", get_args(Guess))
def test_no_failure_says_anything_outside_the_catalogs(pseudo, kind, guess):
    assert prose(message(replace(FULL, kind=kind, guess=guess), pseudo)) == []
    assert prose(message(Failure(kind, guess=guess, causes=("A",)), pseudo)) == []


@pytest.mark.parametrize("names", [(), ("signal", "SIGKILL"), ("signal", "SIG"), ("status", "1"), ("lied", "X")])
def test_no_crash_does_either(pseudo, names):
    assert prose(message(Failure("crashed", names=names), pseudo)) == []
    assert prose(message(Failure("import_crashed", names=("S1", *names)), pseudo)) == []


@pytest.mark.parametrize("factor", [0.0, -1.0, 2.0, 0.5, -2.0, -0.5])
@pytest.mark.parametrize("count", [1, 2])
def test_no_factor_does_either(pseudo, factor, count):
    difference = Difference(factor=factor, count=count)
    one = Value("float", text="1.0")
    assert prose(message(Failure("wrong_value", expected=one, got=one, difference=difference), pseudo)) == []


@pytest.mark.parametrize("kind", ["unclear", "threads", "blinded", "changed", "sandbox", "cell", "N"])
def test_no_note_does_either(pseudo, kind):
    assert prose(note_text(Note(kind, "S1", "F", "S1", 3, "X", ("A", "B")), pseudo)) == []


def result() -> Result:
    """One of everything that a report shows."""
    half = Fraction(1, 2)
    tests = [
        TestResult(f"{status}/{visibility}/{n}", "TITLE", "F", visibility, status, half, half * n, failure, "HINT")
        for status in Status
        for visibility in ("public", "hidden")
        for n in range(5)
        for failure in [None if status is Status.PASSED else FULL]
    ]
    return Result(
        "ALICE", "COURSE", (SectionResult("S1", "TITLE", tuple(tests), half),), ("public",), "I", 7, "H", "H",
        {"V": "1"}, interrupted=True, notes=(Note("threads", "S1", "F"),),
    )  # fmt: skip


@pytest.mark.parametrize("visibilities", [("public",), ("public", "hidden")])
def test_the_text_report_says_nothing_outside_the_catalogs(pseudo, visibilities):
    shown = FORMATS["text"](
        replace(result(), visibilities=visibilities), Layout(width=300, footer=True, verbose=True, language=PSEUDO)
    )
    assert prose(shown) == []
    assert prose(FORMATS["text"](replace(result(), interrupted=False, complete=False), Layout(language=PSEUDO))) == []
    assert f"{LEFT}For the instructor{RIGHT}" in shown


def test_junit_says_nothing_outside_the_catalogs(pseudo):
    root = ElementTree.fromstring(FORMATS["junit"](result(), Layout(language=PSEUDO)).encode())
    ends = [end for kind in ("failure", "error", "skipped") for end in root.iter(kind)]
    said = [text for end in ends for text in (end.get("message"), end.text) if text]
    assert len(said) > 50
    assert [prose(text) for text in said if prose(text)] == []


def test_the_doctor_says_nothing_outside_the_catalogs(pseudo, monkeypatch, capsys):
    monkeypatch.setattr(doctor, "isolation", lambda translator: [doctor.Finding("LAYER", False, "WHY")])
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (9, 9))
    monkeypatch.setattr("platform.platform", lambda: "P")
    monkeypatch.setattr("grader.boundary.platform.sys.platform", "linux")
    monkeypatch.setenv("GRADER_LANGUAGE", PSEUDO)
    monkeypatch.setenv("COLUMNS", "110")
    assert doctor.doctor() == doctor.NOT_READY
    names = " ".join(f"{need.name} {need.version}" for need in doctor.NEEDS)
    assert set(prose(capsys.readouterr().out)) <= {"ython", "grader", "fork", "spawn", *prose(names)}


def test_the_matrix_of_verify_says_nothing_outside_the_catalogs(pseudo):
    from grader.cli.matrix import SHOWN, matrix_text
    from grader.verify.matrix import THRESHOLDS, Matrix, Row, Tally

    rows = {("S", "F"): Row("S", "F", *[Tally(1, 2)] * 4)}
    many = ["X"] * (SHOWN + 1)
    matrix = Matrix(rows, *[Tally(1, 2)] * 3, redundant=many, stale=many)  # type: ignore[arg-type]
    short = matrix.short({})
    assert len(short) == len(THRESHOLDS) + 2
    assert prose(matrix_text(matrix, short, Layout(width=300, language=PSEUDO))) == []
    assert prose(matrix_text(matrix, (), Layout(width=300, language=PSEUDO))) == []


RUN = """
import sys
from pathlib import Path
import grader.texts
grader.texts.LOCALE = Path(sys.argv.pop(1))
"""


def python(code: str, *arguments: Any, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Runs code in a process of its own that speaks the pseudo-language."""
    environment = {**os.environ, "PYTHONPATH": str(GRADER.parent), "GRADER_LANGUAGE": PSEUDO, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", RUN + code, *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60
    )


HELP = """
import typer.main
from grader.cli import command_line
def within(command):
    return [command, *(one for each in getattr(command, "commands", {}).values() for one in within(each))]
for command in within(typer.main.get_command(command_line())):
    print(repr(command.help))
    for option in command.params:
        if option.name not in ("help", "install_completion", "show_completion"):  # those are Typer's own
            print(repr(getattr(option, "help", None)))
"""


def test_the_help_says_nothing_outside_the_catalogs(locale, tmp_path):
    done = python(HELP, locale, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) > 30
    assert [line for line in lines if not re.fullmatch(f"['\"]{LEFT}.*{RIGHT}['\"]", line)] == []


MISTAKES = """
from grader.cli import main
for line in ["grade", "check", "stubs", "grade NOWHERE", "mark", "check --colour", "stubs S", "check --seed=-1"]:
    try:
        main(line.split())
    except SystemExit as end:
        assert end.code == 2, line
"""


def test_a_mistake_says_nothing_outside_the_catalogs(locale, tmp_path):
    done = python(MISTAKES, locale, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    said = done.stderr.splitlines()
    assert len(said) == 8
    assert [line for line in said if prose(line.removeprefix("grader: "))] == []


# The code: sentences stand in the tables alone, and what is said is in the tables

TECHNICAL = (
    *("boundary/proxy.py", "boundary/worker.py"),  # what is wrong with an answer, in the words of the wire
    *("runner/guards.py", "runner/test_run.py"),  # an exception in Python's own words
    "suite/figures.py",  # what a picture cannot be drawn from, for whoever wrote it
    "runner/course_faults.py",  # what a test of the course did, for whoever wrote it
    "forbidden/names.py",  # lists of names
    "inprocess/script.py",  # lines of Python
    "feedback/advice.py",
    "feedback/signs.py",  # what Python and torch say, to be recognised
)
"""Modules whose sentences are details for an engineer, as those of the operating system are."""

UNTRUSTED = ("wire", "worker")
THREE_WORDS = re.compile(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}")


def modules(without: tuple[str, ...]) -> list[str]:
    """The files of the grader by their paths in it."""
    names = sorted(path.relative_to(GRADER).as_posix() for path in GRADER.rglob("*.py"))
    return [name for name in names if not any(name == other or name.startswith(f"{other}/") for other in without)]


def parsed(module: str) -> ast.Module:
    return ast.parse((GRADER / module).read_text(encoding="utf-8"))


COURSE = "course/small_course"
"""What `grader new` writes is a course, with words of its own."""


@pytest.mark.parametrize("module", modules(without=("texts", COURSE, *UNTRUSTED, *TECHNICAL)))
def test_no_sentence_stands_in_the_code(module):
    tree = parsed(module)
    documentation = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]
    assert [text for text in texts if THREE_WORDS.search(text)] == []


SAYING = re.compile(r"(say|_say|Message\.of|Unreadable|(?<!Value)(?<!Type)Error)$")
GIVEN_LATER = {"Unreadable": {"file"}}
"""Values that are added where the sentence is passed on."""


def said(module: str) -> Iterator[tuple[str, set[str] | None]]:
    """Each sentence that is said by its id, with the names of the values that it gets; None where `**` gives them."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Call) and node.args and SAYING.search(ast.unparse(node.func)):
            first = node.args[0]
            names = {keyword.arg for keyword in node.keywords}
            later = GIVEN_LATER.get(ast.unparse(node.func), set())
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.isidentifier():
                yield first.value, None if None in names else {name for name in names if name} | later


@pytest.mark.parametrize("module", modules(without=("texts", "cli/__init__.py", *UNTRUSTED)))
def test_what_is_said_is_in_the_tables_with_all_of_its_values(module):
    for id, values in said(module):
        assert id in MESSAGES
        forms = MESSAGES[id]
        wanted = placeholders(forms if isinstance(forms, str) else forms.one + forms.many)
        if isinstance(forms, Plural):
            wanted |= {"count"}
        assert values is None or wanted <= values, f"{id} lacks {wanted - values}"
