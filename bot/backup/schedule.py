"""When is a backup due? Once a day at its time; one that failed is tried again after an hour."""

import asyncio
import logging
import os
import sys
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.health import Done
from db import upkeep
from db.engine import Database

AGAIN = timedelta(hours=1)
"""How long after a backup that failed another one is tried."""

_log = logging.getLogger(__name__)


def is_due(now: datetime, at: time, zone: ZoneInfo, last: Done | None) -> bool:
    """Whether a backup is due: the newest `at` that has passed saw none yet, or only one that failed an hour ago.

    One that was made while the clock was ahead is none.
    """
    local = now.astimezone(zone)
    newest = datetime.combine(local.date(), at, zone)
    if newest > local:
        newest = datetime.combine(local.date() - timedelta(days=1), at, zone)
    if last is None or last.at < newest or last.at > now:
        return True
    return (last.fine_at is None or last.fine_at < newest) and now - last.at >= AGAIN


class ScheduledBackups:
    """Makes them in a process of its own, so that receipts wait for nothing. That one notes how it went."""

    def __init__(self, database: Database, at: time, zone: ZoneInfo) -> None:
        self._database = database
        self._at = at
        self._zone = zone
        self._tried: datetime | None = None

    async def make_due(self, now: datetime) -> bool:
        """Make a backup if one is due; whether one was made. What it says when it fails is logged and noted."""
        async with self._database.snapshot() as tx:
            last = (await upkeep.all_done(tx)).get(upkeep.BACKUP)
        if not is_due(now, self._at, self._zone, last) or (self._tried is not None and abs(now - self._tried) < AGAIN):
            return False
        self._tried = now
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "backup",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            env=os.environ.copy(),
        )  # fmt: skip
        try:
            _, said = await child.communicate()
        except asyncio.CancelledError:
            child.kill()
            raise
        words = said.decode(errors="replace").strip()
        if child.returncode:
            _log.error("the backup failed: %s", words)
        else:
            _log.warning("backup made: %s", words)
        return child.returncode == 0
