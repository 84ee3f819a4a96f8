"""Does the difference say exactly what importing would change?"""

from hypothesis import given
from hypothesis import strategies as st

from core.roster import Roster
from core.roster_difference import RosterDifference, difference
from core.roster_table import HEADER as TABLE_HEADER
from core.roster_table import roster_table
from tests.core.rosters import HEADER, country, roster

TOP = ("T1", "Tỉnh Quảng Trị", "tỉnh", "", "Điều phối", "Bùi Hạnh", "0912345678")
DISTRICT = ("H1", "Huyện Hướng Hoá", "huyện", "T1", "", "", "")
COMMUNE = ("X1", "Xã Hoà Sơn", "xã", "T1", "Bí thư", "Phan Thuý Hải", "0987654321")
CURRENT = roster(TOP, DISTRICT, COMMUNE)

NAMES = st.sampled_from(["Hoà Sơn", "Hòa Sơn", "Tân Lập", "Phường 1", "Krông Klang"])
PEOPLE = st.sampled_from(["", "Phan Thị Thuý", "Phan Thị Thúy", "Lê An"])


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    rows: list[tuple[str, ...]] = []
    for number in range(draw(st.integers(1, 12))):
        level = draw(st.sampled_from(["tỉnh", "huyện", "xã"]))
        parent = draw(st.sampled_from(["", *(row[0] for row in rows)]))
        unit = (f"U{number}", draw(NAMES), level, parent)
        titles = draw(st.sets(st.sampled_from(["Bí thư", "Điều phối"]))) if level == "xã" else {"Điều phối"}
        phone = draw(st.sampled_from(["", "0912345678", "0987654321"]))
        rows += [(*unit, title, draw(PEOPLE), phone) for title in sorted(titles)] or [(*unit, "", "", "")]
    return roster(*draw(st.permutations(rows)))


def to(*rows: tuple[str, ...]) -> RosterDifference:
    return difference(CURRENT, roster(*rows))


def changes(found: RosterDifference) -> set[str]:
    return {name for name in RosterDifference.__slots__ if getattr(found, name)}


def changed(line: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    names = ("code", "name", "level", "parent", "seat", "member", "phone")
    return tuple(cells.get(name, cell) for name, cell in zip(names, line, strict=True))


def test_the_same_rows_in_another_order_change_nothing() -> None:
    assert to(COMMUNE, TOP, DISTRICT).unchanged
    assert changes(to(COMMUNE, TOP, DISTRICT)) == set()


def test_a_new_unit_comes_with_its_holder() -> None:
    found = to(TOP, DISTRICT, COMMUNE, changed(COMMUNE, code="X2", name="Xã Tân Lập"))
    assert [unit.code for unit in found.new_units] == ["X2"]
    assert [holder.unit for holder in found.new_holders] == ["X2"]
    assert changes(found) == {"new_units", "new_holders"}


def test_a_vanished_unit_takes_its_holder_with_it() -> None:
    found = to(TOP, DISTRICT)
    assert [unit.code for unit in found.vanished_units] == ["X1"]
    assert changes(found) == {"vanished_units"}
    assert not found.unchanged


def test_a_new_name_is_told_apart_from_a_new_spelling() -> None:
    (respelled,) = to(TOP, DISTRICT, changed(COMMUNE, name="Xã Hòa Sơn")).renamed
    assert (respelled.old.name, respelled.new.name, respelled.spelling_only) == ("Xã Hoà Sơn", "Xã Hòa Sơn", True)
    (capitals,) = to(TOP, DISTRICT, changed(COMMUNE, name="XA HOA SON")).renamed
    assert capitals.spelling_only
    (renamed,) = to(TOP, DISTRICT, changed(COMMUNE, name="Xã Hoà Bình")).renamed
    assert not renamed.spelling_only


def test_a_unit_below_another_parent_has_moved() -> None:
    (moved,) = to(TOP, DISTRICT, changed(COMMUNE, parent="H1")).moved
    assert (moved.old.parent, moved.new.parent) == ("T1", "H1")


def test_a_unit_of_another_level_is_told() -> None:
    (raised,) = to(TOP, changed(DISTRICT, level="xã"), COMMUNE).level_changed
    assert (raised.old.level, raised.new.level, raised.spelling_only) == ("huyện", "xã", False)
    (respelled,) = to(TOP, changed(DISTRICT, level="Huyện"), COMMUNE).level_changed
    assert respelled.spelling_only


def test_another_holder_is_told_apart_from_a_new_spelling() -> None:
    (other,) = to(TOP, DISTRICT, changed(COMMUNE, member="Lê An", phone="")).changed_holders
    assert (other.old.member, other.new.member, other.spelling_only) == ("Phan Thuý Hải", "Lê An", False)
    (same,) = to(TOP, DISTRICT, changed(COMMUNE, member="Phan Thúy Hải")).changed_holders
    assert same.spelling_only


def test_a_new_holder_in_a_vacant_seat_is_new_and_changes_nobody() -> None:
    vacant = roster(TOP, DISTRICT, changed(COMMUNE, member=""))
    assert changes(difference(vacant, CURRENT)) == {"new_holders"}


def test_a_seat_without_its_holder_is_vacated() -> None:
    found = to(TOP, DISTRICT, changed(COMMUNE, member="Khuyết"))
    assert [holder.member for holder in found.vacated] == ["Phan Thuý Hải"]
    assert changes(found) == {"vacated"}


def test_a_new_phone_of_the_same_person_is_told_also_under_a_new_spelling() -> None:
    (call,) = to(TOP, DISTRICT, changed(COMMUNE, phone="0900000000")).phones_changed
    assert (call.old.phone, call.new.phone) == ("+84987654321", "+84900000000")
    respelled = to(TOP, DISTRICT, changed(COMMUNE, member="Phan Thúy Hải", phone="0900000000"))
    assert changes(respelled) == {"changed_holders", "phones_changed"}


def test_another_persons_phone_is_no_change_of_a_phone() -> None:
    assert changes(to(TOP, DISTRICT, changed(COMMUNE, member="Lê An", phone="0900000000"))) == {"changed_holders"}


def test_an_empty_phone_cell_takes_no_phone_away() -> None:
    assert to(TOP, DISTRICT, changed(COMMUNE, phone="")).unchanged


def test_a_new_title_of_the_same_seat_is_told() -> None:
    (retitled,) = to(TOP, DISTRICT, changed(COMMUNE, seat="Phó bí thư")).retitled
    assert (retitled.old.title, retitled.new.title) == ("Bí thư", "Phó bí thư")


def test_units_of_one_parent_whose_names_look_alike_are_confusable_but_no_change() -> None:
    alike = changed(COMMUNE, code="X2", name="Xã Hòa Sơn")
    elsewhere = changed(COMMUNE, code="X3", name="Xã Hòa Sơn", parent="H1")
    wanted = roster(TOP, DISTRICT, COMMUNE, alike, elsewhere)
    found = difference(wanted, wanted)
    assert [(one.code, other.code) for one, other in found.confusable] == [("X1", "X2")]
    assert found.unchanged


def test_a_thousand_units_of_one_name_do_not_make_half_a_million_pairs() -> None:
    wanted = roster(*(changed(TOP, code=f"T{number}") for number in range(1000)))
    assert len(difference(wanted, wanted).confusable) == 999


@given(rosters())
def test_importing_the_same_again_changes_nothing(wanted: Roster) -> None:
    assert difference(wanted, wanted).unchanged


@given(rosters())
def test_importing_what_was_exported_changes_nothing(current: Roster) -> None:
    again = roster(*roster_table(current))
    assert difference(current, again).unchanged
    assert difference(again, current).unchanged


@given(rosters(), rosters())
def test_every_unit_and_seat_is_in_the_difference_or_in_both_rosters(current: Roster, wanted: Roster) -> None:
    found = difference(current, wanted)
    old, new = {unit.code for unit in current.units}, {unit.code for unit in wanted.units}
    assert {unit.code for unit in found.new_units} == new - old
    assert {unit.code for unit in found.vanished_units} == old - new
    old_seats = {(holder.unit, holder.kind) for holder in current.holders}
    new_seats = {(holder.unit, holder.kind) for holder in wanted.holders}
    assert {(holder.unit, holder.kind) for holder in found.new_holders} == new_seats - old_seats
    assert {(holder.unit, holder.kind) for holder in found.vacated} == {
        seat for seat in old_seats - new_seats if seat[0] in new
    }


def test_a_table_has_the_columns_of_the_import_and_one_line_for_each_seat() -> None:
    both = roster(TOP, DISTRICT, COMMUNE, changed(COMMUNE, seat="Điều phối", member="Lê An", phone=""))
    assert TABLE_HEADER == HEADER
    assert roster_table(both) == [
        (*TOP[:6], "+84912345678"),
        DISTRICT,
        (*COMMUNE[:6], "+84987654321"),
        ("X1", "Xã Hoà Sơn", "xã", "T1", "Điều phối", "Lê An", ""),
    ]


def test_a_title_that_would_be_read_as_the_other_seat_is_written_as_the_usual_one() -> None:
    untitled = roster(TOP, DISTRICT, changed(COMMUNE, seat=""))
    assert roster_table(untitled)[2][4] == ""
    chair = Roster(
        CURRENT.units, tuple(type(h)(h.unit, h.kind, "Chủ tịch", h.member, h.phone, 0) for h in CURRENT.holders)
    )
    assert [line[4] for line in roster_table(chair)] == ["Điều phối", "", "Chủ tịch"]


def test_a_whole_country_is_compared_and_survives_its_table() -> None:
    whole = roster(*country())
    assert difference(whole, roster(*roster_table(whole))).unchanged


ORIGINS = (*HEADER, "Sáp nhập từ")


def merged(*codes: str) -> Roster:
    """The roster where X1 and X2 went on as X9, as its sheet tells it."""
    return roster((*TOP, ""), ("X9", "Xã Mới", "xã", "T1", "Bí thư", "Phan Hải", "", ", ".join(codes)), header=ORIGINS)


def test_a_merge_names_who_goes_on_as_whom() -> None:
    old = roster(TOP, ("X1", "Xã Một", "xã", "T1", "", "", ""), ("X2", "Xã Hai", "xã", "T1", "", "", ""))
    change = difference(old, merged("X1", "X2", "X7"))
    assert [(each.old.code, each.new.code) for each in change.descents] == [("X1", "X9"), ("X2", "X9")]
    assert [unit.code for unit in change.vanished_units] == ["X1", "X2"]
    assert change.writes and not change.unchanged


def test_a_merge_that_was_imported_before_changes_nothing() -> None:
    change = difference(merged("X1", "X2"), merged("X1", "X2"))
    assert change.descents == () and change.unchanged


def test_a_new_unit_that_parts_from_one_that_stays_descends_from_it_once() -> None:
    one = ("X1", "Xã Một", "xã", "T1", "", "", "", "")
    old = roster((*TOP, ""), one, header=ORIGINS)
    new = roster((*TOP, ""), one, ("X2", "Xã Hai", "xã", "T1", "", "", "", "X1"), header=ORIGINS)
    assert [(each.old.code, each.new.code) for each in difference(old, new).descents] == [("X1", "X2")]
    assert difference(new, new).descents == ()


def test_a_unit_that_names_itself_descends_from_nobody() -> None:
    old = roster(TOP, ("X9", "Xã Mới", "xã", "T1", "Bí thư", "Phan Hải", ""))
    assert difference(old, merged("X9")).descents == ()


def test_what_only_vanishes_writes_nothing_but_is_not_unchanged() -> None:
    old = roster(TOP, ("X1", "Xã Một", "xã", "T1", "", "", ""))
    change = difference(old, roster(TOP))
    assert not change.writes and not change.unchanged
