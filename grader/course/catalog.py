"""The course's own texts in other languages: titles, hints, and the stubs' docstrings.

Each is a gettext catalog that is keyed by the English text. What students may read is in that of the public suites, and
what they never get, such as a hidden test's title, in that of the hidden ones::

    tests/public/locale/ko/LC_MESSAGES/course.mo
    tests/hidden/locale/ko/LC_MESSAGES/course.mo
"""

import gettext
from collections.abc import Callable
from pathlib import Path

from grader.course.table import Course
from grader.errors import UsageError
from grader.texts import ENGLISH

DOMAIN, FOLDER, MESSAGES = "course", "locale", "LC_MESSAGES"

Told = Callable[[str], str]
"""A text of the course in another language; the text itself where there is no translation."""


def course_texts(course: Course, language: str) -> Told:
    """The texts of the course in a language. What its catalogs lack stays English, as everything does without one."""
    if language == ENGLISH:
        return str
    catalogs = [found for folder in (course.public, course.hidden) if (found := _catalog(folder, language))]

    def told(text: str) -> str:
        # The empty text is a catalog's header.
        said = (catalog.gettext(text) for catalog in catalogs if text)
        return next((one for one in said if one != text), text)

    return told


def languages(course: Course) -> list[str]:
    """The languages in which students can have the course, beside English."""
    return sorted(path.parts[-3] for path in (course.public / FOLDER).glob(f"*/{MESSAGES}/{DOMAIN}.mo"))


def require_language(course: Course, language: str) -> None:
    """Raises UsageError for a language in which the course's public texts are not."""
    if language != ENGLISH and language not in languages(course):
        raise UsageError("language_unknown", language=language, languages=", ".join([ENGLISH, *languages(course)]))


def catalog_path(folder: Path, language: str) -> Path:
    """Where the compiled catalog of a suite's folder is."""
    return folder / FOLDER / language / MESSAGES / f"{DOMAIN}.mo"


def _catalog(folder: Path, language: str) -> gettext.NullTranslations | None:
    try:
        return gettext.translation(DOMAIN, folder / FOLDER, [language])
    except (OSError, ValueError, IndexError, KeyError):
        return None  # there is none, or it is no catalog
