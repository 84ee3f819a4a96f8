"""Which weeks of which units does a decision mean? "Hoà Sơn tuần này, do mưa lũ", "cả cụm đến thứ Hai"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.dates import SpokenDay, find_day
from core.roles import Action
from core.spelling import fold
from core.task import PeriodTimes, Task
from db import duties, periods, standings, units
from db.standings import ObligationView
from db.units import UnitView
from handlers.choose import unit_and_rest
from handlers.turn import Turn

LONGEST_REASON = 200
MENDABLE = timedelta(days=14)
"""How long after its close a week is still meant when no week is named."""

_WEEK = re.compile(
    r"(?:^|\s)(?:tuần|tuan|week)\s+(này|nay|\d{1,2})(?=$|[\s.,;:])|(?:^|\s)this week(?=$|[\s.,;:])", re.I
)
_BECAUSE = re.compile(
    r"^(?:(?:vì |vi )?(?:lý do|ly do|lí do)(?: là| la)?|do|vì|vi|because of|because|due to|reason)\b", re.I
)
_ENDS = " .,;:!?…-–"
_POLITE = frozenset({"ạ", "a", "nhé", "nhe", "nha", "nhá", "nghen", "hen", "với", "voi", "please"})
_POLITE_ASIDE = _POLITE | {"giup", "ho", "gium", "dum", "toi", "em", "anh", "chi", "minh", "di", "luon"}
_SPAN = re.compile(
    r"(?<![\w/])(?<!thứ )(?<!thu )(?:(?:thêm|them) )?(?P<n>\d{1,2}|một|mot|hai|ba|bốn|bon|năm|mười|muoi)"
    r" (?P<unit>ngày|ngay|hôm|hom|bữa|bua|tuần|tuan)(?: nữa| nua)?"
    r"(?![\w/])(?! ?[\d,]*\d)(?! (?:mai|mốt|mot|kia|nay|này|qua|sau|tới|toi|trước|truoc|thứ|thu|t\d|chủ|chu|cn)\b)",
    re.IGNORECASE,
)
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "muoi": 10}
_EVERYBODY = ("ca cum", "toan cum", "ca nhom", "tat ca", "moi don vi", "all units", "everybody")
_ALL_OF = ("ca", "toan", "all of")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sentence says: the unit's name ("" for the `whole` own group), a week's number or that it is the
    running one, a day, a reason."""

    name: str
    whole: bool
    week: int | None
    this_week: bool
    day: SpokenDay | None
    reason: str


async def hear(turn: Turn, text: str, *, dated: bool) -> Heard:
    """Take a sentence apart; with `dated` a day is looked for in it. The name stands in front, or behind "cho"."""
    text = by_so_many(text) if dated else text
    day = find_day(text, turn.today) if dated else None
    parts = [text] if day is None else _name_first(day)
    whole = next(
        (words for words in _EVERYBODY if f"{fold(parts[0].replace(',', ' '))} ".startswith(words + " ")), None
    )
    if whole is not None:
        name, rest = "", " ".join(parts[0].split()[len(whole.split()) :])
    else:
        all_of = next((words for words in _ALL_OF if fold(parts[0]).startswith(words + " ")), "")
        name, rest = await unit_and_rest(turn, " ".join(parts[0].split()[len(all_of.split()) :]))
    besides = ", ".join(part for part in (rest, *parts[1:]) if part)
    week = _WEEK.search(f"{name} {besides}")
    number = int(week[1]) if week and (week[1] or "").isdigit() else None
    this_week = week is not None and number is None
    reason = reason_in(_WEEK.sub("", besides))
    return Heard(_WEEK.sub("", name).strip(), whole is not None, number, this_week, day, reason)


def by_so_many(text: str) -> str:
    """ "hai ngày", "2 hôm" of whoever wants a later deadline, as "thêm 2 ngày", which counts from that deadline."""
    return _SPAN.sub(_said_so, " ".join(text.split()))


def _said_so(found: re.Match[str]) -> str:
    return f"thêm {_NUMBERS.get(fold(found['n'])) or found['n']} {'tuần' if fold(found['unit']) == 'tuan' else 'ngày'}"


def _name_first(day: SpokenDay) -> list[str]:
    """What stands around a day, the unit's name in front: "thêm 2 ngày cho Tân Lập, do mưa lũ"."""
    words = day.after.split()
    leads = _POLITE_ASIDE.issuperset(fold(_WEEK.sub("", day.before).strip(_ENDS)).split())
    if leads and words and fold(words[0]) == "cho":
        return [" ".join(words[1:]), day.before]
    return [day.before, day.after]


def reason_in(text: str) -> str:
    """The reason itself: "mưa lũ" of ", do mưa lũ ạ"."""
    parts = [part.strip(_ENDS) for part in text.split(",")]
    while len(parts) > 1 and _POLITE_ASIDE.issuperset(fold(parts[0]).split()):  # "giúp anh nhé, do mưa lũ"
        parts.pop(0)
    words = _BECAUSE.sub("", ", ".join(parts), count=1).split()
    while words and words[-1].strip(_ENDS).casefold() in _POLITE:
        words.pop()
    return " ".join(words).strip(_ENDS)[:LONGEST_REASON]


@dataclass(frozen=True, slots=True)
class Case:
    """The weeks a decision is about: one unit's, or those of all short units below one, in one period.

    `named` is the unit or group that was named; `everybody` says that it stands for those below it.
    """

    task: Task
    period: PeriodTimes
    named: UnitView
    everybody: bool
    views: Sequence[ObligationView]

    @property
    def short(self) -> list[ObligationView]:
        """Those that lack items and are not waived."""
        return [view for view in self.views if not view.facts.met and not view.facts.waived]


async def case_of(turn: Turn, action: Action, unit: UnitView, period: int) -> Case | None:
    """The named unit's obligation in a period; of a unit that owes none itself, those below it within reach."""
    times = await periods.by_id(turn.tx, period)
    task = turn.organisation.by_code.get(times.task) if times else None
    if times is None or task is None or not await turn.reaches(action, unit.id):
        return None
    own = await standings.of_period(turn.tx, period, turn.today, [unit.id])
    if own:
        return Case(task, times, unit, False, own)
    below = await units.subtree(turn.tx, [unit.id])
    return Case(task, times, unit, True, await standings.of_period(turn.tx, period, turn.today, below))


async def case_asked_about(turn: Turn, action: Action, known: Mapping[str, Any] | None) -> Case | None:
    """The weeks that an open question is about, as they stand now and as far as the writer may decide still."""
    if known is None or "unit" not in known:
        return None
    unit = await units.unit_by_code(turn.tx, known["unit"])
    return await case_of(turn, action, unit, known["period"]) if unit else None


async def whole_group(turn: Turn, action: Action, case: Case) -> Case | None:
    """The same decision for the group of the unit named; None when there is no group with other short units."""
    group = None if case.everybody else await group_of(turn, case.named)
    if group is None:
        return None
    reach = await turn.reach(action)
    below = await units.subtree(turn.tx, [group.id])
    views = await standings.of_period(turn.tx, case.period.id, turn.today, below if reach is None else below & reach)
    whole = Case(case.task, case.period, group, True, views)
    others = [view for view in whole.short if view.unit != case.named.id]
    return whole if others else None


async def group_of(turn: Turn, unit: UnitView) -> UnitView | None:
    """The own group that a unit belongs to; for somebody without a seat above it, whatever is right above it."""
    above = (await units.path_of(turn.tx, unit.id))[1:]
    coordinated = {seat.unit for seat in turn.known.coordinated_units}
    nearest = next((each for each in above if each in coordinated), above[0] if above else None)
    return None if nearest is None else (await units.units_by_id(turn.tx, [nearest]))[nearest]


async def own_group(turn: Turn) -> UnitView | None:
    """The group that "cả cụm" means without a name: the own seat's unit, if it is one."""
    seats = turn.known.coordinated_units
    if len(seats) != 1:
        return None
    return (await units.units_by_id(turn.tx, [seats[0].unit]))[seats[0].unit]


async def weeks_meant(
    turn: Turn, unit: UnitView, week: int | None, before: date | None = None, *, missed_first: bool = False
) -> list[int]:
    """Periods that can be meant, the likeliest first: those running, by due moment, then those missed lately.

    Of a unit itself only weeks that are short and not waived; `week` narrows to a week's number. With `before`
    weeks due before that local day go first; `missed_first` turns the order round.
    """
    known = await duties.of_units(turn.tx, [unit.id], turn.now)
    if not known:
        return await _weeks_of_group(turn, week)
    named = [duty for duty in known if duty.owed and (week is None or duty.week == week)]
    running = [duty for duty in named if turn.now < duty.closes_at]
    past = [duty for duty in named if week is not None or duty.closes_at <= turn.now < duty.closes_at + MENDABLE]
    missed = [duty for duty in reversed(past) if duty not in running]
    likely = [*missed, *running] if missed_first else [*running, *missed]
    if before is not None:
        zone = turn.organisation.calendar.zone
        likely.sort(key=lambda duty: duty.due_at.astimezone(zone).date() >= before)
    return [duty.period for duty in likely]


async def _weeks_of_group(turn: Turn, week: int | None) -> list[int]:
    """Running periods, the one due first before the others; or those of the number named."""
    found = [
        period
        for task in turn.organisation.tasks
        for period in await periods.all_periods(turn.tx, task.code)
        if (turn.now < period.closes_at if week is None else period.name == week)
    ]
    found.sort(key=lambda period: period.due_at, reverse=week is not None)
    return [period.id for period in found]
