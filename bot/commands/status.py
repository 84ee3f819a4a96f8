"""`nhacnop status`: standings, counts and flags of one week."""

import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

import typer
from rich.table import Table

from bot.commands.printing import console, moment, print_json, run
from bot.config import Config
from bot.session import CommandError, Session, opened, settings
from bot.stopped import stop_line
from core.calendar import local_day
from core.standing import Standing, standing
from core.task import PeriodTimes, Task
from db import periods, standings, units
from db.engine import Tx
from db.standings import ObligationView

ADMINS = "admins"
"""The level of a flag that has climbed to the top."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status", help="How one week stands: the newest open one unless --period names another.")(status)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that `status` shows."""

    task: Task
    period: PeriodTimes
    views: list[tuple[ObligationView, Standing]]
    vacant: list[str]


def status(
    task: str = typer.Option(None, help="The task's code; by default the first one."),
    period: str = typer.Option(None, help="The week, such as 2026-W47."),
    unit: str = typer.Option(None, help="Only this unit and everything below it."),
    json: bool = typer.Option(False, "--json", help="One JSON document."),
) -> None:
    """Print standings, counts and flags."""
    run(_status(settings(), task, period, unit, json))


async def _status(config: Config, task: str | None, period: str | None, unit: str | None, json: bool) -> None:
    async with opened(config) as session, session.database.snapshot() as tx:
        seen = await overview(tx, session, task, period, unit)
        stopped = await stop_line(tx, session.organisation.calendar.zone)
    if stopped is not None:
        print(stopped, file=sys.stderr)
    if json:
        print_json(as_json(seen, session))
    else:
        _print(seen, session)


async def overview(
    tx: Tx, session: Session, task_code: str | None, period_code: str | None, unit_code: str | None
) -> Overview:
    """The week asked for. Raises CommandError when there is no such task, week or unit."""
    organisation = session.organisation
    task = organisation.by_code.get(task_code) if task_code else organisation.tasks[0]
    if task is None:
        raise CommandError(f'there is no task "{task_code}"; there are: {", ".join(organisation.by_code)}', 2)
    period = (
        await periods.period_named(tx, task.code, period_code) if period_code else await periods.newest(tx, task.code)
    )
    if period is None:
        raise CommandError(
            f'the week "{period_code}" of the task "{task.code}" was never opened'
            if period_code
            else f'the task "{task.code}" has no open week yet; import a roster and start the bot with `nhacnop run`'
        )
    within: set[int] | None = None
    if unit_code:
        unit = await units.unit_by_code(tx, unit_code)
        if unit is None:
            raise CommandError(f'there is no unit with the code "{unit_code}"', 2)
        within = await units.subtree(tx, [unit.id])
    day = local_day(organisation.calendar, period.due_at)
    views = await standings.of_period(tx, period.id, day, within)
    vacant = await units.vacant_units(tx, task, local_day(organisation.calendar, session.now), within)
    judged = [(view, standing(view.facts, session.now, task.at_risk)) for view in views]
    return Overview(task, period, judged, [each.code for each in vacant])


def as_json(seen: Overview, session: Session) -> dict[str, Any]:
    """The shape that scripts rely on (DESIGN section 4)."""
    totals = Counter(state for _, state in seen.views)
    return {
        "now": moment(session.now),
        "task": seen.task.code,
        "period": seen.period.code,
        "opens_at": moment(seen.period.opens_at),
        "due_at": moment(seen.period.due_at),
        "closes_at": moment(seen.period.closes_at),
        "obligations": [
            {
                "unit": view.unit_code,
                "unit_name": view.unit_name,
                "member": view.member_name,
                "linked": view.linked,
                "required": view.facts.required,
                "counted": view.facts.counted,
                "standing": state.value,
                "due_at": moment(view.facts.due_at),
                "flag": _flag(view),
            }
            for view, state in seen.views
        ],
        "totals": {state.value: totals[state] for state in Standing},
        "vacant": seen.vacant,
    }


def _flag(view: ObligationView) -> dict[str, Any] | None:
    if view.flag is None:
        return None
    return {
        "kind": view.flag.kind,
        "raised_at": moment(view.flag.raised_at),
        "acknowledged_by": view.flag.acknowledged_by,
        "level": view.flag.level or ADMINS,
    }


def _print(seen: Overview, session: Session) -> None:
    zone = session.organisation.calendar.zone
    due = seen.period.due_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    table = Table(title=f"{seen.task.title} – {seen.period.code}, due {due}")
    for name in ("unit", "name", "in charge", "counted", "standing", "flag"):
        table.add_column(name)
    for view, state in seen.views:
        flag = f"{view.flag.kind} at {view.flag.level or ADMINS}" if view.flag else ""
        who = view.member_name or "(vacant)"
        counted = f"{view.facts.counted}/{view.facts.required}"
        late = " (late)" if view.facts.late and state is Standing.MET else ""
        table.add_row(
            view.unit_code,
            view.unit_name,
            who if view.linked else f"{who} (not linked)",
            counted,
            state.value + late,
            flag,
        )
    out = console()
    out.print(table)
    totals = Counter(state for _, state in seen.views)
    out.print("  ".join(f"{state.value} {totals[state]}" for state in Standing))
    if seen.vacant:
        out.print(f"vacant: {', '.join(seen.vacant)}")
