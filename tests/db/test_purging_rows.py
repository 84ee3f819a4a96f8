"""Old rows go, the oldest first, in batches; what still waits stays however old it is."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, select, update

from core.notices import Notice, NoticeKind
from core.ports import Address, RawUpdate
from db import inbox, outbox, purging, record
from db.engine import Tx
from db.tables import AUDIT, INBOX, OUTBOX
from tests.db.province import Province, at

NOW = at("17 08:00")
DAY = timedelta(days=1)
CHAT = Address("local", "local", "c")


async def numbers(tx: Tx, table: Table) -> list[int]:
    return list((await tx.execute(select(table.c.id).order_by(table.c.id))).scalars())


async def ten_days_of_messages(tx: Tx) -> None:
    for day in range(10):
        moment = NOW + day * DAY
        await inbox.store(tx, "local", "local", [RawUpdate(str(day), "c", {"text": "chữ"})], moment)
        await outbox.queue(tx, [Notice(f"n{day}", NoticeKind.REPLY, "chữ", address=CHAT)], moment)
        await record.note(tx, None, "nudge", moment)


async def test_what_is_older_than_a_moment_goes(province: Province, tx: Tx) -> None:
    await ten_days_of_messages(tx)
    await inbox.mark_done(tx, await numbers(tx, INBOX), NOW)
    await tx.execute(update(OUTBOX).values(state="SENT"))
    audit = len(await numbers(tx, AUDIT)) - 10
    assert await purging.purge_inbox(tx, NOW + 4 * DAY, 100) == 4
    assert await purging.purge_outbox(tx, NOW + 5 * DAY, 100) == 5
    assert await purging.purge_audit(tx, NOW + 6 * DAY, 100) == 6 + audit
    assert [len(await numbers(tx, table)) for table in (INBOX, OUTBOX, AUDIT)] == [6, 5, 4]
    assert await purging.purge_inbox(tx, NOW + 4 * DAY, 100) == 0


async def test_what_still_waits_stays(province: Province, tx: Tx) -> None:
    await ten_days_of_messages(tx)
    first, *others = await numbers(tx, INBOX)
    await inbox.mark_done(tx, others, NOW)
    assert await purging.purge_inbox(tx, NOW + 40 * DAY, 100) == 9
    assert await numbers(tx, INBOX) == [first]
    assert await purging.purge_outbox(tx, NOW + 40 * DAY, 100) == 0


async def test_a_batch_takes_the_oldest_first(province: Province, tx: Tx) -> None:
    await ten_days_of_messages(tx)
    await inbox.mark_done(tx, await numbers(tx, INBOX), NOW)
    all_rows = await numbers(tx, INBOX)
    assert await purging.purge_inbox(tx, NOW + 8 * DAY, 3) == 3
    assert await numbers(tx, INBOX) == all_rows[3:]
    assert [await purging.purge_inbox(tx, NOW + 8 * DAY, 3) for _ in range(3)] == [3, 2, 0]


@pytest.mark.parametrize("old", range(11))
async def test_the_border_is_found_wherever_it_lies(province: Province, tx: Tx, old: int) -> None:
    await ten_days_of_messages(tx)
    await inbox.mark_done(tx, await numbers(tx, INBOX), NOW)
    assert await purging.purge_inbox(tx, NOW + old * DAY, 100) == old


async def test_an_empty_database_has_nothing_to_lose(tx: Tx) -> None:
    assert await purging.purge_inbox(tx, NOW, 100) == await purging.purge_outbox(tx, NOW, 100) == 0


async def test_the_last_message_to_somebody_erased_goes_once_it_was_sent(province: Province, tx: Tx) -> None:
    await outbox.queue(tx, [Notice("erased:1", NoticeKind.REPLY, "chữ", address=CHAT)], NOW)
    assert await purging.purge_goodbyes(tx) == 0
    await tx.execute(update(OUTBOX).values(state="SENT"))
    assert await purging.purge_goodbyes(tx) == 1
