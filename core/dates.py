"""Which day do people mean when they type "thứ Hai", "24/11", "ngày mai" or "17h Monday 23 Nov"?

Diacritics, capitals and punctuation do not matter. Days and times are local; nothing here knows a zone or a clock.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from core.spelling import fold
from core.telex import from_telex

_PUNCTUATION = ".,;:!?…\"'()“”‘’–—"
_ENDS = f" {_PUNCTUATION}-"
_DIRECTIONS = frozenset({"den", "toi", "sang", "tu", "truoc", "until", "till", "to", "from", "on", "by"})
_BETWEEN = frozenset({"ngay", "het", "luc", "vao", "sang", "trua", "chieu", "dem"})
_YEARS = range(2000, 2100)
_VIETNAMESE = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5} | {str(n): n - 2 for n in range(2, 8)}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = {
    "hom qua": -1, "hom nay": 0, "ngay mai": 1, "ngay kia": 2, "ngay mot": 2, "mai": 1, "mot": 2, "kia": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_AFTERNOON = frozenset({"trua", "chieu", "toi", "dem", "pm"})


class DayFault(StrEnum):
    """Why what was typed is no day: "30/2", a weekday that the date does not have, "25:00"."""

    NO_SUCH_DAY = "no_such_day"
    OTHER_WEEKDAY = "other_weekday"
    NO_SUCH_TIME = "no_such_time"


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day found in a text: `said` are its words, `before` and `after` what stands around it, as typed.

    With a `fault` the day is only what comes nearest, None when nothing does. `at` is a time of day said with it.
    """

    day: date | None
    at: time | None
    fault: DayFault | None
    before: str
    said: str
    after: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of the folded line that names a day. `weekday`: it is only the name of one."""

    start: int
    end: int
    day: date | None
    weekday: int | None = None
    at: time | None = None
    fault: DayFault | None = None


def find_day(text: str, today: date, after: date | None = None) -> SpokenDay | None:
    """The day that a text names, at need with a time; None when it names none.

    A weekday means the first one later than `after` (by default today), "thêm 2 ngày" counts from there. A date
    without a year means the nearest one, so a day of last week is in the past and not of next year. Of several
    days the one behind a word like "đến" or "từ" is meant, else the first. Years from 2000 to 2099 only.
    """
    words = text.split()
    tokens = [fold(word.strip(_PUNCTUATION)) for word in words]
    found = _found_in(tokens, today, after or today)
    if not found:  # "ddeens thuws hai": typed with the input method off
        tokens = [fold(from_telex(word.strip(_PUNCTUATION))) for word in words]
        found = _found_in(tokens, today, after or today)
    if not found:
        return None
    line = " ".join(tokens)
    best = min(found, key=lambda each: (not _is_marked(line, each.start), each.start, -each.end))
    best = _with_neighbour(line, best, found)
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    first, last = bisect_right(starts, best.start) - 1, bisect_right(starts, best.end - 1)
    return SpokenDay(
        day=best.day,
        at=best.at,
        fault=best.fault or (DayFault.NO_SUCH_DAY if best.day is None else None),
        before=" ".join(words[: _unmarked(tokens, first)]).strip(_ENDS),
        said=" ".join(words[first:last]).strip(_ENDS),
        after=" ".join(words[last:]).strip(_ENDS),
    )


def _found_in(tokens: Sequence[str], today: date, after: date) -> list[_Found]:
    line = " ".join(tokens)
    return [_with_time(line, each) for each in _all_days(line, today, after)]


def _unmarked(tokens: Sequence[str], first: int) -> int:
    """Where the words before "đến ngày" end."""
    end = first
    while end > 0 and tokens[end - 1] in _BETWEEN:
        end -= 1
    return end - 1 if end > 0 and tokens[end - 1] in _DIRECTIONS else end


def _is_marked(line: str, start: int) -> bool:
    """Whether a word like "đến" stands right before."""
    return not (_DIRECTIONS | _BETWEEN).isdisjoint(line[:start].split()[-1:])


def _with_neighbour(line: str, best: _Found, found: Sequence[_Found]) -> _Found:
    """ "thứ Hai 24/11" and "24/11, thứ Hai" are one day, and must agree."""
    gap = re.compile(r" (?:ngay )?")
    for other in found:
        joined = gap.fullmatch(line, best.end, other.start)
        if joined and (best.weekday is None) != (other.weekday is None):
            dated, named = (other, best) if best.weekday is not None else (best, other)
            agrees = dated.day is None or dated.day.weekday() == named.weekday
            fault = best.fault or other.fault or (None if agrees else DayFault.OTHER_WEEKDAY)
            return replace(dated, start=best.start, end=other.end, at=best.at or other.at, fault=fault)
    return best


# ---- days ----------------------------------------------------------------------------------------------------------


def _all_days(line: str, today: date, after: date) -> Iterator[_Found]:
    for pattern, reader in _READERS:
        for match in pattern.finditer(line):
            day, weekday = reader(match, today, after)
            yield _Found(match.start(), match.end(), day, weekday)


_Read = tuple[date | None, int | None]


def _named(match: re.Match[str], today: date, after: date) -> _Read:
    return today + timedelta(days=_NAMED[match["named"]]), None


def _part_of_day(match: re.Match[str], today: date, after: date) -> _Read:
    return today + timedelta(days=1 if match["when"] == "mai" else 0), None


def _weekday(match: re.Match[str], today: date, after: date) -> _Read:
    if match["vietnamese"]:
        weekday = _VIETNAMESE[match["vietnamese"]]
    elif match["english"]:
        weekday = _ENGLISH.index(match["english"])
    else:
        weekday = 6
    if match["week"]:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=weekday + (0 if match["week"] == "nay" else 7)), weekday
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1), weekday


def _date(match: re.Match[str], today: date, after: date) -> _Read:
    groups = match.groupdict()
    month = groups["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    year = groups["year"]
    if year is None:
        return _nearest(int(groups["day"]), number, today), None
    return _day_of(int(year) + (2000 if len(year) == 2 else 0), number, int(groups["day"])), None


def _day_of_month(match: re.Match[str], today: date, after: date) -> _Read:
    day = int(match["day"])
    month = date(today.year, today.month, 1)
    if day < today.day:
        month = (month + timedelta(days=31)).replace(day=1)
    return _day_of(month.year, month.month, day), None


def _more(match: re.Match[str], today: date, after: date) -> _Read:
    number = int(match["more"] or match["later"])
    days = number * (7 if match["weeks"] else 1)
    return (after if match["more"] else today) + timedelta(days=days), None


def _nearest(day: int, month: int, today: date) -> date | None:
    days = [_day_of(today.year + years, month, day) for years in (-1, 0, 1)]
    return min((each for each in days if each), key=lambda each: abs(each - today), default=None)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/]){text}(?![\w/])")


_MONTH_NAMES = "|".join(_MONTHS)
_DAY_NAMES = "|".join(_ENGLISH)
_AFTER_MARKER = "|".join(f"(?<={word} )" for word in ("den", "toi", "sang", "tu", "truoc", "gio", "h", ":[0-5][0-9]"))
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, date], _Read]], ...] = (
    (_pattern(rf"(?P<named>{'|'.join(name for name in _NAMED if len(name) > 4)})"), _named),
    (_pattern(rf"(?:{_AFTER_MARKER})(?P<named>mai|mot|kia)"), _named),
    (_pattern(r"(?:sang|trua|chieu|toi) (?P<when>nay|mai)"), _part_of_day),
    (
        _pattern(
            rf"(?:(?:thu |thu(?=\d)|t(?=\d))(?P<vietnamese>hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn"
            rf"|(?:next )?(?P<english>{_DAY_NAMES}))(?: tuan (?P<week>nay|sau|toi)| toi)?"
        ),
        _weekday,
    ),
    (_pattern(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?"), _date),
    (_pattern(r"(?P<day>\d{1,2})([.-])(?P<month>\d{1,2})\2(?P<year>\d{4})"), _date),
    (_pattern(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"), _date),
    (_pattern(r"(?:ngay |mung |mong )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?: (?:nam )?(?P<year>\d{4}))?"), _date),
    (_pattern(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH_NAMES})[a-z]*(?: (?P<year>\d{{4}}))?"), _date),
    (_pattern(r"(?:ngay|mung|mong) (?P<day>\d{1,2})(?! thang)"), _day_of_month),
    (
        _pattern(
            r"(?:(?:them|by) (?P<more>\d{1,2})|(?P<later>\d{1,2}(?= \w+ nua)))"
            r" (?:ngay|days?|(?P<weeks>tuan|weeks?))(?: nua)?"
        ),
        _more,
    ),
)

# ---- times ---------------------------------------------------------------------------------------------------------

_TIME = (
    r"(?P<hour>\d{1,2})(?:(?::|h|g| gio )(?P<minute>[0-5]?\d)|h|g| gio|(?= ?[ap]m))"
    r"(?: ?(?P<part>sang|trua|chieu|toi|dem|am|pm))?"
)
_TIME_BEFORE = re.compile(rf"(?<!\S){_TIME}(?: ngay| on)? $")
_TIME_BEHIND = re.compile(rf" (?:luc |vao |at )?{_TIME}(?![\w/])")


def _with_time(line: str, found: _Found) -> _Found:
    """The same with the time of day that stands right before or behind it."""
    before = _TIME_BEFORE.search(line, max(0, found.start - 20), found.start)
    match = before or _TIME_BEHIND.match(line, found.end)
    if match is None:
        return found
    start, end = (match.start(), found.end) if before else (found.start, match.end())
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    part = match["part"] or line[found.start :].split(maxsplit=1)[0]  # "5 giờ chiều mai"
    if part in _AFTERNOON and hour < (11 if part == "trua" else 12):
        hour += 12
    if hour > 23:
        return replace(found, start=start, end=end, fault=DayFault.NO_SUCH_TIME)
    return replace(found, start=start, end=end, at=time(hour, minute))
