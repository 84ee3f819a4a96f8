"""One conflict is an accident, three in ten minutes are another program."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.rivalry import AGAIN, WITHIN, Rivalry

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_fewer_conflicts_say_nothing() -> None:
    rivalry = Rivalry()
    for number in range(AGAIN - 1):
        assert rivalry.seen_at is None
        rivalry.conflict(NOW + number * SECOND)
    assert rivalry.seen_at is None


@pytest.mark.parametrize(("more", "seen"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
def test_as_many_within_ten_minutes_are_another_program(more: timedelta, seen: bool) -> None:
    rivalry = Rivalry()
    last = NOW + WITHIN + more
    for moment in (NOW, NOW + SECOND, last):
        rivalry.conflict(moment)
    assert rivalry.seen_at == (last if seen else None)


def test_conflicts_of_long_ago_do_not_count_with_new_ones() -> None:
    rivalry = Rivalry()
    for moment in (NOW, NOW, NOW + 3 * WITHIN, NOW + 3 * WITHIN):
        rivalry.conflict(moment)
    assert rivalry.seen_at is None


def test_a_webhook_that_is_set_again_after_it_was_removed_is_a_proof() -> None:
    rivalry = Rivalry()
    rivalry.removed_webhook(NOW)
    assert rivalry.seen_at is None
    rivalry.removed_webhook(NOW + SECOND)
    assert rivalry.seen_at == NOW + SECOND


def test_a_proof_is_enough_by_itself_and_the_newest_moment_is_told() -> None:
    rivalry = Rivalry()
    rivalry.proof(NOW)
    assert rivalry.seen_at == NOW
    for moment in (NOW + SECOND, NOW + 2 * SECOND, NOW + 3 * SECOND):
        rivalry.conflict(moment)
    assert rivalry.seen_at == NOW + 3 * SECOND
    rivalry.proof(NOW + 4 * SECOND)
    assert rivalry.seen_at == NOW + 4 * SECOND
