"""Grades from what is kept: which submission counts, and each rule that changes its points, one after the other.

Of the same content the last run says the points, so a regrade takes the place of what it grades again. Of different
submissions the policy chooses one. A run that is not finished counts only for those who have nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from grader.course import Ruling
from grader.errors import UsageError
from grader.gradebook.decisions import Adjustment, Decision, Extension, HandedIn
from grader.gradebook.grades import SectionGrade, State, Step, StudentGrade
from grader.gradebook.policy import Policy
from grader.intake.people import Person
from grader.scoring import Result, SectionResult
from grader.scoring.rulings import ruled
from grader.scoring.shares import function_of
from grader.texts import Message

NOTHING = Fraction(0)
WORST_FIRST: tuple[State, ...] = ("grader_error", "unreadable", "incomplete", "graded")


@dataclass(frozen=True)
class Handed:
    """A submission as it is kept. `sections` are those that it was graded in; `read` gives its result."""

    number: int
    run: int
    finished: bool
    hash: str
    people: tuple[Person, ...]
    sections: tuple[str, ...]
    state: State
    read: Callable[[], Result | None]
    at: datetime | None = None
    late: bool = False


@dataclass(frozen=True)
class Kept:
    """All that grades follow from: what was handed in, oldest first; everybody, as last named; the sections' points."""

    handed: Sequence[Handed]
    people: Mapping[str, Person]
    max_points: Mapping[str, Fraction]
    decisions: Sequence[Decision] = ()


@dataclass
class Rules:
    """The decisions that hold, by whom and what they are about, the last one last."""

    adjustments: dict[tuple[str, str], list[tuple[Decision, Adjustment]]] = field(default_factory=dict)
    extensions: dict[tuple[str, str], Extension] = field(default_factory=dict)
    times: dict[tuple[str, str], datetime] = field(default_factory=dict)
    rulings: dict[str, tuple[Decision, Ruling]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Rules":
        rules = cls()
        for decision in decisions:
            for what in decision.what if decision.undone is None else ():
                if isinstance(what, Adjustment):
                    rules.adjustments.setdefault((what.person, what.section), []).append((decision, what))
                elif isinstance(what, Extension):
                    rules.extensions[what.person, what.section] = what
                elif isinstance(what, HandedIn):
                    rules.times[what.person, what.section] = what.at
                else:
                    rules.rulings[what.test] = (decision, what.ruling)
        return rules

    def chosen(self, person: str, section: str) -> int | None:
        """The run that was chosen for a student's section."""
        runs = [one.run for _, one in self.adjustments.get((person, section), ()) if one.kind == "choose"]
        return runs[-1] if runs else None


@dataclass(frozen=True)
class _Candidate:
    """A section of a submission with the rules on tests and on lateness, before what was decided on the student."""

    handed: Handed
    grade: SectionGrade


class Counting:
    """The grades that follow from what is kept, by one policy.

    A ruling on a test that a result does not allow is told there as a step; with `strict` it is a UsageError.
    """

    def __init__(self, kept: Kept, policy: Policy, strict: bool = False) -> None:
        self._kept = kept
        self._policy = policy
        self._strict = strict
        self._unruled: dict[int, Message] = {}
        self._rules = Rules.of(kept.decisions)
        self._results: dict[int, tuple[Result | None, Result | None]] = {}
        self._by_person: dict[str, list[Handed]] = {id: [] for id in kept.people}
        for one in kept.handed:
            for person in one.people:
                self._by_person[person.id].append(one)

    def grades(self) -> list[StudentGrade]:
        return [self.of(id) for id in sorted(self._kept.people)]

    def of(self, id: str) -> StudentGrade:
        """One student's grade."""
        return self._student(self._kept.people[id])

    def _student(self, person: Person) -> StudentGrade:
        counted = {section: self._section(person.id, section) for section in self._kept.max_points}
        sections = self._without_lowest([grade for grade, _ in counted.values()])
        states = {grade.state for grade in sections if grade.counts} or {grade.state for grade in sections}
        state: State = next((one for one in WORST_FIRST if one in states), "missing")
        return StudentGrade(person, tuple(sections), state, self._used(counted))

    def _used(self, counted: Mapping[str, tuple[SectionGrade, Handed | None]]) -> tuple[Result, ...]:
        """The results that the sections come from, each with no other section than these."""
        sections: dict[int, list[str]] = {}
        for section, (_, handed) in counted.items():
            if handed is not None and self._result(handed)[1] is not None:
                sections.setdefault(handed.number, []).append(section)
        used = []
        for number, own in sections.items():
            result = self._results[number][1]
            assert result is not None
            used.append(replace(result, sections=tuple(one for one in result.sections if one.id in own)))
        return tuple(used)

    def _section(self, person: str, section: str) -> tuple[SectionGrade, Handed | None]:
        candidates = [self._candidate(person, section, one) for one in self._last_of_each(person, section)]
        run = self._rules.chosen(person, section)
        contents = {one.hash for one in self._by_person[person] if one.run == run}
        chosen = self._choose(candidates, contents)
        if chosen is None:
            most = self._kept.max_points[section]
            grade = SectionGrade(section, NOTHING, NOTHING, most, run=0, state="missing")
        else:
            grade = chosen.grade
        for decision, adjustment in self._rules.adjustments.get((person, section), ()):
            grade = adjusted(grade, decision, adjustment)
        return grade, None if chosen is None else chosen.handed

    def _last_of_each(self, person: str, section: str) -> list[Handed]:
        """Of each content the last run that is finished; where none is finished at all, the last ones."""
        own = [one for one in self._by_person[person] if section in one.sections]
        finished = [one for one in own if one.finished]
        by_content: dict[str, Handed] = {}
        for one in sorted(finished or own, key=lambda one: (one.run, one.number)):
            content = one.hash or f"{one.number}"
            if one.state != "grader_error" or content not in by_content:  # which says nothing new
                by_content[content] = one
        return list(by_content.values())

    def _choose(self, candidates: Sequence[_Candidate], contents: Collection[str]) -> _Candidate | None:
        """The one with the content that was chosen for this student, or else the one that the policy says."""
        own = [one for one in candidates if one.handed.hash in contents]
        if own or not candidates:
            return own[-1] if own else None
        # What the grader could not grade takes no place of what it could.
        able = [one for one in candidates if one.grade.state != "grader_error"] or list(candidates)
        return max(able, key=self._points if self._policy.counts == "best" else self._last(able))

    @staticmethod
    def _points(candidate: _Candidate) -> tuple[Fraction, int]:
        return candidate.grade.points, candidate.handed.run

    def _last(self, candidates: Sequence[_Candidate]) -> Callable[[_Candidate], tuple[float, int, int]]:
        """By when it was handed in, where that is known of each; otherwise by the run."""
        known = all(one.handed.at is not None for one in candidates)

        def key(one: _Candidate) -> tuple[float, int, int]:
            at = one.handed.at if known else None
            moment = 0.0 if at is None else self._policy.moment(at).timestamp()
            return moment, one.handed.run, one.handed.number

        return key

    def _candidate(self, person: str, section: str, handed: Handed) -> _Candidate:
        raw, now = (_of(result, section) for result in self._result(handed))
        if raw is None or now is None:
            most = self._kept.max_points[section]
            state: State = "missing" if handed.state in ("graded", "incomplete") else handed.state
            grade = SectionGrade(section, NOTHING, NOTHING, most, handed.run, state, handed.at, handed.late)
        else:
            state = handed.state
            points, most = raw.score, raw.max_score
            grade = SectionGrade(section, points, points, most, handed.run, state, handed.at, handed.late)
            for step in self._ruling_steps(raw, now, self._unruled.get(handed.number)):
                grade = _with(grade, step)
        at = self._rules.times.get((person, section))
        return _Candidate(handed, self._late(grade if at is None else replace(grade, at=at), person))

    def _result(self, handed: Handed) -> tuple[Result | None, Result | None]:
        """The result as it was graded, and with what was decided about tests since then."""
        if handed.number not in self._results:
            raw = now = handed.read()
            rulings = {test: ruling for test, (_, ruling) in self._rules.rulings.items()}
            try:
                now = raw and ruled(raw, rulings)
            except UsageError as error:
                if self._strict:
                    raise
                self._unruled[handed.number] = error.message
            self._results[handed.number] = raw, now
        return self._results[handed.number]

    def _ruling_steps(self, raw: SectionResult, now: SectionResult, problem: Message | None) -> list[Step]:
        """One step for all tests that were ruled on, as they change the points together."""
        tests = {function_of(test.id): test.ruling for test in raw.tests}
        told = [test for test, (_, ruling) in self._rules.rulings.items() if test in tests and tests[test] != ruling]
        if told and problem is not None:
            return [Step("ruling", raw.score, raw.score, problem)]
        if not told or raw.score == now.score:
            return []
        if len(told) > 1:
            why = Message.of("step_tests", count=len(told))
        else:
            decision, ruling = self._rules.rulings[told[0]]
            id = "step_test_given" if ruling == "given" else "step_test_dropped"
            why = Message.of(id, test=told[0], why=decision.why)
        return [Step("ruling", raw.score, now.score, why)]

    def _late(self, grade: SectionGrade, person: str) -> SectionGrade:
        """With what lateness costs. A platform that says late, but not by how much, costs nothing and is told."""
        due = self._policy.due.get(grade.section)
        extension = self._rules.extensions.get((person, grade.section))
        rule = self._policy.late_in(grade.section)
        if due is None:
            return grade
        if extension is not None:  # which never takes time away, also where everybody has got more since then
            due = max(due, extension.until)
        if grade.at is None:
            why = Message.of("step_late_unknown")
            return _with(grade, Step("late", grade.points, grade.points, why)) if grade.late else grade
        at = self._policy.moment(grade.at)
        days = rule.days(at, due)
        if days == 0:
            grade = replace(grade, late=False)
            if extension is None or not rule.days(at, self._policy.due[grade.section]):
                return grade
            why = Message.of("step_extended", until=due.isoformat(" ", "minutes"))
            return _with(grade, Step("late", grade.points, grade.points, why))
        left = rule.points(grade.points, grade.max_points, days)
        percent = float(rule.percent(days))
        why = Message.of("step_late", count=days, percent=percent, due=due.isoformat(" ", "minutes"))
        return _with(replace(grade, late=True), Step("late", grade.points, left, why))

    def _without_lowest(self, grades: Sequence[SectionGrade]) -> list[SectionGrade]:
        """Drop the sections with the smallest part of their points, but never the last one that is left."""
        counting = [grade for grade in grades if grade.counts and grade.max_points]
        number = max(0, min(self._policy.drop_lowest, len(counting) - 1))
        lowest = sorted(counting, key=lambda grade: grade.points / grade.max_points)[:number]
        why = Message.of("step_lowest", count=self._policy.drop_lowest)
        return [
            replace(_with(grade, Step("dropped", grade.points, grade.points, why)), counts=False)
            if any(grade is one for one in lowest)
            else grade
            for grade in grades
        ]


def adjusted(grade: SectionGrade, decision: Decision, adjustment: Adjustment) -> SectionGrade:
    """The grade with one decision on it; points never go below nothing."""
    told: dict[str, str | int] = {"why": decision.why, "number": decision.number}
    if adjustment.kind == "choose":
        return grade
    if adjustment.kind == "exempt":
        step = Step("exempt", grade.points, grade.points, Message.of("step_exempt", **told))
        return replace(_with(grade, step), counts=False)
    if adjustment.kind == "set":
        return _with(grade, Step("adjusted", grade.points, adjustment.points, Message.of("step_set", **told)))
    after = max(grade.points + adjustment.points, NOTHING)
    return _with(grade, Step("adjusted", grade.points, after, Message.of("step_added", **told)))


def _with(grade: SectionGrade, step: Step) -> SectionGrade:
    return replace(grade, points=step.after, steps=(*grade.steps, step))


def _of(result: Result | None, section: str) -> SectionResult | None:
    return next((one for one in result.sections if one.id == section), None) if result is not None else None
