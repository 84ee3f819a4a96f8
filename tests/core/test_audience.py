"""Whom a broadcast is for, and who ordered it, as rows keep it."""

import pytest

from core.audience import Audience, Group
from core.notices import order
from core.roles import Action


@pytest.mark.parametrize(
    "audience",
    [
        Audience(Group.EVERYBODY),
        Audience(Group.LEVEL, (7,), "xã", "Thị xã Quảng Trị"),
        Audience(Group.COORDINATORS, (3, 4)),
        Audience(Group.SHORT, ()),
    ],
)
def test_an_audience_is_kept_and_read_again(audience: Audience) -> None:
    assert Audience.of(audience.as_json()) == audience


def test_an_order_remembers_who_gave_it_and_how_far_it_reaches() -> None:
    assert order(5, Action.NUDGE, (2, 3)) == {"by": 5, "action": "nudge", "roots": [2, 3]}
    assert order(5, Action.BROADCAST, None)["roots"] is None
