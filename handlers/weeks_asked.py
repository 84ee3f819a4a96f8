"""Which stretch of weeks is meant? "10 tuần", "tuần 40 đến 47", "từ 1/9 đến 30/11", "từ tháng 9 đến tháng 11"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import DayFault, find_day
from core.figures_facts import ReportWeek
from core.spelling import fold, tidy
from db import reporting
from handlers.turn import Turn

_TO = r"\s*(?:den het|den|toi|until|to|-|–)\s*"
_LATEST = re.compile(
    r"(?<!\S)(\d{1,3})\s?(?:tuan|weeks?)(?: (?:gan day nhat|gan day|gan nhat|vua qua|qua|cuoi|moi nhat))?(?!\S)"
    r"|^(\d{1,3})(?!\S)"
)
_WEEK = r"(?:tuan |tuan|weeks? |week|t|w)?(\d{1,2})(?:/(2\d{3}))?"
_WEEKS = re.compile(
    rf"(?<!\S)(?:tu |from )?(?:tuan |tuan|weeks? |week|t|w)(\d{{1,2}})(?:/(2\d{{3}}))?{_TO}{_WEEK}(?!\S)"
)
_MONTH = r"(?:thang |month )?(\d{1,2})(?:/(2\d{3}))?"
_MONTHS = re.compile(rf"(?<!\S)(?:tu |from )?(?:thang|months?) (\d{{1,2}})(?:/(2\d{{3}}))?{_TO}{_MONTH}(?![/\w])")
_DAYS = re.compile(rf"(?<!\S)(?:tu|from) (?:ngay )?(\S+(?: \d{{4}})?){_TO}(?:ngay )?(\S*\d\S*|nay|hom nay|today)(?!\S)")
_NOW = frozenset({"nay", "hom nay", "today"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two local days, both included, and what was said besides. A day that does not exist has a `fault` (`said`)."""

    first: date
    last: date
    besides: str
    fault: DayFault | None = None
    said: str = ""


async def stretch_meant(turn: Turn, text: str) -> Stretch | None:
    """The stretch that a text names; None when it names none, a month perhaps."""
    text = " ".join(tidy(text).split())
    plain = fold(text)
    opened = await reporting.opened_weeks(turn.tx, turn.organisation)
    if found := _WEEKS.search(plain):
        return _weeks(turn, opened, found, _without(text, found))
    if found := _MONTHS.search(plain):
        return _months(turn, found, _without(text, found))
    if found := _DAYS.search(plain):
        return _days(turn, found, _without(text, found))
    if found := _LATEST.search(plain):
        return _latest(turn, opened, int(found[1] or found[2]), _without(text, found))
    return None


def _latest(turn: Turn, opened: Sequence[ReportWeek], number: int, besides: str) -> Stretch:
    """The newest so many weeks, the running one among them."""
    middles = sorted({_monday(reporting.middle_day(turn.organisation, week)) for week in opened})
    chosen = middles[-number:] if number else []
    if not chosen:
        return Stretch(turn.today, turn.today, besides)
    return Stretch(chosen[0], chosen[-1] + timedelta(days=6), besides)


def _weeks(turn: Turn, opened: Sequence[ReportWeek], found: re.Match[str], besides: str) -> Stretch:
    """Without a year the newest weeks of these numbers that were opened."""
    first, last = int(found[1]), int(found[3])
    newest = max((reporting.middle_day(turn.organisation, week) for week in opened), default=turn.today)
    year = int(found[4] or 0) or _year_of(last, newest)
    begins = _monday_of(int(found[2] or 0) or (year if first <= last else year - 1), first)
    ends = _monday_of(year, last)
    if begins is None or ends is None:
        return Stretch(turn.today, turn.today, besides, DayFault.NO_SUCH_DAY, found[0])
    return Stretch(begins, ends + timedelta(days=6), besides)


def _months(turn: Turn, found: re.Match[str], besides: str) -> Stretch:
    first, last = int(found[1]), int(found[3])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return Stretch(turn.today, turn.today, besides, DayFault.NO_SUCH_DAY, found[0])
    year = int(found[4] or 0) or (turn.today.year if last <= turn.today.month else turn.today.year - 1)
    begins = date(int(found[2] or 0) or (year if first <= last else year - 1), first, 1)
    after = date(year + last // 12, last % 12 + 1, 1)
    return Stretch(begins, after - timedelta(days=1), besides)


def _days(turn: Turn, found: re.Match[str], besides: str) -> Stretch | None:
    first = find_day(found[1], turn.today)
    last = None if found[2] in _NOW else find_day(found[2], turn.today)
    if first is None or (last is None and found[2] not in _NOW):
        return None
    for day in (first, last):
        if day is not None and (day.fault or day.day is None):
            return Stretch(turn.today, turn.today, besides, day.fault, day.said)
    return Stretch(first.day or turn.today, (last.day if last else None) or turn.today, besides)


def _year_of(number: int, newest: date) -> int:
    """The year of the newest week of this number that is not after the newest one opened."""
    year, week, _ = newest.isocalendar()
    return year if number <= week else year - 1


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _monday_of(year: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def _without(text: str, found: re.Match[str]) -> str:
    """What was said besides. Folding keeps the number of letters, so places are the same in both texts."""
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(" ,;:.-–")
