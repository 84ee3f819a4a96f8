"""What holds for every message, whatever its sender owes: no item is lost, doubled, or put into a wrong week."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.evidence import Duty, Earlier, Item, ItemKind, choose, oldest_owed, place
from tests.core.weeks import HOUR, TASK, hanoi, week

START = hanoi(11, 2)


@st.composite
def owed(draw: st.DrawFn) -> list[Duty]:
    """Weeks 45 to 48 of a few units and tasks, some extended, waived, full or with a gap before the next week."""
    seats = draw(st.lists(st.sampled_from([(1, "tuan"), (2, "tuan"), (1, "anh")]), unique=True, max_size=3))
    duties: list[Duty] = []
    for unit, task in seats:
        for number in draw(st.lists(st.integers(45, 48), unique=True, max_size=4)):
            of = week(number)
            longer = draw(st.sampled_from([-30, 0, 0, 0, 60, 200])) * HOUR
            counted = draw(st.integers(0, 3))
            duties.append(
                Duty(
                    obligation=len(duties) + 1,
                    unit=unit,
                    unit_name=str(unit),
                    task=task,
                    period=number,
                    week=number,
                    opens_at=of.opens_at,
                    due_at=of.due_at + longer,
                    closes_at=of.closes_at + longer,
                    required=draw(st.integers(1, 3)),
                    counted=counted,
                    waived=draw(st.integers(0, 3)) == 0,
                )
            )
    return duties


items = st.lists(
    st.builds(
        Item, st.sampled_from(ItemKind), st.none() | st.sampled_from(["a", "b", "c"]), st.text("xyz", min_size=1)
    ),
    max_size=8,
)
moments = st.builds(
    lambda hours, nudge: START + hours * HOUR + timedelta(seconds=nudge),
    st.integers(0, 30 * 24),
    st.sampled_from([-1, 0, 1]),
)
earliers = st.dictionaries(
    st.tuples(st.integers(1, 2), st.sampled_from(["tuan", "anh"]), st.sampled_from(["a", "b", "c", ""])),
    st.builds(Earlier, st.integers(1, 99), st.integers(40, 47)),
    max_size=4,
)
Known = dict[tuple[int, str, str], Earlier]


@given(items, owed(), moments, earliers)
def test_every_item_has_exactly_one_place_or_none_has_because_nothing_could_be_served(
    sent: list[Item], duties: list[Duty], sent_at: datetime, earlier: Known
) -> None:
    placements = place(sent, duties, sent_at, earlier)
    if choose(duties, sent_at) is None:
        assert placements == []
    else:
        assert [placement.item for placement in placements] == sent
    known = {duty.obligation for duty in duties}
    assert all(placement.duty.obligation in known for placement in placements)


@given(items, owed(), moments, earliers)
def test_an_item_is_never_kept_from_a_running_week_that_is_still_short(
    sent: list[Item], duties: list[Duty], sent_at: datetime, earlier: Known
) -> None:
    counted = Counter({duty.obligation: duty.counted for duty in duties})
    for placement in place(sent, duties, sent_at, earlier):
        chosen = placement.duty
        assert chosen.counted == counted[chosen.obligation]
        running = [duty for duty in duties if duty.opens_at <= sent_at < duty.closes_at]
        short = [duty for duty in running if not duty.waived and counted[duty.obligation] < duty.required]
        if short:
            assert chosen.obligation in {duty.obligation for duty in short}
            assert chosen.due_at == min(duty.due_at for duty in short)
        elif running:
            same = [duty for duty in running if (duty.unit, duty.task) == (chosen.unit, chosen.task)]
            later = [duty for duty in same if duty.opens_at > chosen.opens_at]
            assert all(duty.waived for duty in later)
        counted[chosen.obligation] += placement.counts


@given(items, owed(), moments, earliers)
def test_the_same_item_counts_at_most_once_for_a_unit_and_task(
    sent: list[Item], duties: list[Duty], sent_at: datetime, earlier: Known
) -> None:
    counting = [placement for placement in place(sent, duties, sent_at, earlier) if placement.counts]
    keys = [(each.duty.unit, each.duty.task, each.item.identity) for each in counting if each.item.identity]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(earlier)


@given(items, owed(), moments, earliers)
def test_an_item_that_does_not_count_is_the_same_as_an_earlier_one(
    sent: list[Item], duties: list[Duty], sent_at: datetime, earlier: Known
) -> None:
    seen: set[tuple[int, str, str | None]] = set()
    for placement in place(sent, duties, sent_at, earlier):
        key = (placement.duty.unit, placement.duty.task, placement.item.identity)
        assert placement.counts is (key[2] is None or (key not in earlier and key not in seen))
        seen.add(key)


@given(owed(), moments)
def test_an_item_sent_when_no_week_runs_pays_what_moving_would_offer(duties: list[Duty], sent_at: datetime) -> None:
    chosen = choose(duties, sent_at)
    if chosen is not None and not chosen.opens_at <= sent_at < chosen.closes_at:
        assert chosen == oldest_owed(duties, chosen.unit, chosen.task, sent_at)
        assert not any(duty.opens_at <= sent_at < duty.closes_at for duty in duties)


@given(owed(), moments)
def test_what_is_offered_for_moving_is_missed_and_nothing_missed_is_older(duties: list[Duty], now: datetime) -> None:
    offered = oldest_owed(duties, 1, TASK.code, now)
    missed = [duty for duty in duties if (duty.unit, duty.task) == (1, TASK.code) and duty.owed]
    closed = [duty.closes_at for duty in missed if duty.closes_at <= now]
    assert (None if offered is None else offered.closes_at) == min(closed, default=None)


@given(owed(), moments, st.integers(1, 6))
def test_filling_a_week_one_by_one_is_the_same_as_one_album(duties: list[Duty], sent_at: datetime, size: int) -> None:
    album = [Item(ItemKind.PHOTO, f"picture {n}", str(n)) for n in range(size)]
    at_once = [placement.duty.obligation for placement in place(album, duties, sent_at, {})]
    one_by_one: list[int] = []
    for item in album:
        for placement in place([item], duties, sent_at, {}):
            one_by_one.append(placement.duty.obligation)
            duties = [
                replace(duty, counted=duty.counted + (duty.obligation == placement.duty.obligation)) for duty in duties
            ]
    assert at_once[: len(one_by_one)] == one_by_one
