"""An office whose bot is a process of its own: `nhacnop run` against the stand-in, started, killed and started again.

The lives come from a fork server that has imported the product once; each is a process that a SIGKILL ends for good.
"""

import asyncio
import multiprocessing
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, Final

from bot.clock import SystemClock
from tests.databases import only_sqlite
from tests.journeys.stage import moment
from tests.telegram.crash import PRELOADED, Death, Surroundings, live
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.office import linked_cast
from tests.telegram.office_ledger import Ledger

PATIENCE: Final = 60.0
"""Seconds of real time in which everything must have calmed down."""

LOOK: Final = 0.03

CONFIG: Final = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{enabled: false}}
channels: {{telegram: {{enabled: true, api_url: "{api_url}", file_url: "{file_url}"}}}}
"""


class ShiftedClock:
    """The machine's clock, wrong by so many seconds; the bot's process reads the same file."""

    def __init__(self, file: Path, start: datetime) -> None:
        self._file = file
        self._machine = SystemClock()
        self._shift = start - self._machine.now()
        self.steps(timedelta())

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._machine.now() + self._shift

    def steps(self, by: timedelta) -> None:
        """The clock is set forward or back."""
        self._shift += by
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(self._shift.total_seconds()))
        fresh.replace(self._file)


@cache
def _lives() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


class Life:
    """One process. What it logged stays when it is gone."""

    def __init__(self, surroundings: Surroundings, death: Death | None) -> None:
        self._log = surroundings.log
        self.process = _lives().Process(target=live, args=(surroundings, death), daemon=True)
        self.process.start()

    @property
    def log(self) -> str:
        """What it, and those before it, wrote to stderr."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    async def is_ready(self) -> None:
        """Wait until it says so."""
        await self._until(lambda: self.log.count("ready:") > 0)

    async def dies(self) -> None:
        """Wait for the death that was arranged."""
        await self._until(lambda: False)
        assert self.process.exitcode == -signal.SIGKILL, self.log

    async def is_killed(self) -> None:
        """kill -9, now."""
        self.process.kill()
        await self._until(lambda: False)

    async def stops(self) -> None:
        """TERM, as a service manager says it, and gently to the end."""
        self.process.terminate()
        await self._until(lambda: False)
        assert self.process.exitcode == 0, self.log

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds or the process is gone."""
        async with asyncio.timeout(PATIENCE):
            while not condition() and self.process.is_alive():  # noqa: ASYNC110 - another process rings no bell
                await asyncio.sleep(LOOK)


class ProcessOffice:
    """The province, its people at their phones, and the files that outlive every process."""

    def __init__(self, folder: Path, fake: FakeTelegram, clock: ShiftedClock, people: dict[str, Person]) -> None:
        self.folder = folder
        self.fake = fake
        self.clock = clock
        self.people = people
        self.ledger = Ledger(folder)
        self._settings: tuple[tuple[str, str, Any], ...] = ()
        self._lives: list[Life] = []

    def person(self, name: str) -> Person:
        """Somebody of the cast."""
        return self.people[name]

    def starts(self, death: Death | None = None) -> Life:
        """The bot is started, perhaps to die somewhere."""
        log = self.folder / f"life-{len(self._lives) + 1}.log"
        shift = self.folder / "shift"
        life = Life(Surroundings(self.folder / "config.yaml", self.fake.token, shift, log, self._settings), death)
        self._lives.append(life)
        return life

    def changes(self, owner: str, name: str, value: Any) -> None:
        """From the next life on a constant of the product has another value; its owner is a module, or MODULE:CLASS."""
        self._settings = (*self._settings, (owner, name, value))

    async def calms_down(self, life: Life, within: float = PATIENCE) -> bool:
        """Wait until nothing waits: at Telegram's, in the inbox, in the outbox. False when the bot died before."""
        await life.is_ready()
        try:
            async with asyncio.timeout(within):
                while life.process.is_alive() and (self.fake.updates.waiting or self.ledger.busy()):  # noqa: ASYNC110
                    await asyncio.sleep(LOOK)  # another process rings no bell
        except TimeoutError:
            raise AssertionError(f"it did not calm down: {self.ledger.busy()}\n{life.log}") from None
        return life.process.is_alive()

    async def comes_to(self, condition: Callable[[], bool], within: float = PATIENCE) -> None:
        """Wait until something is true of what lies on disk."""
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110 - another process rings no bell
                await asyncio.sleep(LOOK)

    async def has_all_pictures(self) -> None:
        """One whose update could be written a moment after it could not is tried again half a minute later: now."""
        if self.ledger.pictures_to_come():
            self.clock.steps(timedelta(seconds=31))
        await self.comes_to(lambda: not self.ledger.pictures_to_come())

    async def lives_on(self) -> None:
        """A last life, in which everything that is left is done."""
        life = self.starts()
        assert await self.calms_down(life), life.log
        await life.stops()

    def logs(self) -> str:
        """What all lives wrote."""
        return "\n".join(life.log for life in self._lives)

    async def ends(self) -> None:
        """Nobody is left."""
        for life in self._lives:
            if life.process.is_alive():
                await life.is_killed()


@asynccontextmanager
async def opened_process_office(
    folder: Path,
    database: Path,
    at: str = "2026-11-17 09:00",
    people: Callable[[FakeTelegram], dict[str, Person]] = linked_cast,
) -> AsyncIterator[ProcessOffice]:
    """An office with a copy of this database and its people, at this local moment; the bot is not running yet."""
    only_sqlite("its ledger reads the file beside the running process")
    shutil.copy(database, folder / "nhacnop.db")
    clock = ShiftedClock(folder / "shift", moment(at))
    async with serving(clock) as fake:
        config = CONFIG.format(api_url=fake.api_url, file_url=fake.file_url)
        (folder / "config.yaml").write_text(config, encoding="utf-8")
        office = ProcessOffice(folder, fake, clock, people(fake))
        try:
            yield office
        finally:
            await office.ends()
        assert fake.token.partition(":")[2] not in office.logs()
