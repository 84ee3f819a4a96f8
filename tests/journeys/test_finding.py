"""Finding a unit or a person by any spelling; what only looks like it is offered, and nothing is done."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


@pytest.mark.parametrize(
    "words",
    [
        "/donvi Tân Lập", "tìm Tân Lập", "tim tan lap", "tìm xã Tân Lập ở đâu ạ", "tìm x. Tân Lập", "timf Taan Laapj",
        "/tim X3", "ai phụ trách Tân Lập?", "/find tân lập",
    ],
)  # fmt: skip
async def test_a_unit_in_any_spelling(stage: Stage, words: str) -> None:
    answer = await stage.nam.says(words)
    assert "Xã Tân Lập (X3), thuộc thành phố Đông Hà." in answer
    assert "Hồ Văn Lâm, 0912 000 003, đã kết nối" in answer
    assert "Xã Tân Lập, tuần 47: 0/1, còn thiếu 1" in answer


@pytest.mark.parametrize(
    "words", ["tìm Lâm", "tìm anh Lâm", "tim ho van lam", "số điện thoại của Hồ Văn Lâm", "tìm 0912 000 003", "sdt Lâm"]
)
async def test_a_person_in_any_spelling(stage: Stage, words: str) -> None:
    assert "Hồ Văn Lâm, đầu mối xã Tân Lập: 0912 000 003" in await stage.nam.says(words)
    assert stage.nam.is_offered == ["Xã Tân Lập (thành phố Đông Hà)"]


@pytest.mark.parametrize("manner", Manner)
async def test_a_near_name_is_offered_and_nothing_is_done_before_the_choice(stage: Stage) -> None:
    hung, nam = stage.hung, stage.nam
    await stage.at("2026-11-21 21:00")
    answer = await nam.says("gia hạn Tân Lặpp đến thứ Hai, do mưa lũ")
    assert "chưa thấy đơn vị nào tên “Tân Lặpp” nên chưa làm gì" in answer
    assert nam.is_offered == ["Xã Tân Lập (thành phố Đông Hà)"]
    assert "20:00 Chủ nhật 22/11" in await stage.lam.says("tôi còn thiếu gì")
    asked = await nam.presses("Xã Tân Lập (thành phố Đông Hà)")
    assert "gia hạn cho xã Tân Lập, tuần 47, đến 20:00 thứ Hai 23/11, lý do: mưa lũ" in asked
    await nam.presses("Xác nhận")
    assert "20:00 thứ Hai 23/11" in await stage.lam.says("tôi còn thiếu gì")
    assert "Xã Hoà Sơn (thị xã Quảng Trị)" in (await hung.says("tìm Hoà Sươn"), hung.is_offered)[1]
    assert "Xã Hoà Sơn (X7)" in await hung.presses("Xã Hoà Sơn (thị xã Quảng Trị)")
    assert "Hồ Văn Lâm" in (await hung.says("tìm Hồ Văm Lâm"), hung.is_offered)[1]
    assert "Hồ Văn Lâm, đầu mối xã Tân Lập" in await hung.presses("Hồ Văn Lâm")
    stage.reads_as_written("Tên viết gần đúng", nam, hung)


async def test_a_near_name_called_keeps_what_was_agreed(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-23 10:05")
    await nam.says("Tân Lậpp đã gọi, hẹn chiều nay")
    assert "lúc 10:05, hẹn chiều nay. Đến 17:00" in await nam.presses("Xã Tân Lập (thành phố Đông Hà)")


async def test_only_own_units_and_people_are_found_or_offered(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    for words in ("tìm Hải Lệ", "tìm Hải Lệe", "tìm Võ Văn Sơn", "tìm 0912000005", "tìm Võ Văm Sơn"):
        answer = await nam.says(words)
        assert "chưa thấy ai hay đơn vị nào" in answer and "Sơn:" not in answer
        assert not [label for label in nam.is_offered if "Hải Lệ" in label or "Sơn" in label]
    assert "0912" not in await hanh.says("tìm Lâm")
    assert "chưa được giao" in await hanh.forges("find:Lâm")


async def test_several_people_and_units_of_one_name(stage: Stage) -> None:
    hung = stage.hung
    many = await hung.says("tìm văn")
    assert many.count("\n") == 3 and "Bùi Văn Hùng, cán bộ phụ trách tỉnh Quảng Trị: 0912 000 045" in many
    assert "Đinh Văn Phúc, đầu mối xã Hoà Sơn: 0912 000 007, chưa kết nối" in many
    both = await hung.says("tìm phường 1")
    assert "Có 2 đơn vị tên “phường 1”" in both
    assert hung.is_offered == ["Phường 1 (thành phố Đông Hà)", "Phường 1 (thị xã Quảng Trị)"]
    assert "TÊN ĐƠN VỊ" in await hung.says("/tim")


async def test_a_card_leads_on(stage: Stage) -> None:
    binh = stage.binh
    await stage.at("2026-11-23 10:05")
    card = await binh.says("/donvi Hoà Sơn")
    assert "Đinh Văn Phúc, 0912 000 007, chưa kết nối" in card and "tuần 47: 0/1, bị ghi thiếu 1" in card
    assert binh.is_offered == ["Đã gọi xã Hoà Sơn", "Ghi chú xã Hoà Sơn", "Người dự phòng", "Xem ai đã đổi gì"]
    await binh.presses("Đã gọi xã Hoà Sơn")
    await binh.says("/donvi Hoà Sơn")
    assert "Lê Thị Bình gọi đơn vị" in await binh.presses("Xem ai đã đổi gì")


@pytest.mark.parametrize(
    "words",
    [
        "so dien thoai bi thu tan lap",
        "số điện thoại của đầu mối xã Tân Lập",
        "cho xin số bí thư xã Tân Lập",
        "sđt Tân Lập là số mấy em",
        "Tân Lập đã nộp rồi",
    ],
)
async def test_a_title_before_the_name_only_says_whose_number_is_wanted(stage: Stage, words: str) -> None:
    assert "Hồ Văn Lâm, 0912 000 003" in await stage.nam.says(words)


async def test_a_commune_that_is_called_like_a_form_of_address_is_found(stage: Stage) -> None:
    await stage.gets_units(("Y1", "Xã Ba Nang", "xã", "H1", "Bí thư", "Lê Thị Lan", "0912000099"))
    assert (await stage.nam.says("tìm Ba Nang")).startswith("Xã Ba Nang (Y1)")
    assert "Lê Thị Lan" in await stage.nam.says("tìm bà Lan")
