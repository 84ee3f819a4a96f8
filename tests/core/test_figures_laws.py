"""What holds of every month: the figures of the units below add up exactly, whatever the tree and the facts."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.evidence import ItemKind, SubmissionState
from core.figures import MonthTable, Tally, fold
from core.figures_facts import DutyFact, ItemFact, MonthFacts, ReportUnit, in_tree_order, narrowed
from core.standing import ObligationFacts
from tests.reports.facts import WEEKS, month


@st.composite
def trees(draw: st.DrawFn) -> list[ReportUnit]:
    """One to eight units under one root, in any shape."""
    number = draw(st.integers(1, 8))
    parents: list[int | None] = [None, *(draw(st.integers(1, below)) for below in range(1, number))]
    units = [ReportUnit(at + 1, f"U{at + 1:02d}", f"Xã {at}", "xã", parent) for at, parent in enumerate(parents)]
    return in_tree_order(draw(st.permutations(units)))


@st.composite
def months(draw: st.DrawFn) -> MonthFacts:
    """Any unit may owe, also one that has others below it."""
    units = draw(trees())
    places = st.tuples(st.sampled_from([unit.id for unit in units]), st.sampled_from([1, 2, 3, 4]))
    owing = draw(st.sets(places, max_size=16))
    vacant = draw(st.sets(places, max_size=8)) - owing
    return month(
        root=units[0].id,
        units=tuple(units),
        duties=tuple(draw(duties(*place)) for place in sorted(owing)),
        vacancies=tuple(sorted(vacant)),
        items=tuple(draw(items(number, *place)) for number, place in enumerate(sorted(owing))),
    )


@st.composite
def duties(draw: st.DrawFn, unit: int, period: int) -> DutyFact:
    week, required = WEEKS[period - 1], draw(st.integers(1, 3))
    counted = draw(st.integers(0, 3))
    longer = timedelta(days=draw(st.sampled_from([0, 0, 40])))
    facts = ObligationFacts(
        required,
        week.due_at + longer,
        week.closes_at + longer,
        counted,
        draw(st.integers(0, counted)),
        draw(st.booleans()),
    )
    return DutyFact(unit, period, facts, nothing=draw(st.booleans()))


@st.composite
def items(draw: st.DrawFn, number: int, unit: int, period: int) -> ItemFact:
    kind, state = draw(st.sampled_from(ItemKind)), draw(st.sampled_from(SubmissionState))
    return ItemFact(number, unit, period, kind, state, WEEKS[period - 1].opens_at, "")


def own(table: MonthTable, node: int) -> Tally:
    """What a node owes itself, without those below it."""
    facts = table.facts
    alone = replace(
        facts,
        units=tuple(unit for unit in facts.units if unit.id == node),
        duties=tuple(duty for duty in facts.duties if duty.unit == node),
        vacancies=tuple(vacancy for vacancy in facts.vacancies if vacancy[0] == node),
        items=tuple(item for item in facts.items if item.unit == node),
    )
    return fold(alone).tally()


@given(months())
def test_the_parts_of_every_node_add_up_to_the_node(facts: MonthFacts) -> None:
    table = fold(facts)
    for unit in facts.units:
        below = sum((table.tally(part.id) for part in table.parts(unit.id)), start=own(table, unit.id))
        assert below == table.tally(unit.id)
    assert table.tally() == table.tally(facts.root)


@given(months())
def test_the_report_of_a_part_has_the_figures_that_the_whole_has_for_it(facts: MonthFacts) -> None:
    table = fold(facts)
    for unit in facts.units:
        assert fold(narrowed(facts, unit.id)).tally() == table.tally(unit.id)


@given(months())
def test_the_weeks_add_up_to_the_month_and_every_cell_is_counted_once(facts: MonthFacts) -> None:
    table = fold(facts)
    by_week = sum((table.tally(period=week.period) for week in facts.weeks), start=Tally())
    assert by_week == table.tally()
    assert len(table.cells) == len(facts.duties) + len(facts.vacancies)
    tally = table.tally()
    assert tally.owed + tally.excused + tally.nothing + tally.vacant == len(table.cells)
    assert tally.items == sum(item.counts for item in facts.items)
