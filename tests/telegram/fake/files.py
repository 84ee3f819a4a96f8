"""Which files does Telegram keep, and in which sizes does it show a picture?"""

import hashlib
import warnings
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import count
from typing import Final

from PIL import Image, UnidentifiedImageError

from tests.telegram.fake.checks import Json
from tests.telegram.fake.refusals import FILE_TOO_BIG, WRONG_FILE, bad_request

DOWNLOAD_LIMIT: Final = 20 << 20
"""Bytes that getFile hands out at most."""

_SHOWN: Final = (90, 320, 800)
"""Longer edges of the smaller sizes."""

_TYPES: Final = {"photos": ".jpg", "voice": ".oga", "stickers": ".webp"}


@dataclass(slots=True)
class Stored:
    """One uploaded file."""

    id: str
    unique_id: str
    path: str
    content: bytes
    handed_out: bool = False
    """Whether getFile was asked: only then the path leads anywhere."""

    def told(self) -> Json:
        """What every mention of the file says."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class Files:
    """All uploads. The same bytes uploaded again are another file with another unique id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._numbers = count(1)

    def add(self, content: bytes, folder: str, name: str = "") -> Stored:
        """Keep an upload. `folder` is the first part of its path: photos, documents, voice, stickers."""
        number = next(self._numbers)
        mark = hashlib.sha256(f"{folder} {number}".encode()).hexdigest()
        ending = _TYPES.get(folder) or ("." + name.rpartition(".")[2] if "." in name else "")
        stored = Stored(f"AgACAgUAAxkBAA{mark[:44]}", f"AQAD{mark[44:56]}", f"{folder}/file_{number}{ending}", content)
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> Stored:
        """The file of this id. Raises Telegram's Refusal when there is none."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request(WRONG_FILE)
        return stored

    def hand_out(self, file_id: str) -> Json:
        """What getFile answers; from now on the path can be downloaded."""
        stored = self.by_id(file_id)
        if len(stored.content) > DOWNLOAD_LIMIT:
            raise bad_request(FILE_TOO_BIG)
        stored.handed_out = True
        return stored.told() | {"file_path": stored.path}

    def download(self, path: str) -> bytes | None:
        """The bytes at a path that getFile told; None when there are none, or not any more."""
        stored = self._by_path.get(path)
        return stored.content if stored and stored.handed_out else None

    def expire_paths(self) -> None:
        """An hour has passed: getFile has to be asked again."""
        for stored in self._by_id.values():
            stored.handed_out = False

    def photo(self, content: bytes) -> list[Json]:
        """A picture in several sizes, smallest first; the largest is the content itself, untouched."""
        width, height = dimensions(content) or (1280, 960)
        longer = max(width, height)
        sizes: list[Json] = []
        for edge in _SHOWN:
            if edge < longer:
                small = (max(1, width * edge // longer), max(1, height * edge // longer))
                sizes.append(self._size(_small_jpeg(*small), *small))
        return [*sizes, self._size(content, width, height)]

    def thumbnail(self, content: bytes) -> Json | None:
        """A document's small picture, when it is one."""
        known = dimensions(content)
        if known is None:
            return None
        width, height = known
        longer = max(width, height, 1)
        small = (max(1, width * 90 // longer), max(1, height * 90 // longer))
        return self._size(_small_jpeg(*small), *small)

    def _size(self, content: bytes, width: int, height: int) -> Json:
        return self.add(content, "photos").told() | {"width": width, "height": height}


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height of a picture, from its head only; None when this is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)) as picture:
                return picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None


@cache
def _small_jpeg(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), (200, 205, 210)).save(out, "JPEG")
    return out.getvalue()
