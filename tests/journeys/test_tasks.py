"""A new task of the settings: its rules restated, tried with the real roster for the admin alone, then activated."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.once import DayTime, OnceRule
from core.task import Task
from core.trust import Trust
from tests.core.weeks import DAY
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, organisation, staged

WEDNESDAY = "2026-11-18 09:00"
CONTEST = OnceRule(DayTime.parse("2026-11-20 08:00"), DayTime.parse("2026-11-30 17:00"), 2 * DAY)


def drafts(usual: Task) -> tuple[Task, ...]:
    """The usual task runs; a second weekly one and a contest wait."""
    weekly = replace(usual, code="guong", title="Gương người tốt", quota=2, active=False)
    contest = replace(usual, code="thi", title="Bài dự thi", schedule=CONTEST, active=False)
    return usual, weekly, contest


@pytest.fixture
async def office(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, manner: Manner
) -> AsyncIterator[Stage]:
    """An office whose settings have two more tasks that nobody activated yet."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    usual = organisation(1, "anh_chi", Trust(sample=0.0))
    rules = replace(usual, tasks=drafts(usual.tasks[0]))
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules, manner, journey) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


@pytest.mark.parametrize("manner", Manner)
async def test_a_task_is_tried_and_activated(office: Stage) -> None:
    khai, hanh = office.khai, office.hanh
    await office.is_down_until(WEDNESDAY)
    listed = await khai.says("/nhiemvu")
    assert "• Mỗi tuần một tin bài: Đang chạy: tuần 47" in listed
    assert "• Gương người tốt: Đang chờ kích hoạt" in listed
    card = await khai.presses("Gương người tốt")
    assert "Nhiệm vụ mới “Gương người tốt”: 2 minh chứng mỗi tuần (ảnh hoặc đường dẫn), hạn 20:00 Chủ nhật" in card
    assert "6 đơn vị, bắt đầu từ thứ Hai 23/11. Mỗi tuần em nhắc tối đa 3 lần, không nhắc sau 21:00." in card
    assert khai.is_offered == ["Chạy thử", "Kích hoạt"]
    before = await office.everything()
    tried = await khai.presses("Chạy thử")
    assert "từ thứ Hai 23/11 đến thứ Hai 21/12 với danh sách thật: 6 đơn vị, 5 đầu mối đã kết nối." in tried
    assert "• 08:00 thứ Hai 23/11: nhắc 5 đầu mối, tuần 48" in tried
    assert "• 20:00 thứ Bảy 28/11: báo 2 cán bộ phụ trách ai còn thiếu tuần 48" in tried
    assert "mỗi đầu mối được nhắc nhiều nhất 3 lần một kỳ. Em chưa gửi cho ai, chưa đổi gì ạ." in tried
    samples = await khai.presses("Xem tin mẫu")
    assert "08:00 thứ Hai 23/11 → Trần Thị Hạnh (phường 1):\nChào anh/chị Hạnh, nhiệm vụ tuần 48" in samples
    assert "→ Dương Thanh Nam (thành phố Đông Hà):\nChào anh/chị Nam, thành phố Đông Hà còn 24 giờ" in samples
    assert "– Trần Thị Hạnh, phường 1 (thành phố Đông Hà)" in (heard := await khai.presses("Xem ai nhận"))
    assert "Hồ Văn Lâm" in heard and "Đinh Văn Phúc" not in heard
    assert "19:30 thứ Năm 26/11" in await khai.presses("Bước tiếp theo")
    assert await office.everything() == before
    assert hanh.hears().count("Gương") == 0
    await khai.says("/nhiemvu guong")
    assert "đã kích hoạt “Gương người tốt”: mở 00:00 thứ Hai 23/11, 6 đơn vị" in await khai.presses("Kích hoạt")
    assert "đã được kích hoạt từ trước. Sẽ mở 00:00 thứ Hai 23/11." in await khai.presses("Kích hoạt")
    assert "Gương" not in await hanh.says("tôi còn thiếu gì")
    await office.is_down_until("2026-11-23 07:00")
    await office.at("2026-11-23 08:30")
    assert "• Gương người tốt: phường 1, tuần 48: 0/2, còn thiếu 2" in hanh.hears()
    office.reads_as_written("Mở nhiệm vụ mới", khai, hanh)


async def test_a_task_is_stopped_from_the_next_week_on(office: Stage) -> None:
    khai, hanh = office.khai, office.hanh
    await office.is_down_until(WEDNESDAY)
    await khai.says("/nhiemvu tuan")
    assert "kỳ đang mở vẫn nhận" in await khai.presses("Dừng từ kỳ sau")
    assert "Đang chạy" in await khai.presses("Thôi, không đổi")
    await khai.presses("Dừng từ kỳ sau")
    assert "từ kỳ sau em không mở “Mỗi tuần một tin bài” nữa" in await khai.presses("Dừng")
    assert "đang không chạy" in await khai.presses("Dừng")
    assert "Tuần 47: 1/1" in await hanh.sends_photo("bài")
    await office.is_down_until("2026-11-25 09:00")
    assert "tuần 48" not in await hanh.says("tôi còn thiếu gì")
    card = await khai.says("/nhiemvu tuan")
    assert "Dừng từ thứ Năm 19/11." in card
    assert "mở 00:00 thứ Hai 30/11" in await khai.presses("Kích hoạt")
    await office.is_down_until("2026-12-01 09:00")
    assert "tuần 49: 0/1" in await hanh.says("tôi còn thiếu gì")


@pytest.mark.parametrize("manner", Manner)
async def test_a_contest_with_one_deadline_is_lived_to_its_end(office: Stage) -> None:
    khai, hanh, nam = office.khai, office.hanh, office.nam
    await office.is_down_until(WEDNESDAY)
    card = await khai.says("/nhiemvu bai du thi")
    assert "“Bài dự thi”: 1 minh chứng (ảnh hoặc đường dẫn), chỉ nộp một lần, mở 08:00 thứ Sáu 20/11" in card
    assert "hạn 17:00 thứ Hai 30/11, 6 đơn vị" in card
    await khai.presses("Kích hoạt")
    await hanh.sends_photo("tin tuần")
    await office.is_down_until("2026-11-23 07:30")
    await office.at("2026-11-23 08:30")
    heard = hanh.hears()
    assert "• Phường 1, “Bài dự thi”: 0/1, còn thiếu 1, hạn 17:00 thứ Hai 30/11" in heard
    assert "tuần Bài" not in heard
    await hanh.sends_photo("tin tuần sau")
    await office.is_down_until("2026-11-29 17:10")
    assert "còn 24 giờ là đến hạn 17:00 thứ Hai 30/11 của “Bài dự thi”: 0/3" in nam.hears()
    assert "“Bài dự thi”: 0/1" in await hanh.says("tôi còn thiếu gì")
    assert "“Bài dự thi”: 1/1, đã đủ." in await hanh.says("https://vi-du.vn/bai-du-thi")
    await office.is_down_until("2026-12-02 17:30")
    assert "“Bài dự thi” đã đóng lúc 17:00 thứ Tư 02/12" in nam.hears()
    assert "“Bài dự thi” của phường Đông Giang đã đóng" in office.hai.hears()
    office.reads_as_written("Nhiệm vụ một lần", khai, hanh, nam)


async def test_only_admins_run_tasks_and_a_card_that_is_too_old_is_shown_again(office: Stage) -> None:
    khai, nam = office.khai, office.nam
    await office.is_down_until(WEDNESDAY)
    await khai.says("/nhiemvu guong")
    activate = office.platform.last_options(khai.chat)[1].action
    assert "chưa được giao" in await nam.forges(activate)
    assert "không dùng được" not in await khai.forges("tasks:show:la")
    await office.is_down_until("2026-11-23 09:00")
    assert "bắt đầu từ thứ Hai 30/11" in await khai.forges(activate)
    await office.is_down_until("2026-12-05 09:00")
    assert "không mở kỳ nào nữa" in await khai.says("/nhiemvu thi")
    assert "không còn kỳ nào để mở" in await khai.forges("tasks:on:thi:2026-11-20")
    assert "không còn kỳ nào để mở" in await khai.forges("tasks:try:thi")


@pytest.mark.parametrize("manner", Manner)
async def test_what_the_coming_week_will_bring(stage: Stage) -> None:
    nam, khai = stage.nam, stage.khai
    await stage.is_down_until(WEDNESDAY)
    await stage.hanh.sends_photo("bài")
    seen = await nam.says("/xemtruoc")
    assert "• 19:30 thứ Năm 19/11: nhắc 2 đầu mối, tuần 47" in seen
    assert "• 08:00 thứ Hai 23/11: nhắc 3 đầu mối, tuần 48" in seen
    who = await nam.presses("Xem ai nhận")
    assert "– Phan Đức Hải, phường Đông Giang" in who and "Hạnh" not in who and "Mai" not in who
    assert "báo 1 cán bộ phụ trách" in await nam.presses("Bước tiếp theo")
    assert "nhắc 4 đầu mối, tuần 47" in await khai.says("xem truoc")
    stage.reads_as_written("Xem trước tin tuần tới", nam)
