"""Who is on which platform, and how somebody with one or two phones writes and hears, whatever the platform."""

from dataclasses import dataclass, field
from typing import Final

from tests.telegram.fake import Person as OnTelegram
from tests.viber.fake import Person as OnViber
from tests.zalo.fake import Person as OnZalo

COMMUNES: Final = 125
DISTRICTS: Final = 10
VACANT: Final = frozenset({7, 58, 110})
"""Communes without a secretary: 122 owe, not 125."""

TELEGRAM, ZALO, VIBER = "telegram", "zalo", "viber"
BOTS: Final = 3

Phone = OnTelegram | OnZalo | OnViber


@dataclass(slots=True)
class Somebody:
    """Somebody in charge. Of two phones the last one is where the bot writes, because it was linked last."""

    unit: str
    name: str
    phones: list[Phone] = field(default_factory=list)

    def hands_in(self, picture: bytes) -> None:
        """Sends this picture from the phone at hand."""
        phone = self.phones[-1]
        if isinstance(phone, OnViber):
            phone.sends_photos([picture])
        else:
            phone.sends_photo(picture)

    def writes(self, text: str) -> None:
        """Types this on the phone at hand."""
        self.phones[-1].says(text)

    def heard(self, words: str) -> int:
        """How many messages with these words came, to all phones together."""
        return sum(heard(phone, words) for phone in self.phones)

    def is_on(self, platform: str) -> bool:
        """Whether one of the phones is."""
        return any(platform_of(phone) == platform for phone in self.phones)

    def is_only_on(self, platform: str) -> bool:
        """Whether every phone is."""
        return all(platform_of(phone) == platform for phone in self.phones)


def heard(phone: Phone, words: str) -> int:
    """How many messages with these words came to this phone."""
    said = phone.received
    return sum(1 for each in said if words in (each if isinstance(each, str) else each.text))


def platform_of(phone: Phone) -> str:
    """Where it is."""
    return {OnTelegram: TELEGRAM, OnZalo: ZALO, OnViber: VIBER}[type(phone)]


def platforms_of(number: int) -> tuple[str, ...]:
    """Where the secretary with this number is, the preferred place last: of ten people six on Zalo, three on Telegram,
    one on both. Of those on both every other one prefers Telegram."""
    match number % 10:
        case 0 | 2 | 3 | 5 | 6 | 8:
            return (ZALO,)
        case 1 | 4 | 7:
            return (TELEGRAM,)
        case _:
            return (TELEGRAM, ZALO) if number // 10 % 2 else (ZALO, TELEGRAM)


def roster_lines() -> list[str]:
    """The province: ten districts, 125 communes, three of them without a secretary."""
    lines = ["Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên"]
    lines += ["T,Tỉnh Quảng Trị,tỉnh,,Điều phối,Lê Văn Tỉnh"]
    lines += [f"H{number},Huyện Số {number},huyện,T,Điều phối,Trần Văn {number}" for number in range(DISTRICTS)]
    for number in range(COMMUNES):
        holder = "" if number in VACANT else f"Nguyễn Thị {number}"
        lines.append(f"X{number},Xã Số {number},xã,H{number % DISTRICTS},Bí thư,{holder}")
    return lines
