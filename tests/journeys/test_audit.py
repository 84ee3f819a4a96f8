"""Who changed what: the newest lines about a unit, in plain sentences."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import delete

from db.tables import AUDIT
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage
from texts.catalogue import load_catalogue

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("words", ["ai đổi hạn của Hải Lệ?", "ai doi han cua hai le", "ai gia hạn Hải Lệ"])
async def test_who_moved_a_deadline(stage: Stage, words: str) -> None:
    binh, hung = stage.binh, stage.hung
    await stage.at("2026-11-19 10:22")
    assert "chưa ai đổi hạn của xã Hải Lệ" in await hung.says(words)
    await binh.says("gia hạn Hải Lệ đến thứ Hai, do mưa lũ")
    await binh.presses("Xác nhận")
    assert await hung.says(words) == (
        "10:22 thứ Năm 19/11, Lê Thị Bình đổi hạn tuần 47: 20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “mưa lũ”."
    )


@pytest.mark.parametrize("manner", Manner)
async def test_who_moved_deadlines_is_told_in_a_line_each(stage: Stage) -> None:
    nam, binh, khai = stage.nam, stage.binh, stage.khai
    await stage.at("2026-11-19 10:22")
    await binh.says("gia hạn Hoà Sơn đến thứ Hai, do mưa lũ")
    await binh.presses("Xác nhận")
    await stage.at("2026-11-20 08:05")
    await khai.says("gia hạn Hoà Sơn đến thứ Ba, do nước chưa rút")
    await khai.presses("Xác nhận")
    assert await binh.says("ai đổi hạn của Hoà Sơn?") == (
        "Dạ, những thay đổi gần đây của xã Hoà Sơn:\n"
        "08:05 thứ Sáu 20/11, Đỗ Quang Khải đổi hạn tuần 47: "
        "20:00 thứ Hai 23/11 → 20:00 thứ Ba 24/11, lý do “nước chưa rút”.\n"
        "10:22 thứ Năm 19/11, Lê Thị Bình đổi hạn tuần 47: "
        "20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “mưa lũ”."
    )
    assert "chưa thấy đơn vị nào" in await nam.says("ai đổi hạn của Hoà Sơn?")
    stage.reads_as_written("Ai đổi hạn", binh, khai, nam)


@pytest.mark.parametrize("manner", Manner)
async def test_everything_about_a_unit(stage: Stage) -> None:
    binh, son = stage.binh, stage.son
    await stage.at("2026-11-19 10:22")
    await son.says("không có hoạt động")
    await son.presses("Nghỉ lễ")
    await binh.presses("Chưa đồng ý")
    await binh.says("miễn Hải Lệ, do mưa lũ")
    await binh.presses("Xác nhận")
    await binh.presses("Bỏ miễn")
    await binh.sends_photo("bài", caption="nộp thay Hải Lệ")
    await binh.presses("Đúng")
    await son.says("rút lại")
    await son.says("/vang")
    await son.presses("Chỉ tạm dừng nhắc")
    await son.says("xin gia hạn đến thứ Hai do bận")
    await binh.presses("Đồng ý")
    told = await binh.says("/nhatky hai le")
    assert "Lê Thị Bình đổi hạn tuần 47: 20:00 Chủ nhật 22/11 → 20:00 thứ Hai 23/11, lý do “bận”." in told
    assert "Võ Văn Sơn rút lại BC-1." in told and "Lê Thị Bình nộp thay BC-1." in told
    assert "bỏ miễn" in told and "miễn tuần 47, lý do “mưa lũ”" in told
    older = await binh.presses("Xem tiếp")
    assert "chưa đồng ý tuần 47 không có hoạt động" in older
    stage.reads_as_written("Nhật ký của một đơn vị", binh)


async def test_the_audit_of_foreign_and_unknown_units(stage: Stage) -> None:
    nam = stage.nam
    assert "chưa thấy đơn vị nào" in await nam.says("ai đổi hạn của Hải Lệ")
    assert "gõ /nhatky cùng tên" in await nam.says("/nhatky")
    assert "chưa ghi thay đổi nào" in await nam.says("nhật ký Tân Lập")
    assert "chưa được giao" in await stage.hanh.forges("audit:X1")
    assert "chưa được giao" in await stage.hanh.forges("who_moved:X1")


@pytest.mark.parametrize("manner", Manner)
async def test_what_concerns_everybody(stage: Stage) -> None:
    khai, hung = stage.khai, stage.hung
    await stage.at("2026-11-19 10:22")
    await hung.opens(stage.code_in(await khai.says("/quyen thêm Bùi Văn Hùng")))
    await hung.presses("Đúng")
    await khai.says("/tamdung thử máy")
    await khai.presses("Tạm dừng ngay")
    await khai.says("/tamdung")
    await khai.presses("Chạy lại")
    await khai.says("/nghile")
    for number in range(5):
        await khai.says(f"/quyen thêm Người {number}")
    await khai.says("/quyen thêm Người Riêng ở Hải Lệ")  # of one unit: not here
    told = await khai.says("/nhatky")
    assert told.startswith("Dạ, những thay đổi chung gần đây (của một đơn vị thì gõ /nhatky cùng tên):")
    assert "Đỗ Quang Khải lấy mã mời cho một quản trị mới." in told and "của đơn vị" not in told
    assert "quản trị mới của đơn vị" in await khai.says("/nhatky Hải Lệ")
    await khai.says("/nhatky")
    assert "tạm dừng" in told
    older = await khai.presses("Xem tiếp")
    assert "Bùi Văn Hùng" in older and "Đỗ Quang Khải lấy mã mời cho một quản trị mới." in older
    assert "gõ /nhatky cùng tên" in await stage.nam.says("nhật ký")
    stage.reads_as_written("Nhật ký chung", khai)


async def test_what_concerns_everybody_is_for_admins_only_and_empty_at_first(stage: Stage) -> None:
    assert "Trợ lý nhập danh sách" in await stage.khai.says("/nhatky")
    async with stage.installation.database.transaction() as tx:
        await tx.execute(delete(AUDIT))
    assert "chưa có thay đổi chung nào" in await stage.khai.says("/nhatky")
    await stage.khai.says("/quyen thêm Lý Thị Mới")
    assert "gõ /nhatky cùng tên" in await stage.nam.forges("audit::99")


def test_every_change_that_is_noted_has_words_of_its_own() -> None:
    """Read from the sources: what `record.note` and `Line` are given."""
    found = set()
    for path in sorted(path for room in ("handlers", "scheduler", "db", "bot") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"record.note", "Line"}:
                found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    actions = {str(action) for action in found if isinstance(action, str) and "." in action}
    texts = load_catalogue("vi").texts
    assert len(actions) > 40
    assert {action for action in actions if f"audit.{action.replace('.', '_')}" not in texts} == set()
