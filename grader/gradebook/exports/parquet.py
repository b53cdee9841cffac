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
    rows = [row._asdict() for row in test_rows(grades, settings)]
    for row in rows:
        row.update({name: _float(row[name], settings.places) for name in POINTS})
    file = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, pyarrow.schema(types)), file)
    return Export(file.getvalue(), (), len(grades))


def _float(points: object, places: int) -> float | None:
    return None if points is None else float(round_points(points, places))  # type: ignore[arg-type]
