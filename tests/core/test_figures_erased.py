"""A frozen month without one person: no figure changes, and the name stands nowhere."""

from hypothesis import given

from core.figures import fold
from core.figures_erased import without_person
from core.figures_facts import MonthFacts
from core.figures_frozen import frozen
from tests.core.test_figures_laws import months
from tests.reports.facts import month

NAMELESS = "người đã xoá dữ liệu"


def test_the_name_links_and_pictures_go_and_everybody_elses_stay() -> None:
    facts = month()
    duty = next(each for each in facts.duties if each.member is not None and each.member_name)
    own = [item.number for item in facts.items if item.sender == duty.member_name]
    others = [item for item in facts.items if item.number not in own]
    assert own
    without = without_person(facts, duty.member or 0, own, NAMELESS)
    assert duty.member_name not in frozen(without)
    gone = [item for item in without.items if item.number in own]
    assert {(item.sender, item.url, item.media_sha) for item in gone} == {(NAMELESS, None, None)}
    assert [item for item in without.items if item.number not in own] == others


@given(months())
def test_no_figure_changes(facts: MonthFacts) -> None:
    member = next((duty.member for duty in facts.duties if duty.member is not None), 0)
    without = without_person(facts, member, [item.number for item in facts.items], NAMELESS)
    assert fold(without).tally() == fold(facts).tally()
