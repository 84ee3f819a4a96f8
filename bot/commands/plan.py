"""`nhacnop plan`: what would be sent to whom and when, sending nothing."""

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import typer
from rich.table import Table

from bot.commands.printing import console, moment, print_json, run
from bot.config import Config
from bot.session import Session, opened, settings
from bot.stopped import stop_line
from core.calendar import local_day
from core.month_calendar import closed_months, coming_month, steps_of_month
from db import editions, invites, month_rows, reporting, roster
from db.engine import Tx
from db.planned import Planned
from db.planned import plan as planned_steps
from db.upcoming import Receiver, queued

SHOWN = 12
"""How many receivers of one step the table names."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan", help="What would be sent to whom and when, as things stand now. Sends nothing.")(plan)


def plan(
    days: int = typer.Option(7, min=1, max=62, help="How many days ahead."),
    json: bool = typer.Option(False, "--json", help="One JSON document."),
) -> None:
    """Print every step of the coming days with its receivers."""
    found = run(_plan(settings(), days))
    planned, zone = found.steps, found.zone
    for line in found.told:
        print(line, file=sys.stderr)
    if json:
        print_json([_as_json(each) for each in planned])
        return
    table = Table(title=f"the next {days} days, as things stand now")
    for name in ("when", "what", "week", "to", "who"):
        table.add_column(name)
    for each in planned:
        names = ", ".join(f"{receiver.unit} {receiver.name}" for receiver in each.to[:SHOWN])
        more = f" and {len(each.to) - SHOWN} more" if len(each.to) > SHOWN else ""
        when = each.at.astimezone(zone).strftime("%a %Y-%m-%d %H:%M")
        period = each.name if isinstance(each.name, str) and each.name else each.period
        table.add_row(when, each.kind, period, str(len(each.to)), (names + more) or each.note)
    console().print(table)


def _as_json(each: Planned) -> dict[str, object]:
    to = [{"member": receiver.name, "unit": receiver.unit} for receiver in each.to]
    return {"at": moment(each.at), "kind": each.kind, "task": each.task, "period": each.period, "to": to}


@dataclass(frozen=True, slots=True)
class _Found:
    """What is planned, the zone to tell it in, and what keeps some of it from being heard."""

    steps: list[Planned]
    zone: ZoneInfo
    told: list[str]


async def _plan(config: Config, days: int) -> _Found:
    async with opened(config) as session, session.database.snapshot() as tx:
        until = session.now + timedelta(days=days)
        planned = await planned_steps(tx, session.organisation, session.now, until)
        planned += await _of_months(tx, session, until)
        planned += [
            Planned(max(row.at, session.now), f"{row.kind} (queued)", "", "", "", (row.to,))
            for row in await queued(tx, until)
        ]
        zone = session.organisation.calendar.zone
        return _Found(sorted(planned, key=lambda each: (each.at, each.kind)), zone, await _unheard(tx, session, zone))


async def _unheard(tx: Tx, session: Session, zone: ZoneInfo) -> list[str]:
    """A line for each reason why people will not hear."""
    if await roster.is_empty(tx):
        return ["no roster yet, so nobody hears anything. First: nhacnop roster import FILE"]
    stopped = await stop_line(tx, zone)
    lines = [] if stopped is None else [f"{stopped}; until it ends none of this is sent"]
    unlinked = await invites.unlinked_seats(tx, local_day(session.organisation.calendar, session.now))
    if unlinked:
        lines.append(
            f"{len(unlinked)} seats are held but not linked to a chat, so their holders hear nothing yet: "
            "nhacnop invites gives codes"
        )
    return lines


async def _of_months(tx: Tx, session: Session, until: datetime) -> list[Planned]:
    """The draft, the reminders to confirm it and the freeze of each month that time still has work with."""
    organisation, now = session.organisation, session.now
    frozen = await editions.frozen_months(tx)
    months = [*closed_months(organisation, now)[-1:], coming_month(organisation, now)]
    planned: list[Planned] = []
    for month in [month for month in months if month.code not in frozen]:
        weeks = await reporting.month_weeks(tx, organisation, month.code)
        waiting = await month_rows.awaited(
            tx, [week.period for week in weeks], local_day(organisation.calendar, now), now
        )
        to = tuple(Receiver(each.member, each.member_name, each.code, each.unit, True) for each in waiting)
        planned += [
            Planned(step.moment, f"report {step.kind.value}", "", month.code, month.code, to)
            for step in steps_of_month(month, organisation.calendar)
            if weeks and now <= step.moment < until
        ]
    return planned
