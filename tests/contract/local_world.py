"""The built-in platform."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.ports import (
    Clock,
    Misconfigured,
    Moved,
    OutOfQuota,
    RawUpdate,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
    WindowClosed,
)
from tests.contract.worlds import Heard, Store
from tests.journeys.pictures import PDF

_ERRORS: Final[Sequence[SendError]] = (
    Throttled(1),
    Unavailable("no answer"),
    Refused("odd"),
    Unreachable("blocked"),
    Moved("elsewhere"),
    OutOfQuota("used up"),
    WindowClosed("too late"),
    Misconfigured("bad token"),
)


class LocalPhone:
    """Somebody on the built-in platform."""

    def __init__(self, platform: LocalPlatform, chat: str) -> None:
        self._platform = platform
        self.chat = chat
        platform.open_chat(chat, chat)

    @property
    def heard(self) -> list[Heard]:
        """The bot's messages."""
        return [
            Heard(each.text, tuple(option.label for option in each.options))
            for each in self._platform.messages(self.chat)
            if each.from_bot
        ]

    def starts(self) -> None:
        """The chat is open already."""

    def opens(self, code: str) -> None:
        """By the link."""
        self._platform.start(self.chat, code)

    def says(self, text: str) -> None:
        """Types."""
        self._platform.say(self.chat, text)

    def sends_photos(self, *pictures: bytes) -> None:
        """As an album."""
        self._platform.send_pictures(self.chat, pictures, "")

    def sends_what_is_no_evidence(self) -> None:
        """A PDF."""
        self._platform.send_file(self.chat, "a.pdf", PDF, "", content_type="application/pdf")

    def chooses(self, label: str) -> None:
        """Presses."""
        for each in reversed(self._platform.messages(self.chat)):
            for option in each.options if each.from_bot else ():
                if option.label == label:
                    self._platform.press(self.chat, each.id, option.action)
                    return
        raise AssertionError(f"nothing offers {label!r}")


class LocalWorld:
    """The built-in platform in a folder."""

    secret = None

    def __init__(self, platform: LocalPlatform) -> None:
        self._platform = platform
        self.channel = LocalChannel(platform)

    @property
    def failures(self) -> Mapping[type[SendError], Callable[[], object]]:
        """Whatever there is."""
        return {type(error): partial(self._platform.faults.fail_sends, error) for error in _ERRORS}

    def phone(self, name: str) -> LocalPhone:
        """Somebody new."""
        return LocalPhone(self._platform, name)

    async def delivers(self, store: Store) -> None:
        """What waits is taken in."""

        async def take_in(updates: Sequence[RawUpdate]) -> None:
            await store([(self.channel, updates)])

        await self.channel.receive_waiting(take_in)

    async def delivers_again(self, store: Store) -> None:
        """The last update comes once more."""
        self._platform.deliver_again(1)
        await self.delivers(store)


@asynccontextmanager
async def local_world(clock: Clock, folder: Path) -> AsyncIterator[LocalWorld]:
    """Open it."""
    with LocalPlatform(folder / "local", clock.now) as platform:
        yield LocalWorld(platform)
