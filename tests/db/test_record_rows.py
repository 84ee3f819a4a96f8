"""Who changed what, and how far a rehearsal has come."""

from sqlalchemy import select

from db import people, record
from db.engine import Database, Tx
from db.record import RehearsalState
from db.tables import AUDIT
from tests.db.province import DAY, HOUR, Province, at, open_week

NOW = at("17 08:00")


async def test_a_change_is_written_down_with_who_what_where_and_when(province: Province, tx: Tx) -> None:
    await record.note(
        tx, province.member["H1"], "flag.acknowledge", NOW, unit=province.unit["X1"], until=NOW + HOUR, items=[1, 2]
    )
    await record.note(tx, None, "nudge", NOW)
    _, first, second = await tx.execute(select(AUDIT).order_by(AUDIT.c.id))
    assert (first.at, first.actor_id, first.action) == (NOW, province.member["H1"], "flag.acknowledge")
    assert (first.unit_id, first.details) == (province.unit["X1"], {"until": (NOW + HOUR).isoformat(), "items": [1, 2]})
    assert (second.actor_id, second.unit_id, second.details) == (None, None, {})


async def test_a_database_is_real_life_unless_it_was_marked_as_a_rehearsal(database: Database) -> None:
    async with database.transaction() as tx:
        assert await record.rehearsal(tx) is None
        await record.begin_rehearsal(tx, NOW, 600.0)
    async with database.snapshot() as tx:
        assert await record.rehearsal(tx) == RehearsalState(NOW, NOW, 600.0)


async def test_rehearsed_time_goes_on_and_never_back(database: Database) -> None:
    async with database.transaction() as tx:
        await record.begin_rehearsal(tx, NOW, 60.0)
        for moment in (NOW + DAY, NOW + HOUR, NOW - DAY):
            await record.rehearsal_reached(tx, moment)
        assert await record.rehearsal(tx) == RehearsalState(NOW, NOW + DAY, 60.0)


async def test_reaching_a_moment_makes_no_rehearsal_of_real_life(database: Database) -> None:
    async with database.transaction() as tx:
        await record.rehearsal_reached(tx, NOW)
        assert await record.rehearsal(tx) is None


async def test_a_database_is_untouched_until_there_is_a_unit_or_a_member(
    database: Database, province: Province
) -> None:
    async with database.transaction() as tx:
        assert await record.untouched(tx)
        await record.begin_rehearsal(tx, NOW, 60.0)
        assert await record.untouched(tx)
        await people.add_member(tx, "Quản Trị")
        assert not await record.untouched(tx)
    async with province.database.transaction() as tx:
        await open_week(tx)
        assert not await record.untouched(tx)
