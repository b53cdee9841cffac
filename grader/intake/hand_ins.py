"""What lies under one name becomes a hand-in: archives opened, files renamed as they should be, versions told apart.

What is left of it is read like any folder, so it gives the same `Submission` as that folder alone.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from grader.course import Course
from grader.errors import EngineError, SubmissionError
from grader.inert import inert_line
from grader.intake.archive import clean_path, is_archive
from grader.intake.copies import AS_IT_WAS, NOTEBOOK, Named, section_named
from grader.intake.deliveries import Delivery, Part
from grader.intake.folder import ARCHIVE, Submission, read_tree
from grader.intake.listing import Item, looked_at
from grader.intake.notebook import convert
from grader.intake.people import HandIn, Person
from grader.intake.plain_people import without_archive
from grader.intake.search import may_be_taken, section_folders
from grader.intake.sevenzip import is_seven_zip, read_seven_zip
from grader.intake.source import Unreadable
from grader.intake.tree import TOP, Gathered, Packed
from grader.texts import Message

NESTED = 3
"""How deep archives in archives of a student's are opened."""
MOST_ARCHIVES = 20
ROOM = 2 * ARCHIVE.together
"""Of one student's archives, how many are opened, and how many bytes all that was unpacked of them may have."""
MOST_REMARKS = 60
MOST_SHOWN = 5


@dataclass(frozen=True)
class Version:
    """A file of a hand-in: what it is called, where it lies, what its name says, and how late it came."""

    item: Item
    name: str
    place: str
    named: Named | None
    rank: float


def hand_in(delivery: Delivery, people: tuple[Person, ...], course: Course, sections: Sequence[str]) -> HandIn:
    """What somebody handed in; `sections` are those that matter."""
    remarks = [*delivery.remarks]
    times = [part.at for part in _that_matter(delivery.parts, course, sections) if part.at]
    found = HandIn(people, delivery.source, None, at=max(times, default=None), late=delivery.late)
    if delivery.late:
        remarks.append(Message.of("handed_in_late"))
    gathering = _Gathering(course, sections, remarks)
    try:
        submission = gathering.read(delivery)
    except SubmissionError as error:
        remarks += _refused(delivery, ())
        return replace(found, problem=error.message, remarks=_bounded(remarks))
    remarks += _about(submission, course, sections)
    remarks += _refused(delivery, {file.name for file in submission.files if file.problem})
    return replace(found, submission=submission, remarks=_bounded(remarks))


def _refused(delivery: Delivery, told: Collection[str]) -> Iterator[Message]:
    """The files that the class's archive or folder has something wrong with, but for those that were told of."""
    for part in delivery.parts:
        for path, item in part.files.items():
            if item.problem and path.rpartition("/")[2] not in told:
                yield item.problem.about(inert_line(path))


def _that_matter(parts: list[Part], course: Course, sections: Sequence[str]) -> list[Part]:
    """The parts with a file of one of the sections, or all where none is seen to have one."""
    wanted = [
        part
        for part in parts
        for path in part.files
        if (named := section_named(path.rpartition("/")[2], _ids(course)))
        and named.section in (sections or _ids(course))
    ]
    return wanted or parts


def _ids(course: Course) -> list[str]:
    return [section.id for section in course.sections]


class _Gathering:
    """The way of one delivery's files to a submission; what is unusual goes to the remarks."""

    def __init__(self, course: Course, sections: Sequence[str], remarks: list[Message]) -> None:
        self._course = course
        self._ids = _ids(course)
        self._wanted = list(sections) or self._ids
        self._remarks = remarks
        self._archives, self._room = MOST_ARCHIVES, ROOM

    def read(self, delivery: Delivery) -> Submission:
        """Raises SubmissionError."""
        shown = delivery.source
        parts = self._opened(delivery.parts, shown)
        several = len(parts) > 1
        versions: dict[str, list[Version]] = defaultdict(list)
        for part in parts:
            renamed = self._together(self._renamed(part))
            root = self._root(renamed, shown) if several else TOP
            for path, those in renamed.items():
                inside = PurePosixPath(path)
                if inside.is_relative_to(root):
                    versions[str(inside.relative_to(root))] += those
        files = {path: self._chosen(path, those) for path, those in versions.items()}
        submission = read_tree(Gathered(files), delivery.key or shown, shown, self._course)
        if not any(file.section in self._wanted for file in submission.files):
            self._refuse(submission, shown)
        return submission

    def _refuse(self, submission: Submission, shown: str) -> None:
        for id in self._wanted:
            if id in submission.near:
                raise SubmissionError("submission_near", path=shown, file=submission.near[id], wanted=f"{id}.py")
        raise SubmissionError("submission_foreign", path=shown, files=", ".join(f"{id}.py" for id in self._wanted))

    # ── archives ─────────────────────────────────────────────────────────────────────────────────────────────

    def _opened(self, parts: Iterable[Part], shown: str) -> list[Part]:
        """Each archive a part of its own, unless a section's file lies beside it. Raises SubmissionError."""
        opened: list[Part] = []
        problems: list[Message] = []
        for part in sorted(parts, key=lambda part: part.rank):
            opened += self._opened_part(part, shown, problems, NESTED)
        if not opened and problems:
            raise SubmissionError(problems[0].id, **dict(problems[0].values))
        self._remarks += problems
        return opened or [Part({})]

    def _opened_part(self, part: Part, shown: str, problems: list[Message], levels: int) -> list[Part]:
        """Of a folder, the archives with section files in them; of an archive alone, whatever is in it."""
        archives = {path: item for path, item in part.files.items() if is_archive(path) or is_seven_zip(path)}
        rest = {path: item for path, item in part.files.items() if path not in archives}
        if not archives or not levels:
            return [part]
        if self._has_work(part):
            return self._completed(part, archives, shown, problems, levels)
        found: list[Part] = []
        for path, item in sorted(archives.items()):
            try:
                inner = _with_files(part, self._unpacked(item), path)
            except EngineError as error:
                problems.append(error.message)
            except Unreadable as error:
                file = inert_line(path)
                problems.append(error.about(file if shown in (file, without_archive(file)) else f"{shown}/{file}"))
            else:
                found += self._opened_part(inner, shown, problems, levels - 1)
        if not rest and len(archives) == 1:
            return found
        found = [each for each in found if self._has_work(each)]
        if rest and not found:
            return [part]
        modules = {path: item for path, item in rest.items() if may_be_taken(path)} if len(archives) > 1 else {}
        unused = [inert_line(path) for path in rest if path not in modules]
        if unused:
            self._remarks.append(_files_ignored(unused))
        return [*found, _with_files(part, modules)] if modules else found

    def _completed(
        self, part: Part, archives: Mapping[str, Item], shown: str, problems: list[Message], levels: int
    ) -> list[Part]:
        """A part with section files, and from archives beside them those that it lacks or has untouched."""
        named = [(self._named(path), item) for path, item in part.files.items()]
        there = {one.section for one, item in named if one and not self._is_handed_out(item, one)}
        lacking = [id for id in self._wanted if id not in there]
        added: list[Part] = []
        for path, item in sorted(archives.items()) if lacking else ():
            inside = self._opened_part(Part({path: item}, part.rank, part.at, part.label), shown, problems, levels)
            wanted = [_with_files(one, self._files_of(one, lacking), one.label) for one in inside]
            added += [one for one in wanted if one.files]
        if not added:
            return [part]
        for one in added:
            files = ", ".join(inert_line(path.rpartition("/")[2]) for path in one.files)
            self._remarks.append(Message.of("read_from_archive", files=files, archive=inert_line(one.label)))
        rest = {path: item for path, item in part.files.items() if path not in archives}
        return [_with_files(part, rest), *added]

    def _files_of(self, part: Part, sections: Sequence[str]) -> dict[str, Item]:
        return {path: item for path, item in part.files.items() if self._is_of(path, sections)}

    def _unpacked(self, item: Item) -> dict[str, Item]:
        """The files in an archive of one student's, all of it or nothing. Raises Unreadable."""
        if not self._archives:
            raise Unreadable("archives_many", most=MOST_ARCHIVES)
        self._archives -= 1
        bounds = replace(ARCHIVE, together=min(ARCHIVE.together, self._room))
        if is_seven_zip(item.path):
            found = read_seven_zip(item.read(), bounds.together)
            self._room -= sum(len(data) for data in found.values() if isinstance(data, bytes))
            named = {clean_path(path): Item(path, _held(data)) for path, data in found.items()}
        else:
            packed = Packed(item.read(), bounds, self._is_read)
            self._room -= packed.size
            named = {path: Item(path, _packed(packed, PurePosixPath(path))) for path in packed.paths}
        return {path: item for path, item in named.items() if looked_at(path)}

    def _is_read(self, path: str) -> bool:
        """Whether a file is unpacked with the others: to read one later, all of the archive is looked through."""
        named = self._named(path)
        return may_be_taken(path) or bool(named and named.suffix != NOTEBOOK)

    def _has_work(self, part: Part) -> bool:
        return any(map(self._named, part.files))

    def _is_of(self, path: str, sections: Sequence[str]) -> bool:
        named = self._named(path)
        return named is not None and named.section in sections

    def _named(self, path: str) -> Named | None:
        """Which section's file this is."""
        return section_named(path.rpartition("/")[2], self._ids)

    # ── names and versions ───────────────────────────────────────────────────────────────────────────────────

    def _renamed(self, part: Part) -> dict[str, list[Version]]:
        """The files under the names that they should have."""
        found: dict[str, list[Version]] = defaultdict(list)
        exact = {path for path in part.files if path.rpartition("/")[2] in {f"{id}.py" for id in self._ids}}
        spelled = {path.casefold() for path in exact}
        for path, item in part.files.items():
            folder, slash, name = path.rpartition("/")
            if path not in exact and path.casefold() in spelled:  # Windows has room for one of the two
                self._remarks.append(Message.of("member_case", file=inert_line(path)))
                continue
            named = section_named(name, self._ids)
            target = f"{folder}{slash}{named.section}.py" if named else path
            found[target].append(Version(item, name, f"{part.label}/{path}".lstrip("/"), named, part.rank))
        return found

    def _together(self, files: dict[str, list[Version]]) -> dict[str, list[Version]]:
        """The same, in one folder, where the section files lie in several and each of them is there once."""
        names = [path.rpartition("/")[2] for path in files]
        sections = {f"{id}.py" for id in self._ids}
        homes = {path.rpartition("/")[0] for path, name in zip(files, names, strict=True) if name in sections}
        moved = {path: path.rpartition("/")[2] if path.rpartition("/")[0] in homes else path for path in files}
        if len(homes) < 2 or len(set(moved.values())) < len(moved):
            return files
        shown = ", ".join(sorted(inert_line(home) or "." for home in homes)[:MOST_SHOWN])
        self._remarks.append(Message.of("folders_together", folders=shown))
        return {moved[path]: those for path, those in files.items()}

    def _root(self, files: Mapping[str, list[Version]], shown: str) -> PurePosixPath:
        """The folder of the section files, where several parts are put together."""
        folders = section_folders(Gathered({path: those[0].item.read for path, those in files.items()}), self._course)
        if len(folders) > 1:
            several = ", ".join(sorted(inert_line(str(folder)) for folder in folders)[:MOST_SHOWN])
            raise SubmissionError("submission_several", path=shown, folders=several)
        return folders[0] if folders else TOP

    def _chosen(self, path: str, versions: list[Version]) -> Callable[[int], bytes]:
        """What reads the version that counts: the latest, but work before an untouched file or a notebook."""
        latest = versions = sorted(versions, key=_lateness)
        if len(versions) > 1:
            untouched = {id(one): self._is_untouched(one) for one in versions if one.named}
            versions = sorted(versions, key=lambda one: (not untouched.get(id(one)), _is_python(one), *_lateness(one)))
        one = versions[-1]
        if one.named is None:
            return one.item.read
        told = one.named.section in self._wanted
        if told and len(versions) > 1:
            names = ", ".join(inert_line(version.place) for version in versions[-MOST_SHOWN:])
            used, count = inert_line(one.place), len(versions)
            why = "several_versions" if one is latest[-1] else "several_versions_work"
            self._remarks.append(Message.of(why, count=count, file=path, names=names, used=used))
        elif told and (one.named.place != AS_IT_WAS or one.name.removesuffix(one.named.suffix) != one.named.section):
            self._remarks.append(
                Message.of("file_renamed", file=inert_line(one.name), wanted=f"{one.named.section}.py")
            )
        if one.named.suffix != NOTEBOOK:
            return one.item.read
        return self._notebook(one, told)

    def _is_untouched(self, version: Version) -> bool:
        return version.named is not None and self._is_handed_out(version.item, version.named)

    def _is_handed_out(self, item: Item, named: Named) -> bool:
        if named.suffix == NOTEBOOK:
            return False
        try:
            return is_untouched(item.read(), named.section, self._course)
        except Unreadable:
            return False

    def _notebook(self, version: Version, told: bool) -> Callable[[int], bytes]:
        try:
            read = convert(version.item.read(), inert_line(version.name))
        except Unreadable as error:
            problem = error

            def refuse(most: int) -> bytes:
                raise problem

            return refuse
        if told:
            self._remarks.append(Message.of("notebook_read", file=inert_line(version.name)))
            self._remarks += read.remarks
        data = read.text.encode()
        return lambda most: data


def _is_python(version: Version) -> bool:
    return version.named is None or version.named.suffix != NOTEBOOK


def _lateness(version: Version) -> tuple[float, int, bool, str]:
    return version.rank, version.named.place if version.named else AS_IT_WAS, _is_python(version), version.place


def _with_files(part: Part, files: dict[str, Item], label: str = "") -> Part:
    """The part with other files."""
    return Part(files, part.rank, part.at, label or part.label)


def _packed(packed: Packed, path: PurePosixPath) -> Callable[[int], bytes]:
    return lambda most: packed.read(path.parent, path.name, most)


def _held(data: bytes | Unreadable) -> Callable[[int], bytes]:
    def take(most: int) -> bytes:
        if isinstance(data, Unreadable):
            raise data
        return data

    return take


def is_untouched(data: bytes, section: str, course: Course) -> bool:
    """Whether a file is the one that was handed out."""
    try:
        stub = (course.exercises / f"{section}.py").read_bytes()
    except OSError:
        return False
    return data.split() == stub.split()


def _about(submission: Submission, course: Course, sections: Sequence[str]) -> Iterator[Message]:
    """What is to be looked at in what was read."""
    wanted = set(sections or _ids(course))
    for file in submission.files:
        if file.problem:
            yield file.problem
        elif file.section in wanted and file.text is not None and not file.text.strip():
            yield Message.of("file_blank", file=file.name)
        elif file.section in wanted and file.text and is_untouched(file.text.encode(), file.section or "", course):
            yield Message.of("file_untouched", file=file.name)
    told = {name for name, _ in submission.ignored}
    for id, name in submission.near.items():
        if id in wanted and name not in told:
            yield Message.of("file_near", file=name, wanted=f"{id}.py")
    others = []
    for name, why in submission.ignored:
        if why.id == "ignored_other":
            others.append(name)
        else:
            yield why
    if others:
        yield _files_ignored(others)


def _files_ignored(names: Sequence[str]) -> Message:
    shown = ", ".join(names[:MOST_SHOWN]) + (", …" if len(names) > MOST_SHOWN else "")
    return Message.of("files_ignored", count=len(names), files=shown)


def _bounded(remarks: Sequence[Message]) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(remarks))[:MOST_REMARKS]
