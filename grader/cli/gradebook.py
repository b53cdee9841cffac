"""`grader gradebook …`: look at grades, adjust them, extend deadlines, rule on tests; one function a command."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.options import GRADEBOOK, GradebookOption, PolicyOption
from grader.cli.output import opened, page_layout, warn
from grader.course.named import section_named
from grader.errors import CourseError, UsageError
from grader.inert import inert_line
from grader.texts import spoken

if TYPE_CHECKING:  # the database is slow to import, and few commands need it
    from grader.course import Ruling
    from grader.gradebook.decisions import What
    from grader.gradebook.policy import Policy
    from grader.gradebook.store import Gradebook

say = spoken().say

SectionOption = Annotated[str, typer.Option("--section", "-s", metavar="ID", help=say("help_gradebook_section"))]
SectionsOption = Annotated[
    list[str] | None, typer.Option("--section", "-s", metavar="ID", help=say("help_gradebook_sections"))
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help=say("help_gradebook_why"))]
YesOption = Annotated[bool, typer.Option("--yes", help=say("help_gradebook_yes"))]
Student = Annotated[str, typer.Argument(metavar="ID", help=say("help_gradebook_id"))]
List = Annotated[Path, typer.Argument(metavar="CSV", help=say("help_gradebook_csv"))]
Test = Annotated[str, typer.Argument(metavar="TEST", help=say("help_gradebook_test"))]


def show(
    section: SectionsOption = None,
    run: Annotated[int | None, typer.Option("--run", metavar="N", help=say("help_gradebook_run"))] = None,
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Everybody's points."""
    from grader.gradebook.policy import NO_RULES
    from grader.gradebook.view import students_text

    with _opened(gradebook, policy) as (book, rules), opened(None) as write:
        grades = book.grades(rules, run)
        graded = [one.section for one in grades[0].sections] if grades else []
        wanted = [section_named(name, graded) for name in section or ()]
        write(students_text(grades, [id for id in graded if id in wanted or not wanted], page_layout()))
        last = [one for one in book.runs() if not one.preview][-1:] if run is None else []
        if last and last[0].finished is None:
            warn(say("show_unfinished", run=last[0].number))
        known = _sections(book, NO_RULES) if grades else list(rules.due)
        for name in rules.due:
            if name not in known:
                warn(say("policy_section_unknown", section=inert_line(name)))
    return 0


def student(id: Student, gradebook: GradebookOption = GRADEBOOK, policy: PolicyOption = None) -> int:
    """One student, with all that happened."""
    from grader.gradebook.view import student_text

    with _opened(gradebook, policy) as (book, rules), opened(None) as write:
        person = _student(book, id)
        decisions = [one for one in book.decisions() if any(_about(what, person) for what in one.what)]
        write(student_text(book.grade(person, rules), book.history(person), decisions, page_layout()))
    return 0


def runs(gradebook: GradebookOption = GRADEBOOK) -> int:
    """All runs."""
    from grader.gradebook.view import runs_text

    with _opened(gradebook) as (book, _), opened(None) as write:
        write(runs_text(book.runs(), book.decisions(), page_layout()))
    return 0


def diff(
    before: Annotated[int, typer.Argument(metavar="RUN", help=say("help_gradebook_before"))],
    after: Annotated[int, typer.Argument(metavar="RUN", help=say("help_gradebook_after"))],
    gradebook: GradebookOption = GRADEBOOK,
) -> int:
    """Whose points changed from one run to another."""
    from grader.gradebook.difference import (
        difference_text,
        run_difference,
    )

    with _opened(gradebook) as (book, _), opened(None) as write:
        write(difference_text(run_difference(book.entries(before), book.entries(after)), page_layout()))
    return 0


def adjust(
    id: Student,
    section: SectionOption,
    points: Annotated[str, typer.Option("--points", metavar="N", help=say("help_gradebook_points"))],
    why: WhyOption,
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Set points, or add some."""
    from grader.gradebook.asked import points_named
    from grader.gradebook.decisions import Adjustment
    from grader.report.page import points as shown

    adds, number = points_named(points)
    with _opened(gradebook, policy) as (book, rules):
        name = section_named(section, _sections(book, rules))
        person = _student(book, id)
        _decide(book, [Adjustment(person, name, "add" if adds else "set", number)], why)
        for one in book.grade(person, rules).sections:
            if one.section == name and one.points > one.max_points:
                told = {"points": shown(one.points), "max_points": shown(one.max_points)}
                warn(say("over_the_top", id=person, section=name, **told))
    return 0


def exempt(
    id: Student,
    section: SectionOption,
    why: WhyOption,
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Leave a section out."""
    from grader.gradebook.decisions import Adjustment

    with _opened(gradebook, policy) as (book, rules):
        name = section_named(section, _sections(book, rules))
        _decide(book, [Adjustment(_student(book, id), name, "exempt")], why)
    return 0


def choose(
    id: Student,
    run: Annotated[int, typer.Option("--run", metavar="N", help=say("help_gradebook_chosen"))],
    section: SectionsOption = None,
    why: WhyOption = "",
    gradebook: GradebookOption = GRADEBOOK,
) -> int:
    """Have one submission count."""
    from grader.gradebook.decisions import Adjustment

    with _opened(gradebook) as (book, _):
        person = _student(book, id)
        kept = book.kept(run)
        own = [one for one in kept.handed if any(each.id == person for each in one.people)]
        if not own:
            raise UsageError("choose_not_there", id=person, run=run)
        graded = [id for id in kept.max_points if any(id in one.sections for one in own)]
        names = [section_named(name, graded) for name in section or ()] or graded
        _decide(book, [Adjustment(person, name, "choose", run=run) for name in names], why)
    return 0


def extend(
    id: Student,
    until: Annotated[str, typer.Option("--until", metavar="TIME", help=say("help_gradebook_until"))],
    section: SectionsOption = None,
    why: WhyOption = "",
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Give a student a later deadline."""
    from grader.gradebook.decisions import Extension
    from grader.gradebook.policy import read_moment

    with _opened(gradebook, policy) as (book, rules):
        at = read_moment(until, rules)
        known = _sections(book, rules)
        names = [section_named(name, known) for name in section or ()] or known
        _decide_ahead(book, [Extension(inert_line(id.strip()), name, at) for name in names], why)
    return 0


def extensions(
    file: List,
    why: WhyOption = "",
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Give the deadlines of a list."""
    from grader.gradebook.asked import UNTIL
    from grader.gradebook.decisions import Extension

    return _decide_list(file, UNTIL, Extension, why, gradebook, policy)


def times(
    file: List,
    why: WhyOption = "",
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Say when students handed in."""
    from grader.gradebook.asked import TIME
    from grader.gradebook.decisions import HandedIn

    return _decide_list(file, TIME, HandedIn, why, gradebook, policy)


def undo(
    number: Annotated[int | None, typer.Argument(metavar="[N]", help=say("help_gradebook_number"))] = None,
    gradebook: GradebookOption = GRADEBOOK,
) -> int:
    """Take a decision back."""
    from grader.gradebook.view import decision_text

    with _opened(gradebook) as (book, _), opened(None) as write:
        decision = book.undo(number)
        write(say("undone", number=decision.number, what=decision_text(decision.what, spoken())) + "\n")
    return 0


def drop_test(
    test: Test,
    why: WhyOption,
    yes: YesOption = False,
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """A test no longer counts."""
    return _rule(test, "dropped", why, yes, gradebook, policy)


def give_test(
    test: Test,
    why: WhyOption,
    yes: YesOption = False,
    gradebook: GradebookOption = GRADEBOOK,
    policy: PolicyOption = None,
) -> int:
    """Everybody gets a test's points."""
    return _rule(test, "given", why, yes, gradebook, policy)


def forget(
    id: Student,
    yes: Annotated[bool, typer.Option("--yes", help=say("help_gradebook_yes_forget"))] = False,
    gradebook: GradebookOption = GRADEBOOK,
) -> int:
    """Delete a person."""
    with _opened(gradebook) as (book, _), opened(None) as write:
        person = _student(book, id)
        if not yes:
            raise UsageError("forget_needs_yes", id=person)
        write(say("forgotten", count=book.forget(person), id=person) + "\n")
    return 0


def _rule(test: str, ruling: "Ruling", why: str, yes: bool, where: str, policy: Path | None) -> int:
    """Show whose points change; decide it when it is meant."""
    from grader.gradebook.asked import function_named
    from grader.gradebook.decisions import TestRuling
    from grader.gradebook.view import changes_text

    with _opened(where, policy) as (book, rules), opened(None) as write:
        what = TestRuling(function_named(test, book.tests(), book.name), ruling)
        write(changes_text(book.grades(rules), book.grades_with(rules, what), page_layout()))
        if yes:
            _decide(book, [what], why)
        else:
            warn(say("ruling_would"))
    return 0


@contextmanager
def _opened(where: str, policy: Path | None = None) -> "Iterator[tuple[Gradebook, Policy]]":
    from grader.gradebook.policy import find_policy
    from grader.gradebook.store import open_gradebook

    with open_gradebook(where) as book:
        yield book, find_policy(policy, book.path)


def _sections(book: "Gradebook", rules: "Policy") -> list[str]:
    """The sections that are known: those of the course around here, if the gradebook is of it, and of the policy."""
    from grader.course import find_course

    graded = list(book.kept().max_points)
    try:
        course = [section.id for section in find_course(Path.cwd()).sections]
    except CourseError:
        course = []
    own = course if set(graded) <= set(course) else graded
    known = list(dict.fromkeys([*own, *rules.due]))
    if not known:
        raise UsageError("gradebook_no_sections", where=book.name)
    return known


def _student(book: "Gradebook", id: str) -> str:
    from grader.gradebook.asked import student_named

    return student_named(id, book.kept().people, book.name)


def _about(what: "What", person: str) -> bool:
    return getattr(what, "person", None) == person


def _decide(book: "Gradebook", what: "Sequence[What]", why: str) -> None:
    """Keep it, and say how it is taken back."""
    from grader.gradebook.view import decision_text

    number = book.decide(what, why)
    with opened(None) as write:
        write(say("decided", number=number, what=decision_text(what, spoken())) + "\n")


def _decide_ahead(book: "Gradebook", what: "Sequence[What]", why: str) -> None:
    """Students may get more time before they hand anything in; a wrong id is said all the same."""
    _decide(book, what, why)
    known = book.kept().people
    for id in dict.fromkeys(person for one in what if (person := getattr(one, "person", "")) not in known):
        warn(say("decided_unknown", id=id))


def _decide_list(
    file: Path, headings: Sequence[str], kind: "Callable[..., What]", why: str, where: str, policy: Path | None
) -> int:
    """A decision for each line of a list: a student, a section, a time."""
    from grader.gradebook.asked import read_times

    with _opened(where, policy) as (book, rules):
        lines = read_times(file, headings, _sections(book, rules), rules)
        _decide_ahead(book, [kind(*line) for line in lines], why or inert_line(file.name))
    return 0


app = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
COMMANDS: dict[str, Callable[..., int]] = {
    "show": show,
    "student": student,
    "runs": runs,
    "diff": diff,
    "adjust": adjust,
    "extend": extend,
    "extensions": extensions,
    "times": times,
    "exempt": exempt,
    "choose": choose,
    "undo": undo,
    "drop-test": drop_test,
    "give-test": give_test,
    "forget": forget,
}
for name, command in COMMANDS.items():
    app.command(name, help=say(f"help_gradebook_{name.replace('-', '_')}"))(command)
