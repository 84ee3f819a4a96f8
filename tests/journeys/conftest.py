"""The stage fixtures: the province is imported and linked once, and its database file copied for each journey."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.roster_import import accept
from core.ports import Address
from core.roster import SeatKind
from core.trust import Trust
from db import consents, invites, people, units
from db.engine import Database, open_database
from db.migrate import migrate
from tests.databases import copy_database, url_of
from tests.journeys.cast import ADMIN_NAME, PARTS, UNLINKED, wanted
from tests.journeys.manners import Manner
from tests.journeys.rows import ZONE
from tests.journeys.stage import BEGIN, Stage, moment, organisation, staged


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey told in several manners differs in the last step only: all but the buttons are long tests."""
    for item in items:
        call = getattr(item, "callspec", None)
        if call is not None and call.params.get("manner", Manner.BUTTONS) is not Manner.BUTTONS:
            item.add_marker(pytest.mark.long)


@pytest.fixture
def quota() -> int:
    """How many items a week are owed; a journey may ask for another one by parametrizing this."""
    return 1


@pytest.fixture
def trust() -> Trust:
    """How far items are trusted; a journey may ask for something else by parametrizing this."""
    return Trust(sample=0.0)


@pytest.fixture
def form() -> str:
    """The organisation's form of address; a journey may ask for another one by parametrizing this."""
    return "anh_chi"


@pytest.fixture
def manner() -> Manner:
    """How people choose; a journey may ask for all manners by parametrizing this."""
    return Manner.BUTTONS


@pytest.fixture
def two_platforms() -> bool:
    """Whether a second built-in platform runs beside the first; a journey asks for it by parametrizing this."""
    return False


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest,
    linked_file: Path,
    tmp_path: Path,
    quota: int,
    form: str,
    trust: Trust,
    manner: Manner,
    two_platforms: bool,
) -> AsyncIterator[Stage]:
    """Monday 06:30 of week 47; everybody of the cast except Phúc is linked, no week is open yet."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    journey = request.function.__name__.removeprefix("test_")
    rules, file = organisation(quota, form, trust), tmp_path / "nhacnop.db"
    async with staged(tmp_path, file, rules, manner, journey, two_platforms=two_platforms) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


@pytest.fixture
async def fresh_stage(
    request: pytest.FixtureRequest, imported_file: Path, tmp_path: Path, manner: Manner
) -> AsyncIterator[Stage]:
    """The same Monday before anybody is linked: the roster is imported, nothing else."""
    copy_database(imported_file, tmp_path / "nhacnop.db")
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", organisation(), manner, journey) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def imported_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the province's roster. Never opened, only copied."""
    file = tmp_path_factory.mktemp("imported") / "nhacnop.db"
    await migrate(url_of(file))
    database = open_database(url_of(file))
    await accept(database, organisation(), wanted(), moment(BEGIN))
    await database.close()
    return file


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def linked_file(imported_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with everybody linked to a chat. Never opened, only copied."""
    file = tmp_path_factory.mktemp("linked") / "nhacnop.db"
    copy_database(imported_file, file)
    database = open_database(url_of(file))
    await _link_everybody(database)
    await database.close()
    return file


async def _link_everybody(database: Database) -> None:
    now = moment(BEGIN)
    async with database.transaction() as tx:
        for part in PARTS:
            if part.chat in UNLINKED:
                continue
            if part.unit is None:
                member = await people.add_member(tx, ADMIN_NAME)
                await people.make_admin(tx, member, None, now)
            else:
                unit = await units.unit_by_code(tx, part.unit)
                assert unit is not None
                kind = SeatKind.SECRETARY if part.unit.startswith("X") else SeatKind.COORDINATOR
                seat = await invites.seat_of(tx, unit.id, kind, now.astimezone(ZONE).date())
                assert seat is not None
                member = seat.member
            await consents.give(tx, member, 1, "vi", now)
            await people.link(tx, member, Address("local", "local", part.chat), now, revoke_others=False)
