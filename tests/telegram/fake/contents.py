"""What a person can put into a message besides text, as the Bot API tells of it."""

import mimetypes
from collections.abc import Mapping
from typing import Final

from tests.telegram.fake.chats import Platform
from tests.telegram.fake.checks import Json
from tests.telegram.fake.entities import found_in, link_under, utf16_length

TEXT_LIMIT: Final = 4096
"""UTF-16 units of a text."""

CAPTION_LIMIT: Final = 1024
"""UTF-16 units of a caption."""

ENTITIES: Final = {"text": "entities", "caption": "caption_entities"}


def words(text: str, links: Mapping[str, str] | None = None, *, name: str = "text") -> Json:
    """A text or caption with its marks; `links` hides an address under some of its words."""
    if not text:
        return {}
    assert utf16_length(text) <= (TEXT_LIMIT if name == "text" else CAPTION_LIMIT), "people's programs split such texts"
    marks = found_in(text) + [link_under(text, under, url) for under, url in (links or {}).items()]
    return {name: text} | ({ENTITIES[name]: marks} if marks else {})


def photo(platform: Platform, content: bytes) -> Json:
    """A picture sent as such, in several sizes."""
    return {"photo": platform.files.photo(content)}


def document(platform: Platform, name: str, content: bytes, mime_type: str | None) -> Json:
    """A file; a picture among them has a thumbnail."""
    kind = mime_type or mimetypes.guess_type(name)[0]
    told = platform.files.add(content, "documents", name).told() | {"file_name": name}
    thumbnail = platform.files.thumbnail(content) if kind and kind.startswith("image/") else None
    return {"document": told | ({"mime_type": kind} if kind else {}) | ({"thumbnail": thumbnail} if thumbnail else {})}


def sticker(platform: Platform, emoji: str) -> Json:
    """A sticker."""
    shape = {"width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False}
    return {"sticker": platform.files.add(b"RIFF", "stickers").told() | shape | {"emoji": emoji}}


def voice(platform: Platform, seconds: int) -> Json:
    """A voice message."""
    return {"voice": platform.files.add(b"OggS", "voice").told() | {"duration": seconds, "mime_type": "audio/ogg"}}


def video(platform: Platform, seconds: int) -> Json:
    """A video."""
    shape = {"width": 1280, "height": 720, "duration": seconds, "mime_type": "video/mp4"}
    return {"video": platform.files.add(b"\0\0\0\x18ftypmp42", "videos", "video.mp4").told() | shape}


def location(latitude: float, longitude: float) -> Json:
    """A place."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def contact(phone: str, name: str, user_id: int | None) -> Json:
    """A contact; whoever is on Telegram has a user id."""
    return {"contact": {"phone_number": phone, "first_name": name} | ({"user_id": user_id} if user_id else {})}


def forwarded_from_channel(title: str, date: int, author: str = "") -> Json:
    """The mark of a post that was forwarded from a channel."""
    channel = {"id": -1_009_000_000_001, "type": "channel", "title": title}
    origin: Json = {"type": "channel", "chat": channel, "message_id": 4711, "date": date}
    return {"forward_origin": origin | ({"author_signature": author} if author else {})}


def forwarded_from_person(user: Json, date: int) -> Json:
    """The mark of a message that somebody else wrote."""
    return {"forward_origin": {"type": "user", "sender_user": user, "date": date}}


def is_for_bot(message: Json, bot: Json) -> bool:
    """Whether a bot in privacy mode is shown this message of a group: commands, mentions, replies, service messages."""
    text = str(message.get("text", message.get("caption", "")))
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    plain = {"text", "photo", "document", "sticker", "voice", "video", "location", "contact"} & message.keys()
    return not plain or text.startswith("/") or f"@{bot['username']}" in text or bool(replied == bot["id"])
