"""Excel: a sheet with the rows of the wide CSV, and one with the rules that changed somebody's points."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.csv import header, rows
from grader.gradebook.exports.rows import names_of_sections, sections_of
from grader.gradebook.exports.tables import FORMULA
from grader.gradebook.grades import StudentGrade
from grader.scoring.rounding import round_points

STEPS = ("id", "name", "section", "rule", "before", "after", "why")


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """The workbook; no text in it is ever a formula, and an id keeps its zeros."""
    book = Workbook(write_only=True)
    names = names_of_sections(grades, settings)
    _sheet(book, "grades", header(names), rows(grades, names, settings), settings.places)
    changed = (
        (
            grade.person.id,
            grade.person.name,
            section.section,
            step.rule,
            round_points(step.before, settings.places),
            round_points(step.after, settings.places),
            settings.translator.tell(step.why),
        )
        for grade in grades
        for section in sections_of(grade, settings)
        for step in section.steps
    )
    _sheet(book, "steps", STEPS, changed, settings.places)
    file = io.BytesIO()
    book.save(file)
    return Export(file.getvalue(), (), len(grades))


def _sheet(book: Any, title: str, names: Sequence[str], table: Iterable[Sequence[object]], places: int) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    head = [_cell(sheet, name, places) for name in names]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in table:
        sheet.append([_cell(sheet, value, places) for value in row])


def _cell(sheet: Any, value: object, places: int) -> Any:
    """A number as a number; every text as text, with the mark that keeps it one if Excel lets somebody edit it."""
    if value == "":
        return None
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal):
        cell.number_format = f"0.{'0' * places}" if places else "0"
    elif isinstance(value, str):
        cell.data_type = "s"
        if FORMULA.match(value):
            cell.quotePrefix = True
    return cell
