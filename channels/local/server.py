"""How does something happen on the built-in platform: written down first, then true, then told?"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from channels.local.changes import Change, Opened, Posted, change_from, change_record
from channels.local.chatlog import ChatLog
from channels.local.journal import Journal, JournalBroken
from channels.local.messages import LocalChat, LocalMessage, NotPossible
from channels.local.transcript import transcript
from channels.local.uploads import Uploads
from core.ports import Option

_logger = logging.getLogger(__name__)

Listener = Callable[[LocalMessage], None]
Waker = Callable[[], None]
Unsubscribe = Callable[[], None]
_T = TypeVar("_T")


class Server:
    """The chats, on file and in memory: reading them, and the one way to change them.

    One process and one thread. Every change is one line of `chat.jsonl` before anybody sees it.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """Continues `folder`, or begins it. Raises JournalBroken when its journal cannot be understood."""
        self._now = now
        self._listeners: list[Listener] = []
        self._wakers: list[Waker] = []
        self._uploads = Uploads(folder / "uploads")
        self._journal = Journal(folder / "chat.jsonl")
        self._state = ChatLog()
        for number, record in enumerate(self._journal.read(), start=1):
            try:
                self._state.apply(change_from(record))
            except (KeyError, TypeError, ValueError) as error:
                raise JournalBroken(f"{folder / 'chat.jsonl'}, line {number}: {error!r}") from error

    def close(self) -> None:
        """Close the journal. Everything is on file already; nothing can be changed afterwards."""
        self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def open_chat(self, chat: str, title: str) -> None:
        """A person finds the bot: from now on both may write. Again: nothing, or a new title."""
        if not chat:
            raise NotPossible("a chat needs an id")
        known = self._state.chats.get(chat)
        if known is None or known.title != title:
            self._change(Opened(chat, title, self._moment()))

    def chats(self) -> list[LocalChat]:
        """All chats in the order of their opening."""
        return list(self._state.chats.values())

    def messages(self, chat: str) -> list[LocalMessage]:
        """What lies in the chat, oldest first, presses included."""
        return self._state.messages(chat)

    def last_asking(self, chat: str) -> LocalMessage | None:
        """The newest message of the bot that has options."""
        return self._state.asking(chat)

    def last_options(self, chat: str) -> tuple[Option, ...]:
        """The options of the newest message of the bot that has any."""
        asking = self._state.asking(chat)
        return asking.options if asking else ()

    def upload(self, sha256: str) -> bytes | None:
        """What somebody sent, as a person's own screen shows it; None when there is no such upload."""
        return self._uploads.read(sha256)

    def transcript(self, chat: str, zone: ZoneInfo) -> str:
        """The chat as markdown for a reader, times in `zone`."""
        return transcript(self._state.messages(chat), zone, self._state.message)

    def subscribe(self, listener: Listener) -> Unsubscribe:
        """Call the listener with every new message of any chat, the bot's too. A redelivery is no new message.

        What a listener raises is logged and hurts nobody else.
        """
        return _subscribe(self._listeners, listener)

    def on_updates(self, waker: Waker) -> Unsubscribe:
        """Call the waker whenever updates have come to wait: something was said, or is delivered again."""
        return _subscribe(self._wakers, waker)

    def _post(self, *drafts: LocalMessage, once: str | None = None) -> tuple[LocalMessage, ...]:
        """Number the drafts of one chat and let them appear together, several as an album."""
        first = self._state.next_id
        album = f"album-{first}" if len(drafts) > 1 else None
        posted = tuple(replace(draft, id=first + i, album=album) for i, draft in enumerate(drafts))
        self._change(Posted(posted, once))
        return posted

    def _change(self, change: Change) -> None:
        self._journal.append(change_record(change))
        self._state.apply(change)
        for message in change.messages if isinstance(change, Posted) else ():
            for listener in tuple(self._listeners):
                try:
                    listener(message)
                except Exception:
                    _logger.exception("a listener of the built-in platform failed")
        if self._state.confirmed < len(self._state.updates):
            for waker in tuple(self._wakers):
                waker()

    def _moment(self) -> datetime:
        moment = self._now()
        if moment.tzinfo is None:
            raise ValueError("the platform's clock must tell aware moments")
        return moment.astimezone(UTC)


def _subscribe(those: list[_T], one: _T) -> Unsubscribe:
    entry = [one]  # the same function may be subscribed twice
    those.append(one)

    def unsubscribe() -> None:
        if entry:
            those.remove(entry.pop())

    return unsubscribe
