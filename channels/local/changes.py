"""What can happen on the built-in platform, one journal line each?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from channels.local.messages import LocalMessage, message_from, message_record


@dataclass(frozen=True, slots=True)
class Opened:
    """A chat was opened, or got another title."""

    chat: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Blocked:
    """A person blocked the bot, or let it in again."""

    chat: str
    blocked: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """Messages of one chat that appeared together: one, or an album. `once` is the client's own key."""

    messages: tuple[LocalMessage, ...]
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The bot has the first `updates` updates. Fewer than before: the platform will deliver some again."""

    updates: int


Change = Opened | Blocked | Posted | Confirmed


def change_record(change: Change) -> dict[str, Any]:
    """The change as one JSON document."""
    match change:
        case Opened(chat, title, at):
            return {"change": "opened", "chat": chat, "title": title, "at": at.isoformat()}
        case Blocked(chat, blocked):
            return {"change": "blocked", "chat": chat, "blocked": blocked}
        case Posted(messages, once):
            record: dict[str, Any] = {"change": "posted", "messages": [message_record(m) for m in messages]}
            return record if once is None else record | {"once": once}
        case Confirmed(updates):
            return {"change": "confirmed", "updates": updates}
        case _:
            assert_never(change)


def change_from(record: Mapping[str, Any]) -> Change:
    """The change that `change_record` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    match record["change"]:
        case "opened":
            return Opened(record["chat"], record["title"], datetime.fromisoformat(record["at"]))
        case "blocked":
            return Blocked(record["chat"], record["blocked"])
        case "posted":
            return Posted(tuple(message_from(m) for m in record["messages"]), record.get("once"))
        case "confirmed":
            return Confirmed(record["updates"])
        case unknown:
            raise ValueError(f"unknown change {unknown!r}")
