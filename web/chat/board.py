"""How does every unit stand in one week? The board, district by district."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import local_day
from core.organisation import Organisation
from core.spelling import fold
from core.standing import Standing, standing
from core.task import PeriodName, PeriodTimes, Task
from db import directory, periods, standings, units
from db.engine import Database, Tx
from db.standings import ObligationView
from db.units import UnitView

VACANT = "VACANT"
"""A unit of the owing level whose seat nobody holds; it owes nothing."""

NOT_YET = "NOT_YET"
"""A unit whose secretary was appointed in mid-week; it owes from the next week."""

PERIODS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit. `state` is a standing, VACANT or NOT_YET; `late`: the quota was reached, but after due."""

    code: str
    name: str
    state: str
    late: bool = False
    counted: int = 0
    required: int = 0
    flag: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A unit of the level above with the tiles of those below it."""

    code: str
    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """One opened period, for choosing another."""

    task: str
    title: str
    code: str
    week: PeriodName


@dataclass(frozen=True, slots=True)
class Board:
    """One period of one task. Moments are aware UTC."""

    shown: PeriodChoice
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    groups: tuple[Group, ...]
    totals: Mapping[str, int]
    periods: tuple[PeriodChoice, ...]


async def read_board(
    database: Database, organisation: Organisation, now: datetime, task: str = "", period: str = ""
) -> Board | None:
    """The board of this period, else of the newest one of this task, else of the first task; None: none is open."""
    async with database.snapshot() as tx:
        known = [(each, await periods.all_periods(tx, each.code)) for each in organisation.tasks]
        chosen = _chosen(known, task, period)
        if chosen is None:
            return None
        return await _board(tx, organisation, now, *chosen, known)


_Known = Sequence[tuple[Task, list[PeriodTimes]]]


def _chosen(known: _Known, task: str, period: str) -> tuple[Task, PeriodTimes] | None:
    opened = [(each, times) for each, times in known if times]
    wanted, times = next((pair for pair in opened if pair[0].code == task), opened[0] if opened else (None, []))
    if wanted is None:
        return None
    return wanted, next((each for each in times if each.code == period), times[-1])


async def _board(
    tx: Tx, organisation: Organisation, now: datetime, task: Task, period: PeriodTimes, known: _Known
) -> Board:
    today = local_day(organisation.calendar, now)
    views = await standings.of_period(tx, period.id, local_day(organisation.calendar, period.due_at))
    tiles = {view.unit: _tile(view, task, now) for view in views}
    every = await directory.units_of_day(tx, today)
    tiles |= await _without_obligation(tx, task, every, tiles, today)
    names = [PeriodChoice(each.code, each.title, times.code, times.name) for each, all_ in known for times in all_]
    return Board(
        PeriodChoice(task.code, task.title, period.code, period.name),
        period.opens_at,
        period.due_at,
        period.closes_at,
        tuple(_groups(every, views, tiles)),
        dict(Counter(tile.state for tile in tiles.values())),
        tuple(reversed(names[-PERIODS_SHOWN:])),
    )


def _tile(view: ObligationView, task: Task, now: datetime) -> Tile:
    facts = view.facts
    state = standing(facts, now, task.at_risk)
    late = state is Standing.MET and facts.late
    flag = view.flag.kind if view.flag else None
    return Tile(
        view.unit_code, view.unit_name, state.value, late, facts.counted, facts.required, flag, view.member_name
    )


async def _without_obligation(
    tx: Tx, task: Task, every: Iterable[UnitView], owing: Mapping[int, Tile], today: date
) -> dict[int, Tile]:
    vacant = {unit.id for unit in await units.vacant_units(tx, task, today)}
    return {
        unit.id: Tile(unit.code, unit.name, VACANT if unit.id in vacant else NOT_YET)
        for unit in every
        if task.owes(unit.level, unit.code) and unit.id not in owing
    }


def _groups(every: Sequence[UnitView], views: Sequence[ObligationView], tiles: Mapping[int, Tile]) -> Iterable[Group]:
    parents = {unit.id: unit.parent for unit in every} | {view.unit: view.parent for view in views}
    below: dict[int | None, list[Tile]] = {}
    for unit, tile in tiles.items():
        below.setdefault(parents.get(unit), []).append(tile)
    above = {unit.id: unit for unit in every}
    for parent in sorted(below, key=lambda unit: above[unit].code if unit in above else ""):
        top = above.get(parent) if parent is not None else None
        ordered = sorted(below[parent], key=lambda tile: (fold(tile.name), tile.code))
        yield Group(top.code if top else "", top.name if top else "", tuple(ordered))
