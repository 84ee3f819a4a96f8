"""What tabs hear: everything once, in order; and who slept too long is told to look again."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from web.chat.feed import Feed

Heard = tuple[str, str, Any]


async def hear(stream: AsyncIterator[str], number: int) -> list[Heard]:
    """The next events of a stream: id, kind, payload."""
    heard: list[Heard] = []
    while len(heard) < number:
        for block in (await anext(stream)).strip().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            if "event" in fields:
                heard.append((fields["id"], fields["event"], json.loads(fields["data"])))
    return heard


async def test_a_tab_hears_what_happens_after_it_came() -> None:
    feed = Feed()
    feed.publish("before", 1)
    async with aclosing(feed.stream("")) as stream:
        await anext(stream)
        feed.publish("message", {"text": "dạ\nvâng"})
        feed.publish("clock", None)
        heard = await hear(stream, 2)
    assert [(kind, payload) for _, kind, payload in heard] == [("message", {"text": "dạ\nvâng"}), ("clock", None)]


async def test_a_tab_that_lost_its_line_goes_on_after_what_it_had_last() -> None:
    feed = Feed()
    at = feed.position
    for number in range(5):
        feed.publish("message", number)
    async with aclosing(feed.stream(at)) as stream:
        first = await hear(stream, 5)
    async with aclosing(feed.stream(first[2][0])) as stream:
        assert [payload for *_, payload in await hear(stream, 2)] == [3, 4]


async def test_a_tab_that_slept_too_long_is_told_to_look_at_everything_again_and_then_goes_on() -> None:
    feed = Feed(remembered=3)
    at = feed.position
    for number in range(4):
        feed.publish("message", number)
    async with aclosing(feed.stream(at)) as stream:
        [(last, kind, _)] = await hear(stream, 1)
        feed.publish("message", "new")
        assert [payload for *_, payload in await hear(stream, 1)] == ["new"]
    assert (last.rpartition("-")[2], kind) == ("4", "reset")


async def test_a_tab_that_is_exactly_as_far_behind_as_is_remembered_misses_nothing() -> None:
    feed = Feed(remembered=3)
    at = feed.position
    for number in range(3):
        feed.publish("message", number)
    async with aclosing(feed.stream(at)) as stream:
        assert [payload for *_, payload in await hear(stream, 3)] == [0, 1, 2]


async def test_a_slow_tab_that_stays_connected_is_reset_too() -> None:
    feed = Feed(remembered=3)
    async with aclosing(feed.stream("")) as stream:
        await anext(stream)
        for number in range(10):
            feed.publish("message", number)
        assert [kind for _, kind, _ in await hear(stream, 1)] == ["reset"]


async def test_after_a_restart_old_places_mean_nothing() -> None:
    for nonsense in (Feed().position, "abc", "1-2-3", "-", f"x-{'9' * 40}"):
        feed = Feed()
        feed.publish("message", 1)
        async with aclosing(feed.stream(nonsense)) as stream:
            assert [kind for _, kind, _ in await hear(stream, 1)] == ["reset"]


async def test_a_place_in_the_future_is_the_present() -> None:
    feed = Feed()
    run = feed.position.rpartition("-")[0]
    async with aclosing(feed.stream(f"{run}-99")) as stream:
        await anext(stream)
        feed.publish("message", 1)
        assert [payload for *_, payload in await hear(stream, 1)] == [1]


async def test_what_is_remembered_does_not_grow_with_tabs_or_time() -> None:
    feed = Feed(remembered=10)
    tabs = [feed.stream("") for _ in range(50)]
    for tab in tabs:
        await anext(tab)
    for number in range(1000):
        feed.publish("message", number)
    assert len(feed._events) == 10
    for tab in tabs:
        assert [kind for _, kind, _ in await hear(tab, 1)] == ["reset"]


async def test_a_silent_line_says_that_it_stands() -> None:
    async with aclosing(Feed().stream("", alive_seconds=0.001)) as stream:
        assert [await anext(stream) for _ in range(2)] == ["retry: 1000\n\n", ": alive\n\n"]


async def test_closing_ends_every_stream() -> None:
    feed = Feed()
    stream = feed.stream("")
    await anext(stream)
    feed.close()
    assert [text async for text in stream] == []
