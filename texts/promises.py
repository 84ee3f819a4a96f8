"""Until when does "hẹn chiều nay" promise something? Times that people name after a call, in both languages."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.dates import find_day
from core.localtime import day_of, moment_at
from core.spelling import fold, tidy
from core.telex import from_telex

LONGEST = timedelta(days=8)
"""No promise holds an alert longer than this; what is later (or a "2/3" that is no date) counts as no time."""

A_WHILE = timedelta(hours=2)
"""How long "lát nữa" is."""

_MORNING, _NOON, _AFTERNOON, _EVENING = time(11, 30), time(13), time(17), time(20, 30)
_PARTS = {
    "sang": _MORNING, "trua": _NOON, "chieu": _AFTERNOON, "toi": _EVENING, "dem": _EVENING,
    "morning": _MORNING, "noon": _NOON, "afternoon": _AFTERNOON, "evening": _EVENING, "tonight": _EVENING,
}  # fmt: skip
"""Parts of a day and the local time until which one waits for what is promised in them."""

_AT_NOON = frozenset({"trua", "noon"})
_LATE = _AT_NOON | {"chieu", "toi", "dem", "pm", "afternoon", "evening", "tonight"}

_TODAY = re.compile(r"\b(?:(?:sang|trua|chieu|toi|dem|hom|trong ngay|noi ngay)(?: hom)? nay|cuoi ngay|today|tonight"
                    r"|this (?:morning|afternoon|evening))\b")  # fmt: skip
_BARE_PART = re.compile(r"\b(?:trưa|chiều|chieu|tối)\b")
_TOMORROW = re.compile(r"\b(?:(?:sang|trua|chieu|toi|ngay|hom) mai|mai|tomorrow)\b")
_NUMBERS = {"nua": 0.5, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "half an": 0.5, "an": 1, "a": 1, "one": 1, "two": 2}
_LATER = re.compile(
    r"\b(?:(?P<number>\d{1,3}|nua|mot|hai|ba|bon) (?P<unit>phut|tieng|gio|h)(?: dong ho)?(?P<half> ruoi)? nua"
    r"|in (?P<english>\d{1,3}|half an|an|a|one|two) (?P<of>minutes?|hours?))\b"
)
_SOON = re.compile(r"\b(?:(?:lat|ti|chut|luc|it phut|it nua)(?: xiu)? nua|lat nua|in a while|soon)\b")
_CLOCK = re.compile(
    r"(?<![\w/])(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d)|(?:h| ?gio|g)(?: ?(?P<short>[0-5]\d)|(?P<half> ruoi))?"
    r"| ?(?=(?:am|pm)\b))(?: ?(?P<part>sang|trua|chieu|toi|dem|am|pm))?(?![\w/])"
)


def promised_until(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment (UTC) by which the text promises something.

    None when it names no time, one that is over, or one that is later than LONGEST from now.
    """
    until = _until(text, now, zone) or _until(from_telex(text), now, zone)
    return until if until is not None and now < until <= now + LONGEST else None


def wished_for(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment (UTC) at which somebody wishes to be reminded; a bare part of the day is today's: "tối nhắc em nhé".

    Such a part needs its signs, for "toi" may be "tôi". None as with `promised_until`, and for a mere "lát nữa".
    """
    if _SOON.search(fold(text)):
        return None
    part = _BARE_PART.search(tidy(text).lower())
    return promised_until(text, now, zone) or (promised_until(f"{part[0]} nay", now, zone) if part else None)


def _until(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    said = " ".join("".join(letter if letter.isalnum() or letter in ":/" else " " for letter in fold(text)).split())
    return _after_a_while(said, now) or _on_a_day(text, said, now, zone)


def _after_a_while(said: str, now: datetime) -> datetime | None:
    found = _LATER.search(said)
    if found is None:
        return now + A_WHILE if _SOON.search(said) else None
    word = found["number"] or found["english"]
    number = float(word) if word.isdigit() else _NUMBERS[word]
    number += 0.5 if found["half"] else 0
    minutes = number if (found["unit"] or found["of"]).startswith(("phut", "minute")) else number * 60
    return now + timedelta(minutes=minutes)


def _on_a_day(text: str, said: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    today = day_of(now, zone)
    clock, part = _clock(said), next((_PARTS[word] for word in said.split() if word in _PARTS), None)
    if _TODAY.search(said):
        until = moment_at(today, clock or part or _AFTERNOON, zone)
        return until if until > now or clock or part else moment_at(today, _EVENING, zone)
    if _TOMORROW.search(said):
        return moment_at(today + timedelta(days=1), clock or part or _AFTERNOON, zone)
    named = find_day(text, today)
    if named is not None and named.day is not None and not named.fault and named.day >= today:
        return moment_at(named.day, named.at or clock or part or _AFTERNOON, zone)
    if clock is None:
        return None
    until = moment_at(today, clock, zone)
    later = moment_at(today, time(clock.hour + 12, clock.minute), zone) if clock.hour < 12 else until
    return until if until > now else later  # "5 giờ", said at noon, is the one to come


def _clock(said: str) -> time | None:
    """A time of day in the text; "3 giờ chiều" is 15:00."""
    found = _CLOCK.search(said)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or found["short"] or (30 if found["half"] else 0))
    part = found["part"] or next((word for word in said.split() if word in _PARTS), "")  # "chiều mai, 4h"
    if part in _LATE and hour < (11 if part in _AT_NOON else 12):
        hour += 12
    return time(hour, minute) if hour < 24 else None
