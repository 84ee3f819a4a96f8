"""The stage of the journeys: one installation on the built-in channel, its people, and a clock set by hand."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.clock import HandClock
from bot.config import Config
from bot.installation import Installation, install
from bot.invitations import issue_for_admin, issue_for_seats
from bot.organisation import organisation_of
from bot.paperwork import Paperwork
from bot.roster_import import accept
from bot.settings_file import FileSettings
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.codes import written_code
from core.organisation import Organisation
from core.ports import Address, RawUpdate
from core.trust import USUAL, Trust
from db import invites, people
from handlers.gathering import AlbumPatience
from tests.core.rosters import roster
from tests.databases import url_of
from tests.journeys.cast import PARTS, ROWS, wanted
from tests.journeys.golden import GOLDEN, read_as_written
from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.rows import ZONE, Rows

BEGIN = "2026-11-16 06:30"
"""Monday of week 47."""

OTHER = "other"
"""The bot account on the second platform."""

BETWEEN_MESSAGES = timedelta(seconds=7)
_CODE = re.compile(r"\b[2-9][0-9A-Z]{3}-?[0-9A-Z]{4}-?[0-9A-Z]{5}\b")
_SHORT_CODE = re.compile(r"(?<![-\w])[2-9][0-9A-Z]{3}-[0-9A-Z]{4}(?![-\w])")


def moment(local: str) -> datetime:
    """A local moment, "2026-11-16 08:00" or with seconds, in UTC."""
    pattern = "%Y-%m-%d %H:%M:%S" if local.count(":") == 2 else "%Y-%m-%d %H:%M"
    return datetime.strptime(local, pattern).replace(tzinfo=ZONE).astimezone(UTC)


def organisation(quota: int = 1, form: str = "anh_chi", trust: Trust = USUAL) -> Organisation:
    """The default settings in the province's name, with another quota, form of address or trust if wanted."""
    usual = organisation_of(Config())
    words = replace(usual.words, organisation="Tỉnh Quảng Trị")
    tasks = tuple(replace(task, quota=quota, trust=trust) for task in usual.tasks)
    # Tuesday 24 November is a holiday; only the journeys about holidays ask what becomes of its week.
    return replace(usual, words=words, address_form=form, tasks=tasks, holiday_notice=timedelta(0), health_at=None)


class Stage(Rows):
    """Everything a journey needs. Times are local, written "2026-11-16 08:00"."""

    media: Path
    """The pictures' folder."""

    def __init__(
        self,
        start: Callable[[], Awaitable[Installation]],
        installation: Installation,
        platform: LocalPlatform,
        clock: HandClock,
        manner: Manner,
        journey: str,
        other: LocalPlatform | None = None,
    ) -> None:
        self._start = start
        self.installation = installation
        self.platform = platform
        self.other = other
        self.channel = LocalChannel(platform)
        self._channels = [self.channel, *([LocalChannel(other, OTHER)] if other else [])]
        self.manner = manner
        self._clock = clock
        self._journey = journey
        self._people: dict[str, Somebody] = {}

    def __getattr__(self, name: str) -> Somebody:
        """`stage.hanh`: a person of the cast, whose chat is opened when first asked for."""
        part = next((part for part in PARTS if part.chat == name), None)
        if part is None:
            raise AttributeError(name)
        return self.somebody(part.chat, part.who)

    def somebody(self, chat: str, who: str) -> Somebody:
        """The person of this chat."""
        if chat not in self._people:
            self._people[chat] = Somebody(self, chat, who, self.platform)
        return self._people[chat]

    def elsewhere(self, chat: str, who: str) -> Somebody:
        """The person of this chat on the other platform, where there is one."""
        assert self.other is not None
        return Somebody(self, chat, who, self.other)

    # ---- time ----------------------------------------------------------------------------------------------------

    async def at(self, local: str) -> None:
        """Time goes on to this moment with the bot running: everything planned happens when it is due."""
        goal = moment(local)
        await self.beats()
        while (now := self.now) < goal:
            planned = await self.installation.heartbeat.next_moment(now)
            step = planned if planned is not None and planned > now else now + timedelta(hours=1)
            self._clock.set(min(step, goal))
            await self.beats()

    async def is_down_until(self, local: str) -> None:
        """Time goes on to this moment without the bot; then it is started again."""
        self._clock.set(moment(local))
        await self.restarts()

    async def restarts(self) -> None:
        """The process ends and begins again, on the same database."""
        await self.installation.close()
        self.installation = await self._start()
        await self.beats()

    async def beats(self) -> None:
        """One beat, and everything that follows from it."""
        await self.installation.beat()
        await self.settles()

    async def settles(self) -> None:
        """Whatever waits is taken in, handled and sent, until nothing moves."""
        moved = True
        while moved:
            taken = 0
            for channel in self._channels:
                taken += await channel.receive_waiting(partial(self.installation.intake.take_in, channel))
            await self.installation.intake.drain()
            queued = await self.installation.queue_for_many(self.now)
            moved = bool(await self.installation.dispatcher.drain() or taken or queued)

    async def compares(self) -> int:
        """Everything that nobody compared yet is compared; how many items that were."""
        compared = 0
        while looked := await self.installation.likening.look(self.now):
            compared += looked
        await self.settles()
        return compared

    def shows_pictures(self, person: Somebody) -> int:
        """How many pictures the bot has shown this person."""
        return sum(1 for each in self.platform.messages(person.chat) if each.from_bot and each.picture)

    def documents(self, person: Somebody) -> dict[str, bytes]:
        """The files that the bot sent to this person, by name; of several of one name the newest."""
        found = {}
        for message in self.platform.messages(person.chat):
            if message.from_bot and message.file_name and message.upload:
                found[message.file_name] = self.platform.bot_fetch(message.upload)
        return found

    def moves_on(self) -> None:
        """A few seconds pass, as between two messages of one person."""
        self._clock.set(self.now + BETWEEN_MESSAGES)

    async def is_given(self, *updates: RawUpdate) -> None:
        """Updates that this platform would not even deliver."""
        await self.installation.intake.take_in(self.channel, updates)
        await self.settles()

    # ---- codes, the roster, transcripts ------------------------------------------------------------------------------

    async def code_for(self, unit: str) -> str:
        """A fresh code for the unlinked seat of this unit, from the command line."""
        issued = await issue_for_seats(self.installation.database, self.installation.organisation, self.now, unit)
        return written_code(next(each.code for each in issued if each.seat.unit == unit))

    async def admin_code(self, name: str) -> str:
        """A fresh code for an admin, from the command line."""
        code = await issue_for_admin(self.installation.database, self.installation.organisation, name, self.now)
        return written_code(code)

    @staticmethod
    def code_in(text: str) -> str:
        """The invitation code that stands in a message."""
        found = _CODE.search(text)
        assert found is not None, f"no code in {text!r}"
        return found[0]

    @staticmethod
    def short_code_in(text: str) -> str:
        """The code for one more chat that stands in a message."""
        found = _SHORT_CODE.search(text)
        assert found is not None, f"no short code in {text!r}"
        return found[0]

    async def takes_over(self, unit: str, name: str) -> None:
        """The secretary's seat of this unit changes hands by an import of the roster, from today."""
        await accept(self.installation.database, self.installation.organisation, wanted({unit: name}), self.now)
        self.installation.opening.forget()

    async def gets_units(self, *rows: tuple[str, ...]) -> None:
        """More units join the roster, from today."""
        await accept(self.installation.database, self.installation.organisation, roster(*ROWS, *rows), self.now)
        self.installation.opening.forget()

    async def are_linked(self, *units: str) -> None:
        """Whoever holds these units' secretary's seats is linked to a chat that is called like the unit."""
        async with self.installation.database.transaction() as tx:
            for seat in await invites.unlinked_seats(tx, self.now.astimezone(ZONE).date()):
                if seat.unit in units:
                    self.somebody(seat.unit, seat.member_name)
                    await people.link(tx, seat.member, Address("local", "local", seat.unit), self.now,
                                      revoke_others=False)  # fmt: skip

    async def loses_its_chat(self, person: Somebody) -> None:
        """This person is linked to no chat any more."""
        async with self.installation.database.transaction() as tx:
            await people.mark_address(tx, Address("local", "local", person.chat), "DEAD", self.now)

    def transcript_of(self, person: Somebody) -> str:
        """One person's chat on paper."""
        return person.transcript(ZONE)

    def reads_as_written(self, title: str, *people: Somebody, intro: str = "", path: Path | None = None) -> None:
        """The chats of these people read as in the journey's golden file."""
        chapters = [f"# {title}\n", f"\n{intro}\n" if intro else ""]
        for person in people:
            chapters.append(f"\n## {person.who}\n\n{self.transcript_of(person)}")
        page = _SHORT_CODE.sub("XXXX-XXXX", _CODE.sub("XXXX-XXXX-XXXXX", "".join(chapters)))
        read_as_written(path or GOLDEN / f"{self._journey}.md", page, self.manner)


@asynccontextmanager
async def staged(
    folder: Path,
    database: Path,
    rules: Organisation,
    manner: Manner,
    journey: str,
    paperwork: Paperwork | None = None,
    *,
    two_platforms: bool = False,
    settings_file: FileSettings | None = None,
) -> AsyncIterator[Stage]:
    """Open an installation on this database file, at BEGIN. `paperwork`: else documents are really made.

    `settings_file`: what an admin may have read again. With `two_platforms` a second one of the built-in kind runs
    beside the first.
    """
    clock = HandClock(moment(BEGIN))
    platform = LocalPlatform(folder / "local", clock.now)
    other = LocalPlatform(folder / "other", clock.now) if two_platforms else None
    patience = AlbumPatience(silence=0)  # the built-in platform delivers an album whole
    url = url_of(database)

    async def start() -> Installation:
        channels = [LocalChannel(platform), *([LocalChannel(other, OTHER)] if other else [])]
        return await install(
            rules, url, folder / "media", channels, clock, patience, passing=True, paperwork=paperwork,
            settings_file=settings_file,
        )  # fmt: skip

    stage = Stage(start, await start(), platform, clock, manner, journey, other)
    stage.media = folder / "media"
    try:
        yield stage
    finally:
        await stage.installation.close()
        platform.close()
        if other is not None:
            other.close()
