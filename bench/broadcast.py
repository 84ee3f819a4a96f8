"""Words to a whole country while evidence comes in: how soon they are queued, and whether a receipt waits for them.

The platform takes 30 messages a second, as Telegram does, and nothing else of the machine is slowed down.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bench.building import COMMUNES, DISTRICTS, LAST_WEEK, PROVINCES, build
from bench.report import Report
from bot.clock import HandClock
from bot.config import config_of
from bot.installation import Installation, install
from bot.organisation import organisation_of
from core.audience import Audience, Group
from core.ports import (
    Address,
    Inbound,
    InboundKind,
    Limits,
    MediaGone,
    MediaReference,
    Outgoing,
    RawUpdate,
    StoreUpdates,
    TextUnit,
)
from db import broadcasts, people
from db.engine import Tx

NOW = LAST_WEEK + timedelta(days=2, hours=3)
RECEIPTS = 40
BETWEEN_SECONDS = 0.15
FIRST_SHORT = PROVINCES + DISTRICTS + 1


class Paced:
    """A platform with Telegram's rates that only notes when each message was sent."""

    name = "local"
    account = "local"
    limits = Limits(4096, TextUnit.UTF16, buttons=True, per_second=30, per_chat_second=1)

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}

    async def receive(self, store: StoreUpdates) -> None:
        """Nothing comes by itself."""

    def translate(self, update: RawUpdate) -> Inbound | None:
        """A link of whoever holds the chat."""
        address = Address("local", "local", update.chat)
        text = str(update.payload["text"])
        return Inbound(address, update.key, NOW, InboundKind.TEXT, text)

    async def fetch(self, reference: MediaReference) -> bytes:
        """Nobody sends a picture here."""
        raise MediaGone(f"no picture was sent: {reference}")

    async def send(self, chat: str, message: Outgoing) -> str:
        """Note when a receipt went out."""
        if message.text.startswith("✅"):
            self.sent[chat] = time.perf_counter()
        return "1"


async def measure(report: Report) -> None:
    """Receipts in ordinary times, then receipts while 10,598 people are queued and sent to."""
    with tempfile.TemporaryDirectory() as folder:
        await build(Path(folder) / "nhacnop.db", 10_000)
        channel = Paced()
        organisation = organisation_of(config_of({"holidays": {"country": None}}))
        url = f"sqlite+aiosqlite:///{Path(folder) / 'nhacnop.db'}"
        product = await install(organisation, url, Path(folder) / "media", [channel], HandClock(NOW))
        running = [asyncio.create_task(product.intake.run()), asyncio.create_task(product.dispatcher.run())]
        before = await _receipts(product, channel, [unit for unit in _short() if unit % 2])
        began = time.perf_counter()
        await _order(product)
        queueing = asyncio.create_task(product.broadcasting.work(NOW))
        queueing.add_done_callback(lambda _: product.dispatcher.wake())
        meanwhile = asyncio.create_task(_receipts(product, channel, [unit for unit in _short() if not unit % 2]))
        queued = await queueing
        report.figure(f"queueing a broadcast to {queued:,} people", time.perf_counter() - began, "s", limit=3)
        during = await meanwhile
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await product.close()
    report.figure("a receipt in ordinary times, the median", 1000 * statistics.median(before), "ms")
    report.figure(
        "a receipt while the broadcast is queued and sent, the median", 1000 * statistics.median(during), "ms"
    )
    ratio = statistics.median(during) / statistics.median(before)
    report.figure("  in terms of one in ordinary times", ratio, "times", limit=2)
    report.figure("  the slowest of them", 1000 * max(during), "ms", limit=1000)


def _short() -> list[int]:
    """Communes that have not handed in yet."""
    return [unit for unit in range(FIRST_SHORT, FIRST_SHORT + COMMUNES) if not unit % 3][: 2 * RECEIPTS]


async def _order(product: Installation) -> None:
    async def write(tx: Tx) -> None:
        admin = await people.add_member(tx, "Đỗ Quang Khải")
        await people.make_admin(tx, admin, None, NOW)
        await broadcasts.order(
            tx, admin, "Họp giao ban lúc 8 giờ. " * 10, Audience(Group.LEVEL, level="xã"), COMMUNES, NOW
        )

    async with product.database.transaction() as tx:
        await write(tx)


async def _receipts(product: Installation, channel: Paced, units: Sequence[int]) -> list[float]:
    """Seconds from a link's arrival to its receipt, one after the other from different people."""
    took = []
    for unit in units:
        began = time.perf_counter()
        update = RawUpdate(f"{unit}", str(unit), {"text": f"https://example.org/fresh/{unit}"})
        await product.intake.take_in(channel, [update])
        async with asyncio.timeout(30):
            while str(unit) not in channel.sent:  # noqa: ASYNC110 - it also gives way to what is measured
                await asyncio.sleep(0.002)
        took.append(channel.sent[str(unit)] - began)
        await asyncio.sleep(BETWEEN_SECONDS)
    return took
