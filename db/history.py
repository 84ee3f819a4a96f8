"""The tree of units as it was: who was called what, and stood below whom, on a day that has passed.

The table of units holds what is true now. Every change of a name, a level or a parent is made here, so that what was
before is written down first; a report on last month then uses last month's tree.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, bindparam, case, or_, select, update

from core.spelling import fold
from db.engine import Tx
from db.insert import insert_all
from db.tables import UNIT, UNIT_PAST
from db.units import UnitView, called, valid_on


@dataclass(frozen=True, slots=True)
class UnitOfDay:
    """A unit as it was on a day, or at the end of a stretch of days. `valid_to` None: it still exists."""

    id: int
    code: str
    name: str
    level: str
    parent: int | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Become:
    """What a unit is called and where it stands from a day on."""

    unit: int
    name: str
    level: str
    parent: int | None


def as_of(day: date) -> Subquery:
    """Every unit as it was on a local day, for joining: id, code, name, folded_name, level, parent_id, valid_from,
    valid_to. Units that did not exist on that day are there, too, as they were next to it; see `valid_on`."""
    past, now = UNIT_PAST.c, UNIT.c
    then = and_(past.unit_id == now.id, past.from_day <= day, past.until_day > day)
    columns = [
        case((past.id.is_not(None), past[name]), else_=now[name]).label(name)
        for name in ("name", "folded_name", "level", "parent_id")
    ]
    chosen = select(now.id, now.code, *columns, now.valid_from, now.valid_to)
    return chosen.select_from(UNIT.outerjoin(UNIT_PAST, then)).subquery("unit_as_of")


async def units_on(tx: Tx, day: date) -> list[UnitOfDay]:
    """The units that existed on a local day, as they were then, by code. One statement."""
    unit = as_of(day)
    existed = unit.c.valid_from <= day, or_(unit.c.valid_to.is_(None), unit.c.valid_to > day)
    rows = await tx.execute(select(unit).where(*existed).order_by(unit.c.code))
    return [_of_day(row) for row in rows]


async def units_between(tx: Tx, first: date, last: date) -> list[UnitOfDay]:
    """The units that existed at any time from `first` to `last` (local days, both included), by code.

    Each as it was on the last of these days on which it existed: of a commune that closed in mid-month the district
    of that time, of one that moved the new one. Two statements.
    """
    then = UNIT.c.valid_from <= last, or_(UNIT.c.valid_to.is_(None), UNIT.c.valid_to > first)
    rows = (await tx.execute(select(UNIT).where(*then).order_by(UNIT.c.code))).all()
    past = UNIT_PAST.c
    changed: dict[int, list[Any]] = {}
    for row in await tx.execute(select(UNIT_PAST).where(past.until_day > first).order_by(past.until_day)):
        changed.setdefault(row.unit_id, []).append(row)
    return [_as_it_was(row, changed.get(row.id, ()), last) for row in rows]


def _as_it_was(row: Any, past: Iterable[Any], last: date) -> UnitOfDay:
    """The unit on the last day of the stretch on which it existed; `past` by day."""
    if row.valid_to is None or row.valid_to > last:
        row_then = next((each for each in past if each.from_day <= last < each.until_day), row)
    else:
        row_then = next((each for each in past if each.from_day < row.valid_to <= each.until_day), row)
    return UnitOfDay(row.id, row.code, row_then.name, row_then.level, row_then.parent_id, row.valid_from, row.valid_to)


def _of_day(row: Any) -> UnitOfDay:
    return UnitOfDay(row.id, row.code, row.name, row.level, row.parent_id, row.valid_from, row.valid_to)


async def change(tx: Tx, wanted: Sequence[Become], day: date) -> list[int]:
    """Make these true from a local day on; what was before is written down. The ids of units that really changed.

    `day` is today or lies before it. Of several changes on one day the last one counts. A constant number of
    statements.
    """
    known = await _rows(tx, _OF_UNITS, [each.unit for each in wanted])
    changed = [each for each in wanted if _differs(each, known[each.unit])]
    if not changed:
        return []
    since = await _since(tx, [each.unit for each in changed])
    before = [
        {"unit_id": row.id, "name": row.name, "folded_name": row.folded_name, "level": row.level,
         "parent_id": row.parent_id, "from_day": max(since.get(row.id, row.valid_from), row.valid_from),
         "until_day": day}
        for row in (known[each.unit] for each in changed)
        if max(since.get(row.id, row.valid_from), row.valid_from) < day
    ]  # fmt: skip
    await insert_all(tx, UNIT_PAST, before)
    await tx.execute(_CHANGE, [_parameters(each) for each in changed])
    return [each.unit for each in changed]


_OF_UNITS = select(UNIT).where(UNIT.c.id.in_(bindparam("units", expanding=True)))
_PAST_OF_UNITS = (
    select(UNIT_PAST.c.unit_id.label("id"), UNIT_PAST.c.until_day)
    .where(UNIT_PAST.c.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(UNIT_PAST.c.until_day)
)
_CHANGE = (
    update(UNIT)
    .where(UNIT.c.id == bindparam("of"))
    .values(
        name=bindparam("to_name"),
        folded_name=bindparam("to_folded"),
        level=bindparam("to_level"),
        parent_id=bindparam("to_parent"),
    )
)
AT_ONCE = 10_000
"""How many ids go into one statement."""


async def _rows(tx: Tx, statement: Select[Any], units: Sequence[int]) -> dict[int, Any]:
    """The statement's rows by id, the last of each; asked for in portions that every database takes."""
    found: dict[int, Any] = {}
    for start in range(0, len(units), AT_ONCE):
        rows = await tx.execute(statement, {"units": units[start : start + AT_ONCE]})
        found |= {row.id: row for row in rows}
    return found


async def _since(tx: Tx, units: Sequence[int]) -> dict[int, date]:
    """From which day each of these units has been as it is now; missing where it never changed."""
    return {unit: row.until_day for unit, row in (await _rows(tx, _PAST_OF_UNITS, units)).items()}


def _differs(wanted: Become, row: Any) -> bool:
    return (wanted.name, wanted.level, wanted.parent) != (row.name, row.level, row.parent_id)


def _parameters(wanted: Become) -> Mapping[str, Any]:
    return {
        "of": wanted.unit,
        "to_name": wanted.name,
        "to_folded": fold(wanted.name),
        "to_level": wanted.level,
        "to_parent": wanted.parent,
    }


async def formerly(tx: Tx, text: str, day: date, within: Collection[int] | None = None) -> list[UnitView]:
    """Units of a local day that once were called so (folded, with or without the level's word), as they are now."""
    wanted, past = fold(text), UNIT_PAST.c
    if not wanted:
        return []
    ends_so = past.folded_name.endswith(" " + wanted, autoescape=True)
    rows = await tx.execute(
        select(UNIT, past.name.label("past_name"), past.level.label("past_level"))
        .join(UNIT_PAST, past.unit_id == UNIT.c.id)
        .where(or_(past.folded_name == wanted, ends_so), *valid_on(day))
        .order_by(UNIT.c.id)
    )
    found = {
        row.id: UnitView(row.id, row.code, row.name, row.level, row.parent_id)
        for row in rows
        if called(row.past_name, row.past_level, wanted) and not called(row.name, row.level, wanted)
    }
    return [unit for unit in found.values() if within is None or unit.id in within]


async def names_of(tx: Tx, unit: int) -> list[tuple[str, date]]:
    """The names that a unit had before the present one, each with the local day from which it was not called so."""
    rows = await tx.execute(
        select(UNIT_PAST.c.name, UNIT_PAST.c.until_day, UNIT.c.name.label("now"))
        .join(UNIT, UNIT.c.id == UNIT_PAST.c.unit_id)
        .where(UNIT_PAST.c.unit_id == unit)
        .order_by(UNIT_PAST.c.until_day)
    )
    last = {row.name: row.until_day for row in rows if row.name != row.now}
    return list(last.items())


async def ended(tx: Tx, unit: int) -> date | None:
    """The local day from which a unit exists no more; None while it does."""
    found: date | None = (await tx.execute(select(UNIT.c.valid_to).where(UNIT.c.id == unit))).scalar_one_or_none()
    return found
