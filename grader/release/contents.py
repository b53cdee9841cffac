"""The files of a student's copy, by their paths.

Each is made from the course or chosen by name: nothing is copied because it lies in a folder. So no answer, cache or
history can come along. A copy of some sections has the same pyproject.toml and mark as the whole: several add up.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

import msgspec

from grader.course import Course, Section, make_stub
from grader.course.catalog import Told, catalog_path, course_texts, languages
from grader.course.notebooks import SUFFIX, make_notebook
from grader.course.stub_language import translated
from grader.course.student_copy import FOLDER, HINTS, MARK, STUBS, Mark
from grader.errors import CourseError, SuiteError
from grader.feedback.fingerprints import Hints
from grader.release.destination import Files, text_of
from grader.release.engine import GIVEN, requirement, wheel
from grader.release.project import project, project_name
from grader.runner.collect import suite_files
from grader.runner.suite_sources import sources_of_suite
from grader.texts import ENGLISH, translator

PATHS = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
    "idea-modules.xml": ".idea/modules.xml",
    "idea-course.iml": ".idea/course.iml",
    "idea-public-tests.xml": ".idea/runConfigurations/public_tests.xml",
    "idea-grader-check.xml": ".idea/runConfigurations/grader_check.xml",
    "check.yml": ".github/workflows/check.yml",
}
"""Where the files that come with the grader go: settings of editors, a workflow, a page for the student."""


def contents(
    course: Course,
    version: str,
    hints: Mapping[str, Hints],
    sections: Sequence[Section],
    solved: Sequence[Section] = (),
    with_engine: bool = True,
    with_notebooks: bool = False,
    language: str = ENGLISH,
) -> Files:
    """A copy with these sections, as notebooks too if wanted, and with the solutions of those that are solved.

    Its stubs and its page are in a language; its catalogs have the public texts in every language of the course.
    """
    public, exercises = _inside(course, course.public), _inside(course, course.exercises)
    stubs = {
        section.id: make_stub(text_of(course.solutions / section.file), section.file) for section in course.sections
    }
    sources = {section.id: _suite(course, section) for section in course.sections}
    say = course_texts(course, language)
    told = f"{public}/{FOLDER}"
    texts: dict[str, str] = {
        "pyproject.toml": project(course, version, () if with_engine else (requirement(),), _template("project.toml")),
        f"{told}/{MARK}": _json(Mark(course.title, version, _content(stubs, sources))),
    }
    for section in sections:
        stub = translated(stubs[section.id], say)
        texts[f"{exercises}/{section.file}"] = texts[f"{told}/{STUBS}/{section.file}"] = stub
        if with_notebooks:
            texts[f"{exercises}/{section.id}{SUFFIX}"] = make_notebook(stub, section, translator(language))
        texts |= sources[section.id]
        if hints.get(section.id):
            texts[f"{told}/{HINTS}/{section.id}.json"] = _json(hints[section.id])
    texts |= {f"solutions/{section.file}": text_of(course.solutions / section.file) for section in solved}
    if (course.root / "LICENSE").is_file():
        texts["LICENSE"] = text_of(course.root / "LICENSE")
    engine: dict[str, bytes] = {}
    texts["requirements.txt"] = f"{requirement()}\n"
    if with_engine:
        name, data = wheel()
        engine[f"engine/{name}"] = data
        texts["requirements.txt"] = f"./engine/{name}\n"
    values = _values(course, public, exercises, say)
    texts |= {path: _template(name, language).safe_substitute(values) for name, path in PATHS.items()}
    catalogs = [catalog_path(course.public, name) for name in languages(course)]
    return {
        **{path: text.encode() for path, text in texts.items()},
        **{_inside(course, catalog): catalog.read_bytes() for catalog in catalogs},
        **engine,
    }


def _values(course: Course, public: str, exercises: str, say: Told) -> dict[str, str]:
    """What the given files name: places of the course, in the forms that these files need."""
    first = course.sections[0]
    rows = [f"| `{one.file}` | {say(one.title)} | {one.points:g} |" for one in course.sections]
    return {
        "title": say(course.title),
        "name": project_name(course),
        "public": public,
        "exercises": exercises,
        "first": first.id,
        "sections": "\n".join(rows),
    }


def _template(name: str, language: str = ENGLISH) -> Template:
    """A file that comes with the grader, in a language where it has it: `README.ko.md` beside `README.md`."""
    file = GIVEN / name
    other = file.with_suffix(f".{language}{file.suffix}")
    return Template(text_of(other if other.is_file() else file))


def _suite(course: Course, section: Section) -> dict[str, str]:
    """The public suite and the pictures of a section, and what they import.

    Raises SuiteError where that is what students never have.
    """
    found: dict[str, str] = {}
    pictures = course.pictures(section.id)
    for suite in (*suite_files(course, (section.id,), ("public",)), *([pictures] if pictures else [])):
        for file in sources_of_suite(suite, course.root):
            if any(file.is_relative_to(folder) for folder in (*course.private, course.misconceptions, course.wheat)):
                raise SuiteError("release_suite_private", suite=suite.name, file=file)
            if file.is_relative_to(course.root):
                found[_inside(course, file)] = text_of(file)
    return found


def _inside(course: Course, path: Path) -> str:
    """A path of the course as it is in the copy. Raises CourseError where it is outside the course's folder."""
    if not path.is_relative_to(course.root):
        raise CourseError("release_outside", path=path, root=course.root)
    return path.relative_to(course.root).as_posix()


def _content(stubs: Mapping[str, str], sources: Mapping[str, Mapping[str, str]]) -> str:
    return hashlib.sha256(json.dumps([stubs, sources], sort_keys=True).encode()).hexdigest()[:16]


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1).decode() + "\n"
