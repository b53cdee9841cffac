"""Every sentence that a person reads, by its id: `say("missing_file", file="s1.py")`.

English is the source language. It stands in the tables of this package, one table an area; another language is a
gettext catalog, `locale/<language>/LC_MESSAGES/grader.mo`, that Babel made from them. To add one, say Korean::

    pybabel extract --keywords=Plural:1,2 --add-comments=Translators: --no-location --project=autograto \
        --copyright-holder="the autograto authors" --output-file=grader/texts/grader.pot grader/texts
    pybabel init --domain=grader --input-file=grader/texts/grader.pot --output-dir=grader/texts/locale --locale=ko
    pybabel update --domain=grader --input-file=grader/texts/grader.pot --output-dir=grader/texts/locale
    pybabel compile --domain=grader --directory=grader/texts/locale

Extract and update again whenever a table has changed. Translate `grader.po` before the last step, and commit it with
the `.mo` beside it. What a catalog lacks stays English. `GRADER_LANGUAGE=ko grader check` then speaks Korean; a report
takes the language from its `Layout`.
"""

import functools
import gettext
import os
from collections.abc import Mapping
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

__all__ = ["ENGLISH", "MESSAGES", "Message", "Plural", "Translator", "language", "say", "spoken", "translator"]

DOMAIN = "grader"
LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"

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


def language() -> str:
    """The language that GRADER_LANGUAGE asks for, such as `ko`; one without a catalog is English."""
    return os.environ.get("GRADER_LANGUAGE") or ENGLISH


def spoken() -> Translator:
    """The translator into it."""
    return translator(language())
