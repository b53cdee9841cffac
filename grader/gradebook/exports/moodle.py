"""Moodle: the instructor's own grading worksheet with grades in it, for "Upload grading worksheet".

Moodle finds the columns by their exact headings in the language of the one who uploads: the headings in English and in
the language that the grader speaks are known, and others can be given. It passes over a grade that is more than the
maximum without a word; here it is said.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.filling import fill, other_maximum
from grader.gradebook.exports.placing import Place
from grader.gradebook.exports.rows import Mark
from grader.gradebook.exports.template import NUMBER, read_table, text_of
from grader.gradebook.grades import StudentGrade
from grader.inert import inert_line
from grader.scoring.rounding import round_points
from grader.texts import Message, translator

REQUIRED = ("identifier", "grade", "modified")
COLUMNS = (*REQUIRED, "name", "number", "email", "username", "maximum", "changeable")
"""What a column is for."""
OTHER_WAYS = {"Maximum Grade": "Maximum grade"}  # until Moodle 4
PARTICIPANT = re.compile(r"\d+$")
LOCKED = "No"


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """The worksheet with the grades in its one column for them."""
    table = read_table(settings.template, settings.name)
    columns = _columns([OTHER_WAYS.get(cell.text, cell.text) for row in table.rows[:1] for cell in row], settings)
    grade, maximum = columns["grade"], columns.get("maximum")
    places = []
    for number, row in enumerate(table.rows):
        if number == 0 or not any(cell.text.strip() for cell in row):
            continue
        participant = PARTICIPANT.search(text_of(row, columns["identifier"]))
        others = (text_of(row, columns.get(key)) for key in ("number", "username"))
        ids = (participant[0] if participant else "", *others)
        places.append(Place(number, ids, (text_of(row, columns.get("email")),), (text_of(row, columns.get("name")),)))

    def refuse(number: int, mark: Mark) -> Message | None:
        row = table.rows[number]
        said: dict[str, str | int | float] = {
            "row": number + 1,
            "person": inert_line(text_of(row, columns.get("name")) or row[0].text),
        }
        most = text_of(row, maximum)
        if text_of(row, columns.get("changeable")) == LOCKED:
            return Message.of("moodle_locked", **said)
        if mark.points is not None and NUMBER.fullmatch(most):
            given = round_points(mark.points, settings.places)
            if Fraction(given) > Fraction(most.replace(",", ".")) or given < 0:
                return Message.of("moodle_out_of_range", points=f"{given:f}", maximum=most, **said)
        return None

    numbers = [] if maximum is None else [maximum]
    export = fill(table, grade, places, grades, settings, numbers=numbers, refuse=refuse)
    most = next((text_of(table.rows[each.row], maximum) for each in places), "")
    other = other_maximum(most, grades, settings)
    return Export(export.data, (*([other] if other else []), *export.remarks), export.filled, export.column)


def _columns(names: Sequence[str], settings: ExportSettings) -> dict[str, int]:
    """The columns by what they are for. Raises UsageError where Moodle would refuse the file, too."""
    said = [{key: each.say(f"moodle_{key}") for key in COLUMNS} for each in (translator(), settings.translator)]
    known = said[0] if said[0]["identifier"] in names else said[1]
    headings = {**known, **settings.headings}
    if settings.column:
        headings["grade"] = settings.column
    columns = {key: names.index(heading) for key, heading in headings.items() if heading in names}
    lacking = [headings[key] for key in REQUIRED if key not in columns]
    if lacking:
        there = inert_line(", ".join(names))
        raise UsageError("moodle_header", file=settings.name, lacking=", ".join(lacking), columns=there)
    doubled = [headings[key] for key in REQUIRED if names.count(headings[key]) > 1]
    if doubled:
        raise UsageError("export_which_column", file=settings.name, columns="; ".join(doubled * 2))
    return columns
