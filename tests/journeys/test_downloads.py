"""Files behind links, as an installation hands them out: to whoever can be reached, for a while, by its own key."""

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from os import urandom
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.config import Config, config_of
from bot.downloads import GOOD_FOR, SignedLinks, downloads_of, link_key, links_of
from core.download_tokens import KEY_BYTES
from core.ports import Address
from db import people
from media.store import MediaStore
from tests.journeys.pictures import photo
from tests.journeys.stage import Stage
from web.front import front

PUBLIC = "https://nhacnop.example"


@pytest.fixture
def config(stage: Stage) -> Config:
    """The settings of an installation that the world reaches."""
    return config_of({"web": {"public_url": PUBLIC}, "media": {"dir": str(stage.media)}})


@pytest.fixture
async def browser(stage: Stage, config: Config) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's browser at the door."""
    door = httpx.ASGITransport(front(downloads_of(config, stage.installation).routes()))
    async with httpx.AsyncClient(transport=door, base_url=PUBLIC) as client:
        yield client


def links(config: Config) -> SignedLinks:
    """How this installation signs."""
    found = links_of(config)
    assert found is not None
    return found


async def member_of(stage: Stage, chat: str) -> int:
    """Whoever this chat belongs to."""
    async with stage.installation.database.snapshot() as tx:
        found = await people.members_at(tx, [Address("local", "local", chat)], stage.now.date())
    return found[Address("local", "local", chat)].id


async def test_a_picture_is_shown_to_whoever_can_be_reached_and_to_nobody_else(
    stage: Stage, config: Config, browser: httpx.AsyncClient
) -> None:
    sha256 = await MediaStore(stage.media).put(photo("bài"), "jpg")
    binh = await member_of(stage, "binh")
    url = links(config).picture(sha256, binh, stage.now)
    shown = await browser.get(url)
    assert shown.status_code == 200
    assert not Image.open(BytesIO(shown.content)).getexif()
    await stage.loses_its_chat(stage.binh)
    gone = await browser.get(url)
    assert (gone.status_code, "không còn dùng được" in gone.text) == (404, True)


async def test_a_document_is_kept_for_three_days(stage: Stage, config: Config, browser: httpx.AsyncClient) -> None:
    sha256 = await MediaStore(config.documents_dir).put(b"report", "docx")
    url = links(config).link("bao-cao.docx", sha256, None, stage.now)
    assert (await browser.get(url)).content == b"report"
    over = links(config).link("bao-cao.docx", sha256, None, stage.now - GOOD_FOR)
    assert (await browser.get(over)).status_code == 404
    last = links(config).link("bao-cao.docx", sha256, None, stage.now - GOOD_FOR + timedelta(seconds=1))
    assert (await browser.get(last)).status_code == 200


async def test_another_key_ends_every_link(stage: Stage, config: Config) -> None:
    sha256 = await MediaStore(config.documents_dir).put(b"report", "docx")
    url = links(config).link("bao-cao.docx", sha256, None, stage.now)
    (stage.media.parent / "link.key").unlink()
    door = httpx.ASGITransport(front(downloads_of(config, stage.installation).routes()))
    async with httpx.AsyncClient(transport=door, base_url=PUBLIC) as client:
        assert (await client.get(url)).status_code == 404


def test_the_key_is_made_once_for_its_owner_only_and_the_variable_comes_first(config: Config, tmp_path: Path) -> None:
    key = link_key(config, {})
    assert link_key(config, {}) == key
    assert (config.media_dir.parent / "link.key").stat().st_mode & 0o077 == 0
    assert link_key(config, {"NHACNOP_LINK_KEY": "of-all-machines"}) != key


def test_of_two_processes_that_begin_at_once_both_have_one_key(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one makes it just after this one saw that there was none."""
    file, keys = config.media_dir.parent / "link.key", list[bytes]()

    def fresh(size: int) -> bytes:
        if not keys:
            keys.append(b"")
            keys[0] = link_key(config, {})
        return urandom(size)

    monkeypatch.setattr(secrets, "token_bytes", fresh)
    assert link_key(config, {}) == keys[0] == file.read_bytes() == link_key(config, {})
    assert [each.name for each in file.parent.glob("link.key*")] == ["link.key"]


def test_a_damaged_key_is_made_anew(config: Config) -> None:
    file = config.media_dir.parent / "link.key"
    file.write_bytes(b"half a k")
    assert link_key(config, {}) == file.read_bytes() == link_key(config, {})
    assert len(file.read_bytes()) == KEY_BYTES


def test_where_the_world_does_not_reach_there_are_no_links(stage: Stage) -> None:
    assert links_of(config_of({"media": {"dir": str(stage.media)}})) is None
    assert links_of(config_of({"web": {"enabled": "false", "public_url": PUBLIC}})) is None
