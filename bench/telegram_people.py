"""What do people send in these measurements? Numbered links and photos, no two alike, from numbered people."""

from collections.abc import Sequence
from typing import Any

from bench.telegram_photos import photo

TOKEN = "7100000001:AAFakeTokenOfTheStandInForTelegram0"
FIRST_CHAT = 5_200_000_001
"""The first person's chat; the others' follow without a gap."""

TUESDAY = "2026-11-17T10:00:00+07:00"
"""The moment at which links and photos are sent: a week is open, and nothing else is due."""

MONDAY = "2026-11-16T08:00:00+07:00"
"""The moment of the week's first reminder."""


def link_update(number: int, people: int, date: int) -> dict[str, Any]:
    """Update `number`: one of the people sends a link of its own."""
    return said(number, FIRST_CHAT + number % people, date, link(number))


def photo_update(number: int, people: int, date: int) -> dict[str, Any]:
    """Update `number`: one of the people sends a photo of its own."""
    return said(number, FIRST_CHAT + number % people, date, picture(number))


def said(number: int, chat: int, date: int, content: dict[str, Any]) -> dict[str, Any]:
    """Update `number`: whoever this private chat is with sends this."""
    person = {"id": chat, "first_name": "Hạnh"}
    message = {
        "message_id": number,
        "date": date,
        "chat": {**person, "type": "private"},
        "from": {**person, "is_bot": False, "language_code": "vi"},
    }
    return {"update_id": number, "message": message | content}


def link(number: int) -> dict[str, Any]:
    """The content of a message with a link of its own."""
    text = f"https://example.com/bai-viet-{number}"
    return {"text": text, "entities": [{"type": "url", "offset": 0, "length": len(text)}]}


def picture(number: int) -> dict[str, Any]:
    """The content of a message with a photo of its own, in the four sizes that Telegram makes of it."""
    small = [_size(f"{name}-{number}", edge, edge * 40) for name, edge in (("s", 45), ("m", 160), ("x", 400))]
    return {"photo": [*small, _size(f"y-{number}", 640, len(photo(number)))]}


def chats(people: int) -> Sequence[int]:
    """Their private chats."""
    return range(FIRST_CHAT, FIRST_CHAT + people)


def _size(file_id: str, width: int, size: int) -> dict[str, Any]:
    shape = {"width": width, "height": 2 * width, "file_size": size}
    return {"file_id": file_id, "file_unique_id": f"u{file_id}"} | shape
