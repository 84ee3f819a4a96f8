"""A year in one run: `python -m bench.soak [--weeks 52] [--units 300] [--processes 1]`.

The bot is `nhacnop run`, in processes of its own, against a Telegram that does as little as it can. Time is pushed from
moment to moment, at least once a day, whenever everything that follows from the last one has been done; between two
pushes it runs as ever. Every week nine of ten people hand in, coordinators ask, months are frozen and reported.

With one process on SQLite: does memory grow, do beats take longer? With several on PostgreSQL one at random is killed
every week while people send, and the database server is stopped twice: is anything lost, or doubled beyond what was on
its way?
"""

import argparse
import asyncio
import random
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bench.report import Report
from bench.soak_figures import Figures, Plan, tell
from bench.soak_lives import Lives
from bench.soak_people import Province, Senders, settle, steps_of
from bench.soak_platform import Platform, served
from bot.config import load_config
from bot.organisation import organisation_of
from db.engine import is_away, open_database
from db.migrate import migrate
from scheduler.dispatch import IN_FLIGHT
from tests.postgresql.cluster import Cluster, lasting_cluster
from tests.postgresql.ledger import Ledger
from tests.telegram.office_process import ShiftedClock

BEGINS = datetime.fromisoformat("2026-01-05T00:00:10+07:00")
"""A Monday, just after a week has opened."""

OFTEN = ("bot.beating:BEAT_SECONDS=0.5",)
"""Time that was pushed is noticed at the next beat."""

PATIENCE = 300.0
"""Seconds of real time in which everything that follows from a moment must have been done."""

LOOK = 0.05

CONFIG = """\
organisation: {{name: Tỉnh A}}
database: {{url: "{url}"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{enabled: false}}
channels: {{telegram: {{enabled: true, api_url: "{address}/bot", file_url: "{address}/file/bot"}}}}
"""


class Soak:
    """Lives a plan."""

    def __init__(
        self, plan: Plan, platform: Platform, clock: ShiftedClock, ledger: Ledger, lives: Lives, senders: Senders,
        cluster: Cluster | None,
    ) -> None:  # fmt: skip
        self._plan, self._platform, self._clock, self._ledger = plan, platform, clock, ledger
        self._lives, self._senders, self._cluster = lives, senders, cluster
        self._dice = random.Random(f"deaths:{plan.seed}")
        self._opens = BEGINS - timedelta(seconds=10)
        self._missed: list[int] = []
        self._may_repeat = 0
        self.figures = Figures()

    async def live(self, told: Callable[[str], None]) -> None:
        """All weeks, and the Monday after them, on which the last one closes."""
        await self._lives.start_all()
        for week in range(self._plan.weeks):
            await self._week(week)
            told(await self._account(week))
        for hours in (0.02, 8.02):
            await self._calm(self._push(self._plan.weeks, hours))
        await self._account(self._plan.weeks)
        self.figures.faults += [f"logged: {line}" for line in self._lives.tracebacks()]

    async def _week(self, week: int) -> None:
        plan = self._senders.plan()
        self._missed.append(self._plan.units - sum(map(len, plan.values())))
        deadly = self._dice.choice([hours for hours, chats in plan.items() if chats] or [0.02])
        stops = week in self._plan.restart_weeks()
        for hours in steps_of(plan):
            now = self._push(week, hours)
            updates = self._senders.hand_in(plan.get(hours, ()), now)
            if hours == 105.0:
                updates = self._senders.ask(now)
            self._platform.gives(updates)
            if hours == deadly and self._plan.processes > 1:
                await self._somebody_dies(stops)
            await self._calm(now)

    def _push(self, week: int, hours: float) -> datetime:
        """Time goes on to there, the moment; by two minutes at least, so that the next beat is noted."""
        moment = self._opens + timedelta(weeks=week, hours=hours)
        self._clock.steps(max(moment - self._clock.now(), timedelta(minutes=2)))
        return self._clock.now()

    async def _somebody_dies(self, with_the_server: bool) -> None:
        """While people send, at a moment that nobody chose; and now and then the database server too."""
        await asyncio.sleep(self._dice.random() * 1.5)
        place = self._dice.randrange(self._plan.processes)
        led = self._lives.leads(place)
        self._lives.kill(place)
        self.figures.deaths += 1
        if led:
            self._may_repeat += IN_FLIGHT
            self.figures.taken_over.append(await self._lives.somebody_leads())
        if with_the_server and self._cluster is not None:
            self._may_repeat += IN_FLIGHT  # whoever led lost its lock, and another process may have begun again
            await asyncio.to_thread(self._cluster.stop, self._dice.choice(("immediate", "fast")))
            await asyncio.sleep(self._dice.random() * 3)
            await asyncio.to_thread(self._cluster.start_again)
        await asyncio.sleep(self._dice.random() * 5)
        await self._lives.start(place)

    async def _calm(self, moment: datetime) -> None:
        """Returns once nothing is left to do at this moment."""
        until = time.monotonic() + PATIENCE
        busy: Sequence[str] = ["?"]
        while time.monotonic() < until:
            try:
                busy = await self._ledger.busy(moment, self._clock.now())
            except Exception as error:
                if not is_away(error):
                    raise
            if not busy and not self._platform.waiting:
                return
            await asyncio.sleep(LOOK)
        raise RuntimeError(f"it did not calm down at {moment}: {busy}, {self._platform.waiting} updates not confirmed")

    async def _account(self, week: int) -> str:
        """Look at what the week left; one line about it."""
        evidence, self._senders.evidence = self._senders.evidence, set()
        look = await self._ledger.look(self._clock.now(), evidence, self._platform.hushed())
        faults = look.faults + await self._ledger.weeks(self._plan.units, self._missed[:week])
        repeated = sum(look.repeated.values())
        if repeated > self._may_repeat:
            faults.append(f"{repeated} messages were repeated, {self._may_repeat} were on their way at a death")
        figures = self.figures
        figures.repeated += repeated
        self._may_repeat = 0
        figures.items += sum(look.items.values())
        figures.faults += [f"week {week + 1}: {fault}" for fault in faults]
        figures.memory.append(self._lives.resident_megabytes(0))
        figures.beats.append(self._lives.usual_beat())
        figures.size.append(await self._ledger.size())
        return (
            f"week {week + 1}: {sum(look.items.values())} items, {figures.memory[-1]:.1f} MB resident, "
            f"beat {figures.beats[-1]:.2f} ms, database {figures.size[-1]:.1f} MB, {repeated} repeated"
            + "".join(f"\n  FAULT {fault}" for fault in faults)
        )


@asynccontextmanager
async def staged(plan: Plan, folder: Path) -> AsyncIterator[Soak | None]:
    """Everything that a plan needs, in this empty folder; None where there is no PostgreSQL for it."""
    async with AsyncExitStack() as stack:
        cluster, url = None, f"sqlite+aiosqlite:///{folder}/nhacnop.db"
        if plan.processes > 1:
            (folder / "postgresql").mkdir()
            cluster = stack.enter_context(lasting_cluster(folder / "postgresql"))
            if cluster is None:
                yield None
                return
            url = cluster.url(cluster.database("soak"))
        platform = await stack.enter_async_context(served())
        config = CONFIG.format(url=url, address=f"http://127.0.0.1:{platform.port}")
        (folder / "config.yaml").write_text(config, encoding="utf-8")
        organisation = organisation_of(load_config(folder / "config.yaml"))
        clock = ShiftedClock(folder / "shift", BEGINS)
        await migrate(url)
        database = open_database(url)
        stack.push_async_callback(database.close)
        province: Province = await settle(database, organisation, plan.units, clock.now())
        lives = Lives(folder, plan.processes, OFTEN)
        stack.callback(lives.end)
        ledger = Ledger(database, organisation.calendar, BEGINS)
        yield Soak(plan, platform, clock, ledger, lives, Senders(province, random.Random(plan.seed)), cluster)


async def soak(report: Report, plan: Plan) -> None:
    """Live the plan and tell what became of it. Limits on growth are held only where there are weeks enough."""
    with tempfile.TemporaryDirectory(prefix="nhacnop-soak-", dir="/var/tmp") as name:
        await asyncio.to_thread(Path(name).chmod, 0o755)  # PostgreSQL's own user goes through it
        async with staged(plan, Path(name)) as lived:
            if lived is None:
                print("PostgreSQL is not installed (Debian: apt-get install postgresql); nothing was measured")
                return
            began = time.monotonic()
            await lived.live(lambda line: print(line, flush=True))
            tell(report, plan, lived.figures, time.monotonic() - began)


async def alone(report: Report) -> None:
    """A year of one process on SQLite."""
    await soak(report, Plan())


async def among_others(report: Report) -> None:
    """A year of three processes on PostgreSQL, one of which dies every week."""
    await soak(report, Plan(processes=3))


def main() -> None:
    """Exit 1 when a limit is broken."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--weeks", type=int, default=52)
    words.add_argument("--units", type=int, default=300, help="3321 is the whole country")
    words.add_argument("--processes", type=int, default=1, help="more than one: on PostgreSQL, and they are killed")
    words.add_argument("--seed", type=int, default=1)
    wanted = words.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whatever was started is ended
    report = Report()
    plan = Plan(wanted.weeks, wanted.units, wanted.processes, seed=wanted.seed)
    asyncio.run(soak(report, plan))
    raise SystemExit(0 if report.all_met else 1)


if __name__ == "__main__":
    main()
