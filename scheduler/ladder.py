"""The ladder: a MISSED flag nobody took care of goes one level up, and so on to the admins."""

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from core.ladder import climbs_at
from core.notices import Notice, NoticeKind
from db import flags, outbox, stopping, units
from db.flags import Reason
from scheduler.setting import DutySetting

_log = logging.getLogger(__name__)


async def climb(setting: DutySetting, now: datetime) -> int:
    """Send up every flag whose time at its level is over; one message a person. How many flags were looked at.

    None while an emergency stop is on: whoever has the flag did not get the alert.
    """
    climbed = 0
    while True:
        async with setting.database.transaction() as tx:
            due = await flags.to_climb(tx, now)
            if not due or await stopping.current(tx):
                return climbed
            tree = await units.hierarchy(tx, setting.day(now), now)
            told: dict[int, list[int]] = defaultdict(list)
            for flag in due:
                post = tree.next_level(flag.level_unit)
                again_at = climbs_at(now, _wait(setting, flag.task), None)
                if post is None:
                    await flags.climb(tx, flag.id, None, None)
                elif not post.members:  # nobody can be reached above: it stays, and is tried again
                    await flags.climb(tx, flag.id, flag.level_unit, again_at)
                else:
                    await flags.climb(tx, flag.id, post.unit, None if post.unit is None else again_at)
                for member in post.members if post else ():
                    told[member].append(flag.id)
            for member, flagged in told.items():
                key = f"unanswered:{flagged[0]}:{member}:{int(now.timestamp())}"
                about = {"reason": Reason.UNANSWERED.value, "flags": flagged}
                period = next(flag.period for flag in due if flag.id == flagged[0])
                notice = Notice(key, NoticeKind.ESCALATION, member=member, about=about, period=period)
                await outbox.queue(tx, [notice], now)
                await flags.told(tx, [(flag, member) for flag in flagged], Reason.UNANSWERED, now)
        climbed += len(due)


def _wait(setting: DutySetting, task_code: str) -> timedelta:
    """How long the task's flags wait at a level; a task that left the config has the first task's patience."""
    tasks = setting.organisation
    return tasks.by_code.get(task_code, tasks.tasks[0]).escalation.unacknowledged
