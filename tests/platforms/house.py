"""A folder in which `nhacnop run` is a process of its own, as people start it, whatever the platforms."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.invitations import issue_for_seats
from db.engine import open_database
from tests.databases import url_of
from tests.journeys.stage import organisation
from tests.telegram.office import write_office

SLOWLY = 60.0
"""Seconds that a process may take that has just been started on a busy machine."""


class House:
    """A folder with these settings, in which commands run as processes that know these secrets."""

    def __init__(self, folder: Path, config: str, **secrets: str) -> None:
        self.folder = folder
        self.environment = {**os.environ, **secrets, "NHACNOP_CONFIG": "config.yaml"}
        (folder / "config.yaml").write_text(config, encoding="utf-8")

    async def command(self, *words: str) -> tuple[int, str]:
        """How a command ends, and what it prints."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE
        )
        printed, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, printed.decode()

    @property
    def log(self) -> str:
        """What the bot wrote to stderr."""
        return (self.folder / "log").read_text()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The bot, started and in the end stopped as a service manager does it."""
        with (self.folder / "log").open("w+") as log:
            command = [sys.executable, "-m", "bot", "run"]
            process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stderr=log)
            try:
                yield
                process.send_signal(signal.SIGTERM)
                assert process.wait(timeout=SLOWLY) == 0, self.log
            finally:
                process.kill()
                process.wait()

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What lies in the database."""
        with closing(sqlite3.connect(self.folder / "nhacnop.db")) as connection:
            return connection.execute(sql).fetchall()

    async def is_ready(self) -> None:
        """Wait until the bot says so."""
        await self.comes_to(lambda: "ready" in self.log)

    async def comes_to(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true."""
        try:
            async with asyncio.timeout(SLOWLY):
                while not condition():  # noqa: ASYNC110 - another process rings no bell
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(self.log) from None


async def raw_code_of(folder: Path, unit: str) -> str:
    """The roster is imported now; a fresh code for this unit, as links carry it."""
    now = SystemClock().now()
    await write_office(folder / "nhacnop.db", linked=False, at=now)
    database = open_database(url_of(folder / "nhacnop.db"))
    issued = await issue_for_seats(database, organisation(), now, unit)
    await database.close()
    return issued[0].code
