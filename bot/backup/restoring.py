"""A backup brought back, on this machine or another one. Nothing that is there is ever overwritten."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.backup.making import prove
from bot.backup.manifest import PICTURES, Manifest, Unusable, read_manifest
from bot.backup.pictures import copy_pictures
from db.backup_file import copy_into
from db.engine import open_database, sqlite_file
from db.migrate import current, migrate, refuse_newer
from db.record import untouched
from media.store import MediaStore


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `missing`: pictures that the backup never had, or has no longer."""

    manifest: Manifest
    rows: int
    pictures: int
    missing: int


async def restore_backup(file: Path, url: str, pictures: Path, progress: Callable[[str, int, int], None]) -> Restored:
    """Bring the backup back to the database at `url`, which must hold nothing yet, and its pictures to the folder.

    The database comes last: whatever fails before leaves none. Raises Unusable, NewerDatabase, OSError, and what
    the database raises.
    """
    manifest, database = await asyncio.to_thread(read_manifest, file)
    await _see_that_it_is_empty(url)
    progress("proving", 0, 0)
    held = await prove(file)
    refuse_newer(held.revision)
    copied, missing = await asyncio.to_thread(
        copy_pictures,
        MediaStore(file.parent / PICTURES),
        pictures,
        held.pictures,
        lambda done: progress("pictures", done, len(held.pictures)),
    )
    progress("database", 0, 0)
    target = sqlite_file(url)
    if target is not None:
        await asyncio.to_thread(_put_file, database, target)
        await migrate(url)
    else:
        await _put_rows(database, url)
    rows = sum(int(figures["rows"]) for figures in manifest.tables.values())
    return Restored(manifest, rows, copied, len(missing))


async def _see_that_it_is_empty(url: str) -> None:
    file = sqlite_file(url)
    if file is not None and file.exists():
        raise Unusable(
            f"{file} is there already and is never overwritten; move it away, or choose another database.url"
        )
    if file is not None:
        _see_that_nothing_was_left(file)
    elif await current(url) is not None:
        database = open_database(url)
        try:
            async with database.snapshot() as tx:
                if not await untouched(tx):
                    raise Unusable("the database is not empty and is never overwritten; choose another database.url")
        finally:
            await database.close()


def _see_that_nothing_was_left(file: Path) -> None:
    """SQLite would read what a lost database left beside it into the one that takes its place."""
    for left in (file.with_name(f"{file.name}{end}") for end in ("-wal", "-journal")):
        if left.exists() and left.stat().st_size:
            raise Unusable(
                f"{left} is there still, of a database that was here, and would be read into the restored one; "
                "move it away too"
            )


def _put_file(database: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.part")
    shutil.copyfile(database, fresh)
    fresh.chmod(0o600)
    fresh.replace(target)


async def _put_rows(database: Path, url: str) -> None:
    """Into PostgreSQL row by row, from a copy that was brought to this program's tables."""
    with tempfile.TemporaryDirectory(prefix="nhacnop-restore-") as scratch:
        copy = Path(scratch) / "nhacnop.db"
        await asyncio.to_thread(shutil.copyfile, database, copy)
        await migrate(f"sqlite+aiosqlite:///{copy.as_posix()}")
        await copy_into(f"sqlite+aiosqlite:///{copy.as_posix()}", url)
