"""What must be installed before anything can be graded, and how to install it. `pyproject.toml` says which versions."""

import functools
import importlib.util
import re
from dataclasses import dataclass

from grader.course import Course
from grader.course.student_copy import student_copy
from grader.errors import EngineError, UsageError
from grader.texts import Message

DISTRIBUTION = "autograto"


@dataclass(frozen=True)
class Need:
    """A distribution that brings the module of the same name."""

    name: str

    @property
    def installed(self) -> bool:
        return importlib.util.find_spec(self.name) is not None

    @property
    def version(self) -> str:
        """The installed version, "" where none can be told."""
        from importlib import metadata  # slow to import, and only `doctor` asks

        try:
            return metadata.version(self.name)
        except metadata.PackageNotFoundError:
            return ""

    @property
    def requirement(self) -> str:
        """The name with the versions that will do, such as `torch>=2.4,<2.14`; the name alone where none are known."""
        return _requirements().get(self.name, self.name)

    @property
    def suits(self) -> bool:
        """Whether the installed version is one that will do."""
        version = _numbers(self.version)
        bounds = re.findall(r"(>=|<)([\d.]+)", self.requirement)
        return not version or all((version < _numbers(bound)) == (sign == "<") for sign, bound in bounds)

    @property
    def advice(self) -> Message:
        return Message.of("install_torch" if self.name == "torch" else "install_other", requirement=self.requirement)


NEEDS = tuple(map(Need, ("torch", "numpy", "pytest", "hypothesis", "msgspec")))


def require_all() -> None:
    """Raises EngineError for the first thing that is not installed."""
    for need in NEEDS:
        if not need.installed:
            raise EngineError("need_missing", name=need.name, install=need.advice)


def require_answers(course: Course) -> None:
    """Raises UsageError in a student's copy, which can be checked and nothing else."""
    if student_copy(course):
        raise UsageError("copy_has_no_answers", title=course.title)


@functools.cache
def _requirements() -> dict[str, str]:
    """What the package's own metadata requires, by name; nothing where it is run without having been installed."""
    from importlib import metadata

    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return {}
    plain = [requirement.replace(" ", "") for requirement in required if ";" not in requirement]
    parts = [re.match(r"([\w-]+)(.*)", requirement) for requirement in plain]
    return {part[1]: part[1] + ",".join(sorted(part[2].split(","), reverse=True)) for part in parts if part}


def _numbers(version: str) -> tuple[int, ...]:
    """`2.13.0+cpu` as (2, 13, 0)."""
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0])[:3])
