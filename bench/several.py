"""Several processes at one PostgreSQL: what does the second one cost, what does it bring, how soon is one replaced?

The processes are `nhacnop run`, fed by a Telegram that does as little as it can. One process leads (polls, beats,
sends) in every measurement; with two, both handle what came in.
"""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.report import Report
from bench.soak import CONFIG
from bench.soak_lives import Lives
from bench.soak_people import settle
from bench.soak_platform import Platform, served
from bench.telegram_people import TUESDAY
from bot.config import load_config
from bot.organisation import organisation_of
from db.engine import open_database
from db.migrate import migrate
from tests.postgresql.cluster import lasting_cluster
from tests.postgresql.ledger import Ledger
from tests.telegram.office_process import ShiftedClock

ROUNDS = 3
PEOPLE = 1000
LATENCY = 0.05
"""Seconds a call."""

FOUR_CHATS = ("handlers.intake:TOGETHER=4",)
DEATHS = 5


@dataclass(slots=True)
class House:
    """Processes, started as they are wanted, at a database of their own."""

    lives: Lives
    platform: Platform
    ledger: Ledger
    fed: int = 0

    async def feeds(self, kind: str, count: int) -> tuple[float, float]:
        """So many items are sent at once and answered: items a second, and milliseconds of computing an item."""
        before = self.lives.cpu_seconds()
        seconds = (await self.platform.feed({"kind": kind, "people": PEOPLE, "count": count}))["seconds"]
        self.fed += count
        await asyncio.sleep(1)  # what is left to do afterwards is counted, too
        return count / seconds, 1000 * (self.lives.cpu_seconds() - before) / count


async def measure(report: Report) -> None:
    """About three minutes on a quiet machine with two cores."""
    await _costs(report)
    await _brings(report)
    await _replaced(report)


async def _costs(report: Report) -> None:
    async with _opened(2) as house:
        if house is None:
            return
        one, two = await _in_turns(house, "links", 600)
        report.figure("computing an item: one process", statistics.median(cpu for _, cpu in one), "ms")
        report.figure("computing an item: two processes", statistics.median(cpu for _, cpu in two), "ms")
        ratios = [theirs / its for (_, its), (_, theirs) in zip(one, two, strict=True)]
        report.figure("  the second in terms of the first", statistics.median(ratios), "times", limit=1.15)
        await _nothing_twice(report, house)


async def _brings(report: Report) -> None:
    async with _opened(2, FOUR_CHATS) as house:
        if house is None:
            return
        house.platform.latency = LATENCY
        one, two = await _in_turns(house, "photos", 400)
        report.figure("four chats in flight, 50 ms a call: one process", statistics.median(r for r, _ in one), "/s")
        report.figure("four chats in flight, 50 ms a call: two", statistics.median(rate for rate, _ in two), "/s")
        ratios = [theirs / its for (its, _), (theirs, _) in zip(one, two, strict=True)]
        report.figure("  the second in terms of the first", statistics.median(ratios), "times", least=1.6)
        await _nothing_twice(report, house)
        report.figure("  photos fetched twice", house.platform.fetched - house.fed, "", limit=0)


async def _in_turns(house: House, kind: str, count: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """One process, then two, in turns, so that the ratio is of this machine at this moment."""
    await house.lives.start(0)
    await house.lives.somebody_leads()
    one, two = [], []
    for _ in range(ROUNDS):
        await house.feeds(kind, 100)  # warm up
        one.append(await house.feeds(kind, count))
        await house.lives.start(1)
        await house.feeds(kind, 100)
        two.append(await house.feeds(kind, count))
        await asyncio.to_thread(house.lives.stop, 1)
    return one, two


async def _nothing_twice(report: Report, house: House) -> None:
    items, left = await house.ledger.recorded()
    report.figure("  items lost or handled twice", abs(items - house.fed) + left, "", limit=0)


async def _replaced(report: Report) -> None:
    """kill -9 for whoever leads, some times: how long until the other one does."""
    async with _opened(2) as house:
        if house is None:
            return
        await house.lives.start_all()
        times = []
        for _ in range(DEATHS):
            await house.lives.somebody_leads()
            place = next(place for place in (0, 1) if house.lives.leads(place))
            house.lives.kill(place)
            times.append(await house.lives.somebody_leads())
            await house.lives.start(place)
        report.figure(f"the longest of {DEATHS} take-overs", max(times), "s", limit=10)


@asynccontextmanager
async def _opened(number: int, constants: Sequence[str] = ()) -> AsyncIterator[House | None]:
    """An installation on PostgreSQL; nobody runs yet. None where there is no PostgreSQL."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nhacnop-several-", dir="/var/tmp")))
        store = folder / "postgresql"
        await asyncio.to_thread(_for_everybody, folder, store)
        cluster = stack.enter_context(lasting_cluster(store))
        if cluster is None:
            print("PostgreSQL is not installed (Debian: apt-get install postgresql); nothing was measured")
            yield None
            return
        url = cluster.url(cluster.database("several"))
        platform = await stack.enter_async_context(served())
        config = CONFIG.format(url=url, address=f"http://127.0.0.1:{platform.port}")
        (folder / "config.yaml").write_text(config, encoding="utf-8")
        organisation = organisation_of(load_config(folder / "config.yaml"))
        clock = ShiftedClock(folder / "shift", datetime.fromisoformat(TUESDAY))
        await migrate(url)
        database = open_database(url)
        stack.push_async_callback(database.close)
        await settle(database, organisation, PEOPLE, clock.now())
        lives = Lives(folder, number, constants)
        stack.callback(lives.end)
        yield House(lives, platform, Ledger(database, organisation.calendar, clock.now()))


def _for_everybody(folder: Path, store: Path) -> None:
    folder.chmod(0o755)  # PostgreSQL's own user goes through it
    store.mkdir()
