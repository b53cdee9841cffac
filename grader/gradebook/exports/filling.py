"""What Canvas and Moodle have in common: a column of the instructor's file is filled with grades, as far as they go."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.placing import Place, place, told
from grader.gradebook.exports.rows import Mark, total_of
from grader.gradebook.exports.template import NUMBER, Table, decimal_comma, replaced, text_of
from grader.gradebook.grades import StudentGrade
from grader.inert import inert_line
from grader.report.page import points as shown_points
from grader.scoring.rounding import round_points
from grader.texts import Message

Refuse = Callable[[int, Mark], Message | None]
"""Why the platform would not take a mark in a row of the table."""


def fill(
    table: Table,
    column: int,
    places: Sequence[Place],
    grades: Sequence[StudentGrade],
    settings: ExportSettings,
    *,
    exempt: str = "",
    numbers: Sequence[int] = (),
    refuse: Refuse = lambda row, mark: None,
) -> Export:
    """The file with grades in `column`. `exempt` is what the platform calls it; `numbers` are columns with points."""
    _refuse_doubled(places, settings.name)
    placed = place([grade.person for grade in grades], places)
    seen = (text_of(row, each) for row in table.rows[1:] for each in {column, *numbers})
    comma = decimal_comma(seen)
    remarks = list(placed.remarks)
    texts: dict[int, str] = {}
    for number, row in placed.rows.items():
        mark, person = total_of(grades[number], settings), told(grades[number].person)
        refused = refuse(row, mark)
        if refused:
            remarks.append(refused)
        elif mark.exempt and exempt:
            texts[row] = exempt
        elif mark.points is None:
            why = "exempt" if mark.exempt else mark.state
            remarks.append(Message.of(f"export_no_grade_{why}", person=person))
        else:
            if mark.state == "incomplete":
                remarks.append(Message.of("export_incomplete", person=person))
            given, before = round_points(mark.points, settings.places), text_of(table.rows[row], column)
            if NUMBER.fullmatch(before) and given < Decimal(before.replace(",", ".")):
                remarks.append(Message.of("export_lower", person=person, before=before, after=f"{given:f}"))
            text = f"{given:f}"
            texts[row] = text.replace(".", ",") if comma else text
    others = {each.row: each for each in places}.keys() - placed.rows.values()
    remarks += [
        Message.of("export_row_left", row=each.row + 1, person=each.shown) for each in places if each.row in others
    ]
    heading = inert_line(table.rows[0][column].text)
    return Export(replaced(table, column, texts), tuple(remarks), len(texts), heading)


def other_maximum(text: str, grades: Sequence[StudentGrade], settings: ExportSettings) -> Message | None:
    """Said where the platform has other points for all of it than the course."""
    most = max((total_of(grade, settings).max_points for grade in grades), default=Fraction(0))
    if not NUMBER.fullmatch(text) or not most:
        return None
    expected = Fraction(text.replace(",", "."))
    if round_points(expected) == round_points(most):
        return None
    return Message.of("expected_total", expected=shown_points(expected), max_score=shown_points(most))


def chosen(candidates: Mapping[int, Sequence[str]], shown: Sequence[str], settings: ExportSettings) -> int:
    """The column that is asked for by one of its names, or else the only one. Raises UsageError with the others."""
    wanted = settings.column.strip()
    fitting = [
        column for column, names in candidates.items() if not wanted or wanted in (shown[column].strip(), *names)
    ]
    if len(fitting) == 1:
        return fitting[0]
    listed = "; ".join(inert_line(shown[column]) for column in (fitting or candidates))
    if not candidates:
        raise UsageError("export_no_column", file=settings.name)
    if wanted and not fitting:
        raise UsageError("export_column_unknown", file=settings.name, column=inert_line(wanted), columns=listed)
    raise UsageError("export_which_column", file=settings.name, columns=listed)


def _refuse_doubled(places: Sequence[Place], file: str) -> None:
    """The platform's own id stands first, and it decides whose grade a row is."""
    doubled = [id for id, times in Counter(each.ids[0] for each in places if each.ids[0]).items() if times > 1]
    if doubled:
        rows = ", ".join(str(each.row + 1) for each in places if each.ids[0] == doubled[0])
        raise UsageError("template_doubled", file=file, id=inert_line(doubled[0]), rows=rows)
