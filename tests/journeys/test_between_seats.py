"""An item is moved from one seat of its sender to another, and what must stay where it is."""

import pytest

from db import duties
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage
from tests.journeys.test_two_tasks import busy as busy  # noqa: PLC0414 - a fixture

TUESDAY = "2026-11-17 09:00"
OTHER_SEAT = "Tính cho xã Tân Lập"


async def two_seats(stage: Stage) -> Somebody:
    """On Tuesday Hạnh, who answers for phường 1, becomes the deputy of xã Tân Lập, too."""
    await stage.at(TUESDAY)
    await stage.khai.says("/duphong Tân Lập, Trần Thị Hạnh, 0912000001")
    await stage.khai.presses("Xác nhận")
    return stage.hanh


@pytest.mark.parametrize("quota", [2])
async def test_the_same_picture_is_not_moved_to_where_it_was_handed_in(stage: Stage) -> None:
    hanh = await two_seats(stage)
    await hanh.sends_photo("một")
    await stage.lam.sends_photo("một")
    assert "để nguyên" in await hanh.presses(OTHER_SEAT)  # though Tân Lập still owes one
    assert "Xã Tân Lập, tuần 47: 1/2" in await hanh.says("tôi còn thiếu gì")


async def test_nothing_is_moved_to_a_seat_that_owes_nothing_any_more(stage: Stage) -> None:
    hanh = await two_seats(stage)
    await hanh.sends_photo("một")
    await stage.lam.sends_photo("hai")
    assert "để nguyên" in await hanh.presses(OTHER_SEAT)


async def test_after_the_close_nothing_moves_to_another_seat(stage: Stage) -> None:
    hanh = await two_seats(stage)
    await hanh.sends_photo("một")
    await stage.at("2026-11-23 07:59")
    hanh.hears()
    await stage.at("2026-11-23 08:00")
    assert "để nguyên" in await hanh.presses(OTHER_SEAT)


async def test_an_item_keeps_its_task_when_it_goes_to_another_seat(busy: Stage) -> None:
    hanh = await two_seats(busy)
    await hanh.sends_photo("một")
    (action,) = (each.action for each in busy.platform.last_options(hanh.chat) if each.label == OTHER_SEAT)
    async with busy.installation.database.snapshot() as tx:
        owed = await duties.of_units(tx, [await busy.unit("X3")], busy.now)
    (other,) = (duty.obligation for duty in owed if duty.task == "hai")
    assert "để nguyên" in await hanh.forges(f"{action.rpartition(':')[0]}:{other}")
    assert "đã tính BC-1 cho xã Tân Lập" in await hanh.forges(action)
