"""Building a database of a country's size, directly with SQL: 63 provinces, 705 districts, 10,598 communes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.config import config_of
from bot.organisation import organisation_of
from core.month_calendar import closed_months, coming_month, steps_of_month
from core.spelling import fold
from db.engine import Tx, open_database
from db.migrate import migrate
from db.month_rows import mark_step
from db.tables import ADDRESS, MEMBER, OBLIGATION, PERIOD, SEAT, SUBMISSION, TENURE, UNIT

PROVINCES, DISTRICTS, COMMUNES = 63, 705, 10_598

LAST_WEEK = datetime(2026, 11, 15, 17, tzinfo=UTC)
"""The opening of the week that runs: Monday 16 November 2026, 00:00 in Vietnam."""

_WEEKS = 96
_BATCH = 20_000


async def build(file: Path, submissions: int) -> None:
    """A country whose last week runs, with this many submissions spread over the weeks before and into it.

    In the running week two thirds of the communes have handed in.
    """
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    database = open_database(url)
    weeks = max(2, round(submissions / COMMUNES) + 1)
    try:
        async with database.transaction() as tx:
            await _people(tx)
        for week in range(weeks):
            opens = LAST_WEEK - timedelta(weeks=weeks - 1 - week)
            async with database.transaction() as tx:
                await _week(
                    tx, week + 1, opens, last=week == weeks - 1, items=min(COMMUNES, submissions // (weeks - 1))
                )
        async with database.transaction() as tx:
            await _reported(tx)
    finally:
        await database.close()


async def _reported(tx: Tx) -> None:
    """All months until now have had their steps: what their documents cost is measured by another bench (`reports`)."""
    organisation = organisation_of(config_of({"holidays": {"country": None}}))
    for month in (*closed_months(organisation, LAST_WEEK), coming_month(organisation, LAST_WEEK)):
        for step in steps_of_month(month, organisation.calendar):
            await mark_step(tx, month.code, step, LAST_WEEK)


async def _insert(tx: Any, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _BATCH):
        await tx.execute(table.insert(), rows[start : start + _BATCH])


async def _people(tx: Any) -> None:
    units, day = [], date(2024, 1, 1)
    for number in range(1, PROVINCES + DISTRICTS + COMMUNES + 1):
        units.append(_unit(number, day))
    await _insert(tx, UNIT, units)
    numbers = range(1, len(units) + 1)
    kind = ["coordinator" if number <= PROVINCES + DISTRICTS else "secretary" for number in numbers]
    await _insert(tx, SEAT, [{"id": n, "unit_id": n, "kind": kind[n - 1], "title": ""} for n in numbers])
    await _insert(tx, MEMBER, [{"id": n, "name": f"Nguyễn Văn {n}"} for n in numbers])
    await _insert(tx, TENURE, [{"seat_id": n, "member_id": n, "from_day": day} for n in numbers])
    linked = [
        {"member_id": n, "channel": "local", "account": "local", "chat": str(n), "state": "LIVE", "preference": 0,
         "linked_at": LAST_WEEK - timedelta(days=700)}
        for n in numbers
    ]  # fmt: skip
    await _insert(tx, ADDRESS, linked)


def _unit(number: int, day: date) -> dict[str, Any]:
    parent: int | None
    if number <= PROVINCES:
        level, parent, name = "tỉnh", None, f"Tỉnh {number}"
    elif number <= PROVINCES + DISTRICTS:
        parent = 1 + (number - PROVINCES - 1) * PROVINCES // DISTRICTS
        level, name = "huyện", f"Huyện {number}"
    else:
        parent = PROVINCES + 1 + (number - PROVINCES - DISTRICTS - 1) * DISTRICTS // COMMUNES
        level, name = "xã", f"Xã {number}"
    return {"id": number, "code": f"U{number:05d}", "name": name, "folded_name": fold(name), "level": level,
            "parent_id": parent, "valid_from": day}  # fmt: skip


async def _week(tx: Any, period: int, opens: datetime, *, last: bool, items: int) -> None:
    due = opens + timedelta(days=6, hours=20)
    closes = due + timedelta(hours=12)
    local = opens + timedelta(hours=7)
    year, number, _ = local.date().isocalendar()
    settled = None if last else closes
    await _insert(
        tx,
        PERIOD,
        [{"id": period, "task": "tuan", "code": f"{year}-W{number:02d}", "opens_at": opens, "due_at": due,
          "closes_at": closes, "opened_at": opens, "settled_at": settled}],
    )  # fmt: skip
    communes = range(PROVINCES + DISTRICTS + 1, PROVINCES + DISTRICTS + COMMUNES + 1)
    await _insert(
        tx,
        OBLIGATION,
        [{"period_id": period, "unit_id": unit, "required": 1, "due_at": due, "closes_at": closes,
          "waived_reason": ""} for unit in communes],
    )  # fmt: skip
    served = [unit for unit in communes if unit % 3] if last else list(communes)[:items]
    await _insert(
        tx,
        SUBMISSION,
        [{"period_id": period, "unit_id": unit, "task": "tuan", "member_id": unit, "kind": "link",
          "state": "COUNTED", "identity": f"example.org/{period}/{unit}", "url": f"https://example.org/{period}/{unit}",
          "effective_at": opens + timedelta(hours=30), "recorded_at": opens + timedelta(hours=30),
          "channel": "local", "account": "local", "chat": str(unit), "message": str(period), "item": 0}
         for unit in served],
    )  # fmt: skip
