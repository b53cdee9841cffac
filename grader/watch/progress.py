"""What is known of each exercise, and which is next. Plain data: what a save or a key changes is a new `Progress`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from grader.failure import OF_THE_FILE
from grader.verdict import Status, Verdict
from grader.watch.changes import Exercise, Fingerprint

State = Literal["done", "wrong", "open"]


@dataclass(frozen=True)
class Known:
    """What the last check of an exercise said, and the code that it was about."""

    verdicts: tuple[Verdict, ...]
    fingerprint: Fingerprint

    @property
    def state(self) -> State:
        """`open` where nothing is written yet, or what it needs is not."""
        ends = {verdict.status for verdict in self.counting}
        if ends <= {Status.PASSED}:
            return "done"
        return "wrong" if ends - {Status.PASSED, Status.NOT_ATTEMPTED} else "open"

    @property
    def counting(self) -> tuple[Verdict, ...]:
        """Without bonus tests, which nobody has to pass, where there are others."""
        return tuple(verdict for verdict in self.verdicts if verdict.points) or self.verdicts

    @property
    def failure(self) -> Verdict | None:
        """The first test that did not pass; of an exercise that is `wrong` one that was run."""
        short = [verdict for verdict in self.counting if verdict.status is not Status.PASSED]
        tried = [verdict for verdict in short if verdict.status is not Status.NOT_ATTEMPTED]
        return next(iter([*tried, *short]), None)

    @property
    def of_the_file(self) -> bool:
        """Whether it is the file that is wrong, and not the exercise."""
        return any(verdict.failure and verdict.failure.kind in OF_THE_FILE for verdict in self.verdicts)

    def outdated(self, now: Fingerprint) -> bool:
        """Whether the code has changed in a way that can change what was said."""
        then = self.fingerprint
        if self.of_the_file and (now.file != then.file or now.code != then.code):
            return True
        if now.stub and then.stub:
            return False
        return now.code != then.code or (self.state == "wrong" and now.lines != then.lines)


@dataclass(frozen=True)
class Progress:
    """All exercises in the course's order, what is known of them, and the one in focus, None when all are done.

    `checked` are those of the last check.
    """

    order: tuple[Exercise, ...]
    known: Mapping[Exercise, Known] = field(default_factory=dict)
    focus: Exercise | None = None
    checked: tuple[Exercise, ...] = ()

    @property
    def done(self) -> bool:
        return all(self.state(exercise) == "done" for exercise in self.order)

    def state(self, exercise: Exercise) -> State:
        known = self.known.get(exercise)
        return known.state if known else "open"

    def touched(self, now: Mapping[Exercise, Fingerprint]) -> tuple[Exercise, ...]:
        """The exercises that have to be checked, where their code is `now` as it is; unread ones are as they were."""
        return tuple(
            exercise
            for exercise in self.order
            if exercise in now and (exercise not in self.known or self.known[exercise].outdated(now[exercise]))
        )

    def checked_again(self, verdicts: Iterable[Verdict], now: Mapping[Exercise, Fingerprint]) -> "Progress":
        """What is known after a check, with the exercise in focus that a student wants to see next."""
        found: dict[Exercise, list[Verdict]] = {}
        for verdict in verdicts:
            found.setdefault((verdict.section, verdict.exercise), []).append(verdict)
        news = {exercise: Known(tuple(own), now.get(exercise, Fingerprint())) for exercise, own in found.items()}
        checked = tuple(exercise for exercise in self.order if exercise in news)
        after = replace(self, known={**self.known, **news}, checked=checked)
        return replace(after, focus=after._focus_after(checked))

    def further(self) -> "Progress":
        """The next exercise that is not done in focus, behind the one that is now."""
        return replace(self, focus=self._after(self.focus))

    def _focus_after(self, checked: Sequence[Exercise]) -> Exercise | None:
        """The first that was checked and is wrong; else what comes after the last that is done; else what was there."""
        wrong = [exercise for exercise in checked if self.state(exercise) == "wrong"]
        if wrong:
            # Of the exercises that a change reaches, those that only follow from others come after these.
            return min(wrong, key=lambda exercise: len(self._causes(exercise)))
        if len(checked) == len(self.order):
            return self._after(None)
        done = [exercise for exercise in checked if self.state(exercise) == "done"]
        if done:
            return self._after(done[-1])
        return self.focus if self.focus and self.state(self.focus) != "done" else self._after(self.focus)

    def _causes(self, exercise: Exercise) -> tuple[str, ...]:
        failure = self.known[exercise].failure
        return failure.failure.causes if failure and failure.failure else ()

    def _after(self, exercise: Exercise | None) -> Exercise | None:
        """The first behind an exercise that is not done, going round; None where all are."""
        start = self.order.index(exercise) + 1 if exercise in self.order else 0
        ahead = (*self.order[start:], *self.order[:start])
        return next((one for one in ahead if self.state(one) != "done"), None)
