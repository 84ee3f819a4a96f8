"""Which messages a platform would charge for that takes money for those which the bot starts."""

from datetime import UTC, datetime, timedelta

from core.notices import Notice, NoticeKind
from core.ports import Address, RawUpdate
from db import inbox, outbox, people
from db.engine import Database, Tx
from db.outbox import Sent
from db.paid import SESSION, started_outside_sessions

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
VIBER, ZALO = Address("viber", "viber", "hanh"), Address("zalo", "zalo-1", "hanh")
SECOND = timedelta(seconds=1)


async def sent(tx: Tx, member: int, at: datetime, kind: NoticeKind = NoticeKind.REMINDER, to: Address = VIBER) -> None:
    """The bot said something at this moment."""
    key = f"{kind}:{at}:{to.channel}"
    await outbox.queue(tx, [Notice(key, kind, "Chào chị", member=member)], at)
    (row,) = [row for row in await outbox.waiting(tx, at, False, 10, 0) if row.key == key]
    await outbox.mark_sent(tx, [Sent(row.id, to, "Chào chị", (), "1")], at)


async def test_a_session_lasts_a_day_from_the_last_thing_that_the_person_wrote(database: Database) -> None:
    async with database.transaction() as tx:
        member = await people.add_member(tx, "Hạnh")
        for number, at in enumerate((NOW, NOW + timedelta(days=3))):
            await inbox.store(tx, VIBER.channel, VIBER.account, [RawUpdate(str(number), "hanh", {})], at)
        for at in (NOW - SECOND, NOW, NOW + SESSION - SECOND, NOW + SESSION, NOW + timedelta(days=3)):
            await sent(tx, member, at)
        far = (NOW - SESSION, NOW + timedelta(days=9))
        assert await started_outside_sessions(tx, *far) == (5, 2)
        assert await started_outside_sessions(tx, NOW, far[1]) == (4, 1)
        assert await started_outside_sessions(tx, NOW, NOW + SESSION) == (2, 0)


async def test_answers_cost_nothing_and_another_platform_is_not_this_one(database: Database) -> None:
    async with database.transaction() as tx:
        member = await people.add_member(tx, "Hạnh")
        await inbox.store(tx, ZALO.channel, ZALO.account, [RawUpdate("1", "hanh", {})], NOW)
        for kind in (NoticeKind.REPLY, NoticeKind.RECEIPT, NoticeKind.MISSED):
            await sent(tx, member, NOW + SECOND, kind)
        await sent(tx, member, NOW + SECOND, to=ZALO)
        month = (NOW, NOW + timedelta(days=30))
        assert await started_outside_sessions(tx, *month) == (2, 1)
        assert await started_outside_sessions(tx, *month, "viber") == (1, 1)
        assert await started_outside_sessions(tx, *month, "zalo") == (1, 0)
        assert await started_outside_sessions(tx, *month, "telegram") == (0, 0)
