"""The stand-in for Telegram, polled or pushing."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from core.ports import (
    Clock,
    Misconfigured,
    Moved,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
)
from tests.contract.pushed import Pushed, pushing_to
from tests.contract.worlds import PATIENCE, Heard, Receiving, Store
from tests.telegram.fake import FakeTelegram, Person, Refusal, serving
from tests.telegram.fake.chats import Standing


class TelegramPhone:
    """Somebody on Telegram."""

    def __init__(self, person: Person) -> None:
        self._person = person

    @property
    def chat(self) -> str:
        """The user's number."""
        return str(self._person.id)

    @property
    def heard(self) -> list[Heard]:
        """The bot's messages."""
        return [Heard(each.text, tuple(each.options)) for each in self._person.received]

    def starts(self) -> None:
        """Started the bot in the past."""
        self._person.chat.standing = Standing.MEMBER

    def opens(self, code: str) -> None:
        """By the deep link."""
        self._person.opens_link(code)

    def says(self, text: str) -> None:
        """Types; whoever has not pressed Start has done so long ago."""
        self.starts()
        self._person.says(text)

    def sends_photos(self, *pictures: bytes) -> None:
        """As an album."""
        if len(pictures) > 1:
            self._person.sends_album(pictures)
        else:
            self._person.sends_photo(pictures[0])

    def sends_what_is_no_evidence(self) -> None:
        """A sticker."""
        self._person.sends_sticker()

    def chooses(self, label: str) -> None:
        """Presses."""
        self._person.presses(label)


class TelegramWorld:
    """One bot on Telegram."""

    def __init__(self, fake: FakeTelegram, channel: TelegramChannel, pushed: Pushed | None) -> None:
        self._fake = fake
        self.channel = channel
        self.secret = fake.token.partition(":")[2]
        self._pushed = pushed
        self.receiving = Receiving(channel)

    @property
    def failures(self) -> Mapping[type[SendError], Callable[[], object]]:
        """As the Bot API answers."""
        send = self._fake.when
        group = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1})
        return {
            Throttled: lambda: send("sendMessage").answers(429, retry_after=1),
            Unavailable: lambda: send("sendMessage").answers(502),
            Refused: lambda: send("sendMessage").answers(400, "Bad Request: message text is odd"),
            Unreachable: lambda: send("sendMessage").answers(403, "Forbidden: bot was blocked by the user"),
            Moved: lambda: send("sendMessage").refuses(group),
            Misconfigured: lambda: send("sendMessage").answers(401),
        }

    def phone(self, name: str) -> TelegramPhone:
        """Somebody new."""
        return TelegramPhone(self._fake.person(name))

    async def delivers(self, store: Store) -> None:
        """Until nothing waits and, polled, the next poll has confirmed everything."""
        updates = self._fake.updates
        if self._pushed is not None:
            self._pushed.store = store
            self.receiving.begins(store)
            await self._fake.until(lambda: bool(self._fake.webhook.url), within=PATIENCE)
            await self._pushed.until(lambda: not updates.waiting)
        else:
            self.receiving.begins(store)
            await updates.polling.until(lambda: updates.is_polled and not updates.waiting, PATIENCE)

    async def delivers_again(self, store: Store) -> None:
        """The last ones come once more."""
        if self._pushed is not None:
            await self._pushed.again()
            return
        self._fake.repeats_updates()
        await self.delivers(store)


@asynccontextmanager
async def telegram_world(clock: Clock, folder: Path) -> AsyncIterator[TelegramWorld]:
    """Polled."""
    async with serving(clock) as fake:
        access = Access(fake.token, fake.api_url, fake.file_url)
        async with TelegramChannel(access, clock, paced=False) as channel:
            world = TelegramWorld(fake, channel, None)
            yield world
            await world.receiving.ends()


@asynccontextmanager
async def pushing_telegram_world(clock: Clock, folder: Path) -> AsyncIterator[TelegramWorld]:
    """Through the web door."""
    async with serving(clock) as fake:
        access = Access(fake.token, fake.api_url, fake.file_url)

        def made(hook_url: str) -> TelegramChannel:
            return TelegramChannel(access, clock, hook_url=hook_url, paced=False)

        async with pushing_to(made, ("telegram", access.account)) as (channel, pushed), channel:
            world = TelegramWorld(fake, channel, pushed)
            yield world
            await world.receiving.ends()
