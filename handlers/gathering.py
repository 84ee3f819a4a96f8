"""Which of a chat's waiting messages go through together: the items of an album, and photos of a chat in a hurry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.ports import Address, Channel, Inbound, InboundKind
from db.inbox import Waiting

CROWD = 5
CROWD_TOGETHER = 20
CROWD_WITHIN = timedelta(minutes=1)
"""When more messages than CROWD of one chat wait, photos without a word that were sent within a minute get one
receipt together: platforms let through one message a second to a chat, and people need not read a thousand."""


@dataclass(frozen=True, slots=True)
class AlbumPatience:
    """How long an album waits for more items: real seconds of silence, and at most `cap` in all."""

    silence: float = 1.5
    cap: float = 6.0


class Gathering:
    """Remembers how long each album has been silent."""

    def __init__(
        self, channels: Mapping[tuple[str, str], Channel], patience: AlbumPatience, seconds: Callable[[], float]
    ) -> None:
        self._channels = channels
        self._patience = patience
        self._seconds = seconds
        self._album_seen: dict[tuple[Address, str], tuple[float, float, int]] = {}

    def together(self, address: Address, waiting: Sequence[Waiting]) -> list[Waiting]:
        """The first of these messages of a chat, and what shares its answer."""
        return self._crowd(address, waiting) if len(waiting) > CROWD else _album(waiting)

    def wait(self, address: Address, rows: Sequence[Waiting]) -> float:
        """The seconds after which these may go; 0 or less: now."""
        album = rows[0].update.album
        if album is None or self._patience.silence <= 0:
            return 0.0
        now = self._seconds()
        began, last, count = self._album_seen.get((address, album), (now, now, 0))
        if len(rows) > count:
            last = now
        self._album_seen[address, album] = (began, last, len(rows))
        wait = min(last + self._patience.silence, began + self._patience.cap) - now
        if wait <= 0:
            del self._album_seen[address, album]
        return wait

    def _crowd(self, address: Address, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Of a chat that sends faster than it can be answered: photos without a word, for one receipt."""
        channel = self._channels.get((address.channel, address.account))
        together: list[Waiting] = []
        began: datetime | None = None
        for row in waiting[:CROWD_TOGETHER]:
            inbound = channel.translate(row.update) if channel and row.update.album is None else None
            if inbound is None or not _bare_photo(inbound):
                break
            began = began or inbound.sent_at
            if inbound.sent_at - began > CROWD_WITHIN:
                break
            together.append(row)
        return together or _album(waiting)


def _bare_photo(inbound: Inbound) -> bool:
    """A picture and not a word: nothing but evidence."""
    bare = inbound.kind is InboundKind.PHOTO and not inbound.text and not inbound.links
    return bare and inbound.private and not inbound.edited


def _album(rows: Sequence[Waiting]) -> list[Waiting]:
    """The first message of a chat; of an album all items that have arrived, in order."""
    album = rows[0].update.album
    if album is None:
        return [rows[0]]
    return [row for row in rows if row.update.album == album]
