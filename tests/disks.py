"""A small disk of its own for the processes of a test: really full, really not to be written, or really failing.

It is a tmpfs in a mount namespace that nobody else is in, so nothing is left when the test ends; a failing one is an
ext4 in a file. That takes root on Linux (which a container's build has); elsewhere the test is skipped and says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

BLOCK = 4096
_KEEP = 'mount -t tmpfs -o "size=$1" none "$0" && echo there && exec sleep 86400'
_FAILING = "loop,errors=remount-ro"
_FAIL_KEEP = f'mount -o {_FAILING} "$1" "$0" && echo there && exec sleep 86400'


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


class FailingDisk(Disk):
    """One whose file system can find itself damaged, under open files, and be mended when nobody uses it."""

    def __init__(self, keeper: "subprocess.Popen[str]", folder: Path, image: Path) -> None:
        super().__init__(keeper, folder)
        self._image = image

    def keeps_what_is_there(self) -> None:
        """What was written until now is on the disk; of what comes, only what its writer waits for."""
        self._run("sync", "-f", str(self._folder))

    def fails(self) -> None:
        """From now on nothing can be written, and what is written just now is lost: so Linux saves a damaged ext4."""
        device = self._run("findmnt", "-no", "SOURCE", str(self._folder)).strip()
        Path(f"/sys/fs/ext4/{Path(device).name}/trigger_fs_error").write_text("1")

    def is_mended(self) -> None:
        """As somebody does it who knows how; no file may be open."""
        self._run("umount", str(self._folder))
        checked = subprocess.run(["e2fsck", "-fp", str(self._image)], capture_output=True, text=True, check=False)
        assert checked.returncode in {0, 1}, checked.stdout + checked.stderr
        self._run("mount", "-o", _FAILING, str(self._image), str(self._folder))

    def _run(self, *words: str) -> str:
        return subprocess.run([*self.inside, *words], check=True, capture_output=True, text=True).stdout


@contextmanager
def failing_disk(folder: Path, size: str) -> Iterator[FailingDisk]:
    """As `small_disk`, and it can fail. Skips the test where none can be made."""
    if not _can_fail():
        pytest.skip("a disk that fails takes root, ext4, loop devices and mkfs.ext4 on Linux")
    folder.mkdir(parents=True, exist_ok=True)
    image = folder.with_name("disk.img")
    _make_file_system(image, size)
    with _kept(_FAIL_KEEP, str(folder), str(image)) as keeper:
        yield FailingDisk(keeper, folder, image)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Disk]:
    """A disk of so much ("6m") over this folder. Skips the test where none can be made."""
    if not _possible():
        pytest.skip("a disk of its own takes root, unshare, nsenter and mount on Linux")
    folder.mkdir(parents=True, exist_ok=True)
    with _kept(_KEEP, str(folder), size) as keeper:
        yield Disk(keeper, folder)


@contextmanager
def _kept(script: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds a mount namespace of its own open."""
    keeper = subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, *words],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "there\n"
        yield keeper
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


@cache
def _can_fail() -> bool:
    tools = ("mkfs.ext4", "e2fsck", "findmnt")
    if not _possible() or not all(map(shutil.which, tools)):
        return False
    with TemporaryDirectory() as folder:
        image = Path(folder) / "disk.img"
        _make_file_system(image, "1m")
        words = ["unshare", "--mount", "mount", "-o", _FAILING, str(image), "/mnt"]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _make_file_system(image: Path, size: str) -> None:
    with image.open("wb") as file:
        file.truncate(int(size.removesuffix("m")) * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True, capture_output=True)
