"""Pictures on the disk: whole or not at all."""

import asyncio
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from media.store import MediaStore
from tests.processes import waited_for

ROOT = Path(__file__).parents[2]
BYTES = b"a picture, let us say"
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "data" / "media")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "media"


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


async def test_bytes_lie_under_their_sha256(store: MediaStore, root: Path) -> None:
    assert await store.put(BYTES, "jpg") == SHA256
    path = root / SHA256[:2] / f"{SHA256[2:]}.jpg"
    assert files(root) == [path]
    assert path.read_bytes() == BYTES
    assert store.path(SHA256) == path
    assert await store.read(SHA256) == BYTES


async def test_the_same_bytes_again_are_not_written_again(store: MediaStore) -> None:
    await store.put(BYTES, "jpg")
    path = store.path(SHA256)
    assert path is not None
    before = path.stat()
    assert await store.put(BYTES, "jpg") == SHA256
    assert path.stat().st_ino == before.st_ino


async def test_what_nobody_claims_is_told_once_it_has_rested(store: MediaStore) -> None:
    other = await store.put(b"another picture", "png")
    await store.put(BYTES, "jpg")
    assert sorted([SHA256[:2], other[:2]]) == store.folders()
    assert store.listed(SHA256[:2]) == {SHA256} and store.listed("zz") == set()
    day = timedelta(days=1)
    path = store.path(SHA256)
    assert path is not None
    assert store.unclaimed(SHA256[:2], set(), day) == []
    os.utime(path, (path.stat().st_mtime - 86_500,) * 2)
    assert store.unclaimed(SHA256[:2], set(), day) == [SHA256]
    assert store.unclaimed(SHA256[:2], {SHA256}, day) == []
    await store.put(BYTES, "jpg")  # it is wanted again
    assert store.unclaimed(SHA256[:2], set(), day) == []


async def test_a_small_copy_lies_beside_its_picture_and_goes_with_it(store: MediaStore, root: Path) -> None:
    await store.put(BYTES, "jpg")
    assert store.thumbnail(SHA256) is None
    store.put_thumbnail(SHA256, b"small")
    assert store.thumbnail(SHA256) == b"small"
    assert await store.read(SHA256) == BYTES and store.listed(SHA256[:2]) == {SHA256}
    assert store.remove_others({SHA256}) == 0
    assert store.remove_others(()) == 1
    assert files(root) == []
    assert not store.remove(SHA256)


async def test_a_file_of_the_wrong_size_is_mended(store: MediaStore) -> None:
    await store.put(BYTES, "jpg")
    path = store.path(SHA256)
    assert path is not None
    os.truncate(path, 5)
    await store.put(BYTES, "jpg")
    assert await store.read(SHA256) == BYTES


async def test_the_same_bytes_put_by_many_at_once_lie_there_once(store: MediaStore, root: Path) -> None:
    assert set(await asyncio.gather(*(store.put(BYTES, "jpg") for _ in range(30)))) == {SHA256}
    assert len(files(root)) == 1


@pytest.mark.parametrize("sha256", ["0" * 64, "", "../../../etc/passwd", SHA256.upper(), SHA256[:-1] + "*"])
async def test_what_is_not_there_has_no_path(store: MediaStore, sha256: str) -> None:
    await store.put(BYTES, "jpg")
    assert store.path(sha256) is None
    with pytest.raises(FileNotFoundError):
        await store.read(sha256)


@pytest.mark.parametrize("extension", ["", ".jpg", "JPG", "../x", "a/b", "x" * 9])
async def test_an_odd_extension_is_refused(store: MediaStore, extension: str) -> None:
    with pytest.raises(ValueError, match="extension"):
        await store.put(BYTES, extension)


def test_a_put_that_fails_says_so_and_leaves_nothing(store: MediaStore, root: Path) -> None:
    (root / SHA256[:2] / f"{SHA256[2:]}.jpg").mkdir(parents=True)  # a folder where the file should be
    with pytest.raises((IsADirectoryError, PermissionError)):
        asyncio.run(store.put(BYTES, "jpg"))
    assert files(root) == []


async def test_sweeping_removes_what_a_crash_left_and_nothing_else(store: MediaStore, root: Path) -> None:
    assert store.sweep_temporaries() == 0
    await store.put(BYTES, "jpg")
    (root / "temporary" / "half.part").write_bytes(b"half")
    assert store.sweep_temporaries() == 1
    assert store.sweep_temporaries() == 0
    assert await store.read(SHA256) == BYTES


async def test_a_folder_that_somebody_took_away_is_made_again(store: MediaStore, root: Path) -> None:
    await store.put(BYTES, "jpg")
    shutil.rmtree(root)
    assert await store.put(BYTES, "jpg") == SHA256
    assert await store.read(SHA256) == BYTES


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_process_leaves_whole_files_and_temporaries_only(root: Path, store: MediaStore) -> None:
    script = """
import asyncio, os, sys
from pathlib import Path
from media.store import MediaStore
async def main():
    store = MediaStore(Path(sys.argv[1]))
    while True:
        print(await store.put(os.urandom(300_000), "png"), flush=True)
asyncio.run(main())
"""
    process = subprocess.Popen([sys.executable, "-c", script, str(root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with waited_for(process):
        stored = [process.stdout.readline().strip() for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    process.wait()
    assert all(store.path(sha256) for sha256 in stored)
    store.sweep_temporaries()
    for path in files(root):
        assert path.parent.name + path.stem == hashlib.sha256(path.read_bytes()).hexdigest()
