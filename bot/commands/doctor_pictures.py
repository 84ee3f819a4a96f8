"""`nhacnop doctor`: does each picture's row have its file, and each file its row?"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from db import retention
from db.engine import Tx
from media.store import MediaStore

RESTED = timedelta(days=2)
"""Files that no row names are deleted after a day; those that lie longer were left over."""

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures whose file is missing, with the newest item that has each (None: no item); files that no row names."""

    missing: dict[str, int | None]
    unclaimed: list[str]


async def look(tx: Tx, store: MediaStore) -> Pictures:
    """Compare the table with the folder, a 256th at a time."""
    missing: dict[str, int | None] = {}
    unclaimed: list[str] = []
    for folder in (f"{number:02x}" for number in range(256)):
        known = await retention.known(tx, folder)
        lost = known - await asyncio.to_thread(store.listed, folder)
        if lost:
            items = await retention.items_with(tx, lost)
            missing.update({sha256: items.get(sha256) for sha256 in sorted(lost)})
        unclaimed += await asyncio.to_thread(store.unclaimed, folder, known, RESTED)
    return Pictures(missing, unclaimed)


def named(pictures: Pictures) -> list[str]:
    """A line for each of the first missing ones, the items that people know by number before the others."""
    ordered = sorted(pictures.missing.items(), key=lambda each: (each[1] is None, each[1], each[0]))
    lines = [f"BC-{item}: {sha256}" if item is not None else f"no item: {sha256}" for sha256, item in ordered]
    more = [f"and {len(lines) - MOST_NAMED} more (--json lists all)"] if len(lines) > MOST_NAMED else []
    return lines[:MOST_NAMED] + more
