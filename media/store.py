"""Where do pictures lie, and how do they get there without ever being half there?"""

import asyncio
import hashlib
import os
import re
import sys
import uuid
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from media.room import Rooms

_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_TEMPORARY = "temporary"
_THUMBNAILS = "thumbnails"


class MediaStore:
    """Files named by their SHA-256: `root/ab/cdef….jpg`. The same bytes lie there once.

    A file that has its name is whole and on the disk; until then it lies in `root/temporary`. Small copies lie in
    `root/thumbnails` under the same names; they may be missing, and go with their pictures.
    `rooms` is the memory for what is on its way here.
    """

    def __init__(self, root: Path) -> None:
        self.rooms = Rooms()
        self._root = root
        self._folders_on_disk: set[str] = set()

    async def put(self, content: bytes, extension: str) -> str:
        """Store the bytes and return their SHA-256. When this returns they survive a power cut.

        The extension (1 to 8 of a-z0-9, no dot) must be the same for the same bytes. Bytes that lie there
        already stay; a file of the wrong size is replaced. Raises OSError (a full disk, say).
        """
        return await asyncio.to_thread(self.put_here, content, extension)

    def put_here(self, content: bytes, extension: str, sha256: str | None = None) -> str:
        """The same in this thread, which may be any; `sha256` of the bytes where it is known already."""
        if not _EXTENSION.fullmatch(extension):
            raise ValueError(f"an extension has 1 to 8 of a-z0-9, not {extension!r}")
        sha256 = sha256 or hashlib.sha256(content).hexdigest()
        self._put(content, extension, sha256)
        return sha256

    def path(self, sha256: str) -> Path | None:
        """Where the bytes with this SHA-256 lie; None when they do not, or when it is no SHA-256."""
        if not _SHA256.fullmatch(sha256):
            return None
        return next((self._root / sha256[:2]).glob(f"{sha256[2:]}.*"), None)

    async def read(self, sha256: str) -> bytes:
        """The bytes. Raises FileNotFoundError when they are not there."""
        return await asyncio.to_thread(self._read, sha256)

    def remove(self, sha256: str) -> bool:
        """Delete the bytes; whether they were there."""
        path = self.path(sha256)
        if path is None:
            return False
        path.unlink(missing_ok=True)
        self._thumbnail_path(sha256).unlink(missing_ok=True)
        return True

    def thumbnail(self, sha256: str) -> bytes | None:
        """The small copy of this picture, a JPEG; None when there is none."""
        try:
            return self._thumbnail_path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def put_thumbnail(self, sha256: str, content: bytes) -> None:
        """Keep a small copy of the picture with this SHA-256. Whole or not at all, but not safe from a power cut."""
        target = self._thumbnail_path(sha256)
        temporary = self._root / _TEMPORARY / f"{uuid.uuid4().hex}.part"
        for folder in (temporary.parent, target.parent):
            folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(target)

    def remove_others(self, kept: Collection[str]) -> int:
        """Delete everything but what has these SHA-256, and say how many files went. Only while nothing is put."""
        gone = 0
        for folder in self._root.glob("[0-9a-f][0-9a-f]"):
            for file in folder.iterdir():
                if f"{folder.name}{file.stem}" not in kept:
                    gone += self.remove(f"{folder.name}{file.stem}")
        return gone

    def folders(self) -> list[str]:
        """The first two letters of the SHA-256s of what lies here, in order: for working through all of it in parts."""
        return sorted(folder.name for folder in self._root.glob("[0-9a-f][0-9a-f]"))

    def listed(self, folder: str) -> set[str]:
        """The SHA-256s of what lies in one of these folders."""
        return {f"{folder}{file.stem}" for file in (self._root / folder).glob("*")}

    def unclaimed(self, folder: str, claimed: Collection[str], rested: timedelta) -> list[str]:
        """What lies in a folder, is none of these SHA-256s, and was last put longer ago than this, by the disk's clock.

        The time is real, not rehearsed: what is on its way is claimed within seconds of being put.
        """
        others = [file for file in (self._root / folder).glob("*") if f"{folder}{file.stem}" not in claimed]
        if not others:
            return []
        before = self._disk_time() - rested.total_seconds()
        return [f"{folder}{file.stem}" for file in others if file.stat().st_mtime < before]

    def sweep_temporaries(self) -> int:
        """Remove what a crash left half written, and say how many. Only at start, before anything is put."""
        swept = 0
        for left in (self._root / _TEMPORARY).glob("*"):
            left.unlink(missing_ok=True)
            swept += 1
        return swept

    def _put(self, content: bytes, extension: str, sha256: str) -> None:
        folder = self._root / sha256[:2]
        target = folder / f"{sha256[2:]}.{extension}"
        if _holds(target, len(content)):
            os.utime(target)  # it is wanted again: see `unclaimed`
        else:
            self._open(folder)
            self._write(target, content)
        # Also when the file lay there already: the process that put it may have died just before this.
        _sync_folder(folder)
        if folder.name not in self._folders_on_disk:
            _sync_folder(self._root)
            self._folders_on_disk.add(folder.name)

    def _open(self, folder: Path) -> None:
        if not self._root.exists():
            self._root.mkdir(parents=True, exist_ok=True)
            _sync_folder(self._root.parent)
        if not folder.exists():
            self._folders_on_disk.discard(folder.name)  # somebody may have taken it away
            folder.mkdir(exist_ok=True)

    def _write(self, target: Path, content: bytes) -> None:
        temporary = self._root / _TEMPORARY / f"{uuid.uuid4().hex}.part"
        temporary.parent.mkdir(exist_ok=True)
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException as error:
            temporary.unlink(missing_ok=True)
            # Windows replaces no file that somebody has open; another put of the same bytes came first.
            if not (isinstance(error, PermissionError) and _holds(target, len(content))):
                raise

    def _thumbnail_path(self, sha256: str) -> Path:
        return self._root / _THUMBNAILS / sha256[:2] / f"{sha256[2:]}.jpg"

    def _disk_time(self) -> float:
        """The seconds that the disk writes on a file of this moment."""
        mark = self._root / _TEMPORARY / f"{uuid.uuid4().hex}.time"
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        seconds = mark.stat().st_mtime
        mark.unlink()
        return seconds

    def _read(self, sha256: str) -> bytes:
        path = self.path(sha256)
        if path is None:
            raise FileNotFoundError(f"no picture {sha256!r}")
        return path.read_bytes()


def _holds(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """Force the folder's entries to the disk. Windows cannot, and need not, do that."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
