"""The gradebook on a screen: tables of students, of one student, of runs, and what a decision would change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grader.gradebook.decisions import Decision, Extension, HandedIn, TestRuling, What
from grader.gradebook.entries import Entry
from grader.gradebook.grades import SectionGrade, StudentGrade
from grader.gradebook.reading import KeptRun
from grader.report.page import Layout, out_of, page, points
from grader.texts import Translator

NONE = "–"
MOST_REMARKS = 3


def students_text(grades: Sequence[StudentGrade], sections: Sequence[str], layout: Layout) -> str:
    """Everybody: a line each, a column a section. Points in brackets do not count."""
    translator = layout.translator
    say = translator.say
    if not grades:
        return say("show_nobody") + "\n"
    short = _short(sections)
    table = _table([say("column_id"), say("column_name")], [*short.values(), say("column_total")])
    table.add_column(say("column_remark"), overflow="fold")
    for grade in grades:
        own = {one.section: one for one in grade.sections}
        shown = [own[id] for id in sections if id in own]
        counted = [one for one in shown if one.counts]
        total = out_of(_sum(one.points for one in counted), _sum(one.max_points for one in counted), translator)
        cells = [_cell(own.get(id)) for id in sections]
        remarks = [f"{short[one.section]}: {told}" for one in shown if (told := _remark(one, translator))]
        if len(remarks) > MOST_REMARKS:
            remarks = [*remarks[: MOST_REMARKS - 1], say("told_more", count=len(remarks) - MOST_REMARKS + 1)]
        table.add_row(grade.person.id, grade.person.name, *cells, total, ", ".join(remarks))
    return page([table, Text(""), Text(say("show_students", count=len(grades)))], layout)


def student_text(
    grade: StudentGrade,
    handed: Sequence[tuple[KeptRun, Entry]],
    decisions: Sequence[Decision],
    layout: Layout,
) -> str:
    """One student: each section with the rules that changed it, all submissions, all decisions."""
    say = layout.translator.say
    person = grade.person
    told = [part for part in (person.name, person.id, person.email, person.group) if part]
    total = out_of(grade.points, grade.max_points, layout.translator)
    table = _table([say("column_section")], [say("column_raw"), say("column_points")])
    for name in ("column_run", "column_handed_in", "column_state"):
        table.add_column(say(name), overflow="fold")
    for one in grade.sections:
        of = out_of(one.points, one.max_points, layout.translator)
        state = say(f"state_{one.state}")
        table.add_row(
            one.section,
            points(one.raw),
            of if one.counts else f"({of})",
            str(one.run or NONE),
            _moment(one.at),
            f"{state}, {say('late_mark')}" if one.late else state,
        )
    steps = [
        Text(f"  {one.section}: {points(step.before)} → {points(step.after)}  {layout.translator.tell(step.why)}")
        for one in grade.sections
        for step in one.steps
    ]
    blocks: list[RenderableType] = [Text(" · ".join([*told, total])), Text(""), table, *steps]
    if handed:
        blocks += [Text(""), Text(say("history_runs")), _handed(handed, layout)]
    blocks += [Text(""), Text(say("history_decisions") if decisions else say("no_decisions"))]
    if decisions:
        blocks.append(_decisions(decisions, layout))
    return page(blocks, layout)


def runs_text(runs: Sequence[KeptRun], decisions: Sequence[Decision], layout: Layout) -> str:
    """All runs, and what was decided about tests."""
    say = layout.translator.say
    table = _table([say("column_run"), say("column_begun")], [say("column_entries"), say("column_missing")])
    for name in ("column_layout", "column_source", "column_state"):
        table.add_column(say(name), overflow="fold")
    for run in runs:
        state = say("run_finished") if run.finished else say("run_unfinished")
        state = f"{say('run_preview')}, {state}" if run.preview else state
        begun = _moment(run.begun)
        table.add_row(str(run.number), begun, str(run.entries), str(run.missing), run.layout, run.source, state)
    on_tests = [one for one in decisions if any(isinstance(what, TestRuling) for what in one.what)]
    more: list[RenderableType] = [Text(""), _decisions(on_tests, layout)] if on_tests else []
    return page([table, *more], layout)


def changes_text(before: Sequence[StudentGrade], after: Sequence[StudentGrade], layout: Layout) -> str:
    """Whose total changes, those who lose points first."""
    say = layout.translator.say
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old.points != new.points]
    if not pairs:
        return say("ruling_changes_nobody") + "\n"
    lose = sum(new.points < old.points for old, new in pairs)
    table = _table([say("column_id"), say("column_name")], [say("column_before"), say("column_after")])
    for old, new in sorted(pairs, key=lambda pair: pair[1].points - pair[0].points):
        table.add_row(old.person.id, old.person.name, points(old.points), points(new.points))
    counts = {"changed": len(pairs), "gain": len(pairs) - lose, "lose": lose}
    return page([table, Text(""), Text(say("ruling_changes", count=len(before), **counts))], layout)


def decision_text(what: Sequence[What], translator: Translator) -> str:
    """What was decided, in one line: the first thing, and how many more."""
    told = [_told(one, translator) for one in what]
    more = [translator.say("told_more", count=len(told) - 1)] if len(told) > 1 else []
    return " ".join([*told[:1], *more])


def _told(what: What, translator: Translator) -> str:
    say = translator.say
    if isinstance(what, TestRuling):
        return say("told_given" if what.ruling == "given" else "told_dropped", test=what.test)
    if isinstance(what, Extension):
        return say("told_extension", id=what.person, section=what.section, until=_moment(what.until))
    if isinstance(what, HandedIn):
        return say("told_time", id=what.person, section=what.section, at=_moment(what.at))
    if what.kind == "choose":
        return say("told_choose", id=what.person, section=what.section, run=what.run or 0)
    sign = "+" if what.kind == "add" and what.points >= 0 else "-" if what.points < 0 else ""
    return say(f"told_{what.kind}", id=what.person, section=what.section, points=sign + points(abs(what.points)))


def _decisions(decisions: Iterable[Decision], layout: Layout) -> Table:
    say = layout.translator.say
    table = _table([], [say("column_number")])
    for name in ("column_decision", "column_why"):
        table.add_column(say(name), overflow="fold")
    for one in decisions:
        why = f"{one.why} ({say('told_undone')})" if one.undone else one.why
        table.add_row(str(one.number), decision_text(one.what, layout.translator), why)
    return table


def _handed(handed: Iterable[tuple[KeptRun, Entry]], layout: Layout) -> Table:
    say = layout.translator.say
    table = _table([], [say("column_run"), say("column_points")])
    for name in ("column_handed_in", "column_source", "column_remark"):
        table.add_column(say(name), overflow="fold")
    for run, entry in handed:
        result = entry.result
        total = out_of(result.score, result.max_score, layout.translator) if result else NONE
        problem = [layout.translator.tell(entry.problem)] if entry.problem else []
        remarks = [say("run_preview")] if run.preview else []
        remarks += [*problem, *([entry.grader_error] if entry.grader_error else [])]
        remarks += map(layout.translator.tell, entry.remarks)
        table.add_row(str(run.number), total, _moment(entry.at), entry.source, " · ".join(remarks))
    return table


def _table(left: Iterable[str], right: Iterable[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in left:
        table.add_column(name, overflow="fold")
    for name in right:
        table.add_column(name, justify="right", overflow="fold")
    return table


def _short(sections: Sequence[str]) -> Mapping[str, str]:
    """The sections' headings: what stands before the first `_`, where that tells them apart."""
    short = [id.partition("_")[0] or id for id in sections]
    return dict(zip(sections, short if len(set(short)) == len(short) else sections, strict=True))


def _cell(grade: SectionGrade | None) -> str:
    if grade is None or (grade.state == "missing" and not grade.points and grade.counts):
        return NONE
    return points(grade.points) if grade.counts else f"({points(grade.points)})"


def _remark(grade: SectionGrade, translator: Translator) -> str:
    """What is unusual about a section, in a word or two."""
    if grade.state not in ("graded", "missing"):
        return translator.say(f"state_{grade.state}")
    return translator.say("late_mark") if grade.late else ""


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


def _moment(at: datetime | None) -> str:
    return NONE if at is None else at.isoformat(" ", "minutes")
