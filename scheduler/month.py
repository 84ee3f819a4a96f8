"""The month's calendar: the draft goes out on closing, whoever has not confirmed is reminded, then it is frozen.

Each step is carried out once, whatever the beats do. What takes long (documents, freezing) is only asked for here.
"""

from collections.abc import Sequence
from datetime import datetime

from core.documents import ErrandKind, Order
from core.figures_facts import last_week
from core.month_calendar import (
    MonthStep,
    MonthStepKind,
    closed_months,
    coming_month,
    expired,
    steps_of_month,
    worth_telling,
)
from core.month_notices import freeze_key, to_admins, to_confirm
from core.months import ReportMonth
from db import editions, errands, month_rows, outbox, people, reporting
from db.engine import Tx
from db.errands import Wanted
from db.month_rows import Awaited
from scheduler.setting import DutySetting


async def live_months(setting: DutySetting, now: datetime) -> None:
    """Carry out every step of a month that is due at `now` and was not carried out."""
    organisation = setting.organisation
    months = closed_months(organisation, now)
    async with setting.database.snapshot() as tx:
        frozen = await editions.frozen_months(tx)
        done = await month_rows.done_steps(tx, [month.code for month in months])
    for month in months:
        if month.code in frozen:
            continue
        for step in steps_of_month(month, organisation.calendar):
            if step.moment <= now and step not in done[month.code]:
                async with setting.database.transaction() as tx:
                    if not expired(step, month, now):
                        await _carry_out(tx, setting, month, step, now)
                    await month_rows.mark_step(tx, month.code, step, now)


def next_month_moment(setting: DutySetting, now: datetime) -> datetime:
    """When a month wants something next, as far as the calendar knows; perhaps in vain."""
    organisation = setting.organisation
    coming = coming_month(organisation, now)
    steps = steps_of_month(closed_months(organisation, now)[-1], organisation.calendar)
    return min([step.moment for step in steps if step.moment > now], default=coming.closes_at)


async def _carry_out(tx: Tx, setting: DutySetting, month: ReportMonth, step: MonthStep, now: datetime) -> None:
    weeks = await reporting.month_weeks(tx, setting.organisation, month.code)
    if not weeks:
        return  # nothing was lived yet
    waiting = await month_rows.awaited(tx, [week.period for week in weeks], setting.day(now), now)
    if step.kind is MonthStepKind.DRAFT:
        await _send_drafts(tx, setting, month, waiting, now)
        await _amend_the_month_before(tx, month, now)
    elif step.kind is MonthStepKind.REMIND:
        said = await month_rows.opinions(tx, month.code)
        silent = [(each.unit, each.member) for each in waiting if not (each.unit in said and said[each.unit].agreed)]
        await outbox.queue(tx, to_confirm(month, silent, step.moment, last_week(weeks)), now)
    else:
        await errands.want(tx, [Wanted(freeze_key(month.code), Order(ErrandKind.FREEZE, month.code), [])], now)
    if step.kind is not MonthStepKind.FREEZE:
        why = f"{step.kind.value}:{int(step.moment.timestamp())}"
        await outbox.queue(tx, to_admins(month, await people.reachable_admins(tx), why, last_week(weeks)), now)


async def _send_drafts(
    tx: Tx, setting: DutySetting, month: ReportMonth, waiting: Sequence[Awaited], now: datetime
) -> None:  # fmt: skip
    if not worth_telling(setting.organisation, month, now):
        return
    wanted = [
        Wanted(f"draft:{month.code}:{each.unit}", Order(ErrandKind.MONTH, month.code, each.unit), [each.member])
        for each in waiting
    ]
    await errands.want(tx, wanted, now)


async def _amend_the_month_before(tx: Tx, month: ReportMonth, now: datetime) -> None:
    """What changed since the last report was frozen becomes an amendment when the next month closes."""
    frozen = [code for code in await editions.frozen_months(tx) if code < month.code]
    if frozen:
        before = max(frozen)
        order = Order(ErrandKind.AMEND, before)
        await errands.want(tx, [Wanted(f"amend:{before}:{month.code}", order, [])], now)
