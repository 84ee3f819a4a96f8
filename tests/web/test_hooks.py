"""The door for platforms that push: who is let in, what is stored, and 200 only once it is on disk."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.clock import SystemClock
from bot.config import WebSettings
from bot.door import Door
from bot.listening import listener_at
from bot.session import CommandError
from channels.hooking import secret_of
from channels.telegram.access import Access as TelegramAccess
from channels.telegram.channel import TelegramChannel
from channels.zalo.access import Access as ZaloAccess
from channels.zalo.channel import ZaloChannel
from core.ports import Channel, RawUpdate
from core.pushing import hook_path
from tests.zalo.payloads import HANH, update
from web import hooks as hooks_module
from web.hooks import MOST_BYTES, Hooks

TELEGRAM = "7100000001:AAsecret-of-a-bot-that-is-none_0123"
ZALO = "1903914807132028399:BsUtmLazGynhSDfuGIwk"
HOOK = "https://nhacnop.example/hook"
WITHIN = 10.0


class Inbox:
    """What was stored, commit by commit; a commit may be slow, or fail."""

    def __init__(self) -> None:
        self.commits: list[list[RawUpdate]] = []
        self.may_commit = asyncio.Event()
        self.may_commit.set()
        self.committing = asyncio.Event()
        self.refuses: set[str] = set()

    async def store(self, batches: Sequence[tuple[Channel, Sequence[RawUpdate]]]) -> None:
        together = [each for _, updates in batches for each in updates]
        self.committing.set()
        await self.may_commit.wait()
        if any(each.key in self.refuses for each in together):
            raise OSError("the database cannot take this")
        self.commits.append(together)

    @property
    def stored(self) -> list[RawUpdate]:
        return [each for commit in self.commits for each in commit]


class World:
    """The door, and a platform that knocks at it."""

    def __init__(self, url: str, inbox: Inbox, session: ClientSession) -> None:
        self.url = url
        self.inbox = inbox
        self._session = session

    async def post(self, path: str, body: object, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self._session.post(self.url + path, data=raw, headers=headers or {}) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def zalo(self, body: object, secret: str = secret_of(ZALO), account: str = "zalo-1") -> int:
        headers = {"X-Bot-Api-Secret-Token": secret}
        return (await self.post(hook_path("zalo", account), body, headers))[0]

    async def telegram(self, body: object, secret: str = secret_of(TELEGRAM)) -> tuple[int, Any]:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        return await self.post(hook_path("telegram", "7100000001"), body, headers)


@asynccontextmanager
async def opened(*channels: Channel) -> AsyncIterator[World]:
    inbox = Inbox()
    hooks = Hooks(channels, inbox.store)
    settings = WebSettings.model_construct(host="127.0.0.1", port=0)
    door = Door(settings, hooks.routes(), [hooks.gathering.run])
    async with ClientSession() as session:
        url = door.open()
        assert url is not None
        world = World(url, inbox, session)
        try:
            yield world
        finally:
            inbox.may_commit.set()
            await door.close()


def zalo_channel(hook_url: str | None = HOOK, account: str = "zalo-1") -> ZaloChannel:
    return ZaloChannel(account, ZaloAccess(ZALO), SystemClock(), hook_url=hook_url)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Telegram and one Zalo bot push; the second Zalo bot is polled."""
    telegram = TelegramChannel(TelegramAccess(TELEGRAM), SystemClock(), hook_url=HOOK)
    async with opened(telegram, zalo_channel(), zalo_channel(None, "zalo-2")) as found:
        yield found


def text(number: int, words: str = "chào") -> dict[str, Any]:
    """A text at Telegram."""
    chat = {"id": 42, "type": "private"}
    sender = {"id": 42, "is_bot": False, "first_name": "Hạnh"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1794881531, "chat": chat, "from": sender, "text": words},
    }


# ---- what is let in ------------------------------------------------------------------------------------------------


async def test_what_the_platforms_push_is_stored_wrapped_or_bare(world: World) -> None:
    assert await world.zalo({"ok": True, "result": update("text", text="một")}) == 200
    assert await world.zalo(update("text", text="hai", message_id="2")) == 200
    assert await world.telegram(text(860000001)) == (200, None)
    assert [each.key for each in world.inbox.stored] == ["2d758cb5e222177a4e35", "2", "860000001"]
    assert [each.chat for each in world.inbox.stored] == [HANH, HANH, "42"]


async def test_a_probe_with_an_empty_body_is_answered(world: World) -> None:
    assert await world.zalo(b"") == 200
    assert world.inbox.stored == []


async def test_a_pressed_button_is_answered_in_the_response(world: World) -> None:
    press = {
        "update_id": 5,
        "callback_query": {
            "id": "77",
            "from": {"id": 42, "is_bot": False, "first_name": "Hạnh"},
            "message": {"message_id": 1, "date": 0, "chat": {"id": 42, "type": "private"}},
            "chat_instance": "1",
            "data": "status",
        },
    }
    assert await world.telegram(press) == (200, {"method": "answerCallbackQuery", "callback_query_id": "77"})
    assert len(world.inbox.stored) == 1


async def test_an_update_that_means_nothing_is_taken_so_that_it_does_not_come_again(world: World) -> None:
    assert (await world.telegram({"update_id": 6, "poll": {"id": "1"}}))[0] == 200
    assert await world.zalo({"event_name": "message.unsupported.received"}) == 200
    assert world.inbox.stored == []


# ---- who is not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "x", secret_of(ZALO) + "x", secret_of(ZALO)[:-1], secret_of(TELEGRAM), "ộ"])
async def test_a_forged_delivery_is_refused_and_nothing_is_read(world: World, secret: str) -> None:
    assert await world.zalo(update("text", text="giả"), secret) == 403
    assert await world.zalo(b"not JSON either", secret) == 403
    assert (await world.telegram(text(1), secret if secret != secret_of(TELEGRAM) else "x"))[0] == 403
    assert world.inbox.stored == []


async def test_a_delivery_without_the_header_is_refused(world: World) -> None:
    for path in (hook_path("zalo", "zalo-1"), hook_path("telegram", "7100000001")):
        assert await world.post(path, text(1)) == (403, {"error": "forged"})


@pytest.mark.parametrize(
    "path",
    [
        hook_path("zalo", "zalo-2"),
        hook_path("zalo", "zalo-9"),
        hook_path("viber", "viber"),
        hook_path("zalo", "..%2fzalo-1"),
        "/hook/zalo",
        "/hook",
        "/",
        "/hook/zalo/zalo-1/",
    ],
)
async def test_a_channel_that_is_off_polled_or_unknown_is_not_here(world: World, path: str) -> None:
    status, _ = await world.post(path, text(1), {"X-Bot-Api-Secret-Token": secret_of(ZALO)})
    assert status == 404
    assert world.inbox.stored == []


async def test_nothing_but_a_post_is_answered(world: World) -> None:
    async with ClientSession() as session:
        for method in ("GET", "PUT", "DELETE"):
            async with session.request(method, world.url + hook_path("zalo", "zalo-1")) as answer:
                assert answer.status == 405
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Server" not in answer.headers


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"', b"null", b"\xff\xfe", b"[" * 200_000])
async def test_what_is_not_json_is_refused(world: World, body: bytes) -> None:
    assert await world.zalo(body) == 400
    assert (await world.telegram(body))[0] == 400
    assert world.inbox.stored == []


async def test_a_body_of_50_megabytes_is_refused_before_it_is_there(world: World) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.url.rsplit(":", 1)[1]))
    head = f"POST {hook_path('zalo', 'zalo-1')} HTTP/1.1\r\nHost: x\r\nContent-Length: {50 << 20}\r\n\r\n"
    writer.write(head.encode() + b"{")
    async with asyncio.timeout(WITHIN):
        assert b" 413 " in await reader.readline()
    writer.close()


async def test_a_body_without_a_length_is_refused_when_it_has_grown_too_large(world: World) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.url.rsplit(":", 1)[1]))
    head = f"POST {hook_path('zalo', 'zalo-1')} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head.encode())
    piece = b"x" * 65536
    for _ in range(MOST_BYTES // len(piece) + 2):
        writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    async with asyncio.timeout(WITHIN):
        assert b" 413 " in await reader.readline()
    writer.close()


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


# ---- storing -------------------------------------------------------------------------------------------------------


async def test_nobody_is_answered_before_the_commit_and_those_who_wait_share_the_next(world: World) -> None:
    world.inbox.may_commit.clear()
    first = asyncio.create_task(world.telegram(text(1)))
    async with asyncio.timeout(WITHIN):
        await world.inbox.committing.wait()  # the first is on its way to the disk
    others = [asyncio.create_task(world.telegram(text(number))) for number in range(2, 30)]
    done, _ = await asyncio.wait([first, *others], timeout=0.1)
    assert not done
    world.inbox.may_commit.set()
    async with asyncio.timeout(WITHIN):
        assert [await each for each in (first, *others)] == [(200, None)] * 29
    assert len(world.inbox.stored) == 29
    assert len(world.inbox.commits) <= 5


async def test_one_that_cannot_be_stored_holds_up_nobody_and_is_delivered_again(world: World) -> None:
    world.inbox.may_commit.clear()
    world.inbox.refuses.add("3")
    calls = [asyncio.create_task(world.telegram(text(number))) for number in range(1, 8)]
    await asyncio.wait(calls, timeout=0.1)
    world.inbox.may_commit.set()
    async with asyncio.timeout(WITHIN):
        statuses = [(await each)[0] for each in calls]
    assert statuses == [200, 200, 503, 200, 200, 200, 200]
    world.inbox.refuses.clear()
    assert (await world.telegram(text(3)))[0] == 200
    assert sorted(each.key for each in world.inbox.stored) == list("1234567")


async def test_what_was_taken_in_is_stored_when_the_door_closes() -> None:
    async with opened(zalo_channel()) as world:
        world.inbox.may_commit.clear()
        call = asyncio.create_task(world.zalo(update("text", text="một")))
        await asyncio.wait({call}, timeout=0.1)
    async with asyncio.timeout(WITHIN):
        assert await call == 200
    assert len(world.inbox.stored) == 1


async def test_a_port_that_another_program_has_is_told_plainly() -> None:
    taken = listener_at("127.0.0.1", 0)
    settings = WebSettings.model_construct(host="127.0.0.1", port=taken.getsockname()[1])
    with taken, pytest.raises(CommandError, match=r"cannot be used .* nothing was started\. .* another web\.port"):
        Door(settings, ()).open()
