"""An admin sends the roster as a file: the difference first, nothing written before a yes, closing is a choice."""

from collections.abc import Sequence

import pytest

from core.ports import MediaError
from core.roster_table import HEADER
from sheets.writing import write_csv, write_xlsx
from tests.journeys.cast import ROWS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage

MORNING = "2026-11-17 09:00"
Row = tuple[str, ...]


def changed(**cells: tuple[int, str] | None) -> list[Row]:
    """The province's rows; `X3=(1, "Xã Mới")` puts another value into a column of that row, None leaves it out."""
    rows = []
    for row in ROWS:
        change = cells.get(row[0], (0, row[0]))
        if change is not None:
            place, value = change
            rows.append((*row[:place], value, *row[place + 1 :]))
    return rows


def csv(rows: Sequence[Row]) -> bytes:
    return write_csv(HEADER, list(rows))


@pytest.mark.parametrize("manner", Manner)
async def test_a_roster_is_compared_shown_and_written(stage: Stage) -> None:
    khai, lam = stage.khai, stage.lam
    await stage.at(MORNING)
    rows = changed(X3=(5, "Phạm Văn Mới"), X7=(1, "Xã Hòa Sơn"), X6=(5, "Lê Thị Cúc"))
    rows.append(("X8", "Xã Tân Bình", "xã", "H1", "Bí thư", "khuyết", ""))
    told = await khai.sends_file("danh_sach.xlsx", write_xlsx(HEADER, rows))
    assert told.startswith("Em đọc được 11 đơn vị; trong 8 đơn vị phải nộp, 7 có đầu mối, 1 khuyết.")
    differs = "1 đơn vị mới, 1 tên chỉ khác cách viết, 1 vị trí có người mới và 1 vị trí đổi người"
    assert f"So với danh sách hiện tại: {differs}." in told
    assert "1 tên dễ nhầm: “Xã Hoà Sơn” / “Xã Hòa Sơn”." in told and told.endswith("Em chưa ghi thay đổi nào ạ.")
    assert khai.is_offered == ["Xem thay đổi", "Ghi danh sách", "Huỷ"]
    listed = await khai.presses("Xem thay đổi")
    assert "• Mới: Xã Tân Bình (X8)" in listed and "• Chỉ khác cách viết: Xã Hoà Sơn → Xã Hòa Sơn (X7)" in listed
    assert "• Đổi đầu mối: Xã Tân Lập (X3), Hồ Văn Lâm → Phạm Văn Mới" in listed
    assert "• Có đầu mối: Phường An Đôn (X6), Lê Thị Cúc" in listed
    assert "Tuần 47: 1/1" in await lam.sends_photo("bài")  # nothing is written yet
    done = await khai.presses("Ghi danh sách")
    assert "đã ghi danh sách, có hiệu lực từ 17/11/2026" in done and "Còn 3 người chưa kết nối" in done
    assert "Đỗ Quang Khải đã ghi: từ 17/11/2026, anh/chị thôi phụ trách xã Tân Lập" in lam.hears()
    assert "chưa ghi nhận" in await lam.sends_photo("nữa")
    assert "Phạm Văn Mới" in await khai.says("/donvi Tân Lập")
    assert "Đỗ Quang Khải ghi Phạm Văn Mới phụ trách từ 17/11/2026" in await khai.says("nhật ký Tân Lập")
    again = await khai.sends_file("danh_sach.xlsx", write_xlsx(HEADER, rows))
    assert "đã đúng như tệp này nên không có gì để ghi" in again
    stage.reads_as_written("Nhập danh sách", khai)


@pytest.mark.parametrize("manner", Manner)
async def test_vanished_units_are_closed_only_when_that_is_chosen(stage: Stage) -> None:
    khai, son = stage.khai, stage.son
    await stage.at(MORNING)
    rows = changed(X5=None)
    told = await khai.sends_file("danh_sach.csv", csv(rows))
    assert "So với danh sách hiện tại: 1 đơn vị không còn trong tệp." in told
    assert khai.is_offered == ["Xem thay đổi", "Đóng 1 đơn vị không còn trong tệp", "Huỷ"]
    assert "không ghi gì" in await khai.presses("Huỷ")
    assert "0/1" in await son.says("tôi còn thiếu gì")
    rows = changed(X5=None, X3=(6, "0912999999"))
    await khai.sends_file("danh_sach.csv", csv(rows))
    assert khai.is_offered == ["Xem thay đổi", "Ghi danh sách", "Ghi và đóng 1 đơn vị không còn trong tệp", "Huỷ"]
    assert "đã ghi danh sách" in await khai.presses("Ghi danh sách")
    assert "0/1" in await son.says("tôi còn thiếu gì")  # not named, but not closed either
    await khai.sends_file("danh_sach.csv", csv(rows))
    assert "1 đơn vị không còn trong tệp" in await khai.presses("Đóng 1 đơn vị không còn trong tệp")
    assert "xã Hải Lệ kết thúc hoạt động" in son.hears()
    assert "chưa ghi nhận" in await son.sends_photo("bài")
    assert "đã kết thúc hoạt động từ 17/11/2026" in await khai.says("/donvi Hải Lệ")
    await khai.sends_file("danh_sach.csv", csv(rows))
    assert "không có gì để ghi" in await khai.sends_file("danh_sach.csv", csv(rows))
    stage.reads_as_written("Đơn vị không còn trong tệp", khai)


@pytest.mark.parametrize("manner", Manner)
async def test_a_sheet_that_names_what_merged(stage: Stage) -> None:
    khai, lam, hai = stage.khai, stage.lam, stage.hai
    await stage.at(MORNING)
    rows = [(*row, "") for row in changed(X2=None, X3=None)]
    rows.append(("X9", "Xã Tân Giang", "xã", "H1", "Bí thư", "Hồ Văn Lâm", "0912000003", "X2, X3"))
    told = await khai.sends_file("danh_sach.csv", write_csv((*HEADER, "Sáp nhập từ"), rows))
    assert "2 đơn vị cũ đã ghi là sáp nhập" in told
    listed = await khai.presses("Xem thay đổi")
    assert "• Không còn trong tệp, sáp nhập vào Xã Tân Giang: Xã Tân Lập (X3)" in listed
    await khai.presses("Ghi và đóng 2 đơn vị không còn trong tệp")
    assert "xã Tân Lập sáp nhập thành xã Tân Giang. Anh/chị phụ trách xã Tân Giang" in lam.hears()
    assert "phường Đông Giang sáp nhập thành xã Tân Giang. Từ ngày ấy anh/chị thôi phụ trách" in hai.hears()
    assert "hợp nhất từ phường Đông Giang và xã Tân Lập" in await khai.says("/donvi Tân Giang")
    again = await khai.sends_file("danh_sach.csv", write_csv((*HEADER, "Sáp nhập từ"), rows))
    assert "không có gì để ghi" in again
    stage.reads_as_written("Danh sách có đơn vị sáp nhập", khai, lam, hai)


async def test_three_hundred_faults_are_read_page_by_page(stage: Stage) -> None:
    khai = stage.khai
    rows = [(f"N{number}", f"Xã {number}", "xã", "H9", "Bí thư", "A", "12") for number in range(150)]
    told = await khai.sends_file("danh_sach.csv", csv([*ROWS, *rows]))
    assert "tệp có 300 chỗ cần sửa" in told and "• Dòng 12:" in told
    for page in range(1, 15):
        assert khai.is_offered == ["Xem tiếp"]
        told = await khai.presses("Xem tiếp")
        assert f"từ số {20 * page + 1} trong 300" in told and told.count("• Dòng") == 20
    assert stage.platform.messages(khai.chat)[-1].options == ()
    assert "chưa thấy đơn vị nào" in await khai.says("/donvi N77")


async def test_files_that_are_no_roster(stage: Stage) -> None:
    khai = stage.khai
    assert "chưa có dòng tiêu đề" in await khai.sends_file("danh_sach.csv", b"a,b\n1,2\n")
    assert "không phải là bảng" in await khai.sends_file("danh_sach.xlsx", b"%PDF-1.4 no table")
    assert "kiểu cũ (.xls)" in await khai.sends_file("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "nặng quá 8 MB" in await khai.sends_file("to.csv", bytes(9 * 1024 * 1024))
    stage.platform.faults.fail_fetches(MediaError("away"))
    assert "chưa tải được tệp danh_sach.csv" in await khai.sends_file("danh_sach.csv", csv(ROWS))
    assert "gửi tệp danh sách (.xlsx hoặc .csv) vào đây" in await khai.says("/danhsach")
    assert await stage.set_aside() == 0
    stage.reads_as_written("Tệp không phải danh sách", khai)


async def test_only_an_admin_may_import_and_nobody_elses_file_is_fetched(stage: Stage) -> None:
    hung, lam, khai = stage.hung, stage.lam, stage.khai
    stage.platform.faults.fail_fetches(MediaError("fetched"), times=99)
    assert "chưa ghi nhận tệp XLSX này" in await lam.sends_file("danh_sach.xlsx", write_xlsx(HEADER, list(ROWS)))
    assert "danh sách hiện tại" not in await hung.sends_file("danh_sach.csv", csv(ROWS))
    stage.platform.faults.clear()
    await khai.sends_file("danh_sach.csv", csv(changed(X3=(5, "Phạm Văn Mới"))))
    press = next(option.action for option in stage.platform.last_options(khai.chat) if ":write:" in option.action)
    assert "chưa được giao" in await hung.forges(press)
    assert "không còn giữ nữa" in await khai.forges("roster:write:99:abc")
    assert "so lại và chưa ghi gì" in await khai.forges(press[:-1] + "x")
    assert "1/1" in await lam.sends_photo("bài")


async def test_what_changed_meanwhile_is_compared_anew(stage: Stage) -> None:
    khai = stage.khai
    await stage.at(MORNING)
    await khai.sends_file("danh_sach.csv", csv(changed(X3=(5, "Phạm Văn Mới"))))
    await stage.takes_over("X3", "Người Khác")
    told = await khai.presses("Ghi danh sách")
    assert told.startswith("Trong lúc đó danh sách hiện tại đã đổi, nên em so lại và chưa ghi gì.")
    assert "Người Khác" in await khai.says("/donvi Tân Lập")
    assert "đã ghi danh sách" in await khai.presses("Ghi danh sách")
    assert "Phạm Văn Mới" in await khai.says("/donvi Tân Lập")


async def test_a_file_nobody_decided_on_is_forgotten(stage: Stage) -> None:
    khai = stage.khai
    await khai.sends_file("danh_sach.csv", csv(changed(X3=(5, "Phạm Văn Mới"))))
    await stage.is_down_until("2026-11-20 09:00")
    assert "không còn giữ nữa" in await khai.presses("Ghi danh sách")


async def test_what_slipped_into_the_wrong_column_is_told_by_its_row(stage: Stage) -> None:
    rows: list[Row] = [
        ("2024-05-01", "Xã Một", "xã", "H1", "", "", ""),
        ("N2", "=1+1", "xã", "H1", "", "912345678", ""),
    ]
    told = await stage.khai.sends_file("danh_sach.csv", csv([*ROWS, *rows]).replace(b"'=", b"="))
    first = len(ROWS) + 2
    assert f"Dòng {first}: “2024-05-01” là ngày tháng, trong khi cột “Mã đơn vị” cần mã hoặc tên" in told
    assert f"Dòng {first + 1}: “912345678” không phải họ tên người" in told
    assert f"Dòng {first + 1}: cột “Tên đơn vị” có công thức “=1+1”" in told
