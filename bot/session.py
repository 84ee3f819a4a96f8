"""What a command works with: the settings, the rules, the database, the moment."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.config import Config, load_config
from bot.organisation import organisation_of
from bot.secret_text import database_url
from core.organisation import Organisation
from db import record
from db.engine import Database, open_database
from db.migrate import migrate

CONFIG_VARIABLE = "NHACNOP_CONFIG"
USUAL_CONFIG = "config.yaml"

YEARS = range(2000, 3000)
"""Those that a day on the command line may be of: what is counted from it must not run out of the calendar."""


class CommandError(Exception):
    """A command cannot do what was asked; the text says what happened, what was not done, and what to do."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def config_path() -> Path:
    """The settings' file: from --config, else from NHACNOP_CONFIG, else config.yaml here."""
    return Path(os.environ.get(CONFIG_VARIABLE) or USUAL_CONFIG)


def settings(*, may_be_missing: bool = False) -> Config:
    """The settings. Commands that need no installation of their own run without a file, on the defaults."""
    path = config_path()
    if may_be_missing and CONFIG_VARIABLE not in os.environ and not path.exists():
        return Config()
    return load_config(path)


@dataclass(frozen=True, slots=True)
class Session:
    """An opened installation. `now` is the moment at which the command works; a rehearsal's own if it is one."""

    config: Config
    organisation: Organisation
    database: Database
    now: datetime


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Session]:
    """Open the installation of these settings; its database is created and migrated if needed."""
    url = database_url(config, os.environ).reveal()
    await migrate(url)
    database = open_database(url)
    try:
        async with database.snapshot() as tx:
            rehearsal = await record.rehearsal(tx)
        now = rehearsal.reached_at if rehearsal else SystemClock().now()
        yield Session(config, organisation_of(config), database, now)
    finally:
        await database.close()
