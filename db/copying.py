"""Copying a whole installation's rows into an empty database of another engine, and proving that all arrived."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Table, func, select, text, tuple_
from sqlmodel import SQLModel

import db.tables as _tables
from db.adding import Rows, as_read, in_utc
from db.at_the_end import indexes_at_the_end, references_at_the_end
from db.engine import Tx

PAGE = 2000
"""How many rows are read, and kept in memory, at a time."""

TABLES: Sequence[Table] = tuple(SQLModel.metadata.sorted_tables)
"""Every table, those that others point to first."""

assert _tables  # importing them is what fills the metadata

Progress = Callable[[str, int], None]
"""Called with a table's name and how many more of its rows have been copied."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a table holds, in figures that two engines compute alike: rows, and the sum of each whole-number column."""

    rows: int
    sums: Mapping[str, int]


class NotEmpty(Exception):
    """The database to copy into has rows already; nothing was written."""


class CopyDiffers(Exception):
    """After copying, a table's figures differ between the two databases."""


async def copy_all(source: Tx, target: Tx, progress: Progress) -> dict[str, int]:
    """Copy every row; how many, by table. Both databases are at the newest revision, and `target` is empty.

    Raises NotEmpty before anything is written, CopyDiffers when a count or a sum differs afterwards. Whoever owns
    the transactions rolls `target` back then. Nobody may write to `source` meanwhile.
    """
    for table in TABLES:
        if (await target.execute(select(1).select_from(table).limit(1))).first() is not None:
            raise NotEmpty(table.name)
    copied: dict[str, int] = {}
    async with references_at_the_end(target), indexes_at_the_end(target):
        for table in TABLES:
            copied[table.name] = await _copy(source, target, table, progress)
            await _go_on_counting(target, table)
    for table in TABLES:
        there, here = await sums(source, table), await sums(target, table)
        if there != here:
            raise CopyDiffers(f"{table.name}: {there.rows} rows before, {here.rows} after")
    return copied


async def sums(tx: Tx, table: Table) -> Sums:
    """The figures of one table."""
    numbers = [column for column in table.columns if isinstance(column.type, Integer)]
    columns = [func.count(), *(func.coalesce(func.sum(column), 0) for column in numbers)]
    rows, *totals = (await tx.execute(select(*columns).select_from(table))).one()
    return Sums(int(rows), {column.name: int(total) for column, total in zip(numbers, totals, strict=True)})


async def _copy(source: Tx, target: Tx, table: Table, progress: Progress) -> int:
    """In the order of the key; rows may point to others that follow."""
    copied = 0
    into = Rows(target, table)
    columns = as_read(table, source.dialect, target.dialect)
    async for page in _ahead(_pages(source, table, columns)):
        await into.add(page)
        copied += len(page)
        progress(table.name, len(page))
    return copied


async def _ahead(pages: AsyncIterator[Sequence[Sequence[Any]]]) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """The same pages; the next one is read while the last is written."""
    following = asyncio.ensure_future(anext(pages, None))
    try:
        while (page := await following) is not None:
            following = asyncio.ensure_future(anext(pages, None))
            yield page
    finally:
        following.cancel()
        await asyncio.wait([following])


async def _pages(tx: Tx, table: Table, columns: list[ColumnElement[Any]]) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """These columns of all rows, a page at a time, each page found through the key."""
    key: list[Column[Any]] = list(table.primary_key.columns)
    places = [number for number, column in enumerate(table.columns) if column.primary_key]
    last: tuple[Any, ...] | None = None
    while True:
        statement = select(*columns).order_by(*key).limit(PAGE)
        if last is not None:
            statement = statement.where(tuple_(*key) > last)
        rows = (await tx.execute(statement)).all()
        if not rows:
            return
        yield rows
        last = tuple(
            in_utc(value) if isinstance(value, datetime) else value for value in map(rows[-1].__getitem__, places)
        )


async def _go_on_counting(tx: Tx, table: Table) -> None:
    """PostgreSQL numbers rows by a sequence, which does not see rows that bring their numbers along."""
    if tx.dialect.name != "postgresql" or "id" not in table.c:
        return
    highest = (await tx.execute(select(func.max(table.c.id)))).scalar_one()
    if highest is not None:
        await tx.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"),
            {"table": table.name, "highest": highest},
        )
