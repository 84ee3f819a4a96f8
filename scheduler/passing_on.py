"""A coordinator's seat fell vacant or changed hands: whoever has its open flags now is told of them, at once."""

from collections import defaultdict
from datetime import date, datetime

from core.hierarchy import Hierarchy
from core.notices import Notice, NoticeKind
from db import flags, outbox, passing_on, stopping, units
from db.engine import Tx
from db.flags import Reason
from scheduler.setting import DutySetting


async def pass_on(setting: DutySetting, now: datetime) -> int:
    """The flags of a vacant seat, or of one whose new holder never came in, go to the next coordinator above, at last
    to the admins; a new holder who can be written to is told of those that the seat has, and so is a deputy who has to
    stand in for one who cannot be or is away. How many flags were told.

    A holder who only cannot be reached any more keeps them: then the ladder's clock decides. Nothing is told twice.
    None while an emergency stop is on, nor while nobody can be reached above: it is tried again.
    """
    day = setting.day(now)
    async with setting.database.snapshot() as tx:
        if not await passing_on.untold(tx, day, now) or not await _untold(
            tx, await units.hierarchy(tx, day, now), day, now
        ):
            return 0
    async with setting.database.transaction() as tx:
        tree = await units.hierarchy(tx, day, now)
        found = await _untold(tx, tree, day, now)
        if not found or await stopping.current(tx):
            return 0
        told: dict[int, list[passing_on.Untold]] = defaultdict(list)
        moved: dict[int | None, list[int]] = defaultdict(list)
        for each in found:
            deputy = _instead(tree, each)
            if deputy is not None:
                told[deputy].append(each)
                continue
            if each.holder is not None and each.came_in:
                if each.linked:
                    told[each.holder].append(each)
                continue
            post = tree.coordinator_of(each.level_unit)
            if post.members:
                moved[post.unit].append(each.flag)
            for member in post.members:
                told[member].append(each)
        for unit, numbers in moved.items():
            await passing_on.move(tx, numbers, unit)
        for member, own in told.items():
            numbers = [each.flag for each in own]
            about = {"reason": Reason.TAKEN_OVER.value, "flags": numbers}
            key = f"taken_over:{numbers[0]}:{member}:{int(now.timestamp())}"
            notice = Notice(key, NoticeKind.ESCALATION, member=member, about=about, period=own[0].period)
            await outbox.queue(tx, [notice], now)
            await flags.told(tx, [(number, member) for number in numbers], Reason.TAKEN_OVER, now)
        return sum(map(len, told.values()))


async def _untold(tx: Tx, tree: Hierarchy, day: date, now: datetime) -> list[passing_on.Untold]:
    """The flags of which whoever has them now was not told; of those that a deputy has, those new to the deputy."""
    found = await passing_on.untold(tx, day, now)
    told = await passing_on.told_of(tx, [each.flag for each in found if _instead(tree, each) is not None])
    return [
        each
        for each in found
        if ((each.flag, instead) not in told if (instead := _instead(tree, each)) is not None else not each.told)
    ]


def _instead(tree: Hierarchy, each: passing_on.Untold) -> int | None:
    """The deputy who stands in for the holder of the flag's level; None where nobody has to."""
    post = tree.coordinators.get(each.level_unit)
    return post if each.holder is not None and post != each.holder else None
