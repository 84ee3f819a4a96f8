"""The built-in platform: what goes wrong when a test wants it to."""

from datetime import UTC, datetime

import pytest

from channels.local.faults import LOST_ANSWER
from channels.local.platform import LocalPlatform
from core.ports import (
    MediaError,
    MediaGone,
    Misconfigured,
    Moved,
    Option,
    OutOfQuota,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
    WindowClosed,
)

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
YES = Option("Đúng", "yes")
HALF_AN_EMOJI = "\ud83d"


# ---- faults ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        Throttled(3),
        Unavailable("502"),
        Refused("bad request"),
        Unreachable("deactivated"),
        Moved("an-2"),
        OutOfQuota("used up"),
        WindowClosed("24 h"),
        Misconfigured("bad token"),
    ],
)
def test_a_scripted_fault_strikes_as_often_as_told_and_delivers_nothing(
    platform: LocalPlatform, error: SendError
) -> None:
    platform.faults.fail_sends(error, times=2)
    for _ in range(2):
        with pytest.raises(type(error)) as raised:
            platform.bot_send("an", "a", [])
        assert raised.value is error
    assert platform.messages("an") == []
    platform.bot_send("an", "a", [])
    assert len(platform.messages("an")) == 1


def test_a_fault_for_one_chat_spares_the_others(platform: LocalPlatform) -> None:
    platform.faults.fail_sends(Unavailable("502"), times=1, chat="ba")
    platform.bot_send("an", "a", [])
    with pytest.raises(Unavailable):
        platform.bot_send("ba", "a", [])
    platform.bot_send("ba", "a", [])


def test_a_lost_answer_means_delivered_and_unavailable(platform: LocalPlatform) -> None:
    platform.faults.fail_sends(LOST_ANSWER, times=1)
    with pytest.raises(Unavailable):
        platform.bot_send("an", "Đã nhận", [])
    assert [message.text for message in platform.messages("an")] == ["Đã nhận"]


def test_scripts_run_in_their_order_and_can_be_forgotten(platform: LocalPlatform) -> None:
    platform.faults.fail_sends(Unavailable("502"))
    platform.faults.fail_sends(Refused("bad"), times=5)
    with pytest.raises(Unavailable):
        platform.bot_send("an", "a", [])
    with pytest.raises(Refused):
        platform.bot_send("an", "a", [])
    platform.faults.clear()
    platform.bot_send("an", "a", [])


def test_what_the_rules_forbid_does_not_use_up_a_fault(platform: LocalPlatform) -> None:
    platform.faults.fail_sends(Unavailable("502"))
    with pytest.raises(Refused):
        platform.bot_send("an", "", [])
    with pytest.raises(Unavailable):
        platform.bot_send("an", "a", [])


def test_fetches_fail_as_scripted(platform: LocalPlatform) -> None:
    (photo,) = platform.send_pictures("an", [b"x"])
    assert photo.upload is not None
    platform.faults.fail_fetches(MediaError("slow"), times=2)
    platform.faults.fail_fetches(MediaGone("gone"))
    for error in (MediaError, MediaError, MediaGone):
        with pytest.raises(error):
            platform.bot_fetch(photo.upload)
    assert platform.bot_fetch(photo.upload) == b"x"


# ---- rates -----------------------------------------------------------------------------------------------------


class StopWatch:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 1234.7

    def __call__(self) -> float:
        return self.seconds


def test_without_limits_the_bot_may_send_as_fast_as_it_can(platform: LocalPlatform) -> None:
    sent = [platform.bot_send("an", "a", []) for _ in range(50)]
    assert len(set(sent)) == 50


def test_a_second_message_within_a_second_to_one_chat_is_throttled(platform: LocalPlatform) -> None:
    watch = StopWatch()
    platform.faults.limit_rates(watch)
    platform.bot_send("an", "a", [])
    platform.bot_send("ba", "a", [])
    watch.seconds += 0.999
    with pytest.raises(Throttled) as throttled:
        platform.bot_send("an", "b", [])
    assert throttled.value.after == 1
    assert len(platform.messages("an")) == 1
    watch.seconds += 0.001
    platform.bot_send("an", "b", [])


def test_more_than_thirty_messages_within_a_second_are_throttled(platform: LocalPlatform) -> None:
    watch = StopWatch()
    platform.faults.limit_rates(watch)
    for n in range(31):
        platform.open_chat(f"c{n}", "Xã")
    for n in range(30):
        platform.bot_send(f"c{n}", "a", [])
    with pytest.raises(Throttled):
        platform.bot_send("c30", "a", [])
    watch.seconds += 1
    platform.bot_send("c30", "a", [])


def test_limits_can_be_lifted(platform: LocalPlatform) -> None:
    platform.faults.limit_rates(StopWatch())
    platform.bot_send("an", "a", [])
    with pytest.raises(Throttled):
        platform.bot_send("an", "b", [])
    platform.faults.lift_rates()
    assert platform.bot_send("an", "b", [])
