"""An office on several Zalo bots with small plans: the product, the stand-in, and a clock set by hand."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.clock import HandClock
from bot.installation import Installation, install
from bot.invitations import issue_for_seats
from channels.zalo.access import Access
from channels.zalo.channel import ZaloChannel
from core.codes import written_code
from core.plans import Plan
from core.ports import Address
from handlers.gathering import AlbumPatience
from tests.contract.worlds import PATIENCE, Receiving
from tests.databases import url_of
from tests.journeys.linking import link
from tests.journeys.rows import Rows
from tests.journeys.stage import BEGIN, BETWEEN_MESSAGES, moment, organisation
from tests.zalo.fake import FakeZalo, Person, serving
from tests.zalo.fake.bots import Standing


class Office(Rows):
    """Everything that a conversation needs. Times are local, written "2026-11-16 08:00"."""

    def __init__(
        self, fake: FakeZalo, installation: Installation, channels: Sequence[ZaloChannel], clock: HandClock
    ) -> None:
        self.fake = fake
        self.installation = installation
        self._receiving = {channel.account: Receiving(channel) for channel in channels}
        self._clock = clock

    async def linked(self, unit: str | None, name: str, bot: str = "zalo-1") -> Person:
        """Whoever holds this unit's seat, in a chat with this bot since the morning; without a unit the admin."""
        person = self.fake.person(name, bot=bot)
        person.chat.standing = Standing.MEMBER
        async with self.installation.database.transaction() as tx:
            await link(tx, unit, Address("zalo", bot, person.id))
        return person

    async def code_for(self, unit: str) -> str:
        """A fresh code for the unlinked seat of this unit, as people type it."""
        issued = await issue_for_seats(self.installation.database, self.installation.organisation, self.now, unit)
        return next(written_code(each.code) for each in issued if each.seat.unit == unit)

    async def at(self, local: str) -> None:
        """Time goes on to this moment with the bot running."""
        goal = moment(local)
        await self.beats()
        while (now := self.now) < goal:
            planned = await self.installation.heartbeat.next_moment(now)
            step = planned if planned is not None and planned > now else now + timedelta(hours=1)
            self._clock.set(min(step, goal))
            await self.beats()

    async def beats(self) -> None:
        """One beat, and everything that follows from it."""
        await self.installation.beat()
        await self.settles()

    async def settles(self) -> None:
        """Whatever waits is taken in, handled and sent, until nothing moves."""
        moved = 1
        while moved:
            for name, receiving in self._receiving.items():
                bot = self.fake.bots[name]
                receiving.begins(self.installation.intake.take_in_together)
                await bot.bells.until(lambda bot=bot: not bot.waiting, PATIENCE)  # type: ignore[misc]  # bound at once
                await receiving.until(
                    lambda receiving=receiving, bot=bot: receiving.stored == bot.handed_out  # type: ignore[misc]
                )
            await self.installation.intake.drain()
            moved = await self.installation.dispatcher.drain()

    async def answer_to(self, person: Person) -> str:
        """Everything new that this person hears, as one text; a few seconds pass."""
        await self.settles()
        said = "\n\n".join([await person.hears() for _ in person.unheard])
        self._clock.set(self.now + BETWEEN_MESSAGES)
        return said

    async def close(self) -> None:
        """Stop receiving."""
        for receiving in self._receiving.values():
            await receiving.ends()


@asynccontextmanager
async def opened_office(folder: Path, plan: Plan, bots: Sequence[str] = ("zalo-1", "zalo-2")) -> AsyncIterator[Office]:
    """Open an installation on `folder/nhacnop.db`, at BEGIN."""
    clock = HandClock(moment(BEGIN))
    async with serving(clock, bots) as fake, AsyncExitStack() as stack:
        channels = [
            await stack.enter_async_context(
                ZaloChannel(name, Access(fake.bots[name].token, fake.api_url), clock, plan=plan, paced=False)
            )
            for name in bots
        ]
        installation = await install(
            organisation(),
            url_of(folder / "nhacnop.db"),
            folder / "media",
            channels,
            clock,
            AlbumPatience(silence=0),
            passing=True,
        )
        await installation.menus.introduce(clock.now())
        office = Office(fake, installation, channels, clock)
        try:
            yield office
        finally:
            await office.close()
            await installation.close()
