"""A path becomes a `Submission`: names, text and a hash. Everything that is read here is hostile."""

from grader.intake.folder import SourceFile, Submission, read_submission

__all__ = ["SourceFile", "Submission", "read_submission"]
