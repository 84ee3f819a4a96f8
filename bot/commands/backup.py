"""`nhacnop backup` and `nhacnop restore`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer
from rich.progress import Progress

from bot.ailing import database_mend, file_mend
from bot.backup.making import Busy, Made, make_backup
from bot.backup.manifest import Unusable
from bot.backup.restoring import Restored, restore_backup
from bot.clock import SystemClock
from bot.commands.printing import progress_console, run
from bot.config import Config
from bot.locking import alone_on
from bot.secret_text import database_url
from bot.session import CommandError, settings
from db import upkeep
from db.backup_file import Damaged, NotWritten
from db.engine import DatabaseAway, away_in_words, open_database, sqlite_file
from db.migrate import NewerDatabase, current, head
from media.store import MediaStore

Telling = Callable[[str, int, int], None]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup", help="Back up database and pictures while the bot runs, and prove it by a restore.")(backup)
    app.command("restore", help="Bring a backup back into an empty place. Overwrites nothing.")(restore)


def backup(
    folder: Path = typer.Argument(None, metavar="DIR", help="Where to; by default backup.dir of the settings."),
) -> None:
    """Make a backup and note in the database how it went."""
    config = settings()
    chosen = folder.absolute() if folder else config.backup_dir
    if chosen is None:
        raise CommandError("no folder: write `nhacnop backup DIR`, or set backup.dir in config.yaml", 2)
    made = run(_backup(config, chosen))
    missing = f"; {len(made.manifest.missing)} pictures were not to be had (see {made.path.name})"
    print(made.path)
    print(_told(made) + (missing if made.manifest.missing else ""), file=sys.stderr)


def restore(
    file: Path = typer.Argument(..., metavar="FILE", help="Either file of a backup: nhacnop-….db or nhacnop-….json."),
) -> None:
    """Restore and say what came back."""
    config = settings()
    with alone_on(sqlite_file(config.database_url)):
        back = run(_restore(config, file.absolute()))
    zone = config.timezone
    print(
        f"restored the backup of {back.manifest.made_at.astimezone(zone):%Y-%m-%d %H:%M}: "
        f"{back.rows:,} rows, {back.pictures:,} pictures"
        + (f"; {back.missing:,} pictures are missing" if back.missing else "")
    )


async def _backup(config: Config, folder: Path) -> Made:
    url = database_url(config, os.environ).reveal()
    now = SystemClock().now()
    revision = await current(url)
    if revision is None:
        raise CommandError("there is no database to back up; nothing was written. First: nhacnop migrate")
    if revision != head() and sqlite_file(url) is None:
        raise CommandError(
            f"the database is of an older version (revision {revision}); nothing was written. "
            "Back it up with that version of nhacnop, or with pg_dump"
        )
    try:
        with _progress() as tell:
            made = await make_backup(url, MediaStore(config.media_dir), folder, now, config.backup.keep, tell)
    except Busy:
        raise CommandError(f"another backup into {folder} is under way; nothing was written") from None
    except (Unusable, Damaged, NotWritten, OSError, DatabaseAway) as error:
        words = _words(error)
        mend = _mend(error)
        with suppress(DatabaseAway):  # the disk that is full may be the database's own
            await _note(url, revision, {upkeep.BACKUP: f"{type(error).__name__}: {words}"}, fine=False)
        raise CommandError(f"the backup failed: {words}; earlier backups are as they were{mend}") from None
    await _note(url, revision, {upkeep.BACKUP: _told(made), upkeep.RESTORE: _told(made)}, fine=True)
    return made


def _told(made: Made) -> str:
    rows = sum(int(figures["rows"]) for figures in made.manifest.tables.values())
    return f"{rows:,} rows, {made.manifest.pictures:,} pictures ({made.fresh_pictures:,} new), proved by a restore"


def _words(error: Exception) -> str:
    if isinstance(error, DatabaseAway):
        return away_in_words(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _mend(error: Exception) -> str:
    if isinstance(error, DatabaseAway):
        return f". To mend: {database_mend(error)}"
    mend = file_mend(error) if isinstance(error, OSError) else None
    if isinstance(error, NotWritten):
        mend = "make room for it there, and see that this user may write there"
    return f". To mend: {mend}" if mend else ""


async def _note(url: str, revision: str, what: dict[str, str], *, fine: bool) -> None:
    """For the morning's message and the doctor; an older database is left as it is."""
    if revision != head():
        return
    database = open_database(url)
    try:
        async with database.transaction() as tx:
            for word, told in what.items():
                await upkeep.note(tx, word, SystemClock().now(), told, fine=fine)
    finally:
        await database.close()


async def _restore(config: Config, file: Path) -> Restored:
    url = database_url(config, os.environ).reveal()
    try:
        with _progress() as tell:
            return await restore_backup(file, url, config.media_dir, tell)
    except (Unusable, Damaged) as error:
        raise CommandError(f"{error}. Nothing was restored") from None
    except NewerDatabase as newer:
        raise CommandError(
            f'{file}: the backup is of a newer version of nhacnop (revision "{newer}"); use that version. '
            "Nothing was restored"
        ) from None


@contextmanager
def _progress() -> Iterator[Telling]:
    with Progress(console=progress_console(), disable=not sys.stderr.isatty()) as bars:
        bar = bars.add_task("…", total=None)
        yield lambda what, done, of: bars.update(bar, description=what, completed=done, total=of or None)
