"""What came in is stored once, waits in order, and is set aside when it raises again and again."""

from sqlalchemy import select

from core.ports import RawUpdate
from db import inbox
from db.engine import Tx
from db.inbox import TRIES
from db.tables import INBOX
from tests.db.province import HOUR, Province, at

NOW = at("17 08:00")


def update(key: str, chat: str = "X1", album: str | None = None) -> RawUpdate:
    return RawUpdate(key, chat, {"chữ": f"nội dung {key}"}, album)


async def keys(tx: Tx, after: int = 0, limit: int = 99) -> list[str]:
    return [row.update.key for row in await inbox.waiting(tx, after, limit)]


async def test_an_update_waits_as_it_came(province: Province, tx: Tx) -> None:
    assert await inbox.store(tx, "local", "bot", [update("1", album="a"), update("2")], NOW) == 2
    first, second = await inbox.waiting(tx, 0, 99)
    assert (first.channel, first.account, first.tries) == ("local", "bot", 0)
    assert (first.update, second.update) == (update("1", album="a"), update("2"))


async def test_a_redelivery_changes_nothing_also_after_it_was_handled(province: Province, tx: Tx) -> None:
    assert await inbox.store(tx, "local", "bot", [update("1"), update("1"), update("2")], NOW) == 2
    assert await inbox.store(tx, "local", "bot", [update("1", chat="other")], NOW) == 0
    rows = await inbox.waiting(tx, 0, 99)
    await inbox.mark_done(tx, [row.id for row in rows], NOW)
    assert await inbox.store(tx, "local", "bot", [update("1"), update("2"), update("3")], NOW + HOUR) == 1
    assert await keys(tx) == ["3"]
    assert await inbox.store(tx, "local", "bot", [], NOW) == 0


async def test_the_same_key_of_another_bot_or_channel_is_another_update(province: Province, tx: Tx) -> None:
    for channel, account in (("local", "bot"), ("local", "other"), ("telegram", "bot")):
        assert await inbox.store(tx, channel, account, [update("1")], NOW) == 1
    assert len(await keys(tx)) == 3


async def test_updates_wait_in_the_order_of_arrival_and_page_by_page(province: Province, tx: Tx) -> None:
    await inbox.store(tx, "local", "bot", [update(key) for key in ("9", "1", "5")], NOW)
    rows = await inbox.waiting(tx, 0, 2)
    assert [row.update.key for row in rows] == ["9", "1"]
    assert await keys(tx, after=rows[-1].id) == ["5"]
    await inbox.mark_done(tx, [rows[0].id], NOW)
    assert await keys(tx) == ["1", "5"]
    assert await inbox.count(tx, "DONE") == 1
    assert await inbox.count(tx, "NEW") == 2


async def test_what_raises_three_times_is_set_aside_with_its_error(province: Province, tx: Tx) -> None:
    await inbox.store(tx, "local", "bot", [update("1"), update("2")], NOW)
    first, second = await inbox.waiting(tx, 0, 99)
    aside = [await inbox.mark_failed(tx, [first.id], f"Traceback {n}", NOW) for n in range(TRIES)]
    assert aside == [False, False, True]
    assert await keys(tx) == ["2"]
    row = (await tx.execute(select(INBOX).where(INBOX.c.id == first.id))).one()
    assert (row.state, row.tries, row.error, row.done_at) == ("ASIDE", 3, "Traceback 2", NOW)
    assert [waiting.tries for waiting in await inbox.waiting(tx, 0, 99)] == [second.tries] == [0]


async def test_an_album_is_set_aside_as_a_whole(province: Province, tx: Tx) -> None:
    await inbox.store(tx, "local", "bot", [update(key, album="a") for key in "123"], NOW)
    ids = [row.id for row in await inbox.waiting(tx, 0, 99)]
    for _ in range(TRIES - 1):
        assert not await inbox.mark_failed(tx, ids, "…", NOW)
    assert await inbox.mark_failed(tx, ids, "…", NOW)
    assert await inbox.count(tx, "ASIDE") == 3


async def test_a_huge_error_is_cut_and_tries_survive_a_restart(province: Province) -> None:
    async with province.database.transaction() as tx:
        await inbox.store(tx, "local", "bot", [update("1")], NOW)
        (row,) = await inbox.waiting(tx, 0, 99)
        await inbox.mark_failed(tx, [row.id], "x" * 100_000, NOW)
    async with province.database.snapshot() as tx:
        (again,) = await inbox.waiting(tx, 0, 99)
        assert again.tries == 1
        assert len((await tx.execute(select(INBOX.c.error))).scalar_one()) == 4000
