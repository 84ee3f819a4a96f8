"""Is a roster's header recognised however it is spelled?"""

import pytest

from core.roster_columns import Column, Header, find_header
from tests.core.rosters import HEADER, Line, roster, sheet

TOP = ("T1", "Tỉnh", "tỉnh", "", "Điều phối", "Bùi Hạnh", "0912345678")


@pytest.mark.parametrize(
    "header",
    [
        ("Ma don vi", "Ten don vi", "Cap", "Ma cap tren", "Chuc vu", "Ho va ten", "So dien thoai"),
        ("MÃ ĐƠN VỊ", "TÊN ĐƠN VỊ", "CẤP", "MÃ CẤP TRÊN", "CHỨC VỤ", "HỌ VÀ TÊN", "SỐ ĐIỆN THOẠI"),
        ("unit code", "unit name", "level", "parent code", "position", "full name", "phone"),
        ("code", "name", "Level", "Parent", "Seat", "Person", "Mobile"),
        ("Unit_Code", "Unit_Name", "LEVEL", "PARENT_CODE", "title", "Full  Name", "Phone number"),
        ("Mã ĐV", "Tên xã/phường", "Cấp", "Đơn vị cấp trên", "Chức danh", "Họ tên", "SĐT"),
        ("Mã\nđơn vị", "Tên đơn vị (*)", "Cấp:", "Mã đơn vị cấp trên", "Vị trí", "Họ tên", "Điện thoại"),
        tuple(f" {name}\u00a0" for name in HEADER),
        ("Mã ĐVHC", "Tên ĐVHC", "Cấp", "Mã cấp trên trực tiếp", "Chức danh", "Họ tên cán bộ phụ trách", "SĐT liên hệ"),
        ("Mã xã", "Tên xã", "Cấp", "Mã huyện", "Chức vụ", "Họ tên Bí thư", "Số ĐT"),
        ("Mã", "Tên", "Cấp", "Mã cha", "Chức vụ", "Họ & tên", "Đ.thoại"),
        (
            "Mã số đơn vị",
            "Đơn vị",
            "Cấp độ",
            "Mã đơn vị quản lý",
            "Vai trò",
            "Họ và tên đ/c phụ trách",
            "Điện thoại (Zalo)",
        ),
        ("MaDonVi", "TenDonVi", "Cap", "MaCapTren", "ChucVu", "HoTen", "SoDienThoai"),
        ("UnitCode", "UnitName", "Level", "ParentCode", "Position", "FullName", "PhoneNumber"),
        ("Ma\u0303 đơn vị", *HEADER[1:]),
    ],
)
def test_other_spellings_of_the_header_are_understood(header: tuple[str, ...]) -> None:
    assert roster(TOP, header=header) == roster(TOP)


def test_columns_may_come_in_any_order_among_others() -> None:
    header = ("STT", *reversed(HEADER), "Ghi chú")
    assert roster(("1", *reversed(TOP), "mới"), header=header) == roster(TOP)


def test_the_line_that_names_most_columns_is_the_header() -> None:
    lines = [Line(1, ("Mã", "Tên xã")), Line(2, HEADER), Line(3, TOP)]
    assert find_header(lines) == Header(
        2, {column: place for place, column in enumerate(Column) if column.value in HEADER}
    )


def test_of_two_columns_that_could_be_meant_the_plainer_spelling_wins() -> None:
    header = ("Đơn vị", "Đơn vị cấp trên", *HEADER)
    assert roster(("Tỉnh này", "Trung ương", *TOP), header=header) == roster(TOP)


def test_the_phones_column_may_be_missing() -> None:
    assert roster(TOP[:6], header=HEADER[:6]).holders[0].phone is None


def test_a_line_shorter_than_the_header_is_empty_at_its_end() -> None:
    (_, line) = sheet(("T1",))
    header = Header(1, {Column.CODE: 0, Column.NAME: 1})
    assert [header.cell(line, column) for column in (Column.CODE, Column.NAME, Column.PHONE)] == ["T1", "", ""]


def test_a_header_of_two_lines_is_read_as_one() -> None:
    upper = (*HEADER[:4], "Người phụ trách", "", "")
    lines = [Line(1, ("DANH SÁCH",)), Line(2, upper), Line(3, ("", "", "", "", *HEADER[4:])), Line(4, TOP)]
    header = find_header(lines)
    assert isinstance(header, Header)
    assert header.row == 3
    assert list(header.places.values()) == list(range(7))


def test_a_group_above_a_whole_header_changes_nothing() -> None:
    lines = [Line(1, ("Đơn vị", "", "", "", "Cán bộ phụ trách")), Line(2, HEADER), Line(3, TOP)]
    assert find_header(lines) == find_header(lines[1:])
