"""A folder in which `nhacnop run` is a process against the stand-in for Zalo, and what people do on their first day."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.config_faults import zalo_token
from bot.invitations import issue_for_seats
from core.codes import written_code
from db.engine import open_database
from tests.databases import url_of
from tests.journeys.stage import organisation
from tests.telegram.office import write_office
from tests.zalo.fake import FakeZalo, Person

SLOWLY = 30.0
"""Seconds that a process may take that has just been started on a busy machine."""

CONFIG = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{enabled: false}}
channels: {{zalo: {{enabled: true, bots: [zalo-1, zalo-2], api_url: "{api_url}"}}}}
"""


class House:
    """A folder with the settings, in which commands run as processes."""

    def __init__(self, folder: Path, fake: FakeZalo, config: str = CONFIG, **tokens: str) -> None:
        self.folder = folder
        known = {zalo_token(name): bot.token for name, bot in fake.bots.items()}
        self.environment = {**os.environ, **known, **tokens, "NHACNOP_CONFIG": "config.yaml"}
        (folder / "config.yaml").write_text(config.format(api_url=fake.api_url), encoding="utf-8")

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


async def code_of(folder: Path, unit: str) -> str:
    """The roster is imported now; a fresh code for this unit, as people type it."""
    now = SystemClock().now()
    await write_office(folder / "nhacnop.db", linked=False, at=now)
    database = open_database(url_of(folder / "nhacnop.db"))
    issued = await issue_for_seats(database, organisation(), now, unit)
    await database.close()
    return written_code(issued[0].code)


async def comes_in(person: Person, code: str) -> None:
    """By typing the code and the numbers of the answers, to the welcome."""
    person.says(code)
    await person.hears("đúng không", within=SLOWLY)
    person.chooses("Đúng")
    await person.hears("đồng ý", within=SLOWLY)
    person.chooses("Tôi đồng ý")
    await person.hears("không cần lệnh gì", within=SLOWLY)
