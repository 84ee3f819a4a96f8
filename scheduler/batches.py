"""Working through many rows in batches, so that neither a crash nor one bad row stops a sweep."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from db.engine import Database, Tx, is_away

Row = TypeVar("Row")

HOPELESS = 20
"""So many bad rows in a row mean that the fault lies elsewhere: the step fails and the next beat tries again."""

_log = logging.getLogger(__name__)


async def work_through(
    database: Database,
    find: Callable[[Tx, int], Awaitable[Sequence[Row]]],
    number: Callable[[Row], int],
    write: Callable[[Tx, Sequence[Row]], Awaitable[None]],
) -> int:
    """Find rows above a number, write them in one transaction, go on above the last one; the rows written.

    `find(tx, after)` returns them in ascending order of `number`, at most a batch. A batch that raises is rolled
    back and retried row by row; a row that raises alone is logged and set aside: the next sweep sees it again. That the
    database is away is no row's fault, and comes out.
    """
    done = 0
    after = 0
    while True:
        async with database.snapshot() as tx:
            rows = await find(tx, after)
        if not rows:
            return done
        after = number(rows[-1])
        try:
            async with database.transaction() as tx:
                await write(tx, rows)
            done += len(rows)
        except Exception as error:
            if is_away(error):
                raise  # it is not the rows, and the next beat begins where this one stopped
            _log.exception("a batch of %d rows failed; trying them one by one", len(rows))
            done += await _one_by_one(database, rows, number, write)


async def _one_by_one(
    database: Database,
    rows: Sequence[Row],
    number: Callable[[Row], int],
    write: Callable[[Tx, Sequence[Row]], Awaitable[None]],
) -> int:
    done = in_a_row = 0
    for row in rows:
        try:
            async with database.transaction() as tx:
                await write(tx, [row])
            done += 1
            in_a_row = 0
        except Exception as error:
            in_a_row += 1
            _log.error("row %d is set aside: %s: %s", number(row), type(error).__name__, error)
            if in_a_row == HOPELESS:
                raise  # it is not the rows
    return done
