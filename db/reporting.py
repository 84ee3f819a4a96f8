"""What do a month's report and a year's sheet tell? Gathered in a constant number of statements, folded in core.

A week belongs to a month by the last close of all its obligations, whatever subtree is asked for: so the reports of
the districts always have the same weeks as the province's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select

from core.calendar import local_day
from core.figures_facts import MonthFacts, ReportTask, ReportUnit, ReportWeek
from core.figures_year import YearFacts, month_codes
from core.month_calendar import reported_in
from core.months import month_named
from core.organisation import Organisation
from core.task import Task
from db.editions import frozen_months, reported_weeks
from db.engine import Tx
from db.reporting_rows import Notes, Tree, duties, earlier, items, notes, read_tree, vacancies
from db.tables import OBLIGATION, PERIOD, UNIT

TREND_WEEKS = 8
"""How many weeks before the month are looked at for the trend."""


@dataclass(frozen=True, slots=True)
class Validity:
    """A unit and the local days on which it exists, half-open."""

    id: int
    code: str
    name: str
    valid_from: date
    valid_to: date | None


async def validity(tx: Tx, code: str) -> Validity | None:
    """The unit with this code, whenever it exists."""
    row = (await tx.execute(select(UNIT).where(UNIT.c.code == code))).one_or_none()
    return None if row is None else Validity(row.id, row.code, row.name, row.valid_from, row.valid_to)


async def month_facts(
    tx: Tx,
    organisation: Organisation,
    code: str,
    root: int | None,
    now: datetime,
    periods: Collection[int] | None = None,
) -> MonthFacts:
    """Everything that the report of the month ("2026-11") tells of a unit's subtree, as it stands at `now`.

    `root` None means the whole organisation. The weeks are those that the tasks' rules put into the month, or these
    `periods`; a month that was frozen keeps its weeks. The tree is that of these weeks, not of today. Withdrawn items
    are left out. Ten statements. Raises ValueError when `code` is no month.
    """
    months = {task.code: month_named(task.month, organisation.calendar, code) for task in organisation.tasks}
    opened = await _opened_weeks(tx, organisation.tasks)
    if periods is None:
        weeks = await _weeks_of(tx, organisation, opened, code.strip())
    else:
        weeks = [week for week in opened if week.period in periods]
    tree = await read_tree(tx, organisation, root, *_days_of(organisation, weeks, now))
    return replace(
        await _owed_in(tx, organisation, weeks, tree, await notes(tx, weeks, tree), now),
        month=code.strip(),
        closes_at=max(month.closes_at for month in months.values()),
        final_at=max(month.final_at for month in months.values()),
        items=await items(tx, weeks, tree),
        earlier=await earlier(tx, _before(opened, weeks), tree),
    )


async def weeks_facts(
    tx: Tx, organisation: Organisation, first: date, last: date, root: int | None, now: datetime
) -> MonthFacts:
    """The same of the weeks between these local days, both included: without a month, items and a trend."""
    weeks = await weeks_between(tx, organisation, first, last)
    tree = await read_tree(tx, organisation, root, *_days_of(organisation, weeks, now))
    return await _owed_in(tx, organisation, weeks, tree, {}, now)


async def _owed_in(
    tx: Tx, organisation: Organisation, weeks: Sequence[ReportWeek], tree: Tree, noted: Notes, now: datetime
) -> MonthFacts:
    """What was owed in these weeks, and which units were vacant. Of no month yet."""
    owed = await duties(tx, organisation, weeks, tree, noted)
    return MonthFacts(
        month="",
        closes_at=max((week.closes_at for week in weeks), default=now),
        final_at=now,
        taken_at=now,
        root=tree.root,
        above=tree.above,
        tasks=_report_tasks(organisation),
        units=tree.units,
        weeks=tuple(weeks),
        duties=owed,
        vacancies=vacancies(organisation, weeks, tree, {(duty.unit, duty.period) for duty in owed}),
    )


async def opened_weeks(tx: Tx, organisation: Organisation) -> list[ReportWeek]:
    """Every week that was opened so far, in order of task and time. A statement."""
    return await _opened_weeks(tx, organisation.tasks)


async def weeks_between(tx: Tx, organisation: Organisation, first: date, last: date) -> list[ReportWeek]:
    """The weeks that were opened and have their middle, which names them, on one of these local days. A statement."""
    opened = await _opened_weeks(tx, organisation.tasks)
    return [week for week in opened if first <= middle_day(organisation, week) <= last]


def middle_day(organisation: Organisation, week: ReportWeek) -> date:
    """The local day in the middle of a week; week 47 is the one whose middle lies in the calendar's week 47."""
    return local_day(organisation.calendar, week.opens_at + (week.due_at - week.opens_at) / 2)


async def month_weeks(tx: Tx, organisation: Organisation, code: str) -> list[ReportWeek]:
    """The weeks of the month, in order of task and time. Three statements."""
    return await _weeks_of(tx, organisation, await _opened_weeks(tx, organisation.tasks), code)


async def _weeks_of(
    tx: Tx, organisation: Organisation, opened: Sequence[ReportWeek], code: str
) -> list[ReportWeek]:  # fmt: skip
    months = await _months_of(tx, organisation, opened)
    return [week for week in opened if months[week.period] == code]


async def year_facts(tx: Tx, organisation: Organisation, year: int, root: int | None, now: datetime) -> YearFacts:
    """The obligations of the year's twelve reporting months in a unit's subtree. Seven statements.

    Raises ValueError when it is no year from 2000 to 2999.
    """
    first, last = month_codes(year)[0], month_codes(year)[-1]
    calendar = organisation.calendar
    ends = [month_named(task.month, calendar, last).closes_at for task in organisation.tasks]
    opened = await _opened_weeks(tx, organisation.tasks)
    months = await _months_of(tx, organisation, opened)
    weeks = [week for week in opened if first <= months[week.period] <= last]
    tree = await read_tree(tx, organisation, root, *_days_of(organisation, weeks, now))
    return YearFacts(
        year=year,
        closes_at=max(ends),
        taken_at=now,
        root=tree.root,
        above=tree.above,
        tasks=_report_tasks(organisation),
        units=tree.units,
        weeks=tuple(weeks),
        duties=await duties(tx, organisation, weeks, tree, {}),
    )


async def unit_year(
    tx: Tx, organisation: Organisation, year: int, unit: int, now: datetime
) -> YearFacts | None:  # fmt: skip
    """The year of one unit alone, as it is called now: cheap enough for a chat. Six statements.

    None when there is no such unit. Raises ValueError when it is no year from 2000 to 2999.
    """
    first, last = month_codes(year)[0], month_codes(year)[-1]
    row = (await tx.execute(select(UNIT).where(UNIT.c.id == unit))).one_or_none()
    if row is None:
        return None
    opened = await _opened_weeks(tx, organisation.tasks)
    months = await _months_of(tx, organisation, opened)
    weeks = [week for week in opened if first <= months[week.period] <= last]
    alone = ReportUnit(row.id, row.code, row.name, row.level, None)
    days = {row.id: (row.valid_from, row.valid_to or date.max)}
    today = local_day(organisation.calendar, now)
    tree = Tree(row.id, "", (alone,), frozenset([row.id]), days, today, row.id)
    ends = [month_named(task.month, organisation.calendar, last).closes_at for task in organisation.tasks]
    owed = await duties(tx, organisation, weeks, tree, {})
    return YearFacts(year, max(ends), now, row.id, "", _report_tasks(organisation), tree.units, tuple(weeks), owed)


def _report_tasks(organisation: Organisation) -> tuple[ReportTask, ...]:
    return tuple(ReportTask(task.code, task.title, ", ".join(task.owed_by)) for task in organisation.tasks)


# ---- weeks -------------------------------------------------------------------------------------------------


async def _opened_weeks(tx: Tx, tasks: Sequence[Task]) -> list[ReportWeek]:
    """Every week that was opened, in order of task and time, with its last effective close.

    Waived obligations have a close, too: else a waiver could move a week into a month that is already reported.
    """
    last = select(func.max(OBLIGATION.c.closes_at)).where(OBLIGATION.c.period_id == PERIOD.c.id).correlate(PERIOD)
    order = {task.code: position for position, task in enumerate(tasks)}
    rows = await tx.execute(
        select(PERIOD, func.coalesce(last.scalar_subquery(), PERIOD.c.closes_at).label("last_close"))
        .where(PERIOD.c.task.in_(order))
        .order_by(PERIOD.c.opens_at, PERIOD.c.id)
    )
    weeks = [
        ReportWeek(row.id, row.task, row.code, row.opens_at, row.due_at, row.last_close, row.title) for row in rows
    ]
    return sorted(weeks, key=lambda week: order[week.task])


async def _months_of(tx: Tx, organisation: Organisation, weeks: Sequence[ReportWeek]) -> dict[int, str]:
    """The month that reports each of these weeks: the frozen one that has it, else the first that can still have it."""
    frozen, reported = await frozen_months(tx), await reported_weeks(tx)
    calendar, tasks = organisation.calendar, organisation.by_code
    return {
        week.period: reported.get(week.period)
        or reported_in(tasks[week.task].month, calendar, week.closes_at, frozen).code
        for week in weeks
    }


def _days_of(organisation: Organisation, weeks: Sequence[ReportWeek], now: datetime) -> tuple[date, date]:
    """The first and the last local day of which these weeks tell; without a week today."""
    first = min((week.opens_at for week in weeks), default=now)
    last = max((week.due_at for week in weeks), default=now)
    return local_day(organisation.calendar, first), local_day(organisation.calendar, last)


def _before(opened: Sequence[ReportWeek], weeks: Sequence[ReportWeek]) -> list[ReportWeek]:
    """The weeks of each task just before its first one in the month."""
    found: list[ReportWeek] = []
    for task in dict.fromkeys(week.task for week in weeks):
        begins = min(week.opens_at for week in weeks if week.task == task)
        found += [week for week in opened if week.task == task and week.opens_at < begins][-TREND_WEEKS:]
    return found
