"""The wide CSV: a row a student; of each section its points, what the grader gave, the state; and the total."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.rows import RUN, has_grade, names_of_sections, sections_of, standing, total_of
from grader.gradebook.exports.tables import FORMULA, PLAIN, csv_bytes, harmless, harmless_id, number
from grader.gradebook.grades import StudentGrade
from grader.inert import inert_line
from grader.texts import Message

PERSON = ("id", "name", "email", "group", "state")
OF_SECTION = ("", " raw", " max", " state", " late")

Cell = str | Decimal


def header(names: Sequence[str]) -> list[str]:
    """`s3`, `s3 raw`, … for each section."""
    return [*PERSON, *(f"{name}{end}" for name in names for end in OF_SECTION), "total", "max"]


def rows(grades: Sequence[StudentGrade], names: Sequence[str], settings: ExportSettings) -> Iterator[list[Cell]]:
    """A row a student, with numbers as numbers."""
    for grade in grades:
        person = grade.person
        mark = total_of(grade, settings)
        row: list[Cell] = [person.id, person.name, person.email, person.group, mark.state]
        sections = {section.section: section for section in sections_of(grade, settings)}
        for name in names:
            section = sections.get(name)
            if section is None:
                row += [""] * len(OF_SECTION)
                continue
            row += [
                number(section.points if has_grade(section, settings.zeros) else None, settings.places),
                number(section.raw if section.state in RUN else None, settings.places),
                number(section.max_points, settings.places),
                standing(section),
                "yes" if section.late else "no",
            ]
        row += [number(mark.points, settings.places), number(mark.max_points, settings.places)]
        yield row


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """The table; an id that a spreadsheet would compute is said."""
    names = names_of_sections(grades, settings)
    table = (
        [harmless_id(str(id)), *map(harmless, map(str, who)), *rest]
        for id, who, rest in _parts(rows(grades, names, settings))
    )
    return Export(csv_bytes(header(names), table), like_formulas(grades), len(grades))


def _parts(table: Iterable[list[Cell]]) -> Iterator[tuple[Cell, list[Cell], list[Cell]]]:
    """The id; what people wrote; the rest."""
    return ((row[0], row[1:4], row[4:]) for row in table)


def like_formulas(grades: Sequence[StudentGrade]) -> tuple[Message, ...]:
    """The ids that look like formulas and stay as they are, so that they can be matched."""
    ids = [grade.person.id for grade in grades]
    return tuple(
        Message.of("export_formula_id", id=inert_line(id)) for id in ids if FORMULA.match(id) and PLAIN.fullmatch(id)
    )
