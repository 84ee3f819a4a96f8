"""AT_RISK: flags before the deadline, and one digest to each coordinator with the own short units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from core.agenda import Step
from core.hierarchy import Post
from core.notices import Notice, NoticeKind
from core.ports import Address
from core.task import PeriodTimes, Task
from db import flags, outbox, platforms, sweep, units
from db.engine import Tx
from db.flags import Raise, Reason
from db.sweep import ShortObligation
from scheduler.batches import work_through
from scheduler.setting import DutySetting


async def warn(setting: DutySetting, task: Task, period: PeriodTimes, step: Step, now: datetime) -> int:
    """Flag every short obligation of this step and tell whoever looks after it, once.

    The digest is composed when it is sent, so that it lists those who are short by then.
    """
    async with setting.database.snapshot() as tx:
        tree = await units.hierarchy(tx, setting.day(now), now)
    due_at = step.moment + task.at_risk

    async def find(tx: Tx, after: int) -> Sequence[ShortObligation]:
        return await sweep.lacking_warning(tx, period.id, task.at_risk, setting.day(now), now, after)

    async def write(tx: Tx, rows: Sequence[ShortObligation]) -> None:
        posts = {row.id: tree.coordinator_of(row.unit) for row in rows}
        await flags.warn(tx, [Raise(row.id, posts[row.id].unit, None) for row in rows], now)
        numbers = {flag.obligation: flag.id for flag in await flags.of_obligations(tx, [row.id for row in rows])}
        told: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            for member in posts[row.id].members:
                told[member].append(numbers[row.id])
        about = {"due_at": due_at.isoformat(), "task": task.code, "week": period.name}
        notices = [
            Notice(
                f"at_risk:{period.id}:{int(due_at.timestamp())}:{member}",
                NoticeKind.AT_RISK,
                member=member,
                about=about,
                period=period.id,
                expires_at=due_at,
            )
            for member in told
        ]
        for group, member in (await _groups(tx, posts.values())).items():
            key = f"{group.channel}:{group.account}:{group.chat}"
            notices.append(
                Notice(
                    f"at_risk:{period.id}:{int(due_at.timestamp())}:{member}:{key}",
                    NoticeKind.AT_RISK,
                    member=member,
                    address=group,
                    about=about | {"group": True},
                    period=period.id,
                    expires_at=due_at,
                )
            )
        await outbox.queue(tx, notices, now)
        pairs = [(flag, member) for member, flagged in told.items() for flag in flagged]
        await flags.told(tx, pairs, Reason.AT_RISK, now)

    return await work_through(setting.database, find, lambda row: row.id, write)


async def _groups(tx: Tx, posts: Iterable[Post]) -> dict[Address, int]:
    """The groups that an admin bound to these coordinators' units, and whose digest each gets."""
    members = {post.unit: post.members[0] for post in posts if post.unit is not None and post.members}
    bound = await platforms.groups_of(tx, members.keys())
    return {group: members[unit] for unit, groups in bound.items() for group in groups}
