"""Who is in a class: a CSV file with a heading for the id, as the platforms write it or as an instructor does.

A hand-in is matched by an id, an e-mail address, a user name or a name, where exactly one person has it. Nobody is
guessed.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from grader.errors import UsageError
from grader.inert import inert_line
from grader.intake.people import Person

LARGEST = 16 * 2**20
MOST = 20_000
SIGNATURES = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
ENCODINGS = ("utf-8", "cp949", "cp1252")
DELIMITERS = ",;\t"

# The headings of each column, in lower case and without blanks and marks. Of the ids, the first that is there is the
# key, and the others are matched as well; `Identifier` is Moodle's, or GitHub Classroom's.
IDS = (
    "id", "학번", "학생번호", "studentid", "studentnumber", "studentno", "sid", "identifier", "rosteridentifier",
    "idnumber", "matriculationnumber", "matrikelnummer", "userid", "canvasid", "sisuserid", "sisloginid", "sisid",
    "loginid", "login", "username", "user", "아이디",
)  # fmt: skip
EXPECTED = ("id", "student id", "학번")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "studentname", "student", "이름", "성명", "학생이름", "displayname"),
    "email": ("email", "emailaddress", "mail", "이메일", "이메일주소", "메일", "전자우편"),
    "group": ("group", "groupname", "team", "teamname", "조", "팀", "그룹", "모둠", "분반조"),
    "github": ("githubusername", "github", "githublogin", "githubuser", "githubid", "깃허브", "깃허브아이디"),
    "first": ("firstname", "givenname", "first"),
    "last": ("lastname", "surname", "familyname", "last"),
}
POINTS_POSSIBLE = re.compile(r"\s*points possible", re.IGNORECASE)  # the second row of a Canvas gradebook
ESCAPED = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[nrt])")  # what stands in an inert name for what is no letter
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 20
"""Of a text in which people are looked for: a name has less, and a file's name can have thousands."""
PARTICIPANT = re.compile(r"\D*?(\d+)")  # `Participant 1327627`, in any language, is 1327627 in Moodle's names


@dataclass(frozen=True)
class Roster:
    """The people of a class, in the file's order; `known` are their other ids and names, each with whom it may mean."""

    people: tuple[Person, ...]
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _groups(self) -> Mapping[str, tuple[Person, ...]]:
        groups: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            groups[_letters(person.group)].append(person)
        return {name: tuple(members) for name, members in groups.items() if name}

    def person(self, id: str) -> Person | None:
        return self._by_id.get(id)

    def find(self, *names: str) -> Person | None:
        """Whom one of these names means, the first that means one person; None where it may be several, or nobody."""
        for name in names:
            if person := self.person(name):
                return person
            ids = self.known.get(_key(name), frozenset()) or self.known.get(_letters(name), frozenset())
            if len(ids) == 1:
                return self.person(next(iter(ids)))
        return None

    def group(self, name: str) -> tuple[Person, ...]:
        """The members of a group."""
        return self._groups.get(_letters(name), ())

    def named_in(self, text: str) -> set[str]:
        """The ids of all whose id or whole name stands in a text, among other words."""
        words = WORD.findall(ESCAPED.sub(" ", _key(text)))[:MOST_WORDS]
        found = set()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                person = self.find(" ".join(words[start:end]))
                said = "".join(words[start:end])
                if person and said in (_letters(person.id), *_spellings(person.name, "", "")):
                    found.add(person.id)
        return found


def is_called(person: Person, name: str) -> bool:
    """Whether that may be the person's name, as far as both are known."""
    return not name or not person.name or _letters(name) in _spellings(person.name, "", "")


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file. Raises UsageError, with the line."""
    shown = inert_line(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError("roster_unreadable", file=shown, problem=error.strerror) from None
    if len(data) > LARGEST:
        raise UsageError("roster_large", file=shown, mebibytes=LARGEST // 2**20)
    rows = _rows(_text(data), shown)
    _, headings = next(rows, (0, []))
    columns = _columns(headings)
    if not any(headings):
        raise UsageError("roster_empty", file=shown)
    if not columns["id"]:
        found = inert_line(", ".join(headings), 200)
        raise UsageError("roster_no_id", file=shown, headings=found, expected=", ".join(EXPECTED))
    return _roster(rows, columns, shown)


def _text(data: bytes) -> str:
    for encoding, signature in SIGNATURES:
        if data.startswith(signature):
            return data.decode(encoding, "replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1")


def _rows(text: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its line."""
    lines = text.split("\n", 2)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):  # a line for Excel
        delimiter = first.strip()[-1]
        text = text[text.index(first) + len(first) :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for count, row in enumerate(reader):
            if count > MOST:
                raise UsageError("roster_many", file=shown, most=MOST)
            if any(cell.strip() for cell in row):
                yield reader.line_num, [unicodedata.normalize("NFC", cell) for cell in row]
    except csv.Error as error:
        raise UsageError("roster_line", file=shown, line=reader.line_num, problem=str(error)) from None


def _columns(headings: list[str]) -> dict[str, list[int]]:
    """Where each column stands; of the ids the key first."""
    plain = [re.sub(r"[\W_]+", "", heading).lower() for heading in headings]
    ids = [plain.index(heading) for heading in IDS if heading in plain]
    return {"id": ids, **{name: [plain.index(h) for h in those if h in plain][:1] for name, those in COLUMNS.items()}}


def _roster(rows: Iterable[tuple[int, list[str]]], columns: Mapping[str, list[int]], shown: str) -> Roster:
    people: list[Person] = []
    lines: dict[str, int] = {}
    known: dict[str, set[str]] = defaultdict(set)
    weaker: dict[str, set[str]] = defaultdict(set)
    for line, row in rows:
        cells = {name: [row[at].strip() for at in places if at < len(row)] for name, places in columns.items()}
        if POINTS_POSSIBLE.match(row[0]):
            continue
        id = inert_line(cells["id"][0]) if cells["id"] else ""
        if not id:
            raise UsageError("roster_row_without_id", file=shown, line=line)
        if id in lines:
            raise UsageError("roster_twice", file=shown, line=line, first=lines[id], id=id)
        lines[id] = line
        first, last, name = (" ".join(cells[column]) for column in ("first", "last", "name"))
        person = Person(
            id,
            inert_line(name or f"{first} {last}".strip()),
            inert_line(" ".join(cells["email"])),
            inert_line(" ".join(cells["group"])),
        )
        people.append(person)
        participant = PARTICIPANT.fullmatch(id)
        for key in (*cells["id"], *cells["email"], *cells["github"], participant[1] if participant else ""):
            known[_key(key)].add(id)
        for spelling in _spellings(person.name, first, last):
            weaker[spelling].add(id)
    if not people:
        raise UsageError("roster_empty", file=shown)
    # What is somebody's id is nobody else's name; and the key comes before other ids. Some differ in their case alone.
    keys: dict[str, set[str]] = defaultdict(set)
    for id in lines:
        keys[_key(id)].add(id)
    known.update(keys)
    names = {key: ids for key, ids in weaker.items() if key not in known}
    everything = {key: frozenset(ids) for key, ids in {**known, **names}.items() if key}
    return Roster(tuple(people), everything)


def _spellings(name: str, first: str, last: str) -> Iterator[str]:
    """A name's letters, in both orders: `Kim, Alice` is `kimalice` and `alicekim`."""
    if first or last:
        yield from (_letters(f"{last}{first}"), _letters(f"{first}{last}"))
    before, comma, after = name.partition(",")
    if comma:
        yield _letters(after + before)
    elif name.split()[1:]:
        *others, final = name.split()
        yield _letters(final + "".join(others))
    yield _letters(name)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", ESCAPED.sub("", _key(name)))
