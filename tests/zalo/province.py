"""A province on Zalo and Telegram whose bot is a process of its own, killed and started again, with one database."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.config_faults import zalo_token
from bot.roster_import import accept, read_content
from core.ports import Address
from db.engine import open_database
from db.migrate import migrate
from tests.databases import url_of
from tests.journeys.linking import link
from tests.journeys.stage import BEGIN, moment, organisation
from tests.telegram.crash import Surroundings
from tests.telegram.fake import FakeTelegram
from tests.telegram.fake import Person as OnTelegram
from tests.telegram.fake import serving as serving_telegram
from tests.telegram.office_ledger import Ledger
from tests.telegram.office_process import LOOK, Life, ShiftedClock
from tests.zalo.fake import FakeZalo, served
from tests.zalo.fake import Person as OnZalo
from tests.zalo.fake.bots import Standing

PEOPLE: Final = 20
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
"""
QUICKLY: Final = (
    ("scheduler.outcomes", "LONGEST_BACK_OFF", timedelta(seconds=1)),
    ("scheduler.outcomes", "GIVE_UP", 10_000),
)
"""A platform that is away is asked again every second, instead of later and later."""

Somebody = OnTelegram | OnZalo


class Province:
    """The people at their phones, by number; what the bot's process is, and what it left on disk."""

    def __init__(self, folder: Path, telegram: FakeTelegram, zalo: FakeZalo, clock: ShiftedClock) -> None:
        self.folder = folder
        self.telegram = telegram
        self.zalo = zalo
        self.clock = clock
        self.people: list[Somebody] = []
        self.ledger = Ledger(folder)
        self.lives: list[Life] = []

    @property
    def on_zalo(self) -> list[OnZalo]:
        """Those who use Zalo."""
        return [person for person in self.people if isinstance(person, OnZalo)]

    @property
    def on_telegram(self) -> list[OnTelegram]:
        """Those who use Telegram."""
        return [person for person in self.people if isinstance(person, OnTelegram)]

    def starts(self) -> Life:
        """The bot is started."""
        tokens = tuple((zalo_token(name), bot.token) for name, bot in self.zalo.bots.items())
        log = self.folder / f"life-{len(self.lives) + 1}.log"
        shift = self.folder / "shift"
        config = self.folder / "config.yaml"
        life = Life(Surroundings(config, self.telegram.token, shift, log, QUICKLY, tokens), None)
        self.lives.append(life)
        return life

    async def comes_to(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():  # noqa: ASYNC110 - another process rings no bell
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            counts = [(person.name, heard(person, "nhiệm vụ"), heard(person, "Đã nhận")) for person in self.people]
            rows = [tuple(row) for row in self.ledger.rows("SELECT key, state, error FROM outbox")]
            raise AssertionError(f"{self.ledger.busy()}\n{counts}\n{rows}\n{self.lives[-1].log}") from None


def heard(person: Somebody, words: str) -> int:
    """How often somebody heard this."""
    said = person.received
    return sum(1 for each in said if words in (each if isinstance(each, str) else each.text))


async def _settle(province: Province) -> None:
    """The roster, and everybody in a chat; the last two in two chats, of which Zalo's is the newer one."""
    url = url_of(province.folder / "nhacnop.db")
    await migrate(url)
    database = open_database(url)
    lines = ["Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên", "T,Tỉnh A,tỉnh,,,"]
    lines += [f"X{number},Xã Số {number},xã,T,Bí thư,Nguyễn Thị {number}" for number in range(PEOPLE)]
    roster = read_content("\n".join(lines).encode(), "roster.csv", organisation())
    await accept(database, organisation(), roster, moment(BEGIN))
    async with database.transaction() as tx:
        for number in range(PEOPLE):
            unit, name = f"X{number}", f"Nguyễn Thị {number}"
            if number >= PEOPLE * 6 // 10:
                phone = province.telegram.person(name, started=True)
                account = province.telegram.token.partition(":")[0]
                await link(tx, unit, Address("telegram", account, str(phone.id)))
                province.people.append(phone)
            if number < PEOPLE * 6 // 10 or number >= PEOPLE * 9 // 10:
                bot = f"zalo-{number % 3 + 1}"
                person = province.zalo.person(name, bot=bot)
                person.chat.standing = Standing.MEMBER
                await link(tx, unit, Address("zalo", bot, person.id))
                province.people[number:] = [person]
    await database.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def opened_province(folder: Path, zalo_up: AsyncExitStack, receive: str = "polling") -> AsyncIterator[Province]:
    """Tuesday 09:00 of week 47; the bot is not running yet. `zalo_up` is closed to take Zalo away."""
    clock = ShiftedClock(folder / "shift", moment("2026-11-17 09:00"))
    async with serving_telegram(clock) as telegram:
        zalo = FakeZalo(clock)
        await zalo_up.enter_async_context(served(zalo))
        config = CONFIG.format(telegram=telegram, zalo=zalo, receive=receive, port=_free_port())
        (folder / "config.yaml").write_text(config, encoding="utf-8")
        province = Province(folder, telegram, zalo, clock)
        await _settle(province)
        try:
            yield province
        finally:
            for life in province.lives:
                if life.process.is_alive():
                    await life.is_killed()
        zalo.assert_clean()
