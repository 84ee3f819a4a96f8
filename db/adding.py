"""Rows in bulk, as fast as the engine takes them: into PostgreSQL with COPY, elsewhere with one prepared INSERT."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, DateTime, Dialect, Table, TypeDecorator, func, type_coerce

from db.engine import Tx, from_driver

Make = Callable[[Any], Any]


class Rows:
    """Adds whole rows, with their numbers, to one table, within a transaction that somebody else owns."""

    def __init__(self, tx: Tx, table: Table) -> None:
        self._tx, self._table = tx, table
        self._makers = _makers(table, tx.dialect)

    async def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add these; each has a value for every column, in the table's order. Raises as every statement does."""
        if not rows:
            return
        plain = [self._plain(row) for row in rows] if self._makers else [tuple(row) for row in rows]
        if self._tx.dialect.name == "postgresql":
            await self._copy(plain)
        else:
            await self._tx.exec_driver_sql(_insert(self._table, self._tx.dialect), plain)

    def _plain(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """The values as the driver takes them."""
        values = list(row)
        for place, make in self._makers:
            values[place] = make(values[place])
        return tuple(values)

    async def _copy(self, rows: Sequence[tuple[Any, ...]]) -> None:
        connection = (await self._tx.get_raw_connection()).driver_connection
        assert connection is not None
        names = [column.name for column in self._table.columns]
        try:
            await connection.copy_records_to_table(self._table.name, records=rows, columns=names)
        except Exception as error:
            raise from_driver(f"COPY {self._table.name}", error) from error


def as_read(table: Table, source: Dialect, target: Dialect) -> list[ColumnElement[Any]]:
    """The columns as they are read to be added elsewhere: moments as the driver gives them, without a look at each.

    On the way from PostgreSQL to SQLite the server writes them as SQLite keeps them, but for those of the key.
    """
    written = (source.name, target.name) == ("postgresql", "sqlite")
    columns: list[ColumnElement[Any]] = []
    for column in table.columns:
        if not _is_moment(column):
            columns.append(column)
        elif written and not column.primary_key:
            columns.append(func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US"))
        else:
            columns.append(type_coerce(column, DateTime()))
    return columns


def _makers(table: Table, dialect: Dialect) -> list[tuple[int, Make]]:
    """What makes a value into what the driver takes, by place; most columns need nothing."""
    found: list[tuple[int, Make]] = []
    moment = in_utc if dialect.name == "postgresql" else _in_sqlite
    for place, column in enumerate(table.columns):
        if isinstance(column.type, Boolean):
            continue  # every driver takes them as they are; SQLAlchemy would look at each
        make = moment if _is_moment(column) else column.type.dialect_impl(dialect).bind_processor(dialect)
        if make is not None:
            found.append((place, make))
    return found


def _is_moment(column: Column[Any]) -> bool:
    return isinstance(column.type, TypeDecorator) and isinstance(column.type.impl_instance, DateTime)


def in_utc(value: datetime | None) -> datetime | None:
    """A moment as `as_read` gives it, saying that it is in UTC."""
    return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


def _in_sqlite(value: datetime | str | None) -> str | None:
    """As SQLAlchemy writes a moment into SQLite; `value` is in UTC, whether it says so or not, or written already."""
    if value is None or isinstance(value, str):
        return value
    return value.replace(tzinfo=None).isoformat(" ", "microseconds")


def _insert(table: Table, dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - our own names only
