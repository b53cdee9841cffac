"""Every error that the grader raises on purpose, and the exit status that each one means.

::

    GraderError
    ├── UsageError            exit 2: the command or its input is wrong
    │   ├── CourseError       `[tool.grader]` in pyproject.toml
    │   └── SubmissionError   the path or the files of a submission
    └── EngineError           exit 3: the grader itself could not do its work
        ├── SuiteError        a suite that cannot be imported, is empty or wrong
        └── IsolationError    the isolation that was asked for is not available

Each is raised with the id of its text, which says in one or two sentences what was wrong, where, and what to do.
"""

from grader import texts
from grader.texts import Message, Translator


class GraderError(Exception):
    """The root of the tree; `exit_status` is what the command ends with."""

    exit_status = 3

    def __init__(self, id: str, /, **values: object) -> None:
        super().__init__(id, values)
        self.id = id
        self.values = values

    def __str__(self) -> str:
        return texts.say(self.id, **self.values)

    @property
    def message(self) -> Message:
        """What was wrong, to be said later."""
        plain = {name: value if isinstance(value, (int, float)) else str(value) for name, value in self.values.items()}
        return Message.of(self.id, **plain)

    def told(self, translator: Translator) -> str:
        """What was wrong, in the translator's language."""
        return translator.say(self.id, **self.values)


class UsageError(GraderError):
    """The command line or what it names is wrong."""

    exit_status = 2


class CourseError(UsageError):
    """`[tool.grader]` is missing, or one of its keys is wrong."""


class SubmissionError(UsageError):
    """The path or the files cannot be read as a submission."""


class EngineError(GraderError):
    """The grader could not do its own work; the submission is not to blame."""


class SuiteError(EngineError):
    """A suite cannot be collected, or has no test for the points it should give."""


class IsolationError(EngineError):
    """The isolation that was asked for is not available on this machine."""
