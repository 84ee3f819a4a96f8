"""The office fixtures: the province is imported and linked once, and its database file copied for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import copy_database
from tests.telegram.office import Office, opened_office, write_office
from tests.telegram.office_crowd import write_crowd


@pytest.fixture
async def office(request: pytest.FixtureRequest, linked_office: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """Monday 06:30 of week 47; everybody of the cast except Phúc is linked, no week is open yet."""
    copy_database(linked_office, tmp_path / "nhacnop.db")
    async with opened_office(tmp_path, request.function.__name__.removeprefix("test_")) as opened:
        yield opened


@pytest.fixture
async def fresh_office(request: pytest.FixtureRequest, imported_office: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """The same Monday before anybody is linked: the roster is imported, nothing else."""
    copy_database(imported_office, tmp_path / "nhacnop.db")
    async with opened_office(tmp_path, request.function.__name__.removeprefix("test_"), linked=False) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def imported_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the province's roster. Never opened, only copied."""
    file = tmp_path_factory.mktemp("imported") / "nhacnop.db"
    await write_office(file, linked=False)
    return file


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def linked_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with everybody linked to a chat. Never opened, only copied."""
    file = tmp_path_factory.mktemp("linked") / "nhacnop.db"
    await write_office(file, linked=True)
    return file


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def crowded_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province with a crowd in it. Never opened, only copied."""
    file = tmp_path_factory.mktemp("crowded") / "nhacnop.db"
    await write_crowd(file)
    return file
