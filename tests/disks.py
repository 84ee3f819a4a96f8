"""A small disk of its own for the processes of a test: one that is really full, or that really cannot be written.

It is a tmpfs in a mount namespace that nobody else is in, so nothing is left when the test ends. That takes root on
Linux (which a container's build has); elsewhere the test is skipped and says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

BLOCK = 4096
_KEEP = 'mount -t tmpfs -o "size=$1" none "$0" && echo there && exec sleep 86400'


class Disk:
    """Mounted over `folder` for whoever is started with `inside`. `here` is how this process sees it.

    Only for plain files: SQLite takes `/proc/…/root` for a link to this process's own disk and opens another file.
    """

    def __init__(self, keeper: "subprocess.Popen[str]", folder: Path) -> None:
        self._keeper = keeper
        self._folder = folder
        self.here = Path(f"/proc/{keeper.pid}/root{folder}")

    @property
    def inside(self) -> list[str]:
        """Before the words of a command: it sees the disk."""
        return ["nsenter", "-t", str(self._keeper.pid), "--mount", "--"]

    @contextmanager
    def full(self, but: int = 0) -> Iterator[None]:
        """To the last byte, or but for so many."""
        filler = self.here / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(BLOCK)):
                    pass
            except OSError:
                os.truncate(filler, max(0, file.tell() - but))
        try:
            yield
        finally:
            filler.unlink()

    @contextmanager
    def read_only(self, folder: str = "") -> Iterator[None]:
        """All of it, or a folder of it; nothing there may be open for writing."""
        place = str(self._folder / folder)
        self._mount("--bind", place, place)
        self._mount("-o", "remount,bind,ro", place)
        try:
            yield
        finally:
            self._mount("-o", "remount,bind,rw", place)

    def _mount(self, *words: str) -> None:
        subprocess.run([*self.inside, "mount", *words], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Disk]:
    """A disk of so much ("6m") over this folder. Skips the test where none can be made."""
    if not _possible():
        pytest.skip("a disk of its own takes root, unshare, nsenter and mount on Linux")
    folder.mkdir(parents=True, exist_ok=True)
    keeper = subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", _KEEP, str(folder), size],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "there\n"
        yield Disk(keeper, folder)
    finally:
        keeper.kill()
        keeper.wait()
        assert keeper.stdout is not None
        keeper.stdout.close()


@cache
def _possible() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "nsenter", "mount"))):
        return False
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0
