"""What an admin must see to, and what is well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.health import BACKUP_AGE, LOOK_BACK, SLOW, Done, Health, Silence, Worry, worries

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
GOOD = Done(NOW - HOUR, NOW - HOUR)
BAD = Done(NOW - HOUR, NOW - 30 * HOUR, "no space left")
WELL = Health(NOW, GOOD, GOOD, {"telegram": 0}, beat_at=NOW - SECOND)


def test_when_all_is_well_there_is_nothing_to_see_to() -> None:
    assert worries(WELL) == []
    assert GOOD.fine and not BAD.fine


@pytest.mark.parametrize(
    ("health", "worry"),
    [
        (replace(WELL, backup=None), Worry.NO_BACKUP),
        (replace(WELL, backup=BAD), Worry.BACKUP_FAILED),
        (replace(WELL, restore=None), Worry.NEVER_RESTORED),
        (replace(WELL, restore=BAD), Worry.RESTORE_FAILED),
        (replace(WELL, failed={"telegram": 0, "zalo": 1}), Worry.NOT_SENT),
        (replace(WELL, set_aside=1), Worry.SET_ASIDE),
        (replace(WELL, stopped_since=NOW - HOUR), Worry.STOPPED),
        (replace(WELL, rivals=("telegram",)), Worry.RIVAL),
    ],
)
def test_each_thing_that_is_not_well_is_named_alone(health: Health, worry: Worry) -> None:
    assert worries(health) == [worry]


@pytest.mark.parametrize(("more", "old"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_a_backup_grows_old_after_a_day_and_a_bit(more: timedelta, old: bool) -> None:
    at = NOW - BACKUP_AGE - more
    assert worries(replace(WELL, backup=Done(at, at))) == ([Worry.BACKUP_OLD] if old else [])


@pytest.mark.parametrize(("more", "hangs"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_what_waits_long_hangs(more: timedelta, hangs: bool) -> None:
    long_ago = NOW - SLOW - more
    assert worries(replace(WELL, beat_at=long_ago)) == ([Worry.BEAT_HANGS] if hangs else [])
    waiting = replace(WELL, queued=3, queued_since=long_ago)
    assert worries(waiting) == ([Worry.QUEUE_HANGS] if hangs else [])
    unhandled = replace(WELL, unhandled=3, unhandled_since=long_ago, stopped_since=NOW)
    assert worries(unhandled) == [
        Worry.STOPPED,
        *([Worry.INTAKE_HANGS] if hangs else []),
    ]  # it is taken in all the same
    assert Worry.QUEUE_HANGS not in worries(replace(waiting, stopped_since=NOW))  # it is held on purpose


@pytest.mark.parametrize(("ago", "told"), [(LOOK_BACK - SECOND, True), (LOOK_BACK, False)])
def test_a_silence_is_told_of_for_a_day(ago: timedelta, told: bool) -> None:
    silent = replace(WELL, silence=Silence(NOW - ago - HOUR, NOW - ago))
    assert worries(silent) == ([Worry.WAS_SILENT] if told else [])


def test_an_installation_that_never_ran_lacks_its_backup_only() -> None:
    assert worries(Health(NOW)) == [Worry.NO_BACKUP]
