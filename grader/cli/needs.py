"""What must be installed before anything can be graded, and how to install it."""

import importlib.util
import re
from dataclasses import dataclass

from grader.errors import EngineError
from grader.texts import Message


@dataclass(frozen=True)
class Need:
    """A distribution, the module it brings, and the oldest version that will do."""

    name: str
    module: str
    oldest: str

    @property
    def installed(self) -> bool:
        return importlib.util.find_spec(self.module) is not None

    @property
    def version(self) -> str:
        """The installed version, "" where none can be told."""
        from importlib import metadata  # slow to import, and only `doctor` asks

        try:
            return metadata.version(self.name)
        except metadata.PackageNotFoundError:
            return ""

    @property
    def too_old(self) -> bool:
        return bool(self.version) and _numbers(self.version) < _numbers(self.oldest)

    @property
    def advice(self) -> Message:
        if self.name == "torch":
            return Message.of("install_torch")
        return Message.of("install_other", name=self.name, oldest=self.oldest)


NEEDS = (
    Need("torch", "torch", "2.4"),
    Need("numpy", "numpy", "1.26"),
    Need("pytest", "pytest", "8.4"),
    Need("hypothesis", "hypothesis", "6.156.1"),
    Need("msgspec", "msgspec", "0.18.6"),
)


def require_all() -> None:
    """Raises EngineError for the first thing that is not installed."""
    for need in NEEDS:
        if not need.installed:
            raise EngineError("need_missing", name=need.name, install=need.advice)


def _numbers(version: str) -> tuple[int, ...]:
    """`2.13.0+cpu` as (2, 13, 0)."""
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0])[:3])
