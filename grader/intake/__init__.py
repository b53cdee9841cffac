"""A path becomes a `Submission`: names, text and a hash. Everything that is read here is hostile."""

from grader.intake.folder import Submission, SubmittedFile, read_submission

__all__ = ["Submission", "SubmittedFile", "read_submission"]
