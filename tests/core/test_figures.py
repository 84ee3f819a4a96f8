"""What a month's table says of each outcome, and how it is narrowed and ordered."""

from dataclasses import replace
from datetime import timedelta

from core.figures import Outcome, Tally, fold, outcome_of
from core.figures_facts import ReportUnit, in_tree_order, last_week, narrowed, paths_of
from tests.reports.facts import A1, A2, A3, B2, B3, DISTRICT_A, DISTRICT_B, PROVINCE, UNITS, WEEKS, duty, month

SECOND = timedelta(seconds=1)


def test_every_outcome_lands_in_its_cell() -> None:
    table = fold(month())
    seen = {(unit, period): cell.outcome for (unit, period), cell in table.cells.items()}
    assert seen[A2, 1] is Outcome.ON_TIME
    assert seen[A2, 2] is Outcome.LATE
    assert seen[A2, 3] is Outcome.MISSED
    assert seen[A2, 4] is Outcome.EXCUSED
    assert seen[A3, 1] is Outcome.VACANT
    assert seen[B3, 4] is Outcome.OPEN
    assert table.cell(B3, 1) is None


def test_a_short_week_is_open_until_its_own_close_and_missed_from_then_on() -> None:
    short = duty(A2, 3, "-")
    closes_at = short.facts.closes_at
    assert outcome_of(short, closes_at - SECOND) is Outcome.OPEN
    assert outcome_of(short, closes_at) is Outcome.MISSED
    assert outcome_of(short, closes_at + SECOND) is Outcome.MISSED


def test_a_week_with_nothing_to_report_is_neither_owed_nor_missed() -> None:
    nothing = replace(duty(A2, 3, "-"), nothing=True)
    table = fold(month(duties=(nothing,), vacancies=(), items=()))
    assert table.tally() == Tally(nothing=1)
    assert table.tally().owed == 0


def test_a_tally_tells_what_was_owed_met_and_handed_in() -> None:
    tally = fold(month()).tally()
    assert tally == Tally(on_time=12, late=2, missed=4, excused=1, vacant=2, open=1, photos=10, links=4)
    assert (tally.owed, tally.met, tally.items) == (19, 14, 14)


def test_a_district_has_its_own_figures_by_week_and_by_task() -> None:
    table = fold(month())
    assert table.tally(DISTRICT_A).missed == 2
    assert table.tally(DISTRICT_A, period=4) == Tally(on_time=1, missed=1, excused=1, photos=1)
    assert table.tally(DISTRICT_B, task="tuan") == table.tally(DISTRICT_B)
    assert table.tally(DISTRICT_B, task="khác") == Tally()


def test_items_that_do_not_count_are_in_no_figure() -> None:
    facts = month()
    counted = sum(item.counts for item in facts.items)
    assert fold(facts).tally().items == counted == len(facts.items) - 1


def test_the_missing_come_in_the_order_of_the_units() -> None:
    missing = [(unit.code, week.name) for unit, week, _ in fold(month()).of(Outcome.MISSED)]
    assert missing == [("X12", 45), ("X13", 46), ("X22", 43), ("X22", 44)]


def test_the_parts_of_a_node_are_those_below_it_that_have_figures() -> None:
    island = ReportUnit(10, "H3", "Huyện Đảo", "huyện", PROVINCE)
    table = fold(month(units=(*UNITS, island)))
    assert [unit.code for unit in table.parts(PROVINCE)] == ["H1", "H2"]
    assert [unit.code for unit in table.parts()] == ["T1"]
    assert [unit.code for unit in table.owing("tuan", DISTRICT_A)] == ["X11", "X12", "X13"]
    assert len(table.owing("tuan")) == 6


def test_two_provinces_side_by_side_are_the_parts_of_everything() -> None:
    facts = month(root=None, units=UNITS[1:])
    assert [unit.code for unit in fold(facts).parts()] == ["H1", "H2"]


def test_the_facts_of_a_district_are_narrowed_to_what_lies_below_it() -> None:
    facts = narrowed(month(), DISTRICT_B)
    assert (facts.root, facts.above) == (DISTRICT_B, "Tỉnh Mẫu")
    assert {unit.code for unit in facts.units} == {"H2", "X21", "X22", "X23"}
    assert {item.unit for item in facts.items} <= {unit.id for unit in facts.units}
    assert {week.node for week in facts.earlier} == {DISTRICT_B}
    assert facts.weeks == WEEKS
    assert fold(facts).tally() == fold(month()).tally(DISTRICT_B)


def test_narrowing_to_the_root_changes_nothing() -> None:
    below = narrowed(month(), DISTRICT_A)
    assert narrowed(below, DISTRICT_A) == below
    assert narrowed(month(), PROVINCE) == month()


def test_units_are_ordered_by_the_tree_and_a_loop_is_left_out() -> None:
    loop = (ReportUnit(20, "Y1", "Y1", "xã", 21), ReportUnit(21, "Y2", "Y2", "xã", 20))
    shuffled = sorted((*UNITS, *loop), key=lambda unit: unit.name)
    assert [unit.code for unit in in_tree_order(shuffled)] == [unit.code for unit in UNITS]


def test_a_unit_whose_parent_is_not_there_stands_at_the_top() -> None:
    assert paths_of(UNITS[1:])[A1] == (A1, DISTRICT_A)
    assert [unit.code for unit in in_tree_order(UNITS[5:])] == ["H2", "X21", "X22", "X23"]


def test_weeks_are_spoken_of_by_their_number() -> None:
    assert [week.name for week in fold(month()).weeks("tuan")] == [43, 44, 45, 46]


def test_a_cell_keeps_what_is_known_of_a_missed_week() -> None:
    cell = fold(month()).cell(B2, 1)
    assert cell is not None and cell.duty is not None
    assert cell.duty.member_name == "Trần Thị Một"
    assert cell.duty.called_at is not None


def test_the_week_that_closed_last_is_the_one_that_a_months_messages_concern() -> None:
    assert last_week(WEEKS) == last_week(WEEKS[::-1]) == 4
    assert last_week(()) is None
