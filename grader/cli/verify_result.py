"""`grader verify-result`: whether a signed result is as it was written, and what it says."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.output import opened, warn
from grader.errors import UsageError
from grader.inert import inert_line
from grader.texts import spoken

INVALID = 1
LARGEST = 64 * 2**20
ENVIRONMENT = "env:"

say = spoken().say


def verify_result(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("help_verify_result_file"))],
    key: Annotated[str, typer.Option("--key", metavar="KEY", help=say("help_verify_result_key"))],
) -> int:
    """Verify the signature; 1 when it does not hold."""
    from grader.report.page import out_of
    from grader.report.signature import public_key, verified
    from grader.scoring import from_record

    public = public_key(read_key(key), inert_line(key))
    with opened(None) as write:
        document = verified(_read(file), public)
        if document is None:
            warn(say("signature_invalid", file=inert_line(str(file))))
            return INVALID
        result = from_record(document)
        total = out_of(result.score, result.max_score, spoken())
        names = {"submission": inert_line(result.submission), "isolation": inert_line(result.isolation)}
        hashes = {"hash": inert_line(result.submission_hash), "suite": inert_line(result.suite)}
        write(say("signature_valid", total=total, seed=result.seed, **names, **hashes) + "\n")
    return 0


def read_key(name: str) -> bytes:
    """A key in a file, or, as `env:NAME`, in a variable of the environment, which nothing that is started inherits."""
    if name.startswith(ENVIRONMENT):
        value = os.environ.pop(name.removeprefix(ENVIRONMENT), "")
        if not value.strip():
            raise UsageError("key_not_set", variable=inert_line(name.removeprefix(ENVIRONMENT)))
        return value.strip().encode() + b"\n"
    return _read(Path(name))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise UsageError("file_unreadable", file=inert_line(str(path)), problem=error.strerror) from None
