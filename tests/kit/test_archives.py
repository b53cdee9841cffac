"""An archive is a submission like the folder that it was made of; a hostile one is refused with a sentence or two."""

import gzip
import io
import random
import stat
import struct
import tarfile
import time
import tracemalloc
import unicodedata
import zipfile
import zlib

import pytest

from grader.course import read_course
from grader.errors import SubmissionError
from grader.intake import read_submission
from grader.intake.archive import Bounds, unpack
from grader.intake.folder import ARCHIVE
from grader.intake.source import Unreadable
from grader.texts import translator

X = "x = 1\n"
LONG = "long" * 60  # no header of a tar file has room for it


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    sections = ", ".join(f'{{id = "{id}", title = "", points = 1}}' for id in ("one", "two"))
    (root / "pyproject.toml").write_text(f'[tool.grader]\ntitle = "T"\nsections = [{sections}]\n')
    return read_course(root)


@pytest.fixture
def read(course, tmp_path):
    """What is read of an archive of these bytes."""

    def read(data, name="alice.zip"):
        (tmp_path / name).write_bytes(data)
        return read_submission(tmp_path / name, course)

    return read


def zipped(*files, compression=zipfile.ZIP_DEFLATED):
    """A zip file: of names, each with the same text, or of pairs of a name (or its ZipInfo) and a text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, text in ((file, X) if isinstance(file, str) else file for file in files):
            archive.writestr(name, text)
    return buffer.getvalue()


def tarred(*files, format=tarfile.PAX_FORMAT, **kinds):
    """A tar file of names, each with the same text; and of entries of other types, by name."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as archive:
        for name in files:
            info = tarfile.TarInfo(name)
            info.size = len(X)
            archive.addfile(info, io.BytesIO(X.encode()))
        for name, kind in kinds.items():
            info = tarfile.TarInfo(f"{name}.py")
            info.type, info.linkname = kind, "two.py"
            archive.addfile(info)
    return buffer.getvalue()


def names(submission):
    return [file.name for file in submission.files]


# ── every archive that a student makes ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("alice.zip", zipped("one.py", "two.py")),
        ("alice.ZIP", zipped("one.py", "two.py", compression=zipfile.ZIP_STORED)),
        ("alice.zip", zipped("work/", "work/one.py", "work/two.py")),
        ("alice.zip", zipped("a/b/c/one.py", "a/b/c/two.py")),
        ("alice.zip", zipped("one.py", "two.py", "__MACOSX/._one.py", "__MACOSX/one.py", "._two.py", ".DS_Store")),
        ("alice.zip", zipped(*(f"work\\{name}" for name in ("one.py", "two.py")))),
        ("alice.zip", zipped("./one.py", "./two.py")),
        ("alice.zip", zipped(("week 1/alice.zip", zipped("one.py", "two.py")))),
        ("alice.zip", tarred("one.py", "two.py")),
        ("alice.tar", tarred("./work/one.py", "./work/two.py", format=tarfile.GNU_FORMAT)),
        ("alice.tar.gz", gzip.compress(tarred("one.py", "two.py", format=tarfile.USTAR_FORMAT))),
        ("alice.tgz", gzip.compress(tarred(f"{LONG}/one.py", f"{LONG}/two.py"))),
        ("alice.tgz", gzip.compress(tarred(f"{LONG}/one.py", f"{LONG}/two.py", format=tarfile.GNU_FORMAT))),
    ],
)  # fmt: skip
def test_it_is_the_folder_that_it_was_made_of(read, course, tmp_path, name, data):
    (tmp_path / "alice").mkdir()
    for file in ("one.py", "two.py"):
        (tmp_path / "alice" / file).write_text(X)
    unpacked = read_submission(tmp_path / "alice", course)
    submission = read(data, name)
    assert (submission.name, submission.files) == ("alice", unpacked.files)
    assert submission.hash == unpacked.hash
    assert submission.path == str(tmp_path / name)


def test_of_a_whole_repository_the_exercises_are_taken(read, tmp_path):
    solution = ("autograto-main/solutions/one.py", "x = 2\n")
    exercise = ("autograto-main/exercises/one.py", "from lib.losses import mse\n")
    data = zipped(exercise, solution, "autograto-main/exercises/lib/losses.py", "autograto-main/exercises/plot.png")
    submission = read(data, "autograto-main.zip")
    assert names(submission) == ["one.py", "lib/losses.py"]
    assert submission.files[0].text == "from lib.losses import mse\n"
    assert submission.name == f"{tmp_path.name}/autograto-main"  # everybody's is called that
    assert [name for name, _ in submission.ignored] == ["plot.png"]


def test_a_folder_with_one_archive_in_it_is_that_archive(course, tmp_path):
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "mine.zip").write_bytes(zipped("mine/one.py"))
    submission = read_submission(tmp_path / "alice", course)
    assert (submission.name, names(submission)) == ("alice", ["one.py"])
    (tmp_path / "alice" / "one.py").write_text("x = 2\n")
    assert read_submission(tmp_path / "alice", course).files[0].text == "x = 2\n"


def test_what_is_not_used_is_said(read):
    submission = read(zipped("work/one.py", "work/two (1).py", "work/old.zip", "work/notes.txt"))
    assert [name for name, _ in submission.ignored] == ["notes.txt", "old.zip", "two (1).py"]
    assert submission.near == {"two": "two (1).py"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_names_are_spelled_as_on_the_machine_that_packed_them(encoding):
    name = "과제/손실.py"
    info = zipfile.ZipInfo("x" * len(name.encode(encoding)))
    data = zipped((info, X)).replace(info.filename.encode(), name.encode(encoding))
    assert unpack(data, ARCHIVE) == [(name, X.encode())]
    assert unpack(zipped(unicodedata.normalize("NFD", name)), ARCHIVE) == [(name, X.encode())]  # as macOS does
    assert unpack(zipped("Größe.py"), ARCHIVE) == [("Größe.py", X.encode())]


@pytest.mark.parametrize("name", ["alice.zip", "alice.tar"])
def test_a_file_that_cannot_be_read_costs_its_section_alone(read, name):
    large, link, device = "#" * 1024 * 1024 + "\n", zipfile.ZipInfo("one.py"), zipfile.ZipInfo("a.py")
    link.external_attr, device.external_attr = (stat.S_IFLNK | 0o777) << 16, (stat.S_IFCHR | 0o666) << 16
    if name == "alice.zip":
        files = read(zipped((link, "/etc/passwd"), "two.py", (device, ""), ("b.py", large)), name).files
    else:
        files = read(tarred("two.py", one=tarfile.SYMTYPE, a=tarfile.CHRTYPE, b=tarfile.LNKTYPE), name).files
    told = [file.problem and translator().tell(file.problem) for file in files]
    assert [file.name for file in files] == ["one.py", "two.py", "a.py", "b.py"]
    last = (
        "b.py is too large: the limit is 1 MiB." if name == "alice.zip" else "b.py is a link. Hand in the file itself."
    )
    assert told == ["one.py is a link. Hand in the file itself.", None, "a.py is not a regular file.", last]


# ── hostile ones, and those that broke on their way ──────────────────────────────────────────────────────────────


def encrypted():
    """The flag alone: what follows need not be encrypted to be refused."""
    data = bytearray(zipped("one.py"))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    return bytes(data)


def overlapping(count=100):
    """The entries of the directory share the bytes of one file."""
    data = zipped(("one.py", "#" * 1000))
    end = data.index(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    entry = data[start:end]
    size = len(entry) * count
    return data[:start] + entry * count + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0)


def method(number):
    data = bytearray(zipped("one.py"))
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(signature) + place] = number
    return bytes(data)


def pax(path):
    """A tar file whose name stands in a record before it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("one.py")
        info.pax_headers = {"path": path}
        archive.addfile(info)
    return buffer.getvalue()


def header(kind, size):
    """A tar file of one header that promises so many bytes."""
    info = tarfile.TarInfo("one.py")
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


ONE = zipped("one.py", "two.py")
FLAWED = "is not a zip or tar file, or it is damaged or incomplete. Pack the folder again."
LEADS_OUT = "which leads out of the archive. Pack the folder again."
TWICE = "contains one.py twice, and it is not clear which of them counts. Pack the folder again."
MANY = "contains more than 20000 files. Pack the folder with the section files alone."
BOMB = "unpacks to more than 64 MiB. Pack the folder with the section files alone."
METHOD = "is compressed in a way that cannot be read here. Make an ordinary zip file."
FOREIGN = "contains none of the course's files; expected one or more of one.py, two.py."

HOSTILE = {
    "empty": (lambda: b"", FLAWED),
    "not an archive": (lambda: b"x = 1\n" * 1000, FLAWED),
    "no files": (lambda: zipped(), "is empty; expected one or more of one.py, two.py."),
    "other files": (lambda: zipped("three.py"), FOREIGN),
    "a parent": (lambda: zipped("../one.py"), f"contains a file with the name ../one.py, {LEADS_OUT}"),
    "a parent within": (lambda: zipped("a/../../one.py"), LEADS_OUT),
    "a parent of Windows": (lambda: zipped("..\\one.py"), LEADS_OUT),
    "the root": (lambda: zipped("/one.py"), LEADS_OUT),
    "a drive": (lambda: zipped("C:\\one.py"), LEADS_OUT),
    "a share": (lambda: zipped("\\\\host\\one.py"), LEADS_OUT),
    "a null byte": (lambda: ONE.replace(b"two.py", b"two\0py"), r"the name two\x00py, which"),
    "controls": (lambda: zipped("one.py", "../\x1b[2J\n::error::x"), r"../\x1b[2J\n: :error: :x, which"),
    "a parent in tar": (lambda: tarred("../one.py"), LEADS_OUT),
    "the root in tar": (lambda: tarred("/one.py"), LEADS_OUT),
    "a parent in a record": (lambda: pax("../one.py"), LEADS_OUT),
    "twice": (lambda: zipped("one.py", ("one.py", "x = 2\n")), TWICE),
    "twice by another spelling": (lambda: zipped("one.py", ".\\one.py"), TWICE),
    "twice in tar": (lambda: tarred("one.py", "./one.py"), TWICE),
    "encrypted": (encrypted, "is protected by a password. Pack the folder without one."),
    "overlapping": (overlapping, FLAWED),
    "bzip2": (lambda: method(12), METHOD),
    "lzma": (lambda: method(14), METHOD),
    "an unknown method": (lambda: method(99), METHOD),
    "a false checksum": (lambda: zipped("one.py", compression=0).replace(b"x = 1", b"x = 2"), FLAWED),
    "a false name": (lambda: ONE.replace(b"one.py", b"eno.py", 1), FLAWED),
    "cut in zip": (lambda: ONE[:-30], FLAWED),
    "cut in tar": (lambda: tarred("one.py")[:700], FLAWED),
    "cut between entries of tar": (lambda: tarred("one.py")[:1024], FLAWED),
    "cut in gzip": (lambda: gzip.compress(tarred("one.py"))[:-9], FLAWED),
    "less than it promises": (lambda: header(tarfile.REGTYPE, 10**9), FLAWED),
    "a negative size": (lambda: header(tarfile.REGTYPE, -512), FLAWED),
    "a long name without an end": (lambda: header(tarfile.GNUTYPE_LONGNAME, 10**12), FLAWED),
    "many entries": (lambda: zipped(*(f"{number}.txt" for number in range(65_536))), MANY),
    "many entries in tar": (lambda: tarred(*(f"{number}.txt" for number in range(20_001))), MANY),
    "a bomb of many files": (lambda: zipped("one.py", *((f"a{n}.py", "#" * 2**20) for n in range(100))), BOMB),
    "a bomb in gzip": (lambda: gzip.compress(bytes(2**28)), BOMB),
    "too large": (lambda: bytes(64 * 2**20 + 1), "alice.zip is too large: the limit is 64 MiB."),
    "three deep": (lambda: zipped(("a.zip", zipped(("b.zip", zipped("one.py"))))), FOREIGN),
    "broken inside": (lambda: zipped(("a.zip", b"PK")), f"alice.zip/a.zip {FLAWED}"),
    "two inside": (lambda: zipped(("a.zip", ONE), ("b.zip", ONE)), FOREIGN),
    "several folders": (lambda: zipped("a/one.py", "b/one.py"), "section files in several folders: a, b."),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_it_is_refused_within_bounds(read, tmp_path, name):
    make, said = HOSTILE[name]
    data = make()
    began = time.process_time()
    with pytest.raises(SubmissionError) as caught:
        read(data)
    assert time.process_time() - began < 5
    assert said in str(caught.value)
    assert caught.value.exit_status == 2
    assert len(str(caught.value).removeprefix(str(tmp_path))) < 200
    assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_nothing_is_unpacked_but_what_is_wanted():
    data = zipped("one.py", ("data.csv", "0" * 2**28), "notes.md", "notes.md")
    tracemalloc.start()
    found = unpack(data, ARCHIVE, "one.py".__eq__)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [("one.py", X.encode()), ("data.csv", None), ("notes.md", None), ("notes.md", None)]
    assert peak < 2**21


def test_paths_of_any_length_take_no_time(read):
    deep = [f"{'a/' * 30_000}{number}.py" for number in range(200)]
    began = time.process_time()
    assert names(read(zipped("one.py", *deep))) == ["one.py"]
    assert time.process_time() - began < 5


def test_records_of_tar_take_time_by_their_length_alone():
    """Python's own reader hangs on these, or takes the square of their length."""
    body = b"1" * (8 * 2**20)
    sparse = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
    began = time.process_time()
    for record in (body, sparse):
        padded = record + bytes(-len(record) % 512)
        data = header(tarfile.XHDTYPE, len(record)) + padded + tarred("one.py")
        assert unpack(data, ARCHIVE) == [("one.py", X.encode())]
    assert time.process_time() - began < 2


@pytest.mark.parametrize("data", [ONE, tarred("one.py", "two.py"), gzip.compress(tarred("one.py", "two.py"))])
def test_whatever_has_become_of_it_there_is_an_answer_or_a_reason(data):
    draw = random.Random(0)
    bounds = Bounds(archive=2**20, entries=100, file=1000, together=2**16)
    for _ in range(3000):
        damaged = bytearray(data)
        for _ in range(draw.randint(1, 4)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        try:
            found = unpack(bytes(damaged[: draw.choice([len(damaged), draw.randrange(len(damaged))])]), bounds)
        except Unreadable:
            continue
        assert all(isinstance(member.data, (bytes, Unreadable)) for member in found)


def test_a_deflated_file_without_an_end_is_damaged(read):
    whole = zlib.compressobj(wbits=-15)
    body = whole.compress(X.encode()) + whole.flush(zlib.Z_SYNC_FLUSH)
    stored = zipped(("one.py", body), compression=zipfile.ZIP_STORED)
    data = bytearray(stored)
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(signature) + place] = zipfile.ZIP_DEFLATED
    with pytest.raises(SubmissionError, match="damaged"):
        read(bytes(data))
