"""Writing rows that may be there already: the unique key decides, not a look beforehand."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from db.engine import Tx

Values = Mapping[str, Any]


@cache
def _insert_unless_there(dialect: str, table: Table) -> Any:
    """Made once: SQLAlchemy spends more on forming a statement than SQLite on a small one."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table).on_conflict_do_nothing()


@cache
def _insert_unless_there_returning_key(table: Table) -> Any:
    """PostgreSQL's driver does not count what several rows at once came to; what comes back can be counted."""
    return _insert_unless_there("postgresql", table).returning(*table.primary_key.columns)


@cache
def _insert_unless_there_returning_id(dialect: str, table: Table) -> Any:
    return _insert_unless_there(dialect, table).returning(table.c.id)


@cache
def _insert_returning_id(table: Table) -> Any:
    return table.insert().returning(table.c.id)


async def insert_new(tx: Tx, table: Table, rows: Sequence[Values]) -> int:
    """Insert those rows whose keys are not taken; the number written. Rows must have the same columns."""
    if not rows:
        return 0
    if tx.dialect.name == "sqlite":
        return int((await tx.execute(_insert_unless_there("sqlite", table), rows)).rowcount)
    return len((await tx.execute(_insert_unless_there_returning_key(table), rows)).all())


async def insert_one(tx: Tx, table: Table, **values: Any) -> int:
    """Insert one row and return its id."""
    result = await tx.execute(_insert_returning_id(table), values)
    return int(result.scalar_one())


async def insert_all(tx: Tx, table: Table, rows: Sequence[Values]) -> list[int]:
    """Insert rows of the same columns and return their ids, in order.

    With SQLite the transaction is alone, so rows written one after the other have the ids above the highest one;
    its RETURNING would cost a statement a row.
    """
    if not rows:
        return []
    if tx.dialect.name != "sqlite":
        statement = table.insert().returning(table.c.id, sort_by_parameter_order=True)
        return list((await tx.execute(statement, rows)).scalars())
    highest = (await tx.execute(_highest_id(table))).scalar_one()
    await tx.execute(_insert(table), rows)
    return list((await tx.execute(_ids_above(table), {"highest": highest})).scalars())


@cache
def _insert(table: Table) -> Any:
    return table.insert()


@cache
def _highest_id(table: Table) -> Any:
    return select(func.coalesce(func.max(table.c.id), 0))


@cache
def _ids_above(table: Table) -> Any:
    return select(table.c.id).where(table.c.id > bindparam("highest")).order_by(table.c.id)


async def insert_one_new(tx: Tx, table: Table, **values: Any) -> int | None:
    """Insert one row unless its key is taken; its id, or None when it was there."""
    statement = _insert_unless_there_returning_id(tx.dialect.name, table)
    found = (await tx.execute(statement, values)).scalar_one_or_none()
    return None if found is None else int(found)


async def put(tx: Tx, table: Table, key: Values, values: Values) -> None:
    """Insert a row, or update `values` in the row that has this key."""
    await put_all(tx, table, tuple(key), tuple(values), [{**key, **values}])


async def put_all(tx: Tx, table: Table, key: tuple[str, ...], changed: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows, or update the columns `changed` of those whose key is there; the rest counts when inserting."""
    if rows:
        await tx.execute(_insert_or_change(tx.dialect.name, table, key, changed), rows)


async def add_all(tx: Tx, table: Table, key: tuple[str, ...], counted: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert rows, or add to the numbers `counted` of those whose key is there."""
    if rows:
        await tx.execute(_insert_or_add(tx.dialect.name, table, key, counted), rows)


@cache
def _insert_or_add(dialect: str, table: Table, key: tuple[str, ...], counted: tuple[str, ...]) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={name: table.c[name] + statement.excluded[name] for name in counted}
    )


@cache
def _insert_or_change(dialect: str, table: Table, key: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in changed}
    )
