"""JSON lines: a line a student, with each section's points and the rules that changed them."""

import json
from collections.abc import Sequence
from fractions import Fraction

from grader.gradebook.exports import Export, ExportSettings
from grader.gradebook.exports.rows import RUN, has_grade, sections_of, standing, total_of
from grader.gradebook.grades import SectionGrade, StudentGrade
from grader.scoring.rounding import round_points


def render(grades: Sequence[StudentGrade], settings: ExportSettings) -> Export:
    """A line a student, in UTF-8; points that there are none of are null."""
    lines = [json.dumps(_student(grade, settings), ensure_ascii=False) for grade in grades]
    return Export("".join(f"{line}\n" for line in lines).encode(), (), len(grades))


def _student(grade: StudentGrade, settings: ExportSettings) -> dict[str, object]:
    person, mark = grade.person, total_of(grade, settings)
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "group": person.group,
        "state": mark.state,
        "points": _number(mark.points, settings),
        "max_points": _number(mark.max_points, settings),
        "sections": [_section(section, settings) for section in sections_of(grade, settings)],
    }


def _section(section: SectionGrade, settings: ExportSettings) -> dict[str, object]:
    steps = [
        {
            "rule": step.rule,
            "before": _number(step.before, settings),
            "after": _number(step.after, settings),
            "why": settings.translator.tell(step.why),
        }
        for step in section.steps
    ]
    return {
        "section": section.section,
        "raw": _number(section.raw if section.state in RUN else None, settings),
        "points": _number(section.points if has_grade(section, settings.zeros) else None, settings),
        "max_points": _number(section.max_points, settings),
        "state": standing(section),
        "at": section.at.isoformat() if section.at else None,
        "late": section.late,
        "run": section.run,
        "steps": steps,
    }


def _number(points: Fraction | None, settings: ExportSettings) -> float | None:
    return None if points is None else float(round_points(points, settings.places))
