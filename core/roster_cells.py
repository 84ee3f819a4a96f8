"""What does a cell of a roster mean: whose code, which seat, nobody, which phone?

Every text here has been tidied before.
"""

import re
from enum import StrEnum
from functools import lru_cache

from core.spelling import fold


class SeatKind(StrEnum):
    """The two seats that a unit may have."""

    SECRETARY = "secretary"
    COORDINATOR = "coordinator"


_DECIMAL_ZERO = re.compile(r"(\d+)\.0+")
_COORDINATOR_WORDS = ("dieu phoi", "coordinator")
_SECRETARY_WORDS = ("bi thu", "dau moi", "secretary")
_NOBODY = re.compile(
    r"(?:(?:đang|dang|hiện|hien|còn|con|tạm|tam) )?(?:khuyết|khuyet)(?!\w).*|(?:(?:đang|còn|để|bỏ) )?trống"
    r"|(?:chưa|chua) (?:có|co|bố trí|bo tri|phân công|phan cong|bầu|bau|kiện toàn|kien toan|cử|cu|xác định|xac dinh)"
    r"(?: .*)?|(?:không|khong) (?:có|co)|vacant|none|nobody|n/?a|tbd|null|x+"
)
_NO_PHONE = re.compile(r"(?:không|khong|chưa|chua)(?: (?:có|co|rõ|ro))?(?: .*)?|n/?a|none|x*")
_BETWEEN_DIGITS = re.compile(r"[\s.\-()'’\u2010-\u2015]")
_PHONE_WORD = re.compile(r"(?:sđt|đt|đtdđ|dđ|sdt|dt|dtdd|dd|tel|phone|mobile|zalo|di động|điện thoại)[\s.:]+(?=[\d+(])")
_BETWEEN_PHONES = re.compile(r"\s*[/;,|]\s*|\s+(?:hoặc|và|-|–)\s+")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[ T].*)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_FORMULA = re.compile(r"=.*|[@+\-]\s*[a-z0-9._]+\s*\(.*", re.IGNORECASE)
_BETWEEN_CODES = re.compile(r"[\s,;+&]+")
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")
# Since 2018 a mobile number has nine digits after the zero, a landline ten and starts with 2.
_NATIONAL = re.compile(r"[35789]\d{8}|2\d{9}")
_VIETNAM = "+84"


def code_of(text: str) -> str:
    """A unit's code; "19330.0", a number that went through a spreadsheet, is "19330"."""
    number = _DECIMAL_ZERO.fullmatch(text)
    return number[1] if number else text


def codes_of(text: str) -> tuple[str, ...]:
    """The codes in a list such as "X1, X2" or "X1; X2", each once."""
    return tuple(dict.fromkeys(code_of(code) for code in _BETWEEN_CODES.split(text) if code))


@lru_cache(maxsize=256)
def seat_of(title: str, owes: bool) -> SeatKind | None:
    """The seat that a position's words mean; None when they mean none.

    `owes`: whether the unit's level owes a task; there every title but a coordinator's is the secretary's.
    """
    words = fold(title)
    if any(word in words for word in _COORDINATOR_WORDS):
        return SeatKind.COORDINATOR
    if owes or any(word in words for word in _SECRETARY_WORDS):
        return SeatKind.SECRETARY
    return None


def member_of(text: str) -> str | None:
    """A person's name; None for an empty cell and for what people write instead: "khuyết", a dash."""
    plain = text.strip("()[]. ").casefold()
    return text if any(letter.isalpha() for letter in text) and not _NOBODY.fullmatch(plain) else None


def is_no_name(text: str) -> bool:
    """Whether a cell holds figures where a person's name should stand: a date, a number that slipped over."""
    return not any(letter.isalpha() for letter in text) and any(letter.isdigit() for letter in text)


def is_date(text: str) -> bool:
    """Whether a cell is a day, as a spreadsheet makes one of "1-5" or "3/2024" without being asked."""
    return _DATE.fullmatch(text) is not None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens this text again would calculate, or call another program."""
    return _FORMULA.fullmatch(text) is not None


def has_no_phone(text: str) -> bool:
    """Whether a phone's cell says that there is none: nothing, a dash, "không có"."""
    plain = text.strip("()[]. -–—…_?0").casefold()
    return _NO_PHONE.fullmatch(plain) is not None


def phone_of(text: str) -> str | None:
    """A phone number as +84912345678; None when the text is none. Of several numbers in one cell, the first.

    Understands spaces, dots and brackets, +84, 84, 0084, and the leading zero that Excel loses. A number of
    another country needs its plus sign.
    """
    plain = _PHONE_WORD.sub("", text.casefold())
    several = ([plain], _BETWEEN_PHONES.split(plain), plain.split())
    found = ([_one_phone(each) for each in cut] for cut in several)
    return next((phones[0] for phones in found if phones and all(phones)), None)


def _one_phone(text: str) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", code_of(text))
    for prefix in (_VIETNAM, "0084", "84", ""):
        national = digits.removeprefix(prefix).removeprefix("0")
        if digits.startswith(prefix) and digits.isascii() and _NATIONAL.fullmatch(national):
            return _VIETNAM + national
    is_abroad = _ABROAD.fullmatch(digits) and digits.isascii() and not digits.startswith(_VIETNAM)
    return digits if is_abroad else None
