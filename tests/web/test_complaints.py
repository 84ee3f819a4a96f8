"""What strangers do at the door is told once a minute, and how often it was."""

import logging

import pytest

from web.complaints import PAUSE_SECONDS, Complaints


def test_a_complaint_is_told_once_a_minute_with_how_often_it_came(caplog: pytest.LogCaptureFixture) -> None:
    seconds = [100.0]
    complaints = Complaints(logging.getLogger("web.test"), lambda: seconds[0])
    for _ in range(5):
        complaints.log("a stranger")
    complaints.log("another one")
    seconds[0] += PAUSE_SECONDS
    complaints.log("a stranger")
    assert caplog.messages == ["a stranger", "another one", "a stranger (and 4 times more since it was last told)"]


def test_ever_so_many_complaints_do_not_fill_the_memory(caplog: pytest.LogCaptureFixture) -> None:
    complaints = Complaints(logging.getLogger("web.test"), lambda: 0.0)
    for number in range(1000):
        complaints.log(f"stranger {number}")
    assert len(complaints._said) <= 100
