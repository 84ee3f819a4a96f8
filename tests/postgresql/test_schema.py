"""Do the migrations lead to the tables of the models on PostgreSQL as well?"""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import db.tables
from db.engine import make_engine
from db.migrate import NewerDatabase, current, head, migrate

assert db.tables


async def test_migrations_lead_to_the_tables_of_the_models(empty_postgresql: str) -> None:
    assert await current(empty_postgresql) is None
    assert await migrate(empty_postgresql)
    assert not await migrate(empty_postgresql)
    assert await current(empty_postgresql) == head()
    engine = make_engine(empty_postgresql)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


def _differences(connection: Connection) -> list[object]:
    found = {name for name in inspect(connection).get_table_names() if name != "alembic_version"}
    assert found == set(SQLModel.metadata.tables)
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


async def test_two_processes_that_migrate_at_once_do_it_once(empty_postgresql: str) -> None:
    assert sorted(await asyncio.gather(*(migrate(empty_postgresql) for _ in range(4)))) == [False, False, False, True]


async def test_a_newer_database_is_refused_and_untouched(empty_postgresql: str) -> None:
    await migrate(empty_postgresql)
    engine = make_engine(empty_postgresql)
    async with engine.connect() as connection:
        await connection.execution_options(nhacnop_writes=True)
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.commit()
    await engine.dispose()
    with pytest.raises(NewerDatabase):
        await migrate(empty_postgresql)
