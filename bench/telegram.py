"""Links and photos end to end, beside echo bots that store nothing: update, stored, receipt sent.

Every bot is a process, each with a server process of its own; they take turns, because only within one run on one
machine do ratios mean anything. Nobody paces. Ours writes every item to the disk (`synchronous=FULL`, synced files).
"""

import statistics
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.report import Report
from bench.telegram_lines import Child
from bench.telegram_load import calls_a_second
from bench.telegram_people import TUESDAY

ROUNDS = 5
TURNS = ("ours", "ptb", "ours", "aiogram")
"""In each round. Ours stands on both sides of the one that the limits speak of."""

PEOPLE = 1000
_NAMES = {"ours": "ours", "ptb": "python-telegram-bot echo", "aiogram": "aiogram echo"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is sent, how slow the platform is (seconds a call), how many items each bot gets, and what is wanted."""

    kind: str
    latency: float
    counts: Mapping[str, int]
    least: float

    @property
    def name(self) -> str:
        """For the report."""
        return f"{self.kind}, {self.latency * 1000:.0f} ms a call"


SCENES = (
    Scene("links", 0, {"ours": 1200, "ptb": 1200, "aiogram": 1200}, 1.0),
    Scene("links", 0.05, {"ours": 1500, "ptb": 100, "aiogram": 1500}, 20),
    Scene("photos", 0, {"ours": 300, "ptb": 300, "aiogram": 300}, 0.5),
    Scene("photos", 0.05, {"ours": 300, "ptb": 30, "aiogram": 300}, 8),
)


@dataclass(slots=True)
class Bot:
    """One of the bots, with its server. `thinks`: it goes on with an item when that is answered, as ours does."""

    process: Child
    server: Child
    thinks: bool = False
    fed: int = 0

    async def answers(self, scene: Scene, count: int) -> "Turn":
        """So many items are sent at once; how it went. Returns when the bot is at rest again."""
        await self.server.ask("slow_down", scene.latency)
        before, server_before = self.process.cpu_seconds, self.server.cpu_seconds
        order = {"kind": scene.kind, "people": PEOPLE, "count": count}
        seconds = (await self.process.lives_until(self.server.ask("feed", order)))["seconds"]
        self.fed += count
        server = self.server.cpu_seconds - server_before
        cpu = self.process.cpu_seconds - before
        if self.thinks:
            await self.process.ask("calm")
        return Turn(count / seconds, 1000 * cpu / count, 1000 * (self.process.cpu_seconds - before) / count,
                    server / seconds)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """Items a second; milliseconds of computing an item until the last is answered, and until the bot is at rest;
    the share of the time in which the server computed."""

    rate: float
    cpu: float
    cpu_in_all: float
    server: float


@dataclass(slots=True)
class Results:
    """The turns of each bot in one scene, in order."""

    of: dict[str, list[Turn]] = field(default_factory=dict)

    def median(self, name: str, what: Callable[[Turn], float]) -> float:
        """Of one figure of a bot's turns."""
        return statistics.median(what(turn) for turn in self.of[name])

    def ratio(self, other: str) -> float:
        """Ours to the other's: the median of the rounds' own ratios."""
        ours = [turn.rate for turn in self.of["ours"]]
        pairs = zip(ours[0::2], ours[1::2], (turn.rate for turn in self.of[other]), strict=True)
        return statistics.median((first + second) / 2 / theirs for first, second, theirs in pairs)

    def busiest_server(self) -> float:
        """The largest share of its time in which a server computed."""
        return max(turn.server for turns in self.of.values() for turn in turns)


async def measure(report: Report) -> None:
    """All scenes; about five minutes on a quiet machine with two cores."""
    async with _bots() as bots:
        report.figure("the server alone, messages sent a second", await _server_rate(bots["ours"]), "/s")
        for scene in SCENES:
            for name in _NAMES:
                await bots[name].answers(scene, min(100, scene.counts[name]))  # warm up
            results = Results()
            for _ in range(ROUNDS):
                for name in TURNS:
                    results.of.setdefault(name, []).append(await bots[name].answers(scene, scene.counts[name]))
            _tell(report, scene, results)
        stored = await _stored(bots["ours"])
        report.figure("items that we were sent and have not stored", abs(bots["ours"].fed - stored), "", limit=0)


def _tell(report: Report, scene: Scene, results: Results) -> None:
    for name, words in _NAMES.items():
        report.figure(f"{scene.name}: {words}", results.median(name, lambda turn: turn.rate), "/s")
    report.figure(f"{scene.name}: ours to python-telegram-bot's", results.ratio("ptb"), "times", least=scene.least)
    report.figure(f"{scene.name}: ours to aiogram's", results.ratio("aiogram"), "times")
    for name, words in _NAMES.items():
        report.figure(f"  computing an item: {words}", results.median(name, lambda turn: turn.cpu), "ms")
    report.figure(
        "  the same with what ours does afterwards", results.median("ours", lambda turn: turn.cpu_in_all), "ms"
    )
    report.figure("  the server's computing, at most", 100 * results.busiest_server(), "%")


async def _stored(bot: Bot) -> int:
    return int((await bot.process.ask("stored"))["items"])


async def _server_rate(bot: Bot) -> float:
    return await calls_a_second(await bot.server.ask("port"))


@asynccontextmanager
async def _bots() -> AsyncIterator[Mapping[str, Bot]]:
    """The three bots, each polling its own server."""
    children: list[Child] = []

    async def begin(module: str, *arguments: object) -> Child:
        children.append(await Child.start(module, *arguments))
        return children[-1]

    async def bot(module: str, *before: object, after: Sequence[object] = ()) -> Bot:
        server = await begin("telegram_server")
        port = await server.ask("port")
        process = await begin(module, *before, port, *after)
        await process.lives_until(server.ask("is_polled"))
        return Bot(process, server, thinks=module == "telegram_ours")

    try:
        yield {
            "ours": await bot("telegram_ours", after=(PEOPLE, TUESDAY, "unpaced")),
            "ptb": await bot("telegram_echoes", "ptb"),
            "aiogram": await bot("telegram_echoes", "aiogram"),
        }
    finally:
        for child in reversed(children):  # each bot before its server
            await child.stop()
