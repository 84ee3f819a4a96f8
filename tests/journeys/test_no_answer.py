"""Nobody answers the telephone: noted, no alert waits for it, and what else could be done is offered."""

import pytest

from tests.journeys.stage import Stage

MISSED = "2026-11-23 09:00"


@pytest.mark.parametrize(
    "words",
    [
        "Tân Lập không nghe máy",
        "tan lap ko bat may",
        "gọi Tân Lập không liên lạc được",
        "gọi cho anh Lâm mà thuê bao",
        "bí thư Tân Lập không nghe máy em ơi",
        "vừa gọi Tân Lập, không nghe máy",
        "đã gọi Tân Lập nhưng tắt máy",
        "taan laapj khoong nghe mays",
        "Tan Lap does not answer",
    ],
)
async def test_a_call_in_vain_is_noted_and_something_else_is_offered(stage: Stage, words: str) -> None:
    nam = stage.nam
    await stage.at("2026-11-18 09:00")
    answer = await nam.says(words)
    assert answer.startswith("Em đã ghi: 09:00 anh/chị gọi xã Tân Lập chưa được.")
    assert "Hồ Văn Lâm, đầu mối xã Tân Lập: 0912 000 003" in answer
    assert nam.is_offered == ["Nhắn nhắc xã Tân Lập", "Ghi chú xã Tân Lập", "Người dự phòng"]
    assert "ghi chú: “gọi chưa được”" in await nam.says("/nhatky Tân Lập")


async def test_a_call_in_vain_stops_no_ladder(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at(MISSED)
    assert "Tân Lập" in nam.hears()
    await nam.says("Đông Giang đã gọi, hẹn thứ Sáu")
    await nam.says("Tân Lập không nghe máy")
    hung.hears()
    await stage.at("2026-11-24 10:00")
    told = hung.hears()
    assert "Tân Lập" in told and "Đông Giang" not in told


async def test_who_has_called_takes_care_of_the_alert_also_when_nobody_answered(stage: Stage) -> None:
    await stage.at(MISSED)
    told = await stage.nam.says("đã gọi Tân Lập, không nghe máy")
    assert "anh/chị gọi xã Tân Lập lúc 09:00, không nghe máy. Đến 09:00 thứ Ba 24/11" in told


async def test_a_reminder_in_the_chat_and_the_deputys_number_instead_of_the_call(stage: Stage) -> None:
    nam, lam = stage.nam, stage.lam
    await stage.at("2026-11-18 09:00")
    await nam.says("/duphong Tân Lập, Lý Văn Phó, 0912345678")
    await nam.presses("Xác nhận")
    assert "dự phòng: Lý Văn Phó, 0912 345 678" in await nam.says("Tân Lập không nghe máy")
    await nam.presses("Nhắn nhắc xã Tân Lập")
    await nam.presses("Gửi 1 đơn vị")
    assert "nhờ em nhắc" in lam.hears()


async def test_who_has_no_chat_or_owes_nothing_is_not_to_be_written_to(stage: Stage) -> None:
    await stage.at("2026-11-18 09:00")
    await stage.binh.says("Hoà Sơn không nghe máy")
    assert stage.binh.is_offered == ["Ghi chú xã Hoà Sơn", "Người dự phòng"]
    await stage.lam.sends_photo("bài")
    await stage.nam.says("Tân Lập không nghe máy")
    assert stage.nam.is_offered == ["Ghi chú xã Tân Lập", "Người dự phòng"]


async def test_which_unit_it_was_is_asked_for_and_chosen(stage: Stage) -> None:
    nam, khai = stage.nam, stage.khai
    assert "đơn vị nào không nghe máy" in await nam.says("không nghe máy")
    assert "gọi xã Tân Lập chưa được" in await nam.says("tân lập")
    assert "có 2 đơn vị tên “Phường 1”" in await khai.says("Phường 1 không nghe máy")
    assert "gọi phường 1 chưa được" in await khai.presses("Phường 1 (thị xã Quảng Trị)")
    assert "Nguyễn Thị Mai" in (await khai.says("anh Nam không nghe máy") + await khai.says("chị Mai không nghe máy"))
    assert "chưa thấy đơn vị nào" in await nam.says("Hải Lệ không nghe máy")
    assert "chưa thấy đơn vị nào" in await nam.says("anh Sơn không nghe máy")
