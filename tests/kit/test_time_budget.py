"""A slow section takes no time that others need."""

import pytest

from grader.suite import allowance
from grader.runner.time_budget import Allowance


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(allowance, "time", clock)
    return clock


def take_all(clock, whole, section):
    """What a section takes that goes on until it is stopped."""
    began = clock.now
    while (until := whole.until(section)) > clock.now:
        clock.now = min(until, clock.now + 5)
    return clock.now - began


def test_one_section_has_it_all(clock):
    whole = Allowance(120, ["a"])
    assert take_all(clock, whole, "a") == 120


def test_a_section_takes_no_more_than_it_leaves_or_an_equal_share(clock):
    whole = Allowance(120, ["a", "b", "c", "d", "e", "f", "g", "h"])
    assert [take_all(clock, whole, name) for name in "abcde"] == pytest.approx([60, 30, 15, 15, 0], abs=0.1)


def test_quick_sections_leave_the_slow_one_more(clock):
    whole = Allowance(120, ["a", "b", "c"])
    for section in ("a", "b", "a", "b"):
        assert whole.until(section) > clock.now + 35
        clock.now += 5
    assert take_all(clock, whole, "c") == pytest.approx(50, abs=0.1)
    assert whole.until("a") == pytest.approx(clock.now + 30, abs=0.1)


def test_what_is_given_back_is_nobodys(clock):
    whole = Allowance(20, ["a", "b"])
    whole.until("a")
    clock.now += 1000
    whole.give_back(1000)
    assert whole.until("b") == clock.now + 10
    assert whole.until("a") == clock.now + 10
