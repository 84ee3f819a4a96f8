"""A month's report: the draft on closing, the coordinators' word, the freeze, the files, amendments."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from core.months import MonthMoment, MonthRule
from core.organisation import Organisation
from core.trust import Trust
from handlers import heat_map
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, organisation, staged

CLOSE, FINAL = "2026-11-24 12:00", "2026-11-26 12:00"


def rules() -> Organisation:
    """November closes on the 24th, so that week 47, which closes on Monday the 23rd, is its only one."""
    usual = organisation(trust=Trust(sample=0.0))
    month = MonthRule(MonthMoment.parse("24 12:00"), MonthMoment.parse("26 12:00"))
    return replace(usual, tasks=tuple(replace(task, month=month) for task in usual.tasks))


@pytest.fixture
async def month(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, manner: Manner
) -> AsyncIterator[Stage]:
    """Week 47 was lived: Hạnh, Hải and Mai handed in, Lâm, Sơn and Phúc did not; the month has not closed yet."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    journey = request.function.__name__.removeprefix("test_")
    async with staged(tmp_path, tmp_path / "nhacnop.db", rules(), manner, journey) as opened:
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        await opened.at("2026-11-17 09:00")
        for person in (opened.hanh, opened.hai, opened.mai):
            await person.sends_photo(person.chat)
        await opened.at("2026-11-24 11:00")
        for person in (opened.nam, opened.binh, opened.hung, opened.khai):
            person.hears()
        yield opened


def words(content: bytes) -> str:
    return "\n".join(line.text for line in Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize("manner", Manner)
async def test_a_month_from_its_draft_to_its_amendment(month: Stage) -> None:
    stage, nam, binh, hung, khai = month, month.nam, month.binh, month.hung, month.khai
    await stage.at(CLOSE)
    draft = nam.hears()
    assert "đây là dự thảo báo cáo tháng 11/2026 của thành phố Đông Hà (từ thứ Hai 16/11 đến Chủ nhật 22/11)" in draft
    assert "2/3 lượt đạt chỉ tiêu (66,7%). Còn thiếu: xã Tân Lập 1 lượt." in draft
    assert "trước 12:00 thứ Năm 26/11" in draft
    assert nam.is_offered == ["Tải lại", "Đồng ý", "Cần sửa"]
    assert "DỰ THẢO" in words(stage.documents(nam)["bao-cao-2026-11-H1-du-thao.docx"])
    assert "1/3 lượt" in binh.hears()
    assert "3/6 lượt" in hung.hears()
    held_up = khai.hears()
    assert "Đã có 0/3 đơn vị đồng ý" in held_up
    answer = await nam.presses("Đồng ý")
    assert "đồng ý với dự thảo báo cáo tháng 11/2026 của thành phố Đông Hà" in answer
    await stage.at("2026-11-25 08:00")
    assert nam.hears() == ""
    assert "chưa nhận được ý kiến của anh/chị" in binh.hears()
    assert "1/3 đơn vị đồng ý với dự thảo; thị xã Quảng Trị và tỉnh Quảng Trị chưa đồng ý" in khai.hears()
    await binh.presses("Cần sửa")
    assert binh.is_offered == ["Xã Hải Lệ, tuần 47", "Xã Hoà Sơn, tuần 47", "Đồng ý"]
    await binh.presses("Xã Hải Lệ, tuần 47")
    await binh.presses("Ghi lý do")
    noted = await binh.says("mất điện cả tuần")
    assert "xã Hải Lệ thiếu tuần 47, lý do “mất điện cả tuần”" in noted
    await binh.presses("Sửa lượt khác")
    await binh.presses("Xã Hoà Sơn, tuần 47")
    assert "lý do" in await binh.presses("Miễn tuần này")
    await binh.presses("Thiên tai, mất điện")
    await binh.presses("Xác nhận")
    again = await binh.says("báo cáo tháng")
    assert "1/2 lượt đạt chỉ tiêu (50,0%). Còn thiếu: xã Hải Lệ 1 lượt (có lý do)." in again
    await binh.presses("Đồng ý")
    assert "2/3 đơn vị đồng ý" in await khai.says("/baocao")
    await khai.presses("Nhắc 1 đơn vị chưa đồng ý")
    assert "chưa nhận được ý kiến" in hung.hears()
    await khai.says("/baocao")
    assert "Tỉnh Quảng Trị chưa đồng ý" in await khai.presses("Chốt kỳ báo cáo")
    await khai.presses("Chốt ngay")
    await stage.beats()
    told = khai.hears()
    assert "đã chốt báo cáo tháng 11/2026, bản 1" in told and "mã kiểm tra" in told
    assert "Báo cáo tháng 11/2026 của tỉnh Quảng Trị đã chốt" in told
    assert "đã chốt" in nam.hears() and "3/5 lượt" in hung.hears()
    final = stage.documents(binh)["bao-cao-2026-11-H2.docx"]
    assert "DỰ THẢO" not in words(final)
    await stage.lam.sends_photo("bù")
    await stage.lam.presses("Chuyển sang tuần 47")
    await binh.says("/baocao")
    await binh.presses("Tải lại")
    await stage.beats()
    assert stage.documents(binh)["bao-cao-2026-11-H2.docx"] == final
    await khai.says("/baocao tháng 11")
    await khai.presses("Lập bản bổ sung")
    await stage.beats()
    assert "đã lập bản bổ sung số 1" in khai.hears()
    amended = nam.hears()
    assert "bản bổ sung số 1" in amended and "• Xã Tân Lập, tuần 47: thiếu → muộn" in amended
    assert "bổ sung" not in binh.hears()
    stage.reads_as_written("Báo cáo một tháng", nam, binh, hung, khai)


@pytest.mark.long
async def test_an_opinion_on_a_draft_that_is_frozen_does_not_count_any_more(month: Stage) -> None:
    hung, khai = month.hung, month.khai
    await month.at(CLOSE)
    await khai.says("/baocao")
    await khai.presses("Chốt kỳ báo cáo")
    await khai.presses("Chốt ngay")
    await month.beats()
    assert "đã chốt nên ý kiến này không còn tính" in await hung.presses("Đồng ý")


async def test_a_month_is_frozen_by_itself_at_its_moment_and_goes_up_the_tree(month: Stage) -> None:
    await month.at("2026-11-26 11:59")
    for person in (month.nam, month.binh, month.hung, month.khai):
        person.hears()
    await month.at(FINAL)
    assert "Báo cáo tháng 11/2026 của thành phố Đông Hà đã chốt lúc 12:00 thứ Năm 26/11, bản 1" in month.nam.hears()
    assert "tỉnh Quảng Trị" in month.hung.hears() and "tỉnh Quảng Trị" in month.khai.hears()
    book = openpyxl.load_workbook(BytesIO(month.documents(month.hung)["bao-cao-2026-11.xlsx"]))
    assert "Dự thảo" not in str(book["Tổng hợp"]["A2"].value)
    assert "Báo cáo từng đơn vị" in month.hung.is_offered
    await month.hung.presses("Báo cáo từng đơn vị")
    assert month.hung.is_offered == ["Thành phố Đông Hà", "Thị xã Quảng Trị"]
    await month.hung.presses("Thành phố Đông Hà")
    await month.beats()
    assert (
        month.documents(month.hung)["bao-cao-2026-11-H1.docx"] == month.documents(month.nam)["bao-cao-2026-11-H1.docx"]
    )


async def test_a_month_that_is_not_closed_says_what_is_open_and_offers_the_draft(month: Stage) -> None:
    told = await month.nam.says("/baocao")
    assert "tính đến lúc này" in told and "Kỳ này chưa khép" in told and "12:00 thứ Ba 24/11" in told
    assert month.nam.is_offered == ["Tải dự thảo", "Xem tháng 10/2026"]
    assert "bắt đầu soạn dự thảo báo cáo tháng 11/2026" in await month.nam.presses("Tải dự thảo")
    await month.beats()
    assert "số liệu đến 11:00" in month.nam.hears()
    assert "DỰ THẢO" in words(month.documents(month.nam)["bao-cao-2026-11-H1-du-thao.docx"])
    assert "chưa khép" in await month.khai.forges("close_month:yes:2026-11:abc")
    assert "không có tuần nào phải nộp" in await month.nam.says("bao cao thang 10")
    assert "không có tuần nào phải nộp" in await month.nam.says("báo cáo tháng trước")
    assert "Kỳ này chưa khép" in await month.nam.says("cho chị báo cáo tháng này")
    assert "Kỳ này chưa khép" in await month.nam.says("báo cáo tháng này của Đông Hà")


@pytest.mark.long
async def test_after_a_downtime_the_month_is_frozen_without_a_draft(month: Stage) -> None:
    await month.is_down_until("2026-11-27 09:00")
    told = month.nam.hears()
    assert "dự thảo" not in told and "Báo cáo tháng 11/2026 của thành phố Đông Hà đã chốt lúc 09:00" in told
    before = await month.sent()
    await month.restarts()
    await month.at("2026-11-27 12:00")
    assert [each for each in await month.sent() if each.kind == "report"] == [
        each for each in before if each.kind == "report"
    ]


@pytest.mark.long
async def test_a_vanished_file_is_made_once_more(month: Stage) -> None:
    await month.nam.says("/baocao")
    await month.nam.presses("Tải dự thảo")
    await month.installation.errands.do_all(month.now)
    shutil.rmtree(month.media.parent / "documents")
    await month.settles()
    assert month.documents(month.nam) == {}
    await month.beats()
    assert "bao-cao-2026-11-H1-du-thao.docx" in month.documents(month.nam)


@pytest.mark.long
async def test_documents_that_cannot_be_made_do_not_hold_up_the_draft(month: Stage) -> None:
    (month.media.parent / "documents").write_bytes(b"")
    await month.at("2026-11-24 12:30")
    assert "đây là dự thảo" in month.nam.hears()
    assert month.nam.is_offered == ["Tải dự thảo", "Đồng ý", "Cần sửa"]
    assert "⚠️ Em không soạn được dự thảo báo cáo tháng 11/2026" in month.khai.hears()
    await month.nam.presses("Tải dự thảo")
    await month.beats()
    assert "chưa soạn được dự thảo" in month.nam.hears()


@pytest.mark.long
async def test_buttons_of_others_do_nothing(month: Stage) -> None:
    await month.at(CLOSE)
    h1, h2 = await month.unit("H1"), await month.unit("H2")
    assert "chưa" not in await month.nam.forges(f"approve_report:yes:2026-11:{h1}")
    for action in (f"report:get:2026-11:{h2}", "report:get:2026-11:0", f"report:parts:2026-11:{h2}"):
        answer = await month.nam.forges(action)
        assert "soạn" not in answer, action
    before = await month.nam.forges(f"approve_report:yes:2026-11:{h2}")
    assert "đồng ý với dự thảo" not in before
    obligation = await month.obligation("X5", 47)
    assert "không đổi gì" in await month.nam.forges(f"approve_report:fix:2026-11:{obligation}")
    for action in ("close_month:ask:2026-11", "close_month:amend:2026-11", "close_month:yes:2026-11:abcdef"):
        assert "chốt" not in await month.nam.forges(action)
    for action in ("approve_report:yes:2026-13:1", "approve_report:yes", "report:get:nonsense", "report:show:x",
                   "report:amendment:2026-11:1:1", "report:get:2026-11:99999999999"):  # fmt: skip
        assert await month.nam.forges(action) != ""
    assert await month.hanh.forges(f"report:get:2026-11:{h1}") != ""
    assert await month.set_aside() == 0


async def test_the_years_sheet_for_those_who_look_after_units_and_the_own_line_for_a_secretary(month: Stage) -> None:
    await month.at(CLOSE)
    assert "bảng năm 2026 của thành phố Đông Hà" in await month.nam.says("báo cáo năm 2026")
    await month.beats()
    sheet = openpyxl.load_workbook(BytesIO(month.documents(month.nam)["bang-nam-2026-H1.xlsx"])).worksheets[0]
    names = [row[3].value for row in sheet.iter_rows(min_row=5)]
    assert names == ["Trần Thị Hạnh", "Phan Đức Hải", "Hồ Văn Lâm"]
    own = await month.hanh.says("kết quả của tôi")
    assert "Năm 2026, Phường 1: phải nộp 1 tuần; đúng hạn 1" in own and "Hoàn thành xuất sắc" in own
    assert "Hải" not in own
    assert "Không hoàn thành" in await month.lam.says("ket qua cua toi")
    assert "chưa có tuần nào" in await month.lam.presses("Năm 2025")


@pytest.mark.long
@pytest.mark.parametrize(
    ("words_", "said"),
    [
        ("/bando 2", "từ 16/11/2026 đến 29/11/2026 của thành phố Đông Hà"),
        ("bản đồ 10 tuần gần đây", "từ 16/11/2026 đến 29/11/2026 của thành phố Đông Hà"),
        ("ban do dong ha tuan 46 den tuan 47", "từ 09/11/2026 đến 22/11/2026 của thành phố Đông Hà"),
        ("/bando từ tháng 10 đến tháng 11", "từ 01/10/2026 đến 30/11/2026 của thành phố Đông Hà"),
        ("/bando từ 15/11 đến nay", "từ 15/11/2026 đến 24/11/2026 của thành phố Đông Hà"),
        ("/bando T47-T48", "từ 16/11/2026 đến 29/11/2026 của thành phố Đông Hà"),
    ],
)
async def test_any_stretch_of_weeks_comes_as_a_picture(month: Stage, words_: str, said: str) -> None:
    stage, nam = month, month.nam
    assert f"soạn bản đồ các tuần {said}" in await nam.says(words_)
    await stage.at("2026-11-24 11:30")
    assert f"gửi anh/chị bản đồ các tuần {said}" in nam.hears()
    assert stage.shows_pictures(nam) == 1


async def test_stretches_that_cannot_be(month: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    nam = month.nam
    assert "không phải là một ngày có thật" in await nam.says("/bando từ 30/2 đến 1/11")
    assert "không phải là một ngày có thật" in await nam.says("/bando tuần 60 đến 70")
    assert "không phải là một ngày có thật" in await nam.says("/bando từ tháng 13 đến tháng 14")
    assert "chưa có tuần nào" in await nam.says("/bando tuần 10 đến 20")
    assert "chưa có tuần nào" in await nam.says("/bando 0 tuần")
    assert "chưa có tuần nào" in await nam.says("/bando từ 20/11 đến 1/11")
    assert "chưa thấy đơn vị nào" in await nam.says("/bando Hải Lệ 10 tuần")
    monkeypatch.setattr(heat_map, "MOST_WEEKS", 1)
    assert "có 2 tuần; một bản đồ vẽ được nhiều nhất 1 tuần" in await nam.says("/bando 10 tuần")


@pytest.mark.long
@pytest.mark.parametrize("words_", ["/bando", "xem bản đồ", "ban do dong ha"])
async def test_the_weeks_of_own_units_come_as_a_picture(month: Stage, words_: str) -> None:
    stage, nam = month, month.nam
    assert "soạn bản đồ các tuần tháng 11/2026 của thành phố Đông Hà" in await nam.says(words_)
    await stage.at("2026-11-24 11:30")
    assert "gửi anh/chị bản đồ các tuần tháng 11/2026 của thành phố Đông Hà" in nam.hears()
    assert stage.shows_pictures(nam) == 2  # the weeks of each unit, and how the weeks went
    assert "chưa thấy đơn vị nào" in await nam.says("/bando Hải Lệ")
    assert "chưa được giao" in await stage.hanh.forges("heat_map")
