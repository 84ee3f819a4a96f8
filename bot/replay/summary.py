"""What came of a replay: for each week the standings, the items and the messages, as data and as a table."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from bot.installation import Installation
from core.calendar import Week, local_day
from core.notices import NoticeKind
from core.standing import Standing, standing
from db import outbox_counts, periods, standings, submissions

KINDS = ("reminder", "at_risk", "missed", "escalation", "resolved", "receipt", "report", "other")

_OTHERS = {NoticeKind.REPLY.value: "other", NoticeKind.NUDGE.value: "reminder", NoticeKind.DIGEST.value: "other"}


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """One week of the first task."""

    period: str
    obligations: int
    met_on_time: int
    met_late: int
    missed: int
    excused: int
    items: int
    notices: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on (DESIGN section 4)."""
        return {
            "period": self.period,
            "obligations": self.obligations,
            "met_on_time": self.met_on_time,
            "met_late": self.met_late,
            "missed": self.missed,
            "excused": self.excused,
            "items": self.items,
            "notices": self.notices,
        }


async def summarise(installation: Installation, weeks: list[Week]) -> list[WeekSummary]:
    """How each of these weeks stands at the present moment."""
    task = installation.organisation.weekly
    calendar = installation.organisation.calendar
    now = installation.clock.now()
    result: list[WeekSummary] = []
    async with installation.database.snapshot() as tx:
        for week in weeks:
            period = await periods.period_named(tx, task.code, week.code)
            if period is None:
                continue
            views = await standings.of_period(tx, period.id, local_day(calendar, period.due_at))
            states = Counter(standing(view.facts, now, task.at_risk) for view in views)
            late = sum(1 for view in views if view.facts.late and not view.facts.waived)
            items = await submissions.count_by_period(tx, [period.id])
            sent = (await outbox_counts.sent_by_period(tx, [period.id])).get(period.id, {})
            notices: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
            for kind, number in sent.items():
                notices[_OTHERS.get(kind, kind)] += number
            result.append(
                WeekSummary(
                    week.code,
                    len(views),
                    states[Standing.MET] - late,
                    late,
                    states[Standing.MISSED],
                    states[Standing.EXCUSED],
                    items.get(period.id, 0),
                    dict(notices),
                )
            )
    return result


def table_of(weeks: list[WeekSummary], title: str) -> Table:
    """The summary as people read it, with a line of sums."""
    table = Table(title=title, show_footer=True)
    columns = ("owed", "on time", "late", "missed", "items", "reminders", "at risk", "missed alerts", "escalations")
    rows = [
        (
            week.obligations,
            week.met_on_time,
            week.met_late,
            week.missed,
            week.items,
            week.notices["reminder"],
            week.notices["at_risk"],
            week.notices["missed"],
            week.notices["escalation"],
        )
        for week in weeks
    ]
    sums = [sum(row[column] for row in rows) for column in range(len(columns))]
    table.add_column("week", footer="all")
    for name, total in zip(columns, sums, strict=True):
        table.add_column(name, justify="right", footer=str(total))
    for week, row in zip(weeks, rows, strict=True):
        table.add_row(week.period, *(str(number) for number in row))
    return table
