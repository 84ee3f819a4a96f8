"""`nhacnop run`: serve the channels that the settings enable."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import typer

from bot.backup.schedule import ScheduledBackups
from bot.channels import opened_channels
from bot.clock import FastClock, SystemClock
from bot.commands.printing import run
from bot.config import Config
from bot.downloads import downloads_of, links_of
from bot.file_rights import too_open
from bot.installation import Installation, install
from bot.leading import Alone, AmongOthers
from bot.locking import alone_on
from bot.logs import tell, write_logs
from bot.organisation import organisation_of
from bot.paperwork import Paperwork
from bot.running import Doorway, Part, Runner, stop_on_signals
from bot.secret_text import database_url
from bot.session import YEARS, CommandError, config_path, settings
from bot.settings_file import FileSettings
from bot.stopped import MEND, stop_line
from bot.watchdog import Outside
from core.ports import Channel, Clock
from core.pushing import Hooked
from db import record
from db.engine import DatabaseAway, away_in_words, is_away, open_database, sqlite_file
from db.migrate import current, migrate

if TYPE_CHECKING:
    from bot.door import Door

NOBODY = (
    "no chat platform is enabled in config.yaml, so nobody can write to the bot; "
    "enable one under channels, or try it in the browser: nhacnop demo"
)
"""Said when only the built-in channel, which has no page under `run`, is there."""

WAIT_SECONDS = 2.0
"""Real seconds between two looks whether a database that is away at the start answers."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", help="Serve the channels that config.yaml enables, until stopped.")(serve)


def serve(
    rehearse_from: str = typer.Option(None, help="Local time, such as 2026-11-16T08:00: a rehearsal starts there."),
    speed: float = typer.Option(600.0, min=1.0, max=100_000.0, help="How many times faster a rehearsal runs."),
    role: Part = typer.Option(
        Part.ALL, help="With PostgreSQL, what this one of several processes does: web is pushed to, worker handles."
    ),
) -> None:
    """Run until Ctrl-C or TERM."""
    config = settings()
    write_logs(config.logs.format)
    for line in too_open(config, os.environ, config_path()):
        tell(line)
    alone = sqlite_file(config.database_url) is not None
    if role is not Part.ALL and (alone or rehearse_from):
        raise CommandError(
            f"--role {role} wants real life on PostgreSQL; a SQLite file has one process. Leave it out", 2
        )
    start = _local_moment(rehearse_from, config.timezone) if rehearse_from else None
    with alone_on(sqlite_file(config.database_url)):
        run(_serve(config, start, speed, role))


def _local_moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f'"{text}" is no moment; write it as 2026-11-16T08:00 (local time)', 2) from None
    if moment.year not in YEARS:
        raise CommandError(f'"{text}" is of no year from {YEARS[0]} to {YEARS[-1]}; nothing was started', 2)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


async def _serve(config: Config, rehearse_from: datetime | None, speed: float, role: Part) -> None:
    url = database_url(config, os.environ).reveal()
    await _answers(url)
    clock, pace = await _clock(url, rehearse_from, speed)
    holder = None if sqlite_file(url) or rehearse_from else uuid4().hex
    async with (
        opened_channels(config, clock) as opened,
        _installed(config, url, clock, opened.channels, holder) as installation,
    ):
        async with installation.database.snapshot() as tx:
            stopped = await stop_line(tx, config.timezone)
        doorway = None if role is Part.WORKER else _doorway(config, installation)
        leading = AmongOthers(installation.database) if holder else Alone()
        backups = None
        if config.backup_dir is not None and rehearse_from is None:
            backups = ScheduledBackups(installation.database, config.backup.at, config.timezone)
        watch = Outside(None if rehearse_from else config.watch.url)
        runner = Runner(installation, pace, opened.plans, backups, watch, doorway, leading, role)
        stop_on_signals(runner)

        def ready() -> None:
            names = ", ".join(plan.name for plan in opened.plans.values()) or installation.channels[0].name
            if stopped is not None:
                tell(f"{stopped}; {MEND}")
            tell(f"ready: {names}; stop with Ctrl-C")
            if not opened.plans:
                tell(NOBODY)

        await runner.run(ready)
    tell("stopped; what was taken in is stored")


def _doorway(config: Config, installation: Installation) -> Doorway | None:
    """The way to platforms that push, files behind links, and whoever watches; None where it is switched off."""
    if not config.web.enabled:
        return None
    needed = links_of(config) is not None or any(
        isinstance(channel, Hooked) and channel.hooked for channel in installation.channels
    )
    return Doorway(lambda: _door(config, installation, needed=needed), needed)


def _door(config: Config, installation: Installation, *, needed: bool) -> "Door":
    from bot.door import Door  # noqa: PLC0415 - a web server takes its time to import
    from web.health import Watching  # noqa: PLC0415 - as above
    from web.hooks import Hooks  # noqa: PLC0415 - as above

    hooks = Hooks(installation.channels, installation.intake.take_in_together)
    files = downloads_of(config, installation).routes() if needed else []
    watching = Watching(installation.look)
    routes = [*hooks.routes(), *files, *watching.routes()]
    return Door(config.web, routes, [hooks.gathering.run], needed=needed)


async def _answers(url: str) -> None:
    """Returns once the database answers; a server that is away at the start is waited for."""
    said = False
    while True:
        try:
            await current(url)
            return
        except DatabaseAway as error:
            if sqlite_file(url) or not is_away(error):
                raise
            if not said:
                words = f"the database does not answer ({away_in_words(error)}); waiting for it"
                tell(words)
            said = True
            await asyncio.sleep(WAIT_SECONDS)


async def _clock(url: str, rehearse_from: datetime | None, speed: float) -> tuple[Clock, float]:
    """The machine's clock, or a rehearsal's, which lives in its own database and goes on where it was."""
    await migrate(url)
    database = open_database(url)
    try:
        async with database.transaction() as tx:
            state = await record.rehearsal(tx)
            if rehearse_from is None:
                if state is not None:
                    raise CommandError(
                        "this database is a rehearsal; nothing was started. "
                        "Go on with --rehearse-from, or choose another database.url for real life"
                    )
                return SystemClock(), 1.0
            if state is not None:
                return FastClock(max(state.reached_at, rehearse_from), speed), speed
            if not await record.untouched(tx):
                raise CommandError(
                    "this database holds real life; nothing was started. Choose another database.url for a rehearsal"
                )
            await record.begin_rehearsal(tx, rehearse_from, speed)
            return FastClock(rehearse_from, speed), speed
    finally:
        await database.close()


@asynccontextmanager
async def _installed(
    config: Config, url: str, clock: Clock, channels: Sequence[Channel], holder: str | None
) -> AsyncIterator[Installation]:
    paperwork = Paperwork(config.documents_dir, timedelta(days=config.report.keep), url, links=links_of(config))
    organisation = organisation_of(config)
    installation = await install(
        organisation, url, config.media_dir, channels, clock, holder=holder, paperwork=paperwork,
        settings_file=FileSettings(config_path(), config),
    )  # fmt: skip
    try:
        yield installation
    finally:
        await installation.close()
