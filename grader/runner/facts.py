"""What a submission's files say by themselves, worked out once: stubs, forbidden calls, who calls whom."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.course import Course
from grader.failure import Note
from grader.feedback.outcome import tame_uses
from grader.forbidden import ParsedSource, Reading, is_stub, read_exercise, read_sources, uses_of, with_helpers
from grader.inert import inert_line
from grader.intake import Submission, SubmittedFile
from grader.texts import Message
from grader.verdict import FileUse
from grader.wire.cells import cell_lines
from grader.wire.messages import EndedCell, ModuleSource

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, eq=False)
class Facts:
    """`files` are a section's own, by its id; `modules` all that can be read, as the worker gets them."""

    files: Mapping[str, SubmittedFile]
    modules: Sequence[ModuleSource]
    sources: Mapping[str, ParsedSource]
    forbidden: Mapping[tuple[str, str], Sequence[str]]
    _readings: dict[tuple[str, str], Reading] = field(default_factory=dict)

    def tree(self, section: str) -> ast.Module | None:
        """The syntax tree of a section's file."""
        source = self.sources.get(section)
        return source.tree if source else None

    def lines(self, section: str, names: Collection[str]) -> Iterator[tuple[str, int]]:
        """Where each of these functions and classes of a section's file begins; of two with one name, the last."""
        tree = self.tree(section)
        begun = {node.name: node.lineno for node in tree.body if isinstance(node, DEFINITIONS)} if tree else {}
        yield from ((name, begun[name]) for name in names if name in begun)

    def is_empty(self, section: str) -> bool:
        """Whether a section's file has nothing in it but comments and texts."""
        tree = self.tree(section)
        return tree is not None and all(isinstance(line, ast.Expr) and _is_text(line.value) for line in tree.body)

    def is_stub(self, section: str, exercise: str) -> bool:
        return section in self.sources and is_stub(self.sources[section], exercise)

    def source_of(self, module: str, name: str) -> str:
        """The source of a name, with that of the helpers of the same file that it calls."""
        return with_helpers(self.sources[module], name) if module in self.sources else ""

    def callees(self, section: str, exercise: str) -> set[str]:
        """The functions and classes of the same file that an exercise uses."""
        return uses_of(self.sources[section], exercise) if section in self.sources else set()

    def reading(self, section: str, exercise: str) -> Reading:
        """What the source says of calls that the exercise forbids; read once, when it is first asked for."""
        key = section, exercise
        names = self.forbidden.get(key, ())
        if not names or section not in self.sources:
            return Reading()
        if key not in self._readings:
            self._readings[key] = read_exercise(self.sources, section, exercise, names)
        return self._readings[key]

    @property
    def notes(self) -> list[Note]:
        """Places in what was read that could hide a forbidden call."""
        return [
            Note("unclear", section, exercise, use.file or f"{section}.py", use.line, use.code, (use.operation,))
            for (section, exercise), reading in self._readings.items()
            for use in tame_uses(reading.unclear)
        ]

    def cell_notes(self, module: str, ended: Sequence[EndedCell]) -> Iterator[Note]:
        """The cells of a notebook that an error has ended, each with the line in the cell."""
        file = next((file for file in self.files.values() if file.module == module), None)
        lines = dict(cell_lines(file.text or "")) if file else {}
        for cell in ended:
            if file and cell.number in lines:
                line = max(cell.line - lines[cell.number], 0)
                error = inert_line(cell.error)
                yield Note("cell", file.section or "", "", file.name, line, error, (str(cell.number),))


def uses_of_files(submission: Submission, facts: Facts, exercises: Collection[tuple[str, str]]) -> Iterator[FileUse]:
    """What each file was used as, and where the `exercises` begin, each with its section."""
    near = {name: section for section, name in submission.near.items()}
    for file in submission.files:
        if file.name in near:
            why = Message.of("ignored_near", file=file.name, wanted=f"{near[file.name]}.py")
            yield FileUse(file.name, "ignored", why=why)
        elif file.text is None:
            yield FileUse(file.name, "unreadable", file.section or "", file.problem)
        elif file.section:
            names = [name for section, name in exercises if section == file.section]
            yield FileUse(file.name, "section", file.section, lines=tuple(facts.lines(file.section, names)))
        else:
            yield FileUse(file.name, "module")
    yield from (FileUse(name, "ignored", why=why) for name, why in submission.ignored)


def _own_folders(submission: Submission, course: Course) -> list[ModuleSource]:
    """The folder of the files as a package: `from exercises.s3 import cost`, as editors write it."""
    taken = {file.module.partition(".")[0] for file in submission.files}
    names = dict.fromkeys([course.exercises.name, submission.folder])
    return [
        ModuleSource(f"{name}.__init__", f"{name}/__init__.py", "")
        for name in names
        if name.isidentifier() and name not in taken
    ]


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def facts_of(submission: Submission, course: Course) -> Facts:
    """The facts about a submission."""
    modules = [ModuleSource(f.module, f.name, f.text) for f in submission.files if f.text is not None]
    modules += _own_folders(submission, course)
    return Facts(
        files={file.section: file for file in submission.files if file.section},
        modules=modules,
        sources=read_sources((source.module, source.filename, source.text) for source in modules),
        forbidden={(s.id, exercise): names for s in course.sections for exercise, names in s.forbidden.items()},
    )
