"""Somebody without an invitation: learns nothing, and waits for the coordinator's yes (JOURNEYS X2)."""

import pytest

from tests.journeys.cast import ROWS
from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage

NAMES_ON_THE_ROSTER = [row[5] for row in ROWS if row[5] != "khuyết"]
UNITS_ON_THE_ROSTER = [row[1] for row in ROWS[1:]]


def visitor(stage: Stage) -> Somebody:
    """Somebody nobody knows."""
    return stage.somebody("la", "Người lạ")


@pytest.mark.parametrize("manner", Manner)
async def test_a_stranger_is_asked_openly_and_let_in_by_the_coordinator(stage: Stage) -> None:
    stranger, nam, binh = visitor(stage), stage.nam, stage.binh
    await stage.at("2026-11-16 09:00")
    assert "mã mời" in await stranger.says("xin chào")
    assert "thuộc huyện, thị xã hay thành phố nào" in await stranger.says("xa tan lap")
    assert "đã chuyển lời" in await stranger.says("thành phố Đông Hà, tôi là Hồ Văn Lâm")
    question = nam.hears()
    assert "“xa tan lap – thành phố Đông Hà, tôi là Hồ Văn Lâm”" in question
    assert "đầu mối đơn vị này là Hồ Văn Lâm" in question
    assert nam.is_offered == ["Đúng người", "Không phải"]
    assert "đã mời người ấy vào xã Tân Lập" in await nam.presses("Đúng người")
    invited = stranger.hears()
    assert "xác nhận anh/chị là đầu mối xã Tân Lập" in invited
    assert "có đồng ý không ạ?" in invited
    assert "không cần lệnh gì" in await stranger.presses("Tôi đồng ý")
    assert "Tuần 47: 1/1, đã đủ." in await stranger.sends_photo("bài")
    assert binh.hears() == ""
    stage.reads_as_written("Người lạ được xác nhận", stranger, nam)


async def test_a_stranger_whom_the_coordinator_does_not_know_stays_outside(stage: Stage) -> None:
    stranger, nam = visitor(stage), stage.nam
    await stranger.says("chào em")
    await stranger.says("Đông Giang")
    await stranger.says("Đông Hà, Nguyễn Văn Bịa")
    assert "không kết nối" in await nam.presses("Không phải")
    assert "đã có người quyết định" in await nam.presses("Đúng người")
    assert stranger.hears() == ""
    assert "khi được xác nhận" in await stranger.says("sao lâu thế?")
    assert "chưa ghi nhận" in await stranger.sends_photo("bài")
    stage.reads_as_written("Người lạ không được xác nhận", stranger, nam)


async def test_the_answers_are_the_same_whether_or_not_the_unit_exists(stage: Stage) -> None:
    heard: list[list[str]] = []
    for number, (unit, place) in enumerate(
        [
            ("Đông Giang", "Đông Hà, Phan Đức Hải"),
            ("Phường 1", "thị xã Quảng Trị"),
            ("Phường 1", "tôi không nhớ"),
            ("An Đôn", "thị xã Quảng Trị, nơi đang khuyết"),
            ("xã Không Có Thật", "huyện Trong Mơ"),
            ("thành phố Đông Hà", "tỉnh Quảng Trị"),
            ("tỉnh Quảng Trị", "không có cấp trên"),
        ]
    ):
        stranger = stage.somebody(f"la-{number}", "Người lạ")
        said = ["xin chào", unit, place, "xong chưa em", "/thieu", "ai chưa nộp", "/donvi Phường 1", "/tiendo", "2"]
        heard.append([await stranger.says(text) for text in said])
    assert all(answers == heard[0] for answers in heard)


async def test_nothing_of_the_roster_reaches_a_stranger(stage: Stage) -> None:
    stranger = visitor(stage)
    said = ["ai phụ trách tôi", "/phutrach", "/lichsu", "/moi Tân Lập", "/quyen", "/nhac", "giúp tôi", "/dulieu"]
    heard = [await stranger.says(text) for text in ["xin chào", "Tân Lập", "Đông Hà", *said]]
    heard += [await stranger.forges(action) for action in ("missing", "units:X1", "join:1", "decide_join:yes:1")]
    heard += [await stranger.forges("consent:yes:1"), await stranger.forges("register:yes:1"), await stranger.opens()]
    told = "\n".join(heard)
    assert not [name for name in NAMES_ON_THE_ROSTER if name in told]
    assert not [unit for unit in UNITS_ON_THE_ROSTER if unit.casefold() in told.casefold()]
    assert "✅" not in told
    stage.reads_as_written("Người lạ hỏi đủ thứ", stranger)


async def test_the_district_tells_two_units_of_one_name_apart(stage: Stage) -> None:
    stranger, nam, binh, khai = visitor(stage), stage.nam, stage.binh, stage.khai
    await stranger.says("xin chào")
    await stranger.says("phuong 1")
    await stranger.says("thi xa Quang Tri, Mai day")
    assert nam.hears() == ""
    assert "Có người xin kết nối với phường 1" in binh.hears()
    await binh.presses("Đúng người")
    assert "có đồng ý không ạ?" in stranger.hears()
    other = stage.somebody("la-2", "Người lạ khác")
    await other.says("xin chào")
    await other.says("phuong 1")
    await other.says("không nhớ")
    assert "chưa rõ là đơn vị nào" in khai.hears()
    assert khai.is_offered == []
    stage.reads_as_written("Hai phường cùng tên", stranger, other, binh, khai)


@pytest.mark.parametrize("manner", Manner)
async def test_a_stranger_may_name_the_unit_again(stage: Stage) -> None:
    stranger, nam, binh = visitor(stage), stage.nam, stage.binh
    await stranger.says("xin chào")
    await stranger.says("Đông Giang")
    await stranger.says("Đông Hà, Sơn")
    assert "đã chuyển lời" in await stranger.says("ấy tôi nhầm")
    assert "tên đơn vị" in await stranger.presses("Viết lại tên đơn vị")
    await stranger.says("Hải Lệ")
    assert "đã chuyển lời" in await stranger.says("thị xã Quảng Trị, Võ Văn Sơn")
    assert "xã Hải Lệ" in binh.hears()
    assert "không còn nữa" in await nam.presses("Đúng người")
    stage.reads_as_written("Người lạ viết lại tên đơn vị", stranger, nam)


async def test_a_coordinator_decides_only_about_own_units(stage: Stage) -> None:
    stranger, binh, hung = visitor(stage), stage.binh, stage.hung
    for text in ("xin chào", "Tân Lập", "Đông Hà, Lâm"):
        await stranger.says(text)
    assert "không thuộc phạm vi" in await binh.forges("decide_join:yes:1")
    assert stranger.hears() == ""
    assert "đã mời" in await hung.forges("decide_join:yes:1")  # his province holds that commune


async def test_a_question_at_night_reaches_the_coordinator_in_the_morning(stage: Stage) -> None:
    stranger, nam = visitor(stage), stage.nam
    await stage.at("2026-11-16 23:00")
    for text in ("xin chào", "Tân Lập"):
        assert await stranger.says(text) != ""
    assert "đã chuyển lời" in await stranger.says("Đông Hà, Lâm")
    nam.hears()
    await stage.at("2026-11-17 06:29")
    assert nam.hears() == ""
    await stage.at("2026-11-17 06:30")
    assert "Có người xin kết nối với xã Tân Lập" in nam.hears()
