"""Asked for everything to be erased: the admins' clock of two working days, the frozen reports, and what is left."""

import re
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

from db.tables import MEMBER, SUBMISSION
from tests.journeys.manners import Manner
from tests.journeys.people import Somebody
from tests.journeys.stage import Stage

_ESCAPE = r"\\u([0-9a-f]{4})"
THURSDAY = "2026-11-19 08:30"


async def asks(somebody: Somebody) -> str:
    await somebody.says("xoá dữ liệu của tôi")
    await somebody.presses("Xoá dữ liệu")
    return await somebody.presses("Đúng, yêu cầu xoá")


@pytest.mark.parametrize("manner", Manner)
async def test_a_request_is_answered_in_time(stage: Stage) -> None:
    hanh, khai, nam = stage.hanh, stage.khai, stage.nam
    await stage.at(THURSDAY)
    await hanh.sends_photo("bài")
    khai.hears(), nam.hears()
    assert "trả lời chậm nhất thứ Hai 23/11" in await asks(hanh)
    asked = khai.hears()
    assert "Trần Thị Hạnh (phường 1) yêu cầu xoá dữ liệu lúc 08:30 thứ Năm 19/11" in asked
    assert "Hạn phản hồi: thứ Hai 23/11 (2 ngày làm việc)" in asked
    assert khai.is_offered == ["Xem", "Phản hồi"]
    shown = await khai.presses("Xem")
    assert "Trần Thị Hạnh, phụ trách phường 1" in shown and "1 minh chứng, trong đó có 1 ảnh" in shown
    await khai.presses("Phản hồi")
    assert khai.is_offered == ["Xoá", "Chưa xoá được"]
    assert "không lấy lại được" in await khai.presses("Xoá")
    assert "đã xoá và báo người ấy" in await khai.presses("Xác nhận xoá")
    assert "tin cuối cùng" in hanh.hears()
    told = nam.hears()
    assert "Dữ liệu của Trần Thị Hạnh đã được xoá theo yêu cầu" in told and "cần người mới" in told
    assert "trợ lý nhắc nộp minh chứng" in await hanh.says("xin chào")  # a stranger from now on
    stage.reads_as_written("Yêu cầu xoá dữ liệu, trả lời đúng hạn", hanh, khai, nam)


async def test_nothing_of_the_person_is_left_but_the_counts(stage: Stage) -> None:
    hanh, khai = stage.hanh, stage.khai
    await stage.at(THURSDAY)
    await hanh.sends_photo("bài")
    await hanh.says("https://www.facebook.com/tran.thi.hanh/posts/471")
    await hanh.says("/ghichu BC-1 ảnh chụp tại nhà")
    await hanh.says("tôi bàn giao cho người khác")
    await hanh.presses("Ngày mai")
    await asks(hanh)
    await khai.presses("Phản hồi")
    await khai.presses("Xoá")
    await khai.presses("Xác nhận xoá")
    await stage.is_down_until("2026-11-20 09:00")
    assert list(stage.media.glob("??/*")) == []
    async with stage.installation.database.snapshot() as tx:
        kept = (await tx.execute(select(SUBMISSION.c.state, SUBMISSION.c.chat).order_by(SUBMISSION.c.id))).all()
        names = (await tx.execute(select(MEMBER.c.name, MEMBER.c.phone).where(MEMBER.c.erased_at.is_not(None)))).all()
    assert [row.state for row in kept] == ["COUNTED", "COUNTED"]
    assert [tuple(row) for row in names] == [("người đã xoá dữ liệu", None)]
    left = everything(stage)
    own_chats = left.replace("erased:", "")
    for trace in ("0912000001", "tran.thi.hanh", "chụp tại nhà", '"hanh"'):
        assert trace not in own_chats, trace
    about_her = [line for line in left.splitlines() if "Trần Thị Hạnh" in line]
    assert all(line.startswith("outbox ") for line in about_her)  # what was told to others goes in time
    assert "1/1, đã đủ" not in await stage.nam.says("/thieu")


def everything(stage: Stage) -> str:
    """Every row of the database, as text; letters that JSON wrote as escapes are letters again."""
    lines = []
    with closing(sqlite3.connect(stage.media.parent / "nhacnop.db")) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                text = "".join(map(str, row))
                lines.append(f"{table} {text} {re.sub(_ESCAPE, lambda found: chr(int(found[1], 16)), text)}")
    return "\n".join(lines)


@pytest.mark.parametrize("manner", Manner)
async def test_the_clock_runs_over_weekends_and_reminds(stage: Stage) -> None:
    hanh, khai = stage.hanh, stage.khai
    await stage.at(THURSDAY)
    await asks(hanh)
    khai.hears()
    await stage.at("2026-11-22 23:00")
    assert "xoá dữ liệu" not in khai.hears()
    await stage.at("2026-11-23 08:00")
    assert "Hôm nay, thứ Hai 23/11, là hạn cuối để trả lời Trần Thị Hạnh" in khai.hears()
    await stage.at("2026-11-24 08:00")
    assert "Đã quá hạn thứ Hai 23/11" in khai.hears()
    listed = await khai.says("yeu cau xoa du lieu")
    assert "1. Trần Thị Hạnh, gửi lúc 08:30 thứ Năm 19/11, hạn thứ Hai 23/11" in listed
    await khai.presses("Xem số 1")
    await khai.presses("Phản hồi")
    assert "lý do" in await khai.presses("Chưa xoá được")
    assert "đã báo Trần Thị Hạnh" in await khai.says("đang có kiểm tra của cấp trên")
    assert "chưa xoá được dữ liệu của anh/chị, vì đang có kiểm tra của cấp trên" in hanh.hears()
    await stage.at("2026-11-25 08:00")
    assert "xoá dữ liệu" not in khai.hears()
    assert "không có yêu cầu" in await khai.says("/yeucau")
    stage.reads_as_written("Hạn hai ngày làm việc", hanh, khai)


async def test_a_request_is_taken_back(stage: Stage) -> None:
    hanh, khai = stage.hanh, stage.khai
    await stage.at(THURSDAY)
    await asks(hanh)
    khai.hears()
    assert "đang chờ quản trị" in await hanh.forges("my_data:erase")
    assert "đã bỏ yêu cầu" in await hanh.presses("Thôi, không xoá nữa")
    await stage.beats()
    assert "đã bỏ yêu cầu xoá dữ liệu" in khai.hears()
    assert "đã bỏ rồi" in await khai.presses("Phản hồi")
    assert "không có yêu cầu" in await hanh.forges("my_data:cancel")
    assert "còn thiếu 1" in await hanh.says("tôi còn thiếu gì")


async def test_two_admins_answer_at_once(stage: Stage) -> None:
    hanh, khai, hung = stage.hanh, stage.khai, stage.hung
    await stage.at(THURSDAY)
    await hung.opens(await stage.admin_code("Bùi Văn Hùng"))
    await hung.presses("Đúng")
    await asks(hanh)
    for admin in (khai, hung):
        await admin.presses("Phản hồi")
        await admin.presses("Xoá")
    await khai.presses("Xác nhận xoá")
    assert "đã được trả lời" in await hung.presses("Xác nhận xoá")


async def test_an_erased_persons_earlier_pictures_stay_where_somebody_else_handed_them_in(stage: Stage) -> None:
    hanh, hai, khai = stage.hanh, stage.hai, stage.khai
    await stage.at(THURSDAY)
    await hanh.sends_photo("bài chung")
    await hai.sends_photo("bài chung")
    await asks(hanh)
    await khai.presses("Phản hồi")
    await khai.presses("Xoá")
    await khai.presses("Xác nhận xoá")
    await stage.is_down_until("2026-11-20 09:00")
    assert len(list(stage.media.glob("??/*"))) == 1
    assert "1/1, đã đủ" in await hai.says("tôi còn thiếu gì")
