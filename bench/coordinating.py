"""A country's admin asks in the chat: who is missing, whom to call, where is a unit."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

from bench.building import LAST_WEEK, build
from bench.report import Report
from bot.clock import HandClock
from bot.config import config_of
from bot.installation import Installation, install
from bot.organisation import organisation_of
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.ports import Address, RawUpdate
from db import people, record
from db.engine import Database
from handlers.gathering import AlbumPatience

TRIES = 7
ADMIN = "admin"
SUBMISSIONS = 100_000
QUESTIONS = (
    ("/thieu", 300.0),
    ("/danhsachgoi", 300.0),
    ("ai chưa nộp ở Huyện 70", 300.0),
    ("tìm Xã 4242", 1_000.0),
    ("tìm Xa 42424242", 1_000.0),
    ("/xemtruoc", 3_000.0),
    ("/bando Huyện 70", 1_000.0),
)
"""What the admin types, and the milliseconds within which the first answer is there."""


FLOOD = (
    ("/tamhoan tất cả đến 23/11, miễn nộp, do bão lũ", 1_000.0),
    ("đúng", 1_500.0),
)
"""The whole country is excused for two weeks: what is asked back, and the yes. Everybody is told of it afterwards."""

LONGEST_WAIT = 1_000.0
"""So many milliseconds at most another write, say a receipt, waits for its turn while the yes is carried out."""

LONGEST_WAIT_TELLING = 400.0
"""The same while everybody is told of it, batch by batch."""

REST_SECONDS = 5.0
"""What is queued besides the answer is sent for so long: to tell everybody takes the platform's pace a while."""

ROOM = 1_900
"""The least text that a platform takes in one message."""


async def measure(report: Report) -> None:
    """10,598 units in three tiers, a third of them short, and an admin who sees them all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await build(folder / "nhacnop.db", SUBMISSIONS)
        await ask(report, folder)


async def ask(report: Report, folder: Path) -> None:
    """Type each question some times; from the typed message to the answer in the chat."""
    clock = HandClock(LAST_WEEK + timedelta(days=2, hours=12))
    platform = LocalPlatform(folder / "local", clock.now)
    channel = LocalChannel(platform)
    organisation = organisation_of(config_of({"holidays": {"country": None}}))
    url = f"sqlite+aiosqlite:///{folder / 'nhacnop.db'}"
    product = await install(organisation, url, folder / "media", [channel], clock, AlbumPatience(silence=0))
    try:
        async with product.database.transaction() as tx:
            member = await people.add_member(tx, "Đỗ Quang Khải")
            await people.make_admin(tx, member, None, clock.now())
            await people.link(tx, member, Address("local", "local", ADMIN), clock.now(), revoke_others=False)
        platform.open_chat(ADMIN, "Anh Khải")
        await product.heartbeat.beat(clock.now())  # and not what a process of its own does beside it: documents
        for words, limit in QUESTIONS:
            times = [await _answered(product, channel, platform, words) for _ in range(TRIES)]
            report.figure(f'"{words}" of 10,598 units, to the answer', statistics.median(times), "ms", limit=limit)
        for words, limit in FLOOD:
            async with others_waiting(product.database) as waits:
                took = await _answered(product, channel, platform, words)
            report.figure(f'"{words}", once', took, "ms", limit=limit)
        report.figure("  the longest that a write waited for it", max(waits), "ms", limit=LONGEST_WAIT)
        async with others_waiting(product.database) as waits:
            began = time.perf_counter()
            told = await product.queue_for_many(clock.now())
            took = time.perf_counter() - began
        report.figure(f"telling {told:,} people of it, queueing", took, "s", limit=10)
        report.figure("  the longest that a write waited for it", max(waits), "ms", limit=LONGEST_WAIT_TELLING)
    finally:
        await product.close()
        platform.close()


@asynccontextmanager
async def others_waiting(database: Database) -> AsyncIterator[list[float]]:
    """Meanwhile somebody else has something small to write, again and again; the milliseconds that each took."""
    waits: list[float] = []

    async def write() -> None:
        while True:
            began = time.perf_counter()
            async with database.transaction() as tx:
                await record.note(tx, None, "bench", LAST_WEEK)
            waits.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.002)

    writing = asyncio.create_task(write())
    try:
        yield waits
        await asyncio.sleep(0.05)  # one that waits still has its turn
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


async def _answered(product: Installation, channel: LocalChannel, platform: LocalPlatform, words: str) -> float:
    """Milliseconds from the typed words to the first answer; what else was queued goes out behind it, or is held."""

    async def store(updates: Sequence[RawUpdate]) -> None:
        await product.intake.take_in(channel, updates)

    before = len(platform.messages(ADMIN))
    began = time.perf_counter()
    platform.say(ADMIN, words)
    await channel.receive_waiting(store)
    await product.intake.drain()
    sending = asyncio.create_task(product.dispatcher.drain())
    while not sending.done() and len(platform.messages(ADMIN)) == before + 1:  # noqa: ASYNC110 - no bell
        await asyncio.sleep(0.001)
    took = (time.perf_counter() - began) * 1000
    with suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(sending, REST_SECONDS)
    answers = [message for message in platform.messages(ADMIN)[before + 1 :] if message.from_bot]
    assert answers, f"{words!r} was not answered"
    assert all(len(message.text) <= ROOM for message in answers), f"{words!r} was answered with too long a message"
    return took


if __name__ == "__main__":
    asyncio.run(measure(Report()))
