"""A table that somebody sent in the chat: fetched and read beside all transactions, only for who may import."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass

from core.ports import Channel, MediaError, MediaReference
from core.roster import Fault, Roster, may_be_roster, read_roster
from media.room import Rooms
from sheets.reading import read_sheet
from sheets.table import SheetError

MOST_BYTES = 8 * 1024 * 1024
"""A country's roster has two of them."""

FETCH_SECONDS = 20
SUFFIXES = ("csv", "tsv", "xlsx", "xlsm", "xls", "ods")

_log = logging.getLogger(__name__)

Found = Roster | list[Fault] | SheetError


@dataclass(frozen=True, slots=True)
class SheetSent:
    """A file and what stands in it; `content` None: it is too heavy (`heavy`), or could not be fetched."""

    name: str
    content: bytes | None = None
    found: Found | None = None
    heavy: bool = False


def is_table(reference: MediaReference | None) -> bool:
    """Whether a file is called like a table."""
    name = (reference.file_name or "").lower() if reference else ""
    return name.rpartition(".")[2] in SUFFIXES and "." in name


async def fetch_sheet(channel: Channel, rooms: Rooms, reference: MediaReference, owing: Collection[str]) -> SheetSent:
    """Fetch and read one file; nothing here fails, it reports. `owing` are the levels that owe."""
    name = reference.file_name or ""
    if reference.size is not None and reference.size > MOST_BYTES:
        return SheetSent(name, heavy=True)
    size = reference.size or MOST_BYTES
    try:
        async with asyncio.timeout(FETCH_SECONDS), rooms.of(size).taken(size):
            content = await channel.fetch(reference)
    except (MediaError, TimeoutError) as error:
        _log.warning("a table could not be fetched: %s", type(error).__name__)
        return SheetSent(name)
    if len(content) > MOST_BYTES:
        return SheetSent(name, heavy=True)
    return SheetSent(name, content, await read(content, name, owing))


async def read(content: bytes, name: str, owing: Collection[str]) -> Found:
    """The roster in a file's bytes, everything that is wrong with it, or why it is no table. In a thread."""
    return await asyncio.to_thread(_read, content, name, owing)


def _read(content: bytes, name: str, owing: Collection[str]) -> Found:
    try:
        return read_roster(read_sheet(content, name, may_be_roster), owing)
    except SheetError as error:
        return error
