"""Invitation cards that are too large for the chat: their address opens them, for a while, and no other one does."""

import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.config import Config, WebSettings, config_of
from bot.door import Door
from bot.downloads import GOOD_FOR, downloads_of, link_key, links_of
from bot.paperwork import Paperwork
from channels.local.channel import LocalChannel
from core.download_tokens import Download, Shelf, sign
from core.trust import Trust
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, moment, organisation, staged

pytestmark = pytest.mark.long  # cards are really drawn, and the door is a real one

PUBLIC = "https://nhacnop.example"
LITTLE = 2_000
"""So many bytes this chat carries: fewer than any card has."""

ASKED = "2026-11-16 09:00"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The settings of an installation that the world reaches."""
    return config_of({"web": {"public_url": PUBLIC}, "media": {"dir": str(tmp_path / "media")}})


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """The usual Monday on a channel that carries little, with links for what it does not carry."""
    carries = vars(LocalChannel)["limits"].fget
    monkeypatch.setattr(LocalChannel, "limits", property(lambda self: replace(carries(self), upload_bytes=LITTLE)))
    copy_database(linked_file, tmp_path / "nhacnop.db")
    papers = Paperwork(config.documents_dir, links=links_of(config))
    rules = organisation(1, "anh_chi", Trust(sample=0.0))
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, Manner.BUTTONS, "cards", papers) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


@pytest.fixture
async def browser(stage: Stage, config: Config) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's browser at the door, which listens on a port of its own."""
    door = Door(
        WebSettings.model_construct(host="127.0.0.1", port=0), downloads_of(config, stage.installation).routes()
    )
    address = door.open()
    assert address is not None
    try:
        async with httpx.AsyncClient(base_url=address) as client:
            yield client
    finally:
        await door.close()


async def given(stage: Stage) -> dict[str, str]:
    """The admin asks for cards; the paths at which the files are to be had, by name."""
    await stage.at(ASKED)
    await stage.khai.says("/moi tất cả")
    await stage.khai.presses("Soạn 1 phiếu mời")
    await stage.beats()
    told = stage.khai.hears()
    assert stage.documents(stage.khai) == {}  # none of them went along
    return dict(re.findall(rf"📎 (\S+): {PUBLIC}(/f/\S+)", told))


def said(path: str) -> list[object]:
    """What a token says, for everybody to read."""
    content, _, _ = path.removeprefix("/f/").partition(".")
    return list(json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))))


def saying(path: str, content: list[object]) -> str:
    """The path with something else said and the old signature."""
    fresh = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return f"/f/{base64.urlsafe_b64encode(fresh).rstrip(b'=').decode()}.{path.partition('.')[2]}"


async def is_refused(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, "không còn dùng được" in answer.text) == (404, True), path
    assert b"%PDF" not in answer.content


async def test_the_right_address_opens_the_cards(stage: Stage, browser: httpx.AsyncClient) -> None:
    paths = await given(stage)
    assert sorted(paths) == ["phieu-moi-2026-11-16.pdf", "phieu-moi-2026-11-16.xlsx"]
    cards = await browser.get(paths["phieu-moi-2026-11-16.pdf"])
    assert (cards.status_code, cards.headers["content-type"]) == (200, "application/pdf")
    assert cards.headers["content-disposition"].startswith('attachment; filename="phieu-moi-2026-11-16.pdf"')
    assert len(cards.content) > LITTLE and cards.content.startswith(b"%PDF")
    assert hashlib.sha256(cards.content).hexdigest() == said(paths["phieu-moi-2026-11-16.pdf"])[1]
    book = await browser.get(paths["phieu-moi-2026-11-16.xlsx"])
    assert (book.status_code, book.content[:2]) == (200, b"PK")


async def test_what_was_changed_in_an_address_opens_nothing(
    stage: Stage, browser: httpx.AsyncClient, config: Config
) -> None:
    paths = await given(stage)
    path, other = paths["phieu-moi-2026-11-16.pdf"], paths["phieu-moi-2026-11-16.xlsx"]
    shelf, sha256, name, member, until = said(path)
    assert member == await stage.member("khai")
    later = int(moment(ASKED).timestamp()) + 30 * 24 * 3600
    for content in (
        [shelf, sha256, name, await stage.member("nam"), until],
        [shelf, sha256, name, None, until],
        [shelf, sha256, name, member, later],
        [shelf, said(other)[1], name, member, until],
        [Shelf.PICTURE, sha256, name, member, until],
    ):
        await is_refused(browser, saying(path, content))
    proof = path.partition(".")[2]
    await is_refused(browser, f"{other.partition('.')[0]}.{proof}")
    await is_refused(browser, path[:-1])
    await is_refused(browser, path.partition(".")[0])
    forged = Download(Shelf.DOCUMENT, str(sha256), "phieu-moi.pdf", None, stage.now + timedelta(days=1))
    await is_refused(browser, f"/f/{sign(b'0' * 32, forged)}")
    ours = sign(link_key(config, {}), replace(forged, sha256="0" * 64))  # well signed, of a file that there is not
    await is_refused(browser, f"/f/{ours}")
    assert (await browser.get(path)).status_code == 200


async def test_an_address_is_over_after_three_days(stage: Stage, browser: httpx.AsyncClient) -> None:
    path = (await given(stage))["phieu-moi-2026-11-16.pdf"]
    until = int(str(said(path)[4]))
    assert until - moment(ASKED).timestamp() - GOOD_FOR.total_seconds() < 60
    await stage.at("2026-11-19 08:59")
    assert (await browser.get(path)).status_code == 200
    await stage.at("2026-11-19 09:01")
    await is_refused(browser, path)


async def test_the_address_of_somebody_who_is_out_opens_nothing(
    stage: Stage, browser: httpx.AsyncClient, config: Config
) -> None:
    """Each address is one member's own: it ends with the member's chat, and no other member's goes with it."""
    path = (await given(stage))["phieu-moi-2026-11-16.pdf"]
    links = links_of(config)
    assert links is not None
    sha256 = str(said(path)[1])
    nams = links.link("phieu.pdf", sha256, await stage.member("nam"), stage.now).removeprefix(PUBLIC)
    assert (await browser.get(nams)).status_code == 200
    await stage.loses_its_chat(stage.nam)
    await is_refused(browser, nams)
    assert (await browser.get(path)).status_code == 200
    await stage.loses_its_chat(stage.khai)
    await is_refused(browser, path)


async def test_whoever_has_no_office_any_more_opens_no_cards(
    stage: Stage, browser: httpx.AsyncClient, config: Config
) -> None:
    """The chat alone is not enough: somebody who left the office keeps the chat with the bot."""
    sha256 = str(said((await given(stage))["phieu-moi-2026-11-16.pdf"])[1])
    links = links_of(config)
    assert links is not None
    nams = links.link("phieu.pdf", sha256, await stage.member("nam"), stage.now).removeprefix(PUBLIC)
    assert (await browser.get(nams)).status_code == 200
    await stage.takes_over("H1", "Phạm Văn Thay")
    await is_refused(browser, nams)
