"""A path becomes a `Submission`: names, text and a hash. Everything that is read here is hostile."""

from grader.intake.archive import is_archive
from grader.intake.assignment import total_points
from grader.intake.folder import Submission, SubmittedFile, read_submission

__all__ = ["Submission", "SubmittedFile", "is_archive", "read_submission", "total_points"]
