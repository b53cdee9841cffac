"""A `Failure` becomes the message of a test: what was called, what is wrong, what it may follow from."""

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase

from grader.failure import Call, Failure, FailureKind, Note, SourceLine, Use, Value
from grader.inert import CUT, SECTION_BYTES, inert
from grader.report.difference import mismatch
from grader.report.pasted import call_as_python
from grader.report.values import show
from grader.scoring import Result
from grader.texts import MESSAGES, Translator

LONG_CALL = 480
LONG_ERROR = 1000  # so that a message of theirs leaves room for its lines
MOST_USES = 3
FEW_PRINTED, MOST_PRINTED = 6, 60
"""Lines of what a call has printed."""

Sentence = Callable[[Failure, Translator], str]


def messages(result: Result, translator: Translator, all_printed: bool = False) -> Mapping[str, str]:
    """The message of each test by its id; those of a section stay within one bound all together.

    What a call has printed is the same in many tests of an exercise: the first message shows some of it, unless
    `all_printed` is asked for.
    """
    said: dict[str, str] = {}
    for section in result.sections:
        room = SECTION_BYTES
        shown: set[str] = set()
        for test in section.tests:
            failure = test.failure
            most = MOST_PRINTED if all_printed else 0 if test.exercise in shown else FEW_PRINTED
            text = message(failure, translator, most) if failure else ""
            shown |= {test.exercise} if failure and failure.printed else set()
            size = len(text.encode())
            said[test.id] = text if size <= room else translator.say("left_out")
            room = max(room - size, 0)
    return said


def message(failure: Failure, translator: Translator, most_printed: int = FEW_PRINTED) -> str:
    """Why a test gave no points, inert and bounded; so many of the lines that its call has printed are in it."""
    parts = [
        call_text(failure.call, translator) if failure.call else "",
        _printed(failure.printed, translator, most_printed) if failure.printed and most_printed else "",
        failure.says,
        SENTENCES[failure.kind](failure, translator),
        _moved(failure.moved, translator) if failure.moved else "",
        translator.tell(failure.problem) if failure.problem and failure.kind != "unreadable_file" else "",
        translator.say(f"guess_{failure.guess}") if failure.guess else "",
        translator.say("causes", exercises=_and(failure.causes, translator)) if failure.causes else "",
    ]
    return inert("\n".join(part for part in parts if part))


def note_text(note: Note, translator: Translator) -> str:
    """A note in one line."""
    where = note.exercise or note.section or note.file
    values = {"file": note.file or f"{note.section}.py", "line": note.line, "code": note.code, "kind": note.kind}
    first = note.names[0] if note.names else ""
    names = {"names": ", ".join(note.names), "layer": first, "cell": first}
    id = f"note_{note.kind}"
    return inert(translator.say(id if id in MESSAGES else "note_other", exercise=where, **values, **names))


def layers_text(result: Result, translator: Translator) -> list[str]:
    """Which layers kept the submission in, and which this machine does not have; nothing where none were tried."""
    held = [layer["name"] for layer in result.layers if layer.get("held") == "true"]
    lacking = [layer["name"] for layer in result.layers if layer.get("held") != "true"]
    said = [translator.say("layers_held", names=", ".join(held))] if held else []
    return said + ([translator.say("layers_lacking", names=", ".join(lacking))] if lacking else [])


def call_text(call: Call, translator: Translator) -> str:
    """A call as Python that can be pasted, and which of its tensors lie otherwise in memory than it shows."""
    text = call_as_python(call, translator)
    strided = [name for name, value in call.arguments if name and value.layout == "strided"]
    shown = text if len(text) <= LONG_CALL else text[:LONG_CALL] + "…"
    return f"{shown}\n{translator.say('strided', names=_and(strided, translator))}" if strided else shown


def _printed(text: str, translator: Translator, most: int) -> str:
    """What a call has printed, its first lines."""
    lines = text.split("\n")
    shown = [f"  {line}" for line in lines[:most]]
    left = len(lines) - len(shown)
    more = [f"  {translator.say('printed_more', count=left)}"] if left else []
    return "\n".join([translator.say("printed"), *shown, *more])


def _and(names: Iterable[str], translator: Translator) -> str:
    """`a`, `b` and `c`."""
    *first, last = [f"`{name}`" for name in names]
    return translator.say("and", items=", ".join(first), last=last) if first else last


def _moved(moved: Iterable[tuple[str, str]], translator: Translator) -> str:
    """Which parameter got whose value."""
    parts = [translator.say("moved_one", got=got, expected=expected) for got, expected in moved]
    return translator.say("moved", parameters=", ".join(parts))


# ── a sentence a kind ────────────────────────────────────────────────────────────────────────────────────────────


def _fixed(id: str) -> Sentence:
    return lambda failure, translator: translator.say(id)


def _nothing(failure: Failure, translator: Translator) -> str:
    return ""


def _named(id: str, *names: str, instead: str = "") -> Sentence:
    """A sentence about the failure's `names`; `instead` where there are not enough of them."""

    def sentence(failure: Failure, translator: Translator) -> str:
        if len(failure.names) < len(names):
            return translator.say(instead) if instead else ""
        return translator.say(id, **dict(zip(names, failure.names, strict=False)))

    return sentence


def _answer(failure: Failure, translator: Translator) -> str:
    """Expected and got; if neither is known and the suite's author says nothing, that it is the wrong answer."""
    return mismatch(failure, translator) or ("" if failure.says else translator.say("asserted"))


def _changed(failure: Failure, translator: Translator) -> str:
    return translator.say("changed", names=_and(failure.names, translator) if failure.names else "…")


def _malformed(failure: Failure, translator: Translator) -> str:
    if failure.got is None:
        return translator.say("malformed")
    return translator.say("malformed_because", error=show(failure.got, translator))


def _raised(failure: Failure, translator: Translator) -> str:
    """The student's exception with their own lines of the traceback."""
    error = failure.got or Value("exception")
    text = ": ".join(filter(None, [error.type, error.text])) or translator.say("raised")
    lines = [text if len(text) <= LONG_ERROR else text[:LONG_ERROR] + CUT]
    for line in failure.lines:
        lines.append(f"  {_traceback_line(line, translator)}")
        lines += [f"    {code}" for code in line.text.split("\n") if code.strip()]
        lines += [f"  {translator.say('recursion')}"] * (line.times > 1)
    return "\n".join(lines)


def _traceback_line(line: SourceLine, translator: Translator) -> str:
    id = "traceback_line_in" if line.function else "traceback_line"
    return translator.say(id, file=line.file, line=line.line, function=line.function)


def _undefined(failure: Failure, translator: Translator) -> str:
    id = "undefined_but_near" if len(failure.names) > 2 else "undefined"
    return translator.say(id, **dict(zip(("name", "file", "near"), (*failure.names, "", ""), strict=False)))


def _wrong_answer_shape(failure: Failure, translator: Translator) -> str:
    expected, got = failure.expected or Value("tensor"), failure.got or Value("tensor")
    return translator.say("wrong_answer_shape", expected=expected.shape, got=got.shape)


def _hung(failure: Failure, translator: Translator) -> str:
    return translator.say("hung" if failure.number else "hung_long", seconds=failure.number)


def _crashed(failure: Failure, translator: Translator) -> str:
    return _crash(failure.names, translator)


def _crash(names: tuple[str, ...], translator: Translator) -> str:
    """How a process ended: ("signal", "SIGSEGV"), ("status", "1"), ("lied", why), or one word."""
    word, detail = (*names, "", "")[:2]
    if word == "signal":
        known = f"crashed_{detail}"
        return translator.say(known if known in MESSAGES else "crashed_signal", signal=detail)
    if word == "status":
        return translator.say("crashed_status", status=detail)
    if word == "lied" and detail:
        return translator.say("crashed_lied_how", problem=detail)
    return translator.say(f"crashed_{word}" if f"crashed_{word}" in MESSAGES else "crashed_ended")


def _unreadable(failure: Failure, translator: Translator) -> str:
    return translator.tell(failure.problem) if failure.problem else translator.say("unreadable_file")


def _file(failure: Failure) -> str:
    return failure.names[0] if failure.names else ""


def _missing(failure: Failure, translator: Translator) -> str:
    """The file, and the one that was probably meant to be it."""
    file, near = (*failure.names, "", "")[:2]
    id = "missing_file" if not near else "missing_notebook" if near.endswith(".ipynb") else "missing_near"
    return translator.say(id, file=file, near=near, wanted=f"{file.removesuffix('.py')}.ipynb")


def _import_raised(failure: Failure, translator: Translator) -> str:
    return f"{translator.say('import_failed', file=_file(failure))}\n{_raised(failure, translator)}"


def _import_hung(failure: Failure, translator: Translator) -> str:
    id = "import_hung" if failure.number is None else "import_hung_within"
    return translator.say(id, file=_file(failure), seconds=failure.number)


def _import_crashed(failure: Failure, translator: Translator) -> str:
    return f"{translator.say('import_failed', file=_file(failure))}\n{_crash(failure.names[1:], translator)}"


def _hung_before(failure: Failure, translator: Translator) -> str:
    return translator.say("hung_before", exercise=_file(failure), count=int(failure.number or 1))


def _not_together(failure: Failure, translator: Translator) -> str:
    return translator.say("not_together", count=int(failure.number or 1))


def _forbidden(failure: Failure, translator: Translator) -> str:
    """A line for each of the first uses."""
    if not failure.uses:
        return translator.say("forbidden_somewhere")
    lines = [_use(use, failure.kind, translator) for use in failure.uses[:MOST_USES]]
    more = len(failure.uses) - MOST_USES
    return "\n".join([*lines, *([translator.say("and_more", count=more)] if more > 0 else [])])


def _use(use: Use, kind: FailureKind, translator: Translator) -> str:
    named = fnmatchcase(use.code.lower(), f"*{use.operation.rpartition('.')[2].lower()}*")
    id = kind if kind != "forbidden" else "forbidden" if named else "forbidden_alias"
    text = translator.say(id, code=use.code, operation=use.operation)
    if not use.line:
        return text
    return translator.say("at_line_of" if use.file else "at_line", file=use.file, line=use.line, problem=text)


SENTENCES: Mapping[FailureKind, Sentence] = {
    "wrong_value": _answer,
    "wrong_type": _answer,
    "wrong_shape": _answer,
    "wrong_dtype": _answer,
    "wrong_length": _answer,
    "missing_key": _answer,
    "not_a_tensor": _answer,
    "not_one_number": _answer,
    "no_exception": _answer,
    "wrong_exception": _answer,
    "asserted": _answer,
    "malformed": _malformed,
    "unstable": _fixed("unstable"),
    "raised": _raised,
    "calls_stub": _named("calls_stub", "name"),
    "undefined": _undefined,
    "not_callable": _named("not_callable", "name", "type"),
    "not_a_module": _named("not_a_module", "type"),
    "unsupported": _named("unsupported", "problem"),
    "changed": _changed,
    "written_into": _fixed("written_into"),
    "no_gradient": _named("no_gradient", "name"),
    "wrong_answer_shape": _wrong_answer_shape,
    "hung": _hung,
    "out_of_time": _fixed("out_of_time"),
    "test_hung": _fixed("test_hung"),
    "crashed": _crashed,
    "missing_file": _missing,
    "empty_file": _named("empty_file", "file"),
    "unreadable_file": _unreadable,
    "import_raised": _import_raised,
    "import_hung": _import_hung,
    "import_crashed": _import_crashed,
    "not_attempted": _nothing,
    "needs_exercise": _named("needs_exercise", "exercise"),
    "needs_another_test": _named("needs_another_test", "exercise"),
    "not_together": _not_together,
    "hung_before": _hung_before,
    "interrupted": _fixed("not_run_interrupted"),
    "forbidden": _forbidden,
    "forbidden_ran": _forbidden,
    "forbidden_hidden": _forbidden,
}
