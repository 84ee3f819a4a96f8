"""A province on one channel: the whole product behind it, a clock set by hand, and people at their phones."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.clock import HandClock
from bot.installation import Installation, install
from bot.invitations import issue_for_seats
from core.ports import Address, Channel
from handlers.gathering import AlbumPatience
from tests.contract.worlds import Heard, Opener, Phone, World
from tests.databases import url_of
from tests.journeys.golden import ROOT, read_as_written
from tests.journeys.linking import link
from tests.journeys.manners import Manner
from tests.journeys.rows import Rows
from tests.journeys.stage import BEGIN, BETWEEN_MESSAGES, moment, organisation

GOLDEN: Final = ROOT / "tests" / "golden" / "contract"
_DIFFERENT: Final = {
    re.compile(r"\b[2-9][0-9A-Z]{3}-?[0-9A-Z]{4}-?[0-9A-Z]{5}\b"): "XXXX-XXXX-XXXXX",
    re.compile(r" • \w+: mở \S+(?: rồi nhắn mã này)?"): "",
    re.compile(r"chưa ghi nhận .{1,12} này"): "chưa ghi nhận … này",
}
"""What may differ between two tellings, and between platforms: codes, what opens the bot, what is no evidence."""


class Someone:
    """A person at a phone; what is done returns what the bot answers, and is written down for the golden page."""

    def __init__(self, house: "House", phone: Phone) -> None:
        self._house = house
        self._read = len(phone.heard)
        self.phone = phone
        self.page: list[str] = []

    async def opens(self, code: str) -> str:
        """Gets in with an invitation."""
        self.phone.opens(code)
        return await self._answer("*(mở lời mời)*")

    async def says(self, text: str) -> str:
        """Types a message."""
        self.phone.says(text)
        return await self._answer(text)

    async def sends_photos(self, *pictures: bytes) -> str:
        """Sends pictures at once."""
        self.phone.sends_photos(*pictures)
        return await self._answer(f"*({len(pictures)} ảnh)*")

    async def sends_what_is_no_evidence(self) -> str:
        """Sends something that is neither text nor picture."""
        self.phone.sends_what_is_no_evidence()
        return await self._answer("*(không phải ảnh, không phải đường dẫn)*")

    async def chooses(self, label: str) -> str:
        """Takes one of the answers offered."""
        self.phone.chooses(label)
        return await self._answer(f"[{label}]")

    def hears(self) -> str:
        """Everything new, as one text."""
        fresh = self.phone.heard[self._read :]
        self._read += len(fresh)
        if fresh:
            self.page.append(_told(fresh))
        return " ".join(" ".join(each.text for each in fresh).split())

    async def _answer(self, said: str) -> str:
        self.hears()
        self.page.append(f"> 👤 {said}")
        await self._house.settles()
        self._house.moves_on()
        return self.hears()


class House(Rows):
    """Everything that a conversation needs. Times are local, written "2026-11-16 08:00"."""

    def __init__(self, installation: Installation, world: World, clock: HandClock) -> None:
        self.installation = installation
        self.world = world
        self._clock = clock

    def somebody(self, name: str) -> Someone:
        """Somebody whom the bot does not know."""
        return Someone(self, self.world.phone(name))

    async def linked(self, unit: str | None, name: str) -> Someone:
        """Whoever holds this unit's seat, in a chat since the morning; without a unit the admin."""
        phone = self.world.phone(name)
        phone.starts()
        channel = self.world.channel
        async with self.installation.database.transaction() as tx:
            await link(tx, unit, Address(channel.name, channel.account, phone.chat))
        return Someone(self, phone)

    async def code_for(self, unit: str) -> str:
        """A fresh code for the unlinked seat of this unit."""
        issued = await issue_for_seats(self.installation.database, self.installation.organisation, self.now, unit)
        return next(each.code for each in issued if each.seat.unit == unit)

    async def at(self, local: str) -> None:
        """Time goes on to this moment with the bot running: everything planned happens when it is due."""
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

    def moves_on(self) -> None:
        """A few seconds pass."""
        self._clock.set(self.now + BETWEEN_MESSAGES)

    async def settles(self) -> None:
        """Whatever waits is taken in, handled and sent, until nothing moves."""
        moved = 1
        while moved:
            await self.world.delivers(self.installation.intake.take_in_together)
            await self.installation.intake.drain()
            moved = await self.installation.dispatcher.drain()

    async def is_told_again(self) -> None:
        """The platform delivers once more what it delivered last."""
        await self.world.delivers_again(self.installation.intake.take_in_together)
        await self.settles()

    @property
    def channel(self) -> Channel:
        """The channel under test."""
        return self.world.channel

    @staticmethod
    def reads_as_written(name: str, title: str, *people: Someone) -> None:
        """These chats read as in the golden file, which is the same for every channel."""
        chapters = ["  \n".join(person.page) for person in people]
        page = f"# {title}\n\n" + "\n\n---\n\n".join(chapters) + "\n"
        for pattern, instead in _DIFFERENT.items():
            page = pattern.sub(instead, page)
        read_as_written(GOLDEN / f"{name}.md", page, Manner.BUTTONS)


def _told(fresh: Sequence[Heard]) -> str:
    """What was heard at once, on one line: a channel with short messages cuts it elsewhere than one with long ones."""
    words = " ".join(" ".join(each.text for each in fresh).split())
    answers = [label for each in fresh for label in each.options]
    return f"> 🤖 {words}" + "".join(f" [{number} {label}]" for number, label in enumerate(answers, start=1))


@asynccontextmanager
async def housed(opener: Opener, folder: Path) -> AsyncIterator[House]:
    """Open an installation on `folder/nhacnop.db`, at BEGIN, with this world behind its one channel."""
    clock = HandClock(moment(BEGIN))
    async with opener(clock, folder) as world:
        installation = await install(
            organisation(),
            url_of(folder / "nhacnop.db"),
            folder / "media",
            [world.channel],
            clock,
            AlbumPatience(silence=0),  # a world has delivered everything before it is handled
            passing=True,
        )
        await installation.menus.introduce(clock.now())
        try:
            yield House(installation, world, clock)
        finally:
            await installation.close()
