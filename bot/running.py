"""Keeping an installation alive: receiving, handling, beating and sending side by side until told to stop.

One of any number of processes at a database polls, beats and sends; all of them may be pushed to and handle what came
in. Started in the order door (if a platform pushes), handling, sending, receiving; stopped in the other order, so that
nothing taken in is left half answered.
"""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.backup.schedule import ScheduledBackups
from bot.beating import Beating, Plans
from bot.following import FOLLOW_SECONDS, Following
from bot.installation import Installation
from bot.keeping import cancelled, kept_alive
from bot.leading import Alone, Leading
from bot.watchdog import Outside, tell_service_manager
from scheduler.failing import log_failure

if TYPE_CHECKING:
    from bot.door import Door  # a web server takes its time to import; not every office needs one

STOP_SECONDS = 10.0
"""How long stopping may take before what is left is left to the next start."""

WATCHDOG_SECONDS = 20.0
"""Real seconds between two words to the service manager from a process that does not beat."""

_log = logging.getLogger(__name__)


class Part(StrEnum):
    """What one process does of the whole."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Doorway:
    """How the door is made, and whether the bot needs it.

    A needed one is opened before anything is received, and one that cannot be opened stops the start. Another, for
    whoever watches, is made once the bot is ready: a web server takes its time to import.
    """

    make: "Callable[[], Door]"
    needed: bool


class Runner:
    """Runs one installation until `stop`."""

    def __init__(
        self,
        installation: Installation,
        speed: float = 1.0,
        plans: Plans | None = None,
        backups: ScheduledBackups | None = None,
        watch: Outside | None = None,
        doorway: Doorway | None = None,
        leading: Leading | None = None,
        part: Part = Part.ALL,
    ) -> None:
        """`plans` names the bots, by channel and account. WEB handles nothing itself.

        `watch` is told from outside that the beat lives.
        """
        self._installation = installation
        self._doorway = doorway
        self._door: Door | None = None
        self._watch = watch or Outside(None)
        self._beating = Beating(installation, speed, plans, backups, self._lives)
        self._leading = leading or Alone()
        self._part = part
        self._stopped = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Stop soon: what was taken in is still handled."""
        self._stopped.set()

    async def run(self, ready: Callable[[], None]) -> None:
        """Run until stopped. `ready` is called once this process does its part.

        That is after the first beat where it is the only process, else as soon as it handles what comes in.
        """
        if self._doorway is not None and self._doorway.needed:
            self._open(self._doorway)  # before a platform is told to push there
        works = self._part is not Part.WEB
        beside = [kept_alive("telling that it lives", self._tells), kept_alive("following the settings", self._follow)]
        handlers = [kept_alive("handling", self._installation.intake.run)] if works else []
        leading = [asyncio.create_task(self._lead(lambda: self._ready(ready)))] if works else []
        if not works or not self._leading.alone:
            self._ready(ready)
        await self._stopped.wait()
        tell_service_manager("STOPPING=1")
        await cancelled([*leading, *beside])
        if self._door is not None:
            await self._door.close()
        await self._beating.takes_nothing_more()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await cancelled(handlers)
                await self._installation.intake.drain()
                if self._leading.leads:
                    await self._beating.sends_what_is_queued()
        await cancelled(handlers)
        await self._beating.end()
        await self._leading.give_up()

    def read_settings_again(self) -> None:
        """Soon; what is wrong is told in the log, and then nothing changes."""
        if self._installation.following is not None:
            self._reading = asyncio.create_task(self._read_again(self._installation.following))

    async def _read_again(self, following: Following) -> None:
        try:
            await following.read_again(self._installation.clock.now())
        except Exception as error:
            log_failure(_log, "the settings could not be read again; the earlier ones stay in force", error)

    async def _follow(self) -> None:
        """What another process, or somebody in the chat, wanted to be read again, for ever."""
        while self._installation.following is not None:
            await self._installation.following.follow(self._installation.clock.now())
            await asyncio.sleep(FOLLOW_SECONDS)

    def _ready(self, ready: Callable[[], None]) -> None:
        tell_service_manager("READY=1")
        ready()
        if self._doorway is not None and self._door is None:
            self._open(self._doorway)

    def _open(self, doorway: Doorway) -> None:
        self._door = doorway.make()
        self._door.open()

    async def _lives(self) -> None:
        """After a good beat."""
        tell_service_manager("WATCHDOG=1")
        await self._watch.is_told()

    async def _tells(self) -> None:
        """While another process beats, this one lives as long as its event loop turns."""
        while True:
            if not self._leading.leads:
                tell_service_manager("WATCHDOG=1")
            await asyncio.sleep(WATCHDOG_SECONDS)

    async def _lead(self, ready: Callable[[], None]) -> None:
        """Beat and send whenever it is this process's turn."""
        while True:
            await self._leading.begins()
            try:
                if not self._leading.alone:
                    _log.warning("this process now polls, beats and sends")
                await self._beating.begin()
                if self._leading.alone:
                    ready()
                await self._leading.ends()
                _log.warning("this process does not beat and send any more; another one does, or the database is away")
            except Exception as error:
                log_failure(_log, "beating could not begin; again in a moment", error)
                await asyncio.sleep(1)
            await self._beating.end()
            await self._leading.give_up()


def stop_on_signals(runner: Runner) -> None:
    """Ctrl-C and the service manager's TERM stop the runner gently; its HUP has the settings read again."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C raises KeyboardInterrupt there
            loop.add_signal_handler(name, runner.stop)
    if hasattr(signal, "SIGHUP"):
        loop.add_signal_handler(signal.SIGHUP, runner.read_settings_again)
