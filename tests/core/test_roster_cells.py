"""Do codes, positions, names and phones mean what people mean by them?"""

import pytest

from core.roster_cells import SeatKind, code_of, codes_of, has_no_phone, member_of, phone_of, seat_of


@pytest.mark.parametrize(
    ("text", "code"), [("19330", "19330"), ("19330.0", "19330"), ("00070", "00070"), ("X1.0", "X1.0"), ("", "")]
)
def test_a_number_as_a_code_loses_its_decimal_zero_only(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize("title", ["Điều phối", "ĐIỀU PHỐI VIÊN", "dieu phoi", "Cán bộ điều phối", "Coordinator"])
@pytest.mark.parametrize("owes", [True, False])
def test_coordinators_are_known_by_their_word_at_any_level(title: str, owes: bool) -> None:
    assert seat_of(title, owes) is SeatKind.COORDINATOR


@pytest.mark.parametrize("title", ["Bí thư", "bi thu", "Đầu mối", "Secretary"])
@pytest.mark.parametrize("owes", [True, False])
def test_secretaries_are_known_by_their_word_at_any_level(title: str, owes: bool) -> None:
    assert seat_of(title, owes) is SeatKind.SECRETARY


def test_any_other_title_is_the_secretarys_only_where_something_is_owed() -> None:
    assert seat_of("Công chức văn hoá", owes=True) is SeatKind.SECRETARY
    assert seat_of("Công chức văn hoá", owes=False) is None


@pytest.mark.parametrize(
    "text",
    [
        *("0912345678", "0912 345 678", "0912.345.678", "(0912) 345-678", "0912–345–678", "'0912345678"),
        *("+84912345678", "+84 912 345 678", "84912345678", "0084912345678", "+84 (0)912 345 678"),
        *("912345678", "912345678.0"),
    ],
)
def test_a_mobile_number_is_understood_however_it_is_written(text: str) -> None:
    assert phone_of(text) == "+84912345678"


@pytest.mark.parametrize("text", ["0233 3852 123", "2333852123", "+842333852123"])
def test_a_landline_is_understood(text: str) -> None:
    assert phone_of(text) == "+842333852123"


def test_a_number_that_begins_with_84_after_a_lost_zero_is_not_taken_for_a_country() -> None:
    assert phone_of("845678901") == "+84845678901"


def test_a_number_of_another_country_needs_its_plus() -> None:
    assert phone_of("+49 30 901820") == "+4930901820"
    assert phone_of("4930901820") is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "0912", "09123456789", "0123456789", "abc", "0912345678/12", "/", "9.12E+08", "+840912", "-"),
        *("+84 12", "٠٩١٢٣٤٥٦٧٨", "+١٢٣٤٥٦٧٨٩", "+8491234567890"),
    ],
)
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    assert phone_of(text) is None


def test_names_that_only_resemble_a_vacancy_are_people() -> None:
    assert member_of("Trọng") == "Trọng"
    assert member_of("Khuyết") is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", ()), ("X1", ("X1",)), ("X1, X2;X3  19330.0", ("X1", "X2", "X3", "19330")), (" , X1,X1", ("X1",))],
)
def test_codes_in_a_list(text: str, codes: tuple[str, ...]) -> None:
    assert codes_of(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        *("0912345678/0913345678", "0912 345 678; 0233 3852 123", "0912.345.678 0913.345.678", "ĐT: 0912.345.678"),
        *("0912345678 hoặc 0913345678", "SĐT 0912345678", "Tel. +84 912 345 678"),
    ],
)
def test_of_several_numbers_in_one_cell_the_first_is_meant(text: str) -> None:
    assert phone_of(text) == "+84912345678"


@pytest.mark.parametrize("text", ["", "-", "…", "không có", "(chưa có)", "Không", "x", "N/A", "0", "chua ro"])
def test_a_phones_cell_may_say_that_there_is_none(text: str) -> None:
    assert has_no_phone(text)


@pytest.mark.parametrize("text", ["12", "0912", "abc", "không 0912"])
def test_what_only_looks_like_no_phone_is_a_mistake(text: str) -> None:
    assert has_no_phone(text) == text.startswith("không")


@pytest.mark.parametrize(
    "text",
    [
        *("đang khuyết", "Còn trống", "chưa bố trí", "Chưa có người", "không có", "N/A", "Khuyết Bí thư", "TBD"),
        *("khuyết - chưa bầu", "x", "chưa phân công", "Dang khuyet", "(tạm khuyết)"),
    ],
)
def test_what_people_write_for_an_empty_seat_is_nobody(text: str) -> None:
    assert member_of(text) is None


@pytest.mark.parametrize("text", ["Chử Văn Có", "Trống Đồng", "Không Văn Có", "Khuyếtnam", "Bùi Chưa Có", "Xa"])
def test_a_name_that_begins_like_an_empty_seat_is_a_person(text: str) -> None:
    assert member_of(text) == text
