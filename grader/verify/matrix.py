"""What the outcomes say of the suites, exercise by exercise: pure arithmetic over them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.texts import Message
from grader.verify.doctests import WrongExample
from grader.verify.runner import Outcome

THRESHOLDS = {"wheat": 100.0, "misconceptions": 100.0, "mutants": 98.0, "attribution": 98.0, "diagnosis": 90.0}
"""Per cent that a course has to reach, unless `[tool.grader.verify]` says otherwise."""
KEPT = 50.0
"""Per cent of its exercise's points that a wrong answer may keep: with more, a test gives points for nothing. The same
table says otherwise, as `kept`. What has the right answer, and fails only tests beside it, may keep more."""


@dataclass
class Tally:
    """So many of so many."""

    good: int = 0
    all: int = 0

    def add(self, good: bool) -> None:
        self.good += good
        self.all += 1

    @property
    def percent(self) -> float:
        return 100.0 * self.good / self.all if self.all else 100.0


@dataclass
class Row:
    """One exercise."""

    section: str
    exercise: str
    wheat: Tally = field(default_factory=Tally)
    misconceptions: Tally = field(default_factory=Tally)
    mutants: Tally = field(default_factory=Tally)
    diagnosis: Tally = field(default_factory=Tally)
    kept: float = 0.0
    """Per cent of the exercise's points that its best misconception with a wrong answer keeps."""
    best: str = ""
    shares: list[float] = field(default_factory=list)
    """What each of its misconceptions keeps."""
    worth: float = 0.0

    @property
    def mean(self) -> float:
        """Per cent of the exercise's points that its misconceptions keep on average."""
        return 100 * sum(self.shares) / len(self.shares) if self.shares else 0.0


@dataclass
class Matrix:
    """The whole: rows, totals by name, and what falls short, each with what to look at."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    attribution: Tally = field(default_factory=Tally)
    reference: Tally = field(default_factory=Tally)
    stubs: Tally = field(default_factory=Tally)
    refused: list[Outcome] = field(default_factory=list)
    survivors: list[Outcome] = field(default_factory=list)
    misattributed: list[Outcome] = field(default_factory=list)
    misdiagnosed: list[Outcome] = field(default_factory=list)
    undiagnosed: list[Outcome] = field(default_factory=list)
    redundant: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
    """Tests that the reference fails, and why."""
    examples: list[WrongExample] = field(default_factory=list)

    @property
    def kept(self) -> float:
        """Per cent of all points that a file keeps on average which has one misconception in every exercise."""
        rows = [row for row in self.rows.values() if row.shares]
        worth = sum(row.worth for row in rows)
        return sum(row.mean * row.worth for row in rows) / worth if worth else 0.0

    def totals(self) -> dict[str, Tally]:
        """The tallies by the names of the thresholds."""
        names = ("wheat", "misconceptions", "mutants", "diagnosis")
        sums = {
            name: Tally(
                sum(getattr(row, name).good for row in self.rows.values()),
                sum(getattr(row, name).all for row in self.rows.values()),
            )
            for name in names
        }
        return {**sums, "attribution": self.attribution}

    def short(self, thresholds: Mapping[str, float]) -> list[Message]:
        """A message for each threshold that is not reached."""
        wanted = {**THRESHOLDS, **thresholds}
        totals = self.totals()
        said = [
            Message.of(f"short_{name}", percent=totals[name].percent, least=wanted[name])
            for name in THRESHOLDS
            if totals[name].percent < wanted[name]
        ]
        untried = [f"{row.section} · {row.exercise}" for row in self.rows.values() if not row.misconceptions.all]
        if untried:
            said.append(Message.of("short_untried", exercises=", ".join(untried)))
        most = thresholds.get("kept", KEPT)
        said += [
            Message.of(
                "short_kept", exercise=f"{row.section} · {row.exercise}", best=row.best, percent=row.kept, most=most
            )
            for row in self.rows.values()
            if row.kept > most
        ]
        whole = thresholds.get("kept_whole")
        if whole is not None and self.kept > whole:
            said.append(Message.of("short_kept_whole", percent=self.kept, most=whole))
        if self.examples:
            said.append(Message.of("short_examples", count=len(self.examples)))
        if self.reference.good < self.reference.all:
            said.append(Message.of("short_reference"))
        if self.stubs.good < self.stubs.all:
            said.append(Message.of("short_stubs"))
        return said


def build(
    outcomes: Sequence[Outcome],
    equivalent: Mapping[str, Mapping[str, str]],
    tested: Iterable[tuple[str, str]] = (),
    examples: Sequence[WrongExample] = (),
) -> Matrix:
    """The matrix, with a row for each exercise that is `tested`, whatever became of it.

    `equivalent` mutants, by section and name, are left out.
    """
    matrix = Matrix({key: Row(*key) for key in tested}, examples=list(examples))
    caught_by: dict[str, set[str]] = {}
    for outcome in outcomes:
        if outcome.kind == "mutant" and outcome.name in equivalent.get(outcome.section, ()):
            continue
        _count(matrix, outcome, caught_by)
    matrix.redundant = _redundant(caught_by)
    made = {(outcome.section, outcome.name) for outcome in outcomes}
    matrix.stale = [
        f"{section}: {name}"
        for section, names in equivalent.items()
        for name in names
        if (section, name.partition(":")[0]) in matrix.rows and (section, name) not in made
    ]
    return matrix


def _count(matrix: Matrix, outcome: Outcome, caught_by: dict[str, set[str]]) -> None:
    if outcome.kind == "reference":
        matrix.failing += outcome.messages
        return matrix.reference.add(not outcome.failing and bool(outcome.tests))
    if outcome.kind == "stubs":
        missed = len(outcome.failing) == len(outcome.tests)
        return matrix.stubs.add(missed and all(status == "not_attempted" for _, _, status in outcome.failing))
    row = matrix.rows.setdefault((outcome.section, outcome.of), Row(outcome.section, outcome.of))
    own = [test for test, exercise, _ in outcome.failing if exercise == outcome.of]
    if outcome.kind == "wheat":
        row.wheat.add(not outcome.failing)
        if outcome.failing:
            matrix.refused.append(outcome)
        if outcome.diagnosis:
            matrix.misdiagnosed.append(outcome)
        return None
    (row.misconceptions if outcome.kind == "misconception" else row.mutants).add(bool(own))
    if not own:
        matrix.survivors.append(outcome)
    if outcome.kind == "misconception":
        row.shares.append(outcome.kept)
        row.worth = outcome.worth
        if 100 * outcome.kept > row.kept and not (own and outcome.beside):
            row.kept, row.best = 100 * outcome.kept, outcome.name
    if outcome.kind == "misconception":  # of a mutant only the first test is known that catches it
        for test, exercise in outcome.tests:
            if exercise == outcome.of:
                caught_by.setdefault(test, set()).update({outcome.name} if test in own else ())
    for test, _, _ in outcome.failing:
        matrix.attribution.add(test not in outcome.misattributed)
    if outcome.misattributed:
        matrix.misattributed.append(outcome)
    if outcome.kind == "misconception" and own:
        row.diagnosis.add(outcome.diagnosis == outcome.hint)
        if outcome.diagnosis != outcome.hint:
            (matrix.misdiagnosed if outcome.diagnosis else matrix.undiagnosed).append(outcome)
    return None


def _redundant(caught_by: Mapping[str, set[str]]) -> list[str]:
    """Tests that catch nothing which another does not."""
    return [
        test
        for test, caught in caught_by.items()
        if not caught - set().union(*(others for other, others in caught_by.items() if other != test), set())
    ]
