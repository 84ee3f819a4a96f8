"""What follows from likeness, whom chance picks, and until when a returned item may be mended."""

from zoneinfo import ZoneInfo

import pytest

from core.likeness import Verdict
from core.trust import Consequence, Trust, mend_until, sampled
from tests.core.weeks import HANOI, SECOND, hanoi


@pytest.mark.parametrize(
    ("verdict", "own", "follows"),
    [
        (Verdict.SAME, True, Consequence.REFUSE),
        (Verdict.SIMILAR, True, Consequence.REVIEW),
        (Verdict.SAME, False, Consequence.REVIEW),
        (Verdict.SIMILAR, False, Consequence.IGNORE),
        (Verdict.NEW, True, Consequence.IGNORE),
        (Verdict.NEW, False, Consequence.IGNORE),
    ],
)
def test_an_honest_unit_is_never_refused_for_what_others_sent(
    verdict: Verdict, own: bool, follows: Consequence
) -> None:
    assert Trust().consequence(verdict, own) is follows


def test_each_consequence_is_the_tasks_own_choice() -> None:
    strict = Trust(own_similar=Consequence.REFUSE, other_similar=Consequence.REVIEW)
    assert strict.consequence(Verdict.SIMILAR, True) is Consequence.REFUSE
    assert strict.consequence(Verdict.SIMILAR, False) is Consequence.REVIEW


def test_chance_picks_about_its_share_and_always_the_same_ones() -> None:
    picked = [number for number in range(10_000) if sampled("tuan:2026-W47", number, 0.05)]
    assert 400 < len(picked) < 600
    assert picked == [number for number in range(10_000) if sampled("tuan:2026-W47", number, 0.05)]
    assert picked != [number for number in range(10_000) if sampled("tuan:2026-W48", number, 0.05)]


@pytest.mark.parametrize(("share", "all_of_them"), [(0.0, False), (1.0, True)])
def test_nobody_or_everybody_is_picked_at_the_ends(share: float, all_of_them: bool) -> None:
    assert {sampled("seed", number, share) for number in range(500)} == {all_of_them}


def test_a_returned_item_may_be_mended_until_noon_two_local_days_later() -> None:
    assert mend_until(hanoi(11, 17, 0, 0), 2, HANOI) == hanoi(11, 19, 12)
    assert mend_until(hanoi(11, 17, 0, 0) - SECOND, 2, HANOI) == hanoi(11, 18, 12)
    assert mend_until(hanoi(11, 17, 23, 59), 1, HANOI) == hanoi(11, 18, 12)


def test_noon_is_local_noon_where_the_clocks_change_meanwhile() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert mend_until(hanoi(10, 24, 12), 2, paris).astimezone(paris).hour == 12
