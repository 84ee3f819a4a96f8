"""From the inbox to an answer: takes stored updates, one order a chat and many chats at once, and handles them.

What is promised: an update is marked done in the same transaction that records its evidence and queues its
receipt, so a crash at any moment either repeats it whole or finds it done. An update that raises three times is
set aside with its traceback and the person gets an apology; the chat goes on.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.calendar import local_day
from core.events import during
from core.ports import Address, Channel, Clock, Inbound, InboundKind, RawUpdate
from core.roles import Action
from db import inbox, metering
from db.engine import Database, Tx
from db.inbox import Waiting
from handlers.committing import Committing, Parcel
from handlers.roster_files import fetch_sheet, is_table
from handlers.source import Alone, Source
from handlers.turn import Setting
from media.fetching import fetch_picture
from media.store import MediaStore

TOGETHER = 64
"""The most messages that share one commit, and the most that are being prepared."""

LOOK_AHEAD = 500
"""How many stored updates the only process reads in one go; not more than twice as many are kept in memory.

One of several holds no more than it prepares at a time: what it holds nobody else can handle.
"""

CROWD = 5
CROWD_TOGETHER = 20
CROWD_WITHIN = timedelta(minutes=1)
"""When more messages than CROWD of one chat wait, photos without a word that were sent within a minute get one
receipt together: platforms let through one message a second to a chat, and people need not read a thousand."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlbumPatience:
    """How long an album waits for more items: real seconds of silence, and at most `cap` in all."""

    silence: float = 1.5
    cap: float = 6.0


class Intake:
    """The worker between inbox and handlers. `before` runs ahead of every commit (periods that must be open).

    What was read from the inbox and not handled yet is kept in memory, a queue a chat.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[tuple[str, str], Channel],
        store: MediaStore,
        setting: Callable[[], Setting],
        clock: Clock,
        *,
        before: Callable[[datetime], Awaitable[None]],
        committed: Callable[[], None],
        patience: AlbumPatience = AlbumPatience(),
        seconds: Callable[[], float],
        source: Source | None = None,
    ) -> None:
        self._database = database
        self._source = source or Alone(database)
        self._channels = channels
        self._metered = {account for account, channel in channels.items() if channel.limits.plan is not None}
        self._setting = setting
        self._store = store
        self._committing = Committing(database, self._source, setting)
        self._clock = clock
        self._before = before
        self._committed = committed
        self._patience = patience
        self._seconds = seconds
        self._queues: dict[Address, list[Waiting]] = {}
        self._kept: set[int] = set()
        self._busy: set[Address] = set()
        self._preparing: set[asyncio.Task[Parcel]] = set()
        self._album_seen: dict[tuple[Address, str], tuple[float, float, int]] = {}
        self._news = asyncio.Event()
        self._news.set()

    async def take_in(self, channel: Channel, updates: Sequence[RawUpdate]) -> None:
        """Store raw updates; when this returns they are on disk and the channel may confirm them."""
        await self.take_in_together([(channel, updates)])

    async def take_in_together(self, batches: Sequence[tuple[Channel, Sequence[RawUpdate]]]) -> None:
        """The same for several channels, in one transaction: all of it or nothing."""
        of_account: dict[tuple[str, str], list[RawUpdate]] = {}
        for channel, updates in batches:
            of_account.setdefault((channel.name, channel.account), []).extend(updates)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            fresh: dict[tuple[str, str], int] = {}
            for account, together in of_account.items():
                fresh[account] = await inbox.store(tx, *account, together, now)
            await self._meter(tx, {account: number for account, number in fresh.items() if number}, now)
        self._news.set()

    async def _meter(self, tx: Tx, fresh: Mapping[tuple[str, str], int], now: datetime) -> None:
        """What came in counts, for bots whose plan has an end."""
        metered = {account: number for account, number in fresh.items() if account in self._metered}
        if metered:
            day = local_day(self._setting().organisation.calendar, now)
            await metering.add(tx, metering.month_of(day), {}, metered)

    @property
    def busy(self) -> bool:
        """Whether messages are on their way through."""
        return bool(self._preparing or self._queues)

    async def run(self) -> None:
        """Handle what comes in, for ever."""
        while True:
            wait = await self.drain()
            try:
                async with asyncio.timeout(min(self._source.idle_seconds, 30.0 if wait is None else wait)):
                    await self._news.wait()
            except TimeoutError:
                self._news.set()

    async def drain(self) -> float | None:
        """Handle everything that can be handled now; the seconds after which an album may be complete, if any."""
        while True:
            await self._look()
            parcels, wait = self._next_parcels(TOGETHER - len(self._preparing))
            for parcel in parcels:
                self._busy.add(parcel.address)
                self._preparing.add(asyncio.create_task(self._prepare(parcel)))
            if not self._preparing:
                return wait
            await asyncio.wait(self._preparing, return_when=asyncio.FIRST_COMPLETED)
            await self._commit(self._prepared())

    async def _look(self) -> None:
        """Read what is new in the inbox."""
        ahead = TOGETHER if self._source.shared else LOOK_AHEAD
        if self._source.shared and len(self._queues.keys() - self._busy) > TOGETHER - len(self._preparing):
            return  # there is enough to go on with, and each look that takes something has all processes wait
        while self._news.is_set() and (queued := sum(map(len, self._queues.values()))) < ahead:
            self._news.clear()
            rows = await self._source.read(most := ahead - queued)
            if len(rows) == most:
                self._news.set()  # there may be more
            for row in rows:
                if row.id in self._kept:
                    continue
                self._kept.add(row.id)
                self._queues.setdefault(Address(row.channel, row.account, row.update.chat), []).append(row)

    def _next_parcels(self, most: int) -> tuple[list[Parcel], float | None]:
        """For each chat that is not busy its first message; an album only once it has been silent.

        Also the seconds after which an album may be complete.
        """
        parcels: list[Parcel] = []
        waits: list[float] = []
        for address, waiting in list(self._queues.items()):
            if len(parcels) >= most:
                break
            if address in self._busy:
                continue
            together = self._crowd(address, waiting) if len(waiting) > CROWD else _album(waiting)
            wait = self._album_wait(address, together)
            if wait > 0:
                waits.append(wait)
                continue
            parcels.append(Parcel(address, together))
            taken = {row.id for row in together}
            self._keep(address, [row for row in waiting if row.id not in taken])
        return parcels, min(waits, default=None)

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

    def _keep(self, address: Address, rows: list[Waiting]) -> None:
        self._queues.pop(address, None)
        if rows:
            self._queues[address] = rows  # behind the other chats: each has its turn

    def _album_wait(self, address: Address, rows: Sequence[Waiting]) -> float:
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

    async def _prepare(self, parcel: Parcel) -> Parcel:
        """Translate and fetch, outside any transaction. Never raises: what went wrong travels with the parcel."""
        with during(f"in:{parcel.rows[0].id}"):
            _log.info("taken up: %s", ", ".join(f"{row.channel} {row.update.key}" for row in parcel.rows))
            try:
                await self._translate(parcel)
            except Exception:
                _log.exception("a message could not be translated")
                parcel.broken = traceback.format_exc()
        return parcel

    async def _translate(self, parcel: Parcel) -> None:
        channel = self._channels.get((parcel.address.channel, parcel.address.account))
        if channel is None:
            return
        for row in parcel.rows:
            inbound = channel.translate(row.update)
            if inbound is not None:
                parcel.messages.append(inbound)
        photos = [inbound for inbound in parcel.messages if inbound.kind is InboundKind.PHOTO and inbound.picture]
        fetched = await asyncio.gather(
            *(fetch_picture(channel, self._store, photo.picture) for photo in photos if photo.picture)
        )
        parcel.pictures = {photo.message: result for photo, result in zip(photos, fetched, strict=True)}
        tables = [inbound.document for inbound in parcel.messages if inbound.document and is_table(inbound.document)]
        if tables and await self._committing.may(parcel.address, Action.ROSTER, self._clock.now()):
            owing = self._committing.organisation.owing_levels
            parcel.sheets = [await fetch_sheet(channel, self._store.rooms, table, owing) for table in tables]

    def _prepared(self) -> list[Parcel]:
        """Those whose preparation is over, in order of arrival; from now on they are being committed."""
        done = {task for task in self._preparing if task.done()}
        self._preparing -= done
        return sorted((task.result() for task in done), key=lambda parcel: parcel.rows[0].id)

    async def _commit(self, parcels: list[Parcel]) -> None:
        now = self._clock.now()
        try:
            await self._before(now)
            failed = await self._committing.commit(parcels, now, self._prepared)
        except BaseException:  # the database failed, or we are being stopped: it is all still in the inbox
            self._put_back(parcels)
            raise
        self._kept.difference_update(row for parcel in parcels for row in parcel.ids)
        self._kept.update(row for parcel in failed for row in parcel.ids)
        self._put_back(failed)
        self._busy -= {parcel.address for parcel in parcels}
        self._committed()

    def _put_back(self, parcels: Sequence[Parcel]) -> None:
        """To be handled again, ahead of what the chat said since."""
        for parcel in parcels:
            self._queues[parcel.address] = [*parcel.rows, *self._queues.get(parcel.address, ())]
            self._busy.discard(parcel.address)


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
