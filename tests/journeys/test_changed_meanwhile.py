"""Two decide about one thing at the same moment: the second hears who did what meanwhile, and is asked again."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.trust import Trust
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage, organisation, staged
from tests.journeys.test_tasks import drafts

WEDNESDAY = "2026-11-18 09:00"
HAS_CHANGED = "Trong lúc đó có người đã đổi, nên em chưa làm gì:"
_LAN = "09:00 thứ Tư 18/11, Trần Thị Lan tạm hoãn: lùi hạn các kỳ có hạn đến hết 22/11/2026"
MOVED = f"{_LAN}, lý do “bão số 9”. (Tỉnh Quảng Trị)"


@pytest.fixture
async def office(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, manner: Manner
) -> AsyncIterator[Stage]:
    """An office whose settings have two more tasks that nobody activated yet; on Wednesday."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    usual = organisation(1, "anh_chi", Trust(sample=0.0))
    rules = replace(usual, tasks=drafts(usual.tasks[0]))
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, manner, journey) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


async def second_admin(stage: Stage) -> Somebody:
    """One more admin, in the usual way; then it is Wednesday."""
    second = stage.somebody("lan", "Chị Lan, quản trị")
    await second.opens(await stage.admin_code("Trần Thị Lan"))
    await second.presses("Đúng")
    await second.presses("Tôi đồng ý")
    await stage.is_down_until(WEDNESDAY)
    stage.khai.hears(), second.hears(), stage.mai.hears()
    return second


@pytest.mark.parametrize("manner", Manner)
async def test_of_two_who_suspend_one_area_at_once_the_second_is_told(stage: Stage) -> None:
    khai, mai = stage.khai, stage.mai
    second = await second_admin(stage)
    await khai.says("tạm hoãn thị xã Quảng Trị đến Chủ nhật, lùi hạn 3 ngày, do bão lũ")
    await second.says("tạm hoãn tất cả đến Chủ nhật, lùi hạn 7 ngày, do bão số 9")
    assert "đã lùi hạn tuần 47 thêm 7 ngày cho 6 đơn vị" in await second.presses("Xác nhận")
    told = await khai.presses("Xác nhận")
    assert told.startswith(f"{HAS_CHANGED}\n{MOVED}\n")
    assert "lùi hạn tuần 47 thêm 3 ngày cho 3 đơn vị của thị xã Quảng Trị" in told and "đúng không ạ?" in told
    assert mai.hears().count("đã lùi hạn") == 1
    assert "hạn 20:00 Chủ nhật 29/11" in await mai.says("tôi còn thiếu gì")
    assert "không đổi gì" in await khai.presses("Thôi, không đổi")
    assert "Đỗ Quang Khải tạm hoãn" not in await khai.says("/nhatky")
    again = await khai.says("tạm hoãn thị xã Quảng Trị đến Chủ nhật, lùi hạn 3 ngày, do bão lũ")
    assert "lưu ý, ở đó đang tạm hoãn:\n• Tỉnh Quảng Trị: lùi hạn 7 ngày" in again
    assert "thêm 3 ngày" in await khai.presses("Xác nhận")  # said knowingly, it is done
    assert "hạn 20:00 thứ Tư 02/12" in await mai.says("tôi còn thiếu gì")
    await khai.says("/tamhoan")
    await second.says("/tamhoan")
    assert "đã kết thúc việc tạm hoãn cho thị xã Quảng Trị" in await second.presses("Kết thúc: thị xã Quảng Trị")
    assert "Trần Thị Lan đã kết thúc việc tạm hoãn cho thị xã Quảng Trị mà anh/chị quyết định" in khai.hears()
    ended = await khai.presses("Kết thúc: thị xã Quảng Trị")
    assert "lúc 09:01 thứ Tư 18/11 Trần Thị Lan đã kết thúc việc tạm hoãn cho thị xã Quảng Trị rồi" in ended
    trail = await khai.says("nhật ký thị xã Quảng Trị")
    assert trail.index("Trần Thị Lan kết thúc việc tạm hoãn") < trail.index("Đỗ Quang Khải tạm hoãn: lùi hạn")
    stage.reads_as_written("Hai quản trị cùng tạm hoãn một vùng", khai, second, mai)


async def test_what_is_about_other_units_does_not_stop_a_yes(stage: Stage) -> None:
    khai = stage.khai
    second = await second_admin(stage)
    await second.says("tạm hoãn thị xã Quảng Trị đến Chủ nhật, miễn nộp, do bão lũ")
    await khai.says("tạm hoãn thành phố Đông Hà đến Chủ nhật, miễn nộp, do bão lũ")
    await second.presses("Xác nhận")
    assert "đã miễn tuần 47" in await khai.presses("Xác nhận")


async def test_a_deadline_that_was_moved_in_the_area_meanwhile_is_told(stage: Stage) -> None:
    khai, binh = stage.khai, stage.binh
    await second_admin(stage)
    await khai.says("tạm hoãn thị xã Quảng Trị đến Chủ nhật, lùi hạn 3 ngày, do bão lũ")
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    await binh.presses("Xác nhận")
    told = await khai.presses("Xác nhận")
    assert told.startswith(HAS_CHANGED)
    assert "đổi hạn tuần 47: 20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “mưa lũ”. (xã Hải Lệ)" in told
    assert "thêm 3 ngày" in await khai.presses("Xác nhận")


async def test_a_whole_country_does_not_wait_for_every_single_unit(stage: Stage) -> None:
    khai, binh = stage.khai, stage.binh
    await second_admin(stage)
    await khai.says("tạm hoãn tất cả đến Chủ nhật, lùi hạn 3 ngày, do bão lũ")
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    await binh.presses("Xác nhận")
    assert "đã lùi hạn tuần 47 thêm 3 ngày cho 6 đơn vị" in await khai.presses("Xác nhận")


@pytest.mark.parametrize("manner", Manner)
async def test_of_two_who_stop_or_activate_a_task_at_once_the_second_is_told(office: Stage) -> None:
    khai = office.khai
    second = await second_admin(office)
    await khai.says("/nhiemvu tuan")
    await khai.presses("Dừng từ kỳ sau")
    await second.says("/nhiemvu tuan")
    await second.presses("Dừng từ kỳ sau")
    await second.presses("Dừng")
    told = await khai.presses("Dừng")
    assert "Trần Thị Lan đã cho dừng nhiệm vụ “Mỗi tuần một tin bài” rồi, nên em không đổi gì thêm" in told
    card = await khai.says("/nhiemvu tuan")
    assert "Dừng từ thứ Năm 19/11." in card
    await second.says("/nhiemvu tuan")
    await second.presses("Kích hoạt")
    told = await khai.presses("Kích hoạt")
    assert "Trần Thị Lan đã kích hoạt nhiệm vụ “Mỗi tuần một tin bài” rồi" in told and "Đang chạy: tuần 47" in told
    await khai.says("/nhiemvu guong")
    await second.says("/nhiemvu guong")
    await second.presses("Kích hoạt")
    await second.says("/nhiemvu guong")
    await second.presses("Dừng từ kỳ sau")
    await second.presses("Dừng")
    told = await khai.presses("Kích hoạt")  # as offered before both
    assert told.startswith(HAS_CHANGED)
    assert "Trần Thị Lan kích hoạt nhiệm vụ “Gương người tốt”." in told
    assert "Trần Thị Lan dừng nhiệm vụ “Gương người tốt”." in told and "Dừng từ thứ Năm 19/11." in told
    assert "đã kích hoạt “Gương người tốt”" in await khai.presses("Kích hoạt")
    office.reads_as_written("Hai quản trị cùng dừng, cùng mở một nhiệm vụ", khai, second)


async def test_an_old_question_does_not_stop_a_task_that_was_activated_again(office: Stage) -> None:
    khai = office.khai
    second = await second_admin(office)
    await khai.says("/nhiemvu tuan")
    await khai.presses("Dừng từ kỳ sau")
    await second.says("/nhiemvu tuan")
    await second.presses("Dừng từ kỳ sau")
    await second.presses("Dừng")
    await second.says("/nhiemvu tuan")
    await second.presses("Kích hoạt")
    told = await khai.presses("Dừng")
    assert told.startswith(HAS_CHANGED) and "Trần Thị Lan kích hoạt nhiệm vụ" in told
    assert "Đang chạy" in await khai.says("/nhiemvu tuan")


async def test_of_two_who_begin_or_end_an_emergency_stop_the_second_is_told(stage: Stage) -> None:
    khai = stage.khai
    second = await second_admin(stage)
    await khai.says("/tamdung do thử")
    await second.says("/tamdung do gửi nhầm")
    await second.presses("Tạm dừng ngay")
    assert "đang tạm dừng từ 09:00 thứ Tư 18/11, theo lệnh của Trần Thị Lan" in await khai.presses("Tạm dừng ngay")
    await second.says("/tamdung")
    await second.presses(second.is_offered[0])
    assert "Trần Thị Lan đã cho em chạy lại rồi" in await khai.presses(khai.is_offered[0])
