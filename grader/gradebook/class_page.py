"""A class as a page for its instructor: how it did, which exercises and mistakes, a table, and each student's own view.

What the page's script draws travels as plain data: all text in it is inert, each text stands in it once, and whatever
refers to it has its number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.course import Course
from grader.gradebook.exports import ExportSettings
from grader.gradebook.feedback import FeedbackSettings, counted_results, feedback_lines
from grader.gradebook.grades import StudentGrade
from grader.gradebook.statistics import Distribution, ExerciseCounts, Mistake, class_statistics
from grader.gradebook.statistics.graded import GRADED, GradedStudent, attempted, counting, graded_students, right
from grader.inert import inert, inert_line
from grader.report.page import Layout, points
from grader.report.pages import render_page
from grader.report.told import Told, ToldExercise, told_sections
from grader.scoring import ExerciseResult
from grader.scoring.rounding import exact_sum
from grader.verdict import TABLE, Status

MOST_MISTAKES = 25
MOST_PAIRS = 100
ENDS = {"r": "right", "p": "partly", "w": "wrong", "n": "untouched"}
"""How an exercise ended for a student, a letter each; `-` where it was not graded."""
WORDS = (
    "hidden", "bonus", "hint", "page_expected", "page_got", "page_map_place", "page_show_mistake", "page_shown",
    "status_passed",
)  # fmt: skip
PLACES = ("student", "exercise", "end", "shown", "all")
"""What the script puts into its words."""


@dataclass(frozen=True)
class SimilarPair:
    """Two hand-ins to look at: whose they are, how much evidence there is, and in which sections."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    evidence: float
    sections: tuple[str, ...]


class _Texts:
    """Each text once, by the number of its place."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self._places.setdefault(text, len(self._places))

    @property
    def all(self) -> list[str]:
        return list(self._places)


def class_page(
    grades: Sequence[StudentGrade],
    course: Course,
    layout: Layout,
    sections: Sequence[str] = (),
    places: int = 2,
    similar: Sequence[SimilarPair] = (),
) -> str:
    """The page. Raises EngineError where Jinja is not installed."""
    translator = layout.translator
    statistics = class_statistics(grades, course, sections)
    titles = {section.id: inert_line(section.title) for section in course.sections}
    mistakes = [one for one in statistics.mistakes if one.students > 1][:MOST_MISTAKES]
    students = graded_students(grades, sections)
    settings = FeedbackSettings(sections=tuple(sections), places=places, language=layout.language)
    data = _Data(students, statistics.exercises, mistakes, settings, layout).plain()
    parts = (
        ("points", "stats_title_points", statistics.points),
        ("sections", "stats_title_sections", len(statistics.sections) > 1),
        ("exercises", "page_exercises", statistics.exercises),
        ("who-has-what", "page_map", statistics.exercises),
        ("mistakes", "stats_title_mistakes", mistakes),
        ("similar", "page_similar", similar),
        ("list", "page_students", students),
    )
    return render_page(
        "class",
        layout,
        data,
        course=inert_line(course.title),
        graded=translator.say("stats_graded", graded=statistics.graded, count=statistics.students),
        states=[
            translator.say(f"stats_{state}", count=count) for state, count in statistics.states if state != "graded"
        ],
        spread=_spread(statistics.points, layout),
        tenths=_tenths(statistics.points, layout),
        sections=[{"id": id, "title": titles.get(id, ""), "spread": each} for id, each in statistics.sections],
        exercises=_hardest_first(statistics.exercises),
        several=len({one.section for one in statistics.exercises}) > 1,
        mistakes=[
            {
                "section": one.section,
                "exercise": inert_line(one.exercise),
                "hint": inert(one.hint),
                "count": one.students,
            }
            for one in mistakes
        ],
        similar=similar[:MOST_PAIRS],
        parts=[(id, name) for id, name, shown in parts if shown],
        columns=data["sections"],
        numbers=[{"place": place, "name": inert_line(one.exercise)} for place, one in enumerate(statistics.exercises)],
    )


def _spread(points: Distribution | None, layout: Layout) -> str:
    if points is None:
        return ""
    names = ("mean", "median", "lower", "upper", "least", "most")
    return layout.translator.say("stats_spread", **{name: getattr(points, name) for name in names})


def _tenths(points: Distribution | None, layout: Layout) -> list[dict[str, Any]]:
    """A row for each ten per cent: its name, how many students, and how long its bar is, from 0 to 100."""
    counts = points.tenths if points else ()
    most = max(counts, default=0)
    return [
        {
            "name": layout.translator.say(
                "stats_tenth_last" if place == len(counts) - 1 else "stats_tenth", low=10 * place, high=10 * place + 10
            ),
            "count": count,
            "share": round(100 * count / most, 2) if most else 0,
        }
        for place, count in enumerate(counts)
    ]


def _hardest_first(exercises: Sequence[ExerciseCounts]) -> list[dict[str, Any]]:
    """How a class is divided, each part with where it begins and how long it is, in per cent."""
    rows = []
    for one in exercises:
        counts = {"right": one.right, "partly": one.partly, "wrong": one.wrong, "none": one.untouched}
        whole = sum(counts.values()) or 1
        begins, parts = 0.0, []
        for name, count in counts.items():
            parts.append({"name": name, "begins": round(begins, 2), "share": round(100 * count / whole, 2)})
            begins += 100 * count / whole
        name = inert_line(one.exercise)
        rows.append(
            {"section": one.section, "name": name, "counts": counts, "parts": parts, "right": one.right / whole}
        )
    return sorted(rows, key=lambda row: float(row["right"]))


class _Data:
    """What the script is given of a class."""

    def __init__(
        self,
        students: Sequence[GradedStudent],
        exercises: Sequence[ExerciseCounts],
        mistakes: Sequence[Mistake],
        settings: FeedbackSettings,
        layout: Layout,
    ) -> None:
        self._students = students
        self._exercises = [(one.section, one.exercise) for one in exercises]
        self._mistakes = {(one.section, one.exercise, one.hint): place for place, one in enumerate(mistakes)}
        self._sections = list(dict.fromkeys(own.section for one in students for own in one.sections))
        self._settings = settings
        self._export: ExportSettings = settings.of_export
        self._translator = layout.translator
        self._texts = _Texts()

    def plain(self) -> dict[str, Any]:
        short = [id.partition("_")[0] or id for id in self._sections]
        short = short if len(set(short)) == len(short) else self._sections
        students = [self._student(one) for one in self._students]
        return {
            "words": self._words(),
            "ends": {letter: self._translator.say(f"stats_head_{name}") for letter, name in ENDS.items()},
            "symbols": {status.value: look.symbol for status, look in TABLE.items()},
            "sections": [
                {"id": inert_line(id), "short": inert_line(name)}
                for id, name in zip(self._sections, short, strict=True)
            ],
            "exercises": [[self._sections.index(section), inert_line(name)] for section, name in self._exercises],
            "mistakes": [inert_line(exercise) for _, exercise, _ in self._mistakes],
            "students": students,
            "texts": self._texts.all,
        }

    def _words(self) -> Mapping[str, str]:
        """Sentences with `{name}` where the script puts a value."""
        values = {name: f"{{{name}}}" for name in PLACES}
        words = {id: self._translator.say(id, **values) for id in WORDS}
        statuses = {status.value: self._translator.say(f"status_{status.value}") for status in Status}
        return {**words, **statuses}

    def _student(self, student: GradedStudent) -> dict[str, Any]:
        grade = student.grade
        person = grade.person
        own = {one.section: one for one in student.sections}
        counted = [one for one in student.sections if one.counts]
        total = exact_sum(one.points for one in counted)
        most = exact_sum(one.max_points for one in counted)
        state = "" if student.state == "graded" else self._translator.say(f"state_{student.state}")
        shown = [own.get(id) if id in own and own[id].state in GRADED else None for id in self._sections]
        return {
            "id": inert_line(person.id),
            "name": inert_line(person.name or person.id),
            "more": inert_line(" · ".join(part for part in (person.email, person.group) if part)),
            "state": state,
            "points": [points(one.points) if one else "" for one in shown],
            "values": [float(one.points) if one else -1 for one in shown],
            "total": points(total) if student.state in GRADED else "",
            "value": float(total) if student.state in GRADED else -1,
            "percent": f"{float(100 * total / most):.0f}" if most and student.state in GRADED else "",
            "ends": self._ends(student),
            "mistakes": sorted(self._made(student)),
            "lines": [
                [own, self._texts.place(inert_line(line))] for own, line in feedback_lines(grade, self._settings)
            ],
            "told": [
                {
                    "title": self._texts.place(f"{section.title} · {section.worth}"),
                    "exercises": self._exercises_of(section.exercises),
                }
                for result in counted_results(grade, self._export)
                for section in told_sections(result, self._translator)
            ],
        }

    def _ends(self, student: GradedStudent) -> str:
        ended = {(section, one.name): _end(one) for section, one in student.exercises if counting(one)}
        return "".join(ended.get(name, "-") for name in self._exercises)

    def _made(self, student: GradedStudent) -> set[int]:
        keys = {
            (section, one.name, test.hint)
            for section, one in student.exercises
            for test in one.tests
            if test.hint and not test.right
        }
        return {self._mistakes[key] for key in keys if key in self._mistakes}

    def _exercises_of(self, exercises: Sequence[ToldExercise]) -> list[list[Any]]:
        """Name, status, points, and the tests that gave none."""
        return [
            [
                self._texts.place(one.name),
                one.status.value,
                self._texts.place(one.worth),
                [
                    [
                        self._texts.place(" · ".join(tests.titles)),
                        tests.status.value,
                        int(tests.hidden) + 2 * int(tests.bonus),
                        self._told(tests.told),
                        self._texts.place(tests.hint),
                    ]
                    for tests in one.missed
                ],
            ]
            for one in exercises
        ]

    def _told(self, told: Told) -> list[int]:
        parts = (told.call, told.before, told.expected, told.got, told.note, told.after)
        return [self._texts.place(part) for part in parts]


def _end(exercise: ExerciseResult) -> str:
    if not attempted(exercise):
        return "n"
    return "r" if right(exercise) else "p" if exercise.score else "w"
