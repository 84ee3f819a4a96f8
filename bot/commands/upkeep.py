"""`nhacnop migrate`: bring the database to this program's version, or all of it into another database."""

import os
import sys
from contextlib import AsyncExitStack

import typer
from rich.progress import Progress

from bot.commands.printing import progress_console, run
from bot.config_addresses import database_address
from bot.config_faults import Wrong
from bot.locking import alone_on
from bot.secret_text import database_url, with_password
from bot.session import CommandError, settings
from db.copying import CopyDiffers, NotEmpty, copy_all
from db.engine import open_database, sqlite_file
from db.migrate import head, migrate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("migrate", help="Create the database or bring it to this version.")(migrate_command)


def migrate_command(
    to: str = typer.Option(None, "--to", help="Copy everything into this empty database, such as PostgreSQL."),
) -> None:
    """Migrate and say so."""
    config = settings()
    url = database_url(config, os.environ).reveal()
    changed = run(migrate(url))
    if not to:
        print(f"the database {'is now' if changed else 'was already'} at revision {head()}")
        return
    try:
        address = config.absolute_url(database_address(to))
    except Wrong as wrong:
        raise CommandError(f"--to: write {wrong}; nothing was copied", 2) from None
    if address == config.database_url:
        raise CommandError("--to is the database that config.yaml names already; nothing was copied", 2)
    with alone_on(sqlite_file(config.database_url)):
        copied = run(_copied(url, with_password(address, os.environ).reveal()))
    tables = sum(1 for rows in copied.values() if rows)
    print(f"copied {sum(copied.values()):,} rows of {tables} tables; every count and sum is the same in both databases")
    print(
        f"Next: set database.url in config.yaml to {address}, and start again. {config.database_url} was not changed."
    )


async def _copied(source: str, target: str) -> dict[str, int]:
    """Copy within one transaction on each side, so that a fault leaves the target empty."""
    await migrate(target)
    async with AsyncExitStack() as stack:
        from_database, to_database = open_database(source), open_database(target)
        stack.push_async_callback(from_database.close)
        stack.push_async_callback(to_database.close)
        progress = stack.enter_context(Progress(console=progress_console(), disable=not sys.stderr.isatty()))
        bar = progress.add_task("copying", total=None)

        def copied(table: str, rows: int) -> None:
            progress.update(bar, description=table, advance=rows)

        async with from_database.snapshot() as old, to_database.transaction() as new:
            try:
                return await copy_all(old, new, copied)
            except NotEmpty as full:
                raise CommandError(f'that database is not empty (table "{full}"); nothing was copied') from None
            except CopyDiffers as differs:
                raise CommandError(f"the copy differs in {differs}; nothing was kept of it") from None
