"""Which channels notice another program with their bot's token is told by what they have."""

from channels.local.channel import LocalChannel
from channels.telegram.channel import TelegramChannel
from core.rivals import Contested


def test_a_channel_that_notices_says_so_by_having_the_moment() -> None:
    names = set(dir(Contested)) - set(dir(object))
    assert "rival_seen_at" in names
    assert hasattr(TelegramChannel, "rival_seen_at") and not hasattr(LocalChannel, "rival_seen_at")
