"""The evidence's pictures, scaled down for a document, one at a time: memory holds one of them, the disk the rest."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from PIL import Image

from core.figures_facts import ItemFact
from media.store import MediaStore
from media.thumbnails import scaled_down

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A JPEG in the spool. Width and height in pixels, `size` in bytes."""

    width: int
    height: int
    offset: int
    size: int


class Problem(StrEnum):
    """Why there is no thumbnail."""

    PENDING = "pending"
    NO_FILE = "no_file"
    BROKEN = "broken"


Scaled = Thumbnail | Problem


class Thumbnails:
    """Makes each picture's thumbnail once and keeps it in a temporary file."""

    def __init__(self, store: MediaStore, spool: IO[bytes]) -> None:
        self._store = store
        self._spool = spool
        self._end = 0
        self._made: dict[str, Scaled] = {}

    def of(self, item: ItemFact) -> Scaled:
        """The item's picture; a Problem, and a line in the log, when it is missing or broken.

        Raises OSError when the spool cannot be written (no space left, say).
        """
        if item.media_sha is None:
            return Problem.PENDING
        made = self._made.get(item.media_sha)
        if made is None:
            made = self._made[item.media_sha] = self._make(item.media_sha, item.number)
        return made

    def read(self, thumbnail: Thumbnail) -> bytes:
        """The JPEG's bytes."""
        self._spool.seek(thumbnail.offset)
        return self._spool.read(thumbnail.size)

    def _make(self, sha256: str, number: int) -> Scaled:
        path = self._store.path(sha256)
        if path is None:
            _log.warning(
                "the picture of item %d is not in the store (%s); the report shows a placeholder", number, sha256
            )
            return Problem.NO_FILE
        try:
            content, width, height = self._scaled(sha256, path)
        except Exception as error:  # what lies on a disk for months makes decoders raise nearly anything
            _log.warning("the picture of item %d cannot be opened (%s): %r", number, path, error)
            return Problem.BROKEN
        self._spool.seek(self._end)
        self._spool.write(content)
        made = Thumbnail(width, height, self._end, len(content))
        self._end += len(content)
        return made

    def _scaled(self, sha256: str, path: Path) -> tuple[bytes, int, int]:
        """From the thumbnail that was made when the picture came in, else from the picture."""
        made = self._store.thumbnail(sha256)
        if made is None:
            return scaled_down(path.read_bytes())
        with Image.open(BytesIO(made)) as image:
            return made, *image.size


@contextmanager
def spooled(store: MediaStore, folder: Path) -> Iterator[Thumbnails]:
    """Thumbnails whose spool lies nameless in this folder and is gone afterwards, also after a crash."""
    with TemporaryFile(dir=folder, prefix=".thumbnails-") as spool:
        yield Thumbnails(store, spool)
