"""The tree of units on a day: who is above whom, who coordinates, and finding a unit by what people call it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import category

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.hierarchy import Hierarchy
from core.names import nearest, readings
from core.roster import SeatKind
from core.spelling import fold
from core.task import Task
from db.engine import Tx
from db.people import held_on, reachable_admins
from db.posts import looking_after
from db.quotas import owing
from db.tables import SEAT, TENURE, UNIT


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit as lists and questions show it."""

    id: int
    code: str
    name: str
    level: str
    parent: int | None


def valid_on(day: date) -> list[ColumnElement[bool]]:
    """The conditions under which a unit exists on a local day."""
    return [UNIT.c.valid_from <= day, or_(UNIT.c.valid_to.is_(None), UNIT.c.valid_to > day)]


async def hierarchy(tx: Tx, day: date, now: datetime, unit: int | None = None) -> Hierarchy:
    """The tree with whoever looks after each coordinator's seat that is held on this day (see `db.posts`).

    The whole of it, or only what stands above one unit: enough for who looks after that, in a country too.
    """
    parents: Mapping[int, int | None]
    path = None if unit is None else await path_of(tx, unit)
    if path is None:
        parents = {row.id: row.parent_id for row in await tx.execute(select(UNIT.c.id, UNIT.c.parent_id))}
    else:
        parents = dict(zip(path, (*path[1:], None), strict=True))
    return Hierarchy(parents, await looking_after(tx, day, now, path), await reachable_admins(tx))


async def path_of(tx: Tx, unit: int) -> tuple[int, ...]:
    """The unit and its ancestors, nearest first."""
    path: list[int] = []
    current: int | None = unit
    while current is not None and current not in path:
        path.append(current)
        current = (await tx.execute(select(UNIT.c.parent_id).where(UNIT.c.id == current))).scalar_one_or_none()
    return tuple(path)


async def subtree(tx: Tx, roots: Sequence[int]) -> set[int]:
    """These units and everything below them."""
    return set((await tx.execute(below(roots))).scalars())


def below(roots: Sequence[int]) -> Select[Any]:
    """The question for the ids of these units and of everything below them, to be part of another question."""
    found = select(UNIT.c.id).where(UNIT.c.id.in_(roots)).cte("below", recursive=True)
    found = found.union(select(UNIT.c.id).join(found, UNIT.c.parent_id == found.c.id))
    return select(found.c.id)


async def named(tx: Tx, text: str, day: date | None, within: set[int] | None = None) -> list[UnitView]:
    """Units of a day whose code or folded name is exactly this, with or without the word for the level in front.

    "An Phú", "xã An Phú", "x. an phu", "An Phus" (Telex switched off) and "X19333" all find it; a near match does
    not. Folded names are compared, so two units that differ in diacritics only are both returned and the person is
    asked. A sign that nobody types ("Xã Hoa Sen 🌸") may be left out. Without a day all units that ever were. At most
    50.
    """
    wanted = readings(text)
    if not wanted:
        return []
    columns = UNIT.c
    endings = {ending for reading in wanted for ending in _endings(reading)}
    ends_so = [columns.folded_name.endswith(" " + reading, autoescape=True) for reading in wanted]
    code = func.lower(columns.code) == text.strip().lower()
    rows = await tx.execute(
        select(UNIT)
        .where(
            or_(columns.folded_name.in_(sorted(endings)), code, columns.code == text.strip(), *ends_so),
            *(valid_on(day) if day is not None else ()),
        )
        .order_by(columns.id)
    )
    units = [_view(row) for row in rows]
    kept = [unit for unit in units if within is None or unit.id in within]
    for reading in wanted:
        exact = [unit for unit in kept if reading in (fold(unit.name), fold(unit.code))]
        if found := exact or [unit for unit in kept if called(unit.name, unit.level, reading)]:
            return found[:50]
    return await _without_signs(tx, wanted, day, within)


async def _without_signs(tx: Tx, wanted: Sequence[str], day: date | None, within: set[int] | None) -> list[UnitView]:
    """Units whose names are these words and a sign, such as a flower."""
    contained = [UNIT.c.folded_name.contains(each, autoescape=True) for each in wanted if len(each) > _TOO_SHORT]
    if not contained:
        return []
    of_day = valid_on(day) if day is not None else ()
    rows = await tx.execute(select(UNIT).where(or_(*contained), *of_day).order_by(UNIT.c.id))
    units = [_view(row) for row in rows if not row.folded_name.isascii()]
    return [
        unit
        for unit in units
        if (within is None or unit.id in within)
        and any(called(_unsigned(unit.name), unit.level, each) for each in wanted)
    ][:50]


def _unsigned(name: str) -> str:
    return "".join(letter for letter in name if not category(letter).startswith("S"))


def _endings(reading: str) -> list[str]:
    """The words without none, one, two … in front: one of them may be a word for the level."""
    words = reading.split(" ")
    return [" ".join(words[start:]) for start in range(min(len(words), 1 + _MOST_LEVEL_WORDS))]


async def near(tx: Tx, text: str, day: date, roots: Sequence[int] | None = None) -> list[UnitView]:
    """Units of a day whose names only look like what was typed, the likest first; a few. Never to be acted upon.

    Of a sentence ("Tân Lapp hẹn mai") the longest beginning counts that looks like a name at all.
    """
    statement = select(UNIT).where(*valid_on(day)).order_by(UNIT.c.id)
    if roots is not None:
        statement = statement.where(UNIT.c.id.in_(below(roots)))
    rows = (await tx.execute(statement)).all()
    levels = {row.level: fold(row.level) for row in rows}
    names = [(row.id, _without_level_word(row.folded_name, levels[row.level])) for row in rows]
    words = readings(text)[-1].split() if readings(text) else []
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        wanted = " ".join(words[:length])
        found = nearest(without_level_word(wanted, ""), names) if len(wanted) > _TOO_SHORT else []
        if found:
            views = {row.id: row for row in rows if row.id in found}
            return [_view(views[unit]) for unit in found]
    return []


def called(name: str, level: str, wanted: str) -> bool:
    """Whether a unit of this name and level is called so (folded), with or without the word for the level."""
    return wanted in (fold(name), without_level_word(name, level), f"{fold(level)} {fold(name)}")


_MOST_LEVEL_WORDS = 4
_LONGEST_NAME = 8
_TOO_SHORT = 2
_LEVEL_WORDS = ("xa", "phuong", "thi tran", "huyen", "quan", "thi xa", "thanh pho", "tinh", "dac khu")


def without_level_word(name: str, level: str) -> str:
    """A unit's name, folded, without the word for its level in front."""
    return _without_level_word(fold(name), fold(level))


def _without_level_word(name: str, level: str) -> str:
    for word in (level, *_LEVEL_WORDS):
        if word and name.startswith(word + " "):
            return name.removeprefix(word + " ")
    return name


def _view(row: Any) -> UnitView:
    return UnitView(row.id, row.code, row.name, row.level, row.parent_id)


async def unit_by_code(tx: Tx, code: str) -> UnitView | None:
    """The unit with this code."""
    row = (await tx.execute(select(UNIT).where(UNIT.c.code == code))).one_or_none()
    return None if row is None else _view(row)


async def units_by_id(tx: Tx, ids: Sequence[int]) -> dict[int, UnitView]:
    """These units by their ids."""
    rows = await tx.execute(select(UNIT).where(UNIT.c.id.in_(ids)))
    return {row.id: _view(row) for row in rows}


async def children(tx: Tx, unit: int | None) -> list[UnitView]:
    """The units right below this one (None: at the top), by code; also those that exist no more."""
    rows = await tx.execute(select(UNIT).where(UNIT.c.parent_id == unit).order_by(UNIT.c.code))
    return [_view(row) for row in rows]


async def parent_names(tx: Tx, units: Collection[int]) -> dict[int, str]:
    """The names of the units right above these, by unit; a unit at the top has none."""
    parent = UNIT.alias("parent")
    rows = await tx.execute(
        select(UNIT.c.id, parent.c.name).join(parent, parent.c.id == UNIT.c.parent_id).where(UNIT.c.id.in_(units))
    )
    return {row.id: row.name for row in rows}


async def namesakes(tx: Tx, units: Collection[int], day: date, within: set[int] | None = None) -> dict[int, str]:
    """Which of these units share their name with another of today (within a reach), and what is right above them."""
    parent, other = UNIT.alias("parent"), UNIT.alias("other")
    rows = await tx.execute(
        select(UNIT.c.id, parent.c.name, other.c.id.label("other"))
        .join(parent, parent.c.id == UNIT.c.parent_id)
        .join(other, and_(other.c.folded_name == UNIT.c.folded_name, other.c.id != UNIT.c.id))
        .where(UNIT.c.id.in_(units), other.c.valid_from <= day, or_(other.c.valid_to.is_(None), other.c.valid_to > day))
    )
    return {row.id: row.name for row in rows if within is None or row.other in within}


async def vacant_units(tx: Tx, task: Task, day: date, within: set[int] | None = None) -> list[UnitView]:
    """Units that would owe a task if somebody held their secretary's seat on this day."""
    held = (
        select(SEAT.c.unit_id)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .where(
            SEAT.c.kind == SeatKind.SECRETARY.value,
            *held_on(day),
        )
    )
    rows = await tx.execute(
        select(UNIT)
        .where(
            owing(task),
            UNIT.c.id.not_in(held),
            *valid_on(day),
        )
        .order_by(UNIT.c.code)
    )
    units = [_view(row) for row in rows]
    return [unit for unit in units if within is None or unit.id in within]
