"""Who is refused at the door for platforms that push, and what: each case for each platform, with its own proof."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import ClientSession

from channels.hooking import secret_of
from core.pushing import hook_path
from tests.web.knocking import (
    PATHS,
    PAYLOADS,
    TELEGRAM,
    WITHIN,
    ZALO,
    World,
    opened,
    proof,
    telegram_channel,
    text,
    viber_channel,
    zalo_channel,
)
from tests.zalo.payloads import update
from web import hooks as hooks_module
from web.hooks import MOST_BYTES

PLATFORMS = pytest.mark.parametrize("platform", ["telegram", "zalo", "viber"])


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Telegram, Viber and one Zalo bot push; the second Zalo bot is polled."""
    async with opened(telegram_channel(), viber_channel(), zalo_channel(), zalo_channel(None, "zalo-2")) as found:
        yield found


def encoded(payload: object) -> bytes:
    return json.dumps(payload).encode()


@PLATFORMS
async def test_whoever_proves_who_it_is_is_let_in(world: World, platform: str) -> None:
    body = encoded(PAYLOADS[platform])
    assert (await world.post(PATHS[platform], body, proof(platform, body)))[0] == 200
    assert len(world.inbox.stored) == 1


FORGERIES: tuple[Callable[[str], str], ...] = (
    lambda _: "",
    lambda _: "x",
    lambda right: f"{right}x",
    lambda right: right[:-1],
    lambda _: "ộ" * 64,
)


@PLATFORMS
async def test_a_forged_delivery_is_refused_before_anything_is_read(world: World, platform: str) -> None:
    for forge in FORGERIES:
        for body in (encoded(PAYLOADS[platform]), b"not JSON either", b""):
            forged = {name: forge(right) for name, right in proof(platform, body).items()}
            assert await world.post(PATHS[platform], body, forged) == (403, {"error": "forged"})
    assert world.inbox.stored == []


@PLATFORMS
async def test_a_delivery_without_proof_or_with_the_proof_of_another_platform_is_refused(
    world: World, platform: str
) -> None:
    body = encoded(PAYLOADS[platform])
    others = {name: right for other in PATHS if other != platform for name, right in proof(other, body).items()}
    if platform != "viber":  # the header's name of this platform, with the secret of another bot
        (name,) = proof(platform, body)
        others[name] = secret_of(ZALO if platform == "telegram" else TELEGRAM)
    for headers in ({}, others):
        assert await world.post(PATHS[platform], body, headers) == (403, {"error": "forged"})
    assert world.inbox.stored == []


async def test_a_signature_is_no_proof_for_another_body(world: World) -> None:
    body = encoded(PAYLOADS["viber"])
    assert (await world.post(PATHS["viber"], body + b" ", proof("viber", body)))[0] == 403
    assert world.inbox.stored == []


@PLATFORMS
async def test_a_replayed_delivery_is_the_same_row_again(world: World, platform: str) -> None:
    """What makes it the same is its key: the inbox takes each key of a bot once (tests/db)."""
    body = encoded(PAYLOADS[platform])
    for _ in range(3):
        assert (await world.post(PATHS[platform], body, proof(platform, body)))[0] == 200
    assert len({each.key for each in world.inbox.stored}) == 1


@PLATFORMS
async def test_what_is_not_json_is_refused(world: World, platform: str) -> None:
    for body in (b"{", b"[1]", b'"x"', b"null", b"\xff\xfe", b"[" * 200_000):
        assert await world.post(PATHS[platform], body, proof(platform, body)) == (400, {"error": "garbled"})
    assert world.inbox.stored == []


@PLATFORMS
async def test_a_body_of_50_megabytes_is_refused_before_it_is_there(world: World, platform: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.url.rsplit(":", 1)[1]))
    head = f"POST {PATHS[platform]} HTTP/1.1\r\nHost: x\r\nContent-Length: {50 << 20}\r\n\r\n"
    writer.write(head.encode() + b"{")
    async with asyncio.timeout(WITHIN):
        assert b" 413 " in await reader.readline()
    writer.close()


@PLATFORMS
async def test_a_body_without_a_length_is_refused_when_it_has_grown_too_large(world: World, platform: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.url.rsplit(":", 1)[1]))
    head = f"POST {PATHS[platform]} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head.encode())
    piece = b"x" * 65536
    for _ in range(MOST_BYTES // len(piece) + 2):
        writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    async with asyncio.timeout(WITHIN):
        assert b" 413 " in await reader.readline()
    writer.close()


async def test_a_bot_that_is_polled_or_unknown_is_not_here(world: World) -> None:
    strange = ["/hook/zalo", "/hook", "/", "/hook/zalo/zalo-1/", hook_path("zalo", "..%2fzalo-1")]
    for path in (hook_path("zalo", "zalo-2"), hook_path("zalo", "zalo-9"), hook_path("viber", "zalo-1"), *strange):
        assert (await world.post(path, text(1), {"X-Bot-Api-Secret-Token": secret_of(ZALO)}))[0] == 404, path
    assert world.inbox.stored == []


@PLATFORMS
async def test_a_channel_that_is_off_is_not_here_whatever_is_proved(platform: str) -> None:
    body = encoded(PAYLOADS[platform])
    async with opened(zalo_channel(account="zalo-3")) as world:
        assert (await world.post(PATHS[platform], body, proof(platform, body)))[0] == 404
        assert world.inbox.stored == []


async def test_nothing_but_a_post_is_answered(world: World) -> None:
    async with ClientSession() as session:
        for method in ("GET", "PUT", "DELETE"):
            async with session.request(method, world.url + hook_path("zalo", "zalo-1")) as answer:
                assert answer.status == 405
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Server" not in answer.headers


async def test_a_delivery_that_comes_drop_by_drop_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks_module, "BODY_SECONDS", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.url.rsplit(":", 1)[1]))
    writer.write(f"POST {hook_path('zalo', 'zalo-1')} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{{".encode())
    async with asyncio.timeout(WITHIN):
        assert b" 408 " in await reader.readline()
    writer.close()


async def test_strangers_are_told_of_once_and_no_secret_is_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for _ in range(20):
        await world.zalo(update("text", text="giả"), "a-guess")
    await world.zalo(update("text", text="thật"))
    told = [record for record in caplog.records if record.name.startswith("web")]
    assert [record.message for record in told] == [
        "a delivery for zalo without its secret; refused, nothing was stored"
    ]
    assert "a-guess" not in caplog.text
    assert secret_of(ZALO) not in caplog.text
