"""What an emergency stop held back and is still worth sending."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.holding import MEMORY, NEWS, HeldNotice, still_useful
from core.notices import NoticeKind

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def held(kind: NoticeKind = NoticeKind.OTHER) -> HeldNotice:
    return HeldNotice(kind, NOW - HOUR)


@pytest.mark.parametrize("kind", NoticeKind)
def test_whatever_was_queued_an_hour_ago_and_is_still_so_is_useful(kind: NoticeKind) -> None:
    assert still_useful(held(kind), NOW)


@pytest.mark.parametrize("kind", NoticeKind)
def test_what_is_no_longer_so_is_stale(kind: NoticeKind) -> None:
    assert not still_useful(replace(held(kind), still_so=False), NOW)


@pytest.mark.parametrize(("before", "useful"), [(SECOND, True), (0 * SECOND, False), (-SECOND, False)])
def test_what_expires_is_stale_from_that_moment_on(before: timedelta, useful: bool) -> None:
    assert still_useful(replace(held(), expires_at=NOW + before), NOW) is useful


@pytest.mark.parametrize(("before", "useful"), [(SECOND, True), (0 * SECOND, False), (-SECOND, False)])
@pytest.mark.parametrize("kind", [NoticeKind.REMINDER, NoticeKind.NUDGE, NoticeKind.AT_RISK])
def test_what_asks_for_evidence_is_stale_once_the_week_is_closed(
    kind: NoticeKind, before: timedelta, useful: bool
) -> None:
    assert still_useful(replace(held(kind), closes_at=NOW + before), NOW) is useful


def test_what_became_of_a_week_is_told_after_its_close_too() -> None:
    assert still_useful(replace(held(NoticeKind.MISSED), closes_at=NOW - HOUR), NOW)


@pytest.mark.parametrize(
    ("kind", "age", "useful"),
    [
        (NoticeKind.RESOLVED, NEWS - SECOND, True),
        (NoticeKind.RESOLVED, NEWS, False),
        (NoticeKind.OTHER, NEWS, True),
        (NoticeKind.OTHER, MEMORY - SECOND, True),
        (NoticeKind.OTHER, MEMORY, False),
        (NoticeKind.BROADCAST, MEMORY, False),
    ],
)
def test_news_grow_old(kind: NoticeKind, age: timedelta, useful: bool) -> None:
    assert still_useful(replace(held(kind), queued_at=NOW - age), NOW) is useful
