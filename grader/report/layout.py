"""How a report for people is laid out; formats for machines take no notice of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """`width` in columns; `footer` adds how the result came about; `quiet` leaves the tests out, `verbose` none."""

    width: int = 80
    colour: bool = False
    footer: bool = False
    quiet: bool = False
    verbose: bool = False


PLAIN = Layout()
