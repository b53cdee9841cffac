"""A failing call as a script that a student keeps: it imports their file, and runs with plain `python`."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.boundary.snapshot import argument
from grader.course.asked import own_folder
from grader.failure import Call, Failure
from grader.inert import inert, inert_line
from grader.report.pasted import call_as_python, is_whole, pasted
from grader.report.words import message
from grader.runner.test_run import FailedTest
from grader.texts import Translator

MARK = "# grader: "
"""Begins the line that tells whether a student has changed the script; a hash of the other lines follows."""
NOT_WRITTEN = ("exception", "thing", "instance")
LONG_LINE = 100
LONGEST = 200_000
"""Characters of a call that is still written down."""


def write_script(
    failed: FailedTest, failure: Failure, root: Path, file: Path, parameters: Sequence[str], translator: Translator
) -> Path | None:
    """Write the failing call into `.grader/` of the course's folder; the path, None for a call that Python cannot say.

    `file` is the student's, `parameters` those of their function. A script that a student has changed stays: the new
    one gets another name. Raises OSError.
    """
    call = _whole_call(failed, parameters)
    if call is None or not file.stem.isidentifier():
        return None
    text = "\n".join(_lines(call, failed, failure, _relative(file, root), translator)) + "\n"
    if len(text) > LONGEST:
        return None
    folder = own_folder(root)
    script = next(path for path in _names(folder, failed.case.exercise) if _is_ours(path))
    script.write_text(_signed(text), encoding="utf-8", newline="\n")
    return script


def _whole_call(failed: FailedTest, parameters: Sequence[str]) -> Call | None:
    """The call that was judged, with all numbers of its arguments."""
    calls = failed.end.log.calls
    if not calls or not calls[-1].name.isidentifier():
        return None
    last = calls[-1]
    names = list(parameters[: len(last.args)]) if len(parameters) >= len(last.args) else [""] * len(last.args)
    values = [argument(value, whole=True) for value in (*last.args, *last.kwargs.values())]
    arguments = tuple(zip([*names, *last.kwargs], values, strict=True))
    return Call(last.name, arguments) if all(map(is_whole, values)) else None


def _lines(call: Call, failed: FailedTest, failure: Failure, folder: str, translator: Translator) -> Iterator[str]:
    say, exercise = translator.say, inert_line(call.function)
    said = message(Failure(failure.kind, None, failure.expected, failure.got, failure.difference), translator)
    yield f"# {say('script_about', exercise=exercise)}"
    yield f"# {inert_line(failed.case.title)}"
    yield from (f"#   {line}" for line in inert(said).splitlines())
    yield from ("", "import sys", "from pathlib import Path", "")
    yield from ("import numpy as np", "import torch", "", folder)
    yield from (f"from {failed.case.section} import {call.function}", "")
    yield _written(call, translator)
    expected = failure.expected
    if expected is not None and expected.kind not in NOT_WRITTEN and is_whole(expected):
        yield f'print("expected", {pasted(expected, translator)})'
    yield 'print("got     ", got)'


def _written(call: Call, translator: Translator) -> str:
    """The call; a long one with a line for each argument."""
    text = f"got = {call_as_python(call, translator)}"
    if len(text) <= LONG_LINE:
        return text
    arguments = (f"{name}=" * bool(name) + pasted(value, translator) for name, value in call.arguments)
    return f"got = {call.function}(\n" + "".join(f"    {one},\n" for one in arguments) + ")"


def _relative(file: Path, root: Path) -> str:
    """The line that makes the student's file importable, from wherever the script is run."""
    if file.parent.is_relative_to(root):
        parts = "".join(f" / {json.dumps(part)}" for part in file.parent.relative_to(root).parts)
        return f"sys.path.insert(0, str(Path(__file__).resolve().parent.parent{parts}))"
    return f"sys.path.insert(0, {json.dumps(str(file.parent))})"


def _names(folder: Path, exercise: str) -> Iterator[Path]:
    yield folder / f"{exercise}.py"
    yield from (folder / f"{exercise}_{number}.py" for number in range(2, 10_000))


def _signed(text: str) -> str:
    return f"{text}\n{MARK}{_hash(text)}\n"


def _is_ours(path: Path) -> bool:
    """Whether nothing of somebody else's is lost by writing there."""
    if not path.exists():
        return not path.is_symlink()
    try:
        text, _, sign = path.read_text(encoding="utf-8").rpartition(f"\n{MARK}")
    except (OSError, ValueError):
        return False
    return sign.strip() == _hash(text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
