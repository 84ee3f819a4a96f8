"""A frozen month: the same facts give the same text, the text gives the facts back, and a change shows."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from core.figures import fold
from core.figures_facts import MonthFacts, narrowed
from core.figures_frozen import fingerprint, frozen, packed, thawed, unpacked
from tests.core.test_figures_laws import months
from tests.reports.facts import month


@given(months())
def test_a_frozen_month_thaws_to_the_same_facts(facts: MonthFacts) -> None:
    assert thawed(frozen(facts)) == facts


def test_one_part_of_a_frozen_month_is_what_the_whole_narrowed_to_it_is() -> None:
    facts, text = month(), frozen(month())
    for unit in facts.units:
        assert thawed(text, unit.id) == narrowed(facts, unit.id), unit.name
    part = narrowed(facts, facts.units[1].id)
    assert thawed(frozen(part), part.root) == part


def test_a_unit_that_is_not_in_a_frozen_month_has_no_part_of_it() -> None:
    with pytest.raises(KeyError):
        thawed(frozen(month()), 999_999)


def test_the_same_facts_give_the_same_text_and_the_same_figures() -> None:
    assert frozen(month()) == frozen(month())
    assert fold(thawed(frozen(month()))).tally() == fold(month()).tally()


def test_any_change_shows_in_the_fingerprint() -> None:
    facts = month()
    one = facts.items[0]
    changed = replace(facts, items=(replace(one, number=one.number + 1), *facts.items[1:]))
    assert fingerprint(frozen(facts)) == fingerprint(frozen(month()))
    assert fingerprint(frozen(changed)) != fingerprint(frozen(facts))


def test_a_field_that_came_later_has_its_default() -> None:
    written = json.loads(frozen(month()))
    for duty in written["duties"]:
        del duty["nothing"]
    assert thawed(json.dumps(written)) == month()


def test_what_is_no_frozen_month_is_refused() -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        thawed('{"month": "2026-11"}')
    with pytest.raises((ValueError, KeyError, TypeError)):
        thawed('{"nonsense": 1}')


def test_a_packed_month_is_small_and_unpacks_to_the_same_text() -> None:
    text = frozen(month())
    assert unpacked(packed(text)) == text
    assert len(packed(text)) * 4 < len(text.encode())


def test_what_was_never_packed_is_refused() -> None:
    with pytest.raises(ValueError, match="no frozen month"):
        unpacked(b"nothing")
