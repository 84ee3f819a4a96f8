"""One bot as the platform has it: its token, its chats, what waits for it, and its webhook."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tests.telegram.fake.bells import Bells

Json = dict[str, Any]


class Standing(StrEnum):
    """What a person is to the bot. Only members can be written to."""

    STRANGER = "stranger"
    MEMBER = "member"
    BLOCKED = "blocked"


@dataclass(slots=True)
class Turn:
    """One message in a chat: when, from whom, and its words or what else it is."""

    at: datetime
    by_bot: bool
    text: str
    message: str = ""


@dataclass(slots=True)
class Chat:
    """A private chat, or a group."""

    id: str
    name: str
    group: bool = False
    standing: Standing = Standing.STRANGER
    turns: list[Turn] = field(default_factory=list)
    bells: Bells = field(default_factory=Bells)

    def take(self, turn: Turn) -> None:
        """A message appears."""
        self.turns.append(turn)
        self.bells.ring()


@dataclass(slots=True)
class Bot:
    """One bot. `quota`: how many messages of its plan are left; None: without end."""

    name: str
    token: str
    id: str
    quota: int | None = None
    chats: dict[str, Chat] = field(default_factory=dict)
    waiting: deque[Json] = field(default_factory=deque)
    handed_out: int = 0
    """How many updates the bot was given, by either way."""
    polls: int = 0
    """How many getUpdates wait now; more than one is too fast."""
    hook: str = ""
    secret: str = ""
    bells: Bells = field(default_factory=Bells)
    """Rung when something waits, is handed out, or a poll begins or ends."""
    woken_by: list[Callable[[], object]] = field(default_factory=list)

    @property
    def account_name(self) -> str:
        """Its public name."""
        return f"bot.{self.id}"

    def add(self, update: Json) -> None:
        """An update waits for the bot."""
        self.waiting.append(update)
        self.bells.ring()
        for wake in self.woken_by:
            wake()

    def hand_out(self) -> Json:
        """The oldest update; it is gone from here."""
        self.handed_out += 1
        update = self.waiting.popleft()
        self.bells.ring()
        return update
