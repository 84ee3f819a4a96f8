"""What an amendment names: every unit's week that is told otherwise, and nothing else."""

from dataclasses import replace

from hypothesis import given

from core.figures import Outcome, fold
from core.figures_difference import changes
from core.figures_facts import MonthFacts
from tests.core.test_figures_laws import months
from tests.reports.facts import A2, A3, B2, duty, month


@given(months())
def test_the_same_facts_have_no_difference(facts: MonthFacts) -> None:
    assert changes(fold(facts), fold(facts)) == []


def changed(unit: int, period: int, letter: str) -> MonthFacts:
    facts = month()
    others = [each for each in facts.duties if (each.unit, each.period) != (unit, period)]
    return replace(facts, duties=(*others, duty(unit, period, letter)))


def test_a_missed_week_that_was_mended_is_named_with_before_and_after() -> None:
    [change] = changes(fold(month()), fold(changed(A2, 3, "l")))
    assert (change.unit.id, change.week.name) == (A2, 45)
    assert (change.before, change.after) == (Outcome.MISSED, Outcome.LATE)
    assert change.as_json() == {
        "unit": A2, "name": "Xã Tân Lập", "task": "tuan", "week": 45, "before": "missed", "after": "late",
        "counted": [0, 1],
    }  # fmt: skip


def test_an_item_more_is_a_change_although_the_week_ended_alike() -> None:
    facts = month()
    more = tuple(
        replace(each, facts=replace(each.facts, counted=2, in_time=2)) if (each.unit, each.period) == (A2, 1) else each
        for each in facts.duties
    )
    [change] = changes(fold(facts), fold(replace(facts, duties=more)))
    assert (change.before, change.after) == (Outcome.ON_TIME, Outcome.ON_TIME)
    assert (change.counted_before, change.counted_after) == (1, 2)


def test_a_week_that_nobody_owed_before_is_named() -> None:
    facts = month()
    less = replace(facts, duties=tuple(each for each in facts.duties if (each.unit, each.period) != (B2, 1)))
    [change] = changes(fold(less), fold(facts))
    assert (change.before, change.after) == (None, Outcome.MISSED)
    assert change.as_json()["before"] is None
    [back] = changes(fold(facts), fold(less))
    assert (back.before, back.after, back.as_json()["after"]) == (Outcome.MISSED, None, None)


def test_a_vacant_week_that_was_filled_is_named() -> None:
    facts = month()
    filled = replace(facts, vacancies=((A3, 2),), duties=(*facts.duties, duty(A3, 1, "+")))
    assert [(each.before, each.after) for each in changes(fold(facts), fold(filled))] == [
        (Outcome.VACANT, Outcome.ON_TIME)
    ]
