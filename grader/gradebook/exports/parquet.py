"""Parquet: the rows of the long CSV, with types, for pandas, polars and DuckDB."""

import io
from collections.abc import Sequence

import pyarrow
from pyarrow import parquet

from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.rows import TestRow, test_rows
from grader.gradebook.grades import StudentGrade
from grader.scoring.rounding import round_points

POINTS = ("score", "max_score")


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """All tests of all students; nothing is changed in a text, since nothing here is computed."""
    types = [(name, pyarrow.float64() if name in POINTS else pyarrow.string()) for name in TestRow._fields]
    columns: dict[str, list[object]] = {name: [] for name in TestRow._fields}
    for row in test_rows(grades, settings):
        for name, value in zip(TestRow._fields, row, strict=True):
            columns[name].append(_float(value, settings.places) if name in POINTS else value)
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, pyarrow.schema(types)), file)
    return Export(file.getvalue(), (), len(grades))


def _float(points: object, places: int) -> float | None:
    return None if points is None else float(round_points(points, places))
