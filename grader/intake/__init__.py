"""A path becomes a `Submission`: names, text and a hash. Everything that is read here is hostile."""

from grader.intake.folder import SubmittedFile, Submission, read_submission

__all__ = ["SubmittedFile", "Submission", "read_submission"]
