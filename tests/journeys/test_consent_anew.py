"""The consent has a new wording: everybody is asked once, and the weekly duty does not wait for the answer."""

from dataclasses import replace

import pytest

from core.organisation import PersonalRule
from db import consents
from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage

WEDNESDAY = "2026-11-18 09:00"


async def is_reworded(stage: Stage, version: int = 2) -> None:
    rules = stage.installation.organisation
    stage.installation.in_force.take(replace(rules, personal=PersonalRule(consent_version=version)))
    await stage.beats()


async def answers(stage: Stage, person: Somebody) -> list[tuple[int, str | None]]:
    member = await stage.member(person.chat)
    async with stage.installation.database.snapshot() as tx:
        return [(line.version, line.answer) for line in await consents.of_member(tx, member)]


@pytest.mark.parametrize("manner", Manner)
async def test_a_new_wording_asks_everybody_once_and_stops_nothing(stage: Stage) -> None:
    hanh, hai, khai = stage.hanh, stage.hai, stage.khai
    await stage.at(WEDNESDAY)
    hanh.hears(), hai.hears(), khai.hears()
    await is_reworded(stage)
    asked = hanh.hears()
    assert "có bản mới (bản 2)" in asked and "việc hằng tuần vẫn như cũ" in asked
    assert hanh.is_offered == ["Tôi đồng ý", "Xem chi tiết", "Chưa đồng ý"]
    assert "(bản 1)" in await hai.says("/dulieu")
    assert "Tuần 47: 1/1, đã đủ." in await hai.sends_photo("bài")  # no answer yet, nothing waits for it
    await hanh.presses("Xem chi tiết")
    assert "đã ghi anh/chị đồng ý với bản mới" in await hanh.presses("Tôi đồng ý")
    assert await answers(stage, hanh) == [(1, "GIVEN"), (2, "GIVEN")]
    assert "(bản 2)" in await hanh.says("/dulieu")
    assert "đã ghi anh/chị đồng ý" in await hanh.forges("reconsent:no:2")  # said once, it stays so
    await stage.at("2026-11-20 09:00")
    assert "bản mới" not in hanh.hears() + hai.hears()
    assert "8 người chưa trả lời" in await khai.says("/yeucau")
    stage.reads_as_written("Lời xin phép có bản mới", hanh)


async def test_who_declines_goes_on_under_the_earlier_one(stage: Stage) -> None:
    hanh, khai = stage.hanh, stage.khai
    await stage.at(WEDNESDAY)
    await is_reworded(stage)
    khai.hears()
    assert "vẫn theo bản anh/chị đã đồng ý" in await hanh.presses("Chưa đồng ý")
    await stage.beats()
    assert "Trần Thị Hạnh (phường 1) chưa đồng ý với lời xin phép lưu dữ liệu bản 2" in khai.hears()
    assert await answers(stage, hanh) == [(1, "GIVEN"), (2, "DECLINED")]
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photo("bài")
    assert "(bản 1)" in await hanh.says("/dulieu")
    stage.reads_as_written("Chưa đồng ý với bản mới", hanh, khai)


async def test_what_people_agreed_to_can_be_read_later(stage: Stage) -> None:
    await stage.at(WEDNESDAY)
    await is_reworded(stage)
    async with stage.installation.database.snapshot() as tx:
        said = (await consents.wordings(tx, 2))["vi"]
    assert "Tỉnh Quảng Trị xin phép lưu họ tên" in said and "ảnh được xoá sau 12 tháng" in said
    assert "{" not in said


async def test_who_registers_agrees_to_the_version_in_force(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    await is_reworded(stage, 3)
    await hanh.opens(await stage.code_for("X1"))
    await hanh.presses("Đúng")
    await hanh.presses("Tôi đồng ý")
    assert await answers(stage, hanh) == [(3, "GIVEN")]
    await stage.beats()
    assert "bản mới" not in hanh.hears()


async def test_a_second_seat_is_taken_only_under_the_version_in_force(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at(WEDNESDAY)
    await stage.takes_over("X6", "Trần Thị Hạnh")
    await is_reworded(stage)
    await hanh.opens(await stage.code_for("X6"))
    assert "Anh/chị có đồng ý không ạ?" in await hanh.presses("Đúng")
    await hanh.presses("Tôi đồng ý")
    assert (2, "GIVEN") in await answers(stage, hanh)


async def test_a_button_of_an_older_version_does_nothing(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at(WEDNESDAY)
    await is_reworded(stage)
    await is_reworded(stage, 3)
    for action in ("reconsent:yes:2", "reconsent:yes", "reconsent:no:99"):
        assert "không dùng được nữa" in await hanh.forges(action)
    assert await answers(stage, hanh) == [(1, "GIVEN"), (2, None), (3, None)]
