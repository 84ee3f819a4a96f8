"""Reading along in a chat: what the bot said there, waiting for it, and the chat on paper."""

import asyncio
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from tests.telegram.fake.chats import Chat, Turn
from tests.telegram.fake.keyboards import labels
from tests.telegram.fake.messages import Heard
from tests.telegram.fake.transcript import VIETNAM, transcript

Wanted = str | Callable[[Heard], bool] | None
"""Words that a message holds, or a question about it; None: any message."""

PATIENCE: Final = 30.0
"""Seconds of real time that somebody waits for an answer, also on a machine that stands still for a while."""


class Reader:
    """Whoever reads one chat: a person the private one, a group its own."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self._heard: set[int] = set()

    @property
    def name(self) -> str:
        """The person's or the group's."""
        told = self.chat.told
        return str(told.get("title", told.get("first_name")))

    async def hears(self, wanted: Wanted = None, *, within: float = PATIENCE) -> Heard:
        """The oldest message not heard yet that is `wanted`, waiting for it if need be; the others stay unheard.

        Fails after `within` seconds of real time, telling what there was instead.
        """
        with self.chat.bells.listening() as bell:
            try:
                async with asyncio.timeout(within):
                    while (found := self._take(wanted)) is None:
                        await bell.wait()
                    return found
            except TimeoutError:
                there = "\n".join(f"- {each.text}" for each in self.unheard) or "nothing"
                raise AssertionError(f"{self.name} did not hear {wanted!r}, but:\n{there}") from None

    @property
    def unheard(self) -> list[Heard]:
        """The bot's messages and edits that `hears` has not given out yet, oldest first."""
        return [Heard.of(turn) for turn in self._of_bot() if id(turn) not in self._heard]

    @property
    def received(self) -> list[Heard]:
        """All messages and edits of the bot, oldest first."""
        return [Heard.of(turn) for turn in self._of_bot()]

    @property
    def options(self) -> list[str]:
        """The buttons of the newest message that has any now."""
        shown = (labels(message) for message in reversed(tuple(self.chat.messages.values())))
        return next((each for each in shown if each), [])

    def transcript(self, zone: ZoneInfo = VIETNAM) -> str:
        """The chat on paper, as the other journeys have it; in a group with the names of those who speak."""
        return transcript(tuple(self.chat.turns), zone, named=self.chat.kind != "private")

    def _take(self, wanted: Wanted) -> Heard | None:
        for turn in self._of_bot():
            if id(turn) in self._heard:
                continue
            heard = Heard.of(turn)
            if wanted is None or (wanted in heard.text if isinstance(wanted, str) else wanted(heard)):
                self._heard.add(id(turn))
                return heard
        return None

    def _of_bot(self) -> list[Turn]:
        return [turn for turn in tuple(self.chat.turns) if turn.by_bot]
