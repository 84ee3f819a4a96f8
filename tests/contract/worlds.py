"""What a channel's tests have to bring: its platform's stand-in, people's phones there, and what can go wrong.

A new channel is held to the whole contract by one entry in `tests/contract/conftest.py`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from core.ports import Channel, Clock, RawUpdate, SendError

PATIENCE: Final = 30.0
"""Seconds of real time in which a platform and its channel must have passed on what was said."""

Store = Callable[[Sequence[tuple[Channel, Sequence[RawUpdate]]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of the bot as a person sees it: its words, and the answers offered under it."""

    text: str
    options: tuple[str, ...] = ()


class Phone(Protocol):
    """Somebody's phone with the bot's chat open."""

    @property
    def chat(self) -> str:
        """The chat's id, as addresses have it."""
        ...

    @property
    def heard(self) -> list[Heard]:
        """The bot's messages, oldest first; a long one in its pieces."""
        ...

    def starts(self) -> None:
        """Has written to the bot before, so that it may write; nothing of it reaches the bot now."""
        ...

    def opens(self, code: str) -> None:
        """Gets in with an invitation: by its link, or by typing the code."""
        ...

    def says(self, text: str) -> None:
        """Types a message."""
        ...

    def sends_photos(self, *pictures: bytes) -> None:
        """Sends pictures at once."""
        ...

    def sends_what_is_no_evidence(self) -> None:
        """A sticker, a file: whatever the platform has that is neither text nor picture."""
        ...

    def chooses(self, label: str) -> None:
        """Presses the newest button with this label or, without buttons, types its number."""
        ...


class World(Protocol):
    """One platform with one bot."""

    @property
    def channel(self) -> Channel:
        """The bot, as the product sees it."""
        ...

    @property
    def secret(self) -> str | None:
        """The bot's token, or the part of it that is secret; None where there is none."""
        ...

    @property
    def failures(self) -> Mapping[type[SendError], Callable[[], object]]:
        """What this platform can do to the next message, by the error that the channel must make of it."""
        ...

    def phone(self, name: str) -> Phone:
        """Somebody new."""
        ...

    async def delivers(self, store: Store) -> None:
        """Returns when everything that people have sent so far is stored."""
        ...

    async def delivers_again(self, store: Store) -> None:
        """The platform delivers once more what it delivered last, as an at-least-once platform may."""
        ...


Opener = Callable[[Clock, Path], AbstractAsyncContextManager[World]]
"""Opens a world; the folder is for whatever the platform keeps on disk."""


class Receiving:
    """A channel that takes updates for ever, as `run` has it, and the number that it has stored."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._task: asyncio.Task[None] | None = None
        self.stored = 0
        self.last: Sequence[RawUpdate] = ()
        self.news = asyncio.Event()

    def begins(self, store: Store) -> None:
        """Begin, unless it has begun."""

        async def take_in(updates: Sequence[RawUpdate]) -> None:
            await store([(self._channel, updates)])
            self.stored += len(updates)
            self.last = tuple(updates)
            self.news.set()

        if self._task is None:
            self._task = asyncio.create_task(self._channel.receive(take_in))

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds; it is asked whenever something was stored."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self.news.clear()
                await self.news.wait()

    async def ends(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task


def parted(text: str) -> Heard:
    """A message of a platform without buttons: its words, and the answers that are numbered at its end."""
    head, mark, tail = f"\n\n{text}".rpartition("\n\n1. ")
    if not mark:
        return Heard(text)
    head = head.removeprefix("\n\n")
    answers = [line.partition(". ") for line in f"1. {tail}".split("\n")]
    if [number for number, _, _ in answers] != [str(n) for n in range(1, len(answers) + 1)]:
        return Heard(text)
    return Heard(head, tuple(label for _, _, label in answers))


def number_of(heard: Sequence[Heard], label: str) -> str:
    """What to type for this answer: its number in the newest message that offers it."""
    for each in reversed(heard):
        if label in each.options:
            return str(each.options.index(label) + 1)
    raise AssertionError(f"nothing offers {label!r}")
