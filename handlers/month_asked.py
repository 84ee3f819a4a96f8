"""Which month, year and unit does somebody mean? "tháng 10", "10/2026 Đông Hà", "năm nay"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.calendar import local_day
from core.month_calendar import closed_months, coming_month
from core.spelling import fold, tidy
from db import reporting
from handlers.turn import Turn

_CODE = re.compile(r"\b(2\d{3})-(0?[1-9]|1[0-2])\b")
_WITH_YEAR = re.compile(r"(?:\b(?:thang|ky|month)\s+)?\b(0?[1-9]|1[0-2])\s*[/.]\s*(2\d{3})\b")
_MONTH = re.compile(r"\b(?:thang|month)\s+(0?[1-9]|1[0-2])(?:\s+nam\s+(2\d{3}))?\b")
_BARE = re.compile(r"^(0?[1-9]|1[0-2])$")
_THIS, _LAST = (
    re.compile(r"\b(?:thang nay|this month)\b|^nay\b"),
    re.compile(r"\b(?:thang truoc|last month)\b|^truoc\b"),
)
"""The bare words are what is left of "báo cáo tháng này"."""
_YEAR = re.compile(r"\b(?:nam|year)\s+(2\d{3})\b")
_THIS_YEAR, _LAST_YEAR = re.compile(r"\b(?:nam nay|this year)\b"), re.compile(r"\b(?:nam ngoai|nam truoc|last year)\b")


_OF = frozenset({"cua", "o", "cho", "of", "for"})
"""What may stand between the month and a unit's name."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A month ("2026-11"), or else a year (0: none was named), and whatever else was said: a unit's name, perhaps."""

    month: str
    year: int
    name: str


async def meant(turn: Turn, text: str) -> Meant:
    """What a text names; without a month or a year the newest month that closed and has weeks, else the coming one."""
    text = " ".join(tidy(text).split())
    plain = fold(text)
    year, rest = _year_in(turn, plain, text)
    if year:
        return Meant("", year, rest)
    month, rest = _month_in(turn, plain, text)
    return Meant(month or await newest_month(turn), 0, rest)


async def newest_month(turn: Turn) -> str:
    """The newest month that closed and has weeks; before there is one, the coming month."""
    for month in reversed(closed_months(turn.organisation, turn.now)):
        if await reporting.month_weeks(turn.tx, turn.organisation, month.code):
            return month.code
    return coming_month(turn.organisation, turn.now).code


def month_before_or_after(code: str, months: int) -> str:
    """The code so many months later."""
    year, number = map(int, code.split("-"))
    at = year * 12 + number - 1 + months
    return f"{at // 12}-{at % 12 + 1:02d}"


def _year_in(turn: Turn, plain: str, text: str) -> tuple[int, str]:
    today = local_day(turn.organisation.calendar, turn.now)
    if _MONTH.search(plain) or _WITH_YEAR.search(plain):
        return 0, text
    for pattern, year in ((_THIS_YEAR, today.year), (_LAST_YEAR, today.year - 1)):
        if found := pattern.search(plain):
            return year, _without(text, found)
    found = _YEAR.search(plain)
    return (int(found[1]), _without(text, found)) if found else (0, text)


def _month_in(turn: Turn, plain: str, text: str) -> tuple[str, str]:
    """The month that is named, and what is said besides; empty when none is."""
    coming = coming_month(turn.organisation, turn.now).code
    for pattern, code in _WAYS:
        if found := pattern.search(plain):
            return code(found, coming), _without(text, found)
    return "", text


_WAYS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str], str], str]]] = (
    (_CODE, lambda found, coming: f"{found[1]}-{int(found[2]):02d}"),
    (_WITH_YEAR, lambda found, coming: f"{found[2]}-{int(found[1]):02d}"),
    (_MONTH, lambda found, coming: f"{found[2] or _year_of(int(found[1]), coming)}-{int(found[1]):02d}"),
    (_BARE, lambda found, coming: f"{_year_of(int(found[1]), coming)}-{int(found[1]):02d}"),
    (_THIS, lambda found, coming: coming),
    (_LAST, lambda found, coming: month_before_or_after(coming, -1)),
)
"""How a month is said, and which one is meant then."""


def _year_of(number: int, coming: str) -> int:
    """The year of the newest month of this number that is not after the coming one."""
    year, newest = map(int, coming.split("-"))
    return year if number <= newest else year - 1


def _without(text: str, found: re.Match[str]) -> str:
    """What was said besides. Folding keeps the number of letters, so places are the same in both texts."""
    besides = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(" ,;:.-–")
    first, _, rest = besides.partition(" ")
    return rest if rest and fold(first) in _OF else besides
