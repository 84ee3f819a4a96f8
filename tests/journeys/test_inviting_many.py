"""Inviting many from the chat: who is meant is shown first, then cards and a list come, and their codes work."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.ports import Address
from db import people
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage


async def has_lost_the_chat(stage: Stage, *chats: str) -> None:
    async with stage.installation.database.transaction() as tx:
        for chat in chats:
            await people.mark_address(tx, Address("local", "local", chat), "DEAD", stage.now)


def codes(stage: Stage, chat: str) -> dict[str, str]:
    """The codes of the list that this person was sent, by who is meant."""
    files = stage.documents(stage.somebody(chat, chat))
    book = next(content for name, content in files.items() if name.endswith(".xlsx"))
    page = openpyxl.load_workbook(BytesIO(book)).active
    assert isinstance(page, Worksheet)
    _, *rows = page.iter_rows(values_only=True)
    return {str(row[3]): str(row[4]) for row in rows}


@pytest.mark.parametrize("manner", Manner)
async def test_cards_for_everybody_who_is_not_linked(stage: Stage) -> None:
    khai, phuc = stage.khai, stage.phuc
    await has_lost_the_chat(stage, "hai", "binh")
    listed = await khai.says("/moi")
    assert "Còn 3 người chưa kết nối" in listed
    assert "• Xã Hoà Sơn: Đinh Văn Phúc, chưa lấy mã" in listed
    assert "• Thị xã Quảng Trị: Lê Thị Bình (cán bộ phụ trách), chưa lấy mã" in listed
    preview = await khai.presses("Phiếu mời cho cả 3 người")
    assert "có 3 người chưa kết nối: 2 đầu mối, 1 cán bộ phụ trách." in preview
    assert "• Thị xã Quảng Trị: 2\n• Thành phố Đông Hà: 1" in preview
    assert "bắt đầu soạn 3 phiếu mời" in await khai.presses("Soạn 3 phiếu mời")
    await stage.beats()
    assert "gửi anh/chị 3 phiếu mời, mã dùng được đến hết 16/12/2026" in khai.hears()
    assert sorted(stage.documents(khai)) == ["phieu-moi-2026-11-16.pdf", "phieu-moi-2026-11-16.xlsx"]
    assert stage.documents(khai)["phieu-moi-2026-11-16.pdf"].startswith(b"%PDF")
    assert "đầu mối xã Hoà Sơn" in await phuc.opens(codes(stage, "khai")["Đinh Văn Phúc"])
    assert "Đinh Văn Phúc, đã lấy mã thứ Hai 16/11" in await khai.says("ai chưa kết nối")
    stage.reads_as_written("Phiếu mời cho mọi người chưa kết nối", khai, phuc)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/moi cả thị xã Quảng Trị", "Dạ, thị xã Quảng Trị có 2 người chưa kết nối"),
        ("/moi ca thi xa quang tri", "Dạ, thị xã Quảng Trị có 2 người chưa kết nối"),
        ("mời tất cả", "Dạ, Tỉnh Quảng Trị có 3 người chưa kết nối"),
        ("phiếu mời cho cấp xã", "Dạ, cấp xã của Tỉnh Quảng Trị có 2 người chưa kết nối"),
        ("/moi xã ở thị xã Quảng Trị", "Dạ, cấp xã của thị xã Quảng Trị có 1 người chưa kết nối"),
        ("/moi xã ở Trăng Sao", "chưa thấy đơn vị nào tên “Trăng Sao”"),
        ("/moi huyện", "Dạ, cấp huyện của Tỉnh Quảng Trị có 1 người chưa kết nối"),
        ("/moi cả Đông Hà", "Dạ, thành phố Đông Hà có 1 người chưa kết nối"),
        ("/moi cả Trăng Sao", "chưa thấy đơn vị nào tên “cả Trăng Sao”"),
        ("/moi cả Phường 1", "chưa thấy đơn vị nào"),
    ],
)
async def test_whom_the_words_mean(stage: Stage, words: str, told: str) -> None:
    await has_lost_the_chat(stage, "hai", "binh")
    assert told in await stage.khai.says(words)


async def test_a_coordinator_invites_within_the_own_reach_only(stage: Stage) -> None:
    nam, binh = stage.nam, stage.binh
    assert "mọi người trong danh sách đều đã kết nối" in await nam.says("/moi")
    assert "Dạ, phạm vi của anh/chị không còn ai chưa kết nối" in await nam.says("/moi tất cả")
    assert "phạm vi của anh/chị có 1 người" in await binh.says("/moi tất cả")
    assert "không thuộc phạm vi" in await nam.forges(f"invite:group:{await stage.unit('H2')}")
    assert "không thuộc phạm vi" in await nam.forges("invite:group:9999")


async def test_no_is_no_and_an_old_yes_does_nothing(stage: Stage) -> None:
    khai = stage.khai
    await khai.says("/moi tất cả")
    assert "chưa lấy mã nào" in await khai.presses("Thôi, chưa soạn")
    assert "không dùng được nữa" in await khai.presses("Soạn 1 phiếu mời")
    await stage.beats()
    assert stage.documents(khai) == {}


async def test_whoever_loses_the_right_before_the_yes_gets_nothing(stage: Stage) -> None:
    binh = stage.binh
    await binh.says("/moi cả thị xã Quảng Trị")
    await stage.takes_over("H2", "Người Khác")
    await binh.presses("Soạn 1 phiếu mời")
    await stage.beats()
    assert stage.documents(binh) == {}


async def test_when_the_last_one_comes_in_before_the_yes_nothing_is_made(stage: Stage) -> None:
    khai = stage.khai
    await khai.says("/moi tất cả")
    await stage.phuc.opens(await stage.code_for("X7"))
    await stage.phuc.presses("Đúng")
    await stage.phuc.presses("Tôi đồng ý")
    assert "không còn ai chưa kết nối" in await khai.presses("Soạn 1 phiếu mời")


async def test_a_districts_code_comes_with_a_way_to_invite_everybody_below(stage: Stage) -> None:
    khai = stage.khai
    assert "Mã mời cho cán bộ phụ trách thị xã Quảng Trị" in await khai.says("/moi thị xã Quảng Trị")
    assert "Dạ, thị xã Quảng Trị có 1 người chưa kết nối" in await khai.presses("Phiếu mời cho 1 người bên dưới")


async def test_a_list_longer_than_a_message_goes_on(stage: Stage) -> None:
    rows = [(f"Y{n}", f"Xã Mới {n}", "xã", "H1", "Bí thư", f"Người {n}", "") for n in range(30)]
    await stage.gets_units(*rows)
    khai = stage.khai
    assert "Còn 31 người chưa kết nối" in await khai.says("/moi")
    second = await khai.presses("Xem tiếp")
    assert second.startswith("Những người chưa kết nối, từ số 26 trong 31:")
    assert "Xã Mới 29: Người 29" in second
    assert "Mã mời cho đầu mối xã Mới 24" in await khai.presses("Lấy mã cho xã Mới 24")
