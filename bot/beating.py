"""What one process of an installation does alone: it polls the platforms, beats, sends, compares, shows menus.

APScheduler is only the ticker: it owns no business, and a beat that was missed is made up by the next.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.backup.schedule import ScheduledBackups
from bot.channels import BotPlan
from bot.installation import Installation
from bot.keeping import cancelled, kept_alive
from core.events import during
from core.ports import Channel, Identified
from core.rivals import Contested
from db import record, upkeep
from db.engine import Tx, is_away
from scheduler.failing import log_failure

BEAT_SECONDS = 20.0
"""Real seconds between beats; a fast rehearsal beats as often in its own time, but at most ten times a second."""

LISTEN_SECONDS = 0.3
"""At start what waits with the platforms is taken in before time does anything: after a downtime, somebody who
sent in time must not be told first that the week was missed. What takes longer to arrive is mended by the receipt."""

NEAR_SECONDS = 0.05
"""The same where every platform is in this process, as the built-in one is."""

COMPARE_SECONDS = 2.0
"""Real seconds between looks for items that nobody compared yet."""

GIVES_WAY_SECONDS = 20.0
"""How long comparing waits at most while messages are on their way through."""

BROADCAST_SECONDS = 1.0
"""Real seconds between looks for words to many that were ordered."""

BACKUP_SECONDS = 60.0
"""Real seconds between looks whether a backup is due."""

ERRAND_SECONDS = 2.0
"""Real seconds between looks for documents that somebody waits for."""

MENU_SECONDS = 20.0
"""Real seconds between looks at the chats' command menus."""

_log = logging.getLogger(__name__)

Plans = Mapping[tuple[str, str], BotPlan]


class Beating:
    """Begun when this process is the one, ended when it is told to stop or is not the one any more."""

    def __init__(
        self,
        installation: Installation,
        speed: float = 1.0,
        plans: Plans | None = None,
        backups: ScheduledBackups | None = None,
        lives: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`plans` names the bots and says how they are mended, by channel and account. `lives` hears of good beats."""
        self._installation = installation
        self._plans = plans or {}
        self._backups = backups
        self._told_alive = lives
        self._beat_seconds = max(0.1, BEAT_SECONDS / max(speed, 1.0))
        self._rehearsed = speed != 1.0
        self._beaten = time.monotonic()
        self._in_beat = asyncio.Lock()
        self._ticker: AsyncIOScheduler | None = None
        self._receivers: list[asyncio.Task[None]] = []
        self._senders: list[asyncio.Task[None]] = []
        self._beside: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Returns once the first beat is done and everything listens."""
        installation = self._installation
        await installation.dispatcher.recover()
        self._senders = [kept_alive("sending", installation.dispatcher.run)]
        installation.likening.forget()  # another process may have compared since this one last did
        self._beside = [
            kept_alive("introducing", self._introduce),
            kept_alive("comparing", self._compare),
            kept_alive("broadcasting", self._broadcast),
            kept_alive("making documents", self._do_errands),
        ]
        if self._backups is not None:
            self._beside.append(kept_alive("backing up", self._back_up))
        self._receivers = [self._listen(channel) for channel in installation.channels]
        far = any(isinstance(channel, Identified) for channel in installation.channels)
        await asyncio.sleep(LISTEN_SECONDS if far else NEAR_SECONDS)
        await self._beat()
        self._ticker = self._ticking()
        self._beside.append(kept_alive("watching the beat", self._watch))

    async def takes_nothing_more(self) -> None:
        """The first half of stopping: nothing new is received or begun; what is queued is still sent."""
        if self._ticker is not None:
            self._ticker.shutdown(wait=False)
            self._ticker = None
        await cancelled([*self._receivers, *self._beside])
        self._receivers, self._beside = [], []

    async def sends_what_is_queued(self) -> None:
        """The second half, when nothing more will be queued here. Whoever calls it says how long it may take."""
        await cancelled(self._senders)
        await self._installation.dispatcher.drain()

    async def end(self) -> None:
        """Stop at once. What was on its way may be sent again by whoever goes on."""
        await self.takes_nothing_more()
        await cancelled(self._senders)
        self._senders = []

    def _ticking(self) -> AsyncIOScheduler:
        ticker = AsyncIOScheduler(timezone="UTC")
        for work in (self._beat, self._fetch):
            ticker.add_job(
                work, "interval", seconds=self._beat_seconds, misfire_grace_time=None, coalesce=True, max_instances=1
            )
        ticker.start()
        return ticker

    async def _watch(self) -> None:
        """The ticker goes by the wall clock: while one that was set back has not caught up, it beats here."""
        while True:
            await asyncio.sleep(self._beat_seconds)
            if not self._in_beat.locked() and time.monotonic() - self._beaten > 2 * self._beat_seconds:
                await self._beat()
                await self._fetch()

    async def _beat(self) -> None:
        """One beat; none while another one is under way, which on a slow machine may take longer than the pause."""
        if self._in_beat.locked():
            return
        async with self._in_beat:
            self._beaten = time.monotonic()
            with during("beat"):
                await self._beaten_through(self._installation)

    async def _beaten_through(self, installation: Installation) -> None:
        try:
            now = installation.clock.now()
            await installation.heartbeat.beat(now)
            for chore in installation.chores:
                await self._tried(type(chore).__name__, chore.tidy(now))
            await self._tried("Metering", installation.dispatcher.metering.warn(now))
            await self._tried("closing books", installation.close_books(now))
            installation.dispatcher.wake()
            async with installation.database.transaction() as tx:
                await upkeep.beat(tx, now, rehearsed=self._rehearsed)
                await self._note_rivals(tx)
                if self._rehearsed:
                    await record.rehearsal_reached(tx, now)
            await self._lives()
        except Exception as error:
            log_failure(_log, "a beat failed; the next one makes up for it", error)

    @staticmethod
    async def _tried(what: str, work: Awaitable[object]) -> None:
        """What fails, such as a file that cannot be deleted, must not keep the rest from being done."""
        try:
            await work
        except Exception as error:
            if is_away(error):
                raise  # then nothing else can be done either
            log_failure(_log, f"{what} failed; it is tried again at the next beat", error)

    async def _note_rivals(self, tx: Tx) -> None:
        """Only the process that polls can notice another program with a bot's token."""
        for channel in self._installation.channels:
            seen_at = channel.rival_seen_at if isinstance(channel, Contested) else None
            if seen_at is not None:
                await upkeep.rival(tx, self._name_of(channel), seen_at)

    def _name_of(self, channel: Channel) -> str:
        plan = self._plans.get((channel.name, channel.account))
        return plan.name if plan else channel.name

    async def _lives(self) -> None:
        if self._told_alive is not None:
            await self._told_alive()

    async def _fetch(self) -> None:
        """Pictures that are still to come: a job of its own, because a slow platform must not delay the beat."""
        try:
            if await self._installation.pictures.try_due(self._installation.clock.now()):
                self._installation.dispatcher.wake()
        except Exception as error:
            log_failure(_log, "fetching pictures failed; it is tried again", error)

    async def _do_errands(self) -> None:
        """Long work, one errand after the other, for ever."""
        installation = self._installation
        while True:
            if await installation.errands.do_next(installation.clock.now()):
                installation.dispatcher.wake()
            else:
                await asyncio.sleep(ERRAND_SECONDS)

    async def _introduce(self) -> None:
        """Who our bots are, and then their chats' menus, for ever: beside everything else, at the platforms' pace."""
        installation = self._installation
        introduced = False
        while True:
            if not introduced:
                introduced = await installation.menus.introduce(installation.clock.now())
            await installation.menus.show_due(installation.clock.now())
            await asyncio.sleep(MENU_SECONDS)

    async def _back_up(self) -> None:
        """A backup a day, for ever."""
        while self._backups is not None:
            await self._backups.make_due(self._installation.clock.now())
            await asyncio.sleep(BACKUP_SECONDS)

    async def _broadcast(self) -> None:
        """What many are to be told is queued beside everything else, for ever."""
        installation = self._installation
        while True:
            if await installation.queue_for_many(installation.clock.now()):
                installation.dispatcher.wake()
            await asyncio.sleep(BROADCAST_SECONDS)

    async def _compare(self) -> None:
        """What came in beside what came before, for ever. Receipts go first: in a burst it waits, but not for long."""
        installation = self._installation
        while True:
            patience = time.monotonic() + GIVES_WAY_SECONDS
            while installation.intake.busy and time.monotonic() < patience:  # noqa: ASYNC110 - no bell rings
                await asyncio.sleep(0.2)
            if await installation.likening.look(installation.clock.now()):
                installation.dispatcher.wake()
            else:
                await asyncio.sleep(COMPARE_SECONDS)

    def _listen(self, channel: Channel) -> asyncio.Task[None]:
        plan = self._plans.get((channel.name, channel.account))

        async def receive() -> None:
            await channel.receive(lambda updates: self._installation.intake.take_in(channel, updates))

        return kept_alive(self._name_of(channel), receive, plan.mend if plan else None)
