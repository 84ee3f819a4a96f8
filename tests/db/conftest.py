"""Databases for tests: a migrated file and a founded province are made once and copied for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from db.engine import Database, Tx, open_database
from db.migrate import migrate
from tests.databases import copy_database, url_of
from tests.db.province import Province, found, look_at


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest revision. Never opened, only copied."""
    file = tmp_path_factory.mktemp("migrated") / "nhacnop.db"
    await migrate(url_of(file))
    return file


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def province_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founded province. Never opened, only copied."""
    file = tmp_path_factory.mktemp("province") / "nhacnop.db"
    copy_database(migrated_file, file)
    database = open_database(url_of(file))
    await found(database)
    await database.close()
    return file


@pytest.fixture
def url(migrated_file: Path, tmp_path: Path) -> str:
    """Where an empty migrated database lies."""
    copy_database(migrated_file, tmp_path / "nhacnop.db")
    return url_of(tmp_path / "nhacnop.db")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An empty migrated database, open."""
    opened = open_database(url)
    yield opened
    await opened.close()


@pytest.fixture
async def province(province_file: Path, tmp_path: Path) -> AsyncIterator[Province]:
    """The founded province, open."""
    copy_database(province_file, tmp_path / "province.db")
    opened = open_database(url_of(tmp_path / "province.db"))
    yield await look_at(opened)
    await opened.close()


@pytest.fixture
async def tx(province: Province) -> AsyncIterator[Tx]:
    """One writing transaction in the province, for tests that need no second look."""
    async with province.database.transaction() as transaction:
        yield transaction
        await transaction.rollback()  # nobody looks again: spare the disk
