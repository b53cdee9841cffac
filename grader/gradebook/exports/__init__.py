"""Grades become a file: one module a format, each with `render(grades, settings) -> Export`.

`ExportFormat` is the list of formats: a new one is a line here and a module of that name. Canvas and Moodle fill the
file that an instructor exported from them: one column of it changes, and everything else stays byte for byte.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module

from grader.errors import EngineError
from grader.gradebook.grades import StudentGrade
from grader.scoring.rounding import PLACES
from grader.texts import ENGLISH, Message, Translator, translator


class ExportFormat(str, Enum):
    CSV = "csv"
    LONG = "long"
    CANVAS = "canvas"
    MOODLE = "moodle"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSONL = "jsonl"


FILLED = frozenset({ExportFormat.CANVAS, ExportFormat.MOODLE})
"""The formats that fill a file of the instructor's."""


@dataclass(frozen=True)
class ExportSettings:
    """What is exported: all `sections` if none is named, points with so many `places`.

    `zeros` gives 0 points to those who handed in nothing, who otherwise have no grade. The rest is for a `template`:
    its `name`, its `column`, and the `headings` of a worksheet in another language than English.
    """

    sections: tuple[str, ...] = ()
    places: int = PLACES
    zeros: bool = False
    language: str = ENGLISH
    template: bytes = b""
    name: str = ""
    column: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def translator(self) -> Translator:
        return translator(self.language)


@dataclass(frozen=True)
class Export:
    """The file, and what an instructor has to know of it: who could not be placed, who has no grade."""

    data: bytes
    remarks: tuple[Message, ...] = ()
    filled: int = 0
    column: str = ""


Render = Callable[[Sequence[StudentGrade], ExportSettings], Export]
NEEDS = {"openpyxl": "autograto[class]", "pyarrow": "autograto[data]"}


def _render(name: str) -> Render:
    def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
        try:
            made = import_module(f"{__name__}.{name}").render(grades, settings)
        except ModuleNotFoundError as error:
            if error.name not in NEEDS:
                raise
            raise EngineError("export_needs", name=error.name, requirement=NEEDS[error.name]) from None
        assert isinstance(made, Export)
        return made

    return render


FORMATS: Mapping[ExportFormat, Render] = {format: _render(format.value) for format in ExportFormat}
