"""One message that goes out as several: what was sent already is not sent again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from core.ports import Outgoing

_MOST_BEGUN: Final = 1000
_Part = TypeVar("_Part")


class Parting:
    """Delivers the parts of messages in order, with so many seconds between two parts."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._begun: dict[int, int] = {}

    async def deliver(
        self,
        chat: str,
        message: Outgoing,
        parts: Sequence[_Part],
        one: Callable[[_Part], Awaitable[str]],
    ) -> str:
        """Deliver each part by `one`; the platform's id of the last.

        A message in several parts that fails half-way goes on from the part that failed when it is sent again, as
        long as this process lives. So only a part whose answer was lost, or a crash, can repeat anything.
        """
        if len(parts) == 1:
            return await one(parts[0])
        begun = hash((chat, message))  # not the message: its attachments may be large
        sent = self._begun.get(begun, 0)
        last = ""
        for number in range(sent, len(parts)):
            if number > sent:
                await asyncio.sleep(self._pause)
            last = await one(parts[number])
            self._remember(begun, number + 1)
        self._begun.pop(begun, None)
        return last

    def _remember(self, begun: int, parts: int) -> None:
        self._begun[begun] = parts
        while len(self._begun) > _MOST_BEGUN:
            del self._begun[next(iter(self._begun))]
