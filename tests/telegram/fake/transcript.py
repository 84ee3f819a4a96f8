"""How does a Telegram chat read on paper? In the manner of the other journeys: a play, one line a turn."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from tests.telegram.fake.chats import Turn
from tests.telegram.fake.keyboards import labels

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_MARKS: Final = re.compile(r"([\\`*<])|^(?=[#>])", re.MULTILINE)
_OTHERS: Final = {
    "sticker": "nhãn dán",
    "voice": "tin nhắn thoại",
    "video": "video",
    "location": "vị trí",
    "contact": "danh thiếp",
    "new_chat_members": "thêm bot vào nhóm",
    "migrate_to_chat_id": "nhóm chuyển thành siêu nhóm",
    "migrate_from_chat_id": "nhóm đã thành siêu nhóm",
}


def transcript(turns: Iterable[Turn], zone: ZoneInfo, *, named: bool = False) -> str:
    """The turns as markdown, times in `zone`. `named`: with the names of people, for groups."""
    lines: list[str] = []
    day: date | None = None
    for _, together in groupby(enumerate(turns), key=_album):  # the pictures of an album are one turn
        several = [turn for _, turn in together]
        local = several[0].at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            lines += ["", f"**{day:%d/%m/%Y}**", ""] if lines else [f"**{day:%d/%m/%Y}**", ""]
        who = "🤖" if several[0].by_bot else f"👤 {several[0].who}" if named else "👤"
        spoken = f"{who} {local:%H:%M} {_words(several)}"
        lines += [f"> {line}  " for line in spoken.split("\n")]
    return "\n".join(lines) + "\n" if lines else ""


def _album(numbered: tuple[int, Turn]) -> object:
    number, turn = numbered
    grouped = turn.message.get("media_group_id") if not turn.edited and turn.pressed is None else None
    return grouped or number


def _words(several: list[Turn]) -> str:
    turn = several[0]
    message = turn.message
    if turn.event is not None:
        return f"*({turn.event})*"
    if turn.pressed is not None:
        options = labels(message)
        number = f"{options.index(turn.pressed) + 1} " if turn.pressed in options else ""
        return f"[{number}{_escaped(turn.pressed)}]"
    told = next((caption for each in several if (caption := each.message.get("caption"))), "")
    said = _escaped(message.get("text", told))
    what = _what(several)
    if what is None and said.partition(" ")[0] == "/start" and not turn.by_bot:
        return "*(mở liên kết mời)*" if " " in said else "*(bắt đầu)*"
    options_shown = (f"[{number} {_escaped(label)}]" for number, label in enumerate(labels(message), start=1))
    marks = ("*(sửa)*" if turn.edited else "", "*(chuyển tiếp)*" if "forward_origin" in message else "")
    return " ".join(filter(None, (*marks, what and f"*({what})*", said, *options_shown)))


def _what(several: list[Turn]) -> str | None:
    message = several[0].message
    if "photo" in message:
        return "ảnh" if len(several) == 1 else f"{len(several)} ảnh"
    if "document" in message:
        return f"tệp {_escaped(message['document'].get('file_name', ''))}"
    return next((word for kind, word in _OTHERS.items() if kind in message), None)


def _escaped(text: str) -> str:
    """The text with the marks disarmed that markdown would take for its own."""
    return _MARKS.sub(lambda found: "\\" + (found[1] or ""), text)
