"""From the inbox to an answer: takes stored updates, one order a chat and many chats at once, and handles them.

What is promised: an update is marked done in the same transaction that records its evidence and queues its
receipt, so a crash at any moment either repeats it whole or finds it done. An update that raises three times is
set aside with its traceback and the person gets an apology; the chat goes on.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from core.calendar import local_day
from core.events import during
from core.ports import Address, Channel, Clock, InboundKind, RawUpdate
from core.roles import Action
from db import inbox, metering
from db.engine import Database, Tx
from db.inbox import Waiting
from handlers.committing import Committing, Parcel
from handlers.gathering import AlbumPatience, Gathering
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

_log = logging.getLogger(__name__)


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
        patience: AlbumPatience,
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
        self._gathering = Gathering(channels, patience, seconds)
        self._queues: dict[Address, list[Waiting]] = {}
        self._kept: set[int] = set()
        self._busy: set[Address] = set()
        self._preparing: set[asyncio.Task[Parcel]] = set()
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
            await self._something_happens(wait)
            if ready := self.prepared():
                await self._commit(ready)

    async def _something_happens(self, wait: float | None) -> None:
        """One more is prepared, news have come, or an album may be complete.

        So nobody waits for another's slow picture.
        """
        wait = 30.0 if wait is None else wait
        news = None if self._news.is_set() else asyncio.ensure_future(self._news.wait())  # set: there was no room
        awaited = self._preparing if news is None else {*self._preparing, news}
        try:
            first = asyncio.FIRST_COMPLETED
            happened, _ = await asyncio.wait(awaited, timeout=min(wait, self._source.idle_seconds), return_when=first)
        finally:
            if news is not None:
                news.cancel()
        if not happened:
            self._news.set()

    async def _look(self) -> None:
        """Read what is new in the inbox."""
        if self._source.shared and self._startable > TOGETHER - len(self._preparing):
            return  # there is enough to go on with, and each look that takes something has all processes wait
        while self._news.is_set() and (wanted := self._ahead):
            self._news.clear()
            self.keep(await self._source.read(wanted), wanted)

    @property
    def _startable(self) -> int:
        """How many chats have something that waits for nothing but a place."""
        return len(self._queues.keys() - self._busy)

    @property
    def _ahead(self) -> int:
        """How many more updates may be held."""
        return max(0, (TOGETHER if self._source.shared else LOOK_AHEAD) - sum(map(len, self._queues.values())))

    def room(self) -> int:
        """See `Beside`."""
        if not self._source.shared or not self._news.is_set() or self._startable > TOGETHER // 2:
            return 0
        self._news.clear()
        return self._ahead

    def keep(self, rows: Sequence[Waiting], wanted: int) -> None:
        """See `Beside`; what is kept already is kept once."""
        if len(rows) == wanted:
            self._news.set()  # there may be more
        for row in rows:
            if row.id not in self._kept:
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
            together = self._gathering.together(address, waiting)
            wait = self._gathering.wait(address, together)
            if wait > 0:
                waits.append(wait)
                continue
            parcels.append(Parcel(address, together))
            taken = {row.id for row in together}
            self._keep(address, [row for row in waiting if row.id not in taken])
        return parcels, min(waits, default=None)

    def _keep(self, address: Address, rows: list[Waiting]) -> None:
        self._queues.pop(address, None)
        if rows:
            self._queues[address] = rows  # behind the other chats: each has its turn

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

    def prepared(self) -> list[Parcel]:
        """See `Beside`: those whose preparation is over, in order of arrival. Whoever asks commits them."""
        done = {task for task in self._preparing if task.done()}
        self._preparing -= done
        return sorted((task.result() for task in done), key=lambda parcel: parcel.rows[0].id)

    async def _commit(self, parcels: list[Parcel]) -> None:
        now = self._clock.now()
        try:
            await self._before(now)
            failed = await self._committing.commit(parcels, now, self)
        except BaseException:  # the database failed, or we are being stopped: it is all still in the inbox
            self._put_back(parcels)
            self._news.set()
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
