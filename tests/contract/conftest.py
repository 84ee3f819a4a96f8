"""The worlds that the contract is held against: one entry a channel."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from bot.clock import HandClock
from bot.roster_import import accept
from db.engine import open_database
from db.migrate import migrate
from tests.contract.house import House, housed
from tests.contract.local_world import local_world
from tests.contract.telegram_world import pushing_telegram_world, telegram_world
from tests.contract.toy_world import toy_world
from tests.contract.viber_world import viber_world
from tests.contract.worlds import Opener, World
from tests.contract.zalo_world import pushing_zalo_world, zalo_world
from tests.databases import copy_database, url_of
from tests.journeys.cast import wanted
from tests.journeys.stage import BEGIN, moment, organisation

WORLDS: Final[dict[str, Opener]] = {
    "local": local_world,
    "telegram": telegram_world,
    "telegram, pushing": pushing_telegram_world,
    "zalo": zalo_world,
    "zalo, pushing": pushing_zalo_world,
    "viber": viber_world,
    "toy": toy_world,
}


PUSHING: Final = pytest.mark.long
"""A platform that pushes differs in the way in only, and that way has its own tests."""


@pytest.fixture(params=[pytest.param(name, marks=[PUSHING] if "pushing" in name else []) for name in WORLDS])
def opener(request: pytest.FixtureRequest) -> Opener:
    """Each channel in turn."""
    return WORLDS[request.param]


@pytest.fixture
async def world(opener: Opener, tmp_path: Path) -> AsyncIterator[World]:
    """A platform and its channel, without the product behind it."""
    async with opener(HandClock(moment(BEGIN)), tmp_path) as opened:
        yield opened


@pytest.fixture
async def house(opener: Opener, tmp_path: Path, province: Path) -> AsyncIterator[House]:
    """The product with this channel, Monday 06:30 of week 47; the roster is imported, nobody is linked."""
    copy_database(province, tmp_path / "nhacnop.db")
    async with housed(opener, tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the province's roster. Never opened, only copied."""
    file = tmp_path_factory.mktemp("province") / "nhacnop.db"
    await migrate(url_of(file))
    database = open_database(url_of(file))
    await accept(database, organisation(), wanted(), moment(BEGIN))
    await database.close()
    return file
