"""Which event is being worked on is known until it ends, also when it ends badly, and to each task apart."""

import asyncio

import pytest

from core.events import current_event, during


def test_an_event_within_an_event_ends_and_the_outer_goes_on() -> None:
    assert current_event() == ""
    with during("beat"):
        with pytest.raises(ValueError, match="broken"), during("out:42"):
            assert current_event() == "out:42"
            raise ValueError("broken")
        assert current_event() == "beat"
    assert current_event() == ""


async def test_two_tasks_side_by_side_each_know_their_own_event() -> None:
    async def works_on(event: str) -> str:
        with during(event):
            await asyncio.sleep(0)
            return current_event()

    assert tuple(await asyncio.gather(works_on("in:17"), works_on("in:18"))) == ("in:17", "in:18")
