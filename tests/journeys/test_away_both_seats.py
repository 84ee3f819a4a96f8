"""Away, said by somebody who holds a secretary's seat and a coordinator's as well: once for both."""

import pytest

from tests.journeys.manners import Manner
from tests.journeys.stage import Stage
from tests.journeys.test_deputy_coordinators import TUESDAY, deputy_of

pytestmark = pytest.mark.long


async def holds_a_ward_too(stage: Stage) -> None:
    """Nam is the secretary of Tân Lập as well, besides looking after the town."""
    await stage.khai.says("Tân Lập đổi đầu mối là Dương Thanh Nam, 0912 000 101")
    await stage.khai.presses("Xác nhận")
    stage.nam.hears()


@pytest.mark.parametrize("manner", Manner)
async def test_who_holds_both_seats_is_away_from_both_in_one_go(stage: Stage) -> None:
    hung, nam = stage.hung, stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await holds_a_ward_too(stage)
    lan.hears(), hung.hears()
    asked = await nam.says("tôi vắng đến thứ Sáu")
    assert "anh/chị vắng đến hết thứ Sáu 20/11. Với tuần 47, anh/chị muốn nhờ người nộp thay" in asked
    assert "báo luôn người làm thay anh/chị ở thành phố Đông Hà" in asked
    assert lan.hears() == ""
    told = await nam.presses("Chỉ tạm dừng nhắc")
    assert "đến hết thứ Sáu 20/11 em không nhắc anh/chị nữa" in told and "• Thành phố Đông Hà: Lê Thị Lan" in told
    assert "Dương Thanh Nam báo vắng đến hết thứ Sáu 20/11" in lan.hears()
    assert "Lê Thị Lan làm thay" in hung.hears()
    nam.hears()
    await stage.at("2026-11-20 23:59")
    assert nam.hears() == ""
    await stage.at("2026-11-21 20:10")
    assert "còn 24 giờ là đến hạn" in nam.hears() and lan.hears() == ""
    await stage.at("2026-11-22 09:10")
    assert "xã Tân Lập được 0/1" in nam.hears()
    for place in ("Tân Lập", "thành phố Đông Hà"):
        assert "Dương Thanh Nam báo vắng" in await hung.says(f"/nhatky {place}")
    stage.reads_as_written("Vắng ở cả hai vị trí", nam, lan, hung)


@pytest.mark.parametrize("manner", Manner)
async def test_who_holds_both_seats_has_somebody_hand_in_and_a_deputy_told(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    lan = await deputy_of(stage)
    await holds_a_ward_too(stage)
    lan.hears()
    assert "anh/chị vắng đến hết Chủ nhật 22/11" in await nam.says("/vang")
    told = await nam.presses("Nhờ người nộp thay")
    assert stage.code_in(told) and "• Thành phố Đông Hà: Lê Thị Lan" in told
    assert "báo vắng đến hết Chủ nhật 22/11" in lan.hears()
    assert "em lại gửi tin cho anh/chị như trước" in await nam.presses("Tôi đã về")
    await nam.says("/vang đến khi khoẻ")
    assert "đến ngày nào ạ?" in (told := await nam.presses("Xin gia hạn")) and "Lê Thị Lan" in told
    assert "báo vắng đến hết Chủ nhật 22/11" in lan.hears()
    stage.reads_as_written("Vắng ở cả hai vị trí, có người nộp thay", nam, lan)


async def test_who_holds_both_seats_hears_where_nobody_stands_in(stage: Stage) -> None:
    nam = stage.nam
    await stage.at(TUESDAY)
    await holds_a_ward_too(stage)
    for said, answer in (("30/2", "không phải là một ngày có thật"), ("1/11", "đã qua"), ("30/3", "xa quá 60 ngày")):
        assert answer in await nam.says(f"/vang đến {said}")
    await nam.says("/vang")
    told = await nam.presses("Chỉ tạm dừng nhắc")
    assert "không nhắc anh/chị nữa" in told and "chưa có người dự phòng nào nhận được tin" in told
    await stage.at("2026-11-21 20:10")
    assert "còn 24 giờ là đến hạn" in nam.hears()
    assert "đã qua" in await nam.forges("away:pause:2026-11-01")
    assert "không dùng được nữa" in await nam.forges("away:pause:2026-13-01")
