"""The pages: what they say, that what others wrote is inert in them, and that they load and run nothing else.

The tests in a browser need Playwright and a Chromium (`CHROMIUM=path`, or `chromium` on the path), and one of them
axe-core's script (`AXE_CORE=path`); without them they are skipped.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jinja2")

from grader.cli import main
from grader.course import Course, read_course
from grader.failure import Call, Difference, Failure, Value
from grader.gradebook.class_page import SimilarPair, class_page
from grader.gradebook.feedback import FeedbackSettings, feedback_text
from grader.gradebook.grades import SectionGrade, StudentGrade
from grader.intake.people import Person
from grader.report import FORMATS, Layout
from grader.report.html import PagePicture, student_page
from grader.report.pages import FOLDER
from grader.scoring import Result, SectionResult, TestResult
from grader.verdict import Status

TABLE = """
[tool.grader]
title = "A course <b>"
[[tool.grader.sections]]
id = "s1"
title = "Slopes & <i>"
points = 4
[tool.grader.sections.exercises]
slope = 3
cost = 1
"""
SLOPE = Failure(
    "wrong_value",
    call=Call("slope", (("W", Value("tensor", "float32", (1,), (0.5,))),)),
    expected=Value("float", text="-2.0"),
    got=Value("float", text="-4.0"),
    difference=Difference(factor=2.0),
    causes=("cost",),
)
SECRET = Failure("raised", got=Value("exception", "ValueError", text="42.4242"))
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "]]><!-- --!>",
    "\u202egnp.exe\u2066",
    "nul\0l",
    "\"' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;\u2028",
)


def a_test(name: str, status: Status, failure: Failure | None = None, visibility: Any = "public", **more: Any) -> Any:
    exercise = more.pop("exercise", "slope")
    return TestResult(
        f"{visibility}/s1::test_{name}", f"title of {name}", exercise, visibility, status,
        Fraction(status is Status.PASSED), Fraction(1), failure, **more,
    )  # fmt: skip


TESTS = (
    a_test("steep", Status.FAILED, SLOPE, hint="Sum or mean?"),
    a_test("far", Status.ERROR, SECRET, "hidden", hint="Any number of examples?"),
    a_test("near", Status.PASSED),
    a_test("mean", Status.NOT_ATTEMPTED, exercise="cost"),
)
RESULT = Result(
    "alice", "A course <b>", (SectionResult("s1", "Slopes & <i>", TESTS),), ("public", "hidden"), "sandbox", 0, "suite",
    "hash", {"torch": "2"},
)  # fmt: skip


def graded(id: str, name: str, result: Result = RESULT) -> StudentGrade:
    grades = tuple(SectionGrade(own.id, own.score, own.score, own.max_score, run=1) for own in result.sections)
    return StudentGrade(Person(id, name), grades, "graded", (result,))


GOOD = replace(
    RESULT,
    sections=(
        SectionResult(
            "s1",
            "Slopes & <i>",
            tuple(replace(a_test(t.title, Status.PASSED, exercise=t.exercise), id=t.id) for t in TESTS),
        ),
    ),
)
CLASS = [
    graded("1", "Alice"),
    graded("2", "Bob", GOOD),
    graded("10", "Carol"),
    *(graded(f"h{n}", bad) for n, bad in enumerate(HOSTILE)),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    (root / "pyproject.toml").write_text(TABLE)
    return read_course(root)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "alice.json"
    path.write_text(FORMATS["json"](RESULT, Layout()), encoding="utf-8")
    return path


def grader(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(one) for one in arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


class Page(HTMLParser):
    """The elements of a page, its text, and what stands in its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.raw: dict[str, list[str]] = {"script": [], "style": [], "json": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        self._inside = "json" if attributes.get("type") == "application/json" else tag
        if self._inside in self.raw:
            self.raw[self._inside].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in self.raw:
            self.raw[self._inside][-1] += data
        else:
            self.text += data


def hostile(result: Result, bad: str) -> Result:
    """The result with that text wherever a submission, or a forged file of results, can have put some."""
    worse = replace(
        SLOPE, call=Call(bad, ((bad, Value("text", text=bad)),)), got=Value("text", text=bad), causes=(bad,)
    )
    test = replace(TESTS[0], title=bad, hint=bad, failure=worse, exercise=bad)
    section = SectionResult(bad, bad, (test, replace(TESTS[1], failure=replace(SECRET, got=Value("x", text=bad)))))
    return replace(result, submission=bad, course=bad, sections=(section,), versions={bad: bad}, path=bad)


# ── what a page says


def test_the_command_writes_a_students_page(written, tmp_path, capsys):
    assert grader("report", written, "-o", tmp_path / "alice.html") == 0
    page = Page((tmp_path / "alice.html").read_text(encoding="utf-8"))
    for told in (
        "slope(W=torch.tensor([0.5]))",
        "-2.0",
        "-4.0",
        "2 times too large",
        "Sum or mean?",
        "this may follow from `cost`",
    ):
        assert told in page.text
    assert "title of far" in page.text
    assert "Any number of examples?" in page.text
    assert "42.4242" not in page.text, "what a submission wrote in a hidden test is not for a student"
    assert "alice.html: the page of alice." in capsys.readouterr().err


def test_an_instructor_may_ask_for_all_of_it(written, tmp_path):
    assert grader("report", written, "-o", tmp_path / "alice.html", "--audience", "instructor") == 0
    assert "42.4242" in (tmp_path / "alice.html").read_text(encoding="utf-8")


def test_a_students_feedback_is_a_page_as_well():
    page = Page(feedback_text(graded("1", "Alice"), FeedbackSettings(format="html")))
    assert "Feedback for Alice (1)" in page.text
    assert "s1: 1 of 4 points" in page.text
    assert "42.4242" not in page.text


def test_a_page_of_a_class_has_its_numbers_and_each_student(course):
    page = Page(class_page(CLASS[:3], course, Layout(), similar=[SimilarPair(("1",), ("10",), 7.0, ("s1",))]))
    assert "3 of 3 students graded" in page.text
    assert "Sum or mean?" in page.text
    data = json.loads(page.raw["json"][0])
    assert [student["name"] for student in data["students"]] == ["Alice", "Bob", "Carol"]
    assert [student["ends"] for student in data["students"]] == ["pn", "rr", "pn"]
    assert "42.4242" in " ".join(data["texts"]), "the page of a class is the instructor's"
    assert any(attributes.get("href") == "#student=10" for _, attributes in page.elements)


def test_pictures_of_sections_go_into_the_page_with_their_words():
    page = Page(student_page("alice", (), [RESULT], Layout(), {"s1": PagePicture(b"png", "Pictures: <the slope>")}))
    assert [a for tag, a in page.elements if tag == "img"] == [
        {"src": "data:image/png;base64,cG5n", "alt": "Pictures: <the slope>"}
    ]


# ── what others wrote


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_that_others_wrote_is_markup(bad):
    fair, page = (
        Page(FORMATS["html"](one, Layout(footer=True))) for one in (hostile(RESULT, "x"), hostile(RESULT, bad))
    )
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in fair.elements]
    assert {name for _, attributes in page.elements for name in attributes} == {
        name for _, attributes in fair.elements for name in attributes
    }
    assert page.raw == fair.raw
    assert not re.search("[\0\u202e\u2066\u2028]", page.text)


def test_names_in_a_class_stay_text_in_the_data(course):
    page = Page(class_page(CLASS, course, Layout()))
    assert [len(page.raw[kind]) for kind in ("script", "style", "json")] == [1, 1, 1]
    names = [student["name"] for student in json.loads(page.raw["json"][0])["students"]]
    assert HOSTILE[0] in names
    assert "<" not in page.raw["json"][0]


@pytest.mark.parametrize("kind", ["student", "class"])
def test_links_stay_on_the_page_and_nothing_is_loaded(course, kind):
    text = class_page(CLASS, course, Layout()) if kind == "class" else FORMATS["html"](RESULT, Layout())
    for tag, attributes in Page(text).elements:
        assert not {"style", "srcset", "action"} & attributes.keys()
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("src"), tag) != (None, "img")
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))


@pytest.mark.parametrize("kind", ["student", "class"])
def test_only_the_pages_own_script_and_style_are_allowed(course, kind):
    page = Page(class_page(CLASS, course, Layout()) if kind == "class" else FORMATS["html"](RESULT, Layout()))
    policy = next(a["content"] or "" for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    for what in ("script", "style"):
        (own,) = page.raw[what]
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{what}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_scripts_write_text_and_never_markup():
    for script in FOLDER.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|</", script.read_text())


@pytest.mark.parametrize("kind", ["student", "class"])
def test_the_pages_are_well_formed(course, kind):
    html5lib = pytest.importorskip("html5lib")
    text = class_page(CLASS, course, Layout()) if kind == "class" else FORMATS["html"](RESULT, Layout())
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    assert parser.errors == []


# ── what can go wrong


def test_without_jinja_a_sentence_comes_before_the_work(monkeypatch, written, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert grader("report", written, "-o", tmp_path / "alice.html") == 3
    assert "pip install jinja2" in capsys.readouterr().err
    assert grader("grade", tmp_path / "nowhere", "--format", "html") == 3


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", "no JSON", '{"schema": 2}'])
def test_a_file_that_is_no_result_is_a_mistake_in_use(tmp_path, text, capsys):
    (tmp_path / "some.json").write_text(text)
    assert grader("report", tmp_path / "some.json", "-o", tmp_path / "page.html") == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()


def test_pictures_go_into_the_page_of_the_exercises_that_are_wrong(toy, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    pictures = """
        from grader.suite import Curve, Panel, picture

        @picture("Its own", needs=["slope"])
        def own(student):
            return Panel([Curve([0, 1], [0, 1])])

        @picture("Another", needs=["double_"])
        def another(student):
            raise AssertionError
    """
    toy.write({"tests/public/plot_alpha.py": pictures})
    monkeypatch.chdir(toy.root)
    path = toy.submission(alpha="def slope(W, x, y):\n    return 1.0\n")
    at = ("--isolation", "process")
    assert grader("grade", path, *at, "--format", "json", "-o", tmp_path / "a.json", "--section", "alpha") == 0
    assert grader("report", tmp_path / "a.json", *at, "--pictures", path, "-o", tmp_path / "a.html") == 0
    images = [a for tag, a in Page((tmp_path / "a.html").read_text(encoding="utf-8")).elements if tag == "img"]
    assert [image["alt"] for image in images] == ["Pictures: Its own"]
    assert (images[0]["src"] or "").startswith("data:image/png;base64,")


def test_an_option_of_the_class_does_not_fit_one_result(written, tmp_path, capsys):
    assert grader("report", written, "-o", tmp_path / "page.html", "--run", 1) == 2
    assert "--run is for the page of a class" in capsys.readouterr().err


# ── in a browser

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
AXE = os.environ.get("AXE_CORE") or str(Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js")
ALONE = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium to open a page in")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ALONE, "--disable-sync", "--no-first-run"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, course: Course, tmp_path: Path) -> Iterator[Any]:
    """Opens a page; in the end nothing was said on the console, and no request has left."""
    complaints: list[str] = []

    def opened(text: str, fragment: str = "", **settings: Any) -> Any:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8", newline="\n")
        tab = chromium.new_context(**settings).new_page()
        tab.on("console", lambda said: complaints.append(said.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: complaints.append(dialog.message))
        tab.on("request", lambda one: complaints.extend([] if one.url.startswith("file:") else [one.url]))
        tab.goto(path.as_uri() + fragment)
        return tab

    yield opened
    assert complaints == []


def shown(tab: Any) -> list[str]:
    return list(tab.locator("#students tbody tr:visible th").all_inner_texts())


def test_a_class_is_sorted_and_filtered(visit, course):
    tab = visit(class_page(CLASS[:3], course, Layout()))
    assert shown(tab) == ["Bob", "Alice", "Carol"]
    tab.click("[data-sort=name]")
    assert shown(tab) == ["Alice", "Bob", "Carol"]
    tab.click("[data-sort=name]")
    assert shown(tab) == ["Carol", "Bob", "Alice"]
    assert tab.get_attribute("th:has([data-sort=name])", "aria-sort") == "descending"
    tab.fill("#search", "aR")
    assert shown(tab) == ["Carol"]
    assert tab.inner_text("#shown") == "Shown: 1 of 3"
    tab.fill("#search", "")
    tab.click("[data-mistake='0']")
    assert shown(tab) == ["Carol", "Alice"]
    tab.select_option("#show", "e1")
    assert shown(tab) == ["Carol", "Alice"]


def test_each_student_has_a_view_with_an_address_of_its_own(visit, course):
    page = class_page(CLASS, course, Layout())
    tab = visit(page)
    tab.click("text=Carol")
    tab.wait_for_selector("#view details")
    assert tab.inner_text("#who") == "Carol (10)"
    assert "slope(W=torch.tensor([0.5]))" in tab.inner_text("#view")
    assert "42.4242" in tab.inner_text("#view")
    tab.go_back()
    tab.wait_for_selector("#class", state="visible")
    assert tab.locator("#view details").count() == 0
    assert visit(page, "#student=%").locator("#class").is_visible()
    assert visit(page, "#student=h0").inner_text("#who") == f"{HOSTILE[0]} (h0)"


def test_a_students_page_opens_and_closes(visit):
    tab = visit(FORMATS["html"](RESULT, Layout()))
    tab.click("[data-open=none]")
    assert tab.locator("details[open]").count() == 0
    tab.click("[data-open=all]")
    assert tab.locator("details[open]").count() == 1


@pytest.mark.parametrize("bad", HOSTILE)
def test_hostile_text_does_nothing_in_a_browser(visit, bad):
    tab = visit(FORMATS["html"](hostile(RESULT, bad), Layout(footer=True)))
    assert tab.locator("script").count() == 1
    assert tab.locator("main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["student", "class", "view"])
def test_axe_finds_no_fault_and_a_phone_scrolls_in_one_direction(visit, course, scheme, kind):
    if not Path(AXE).is_file():
        pytest.skip("no axe-core to ask")
    text = FORMATS["html"](RESULT, Layout(footer=True)) if kind == "student" else class_page(CLASS, course, Layout())
    screen = {"width": 390, "height": 800}
    tab = visit(text, "#student=1" * (kind == "view"), color_scheme=scheme, viewport=screen, bypass_csp=True)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
