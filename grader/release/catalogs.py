"""The catalogs of a course's own texts, made anew: `course.po` for translators, `course.mo` for gettext.

There are two: one for what students get, and one for what they never get. A text that is in both is in the public one
alone, so the hidden catalog has nothing that a copy needs.
"""

import ast
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from grader.course import Course, make_stub
from grader.course.catalog import catalog_path
from grader.course.stub_language import messages_of
from grader.course.variants import read_variants
from grader.runner.collect import BOTH, Suite, collect
from grader.verdict import Visibility

LINE = 110


class _Plain(Catalog):
    """A catalog whose header says only what gettext has to know, and neither a day nor the version of Babel."""

    @property  # type: ignore[misc]
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


@dataclass(frozen=True)
class Renewed:
    """The files of one catalog as they should be, and the texts that it lacks or is not sure of."""

    files: Mapping[Path, bytes]
    missing: tuple[str, ...]

    @property
    def stale(self) -> list[Path]:
        """The files that are not so yet."""
        return [path for path, data in self.files.items() if not path.is_file() or path.read_bytes() != data]


def renewed(course: Course, language: str) -> list[Renewed]:
    """Both catalogs of a course in one language, with the translations that there are."""
    suite = collect(course, (), BOTH)
    public = dict.fromkeys(public_texts(course, suite))
    hidden = [text for text in dict.fromkeys(hidden_texts(course, suite)) if text not in public]
    known = _known(catalog_path(course.hidden, language)) | _known(catalog_path(course.public, language))
    return [
        _renewed(course, texts, known, language, catalog_path(folder, language))
        for folder, texts in ((course.public, public), (course.hidden, hidden))
    ]


def public_texts(course: Course, suite: Suite) -> Iterator[str]:
    """What students read: the course's and the sections' titles, the stubs' docstrings, the public tests' texts."""
    yield course.title
    yield from (section.title for section in course.sections)
    for section in course.sections:
        yield from messages_of(make_stub((course.solutions / section.file).read_text(encoding="utf-8"), section.file))
    yield from _of_tests(suite, "public")


def hidden_texts(course: Course, suite: Suite) -> Iterator[str]:
    """What they never get as a whole: the hidden tests' texts, and the hints for known mistakes."""
    yield from _of_tests(suite, "hidden")
    for section in course.sections:
        solution = (course.solutions / section.file).read_text(encoding="utf-8")
        yield from (variant.hint for variant in read_variants(course.misconceptions / section.file, solution))


def _of_tests(suite: Suite, visibility: Visibility) -> Iterator[str]:
    cases = [case for case in suite.cases if case.visibility == visibility]
    for case in cases:
        yield from filter(None, (case.title, case.hint))
    for file in dict.fromkeys(case.file for case in cases):
        yield from _assertions(file)


def _assertions(file: Path) -> Iterator[str]:
    """What a suite says when an assertion fails, where that is always the same."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assert) and isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str):
            yield node.msg.value


def _known(compiled: Path) -> dict[str, str]:
    """The translations of a catalog; those that are marked as fuzzy are none."""
    path = compiled.with_suffix(".po")
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string and not one.fuzzy}


def _renewed(course: Course, texts: Iterable[str], known: Mapping[str, str], language: str, compiled: Path) -> Renewed:
    catalog = _Plain(locale=language, header_comment=f"# {language}: {course.title}", fuzzy=False)
    for text in filter(None, texts):
        catalog.add(text, known.get(text, ""))
        catalog[text].flags.discard("python-format")  # a per cent sign in a title is one
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=LINE)
    write_mo(mo, catalog)
    missing = tuple(str(one.id) for one in catalog if one.id and not one.string)
    return Renewed({compiled.with_suffix(".po"): po.getvalue(), compiled: mo.getvalue()}, missing)
