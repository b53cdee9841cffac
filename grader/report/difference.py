"""Expected and got, side by side, with where and how they differ: a factor, a sign, a shape, a dtype, an index."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from grader.failure import Difference, Failure, FailureKind, Value
from grader.report.values import MORE_DIGITS, form, number, only_a_form, show, typed
from grader.texts import Translator

ONE_LINE = 58  # of expected, got and note, so that with the words between them they fit on a screen of 80 columns
MOST_TIMES = 10_000
"""A factor larger than this is no mistake that can be read off it."""

Way = Callable[[Value, Translator, int], str]


class Ways(NamedTuple):
    """How the expected value and the one that was got are shown."""

    expected: Way
    got: Way


def _form(value: Value, translator: Translator, digits: int) -> str:
    return form(value, translator)


def _dtype(value: Value, translator: Translator, digits: int) -> str:
    if only_a_form(value) or not value.numbers:
        return translator.say("dtype", dtype=value.type)
    return translator.say("dtype_of", dtype=value.type, value=show(value, translator, digits))


def _dtype_alone(value: Value, translator: Translator, digits: int) -> str:
    return translator.say("dtype", dtype=value.type)


def _one_number(value: Value, translator: Translator, digits: int) -> str:
    return translator.say("one_number", value=show(value, translator, digits))


def _one_number_tensor(value: Value, translator: Translator, digits: int) -> str:
    return translator.say("one_number_tensor", value=show(value, translator, digits))


def _keys(value: Value, translator: Translator, digits: int) -> str:
    return translator.say("keys", keys=", ".join(value.keys)) if value.keys else translator.say("keys_none")


def _class(value: Value, translator: Translator, digits: int) -> str:
    return value.type or value.text


WAYS: Mapping[FailureKind, Ways] = {
    "wrong_value": Ways(show, show),
    "wrong_type": Ways(typed, typed),
    "wrong_shape": Ways(show, show),
    "wrong_dtype": Ways(_dtype_alone, _dtype),
    "wrong_length": Ways(typed, typed),
    "missing_key": Ways(show, _keys),
    "not_a_tensor": Ways(_one_number_tensor, typed),
    "not_one_number": Ways(_one_number, typed),
    "no_exception": Ways(_class, typed),
    "wrong_exception": Ways(_class, show),
}


class Sides(NamedTuple):
    """Expected and got as they are shown, "" for one that is not known, and how they differ."""

    expected: str
    got: str
    note: str = ""


def sides(failure: Failure, translator: Translator) -> Sides:
    """The two sides of a failure."""
    expected, got = _both(failure, translator)
    if not expected or not got:
        return Sides(expected, got)
    remarks = _remarks(failure, translator)
    difference = failure.difference
    if expected == got and difference and difference.expected and difference.got:
        expected, got = told_apart(difference.expected, difference.got, translator)
        remarks = [translator.say("difference_place", place=_index(difference, translator))]
    return Sides(expected, got, "; ".join(remarks))


def mismatch(failure: Failure, translator: Translator) -> str:
    """Expected and got, on one line where they are short; "" where there is neither."""
    say = translator.say
    expected, got, note = sides(failure, translator)
    if not expected or not got:
        return say("only_expected", expected=expected) if expected else say("only_got", got=got) if got else ""
    room = len(expected) + len(got) + (len(note) + 6 if note else 0)
    id = "mismatch" if room <= ONE_LINE and "\n" not in expected + got else "mismatch_long"
    return say(f"{id}_note", expected=expected, got=got, note=note) if note else say(id, expected=expected, got=got)


def _both(failure: Failure, translator: Translator) -> tuple[str, str]:
    """The two as they are shown; "" for one that is not known."""
    kind, ways = failure.kind, WAYS.get(failure.kind, Ways(show, show))
    if kind == "missing_key" and failure.names:
        return translator.say("key", key=failure.names[0]), _keys(failure.got or Value("dict"), translator, 0)
    if kind == "no_exception":
        return failure.expected.type if failure.expected else "", translator.say("no_exception")
    return told_apart(failure.expected, failure.got, translator, ways)


def told_apart(
    expected: Value | None, got: Value | None, translator: Translator, ways: Ways = WAYS["wrong_value"]
) -> tuple[str, str]:
    """Both with as many digits as it takes to see a difference, if there is one to see."""

    def pair(digits: int) -> tuple[str, str]:
        return (
            ways.expected(expected, translator, digits) if expected else "",
            ways.got(got, translator, digits) if got else "",
        )

    pairs = map(pair, MORE_DIGITS)
    shortest = next(pairs)
    if shortest[0] != shortest[1]:
        return shortest
    return next((longer for longer in pairs if longer[0] != longer[1]), shortest)


# ── remarks ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _remarks(failure: Failure, translator: Translator) -> list[str]:
    """Where and how the two differ, each a remark of its own."""
    difference = failure.difference or Difference()
    say, place = translator.say, _place(difference, translator)
    expected, got = failure.expected, failure.got
    how = "" if difference.factor is None else _factor(difference.factor, _is_each(failure), translator)
    if failure.kind == "wrong_shape" and expected and got and not only_a_form(expected):
        how = say("shapes_differ", expected=expected.shape, got=got.shape)
    if not how and difference.index is not None and difference.count > 1 and difference.expected and difference.got:
        one, other = told_apart(difference.expected, difference.got, translator)
        counts = {"count": difference.wrong, "all": difference.count}
        return [say("difference_at", place=_index(difference, translator), expected=one, got=other, **counts)]
    return [*([say("difference_place", place=place)] if place else []), *([how] if how else [])]


def _index(difference: Difference, translator: Translator) -> str:
    """The way to the first number that differs."""
    index = f"[{', '.join(map(str, difference.index))}]" if difference.index else ""
    return _place(difference, translator) + index


def _place(difference: Difference, translator: Translator) -> str:
    """The way into containers: `[1]['key']`; a name with a space in it is the course's own for a value."""
    steps = (
        translator.say("place_name", name=step) if isinstance(step, str) and " " in step else f"[{step!r}]"
        for step in difference.place
    )
    return "".join(steps)


def _is_each(failure: Failure) -> bool:
    size = math.prod(failure.expected.shape) if failure.expected else 1
    return max(size, failure.difference.count if failure.difference else 0) > 1


def _factor(factor: float, each: bool, translator: Translator) -> str:
    """The factor between all numbers, where it is one worth saying: a whole or a half number."""
    if factor == 0:
        return translator.say("all_zero") if each else ""
    if abs(factor + 1) < 1e-4:
        return translator.say("sign_wrong")
    size, sign = abs(factor), "_and_sign" if factor < 0 else ""
    for id, times in (("too_large", size), ("too_small", 1 / size)):
        near = round(times * 2) / 2
        if 1.05 < times < MOST_TIMES and abs(times - near) < 1e-3 * times:
            return translator.say(("each_" if each else "") + id + sign, factor=number(near).removesuffix("."))
    return ""
