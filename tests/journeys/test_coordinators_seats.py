"""Coordinators' seats change hands and fall vacant in the chat; what is open about units below is never nobody's."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.pictures import screenshot
from tests.journeys.stage import Stage

pytestmark = pytest.mark.long  # the whole file takes seconds

FRIDAY = "2026-11-20 09:00"
MISSED = "2026-11-23 09:00"


async def comes_in(stage: Stage, chat: str, code: str) -> tuple[Somebody, str]:
    somebody = stage.somebody(chat, "Chị Lan, người mới")
    await somebody.opens(code)
    await somebody.presses("Đúng")
    return somebody, await somebody.presses("Tôi đồng ý")


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinator_hands_the_seat_over(stage: Stage) -> None:
    nam, hung, hanh = stage.nam, stage.hung, stage.hanh
    await stage.at(FRIDAY)
    asked = await nam.says("tôi bàn giao cho người khác")
    assert "bàn giao thành phố Đông Hà từ ngày nào" in asked and "cấp trên xác nhận" in asked
    assert "đã qua nên em chưa ghi" in await nam.says("hôm qua")
    assert "đã chuyển cấp trên: anh/chị xin bàn giao thành phố Đông Hà từ 23/11/2026" in await nam.says("thứ Hai")
    assert "Dương Thanh Nam xin bàn giao thành phố Đông Hà cho người khác từ 23/11/2026" in hung.hears()
    await hung.presses("Đồng ý")
    asked = await hung.says("Lê Thị Lan, 0912 345 678")
    assert "Từ 23/11/2026, cán bộ phụ trách thành phố Đông Hà là Lê Thị Lan (+84912345678)" in asked
    done = await hung.presses("Xác nhận")
    assert "đã ghi Lê Thị Lan phụ trách thành phố Đông Hà từ 23/11/2026" in done
    assert "Lê Thị Lan phụ trách thành phố Đông Hà thay anh/chị" in nam.hears()
    assert "đơn vị" in await nam.says("ai chưa nộp")  # still in charge
    await stage.at("2026-11-23 06:00")
    nam.hears()
    lan, welcome = await comes_in(stage, "lan", stage.code_in(done))
    assert "danh sách đơn vị của thành phố Đông Hà còn thiếu" in welcome
    await stage.at(MISSED)
    assert "Phường 1 0/1" in lan.hears()
    assert "Phường 1" not in nam.hears()
    assert "chưa hiểu ý" in await nam.says("ai chưa nộp")
    assert "Lê Thị Lan (thành phố Đông Hà)" in await hanh.says("ai phụ trách tôi")
    trail = await hung.says("/nhatky Đông Hà")
    assert "Dương Thanh Nam xin bàn giao từ 23/11/2026" in trail
    assert "Bùi Văn Hùng xác nhận bàn giao cho Lê Thị Lan từ 23/11/2026" in trail
    stage.reads_as_written("Cán bộ phụ trách bàn giao", nam, hung, lan)


@pytest.mark.parametrize("manner", Manner)
async def test_a_coordinators_seat_falls_vacant(stage: Stage) -> None:
    """What is open goes to the next one above on that day, and comes to a new holder when there is one."""
    nam, hung, khai = stage.nam, stage.hung, stage.khai
    await stage.at(MISSED)
    assert "⛔ Phường 1 0/1" in nam.hears()
    hung.hears()
    asked = await khai.says("Đông Hà khuyết cán bộ phụ trách từ 24/11")
    assert "Từ 24/11/2026, thành phố Đông Hà khuyết cán bộ phụ trách (hiện là Dương Thanh Nam)" in asked
    assert "chuyển cho Bùi Văn Hùng" in asked
    assert "đã ghi thành phố Đông Hà khuyết cán bộ phụ trách từ 24/11/2026" in await khai.presses("Xác nhận")
    assert "từ 24/11/2026, anh/chị thôi phụ trách thành phố Đông Hà" in nam.hears()
    heard = hung.hears()
    assert "Đỗ Quang Khải đã ghi thành phố Đông Hà khuyết cán bộ phụ trách từ 24/11/2026" in heard
    assert "⛔" not in heard
    assert {flag.level_unit for flag in await stage.open_flags() if flag.unit != await stage.unit("X7")} >= {
        await stage.unit("H1")
    }
    await stage.at("2026-11-24 07:00")
    heard = hung.hears()
    assert "từ nay nhờ anh/chị theo dõi" in heard
    assert "⛔ Phường 1 (thành phố Đông Hà), tuần 47: 0/1" in heard and "⛔ Xã Tân Lập, tuần 47: 0/1" in heard
    assert await stage.unit("H1") not in {flag.level_unit for flag in await stage.open_flags()}
    assert "chưa hiểu ý" in await nam.says("ai chưa nộp")
    assert "là Bùi Văn Hùng (tỉnh Quảng Trị)" in await stage.hanh.says("/phutrach")
    await stage.lam.sends_photo("bù")
    await stage.lam.presses("Chuyển sang tuần 47")
    await stage.beats()
    assert "✅ Xã Tân Lập" in hung.hears()
    assert nam.hears() == ""
    asked = await hung.says("Đông Hà đổi cán bộ phụ trách là Lê Thị Lan, 0912 345 678")
    assert "cán bộ phụ trách thành phố Đông Hà là Lê Thị Lan (+84912345678), hiện đang khuyết" in asked
    lan, _ = await comes_in(stage, "lan", stage.code_in(await hung.presses("Xác nhận")))
    await stage.at("2026-11-25 08:00")
    assert "Phường Đông Giang" in await lan.says("ai chưa nộp")
    stage.reads_as_written("Khuyết cán bộ phụ trách", khai, nam, hung, lan)


async def test_a_new_holder_of_today_hears_of_what_is_open(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at(MISSED)
    await hung.says("/doinguoi Đông Hà, Lê Thị Bình, 0912000102")  # who looks after the other town already
    done = await hung.presses("Xác nhận")
    assert "đã kết nối sẵn" in done
    binh = stage.binh
    heard = binh.hears()
    assert "anh/chị là cán bộ phụ trách thành phố Đông Hà" in heard
    await stage.beats()
    heard = binh.hears()
    assert "từ nay nhờ anh/chị theo dõi" in heard and "Xã Tân Lập, tuần 47: 0/1" in heard
    await stage.beats()
    assert binh.hears() == ""  # once
    assert "Lê Thị Bình phụ trách thành phố Đông Hà thay anh/chị" in nam.hears()
    assert await stage.unit("H1") in {flag.level_unit for flag in await stage.open_flags()}


async def test_without_anybody_above_the_admins_take_over(stage: Stage) -> None:
    khai, hung, nam = stage.khai, stage.hung, stage.nam
    await stage.at(MISSED)
    for words in ("tỉnh Quảng Trị khuyết cán bộ phụ trách", "Đông Hà khuyết điều phối"):
        assert "chuyển cho Đỗ Quang Khải" in await khai.says(words)
        await khai.presses("Xác nhận")
    await stage.at("2026-11-23 09:05")
    assert "từ nay nhờ anh/chị theo dõi" in khai.hears()
    assert {flag.level_unit for flag in await stage.open_flags() if flag.unit == await stage.unit("X3")} == {None}
    for former in (hung, nam):
        assert "chưa hiểu ý" in await former.says("ai chưa nộp")


async def test_the_review_queue_and_the_digest_go_to_the_next_one(stage: Stage) -> None:
    nam, hung, khai, lam = stage.nam, stage.hung, stage.khai, stage.lam
    await stage.at(FRIDAY)
    await lam.sends_pictures(screenshot("bài"))
    await lam.sends_pictures(screenshot("bài"))
    await lam.presses("Không phải bài cũ")
    await lam.presses("Không cần nói thêm")
    await khai.says("Đông Hà khuyết cán bộ phụ trách từ hôm nay")
    await khai.presses("Xác nhận")
    assert "BC-2" in await hung.says("/duyet")
    await stage.at("2026-11-23 09:30")
    assert "1 ý kiến" in (heard := hung.hears()) or "1 minh chứng" in heard
    assert nam.hears().count("⛔") == 0


async def test_nobody_decides_about_the_own_seat(stage: Stage) -> None:
    nam, binh, hung, khai = stage.nam, stage.binh, stage.hung, stage.khai
    await stage.at(FRIDAY)
    for words in ("Đông Hà khuyết cán bộ phụ trách", "Đông Hà đổi cán bộ phụ trách là Lê Thị Lan"):
        assert "vị trí của chính anh/chị" in await nam.says(words)
        assert "chưa thấy đơn vị nào" in await binh.says(words)
    await hung.says("Đông Hà khuyết cán bộ phụ trách")
    button = next(each.action for each in stage.platform.last_options(hung.chat))
    assert "không dùng được nữa" in await nam.forges(button)
    await khai.says("Đông Hà khuyết cán bộ phụ trách")
    await khai.presses("Xác nhận")
    assert "đang khuyết người nên em không đổi gì" in await hung.presses("Xác nhận")  # the second is told what changed
    assert "đang khuyết người" in await hung.says("Đông Hà khuyết cán bộ phụ trách")


async def test_a_coordinators_handover_is_decided_from_above_only(stage: Stage) -> None:
    nam, binh, khai = stage.nam, stage.binh, stage.khai
    await stage.at(FRIDAY)
    await nam.says("/bangiao")
    await nam.presses("Ngày mai")
    for other in (nam, binh):
        assert "không thuộc phạm vi" in await other.forges("decide_handover:yes:1")
    await khai.forges("decide_handover:no:1")
    assert "trao đổi thêm với cấp trên" in nam.hears()
    assert "đơn vị" in await nam.says("ai chưa nộp")


@pytest.mark.parametrize("manner", Manner)
async def test_somebody_is_appointed_to_a_vacant_seat(stage: Stage) -> None:
    binh = stage.binh
    await stage.at(FRIDAY)
    assert "xin họ tên người mới phụ trách phường An Đôn" in await binh.says("An Đôn có đầu mối mới")
    asked = await binh.says("Lê Thị Lan, 0912 345 678, từ thứ Hai")
    assert "Từ 23/11/2026, đầu mối phường An Đôn là Lê Thị Lan (+84912345678), hiện đang khuyết" in asked
    done = await binh.presses("Xác nhận")
    assert "đã ghi Lê Thị Lan phụ trách phường An Đôn từ 23/11/2026" in done
    await stage.at("2026-11-23 08:30")
    lan, _ = await comes_in(stage, "lan", stage.code_in(done))
    assert "Tuần 48: 1/1" in await lan.sends_photo("bài")
    assert "ghi Lê Thị Lan phụ trách từ 23/11/2026" in await binh.says("/nhatky An Đôn")
    stage.reads_as_written("Có người cho vị trí khuyết", binh, lan)


async def test_somebody_is_appointed_in_place_of_another(stage: Stage) -> None:
    nam, lam, hung = stage.nam, stage.lam, stage.hung
    await stage.at(FRIDAY)
    assert "đã qua nên em chưa ghi" in await nam.says("Tân Lập đổi đầu mối là Lê Thị Lan, từ 10/11")
    assert "không phải là một ngày có thật" in await nam.says("Tân Lập đổi đầu mối là Lê Thị Lan, từ 30/2")
    assert "xa quá 60 ngày" in await nam.says("Tân Lập đổi đầu mối là Lê Thị Lan, từ 20/11/2027")
    assert "TÊN ĐƠN VỊ đổi người phụ trách" in await nam.says("/doinguoi")
    assert "đang phụ trách xã Tân Lập rồi" in await nam.says("Tân Lập đổi đầu mối là hồ văn lâm")
    await nam.says("Tân Lập đổi đầu mối là Lê Thị Lan, từ mai")
    await nam.presses("Thôi, không đổi")
    await nam.says("Tân Lập đổi đầu mối là Lê Thị Lan, từ hôm nay")
    await hung.says("/doinguoi Tân Lập, Vũ Văn Hai")  # at the same moment
    await nam.presses("Xác nhận")
    assert "nay là Lê Thị Lan" in await hung.presses("Xác nhận")
    assert "Lê Thị Lan phụ trách xã Tân Lập thay anh/chị" in lam.hears()
    assert "chưa ghi nhận" in await lam.sends_photo("bài")
    await hung.says("/doinguoi Tân Lập, Vũ Văn Hai")
    await nam.says("Tân Lập khuyết đầu mối từ hôm nay")
    await nam.presses("Miễn")
    assert "đã được ghi là khuyết người" in await hung.presses("Xác nhận")
    assert "không dùng được nữa" in await nam.forges("appoint:yes:abc123")


async def test_questions_that_wait_go_to_whoever_looks_after_the_unit_by_now(stage: Stage) -> None:
    """What was asked of a coordinator who has left is asked of the next one, once, with its buttons."""
    nam, hung, khai, lam, hai = stage.nam, stage.hung, stage.khai, stage.lam, stage.hai
    await stage.at(FRIDAY)
    await lam.says("tuần này không có hoạt động")
    await lam.presses("Không phát sinh")
    await hai.says("xin gia hạn đến thứ Ba 1/12, do ốm")
    await hai.says("tôi bàn giao cho người khác")
    await hai.presses("Ngày mai")
    assert "không có hoạt động" in nam.hears()
    await stage.at("2026-11-20 10:00")
    assert hung.hears() == ""
    await khai.says("Đông Hà khuyết cán bộ phụ trách từ hôm nay")
    await khai.presses("Xác nhận")
    await stage.at("2026-11-20 11:00")
    heard = hung.hears()
    assert "Hồ Văn Lâm (xã Tân Lập) báo tuần 47 không có hoạt động" in heard
    assert "Phan Đức Hải (phường Đông Giang) xin gia hạn tuần 47" in heard
    assert "Phan Đức Hải xin bàn giao phường Đông Giang" in heard
    await hung.forges("decide_excuse:yes:1")
    assert "đã đồng ý" in lam.hears()
    await stage.restarts()
    await stage.at("2026-11-20 13:00")
    assert hung.hears() == ""  # once
