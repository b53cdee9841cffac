"""`[tool.grader]`: read strictly, so that a wrong key is a sentence and never a surprise later on."""

import keyword
import math
import re
import sys
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from grader.errors import CourseError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Positive = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Ruling = Literal["counts", "dropped", "given"]
"""Whether a test counts, gives points to nobody, or gives them to everybody."""
VERSION = re.compile(r"[\w.+-]{0,40}", re.ASCII)
Percent = Annotated[float, Meta(ge=0, le=100)]


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the course; `forbidden` maps an exercise to the names that it may not use.

    `exercises` are the points of each, which add up to the section's. The tests of those that are `independent` give
    their points one by one.
    """

    id: str
    title: str
    points: Positive
    forbidden: dict[str, tuple[str, ...]] = {}
    public_share: Share | None = None
    exercises: dict[str, Positive] = {}
    independent: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return f"{self.id}.py"


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What a submission may take before it is stopped."""

    call_seconds: Positive = 5.0
    import_seconds: Positive = 10.0
    budget_seconds: Positive = 120.0
    memory_mib: Annotated[int, Meta(gt=0)] = 2048
    hangs: Annotated[int, Meta(gt=0)] = 3


class Gradescope(Struct, frozen=True, forbid_unknown_fields=True):
    """How Gradescope grades and shows: when a student sees hidden tests, and what to do where there is no sandbox."""

    hidden: Literal["visible", "after_due_date", "after_published", "hidden"] = "after_published"
    without_sandbox: Literal["refuse", "file_modes"] = "refuse"


class Thresholds(Struct, frozen=True, forbid_unknown_fields=True):
    """What `grader verify` asks for, in per cent, where the course says otherwise than the defaults."""

    wheat: Percent | UnsetType = UNSET
    misconceptions: Percent | UnsetType = UNSET
    mutants: Percent | UnsetType = UNSET
    attribution: Percent | UnsetType = UNSET
    diagnosis: Percent | UnsetType = UNSET
    kept: Percent | UnsetType = UNSET
    kept_whole: Percent | UnsetType = UNSET

    def told(self) -> dict[str, float]:
        """Those that the course names."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """The table as it is written; its paths are relative to the pyproject.toml."""

    title: str
    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]
    solutions: str = "solutions"
    exercises: str = "exercises"
    public: str = "tests/public"
    hidden: str = "tests/hidden"
    misconceptions: str = "tests/hidden/misconceptions"
    wheat: str = "tests/hidden/wheat"
    equivalent_mutants: str = "tests/hidden/equivalent_mutants.toml"
    public_share: Share = 0.3
    values_share: Share = 0.0
    whole_share: Share = 0.0
    tests: dict[str, Ruling] = {}
    limits: Limits = Limits()
    version: str = ""
    verify: Thresholds = Thresholds()
    gradescope: Gradescope = Gradescope()


@dataclass(frozen=True)
class Course:
    """What the engine knows of a course; every path is absolute.

    Of an exercise's points, `public_share` is for its public tests, `values_share` for all tests together that look at
    the answer itself, and `whole_share` for all of its tests together. The rest is for its hidden tests one by one.
    `tests` are the tests of which something else was decided later. `version` is that of the table, or else of the
    project.
    """

    root: Path
    title: str
    sections: tuple[Section, ...]
    solutions: Path
    exercises: Path
    public: Path
    hidden: Path
    misconceptions: Path
    wheat: Path
    equivalent_mutants: Path
    public_share: float
    values_share: float
    whole_share: float
    tests: dict[str, Ruling]
    limits: Limits
    verify: dict[str, float]
    gradescope: Gradescope
    version: str

    @property
    def private(self) -> tuple[Path, ...]:
        """What no submission may read: the answers, and what they are tested with."""
        return self.solutions, self.hidden, self.root / ".git"

    def pictures(self, section: str) -> Path | None:
        """The file with the pictures of a section, None where it has none."""
        path = self.public / f"plot_{section}.py"
        return path if path.is_file() else None

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)


PATHS = ("solutions", "exercises", "public", "hidden", "misconceptions", "wheat", "equivalent_mutants")


def course_at(folder: Path | None) -> Course:
    """The course in a folder, or, without one, the course around the current folder."""
    return read_course(folder) if folder else find_course(Path.cwd())


def find_course(start: Path) -> Course:
    """The course of the first folder, from `start` upwards, whose pyproject.toml has `[tool.grader]`."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file() and _tool_grader(folder) is not None:
            return read_course(folder)
    raise CourseError("course_nowhere", folder=start)


def read_course(root: Path) -> Course:
    """The course in `root`. Raises CourseError, which names the key and says what it should be."""
    root = root.resolve()
    raw = _tool_grader(root)
    if raw is None:
        raise CourseError("course_no_table", file=root / "pyproject.toml")
    try:
        table = msgspec.convert(raw, Table)
    except msgspec.ValidationError as error:
        raise _explained(root, error) from None
    _check(table, root)
    paths = {name: (root / getattr(table, name)).resolve() for name in PATHS}
    return Course(
        root=root,
        title=table.title,
        sections=table.sections,
        public_share=table.public_share,
        values_share=table.values_share,
        whole_share=table.whole_share,
        tests=table.tests,
        limits=table.limits,
        verify=table.verify.told(),
        gradescope=table.gradescope,
        version=table.version or project_version(root),
        **paths,
    )


def search_path(root: Path) -> tuple[Path, ...]:
    """Where the course has pytest look for modules beside the usual places."""
    options = _tool(root).get("pytest", {}).get("ini_options", {})
    folders = options.get("pythonpath", ()) if isinstance(options, dict) else ()
    return tuple(root / folder for folder in (folders.split() if isinstance(folders, str) else folders))


def project_version(root: Path) -> str:
    """The version that the course's project has, "0" where it tells none."""
    version = _document(root).get("project", {}).get("version", "0")
    return version if isinstance(version, str) else "0"


def _tool_grader(root: Path) -> Any:
    return _tool(root).get("grader")


def _tool(root: Path) -> dict[str, Any]:
    """The tables of all tools in a pyproject.toml."""
    tool = _document(root).get("tool", {})
    return tool if isinstance(tool, dict) else {}


def _document(root: Path) -> dict[str, Any]:
    """A pyproject.toml."""
    file = root / "pyproject.toml"
    try:
        return _parsed(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError("course_no_file", file=file) from None
    except (OSError, ValueError) as error:
        raise CourseError("course_unreadable", file=file, problem=error) from None


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """The same for the same text: each suite asks for it, and parsing takes 10 ms. Nobody may change it."""
    document: dict[str, Any] = tomllib.loads(text)
    return document


def _wrong(root: Path, id: str, key: str, **values: object) -> CourseError:
    return CourseError(id, file=root / "pyproject.toml", key=key, **values)


def _check(table: Table, root: Path) -> None:
    """The rules that types cannot say."""
    if not VERSION.fullmatch(table.version):
        raise _wrong(root, "course_version", "version", version=table.version[:100])
    seen: set[str] = set()
    for number, section in enumerate(table.sections):
        key = f"sections[{number}].id"
        if not section.id.isidentifier() or keyword.iskeyword(section.id):
            raise _wrong(root, "course_section_name", key, name=section.id)
        if section.id.casefold() in seen:
            raise _wrong(root, "course_section_twice", key, name=section.id)
        seen.add(section.id.casefold())
        for name in section.forbidden:
            if not name.isidentifier():
                raise _wrong(root, "course_forbidden_exercise", f"sections[{number}].forbidden", name=name)
            for banned in section.forbidden[name]:
                if not all(part.replace("*", "x").isidentifier() for part in banned.split(".")):
                    key = f"sections[{number}].forbidden.{name}"
                    raise _wrong(root, "course_forbidden_name", key, name=banned)
    numbers = [(f"sections[{n}].points", section.points) for n, section in enumerate(table.sections)]
    numbers += [(f"limits.{name}", float(getattr(table.limits, name))) for name in Limits.__struct_fields__]
    numbers += [
        (f"sections[{n}].exercises.{name}", points)
        for n, section in enumerate(table.sections)
        for name, points in section.exercises.items()
    ]
    numbers += [(f"verify.{name}", value) for name, value in table.verify.told().items()]
    for key, value in numbers:
        if not math.isfinite(value):
            raise _wrong(root, "course_key_finite", key, number=value)
    for number, section in enumerate(table.sections):
        _check_points(table, section, f"sections[{number}]", root)
    folders: dict[Path, str] = {}
    for name in PATHS:
        folder = (root / getattr(table, name)).resolve()
        if folder in folders or folder == root:
            # `grader stubs` writes into `exercises`: two names for one folder would cost the solutions.
            raise _wrong(root, "course_folder_shared", name, other=folders.get(folder, "."))
        folders[folder] = name


def _check_points(table: Table, section: Section, key: str, root: Path) -> None:
    """An exercise's points are neither lost nor given twice."""
    total = sum((Fraction(repr(points)) for points in section.exercises.values()), Fraction(0))
    if section.exercises and total != Fraction(repr(section.points)):
        raise _wrong(
            root, "course_exercise_points", f"{key}.exercises", total=f"{float(total):g}", points=f"{section.points:g}"
        )
    for name in section.independent:
        if name not in section.exercises:
            raise _wrong(root, "course_independent", f"{key}.independent", name=name)
    public = table.public_share if section.public_share is None else section.public_share
    shares = sum((Fraction(repr(share)) for share in (public, table.values_share, table.whole_share)), Fraction(0))
    if section.exercises and shares > 1:
        raise _wrong(root, "course_shares", "whole_share", section=section.id, total=f"{float(shares):g}")


TYPES = {
    "`float`": "course_key_number",
    "`int`": "course_key_whole_number",
    "`str`": "course_key_text",
    "`array`": "course_key_list",
    "`object`": "course_key_table",
}
BOUNDS = {">": "course_key_above", ">=": "course_key_at_least", "<=": "course_key_at_most"}
STRUCTS: dict[str, type[Struct]] = {
    "limits": Limits, "sections": Section, "verify": Thresholds, "gradescope": Gradescope
}  # fmt: skip


def _explained(root: Path, error: msgspec.ValidationError) -> CourseError:
    """msgspec's message as an error that names the key."""
    what, _, where = str(error).partition(" - at `$")
    path = where.rstrip("`").lstrip(".").replace("[...]", ".*")  # a value under some key of a table
    field = re.search(r"field `(.+?)`", what)
    if field is not None:
        key = f"{path}.{field[1]}" if path else field[1]
        if "missing" in what:
            return _wrong(root, "course_key_missing", key)
        struct = STRUCTS.get(path.partition("[")[0], Table)
        return _wrong(root, "course_key_unknown", key, keys=", ".join(struct.__struct_fields__))
    key = path or "tool.grader"
    expected = re.match(r"Expected (`\w+`)(?: (of length )?([<>]=?) ([\d.]+))?", what)
    if expected is None or expected[1] not in TYPES:
        return _wrong(root, "course_key_wrong", key, problem=what)
    if expected[2]:
        return _wrong(root, "course_key_empty", key)
    if expected[3]:
        return _wrong(root, BOUNDS[expected[3]], key, bound=f"{float(expected[4]):g}")
    return _wrong(root, TYPES[expected[1]], key)
