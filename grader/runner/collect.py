"""The suites as data: pytest collects them, once a process; its own loop is not used."""

import contextlib
import hashlib
import io
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import torch

import grader
from grader.course import Course
from grader.errors import EngineError, SuiteError
from grader.inert import inert
from grader.runner import hypothesis_internals
from grader.runner.pytest_internals import argument_names, parameters
from grader.runner.recordings import cache_folder
from grader.runner.suite_sources import sources_of_suite
from grader.suite.case import SUBJECTS, Case
from grader.verdict import Visibility

PREFIX = "test_"
BOTH: tuple[Visibility, ...] = ("public", "hidden")


@dataclass(frozen=True)
class Suite:
    """The tests, in the order in which they are run: the public ones first, by the course's sections."""

    course: Course
    cases: tuple[Case, ...]
    files: tuple[Path, ...]
    hash: str

    def only(self, sections: Iterable[str] = (), exercises: Iterable[tuple[str, str]] = ()) -> "Suite":
        """The tests of these sections, or of these exercises of a section."""
        kept, wanted = set(sections), set(exercises)
        cases = [case for case in self.cases if case.section in kept or (case.section, case.exercise) in wanted]
        return replace(self, cases=tuple(cases))


def collect(course: Course, sections: Sequence[str] = (), visibilities: Sequence[Visibility] = BOTH) -> Suite:
    """The suites of the sections (all, when none is named). Raises SuiteError where one cannot be read or is wrong."""
    if not __debug__:  # a test says what is right by assertions, and so do the modules that a suite imports
        raise EngineError("assertions_off")
    files = suite_files(course, sections, visibilities)
    sources = {source for file in files for source in sources_of_suite(file, course.root)}
    if not files:
        raise SuiteError("no_suites", public=course.public, hidden=course.hidden)
    torch.set_num_threads(1)  # the threads of all cores would get in the way of the worker's, and of other jobs
    collector = _Collector()
    quiet = contextlib.redirect_stdout(io.StringIO())
    with _hermetic(), hypothesis_internals.settings_of_suites(), _forgotten(course, sources), quiet:
        pytest.main(_arguments(course, files), plugins=[collector])
    if collector.trouble:
        raise collector.trouble[0]
    cases = [case for item in collector.items if (case := read_case(item, course)) is not None]
    for case in cases:
        if case.is_property:
            hypothesis_internals.settle(case.function)
    if set(visibilities) == set(BOTH):  # else an exercise may have tests of the other kind alone
        _check_forbidden(course, cases)
    order = {section.id: place for place, section in enumerate(course.sections)}
    # What a public test says is shown to students: no hidden one may have told the worker a thing by then.
    cases.sort(key=lambda case: (case.visibility == "hidden", order[case.section]))
    return Suite(course, tuple(cases), tuple(files), _hash(sources))


def suite_files(course: Course, sections: Sequence[str], visibilities: Sequence[Visibility]) -> list[Path]:
    """The suites' files, in the course's order, public before hidden."""
    wanted = [section.id for section in course.sections if not sections or section.id in sections]
    folders = [getattr(course, visibility) for visibility in visibilities]
    candidates = [folder / f"{PREFIX}{section}.py" for section in wanted for folder in folders]
    return [path for path in candidates if path.is_file()]


def read_case(item: pytest.Item, course: Course) -> Case | None:
    """What an item of one of the course's suites says of itself, None for any other item.

    Raises `SuiteError` where a suite's file has no section, or a test of it no `@exercise`.
    """
    visibility = _visibility(item.path, course)
    if visibility is None or not isinstance(item, pytest.Function):
        return None
    section = course.section(item.path.stem.removeprefix(PREFIX))
    if section is None:
        raise SuiteError("suite_without_section", file=item.path.name)
    mark = item.get_closest_marker("exercise")
    if mark is None:
        raise SuiteError("test_without_exercise", file=item.path.name, test=item.name)
    names, values = argument_names(item), parameters(item)
    subjects = tuple(name for name in names if name in SUBJECTS)
    unknown = [name for name in names if name not in SUBJECTS and name not in values]
    if unknown:
        raise SuiteError("unknown_fixture", file=item.path.name, test=item.name, fixture=unknown[0])
    if visibility == "public" and "reference" in subjects:
        raise SuiteError("public_uses_reference", file=item.path.name, test=item.name)
    if item.get_closest_marker("skip") or item.get_closest_marker("skipif") or item.get_closest_marker("xfail"):
        raise SuiteError("skipped_test", file=item.path.name, test=item.name)
    told = mark.kwargs
    if not isinstance(told["points"], (int, float)) or isinstance(told["points"], bool):
        raise SuiteError(
            "points_no_number", file=item.path.name, test=item.name, points=inert(repr(told["points"]), 100)
        )
    function = getattr(item.obj, "__func__", item.obj)
    if item.cls is not None:
        values = {"self": item.instance, **values}
    return Case(
        id=f"{visibility}/{section.id}::{item.nodeid.partition('::')[2]}",
        section=section.id,
        exercise=told["name"],
        title=told["title"],
        hint=told["hint"],
        visibility=visibility,
        points=float(told["points"]),
        timeout=told["timeout"],
        needs=told["needs"],
        side_effects_only=told["side_effects_only"],
        beside=told["beside"] or told["side_effects_only"],
        function=function,
        is_property=hypothesis_internals.is_hypothesis_test(function),
        file=item.path,
        subjects=subjects,
        arguments=values,
    )


class _Collector:
    """A plugin that takes the collected items and leaves pytest nothing to run."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []
        self.trouble: list[SuiteError] = []

    @pytest.fixture
    def submission(self) -> None:
        """A name that tests may ask for; what they get is made when they are run."""

    @pytest.fixture
    def reference(self) -> None:
        """The same."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "exercise")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = list(session.items)
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble.append(_unreadable(report))

    def pytest_internalerror(self, excrepr: object) -> None:
        self.trouble.append(SuiteError("pytest_failed", why=_gist(excrepr)))


def _arguments(course: Course, files: Sequence[Path]) -> list[str]:
    """The arguments of a run of pytest that sees the suites and nothing of its surroundings."""
    return [
        *map(str, files),
        f"--rootdir={course.root}",
        f"--confcutdir={course.root}",
        "-c", str(course.root / "pyproject.toml"),
        "-o", "addopts=",
        "--import-mode=importlib",
        "--assert=rewrite",
        "-s",
        "-p", "no:cacheprovider",
        "-p", "no:terminal",
        "-p", "no:logging",
        "-p", "no:warnings",
        "-p", "no:faulthandler",
        "-p", "no:unraisableexception",  # it collects all garbage twice at the end
    ]  # fmt: skip


@contextlib.contextmanager
def _hermetic() -> Iterator[None]:
    """Keep pytest plugins and options of the surroundings out: the same machine gives the same verdicts.

    What hypothesis keeps goes to our cache, not into the course's folder.
    """
    wanted = {
        "PYTEST_ADDOPTS": None,
        "PYTEST_PLUGINS": None,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache_folder().parent / "hypothesis"),
    }
    kept = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(kept)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextlib.contextmanager
def _forgotten(course: Course, sources: Collection[Path]) -> Iterator[None]:
    """Have the suites' modules dropped afterwards: a module is found again by its name, whatever course it is of.

    Raises SuiteError for a module of the course that is not among the files that a suite is known to be made of.
    """
    kept = set(sys.modules)
    try:
        yield
    finally:
        new = {name: module for name, module in sys.modules.items() if name not in kept}
        files = {name: Path(file) for name, module in new.items() if (file := getattr(module, "__file__", None))}
        own = {name: file for name, file in files.items() if file in sources or _is_of_course(file, course)}
        for name in own:
            del sys.modules[name]
    for file in own.values():
        if file not in sources:
            raise SuiteError("import_unseen", file=file)


def _is_of_course(file: Path, course: Course) -> bool:
    """Whether a file is the course's, and neither ours nor of an environment inside its folder."""
    ours = Path(grader.__file__).parent
    return file.is_relative_to(course.root) and not file.is_relative_to(ours) and "site-packages" not in file.parts


def _check_forbidden(course: Course, cases: Sequence[Case]) -> None:
    """Forbidden calls of a misspelt exercise would forbid nothing, and nobody would see it."""
    for section in course.sections:
        known = {case.exercise for case in cases if case.section == section.id}
        solution = course.solutions / section.file
        if known and solution.is_file():
            known.update(re.findall(r"\w+", solution.read_text(encoding="utf-8")))
        for name in section.forbidden if known else ():
            if name not in known:
                raise SuiteError("forbidden_for_nothing", section=section.id, exercise=name)


def _visibility(path: Path, course: Course) -> Visibility | None:
    if path.is_relative_to(course.public):
        return "public"
    return "hidden" if path.is_relative_to(course.hidden) else None


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _unreadable(report: pytest.CollectReport) -> SuiteError:
    """What was wrong with a suite, with its line where the report has one."""
    why = _gist(report.longrepr)
    lines = re.findall(rf'\b{re.escape(Path(report.nodeid).name)}(?:", line |:)(\d+)', str(report.longrepr))
    if not lines:
        return SuiteError("suite_unreadable", suite=report.nodeid, why=why)
    return SuiteError("suite_unreadable_line", suite=report.nodeid, line=int(lines[-1]), why=why)


def _gist(report: object) -> str:
    """The line of pytest's report that says what was wrong: the last that it marks with an E, or else the last."""
    lines = str(report).strip().splitlines() or [""]
    marked = [line[1:] for line in lines if line.startswith("E  ")]
    return inert((marked or lines)[-1].strip(), 500)
