"""Reminders: only to those who still owe, one message per person and local day, never stale."""

from collections.abc import Sequence
from datetime import datetime

from core.agenda import Step
from core.notices import Notice, NoticeKind
from core.task import PeriodTimes
from db import deputies, outbox, sweep
from db.engine import Tx
from scheduler.batches import work_through
from scheduler.setting import DutySetting


async def remind(setting: DutySetting, period: PeriodTimes, step: Step, now: datetime) -> int:
    """Queue this step's reminders. The text is made when it is sent, from what the person owes by then.

    A deputy gets one instead of a holder who is away or not linked.

    The key is one a person and local day, so that several tasks and seats make one message. It expires when
    that day's quiet hours begin.
    """
    calendar = setting.organisation.calendar
    day = setting.day(step.moment)
    expires = calendar.quiet.day_ends(step.moment, calendar.zone)

    async def find(tx: Tx, after: int) -> Sequence[int]:
        return await sweep.members_to_remind(tx, period.id, setting.day(now), now, after)

    async def find_deputies(tx: Tx, after: int) -> Sequence[int]:
        return await deputies.to_remind(tx, period.id, setting.day(now), now, after, sweep.BATCH)

    async def write(tx: Tx, members: Sequence[int]) -> None:
        notices = [
            Notice(
                f"reminder:{member}:{day.isoformat()}",
                NoticeKind.REMINDER,
                member=member,
                period=period.id,
                expires_at=expires,
            )
            for member in members
        ]
        await outbox.queue(tx, notices, now)

    holders = await work_through(setting.database, find, lambda member: member, write)
    return holders + await work_through(setting.database, find_deputies, lambda member: member, write)
