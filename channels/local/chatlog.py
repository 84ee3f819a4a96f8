"""What is the state of the chats after all changes so far?

The only way to change it is `apply`, for a new change as for one read back from the journal, so that a platform
that was opened again cannot differ from one that went on.
"""

from dataclasses import replace
from typing import assert_never

from channels.local.changes import Blocked, Change, Confirmed, Opened, Posted
from channels.local.messages import LocalChat, LocalMessage


class ChatLog:
    """All chats in memory. A message of a person is an update at the same time, with the message's id as key."""

    def __init__(self) -> None:
        self.chats: dict[str, LocalChat] = {}
        self.next_id = 1
        self.confirmed = 0
        self.updates: list[LocalMessage] = []
        self._messages: dict[str, list[LocalMessage]] = {}
        self._asking: dict[str, LocalMessage] = {}
        self._once: dict[tuple[str, str], tuple[LocalMessage, ...]] = {}
        self._by_id: dict[int, LocalMessage] = {}
        self._place: dict[str, int] = {}

    def apply(self, change: Change) -> None:
        """Take one change into the state."""
        match change:
            case Opened(chat, title, at):
                known = self.chats.get(chat)
                self.chats[chat] = replace(known, title=title) if known else LocalChat(chat, title, at)
            case Blocked(chat, blocked):
                self.chats[chat] = replace(self.chats[chat], blocked=blocked)
            case Posted(messages, once):
                for message in messages:
                    self._add(message)
                if once is not None:
                    self._once[messages[0].chat, once] = messages
            case Confirmed(updates):
                self.confirmed = updates
            case _:
                assert_never(change)

    def messages(self, chat: str) -> list[LocalMessage]:
        """What lies in the chat, oldest first; empty for a chat nobody opened."""
        return list(self._messages.get(chat, ()))

    def message(self, number: int) -> LocalMessage | None:
        """The message with this id, whatever its chat."""
        return self._by_id.get(number)

    def asking(self, chat: str) -> LocalMessage | None:
        """The newest message of the bot that has options."""
        return self._asking.get(chat)

    def posted_once(self, chat: str, once: str | None) -> tuple[LocalMessage, ...]:
        """What was posted with this client's key; empty when nothing was."""
        return () if once is None else self._once.get((chat, once), ())

    def place(self, key: str) -> int | None:
        """How many updates there are up to and including the one with this key."""
        return self._place.get(key)

    def _add(self, message: LocalMessage) -> None:
        self.next_id = message.id + 1
        self._by_id[message.id] = message
        self._messages.setdefault(message.chat, []).append(message)
        if message.options:
            self._asking[message.chat] = message
        if not message.from_bot:
            self.updates.append(message)
            self._place[str(message.id)] = len(self.updates)
