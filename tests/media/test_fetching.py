"""A picture on its way from the platform into the store."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.clock import SystemClock
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.ports import MediaError, MediaReference
from media.checking import MAX_BYTES, PictureFault
from media.fetching import Fetched, fetch_picture
from media.room import HEAVY_BYTES, HEAVY_ROOM, LIGHT_ROOM
from media.store import MediaStore


def png(colour: int) -> bytes:
    file = BytesIO()
    Image.new("L", (9, 7), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[LocalPlatform]:
    with LocalPlatform(tmp_path / "local", SystemClock().now) as opened:
        opened.open_chat("an", "Chị An")
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def sent(platform: LocalPlatform, content: bytes, size: int | None = None) -> MediaReference:
    (message,) = platform.send_pictures("an", [content])
    return MediaReference(message.upload or "", size=size)


async def test_what_was_fetched_lies_in_the_store(platform: LocalPlatform, store: MediaStore) -> None:
    fetched = await fetch_picture(LocalChannel(platform), store, sent(platform, png(1)))
    assert fetched.picture is not None
    assert await store.read(fetched.picture.sha256) == png(1)
    assert (store.rooms.light.free, store.rooms.heavy.free) == (LIGHT_ROOM, HEAVY_ROOM)


@pytest.mark.parametrize(("more", "fault"), [(-1, None), (0, None), (1, PictureFault.TOO_HEAVY)])
async def test_what_is_said_to_be_too_heavy_is_not_fetched(
    platform: LocalPlatform, store: MediaStore, more: int, fault: PictureFault | None
) -> None:
    reference = sent(platform, png(1), size=MAX_BYTES + more)
    platform.faults.fail_fetches(MediaError("asked"))
    fetched = await fetch_picture(LocalChannel(platform), store, reference)
    assert fetched == Fetched(fault=fault)
    assert fetched.pending is (fault is None)


async def test_without_room_it_is_pending_after_the_time_out(platform: LocalPlatform, store: MediaStore) -> None:
    channel, photo, heavy = LocalChannel(platform), sent(platform, png(1), 99), sent(platform, png(2), HEAVY_BYTES + 1)
    async with store.rooms.heavy.taken(HEAVY_ROOM):
        assert (await fetch_picture(channel, store, heavy, seconds=0.01)).pending
        assert (await fetch_picture(channel, store, photo, seconds=5)).picture is not None
    async with store.rooms.light.taken(LIGHT_ROOM):
        assert (await fetch_picture(channel, store, photo, seconds=0.01)).pending
        assert (await fetch_picture(channel, store, heavy, seconds=5)).picture is not None


async def test_what_fails_gives_its_room_back(platform: LocalPlatform, store: MediaStore) -> None:
    channel = LocalChannel(platform)
    platform.faults.fail_fetches(MediaError("busy"))
    assert (await fetch_picture(channel, store, sent(platform, png(1)))).pending
    assert (await fetch_picture(channel, store, MediaReference("0" * 64))).gone
    assert (await fetch_picture(channel, store, sent(platform, b"%PDF-1.7"))).fault is PictureFault.NOT_A_PICTURE
    assert (store.rooms.light.free, store.rooms.heavy.free) == (LIGHT_ROOM, HEAVY_ROOM)
