"""Others hear that the bot lives: the service manager on this machine, and an address outside."""

import logging
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.watchdog import Outside, tell_service_manager


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """A service manager that listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(10)
        yield listening


def test_the_service_manager_is_told_where_it_listens(manager: socket.socket) -> None:
    assert tell_service_manager("READY=1", {"NOTIFY_SOCKET": manager.getsockname()})
    assert manager.recv(100) == b"READY=1"


def test_where_nobody_listens_nothing_happens(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert not tell_service_manager("READY=1", {})
    assert not tell_service_manager("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    assert "cannot be told READY=1" in caplog.text


class Watcher:
    """Somebody outside who is fetched from."""

    def __init__(self) -> None:
        self.status = 200
        self.heard = 0
        self.url = ""

    async def answer(self, _: web.BaseRequest) -> web.StreamResponse:
        self.heard += 1
        return web.Response(status=self.status)


@pytest.fixture
async def watcher() -> AsyncIterator[Watcher]:
    """A real server on this machine."""
    made = Watcher()
    runner = web.ServerRunner(web.Server(made.answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping"
    yield made
    await runner.cleanup()


async def test_the_outside_is_told_after_each_beat(watcher: Watcher) -> None:
    outside = Outside(watcher.url)
    await outside.is_told()
    await outside.is_told()
    assert watcher.heard == 2
    await Outside(None).is_told()


async def test_what_fails_is_said_once_until_it_goes_well_again(
    watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    outside = Outside(watcher.url)
    for status in (500, 503, 200, 404):
        watcher.status = status
        await outside.is_told()
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == [
        "it answers 500",
        "it answers 404",
    ]


async def test_an_address_where_nobody_is_never_raises(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        await Outside(f"http://127.0.0.1:{free.getsockname()[1]}/").is_told()
    assert "cannot be told that it lives" in caplog.text
