"""What does an update of the built-in platform say in neutral words?"""

import logging
import re
from dataclasses import replace
from typing import Final

from channels.local.messages import LocalKind, LocalMessage, message_from
from core.ports import Address, Inbound, InboundKind, MediaReference, RawUpdate

_logger = logging.getLogger(__name__)

NAME: Final = "local"
ACCOUNT: Final = "local"

_START = re.compile(r"/start(?:\s+(.*))?", re.DOTALL)
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
# By name as well as by type: a browser or a phone often does not know the type. Whether it really is a picture is
# for the checking of its bytes.
_PICTURE_SUFFIXES = {"jpg", "jpeg", "jfif", "png", "webp", "gif", "bmp", "heic", "heif", "avif", "tif", "tiff"}
_PICTURE_TYPES = {"jpeg", "jpg", "png", "webp", "gif", "bmp", "x-ms-bmp", "heic", "heif", "avif", "tiff"}
_VIDEO_SUFFIXES = {"mp4", "mov", "avi", "mkv", "webm", "3gp", "m4v"}
_AUDIO_SUFFIXES = {"mp3", "m4a", "ogg", "oga", "opus", "wav", "amr", "aac"}


def translate(update: RawUpdate, account: str = ACCOUNT) -> Inbound | None:
    """The update in neutral words, as this bot account got it; None, never an error, for what is not known here."""
    try:
        message = message_from(update.payload)
        if message.from_bot or message.chat != update.chat:
            raise ValueError("not said by the person of this chat")
        return _inbound(message, account)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        _logger.info("update %s of the built-in channel is left out: %s", update.key, type(error).__name__)
        return None


def _inbound(message: LocalMessage, account: str) -> Inbound:
    plain = Inbound(
        address=Address(NAME, account, message.chat),
        message=str(message.id),
        sent_at=message.at,
        kind=InboundKind.TEXT,
        text=message.text,
        album=message.album,
    )
    match message.kind:
        case LocalKind.TEXT:
            started = _START.fullmatch(message.text)
            # Typed by hand it means the same as the link.
            return replace(plain, kind=InboundKind.START, text=(started[1] or "").strip()) if started else plain
        case LocalKind.START:
            return replace(plain, kind=InboundKind.START)
        case LocalKind.PRESS:
            return replace(plain, kind=InboundKind.BUTTON, text="", action=_action(message))
        case LocalKind.FILE if not _is_picture(message):
            return replace(plain, kind=InboundKind.OTHER, other=_what(message), document=_reference(message))
        case LocalKind.PHOTO | LocalKind.FILE:
            return replace(plain, kind=InboundKind.PHOTO, picture=_reference(message))


def _action(message: LocalMessage) -> str:
    if message.pressed is None:
        raise ValueError("a press without an action")
    return message.pressed


def _reference(message: LocalMessage) -> MediaReference:
    if message.upload is None:
        raise ValueError("a file without an upload")
    return MediaReference(message.upload, message.file_name, message.content_type, message.size)


def _is_picture(message: LocalMessage) -> bool:
    kind, _, subtype = (message.content_type or "").lower().partition("/")
    return _suffix(message) in _PICTURE_SUFFIXES or (kind == "image" and subtype in _PICTURE_TYPES)


def _what(message: LocalMessage) -> str:
    """What the file is, in one word: "PDF", "XLSX", "video", "audio", or "file"."""
    suffix = _suffix(message)
    kind = (message.content_type or "").lower().partition("/")[0]
    if suffix in _VIDEO_SUFFIXES or kind == "video":
        return "video"
    if suffix in _AUDIO_SUFFIXES or kind == "audio":
        return "audio"
    return suffix.upper() or "file"


def _suffix(message: LocalMessage) -> str:
    found = _SUFFIX.search(message.file_name or "")
    return found[1].lower() if found else ""
