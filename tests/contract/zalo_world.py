"""The stand-in for Zalo, polled or pushing."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from channels.zalo.access import Access
from channels.zalo.channel import ZaloChannel
from core.codes import written_code
from core.ports import (
    Clock,
    Misconfigured,
    OutOfQuota,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
)
from tests.contract.pushed import Pushed, pushing_to
from tests.contract.worlds import PATIENCE, Heard, Receiving, Store, number_of, parted
from tests.zalo.fake import FakeZalo, Person, serving
from tests.zalo.fake.bots import Standing


class ZaloPhone:
    """Somebody on Zalo."""

    def __init__(self, person: Person) -> None:
        self._person = person

    @property
    def chat(self) -> str:
        """The person's id at this bot."""
        return self._person.id

    @property
    def heard(self) -> list[Heard]:
        """The bot's messages."""
        return [parted(text) for text in self._person.received]

    def starts(self) -> None:
        """Wrote in the past."""
        self._person.chat.standing = Standing.MEMBER

    def opens(self, code: str) -> None:
        """Types the code, as it stands on the invitation."""
        self._person.says(written_code(code))

    def says(self, text: str) -> None:
        """Types."""
        self._person.says(text)

    def sends_photos(self, *pictures: bytes) -> None:
        """As single messages."""
        self._person.sends_photos(pictures)

    def sends_what_is_no_evidence(self) -> None:
        """A sticker."""
        self._person.sends_sticker()

    def chooses(self, label: str) -> None:
        """Types its number."""
        self._person.says(number_of(self.heard, label))


class ZaloWorld:
    """One bot on Zalo."""

    def __init__(self, fake: FakeZalo, channel: ZaloChannel, pushed: Pushed | None) -> None:
        self._fake = fake
        self._bot = fake.bots[channel.account]
        self.channel = channel
        self.secret = self._bot.token.partition(":")[2]
        self._pushed = pushed
        self.receiving = Receiving(channel)

    @property
    def failures(self) -> Mapping[type[SendError], Callable[[], object]]:
        """As the platform answers: errors inside HTTP 200, and pages of its front door."""
        send = self._fake.when
        return {
            Throttled: lambda: send("sendMessage").answers(429, html=True),
            Unavailable: lambda: send("sendMessage").answers(504),
            Refused: lambda: send("sendMessage").answers(400, "Bad Request: text is odd"),
            Unreachable: lambda: send("sendMessage").answers(403, "Forbidden: bot was blocked by the user"),
            OutOfQuota: lambda: send("sendMessage").answers(429, "Quota exceeded"),
            Misconfigured: lambda: send("sendMessage").answers(401, "Unauthorized"),
        }

    def phone(self, name: str) -> ZaloPhone:
        """Somebody new."""
        return ZaloPhone(self._fake.person(name, bot=self.channel.account))

    async def delivers(self, store: Store) -> None:
        """Until everything that was handed out is stored."""
        bot = self._bot
        self.receiving.begins(store)
        if self._pushed is not None:
            self._pushed.store = store
            await bot.bells.until(lambda: bool(bot.hook), PATIENCE)
            await self._pushed.until(lambda: not bot.waiting)
            return
        await bot.bells.until(lambda: not bot.waiting, PATIENCE)
        await self.receiving.until(lambda: self.receiving.stored == bot.handed_out)

    async def delivers_again(self, store: Store) -> None:
        """Polled it never does; stored again it must change nothing all the same."""
        if self._pushed is not None:
            await self._pushed.again()
        else:
            await store([(self.channel, self.receiving.last)])


@asynccontextmanager
async def zalo_world(clock: Clock, folder: Path) -> AsyncIterator[ZaloWorld]:
    """Polled."""
    async with serving(clock, bots=["zalo-1"]) as fake:
        access = Access(fake.bots["zalo-1"].token, fake.api_url)
        async with ZaloChannel("zalo-1", access, clock, paced=False) as channel:
            world = ZaloWorld(fake, channel, None)
            yield world
            await world.receiving.ends()


@asynccontextmanager
async def pushing_zalo_world(clock: Clock, folder: Path) -> AsyncIterator[ZaloWorld]:
    """Through the web door."""
    async with serving(clock, bots=["zalo-1"]) as fake:
        access = Access(fake.bots["zalo-1"].token, fake.api_url)

        def made(hook_url: str) -> ZaloChannel:
            return ZaloChannel("zalo-1", access, clock, hook_url=hook_url, paced=False)

        async with pushing_to(made, ("zalo", "zalo-1")) as (channel, pushed), channel:
            world = ZaloWorld(fake, channel, pushed)
            yield world
            await world.receiving.ends()
