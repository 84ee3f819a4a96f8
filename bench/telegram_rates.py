"""Thousands of messages at Telegram's rates: a country's reminders, and a burst of photos an hour before the deadline.

The stand-in enforces 30 messages a second with 50 ms of tolerance and answers each call after 50 ms.
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from bench.report import Report
from bench.telegram_lines import Child
from bench.telegram_people import MONDAY, TUESDAY

COMMUNES = 10_598
BURST = 3_321
PERMITTED = 30.0
SAMPLE = 1_500
"""How many messages are waited for; all are queued. At 29 a second this takes 52 s, all reminders 6 minutes."""

MEMORY = 200.0  # MB


async def reminders(report: Report, sample: int = SAMPLE) -> None:
    """Monday 08:00 in a country: everybody is reminded."""
    async with _both(MONDAY, COMMUNES) as (platform, ours):
        seconds = await ours.ask("first_beat")
        report.figure(f"queueing {COMMUNES:,} reminders", seconds, "s")
        _tell(report, f"{sample:,} reminders", await ours.lives_until(platform.ask("delivered", sample)))
        stored = await ours.ask("stored")
        report.figure("reminders queued and sent", stored["notices"], "", least=COMMUNES, limit=COMMUNES)
        report.figure("resident memory at most", ours.peak_megabytes, "MB", limit=MEMORY)


async def burst(report: Report, sample: int = SAMPLE) -> None:
    """3,321 people send a photo at the same moment: harder than within a minute."""
    async with _both(TUESDAY, BURST) as (platform, ours):
        await ours.ask("first_beat")
        report.figure("resident memory before the burst", ours.peak_megabytes, "MB")
        began = time.monotonic()
        await platform.ask("photos", 1)
        recorded = await ours.ask("takes", BURST)
        report.figure(f"{BURST:,} photos on disk and recorded after", time.monotonic() - began, "s")
        report.figure("photos lost", BURST - recorded, "", limit=0)
        report.figure("resident memory at most, all taken in", ours.peak_megabytes, "MB", limit=MEMORY)
        told = await ours.lives_until(platform.ask("delivered", sample))
        _tell(report, f"{sample:,} receipts", told)
        report.figure("people who were answered", told["chats"], "", least=sample)
        stored = await ours.ask("stored")
        report.figure("receipts queued and sent", stored["notices"], "", least=BURST, limit=BURST)
        report.figure("resident memory at most", ours.peak_megabytes, "MB", limit=MEMORY)


all_reminders = partial(reminders, sample=COMMUNES)
whole_burst = partial(burst, sample=BURST)


def _tell(report: Report, what: str, told: dict[str, Any]) -> None:
    report.figure(f"{what}, a second", told["rate"], "/s")
    report.figure("  of what is permitted", 100 * told["rate"] / PERMITTED, "%", least=95)
    report.figure("  in the busiest second", told["busiest"], "", limit=PERMITTED)
    report.figure("  answered with 429", told["refused"], "", limit=0)
    report.figure("  calls against the specification", len(told["faults"]), "", limit=0)


@asynccontextmanager
async def _both(moment: str, people: int) -> AsyncIterator[tuple[Child, Child]]:
    platform = await Child.start("telegram_stand_in", moment)
    try:
        await platform.ask("people", people)
        ours = await Child.start("telegram_ours", await platform.ask("port"), people, moment, "paced")
        try:
            await ours.lives_until(platform.ask("is_polled"))
            yield platform, ours
        finally:
            await ours.stop()
    finally:
        await platform.stop()
