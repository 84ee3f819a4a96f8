"""How is one setting written, and what does it mean? Each type reads the text of the file or takes a ready value.

Every reader raises Wrong, which says what would be right.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import PlainSerializer, PlainValidator

from bot.config_faults import Wrong
from bot.logs import LogFormat
from core.calendar import HolidayPolicy, WeekMoment
from core.localtime import parse_time
from core.months import MonthMoment
from core.task import ChronicRule
from core.trust import Consequence, Counting
from texts.catalogue import LANGUAGES, load_catalogue

_LONGEST_TEXT = 200
_MINUTES = {"m": 1, "min": 1, "minute": 1, "h": 60, "hour": 60, "d": 1440, "day": 1440, "week": 10080}
_DURATION = re.compile(r"([0-9]{1,6}) ?(m|min|minute|h|hour|d|day|week)s?")
_MONTHS = re.compile(r"([0-9]{1,3}) ?(month|year)s?")
_VIETNAM = re.compile(r"h[aà].?n[oộ]i|s[aà]i.?g[oò]n|vi[eệ]t.?nam|h[oồ].?ch[ií]|\+0?7", re.IGNORECASE)


def read_text(value: object) -> str:
    """A text of one line, tidy. Raises Wrong."""
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST_TEXT or not text.isprintable():
        raise Wrong(f"a text of one line, at most {_LONGEST_TEXT} characters")
    return text


def _flag(value: object) -> bool:
    meanings = {"true": True, "false": False}
    meaning = value if isinstance(value, bool) else meanings.get(str(value).lower())
    if meaning is None:
        raise Wrong("true or false")
    return meaning


def _whole_number(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if re.fullmatch(r"[0-9]{1,9}", str(value)) and least <= int(str(value)) <= most:
            return int(str(value))
        raise Wrong(f"a whole number from {least} to {most}")

    return read


def _code(value: object) -> str:
    if isinstance(value, str) and re.fullmatch("[a-z0-9_-]{1,32}", value):
        return value
    raise Wrong("made of a-z, 0-9, _ and -, at most 32 characters")


def _duration(least: timedelta, most: timedelta, right: str, ending: str = "") -> Callable[[object], timedelta]:
    def read(value: object) -> timedelta:
        if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip().removesuffix(ending))):
            value = timedelta(minutes=int(found[1]) * _MINUTES[found[2]])
        if isinstance(value, timedelta) and least <= value <= most:
            return value
        raise Wrong(right)

    return read


def _months(value: object) -> int:
    found = _MONTHS.fullmatch(str(value).strip())
    months = int(found[1]) * (12 if found[2] == "year" else 1) if found else value
    if isinstance(months, int) and 1 <= months <= 120:
        return months
    raise Wrong('a number of months from 1 to 120, such as "12 months"')


def _week_moment(value: object) -> WeekMoment:
    try:
        return value if isinstance(value, WeekMoment) else WeekMoment.parse(str(value))
    except ValueError:
        raise Wrong('a weekday and a time such as "sun 20:00"') from None


def _month_moment(value: object) -> MonthMoment:
    try:
        return value if isinstance(value, MonthMoment) else MonthMoment.parse(str(value))
    except ValueError:
        raise Wrong('a day of the month and a time such as "22 12:00"') from None


def _time(value: object) -> time:
    try:
        return value if isinstance(value, time) else parse_time(str(value))
    except ValueError:
        raise Wrong('a time of day such as "21:00"') from None


def _zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    name = str(value)
    with suppress(ValueError, OSError, ZoneInfoNotFoundError):
        return ZoneInfo(name)
    near = get_close_matches(name, sorted(available_timezones()), 1)
    usual = "Asia/Ho_Chi_Minh"
    raise Wrong(f'a time zone such as "{usual if _VIETNAM.search(name) or not near else near[0]}"')


def _log_format(value: object) -> LogFormat:
    try:
        return LogFormat(str(value))
    except ValueError:
        raise Wrong(f"one of {', '.join(LogFormat)}") from None


def _price(value: object) -> float:
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", str(value)):
        return float(str(value))
    raise Wrong('an amount such as "0.02"')


def _policy(value: object) -> HolidayPolicy:
    try:
        return HolidayPolicy(str(value))
    except ValueError:
        raise Wrong(f"one of {', '.join(HolidayPolicy)}") from None


def _follows(value: object) -> Consequence:
    try:
        return Consequence(str(value))
    except ValueError:
        raise Wrong(f"one of {', '.join(Consequence)}") from None


def _counting(value: object) -> Counting:
    try:
        return Counting(str(value))
    except ValueError:
        raise Wrong(f"one of {', '.join(Counting)}") from None


def _share(value: object) -> float:
    """ "5%" is 0.05; so is 0.05."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", str(value).strip())
    share = float(found[1]) / 100 if found else value
    if isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 1:
        return float(share)
    raise Wrong('a share such as "5%", from "0%" to "100%"')


def _chronic(value: object) -> ChronicRule | None:
    """ "3 of 4": three of four weeks."""
    if value is None or isinstance(value, ChronicRule):
        return value
    found = re.fullmatch(r"(\d{1,2}) of (\d{1,2})", str(value).strip())
    if found and 1 <= int(found[1]) <= int(found[2]) <= 52:
        return ChronicRule(int(found[1]), int(found[2]))
    raise Wrong('so many of so many weeks, such as "3 of 4", at most 52 weeks, or null for never')


def _percent(value: object) -> int:
    """ "90%" and 90 are 90."""
    found = re.fullmatch(r"(\d{1,3})\s*%?", str(value).strip())
    if found and int(found[1]) <= 100 and not isinstance(value, bool):
        return int(found[1])
    raise Wrong('a share in whole percent such as "90%", from "0%" to "100%"')


def _days_long(value: object) -> int:
    found = re.fullmatch(r"(\d{1,4}) ?(day|week)s?", str(value).strip())
    days = int(found[1]) * (7 if found[2] == "week" else 1) if found else value
    if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= 3660:
        return days
    raise Wrong('a time such as "30 days", from "1 day" to "3660 days"')


def _country(value: object) -> str | None:
    """A country whose holidays are known. The long list is only asked for another country than Vietnam."""
    if value is None or value == "VN":
        return value
    right = 'a country\'s two letters such as "VN", or null for no holidays'
    if isinstance(value, str) and re.fullmatch("[A-Z]{2}", value):
        from holidays import list_supported_countries  # noqa: PLC0415 - it is slow, and seldom asked

        if value in list_supported_countries():
            return value
    raise Wrong(right)


def _receiving(value: object) -> str:
    if value in ("polling", "webhook"):
        return str(value)
    raise Wrong("polling, or webhook")


def _language(value: object) -> str:
    if value in LANGUAGES:
        return str(value)
    raise Wrong(f"one of {', '.join(LANGUAGES)}")


def _address_form(value: object) -> str:
    forms = dict.fromkeys(form for language in LANGUAGES for form in load_catalogue(language).forms)
    if value in forms:
        return str(value)
    raise Wrong(f"one of {', '.join(forms)}")


_DAY = timedelta(days=1)
OptionalText = Annotated[str | None, PlainValidator(lambda value: None if value is None else read_text(value))]
Text = Annotated[str, PlainValidator(read_text)]
Flag = Annotated[bool, PlainValidator(_flag)]
Code = Annotated[str, PlainValidator(_code)]
Quota = Annotated[int, PlainValidator(_whole_number(1, 100))]
Port = Annotated[int, PlainValidator(_whole_number(1, 65535))]
Misses = Annotated[int, PlainValidator(_whole_number(1, 52))]
Chronic = Annotated[ChronicRule | None, PlainValidator(_chronic)]
Grace = Annotated[
    timedelta, PlainValidator(_duration(0 * _DAY, 7 * _DAY, 'a time such as "12h", from "0h" to "7 days"'))
]
BeforeDue = Annotated[
    timedelta,
    PlainValidator(_duration(_DAY / 1440, 7 * _DAY, 'a time such as "24h before due", at most 7 days', " before due")),
]
Wait = Annotated[timedelta, PlainValidator(_duration(_DAY / 1440, 30 * _DAY, 'a time such as "24h", at most 30 days'))]
Notice = Annotated[
    timedelta,
    PlainValidator(_duration(0 * _DAY, 60 * _DAY, 'a time such as "7 days before", at most 60 days', " before")),
]
Validity = Annotated[
    timedelta, PlainValidator(_duration(_DAY / 24, 366 * _DAY, 'a time such as "30 days", from "1h" to "366 days"'))
]
Keeping = Annotated[
    timedelta, PlainValidator(_duration(7 * _DAY, 366 * _DAY, 'a time such as "30 days", from "7 days" to "366 days"'))
]
Months = Annotated[int, PlainValidator(_months)]
Price = Annotated[float, PlainValidator(_price)]
LogForm = Annotated[LogFormat, PlainValidator(_log_format)]
Backups = Annotated[int, PlainValidator(_whole_number(1, 1000))]
Weeks = Annotated[int, PlainValidator(_whole_number(1, 520))]
Days = Annotated[int, PlainValidator(_whole_number(1, 30))]
WorkingDays = Annotated[int, PlainValidator(_whole_number(1, 10))]
Version = Annotated[int, PlainValidator(_whole_number(1, 10_000))]
Share = Annotated[float, PlainValidator(_share)]
Percent = Annotated[int, PlainValidator(_percent)]
Lasting = Annotated[int, PlainValidator(_days_long)]
Follows = Annotated[Consequence, PlainValidator(_follows)]
CountingRule = Annotated[Counting, PlainValidator(_counting)]
Moment = Annotated[WeekMoment, PlainValidator(_week_moment), PlainSerializer(str)]
DayOfMonth = Annotated[MonthMoment, PlainValidator(_month_moment), PlainSerializer(str)]
TimeOfDay = Annotated[time, PlainValidator(_time)]
OptionalTime = Annotated[time | None, PlainValidator(lambda value: None if value is None else _time(value))]
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
Policy = Annotated[HolidayPolicy, PlainValidator(_policy)]
Country = Annotated[str | None, PlainValidator(_country)]
People = Annotated[int, PlainValidator(_whole_number(1, 1_000_000))]
Messages = Annotated[int, PlainValidator(_whole_number(1, 100_000_000))]
Receiving = Annotated[str, PlainValidator(_receiving)]
Language = Annotated[str, PlainValidator(_language)]
AddressForm = Annotated[str, PlainValidator(_address_form)]
