"""`nhacnop run` on three platforms of which one is away at the start, or rejects its token: the others do not mind."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.platforms.house import House
from tests.platforms.people import TELEGRAM, VIBER, ZALO, Phone, heard
from tests.processes import free_port
from tests.telegram.fake import FakeTelegram
from tests.telegram.fake import served as telegram_served
from tests.telegram.office import write_office
from tests.viber.fake import FakeViber
from tests.viber.fake import served as viber_served
from tests.zalo.fake import FakeZalo
from tests.zalo.fake import served as zalo_served

CONFIG = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}
channels:
  telegram: {{enabled: true, api_url: "{telegram.api_url}", file_url: "{telegram.file_url}"}}
  zalo: {{enabled: true, receive: webhook, bots: [zalo-1], api_url: "{zalo.api_url}"}}
  viber: {{enabled: true, api_url: "{viber.api_url}"}}
"""
WRONG = {
    TELEGRAM: ("NHACNOP_TELEGRAM_TOKEN", "7100000001:AAFakeTokenThatNobodyAtTelegramKnows"),
    ZALO: ("NHACNOP_ZALO_TOKEN_ZALO_1", "1:a-token-that-nobody-at-zalo-knows"),
    VIBER: ("NHACNOP_VIBER_TOKEN", "a-token-that-nobody-at-viber-knows"),
}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows"),
]


class Platforms:
    """The three, each of which may be away."""

    def __init__(self) -> None:
        self.telegram, self.zalo, self.viber = FakeTelegram(), FakeZalo(bots=["zalo-1"]), FakeViber()
        self._up = AsyncExitStack()

    async def come_up(self, *names: str) -> None:
        """These can be reached from now on, where they were before if they were."""
        served = {
            TELEGRAM: lambda: telegram_served(self.telegram, self.telegram.port),
            ZALO: lambda: zalo_served(self.zalo, self.zalo.port),
            VIBER: lambda: viber_served(self.viber, self.viber.port),
        }
        for name in names:
            await self._up.enter_async_context(served[name]())

    async def go_down(self) -> None:
        """Nobody reaches any of them."""
        await self._up.aclose()

    async def answer(self, house: House, *names: str) -> None:
        """Somebody who is new says hello on each of these, and gets an answer."""
        new: dict[str, Callable[[], Phone]] = {
            TELEGRAM: lambda: self.telegram.person("Hạnh", started=True),
            ZALO: lambda: self.zalo.person("Hạnh"),
            VIBER: lambda: self.viber.person("Hạnh"),
        }
        phones = [new[name]() for name in names]
        for phone in phones:
            phone.says("xin chào")
        await house.comes_to(lambda: all(heard(phone, "mã mời") == 1 for phone in phones))


@pytest.fixture
async def platforms(tmp_path: Path) -> AsyncIterator[Platforms]:
    """Each has had a port, and all are away."""
    await write_office(tmp_path / "nhacnop.db", linked=False)
    found = Platforms()
    await found.come_up(TELEGRAM, ZALO, VIBER)
    await found.go_down()
    yield found
    await found.go_down()
    for fake in (found.telegram, found.zalo, found.viber):
        fake.assert_clean()


def opened(folder: Path, platforms: Platforms, rejected: str | None = None) -> House:
    """The folder with the bots' secrets, one of which may be rejected."""
    config = CONFIG.format(port=free_port(), telegram=platforms.telegram, zalo=platforms.zalo, viber=platforms.viber)
    secrets = {
        "NHACNOP_TELEGRAM_TOKEN": platforms.telegram.token,
        "NHACNOP_ZALO_TOKEN_ZALO_1": platforms.zalo.bots["zalo-1"].token,
        "NHACNOP_VIBER_TOKEN": platforms.viber.token,
    }
    return House(folder, config, **{**secrets, **(dict([WRONG[rejected]]) if rejected else {})})


@pytest.mark.parametrize("away", [TELEGRAM, ZALO, VIBER])
async def test_a_platform_that_is_away_at_the_start_is_waited_for_by_itself(
    platforms: Platforms, tmp_path: Path, away: str
) -> None:
    others = {TELEGRAM, ZALO, VIBER} - {away}
    await platforms.come_up(*others)
    house = opened(tmp_path, platforms)
    with house.running():
        await platforms.answer(house, *others)
        await platforms.come_up(away)
        await platforms.answer(house, away)
    assert "trying again, later and later" in house.log
    assert "Traceback" not in house.log


@pytest.mark.parametrize("rejected", [TELEGRAM, ZALO, VIBER])
async def test_a_token_that_is_rejected_is_named_by_its_variable_and_the_others_start(
    platforms: Platforms, tmp_path: Path, rejected: str
) -> None:
    await platforms.come_up(TELEGRAM, ZALO, VIBER)
    house = opened(tmp_path, platforms, rejected)
    variable, token = WRONG[rejected]
    with house.running():
        await platforms.answer(house, *({TELEGRAM, ZALO, VIBER} - {rejected}))
        await house.comes_to(lambda: f"set {variable} to the bot's own token and start again" in house.log)
    assert (token.partition(":")[2] or token) not in house.log
    assert "Traceback" not in house.log
