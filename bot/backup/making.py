"""One backup: the database at one moment, the pictures that it names, and the proof that both can be restored."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.backup.manifest import PICTURES, SUFFIX, Manifest, Unusable, digest, read_manifest
from bot.backup.pictures import copy_pictures
from db.backup_file import Held, held_in, look_into, pictures_named_in, write_file
from media.store import MediaStore

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it, and of how much."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was proved."""

    manifest: Manifest
    path: Path
    fresh_pictures: int
    dropped: int


class Busy(Exception):
    """Another backup into the same folder is under way."""


async def make_backup(url: str, store: MediaStore, folder: Path, now: datetime, keep: int, progress: Progress) -> Made:
    """Write a backup into the folder, prove it, and drop those beyond the newest `keep`.

    Pictures are copied once, however many backups name them. Whatever fails leaves the earlier backups whole
    and nothing of its own. Raises Busy, Unusable, Damaged, OSError (a full disk), and what the database raises.
    """
    await asyncio.to_thread(folder.mkdir, 0o700, True, True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Busy(str(folder)) from None
    try:
        _sweep(folder)
        return await _made(url, store, folder, now, keep, progress)
    except BaseException:
        _sweep(folder)  # on a full disk what was begun takes the place that everything else needs
        raise
    finally:
        lock.release()


async def _made(url: str, store: MediaStore, folder: Path, now: datetime, keep: int, progress: Progress) -> Made:
    name = f"nhacnop-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    progress("database", 0, 0)
    part = folder / f"{name}.part"
    await write_file(url, part)
    part.chmod(0o600)
    _sync(part)
    held = await held_in(part)
    pictures = folder / PICTURES
    fresh, missing = await asyncio.to_thread(
        copy_pictures, store, pictures, held.pictures, lambda done: progress("pictures", done, len(held.pictures))
    )
    part.replace(folder / name)
    tables = {table: asdict(figures) for table, figures in held.tables.items()}
    size, sha256 = (folder / name).stat().st_size, await asyncio.to_thread(digest, folder / name)
    manifest = Manifest(
        now, held.revision, name, size, sha256, tables, len(held.pictures) - len(missing), tuple(sorted(missing))
    )
    path = manifest.write(folder)
    progress("proving", 0, 0)
    try:
        await prove(path)
    except BaseException:
        path.unlink(missing_ok=True)  # without it the rest is swept away, and takes no earlier backup's place
        raise
    return Made(manifest, path, fresh, await asyncio.to_thread(_drop_old, folder, keep))


async def prove(path: Path) -> Held:
    """Restore a backup into a scratch folder and compare all that can be compared. Raises Unusable."""
    manifest, database = await asyncio.to_thread(read_manifest, path)
    with tempfile.TemporaryDirectory(prefix="nhacnop-prove-", dir=path.parent) as scratch:
        copy = Path(scratch) / "nhacnop.db"
        await asyncio.to_thread(shutil.copyfile, database, copy)
        held = await look_into(copy)
    there = {name: asdict(figures) for name, figures in held.tables.items()}
    if any(there.get(name) != figures for name, figures in manifest.tables.items()):
        raise Unusable(f"{path}: the rows of its database are not those that were written")
    beside = MediaStore(path.parent / PICTURES)
    lost = [name for name in held.pictures - set(manifest.missing) if beside.path(name) is None]
    if lost:
        raise Unusable(f"{path}: {len(lost)} of its pictures are not in {PICTURES}/")
    return held


def _sweep(folder: Path) -> None:
    """What a backup left that was cut short or failed."""
    for left in [*folder.glob("*.part"), *folder.glob("*.part-*"), *folder.glob("nhacnop-prove-*")]:
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
    for database in folder.glob("nhacnop-*.db"):
        if not database.with_suffix(SUFFIX).exists():
            database.unlink(missing_ok=True)


def _drop_old(folder: Path, keep: int) -> int:
    """Remove the backups beyond the newest ones, and the pictures that only they named."""
    manifests = sorted(folder.glob(f"nhacnop-*{SUFFIX}"))
    old, kept = manifests[:-keep], manifests[-keep:]
    for manifest in old:
        manifest.unlink(missing_ok=True)
        manifest.with_suffix(".db").unlink(missing_ok=True)
    if old:
        _drop_pictures(folder / PICTURES, (manifest.with_suffix(".db") for manifest in kept))
    return len(old)


def _drop_pictures(pictures: Path, databases: Iterable[Path]) -> None:
    wanted: set[str] = set()
    for database in databases:
        wanted |= pictures_named_in(database)
    for file in pictures.glob("??/*"):
        if f"{file.parent.name}{file.stem}" not in wanted:
            file.unlink(missing_ok=True)


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
