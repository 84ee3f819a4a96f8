"""The toy platform."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from core.codes import written_code
from core.ports import Clock, OutOfQuota, Refused, SendError, Throttled, Unavailable, Unreachable
from tests.contract.toy.channel import ToyChannel
from tests.contract.toy.platform import ToyPlatform
from tests.contract.worlds import Heard, Receiving, Store, number_of, parted


class ToyPhone:
    """Somebody on the toy platform."""

    def __init__(self, platform: ToyPlatform, clock: Clock, chat: str) -> None:
        self._platform = platform
        self._clock = clock
        self.chat = chat

    @property
    def heard(self) -> list[Heard]:
        """The bot's messages."""
        return [parted(text) for text in self._platform.messages[self.chat]]

    def starts(self) -> None:
        """Anybody can be written to."""

    def opens(self, code: str) -> None:
        """Types the code."""
        self.says(written_code(code))

    def says(self, text: str) -> None:
        """Types."""
        self._platform.line(self.chat, self._clock.now(), text)

    def sends_photos(self, *pictures: bytes) -> None:
        """One after the other; the platform knows no albums."""
        for content in pictures:
            key = str(len(self._platform.pictures))
            self._platform.pictures[key] = content
            self.says(f"picture:{key}")

    def sends_what_is_no_evidence(self) -> None:
        """A sticker."""
        self.says("*")

    def chooses(self, label: str) -> None:
        """Types its number."""
        self.says(number_of(self.heard, label))


class ToyWorld:
    """One bot on the toy platform."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._platform = ToyPlatform()
        self.channel = ToyChannel(self._platform)
        self.secret = self._platform.token
        self.receiving = Receiving(self.channel)

    @property
    def failures(self) -> Mapping[type[SendError], Callable[[], object]]:
        """What the platform may raise."""
        errors = (Throttled(1), Unavailable("away"), Refused("odd"), Unreachable("gone"), OutOfQuota("used up"))
        return {type(error): partial(setattr, self._platform, "next_error", error) for error in errors}

    def phone(self, name: str) -> ToyPhone:
        """Somebody new."""
        return ToyPhone(self._platform, self._clock, name)

    async def delivers(self, store: Store) -> None:
        """Until every line is confirmed."""
        self.receiving.begins(store)
        platform = self._platform
        await self.receiving.until(lambda: self.receiving.stored >= len(platform.lines))

    async def delivers_again(self, store: Store) -> None:
        """The last ones come once more."""
        await store([(self.channel, self.receiving.last)])


@asynccontextmanager
async def toy_world(clock: Clock, folder: Path) -> AsyncIterator[ToyWorld]:
    """Open it."""
    world = ToyWorld(clock)
    yield world
    await world.receiving.ends()
