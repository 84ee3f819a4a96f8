"""The built-in chat platform: what can its one bot do?

The platform knows nothing of the product. `PeopleSide` has what people do, `Server` how things happen.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from channels.local import rules
from channels.local.changes import Confirmed
from channels.local.faults import LocalFaults
from channels.local.messages import LocalKind, LocalMessage, message_record
from channels.local.people import PeopleSide
from core.ports import Attachment, MediaGone, Option, RawUpdate, Unavailable, Unreachable


class LocalPlatform(PeopleSide):
    """A small chat platform with one bot, as strict as Telegram. `now` tells the moment, aware.

    It survives the death of the process: whatever was answered is on file. `faults` scripts what goes wrong.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """Continues `folder`, or begins it. Raises JournalBroken when its journal cannot be understood."""
        super().__init__(folder, now)
        self.faults = LocalFaults()

    def updates(self, limit: int = rules.UPDATES) -> list[RawUpdate]:
        """At most `limit` (1 to 100) updates not yet confirmed, oldest first; the same ones until confirmed."""
        if not 1 <= limit <= rules.UPDATES:
            raise ValueError(f"limit is {limit}, must be 1 to {rules.UPDATES}")
        done = self._state.confirmed
        waiting = self._state.updates[done : done + limit]
        return [RawUpdate(str(each.id), each.chat, message_record(each), each.album) for each in waiting]

    def confirm(self, last_key: str) -> None:
        """The bot has all updates up to and including this one. ValueError for a key that never was."""
        place = self._state.place(last_key)
        if place is None:
            raise ValueError(f"there is no update {last_key!r}")
        if place > self._state.confirmed:
            self._change(Confirmed(place))

    def deliver_again(self, count: int) -> None:
        """Redeliver the last `count` confirmed updates, with the keys they had."""
        if count < 0:
            raise ValueError(f"count is {count}, must not be negative")
        again = max(0, self._state.confirmed - count)
        if again < self._state.confirmed:
            self._change(Confirmed(again))

    def bot_send(self, chat: str, text: str, options: Sequence[Option], attachments: Sequence[Attachment] = ()) -> str:
        """Deliver a message, its attachments before it, and return its id, or raise a SendError as others would.

        Unreachable: no such chat, or blocked. Refused: text not of 1 to 4,096 UTF-16 units, more than 100 options,
        a label not of 1 to 64 characters, an action not of 1 to 64 bytes. Else whatever `faults` has in store.
        """
        known = self._state.chats.get(chat)
        if known is None:
            raise Unreachable("chat not found")
        if known.blocked:
            raise Unreachable("bot was blocked by the user")
        rules.check_outgoing(text, options)
        answer_lost = self.faults.meet_send(chat)
        draft = LocalMessage(0, chat, self._moment(), LocalKind.TEXT, from_bot=True, text=text, options=tuple(options))
        if attachments:
            self._post(*(self._attached(chat, attachment) for attachment in attachments))
        message = self._post(draft)[0]
        if answer_lost:
            raise Unavailable("the answer was lost")
        return str(message.id)

    def _attached(self, chat: str, attachment: Attachment) -> LocalMessage:
        kind = LocalKind.PHOTO if attachment.picture else LocalKind.FILE
        upload, size = self._uploads.keep(attachment.content), len(attachment.content)
        name = None if attachment.picture else rules.file_name(attachment.name)
        return LocalMessage(0, chat, self._moment(), kind, from_bot=True, upload=upload, size=size, file_name=name)

    def bot_fetch(self, key: str) -> bytes:
        """The bytes of an upload. MediaGone for an unknown key, else whatever `faults` has in store."""
        self.faults.meet_fetch()
        content = self._uploads.read(key)
        if content is None:
            raise MediaGone("no such file")
        return content
