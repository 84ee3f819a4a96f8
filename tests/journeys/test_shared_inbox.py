"""How much one process takes of an inbox that others read, too: not more than it can soon handle."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from db.engine import Tx
from db.inbox import Waiting
from handlers.intake import LOOK_AHEAD, TOGETHER, Intake
from media.store import MediaStore
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
        before=nothing, committed=lambda: None, seconds=lambda: 0.0, source=source,
    )  # fmt: skip
    assert await intake.drain() is None
    assert source.asked == [most]
