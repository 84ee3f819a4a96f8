"""How are quotas, categories and single deadlines of a task written? Readers as in `bot.config_values`."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from bot.config_faults import Wrong
from bot.config_section import Section
from bot.config_values import Code, Quota, Text, read_text
from core.calendar import WeekMoment
from core.once import DayTime
from core.reminders import DayMoment, Reminder

_MOST = 100
_HOURS = {"h": 1, "hour": 1, "d": 24, "day": 24, "week": 168}
_GRACE = re.compile(r"([0-9]{1,4}) ?(h|hour|d|day|week)s?")
_ONCE_RIGHT = 'a local day and time such as "2026-11-30 17:00"'

Quotas = Mapping[str, int | Mapping[str, int]]


def _levels(value: object) -> tuple[str, ...]:
    """One level may be written without brackets."""
    levels = tuple(map(read_text, value if isinstance(value, list | tuple) else [value]))
    if not levels or len(set(levels)) < len(levels):
        raise Wrong("one level, or a list of different ones, such as [xã, phường]")
    return levels


def _reminder(value: object) -> Reminder:
    if isinstance(value, WeekMoment | DayMoment):
        return value
    for kind in (WeekMoment, DayMoment):
        try:
            return kind.parse(str(value))
        except ValueError:
            continue
    raise Wrong('such as "sun 20:00", "opening 08:00", "3 days before due 08:00" or "due 07:30"')


def _day_time(value: object) -> DayTime:
    try:
        return value if isinstance(value, DayTime) else DayTime.parse(str(value))
    except ValueError:
        raise Wrong(_ONCE_RIGHT) from None


def _day(value: object) -> date | None:
    try:
        return value if value is None or isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Wrong('a day such as "2026-12-01", or null') from None


def _long_grace(value: object) -> timedelta:
    found = _GRACE.fullmatch(str(value).strip())
    grace = timedelta(hours=int(found[1]) * _HOURS[found[2]]) if found else value
    if isinstance(grace, timedelta) and timedelta() <= grace <= timedelta(days=60):
        return grace
    raise Wrong('a time such as "2 days", from "0h" to "60 days"')


def _quotas(value: object) -> Quotas:
    """Each value is a number, or a section of the categories' codes with their numbers."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Wrong("a section of levels or unit codes with their quotas, such as {phường: 2}")
    return {str(key): _number_or_parts(str(key), each) for key, each in value.items()}


def _number_or_parts(key: str, value: object) -> int | Mapping[str, int]:
    if isinstance(value, Mapping):
        return {str(code): _number(f"{key}: {{{code}: {number}}}", number) for code, number in value.items()}
    return _number(f"{key}: {value}", value)


def _number(said: str, value: object) -> int:
    if re.fullmatch(r"[0-9]{1,3}", str(value)) and int(str(value)) <= _MOST:
        return int(str(value))
    raise Wrong(f"made of whole numbers from 0 to {_MOST}, or of sections of the categories' codes", f'"{said}"')


def _takes(value: object) -> str:
    if value in ("photo", "link", ""):
        return str(value)
    raise Wrong("photo or link, or left out when both may be")


Levels = Annotated[tuple[str, ...], PlainValidator(_levels)]
ReminderMoment = Annotated[Reminder, PlainValidator(_reminder), PlainSerializer(str)]
OnceMoment = Annotated[DayTime, PlainValidator(_day_time), PlainSerializer(str)]
OptionalDay = Annotated[date | None, PlainValidator(_day)]
LongGrace = Annotated[timedelta, PlainValidator(_long_grace)]
QuotasBy = Annotated[Quotas, PlainValidator(_quotas)]
Takes = Annotated[str, PlainValidator(_takes)]


class CategorySettings(Section):
    """One sort of evidence with a number of its own."""

    code: Code
    title: Text
    quota: Quota = 1
    words: tuple[Text, ...] = ()
    takes: Takes = ""


class OnceSettings(Section):
    """When a task with one deadline opens and falls due, and how long after that it closes."""

    opens: OnceMoment
    due: OnceMoment
    grace: LongGrace = timedelta(hours=12)
