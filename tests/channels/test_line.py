"""The connection to a platform: whoever is told to stop stops, whatever else happens at that moment."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from channels.line import Line, LineFault, LineTimeout, Patience, _told_plainly
from tests.channels.leaks import answering

SHORT = Patience(connect=5, exchange=0.05, download=0.05)
LONG = Patience(connect=600, exchange=600, download=600)


async def silent(request: web.BaseRequest) -> web.StreamResponse:
    """Nothing, for ever; half of a file."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    if request.method == "GET":
        await response.prepare(request)
        await response.write(b"half")
    await asyncio.Event().wait()
    return response


@pytest.mark.parametrize("method", ["post", "get"])
async def test_told_to_stop_just_when_the_time_is_over_it_stops(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        asked.set()
        return await silent(request)

    async with answering(answer) as url:
        line = Line("Toy", LONG)
        await line.open()
        exchange = line.post(lambda: URL(url), b"{}") if method == "post" else line.get(lambda: URL(url), 2000)
        task = asyncio.create_task(exchange)
        await asked.wait()
        loop.call_later(1, task.cancel)
        time = loop.time
        monkeypatch.setattr(loop, "time", lambda: time() + 2 * LONG.exchange)  # both are due in the same turn
        await asyncio.wait({task})
        assert task.cancelled()
        await line.close()


@pytest.mark.parametrize("method", ["post", "get"])
async def test_whoever_does_not_answer_is_not_waited_for(method: str) -> None:
    async with answering(silent) as url:
        line = Line("Toy", SHORT)
        await line.open()
        with pytest.raises(LineTimeout):
            await (line.post(lambda: URL(url), b"{}") if method == "post" else line.get(lambda: URL(url), 2000))
        await line.close()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ClientOSError(104, "Can not write request body for http://x/bot123:SECRET/a"), "reset by peer"),
        (aiohttp.ClientOSError(None, "Can not write request body for http://x/bot123:SECRET/a"), "ClientOSError"),
        (OSError(111, "Connect call failed ('127.0.0.1', 1)"), "Connect call failed"),
        (aiohttp.ServerDisconnectedError("http://x/bot123:SECRET/a"), "ServerDisconnectedError"),
    ],
)
async def test_only_the_systems_words_are_repeated(error: Exception, words: str) -> None:
    async def fails() -> None:
        raise error

    with pytest.raises(LineFault) as raised:
        await _told_plainly(fails())
    assert words in str(raised.value)
    assert "SECRET" not in str(raised.value)
