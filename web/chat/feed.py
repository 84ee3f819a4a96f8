"""How do pages hear what happens? One short memory of events for all tabs, told as server-sent events.

A tab is only a place in that memory, so neither a hundred tabs nor one that sleeps for a week make it grow. Whoever
falls behind what is remembered, or comes back from before a restart, is told `reset` and looks at everything again.
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

REMEMBERED = 1000
"""So many events are remembered."""

ALIVE_SECONDS = 15.0
"""After so long without an event a tab is told that the line still stands."""


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    kind: str
    text: str


class Feed:
    """Belongs to one event loop. `remembered` is how many events a tab may be behind."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._run = secrets.token_hex(4)
        self._events: deque[_Event] = deque(maxlen=remembered)
        self._number = 0
        self._news = asyncio.Event()
        self._closed = False

    @property
    def position(self) -> str:
        """The id of the newest event: a tab that has seen everything until now goes on from here."""
        return f"{self._run}-{self._number}"

    def publish(self, kind: str, payload: object) -> None:
        """Tell everybody."""
        self._number += 1
        self._events.append(_Event(self._number, kind, json.dumps(payload, ensure_ascii=False)))
        self._wake()

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._wake()

    async def stream(self, after: str, alive_seconds: float = ALIVE_SECONDS) -> AsyncGenerator[str, None]:
        """Everything after an id, for ever, in the form of an event stream; "" is from now on."""
        seen = self._number if after == "" else self._place(after)
        yield "retry: 1000\n\n"
        while not self._closed:
            news = self._news
            if seen is None or self._number - seen > len(self._events):
                seen = self._number
                yield f"id: {self.position}\nevent: reset\ndata: null\n\n"
            elif fresh := [event for event in self._events if event.number > seen]:
                seen = fresh[-1].number
                yield "".join(f"id: {self._run}-{e.number}\nevent: {e.kind}\ndata: {e.text}\n\n" for e in fresh)
            elif not await _came(news, alive_seconds):
                yield ": alive\n\n"

    def _place(self, after: str) -> int | None:
        """The event's number; None when it is of another run or no id at all."""
        run, _, number = after.rpartition("-")
        known = run == self._run and number.isascii() and number.isdigit() and len(number) < 16
        return min(int(number), self._number) if known else None

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


async def _came(news: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return False
    return True
