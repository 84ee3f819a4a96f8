"""The chat page on a small province, called without a network."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.demo.stage import DemoStage
from channels.local.platform import LocalPlatform
from tests.web.small_province import ORGANISATION, note, scene
from web.chat.app import chat_page
from web.chat.door import loopback_hosts
from web.chat.feed import Feed
from web.chat.stage import Phase

PORT = 8080
HERE = f"http://127.0.0.1:{PORT}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose province lives on."""

    stage: DemoStage
    client: httpx.AsyncClient
    feed: Feed

    @property
    def platform(self) -> LocalPlatform:
        """The built-in chat behind it."""
        assert self.stage.opened is not None
        return self.stage.opened.platform

    async def get(self, path: str) -> Any:
        """What a GET answers; it must be answered well."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, document: object = None) -> httpx.Response:
        """A POST as the page's own scripts send it."""
        return await self.client.post(path, json={} if document is None else document)

    async def send(self, path: str, body: bytes) -> httpx.Response:
        """An upload as the page's own scripts send it."""
        return await self.client.post(path, content=body, headers={"content-type": "application/octet-stream"})

    async def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something that becomes true while the province lives."""
        happened = asyncio.Event()
        self.stage.subscribe(lambda _what: happened.set())
        async with asyncio.timeout(seconds):
            while not true():
                await happened.wait()
                happened.clear()

    async def heard(self, chat: str, words: str) -> None:
        """Wait until the bot says this in a chat."""
        await self.until(
            lambda: any(words in message.text for message in self.platform.messages(chat) if message.from_bot)
        )

    async def rests(self) -> None:
        """Wait until time is not pushed."""
        await self.until(lambda: self.stage.face().phase is Phase.RUNNING)


@asynccontextmanager
async def living(stage: DemoStage) -> AsyncIterator[None]:
    """Let a stage's province live while the block runs."""
    async with stage.played() as life:
        task = asyncio.create_task(life.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def page_on(folder: Path) -> AsyncIterator[Page]:
    """A page on the province in a folder, which is not opened yet."""
    stage, feed = DemoStage(scene(folder), note(folder)), Feed()
    transport = httpx.ASGITransport(chat_page(stage, ORGANISATION, loopback_hosts(PORT), feed))
    async with httpx.AsyncClient(transport=transport, base_url=HERE, headers={"origin": HERE}) as client:
        yield Page(stage, client, feed)


@pytest.fixture
async def unopened(tmp_path: Path) -> AsyncIterator[Page]:
    """A page whose province is still being prepared."""
    async with page_on(tmp_path / "demo") as page:
        yield page


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province that has lived its past. Never opened, only copied."""
    folder = tmp_path_factory.mktemp("lived") / "demo"

    async def live() -> None:
        async with page_on(folder) as page, living(page.stage):
            await page.rests()

    asyncio.run(live())
    return folder


@pytest.fixture
async def page(lived: Path, tmp_path: Path) -> AsyncIterator[Page]:
    """A page whose province lives on from the end of its past."""
    folder = tmp_path / "demo"
    shutil.copytree(lived, folder)
    async with page_on(folder) as page, living(page.stage):
        yield page
