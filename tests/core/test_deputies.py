"""For whose seat is what a deputy sends? The own seats first, unless only another one lacks something now."""

from dataclasses import replace

import pytest

from core.deputies import in_order
from core.evidence import Duty
from tests.core.weeks import SECOND, hanoi

OPENS, DUE, CLOSES = hanoi(11, 16), hanoi(11, 22, 20), hanoi(11, 23, 8)

SHORT = Duty(1, 1, "Xã A", "tuan", 1, 47, OPENS, DUE, CLOSES, required=1, counted=0)
MET = replace(SHORT, counted=1)
OTHER_SHORT = replace(SHORT, obligation=2, unit=2, unit_name="Xã B")
OTHER_MET = replace(OTHER_SHORT, counted=1)


@pytest.mark.parametrize(
    ("own", "other", "own_first"),
    [(SHORT, OTHER_SHORT, True), (SHORT, OTHER_MET, True), (MET, OTHER_SHORT, False), (MET, OTHER_MET, True)],
)
def test_the_own_seats_go_first_unless_only_the_other_one_is_short(own: Duty, other: Duty, own_first: bool) -> None:
    first, second = in_order([own], [other], DUE)
    assert (first, second) == (([own], [other]) if own_first else ([other], [own]))


def test_without_an_own_seat_there_is_only_the_other_one() -> None:
    assert in_order([], [OTHER_SHORT], DUE) == ([OTHER_SHORT], [])
    assert in_order([], [OTHER_MET], DUE) == ([], [OTHER_MET])


def test_nobody_is_sent_to_another_seat_whose_week_does_not_run() -> None:
    for moment, own_first in ((OPENS - SECOND, True), (OPENS, False), (CLOSES - SECOND, False), (CLOSES, True)):
        first, _ = in_order([MET], [OTHER_SHORT], moment)
        assert (first == [MET]) is own_first


def test_a_waived_week_of_another_seat_is_not_short() -> None:
    assert in_order([MET], [replace(OTHER_SHORT, waived=True)], DUE)[0] == [MET]
