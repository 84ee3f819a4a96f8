"""`nhacnop roster import` of a printed, merged, signed workbook, and of sheets that are nonsense."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter  # type: ignore[import-untyped] # its package does not say that it is typed
from openpyxl import Workbook

from tests.commands.conftest import Office
from tests.sheets.workbooks import saved

EXPORTED = """\
Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên,Số điện thoại
T1,Tỉnh Mẫu,tỉnh,,Điều phối,Lê Văn Tỉnh,'+84912345678
H1,Huyện Một,huyện,T1,Điều phối,Trần Văn Một,
X1,Xã An Phú,xã,H1,Bí thư,Nguyễn Thị Hạnh,'+84987654321
X2,Xã Tân Lập,xã,H1,Bí thư,Phạm Văn Lập,
X3,Xã Hoà Sơn,xã,H1,,,
"""


def printed_by_the_office() -> bytes:
    """As it hangs at the office's wall: two headers, merged districts, numbers below the header, a sum, signatures."""
    workbook = Workbook()
    guide = workbook.worksheets[0]
    guide.append(["HƯỚNG DẪN: điền trang sau"])
    sheet = workbook.create_sheet("Danh sách")
    for row in (
        ["TỈNH MẪU", None, None, None, None, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["DANH SÁCH ĐẦU MỐI CÁC ĐƠN VỊ"],
        ["(Kèm theo Công văn số 12, ngày 16 tháng 11 năm 2026)"],
        ["TT", "Mã đơn vị", "Tên đơn vị", "Cấp", "Mã cấp trên", "Người phụ trách"],
        [None, None, None, None, None, "Chức vụ", "Họ và tên", "SĐT (nếu có)"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        [1, "T1", "Tỉnh Mẫu", "tỉnh", None, "Điều phối", "Lê Văn Tỉnh", 912345678.0],
        [2, "H1", "Huyện\u00a0Một", "huyện", "t1", "Điều phối", "Trần Văn Một", "không có"],
        [3, "X1", "Xã An Phú ", "XÃ", "H1", "Bí thư", "Nguyễn Thị Hạnh", "0987.654.321 / 0912345678"],
        [4, "X2", "Xã Tân\u200b Lập", None, None, "Bí thư", "Phạm Văn Lập", "-"],
        [5, "X3", "Xã Hoà Sơn", None, None, None, "đang khuyết"],
        ["Tổng cộng", 5, None, None, None, None, 4],
        [],
        [None, None, None, None, None, "Ngày 16 tháng 11 năm 2026"],
        [None, "NGƯỜI LẬP", None, None, None, "THỦ TRƯỞNG"],
        [None, "Nguyễn Văn An", None, None, None, "Trần Thị Bình"],
    ):
        sheet.append(row)
    for block in ("A2:H2", "A3:H3", *(f"{column}4:{column}5" for column in "ABCDE"), "F4:H4", "D9:D11", "E9:E11"):
        sheet.merge_cells(block)
    sheet.row_dimensions[10].hidden = True
    sheet.auto_filter.ref = "A5:H11"
    return saved(workbook)


def rich() -> bytes:
    """By another program: rich texts, formulas with their results, a table."""
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content)
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True})
    for row, line in enumerate(EXPORTED.replace("'+84", "0").splitlines()):
        for column, cell in enumerate(line.split(",")):
            if len(cell) > 3 and column in {1, 5}:
                sheet.write_rich_string(row, column, bold, cell[:2], cell[2:])
            elif cell and row and column == 4:
                sheet.write_formula(row, column, f'="{cell}"', None, cell)
            else:
                sheet.write_string(row, column, cell)
    workbook.close()
    return content.getvalue()


@pytest.mark.parametrize("make", [printed_by_the_office, rich])
def test_a_workbook_as_offices_keep_it_is_imported_whole(office: Office, make: Callable[[], bytes]) -> None:
    file = office.folder / "danh sách.xlsx"
    file.write_bytes(make())
    printed = office.run("roster", "import", file, "--yes")
    assert printed.code == 0, printed.err
    passed_over = re.findall(r"no unit, passed over: row (\d+)", printed.out)
    assert passed_over == (["6", "12", "14", "15", "16"] if make is printed_by_the_office else [])
    assert "5 units; 3 of a level that owes: 2 held, 1 vacant" in printed.out
    office.run("roster", "export", "out.csv")
    assert (office.folder / "out.csv").read_text(encoding="utf-8-sig") == EXPORTED


def test_every_kind_of_nonsense_is_told_by_its_row_and_nothing_is_written(office: Office) -> None:
    lines = [
        *EXPORTED.replace("'+84", "0").splitlines(),
        "X4,Xã Bốn,xã,H9,Bí thư,An,",
        "X5,Xã Năm,xã,X5,,,",
        "X6,Xã Sáu,xã,X7,,,",
        "X7,Xã Bảy,xã,X6,,,",
        "X1,Xã An Phúc,xã,H1,Bí thư,Bình,",
        "H1,Huyện Một,huyện,T1,Bí thư,Chi,",
        "X8,,xã,H1,Bí thư,Dung,",
        ",Xã Chín,xã,H1,Bí thư,Em,12",
        "2024-05-01,Xã Mười,xã,H1,Bí thư,912345678,",
        "X11,=1+1,xã,H1,,,",
    ]
    office.roster.write_text("\n".join(lines), encoding="utf-8")
    refused = office.run("roster", "import", office.roster, "--yes")
    assert refused.code != 0
    rows = [int(found) for found in re.findall(r"row (\d+):", refused.err)]
    assert rows == [7, 8, 9, 11, 11, 12, 13, 14, 14, 15, 15, 16]
    assert office.run("roster", "export", "out.csv").out.startswith("0 rows")


def test_a_file_larger_than_all_limits_is_not_read_whole(office: Office) -> None:
    file = office.folder / "huge.xlsx"
    with file.open("wb") as sparse:
        sparse.truncate(200 * 1024**3)
    refused = office.run("roster", "import", file, "--yes")
    assert refused.code != 0
    assert "20 MiB" in refused.err
