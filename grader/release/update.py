"""A newer release over a student's copy: public suites and untouched stubs are replaced, written ones stay.

The whole plan is made before anything is written. Each file is written beside its place and then renamed, the mark of
the new version last: who is interrupted has whole files, old or new, and does it again. What a file was before is
kept, save for a stub that is as it was handed out.
"""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.course import Course, read_course
from grader.course.notebooks import SUFFIX, written_in_notebook
from grader.course.student_copy import FOLDER, MARK, Mark, StudentCopy, student_copy
from grader.course.student_work import missing_from, written_by_student
from grader.errors import CourseError, UsageError
from grader.inert import inert_line
from grader.release.destination import write_whole
from grader.release.incoming import PROJECT, read_release

BEFORE = ".before-update"
LONGEST = 40
"""Of a version, what is shown."""


@dataclass(frozen=True)
class Kept:
    """An exercise's file that stays: what is `written` in it, and the exercises that it lacks."""

    file: str
    written: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Update:
    """What is to be done: the files to write by their paths, in order, and those of them whose old form is kept."""

    old: str
    new: str
    files: Mapping[str, bytes]
    replaced: frozenset[str]
    kept: tuple[Kept, ...]


def plan_update(course: Course, release: Path) -> Update:
    """What a release changes in the student's copy that `course` is. Raises UsageError, and writes nothing."""
    copy = student_copy(course)
    if copy is None:
        raise UsageError("update_no_copy", folder=course.root)
    files = read_release(release)
    shown = inert_line(str(release))
    public, exercises = _inside(course, course.public), _inside(course, course.exercises)
    mark = f"{public}/{FOLDER}/{MARK}"
    told, new = _read(files, mark, shown)
    if told.course != copy.mark.course:
        raise UsageError("update_other_course", release=shown, other=inert_line(told.course), own=copy.mark.course)
    if _numbers(told.version) < _numbers(copy.mark.version):
        raise UsageError("update_older", release=shown, new=_shown(told.version), old=_shown(copy.mark.version))
    stubs = {f"{exercises}/{section.file}": section.file for section in new.sections}
    written: dict[str, bytes] = {}
    replaced: set[str] = set()
    kept: list[Kept] = []
    for path in sorted(files, key=lambda path: (path not in stubs, path == mark, path == PROJECT, path)):
        was = _at(course.root, path)
        if was == files[path] or (was is not None and path.startswith(".")):
            continue  # how an editor is set up is the student's own matter
        if was is not None and path in stubs:
            text, stub = _text(was), files[path].decode("utf-8", "replace")
            if name := _written(text, stub, copy, stubs[path]):
                kept.append(Kept(path, name, tuple(missing_from(text or "", stub))))
                continue
            if text == copy.stub(stubs[path]):
                written[path] = files[path]
                continue
        if path.startswith(f"{exercises}/") and path.endswith(SUFFIX):
            was_text = None if was is None else _text(was) or "…"
            if name := written_in_notebook(was_text, files[path].decode("utf-8", "replace")):
                kept.append(Kept(path, name, ()))
                continue
        written[path] = files[path]
        if was is not None and not path.startswith(f"{public}/{FOLDER}/") and not path.endswith(".whl"):
            replaced.add(path)
    return Update(_shown(copy.mark.version), _shown(told.version), written, frozenset(replaced), tuple(kept))


def apply(update: Update, root: Path) -> Path | None:
    """Write the files; the folder that has what some of them were before. Raises UsageError for one that it cannot."""
    before = _unused(root / BEFORE / _folder_of(update.old)) if update.replaced else None
    for path, data in update.files.items():
        target = root / path
        try:
            if before and path in update.replaced:
                (before / path).parent.mkdir(parents=True, exist_ok=True)
                (before / path).write_bytes(target.read_bytes())
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, data)
        except OSError as error:
            raise UsageError("update_failed", file=inert_line(path), problem=error.strerror) from None
    return before


def _read(files: Mapping[str, bytes], mark: str, shown: str) -> tuple[Mark, Course]:
    """What a release says of itself, and its settings. Raises UsageError where it is none, or one for other folders."""
    try:
        told = msgspec.json.decode(files[mark], type=Mark)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, PROJECT).write_bytes(files[PROJECT])
            new = read_course(Path(folder))
    except (KeyError, msgspec.MsgspecError, RecursionError):
        raise UsageError("update_no_release", release=shown) from None
    except CourseError as error:
        problem = inert_line(str(error).replace(str(Path(folder, PROJECT).resolve()), PROJECT))
        raise UsageError("update_newer", release=shown, problem=problem) from None
    return told, new


def _inside(course: Course, folder: Path) -> str:
    """A folder of the copy by its path there. Raises UsageError for one that is elsewhere."""
    if not folder.is_relative_to(course.root):
        raise UsageError("update_link", file=inert_line(str(folder)))
    return folder.relative_to(course.root).as_posix()


def _at(root: Path, path: str) -> bytes | None:
    """What is at a path of the copy, None for nothing. Raises UsageError for what leads out of it."""
    place = root
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            raise UsageError("update_link", file=inert_line(str(place)))
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UsageError("update_failed", file=inert_line(path), problem=error.strerror) from None


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None


def _written(text: str | None, stub: str, copy: StudentCopy, file: str) -> str:
    """The name of what a student has written in a file, "" where all of it is a stub, of whichever release."""
    if text is None:
        return "…"
    handed_out = copy.stub(file)
    return "" if text == handed_out else written_by_student(text, stub) and written_by_student(text, handed_out or stub)


def _shown(version: str) -> str:
    return inert_line(version, LONGEST)


def _folder_of(version: str) -> str:
    """A version as the name of a folder, whatever stands in the mark."""
    return re.sub(r"[^A-Za-z0-9.+-]", "_", version)[:LONGEST].strip(".") or "0"


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,9}", version)]


def _unused(folder: Path) -> Path:
    names = (f"{folder.name}-{number}" if number else folder.name for number in range(10_000))
    return next(path for path in map(folder.with_name, names) if not path.exists())
