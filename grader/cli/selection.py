"""What `check` and `hint` are to look at: a path, sections, exercises, decided by what each argument is."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.course.exercise_names import exercise_names
from grader.course.named import section_named
from grader.errors import UsageError
from grader.inert import inert_line

LIKE_A_PATH = ("/", "\\", ".")


@dataclass(frozen=True)
class Selection:
    """A path or None; the sections that were asked for, () for all; some exercises alone, each with its section."""

    path: Path | None = None
    sections: tuple[str, ...] = ()
    exercises: tuple[tuple[str, str], ...] = ()


def select(course: Course, words: Sequence[str], sections: Sequence[str] = ()) -> Selection:
    """What the words mean: what exists is a path; a section by the beginning of its name; else an exercise.

    Raises UsageError for a word that is none of these, with the names that are near it.
    """
    if not words:
        return Selection(sections=tuple(dict.fromkeys(sections)))
    known = exercise_names(course)
    paths: list[Path] = []
    chosen = list(sections)
    wanted: list[str] = []
    for word in words:
        begun = [id for id in known if id.startswith(word)]
        if Path(word).exists() or any(mark in word for mark in LIKE_A_PATH):
            paths.append(Path(word))
        elif word and (word in known or len(begun) == 1):
            chosen.append(section_named(word, list(known)))
        elif any(word in names for names in known.values()):
            wanted.append(word)
        else:
            raise _unknown(word, known)
    if len(paths) > 1:
        raise UsageError("one_path", first=inert_line(str(paths[0])), second=inert_line(str(paths[1])))
    chosen = list(dict.fromkeys(chosen))
    exercises = [pair for word in wanted for pair in _places(word, chosen, known)]
    ids = tuple(id for id in known if id in dict(exercises)) if exercises else tuple(chosen)
    return Selection(next(iter(paths), None), ids, tuple(dict.fromkeys(exercises)))


def _places(exercise: str, sections: Sequence[str], known: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The sections, among those asked for, that have an exercise of this name."""
    having = [id for id, names in known.items() if exercise in names]
    places = [id for id in having if not sections or id in sections]
    if not places:
        raise UsageError("exercise_elsewhere", exercise=exercise, sections=", ".join(having))
    return [(id, exercise) for id in places]


def _unknown(word: str, known: Mapping[str, Sequence[str]]) -> UsageError:
    names = dict.fromkeys([*known, *(name for names in known.values() for name in names)])
    near = difflib.get_close_matches(word[:100], names, n=3, cutoff=0.6)
    if near:
        return UsageError("selection_near", word=inert_line(word), near=", ".join(near))
    return UsageError("selection_unknown", word=inert_line(word), sections=", ".join(known))
