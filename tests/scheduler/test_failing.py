"""A database that is away is nobody's mistake: one line, no try lost, no row blamed; a mistake has its traceback."""

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from db.engine import Tx, is_away, open_database
from db.migrate import migrate
from scheduler.batches import work_through
from scheduler.failing import each_apart, log_failure
from tests.databases import url_of

_log = logging.getLogger("tests")


def away() -> OperationalError:
    """What a statement raises when the disk is full."""
    fault = sqlite3.OperationalError("database or disk is full")
    fault.sqlite_errorname = "SQLITE_FULL"
    error = OperationalError("INSERT", None, fault)
    assert is_away(error)
    return error


async def test_one_that_raises_holds_up_none_of_the_others() -> None:
    halved: list[int] = []

    async def halve(number: int) -> int:
        halved.append(10 // number)
        return halved[-1]

    assert await each_apart([1, 5], halve) == 12
    with pytest.raises(ZeroDivisionError):
        await each_apart([1, 0, 5], halve)
    assert halved == [10, 2, 10, 2]


async def test_that_the_database_is_away_holds_up_all() -> None:
    asked: list[int] = []

    async def fails(number: int) -> int:
        asked.append(number)
        raise away()

    with pytest.raises(OperationalError):
        await each_apart([1, 2], fails)
    assert asked == [1]


def test_away_takes_one_line_and_a_mistake_has_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    log_failure(_log, "the beat failed", away())
    assert [(each.getMessage(), each.exc_info) for each in caplog.records] == [
        ("the beat failed: the database is away (database or disk is full)", None)
    ]
    log_failure(_log, "the beat failed", ValueError("a mistake"))
    assert caplog.records[-1].exc_info is not None


async def test_no_row_of_a_batch_is_blamed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = url_of(tmp_path / "nhacnop.db")
    await migrate(url)
    database = open_database(url)

    async def find(tx: Tx, after: int) -> Sequence[int]:
        return [row for row in range(1, 10) if row > after]

    async def write(tx: Tx, rows: Sequence[int]) -> None:
        raise away()

    with pytest.raises(OperationalError):
        await work_through(database, find, lambda row: row, write)
    await database.close()
    assert caplog.records == []
