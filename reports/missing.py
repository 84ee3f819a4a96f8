"""Who is missing, and why: one line for each unit and reason, its weeks together. For the document and the sheet."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.figures import Cell, MonthTable, Outcome
from core.figures_facts import ReportTask, ReportUnit, ReportWeek
from texts.report import ReportTexts


@dataclass(frozen=True, slots=True)
class Missing:
    """Weeks of one unit that ended alike for the same reason."""

    unit: ReportUnit
    weeks: tuple[ReportWeek, ...]
    outcome: Outcome
    holder: str
    counted: int
    required: int
    reason: str


def missing(month: MonthTable, task: ReportTask, outcomes: Iterable[Outcome], texts: ReportTexts) -> list[Missing]:
    """The weeks of this task that ended so, in the order of units."""
    found: dict[tuple[object, ...], Missing] = {}
    for unit, week, cell in month.of(*outcomes):
        if week.task != task.code:
            continue
        line = _line(unit, week, cell, texts)
        key = (unit.id, line.outcome, line.holder, line.counted, line.required, line.reason)
        before = found.get(key)
        found[key] = line if before is None else _longer(before, week)
    return list(found.values())


def why(cell: Cell, texts: ReportTexts) -> str:
    """The reason of a week that was not met, as somebody wrote it, or what is known instead."""
    duty = cell.duty
    if duty is None:
        return ""
    if duty.reason.strip():
        return duty.reason
    if cell.outcome is not Outcome.MISSED:
        return texts.say("missing.no_reason")
    if duty.called_at is not None:
        return texts.say("missing.called", at=duty.called_at)
    return texts.say("missing.unknown")


def _line(unit: ReportUnit, week: ReportWeek, cell: Cell, texts: ReportTexts) -> Missing:
    duty = cell.duty
    holder = duty.member_name if duty is not None and duty.member is not None else texts.say("missing.no_holder")
    counted, required = (duty.facts.counted, duty.facts.required) if duty is not None else (0, 0)
    return Missing(unit, (week,), cell.outcome, holder, counted, required, why(cell, texts))


def _longer(line: Missing, week: ReportWeek) -> Missing:
    return Missing(
        line.unit, (*line.weeks, week), line.outcome, line.holder, line.counted, line.required, line.reason
    )  # fmt: skip
