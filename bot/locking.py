"""One process at a time beats and dispatches for a SQLite database; a second one is told so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.ailing import file_told
from bot.session import CommandError


@contextmanager
def alone_on(database: Path | None) -> Iterator[None]:
    """Hold the right to run on this database file. Raises CommandError when another process has it."""
    if database is None:
        yield
        return
    lock = FileLock(database.with_name(database.name + ".running"))
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as taken:
        raise CommandError(
            f"another process is running on {database}; nothing was started. "
            "Stop it first, or choose another database.url"
        ) from taken
    except OSError as error:
        raise CommandError(f"the database's folder cannot be used; nothing was started. {file_told(error)}") from error
    try:
        yield
    finally:
        lock.release()
