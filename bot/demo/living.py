"""Living on: the clock runs with real time or is pushed; whatever falls into the time that passes really happens.

Pushing goes from event to event, as the replay does, so that a day pushed and a day waited for are the same day.
One task does all of it, one thing after another; the page only asks and is told.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import DemoClock
from bot.demo.acting import act
from bot.demo.note import Note
from bot.demo.script import Script
from bot.installation import Installation
from bot.replay.deeds import Deed
from bot.replay.living import BEAT_EVERY
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.ports import RawUpdate
from db import record

IDLE_SECONDS = 1.0
"""How often the running clock is looked at when nobody writes."""

REAL_BEAT = timedelta(seconds=20)
"""The running clock is beaten at least this often."""

_log = logging.getLogger(__name__)


class Living:
    """Drives one installation. `passed` is called after everything that may have changed something."""

    def __init__(
        self,
        installation: Installation,
        platform: LocalPlatform,
        channel: LocalChannel,
        clock: DemoClock,
        script: Script,
        note: Note,
        passed: Callable[[], None],
    ) -> None:
        self._installation = installation
        self._platform = platform
        self._channel = channel
        self._clock = clock
        self._deeds = script.after(clock.now())
        self._position = 0
        self._note = note
        self._passed = passed
        self._woken = asyncio.Event()
        self._beaten_at = clock.now()
        self.until: datetime | None = None
        self.since: datetime | None = None

    def push(self, until: datetime) -> None:
        """Let time pass until then. Pushed already: the later moment holds."""
        if self.until is None:
            self.since = self._clock.now()
        self.until = max(until, self.until or until)
        self._woken.set()

    def stop(self) -> None:
        """Let a push end at the moment it has reached."""
        self.until = None
        self._woken.set()

    async def run(self) -> None:
        """Live until cancelled. What fails is logged and tried again; time does not run away meanwhile."""
        with_updates = self._platform.on_updates(self._woken.set)
        try:
            await self._go_on()
            await self._settle(beats=True)
            self._passed()
            while True:
                await self._live()
        finally:
            with_updates()
            self._clock.stand()

    async def reached(self) -> None:
        """Write down how far time has come, so that a restart goes on from here."""
        async with self._installation.database.transaction() as tx:
            await record.rehearsal_reached(tx, self._clock.now())

    async def _live(self) -> None:
        self._woken.clear()
        try:
            if self.until is not None:
                await self._pass()
            else:
                await self._step(self._clock.now())
                if not await self._compare():
                    await self._wait()
        except Exception:
            _log.exception("living on failed; it is tried again in a moment")
            await asyncio.sleep(IDLE_SECONDS)

    async def _pass(self) -> None:
        """From event to event until the push's end, or until it is stopped."""
        self._clock.stand()
        try:
            while self.until is not None and self._clock.now() < self.until:
                await self._step(self.until)
        finally:
            if self.until is None or self._clock.now() >= self.until:
                self.until = self.since = None
                self._clock.go()
        await self.reached()
        self._passed()

    async def _step(self, until: datetime) -> None:
        """To the next event, at most until a moment; everything that follows from it."""
        now = self._clock.now()
        by_time = await self._installation.heartbeat.next_moment(now)
        moments = [until, *([by_time] if by_time is not None else [])]
        if self._note.people_live and self._position < len(self._deeds):
            moments.append(self._deeds[self._position].at)
        at = max(min(moments), now)
        self._clock.set(at)
        acted = self._act(at)
        pause = BEAT_EVERY if self.until is not None else REAL_BEAT
        beats = (by_time is not None and by_time <= at) or at - self._beaten_at >= pause
        if await self._settle(beats) or acted or beats:
            self._passed()

    def _act(self, at: datetime) -> bool:
        """What the simulated people do until a moment; whether anybody did anything."""
        acted = False
        while self._position < len(self._deeds) and self._deeds[self._position].at <= at:
            deed = self._deeds[self._position]
            self._position += 1
            if self._plays(deed):
                act(self._platform, deed)
                acted = True
        return acted

    def _plays(self, deed: Deed) -> bool:
        note = self._note
        return note.people_live and deed.chat not in note.visitors and deed.chat not in note.codes

    async def _go_on(self) -> None:
        """Answer what a killed process had stored: people say their next word only after they read that answer."""
        await self._installation.intake.drain()
        await self._installation.dispatcher.drain()

    async def _settle(self, beats: bool) -> bool:
        """Everything that follows from this moment, until nothing moves any more; whether anybody had written."""
        if beats:
            self._beaten_at = await self._installation.beat()
            await self.reached()
        written = False
        while await self._channel.receive_waiting(self._take_in):
            written = True
            await self._installation.intake.drain()
            await self._installation.dispatcher.drain()
        return written

    async def _compare(self) -> bool:
        """Compare some of what came in with what came before; whether there was anything. Not while time is pushed."""
        looked = await self._installation.likening.look(self._clock.now())
        if looked:
            await self._installation.dispatcher.drain()
            self._passed()
        return looked > 0

    async def _take_in(self, updates: Sequence[RawUpdate]) -> None:
        await self._installation.intake.take_in(self._channel, updates)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return
