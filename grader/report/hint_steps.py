"""The hints for one exercise that is not right: a question, the numbers of the failing call, what to read."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.course.docstrings import Explanation
from grader.failure import Difference, Failure, FailureKind
from grader.report.page import Layout, page
from grader.report.path import Step
from grader.report.text import spaced
from grader.report.values import number, only_a_form, show
from grader.report.words import message
from grader.texts import Translator
from grader.verdict import Status

LAST = 3
"""How many hints there are for a failure."""
MOST_LINES = 60
"""Of a docstring."""
PLAIN_FACTORS = 1e-4, 1e4

QUESTIONS: dict[FailureKind, str] = {
    "wrong_shape": "question_shape",
    "wrong_answer_shape": "question_shape",
    "wrong_type": "question_form",
    "wrong_length": "question_form",
    "missing_key": "question_form",
    "not_a_tensor": "question_form",
    "not_one_number": "question_form",
    "wrong_dtype": "question_dtype",
    "no_gradient": "question_gradient",
    "changed": "question_changed",
    "written_into": "question_changed",
    "raised": "question_raised",
    "undefined": "question_raised",
    "import_raised": "question_raised",
    "hung": "question_hung",
    "import_hung": "question_hung",
    "forbidden": "question_forbidden",
    "forbidden_ran": "question_forbidden",
    "forbidden_hidden": "question_forbidden",
    "unstable": "question_unstable",
    "wrong_value": "question_value",
}
"""What to ask a student about a failure of this kind."""


@dataclass(frozen=True)
class Lesson:
    """What is known beside the failure: the author's explanation, the lecture's section, the command to ask again."""

    explanation: Explanation
    lecture: str
    command: str


def fingerprint(step: Step) -> str:
    """Another one when the failure has changed, so that the hints begin anew."""
    first = step.first
    failure = first.failure
    told = (failure.kind, failure.call, failure.expected, failure.got) if failure else ()
    return hashlib.sha256(repr((first.id, first.hint, told)).encode()).hexdigest()[:32]


def render(step: Step, number: int, lesson: Lesson, layout: Layout) -> str:
    """The hint of this number, from 1 to `LAST`; of an exercise that was not begun, what is to be done."""
    hints = _Hints(step, lesson, layout)
    blocks = hints.beginning() if step.status is Status.NOT_ATTEMPTED else hints.hint(number)
    return page(spaced(blocks), layout)


def question(failure: Failure, translator: Translator) -> str:
    """A question about the kind of mistake."""
    factor = failure.difference.factor if failure.difference else None
    if failure.guess == "returned_none":
        return translator.say("question_none")
    if failure.kind == "wrong_value" and factor is not None and factor != 0:
        return translator.say("question_sign" if abs(factor + 1) < PLAIN_FACTORS[0] else "question_factor")
    return translator.say(QUESTIONS.get(failure.kind, "question_other"))


class _Hints:
    """The hints as blocks, in one layout and one language."""

    def __init__(self, step: Step, lesson: Lesson, layout: Layout) -> None:
        self._step = step
        self._lesson = lesson
        self._translator = layout.translator
        self._say = layout.translator.say
        self._failure = step.first.failure or Failure("asserted")

    def beginning(self) -> Iterator[RenderableType]:
        """For an exercise that is still as it was handed out."""
        yield Text(self._say("path_next", **self._names()), style="bold", overflow="fold")
        failure = self._step.first.failure
        reason = message(failure, self._translator) if failure else ""
        todo = self._lesson.explanation.todo
        yield Text(reason or self._say("hint_todo" if todo else "hint_not_written", todo=todo), overflow="fold")
        yield ""
        yield from self._reading()

    def hint(self, number: int) -> Iterator[RenderableType]:
        """The hint of this number, above it which one it is, below it how to get more."""
        yield Text(self._say("hint_title", step=number, last=LAST, **self._names()), style="bold", overflow="fold")
        yield ""
        yield from {1: self._question, 2: self._numbers}.get(number, self._reading)()
        if number < LAST:
            yield ""
            yield Text(self._say("hint_more", command=self._lesson.command), style="dim", overflow="fold")

    def _names(self) -> dict[str, str]:
        return {"exercise": self._step.exercise.name, "section": self._step.section.id}

    def _question(self) -> Iterator[RenderableType]:
        hint = self._step.first.hint
        yield Text(question(self._failure, self._translator), overflow="fold")
        if hint and hint not in message(self._failure, self._translator):
            yield Text(hint, overflow="fold")

    # ── the numbers of the call ──────────────────────────────────────────────────────────────────────────────────

    def _numbers(self) -> Iterator[RenderableType]:
        """The call, what it should give by the formula, and the first place where the answer leaves it."""
        yield _indented(message(self._failure, self._translator))
        yield ""
        formulas = self._lesson.explanation.formulas
        if formulas:
            yield Text(self._say("hint_formula" if len(formulas) == 1 else "hint_formulas"), overflow="fold")
            yield from (_indented(formula) for formula in formulas)
            yield ""
        yield from (Text(line, overflow="fold") for line in self._worked_out(len(formulas) == 1))

    def _worked_out(self, formula: bool) -> Iterator[str]:
        failure, say = self._failure, self._say
        expected, got = failure.expected, failure.got
        if expected and got and failure.kind in ("wrong_value", "wrong_shape") and not only_a_form(expected):
            shown = {"expected": show(expected, self._translator), "got": show(got, self._translator)}
            alone = formula and not (failure.difference and failure.difference.place)
            yield say("hint_by_hand" if alone and failure.kind == "wrong_value" else "hint_compare", **shown)
        if failure.difference:
            yield from self._apart(failure.difference)
        for line in failure.lines[-1:]:
            yield say("hint_look", file=line.file, line=line.line, code=line.text.strip().split("\n")[0])

    def _apart(self, difference: Difference) -> Iterator[str]:
        say = self._say
        if difference.factor is not None and PLAIN_FACTORS[0] < abs(difference.factor) < PLAIN_FACTORS[1]:
            factor = number(float(difference.factor), 4).removesuffix(".")
            yield say("hint_factor_all" if self._many() else "hint_factor", factor=factor)
            yield from self._rows(abs(difference.factor))

    def _many(self) -> bool:
        """Whether the answer is more than one number."""
        expected = self._failure.expected
        return expected is not None and expected.kind in ("tensor", "array") and math.prod(expected.shape) > 1

    def _rows(self, factor: float) -> Iterator[str]:
        """A factor that is the number of examples in an argument is no accident."""
        arguments = self._failure.call.arguments if self._failure.call else ()
        for name, value in arguments:
            rows = value.shape[0] if value.kind == "tensor" and value.shape else 0
            if name and rows > 2 and min(abs(factor - rows), abs(factor - 1 / rows)) < 1e-3 * factor:
                yield self._say("hint_rows", rows=rows, name=name)
                return

    # ── what to read ─────────────────────────────────────────────────────────────────────────────────────────────

    def _reading(self) -> Iterator[RenderableType]:
        explanation, say = self._lesson.explanation, self._say
        if explanation.text:
            yield Text(say("hint_docstring", exercise=self._step.exercise.name), overflow="fold")
            yield ""
            lines = explanation.text.split("\n")
            yield _indented("\n".join([*lines[:MOST_LINES], *(["…"] if len(lines) > MOST_LINES else [])]))
            yield ""
        if explanation.reading:
            yield Text(say("hint_reading", reading=explanation.reading), overflow="fold")
        yield Text(say("hint_lecture", title=self._lesson.lecture), overflow="fold")


def _indented(text: str) -> Padding:
    return Padding(Text(text, overflow="fold", tab_size=4), (0, 0, 0, 4))
