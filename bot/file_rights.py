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


def too_open(config: Config, environ: Mapping[str, str]) -> list[str]:
    """A line for each file and folder that others on this machine can open, saying how it is mended.

    Where a system has no such rights (Windows), nothing is found.
    """
    if os.name != "posix":
        return []
    return [
        f"others on this machine can open {path}; chmod {'700' if path.is_dir() else '600'} {path}"
        for path in _kept(config, environ)
        if path.exists() and path.stat().st_mode & _OTHERS
    ]


def _kept(config: Config, environ: Mapping[str, str]) -> Iterator[Path]:
    database = sqlite_file(config.database_url)
    if database is not None:
        yield from (database, *(database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm")))
    yield from (config.media_dir, config.documents_dir)
    if config.backup_dir is not None:
        yield config.backup_dir
    for name, path in sorted(environ.items()):
        if name.startswith("NHACNOP_") and name.endswith("_FILE") and path:
            yield Path(path)
