"""A month of one subtree in short, as chats tell it."""

from dataclasses import dataclass
from datetime import datetime

from core.figures_facts import ReportWeek


@dataclass(frozen=True, slots=True)
class Lacking:
    """A unit that missed weeks: how many, and for how many of them somebody noted why."""

    unit: int
    name: str
    weeks: int
    explained: int


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """A month as it stands. A week of a unit is owed unless it was waived; there is at least one week.

    `lacking`: the worst of the `short` units. `open`: weeks for which evidence can still come in time.
    """

    month: str
    weeks: tuple[ReportWeek, ...]
    owed: int
    met: int
    missed: int
    open: int
    waived: int
    short: int
    lacking: tuple[Lacking, ...]

    @property
    def first(self) -> datetime:
        """The opening of the first week."""
        return min(week.opens_at for week in self.weeks)

    @property
    def last(self) -> datetime:
        """The due moment of the last week."""
        return max(week.due_at for week in self.weeks)

    @property
    def periods(self) -> list[int]:
        """The weeks by their numbers in the database."""
        return [week.period for week in self.weeks]
