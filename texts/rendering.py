"""How does one value look inside a sentence: a moment, a day, a number, a list, something a person typed?"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.spelling import shorten, tidy
from texts.catalogue import Catalogue
from texts.template import Placeholder

LONGEST_VALUE = 200


class Sentence(str):
    """A text that the catalogue rendered; it is put whole into another one, line breaks and all."""

    __slots__ = ()


def render(placeholder: Placeholder, value: object, catalogue: Catalogue, zone: ZoneInfo) -> str:
    """The value as its placeholder asks. Moments must be aware.

    Raises ValueError when the value is None or is not of the kind that the format needs.
    """
    text = _formatted(placeholder, value, catalogue, zone)
    return text[:1].upper() + text[1:] if placeholder.capital else text


def literal(value: object) -> str:
    """What people typed, as one harmless line: tidy, no control characters, at most 200 characters.

    A Sentence stays as it is. Raises ValueError for None, a moment or a list, which would look like code.
    """
    if isinstance(value, Sentence):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is neither a text nor a number")
    return _one_line(value) if len(value) <= LONGEST_VALUE else _one_line.__wrapped__(value)


@lru_cache(maxsize=8192)  # names of units and people come again and again
def _one_line(value: str) -> str:
    return shorten(tidy(value).replace("\n", " "), LONGEST_VALUE)


def lines(texts: Iterable[str], between: str = "\n") -> Sentence:
    """Join sentences to one that goes whole into another, say a list of units, one a line.

    Plain strings among them are taken as typed by people.
    """
    return Sentence(between.join(literal(text) for text in texts))


def _formatted(placeholder: Placeholder, value: object, catalogue: Catalogue, zone: ZoneInfo) -> str:
    if placeholder.format is None:
        return literal(value)
    if placeholder.plural is not None:
        return placeholder.plural[0 if _number(value) == 1 else 1]
    if placeholder.format == "list":
        return _list(value, catalogue)
    if placeholder.format == "period":
        return _period(value, catalogue)
    return _moment(catalogue.formats[placeholder.format], value, catalogue, zone)


def _period(value: object, catalogue: Catalogue) -> str:
    """How a period is called: "tuần 47" for a number, “Bài dự thi” for a title."""
    if isinstance(value, str):
        return catalogue.formats["once"].replace("{title}", literal(value))
    return catalogue.formats["week"].replace("{n}", str(_number(value)))


def _list(value: object, catalogue: Catalogue) -> str:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise ValueError(f"{value!r} is no list")
    items = [literal(item) for item in value]
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + catalogue.formats["and"] + items[-1]


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")
    return value


def _moment(pattern: str, value: object, catalogue: Catalogue, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(zone)
        clock = {"hour": f"{value.hour:02}", "minute": f"{value.minute:02}"}
    elif isinstance(value, date):
        clock = {}
    else:
        raise ValueError(f"{value!r} is no moment")
    try:
        return pattern.format(
            weekday=catalogue.weekdays[value.weekday()],
            d=value.day,
            dd=f"{value.day:02}",
            mm=f"{value.month:02}",
            month=catalogue.months[value.month - 1],
            year=value.year,
            **clock,
        )
    except KeyError:
        raise ValueError(f"{value!r} is a day, which has no time") from None
