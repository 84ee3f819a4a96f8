"""Reading a finished replay from outside: its database file, and what lay in people's chats."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_RECEIPT = re.compile(r"BC-(\d+)(?: đến BC-(\d+))?")


@dataclass(frozen=True)
class Chat:
    """One message as the built-in platform kept it."""

    chat: str
    from_bot: bool
    text: str


class Ledger:
    """Questions that the tests ask of a replay's folder."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._rows = sqlite3.connect(out / "replay.db")
        self._rows.row_factory = sqlite3.Row

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """The rows of one statement."""
        return self._rows.execute(sql, values).fetchall()

    def messages(self) -> Iterator[Chat]:
        """Everything that was said, in order."""
        with (self._out / "local" / "chat.jsonl").open(encoding="utf-8") as journal:
            for line in journal:
                change = json.loads(line)
                for found in _messages(change):
                    yield Chat(found["chat"], found.get("from_bot", False), found.get("text", ""))

    def numbers_promised(self) -> set[int]:
        """Every item number that somebody read in a receipt."""
        numbers: set[int] = set()
        for message in self.messages():
            if message.from_bot and message.text.startswith("✅ Đã nhận"):
                for first, last in _RECEIPT.findall(message.text.split("\n")[0]):
                    numbers.update(range(int(first), int(last or first) + 1))
        return numbers

    def repeated(self) -> int:
        """How many of the bot's messages people got beyond what the outbox says was sent."""
        said = Counter((message.chat, message.text) for message in self.messages() if message.from_bot)
        meant = Counter(
            (row["chat"], row["text"]) for row in self.rows("SELECT chat, text FROM outbox WHERE state = 'SENT'")
        )
        return sum((said - meant).values())

    def unsent(self) -> int:
        """How many messages the outbox says were sent that nobody got."""
        said = Counter((message.chat, message.text) for message in self.messages() if message.from_bot)
        meant = Counter(
            (row["chat"], row["text"]) for row in self.rows("SELECT chat, text FROM outbox WHERE state = 'SENT'")
        )
        return sum((meant - said).values())


def _messages(change: object) -> Iterator[dict[str, Any]]:
    """Every message inside one line of the journal, however the line wraps it."""
    if isinstance(change, dict):
        if {"chat", "at", "kind"} <= change.keys():
            yield change
            return
        for value in change.values():
            yield from _messages(value)
    elif isinstance(change, list):
        for value in change:
            yield from _messages(value)


def moment(text: str) -> datetime:
    """A moment as SQLite keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str) -> datetime:
    """The same in local time."""
    return moment(text).astimezone(ZONE)


def quiet(at: datetime) -> bool:
    """Whether a local moment lies in quiet hours."""
    since_midnight = timedelta(hours=at.hour, minutes=at.minute)
    return since_midnight >= timedelta(hours=21) or since_midnight < timedelta(hours=6, minutes=30)
