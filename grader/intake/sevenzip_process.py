"""A program of its own: a 7z archive on its standard input, its files' names and bytes on its standard output.

It is run by its path, knows nothing else of the grader, and has bounds for its memory: the first argument, in bytes.
The second is how many bytes all files together may have.
"""

import contextlib
import io
import sys
from collections.abc import Mapping
from typing import Any

import msgspec


def read(source: Any, together: int) -> tuple[str, Mapping[str, bytes], list[str]]:
    """What is wrong with the archive ("" if nothing is), its files, and the names of its links."""
    import py7zr

    with py7zr.SevenZipFile(source) as archive:
        if archive.needs_password():
            return "archive_encrypted", {}, []
        links = {one.filename for one in archive.files if one.is_symlink or one.is_junction}
        sizes = {one.filename: one.uncompressed for one in archive.list() if not one.is_directory}
        if sum(sizes.values()) > together:
            return "archive_unpacks_large", {}, []
        wanted = [name for name in sizes if name not in links]
        found: Mapping[str, Any] = {}
        if wanted and hasattr(archive, "read"):  # py7zr below 1.0
            found = archive.read(wanted)
        elif wanted:
            from py7zr.io import BytesIOFactory

            factory = BytesIOFactory(together)
            archive.extract(targets=wanted, factory=factory)
            found = factory.products
        return "", {name: _content(file) for name, file in found.items()}, sorted(links)


def _content(file: Any) -> bytes:
    file.seek(0)
    data: bytes = file.read()
    return data


def main() -> None:
    """Read the archive, and write what was found."""
    memory, together = map(int, sys.argv[1:])
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    source: Any = io.FileIO(0, closefd=False)
    if source.seekable():
        source.seek(0)
        source = io.BufferedReader(source)
    else:
        source = io.BytesIO(source.read())
    try:
        problem, files, links = read(source, together)
    except MemoryError:
        problem, files, links = "archive_unpacks_large", {}, []
    except BaseException as error:  # whatever it is, it is the archive's fault
        locked = type(error).__name__ == "PasswordRequired"
        problem, files, links = "archive_encrypted" if locked else "archive_damaged", {}, []
    sys.stdout.buffer.write(msgspec.msgpack.encode({"id": problem, "files": files, "links": links}))


if __name__ == "__main__":
    main()
