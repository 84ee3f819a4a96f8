"""What lies on Telegram's side: chats, their messages, and how the bot stands in each."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from threading import RLock
from typing import Any, Final

from core.ports import Clock
from tests.telegram.fake.bells import Bells
from tests.telegram.fake.checks import Json
from tests.telegram.fake.files import Files
from tests.telegram.fake.refusals import (
    BLOCKED,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    GROUP_DELETED,
    NEVER_STARTED,
    NO_RIGHTS,
    UPGRADED,
    Refusal,
    bad_request,
    forbidden,
)

_SUPERGROUPS: Final = -1_000_000_000_000


class Standing(StrEnum):
    """How the bot stands in a chat."""

    STRANGER = "never started"
    MEMBER = "member"
    BLOCKED = "blocked"
    DEACTIVATED = "user is deactivated"
    KICKED = "kicked"
    LEFT = "left"
    MIGRATED = "became a supergroup"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happened in a chat, for reading it aloud. `message` is as it was at that moment."""

    at: datetime
    by_bot: bool
    message: Json
    pressed: str | None = None
    event: str | None = None
    edited: bool = False
    who: str = ""


@dataclass(slots=True)
class Press:
    """A pressed button, which the bot should answer. `answers` are the texts shown for it, "" for none."""

    id: str
    until: float
    answers: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether it is too late to answer."""
        return time.monotonic() >= self.until


@dataclass(slots=True)
class Chat:
    """A private chat with a person, a group or a supergroup."""

    id: int
    told: Json
    """The chat as the Bot API tells of it."""
    standing: Standing
    numbers: Iterator[int]
    """Message ids: one sequence for all private chats and groups, one for each supergroup."""
    messages: dict[int, Json] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    bells: Bells = field(default_factory=Bells)
    """Rung with every turn."""
    keyboard: list[Json] = field(default_factory=list)
    """The buttons in place of the person's keyboard: their labels are sent as text."""
    moved_to: int | None = None
    silenced: bool = False
    """Whether only admins of the group may write; the bot is none."""

    @property
    def kind(self) -> str:
        """private, group or supergroup."""
        return str(self.told["type"])

    def take(self, turn: Turn) -> None:
        """Note a turn and ring the bells."""
        self.turns.append(turn)
        self.bells.ring()

    def check_writable(self, what: str = "text messages") -> None:
        """Raises Telegram's Refusal when the bot may not write here. `what` it wants to send, in Telegram's words."""
        where = f"the {self.kind} chat"
        match self.standing:
            case Standing.STRANGER:
                raise forbidden(NEVER_STARTED)
            case Standing.BLOCKED:
                raise forbidden(BLOCKED)
            case Standing.DEACTIVATED:
                raise forbidden(DEACTIVATED)
            case Standing.KICKED:
                raise forbidden(f"bot was kicked from {where}")
            case Standing.LEFT:
                raise forbidden(f"bot is not a member of {where}")
            case Standing.MIGRATED:
                raise Refusal(400, f"Bad Request: {UPGRADED}", {"migrate_to_chat_id": self.moved_to})
            case Standing.DELETED:
                raise forbidden(GROUP_DELETED)
            case Standing.MEMBER if self.silenced:
                raise bad_request(NO_RIGHTS.format(what=what))
            case Standing.MEMBER:
                return


class Platform:
    """Everything that Telegram remembers. `lock` is held by whoever reads or changes it."""

    def __init__(self, me: Json, clock: Clock) -> None:
        self.lock = RLock()
        self.me = me
        """The bot as getMe tells of it."""
        self.bot_user = {name: me[name] for name in ("id", "is_bot", "first_name", "username")}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.menus: dict[tuple[str, str], list[Json]] = {}
        """Commands by scope and language."""
        self.presses: dict[str, Press] = {}
        self.press_lasts = 15.0
        """Seconds of real time in which the press of a button can be answered."""
        self._clock = clock
        self._numbers = count(1)
        self._ids = count(1)
        self._presses = count(4_382_000_000_000_001)
        self._albums = count(13_000_000_000_000_001)

    @property
    def now(self) -> datetime:
        """The moment in UTC."""
        return self._clock.now().astimezone(UTC)

    @property
    def date(self) -> int:
        """The moment in seconds, as messages are dated."""
        return int(self.now.timestamp())

    def next_album(self) -> str:
        """A fresh media_group_id."""
        return str(next(self._albums))

    def open_private(self, user: Json) -> Chat:
        """A person's chat with the bot, which has not been started yet."""
        told: Json = {"id": user["id"], "type": "private"} | _names(user)
        return self._open(Chat(user["id"], told, Standing.STRANGER, self._numbers))

    def open_group(self, title: str, *, supergroup: bool) -> Chat:
        """A group without the bot."""
        if supergroup:
            told: Json = {"id": _SUPERGROUPS - next(self._ids), "type": "supergroup", "title": title}
            return self._open(Chat(told["id"], told, Standing.LEFT, count(1)))
        told = {"id": -4_000_000 - next(self._ids), "type": "group", "title": title}
        return self._open(Chat(told["id"], told, Standing.LEFT, self._numbers))

    def press(self, *, stale: bool = False) -> Press:
        """A button was pressed; when `stale`, so long ago that it cannot be answered any more."""
        press = Press(str(next(self._presses)), time.monotonic() + (0.0 if stale else self.press_lasts))
        self.presses[press.id] = press
        return press

    def chat(self, chat_id: Any) -> Chat:
        """The chat of this id. Raises Telegram's Refusal when there is none."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request(CHAT_NOT_FOUND)
        return chat

    def writable(self, chat_id: Any, what: str = "text messages") -> Chat:
        """The chat of this id, where the bot may send this. Raises Telegram's Refusal otherwise."""
        chat = self.chat(chat_id)
        chat.check_writable(what)
        return chat

    def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message of this chat."""
        message: Json = {
            "message_id": next(chat.numbers),
            "from": sender,
            "chat": chat.told,
            "date": self.date,
        } | content
        chat.messages[message["message_id"]] = message
        chat.take(Turn(self.now, sender is self.bot_user, message, who=sender["first_name"]))
        return message

    def change(self, chat: Chat, message: Json, content: Json, *, seen: bool = True) -> Json:
        """The message with other content (None takes a field away), dated as edited if that is `seen`."""
        dated = {"edit_date": self.date} if seen else {}
        changed = {name: value for name, value in (message | dated | content).items() if value is not None}
        chat.messages[message["message_id"]] = changed
        by_bot = message["from"]["id"] == self.me["id"]
        if seen:
            chat.take(Turn(self.now, by_bot, changed, edited=True, who=message["from"]["first_name"]))
        return changed

    def _open(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat


def _names(user: Json) -> Json:
    return {name: user[name] for name in ("username", "first_name", "last_name") if name in user}
