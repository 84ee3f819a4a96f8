"""How did each secretary do in a year, and how is that rated?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.figures import Outcome, Tally, outcome_of
from core.figures_facts import DutyFact, ReportTask, ReportUnit, ReportWeek

MONTHS = 12
_MET = frozenset({Outcome.ON_TIME, Outcome.LATE})


@dataclass(frozen=True, slots=True)
class Threshold:
    """A rating and what it takes: so many percent of the owed weeks met, and so many on time.

    ValueError when a percentage is not from 0 to 100.
    """

    title: str
    met: int
    on_time: int = 0

    def __post_init__(self) -> None:
        for percent in (self.met, self.on_time):
            if not 0 <= percent <= 100:
                raise ValueError(f"{percent} is no percentage; it must be from 0 to 100")


USUAL_THRESHOLDS = (
    Threshold("excellent", met=100, on_time=90),
    Threshold("good", met=90),
    Threshold("done", met=70),
    Threshold("not_done", met=0),
)
"""Best first. These titles have words in the catalogue; those of the settings are taken as they are."""


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The obligations of the twelve reporting months of a year in one subtree, as known at `taken_at`.

    `closes_at` is when the last of the months closes; `above` as in MonthFacts.
    """

    year: int
    closes_at: datetime
    taken_at: datetime
    root: int | None
    above: str
    tasks: tuple[ReportTask, ...]
    units: tuple[ReportUnit, ...]
    weeks: tuple[ReportWeek, ...]
    duties: tuple[DutyFact, ...]


@dataclass(frozen=True, slots=True)
class YearLine:
    """One secretary's year in one unit. `member` is None for weeks whose seat had fallen vacant by the due day.

    `longest_run`: the most weeks in a row, of one task, in which the quota was met. `rating` is the title of the
    first threshold that is reached; empty while no owed week is over.
    """

    unit: ReportUnit
    member: int | None
    name: str
    tally: Tally
    longest_run: int
    rating: str

    @property
    def owed(self) -> int:
        """Owed weeks that are over."""
        return self.tally.owed - self.tally.open


def year_lines(facts: YearFacts, thresholds: Sequence[Threshold] = USUAL_THRESHOLDS) -> list[YearLine]:
    """A line for each unit and each who was in charge of it, in the order of units, then of time."""
    order = {week.period: (week.opens_at, week.period) for week in facts.weeks}
    tasks = {week.period: week.task for week in facts.weeks}
    shares: dict[int, dict[int | None, list[DutyFact]]] = defaultdict(lambda: defaultdict(list))
    for duty in sorted(facts.duties, key=lambda duty: order[duty.period]):
        shares[duty.unit][duty.member].append(duty)
    return [
        _line(unit, duties, tasks, facts.taken_at, thresholds)
        for unit in facts.units
        for duties in shares[unit.id].values()
    ]


def lines_of(lines: Iterable[YearLine], member: int) -> list[YearLine]:
    """One secretary's own lines, one for each unit he or she was in charge of."""
    return [line for line in lines if line.member == member]


def rating(tally: Tally, thresholds: Sequence[Threshold]) -> str:
    """The title of the first threshold that the weeks which are over reach; empty when there are none, or none fits."""
    over = tally.owed - tally.open
    if not over:
        return ""
    for threshold in thresholds:
        if tally.met * 100 >= threshold.met * over and tally.on_time * 100 >= threshold.on_time * over:
            return threshold.title
    return ""


def longest_run(outcomes: Iterable[Outcome]) -> int:
    """The most met weeks in a row. Weeks that were excused, had nothing to report or are open are passed over."""
    longest = running = 0
    for outcome in outcomes:
        if outcome in _MET:
            running += 1
            longest = max(longest, running)
        elif outcome is Outcome.MISSED:
            running = 0
    return longest


def month_codes(year: int) -> list[str]:
    """The reporting months of a year, in order."""
    return [f"{year}-{month:02d}" for month in range(1, MONTHS + 1)]


def _line(
    unit: ReportUnit,
    duties: Sequence[DutyFact],
    tasks: Mapping[int, str],
    now: datetime,
    thresholds: Sequence[Threshold],
) -> YearLine:
    by_task: dict[str, list[Outcome]] = defaultdict(list)
    for duty in duties:
        by_task[tasks[duty.period]].append(outcome_of(duty, now))
    tally = Tally(**Counter(outcome.value for outcomes in by_task.values() for outcome in outcomes))
    run = max(longest_run(outcomes) for outcomes in by_task.values())
    last = duties[-1]
    return YearLine(unit, last.member, last.member_name, tally, run, rating(tally, thresholds))
