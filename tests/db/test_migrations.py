"""Does every database, new or old, come to the tables of this program, and is a newer one left alone?"""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
)
from sqlalchemy.schema import CreateIndex
from sqlmodel import SQLModel

import db.tables
from db import migrate as migrating
from db import upgrading
from db.migrate import NewerDatabase, head, migrate
from db.upgrading import MIGRATIONS
from tests.databases import on_postgresql

pytestmark = pytest.mark.skipif(on_postgresql(), reason="SQLite only: tests/postgresql holds the other one")

Rows = dict[str, list[dict[str, Any]]]


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    return ScriptDirectory.from_config(config)


REVISIONS = sorted(script.revision for script in scripts().walk_revisions())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "nhacnop.db"


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file.as_posix()}"


def dump(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    lines = list(connection.iterdump())
    connection.close()
    return lines


# ---- head is what the models say -------------------------------------------------------------------------------


def test_there_is_one_newest_revision_and_one_way_to_it() -> None:
    assert scripts().get_heads() == [head()]
    assert len(scripts().get_bases()) == 1
    assert all(not script.is_branch_point for script in scripts().walk_revisions())


async def test_migrations_lead_to_the_tables_of_the_models(file: Path) -> None:
    assert await migrate(url_of(file))
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


async def test_migrations_make_the_same_indexes_as_the_models_with_their_conditions(file: Path) -> None:
    await migrate(url_of(file))
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        in_database = {" ".join(row.sql.split()) for row in made}
    engine.dispose()
    indexes = [index for table in SQLModel.metadata.tables.values() for index in table.indexes]
    assert in_database == {" ".join(str(CreateIndex(index).compile(engine)).split()) for index in indexes}


def test_every_table_of_the_models_is_spoken_of_by_name() -> None:
    named = {getattr(db.tables, name).name for name in db.tables.__all__}
    assert named == set(SQLModel.metadata.tables)


# ---- running them ----------------------------------------------------------------------------------------------


async def test_a_second_migration_changes_nothing(file: Path) -> None:
    assert await migrate(url_of(file))
    before = dump(file)
    assert not await migrate(url_of(file))
    assert dump(file) == before


@pytest.mark.parametrize("attempt", range(10))
async def test_two_processes_that_migrate_at_once_do_it_once(file: Path, attempt: int) -> None:
    assert sorted(await asyncio.gather(*(migrate(url_of(file)) for _ in range(4)))) == [False, False, False, True]


@pytest.mark.parametrize("revision", ["9999", "0001x", "", "head", "base", "+1"])
async def test_a_database_of_an_unknown_revision_is_refused_and_untouched(file: Path, url: str, revision: str) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
    connection.close()
    before = dump(file)
    with pytest.raises(NewerDatabase) as refused:
        await migrate(url)
    assert str(refused.value) == revision
    assert dump(file) == before


# ---- nothing is lost on the way --------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_database_written_at_any_revision_keeps_all_its_rows(file: Path, revision: str) -> None:
    await migrate(url_of(file), revision)
    written = fill(file)
    await migrate(url_of(file))
    kept = read(file)
    for table, rows in written.items():
        if table in kept:
            shared = [name for name in rows[0] if name in kept[table][0]]
            assert values(kept[table], shared) == values(rows, shared), table
    assert set(written) <= set(kept), "a migration that drops a table says here where its rows went"


async def test_a_migration_that_rebuilds_a_table_keeps_the_rows_that_point_to_it(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(url_of(file))
    written = fill(file)
    rebuild = 'with op.batch_alter_table("member", recreate="always") as t: t.add_column(sa.Column("new", sa.String()))'
    add_migration(tmp_path / "migrations", monkeypatch, rebuild)
    assert await migrate(url_of(file))
    kept = read(file)
    assert [row.pop("new") for row in kept["member"]] == [None, None]
    assert kept == written
    with pytest.raises(sqlite3.IntegrityError):
        execute(file, "UPDATE tenure SET member_id = 99")


async def test_a_migration_that_leaves_rows_pointing_to_nothing_is_rolled_back(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(url_of(file))
    fill(file)
    before = dump(file)
    add_migration(tmp_path / "migrations", monkeypatch, 'op.execute("DELETE FROM member")')
    with pytest.raises(RuntimeError, match="would point to nothing"):
        await migrate(url_of(file))
    assert dump(file) == before


async def test_a_migration_that_fails_half_way_leaves_the_old_tables(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate(url_of(file))
    before = dump(file)
    add_migration(tmp_path / "migrations", monkeypatch, 'op.drop_table("absence"); raise RuntimeError("power cut")')
    with pytest.raises(RuntimeError, match="power cut"):
        await migrate(url_of(file))
    assert dump(file) == before


def add_migration(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """Pretend that the program has one more migration, which does this."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = f"from alembic import op\nimport sqlalchemy as sa\nrevision = 'later'\ndown_revision = '{head()}'\n"
    (folder / "versions" / "later.py").write_text(f"{text}def upgrade():\n    {does}\n", encoding="utf-8")
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    monkeypatch.setattr(migrating, "HEAD", "later")


def execute(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA foreign_keys=ON")
    try:
        with connection:
            connection.execute(statement)
    finally:
        connection.close()


def fill(file: Path) -> Rows:
    """Write two rows into every table there is, whatever its columns; what was written."""
    engine = create_engine(f"sqlite:///{file}")
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name != "alembic_version":
                rows = [{column.name: some(column, number) for column in table.columns} for number in (1, 2)]
                connection.execute(table.insert(), rows)
    engine.dispose()
    return read(file)


def some(column: Column[Any], number: int) -> object:
    """A value of the column's type, another for each row; a reference points to the row with the same number."""
    for key in column.foreign_keys:
        return None if key.column.table is column.table else some(key.column, number)
    by_type: dict[type[object], object] = {
        DateTime: datetime(2026, 11, 16 + number, 1, 2, 3, 4, tzinfo=UTC),
        Date: date(2026, 11, 16 + number),
        JSON: {"số": number},
        Boolean: number == 1,
        Integer: number,
        Float: number + 0.5,
        LargeBinary: bytes([number]),
        String: f"{column.name} {number}",
    }
    return next(value for kind, value in by_type.items() if isinstance(column.type, kind))


def read(file: Path) -> Rows:
    """All rows of all tables."""
    engine = create_engine(f"sqlite:///{file}")
    metadata = MetaData()
    metadata.reflect(engine)
    tables: Sequence[Table] = [table for table in metadata.sorted_tables if table.name != "alembic_version"]
    with engine.connect() as connection:
        rows = {table.name: [dict(row) for row in connection.execute(table.select()).mappings()] for table in tables}
    engine.dispose()
    return rows


def values(rows: list[dict[str, Any]], columns: list[str]) -> list[str]:
    return sorted(repr([row[column] for column in columns]) for row in rows)
