"""How much one process takes of an inbox that others read, too: not more than it can soon handle."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import pytest

from db.engine import Tx
from db.inbox import Waiting
from handlers.gathering import AlbumPatience
from handlers.intake import LOOK_AHEAD, TOGETHER, Intake
from media.fetching import Fetched
from media.store import MediaStore
from tests.journeys.pictures import photo
from tests.journeys.stage import Stage


class Noted:
    """An empty inbox that notes what is asked of it."""

    idle_seconds = 1.0

    def __init__(self, shared: bool) -> None:
        self.shared = shared
        self.asked: list[int] = []

    async def read(self, limit: int) -> list[Waiting]:
        self.asked.append(limit)
        return []

    async def along(self, tx: Tx, limit: int) -> list[Waiting]:
        return await self.read(limit)

    async def mine(self, tx: Tx, ids: Sequence[int]) -> set[int]:
        return set(ids)


@pytest.mark.parametrize(("shared", "most"), [(True, TOGETHER), (False, LOOK_AHEAD)])
async def test_what_one_of_several_processes_takes_is_left_to_no_other_one_and_so_is_little(
    stage: Stage, shared: bool, most: int
) -> None:
    product, source = stage.installation, Noted(shared)

    async def nothing(_: datetime) -> None:
        pass

    intake = Intake(
        product.database, {}, MediaStore(stage.media), product.setting, product.clock,
        before=nothing, committed=lambda: None, patience=AlbumPatience(), seconds=lambda: 0.0, source=source,
    )  # fmt: skip
    assert await intake.drain() is None
    assert source.asked == [most]


async def test_nobody_waits_for_somebody_elses_slow_picture(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the only picture on its way takes its time, what others send is taken up as it comes."""
    assert stage.hanh.chat != stage.hai.chat
    product, platform = stage.installation, stage.platform
    begun, slow, committed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def fetch(*_: object) -> Fetched:
        begun.set()
        await slow.wait()
        return Fetched()

    monkeypatch.setattr("handlers.intake.fetch_picture", fetch)
    monkeypatch.setattr(product.intake, "_committed", committed.set)
    take_in = partial(product.intake.take_in, stage.channel)
    working = asyncio.create_task(product.intake.run())
    async with asyncio.timeout(30):
        platform.send_pictures("hanh", [photo("một")])
        await stage.channel.receive_waiting(take_in)
        await begun.wait()
        platform.say("hai", "https://example.com/bai-viet")
        await stage.channel.receive_waiting(take_in)
        await committed.wait()
        assert product.intake.busy  # the picture is still to come
        slow.set()
    working.cancel()
    await stage.settles()
    assert "Đã nhận" in stage.hai.hears()
