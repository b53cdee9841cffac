"""A submitted folder, archive or file: which of its files are taken, how they are opened, what they hash to.

Nothing of it is imported or run. A section's file that cannot be read as source is kept with the reason, so that it
costs its own section and no other.
"""

import hashlib
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.course import Course, Section
from grader.course.reset import stub_of
from grader.course.student_work import written_by_student
from grader.errors import SubmissionError
from grader.inert import inert_line
from grader.intake.archive import MEBIBYTE, Bounds, is_archive, without_suffix
from grader.intake.links import refuse_links
from grader.intake.near import ARCHIVES, NOTEBOOK, near_section, suffix_of, why_ignored
from grader.intake.notebook import convert
from grader.intake.search import (
    MAX_ENTRIES,
    MAX_FILES,
    inner_archives,
    inner_files,
    may_be_taken,
    other_files,
    python_files,
    section_folders,
)
from grader.intake.source import Unreadable, decode
from grader.intake.tree import TOP, Disk, Packed, Tree, read_regular
from grader.texts import Message

MAX_BYTES = MEBIBYTE
MAX_TOGETHER = 16 * MAX_BYTES
"""Of one file, as it is and as UTF-8, and of all together: the files of sixteen sections, however large."""
MAX_NOTEBOOK = 32 * MEBIBYTE
"""Of a notebook as it is, with all pictures that it shows; its code may be as large as that of a file."""
MAX_IGNORED = 50
ARCHIVE = Bounds(archive=64 * MEBIBYTE, entries=MAX_ENTRIES, file=MAX_BYTES, together=64 * MEBIBYTE)

# Names that many submissions bear: those of folders, and that of what "Download ZIP" gives.
COMMON = frozenset({"submission", "src"})
DOWNLOAD = re.compile(r"-(main|master)( ?\(\d+\))?$")


@dataclass(frozen=True)
class SubmittedFile:
    """One file: its `text`, with newlines normalised, or None and the `problem` that says why not.

    `module` is what an import calls it, `lib.losses` for `lib/losses.py`.
    """

    module: str
    name: str
    section: str | None
    text: str | None
    problem: Message | None = None


@dataclass(frozen=True)
class Submission:
    """All files of a student. `hash` depends on the files' names and bytes alone, `name` is safe to print.

    `path` is where the files are and begins with what was asked for, `folder` the name of their folder, `alone` whether
    one section's file was asked for, `ignored` what lies beside the files and is not used, each with the reason, and
    `near` the file that a missing section's was probably meant to be. `remarks` are about its notebooks.
    """

    name: str
    files: tuple[SubmittedFile, ...]
    hash: str
    path: str = ""
    folder: str = ""
    alone: bool = False
    ignored: tuple[tuple[str, Message], ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Message, ...] = ()


def read_submission(path: Path, course: Course) -> Submission:
    """The section files at `path`, a folder, an archive or one file, and those beside them. Raises SubmissionError."""
    shown = inert_line(str(path))
    refuse_links(path)
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError, ValueError):
        raise SubmissionError("submission_missing", path=shown) from None
    try:
        if stat.S_ISDIR(mode):
            return read_tree(Disk(real), _told_apart(real, course), shown, course)
        if is_archive(path.name):
            # Not `real`: a link is judged where it is opened, like those in a folder.
            folder = path.parent.resolve()
            data = read_regular(folder, path.name, ARCHIVE.archive)
            return read_tree(_unpacked(data), _told_apart(folder / without_suffix(path.name), course), shown, course)
        return _one_file(path, shown, course)
    except Unreadable as error:
        raise SubmissionError(error.id, **{**error.values, "file": shown}) from None
    except OSError as error:
        raise SubmissionError("submission_unreadable", path=shown, problem=error.strerror) from None


def read_tree(tree: Tree, name: str, shown: str, course: Course) -> Submission:
    """What is in a folder or an archive; where that is one archive and no section's file, what is in that one.

    `name` is the submission's, and `shown` says in messages where it is.
    """
    folders = section_folders(tree, course)
    archives = [] if folders else inner_archives(tree)
    if len(archives) == 1:
        inner = _opened(tree, archives[0], shown)
        if folders := section_folders(inner, course):
            tree = inner
    if len(folders) > 1:
        several = ", ".join(sorted(inert_line(str(folder)) for folder in folders)[:5])
        raise SubmissionError("submission_several", path=shown, folders=several)
    folder = folders[0] if folders else TOP
    names = python_files(tree, folder, course)
    if not folders:
        raise _foreign(tree, shown, names, course)
    inside = inert_line(str(Path(shown) / folder)) if isinstance(tree, Disk) else shown
    return _submission(name, inside, tree, folder, names, course)


def _unpacked(data: bytes) -> Packed:
    return Packed(data, ARCHIVE, may_be_taken)


def _opened(tree: Tree, path: PurePosixPath, shown: str) -> Packed:
    try:
        return _unpacked(tree.read(path.parent, path.name, ARCHIVE.archive))
    except Unreadable as error:
        raise SubmissionError(error.id, **{**error.values, "file": f"{shown}/{inert_line(str(path))}"}) from None


def _foreign(tree: Tree, shown: str, names: list[str], course: Course) -> SubmissionError:
    """What to say where there is no section's file: most helpful, which of the files looks like one."""
    others = [*names, *other_files(tree, TOP, set(names), MAX_IGNORED)]
    expected = _expected(course)
    for name in others:
        if near := near_section(name, course, [section.id for section in course.sections]):
            wanted = near + suffix_of(name)
            return SubmissionError("submission_near", path=shown, file=inert_line(name), wanted=wanted)
    return SubmissionError("submission_foreign" if others else "submission_empty", path=shown, files=expected)


def _one_file(path: Path, shown: str, course: Course) -> Submission:
    # Not path.resolve(): a link is judged where it is opened, like those in a folder.
    folder, name = path.parent.resolve(), path.name
    if path.suffix not in (".py", NOTEBOOK) or course.section(path.stem) is None:
        near = near_section(name, course, [section.id for section in course.sections])
        if path.suffix.lower() in ARCHIVES:
            raise SubmissionError("submission_archive", path=shown)
        if near:
            raise SubmissionError("submission_near_file", path=shown, wanted=near + suffix_of(name))
        raise SubmissionError("submission_not_a_section", path=shown, files=_expected(course))
    return _submission(f"{folder.name}/{path.stem}", shown, Disk(folder), TOP, [name], course, alone=True)


def _told_apart(path: Path, course: Course) -> str:
    """A folder's or an archive's name; `alice/exercises` where it bears the name that everybody's bears."""
    common = path != course.exercises and (path.name in COMMON | {course.exercises.name} or DOWNLOAD.search(path.name))
    return f"{path.parent.name}/{path.name}" if common else path.name or "submission"


def _expected(course: Course) -> str:
    return ", ".join(section.file for section in course.sections)


def _submission(
    name: str, shown: str, tree: Tree, folder: PurePosixPath, names: list[str], course: Course, *, alone: bool = False
) -> Submission:
    """All of these files; or the one of them alone, whatever lies beside it."""
    reader = _Reader(tree, folder, course)
    for file in names if alone else reader.with_inner(reader.chosen(names)):
        reader.read(file)
    files = reader.files
    total = hashlib.sha256(repr(sorted(reader.digests)).encode()).hexdigest()
    taken = {file.name for file in files}
    there = {file.section for file in files}
    missing = [section.id for section in course.sections if section.id not in there]
    others = [] if alone else other_files(tree, folder, taken, MAX_IGNORED)
    unused = [other for other in others if not tree.is_folder(folder / other)]
    near = {id: other for other in [*unused, *taken] if (id := near_section(other, course, missing))}
    return Submission(
        inert_line(name),
        tuple(files),
        total,
        path=shown,
        folder=folder.name or PurePosixPath(name).name,
        alone=alone,
        ignored=tuple(
            (inert_line(other), reader.beside.get(other) or why_ignored(other, course, missing)) for other in unused
        ),
        near={id: inert_line(other) for id, other in near.items()},
        remarks=tuple(reader.remarks),
    )


class _Reader:
    """Reads the files of a folder one by one, a notebook as the Python file that its cells make."""

    def __init__(self, tree: Tree, folder: PurePosixPath, course: Course) -> None:
        self._tree, self._folder, self._course = tree, folder, course
        self._room = MAX_TOGETHER
        self.files: list[SubmittedFile] = []
        self.digests: list[tuple[str, str]] = []
        self.remarks: list[Message] = []
        self.beside: dict[str, Message] = {}
        """Of a notebook and a Python file of one section, the one that does not count, with the reason."""

    def read(self, file: str) -> None:
        """Take a file, or keep why it cannot be read."""
        notebook = file.endswith(NOTEBOOK)
        module = file.removesuffix(NOTEBOOK if notebook else ".py").replace("/", ".")
        section = module if self._course.section(module) else None
        data: bytes | None = None
        text: str | None = None
        problem: Message | None = None
        try:
            data = self._tree.read(self._folder, file, MAX_NOTEBOOK if notebook else MAX_BYTES)
            if notebook:
                read = convert(data, inert_line(file))
                self.remarks += [remark for remark in read.remarks if remark.id != "notebook_magics"]
            text = _bounded(read.text if notebook else decode(data), self._room)
            self._room -= len(text.encode())
        except Unreadable as error:
            problem = error.about(file)
        self.files.append(SubmittedFile(module, file, section, text, problem))
        self.digests.append((file, hashlib.sha256(data).hexdigest() if data is not None else repr(problem)))

    def with_inner(self, names: list[str]) -> Iterator[str]:
        """The files at the top, and then those in sub-folders that one of them names."""
        yield from names
        if len(names) < MAX_FILES:
            inner = inner_files(self._tree, self._folder, MAX_FILES)
            folders = {file.partition("/")[0] for file in inner}
            texts = [file.text for file in self.files if file.text is not None] if inner else []
            named = {word[0] for text in texts for word in re.finditer(r"\w+", text) if word[0] in folders}
            yield from [file for file in inner if file.partition("/")[0] in named][: MAX_FILES - len(names)]

    def chosen(self, names: list[str]) -> list[str]:
        """These files, with the notebooks of sections: one takes the place of a Python file in which nobody wrote."""
        found: dict[str, str] = {}
        for section in self._course.sections:
            notebook = section.id + NOTEBOOK
            if self._tree.has(self._folder / notebook):
                found[section.file] = notebook if section.file not in names else self._counting(section, notebook)
        order = [section.file for section in self._course.sections]
        counting = [name for file, name in found.items() if name and name != file and file in names]
        if counting:
            shown = ", ".join(counting)
            self.remarks.append(Message.of("notebooks_count", count=len(counting), notebooks=shown))
        chosen = [found.get(file) or file for file in order if found.get(file) or file in names]
        return [*chosen, *(name for name in names if name not in order)]

    def _counting(self, section: Section, notebook: str) -> str:
        """The one that counts of a notebook and a Python file: the file, unless only the notebook was written in."""
        file = section.file
        stub = stub_of(self._course, section)
        if stub is None or self._is_written(file, stub):
            counts = file
            if stub is None or self._is_written(notebook, stub):
                self.remarks.append(Message.of("file_beside_notebook", file=file, notebook=notebook))
        else:
            counts = notebook if self._is_written(notebook, stub) else file
        other = notebook if counts == file else file
        self.beside[other] = Message.of("ignored_beside", file=other, used=counts)
        return counts

    def _is_written(self, file: str, stub: str) -> bool:
        try:
            if file.endswith(NOTEBOOK):
                text = convert(self._tree.read(self._folder, file, MAX_NOTEBOOK), file).text
            else:
                text = decode(self._tree.read(self._folder, file, MAX_BYTES))
        except Unreadable:
            return True  # whoever wrote it is to be told
        return bool(written_by_student(text, stub))


def _bounded(text: str, room: int) -> str:
    size = len(text.encode())
    if size > MAX_BYTES:
        raise Unreadable("file_too_large", mebibytes=MAX_BYTES // MEBIBYTE)
    if size > room:
        raise Unreadable("files_too_large", mebibytes=MAX_TOGETHER // MEBIBYTE)
    return text
