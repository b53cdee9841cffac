"""Make a synthetic class, with all the mess of a real one, as six learning platforms hand it out.

    expected = make_class(tmp_path, "canvas", students=30, seed=0, as_archive=True)
    expected.source, expected.roster       # what `grader class SOURCE --roster CSV` gets
    expected.students["1007"].files        # which bytes count, by section

The same seed gives the same people and the same source files in every layout, and the same bytes on every run. Only the
formats of the platforms and the course's stubs and reference answers are used here; nothing of the grader is imported.
"""

import argparse
import ast
import csv
import functools
import hashlib
import io
import json
import os
import random
import re
import shutil
import sqlite3
import struct
import tarfile
import tempfile
import unicodedata
import uuid
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

LAYOUTS = ("canvas", "moodle", "gradescope", "github", "nbgrader", "plain")
VARIANTS: dict[str, tuple[str, ...]] = {
    "canvas": ("", "anonymous"),
    "moodle": ("", "flat", "blind", "old"),  # old: one more underscore after assignsubmission_file
    "gradescope": ("",),
    "github": ("",),
    "nbgrader": ("",),
    "plain": ("", "files", "zips", "windows"),  # windows: cp949 names in the zip, Korean headings in the roster
}
ARCHIVES = {"zip": ".zip", "tar": ".tar", "tar.gz": ".tar.gz"}
DEADLINE = datetime(2026, 10, 9, 21, 0, tzinfo=timezone.utc)
SLUG = "pytorch-kit"
GROUPS = {"github": "team-rocket", "plain": "3조"}  # elsewhere "Team Rocket"

# ------------------------------------------------------------------------------------------------ what is expected


@dataclass(frozen=True)
class ExpectedFile:
    """The file that counts for one section of one student."""

    section: str  # s3_gradient_descent
    where: str  # path below the source (or in the archive); `!/` steps into an archive
    data: bytes = field(repr=False)  # exactly these bytes are to be graded
    suffix: str  # .py or .ipynb
    python: str | None = field(repr=False)  # of a notebook: its code cells, without magics and the raising cell
    optional: bool  # the name is only near: graded or not, but it must be remarked
    handed_in: datetime | None  # None: the layout doesn't tell

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Remark:
    """Something unusual. `must`: the issue says that it is listed; else it would only be kind to list it."""

    kind: str
    where: str  # path below the source, or "" where it isn't about a file
    must: bool = True
    detail: str = ""


@dataclass
class ExpectedStudent:
    key: str  # as the roster keys them (or the platform, where there is no roster)
    keys: frozenset[str]  # every key that is just as right, `key` among them
    platform_key: str  # what the source alone gives, without the roster
    name: str
    email: str
    trap: str
    group: str | None = None
    members: tuple[str, ...] = ()  # the keys of all whom this submission counts for (a group's members, else oneself)
    on_roster: bool = True
    files: dict[str, ExpectedFile] = field(default_factory=dict)
    late: bool | None = None  # the layout's own mark (Canvas only); None: the layout has none
    handed_in: datetime | None = None  # the last time that the layout tells
    remarks: list[Remark] = field(default_factory=list)
    identical_to: tuple[str, ...] = ()  # others (not of the same group) with the same bytes in the same sections
    status: str = "missing"  # "files", "nothing" (handed in, but nothing that can be graded), "missing"

    @property
    def past_deadline(self) -> bool | None:
        return None if self.handed_in is None else self.handed_in > DEADLINE


@dataclass
class Expected:
    layout: str
    variant: str
    seed: int
    sections: tuple[str, ...]
    source: Path  # a folder, or an archive
    roster: Path | None  # None: anonymous, nobody can be matched
    platform_csv: Path | None  # the platform's own gradebook file to be filled (canvas, moodle) or grades (github)
    students: dict[str, ExpectedStudent]  # all: on the roster and not, missing too
    remarks: list[Remark]  # about no one student
    canaries: tuple[Path, ...]  # must not exist after grading: a hostile member names them
    alternatives: tuple[Path, ...] = ()  # other sources that must give the same
    deadline: datetime = DEADLINE

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(s.key for s in self.students.values() if s.status == "missing")

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(s.key for s in self.students.values() if not s.on_roster and self.roster)

    @property
    def placed(self) -> tuple[str, ...]:
        """Everybody who handed something in, or whose group did."""
        return tuple(s.key for s in self.students.values() if s.status != "missing")

    def find(self, key: str) -> ExpectedStudent | None:
        """The student whom `key` (any that is right) means; None where nobody or more than one has it."""
        found = [s for s in self.students.values() if key in s.keys]
        return found[0] if len(found) == 1 else None

    def write_alone(self, folder: Path) -> dict[str, Path]:
        """A folder a student with just the files that count, under their proper names: for `grader grade`, one by one.

        Near names (`optional`) are left out. Students without any file aren't there.
        """
        places = {}
        for number, student in enumerate(self.students.values()):
            sure = [f for f in student.files.values() if not f.optional]
            if sure:
                places[student.key] = folder / f"{number:03}"
                places[student.key].mkdir(parents=True, exist_ok=True)
                for file in sure:
                    (places[student.key] / f"{file.section}{file.suffix}").write_bytes(file.data)
        return places

    def to_json(self) -> str:
        """Everything but the bytes themselves."""
        people = []
        for student in self.students.values():
            entry = {name: value for name, value in vars(student).items() if name not in ("files", "remarks", "keys")}
            entry["keys"] = sorted(student.keys)
            entry["remarks"] = [vars(remark) for remark in student.remarks]
            entry["files"] = {
                f.section: {"where": f.where, "size": f.size, "sha256": f.sha256, "optional": f.optional}
                for f in student.files.values()
            }
            people.append(entry)
        whole = {"layout": self.layout, "variant": self.variant, "seed": self.seed, "missing": self.missing}
        whole |= {"unknown": self.unknown, "students": people, "remarks": [vars(remark) for remark in self.remarks]}
        return json.dumps(whole, ensure_ascii=False, indent=1, default=str)


def snapshot(path: Path) -> dict[str, str]:
    """What lies below `path` (or is it), with a hash each; taken before and after, it shows that nothing changed."""
    found = {}
    for one in sorted([path, *path.rglob("*")]):
        name = str(one.relative_to(path.parent))
        if one.is_symlink():
            found[name] = "link " + os.readlink(one)
        elif one.is_file():
            found[name] = hashlib.sha256(one.read_bytes()).hexdigest()
        else:
            found[name] = "folder"
    return found


# ------------------------------------------------------------------------------------------------ what students write

BLOCK = re.compile(r"^(?P<indent> *)# >>> your code(?:: (?P<todo>.*)| \| (?P<stub>.*))$")
EDITS: tuple[tuple[str, str], ...] = (
    (r"torch\.mean\(", "torch.sum("),
    (r"\.mean\(\)", ".sum()"),
    (r"\b2 \* ", ""),
    (r" \* 2\b", " * 3"),
    (r"\*\*2|\*\* 2", "** 3"),
    (r" - ", " + "),
    (r" \+ ", " - "),
    (r"\[2:5\]", "[2:6]"),
    (r"unsqueeze\(1\)", "unsqueeze(0)"),
    (r"unsqueeze\(0\)", "unsqueeze(1)"),
    (r" >= ", " > "),
    (r" == y\.bool", " != y.bool"),
    (r"\[2\.0\], \[3\.0\]", "[2.0], [4.0]"),
    (r"89, 91, 90", "89, 91, 80"),  # the lecture's own slip
    (r'"xor": \[0, 1, 1, 0\]', '"xor": [0, 1, 1, 1]'),
    (r"nn\.Sigmoid\(\)", "nn.ReLU()"),
    (r"% 100 ==", "% 50 =="),
    (r"\.item\(\)$", ""),
    (r"return (\w+), (\w+)$", r"return \2, \1"),
    (r'"q3": "d"', '"q3": "a"'),
)
GIVE_UP = ("return None", 'raise ValueError("I do not know how")', "return not_defined_anywhere", "return 0")


def course_folder() -> Path:
    """The folder with `exercises/` and `solutions/`: $SYNTHETIC_COURSE, else one above this file."""
    near = [Path(os.environ["SYNTHETIC_COURSE"])] if "SYNTHETIC_COURSE" in os.environ else []
    for folder in [*near, *Path(__file__).resolve().parents]:
        if (folder / "solutions").is_dir() and (folder / "exercises").is_dir():
            return folder
    raise FileNotFoundError("no folder with exercises/ and solutions/; set SYNTHETIC_COURSE")


@functools.lru_cache(maxsize=64)
def reference(course: Path, section: str) -> str:
    return (course / "solutions" / f"{section}.py").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=64)
def stub(course: Path, section: str) -> bytes:
    return (course / "exercises" / f"{section}.py").read_bytes()


def wrong(lines: list[str], indent: str, rng: random.Random) -> list[str]:
    """A body with one simple mistake. It never loops for longer than the right one."""
    for pattern, new in rng.sample(EDITS, len(EDITS)):
        changed = [re.sub(pattern, new, line) for line in lines]
        if changed != lines:
            try:
                compile("def f():\n" + "\n".join("    " + line for line in changed), "edit", "exec")
            except SyntaxError:
                continue
            return changed
    return [indent + rng.choice(GIVE_UP)] if indent else lines


def written(course: Path, section: str, skill: float, rng: random.Random) -> str:
    """A section file: each exercise right (with the chance `skill`), wrong, or left as it is in the stub."""
    out: list[str] = []
    body: list[str] | None = None
    begin: re.Match[str] | None = None
    for line in reference(course, section).splitlines():
        found = BLOCK.match(line)
        if found:
            begin, body = found, []
        elif body is not None and begin is not None and line.strip() == "# <<<":
            luck = rng.random()
            indent = begin["indent"]
            if luck < skill:
                out += body
            elif luck < skill + (1 - skill) * 0.35:
                out += [begin["stub"]] if begin["stub"] else [f"{indent}# TODO: {begin['todo']}"]
                out += [] if begin["stub"] else [f"{indent}raise NotImplementedError"]
            else:
                out += wrong(body, indent, rng)
            body = None
        elif body is not None:
            body.append(line)
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def notebook(text: str, rng: random.Random, raising: bool) -> tuple[bytes, str]:
    """`text` as a notebook, a cell for each top-level statement, and as the Python that its cells amount to."""
    lines = text.splitlines()
    chunks: list[str] = []
    end = 0
    for node in ast.parse(text).body:
        chunks.append("\n".join(lines[end : node.end_lineno]).strip("\n"))
        end = node.end_lineno or end
    if "\n".join(lines[end:]).strip():
        chunks.append("\n".join(lines[end:]).strip("\n"))
    cells: list[tuple[str, str, bool]] = [("markdown", "# 과제 3주차\nThis is `def not_code(): ...`", False)]
    cells.append(("code", "%matplotlib inline\n!pip install -q torch\n" + chunks[0], True))
    cells += [("code", chunk, True) for chunk in chunks[1:]]
    cells.insert(3, ("raw", "this is not Python )(", False))
    cells.insert(4, ("code", "%%bash\nls -la | head; echo $HOME", False))
    cells.insert(5, ("code", "", False))
    if raising:
        cells.insert(7, ("code", "broken = 1 / 0  # I was trying something", False))
    written_cells = []
    for number, (kind, source, _) in enumerate(cells):
        cell: dict[str, object] = {"cell_type": kind, "id": f"c{number}{rng.randrange(1 << 24):06x}", "metadata": {}}
        cell["source"] = source if number % 3 == 0 else source.splitlines(keepends=True)
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        written_cells.append(cell)
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    whole = {"cells": written_cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    plain = "\n\n\n".join(chunks) + "\n"
    return json.dumps(whole, ensure_ascii=False, indent=1).encode(), plain


# ------------------------------------------------------------------------------------------------ files and archives


@dataclass(frozen=True)
class Node:
    """One thing in a folder or an archive."""

    path: str
    data: bytes = field(default=b"", repr=False)
    time: datetime = DEADLINE
    kind: str = "file"  # file, folder, link, hardlink, device
    target: str = ""
    raw: bytes | None = None  # the name as it stands in a zip, without the UTF-8 flag
    encrypted: bool = False
    bomb: int = 0  # so many zero bytes instead of data

    @property
    def hostile(self) -> bool:
        return self.kind in ("link", "hardlink", "device") or self.path.startswith("/") or ".." in self.path.split("/")


@functools.lru_cache(maxsize=2)
def zeros(size: int) -> tuple[bytes, int]:
    """`size` zero bytes, deflated, and their CRC."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, out, crc = bytes(1 << 20), b"", 0
    for _ in range(size >> 20):
        out += packer.compress(block)
        crc = zlib.crc32(block, crc)
    return out + packer.flush(), crc


def zip_bytes(nodes: Iterable[Node]) -> bytes:
    """A zip with exactly these names and flags; `zipfile` would tidy some of them away."""
    out, central, count = io.BytesIO(), io.BytesIO(), 0
    for node in nodes:
        name, flags = (node.path + "/" if node.kind == "folder" else node.path).encode(), 0
        if node.raw is not None:
            name = node.raw
        elif not name.isascii():
            flags |= 0x800
        data = node.target.encode() if node.kind == "link" else node.data
        if node.bomb:
            packed, crc = zeros(node.bomb)
            size, method = node.bomb, 8
        else:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packed, crc, size, method = packer.compress(data) + packer.flush(), zlib.crc32(data), len(data), 8
            if len(packed) >= size:
                packed, method = data, 0
        if node.encrypted:
            packed, method, flags = bytes(range(12)) + packed, 0, flags | 1
            size = len(packed) - 12
        when = node.time
        stamp = when.hour << 11 | when.minute << 5 | when.second // 2
        day = (when.year - 1980) << 9 | when.month << 5 | when.day
        mode = {"folder": 0o40755, "link": 0o120777, "device": 0o20666}.get(node.kind, 0o100644) << 16
        mode |= 0x10 if node.kind == "folder" else 0
        shared = struct.pack("<HHHHHIII", 20, flags, method, stamp, day, crc, len(packed), size)
        place = out.tell()
        out.write(b"PK\x03\x04" + shared + struct.pack("<HH", len(name), 0) + name + packed)
        central.write(b"PK\x01\x02" + struct.pack("<H", 3 << 8 | 20) + shared)
        central.write(struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, mode, place) + name)
        count += 1
    start, index = out.tell(), central.getvalue()
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(index), start, 0)
    return out.getvalue() + index + end


def tar_bytes(nodes: Iterable[Node], packed: bool) -> bytes:
    kinds = {"folder": tarfile.DIRTYPE, "link": tarfile.SYMTYPE, "hardlink": tarfile.LNKTYPE, "device": tarfile.CHRTYPE}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for node in nodes:
            info = tarfile.TarInfo(node.path)
            info.size, info.mtime = len(node.data), int(node.time.timestamp())
            info.type, info.linkname = kinds.get(node.kind, tarfile.REGTYPE), node.target
            archive.addfile(info, io.BytesIO(node.data))
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)  # gzip's own header differs between versions of Python
    return packer.compress(out.getvalue()) + packer.flush() if packed else out.getvalue()


def write_folder(nodes: Iterable[Node], folder: Path) -> None:
    folder.mkdir(parents=True)
    for node in nodes:
        place = folder / node.path
        if node.path.startswith("/") or ".." in node.path.split("/"):
            raise ValueError(f"would be written outside: {node.path!r}")
        place.parent.mkdir(parents=True, exist_ok=True)
        if node.kind == "folder":
            place.mkdir(exist_ok=True)
            continue
        if place.exists() or place.is_symlink():
            raise ValueError(f"written twice: {node.path!r}")
        if node.kind == "link":
            place.symlink_to(node.target)
        else:
            place.write_bytes(node.data)
            os.utime(place, (node.time.timestamp(), node.time.timestamp()))


APPLE = bytes.fromhex("00051607000200004d6163204f53205820202020202020200002") + bytes(60)
FINDER = bytes.fromhex("0000000142756431") + bytes(200)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

# ------------------------------------------------------------------------------------------------ who is in the class


@dataclass(frozen=True)
class Person:
    number: int
    family: str
    given: str
    user: str
    sis: str
    canvas: str
    participant: str
    anon: str
    trap: str
    group: str | None = None

    @property
    def name(self) -> str:
        if not self.family:
            return self.given
        eastern = re.fullmatch(r"[\u4e00-\u9fff\uac00-\ud7a3]+", self.family)
        return self.family + self.given if eastern else f"{self.given} {self.family}"

    @property
    def sortable(self) -> str:
        return f"{self.family}, {self.given}" if self.family else self.given

    @property
    def email(self) -> str:
        return f"{self.user}@example.edu"


NAMES: tuple[tuple[str, str, str], ...] = (
    ("이", "서연", "lee-seoyeon"),
    ("박", "지수", "jisoo-park"),
    ("남궁", "민수", "namgung"),
    ("황보", "라온", "raon"),
    ("최", "하늘", "choi-haneul"),
    ("Nguyễn", "Văn An", "nguyen-van-an"),
    ("Nguyen", "Van An", "vanan"),  # the same without its marks, but another person
    ("Trần", "Thị Bích Ngọc", "ngoctran"),
    ("Đặng", "Hữu Phước", "phuoc"),
    ("Smith-Jones", "Anna", "anna-smith-jones"),
    ("Saint-Exupéry", "Jean-Luc", "jean-luc"),
    ("O'Brien", "Seán", "sobrien"),
    ("D’Angelo", "Lucía", "dangelo"),
    ("van der Berg", "Jan", "janvdb"),
    ("Müller", "Jürgen", "mueller"),
    ("李", "小龙", "xiaolong"),
    ("Иванова", "Анна", "ivanova"),
    ("بن علي", "سارة", "sara"),
    ("Ñúñez", "José", "jnunez"),
    ("Late", "Bob", "late-bob"),
    ("De La Cruz, Jr.", "Marco", "marco"),
    ("Test_Case", "Ula", "ula-file-55"),
    ("", "Sukarno", "sukarno"),
    ("=HYPERLINK(0)", "Eve", "eve"),
    ("Kim", "Alice", "pytorch-kit-alice"),
    ("정", "도윤", "doyun"),
    ("강", "예은", "yeeun-kang"),
    ("Participant", "Pat", "pat"),
    ("Lê", "Thuỳ Dương", "duongle"),
    ("Okonkwo", "Chiamaka", "chiamaka"),
)
# One trap a student, in this order: a class of fewer students has the first ones, a larger one has ordinary people too.
TRAPS = (
    "whole",
    "one_section",
    "late",
    "renamed",
    "versions",
    "missing",
    "group",
    "group_member",
    "group_member",
    "notebook",
    "encodings",
    "empty",
    "syntax",
    "zip",
    "zip_cp949",
    "zip_mac",
    "hostile_beside",
    "hostile_within",
    "near_name",
    "nested",
    "pdf_beside",
    "pdf_only",
    "identical",
    "identical_tar",
    "controls",
    "namesake",
    "untouched",
    "renamed",
    "encodings",
    "missing",
)
ARCHIVE_TRAPS = {"zip", "zip_cp949", "zip_mac", "hostile_beside", "hostile_within", "identical", "identical_tar"}


def people(students: int, seed: int, layout: str) -> list[Person]:
    """The roster first, then two people who aren't on it."""
    rng = random.Random(f"people {seed}")
    pool = rng.sample(NAMES, len(NAMES))
    ids = rng.sample(range(1001, 1001 + 2 * students + 10), students + 2)
    anons = {f"{rng.randrange(36**5):05d}"[-5:] + rng.choice("abcxyz") for _ in range(4 * students + 40)}
    hidden = sorted(anons)
    rng.shuffle(hidden)
    found: list[Person] = []
    for number in range(students + 2):
        trap = TRAPS[number] if number < min(len(TRAPS), students) else "ordinary"
        family, given, user = pool[number % len(pool)]
        if number >= students:
            trap = "unknown"
            family, given, user = [("Student", "Test", "test-student"), ("Ghost", "Gary", "ghost")][number - students]
        elif number >= len(pool):
            given, user = f"{given} {chr(65 + number // len(pool) % 26)}", f"{user}{number}"
        if number == 0:
            family, given, user = "김", "민준", "kim-minjun"
        elif trap == "namesake":
            family, given, user = "김", "민준", "kim-minjun-1"  # his own login, not the other's re-accept
        elif trap == "controls":
            family, given, user = "Kim", "Mal\nory \u202elive\x1b[31m", "mallory"
        sis = f"00{24000 + ids[number]}" if number % 11 == 1 else f"{2024000 + ids[number]}"
        group = GROUPS.get(layout, "Team Rocket") if trap.startswith("group") else None
        part = str(1327000 + ids[number])
        found.append(Person(number, family, given, user, sis, str(ids[number]), part, hidden[number], trap, group))
    return found


# ------------------------------------------------------------------------------------------------ what they hand in


@dataclass(frozen=True)
class Item:
    """One file as the student hands it in, before the platform renames or moves it."""

    path: str
    data: bytes = field(default=b"", repr=False)
    section: str | None = None
    kind: str = "file"
    target: str = ""
    older: bool = False
    minute: int = 0
    repo: int = 0


@dataclass
class Wanted:
    path: str  # of the item, and after `!/` inside it
    data: bytes
    python: str | None = None
    optional: bool = False


@dataclass
class Parcel:
    items: list[Item] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # sections whose stub isn't there any more (GitHub)

    def add(self, section: str, path: str, data: bytes, python: str | None = None, optional: bool = False) -> None:
        self.items.append(Item(path, data, section))
        self.want(section, path, data, python, optional)

    def want(self, section: str, path: str, data: bytes, python: str | None = None, optional: bool = False) -> None:
        self.wanted[section] = Wanted(path, data, python, optional)

    def say(self, kind: str, path: str = "", must: bool = True, detail: str = "") -> None:
        self.remarks.append(Remark(kind, path, must, detail))


RENAMES = (
    "{stem}-1{ext}",
    "{stem} (2){ext}",
    "{stem} 복사본{ext}",
    "Copy of {stem}{ext}",
    "{stem} - 복사본{ext}",
    "{stem}(1){ext}",
    "{stem} - Copy{ext}",
    "{stem}-{uuid}{ext}",
    "{stem} copy{ext}",
)
NEAR = (
    lambda stem: stem.replace("_", "-") + ".py",
    lambda stem: stem[:-2] + stem[-1] + ".py",  # a letter is missing
    lambda stem: stem.title() + ".py",
    lambda stem: stem + ".py.txt",
    lambda stem: stem.split("_")[0] + ".py",
)


class Writer:
    """Makes each student's parcel. What the files say depends on the seed alone, where they lie on the layout too."""

    def __init__(self, course: Path, sections: tuple[str, ...], seed: int, layout: str, flat: bool, hostile: bool):
        self.course, self.sections, self.seed, self.layout = course, sections, seed, layout
        self.flat, self.hostile = flat, hostile
        self.canary = f"/tmp/synthetic_canary_{layout}_{seed}.py"

    def rng(self, *what: object) -> random.Random:
        return random.Random(" ".join(str(part) for part in (self.seed, *what)))

    def text(self, person: Person, section: str, version: str = "") -> str:
        """The section file of this person, signed so that no two are the same by chance."""
        owner = person.number
        rng = self.rng("text", owner, section, version)
        skill = self.rng("skill", owner).choice([1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.3])
        comment = rng.choice(["제출합니다", "café", "final version", "không hiểu", "done"])
        return written(self.course, section, skill, rng) + f"\n# {comment}: {owner}{version}\n"

    def chosen(self, person: Person) -> tuple[str, ...]:
        """The sections that this person hands in."""
        rng = self.rng("sections", person.number)
        usable = self.sections
        if self.layout == "nbgrader" and person.trap in ARCHIVE_TRAPS:
            usable = assignments(self.sections)["ps1"]  # one archive lies in one assignment
        if person.trap in ("one_section", "identical", "identical_tar"):
            return (usable[self.seed % len(usable)],)
        if person.trap in ("whole", "renamed", "encodings", "group", "zip", "namesake") or rng.random() < 0.5:
            return usable
        start = rng.randrange(len(usable))
        return usable[start : start + rng.randint(2, len(usable) + 1)]

    def parcel(self, person: Person) -> Parcel:
        make: Callable[[Person, Parcel], None] | None = getattr(self, "do_" + person.trap, None)
        parcel = Parcel()
        if make is None:
            self.do_ordinary(person, parcel)
        else:
            make(person, parcel)
        parcel.taken |= set(parcel.wanted)
        if self.layout == "github":
            repos = {item.repo for item in parcel.items} or {0}
            for section in [section for section in self.sections if section not in parcel.taken]:
                data, path = stub(self.course, section), f"exercises/{section}.py"
                parcel.items += [Item(path, data, section, repo=repo) for repo in sorted(repos)]
                parcel.want(section, f"{max(repos)}:{path}", data)
        return parcel

    def do_ordinary(self, person: Person, parcel: Parcel) -> None:
        for section in self.chosen(person):
            parcel.add(section, f"{section}.py", self.text(person, section).encode())

    def do_untouched(self, person: Person, parcel: Parcel) -> None:
        for section in self.chosen(person):
            parcel.add(section, f"{section}.py", stub(self.course, section))
        parcel.say("untouched", must=False)

    def do_late(self, person: Person, parcel: Parcel) -> None:
        self.do_ordinary(person, parcel)
        parcel.say("late", must=self.layout in ("canvas", "gradescope", "nbgrader"))

    def do_renamed(self, person: Person, parcel: Parcel) -> None:
        for number, section in enumerate(self.chosen(person)):
            unique = uuid.UUID(int=self.rng("uuid", person.number, section).getrandbits(128), version=4)
            form = RENAMES[(number + person.number) % len(RENAMES)]
            path = form.format(stem=section, ext=".py", uuid=unique)
            parcel.add(section, path, self.text(person, section).encode())
            parcel.say("renamed", path, must=False)

    def do_versions(self, person: Person, parcel: Parcel) -> None:
        for section in self.chosen(person):
            versions = [self.text(person, section, f" v{number}").encode() for number in (1, 2, 3)]
            if self.layout == "github":
                for repo, data in enumerate(versions[1:]):
                    parcel.items.append(Item(f"{section}.py", data, section, older=repo == 0, repo=repo))
                parcel.want(section, f"1:{section}.py", versions[2])
                parcel.say("older_version", f"0:{section}.py")
                continue
            form = "{}-{}.py" if self.layout == "canvas" else "{} ({}).py"
            for number, data in enumerate(versions):
                path = form.format(section, number) if number else f"{section}.py"
                parcel.items.append(Item(path, data, section, older=number < 2, minute=10 * number))
                if number < 2:
                    parcel.say("older_version", path)
            parcel.want(section, form.format(section, 2), versions[2])

    def do_group(self, person: Person, parcel: Parcel) -> None:
        self.do_ordinary(person, parcel)

    def do_notebook(self, person: Person, parcel: Parcel) -> None:
        for number, section in enumerate(self.chosen(person)):
            rng = self.rng("notebook", person.number, section)
            data, python = notebook(self.text(person, section), rng, raising=number % 2 == 0)
            parcel.add(section, f"{section}.ipynb", data, python)
            parcel.say("notebook", f"{section}.ipynb", must=False)
            if number % 2 == 0:
                parcel.say("cell_raises", f"{section}.ipynb", detail="ZeroDivisionError in the cell at index 7, from 0")
        parcel.items.append(Item(".ipynb_checkpoints/old-checkpoint.ipynb", b"{}"))
        if self.flat:
            parcel.items.pop()

    def do_encodings(self, person: Person, parcel: Parcel) -> None:
        for number, section in enumerate(self.chosen(person)):
            text = self.text(person, section) + "# 경사 하강법\n"
            latin = text.replace("경사 하강법", "déjà vu")
            which = ("cp949 with cookie", "cp949", "cp1252", "utf-16", "utf-8 BOM", "CRLF", "cp1252 with cookie")
            kind = which[(number + person.number) % len(which)]
            data = {
                "cp949 with cookie": ("# -*- coding: cp949 -*-\n" + text).encode("cp949", "replace"),
                "cp949": text.encode("cp949", "replace"),
                "cp1252": latin.encode("cp1252", "replace"),
                "cp1252 with cookie": ("# -*- coding: cp1252 -*-\n" + latin).encode("cp1252", "replace"),
                "utf-16": b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le"),
                "utf-8 BOM": b"\xef\xbb\xbf" + text.encode(),
                "CRLF": text.replace("\n", "\r\n").encode(),
            }[kind]
            parcel.add(section, f"{section}.py", data)
            parcel.say("encoding", f"{section}.py", must=False, detail=kind)

    def do_empty(self, person: Person, parcel: Parcel) -> None:
        self.do_ordinary(person, parcel)
        first = next(iter(parcel.wanted))
        parcel.items = [replace(item, data=b"") if item.section == first else item for item in parcel.items]
        parcel.want(first, f"{first}.py", b"")
        parcel.say("empty", f"{first}.py")

    def do_syntax(self, person: Person, parcel: Parcel) -> None:
        self.do_ordinary(person, parcel)
        last = list(parcel.wanted)[-1]
        data = parcel.wanted[last].data + b"\ndef unfinished(:\n    return 1\n"
        parcel.items = [replace(item, data=data) if item.section == last else item for item in parcel.items]
        parcel.want(last, f"{last}.py", data)
        parcel.say("does_not_parse", f"{last}.py", must=False)

    def do_near_name(self, person: Person, parcel: Parcel) -> None:
        for number, section in enumerate(self.chosen(person)):
            data = self.text(person, section).encode()
            if number == 0 and len(self.chosen(person)) > 1:
                parcel.add(section, f"{section}.py", data)
                continue
            path = NEAR[(number + self.seed) % len(NEAR)](section)
            parcel.add(section, path, data, optional=True)
            parcel.say("near_name", path)

    def do_nested(self, person: Person, parcel: Parcel) -> None:
        chosen = self.chosen(person)
        paths = {s: f"내 과제/week {n}/src/{s}.py" for n, s in enumerate(chosen, 1)}
        if self.flat:
            self.pack(person, parcel, "homework.zip", [(s, paths[s]) for s in chosen])
            return
        for section in chosen:
            parcel.add(section, paths[section], self.text(person, section).encode())

    def do_pdf_beside(self, person: Person, parcel: Parcel) -> None:
        self.do_ordinary(person, parcel)
        picture = b"\x89PNG\r\n\x1a\n"
        for path, data in (("보고서 (final).pdf", PDF), ("result.png", picture), ("helpers.py", b"x = 1\n")):
            parcel.items.append(Item(path, data))
            parcel.say("ignored", path)

    def do_pdf_only(self, person: Person, parcel: Parcel) -> None:
        parcel.items.append(Item("s3 답안.pdf", PDF))
        parcel.say("ignored", "s3 답안.pdf")
        parcel.say("nothing_usable")

    def do_controls(self, person: Person, parcel: Parcel) -> None:
        self.do_ordinary(person, parcel)
        path = "no\ntes \u202egpj.\x1b[2J\x07.txt"
        parcel.items.append(Item(path, b"\x1b[31mhello\n"))
        parcel.say("ignored", path, detail="a line end, a bidi mark, an escape sequence: never print it raw")

    def do_identical(self, person: Person, parcel: Parcel) -> None:
        """Two people hand in the same bytes: `text` knows neither of them."""
        for section in self.chosen(person):
            data = self.text(replace(person, number=0), section, " shared").encode()
            parcel.add(section, f"{section}.py", data)

    def do_identical_tar(self, person: Person, parcel: Parcel) -> None:
        self.do_identical(person, parcel)
        section, wanted = next(iter(parcel.wanted.items()))
        inner = f"./homework/{section}.py"
        packed = tar_bytes([Node("./homework", kind="folder"), Node(inner, wanted.data)], packed=True)
        parcel.items = [Item("homework.tar.gz", packed)]
        parcel.want(section, f"homework.tar.gz!/{inner}", wanted.data)
        parcel.say("nested_archive", "homework.tar.gz", must=False)

    # ---- archives in archives

    def pack(
        self,
        person: Person,
        parcel: Parcel,
        path: str,
        members: Sequence[tuple[str, str]],
        raw: Callable[[str], bytes] | None = None,
        extra: Sequence[Node] = (),
        first: Sequence[Node] = (),
    ) -> None:
        """One zip with a (section, path) each, and what else lies in it."""
        nodes = list(first)
        for section, inner in members:
            data = self.text(person, section).encode()
            nodes.append(Node(inner, data, raw=raw(inner) if raw else None))
            parcel.want(section, f"{path}!/{inner}", data)
        nodes += extra
        parcel.items.append(Item(path, zip_bytes(nodes)))
        parcel.say("nested_archive", path, must=False)

    def do_zip(self, person: Person, parcel: Parcel) -> None:
        """A zip with a folder and a zip within it; Gradescope has unpacked the outer one."""
        chosen = self.chosen(person)
        half = (len(chosen) + 1) // 2 if len(chosen) > 1 else 0
        inner = Parcel()
        self.pack(person, inner, "more.zip", [(s, f"{s}.py") for s in chosen[half:]])
        noise = [Node("homework/.DS_Store", FINDER), Node("homework/Thumbs.db", FINDER)]
        within = [Node("homework/more.zip", inner.items[0].data), *noise]
        if self.layout == "gradescope":
            for section in chosen[:half]:
                parcel.add(section, f"homework/{section}.py", self.text(person, section).encode())
            parcel.items += [Item(node.path, node.data) for node in within]
            prefix = "homework/"
        else:
            self.pack(person, parcel, "homework.zip", [(s, f"homework/{s}.py") for s in chosen[:half]], extra=within)
            prefix = "homework.zip!/homework/"
        for section, wanted in inner.wanted.items():
            parcel.want(section, prefix + wanted.path, wanted.data)

    def do_zip_cp949(self, person: Person, parcel: Parcel) -> None:
        """Windows in Korea: names in cp949, and nothing in the zip says so."""
        members = []
        for number, section in enumerate(self.chosen(person)):
            members.append((section, f"3주차 과제/{section}{' - 복사본' if number % 2 else ''}.py"))
        readme = Node("3주차 과제/읽어 주세요.txt", b"hello", raw="3주차 과제/읽어 주세요.txt".encode("cp949"))
        self.pack(person, parcel, "과제.zip", members, raw=lambda name: name.encode("cp949"), extra=[readme])
        parcel.say("ignored", "과제.zip!/3주차 과제/읽어 주세요.txt", must=False)

    def do_zip_mac(self, person: Person, parcel: Parcel) -> None:
        """The Finder: decomposed Korean, UTF-8 without its flag, a shadow file for each file."""
        folder = unicodedata.normalize("NFD", "제출 파일")
        chosen = self.chosen(person)
        shadows = [f"__MACOSX/{folder}/._{section}.py" for section in chosen]
        extra = [Node(path, APPLE, raw=path.encode()) for path in shadows]
        extra.append(Node(f"{folder}/.DS_Store", FINDER, raw=f"{folder}/.DS_Store".encode()))
        if self.layout == "gradescope":
            for section in chosen:
                parcel.add(section, f"{folder}/{section}.py", self.text(person, section).encode())
            parcel.items += [Item(node.path, node.data) for node in extra]
            return
        top = Node(folder, kind="folder", raw=f"{folder}/".encode())
        members = [(section, f"{folder}/{section}.py") for section in chosen]
        self.pack(person, parcel, "Archive.zip", members, raw=str.encode, extra=extra, first=[top])

    # ---- hostile members

    def attacks(self, path: str, section: str) -> tuple[list[Node], list[Remark]]:
        """Each is refused by its name. The payload is right, so whoever takes it in gives points for it."""
        good = reference(self.course, section).encode()
        nodes = [
            Node(f"../../../../../..{self.canary}", good),
            Node(f"../{section}.py", good),
            Node(f"folder/../../../{section}.py", good),
            Node(self.canary, good),
            Node(f"link/{section}.py", kind="link", target="/etc/passwd"),
            Node("link-to-folder", kind="link", target="../.."),
            Node(f"secret/{section}.py", good, encrypted=True),
            Node(f"bomb/{section}.py", bomb=64 << 20),
        ]
        return nodes, [Remark("hostile", f"{path}!/{node.path}", detail=node.kind) for node in nodes]

    def do_hostile_beside(self, person: Person, parcel: Parcel) -> None:
        """The right file lies beside; in the zip is nothing good."""
        chosen = self.chosen(person)
        victim = chosen[-1]
        for section in chosen[:-1] or chosen:
            parcel.add(section, f"{section}.py", self.text(person, section).encode())
        if not self.hostile:
            return
        nodes, remarks = self.attacks("homework.zip", victim)
        parcel.items.append(Item("homework.zip", zip_bytes(nodes)))
        parcel.remarks += remarks
        if victim not in parcel.wanted:
            parcel.items.append(Item(f"{victim}.py", b"", victim, kind="link", target="/etc/passwd"))
            parcel.say("hostile", f"{victim}.py", detail="link")
            parcel.taken.add(victim)

    def do_hostile_within(self, person: Person, parcel: Parcel) -> None:
        """Right files and hostile members in one zip: those are refused, these are graded."""
        chosen = self.chosen(person)
        absent = [section for section in self.sections if section not in chosen]
        nodes, remarks = self.attacks("homework.zip", absent[0] if absent else chosen[0])
        if not absent:  # then only such attacks as can't be taken for a second version
            nodes = [node for node in nodes if not node.path.startswith(("secret/", "bomb/", "link/"))]
            remarks = [remark for remark in remarks if any(remark.where.endswith("!/" + n.path) for n in nodes)]
        twins = [Node("notes.txt", b"1"), Node("notes.txt", b"2"), Node("NOTES.TXT", b"3")]
        if self.hostile:
            members = [(section, f"{section}.py") for section in chosen]
            self.pack(person, parcel, "homework.zip", members, extra=[*nodes, *twins])
            parcel.remarks += remarks
            parcel.say("doubled_name", "homework.zip!/notes.txt")
            parcel.say("case_collision", "homework.zip!/NOTES.TXT")
        else:
            self.pack(person, parcel, "homework.zip", [(section, f"{section}.py") for section in chosen])


# ------------------------------------------------------------------------------------------------ the six layouts


def assignments(sections: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """nbgrader: two assignments, one where there is one section."""
    half = (len(sections) + 1) // 2
    return {"ps1": sections[:half]} | ({"ps2": sections[half:]} if sections[half:] else {})


def below(prefix: str) -> Callable[[Item], str]:
    return lambda item: prefix + item.path


class Klass:
    """A class on its way into one layout."""

    def __init__(self, layout: str, variant: str, students: int, seed: int, writer: Writer, archived: str):
        self.layout, self.variant, self.seed, self.writer, self.archived = layout, variant, seed, writer, archived
        self.rng = random.Random(f"place {seed}")
        self.people = people(students, seed, layout)
        self.group = [person for person in self.people if person.group]
        self.nodes: list[Node] = []
        self.expected: dict[int, ExpectedStudent] = {}
        self.remarks: list[Remark] = []
        self.counter = 0
        for person in self.people:
            keys = self.keys(person)
            self.expected[person.number] = ExpectedStudent(
                keys[0], frozenset(keys), keys[0], person.name, person.email, person.trap, person.group
            )
            self.expected[person.number].on_roster = person.trap != "unknown" and variant != "anonymous"

    def keys(self, person: Person) -> list[str]:
        """The roster's key first."""
        if self.variant == "anonymous":
            return [person.anon, f"anon_{person.anon}"]
        return {
            "canvas": [person.canvas, person.sis, person.user],
            "moodle": [person.participant, f"Participant {person.participant}", person.sis, person.email],
            "gradescope": [person.sis, person.email],
            "github": [person.sis, person.user],
            "nbgrader": [person.user],
            "plain": [person.sis],
        }[self.layout][: 1 if person.trap == "unknown" and self.layout in ("nbgrader", "plain") else None]

    def handed_in(self, person: Person) -> datetime:
        rng = random.Random(f"time {self.seed} {person.number}")
        hours = rng.randint(2, 60) if person.trap == "late" else -rng.randint(2, 120)
        return DEADLINE + timedelta(hours=hours, minutes=rng.randrange(60), seconds=2 * rng.randrange(30))

    def put(
        self,
        person: Person,
        parcel: Parcel,
        place: Callable[[Item], str],
        told: bool = False,
        shift: Callable[[str], timedelta] = lambda section: timedelta(0),
    ) -> None:
        """Lay the parcel out; `place` says where each of its items lies. `told`: the layout tells the time."""
        when = self.handed_in(person)
        places: dict[str, str] = {}
        for item in parcel.items:
            path = place(item)
            places[f"{item.repo}:{item.path}"] = path
            time = when - timedelta(minutes=40 - item.minute) + shift(item.section or "")
            self.nodes.append(Node(path, item.data, time, item.kind, item.target))

        def moved(path: str) -> str:
            outer, step, inner = path.partition("!/")
            outer = outer if re.match(r"[01]:", outer) else f"0:{outer}"
            if outer not in places:
                outer = "1:" + outer[2:]
            return places[outer] + step + inner

        members = self.behind(person)
        files = {}
        for section, wanted in sorted(parcel.wanted.items()):
            suffix = ".py" if wanted.python is None else ".ipynb"
            time_in = when + shift(section) if told else None
            where = moved(wanted.path)
            files[section] = ExpectedFile(section, where, wanted.data, suffix, wanted.python, wanted.optional, time_in)
        remarks = [replace(remark, where=moved(remark.where) if remark.where else "") for remark in parcel.remarks]
        for member in members:
            other = self.expected[member.number]
            other.files, other.remarks = dict(files), [*other.remarks, *remarks]
            other.platform_key = self.keys(person)[0]
            other.status = "files" if files else "nothing"
            other.handed_in = max((when + shift(s) for s in files), default=when) if told else None
            other.members = tuple(self.expected[m.number].key for m in members)
            if other.status == "files":
                other.remarks = [remark for remark in other.remarks if remark.kind != "nothing_usable"]

    def behind(self, person: Person) -> list[Person]:
        """All whom this person's submission counts for."""
        return self.group if person.trap == "group" and self.variant != "anonymous" else [person]

    def submitting(self) -> list[tuple[Person, Parcel]]:
        """All who hand in something themselves, in an order that has nothing to do with the roster's."""
        those = [person for person in self.people if person.trap not in ("missing", "group_member")]
        self.rng.shuffle(those)
        return [(person, self.writer.parcel(person)) for person in those]

    def sole(self, person: Person) -> str:
        """The folder of a group where the platform names it after the group; "" for a single student."""
        return person.group or ""

    # ---- Canvas

    def canvas(self) -> str:
        anonymous = self.variant == "anonymous"
        for person, parcel in self.submitting():
            name = re.sub(r"[^\w]", "", person.sortable.lower())
            late = person.trap == "late"
            start = f"{'LATE_' if late else ''}anon_{person.anon}" if anonymous else ""
            start = start or f"{name}{'_LATE' if late else ''}_{person.canvas}"

            def place(item: Item, start: str = start) -> str:
                self.counter += self.rng.randint(1, 3)
                shown = re.sub(r'[\0/\\:*?"<>|]', "_", item.path)
                return f"{start}_{(99_000 if item.older else 100_001) + self.counter}_{shown}"

            self.put(person, parcel, place)
            for member in self.behind(person):
                self.expected[member.number].late = late
            if person.trap == "pdf_only":
                text = f"{start}_text.html"
                self.nodes.append(Node(text, "<p>제출했습니다</p>".encode(), self.handed_in(person)))
                self.expected[person.number].remarks.append(Remark("ignored", text, detail="online text"))
            if person.trap == "pdf_beside":
                link = f"{start}_link.html"
                self.nodes.append(Node(link, b'<a href="https://example.edu">', self.handed_in(person)))
                self.expected[person.number].remarks.append(Remark("ignored", link, detail="a link handed in"))
        return f"pyt101-{SLUG}_submissions"

    # ---- Moodle

    def moodle(self) -> str:
        for person, parcel in self.submitting():
            name = re.sub(r"[\x00-\x1f\x7f-\x9f&<>\"`|':\\/]", "", person.name.replace("_", " "))
            name, number = re.sub(r"\.\.+", "", name), person.participant
            if self.variant == "blind":
                name = "Participant"
            elif person.trap == "group":
                name, number = self.sole(person), "77"
            start = f"{name}_{number}_assignsubmission_file"

            def place(item: Item, start: str = start) -> str:
                if self.variant == "flat":
                    return f"{start}_{item.path.rpartition('/')[2]}"
                return f"{start}{'_' if self.variant == 'old' else ''}/{item.path}"

            self.put(person, parcel, place)
            for member in self.behind(person):
                self.expected[member.number].platform_key = number
            if person.trap in ("pdf_only", "whole"):
                text = start.replace("_file", "_onlinetext")
                text += "_onlinetext.html" if self.variant == "flat" else "/onlinetext.html"
                self.nodes.append(Node(text, b"<p>Sorry!</p>", self.handed_in(person)))
                self.expected[person.number].remarks.append(Remark("ignored", text, must=False, detail="online text"))
        return "PYT101-Week 3-4711"

    # ---- Gradescope

    def gradescope(self) -> str:
        root = "assignment_4711_export"
        lines = []
        for number, (person, parcel) in enumerate(self.submitting()):
            folder, when = f"submission_{5000 + 13 * number}", self.handed_in(person)
            lost = person.trap == "unknown" and person.family == "Ghost"
            self.put(person, parcel, below(f"{root}/{folder}/"), told=not lost)
            if lost:  # a folder that the YAML doesn't name
                student = self.expected[person.number]
                student.key = student.platform_key = student.name = folder
                student.keys, student.email = frozenset({folder, folder.partition("_")[2]}), ""
                student.members = (folder,)
                student.remarks.append(Remark("no_metadata", f"{root}/{folder}"))
                continue
            lines += [f"{folder}:", "  :submitters:"]
            for member in self.behind(person):
                sid = "''" if member.trap == "one_section" else f"'{member.sis}'"
                self.expected[member.number].platform_key = member.email if sid == "''" else member.sis
                name = json.dumps(member.name, ensure_ascii=True)
                if number % 2:
                    lines.append(f'  - {{":name": {name}, ":sid": {sid}, ":email": {member.email}}}')
                else:
                    lines += [f"  - :name: {name}", f"    :sid: {sid}", f"    :email: {member.email}"]
            stamp = f"{when:%Y-%m-%d %H:%M:%S}.000000000 Z"
            if number % 5 == 3:
                stamp = f"{when - timedelta(hours=7):%Y-%m-%d %H:%M:%S}.000000000 -07:00"
            lines += [f"  :created_at: {stamp}", "  :score: 0.0", "  :status: processed", "  :results:", "    tests:"]
            lines += ["    - name: smoke", "      score: 0.0", "      max_score: 0.0", "  :history:"]
            early = when - timedelta(days=3)
            lines += [f"  - :created_at: {early:%Y-%m-%d %H:%M:%S}.000000000 Z", "    :score: 0.0"]
        text = "---\n" + "\n".join(lines) + "\n"
        self.nodes.insert(len(self.nodes) // 2, Node(f"{root}/submission_metadata.yml", text.encode()))
        return root

    # ---- GitHub Classroom

    def github(self) -> str:
        root = f"{SLUG}-submissions"
        workflow = b"name: Autograding\non: [push]\njobs: {}\n"
        for person, parcel in self.submitting():
            who = self.sole(person) or person.user
            repos = sorted({item.repo for item in parcel.items})

            def place(item: Item, who: str = who) -> str:
                again = f"-{item.repo}" if item.repo else ""
                inside = item.path
                if item.section and "/" not in inside:
                    inside = f"exercises/{inside}"
                return f"{root}/{SLUG}-{who}{again}/{inside}"

            for repo in repos:
                base = f"{root}/{SLUG}-{who}{f'-{repo}' if repo else ''}"
                self.nodes += [
                    Node(f"{base}/README.md", b"# PyTorch kit\n"),
                    Node(f"{base}/.git/HEAD", b"ref: refs/heads/main\n"),
                    Node(f"{base}/.git/config", b"[core]\n\tbare = false\n"),
                    Node(f"{base}/.github/workflows/classroom.yml", workflow),
                    Node(f"{base}/tests/test_{self.writer.sections[0]}.py", b"def test_nothing():\n    assert True\n"),
                ]
            self.put(person, parcel, place)
            for member in self.behind(person):
                self.expected[member.number].platform_key = who
            if person.trap == "unknown":  # no roster that could give another key
                student = self.expected[person.number]
                student.key, student.keys, student.members = who, frozenset({who}), (who,)
        return root

    # ---- nbgrader

    def nbgrader(self) -> str:
        root, parts = "pyt101", assignments(self.writer.sections)
        home = {section: part for part, those in parts.items() for section in those}
        for part, part_sections in parts.items():
            for section in part_sections:
                solved = reference(self.writer.course, section).encode()
                self.nodes.append(Node(f"{root}/source/{part}/{section}.py", solved))
                self.nodes.append(Node(f"{root}/release/{part}/{section}.py", stub(self.writer.course, section)))
        for person, parcel in self.submitting():
            base = f"{root}/submitted/{person.user}"
            those = {home[item.section] for item in parcel.items if item.section} or {"ps1"}
            loose = sorted(those)[0]

            def place(item: Item, base: str = base, loose: str = loose) -> str:
                return f"{base}/{home.get(item.section or '', loose)}/{item.path}"

            def shift(section: str) -> timedelta:
                return timedelta(hours=-1) if home.get(section) == "ps1" else timedelta(0)

            told = person.trap != "syntax"  # one has no timestamp.txt
            when = self.handed_in(person)
            self.put(person, parcel, place, told, shift)
            for part in sorted(those) if told else []:
                stamp = when + (timedelta(hours=-1) if part == "ps1" else timedelta(0))
                text = f"{stamp:%Y-%m-%d %H:%M:%S.%f} UTC" + ("\n" if person.number % 2 else "")
                self.nodes.append(Node(f"{base}/{part}/timestamp.txt", text.encode(), when))
                if not parcel.wanted:
                    self.expected[person.number].handed_in = stamp
            if person.trap == "whole":  # what nbgrader graded long ago
                for section in self.writer.sections:
                    old = f"{root}/autograded/{person.user}/{home[section]}/{section}.py"
                    self.nodes.append(Node(old, stub(self.writer.course, section)))
                self.nodes.append(Node(f"{root}/feedback/{person.user}/ps1/feedback.html", b"<html></html>"))
        self.nodes.append(Node(f"{root}/nbgrader_config.py", b"c = get_config()\nc.CourseDirectory.course_id = 'x'\n"))
        self.nodes.append(Node(f"{root}/gradebook.db", foreign_database()))
        return root

    # ---- plain people

    def label(self, person: Person) -> str:
        if person.trap == "group":
            return self.sole(person)
        if person.trap == "unknown":
            return person.name
        if person.trap in ("controls", "namesake", "whole"):
            return f"{person.sis} {person.name}"
        forms = (
            person.sis,
            person.name,
            f"{person.sis} {person.name}",
            f"{person.name}_{person.sis}",
            unicodedata.normalize("NFD", person.name),
            f"{person.name} ({person.sis})",
        )
        return forms[person.number % (2 if self.variant == "files" else len(forms))]

    def plain(self) -> str:
        root = "제출물" if self.variant == "windows" else "week3"
        for person, parcel in self.submitting():
            label = self.label(person)
            if self.variant == "files":
                label = person.sis if person.trap in ("controls", "namesake", "whole") else label
                self.put(person, parcel, below(f"{root}/{label}_"))
            elif self.variant == "zips":
                inside = Klass.__new__(Klass)
                inside.__dict__ |= self.__dict__ | {"nodes": []}
                path = f"{root}/{label}.zip"
                inside.put(person, parcel, below(f"{path}!/"))
                members = [replace(node, path=node.path[len(path) + 2 :]) for node in inside.nodes]
                self.nodes.append(Node(path, zip_bytes(members), self.handed_in(person)))
            else:
                self.put(person, parcel, below(f"{root}/{label}/"))
            for member in self.behind(person):
                student = self.expected[member.number]
                student.platform_key = label
                if person.trap == "unknown":
                    student.key, student.keys, student.members = label, frozenset({label}), (label,)
        return root

    # ---- what the machines of instructors leave, and what a hostile student puts into the outer archive

    def noise(self, root: str) -> None:
        prefix = "" if self.layout in ("canvas", "moodle") else f"{root}/"
        some = [node for node in self.nodes if node.path.endswith(".py") and not node.hostile][:3]
        extra = [Node(f"{prefix}.DS_Store", FINDER), Node(f"{prefix}desktop.ini", b"[.ShellClassInfo]\r\n")]
        for node in some:
            folder, _, name = node.path.rpartition("/")
            extra.append(Node(f"__MACOSX/{folder}/._{name}".replace("//", "/"), APPLE))
        if not self.archived and self.layout not in ("canvas", "moodle"):
            extra = [node if node.path.startswith(prefix) else replace(node, path=prefix + node.path) for node in extra]
        self.nodes += extra
        self.remarks += [Remark("noise", node.path, must=False) for node in extra]

    def outer_attacks(self) -> None:
        """By the student of the trap hostile_beside, through the path that the platform keeps."""
        villains = [person for person in self.people if person.trap == "hostile_beside"]
        target = self.expected[0].files
        if not villains or not target:
            return
        villain = self.expected[villains[0].number]
        section, victim = next(iter(sorted(target.items())))
        own = next(iter(villain.files.values())).where.partition("!/")[0]
        good = reference(self.writer.course, section).encode()
        folder, stem = own.rpartition("/")[0], own[: -len(".py")]
        up = "/".join([".."] * (folder.count("/") + 1)) if folder else ".."
        attacks: list[Node] = []
        if self.archived:
            prefix = f"{folder}/" if folder else ""
            if "!/" not in victim.where and folder:
                attacks.append(Node(f"{prefix}{up}/{victim.where}", good))  # comes out as somebody else's file
            attacks.append(Node(f"{prefix}{up}/../../../..{self.writer.canary}", good))
            attacks.append(Node(self.writer.canary, good))
        loose = not folder or self.variant in ("flat", "files", "zips")
        name = f"{stem}-cheat-link.txt" if loose else f"{folder}/cheat-link.txt"
        theirs = victim.where.partition("!/")[0]
        attacks.append(Node(name, kind="link", target=f"{up}/{theirs}" if folder else theirs))
        if self.archived.startswith("tar"):
            attacks.append(Node(name.replace("cheat", "hard"), kind="hardlink", target=theirs))
            attacks.append(Node(name.replace("cheat", "device"), kind="device"))
        self.nodes += attacks
        villain.remarks += [Remark("hostile", node.path, detail=node.kind) for node in attacks]


@functools.lru_cache(maxsize=1)
def foreign_database() -> bytes:
    """nbgrader's own gradebook.db: SQLite, but not ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        connection = sqlite3.connect(path)
        connection.executescript(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"
            "INSERT INTO alembic_version VALUES ('724cde206c17');"
            "CREATE TABLE course (id VARCHAR(128) PRIMARY KEY);"
            "CREATE TABLE student (id VARCHAR(128) PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT);"
            "INSERT INTO course VALUES ('default_course');"
        )
        connection.close()
        return path.read_bytes()


# ------------------------------------------------------------------------------------------------ rosters


def write_csv(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_roster(klass: Klass, folder: Path) -> tuple[Path | None, Path | None]:
    """The roster, in the headings that fit the layout, and the platform's own file to be filled."""
    layout = klass.layout
    if klass.variant == "anonymous":
        return None, None
    those = [person for person in klass.people if person.trap != "unknown"]
    random.Random(f"roster {klass.seed}").shuffle(those)
    rows: list[list[str]] = []
    own: Path | None = None
    encoding = "utf-8"
    if layout == "canvas":
        encoding = "utf-8-sig"
        rows.append(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Group"])
        rows += [[p.sortable, p.canvas, p.sis, p.user, "LEC 01", p.group or ""] for p in those]
        export = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "PyTorch kit (98765)"]]
        export += [["    Points Possible", "", "", "", "", "100"]]
        export += [[*row[:5], ""] for row in rows[1:]]
        own = write_csv(folder / "canvas_gradebook.csv", export)
    elif layout == "moodle":
        heads = "Identifier,Full name,ID number,Email address,Status,Group,Grade,Maximum Grade,Grade can be changed"
        heads += ",Last modified (submission),Last modified (grade),Feedback comments"
        rows.append(heads.split(","))
        for p in those:
            given = "No submission" if p.trap == "missing" else "Submitted for grading"
            stamp = "-" if p.trap == "missing" else f"{klass.handed_in(p):%A, %d %B %Y, %I:%M %p}"
            row = [f"Participant {p.participant}", p.name, p.sis, p.email, given, p.group or ""]
            rows.append([*row, "", "100.00", "Yes", stamp, "-", ""])
    elif layout == "gradescope":
        rows.append(["First Name", "Last Name", "SID", "Email"])
        rows += [[p.given, p.family, p.sis, p.email] for p in those]
    elif layout == "github":
        rows.append(["identifier", "github_username", "github_id", "name", "group_name"])
        for p in those:
            login = ["", ""] if p.trap == "missing" else [p.user, str(9000 + p.number)]
            rows.append([p.sis, *login, p.name, p.group or ""])
        heads = "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier"
        heads += ",student_repository_name,student_repository_url,submission_timestamp,points_awarded,points_available"
        grades = [[*heads.split(","), "group_name"]]
        for p in those:
            if p.trap != "missing":
                repo = f"{SLUG}-{p.group or p.user}"
                url = f"https://github.com/example/{repo}"
                stamp = f"{klass.handed_in(p):%Y-%m-%d %H:%M:%S} UTC"
                row = [SLUG, "https://classroom.github.com/a/x", "", p.user, p.sis, repo, url, stamp, "0", "100"]
                grades.append([*row, p.group or ""])
        own = write_csv(folder / "classroom_grades.csv", grades)
    elif layout == "nbgrader":
        rows.append(["email", "last_name", "first_name", "id", "group"])
        rows += [[p.email, p.family, p.given, p.user, p.group or ""] for p in those]
    elif klass.variant == "windows":
        encoding = "utf-8-sig"
        rows.append(["이름", "학번", "조", "이메일"])
        rows += [[p.name, p.sis, p.group or "", p.email] for p in those]
    else:
        rows.append(["Name", "Student ID", "Group", "Email"])
        rows += [[p.name, p.sis, p.group or "", p.email] for p in those]
    roster = write_csv(folder / "roster.csv", rows, encoding)
    return roster, roster if layout == "moodle" else own


# ------------------------------------------------------------------------------------------------ the whole


def make_class(
    folder: Path,
    layout: str,
    students: int = 30,
    seed: int = 0,
    *,
    as_archive: bool = False,
    archive: str = "zip",
    variant: str = "",
    sections: Sequence[str] | None = None,
    hostile: bool = True,
    course: Path | None = None,
) -> Expected:
    """Write a class below `folder` and say what is expected of whoever reads it.

    layout      canvas, moodle, gradescope, github, nbgrader, plain
    students    on the roster, those who hand in nothing included; two more hand in without being on it
    as_archive  one archive (zip, tar, tar.gz by `archive`) instead of a folder
    variant     another form of the layout, see VARIANTS
    sections    "s3" or "s3_gradient_descent", …: the course has only these (fewer to grade); default all eight
    hostile     False leaves the hostile members out
    """
    if layout not in LAYOUTS or variant not in VARIANTS[layout] or archive not in ARCHIVES:
        raise ValueError(f"no such layout, variant or archive: {layout}, {variant}, {archive}")
    if students < 1:
        raise ValueError("a class has at least one student")
    course = course or course_folder()
    all_sections = tuple(sorted(path.stem for path in (course / "solutions").glob("s[0-9]_*.py")))
    chosen = tuple(s for s in all_sections if sections is None or s in sections or s.split("_")[0] in sections)
    if not chosen:
        raise ValueError(f"no such sections: {sections}")
    flat = layout == "canvas" or variant in ("flat", "files")
    writer = Writer(course, chosen, seed, layout, flat, hostile)
    klass = Klass(layout, variant, students, seed, writer, archive if as_archive else "")
    root = str(getattr(klass, layout)())
    klass.noise(root)
    if hostile:
        klass.outer_attacks()

    folder.mkdir(parents=True, exist_ok=True)
    bare = layout in ("canvas", "moodle")  # their archives have no folder on top
    if as_archive:
        source = folder / f"{root}{ARCHIVES[archive]}"
        nodes = klass.nodes
        if variant == "windows":
            nodes = [replace(node, raw=korean(node.path)) for node in nodes]
        source.write_bytes(zip_bytes(nodes) if archive == "zip" else tar_bytes(nodes, archive == "tar.gz"))
    else:
        source = folder / root
        if source.exists():
            shutil.rmtree(source)
        write_folder([n if bare else replace(n, path=n.path.removeprefix(f"{root}/")) for n in klass.nodes], source)
        for student in klass.expected.values() if not bare else ():
            cut = f"{root}/"
            student.files = {
                section: replace(file, where=file.where.removeprefix(cut)) for section, file in student.files.items()
            }
            student.remarks = [replace(remark, where=remark.where.removeprefix(cut)) for remark in student.remarks]
        klass.remarks = [replace(r, where=r.where if bare else r.where.removeprefix(f"{root}/")) for r in klass.remarks]
    roster, own = write_roster(klass, folder)
    found = finish(klass)
    canaries = (Path(writer.canary),)
    expected = Expected(layout, variant, seed, chosen, source, roster, own, found, klass.remarks, canaries)
    if layout == "nbgrader" and not as_archive:
        expected.alternatives = (source / "submitted",)
    return expected


def korean(path: str) -> bytes | None:
    """A name as Windows in Korea stores it: cp949 where that can say it, else (None) UTF-8 with the flag."""
    try:
        return path.encode("cp949") if not path.isascii() else None
    except UnicodeEncodeError:
        return None


def finish(klass: Klass) -> dict[str, ExpectedStudent]:
    """By key; who is missing, who is unknown, who has the same as who."""
    same: dict[tuple[tuple[str, str], ...], list[ExpectedStudent]] = {}
    for student in klass.expected.values():
        student.members = student.members or (student.key,)
        if student.status == "missing":
            student.remarks.append(Remark("missing", ""))
        if not student.on_roster and klass.variant != "anonymous":
            student.remarks.append(Remark("unknown", ""))
        if student.files:
            same.setdefault(tuple((s, f.sha256) for s, f in sorted(student.files.items())), []).append(student)
    for alike in same.values():
        for student in alike:
            others = [other.key for other in alike if other.key not in student.members]
            student.identical_to = tuple(others)
            if others:
                student.remarks.append(Remark("identical", "", must=False))
    if klass.variant == "anonymous":  # nobody can say who is missing
        return {s.key: s for s in klass.expected.values() if s.status != "missing"}
    return {student.key: student for student in klass.expected.values()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("layout", choices=LAYOUTS)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--archive", choices=ARCHIVES)
    parser.add_argument("--variant", default="")
    parser.add_argument("--sections", nargs="*")
    parser.add_argument("--no-hostile", action="store_true")
    a = parser.parse_args()
    expected = make_class(
        a.folder,
        a.layout,
        a.students,
        a.seed,
        as_archive=bool(a.archive),
        archive=a.archive or "zip",
        variant=a.variant,
        sections=a.sections or None,
        hostile=not a.no_hostile,
    )
    (a.folder / "expected.json").write_text(expected.to_json(), encoding="utf-8")
    counts = f"{len(expected.placed)} placed, {len(expected.missing)} missing"
    print(f"{expected.source}: {counts}, see {a.folder}/expected.json")


if __name__ == "__main__":
    main()
