"""What is a file, judged by its name and by the type its sender claims?"""

import re
from typing import Final

_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
# By name as well as by type: a phone often does not know the type. Whether it really is a picture is for the checking
# of its bytes.
_PICTURE_SUFFIXES: Final = {"jpg", "jpeg", "jfif", "png", "webp", "gif", "bmp", "heic", "heif", "avif", "tif", "tiff"}
_PICTURE_TYPES: Final = {"jpeg", "jpg", "png", "webp", "gif", "bmp", "x-ms-bmp", "heic", "heif", "avif", "tiff"}
_VIDEO_SUFFIXES: Final = {"mp4", "mov", "avi", "mkv", "webm", "3gp", "m4v"}
_AUDIO_SUFFIXES: Final = {"mp3", "m4a", "ogg", "oga", "opus", "wav", "amr", "aac"}


def is_picture(name: str | None, content_type: str | None) -> bool:
    """Whether the file says that it is a picture of a kind that can be looked at."""
    kind, _, subtype = (content_type or "").lower().partition("/")
    return _suffix(name) in _PICTURE_SUFFIXES or (kind == "image" and subtype in _PICTURE_TYPES)


def what_file(name: str | None, content_type: str | None) -> str:
    """What the file is, in one word: "PDF", "XLSX", "video", "audio", or "file"."""
    suffix = _suffix(name)
    kind = (content_type or "").lower().partition("/")[0]
    if suffix in _VIDEO_SUFFIXES or kind == "video":
        return "video"
    if suffix in _AUDIO_SUFFIXES or kind == "audio":
        return "audio"
    return suffix.upper() or "file"


def _suffix(name: str | None) -> str:
    found = _SUFFIX.search(name or "")
    return found[1].lower() if found else ""
