"""How a report is laid out, and its language; a format for machines heeds the language alone."""

from dataclasses import dataclass

from grader.texts import ENGLISH, Translator, translator


@dataclass(frozen=True)
class Layout:
    """`width` in columns; `footer` adds how the result was made; `quiet` leaves the tests out, `verbose` none."""

    width: int = 80
    colour: bool = False
    footer: bool = False
    quiet: bool = False
    verbose: bool = False
    language: str = ENGLISH

    @property
    def translator(self) -> Translator:
        return translator(self.language)


PLAIN = Layout()
