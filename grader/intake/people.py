"""Who hands something in, and what a class has handed in: plain data, whatever platform it comes from."""

from dataclasses import dataclass
from datetime import datetime

from grader.intake.folder import Submission
from grader.texts import Message


@dataclass(frozen=True)
class Person:
    """A student. `id` is the roster's key, or else the platform's; all of it is inert."""

    id: str
    name: str = ""
    email: str = ""
    group: str = ""


@dataclass(frozen=True)
class HandIn:
    """What a student handed in, or a group (then it counts for each of its `people`).

    `source` says where in the collection it lies, for people. Without a `submission`, `problem` says why there is
    none. `at` is when it was handed in, with its time zone; `late` whether the platform says that it was late.
    `remarks` are what is unusual about it: files ignored, near names, several versions.
    """

    people: tuple[Person, ...]
    source: str
    submission: Submission | None
    problem: Message | None = None
    at: datetime | None = None
    late: bool = False
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Collection:
    """All that a class has handed in: each student or group once, in the order of their ids.

    `layout` is how it was laid out, and `why` says what it was recognised by. With a roster, `missing` have handed
    nothing in, and `unknown` have handed something in and are not on the roster. `remarks` belong to nobody: what was
    refused or ignored as a whole.
    """

    layout: str
    why: Message
    hand_ins: tuple[HandIn, ...]
    missing: tuple[Person, ...] = ()
    unknown: tuple[Person, ...] = ()
    remarks: tuple[Message, ...] = ()
