"""What happens in the province reaches the tabs."""

import asyncio
import json
from contextlib import aclosing, suppress

from tests.web.conftest import Page, living
from web.chat.live import Live


async def first(page: Page, wanted: str, happen: str = "") -> object:
    """The payload of the next event of a kind."""
    live = asyncio.create_task(Live(page.stage, page.feed).run())
    try:
        async with asyncio.timeout(30), aclosing(page.feed.stream("")) as stream:
            await anext(stream)
            if happen:
                await page.post(happen, {"text": "xin chào", "push": "hour", "on": False})
            async for text in stream:
                for block in text.strip().split("\n\n"):
                    fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
                    if fields.get("event") == wanted:
                        return json.loads(fields["data"])
    finally:
        live.cancel()
        with suppress(asyncio.CancelledError):
            await live
    return None


async def test_a_message_is_heard_at_once(page: Page) -> None:
    message = await first(page, "message", "/api/chats/admin/say")
    assert isinstance(message, dict)
    assert (message["chat"], message["text"], message["bot"]) == ("admin", "xin chào", False)


async def test_a_push_is_heard_with_its_end(page: Page) -> None:
    face = await first(page, "clock", "/api/clock")
    assert isinstance(face, dict)
    assert face["phase"] == "passing"
    assert face["since"] < face["until"]


async def test_the_board_is_to_be_looked_at_again_after_an_event(page: Page) -> None:
    assert await first(page, "board", "/api/chats/admin/say") is None


async def test_the_list_is_to_be_looked_at_again_when_somebody_becomes_the_visitors(page: Page) -> None:
    assert await first(page, "people", "/api/chats/s-X12/say") is None


async def test_early_tabs_hear_that_the_province_is_there_and_then_its_messages(unopened: Page) -> None:
    live = Live(unopened.stage, unopened.feed)
    task = asyncio.create_task(live.run())
    async with asyncio.timeout(60), aclosing(unopened.feed.stream("")) as stream:
        await anext(stream)
        kinds: set[str] = set()
        async with living(unopened.stage):
            async for text in stream:
                kinds |= {line.removeprefix("event: ") for line in text.split("\n") if line.startswith("event: ")}
                if {"opened", "message", "clock", "board"} <= kinds:
                    break
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert "reset" not in kinds
