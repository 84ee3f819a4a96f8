"""Admins and coordinators hand out codes, look at units, and manage who is an admin."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


async def test_who_is_not_linked_and_a_code_for_one_unit(stage: Stage) -> None:
    khai, phuc = stage.khai, stage.phuc
    told = await khai.says("/moi")
    assert "Còn 1 người chưa kết nối" in told and "• Xã Hoà Sơn: Đinh Văn Phúc, chưa lấy mã" in told
    answer = await khai.says("/moi hoa son")
    assert "Mã mời cho đầu mối xã Hoà Sơn, Đinh Văn Phúc:" in answer and "đến hết 16/12/2026" in answer
    await phuc.opens(stage.code_in(answer))
    await phuc.presses("Đúng")
    await phuc.presses("Tôi đồng ý")
    assert "mọi người trong danh sách đều đã kết nối" in await khai.says("/moi")
    stage.reads_as_written("Phát mã mời", khai, phuc)


@pytest.mark.parametrize("words", ["mời Tân Lập", "moi xa tan lap", "/moi X3", "/moi x3", "/invite Tân Lập"])
async def test_a_code_in_many_words(stage: Stage, words: str) -> None:
    assert "Mã mời cho đầu mối xã Tân Lập" in await stage.nam.says(words)


@pytest.mark.parametrize("manner", Manner)
async def test_a_code_for_one_of_two_units_of_a_name(stage: Stage) -> None:
    khai = stage.khai
    assert "có 2 đơn vị tên “Phường 1”" in await khai.says("/moi Phường 1")
    assert "phường 1 (thị xã Quảng Trị), Nguyễn Thị Mai" in await khai.presses("Phường 1 (thị xã Quảng Trị)")
    stage.reads_as_written("Mã mời cho phường cùng tên", khai)


async def test_a_code_for_a_vacant_a_foreign_or_an_unknown_unit(stage: Stage) -> None:
    binh = stage.binh
    assert "đang khuyết người" in await binh.says("/moi An Đôn")
    assert "chưa thấy đơn vị nào tên “Tân Lập”" in await binh.says("/moi Tân Lập")
    assert "chưa thấy đơn vị nào tên “Trăng Sao”" in await binh.says("/moi Trăng Sao")
    assert "Mã mời cho cán bộ phụ trách thị xã Quảng Trị, Lê Thị Bình" in await binh.says("/moi thị xã Quảng Trị")
    stage.reads_as_written("Không phát được mã mời", binh)


async def test_a_card_of_each_sort_of_unit(stage: Stage) -> None:
    khai = stage.khai
    assert await khai.says("/donvi Tân Lập") == (
        "Xã Tân Lập (X3), thuộc thành phố Đông Hà.\nĐầu mối: Hồ Văn Lâm, 0912 000 003, đã kết nối.\n"
        "Xã Tân Lập, tuần 47: 0/1, còn thiếu 1, hạn 20:00 Chủ nhật 22/11."
    )
    assert "Đầu mối: Đinh Văn Phúc, 0912 000 007, chưa kết nối. Gõ /moi X7 để lấy mã mời." in await khai.says(
        "/donvi X7"
    )
    assert (await khai.says("/donvi An Đôn")).endswith("Đang khuyết đầu mối.")
    assert await khai.says("/donvi Đông Hà") == (
        "Thành phố Đông Hà (H1), thuộc tỉnh Quảng Trị.\nCán bộ phụ trách: Dương Thanh Nam, 0912 000 101, đã kết nối."
    )
    assert (await khai.says("/donvi tỉnh Quảng Trị")).startswith("Tỉnh Quảng Trị (T45).\nCán bộ phụ trách: Bùi Văn")
    assert "Đang khuyết đầu mối ở 1 đơn vị: phường An Đôn." in await khai.says("/donvi")
    assert "gõ /donvi cùng tên" in await stage.nam.says("/donvi")
    stage.reads_as_written("Xem đơn vị", khai, stage.nam)


@pytest.mark.parametrize("manner", Manner)
async def test_a_second_admin_comes_and_goes(stage: Stage) -> None:
    khai, lan = stage.khai, stage.somebody("lan", "Chị Lan, quản trị mới")
    assert "Quản trị hiện nay: Đỗ Quang Khải." in await khai.says("/quyen")
    code = stage.code_in(await khai.says("/quyen thêm Trần Thị Lan"))
    await lan.opens(code)
    await lan.presses("Đúng")
    await lan.presses("Tôi đồng ý")
    assert "Đỗ Quang Khải và Trần Thị Lan" in await khai.says("/quyen")
    assert "Trần Thị Lan không còn là quản trị" in await khai.presses("Thu quyền của Trần Thị Lan")
    assert "chưa hiểu ý" in await lan.says("/quyen")
    stage.reads_as_written("Thêm và bớt quản trị", khai, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_an_admin_of_one_town_comes_and_goes(stage: Stage) -> None:
    khai, lan = stage.khai, stage.somebody("lan", "Chị Lan, quản trị thị xã Quảng Trị")
    made = await khai.says("/quyen them Tran Thi Lan o thi xa quang tri")
    assert "Mã mời cho quản trị mới của thị xã Quảng Trị (Tran Thi Lan)" in made
    assert "dành cho quản trị thị xã Quảng Trị (Tran Thi Lan)" in await lan.opens(stage.code_in(made))
    await lan.presses("Đúng")
    assert "đã là quản trị thị xã Quảng Trị và mọi đơn vị bên dưới" in await lan.presses("Tôi đồng ý")
    await stage.beats()
    assert "Tran Thi Lan vừa thành quản trị thị xã Quảng Trị" in khai.hears()
    assert "Còn 1 người chưa kết nối" in await lan.says("/moi")
    assert "chưa thấy đơn vị nào tên “Tân Lập”" in await lan.says("/donvi Tân Lập")
    assert (await lan.says("/quyen")).startswith("Quản trị thị xã Quảng Trị: Tran Thi Lan.")
    assert "với đơn vị trong phạm vi" in await lan.says("/quyen thêm Kẻ Lạ")
    assert "chưa thấy đơn vị nào" in await lan.says("/quyen thêm Kẻ Lạ ở Đông Hà")
    assert "Mã mời cho quản trị mới của xã Hải Lệ (Kẻ Lạ)" in await lan.says("/quyen thêm Kẻ Lạ ở Hải Lệ")
    told = await khai.says("/quyen")
    assert "Quản trị hiện nay: Đỗ Quang Khải.\nQuản trị thị xã Quảng Trị: Tran Thi Lan." in told
    assert "không còn là quản trị thị xã" in await khai.presses("Thu quyền của Tran Thi Lan ở thị xã Quảng Trị")
    await stage.beats()
    assert "Đỗ Quang Khải đã thu quyền quản trị thị xã Quảng Trị" in lan.hears()
    assert "chưa hiểu ý" in await lan.says("/moi")
    stage.reads_as_written("Quản trị một thị xã", khai, lan)


async def test_an_admin_of_one_of_two_units_of_a_name(stage: Stage) -> None:
    khai = stage.khai
    assert "có 2 đơn vị tên “Phường 1”" in await khai.says("/quyen thêm Lê Thu Hà ở Phường 1")
    assert "quản trị mới của phường 1 (Lê Thu Hà)" in await khai.presses("Phường 1 (thị xã Quảng Trị)")


async def test_what_a_local_admin_may_not_touch(stage: Stage) -> None:
    khai, lan = stage.khai, stage.somebody("lan", "Chị Lan")
    await lan.opens(stage.code_in(await khai.says("/quyen thêm Lan ở Hải Lệ")))
    await lan.presses("Đúng")
    await lan.presses("Tôi đồng ý")
    number = await stage.member("khai")
    assert "không thuộc phạm vi" in await lan.forges(f"roles:revoke:{number}")
    assert "không thuộc phạm vi" in await lan.forges(f"roles:revoke:{number}:{await stage.unit('H2')}")
    assert "không dùng được nữa" in await lan.forges("roles:revoke:9999")
    assert "không dùng được nữa" in await lan.forges(f"roles:revoke:{number}:9999")
    assert "Đỗ Quang Khải" in await khai.says("/quyen")


async def test_codes_for_admins_of_somebody_who_is_none_any_more_open_nothing(stage: Stage) -> None:
    khai, hung, la = stage.khai, stage.hung, stage.somebody("la", "Người lạ")
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    code = stage.code_in(await hung.says("/quyen thêm Kẻ Lạ"))
    seat = stage.code_in(await hung.says("/moi Hoà Sơn"))
    await khai.says("/quyen")
    await khai.presses("Thu quyền của Bùi Văn Hùng")
    assert "chưa mở được mã này" in await la.opens(code)
    assert "đầu mối xã Hoà Sơn" in await stage.phuc.opens(seat)


async def test_the_last_admin_stays(stage: Stage) -> None:
    khai = stage.khai
    await khai.says("/quyen")
    assert khai.is_offered == []
    number = await stage.member("khai")
    assert "luôn phải còn ít nhất một quản trị" in await khai.forges(f"roles:revoke:{number}")
    assert "Đỗ Quang Khải" in await khai.says("/quyen")


async def test_revoking_twice_is_revoking_once(stage: Stage) -> None:
    khai, hung = stage.khai, stage.hung
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    await khai.says("/quyen")
    first = await khai.presses("Thu quyền của Bùi Văn Hùng")
    assert first == await khai.presses("Thu quyền của Bùi Văn Hùng") == "Dạ, Bùi Văn Hùng không còn là quản trị ạ."
    assert "0/6 đơn vị" in await hung.says("/thieu")  # still the province's coordinator


async def test_the_last_admin_who_can_be_reached_stays(stage: Stage) -> None:
    khai, hung = stage.khai, stage.hung
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    await stage.loses_its_chat(hung)
    number = await stage.member("khai")
    assert "luôn phải còn ít nhất một quản trị nhắn được cho em" in await khai.forges(f"roles:revoke:{number}")
    await khai.says("/quyen")
    assert "không còn là quản trị" in await khai.presses("Thu quyền của Bùi Văn Hùng")
