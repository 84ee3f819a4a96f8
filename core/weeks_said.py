"""Which week do people mean when they say "tuần trước", "tuần rồi ở Đông Hà", "2 tuần trước" or "tuần 45"?

Diacritics, capitals and raw Telex do not matter. Nothing here knows a calendar: which week that was, the caller finds.
"""

import re
from dataclasses import dataclass

from core.spelling import fold, tidy
from core.telex import from_telex

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


_ENDS = " ,;:.?!-–"


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


def _without(text: str, found: re.Match[str]) -> str:
    """What was said besides. Folding keeps the number of letters, so places are the same in both texts."""
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()).strip(_ENDS)
