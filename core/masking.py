"""What must not stand in a log: people's names and telephone numbers.

Names are found by the family names that nearly all Vietnamese people have, with or without diacritics, and the words
with capital letters that follow; so a name that nobody told us of is masked, too, and now and then a street's.
"""

import re
import unicodedata

MASK = "•••"
_FAMILY_NAMES = (
    "An Âu Bạch Bành Bùi Cao Cái Chế Chu Châu Chử Cù Cung Đàm Đan Đặng Đào Đậu Điền Điêu Đinh Đoàn Đỗ Đồng Đổng "
    "Đường Dương Giang Giàng Giáp Hà Hạ Hàn Hầu Hồ Hoàng Hoa Hồng Hứa Huỳnh Kha Khổng Khuất Khúc Kiều Kim La Lại "
    "Lâm Lầu Lê Liêu Lò Lô Lộc Lục Lù Lư Lương Lường Lưu Lý Mạc Mã Mai Mạnh Ma Nghiêm Ngô Nguyễn Ngụy Nông Nhâm "
    "Nhan Ninh Ông Phạm Phan Phí Phó Phù Phùng Phương Quách Quan Quàng Quản Sầm Sùng Tạ Tăng Thạch Thái Thân Thào "
    "Tiêu Tô Tôn Tống Tòng Trần Triệu Trịnh Trương Từ Ung Văn Vi Viên Võ Vòng Vũ Vương Vừ Xa"
)  # fmt: skip
_PHONE = re.compile(r"(?<![\w.])(?:\+?84[ .-]?|0)[1-9](?:[ .-]?\d){7,9}(?!\w)")


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _any_of(names: str) -> str:
    both = {*names.split(), *_plain(names).split()}
    return "|".join(sorted(both, key=len, reverse=True))


_NAME = re.compile(rf"(?<!\w)(?:{_any_of(_FAMILY_NAMES)})((?:\s+\w+){{1,4}})")


def masked(text: str) -> str:
    """The same text with a mask in the place of every telephone number and personal name found in it."""
    return _NAME.sub(_hidden, _PHONE.sub(MASK, text))


def _hidden(found: re.Match[str]) -> str:
    """Only the words with capital letters belong to the name."""
    words = found[1].split()
    own = next((number for number, word in enumerate(words) if not word[0].isupper()), len(words))
    return " ".join([MASK, *words[own:]]) if own else found[0]
