"""After the close: the alert, "I called", the way up to the admins, and the good news."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


async def test_the_alert_at_the_close(stage: Stage) -> None:
    nam, hanh = stage.nam, stage.hanh
    await stage.hanh.sends_photo("bài")
    await stage.at("2026-11-23 07:59")
    nam.hears()
    await stage.at("2026-11-23 08:00")
    alert = nam.hears()
    assert "tuần 47 đã đóng lúc 08:00 thứ Hai 23/11" in alert
    assert "⛔ Phường Đông Giang 0/1" in alert and "Phường 1" not in alert
    assert nam.is_offered == [
        "Đã gọi phường Đông Giang", "Đã gọi xã Tân Lập", "Đã gọi tất cả", "Xem danh sách gọi",
    ]  # fmt: skip
    assert "bị ghi thiếu" not in hanh.hears()
    assert "nên em ghi là thiếu" in stage.hai.hears()
    stage.reads_as_written("Cảnh báo khi tuần đóng", nam, stage.hai)


@pytest.mark.parametrize("manner", Manner)
async def test_called_by_button_holds_the_ladder(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at("2026-11-23 10:05")
    assert "Em đã ghi: anh/chị gọi xã Tân Lập lúc 10:05." in await nam.presses("Đã gọi xã Tân Lập")
    await stage.at("2026-11-24 08:00")
    above = hung.hears()
    assert "Phường Đông Giang" in above and "Tân Lập" not in above
    await stage.at("2026-11-24 10:05")
    assert "Xã Tân Lập" in hung.hears()
    stage.reads_as_written("Đã gọi bằng nút", nam, hung)


@pytest.mark.parametrize("manner", Manner)
async def test_called_in_words_holds_until_the_time_agreed(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at("2026-11-23 10:05")
    answer = await nam.says("Tân Lập đã gọi, hẹn chiều nay")
    assert answer == (
        "Em đã ghi: anh/chị gọi xã Tân Lập lúc 10:05, hẹn chiều nay. "
        "Đến 17:00 thứ Hai 23/11 em tạm chưa báo lên cấp trên ạ."
    )
    await stage.at("2026-11-23 16:59")
    assert hung.hears() == ""
    await stage.at("2026-11-23 17:00")
    assert "Xã Tân Lập, tuần 47: 0/1" in hung.hears()
    stage.reads_as_written("Đã gọi bằng lời, có hẹn", nam, hung)


@pytest.mark.parametrize(
    ("words", "noted"),
    [
        ("đã gọi Tân Lập", "gọi xã Tân Lập lúc 10:05. Đến 10:05 thứ Ba 24/11"),
        ("tan lap da goi roi a", "gọi xã Tân Lập lúc 10:05. Đến 10:05 thứ Ba 24/11"),
        ("Tôi đã gọi xã Tân Lập, sáng mai nộp", "lúc 10:05, sáng mai nộp. Đến 11:30 thứ Ba 24/11"),
        ("anh đã gọi X3 không nghe máy", "lúc 10:05, không nghe máy. Đến 10:05 thứ Ba 24/11"),
        ("/dagoi Tân Lập", "gọi xã Tân Lập lúc 10:05."),
        ("đã gọi hết", "gọi phường 1, phường Đông Giang và xã Tân Lập lúc 10:05."),
        ("Đông Giang đã gọi, tối nay", "gọi phường Đông Giang lúc 10:05, tối nay. Đến 20:30 thứ Hai 23/11"),
    ],
)
async def test_called_in_many_words(stage: Stage, words: str, noted: str) -> None:
    await stage.at("2026-11-23 10:05")
    assert noted in await stage.nam.says(words)


@pytest.mark.parametrize("manner", Manner)
async def test_called_somebody_whose_unit_shares_its_name(stage: Stage) -> None:
    hung = stage.hung
    await stage.at("2026-11-23 10:05")
    assert "có 2 đơn vị tên “phường 1”" in await hung.says("phường 1 đã gọi")
    assert hung.is_offered == ["Phường 1 (thành phố Đông Hà)", "Phường 1 (thị xã Quảng Trị)"]
    assert "gọi phường 1 (thị xã Quảng Trị) lúc 10:05" in await hung.presses("Phường 1 (thị xã Quảng Trị)")
    stage.reads_as_written("Đã gọi, hai phường cùng tên", hung)


async def test_called_an_unknown_or_a_foreign_unit_or_one_without_a_flag(stage: Stage) -> None:
    nam = stage.nam
    assert "không có cảnh báo nào" in await nam.says("đã gọi Tân Lập")
    await stage.at("2026-11-23 10:05")
    assert "chưa thấy đơn vị nào tên “Hải Lệ”" in await nam.says("đã gọi Hải Lệ")
    assert "chưa thấy đơn vị nào tên “Tân Lâp 2”" in await nam.says("Tân Lâp 2 đã gọi")
    await stage.at("2026-11-24 08:00")
    assert "Xã Hải Lệ" in stage.hung.hears()
    stage.reads_as_written("Đã gọi đơn vị không có cảnh báo", nam)


async def test_unanswered_flags_climb_to_the_admins(stage: Stage) -> None:
    nam, hung, khai = stage.nam, stage.hung, stage.khai
    await stage.at("2026-11-23 08:00")
    assert hung.hears() == ""
    await stage.at("2026-11-24 07:59")
    assert hung.hears() == ""
    await stage.at("2026-11-24 08:00")
    above = hung.hears()
    assert above.count("⛔") == 6
    assert "Phường 1 (thành phố Đông Hà), tuần 47: 0/1" in above
    assert khai.hears() == ""
    await stage.at("2026-11-25 08:00")
    assert khai.hears().count("⛔") == 6
    hung.hears(), nam.hears()
    await stage.at("2026-11-27 08:00")
    assert khai.hears() == hung.hears() == nam.hears() == ""  # there is nobody further up
    stage.reads_as_written("Cảnh báo lên từng cấp", nam, hung, khai)


async def test_two_misses_in_a_row_go_up_at_once(stage: Stage) -> None:
    nam, hung, khai = stage.nam, stage.hung, stage.khai
    await stage.at("2026-11-23 09:00")
    await nam.says("đã gọi hết")
    await stage.binh.says("đã gọi hết")
    await stage.lam.sends_photo("bài tuần 48")
    await stage.at("2026-11-29 12:00")
    nam.hears(), hung.hears()
    await stage.at("2026-11-30 08:00")
    above, own = hung.hears(), nam.hears()
    assert "thiếu 2 tuần liền" in above
    assert "Phường Đông Giang, tuần 48: 0/1" in above and "Tân Lập" not in above
    assert "đã được chuyển ngay lên cấp trên" in own and "Phường Đông Giang, tuần 48" in own
    assert nam.is_offered != ["Đã gọi phường Đông Giang"]
    assert khai.hears().count("tuần 48") == 0
    stage.reads_as_written("Thiếu hai tuần liền", nam, hung)


async def test_a_mended_week_resets_the_count(stage: Stage) -> None:
    nam, hung, hai = stage.nam, stage.hung, stage.hai
    await stage.at("2026-11-23 09:00")
    await hai.sends_photo("bù")
    await hai.presses("Chuyển sang tuần 47")
    await stage.at("2026-11-29 21:00")
    hung.hears(), nam.hears()
    await stage.at("2026-11-30 08:00")
    assert "Phường Đông Giang 0/1" in nam.hears()
    assert "Đông Giang" not in hung.hears()


async def test_a_new_holder_resets_the_count(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at("2026-11-25 09:00")
    await stage.takes_over("X2", "Lê Văn Mới")
    await stage.at("2026-11-29 21:00")
    hung.hears(), nam.hears()
    await stage.at("2026-11-30 08:00")
    assert "Phường Đông Giang 0/1" in nam.hears()
    assert "Đông Giang" not in hung.hears()


async def test_meeting_the_quota_tells_everybody_who_was_alerted(stage: Stage) -> None:
    nam, hung, khai, lam = stage.nam, stage.hung, stage.khai, stage.lam
    await stage.at("2026-11-24 09:00")
    assert "Tân Lập" in nam.hears() and "Tân Lập" in hung.hears()
    await lam.sends_photo("bù")
    await lam.presses("Chuyển sang tuần 47")
    await stage.beats()
    assert nam.hears() == hung.hears() == "✅ Xã Tân Lập đã nộp đủ tuần 47 (1/1). Em đóng cảnh báo ạ."
    await stage.at("2026-11-25 08:00")
    assert "Tân Lập" not in khai.hears()
    stage.reads_as_written("Nộp bù xong thì đóng cảnh báo", lam, nam, hung)


async def test_several_mended_at_once_are_told_in_one_message(stage: Stage) -> None:
    hung = stage.hung
    await stage.at("2026-11-24 22:00")
    hung.hears()
    for person in (stage.hanh, stage.mai):
        await person.sends_photo(person.chat)
        await person.presses("Chuyển sang tuần 47")
    await stage.at("2026-11-25 06:30")
    good_news = hung.hears()
    assert good_news.count("✅") == 1
    assert "• Phường 1 (thành phố Đông Hà), tuần 47 (1/1)" in good_news
    assert "• Phường 1 (thị xã Quảng Trị), tuần 47 (1/1)" in good_news
    stage.reads_as_written("Nhiều đơn vị nộp bù", hung)


async def test_where_no_coordinator_can_be_reached_the_next_above_hears(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.loses_its_chat(nam)
    await stage.at("2026-11-21 20:00")
    digest = hung.hears()
    assert "chưa có cán bộ phụ trách kết nối" in digest and "Tân Lập" in digest and "Hải Lệ" not in digest
    assert "⛔ Phường 1 (thành phố Đông Hà) 0/1" in digest
    assert "Bùi Văn Hùng (tỉnh Quảng Trị)" in await stage.hanh.says("ai phụ trách tôi")
    await stage.at("2026-11-23 08:00")
    assert "⛔ Xã Tân Lập 0/1" in hung.hears()
    stage.reads_as_written("Không liên lạc được cán bộ phụ trách", hung)


async def test_where_nobody_above_can_be_reached_the_admins_hear(stage: Stage) -> None:
    khai = stage.khai
    for above in (stage.nam, stage.binh, stage.hung):
        await stage.loses_its_chat(above)
    await stage.at("2026-11-21 20:00")
    digest = khai.hears()
    assert "chưa có cán bộ phụ trách kết nối" in digest and digest.count("⛔") == 6
    await stage.at("2026-11-23 08:00")
    alert = khai.hears()
    assert alert.count("⛔") == 6 and "báo lên cấp trên" not in alert
    assert "Đã gọi tất cả" in khai.is_offered
    stage.reads_as_written("Chỉ còn quản trị", khai)


async def test_a_flag_never_climbs_to_nobody(stage: Stage) -> None:
    nam = stage.nam
    for above in (stage.hung, stage.khai):
        await stage.loses_its_chat(above)
    await stage.at("2026-11-30 08:00")
    assert "tuần 48 đã đóng" in nam.hears()  # two in a row, but nobody is above
    assert nam.is_offered[0] == "Đã gọi phường 1"
    assert {flag.level_unit for flag in await stage.open_flags()} == {await stage.unit("H1"), await stage.unit("H2")}
