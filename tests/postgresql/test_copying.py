"""Every table's rows arrive in PostgreSQL as they were, page by page; what they may not break holds there as before."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, TypeDecorator, select, text
from sqlalchemy.exc import IntegrityError

from db import copying
from db.backup_file import copy_into
from db.copying import TABLES, NotEmpty
from db.engine import Database, Tx, open_database
from db.migrate import migrate
from db.tables import MEMBER, SUBMISSION, UNIT

ROWS = 5
"""In every table; with two rows a page the last page is not full."""


@pytest.fixture
async def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """An empty SQLite database; rows are copied in pages of two."""
    monkeypatch.setattr(copying, "PAGE", 2)
    await migrate(_url(tmp_path))
    opened = open_database(_url(tmp_path))
    yield opened
    await opened.close()


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/source.db"


def _value(column: Column[Any], number: int) -> Any:
    """Something of the column's type that no other row has; a reference leads to a row of the same number."""
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return ROWS + 1 - number  # also to rows that come later
        return _value(key.column, number)
    return _of_type(column, number)


def _of_type(column: Column[Any], number: int) -> Any:
    values: dict[type, Any] = {
        object: {"tên": f"Hạnh {number}", "more": [number, None, "\\"]},
        bytes: bytes([0, number, 255]),
        bool: number % 2 == 0,
        int: number,
        float: number / 3,
        datetime: datetime(2026, 11, 16, 2, 3, 4, 5, tzinfo=UTC) + timedelta(days=number),
        date: date(2026, 11, number),
        str: f"{column.name} Đỗ\t{number}\n\\N",
    }
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return values[kind.python_type]


def _rows_of(table: Table) -> list[dict[str, Any]]:
    rows = [{column.name: _value(column, number) for column in table.columns} for number in range(1, ROWS + 1)]
    for column in table.columns:
        if column.nullable:
            rows[-1][column.name] = None
    if table.name == "outbox":
        rows[-1]["chat"] = "a message goes to somebody"
    return rows


async def _fill(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in TABLES:
            await tx.execute(table.insert(), _rows_of(table))


async def _all_of(tx: Tx) -> dict[str, list[Any]]:
    return {
        table.name: [tuple(row) for row in await tx.execute(select(table).order_by(*table.primary_key.columns))]
        for table in TABLES
    }


async def _rules(tx: Tx) -> list[Any]:
    rules = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
    return sorted(tuple(row) for row in await tx.execute(text(rules)))


async def _indexes(tx: Tx) -> dict[str, str]:
    postgresql = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    sqlite = "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
    rows = await tx.execute(text(postgresql if tx.dialect.name == "postgresql" else sqlite))
    indexes: dict[str, str] = dict(map(tuple, rows))
    assert len(indexes) > len(TABLES)
    return indexes


async def test_every_tables_rows_arrive_as_they_were(source: Database, tmp_path: Path, empty_postgresql: str) -> None:
    await _fill(source)
    await migrate(empty_postgresql)
    target = open_database(empty_postgresql)
    async with target.snapshot() as tx:
        rules, indexes = await _rules(tx), await _indexes(tx)
    await copy_into(_url(tmp_path), empty_postgresql)
    async with source.snapshot() as before, target.snapshot() as after:
        assert await _all_of(after) == await _all_of(before)
        assert await _rules(after) == rules
        assert await _indexes(after) == indexes
    async with target.transaction() as tx:  # the next row gets a number that nobody has
        added = await tx.execute(MEMBER.insert().values({**_rows_of(MEMBER)[0], "id": ROWS + 1}).returning(MEMBER.c.id))
        assert added.scalar_one() == ROWS + 1
        number = await tx.execute(text("SELECT nextval(pg_get_serial_sequence('unit', 'id'))"))
        assert number.scalar_one() == ROWS + 1
    with pytest.raises(NotEmpty):
        await copy_into(_url(tmp_path), empty_postgresql)
    await target.close()


async def test_and_back_into_a_file(source: Database, tmp_path: Path, empty_postgresql: str) -> None:
    await _fill(source)
    await copy_into(_url(tmp_path), empty_postgresql)
    file = f"sqlite+aiosqlite:///{tmp_path}/back.db"
    await copy_into(empty_postgresql, file)
    back = open_database(file)
    async with source.snapshot() as before, back.snapshot() as after:
        assert await _all_of(after) == await _all_of(before)
        assert await _indexes(after) == await _indexes(before)
    await back.close()


async def test_a_row_that_leads_nowhere_is_found_and_nothing_is_kept(
    source: Database, tmp_path: Path, empty_postgresql: str
) -> None:
    await _fill(source)
    with closing(sqlite3.connect(tmp_path / "source.db")) as damaged, damaged:  # it checks no references
        damaged.execute("DELETE FROM unit WHERE id = 2")
    with pytest.raises(IntegrityError):
        await copy_into(_url(tmp_path), empty_postgresql)
    target = open_database(empty_postgresql)
    async with target.snapshot() as tx:
        for table in (UNIT, SUBMISSION):
            assert (await tx.execute(select(table))).first() is None
        assert all(validated for *_, validated in await _rules(tx))
    await target.close()


async def test_nor_is_it_kept_in_a_file(source: Database, tmp_path: Path) -> None:
    await _fill(source)
    with closing(sqlite3.connect(tmp_path / "source.db")) as damaged, damaged:
        damaged.execute("DELETE FROM unit WHERE id = 2")
    file = f"sqlite+aiosqlite:///{tmp_path}/copy.db"
    with pytest.raises(IntegrityError):
        await copy_into(_url(tmp_path), file)
    target = open_database(file)
    async with target.snapshot() as tx:
        assert (await tx.execute(select(SUBMISSION))).first() is None
    await target.close()
