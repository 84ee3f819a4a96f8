"""How long the soak is, what is measured in it, and what may not be exceeded."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.report import Report

SETTLED = 10
"""From this week on memory and beats are expected to stay as they are."""

GROWTH = 10.0
"""Per cent that memory may grow from there to the end."""

SLOWER = 25.0
"""Per cent by which a beat may take longer at the end than then; less cannot be told from what else is running."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how many, how many processes (more than one: on PostgreSQL, and they die), and the dice."""

    weeks: int = 52
    units: int = 300
    processes: int = 1
    restarts: int = 2
    seed: int = 1

    def restart_weeks(self) -> list[int]:
        """The weeks, from 0, in which the database server is stopped: spread over the whole."""
        return [round((number + 1) * self.weeks / (self.restarts + 1)) for number in range(self.restarts)]


@dataclass(slots=True)
class Figures:
    """A value for each week that was lived."""

    memory: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    size: list[float] = field(default_factory=list)
    taken_over: list[float] = field(default_factory=list)
    """Seconds from each death of the process that led until another one did."""
    deaths: int = 0
    repeated: int = 0
    items: int = 0
    faults: list[str] = field(default_factory=list)


def tell(report: Report, plan: Plan, figures: Figures, seconds: float) -> None:
    """Each figure with its limit."""
    what = f"{plan.weeks} weeks, {plan.units} units, {plan.processes} process{'es' * (plan.processes > 1)}"
    report.figure(what, seconds, "s")
    report.figure("  items handed in", figures.items, "")
    report.figure("  deaths", figures.deaths, "")
    report.figure("  lost, doubled or otherwise wrong", len(figures.faults), "", limit=0)
    report.figure("  messages repeated of what was on its way at a death", figures.repeated, "")
    if figures.taken_over:
        report.figure("  the longest until another process led", max(figures.taken_over), "s", limit=10)
    for fault in figures.faults:
        print(f"    {fault}")
    if len(figures.size) > 2:
        slope, _ = statistics.linear_regression(range(len(figures.size)), figures.size)
        report.figure("  the database grows a week by", slope, "MB")
    if plan.processes == 1 and len(figures.memory) > SETTLED + 4:
        report.figure(f"  memory grows from week {SETTLED} to the end by", growth(figures.memory), "%", limit=GROWTH)
        report.figure(
            f"  a beat takes longer, from week {SETTLED} to the end", growth(figures.beats), "%", limit=SLOWER
        )
        report.figure("  resident memory at the end", figures.memory[-1], "MB")
        report.figure("  a beat that finds nothing, at the end", figures.beats[-1], "ms")


def growth(values: Sequence[float]) -> float:
    """Per cent from week SETTLED to the last one, along the line that fits all of them best; NaN if not known."""
    weeks = range(SETTLED, len(values) + 1)
    fitted = [values[week - 1] for week in weeks]
    if any(map(math.isnan, fitted)):
        return math.nan
    slope, start = statistics.linear_regression(weeks, fitted)
    first, last = start + slope * weeks[0], start + slope * weeks[-1]
    return 100 * (last / first - 1)
