"""What is the result of a month, unit by unit and week by week? Folded purely from frozen facts.

Nothing here looks anywhere else, so the same facts always give the same figures, and the figures of the units below
a node add up to those of the node exactly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from core.evidence import ItemKind
from core.figures_facts import DutyFact, MonthFacts, ReportUnit, ReportWeek, paths_of, subtree


class Outcome(StrEnum):
    """What became of one unit's week. VACANT: nobody held the seat when the week opened, so nothing was owed.

    NOTHING: there was nothing to hand in, and the coordinator confirmed it. OPEN: evidence can still come in time.
    """

    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"
    NOTHING = "nothing"
    VACANT = "vacant"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many weeks of units ended how, and how many items count. Adds up."""

    on_time: int = 0
    late: int = 0
    missed: int = 0
    excused: int = 0
    nothing: int = 0
    vacant: int = 0
    open: int = 0
    photos: int = 0
    links: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(Tally)))

    @property
    def met(self) -> int:
        """Weeks whose quota was reached, late ones too."""
        return self.on_time + self.late

    @property
    def owed(self) -> int:
        """Weeks in which evidence was owed: not the excused ones, nor those with nothing to report or nobody there."""
        return self.met + self.missed + self.open

    @property
    def items(self) -> int:
        """Items that count."""
        return self.photos + self.links


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's week. `duty` is None where the seat was vacant."""

    outcome: Outcome
    duty: DutyFact | None = None


def outcome_of(duty: DutyFact, now: datetime) -> Outcome:
    """What became of an obligation, as known at `now`."""
    facts = duty.facts
    if duty.nothing:
        return Outcome.NOTHING
    if facts.waived:
        return Outcome.EXCUSED
    if facts.met:
        return Outcome.LATE if facts.late else Outcome.ON_TIME
    return Outcome.OPEN if now < facts.closes_at else Outcome.MISSED


@dataclass(frozen=True)
class MonthTable:
    """The folded month. A node is a unit's id; None stands for everything in the facts."""

    facts: MonthFacts
    cells: Mapping[tuple[int, int], Cell]
    tallies: Mapping[tuple[int | None, int], Tally]

    def cell(self, unit: int, period: int) -> Cell | None:
        """What became of this unit's week; None where it neither owed nor was vacant (it did not exist, say)."""
        return self.cells.get((unit, period))

    def tally(self, node: int | None = None, *, task: str | None = None, period: int | None = None) -> Tally:
        """The sum over a node's subtree, of one task or one period only if given."""
        total = Tally()
        for week in self.facts.weeks:
            if task in (None, week.task) and period in (None, week.period):
                total += self.tallies.get((node, week.period), Tally())
        return total

    def weeks(self, task: str) -> list[ReportWeek]:
        """The month's weeks of one task, oldest first."""
        return [week for week in self.facts.weeks if week.task == task]

    def owing(self, task: str, node: int | None = None) -> list[ReportUnit]:
        """The units of a node's subtree that owe this task, or would if they were not vacant; in the report's order."""
        periods = [week.period for week in self.weeks(task)]
        below = self.facts.units if node is None else subtree(self.facts.units, node)
        return [unit for unit in below if any((unit.id, period) in self.cells for period in periods)]

    def parts(self, node: int | None = None) -> list[ReportUnit]:
        """The units right below a node whose subtrees have figures; without a node those at the top of the facts."""
        present = {unit.id for unit in self.facts.units}
        return [
            unit
            for unit in self.facts.units
            if unit.id in self._with_figures
            and (unit.parent == node if node is not None else unit.parent not in present)
        ]

    @cached_property
    def _with_figures(self) -> frozenset[int]:
        return frozenset(node for node, _ in self.tallies if node is not None)

    def of(self, *wanted: Outcome) -> Iterator[tuple[ReportUnit, ReportWeek, Cell]]:
        """Every unit's week that ended so, in the order of units, then weeks."""
        for unit in self.facts.units:
            for week in self.facts.weeks:
                cell = self.cells.get((unit.id, week.period))
                if cell is not None and cell.outcome in wanted:
                    yield unit, week, cell


def fold(facts: MonthFacts) -> MonthTable:
    """The month's table, as known when the facts were taken. Linear in the facts."""
    paths = paths_of(facts.units)
    cells = {(unit, period): Cell(Outcome.VACANT) for unit, period in facts.vacancies}
    cells |= {(duty.unit, duty.period): Cell(outcome_of(duty, facts.taken_at), duty) for duty in facts.duties}
    counts: dict[tuple[int | None, int], Counter[str]] = defaultdict(Counter)
    for (unit, period), cell in cells.items():
        for node in (*paths[unit], None):
            counts[node, period][cell.outcome.value] += 1
    for item in facts.items:
        if item.counts:
            for node in (*paths[item.unit], None):
                counts[node, item.period][_OF_KIND[item.kind]] += 1
    return MonthTable(facts, cells, {key: Tally(**count) for key, count in counts.items()})


_OF_KIND = {ItemKind.PHOTO: "photos", ItemKind.LINK: "links"}
