"""In which week an item belongs and whether it counts, at every border of overlapping weeks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.evidence import (
    BLOCKING,
    Duty,
    Earlier,
    Item,
    ItemKind,
    SubmissionState,
    choose,
    may_withdraw,
    oldest_owed,
    place,
)
from core.standing import ObligationFacts
from core.task import PeriodName
from tests.core.weeks import AROUND, DAY, SECOND, TASK, hanoi, week

PHU_LOC, TAN_LAP = 1, 2
OPENS_48, CLOSES_47 = hanoi(11, 23), hanoi(11, 23, 8)


def duty(number: int, counted: int = 0, required: int = 1, unit: int = PHU_LOC, task: str = TASK.code) -> Duty:
    """What a unit owes in a week of 2026; the obligation's number tells week, unit and task apart."""
    of = week(number)
    obligation = number * 10 + unit + (0 if task == TASK.code else 5)
    return Duty(
        obligation, unit, f"unit {unit}", task, number, number, of.opens_at, of.due_at, of.closes_at, required, counted
    )


def waived(number: int, counted: int = 0) -> Duty:
    return replace(duty(number, counted), waived=True)


def extended(number: int, by: timedelta) -> Duty:
    usual = duty(number)
    return replace(usual, due_at=usual.due_at + by, closes_at=usual.closes_at + by)


def photos(*identities: str | None) -> list[Item]:
    return [Item(ItemKind.PHOTO, identity, f"message {n}") for n, identity in enumerate(identities)]


def weeks_served(items: list[Item], duties: list[Duty], sent_at: datetime) -> list[PeriodName]:
    return [placement.duty.week for placement in place(items, duties, sent_at, {})]


# Which week


@pytest.mark.parametrize(
    ("sent_at", "old_short", "old_full"),
    [
        (OPENS_48 - SECOND, 47, 47),
        (OPENS_48, 47, 48),
        (OPENS_48 + SECOND, 47, 48),
        (CLOSES_47 - SECOND, 47, 48),
        (CLOSES_47, 48, 48),
        (CLOSES_47 + SECOND, 48, 48),
    ],
)
def test_of_two_overlapping_weeks_an_item_goes_to_the_old_one_while_it_is_short(
    sent_at: datetime, old_short: int, old_full: int
) -> None:
    for duties, expected in (
        ([duty(47), duty(48)], old_short),
        ([duty(47, counted=1), duty(48)], old_full),
        ([duty(47), duty(48, counted=1)], old_short),
        ([duty(47, counted=1), duty(48, counted=1)], old_full),
        ([waived(47), duty(48)], old_full),
        ([waived(47), duty(48, counted=1)], old_full),
    ):
        for order in (duties, duties[::-1]):
            chosen = choose(order, sent_at)
            assert chosen is not None
            assert chosen.week == expected


def test_an_item_goes_to_a_waived_week_only_when_there_is_no_other() -> None:
    grace = OPENS_48 + SECOND
    assert choose([duty(47, counted=1), waived(48)], grace) == duty(47, counted=1)
    assert choose([waived(47), waived(48)], grace) == waived(48)
    assert choose([waived(47)], grace) == waived(47)


@pytest.mark.parametrize("offset", AROUND)
def test_an_extended_week_takes_items_until_its_own_close(offset: timedelta) -> None:
    longer = extended(47, 3 * DAY)
    chosen = choose([longer, duty(48)], longer.closes_at + offset)
    assert chosen == (longer if offset < 0 * SECOND else duty(48))


def test_of_several_tasks_an_item_goes_to_the_only_one_still_short() -> None:
    post, share = duty(47, counted=1), duty(47, task="chia_se")
    assert choose([post, share], hanoi(11, 18)) == share


def test_of_several_tasks_that_are_all_short_or_all_full_an_item_goes_to_the_one_due_first() -> None:
    early = replace(duty(47, task="chia_se"), due_at=hanoi(11, 20, 17))
    for counted in (0, 1):
        first, second = replace(early, counted=counted), duty(47, counted)
        assert choose([first, second], hanoi(11, 18)) == choose([second, first], hanoi(11, 18)) == first


def test_of_two_tasks_an_item_goes_to_the_full_one_rather_than_to_the_waived_one() -> None:
    early = replace(waived(47), task="chia_se", due_at=hanoi(11, 20, 17))
    assert choose([early, duty(47, counted=1)], hanoi(11, 18)) == duty(47, counted=1)


def test_of_two_seats_an_item_goes_to_the_one_still_short() -> None:
    assert choose([duty(47, counted=1), duty(47, unit=TAN_LAP)], hanoi(11, 18)) == duty(47, unit=TAN_LAP)


@pytest.mark.parametrize(("counted", "sent_at"), [(0, hanoi(11, 18)), (1, hanoi(11, 18)), (0, hanoi(11, 24))])
def test_two_seats_that_stand_alike_are_served_in_a_fixed_order(counted: int, sent_at: datetime) -> None:
    seats = [duty(47, counted), duty(47, counted, unit=TAN_LAP)]
    assert choose(seats, sent_at) == choose(seats[::-1], sent_at) == seats[0]


def test_when_no_week_runs_an_item_goes_to_the_oldest_one_still_owed() -> None:
    between = hanoi(11, 24)
    assert choose([duty(45, counted=1), waived(44), duty(47), duty(46)], between) == duty(46)
    closed_last = replace(duty(46), closes_at=between)
    assert choose([closed_last, duty(47)], between) == duty(47)
    assert choose([closed_last], between) == closed_last
    assert choose([closed_last], between - SECOND) == closed_last


@pytest.mark.parametrize("duties", [[], [duty(47, counted=1)], [waived(47)], [duty(49)]])
def test_when_nothing_runs_and_nothing_is_owed_there_is_no_place(duties: list[Duty]) -> None:
    assert choose(duties, hanoi(11, 24)) is None
    assert place(photos("a", "b"), duties, hanoi(11, 24), {}) == []


# Several items in one message


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (duty(47), duty(48), [47, 48, 48, 48]),
        (duty(47, required=3), duty(48, required=3), [47, 47, 47, 48]),
        (duty(47, counted=1), duty(48, counted=1), [48, 48, 48, 48]),
        (waived(47), duty(48), [48, 48, 48, 48]),
    ],
)
def test_an_album_fills_the_old_week_and_then_the_new_one(old: Duty, new: Duty, expected: list[int]) -> None:
    assert weeks_served(photos("a", "b", "c", "d"), [old, new], OPENS_48 + SECOND) == expected


def test_an_album_is_spread_over_the_seats_that_are_short() -> None:
    placements = place(photos("a", "b", "c"), [duty(47), duty(47, unit=TAN_LAP)], hanoi(11, 18), {})
    assert [placement.duty.unit for placement in placements] == [PHU_LOC, TAN_LAP, PHU_LOC]


def test_an_album_that_pays_every_missed_week_loses_none_of_its_pictures() -> None:
    between = hanoi(11, 24)
    assert weeks_served(photos("a", "b", "c", "d"), [duty(46), duty(47)], between) == [46, 47, 47, 47]


def test_a_placement_names_the_week_as_it_stood_before_the_item() -> None:
    placements = place(photos("a", "b"), [duty(47, required=2)], hanoi(11, 18), {})
    assert [placement.duty.counted for placement in placements] == [0, 1]


# The same again


def test_what_was_handed_in_before_does_not_count_and_fills_nothing() -> None:
    earlier = {(PHU_LOC, TASK.code, "a"): Earlier(number=2301, week=46)}
    again, fresh = place(photos("a", "b"), [duty(47), duty(48)], OPENS_48, earlier)
    assert (again.counts, again.same_as, again.duty.week) == (False, Earlier(2301, 46), 47)
    assert (fresh.counts, fresh.same_as, fresh.duty.week) == (True, None, 47)


@pytest.mark.parametrize("key", [(TAN_LAP, TASK.code, "a"), (PHU_LOC, "chia_se", "a"), (PHU_LOC, TASK.code, "b")])
def test_what_another_unit_or_task_handed_in_does_not_matter(key: tuple[int, str, str]) -> None:
    (placement,) = place(photos("a"), [duty(47)], hanoi(11, 18), {key: Earlier(2301, 46)})
    assert placement.counts


def test_the_same_item_twice_in_one_message_counts_once() -> None:
    placements = place(photos("a", "a", "b"), [duty(47, required=3)], hanoi(11, 18), {})
    assert [placement.counts for placement in placements] == [True, False, True]
    assert [placement.twice_in_message for placement in placements] == [False, True, False]
    assert placements[2].duty.counted == 1


def test_pending_pictures_are_not_taken_for_the_same_one() -> None:
    earlier = {(PHU_LOC, TASK.code, ""): Earlier(2301, 46)}
    placements = place(photos(None, None), [duty(47, required=2)], hanoi(11, 18), earlier)
    assert [placement.counts for placement in placements] == [True, True]


def test_counted_and_returned_items_block_the_same_one_and_withdrawn_ones_do_not() -> None:
    assert {SubmissionState.COUNTED, SubmissionState.RETURNED, SubmissionState.HELD} == BLOCKING


# Afterwards


@pytest.mark.parametrize("offset", AROUND)
def test_a_week_is_offered_from_its_own_close_on(offset: timedelta) -> None:
    for late in (duty(47), extended(47, 3 * DAY)):
        found = oldest_owed([duty(48), late], PHU_LOC, TASK.code, late.closes_at + offset)
        assert found == (None if offset < 0 * SECOND else late)


def test_of_several_missed_weeks_the_one_that_closed_first_is_offered() -> None:
    duties = [duty(47), duty(46), duty(45), duty(44, counted=1), waived(43)]
    for order in (duties, duties[::-1]):
        assert oldest_owed(order, PHU_LOC, TASK.code, hanoi(11, 25)) == duty(45)
    assert oldest_owed([extended(45, 14 * DAY + SECOND), duty(47)], PHU_LOC, TASK.code, hanoi(11, 25)) == duty(47)


def test_only_closed_weeks_of_the_same_unit_and_task_are_offered() -> None:
    elsewhere = [duty(45, unit=TAN_LAP), duty(45, task="chia_se"), duty(46, counted=1), waived(44), duty(48)]
    assert oldest_owed(elsewhere, PHU_LOC, TASK.code, hanoi(11, 25)) is None
    assert oldest_owed([*elsewhere, duty(47)], PHU_LOC, TASK.code, hanoi(11, 25)) == duty(47)


@pytest.mark.parametrize("offset", AROUND)
def test_the_sender_may_withdraw_until_the_close(offset: timedelta) -> None:
    before = offset < 0 * SECOND
    for state in SubmissionState:
        takeable = state in {SubmissionState.COUNTED, SubmissionState.DUPLICATE, SubmissionState.HELD}
        assert may_withdraw(state, CLOSES_47, CLOSES_47 + offset) is (takeable and before)


@pytest.mark.parametrize(("required", "counted", "lacking"), [(1, 0, 1), (3, 1, 2), (1, 1, 0), (1, 3, 0)])
def test_a_duty_lacks_what_is_missing_to_its_quota(required: int, counted: int, lacking: int) -> None:
    short = duty(47, counted, required)
    assert short.lacking == lacking
    assert short.owed is (lacking > 0)
    assert not replace(short, waived=True).owed


def test_a_duty_has_the_facts_that_its_standing_is_made_from() -> None:
    late = replace(duty(47, counted=2, required=3), in_time=1, waived=True)
    assert late.facts == ObligationFacts(3, late.due_at, late.closes_at, counted=2, in_time=1, waived=True)
