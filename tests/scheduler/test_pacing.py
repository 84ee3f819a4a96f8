"""When may the next message go? Seconds are an argument here; nothing sleeps."""

from itertools import pairwise

import pytest

from core.ports import Limits, TextUnit
from scheduler.pacing import MARGIN, SECOND, Pace


class Seconds:
    """A stopwatch that stands where it is put."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _pace(per_second: float | None, per_chat: float | None) -> tuple[Pace, Seconds]:
    seconds = Seconds()
    limits = Limits(4096, TextUnit.UTF16, buttons=True, per_second=per_second, per_chat_second=per_chat)
    return Pace(limits, seconds), seconds


def _waits(pace: Pace, *chats: str) -> list[float]:
    """How long each of these messages must wait, their slots taken one after the other."""
    slots = [pace.take(chat) for chat in chats]
    return [round(pace.wait(slot), 6) for slot in slots]


def test_without_limits_everything_may_go_at_once() -> None:
    pace, _ = _pace(None, None)
    assert _waits(pace, *["a"] * 50) == [0.0] * 50


def test_thirty_a_second_are_spread_evenly_from_the_first_second_on() -> None:
    pace, _ = _pace(30, None)
    waits = _waits(pace, *(f"chat {number}" for number in range(90)))
    assert waits[0] == 0.0
    assert 0.95 * 30 <= 89 / waits[89] < 30
    gaps = [later - earlier for earlier, later in pairwise(waits)]
    assert max(gaps) - min(gaps) < 1e-5


def test_in_no_second_more_than_thirty_go() -> None:
    pace, _ = _pace(30, None)
    waits = _waits(pace, *(f"chat {number}" for number in range(300)))
    for first in waits:
        assert sum(1 for wait in waits if first <= wait < first + 1) <= 30


def test_after_a_delay_no_second_sees_more_than_thirty_leave_either() -> None:
    pace, seconds = _pace(30, None)
    slots = [pace.take(f"chat {number}") for number in range(120)]
    left: list[float] = []
    while slots:
        if 101 < seconds.now < 101.4:
            seconds.now = 101.4  # nothing ran for a while
        while slots and pace.wait(slots[0]) <= 0:
            slots.pop(0)
            pace.leaves()
            left.append(seconds.now)
        seconds.now += 0.001
    for first in left:
        assert sum(1 for at in left if first <= at < first + 1) <= 30
    assert sum(1 for at in left if at == 101.4) > 1
    assert left[-1] < 100 + 119 / 30 * SECOND + 0.4  # no more is lost than the delay


def test_one_chat_gets_one_a_second_while_others_go_on() -> None:
    pace, _ = _pace(None, 1)
    assert _waits(pace, "a", "a", "a", "b") == [0.0, MARGIN, 2 * MARGIN, 0.0]


def test_a_group_gets_twenty_a_minute() -> None:
    seconds = Seconds()
    limits = Limits(4096, TextUnit.UTF16, buttons=True, per_chat_second=1, per_group_minute=20, group_mark="-")
    pace = Pace(limits, seconds)
    assert _waits(pace, *["-100"] * 21)[20] == pytest.approx(60 * MARGIN)
    assert _waits(pace, "100", "100") == [0.0, MARGIN]


def test_a_chat_that_was_quiet_may_go_at_once_again() -> None:
    pace, seconds = _pace(None, 1)
    pace.take("a")
    seconds.now += MARGIN - 0.001
    assert 0 < pace.free_in("a") < 0.01
    seconds.now += 0.001
    assert pace.free_in("a") == pytest.approx(0.0)


def test_slower_moves_the_clock_and_afterwards_no_herd_starts_at_once() -> None:
    pace, seconds = _pace(10, None)
    pace.hold(3)
    waits = _waits(pace, *(f"chat {number}" for number in range(5)))
    assert waits == pytest.approx([3 + number * MARGIN / 10 for number in range(5)])
    seconds.now += 10
    assert pace.free_in("later") == 0.0


def test_whoever_had_a_slot_already_moves_with_the_clock_and_keeps_the_distance() -> None:
    pace, _ = _pace(10, None)
    slots = [pace.take(f"chat {number}") for number in range(3)]
    before = [pace.wait(slot) for slot in slots]
    pace.hold(3)
    assert [pace.wait(slot) for slot in slots] == pytest.approx([wait + 3 for wait in before])


def test_many_answers_that_say_slower_at_once_move_the_clock_once() -> None:
    pace, seconds = _pace(10, None)
    for _ in range(32):
        pace.hold(3)
    assert pace.free_in() == 3.0
    seconds.now += 1
    pace.hold(3)
    assert pace.free_in() == 3.0


def test_a_shorter_hold_does_not_undo_a_longer_one() -> None:
    pace, _ = _pace(10, None)
    pace.hold(5)
    pace.hold(1)
    assert pace.free_in("a") == 5.0


def test_thousands_of_chats_are_not_remembered_for_ever() -> None:
    pace, seconds = _pace(None, 1)
    for number in range(10_001):
        pace.take(f"chat {number}")
    seconds.now += 60
    pace.take("one more")
    assert pace.remembered < 10
