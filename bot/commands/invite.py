"""`nhacnop invites` and `nhacnop admin-invite`: one-time codes."""

import csv
import sys
from collections.abc import Mapping
from enum import StrEnum

import typer

from bot.channels import planned_bots
from bot.commands.printing import run
from bot.config import Config
from bot.invitations import Issued, issue_for_admin, issue_for_seats
from bot.session import CommandError, opened, settings
from channels.telegram.links import invitation_link
from core.codes import written_code
from core.metering import Account
from core.plans import Plan
from db import platforms
from db.engine import Database

COLUMNS = ("unit", "unit_name", "seat", "member", "code", "link")
BOT_COLUMNS = ("bot", "bot_link")
"""Besides, where bots take few people: which of them the invitation names, and what opens it; the code is typed."""


class Format(StrEnum):
    """How invitations are written."""

    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("invites", help="Fresh one-time codes for seats that are held but not linked to a chat.")(invites)
    app.command("admin-invite", help="A one-time code that makes its user an admin.")(admin_invite)


def invites(
    unit: str = typer.Option(None, help="Only this unit and everything below it."),
    format: Format = typer.Option(Format.CSV, help="csv, to stdout."),
) -> None:
    """Write unit, unit_name, seat, member, code, link; earlier codes stay valid until one of a seat is used."""
    config = settings()
    bots = {(bot.channel, bot.name): bot.plan for bot in planned_bots(config) if bot.plan is not None}
    link, issued = run(_issue(config, unit, bots))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*COLUMNS, *(BOT_COLUMNS if bots else ())])
    for each in issued:
        seat = each.seat
        told = [seat.unit, seat.unit_name, seat.kind.value, seat.member_name, written_code(each.code)]
        named = [each.bot.account, each.bot.link] if each.bot else ["", ""]
        writer.writerow([*told, link.replace("{code}", each.code), *(named if bots else ())])
    if not issued:
        print("everybody on the roster who holds a seat is linked; no code was issued", file=sys.stderr)
    if any(each.bot is None for each in issued) and bots:
        print("no bot has room for everybody; add one to the settings", file=sys.stderr)


async def _issue(config: Config, unit: str | None, bots: Mapping[Account, Plan]) -> tuple[str, list[Issued]]:
    async with opened(config) as session:
        link = await _deep_link(config, session.database)
        try:
            issued = await issue_for_seats(session.database, session.organisation, session.now, unit, bots=bots)
        except LookupError as error:
            raise CommandError(f"{error}; no code was issued") from error
        return link, issued


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
    link, code = run(_issue_admin(config, name))
    print(written_code(code))
    if link:
        print(link.replace("{code}", code))


async def _issue_admin(config: Config, name: str) -> tuple[str, str]:
    async with opened(config) as session:
        link = await _deep_link(config, session.database)
        return link, await issue_for_admin(session.database, session.organisation, name, session.now)
