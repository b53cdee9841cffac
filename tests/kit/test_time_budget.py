"""A slow section takes no time that others need, and time that a busy machine takes is nobody's."""

import pytest

from grader.runner import time_budget
from grader.runner.time_budget import TimeBudget


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0
        self.starved = 0.0

    def monotonic(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        """Time in which somebody else has the processors."""
        self.now += seconds
        self.starved += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(time_budget, "time", clock)
    return clock


def budget_of(clock, seconds, sections):
    return TimeBudget(seconds, sections, lambda: clock.starved)


def take_all(clock, budget, section):
    """What a section takes that goes on until it is stopped."""
    began = clock.now
    budget.turn(section)
    while (left := budget.left()) > 0:
        clock.now += min(left, 5)
        budget.turn(section)
    return clock.now - began


def test_one_section_has_it_all(clock):
    assert take_all(clock, budget_of(clock, 120, ["a"]), "a") == pytest.approx(120)


def test_a_section_takes_no_more_than_it_leaves_or_an_equal_share(clock):
    budget = budget_of(clock, 120, ["a", "b", "c", "d", "e", "f", "g", "h"])
    assert [take_all(clock, budget, name) for name in "abcde"] == pytest.approx([60, 30, 15, 15, 0], abs=0.1)


def test_quick_sections_leave_the_slow_one_more(clock):
    budget = budget_of(clock, 120, ["a", "b", "c"])
    for section in ("a", "b", "a", "b"):
        budget.turn(section)
        assert budget.left() > 35
        clock.now += 5
    assert take_all(clock, budget, "c") == pytest.approx(50, abs=0.1)
    budget.turn("a")
    assert budget.left() == pytest.approx(30, abs=0.1)


def test_what_is_given_back_is_nobodys(clock):
    budget = budget_of(clock, 20, ["a", "b"])
    budget.turn("a")
    clock.now += 1000
    budget.give_back(1000)
    for section in "ba":
        budget.turn(section)
        assert budget.left() == pytest.approx(10)


def test_what_a_busy_machine_takes_is_nobodys_up_to_a_bound(clock):
    budget = budget_of(clock, 20, ["a"])
    budget.turn("a")
    clock.now += 5
    clock.wait(60)
    assert budget.left() == pytest.approx(15)
    clock.wait(1000)
    assert budget.left() <= 0
