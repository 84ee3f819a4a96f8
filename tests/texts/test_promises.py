"""The words for a time that a coordinator passes on after a call."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from texts.promises import promised_until, wished_for

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text: str) -> datetime:
    """A local moment of November 2026 in UTC."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("hẹn chiều nay", "23 17:00"),
        ("hen chieu nay.", "23 17:00"),
        ("Hẹn TỐI NAY gửi ạ", "23 20:30"),
        ("sáng mai nộp", "24 11:30"),
        ("mai nộp", "24 17:00"),
        ("hẹn ngày mai", "24 17:00"),
        ("will send tomorrow morning", "24 11:30"),
        ("tomorrow", "24 17:00"),
    ],
)
def test_a_named_time_is_understood(said: str, until: str) -> None:
    assert promised_until(said, local("23 10:05"), ZONE) == local(until)


@pytest.mark.parametrize("said", ["", "không nghe máy", "hẹn sáng nay", "chị Maika"])
def test_no_time_or_one_that_is_over_promises_nothing(said: str) -> None:
    assert promised_until(said, local("23 13:00"), ZONE) is None


def test_a_promise_is_over_at_its_very_moment() -> None:
    assert promised_until("chiều nay", local("23 16:59"), ZONE) == local("23 17:00")
    assert promised_until("chiều nay", local("23 17:00"), ZONE) is None


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("tối nhắc em nhé", "23 20:30"),
        ("dạ chiều nhắc chị ạ", "23 17:00"),
        ("chieu nhac toi", "23 17:00"),
        ("tối tôi gửi", "23 20:30"),
        ("để chiều", "23 17:00"),
        ("tối mai nhắc tôi", "24 20:30"),
        ("nhắc tôi lúc 3 giờ chiều", "23 15:00"),
    ],
)
def test_a_wish_to_be_reminded_in_a_part_of_the_day_means_today(said: str, at: str) -> None:
    assert wished_for(said, local("23 10:05"), ZONE) == local(at)


@pytest.mark.parametrize("said", ["", "toi gui sau", "tôi gửi sau", "nhắc lại sau", "trưa nhắc em"])
def test_who_names_no_part_of_the_day_or_one_that_is_over_wishes_no_time(said: str) -> None:
    assert wished_for(said, local("23 13:05"), ZONE) is None
