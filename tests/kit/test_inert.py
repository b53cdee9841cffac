"""Text of others can be shown anywhere once it has gone through `inert`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inert import CUT, MESSAGE_BYTES, MESSAGE_LINES, inert, inert_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, 가, é, ✓, 🙂", "plain, 가, é, ✓, 🙂"),
        ("two\nlines\tand a tab\r\n", "two\nlines\tand a tab\n"),
        ("\x1b[31mred\x07\x00\x7f\x9b", r"\x1b[31mred\x07\x00\x7f\x9b"),
        ("over\rwritten", r"over\rwritten"),
        ("a\u202eb\u2066c\u200bd\ufeff", r"a\u202eb\u2066c\u200bd\ufeff"),
        ("a\u2028b\u2029c\x85", r"a\u2028b\u2029c\x85"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        (
            "e\u0301, \u0e19\u0e49\u0e33, \u0915\u094d\u0937\u093f",
            "e\u0301, \u0e19\u0e49\u0e33, \u0915\u094d\u0937\u093f",
        ),
        ("\u0e2a" + "\u0e47" * 3, r"\u0e2a\u0e47\u0e47\u0e47".replace(r"\u0e2a", "\u0e2a")),
        ("a\u0301\u05b1\u0651b", r"a\u0301\u05b1\u0651b"),
        ("a\U0001d159b", r"a\U0001d159b"),
        ("::error file=a::b", ": :error file=a: :b"),
        ("  ::stop-commands::x", "  : :stop-commands: :x"),
        ("##[command]x ##vso[task.complete]", "# #[command]x # #vso[task.complete]"),
        ("t[::2], a::1, ## heading", "t[::2], a::1, ## heading"),
    ],
)
def test_odd_characters_are_seen_and_commands_are_broken(text, shown):
    assert inert(text) == shown


def test_what_is_too_long_is_cut_with_a_word():
    for text in ["a" * 5000, "가" * 2000, "\x1b" * 3000, "a" * 10_000_000]:
        cut = inert(text)
        assert cut.endswith(CUT)
        assert len(cut.encode()) <= MESSAGE_BYTES
    assert inert("a" * MESSAGE_BYTES) == "a" * MESSAGE_BYTES
    flood = inert("x\n" * 1000)
    assert flood.endswith(CUT)
    assert flood.count("\n") < MESSAGE_LINES


def test_a_line_stays_a_line():
    assert inert_line("a\nb\tc") == r"a\nb\tc"
    assert len(inert_line("a\n" * 1000).encode()) <= 400


@given(st.text(st.characters(), max_size=200), st.integers(20, 300))
def test_inert_text_stays_as_it_is(text, limit):
    once = inert(text, limit)
    assert inert(once, limit) == once
    assert len(once.encode()) <= limit
    assert all(character.isprintable() or character in "\n\t" for character in once)
