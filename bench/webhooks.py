"""Webhooks taken in: ours is answered once the update is on disk, python-telegram-bot's when its handler may start.

PTB's own webhook server (tornado) runs with one handler that does nothing. Both are processes that take turns in one
run; a third knocks, over connections that stay open. Ours commits with `synchronous=FULL`, many deliveries at once.
"""

import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.report import Report
from bench.telegram_lines import Child

ROUNDS = 5
DELIVERIES = 3000
AT_ONCE = (1, 40)
"""How many the platform delivers side by side; 40 is Telegram's `max_connections` when nothing is said."""


async def measure(report: Report) -> None:
    """A minute or so on a quiet machine with two cores."""
    async with _doors() as (ours, theirs, knocker):
        ports = {"ours": await ours.ask("port"), "ptb": await theirs.ask("port")}
        for at_once in AT_ONCE:
            rates: dict[str, list[float]] = {"ours": [], "ptb": []}
            for _ in range(ROUNDS):
                for name in ("ours", "ptb"):
                    order = {"port": ports[name], "count": DELIVERIES, "at_once": at_once}
                    rates[name].append((await knocker.ask(name, order))["rate"])
            _tell(report, at_once, rates)
        stored, taken = await ours.ask("stored"), await knocker.ask("taken")
        report.figure("deliveries answered with 200 and not in the inbox", abs(stored - taken), "", limit=0)
        report.figure("handled by python-telegram-bot's handler", await theirs.ask("handled"), "")


def _tell(report: Report, at_once: int, rates: dict[str, list[float]]) -> None:
    ours, ptb = (statistics.median(rates[name]) for name in ("ours", "ptb"))
    report.figure(f"{at_once} at once: ours, on disk", ours, "/s")
    report.figure(f"{at_once} at once: python-telegram-bot's, in memory", ptb, "/s")
    ratio = statistics.median(our / their for our, their in zip(rates["ours"], rates["ptb"], strict=True))
    # One at a time each waits for the disk by itself, and theirs for none; no platform delivers a burst so.
    report.figure(f"{at_once} at once: ours to theirs", ratio, "times", least=1.0 if at_once > 1 else None)


@asynccontextmanager
async def _doors() -> AsyncIterator[tuple[Child, Child, Child]]:
    children: list[Child] = []
    try:
        for module in ("webhooks_ours", "webhooks_ptb", "webhooks_knocker"):
            children.append(await Child.start(module))
        ours, theirs, knocker = children
        yield ours, theirs, knocker
    finally:
        for child in reversed(children):
            await child.stop()
