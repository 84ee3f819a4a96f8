"""The methods that put a message into a chat."""

import string
from typing import Any, Final

from tests.telegram.fake.chats import Chat, Platform
from tests.telegram.fake.checks import Json, SpecViolation, Upload
from tests.telegram.fake.contents import CAPTION_LIMIT, ENTITIES, TEXT_LIMIT, words
from tests.telegram.fake.entities import utf16_length
from tests.telegram.fake.files import dimensions
from tests.telegram.fake.keyboards import check_markup, inline_part
from tests.telegram.fake.refusals import CAPTION_TOO_LONG, TEXT_EMPTY, TEXT_TOO_LONG, Refusal, bad_request

PHOTO_LIMIT: Final = 10 << 20
"""Bytes of a photo that a bot uploads."""

UPLOAD_LIMIT: Final = 50 << 20
"""Bytes of any other file that a bot uploads."""

_BLANK: Final = (
    string.whitespace
    + "\u00a0\u00ad\u1680\u180e\u202f\u205f\u2800\u3000\ufeff"
    + "".join(map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x202F))))
)

Uploads = dict[str, Upload]


def send_message(platform: Platform, said: Json, _: Uploads) -> Json:
    """sendMessage."""
    text = checked_text(said)
    check_markup(said.get("reply_markup"))
    chat = platform.writable(said["chat_id"])
    _change_keyboard(chat, said.get("reply_markup"))
    return platform.post(chat, platform.bot_user, _reply(chat, said) | text | inline_part(said.get("reply_markup")))


def send_photo(platform: Platform, said: Json, uploads: Uploads) -> Json:
    """sendPhoto."""
    caption = _caption(said)
    check_markup(said.get("reply_markup"))
    chat = platform.writable(said["chat_id"], "photos")
    content = {"photo": _photo(platform, said["photo"], uploads)} | caption | inline_part(said.get("reply_markup"))
    return platform.post(chat, platform.bot_user, _reply(chat, said) | content)


def send_document(platform: Platform, said: Json, uploads: Uploads) -> Json:
    """sendDocument."""
    caption = _caption(said)
    check_markup(said.get("reply_markup"))
    chat = platform.writable(said["chat_id"], "documents")
    content = {"document": _document(platform, said["document"], uploads)} | caption
    return platform.post(chat, platform.bot_user, _reply(chat, said) | content | inline_part(said.get("reply_markup")))


def send_media_group(platform: Platform, said: Json, uploads: Uploads) -> list[Json]:
    """sendMediaGroup, of photos or of documents."""
    media = said["media"]
    if not 2 <= len(media) <= 10:
        raise bad_request("media group must include 2-10 items" if media else "there are no messages to send")
    if len({each["type"] for each in media}) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    chat = platform.writable(said["chat_id"], f"{media[0]['type']}s")
    contents = [_item(platform, each, uploads) | _caption(each) for each in media]
    album = {"media_group_id": platform.next_album()}
    reply = _reply(chat, said)
    return [platform.post(chat, platform.bot_user, reply | album | content) for content in contents]


def checked_text(said: Json) -> Json:
    """The text of a message with its marks. Raises Telegram's Refusal when it is empty or too long."""
    _refuse_markup(said)
    text = _cut(said.get("text", ""))
    if not text:
        raise bad_request(TEXT_EMPTY)
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request(TEXT_TOO_LONG)
    return _marked("text", text, said.get("entities"))


def _cut(text: str) -> str:
    """Telegram cuts off what nobody sees at both ends: blanks, and the letters without a width."""
    return text.strip(_BLANK)


def _caption(said: Json) -> Json:
    _refuse_markup(said)
    caption = _cut(said.get("caption", ""))
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request(CAPTION_TOO_LONG)
    return _marked("caption", caption, said.get("caption_entities"))


def _marked(name: str, text: str, told: list[Json] | None) -> Json:
    content = words(text, name=name)
    return content | ({ENTITIES[name]: told + content.get(ENTITIES[name], [])} if told else {})


def _refuse_markup(said: Json) -> None:
    if said.get("parse_mode"):
        raise SpecViolation("this stand-in reads plain text only", "parse_mode")


def _change_keyboard(chat: Chat, markup: Json | None) -> None:
    if markup and "keyboard" in markup:
        chat.keyboard = [button for row in markup["keyboard"] for button in row]
    elif markup and "remove_keyboard" in markup:
        chat.keyboard = []


def _reply(chat: Chat, said: Json) -> Json:
    told = said.get("reply_parameters")
    if told is None:
        return {}
    replied = chat.messages.get(told["message_id"])
    if replied is None:
        if told.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {name: value for name, value in replied.items() if name != "reply_to_message"}}


def _item(platform: Platform, told: Json, uploads: Uploads) -> Json:
    match told["type"]:
        case "photo":
            return {"photo": _photo(platform, told["media"], uploads)}
        case "document":
            return {"document": _document(platform, told["media"], uploads)}
        case other:
            raise SpecViolation(f"this stand-in sends no {other}", "media")


def _photo(platform: Platform, told: Any, uploads: Uploads) -> list[Json]:
    upload = _uploaded(told, uploads)
    if upload is None:
        return platform.files.photo(platform.files.by_id(told).content)
    size = len(upload.content)
    if size > PHOTO_LIMIT:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    known = dimensions(upload.content)
    if known is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(known) > 10_000 or max(known) > 20 * min(known):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return platform.files.photo(upload.content)


def _document(platform: Platform, told: Any, uploads: Uploads) -> Json:
    upload = _uploaded(told, uploads)
    if upload is None:
        return platform.files.by_id(told).told()
    if len(upload.content) > UPLOAD_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    stored = platform.files.add(upload.content, "documents", upload.name)
    return stored.told() | {"file_name": upload.name}


def _uploaded(told: Any, uploads: Uploads) -> Upload | None:
    """The file that came with the request; None when `told` is a file_id. Raises Refusal for links and empty files."""
    upload = told if isinstance(told, Upload) else None
    if isinstance(told, str) and told.startswith("attach://"):
        upload = uploads.get(told.removeprefix("attach://"))
        if upload is None:
            raise bad_request("there is no such file in the request")
    if isinstance(told, str) and told.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if upload is not None and not upload.content:
        raise bad_request("file must be non-empty")
    return upload
