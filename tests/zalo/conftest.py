"""A stand-in for Zalo with the machine's clock, and a channel to its first bot."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from channels.zalo.access import Access
from channels.zalo.channel import ZaloChannel
from tests.zalo.fake import FakeZalo, serving


@pytest.fixture
async def fake() -> AsyncIterator[FakeZalo]:
    """The platform with three bots."""
    async with serving() as served:
        yield served


@pytest.fixture
async def channel(fake: FakeZalo) -> AsyncIterator[ZaloChannel]:
    """The first bot's channel; it keeps no pace."""
    async with opened(fake, "zalo-1") as channel:
        yield channel


def opened(fake: FakeZalo, bot: str, *, poll_seconds: int = 30) -> ZaloChannel:
    """A bot's channel, to be entered."""
    access = Access(fake.bots[bot].token, fake.api_url)
    return ZaloChannel(bot, access, SystemClock(), poll_seconds=poll_seconds, paced=False)
