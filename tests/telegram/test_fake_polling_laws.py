"""Whatever people write and whatever offsets a bot asks for: is every update delivered until it is confirmed?"""

import asyncio
from threading import RLock

from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.fake.updates import Updates

FIRST = 860_000_001


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("written"), st.integers(1, 4), st.just(0)),
            st.tuples(st.just("asked"), st.integers(-3, 12), st.integers(1, 5)),
        ),
        max_size=30,
    )
)
def test_updates_come_in_order_until_an_offset_passes_them(steps: list[tuple[str, int, int]]) -> None:
    updates = Updates(RLock(), lambda _: None)
    written = 0
    confirmed = 0

    async def live() -> None:
        nonlocal written, confirmed
        for what, number, limit in steps:
            if what == "written":
                updates.feed({"message": {}} for _ in range(number))
                written += number
                continue
            offset = number if number <= 0 else FIRST - 1 + number
            found = [update["update_id"] - FIRST for update in await updates.take(offset, limit, 0)]
            if number < 0:
                confirmed = max(confirmed, written + number)
            elif 0 < number <= written + 1:  # one further on is the next that will be written
                confirmed = max(confirmed, number - 1)
            assert found == list(range(confirmed, written))[:limit]

    asyncio.run(live())
