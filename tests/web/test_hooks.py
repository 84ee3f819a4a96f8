"""The door for platforms that push: what is stored, and 200 only once it is on disk. Who is refused: see
test_hooks_refused."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.config import WebSettings
from bot.door import Door
from bot.listening import listener_at
from bot.session import CommandError
from tests.web.knocking import WITHIN, World, opened, telegram_channel, text, zalo_channel
from tests.zalo.payloads import HANH, update


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Telegram and a Zalo bot push."""
    async with opened(telegram_channel(), zalo_channel()) as found:
        yield found


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


# ---- storing -------------------------------------------------------------------------------------------------------


async def test_nobody_is_answered_before_the_commit_and_those_who_wait_share_the_next(world: World) -> None:
    world.inbox.may_commit.clear()
    first = asyncio.create_task(world.telegram(text(1)))
    async with asyncio.timeout(WITHIN):
        await world.inbox.committing.wait()  # the first is on its way to the disk
    others = [asyncio.create_task(world.telegram(text(number))) for number in range(2, 30)]
    await world.inbox.gathers(29)
    done, _ = await asyncio.wait([first, *others], timeout=0.1)
    assert not done
    world.inbox.may_commit.set()
    async with asyncio.timeout(WITHIN):
        assert [await each for each in (first, *others)] == [(200, None)] * 29
    assert len(world.inbox.stored) == 29
    assert [len(commit) for commit in world.inbox.commits] == [1, 28]


async def test_one_that_cannot_be_stored_holds_up_nobody_and_is_delivered_again(world: World) -> None:
    world.inbox.may_commit.clear()
    world.inbox.refuses.add("3")
    calls = [asyncio.create_task(world.telegram(text(number))) for number in range(1, 8)]
    await world.inbox.gathers(7)
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
        await world.inbox.gathers(1)
    async with asyncio.timeout(WITHIN):
        assert await call == 200
    assert len(world.inbox.stored) == 1


async def test_a_port_that_another_program_has_is_told_plainly() -> None:
    taken = listener_at("127.0.0.1", 0)
    settings = WebSettings.model_construct(host="127.0.0.1", port=taken.getsockname()[1])
    with taken, pytest.raises(CommandError, match=r"cannot be used .* nothing was started\. .* another web\.port"):
        Door(settings, ()).open()
