"""The long CSV: a row a student, section and test, with the message that the student got."""

from collections.abc import Sequence

from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.csv import like_formulas
from grader.gradebook.exports.rows import TEXTS, TestRow, test_rows
from grader.gradebook.exports.tables import csv_bytes, harmless, harmless_id, number
from grader.gradebook.grades import StudentGrade


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """All tests of all students."""

    def cell(column: str, value: object) -> object:
        if column in ("score", "max_score"):
            return number(value, settings.places)  # type: ignore[arg-type]
        if column == "id":
            return harmless_id(str(value))
        return harmless(str(value)) if column in TEXTS else value

    table = (
        [cell(column, value) for column, value in zip(row._fields, row, strict=True)]
        for row in test_rows(grades, settings)
    )
    return Export(csv_bytes(TestRow._fields, table), like_formulas(grades), len(grades))
