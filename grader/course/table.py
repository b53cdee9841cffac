"""`[tool.grader]`: read strictly, so that a wrong key is a sentence and never a surprise later on."""

import keyword
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from grader.errors import CourseError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Positive = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Percent = Annotated[float, Meta(ge=0, le=100)]


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the course; `by_hand` maps an exercise to the names that it may not use."""

    id: str
    title: str
    points: Positive
    by_hand: dict[str, tuple[str, ...]] = {}
    public_share: Share | None = None

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
    limits: Limits = Limits()
    verify: dict[str, Percent] = {}


@dataclass(frozen=True)
class Course:
    """What the engine knows of a course; every path is absolute."""

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
    limits: Limits
    verify: dict[str, float]

    def section(self, id: str) -> Section | None:
        return next((section for section in self.sections if section.id == id), None)


PATHS = ("solutions", "exercises", "public", "hidden", "misconceptions", "wheat", "equivalent_mutants")


def find_course(start: Path) -> Course:
    """The course of the first folder, from `start` upwards, whose pyproject.toml has `[tool.grader]`."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file() and _tool_grader(folder) is not None:
            return read_course(folder)
    raise CourseError(
        f"no course here: no pyproject.toml with [tool.grader] in {start} or above it. Run this in the course's folder."
    )


def read_course(root: Path) -> Course:
    """The course in `root`. Raises CourseError, which names the key and says what it should be."""
    root = root.resolve()
    raw = _tool_grader(root)
    if raw is None:
        raise CourseError(f"{root / 'pyproject.toml'} has no table [tool.grader], which says what the course is.")
    try:
        table = msgspec.convert(raw, Table)
    except msgspec.ValidationError as error:
        raise _wrong(root, *_explain(error)) from None
    _check(table, root)
    paths = {name: (root / getattr(table, name)).resolve() for name in PATHS}
    return Course(
        root=root,
        title=table.title,
        sections=table.sections,
        public_share=table.public_share,
        limits=table.limits,
        verify=table.verify,
        **paths,
    )


def _tool_grader(root: Path) -> Any:
    file = root / "pyproject.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{file} is not there; its table [tool.grader] says what the course is.") from None
    except (OSError, ValueError) as error:
        raise CourseError(f"{file} cannot be read: {error}") from None
    tool = document.get("tool", {})
    return tool.get("grader") if isinstance(tool, dict) else None


def _wrong(root: Path, key: str, what: str) -> CourseError:
    return CourseError(f"{root / 'pyproject.toml'}, [tool.grader], `{key}`: {what}")


def _check(table: Table, root: Path) -> None:
    """The rules that types cannot say."""
    seen: set[str] = set()
    for number, section in enumerate(table.sections):
        key = f"sections[{number}].id"
        if not section.id.isidentifier() or keyword.iskeyword(section.id):
            raise _wrong(root, key, f"should be a Python name, as it names the file; it is {section.id!r}.")
        if section.id.casefold() in seen:
            raise _wrong(root, key, f"should be unique; {section.id!r} is there twice.")
        seen.add(section.id.casefold())
        for name in section.by_hand:
            if not name.isidentifier():
                raise _wrong(root, f"sections[{number}].by_hand", f"should map names of exercises; {name!r} is none.")
            for banned in section.by_hand[name]:
                if not all(part.replace("*", "x").isidentifier() for part in banned.split(".")):
                    key = f"sections[{number}].by_hand.{name}"
                    raise _wrong(root, key, f"should hold names such as 'mse_loss' or 'torch.optim*', not {banned!r}.")
    numbers = [(f"sections[{n}].points", section.points) for n, section in enumerate(table.sections)]
    numbers += [(f"limits.{name}", float(getattr(table.limits, name))) for name in Limits.__struct_fields__]
    numbers += [(f"verify.{name}", value) for name, value in table.verify.items()]
    for key, value in numbers:
        if not math.isfinite(value):
            raise _wrong(root, key, f"should be a finite number; it is {value}.")
    folders: dict[Path, str] = {}
    for name in PATHS:
        folder = (root / getattr(table, name)).resolve()
        if folder in folders or folder == root:
            # `grader stubs` writes into `exercises`: two names for one folder would cost the solutions.
            raise _wrong(root, name, f"should be a folder of its own; it is the same as `{folders.get(folder, '.')}`.")
        folders[folder] = name


WORDS = {
    "`float`": "a number",
    "`int`": "a whole number",
    "`str`": "a text",
    "`array`": "a list",
    "`object`": "a table",
}


def _explain(error: msgspec.ValidationError) -> tuple[str, str]:
    """msgspec's message as (the key, what it should be)."""
    what, _, where = str(error).partition(" - at `$")
    path = where.rstrip("`").lstrip(".")
    field = re.search(r"field `(.+?)`", what)
    if field is None:
        for type_name, word in WORDS.items():
            what = what.replace(type_name, word)
        return path or "tool.grader", what.replace("Expected", "should be").replace(", got", "; it is") + "."
    key = f"{path}.{field[1]}" if path else field[1]
    if "missing" in what:
        return key, "should be there; it is missing."
    struct = Limits if path == "limits" else Section if path.startswith("sections") else Table
    return key, f"is no key of this table; the keys are {', '.join(struct.__struct_fields__)}."
