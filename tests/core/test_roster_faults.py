"""Is every mistake in a roster found, all at once and with the sheet's own row?"""

from string import Formatter

import pytest

from core.roster import Fault, FaultKind, fault_sentence, read_roster
from core.roster_faults import _SENTENCES
from tests.core.rosters import HEADER, OWING, Line, faults, kinds

TOP = ("T1", "Tỉnh", "tỉnh", "", "Điều phối", "Bùi Hạnh", "")
COMMUNE = ("X1", "Xã Hòa Sơn", "xã", "T1", "Bí thư", "Phan Hải", "")


def changed(line: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    names = ("code", "name", "level", "parent", "seat", "member", "phone")
    return tuple(cells.get(name, cell) for name, cell in zip(names, line, strict=True))


def test_a_sheet_without_any_row_has_no_header() -> None:
    parameters = {"rows": "30", "columns": ", ".join(HEADER)}
    assert read_roster([], OWING) == [Fault(None, FaultKind.NO_HEADER, parameters)]


def test_a_sheet_whose_columns_have_no_names_has_no_header() -> None:
    assert kinds(TOP, header=COMMUNE) == [(None, FaultKind.NO_HEADER)]


def test_a_header_is_looked_for_in_the_first_thirty_rows_only() -> None:
    assert isinstance(read_roster([Line(31, HEADER), Line(32, TOP)], OWING), list)
    assert not isinstance(read_roster([Line(30, HEADER), Line(31, TOP)], OWING), list)


def test_a_sheet_with_a_header_only_has_no_rows() -> None:
    assert kinds() == [(None, FaultKind.NO_ROWS)]


@pytest.mark.parametrize("place", range(6))
def test_each_column_but_the_phones_is_needed(place: int) -> None:
    header = (*HEADER[:place], "?", *HEADER[place + 1 :])
    assert faults(TOP, header=header) == [Fault(1, FaultKind.MISSING_COLUMN, {"column": HEADER[place]})]


def test_all_missing_columns_are_told_at_once() -> None:
    assert len(faults(TOP, header=HEADER[:2])) == 4


def test_two_columns_of_one_name_are_refused() -> None:
    twice = faults((*TOP, "Khác"), header=(*HEADER, "Họ và  tên"))
    assert twice == [Fault(1, FaultKind.COLUMN_TWICE, {"column": "Họ và tên"})]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("code", FaultKind.MISSING_CODE), ("name", FaultKind.MISSING_NAME), ("level", FaultKind.MISSING_LEVEL)],
)
def test_a_unit_needs_code_name_and_level(cell: str, kind: FaultKind) -> None:
    assert kinds(TOP, changed(COMMUNE, **{cell: " "})) == [(3, kind)]


def test_a_parent_that_no_line_has_is_unknown() -> None:
    assert faults(TOP, changed(COMMUNE, parent="T9")) == [
        Fault(3, FaultKind.UNKNOWN_PARENT, {"unit": "X1", "parent": "T9"})
    ]


def test_a_faulty_parents_children_are_not_faults_of_their_own() -> None:
    assert kinds(changed(TOP, name=""), COMMUNE) == [(2, FaultKind.MISSING_NAME)]


def test_a_unit_below_itself_is_refused() -> None:
    assert kinds(changed(TOP, parent="T1"), COMMUNE) == [(2, FaultKind.OWN_PARENT)]


def test_a_circle_is_told_once_and_names_its_units_but_not_those_below_it() -> None:
    circle = faults(
        changed(COMMUNE, parent="A"),
        ("A", "A", "huyện", "B", "", "", ""),
        ("B", "B", "huyện", "C", "", "", ""),
        ("C", "C", "huyện", "A", "", "", ""),
    )
    assert circle == [Fault(3, FaultKind.LOOP, {"units": "A → B → C → A"})]


def test_the_same_seat_in_two_lines_is_refused_whoever_holds_it() -> None:
    twice = faults(TOP, COMMUNE, changed(COMMUNE, seat="Phó bí thư", member="Lê An"))
    assert twice == [Fault(4, FaultKind.SEAT_TWICE, {"unit": "X1", "seat": "secretary", "first_row": "3"})]
    assert kinds(TOP, COMMUNE, changed(COMMUNE, member="")) == [(4, FaultKind.SEAT_TWICE)]


def test_a_unit_without_seat_in_two_lines_is_refused() -> None:
    only_unit = changed(COMMUNE, seat="", member="")
    assert kinds(TOP, only_unit, only_unit) == [(4, FaultKind.UNIT_TWICE)]


def test_one_code_with_two_names_levels_or_parents_is_refused() -> None:
    coordinator = changed(COMMUNE, seat="Điều phối")
    assert faults(TOP, COMMUNE, changed(coordinator, name="Xã Hoà Sơn")) == [
        Fault(4, FaultKind.TWO_NAMES, {"unit": "X1", "first": "Xã Hòa Sơn", "second": "Xã Hoà Sơn", "first_row": "3"})
    ]
    assert kinds(TOP, COMMUNE, changed(coordinator, level="tỉnh")) == [(4, FaultKind.TWO_LEVELS)]
    assert kinds(TOP, COMMUNE, changed(coordinator, parent="")) == [(4, FaultKind.TWO_PARENTS)]


def test_a_name_that_is_missing_in_the_second_line_is_missing_and_not_another_name() -> None:
    assert kinds(TOP, COMMUNE, changed(COMMUNE, seat="Điều phối", name="")) == [(4, FaultKind.MISSING_NAME)]


@pytest.mark.parametrize("title", ["Bí thư", "Đầu mối", "Secretary"])
def test_a_secretary_where_nothing_is_owed_is_refused(title: str) -> None:
    assert kinds(changed(TOP, seat=title)) == [(2, FaultKind.SECRETARY_NOT_OWED)]


def test_a_person_without_a_position_where_nothing_is_owed_is_refused() -> None:
    assert kinds(changed(TOP, seat="")) == [(2, FaultKind.NO_POSITION)]


@pytest.mark.parametrize("member", ["Bùi Hạnh", ""])
def test_an_unknown_position_where_nothing_is_owed_is_refused(member: str) -> None:
    assert kinds(changed(TOP, seat="Chủ tịch", member=member)) == [(2, FaultKind.UNKNOWN_POSITION)]


def test_an_unknown_level_is_only_missing_when_a_seat_depends_on_it() -> None:
    assert kinds(TOP, changed(COMMUNE, level="")) == [(3, FaultKind.MISSING_LEVEL)]


def test_a_phone_that_is_none_is_told_as_it_stands() -> None:
    assert faults(TOP, changed(COMMUNE, phone="0912")) == [Fault(3, FaultKind.BAD_PHONE, {"phone": "0912"})]


def test_all_faults_are_collected_in_the_order_of_the_rows() -> None:
    found = kinds(
        changed(COMMUNE, parent="T9"),
        changed(COMMUNE, code="", name="", phone="abc"),
        TOP,
        changed(TOP, seat="", code="T2"),
        changed(COMMUNE, code="X2", parent="X2"),
    )
    assert found == [
        (2, FaultKind.UNKNOWN_PARENT),
        (3, FaultKind.MISSING_CODE),
        (3, FaultKind.MISSING_NAME),
        (3, FaultKind.BAD_PHONE),
        (5, FaultKind.NO_POSITION),
        (6, FaultKind.OWN_PARENT),
    ]


@pytest.mark.parametrize("cell", ["code", "name", "parent"])
@pytest.mark.parametrize("day", ["2024-05-01", "2024-05-01 07:30", "1/5/2024", "01.05.2024"])
def test_a_day_is_neither_a_code_nor_a_name(cell: str, day: str) -> None:
    found = kinds(TOP, changed(COMMUNE, **{cell: day}))
    assert (3, FaultKind.DATE_INSTEAD) in found
    assert "is a date" in fault_sentence(faults(TOP, changed(COMMUNE, name=day))[0])


@pytest.mark.parametrize("member", ["912345678", "2024-05-01", "12/2024"])
def test_figures_in_a_persons_place_are_no_vacant_seat(member: str) -> None:
    assert kinds(TOP, changed(COMMUNE, member=member)) == [(3, FaultKind.NO_PERSON)]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A0", '=HYPERLINK("x","Xã")', "+SUM(A1)", "@SUM(A1:A9)", "-exec(1)"]
)
@pytest.mark.parametrize("cell", ["code", "name", "parent", "member"])
def test_a_formula_is_no_text(cell: str, text: str) -> None:
    assert (3, FaultKind.FORMULA) in kinds(TOP, changed(COMMUNE, **{cell: text}))


def test_a_fault_reads_as_a_sentence() -> None:
    (fault,) = faults(TOP, changed(COMMUNE, parent="T9"))
    assert fault_sentence(fault) == 'unit X1 lies below "T9", but no unit has that code'


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_has_a_sentence_that_its_parameters_fill(kind: FaultKind) -> None:
    examples = [
        faults(header=("Tên",)),
        faults(TOP, header=HEADER[1:]),
        faults(TOP, header=(*HEADER, "Cấp")),
        faults(),
        faults(("", "", "", "T9", "", "", "12"), ("A", "A", "a", "A", "", "An", ""), ("A", "", "a", "A", "", "", "")),
        faults(("A", "A", "a", "B", "", "", ""), ("B", "B", "a", "A", "Bí thư", "", ""), ("B", "C", "b", "", "Z")),
        faults(TOP, changed(TOP, name="Khác"), changed(COMMUNE, parent="T9"), *[changed(TOP, seat="")] * 2),
        faults(TOP, *[changed(TOP, code="T2", seat="", member="")] * 2),
        faults(TOP, changed(COMMUNE, name="2024-05-01", member="45413", seat="=1+1")),
    ]
    fault = next(fault for found in examples for fault in found if fault.kind is kind)
    named = {name for _, name, _, _ in Formatter().parse(_SENTENCES[kind]) if name}
    assert named <= set(fault.parameters)
    assert "{" not in fault_sentence(fault)
