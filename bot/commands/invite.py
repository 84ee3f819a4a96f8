"""`nhacnop invites` and `nhacnop admin-invite`: one-time codes."""

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TextColumn

from bot.channels import planned_bots
from bot.commands.printing import progress_console, run
from bot.commands.writable import refused
from bot.config import Config
from bot.invitations import issue_for_admin, issue_for_seats
from bot.session import CommandError, opened, settings
from channels.telegram.links import invitation_link
from core.calendar import local_day
from core.codes import written_code
from core.invitations import CardSheet
from core.metering import Account
from core.plans import Plan
from db import inviting, platforms, roster
from db.engine import Database
from db.inviting import Issued
from reports.files import NotWritten, whole_file
from texts.report import ReportTexts

COLUMNS = ("unit", "unit_name", "seat", "member", "code", "link")
BOT_COLUMNS = ("bot", "bot_link")
"""Besides, where bots take few people: which of them the invitation names, and what opens it; the code is typed."""

PAPER = "invitations.pdf"

LONGEST_NAME = 100
"""So many letters of an admin's name fit into a message's first line."""


class Format(StrEnum):
    """How invitations are written."""

    CSV = "csv"
    PDF = "pdf"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("invites", help="Fresh one-time codes for seats that are held but not linked to a chat.")(invites)
    app.command("admin-invite", help="A one-time code that makes its user an admin.")(admin_invite)


def invites(
    unit: str = typer.Option(None, help="Only this unit and everything below it."),
    format: Format = typer.Option(Format.CSV, help="csv: a table; pdf: cards with QR codes to cut out and hand over."),
    out: Path = typer.Option(None, help=f"The file; without it stdout, and {PAPER} for a pdf in a terminal."),
) -> None:
    """Fresh codes; earlier ones stay valid until one of a seat is used. The table is unit, unit_name, seat, …"""
    config = settings()
    bots = {(bot.channel, bot.name): bot.plan for bot in planned_bots(config) if bot.plan is not None}
    target = _target(format, out)
    issued = run(_issue(config, unit, bots))
    if not issued.codes:
        print("everybody on the roster who holds a seat is linked; no code was issued", file=sys.stderr)
    elif format is Format.PDF:
        _write(target, _paper(issued))
    if format is Format.CSV:
        _write(target, _table(issued, with_bots=bool(bots)))
    if any(each.bot is None for each in issued.codes) and bots:
        print("no bot has room for everybody; add one to the settings", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class _AllIssued:
    codes: list[Issued]
    link: str
    sheet: CardSheet
    texts: ReportTexts


def _target(format: Format, out: Path | None) -> Path | None:
    """Where it goes; None is stdout. Raises CommandError, before any code is issued, when that cannot be written."""
    target = Path(PAPER) if out is None and format is Format.PDF and sys.stdout.isatty() else out
    if target is not None and (target.is_dir() or refused(target.absolute().parent) is not None):
        raise CommandError(f"{target} cannot be written; no code was issued. Choose another file with --out", 2)
    return target


def _write(target: Path | None, content: bytes) -> None:
    if target is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        with whole_file(target) as temporary:
            temporary.touch(mode=0o600)  # whoever reads it could get in
            temporary.write_bytes(content)
    except NotWritten as error:
        raise CommandError(f"{error}. The codes are lost and nobody has them: run this again for fresh ones") from error
    print(f"wrote {target}; whoever has a code gets in, so keep it among those it is for", file=sys.stderr)


def _table(issued: _AllIssued, *, with_bots: bool) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *(BOT_COLUMNS if with_bots else ())])
    for each in issued.codes:
        seat = each.seat
        told = [seat.unit, seat.unit_name, seat.kind.value, seat.member_name, written_code(each.code)]
        named = [each.bot.account, each.bot.link] if each.bot else ["", ""]
        writer.writerow([*told, issued.link.replace("{code}", each.code), *(named if with_bots else ())])
    return out.getvalue().encode()


def _paper(issued: _AllIssued) -> bytes:
    from reports.invitation_cards import cards_pdf  # noqa: PLC0415 - what makes a PDF takes time to load

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, console=progress_console()) as bar:
        task = bar.add_task("drawing cards", total=None)
        return cards_pdf(issued.sheet, issued.texts, lambda done, total: bar.update(task, completed=done, total=total))


async def _issue(config: Config, unit: str | None, bots: Mapping[Account, Plan]) -> _AllIssued:
    async with opened(config) as session:
        rules, now = session.organisation, session.now
        link = await _deep_link(config, session.database)
        async with session.database.snapshot() as tx:
            if await roster.is_empty(tx):
                raise CommandError("no roster yet; no code was issued. First: nhacnop roster import FILE")
        try:
            issued = await issue_for_seats(session.database, rules, now, unit, bots=bots)
        except LookupError as error:
            raise CommandError(f"{error}; no code was issued") from error
        async with session.database.snapshot() as tx:
            day = local_day(rules.calendar, now)
            sheet = await inviting.card_sheet(tx, issued, link, day, now + rules.invite_life)
        return _AllIssued(issued, link, sheet, ReportTexts(rules.words, rules.calendar.zone, rules.language))


async def _deep_link(config: Config, database: Database) -> str:
    """What opens the bot with a code in the place of "{code}"; empty while no bot that can carry one has a name.

    By the name in the settings, else as its platform said when it was asked last.
    """
    if not config.channels.telegram.enabled:
        return ""
    if config.channels.telegram.username:
        return invitation_link(config.channels.telegram.username)
    async with database.snapshot() as tx:
        links = await platforms.links(tx)
    return next((link for (channel, _), link in links.items() if channel == "telegram"), "")


def admin_invite(name: str = typer.Option("Quản trị", help="The admin's name.")) -> None:
    """Print the code."""
    config = settings()
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise CommandError(f"--name has {len(name)} letters, but a name has 1 to {LONGEST_NAME}; no code was issued", 2)
    link, code = run(_issue_admin(config, name))
    print(written_code(code))
    if link:
        print(link.replace("{code}", code))


async def _issue_admin(config: Config, name: str) -> tuple[str, str]:
    async with opened(config) as session:
        link = await _deep_link(config, session.database)
        return link, await issue_for_admin(session.database, session.organisation, name, session.now)
