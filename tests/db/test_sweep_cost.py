"""The work of a sweep grows with the rows it finds, never with a statement for each unit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.calendar import Week
from db import duties, flags, periods, roster, standings, sweep, units
from db.engine import Database, Tx
from db.flags import Raise
from tests.core.rosters import country
from tests.core.rosters import roster as read
from tests.databases import only_sqlite
from tests.db.province import DAY, MONDAY, TASK, W47, W48, Province, open_week

OF_THE_UNIT_OF_WORK = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "SET TRANSACTION", "SELECT pg_advisory_xact_lock")


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The statements that this database executes meanwhile, other than those of the unit of work."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(OF_THE_UNIT_OF_WORK):
            statements.append(statement)

    engine: Engine = database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def everything_a_beat_asks(database: Database, week: Week) -> tuple[int, int]:
    """How many units owe in this week, and how many statements all the questions about it take."""
    with counting(database) as statements:
        async with database.transaction() as tx:
            period = await open_week(tx, week, MONDAY)
            await periods.deadlines(tx, [period])
            await periods.done_steps(tx, [period])
            await units.hierarchy(tx, MONDAY, week.opens_at)
            await sweep.members_to_remind(tx, period, MONDAY, week.opens_at)
            await sweep.lacking_warning(tx, period, DAY, MONDAY, week.due_at - DAY)
            missed = await sweep.lacking_close(tx, period, MONDAY, week.closes_at)
            await sweep.earlier_weeks(tx, TASK.code, [row.unit for row in missed], week.opens_at, {period: MONDAY}, 8)
            owing = await standings.of_period(tx, period, MONDAY)
            await duties.of_units(tx, [row.unit for row in missed], week.due_at)
            await duties.still_owed(tx, [row.holder for row in missed if row.holder], MONDAY, week.opens_at)
            await units.subtree(tx, [1])
            await units.vacant_units(tx, TASK, MONDAY)
            await flags.all_open(tx)
    return len(owing), len(statements)


async def test_a_beat_takes_as_many_statements_for_a_thousand_units_as_for_ten(database: Database) -> None:
    async with database.transaction() as tx:
        await roster.write(tx, read(*country(1, 10)), MONDAY, W47.opens_at)
    ten, few = await everything_a_beat_asks(database, W47)
    async with database.transaction() as tx:
        await roster.write(tx, read(*country(1, 1000)), MONDAY, W47.opens_at)
    thousand, many = await everything_a_beat_asks(database, W48)
    assert (ten, thousand) == (10, 1000)
    assert many == few <= 20


async def test_flags_are_written_in_a_few_statements_a_batch(database: Database) -> None:
    async with database.transaction() as tx:
        await roster.write(tx, read(*country(1, 500)), MONDAY, W47.opens_at)
        week = await open_week(tx)
        rows = [Raise(row.id, None, None) for row in await sweep.lacking_close(tx, week, MONDAY, W47.closes_at)]
    assert len(rows) == 500
    with counting(database) as statements:
        async with database.transaction() as tx:
            await flags.warn(tx, rows, W47.due_at)
            await flags.miss(tx, rows, W47.closes_at)
    assert len(statements) <= 20


@pytest.mark.parametrize("sweeping", ["lacking_warning", "lacking_close", "members_to_remind"])
async def test_items_are_counted_through_the_index_of_period_unit_and_state(province: Province, sweeping: str) -> None:
    only_sqlite("PostgreSQL plans by the tables' size; bench/ measures it")
    async with province.database.transaction() as tx:
        week = await open_week(tx)
    with counting(province.database) as statements:
        async with province.database.snapshot() as tx:
            if sweeping == "lacking_warning":
                await sweep.lacking_warning(tx, week, DAY, MONDAY, W47.due_at - DAY)
            elif sweeping == "lacking_close":
                await sweep.lacking_close(tx, week, MONDAY, W47.closes_at)
            else:
                await sweep.members_to_remind(tx, week, MONDAY, W47.opens_at)
    (statement,) = statements
    async with province.database.snapshot() as tx:
        plan = await query_plan(tx, statement)
    assert any("USING COVERING INDEX ix_submission_period_id_unit_id_state" in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN")], plan


async def query_plan(tx: Tx, statement: str) -> list[str]:
    """How SQLite answers a statement, whatever its parameters are."""
    rows = await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (0,) * statement.count("?"))
    return [row.detail for row in rows]
