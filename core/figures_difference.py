"""What is different between two states of a month's report? What an amendment names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.figures import Cell, MonthTable, Outcome
from core.figures_facts import ReportUnit, ReportWeek


@dataclass(frozen=True, slots=True)
class Change:
    """One unit's week that ended otherwise, or counts more or fewer items. An outcome is None where there was none."""

    unit: ReportUnit
    week: ReportWeek
    before: Outcome | None
    after: Outcome | None
    counted_before: int
    counted_after: int

    def as_json(self) -> dict[str, Any]:
        """The change in plain facts."""
        return {
            "unit": self.unit.id,
            "name": self.unit.name,
            "task": self.week.task,
            "week": self.week.name,
            "before": self.before.value if self.before else None,
            "after": self.after.value if self.after else None,
            "counted": [self.counted_before, self.counted_after],
        }


def changes(before: MonthTable, after: MonthTable) -> list[Change]:
    """Every unit's week that is told otherwise, in the order of the newer table; empty when nothing is."""
    units: Mapping[int, ReportUnit] = {unit.id: unit for table in (before, after) for unit in table.facts.units}
    weeks: Mapping[int, ReportWeek] = {week.period: week for table in (before, after) for week in table.facts.weeks}
    found: list[Change] = []
    for unit in units.values():
        for week in weeks.values():
            one, other = before.cell(unit.id, week.period), after.cell(unit.id, week.period)
            counts = _counted(one), _counted(other)
            outcomes = one.outcome if one else None, other.outcome if other else None
            if outcomes[0] is not outcomes[1] or counts[0] != counts[1]:
                found.append(Change(unit, week, *outcomes, *counts))
    return found


def _counted(cell: Cell | None) -> int:
    return 0 if cell is None or cell.duty is None else cell.duty.facts.counted
