"""An office on Telegram: one installation, the stand-in with the province's people, and a clock set by hand.

Everything is the product's own, from the polling to the sending; only time is made. Whatever a person does is an
ordinary call of the stand-in; `answer_to` waits until the bot has done everything that follows from it.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.clock import HandClock
from bot.installation import Installation, install
from bot.invitations import issue_for_admin, issue_for_seats
from bot.roster_import import accept
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from core.codes import tidy_code
from core.ports import Address, Clock, RawUpdate
from core.roster import SeatKind
from db import invites, people, units
from db.engine import Database, open_database
from db.migrate import migrate
from handlers.gathering import AlbumPatience
from tests.databases import url_of
from tests.journeys.cast import ADMIN_NAME, PARTS, ROWS, UNLINKED, Part, wanted
from tests.journeys.golden import ROOT, read_as_written
from tests.journeys.manners import Manner
from tests.journeys.rows import ZONE, Rows
from tests.journeys.stage import BEGIN, BETWEEN_MESSAGES, moment, organisation
from tests.telegram.fake import FakeTelegram, Group, Person, serving
from tests.telegram.fake.menus import menu_in
from tests.telegram.fake.reading import PATIENCE, Reader
from tests.telegram.fake.stand_in import TOKEN

GOLDEN: Final = ROOT / "tests" / "golden" / "telegram"
ACCOUNT: Final = TOKEN.partition(":")[0]
FIRST_USER: Final = 5_200_000_001
"""The stand-in's first person; the cast comes in the order of PARTS."""

_CODE: Final = re.compile(r"\b[2-9][0-9A-Z]{3}-?[0-9A-Z]{4}-?[0-9A-Z]{5}\b")


def chat_of(part: Part) -> str:
    """The chat of somebody of the cast."""
    return str(FIRST_USER + PARTS.index(part))


def phone_of(part: Part) -> str:
    """The number that stands in the roster, as Telegram tells it."""
    local = next((row[6] for row in ROWS if row[0] == part.unit), "0905000099")
    return f"+84{local.removeprefix('0')}"


async def write_office(file: Path, *, linked: bool, at: datetime | None = None) -> None:
    """A database with the province's roster; when `linked` with everybody but Phúc in a chat.

    Imported at BEGIN or, if nobody is linked yet, at another moment.
    """
    await migrate(url_of(file))
    await write_office_at(url_of(file), at or moment(BEGIN))
    database = open_database(url_of(file))
    for part in PARTS if linked else ():
        if part.chat not in UNLINKED:
            await link(database, part.unit, chat_of(part))
    await database.close()


async def write_office_at(url: str, at: datetime) -> None:
    """The province's roster in this migrated database, imported at this moment; nobody is linked."""
    database = open_database(url)
    await accept(database, organisation(), wanted(), at)
    await database.close()


async def link(database: Database, unit_code: str | None, chat: str) -> None:
    """Whoever holds this unit's seat has opened this chat and agreed; without a unit it is the admin."""
    now = moment(BEGIN)
    async with database.transaction() as tx:
        if unit_code is None:
            member = await people.add_member(tx, ADMIN_NAME)
            await people.make_admin(tx, member, None, now)
        else:
            unit = await units.unit_by_code(tx, unit_code)
            assert unit is not None
            kind = SeatKind.SECRETARY if unit_code.startswith("X") else SeatKind.COORDINATOR
            seat = await invites.seat_of(tx, unit.id, kind, now.astimezone(ZONE).date())
            assert seat is not None
            member = seat.member
        await people.consent(tx, member, 1, now)
        await people.link(tx, member, Address("telegram", ACCOUNT, chat), now, revoke_others=False)


def cast(fake: FakeTelegram, *, linked: bool) -> dict[str, Person]:
    """The people of the province at their phones, by chat; those who are linked have started the bot."""
    return {
        part.chat: fake.person(
            part.who.split(",")[0].split()[-1],
            phone=phone_of(part),
            started=linked and part.chat not in UNLINKED,
        )
        for part in PARTS
    }


def linked_cast(fake: FakeTelegram) -> dict[str, Person]:
    """The people of the province, who are linked."""
    return cast(fake, linked=True)


class WallClock(HandClock):
    """A clock set by hand that can be set back, as a machine's can."""

    def steps_back(self, by: timedelta) -> None:
        """It shows an earlier moment from now on."""
        self._now -= by


class Office(Rows):
    """Everything a conversation needs. Times are local, written "2026-11-16 08:00"; `office.hanh` is a person."""

    def __init__(
        self,
        fake: FakeTelegram,
        cast: dict[str, Person],
        installation: Installation,
        channel: TelegramChannel,
        clock: WallClock,
        name: str,
    ) -> None:
        self.fake = fake
        self.installation = installation
        self.channel = channel
        self._cast = cast
        self._clock = clock
        self._name = name
        self.receives_again()

    def __getattr__(self, name: str) -> Person:
        """Somebody of the cast."""
        try:
            return self._cast[name]
        except KeyError:
            raise AttributeError(name) from None

    def receives_again(self) -> None:
        """Receiving begins, or begins again after a failure, as `run` has it."""
        self._receiving = asyncio.create_task(self.channel.receive(self._take_in))

    # ---- time --------------------------------------------------------------------------------------------------

    async def at(self, local: str) -> None:
        """Time goes on to this moment with the bot running: everything planned happens when it is due."""
        goal = moment(local)
        await self.beats()
        while (now := self.now) < goal:
            planned = await self.installation.heartbeat.next_moment(now)
            step = planned if planned is not None and planned > now else now + timedelta(hours=1)
            self._clock.set(min(step, goal))
            await self.beats()

    def clock_steps_back(self, by: timedelta) -> None:
        """Somebody sets the machine's clock; nothing is told."""
        self._clock.steps_back(by)

    async def beats(self) -> None:
        """One beat, and everything that follows from it."""
        await self.installation.beat()
        await self.settles()

    async def settles(self) -> None:
        """Whatever waits is taken in, handled and sent, until nothing moves."""
        moved = True
        while moved:
            await self.takes_everything_in()
            await self.installation.intake.drain()
            moved = bool(await self.installation.dispatcher.drain() or self.fake.updates.waiting)

    async def answer_to(self, who: Reader) -> str:
        """Everything that this person hears of now, as one text; a few seconds pass, as between two messages."""
        await self.settles()
        said = "\n\n".join([(await who.hears()).text for _ in who.unheard])
        self._clock.set(self.now + BETWEEN_MESSAGES)
        return said

    async def shows_menus(self) -> None:
        """The command menus are put right, as they are every few seconds while the bot runs."""
        assert await self.installation.menus.introduce(self.now)
        while await self.installation.menus.show_due(self.now):
            pass

    async def takes_everything_in(self) -> None:
        """Wait until Telegram has nothing more for the bot: everything is stored and confirmed."""
        updates = self.fake.updates
        polled = asyncio.create_task(
            updates.polling.until(lambda: updates.is_polled and not updates.waiting, within=PATIENCE)
        )
        await asyncio.wait((polled, self._receiving), return_when=asyncio.FIRST_COMPLETED)
        if self._receiving.done():
            polled.cancel()
            self._receiving.result()
        await polled

    async def _take_in(self, updates: Sequence[RawUpdate]) -> None:
        await self.installation.intake.take_in(self.channel, updates)

    async def close(self) -> None:
        """Stop receiving."""
        self._receiving.cancel()
        with suppress(asyncio.CancelledError):
            await self._receiving

    def address(self, name: str) -> Address:
        """Where somebody of the cast is reached."""
        return Address("telegram", ACCOUNT, str(self._cast[name].id))

    # ---- codes, menus, transcripts -----------------------------------------------------------------------------

    async def code_for(self, unit: str) -> str:
        """A fresh code for the unlinked seat of this unit, as a link carries it."""
        issued = await issue_for_seats(self.installation.database, self.installation.organisation, self.now, unit)
        return next(each.code for each in issued if each.seat.unit == unit)

    async def admin_code(self, name: str) -> str:
        """A fresh code for an admin, as a link carries it."""
        return await issue_for_admin(self.installation.database, self.installation.organisation, name, self.now)

    @staticmethod
    def code_in(text: str) -> str:
        """The invitation code that stands in a message, as a link carries it."""
        found = _CODE.search(text)
        code = tidy_code(found[0]) if found else None
        assert code is not None, f"no code in {text!r}"
        return code

    def menu_of(self, person: Person) -> str:
        """This person's command menu on paper."""
        entries = menu_in(self.fake.platform, person.chat, str(person.user.get("language_code", "")))
        return "\n".join(f"- /{entry['command']} {entry['description']}" for entry in entries) + "\n"

    def who(self, person: Person) -> str:
        """What a reader of the transcript needs to know of this person."""
        known = {id(each): part.who for part in PARTS if (each := self._cast.get(part.chat)) is not None}
        return known.get(id(person), person.name)

    def reads_as_written(self, title: str, *chats: Person | Group, intro: str = "") -> None:
        """These chats read as in the conversation's golden file."""
        chapters = [f"## {self._heading(chat)}\n\n{chat.transcript()}" for chat in chats]
        self.page_reads_as_written(title, *chapters, intro=intro)

    def page_reads_as_written(self, title: str, *chapters: str, intro: str = "") -> None:
        """A page of these chapters is what the conversation's golden file holds."""
        page = "\n".join([f"# {title}\n", *([f"{intro}\n"] if intro else []), *chapters])
        read_as_written(GOLDEN / f"{self._name}.md", _CODE.sub("XXXX-XXXX-XXXXX", page), Manner.BUTTONS)

    def _heading(self, chat: Person | Group) -> str:
        return self.who(chat) if isinstance(chat, Person) else f"Nhóm {chat.name}"


@asynccontextmanager
async def opened_office(folder: Path, name: str, *, linked: bool = True) -> AsyncIterator[Office]:
    """Open an installation on `folder/nhacnop.db`, at BEGIN. `name` is the conversation's, for its golden file."""
    clock = WallClock(moment(BEGIN))
    async with serving(clock) as fake, telegram_channel(fake, clock) as channel:
        people = cast(fake, linked=linked)
        installation = await install(
            organisation(),
            url_of(folder / "nhacnop.db"),
            folder / "media",
            [channel],
            clock,
            AlbumPatience(silence=0),  # the stand-in hands over an album in one answer
            passing=True,
        )
        await installation.menus.introduce(clock.now())
        office = Office(fake, people, installation, channel, clock, name)
        try:
            yield office
        finally:
            await office.close()
            await installation.close()


def telegram_channel(fake: FakeTelegram, clock: Clock) -> TelegramChannel:
    """The bot's way to the stand-in. It keeps no pace: what a chat takes a second is tested elsewhere."""
    return TelegramChannel(Access(fake.token, fake.api_url, fake.file_url), clock, paced=False)
