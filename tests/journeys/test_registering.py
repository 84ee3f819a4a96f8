"""Getting in with an invitation: whose seat it is, what is kept, and what happens to a code."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

WRONG_CODE = "2222-3333-44444"


@pytest.mark.parametrize("manner", Manner)
async def test_a_secretary_registers_with_an_invitation(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    await stage.at("2026-11-16 07:30")
    asked = await hanh.opens(await stage.code_for("X1"))
    assert "đầu mối phường 1 (thành phố Đông Hà)" in asked
    asked = await hanh.presses("Đúng")
    for told in ("họ tên, mã tài khoản chat, ảnh và đường dẫn", "xoá sau 12 tháng", "rút lại sự đồng ý"):
        assert told in asked
    assert hanh.is_offered == ["Tôi đồng ý", "Xem chi tiết", "Chưa đồng ý"]
    assert "không đọc tài khoản" in await hanh.presses("Xem chi tiết")
    welcome = await hanh.presses("Tôi đồng ý")
    assert "không cần lệnh gì" in welcome
    assert "tuần 47: 0/1, còn thiếu 1, hạn 20:00 Chủ nhật 22/11" in welcome
    await stage.at("2026-11-16 08:00")
    assert "nhiệm vụ tuần 47 của phường 1: 1 minh chứng" in hanh.hears()
    stage.reads_as_written("Đăng ký bằng lời mời", hanh)


async def test_who_does_not_agree_is_not_stored(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    code = await stage.code_for("X1")
    await hanh.opens(code)
    await hanh.presses("Đúng")
    assert "chưa lưu gì" in await hanh.presses("Chưa đồng ý")
    assert "chưa ghi nhận" in await hanh.sends_photo("bài")
    assert "mã mời" in await hanh.says("để tôi hỏi lại đã")
    await stage.at("2026-11-16 08:00")
    assert hanh.hears() == ""
    assert "đúng không ạ?" in await hanh.opens(code)  # the code still works when she thinks again
    await hanh.presses("Đúng")
    assert "cảm ơn" in await hanh.presses("Tôi đồng ý")
    stage.reads_as_written("Chưa đồng ý, rồi đồng ý", hanh)


async def test_who_thinks_again_at_once_just_presses_the_button(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    await hanh.opens(await stage.code_for("X1"))
    await hanh.presses("Đúng")
    await hanh.presses("Chưa đồng ý")
    assert "cảm ơn" in await hanh.presses("Tôi đồng ý")


@pytest.mark.parametrize("manner", Manner)
async def test_an_invitation_that_reached_the_wrong_person(fresh_stage: Stage) -> None:
    stage, hai = fresh_stage, fresh_stage.hai
    code = await stage.code_for("X1")
    await hai.opens(code)
    answer = await hai.presses("Không phải tôi")
    assert "chưa lưu gì" in answer
    assert "Hạnh" not in answer
    assert "đúng không ạ?" in await stage.hanh.opens(code)
    stage.reads_as_written("Lời mời đến nhầm người", hai)


async def test_who_answers_something_else_is_asked_to_choose(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    await hanh.opens(await stage.code_for("X1"))
    assert "chọn giúp" in await hanh.says("ai đấy nhỉ")
    assert "chưa ghi nhận" in await hanh.sends_photo("bài")
    assert "có đồng ý không ạ?" in await hanh.presses("Đúng")
    assert "chọn giúp" in await hanh.says("để tôi nghĩ đã")
    assert "cảm ơn" in await hanh.says("toi dong y")
    stage.reads_as_written("Trả lời ngoài các lựa chọn", hanh)


async def test_an_expired_code_opens_nothing(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    code = await stage.code_for("X1")
    await stage.at("2026-12-16 06:29")
    assert "đúng không ạ?" in await hanh.opens(code)
    await stage.is_down_until("2026-12-16 06:30")
    assert "hết hạn" in await hanh.presses("Đúng")  # opened in time, confirmed too late
    assert "chưa mở được mã này" in await hanh.opens(code)
    stage.reads_as_written("Mã mời đã hết hạn", hanh)


async def test_a_used_code_opens_nothing_and_voids_the_others_of_the_seat(fresh_stage: Stage) -> None:
    stage, hanh, hai = fresh_stage, fresh_stage.hanh, fresh_stage.hai
    first, second = await stage.code_for("X1"), await stage.code_for("X1")
    await hanh.opens(first)
    await hanh.presses("Đúng")
    await hanh.presses("Tôi đồng ý")
    assert "chưa mở được mã này" in await hai.opens(first)
    assert "chưa mở được mã này" in await hai.opens(second)
    stage.reads_as_written("Mã mời đã dùng", hai)


async def test_of_several_codes_each_works_until_one_is_used(fresh_stage: Stage) -> None:
    stage, hanh = fresh_stage, fresh_stage.hanh
    first, _second = await stage.code_for("X1"), await stage.code_for("X1")
    await hanh.opens(first)
    await hanh.presses("Đúng")
    assert "cảm ơn" in await hanh.presses("Tôi đồng ý")


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}", "{plain}", "{spaced}"])
async def test_a_code_may_be_typed_in_any_way(fresh_stage: Stage, typed: str) -> None:
    code = await fresh_stage.code_for("X1")
    ways = {"code": code, "lower": code.lower(), "plain": code.replace("-", ""), "spaced": code.replace("-", " ")}
    assert "phường 1" in await fresh_stage.hanh.says(typed.format(**ways))


async def test_wrong_codes_are_slowed_and_the_right_one_still_works(stage: Stage) -> None:
    phuc, khai = stage.phuc, stage.khai
    await stage.at("2026-11-16 10:00")
    khai.hears()
    code = await stage.code_for("X7")
    answers = [await phuc.says(WRONG_CODE) for _ in range(5)]
    assert all("chưa mở được mã này" in answer for answer in answers)
    assert khai.hears() == ""
    assert "đợi mười phút" in await phuc.says(WRONG_CODE)
    assert "sai mã mời 6 lần" in khai.hears()
    assert [await phuc.says(WRONG_CODE) for _ in range(5)] == [""] * 5
    assert khai.hears() == ""  # told once
    await stage.at("2026-11-16 10:11")
    assert "đợi mười phút" in await phuc.says(WRONG_CODE)
    assert khai.hears() == ""
    assert "xã Hoà Sơn" in await phuc.says(code)
    await phuc.presses("Đúng")
    assert "cảm ơn" in await phuc.presses("Tôi đồng ý")
    stage.reads_as_written("Gõ sai mã nhiều lần", phuc, khai)


async def test_a_new_phone_takes_the_place_of_the_lost_one(stage: Stage) -> None:
    khai, hanh = stage.khai, stage.hanh
    await stage.at("2026-11-16 10:00")
    code = stage.code_in(await khai.says("/moi Đông Giang"))
    hai, new_phone = stage.hai, stage.somebody("hai-moi", "Anh Hải, điện thoại mới")
    await new_phone.opens(code)
    await new_phone.presses("Đúng")
    assert "✅ Đã nhận 1 ảnh" in await hai.sends_photo("trước khi đổi")  # until the new phone is confirmed
    assert "cảm ơn" in await new_phone.presses("Tôi đồng ý")
    assert "chưa biết" in await hai.sends_photo("máy cũ")
    assert "1/1, đã đủ" in await new_phone.says("tôi còn thiếu gì")
    assert "1/1, đã đủ" in await hanh.sends_photo("người khác vẫn gửi được")
    stage.reads_as_written("Đổi điện thoại", new_phone, hai)


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinator_registers(fresh_stage: Stage) -> None:
    stage, nam = fresh_stage, fresh_stage.nam
    assert "cán bộ phụ trách thành phố Đông Hà (tỉnh Quảng Trị)" in await nam.opens(await stage.code_for("H1"))
    await nam.presses("Đúng")
    assert "danh sách đơn vị của thành phố Đông Hà còn thiếu" in await nam.presses("Tôi đồng ý")
    assert "0/3 đơn vị đã đủ" in await nam.says("ai chưa nộp")
    stage.reads_as_written("Cán bộ phụ trách đăng ký", nam)


@pytest.mark.parametrize("manner", Manner)
async def test_an_admin_registers(fresh_stage: Stage) -> None:
    stage, khai = fresh_stage, fresh_stage.khai
    assert "quản trị của Tỉnh Quảng Trị (Đỗ Quang Khải)" in await khai.opens(await stage.admin_code("Đỗ Quang Khải"))
    await khai.presses("Đúng")
    assert "đã là quản trị" in await khai.presses("Tôi đồng ý")
    assert "Còn 9 người chưa kết nối" in await khai.says("/moi")
    stage.reads_as_written("Quản trị đăng ký", khai)


async def test_a_coordinator_may_use_an_admins_code(stage: Stage) -> None:
    hung = stage.hung
    await hung.opens(await stage.admin_code("Quản trị"))
    assert "đã là quản trị" in await hung.presses("Đúng")  # agreed before, so not asked again
    assert "0/6 đơn vị đã đủ" in await hung.says("ai chưa nộp")
    assert "Bùi Văn Hùng" in await hung.says("/quyen")
    stage.reads_as_written("Cán bộ phụ trách kiêm quản trị", hung)


async def test_one_person_on_two_seats(fresh_stage: Stage) -> None:
    stage, mai = fresh_stage, fresh_stage.mai
    await stage.takes_over("X5", "Nguyễn Thị Mai")
    await mai.opens(await stage.code_for("X4"))
    await mai.presses("Đúng")
    await mai.presses("Tôi đồng ý")
    assert "xã Hải Lệ" in await mai.opens(await stage.code_for("X5"))
    assert "xã Hải Lệ" in await mai.presses("Đúng")  # agreed before, so not asked again
    await stage.at("2026-11-16 08:00")
    both = mai.hears()
    assert both.count("Chào") == 1
    assert "Phường 1, tuần 47: 0/1" in both and "Xã Hải Lệ, tuần 47: 0/1" in both
    first = await mai.sends_photo("một")
    assert "Phường 1, tuần 47: 1/1, đã đủ." in first
    assert "Xã Hải Lệ, tuần 47: 1/1, đã đủ." in await mai.sends_photo("hai")
    stage.reads_as_written("Một người phụ trách hai đơn vị", mai)


async def test_an_invitation_in_another_name_is_refused_in_a_linked_chat(stage: Stage) -> None:
    khai, hanh = stage.khai, stage.hanh
    code = stage.code_in(await khai.says("/moi Hải Lệ"))
    await hanh.opens(code)
    answer = await hanh.presses("Đúng")
    assert "đứng tên Võ Văn Sơn" in answer and "chưa ghi gì" in answer
    assert "phường 1" in await hanh.says("tôi còn thiếu gì")
    stage.reads_as_written("Lời mời của người khác", hanh)
