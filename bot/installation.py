"""The composition root: joins database, channels, handlers and duties of one installation.

Tests, replay, demo and `run` all build the product here; they differ in clock and channels only.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.following import Following
from bot.paperwork import Paperwork, clerk_of
from bot.settings_file import FileSettings
from core.health import Health
from core.organisation import Organisation
from core.ports import Channel, Clock
from db import health
from db.engine import Database, Tx, open_database
from db.migrate import migrate
from handlers.gathering import AlbumPatience
from handlers.intake import Intake
from handlers.source import Alone, AmongOthers
from handlers.turn import Setting
from media.store import MediaStore
from scheduler.broadcasting import Broadcasting
from scheduler.carrying import Carrying
from scheduler.consenting import Consenting
from scheduler.dispatch import Dispatcher
from scheduler.errands import Errands
from scheduler.failing import each_apart
from scheduler.health import HealthNews
from scheduler.heartbeat import Heartbeat
from scheduler.housekeeping import Housekeeping
from scheduler.legal_clock import LegalClock
from scheduler.likening import Likening
from scheduler.menus import Menus
from scheduler.opening import Opening
from scheduler.pictures import PictureFetching
from scheduler.purging import Purging
from scheduler.reforming import Reforming
from scheduler.relieving import Relieving
from scheduler.retention import Retention
from scheduler.setting import DutySetting
from scheduler.unreachable import tell_coordinator
from texts.in_force import InForce
from texts.phrases import shipped_phrases


class Chore(Protocol):
    """What is done once a local day, whenever its first beat comes."""

    async def tidy(self, now: datetime) -> int:
        """Do it unless it was done today; how much there was to do."""
        ...


@dataclass(frozen=True, slots=True)
class Installation:
    """One running product. Close the database when done."""

    in_force: InForce
    setting: Callable[[], Setting]
    database: Database
    clock: Clock
    channels: tuple[Channel, ...]
    intake: Intake
    dispatcher: Dispatcher
    heartbeat: Heartbeat
    opening: Opening
    pictures: PictureFetching
    chores: tuple[Chore, ...]
    menus: Menus
    likening: Likening
    broadcasting: Broadcasting
    relieving: Relieving
    errands: Errands
    following: Following | None = None

    @property
    def organisation(self) -> Organisation:
        """The settings as they are now."""
        return self.in_force.organisation

    async def beat(self) -> datetime:
        """One beat of the present moment, and everything that comes of it, to its end; the moment.

        For clocks that are set by hand. `run` does the same things side by side instead.
        """
        now = self.clock.now()
        if self.following is not None:
            await self.following.follow(now)
        await self.heartbeat.beat(now)
        await self.pictures.try_due(now)
        for chore in self.chores:
            await chore.tidy(now)
        await self.queue_for_many(now)
        await self.dispatcher.metering.warn(now)
        await self.errands.do_all(now)
        await self.dispatcher.drain()
        if await self.close_books(now):
            await self.dispatcher.drain()
        return now

    async def queue_for_many(self, now: datetime) -> int:
        """Queue, batch by batch, what many are to be told; how many messages that were."""
        return await each_apart((self.broadcasting.work, self.relieving.work), lambda work: work(now))

    async def close_books(self, now: datetime) -> int:
        """Whoever had many told something hears how it went, when it has gone out; how many books were closed."""
        return await each_apart((self.broadcasting.close_books, self.relieving.close_books), lambda work: work(now))

    async def look(self) -> Health:
        """How it is, for whoever watches."""
        names = list(dict.fromkeys(channel.name for channel in self.channels))
        async with self.database.snapshot() as tx:
            return await health.look(tx, names, self.clock.now())

    async def close(self) -> None:
        """Give everything back."""
        await self.database.close()


async def install(
    organisation: Organisation,
    url: str,
    media_dir: Path,
    channels: Sequence[Channel],
    clock: Clock,
    patience: AlbumPatience | None = None,
    *,
    passing: bool = False,
    holder: str | None = None,
    paperwork: Paperwork | None = None,
    settings_file: FileSettings | None = None,
) -> Installation:
    """Migrate the database if needed and join everything. What a dead process left claimed is free again.

    `passing`: the database is thrown away afterwards (see `open_database`). `holder` names this process among others
    at the same database; None when it is alone. `paperwork`: how documents are made; without it in a thread, and they
    are kept beside the pictures. `settings_file`: where `organisation` comes from, to be read again when wanted.
    """
    await migrate(url)
    database = open_database(url, passing=passing)
    by_account = {(channel.name, channel.account): channel for channel in channels}
    in_force = InForce(organisation)
    duties = DutySetting(database, in_force)
    phrases = shipped_phrases()
    reforming = Reforming(duties)
    opening = Opening(duties, reforming)

    async def unreachable(tx: Tx, member: int, now: datetime) -> None:
        await tell_coordinator(tx, duties, member, now)

    store = MediaStore(media_dir)
    idle = AmongOthers.idle_seconds if holder else 1.0  # what another process queued is found by looking
    papers = paperwork or Paperwork(media_dir.parent / "documents")
    documents = MediaStore(papers.folder)
    carrying = Carrying(store, documents, papers.links)
    dispatcher = Dispatcher(duties, by_account, clock, time.monotonic, carrying, idle)
    clerk = clerk_of(papers, database, lambda: in_force.organisation, media_dir, channels)
    plans = {account: channel.limits.plan for account, channel in by_account.items()}

    def setting() -> Setting:
        return Setting(
            in_force.organisation, in_force.texts, phrases, unreachable, reforming.carry_out, plans, settings_file
        )

    if holder is None:
        await dispatcher.recover()
    return Installation(
        in_force=in_force,
        setting=setting,
        database=database,
        clock=clock,
        channels=tuple(channels),
        intake=Intake(
            database,
            by_account,
            store,
            setting,
            clock,
            before=opening.open_due,
            committed=dispatcher.wake,
            patience=patience or AlbumPatience(),
            seconds=time.monotonic,
            source=AmongOthers(database, holder) if holder else Alone(database),
        ),
        dispatcher=dispatcher,
        heartbeat=Heartbeat(duties, opening, HealthNews(duties, [channel.name for channel in channels])),
        opening=opening,
        pictures=PictureFetching(duties, by_account, store),
        chores=_chores(duties, store),
        menus=Menus(duties, channels, phrases),
        likening=Likening(duties, store),
        broadcasting=Broadcasting(duties),
        relieving=Relieving(duties),
        following=None if settings_file is None else Following(duties, opening, settings_file),
        errands=Errands(duties, clerk, documents, papers.keep, plans),
    )


def _chores(duties: DutySetting, store: MediaStore) -> tuple[Chore, ...]:
    """What is looked after at each beat, beside the week itself."""
    return Housekeeping(duties), Retention(duties, store), Consenting(duties), LegalClock(duties), Purging(duties)
