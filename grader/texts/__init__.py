"""Every sentence that a person reads, by its id: `say("missing_file", file="s1.py")`.

English is the source language. It stands in the tables of this package, one table an area; another language is a
gettext catalog, `locale/<language>/LC_MESSAGES/grader.mo`, that Babel made from them. To add one, say Korean::

    pybabel extract --keywords=Plural:1,2 --add-comments=Translators: --no-location --project=autograto \
        --copyright-holder="the autograto authors" --output-file=grader/texts/grader.pot grader/texts
    pybabel init --domain=grader --input-file=grader/texts/grader.pot --output-dir=grader/texts/locale --locale=ko
    pybabel update --domain=grader --input-file=grader/texts/grader.pot --output-dir=grader/texts/locale
    pybabel compile --domain=grader --directory=grader/texts/locale

Extract and update again whenever a table has changed. Translate `grader.po` before the last step, and commit it with
the `.mo` beside it. What a catalog lacks stays English. `grader --lang ko check` then speaks Korean, as does any
command where GRADER_LANGUAGE or the machine's own settings ask for it; a report takes the language from its `Layout`.
"""

import functools
import gettext
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.texts import (
    batch,
    collection,
    commands,
    course,
    engine,
    exports,
    failures,
    gradebook,
    hints,
    pages,
    path,
    report,
    statistics,
    watch,
)
from grader.texts.marks import Message, Plural

__all__ = [
    "ENGLISH", "MESSAGES", "VARIABLE", "Message", "Plural", "Translator", "asked_language", "language", "say", "spoken",
    "translator",
]  # fmt: skip

DOMAIN = "grader"
LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"
VARIABLE = "GRADER_LANGUAGE"

MESSAGES: Mapping[str, str | Plural] = {
    **batch.MESSAGES,
    **collection.MESSAGES,
    **commands.MESSAGES,
    **course.MESSAGES,
    **engine.MESSAGES,
    **exports.MESSAGES,
    **failures.MESSAGES,
    **gradebook.MESSAGES,
    **hints.MESSAGES,
    **path.MESSAGES,
    **pages.MESSAGES,
    **report.MESSAGES,
    **statistics.MESSAGES,
    **watch.MESSAGES,
}


class Translator:
    """Says everything in one language."""

    def __init__(self, translations: gettext.NullTranslations) -> None:
        self._translations = translations

    def say(self, id: str, /, **values: object) -> str:
        """The sentence with its values in place; where it has two forms, `count` chooses between them."""
        english = MESSAGES[id]
        if isinstance(english, Plural):
            count = values["count"]
            assert isinstance(count, int)
            text = self._translations.ngettext(english.one, english.many, count)
        else:
            text = self._translations.gettext(english)
        return text % {name: self._told(value) for name, value in values.items()}

    def tell(self, message: Message) -> str:
        """The same, of a sentence that was kept for later."""
        return self.say(message.id, **dict(message.values))

    def _told(self, value: object) -> object:
        """A value that is a sentence, or several, is said in the same language."""
        if isinstance(value, Message):
            return self.tell(value)
        if isinstance(value, tuple) and value and all(isinstance(part, Message) for part in value):
            return " ".join(map(self.tell, value))
        return value


@functools.cache
def translator(language: str = ENGLISH, locale: Path | None = None) -> Translator:
    """The translator into a language; a sentence that its catalog lacks stays English, as does an unknown language."""
    return Translator(gettext.translation(DOMAIN, locale or LOCALE, [language], fallback=True))


def say(id: str, /, **values: object) -> str:
    """The English sentence."""
    return translator().say(id, **values)


def asked_language() -> str:
    """The language that GRADER_LANGUAGE or `--lang` asks for, English if neither does: for what programs read."""
    return os.environ.get(VARIABLE) or ENGLISH


def language() -> str:
    """The language for people, such as `ko`: the one that is asked for, else the machine's first that has a catalog."""
    asked = os.environ.get(VARIABLE)
    return asked or next((name for name in _settings() if name == ENGLISH or _has_catalog(name)), ENGLISH)


def _settings() -> Iterator[str]:
    """The languages that the machine is set to, as gettext reads them: `ko_KR.UTF-8` is `ko`, and `C` is English."""
    everything = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    first = "" if everything.partition(".")[0] in ("C", "POSIX") else os.environ.get("LANGUAGE", "")
    for name in [*first.split(":"), everything]:
        if name:
            yield _code(name)
    if sys.platform == "win32" and not everything:
        import ctypes
        import locale

        yield _code(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ENGLISH))


def _code(name: str) -> str:
    code = name.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return ENGLISH if code in ("c", "posix") else code


def _has_catalog(name: str) -> bool:
    return gettext.find(DOMAIN, LOCALE, [name]) is not None


def spoken() -> Translator:
    """The translator into the language for people."""
    return translator(language())
