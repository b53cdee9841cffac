"""Links in a submission's path: a student may have laid them, and what they lead to is somebody else's work."""

import os
from pathlib import Path

from grader.errors import SubmissionError
from grader.inert import inert_line


def refuse_links(path: Path) -> None:
    """Raises SubmissionError where a path leads through a link, below the current folder or from the top.

    A single file may be a link to one beside it, which whoever opens it sees to.
    """
    here = Path.cwd()
    named = here / path  # and not `os.path.abspath`: what stands before a `..` may be a link as well
    for step in [named, *named.parents] if os.path.isdir(named) else named.parents:
        if here.is_relative_to(step) or step.parent == Path(step.anchor):
            return  # nobody unpacks a submission there; on macOS `/tmp` is a link
        if os.path.islink(step):
            target = inert_line(os.path.realpath(named))
            raise SubmissionError("submission_link", link=inert_line(str(step)), target=target)
