"""A province on Zalo, Telegram and Viber whose bot is a process of its own, killed and started again, with one
database: 125 communes, 122 secretaries, ten districts, and an admin."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.commands.status import as_json, overview
from bot.config import load_config
from bot.config_faults import VIBER_TOKEN, zalo_token
from bot.roster_import import accept, read_content
from bot.session import opened
from core.ports import Address
from db.engine import Tx, open_database
from db.migrate import migrate
from tests.databases import url_of
from tests.journeys.linking import link
from tests.journeys.stage import BEGIN, moment, organisation
from tests.platforms.people import (
    BOTS,
    COMMUNES,
    DISTRICTS,
    TELEGRAM,
    VACANT,
    VIBER,
    ZALO,
    Phone,
    Somebody,
    platforms_of,
    roster_lines,
)
from tests.processes import free_port
from tests.telegram.crash import Surroundings
from tests.telegram.fake import FakeTelegram
from tests.telegram.fake import served as telegram_served
from tests.telegram.office_ledger import Ledger
from tests.telegram.office_process import LOOK, Life, ShiftedClock
from tests.viber.fake import FakeViber
from tests.viber.fake import served as viber_served
from tests.zalo.fake import FakeZalo
from tests.zalo.fake import served as zalo_served
from tests.zalo.fake.bots import Standing

PATIENCE: Final = 180.0
"""Seconds of real time; after an outage it may be half a minute until a platform is polled again."""

CONFIG: Final = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}
channels:
  telegram: {{enabled: true, receive: {receive}, api_url: "{telegram.api_url}", file_url: "{telegram.file_url}"}}
  zalo: {{enabled: true, receive: {receive}, api_url: "{zalo.api_url}"}}
  viber: {{enabled: true, api_url: "{viber.api_url}"}}
"""
QUICKLY: Final = (
    ("scheduler.outcomes", "LONGEST_BACK_OFF", timedelta(seconds=1)),
    ("scheduler.outcomes", "GIVE_UP", 10_000),
    ("bot.beating", "BEAT_SECONDS", 2.0),
)
"""A platform that is away is asked again every second, instead of later and later, and time is looked at more often."""


class Province:
    """The people at their phones; what the bot's process is, and what it left on disk."""

    def __init__(self, folder: Path, clock: ShiftedClock) -> None:
        self.folder = folder
        self.clock = clock
        self.telegram = FakeTelegram(clock)
        self.zalo = FakeZalo(clock)
        self.viber = FakeViber(clock)
        self.secretaries: list[Somebody] = []
        self.coordinators: list[Somebody] = []
        self.admin = Somebody("", "Quản trị")
        self.ledger = Ledger(folder)
        self.lives: list[Life] = []
        self._up: dict[str, AsyncExitStack] = {}

    # ---- the platforms -----------------------------------------------------------------------------------------

    async def platform_is_up(self, platform: str) -> None:
        """It can be reached, at the same place as before."""
        stack = self._up[platform] = AsyncExitStack()
        if platform == TELEGRAM:
            await stack.enter_async_context(telegram_served(self.telegram, self.telegram.port))
        elif platform == ZALO:
            await stack.enter_async_context(zalo_served(self.zalo, self.zalo.port))
        else:
            await stack.enter_async_context(viber_served(self.viber, self.viber.port))

    async def platform_goes_down(self, platform: str) -> None:
        """Nobody reaches it, nor does it push anything."""
        await self._up.pop(platform).aclose()

    # ---- the bot -----------------------------------------------------------------------------------------------

    @property
    def _environment(self) -> tuple[tuple[str, str], ...]:
        tokens = [(zalo_token(name), bot.token) for name, bot in self.zalo.bots.items()]
        return (*tokens, (VIBER_TOKEN, self.viber.token))

    def starts(self) -> Life:
        """The bot is started."""
        log = self.folder / f"life-{len(self.lives) + 1}.log"
        shift, config = self.folder / "shift", self.folder / "config.yaml"
        life = Life(Surroundings(config, self.telegram.token, shift, log, QUICKLY, self._environment), None)
        self.lives.append(life)
        return life

    async def status(self, period: str) -> dict[str, Any]:
        """What `nhacnop status --json` would say of a week at this moment."""
        async with opened(load_config(self.folder / "config.yaml")) as session, session.database.snapshot() as tx:
            here = replace(session, now=self.clock.now())
            return as_json(await overview(tx, here, None, period, None), here)

    async def comes_to(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():  # noqa: ASYNC110 - another process rings no bell
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            said = [(each.unit, each.heard("nhiệm vụ"), each.heard("Đã nhận")) for each in self.secretaries]
            rows = [
                tuple(row) for row in self.ledger.rows("SELECT key, state, error FROM outbox WHERE state != 'SENT'")
            ]
            raise AssertionError(f"{self.ledger.busy()}\n{said}\n{rows}\n{self.lives[-1].log}") from None

    def reminders_a_day(self) -> list[int]:
        """How many reminders each member got on each local day on which there was one."""
        rows = self.ledger.rows(
            "SELECT count(*) FROM outbox WHERE kind = 'reminder' AND state = 'SENT' "
            "GROUP BY member_id, date(done_at, '+7 hours')"
        )
        return [row[0] for row in rows]

    # ---- people ------------------------------------------------------------------------------------------------

    async def settles(self, tx: Tx) -> None:
        """Everybody is in a chat, or in two."""
        for number in (each for each in range(COMMUNES) if each not in VACANT):
            secretary = Somebody(f"X{number}", f"Nguyễn Thị {number}")
            for platform in platforms_of(number):
                await self._links(tx, secretary, platform, f"zalo-{number % BOTS + 1}")
            self.secretaries.append(secretary)
        for unit in ("T", *(f"H{number}" for number in range(DISTRICTS))):
            self.coordinators.append(Somebody(unit, f"Điều phối {unit}"))
            await self._links(tx, self.coordinators[-1], VIBER)
        await self._links(tx, self.admin, TELEGRAM)

    async def _links(self, tx: Tx, somebody: Somebody, platform: str, bot: str = "") -> None:
        phone, address = self._phone(somebody.name, platform, bot)
        somebody.phones.append(phone)
        await link(tx, somebody.unit or None, address)

    def _phone(self, name: str, platform: str, bot: str) -> tuple[Phone, Address]:
        if platform == TELEGRAM:
            on_telegram = self.telegram.person(name, started=True)
            return on_telegram, Address(TELEGRAM, self.telegram.token.partition(":")[0], str(on_telegram.id))
        if platform == ZALO:
            on_zalo = self.zalo.person(name, bot=bot)
            on_zalo.chat.standing = Standing.MEMBER
            return on_zalo, Address(ZALO, bot, on_zalo.id)
        on_viber = self.viber.person(name)
        on_viber.subscribed = True
        return on_viber, Address(VIBER, VIBER, on_viber.id)


async def _write(province: Province) -> None:
    url = url_of(province.folder / "nhacnop.db")
    await migrate(url)
    database = open_database(url)
    wanted = read_content("\n".join(roster_lines()).encode(), "roster.csv", organisation())
    await accept(database, organisation(), wanted, moment(BEGIN))
    async with database.transaction() as tx:
        await province.settles(tx)
    await database.close()


@asynccontextmanager
async def opened_province(folder: Path, receive: str) -> AsyncIterator[Province]:
    """Tuesday 09:00 of week 47, all platforms up; the bot is not running yet. Viber always pushes."""
    province = Province(folder, ShiftedClock(folder / "shift", moment("2026-11-17 09:00")))
    async with AsyncExitStack() as stack:
        for platform in (TELEGRAM, ZALO, VIBER):
            await province.platform_is_up(platform)
            stack.push_async_callback(lambda platform=platform: _taken_down(province, platform))  # type: ignore[misc]  # bound at once
        config = CONFIG.format(
            telegram=province.telegram, zalo=province.zalo, viber=province.viber, receive=receive, port=free_port()
        )
        (folder / "config.yaml").write_text(config, encoding="utf-8")
        await _write(province)
        try:
            yield province
        finally:
            for life in province.lives:
                if life.process.is_alive():
                    await life.is_killed()
    for fake in (province.telegram, province.zalo, province.viber):
        fake.assert_clean()


async def _taken_down(province: Province, platform: str) -> None:
    if platform in province._up:
        await province.platform_goes_down(platform)
