"""Units are found under the names people use: without the flower in it, under the name before a rename."""

import pytest

from tests.journeys.stage import Stage


async def test_a_flower_in_the_name_need_not_be_typed(stage: Stage) -> None:
    nam = stage.nam
    await stage.gets_units(
        ("Y1", "Xã Hoa Sen 🌸", "xã", "H1", "Bí thư", "Lê Thị Lan", ""),
        ("Y2", "🌸 Xã Hoa Mai", "xã", "H1", "Bí thư", "Lê Thị Cúc", ""),
    )
    for words in ("/donvi Hoa Sen", "/donvi xã hoa sen", "tìm Hoa Sen", "/donvi Hoa Sen 🌸"):
        assert (await nam.says(words)).startswith("Xã Hoa Sen 🌸 (Y1)"), words
    assert "(Y2)" in await nam.says("/donvi Hoa Mai")
    assert "chưa thấy đơn vị nào tên “Hoa”" in await nam.says("/donvi Hoa")
    assert "chưa thấy đơn vị nào" in await stage.binh.says("/donvi Hoa Sen")


async def _tan_lap_is_tan_hai_by_now(stage: Stage) -> None:
    await stage.at("2026-11-17 09:00")
    await stage.khai.says("đổi tên Tân Lập thành Tân Hải")
    await stage.khai.presses("Xác nhận")
    await stage.at("2026-11-18 09:00")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("ai chưa nộp ở Tân Lập", "Xã Tân Hải. Tuần 47"),
        ("gia hạn Tân Lập đến thứ Ba, do mưa lũ", "gia hạn cho xã Tân Hải, tuần 47, đến 20:00 thứ Ba 24/11"),
        ("miễn tan lap tuần này, do mưa lũ", "xã Tân Hải"),
        ("nhắc Tân Lập", "lời nhắc cho 1 đơn vị"),
        ("Tân Lập không nghe máy", "gọi xã Tân Hải chưa được"),
        ("đã gọi Tân Lập, hẹn chiều nay", "gọi xã Tân Hải"),
        ("/danhsachgoi Tân Lập", "Hồ Văn Lâm"),
    ],
)
async def test_the_old_name_finds_the_unit_and_the_new_one_is_told(stage: Stage, words: str, then: str) -> None:
    await _tan_lap_is_tan_hai_by_now(stage)
    answer = await stage.nam.says(words)
    assert answer.startswith("“") and "nay là xã Tân Hải ạ." in answer and then in answer


@pytest.mark.parametrize("words", ["/donvi Tân Lập", "tìm tan lap", "số điện thoại của bí thư xã Tân Lập"])
async def test_the_card_under_the_old_name_tells_both(stage: Stage, words: str) -> None:
    await _tan_lap_is_tan_hai_by_now(stage)
    answer = await stage.nam.says(words)
    assert answer.startswith("Xã Tân Hải (X3)") and "tên là Xã Tân Lập" in answer and "Hồ Văn Lâm" in answer


async def test_a_name_that_another_unit_has_by_now_means_that_one(stage: Stage) -> None:
    await _tan_lap_is_tan_hai_by_now(stage)
    await stage.khai.says("đổi tên Đông Giang thành Tân Lập")
    await stage.khai.presses("Xác nhận")
    answer = await stage.nam.says("gia hạn Tân Lập đến thứ Ba, do mưa lũ")
    assert answer.startswith("Em gia hạn cho phường Tân Lập, tuần 47")
    assert "chưa thấy đơn vị nào" in await stage.binh.says("gia hạn Đông Giang đến thứ Ba, do mưa lũ")


LONG = "Nguyễn " + "Thị " * 30 + "Lan"


@pytest.mark.parametrize(
    ("who", "leads", "words"),
    [
        ("khai", (), f"đổi tên Tân Lập thành {LONG}"),
        ("khai", (), f"thêm xã {LONG} thuộc Đông Hà"),
        ("khai", (), f"/quyen thêm {LONG}"),
        ("nam", (), f"/duphong Tân Lập, {LONG}"),
        ("nam", (), f"/doinguoi Tân Lập, {LONG}"),
        ("hanh", ("/dulieu", ">Sửa thông tin", ">Họ tên"), LONG),
    ],
)
async def test_a_name_that_is_too_long_is_refused_and_not_cut(
    stage: Stage, who: str, leads: tuple[str, ...], words: str
) -> None:
    somebody = getattr(stage, who)
    for lead in leads:
        await (somebody.presses(lead[1:]) if lead.startswith(">") else somebody.says(lead))
    before = somebody.is_offered
    answer = await somebody.says(words)
    assert "quá 60 nên em chưa ghi" in answer or "quá 100 nên em chưa ghi" in answer
    assert somebody.is_offered == before and "Xác nhận" not in before


async def test_a_successor_whose_name_is_too_long_is_asked_for_again(stage: Stage) -> None:
    hanh, nam = stage.hanh, stage.nam
    await hanh.says("tôi bàn giao từ mai")
    await nam.presses("Đồng ý")
    assert "quá 60 nên em chưa ghi" in await nam.says(LONG)
    assert "Lê Thị Lan" in await nam.says("Lê Thị Lan")
    assert nam.is_offered[0] == "Xác nhận"
