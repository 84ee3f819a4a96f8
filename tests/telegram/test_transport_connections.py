"""The transport against servers that are not Telegram: proxies' pages, redirects, silence, half answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from channels.line import Patience
from channels.telegram.access import Access
from channels.telegram.transport import AiohttpRequest
from core.ports import Misconfigured

TOKEN = "7100000001:AAsecret-of-a-bot-that-is-none_0123"
USUAL = Patience()
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Streams = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def asking(answer: Answer, patience: Patience = USUAL) -> AsyncIterator[AiohttpRequest]:
    """A transport to a server that answers so."""
    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with AiohttpRequest(Access(TOKEN, f"{url}/bot", f"{url}/file/bot"), patience) as request:
            yield request
    finally:
        await runner.cleanup()


@asynccontextmanager
async def asking_raw(talk: Streams, patience: Patience = USUAL) -> AsyncIterator[AiohttpRequest]:
    """A transport to a server that writes whatever it likes."""
    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, AiohttpRequest(Access(TOKEN, f"{url}/bot", f"{url}/file/bot"), patience) as request:
        yield request


def always(status: int, body: str, headers: dict[str, str] | None = None) -> Answer:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, text=body, headers=headers)

    return answer


async def fault(answer: Answer, patience: Patience = USUAL) -> TelegramError:
    async with asking(answer, patience) as request:
        with pytest.raises(TelegramError) as raised:
            await request.ask("sendMessage", {"chat_id": 1, "text": "a"})
    return raised.value


# ---- answers -------------------------------------------------------------------------------------------------------


async def test_a_result_is_returned_and_the_request_is_plain_json() -> None:
    seen: list[Any] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        seen.extend([request.path, request.content_type, request.headers["User-Agent"], await request.json()])
        return web.Response(text='{"ok": true, "result": {"message_id": 5}}')

    async with asking(answer) as request:
        assert await request.ask("sendMessage", {"chat_id": 1, "text": "Đã nhận"}) == {"message_id": 5}
    assert seen == [f"/bot{TOKEN}/sendMessage", "application/json", "nhacnop", {"chat_id": 1, "text": "Đã nhận"}]


async def test_a_redirect_is_not_followed_with_the_token() -> None:
    seen: list[str] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        seen.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    assert isinstance(await fault(answer), NetworkError)
    assert len(seen) == 1


# ---- connections -----------------------------------------------------------------------------------------------


async def test_silence_ends_in_a_time_out() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    found = await fault(answer, Patience(exchange=0.03))
    assert isinstance(found, TimedOut)
    assert found.__context__ is None


async def test_an_answer_drop_by_drop_ends_in_a_time_out() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.005)

    assert isinstance(await fault(answer, Patience(exchange=0.05)), TimedOut)


async def test_a_long_poll_may_take_longer() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        return web.Response(text='{"ok": true, "result": []}')

    async with asking(answer, Patience(exchange=0.02)) as request:
        assert await request.ask("getUpdates", {}, longer=60) == []


@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    ],
)
async def test_half_an_answer_or_none_is_a_network_fault(bytes_sent: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(bytes_sent)
        writer.close()

    async with asking_raw(talk) as request:
        for call in (request.ask("getMe", {}), request.download("photos/a.jpg", 100)):
            with pytest.raises(NetworkError) as raised:
                await call
            assert not isinstance(raised.value, BadRequest)
            assert raised.value.__context__ is None


async def test_nobody_listening_is_a_network_fault() -> None:
    for url in ("http://127.0.0.1:1/bot", "http://nhacnop.invalid/bot"):
        async with AiohttpRequest(Access(TOKEN, url)) as request:
            with pytest.raises(NetworkError) as raised:
                await request.ask("getMe", {})
            assert raised.value.__context__ is None


async def test_a_closed_transport_says_so_and_may_be_opened_again() -> None:
    async with asking(always(200, '{"ok": true, "result": 1}')) as request:
        await request.initialize()
        await request.shutdown()
        await request.shutdown()
        with pytest.raises(NetworkError, match="closed"):
            await request.ask("getMe", {})
        await request.initialize()
        assert await request.ask("getMe", {}) == 1


async def test_connections_are_kept_for_the_next_request() -> None:
    ports: set[int] = set()

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername")[1])
        return web.Response(text='{"ok": true, "result": 1}')

    async with asking(answer) as request:
        for _ in range(5):
            await request.ask("getMe", {})
    assert len(ports) == 1


# ---- downloads and addresses -----------------------------------------------------------------------------------


async def test_a_download_stops_when_it_grows_too_large() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 10_000)
        return response

    async with asking(answer) as request:
        with pytest.raises(BadRequest):
            await request.download("photos/endless.jpg", 50_000)


async def test_a_page_is_not_taken_for_a_picture() -> None:
    async with asking(
        always(200, "<html>log in to the hotel's network</html>", {"Content-Type": "text/html"})
    ) as request:
        with pytest.raises(NetworkError, match="PageInstead"):
            await request.download("photos/a.jpg", 50_000)


async def test_a_files_path_may_hold_blanks_and_vietnamese_letters() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text=request.path)

    async with asking(answer) as request:
        found = await request.download("documents/ảnh gốc#1?.png", 1000)
    assert found.decode() == f"/file/bot{TOKEN}/documents/ảnh gốc#1?.png"


async def test_the_token_goes_where_the_address_wants_it() -> None:
    paths: list[str] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        paths.append(request.path)
        return web.Response(text='{"ok": true, "result": 1}')

    async with asking(answer) as request:
        url = str(request.access.api_url).removesuffix("/bot")
        relay = Access(TOKEN, f"{url}/tg/bot{{token}}/test", f"{url}/tg/file/bot{{token}}/test")
        async with AiohttpRequest(relay) as relayed:
            await relayed.ask("getMe", {})
            await relayed.download("a.jpg", 100)
    assert paths == [f"/tg/bot{TOKEN}/test/getMe", f"/tg/file/bot{TOKEN}/test/a.jpg"]


async def test_requests_go_through_a_proxy_with_its_password() -> None:
    seen: list[tuple[str, str]] = []

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        seen.append((str(request.url.host), request.headers.get("Proxy-Authorization", "")))
        return web.Response(text='{"ok": true, "result": 1}')

    async with asking(answer) as request:
        proxy = str(request.access.api_url).removesuffix("/bot").replace("//", "//an:matkhau@")
        access = Access(TOKEN, "http://telegram.invalid/bot", proxy=proxy)
        assert "matkhau" not in repr(access)
        async with AiohttpRequest(access) as proxied:
            assert await proxied.ask("getMe", {}) == 1
    assert seen == [("telegram.invalid", "Basic YW46bWF0a2hhdQ==")]


@pytest.mark.parametrize(
    "token", ["", "abc", "123", "123:", ":abc", "123:abc def", "123:abc\n", "123:abc/../x", "x1:abc"]
)
def test_what_cannot_be_a_token_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        Access(token)
    assert token not in str(raised.value) or token in ("", "123")
