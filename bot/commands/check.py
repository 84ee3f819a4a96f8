"""`nhacnop check`: is everything as it must be, and if not, how is it mended?"""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import typer

from bot.ailing import database_mend
from bot.channels import BotPlan, opened_bot, planned_bots
from bot.clock import SystemClock
from bot.commands.check_consent import consent_said_otherwise
from bot.commands.check_duties import unknown_in
from bot.commands.printing import run
from bot.commands.writable import mend, nearest, refused
from bot.config import Config
from bot.config_faults import ConfigError
from bot.file_rights import too_open
from bot.organisation import organisation_of
from bot.secret_text import database_url
from bot.session import CommandError, config_path, settings
from core.calendar import local_day
from core.ports import Identified, Misconfigured, SendError
from core.task import periods_from
from db import paid as paid_messages
from db import platforms, roster
from db.engine import DatabaseAway, away_in_words, open_database, sqlite_file
from db.migrate import HalfDatabase, NewerDatabase, current, head

ANSWER_SECONDS = 15
"""How long a platform may take to say who the bot is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says how to put it right when it is wrong."""

    what: str
    mend: str = ""

    @property
    def fine(self) -> bool:
        """Whether all is well."""
        return not self.mend


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", help="Look at settings, database, tokens and folders; say what is wrong and how to mend it.")(
        check
    )


def check() -> None:
    """Print a line for everything looked at; exit 1 when something is wrong.

    Changes nothing, but notes how a platform calls the bot.
    """
    config = settings()
    findings = [Finding(f"settings: {config_path()} is valid"), *run(_look(config))]
    for finding in findings:
        print(f"ok    {finding.what}" if finding.fine else f"WRONG {finding.what}; to mend: {finding.mend}")
    if not all(finding.fine for finding in findings):
        raise CommandError("something is wrong, see above")


async def _look(config: Config) -> list[Finding]:
    bots = await asyncio.gather(*(look_at_bot(config, bot) for bot in planned_bots(config)))
    settings_and_folders = [*_rules(config), *_template(config), *_folders(config)]
    return [*settings_and_folders, *await _database(config), *bots, *await _costs(config)]


def _rules(config: Config) -> Iterator[Finding]:
    organisation = organisation_of(config)
    zone = organisation.calendar.zone
    for task in organisation.tasks:
        week = next(periods_from(task, organisation.calendar, SystemClock().now()), None)
        due = "nothing is due any more" if week is None else f"due {week.due_at.astimezone(zone):%a %Y-%m-%d %H:%M}"
        waits = "" if task.active else "; waits for being activated in the chat"
        owed_by, often = ", ".join(task.owed_by), "once" if task.once else "a week"
        yield Finding(f'task "{task.code}": owed by "{owed_by}", {task.quota} {often}; {due}{waits}')


def _template(config: Config) -> Iterator[Finding]:
    """The organisation's own template, filled as a report would fill it."""
    if config.report.template is None:
        return
    from reports.word.template import VALUES, BrokenTemplate, fill, open_template  # noqa: PLC0415 - slow, and seldom there

    file = config.resolve(config.report.template)
    try:
        fill(open_template(file), dict.fromkeys(VALUES, ""), str(file))
    except OSError as error:
        yield Finding(f"template of the reports: {file}: {error.strerror}", "see that report.template names the file")
    except BrokenTemplate as error:
        yield Finding(f"template of the reports: {error}", "mend the file, or leave report.template out")
    else:
        yield Finding(f"template of the reports: {file}")


def _folders(config: Config) -> Iterator[Finding]:
    yield writable("pictures", config.media_dir)
    if config.backup_dir is not None:
        yield writable("backups", config.backup_dir)
    for line in too_open(config, os.environ, config_path()):
        what, _, mend = line.partition("; ")
        yield Finding(f"rights: {what}", mend)
    database = sqlite_file(config.database_url)
    if database is not None:
        yield writable("database", database.parent)


def writable(what: str, folder: Path) -> Finding:
    """Whether files can be made there; a missing folder counts when one above it can take it."""
    existing = nearest(folder)
    error = refused(existing)
    if error is None:
        return Finding(f"folder of the {what}: {folder}")
    return Finding(f"folder of the {what}: {folder} cannot be written", mend(existing, error))


def _unusable(error: DatabaseAway | HalfDatabase | NewerDatabase) -> Finding:
    match error:
        case NewerDatabase():
            return Finding(f'database: of a newer version (revision "{error}")', "use that version of nhacnop")
        case HalfDatabase():
            return Finding(
                f"database: half made ({error})", "move it away and bring the newest backup back: nhacnop restore"
            )
        case _:
            return Finding(f"database: cannot be used ({away_in_words(error)})", database_mend(error))


async def _database(config: Config) -> list[Finding]:
    url = database_url(config, os.environ).reveal()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return [Finding(f"database: {file} does not exist yet; the first command that needs it creates it")]
    try:
        revision = await current(url)
    except (DatabaseAway, HalfDatabase, NewerDatabase) as error:
        return [_unusable(error)]
    if revision != head():
        return [Finding(f"database: at revision {revision or 'none'}, not {head()}", "nhacnop migrate")]
    database = open_database(url)
    try:
        async with database.snapshot() as tx:
            if await roster.is_empty(tx):
                return [Finding("database: no roster yet", "nhacnop roster import FILE")]
            otherwise = await consent_said_otherwise(tx, config)
            organisation = organisation_of(config)
            today = local_day(organisation.calendar, SystemClock().now())
            unknown = await unknown_in(tx, organisation.tasks, today)
    finally:
        await database.close()
    found = [Finding(f"database: at revision {revision}, with a roster"), *(Finding(*each) for each in unknown)]
    if otherwise is not None:
        number = config.personal_data.consent_version + 1
        mend = f"set personal_data.consent_version to {number}, so that everybody is asked again; or restore the words"
        found.append(Finding(otherwise, mend))
    return found


async def look_at_bot(config: Config, bot: BotPlan) -> Finding:
    """Ask the platform who the bot is; its name is kept for invitation links, where there is a database for it."""
    try:
        async with opened_bot(bot, SystemClock()) as channel, asyncio.timeout(ANSWER_SECONDS):
            if not isinstance(channel, Identified):
                return Finding(f"{bot.name}: has its token; its platform does not say who it is")
            username = await channel.identify()
    except (ConfigError, CommandError) as error:
        what = str(error).partition("; ")[0]  # what to do is said here, once
        return Finding(f"{bot.name}: {what}", f"set {bot.variable} or {bot.variable}_FILE")
    except Misconfigured as error:
        return Finding(f"{bot.name}: {error}", bot.mend)
    except (SendError, TimeoutError) as error:
        return Finding(f"{bot.name}: no answer ({type(error).__name__})", f"see that this machine reaches {bot.reach}")
    await _keep_name(config, channel, username)
    return Finding(f"{bot.name}: the bot is {'@' if channel.name == bot.name else ''}{username}")


async def _costs(config: Config) -> list[Finding]:
    """What the messages that the bot started in the last thirty days cost where they are paid for.

    Where Viber is off, what they would cost if everybody was there.
    """
    prices, url = config.channels.viber, database_url(config, os.environ).reveal()
    file = sqlite_file(url)
    if not (prices.price or prices.monthly) or (file is not None and not file.exists()):
        return []
    until = SystemClock().now()
    database = open_database(url)
    try:
        if await current(url) != head():
            return []
        async with database.snapshot() as tx:
            started, paid = await paid_messages.started_outside_sessions(
                tx, until - timedelta(days=30), until, "viber" if prices.enabled else None
            )
    except (DatabaseAway, HalfDatabase, NewerDatabase):
        return []  # said already
    finally:
        await database.close()
    cost = prices.monthly + paid * prices.price
    what = (
        "the last 30 days cost" if prices.enabled else "with everybody there a month like the last 30 days would cost"
    )
    return [
        Finding(
            f"viber: {what} {cost:,.2f}: {prices.monthly:,.2f} and "
            f"{paid:,} of {started:,} messages that the bot started, more than a day after the person last wrote"
        )
    ]


async def _keep_name(config: Config, channel: Identified, username: str) -> None:
    url = database_url(config, os.environ).reveal()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return
    database = open_database(url)
    try:
        if await current(url) == head():
            async with database.transaction() as tx:
                link = channel.link(username)
                await platforms.introduced(tx, channel.name, channel.account, username, link, SystemClock().now())
    except (DatabaseAway, HalfDatabase, NewerDatabase):
        return  # said already
    finally:
        await database.close()
