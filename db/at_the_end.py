"""What is done once for many rows that are added: looking where they lead, and putting them into indexes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from db.engine import Tx

_INDEXES = {
    "sqlite": text("""
        SELECT name, sql AS rule FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name
    """),
    "postgresql": text("""
        SELECT quote_ident(indexname) AS name, indexdef AS rule
        FROM pg_indexes
        WHERE schemaname = current_schema()
            AND NOT EXISTS (
                SELECT 1 FROM pg_constraint
                WHERE conname = indexname AND connamespace = current_schema()::regnamespace
            )
        ORDER BY indexname
    """),
}
"""Those that a rule of a table does not bring along by itself."""

_REFERENCES = text("""
    SELECT conrelid::regclass::text AS held_by, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS rule
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
    ORDER BY conrelid, conname
""")


@asynccontextmanager
async def references_at_the_end(tx: Tx) -> AsyncIterator[None]:
    """Where rows lead is looked at once for all of them at the end, so they may come in any order.

    SQLite looks at the commit. On PostgreSQL looking at each row takes as long as all the rest of writing it, so the
    rules are taken away and put back word for word within the transaction, when the block ends. A reference that leads
    nowhere raises IntegrityError then.
    """
    if tx.dialect.name == "sqlite":
        await tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # until the transaction ends
        yield
        return
    references = (await tx.execute(_REFERENCES)).all()
    for each in references:
        await tx.exec_driver_sql(f"ALTER TABLE {each.held_by} DROP CONSTRAINT {each.name}")
    yield
    for each in references:
        await tx.exec_driver_sql(f"ALTER TABLE {each.held_by} ADD CONSTRAINT {each.name} {each.rule}")


@asynccontextmanager
async def indexes_at_the_end(tx: Tx) -> AsyncIterator[None]:
    """Indexes are made from all rows when the block ends, which takes half the time of keeping them up row by row.

    They are taken away and put back word for word within the transaction. Rows that two of them may not have alike
    raise IntegrityError at the end.
    """
    indexes = (await tx.execute(_INDEXES[tx.dialect.name])).all()
    for each in indexes:
        await tx.exec_driver_sql(f"DROP INDEX {each.name}")
    yield
    for each in indexes:
        await tx.exec_driver_sql(each.rule)
