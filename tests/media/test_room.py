"""Memory for pictures on their way: never more than there is, in order of arrival."""

import asyncio
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from media.room import Room


async def stay(room: Room, size: int, log: list[str], name: str, until: asyncio.Event) -> None:
    async with room.taken(size):
        log.append(name)
        await until.wait()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_does_not_fit_waits_and_so_does_everybody_behind() -> None:
    room, log = Room(10), list[str]()
    leave = {name: asyncio.Event() for name in "abcd"}
    async with asyncio.TaskGroup() as tasks:
        for name, size in zip("abcd", (6, 5, 4, 1), strict=True):
            tasks.create_task(stay(room, size, log, name, leave[name]))
        await settle()
        assert (log, room.free) == (["a"], 4)
        leave["a"].set()
        await settle()
        assert (log, room.free) == (["a", "b", "c", "d"], 0)
        for event in leave.values():
            event.set()
    assert room.free == 10


async def test_what_is_larger_than_the_room_takes_all_of_it() -> None:
    room = Room(10)
    async with room.taken(1000):
        assert room.free == 0
    assert room.free == 10


async def test_who_gives_up_waiting_lets_those_behind_pass() -> None:
    room, log, leave = Room(10), list[str](), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stay(room, 6, log, "a", leave))
        await settle()
        impatient = tasks.create_task(stay(room, 10, log, "b", leave))
        tasks.create_task(stay(room, 4, log, "c", leave))
        await settle()
        assert log == ["a"]
        impatient.cancel()
        await settle()
        assert log == ["a", "c"]
        leave.set()
    assert room.free == 10


async def test_who_is_stopped_in_the_moment_of_the_turn_gives_it_on() -> None:
    room, log, leave = Room(10), list[str](), asyncio.Event()
    first = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stay(room, 10, log, "a", first))
        await settle()
        stopped = tasks.create_task(stay(room, 10, log, "b", leave))
        tasks.create_task(stay(room, 10, log, "c", leave))
        await settle()
        first.set()
        await asyncio.sleep(0)  # "a" has left and "b" has the turn, but has not seen it yet
        stopped.cancel()
        await settle()
        assert log == ["a", "c"]
        leave.set()
    assert room.free == 10


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 3), st.booleans()), max_size=20))
def test_it_is_never_overfull_and_ends_empty(visitors: list[tuple[int, int, bool]]) -> None:
    async def visit(room: Room, size: int, steps: int) -> None:
        async with room.taken(size):
            for _ in range(steps):
                assert 0 <= room.free <= 10
                await asyncio.sleep(0)

    async def everybody() -> None:
        room = Room(10)
        tasks = [asyncio.create_task(visit(room, size, steps)) for size, steps, _ in visitors]
        await asyncio.sleep(0)
        for task, (_, _, stopped) in zip(tasks, visitors, strict=True):
            if stopped:
                task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        assert room.free == 10

    asyncio.run(everybody())
