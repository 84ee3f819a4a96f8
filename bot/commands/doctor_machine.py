"""`nhacnop doctor`: is this machine's clock right, and is there room on its disks?"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.commands.finding import Finding, number_of
from bot.commands.writable import nearest
from bot.config import Config
from bot.session import Session
from db import doctor, upkeep
from db.engine import Tx, sqlite_file

WRONG_BY = timedelta(minutes=1)
"""Weeks open and close by this clock; people compare it with their phones."""

MEGABYTE, GIGABYTE = 10**6, 10**9
LEAST, PLENTY, SHARE = GIGABYTE, 20 * GIGABYTE, 0.05
"""A disk is nearly full with less than LEAST free, or with less than PLENTY if that is less than SHARE of it."""

MEND_CLOCK = "have the clock set from the network: timedatectl set-ntp true"


async def clock(tx: Tx, session: Session) -> Finding:
    """Against the database server's, where that is another one, and against the last beat, which cannot be to come."""
    now = SystemClock().now()
    lines = []
    server = await doctor.server_now(tx)
    if server is not None and (told := wrong_by(now, server)):
        lines.append(f"it is {told} the database server's")
    last = (await upkeep.all_done(tx)).get(upkeep.BEAT)
    if last is not None and session.now < last.at - WRONG_BY:
        lines.append(f"the last beat is {in_words(last.at - session.now)} ahead of it: one of the two was wrong")
    return clock_finding("clock", "this machine's clock is right, as far as the database tells", lines)


def clock_finding(kind: str, fine: str, lines: list[str]) -> Finding:
    """Whether anything speaks against this machine's clock."""
    rows = [{"told": line} for line in lines]
    return Finding(kind, fine, "this machine's clock is wrong", MEND_CLOCK, len(lines), rows, lines)


def wrong_by(now: datetime, other: datetime) -> str | None:
    """How far this clock is from another one, in words; None when that is at most WRONG_BY."""
    if abs(now - other) <= WRONG_BY:
        return None
    return f"{in_words(abs(now - other))} {'ahead of' if now > other else 'behind'}"


def in_words(length: timedelta) -> str:
    """In whole days, hours, minutes or seconds, whichever is the first that fits twice."""
    seconds = int(length.total_seconds())
    for size, what in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return number_of(seconds // size, what)
    return number_of(seconds, "second")


def disks(config: Config) -> list[Finding]:
    """Whether there is room for the database, the pictures and the backups; a disk that holds several is told once."""
    told: dict[int, str] = {}
    for what, folder in folders(config):
        existing = nearest(folder)
        size, _, free = shutil.disk_usage(existing)
        if nearly_full(size, free):
            device = existing.stat().st_dev
            told.setdefault(device, f"{existing} ({what}): {_room(size, free)} are free")
    lines = list(told.values())
    return [
        Finding(
            "disk",
            "there is room on the disk",
            f"{number_of(len(lines), 'disk')} nearly full",
            "make room there or move to a larger disk; media.keep and backup.keep say how long things are kept",
            len(lines),
            [{"told": line} for line in lines],
            lines,
        )
    ]


def _room(size: int, free: int) -> str:
    if size < GIGABYTE:
        return f"{free / MEGABYTE:.0f} of {size / MEGABYTE:.0f} MB"
    return f"{free / GIGABYTE:.1f} of {size / GIGABYTE:.0f} GB"


def nearly_full(size: int, free: int) -> bool:
    """Bytes, of a disk and free on it."""
    return free < LEAST or (free < PLENTY and free < size * SHARE)


def folders(config: Config) -> Iterator[tuple[str, Path]]:
    """What is kept in which folder."""
    database = sqlite_file(config.database_url)
    if database is not None:
        yield "database", database.absolute().parent
    yield "pictures", config.media_dir.absolute()
    yield "documents", config.documents_dir.absolute()
    if config.backup_dir is not None:
        yield "backups", config.backup_dir.absolute()
