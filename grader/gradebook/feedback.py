"""A student's feedback: points, each rule that changed them and why, and the report of what was run.

It is for that student: of a hidden test it shows what `redact` leaves.
"""

import io
import textwrap
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

from grader.errors import UsageError
from grader.gradebook.entries import Entry
from grader.gradebook.exports import ExportSettings
from grader.gradebook.exports.placing import told
from grader.gradebook.exports.rows import RUN, exempt, has_grade, section_result, sections_of, total_of
from grader.gradebook.feedback_names import GivenName, Layout, given_names, name_from, own_name, place_for, plain_name
from grader.gradebook.grades import SectionGrade, StudentGrade
from grader.gradebook.private_file import private_folder, write_private
from grader.intake.people import Collection, HandIn, Person
from grader.report import FORMATS
from grader.report import Layout as Page
from grader.report.html import student_page
from grader.report.in_language import in_language
from grader.report.markdown import escaped
from grader.scoring import Result, redact
from grader.scoring.rounding import round_points
from grader.texts import Message, translator

WIDTH = 90
ENDINGS = {"text": ".txt", "markdown": ".md", "html": ".html"}


@dataclass(frozen=True)
class FeedbackSettings:
    """What the files are for, in which format and language; `sections` and `places` as for exports.

    `laid_out` is the layout of the collection that the entries are from, and `names` are those of the files that a
    platform gave out, for what the gradebook does not know. `told` says the course's own texts in that language.
    """

    layout: Layout = Layout.PLAIN
    format: Literal["text", "markdown", "html"] = "text"
    sections: tuple[str, ...] = ()
    places: int = 2
    language: str = "en"
    laid_out: str = ""
    names: tuple[str, ...] = ()
    told: Callable[[str], str] = str

    @property
    def of_export(self) -> ExportSettings:
        return ExportSettings(self.sections, self.places, language=self.language)


@dataclass(frozen=True)
class Feedback:
    """The files by their paths in what is written, and who has none and why."""

    files: tuple[tuple[str, str], ...]
    remarks: tuple[Message, ...] = ()


def write_feedback(
    where: Path,
    grades: Sequence[StudentGrade],
    collection: Collection | None = None,
    entries: Sequence[Entry] = (),
    settings: FeedbackSettings = FeedbackSettings(),
) -> Feedback:
    """Write the files into a folder, or into an archive if `where` ends with `.zip`; what was written.

    The `collection`, or the `entries` of the run, say what the platform called each submission, and what was wrong with
    one that could not be read. Raises UsageError and EngineError.
    """
    if collection:
        settings = replace(settings, laid_out=collection.layout)
    feedback = feedback_for(grades, [*entries, *(collection.hand_ins if collection else ())], settings)
    if where.suffix.lower() == ".zip":
        write_private(where, _archive(feedback.files))
        return feedback
    private_folder(where)
    for name, text in feedback.files:
        path = where.joinpath(*name.split("/"))
        private_folder(path.parent)
        write_private(path, text.encode(), within=where)
    return feedback


def feedback_for(
    grades: Sequence[StudentGrade], handed_in: Sequence[HandIn | Entry], settings: FeedbackSettings
) -> Feedback:
    """What `write_feedback` writes."""
    if settings.layout is Layout.PLAIN:
        taken: set[str] = set()
        named = [(plain_name(grade.person, taken) + ENDINGS[settings.format], grade) for grade in grades]
        return Feedback(tuple((name, feedback_text(grade, settings, handed_in)) for name, grade in named))
    return _for_platform(grades, handed_in, settings)


def _for_platform(
    grades: Sequence[StudentGrade], handed_in: Sequence[HandIn | Entry], settings: FeedbackSettings
) -> Feedback:
    """A file for each name that the platform gave out: a student's, or a group's if all in it get the same."""
    layout, platform = settings.layout, settings.layout.value.capitalize()
    known = sorted(given_names(settings.names, layout), key=lambda each: each.number)
    by_id = {grade.person.id: grade for grade in grades}
    named: dict[str, list[tuple[list[StudentGrade], str]]] = {}
    remarks: list[Message] = []
    done: set[str] = set()

    def left_out(id: str, members: Iterable[StudentGrade], **values: str) -> None:
        for member in members:
            remarks.append(Message.of(id, person=told(member.person), platform=platform, **values))

    for grade in grades:
        if grade.person.id in done:
            continue
        name, people = _name_of(grade.person, handed_in, known, settings)
        members = [by_id[person.id] for person in people if person.id in by_id] or [grade]
        done |= {member.person.id for member in members}
        texts = {feedback_text(member, settings, handed_in, people) for member in members}
        if name is None or (len(people) > 1 and layout is Layout.MOODLE):
            left_out("feedback_nothing" if grade.state == "missing" else "feedback_no_name", members)
        elif len(texts) > 1:
            left_out("feedback_group", members)
        else:
            named.setdefault(place_for(name, layout, ENDINGS[settings.format]), []).append((members, texts.pop()))
    for place, those in named.items():
        for members, _ in those if len(those) > 1 else ():
            left_out("feedback_shared_name", members, name=place)
    files = {place: those[0][1] for place, those in named.items() if len(those) == 1}
    if not files and any(remark.id == "feedback_no_name" for remark in remarks):
        raise UsageError("feedback_nowhere", platform=platform)
    return Feedback(tuple(files.items()), tuple(remarks))


def _name_of(
    person: Person, handed_in: Sequence[HandIn | Entry], known: Sequence[GivenName], settings: FeedbackSettings
) -> tuple[GivenName | None, tuple[Person, ...]]:
    """What the platform called a person's latest submission, and all whom it was of.

    The names of the files in it are the student's own, and could be those of somebody else's submission.
    """
    latest = next((one for one in reversed(handed_in) if any(member.id == person.id for member in one.people)), None)
    if latest and settings.laid_out == settings.layout.value:
        own = given_names([latest.source], settings.layout)
        return own[-1] if own else name_from(latest.source, settings.layout, known), latest.people
    if latest and len(latest.people) > 1:
        return None, latest.people
    return own_name(person, known), (person,)


def feedback_text(
    grade: StudentGrade,
    settings: FeedbackSettings,
    handed_in: Iterable[HandIn | Entry] = (),
    people: Sequence[Person] = (),
) -> str:
    """One student's file; a group's, if there are several `people` to whom it is."""
    say = translator(settings.language).say
    markdown = settings.format == "markdown"
    names = ", ".join(told(person) for person in people or (grade.person,))
    head = say("feedback_for", person=names)
    lines = list(feedback_lines(grade, settings, handed_in))
    page = Page(width=WIDTH, language=settings.language)
    redacted = (redact(result, "student") for result in counted_results(grade, settings.of_export))
    results = [in_language(result, settings.told) for result in redacted]
    if settings.format == "html":
        return student_page(head, lines, results, page)
    reports = [FORMATS[settings.format](result, page) for result in results]
    if markdown:
        top = [f"# {escaped(head)}", "\n".join(f"{'' if own else '  '}- {escaped(line)}" for own, line in lines)]
    else:
        top = [head, "\n".join(_wrapped(line, "" if own else "  ") for own, line in lines)]
    return "\n\n".join([*top, *(report.strip("\n") for report in reports)]) + "\n"


def _wrapped(line: str, indent: str) -> str:
    return textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False)


def feedback_lines(
    grade: StudentGrade, settings: FeedbackSettings, handed_in: Iterable[HandIn | Entry] = ()
) -> Iterator[tuple[bool, str]]:
    """The points of each section and of all; False before a line that belongs to the one above it."""
    translated = translator(settings.language)
    say = translated.say
    sections = sections_of(grade, settings.of_export)
    if not sections:
        yield True, say("feedback_none" if grade.state == "missing" else "feedback_no_total")
        return
    for section in sections:
        yield True, _headline(section, settings)
        if section.state == "unreadable":
            yield from ((False, translated.tell(problem)) for problem in _problems(grade.person, handed_in))
        if section.state == "incomplete":
            yield False, say("feedback_incomplete")
        for step in section.steps:
            before, after = _shown(step.before, settings), _shown(step.after, settings)
            why = translated.tell(step.why)
            changed = step.before != step.after
            yield False, say("feedback_step", before=before, after=after, why=why) if changed else why
    if len(sections) > 1:
        mark = total_of(grade, settings.of_export)
        if mark.points is None:
            yield True, say("feedback_no_total")
        else:
            points, most = _shown(mark.points, settings), _shown(mark.max_points, settings)
            yield True, say("feedback_total", points=points, max_points=most)


def _headline(section: SectionGrade, settings: FeedbackSettings) -> str:
    say = translator(settings.language).say
    if exempt(section):
        return say("feedback_exempt", section=section.section)
    if not has_grade(section, zeros=False):
        return say(f"feedback_{section.state}", section=section.section)
    points, most = _shown(section.points, settings), _shown(section.max_points, settings)
    return say("feedback_points", section=section.section, points=points, max_points=most)


def _problems(person: Person, handed_in: Iterable[HandIn | Entry]) -> list[Message]:
    """Why nothing of what they handed in last could be read."""
    own = [one for one in handed_in if any(member.id == person.id for member in one.people)]
    return [one.problem for one in own[-1:] if one.problem]


def counted_results(grade: StudentGrade, settings: ExportSettings) -> Iterator[Result]:
    """The results, each with those of its sections that count."""
    sections = [section for section in sections_of(grade, settings) if section.state in RUN]
    counted = [id(section_result(grade, section)) for section in sections]
    for result in grade.results:
        own = tuple(section for section in result.sections if id(section) in counted)
        if own:
            yield replace(result, sections=own)


def _shown(points: Fraction, settings: FeedbackSettings) -> str:
    """`8`, `7.2`."""
    text = f"{round_points(points, settings.places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _archive(files: Iterable[tuple[str, str]]) -> bytes:
    """A zip file that is the same for the same feedback."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return data.getvalue()
