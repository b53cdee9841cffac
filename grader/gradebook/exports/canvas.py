"""Canvas: the instructor's own exported gradebook with the grades of one assignment, for Import.

Canvas finds a student by the column `ID`, and by nothing else where that one has a number. It accepts a file whose
second column merely has ID in its name, and then takes a login for its own id: here that is refused.
"""

import re
from collections.abc import Sequence

from grader.errors import UsageError
from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.filling import chosen, fill, other_maximum
from grader.gradebook.exports.placing import Place
from grader.gradebook.exports.template import Row, Table, read_table, text_of
from grader.gradebook.grades import StudentGrade
from grader.inert import inert_line

SECTION = "Section"
ASSIGNMENT = re.compile(r"(.*)\s\((\d+)\)", re.DOTALL)
COMPUTED = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
READ_ONLY = re.compile(r"read\s+only")
MUTED = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
POINTS_POSSIBLE = "Points Possible"
EXCUSED = "EX"


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """The template with one column of grades."""
    table = read_table(settings.template, settings.name)
    header = table.rows[0] if table.rows else ()
    names = [cell.text.strip() for cell in header]
    id, section = _id_column(names, settings)
    points = next((row for row in table.rows[1:] if row[0].text.count(POINTS_POSSIBLE)), ())
    candidates = {
        column: (found[1], found[2])
        for column in range(section + 1, len(names))
        if (found := ASSIGNMENT.fullmatch(names[column]))
        and not COMPUTED.search(names[column])
        and not READ_ONLY.search(text_of(points, column))
    }
    column = chosen(candidates, names, settings)
    export = fill(
        table, column, _places(table, names[:section], id), grades, settings, exempt=EXCUSED, numbers=list(candidates)
    )
    other = other_maximum(text_of(points, column), grades, settings)
    return Export(export.data, (*([other] if other else []), *export.remarks), export.filled, export.column)


def _id_column(names: Sequence[str], settings: ExportSettings) -> tuple[int, int]:
    """Where the header has the ids, behind one name or two, and where the last of what it says of a student."""
    at = 2 if names[:2] == ["LastName", "FirstName"] else 1
    last = next((column for column in range(at, len(names)) if SECTION in names[column]), 0)
    if not last or (at == 1 and "Student" not in names[0]):
        raise UsageError("canvas_header", file=settings.name)
    if names[at] != "ID":
        raise UsageError("canvas_id_column", file=settings.name, column=inert_line(names[at]))
    return at, last


def _places(table: Table, names: Sequence[str], id: int) -> list[Place]:
    """The rows of students, without that of the points, those that say what is muted, and empty ones."""
    column = {name: place for place, name in enumerate(names)}
    places = []
    for number, row in enumerate(table.rows):
        if number == 0 or POINTS_POSSIBLE in row[0].text or all(MUTED.fullmatch(cell.text) for cell in row):
            continue
        login = text_of(row, column.get("SIS Login ID"))
        ids = (text_of(row, id), text_of(row, column.get("SIS User ID")), login)
        places.append(Place(number, ids, (login,) if "@" in login else (), (_name(row, id),)))
    return places


def _name(row: Row, id: int) -> str:
    """`Kim, Alice`."""
    return ", ".join(text_of(row, column) for column in range(id))
