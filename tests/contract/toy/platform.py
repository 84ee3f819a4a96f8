"""The toy's platform: lines that wait until they are confirmed, messages of 120 characters, no buttons."""

import asyncio
from collections import defaultdict
from datetime import datetime

from core.ports import SendError

TEXT_LENGTH = 120


class ToyPlatform:
    """People's lines and the bot's messages, in memory."""

    def __init__(self, token: str = "a-toys-secret-token") -> None:
        self.token = token
        self.lines: list[str] = []
        self.confirmed = 0
        self.pictures: dict[str, bytes] = {}
        self.messages: dict[str, list[str]] = defaultdict(list)
        self.next_error: SendError | None = None
        self.news = asyncio.Event()

    def line(self, chat: str, at: datetime, words: str) -> None:
        """Somebody writes."""
        self.lines.append(f"{chat}|{len(self.lines) + 1}|{at.isoformat()}|{words}")
        self.news.set()

    def send(self, chat: str, text: str) -> str:
        """The bot writes; the message's id."""
        error, self.next_error = self.next_error, None
        if error is not None:
            raise error
        assert 1 <= len(text) <= TEXT_LENGTH, "the platform takes no longer messages"
        self.messages[chat].append(text)
        return str(len(self.messages[chat]))
