"""Plans that have an end: what is used, who hears of it, what is still said, and where new people go."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.metering import (
    KEPT_FROM,
    Place,
    Usage,
    may_say,
    per_cent,
    places_to_invite_to,
    spent,
    stage,
    used_up,
)
from core.notices import NoticeKind
from core.plans import Plan

ONE, TWO, OTHER = ("zalo", "zalo-1"), ("zalo", "zalo-2"), ("viber", "viber")
PLAN = Plan(people=50, messages=3000)
USAGES = {ONE: Usage(1000, 500), TWO: Usage(100, 50), OTHER: Usage(7, 7)}
MATTERS = {
    NoticeKind.REPLY,
    NoticeKind.RECEIPT,
    NoticeKind.AT_RISK,
    NoticeKind.MISSED,
    NoticeKind.ESCALATION,
    NoticeKind.ADMIN,
}


# ---- messages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("both_ways", "shared", "used"),
    [(True, False, 1500), (False, False, 1000), (True, True, 1650), (False, True, 1100)],
)
def test_what_counts_is_the_plans_affair(both_ways: bool, shared: bool, used: int) -> None:
    assert spent(ONE, replace(PLAN, both_ways=both_ways, shared=shared), USAGES) == used


def test_a_bot_that_was_silent_has_used_nothing() -> None:
    assert spent(ONE, PLAN, {}) == 0


@pytest.mark.parametrize(
    ("used", "reached"),
    [(0, 0), (2399, 0), (2400, 80), (2849, 80), (2850, 95), (2999, 95), (3000, 100), (9000, 100)],
)
def test_admins_hear_at_80_and_95_and_100_per_cent(used: int, reached: int) -> None:
    assert stage(used, 3000) == reached


def test_per_cent_are_full_ones() -> None:
    assert (per_cent(949, 1000), per_cent(950, 1000), per_cent(2, 3)) == (94, 95, 66)


@pytest.mark.parametrize("kind", NoticeKind)
def test_near_the_end_only_what_matters_is_said(kind: NoticeKind) -> None:
    below, from_there, beyond = ({ONE: Usage(used)} for used in (KEPT_FROM * 30 - 1, KEPT_FROM * 30, 5000))
    assert may_say(kind, ONE, PLAN, below)
    assert may_say(kind, ONE, PLAN, from_there) == (kind in MATTERS)
    assert may_say(kind, ONE, PLAN, beyond) == (kind in MATTERS)
    refused = {ONE: Usage(refused=True)}
    assert may_say(kind, ONE, PLAN, refused) == (kind in MATTERS)
    assert may_say(kind, TWO, PLAN, refused)


def test_bots_that_share_a_plan_share_its_end() -> None:
    refused = {TWO: Usage(refused=True)}
    assert not used_up(ONE, PLAN, refused)
    assert used_up(ONE, replace(PLAN, shared=True), refused)
    assert not may_say(NoticeKind.REMINDER, ONE, replace(PLAN, shared=True), refused)
    assert not used_up(OTHER, replace(PLAN, shared=True), refused)


# ---- people --------------------------------------------------------------------------------------------------------


def bot(number: int, people: int = 0, invited: int = 0, most: int | None = 50) -> Place:
    return Place("zalo", f"zalo-{number}", f"https://zalo.me/{number}", most, people, invited)


TELEGRAM = Place("telegram", "7", "https://t.me/nhacnop_bot?start={code}")


def test_the_bot_with_the_most_room_is_named_and_of_equals_the_first() -> None:
    assert places_to_invite_to([bot(1, 40), bot(2, 10), bot(3, 10)]) == [bot(2, 10)]
    assert places_to_invite_to([bot(1, 10, invited=20), bot(2, 20), bot(3, 40)]) == [bot(2, 20)]


def test_each_channel_has_its_own() -> None:
    assert places_to_invite_to([TELEGRAM, bot(1, 5), bot(2)]) == [TELEGRAM, bot(2)]


def test_a_full_channel_has_none_and_who_is_invited_takes_a_place() -> None:
    assert places_to_invite_to([bot(1, 50), bot(2, 30, invited=20)]) == []
    assert places_to_invite_to([]) == []


def test_whoever_was_invited_before_keeps_the_bot_unless_it_is_full() -> None:
    crowded = [bot(1, 30, invited=20), bot(2)]
    assert places_to_invite_to(crowded, ("zalo", "zalo-1")) == [crowded[0]]
    assert places_to_invite_to(list(reversed(crowded)), ("zalo", "zalo-1")) == [crowded[0]]
    assert places_to_invite_to([bot(1, 50), bot(2)], ("zalo", "zalo-1")) == [bot(2)]


def test_a_link_carries_the_code_or_not() -> None:
    assert TELEGRAM.opened_with("7K3M") == "https://t.me/nhacnop_bot?start=7K3M"
    assert TELEGRAM.carries_code and not TELEGRAM.full
    assert bot(1).opened_with("7K3M") == "https://zalo.me/1"
    assert not bot(1).carries_code and bot(1, 50).full


@given(st.integers(1, 60), st.lists(st.integers(0, 60), min_size=1, max_size=4), st.integers(0, 200))
def test_however_many_are_invited_no_bot_gets_more_than_fit(most: int, people: list[int], codes: int) -> None:
    bots = [bot(number, min(there, most), most=most) for number, there in enumerate(people)]
    room = sum(most - each.people for each in bots)
    shared_out = 0
    for _ in range(codes):
        for chosen in places_to_invite_to(bots):
            bots[bots.index(chosen)] = replace(chosen, invited=chosen.invited + 1)
            shared_out += 1
    assert shared_out == min(codes, room)
    assert all(each.people + each.invited <= most for each in bots)


def test_whoever_is_invited_next_takes_a_place_that_counts() -> None:
    invited = bot(1, people=1, invited=2).with_one_more()
    assert (invited.people, invited.invited) == (1, 3)
