"""Which week is asked about? "tuần trước", "tuần rồi ở Đông Hà", "tuần 45"; without such words the one that runs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.ports import InboundKind
from core.spelling import fold, tidy
from core.task import PeriodTimes, Task
from core.telex import from_telex
from db import periods
from handlers.turn import Turn

_BACK = re.compile(
    r"(?<!\w)(?:(?P<n>\d|hai|ba) )?(?:tuan (?:truoc|vua roi|vua qua|vua xong|roi|qua)(?P<more> nua)?|last week)(?!\w)"
)
_NUMBER = re.compile(r"(?<!\w)(?:tuan|week|tuan so) (?P<week>\d{1,2})(?:/(?P<year>2\d{3}))?(?![\w/])")
_THIS = re.compile(r"(?<!\w)(?:tuan nay|this week)(?!\w)")
_COUNTS = {"hai": 2, "ba": 3}
_LEADS = "o|cua|tai|trong|co|con|cho|hoi|xem|nhung|cac|va|den|da|thua|in|of|for|the"
_LEADING = re.compile(_LEADS)
_NOISE = re.compile(
    f"{_LEADS}|nao|sao|ko|hong|ta|rua|roi|ra|khong|nua|vay|nhu|nhe|nha|a|gi|bao|nhieu|tong|ket|thi|em|oi|anh|chi|giup|toi|minh|voi"
)


@dataclass(frozen=True, slots=True)
class WeekAsked:
    """So many weeks `back` from the running one, or a week's number, perhaps with its year."""

    back: int = 0
    number: int = 0
    year: int = 0


def week_and_rest(text: str) -> tuple[WeekAsked | None, str]:
    """The week that a text names (None: none, or the running one), and what is said besides, a unit's name perhaps."""
    text = " ".join(tidy(text).split())
    asked, rest = _read(text)
    if asked is None and (meant := from_telex(text)) != text:  # "tuaanf truowcs ai chuaw noopj"
        told = _read(meant)
        asked, rest = told if told[0] is not None else (asked, rest)
    words = rest.split()
    while words and _LEADING.fullmatch(fold(words[0].strip(_ENDS))):
        words.pop(0)
    if all(_NOISE.fullmatch(fold(word.strip(_ENDS))) for word in words):
        return asked, ""
    return asked, " ".join(words)


def _read(text: str) -> tuple[WeekAsked | None, str]:
    plain = fold(text)
    if found := _BACK.search(plain):
        number = found["n"] or "1"
        back = (_COUNTS.get(number) or (int(number) if number.isdigit() else 1)) + (1 if found["more"] else 0)
        return WeekAsked(back=back), _without(text, found)
    if found := _NUMBER.search(plain):
        return WeekAsked(number=int(found["week"]), year=int(found["year"] or 0)), _without(text, found)
    if found := _THIS.search(plain):
        return None, _without(text, found)
    return None, text.strip(_ENDS)


async def week_of_message(turn: Turn, said: str) -> tuple[WeekAsked | None, str]:
    """The week that a command's words name, or else the message as a whole; and the rest of the command's words."""
    asked, rest = week_and_rest(said)
    if asked is None and turn.first.kind is InboundKind.TEXT:
        asked, _ = week_and_rest(turn.first.text)
    return asked, rest


async def period_asked(turn: Turn, task: Task, asked: WeekAsked) -> PeriodTimes | None:
    """The opened week of a task that is meant, the newest of its number; None when there is none."""
    known: Sequence[PeriodTimes] = await periods.all_periods(turn.tx, task.code)
    if asked.number:
        year = f"{asked.year}-" if asked.year else ""
        fitting = [each for each in known if each.name == asked.number and each.code.startswith(year)]
    else:
        moment = turn.now - timedelta(weeks=asked.back)
        fitting = [each for each in known if each.title is None and each.opens_at <= moment < each.opens_at + _WEEK]
    return max(fitting, key=lambda each: each.opens_at, default=None)


_WEEK = timedelta(weeks=1)
_ENDS = " ,;:.?!-–"


def _without(text: str, found: re.Match[str]) -> str:
    """What was said besides. Folding keeps the number of letters, so places are the same in both texts."""
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(_ENDS)
