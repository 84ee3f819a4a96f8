"""May others on this machine read what only the bot should: the database, the pictures, the tokens?

What the program makes itself is made for its own user alone (see `for_us_alone`). What was there before is looked at.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.config import Config
from db.engine import sqlite_file

_OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


def for_us_alone() -> None:
    """From now on new files are 0600 and new folders 0700."""
    os.umask(0o077)


def too_open(config: Config, environ: Mapping[str, str], file: Path) -> list[str]:
    """A line for each file and folder that others on this machine can open, saying how it is mended.

    `file` holds the settings, which others may read and must not change.

    Where a system has no such rights (Windows), nothing is found.
    """
    if os.name != "posix":
        return []
    read = [
        f"others on this machine can open {path}; chmod {'700' if path.is_dir() else '600'} {path}"
        for path in _kept(config, environ)
        if _rights(path) & _OTHERS
    ]
    # They may read the settings, which hold no secret; whoever changes them has the bot's token sent elsewhere.
    changed = [
        f"others on this machine can change {path}; chmod o-w {path}"
        for path in (file, file.parent)
        if _rights(path) & stat.S_IWOTH and not _rights(path) & stat.S_ISVTX
    ]
    return read + changed


def _rights(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:  # it is not there, or where nobody looks
        return 0


def _kept(config: Config, environ: Mapping[str, str]) -> Iterator[Path]:
    database = sqlite_file(config.database_url)
    if database is not None:
        yield from (database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm")))
    # Beside the pictures: what the built-in chat keeps, and the key that signs download links.
    beside = config.media_dir.parent
    yield from (config.media_dir, config.documents_dir, beside / "local", beside / "link.key")
    if config.backup_dir is not None:
        yield config.backup_dir
        yield from sorted(config.backup_dir.glob("nhacnop-*.db"))
    for name, path in sorted(environ.items()):
        if name.startswith("NHACNOP_") and name.endswith("_FILE") and path:
            yield Path(path)
