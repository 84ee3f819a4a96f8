"""What does a message carry: a picture, links that its text does not show, or something that is no evidence?"""

from typing import Any, Final

from channels.telegram.documents import is_picture, what_file
from core.ports import JsonObject, MediaReference

# What else a message may carry, and its word in `Inbound.other`. An animation comes with a document of the same file,
# so it stands before it. What is in none of these is a service message ("joined", "pinned"): nobody said anything.
_OTHERS: Final = {
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "live_photo": "video",
    "audio": "audio",
    "voice": "voice",
    "sticker": "sticker",
    "venue": "location",
    "location": "location",
    "poll": "poll",
    "story": "story",
    "paid_media": "message",
    "checklist": "message",
    "dice": "message",
    "game": "message",
    "giveaway": "message",
    "invoice": "message",
    "rich_message": "message",
}


def picture_of(body: JsonObject) -> MediaReference | None:
    """The photo in its largest size, or the picture sent as a file; None when there is neither."""
    if "photo" in body:
        return _photo(body["photo"])
    document = body.get("document")
    if document is None or "animation" in body:
        return None
    name, content_type = _name_and_type(document)
    if not is_picture(name, content_type):
        return None
    return MediaReference(_file_id(document), name, content_type, _size(document))


def document_of(body: JsonObject) -> MediaReference | None:
    """The file that was sent; None when there is none, or it is the film of an animation."""
    document = body.get("document")
    if document is None or "animation" in body or not isinstance(document.get("file_id"), str):
        return None
    return MediaReference(_file_id(document), *_name_and_type(document), _size(document))


def other_of(body: JsonObject) -> str | None:
    """What was sent when it is neither text nor picture, in one word; None for a service message."""
    found = next((word for kind, word in _OTHERS.items() if kind in body), None)
    if found is None and "document" in body:
        return what_file(*_name_and_type(body["document"]))
    return found


def links_of(body: JsonObject) -> tuple[str, ...]:
    """The links behind words ("text_link"); those that can be read in the text or caption are not among them."""
    entities = body.get("entities") or body.get("caption_entities") or ()
    urls = (entity["url"] for entity in entities if entity.get("type") == "text_link")
    return tuple(dict.fromkeys(url for url in urls if isinstance(url, str)))


def _photo(sizes: list[Any]) -> MediaReference:
    """One picture in several sizes; a photo is always a JPEG."""
    largest = max(sizes, key=lambda size: (size["width"] * size["height"], size.get("file_size") or 0))
    return MediaReference(key=_file_id(largest), content_type="image/jpeg", size=_size(largest))


def _name_and_type(document: JsonObject) -> tuple[str | None, str | None]:
    name, content_type = document.get("file_name"), document.get("mime_type")
    return name if isinstance(name, str) else None, content_type if isinstance(content_type, str) else None


def _file_id(body: JsonObject) -> str:
    found = body["file_id"]
    if not isinstance(found, str) or not found:
        raise TypeError("no file id")
    return found


def _size(body: JsonObject) -> int | None:
    found = body.get("file_size")
    return found if isinstance(found, int) else None
