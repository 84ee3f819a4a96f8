"""What the soak's bot wrote since the last look, held against what people sent and heard."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, distinct, func, or_, select, text

from core.calendar import Calendar
from db.engine import Database, Tx
from db.tables import ERRAND, FLAG, INBOX, OBLIGATION, OUTBOX, PERIOD, SUBMISSION, UPKEEP
from db.upkeep import BEAT


@dataclass(frozen=True, slots=True)
class Look:
    """What was recorded and sent since the last look, and how many of the heard messages were heard too often."""

    items: Counter[tuple[str, str]]
    repeated: Counter[str]
    faults: list[str] = field(default_factory=list)


class Ledger:
    """Questions to the database of a bot that is calm. `since` is the moment of the last look."""

    def __init__(self, database: Database, calendar: Calendar, since: datetime) -> None:
        self._database = database
        self._calendar = calendar
        self._since = since

    async def busy(self, moment: datetime, now: datetime) -> list[str]:
        """What is still to be done, beginning with a beat at `moment` or later; empty when time may go on."""
        quiet = self._calendar.quiet.is_quiet(now, self._calendar.zone)
        ready = and_(OUTBOX.c.state == "QUEUED", OUTBOX.c.not_before <= now)
        may_go = and_(ready, OUTBOX.c.started_by_bot.is_(False)) if quiet else ready
        counts = {
            "a beat": select(func.count()).where(UPKEEP.c.what == BEAT, UPKEEP.c.at >= moment),
            "inbox": select(func.count()).where(INBOX.c.state == "NEW"),
            "outbox": select(func.count()).where(or_(OUTBOX.c.state == "CLAIMED", may_go)),
            "errands": select(func.count()).where(ERRAND.c.state == "WANTED", ERRAND.c.not_before <= now),
        }
        async with self._database.snapshot() as tx:
            found = {what: (await tx.execute(counted)).scalar_one() for what, counted in counts.items()}
        waits = [f"{what}: {number}" for what, number in found.items() if number and what != "a beat"]
        return waits if found["a beat"] else ["a beat", *waits]

    async def look(self, now: datetime, evidence: set[tuple[str, str]], heard: Counter[tuple[str, str]]) -> Look:
        """Hold everything since the last look against what was sent (chat and message) and heard (chat and text)."""
        async with self._database.snapshot() as tx:
            items = await self._items(tx)
            sent = await self._sent(tx)
            receipts = await self._receipts(tx, items)
            faults = await self._ended_badly(tx)
        wanted = Counter(evidence)
        counts = Counter(source for source in items.values())
        faults += _differ("items that are lost", wanted - counts)
        faults += _differ("items that are doubled or were never sent", counts - wanted)
        faults += _differ("items without a receipt", wanted - receipts)
        faults += _differ("items with several receipts", receipts - wanted)
        faults += _differ("messages marked as sent that nobody heard", sent - heard)
        repeated: Counter[str] = Counter()
        for (chat, _), number in (heard - sent).items():
            repeated[chat] += number
        self._since = now
        return Look(counts, repeated, faults)

    async def weeks(self, communes: int, missed: list[int]) -> list[str]:
        """Whether each closed week so far has its obligations, and one MISSED flag for each that was not met."""
        obligations = select(OBLIGATION.c.period_id, func.count().label("number")).group_by(OBLIGATION.c.period_id)
        flags = (
            select(OBLIGATION.c.period_id, func.count(distinct(FLAG.c.obligation_id)).label("number"))
            .join(FLAG, FLAG.c.obligation_id == OBLIGATION.c.id)
            .where(FLAG.c.kind == "MISSED")
            .group_by(OBLIGATION.c.period_id)
        )
        async with self._database.snapshot() as tx:
            periods = list((await tx.execute(select(PERIOD.c.id).order_by(PERIOD.c.opens_at))).scalars())
            owed = {row.period_id: row.number for row in await tx.execute(obligations)}
            flagged = {row.period_id: row.number for row in await tx.execute(flags)}
        faults = []
        for number, (period, wanted) in enumerate(zip(periods, missed, strict=False), 1):
            if owed.get(period, 0) != communes:
                faults.append(f"week {number}: {owed.get(period, 0)} obligations, not {communes}")
            if flagged.get(period, 0) != wanted:
                faults.append(f"week {number}: {flagged.get(period, 0)} units flagged as MISSED, not {wanted}")
        return faults

    async def recorded(self) -> tuple[int, int]:
        """How many items are recorded, and how many updates wait or were set aside."""
        async with self._database.snapshot() as tx:
            items = (await tx.execute(select(func.count()).select_from(SUBMISSION))).scalar_one()
            left = (await tx.execute(select(func.count()).where(INBOX.c.state != "DONE"))).scalar_one()
        return items, left

    async def size(self) -> float:
        """Megabytes that the database takes."""
        async with self._database.snapshot() as tx:
            if tx.dialect.name == "postgresql":
                size = (await tx.execute(text("SELECT pg_database_size(current_database())"))).scalar_one()
            else:
                pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
                size = pages * (await tx.execute(text("PRAGMA page_size"))).scalar_one()
        return float(size) / 1e6

    async def _items(self, tx: Tx) -> dict[int, tuple[str, str]]:
        columns = SUBMISSION.c
        rows = await tx.execute(
            select(columns.id, columns.chat, columns.message).where(columns.recorded_at > self._since)
        )
        return {row.id: (row.chat, row.message) for row in rows}

    async def _sent(self, tx: Tx) -> Counter[tuple[str, str]]:
        columns = OUTBOX.c
        rows = await tx.execute(
            select(columns.chat, columns.text).where(columns.state == "SENT", columns.done_at > self._since)
        )
        return Counter((row.chat, row.text) for row in rows)

    async def _receipts(self, tx: Tx, items: dict[int, tuple[str, str]]) -> Counter[tuple[str, str]]:
        columns = OUTBOX.c
        rows = await tx.execute(
            select(columns.text).where(
                columns.state == "SENT", columns.kind == "receipt", columns.done_at > self._since
            )
        )
        return Counter(items[number] for row in rows for number in _numbers(row.text) if number in items)

    async def _ended_badly(self, tx: Tx) -> list[str]:
        columns = OUTBOX.c
        ended = await tx.execute(
            select(columns.state, columns.kind, columns.error, func.count().label("number"))
            .where(columns.state.in_(["FAILED", "EXPIRED"]), columns.done_at > self._since)
            .group_by(columns.state, columns.kind, columns.error)
        )
        faults = [f"{row.number} messages of kind {row.kind} {row.state}: {row.error}" for row in ended]
        aside = (await tx.execute(select(func.count()).where(INBOX.c.state == "ASIDE"))).scalar_one()
        return faults + ([f"{aside} updates set aside"] if aside else [])


def _differ(what: str, which: Counter[tuple[str, str]]) -> list[str]:
    return [f"{what}: {sum(which.values())}, such as {next(iter(which))}"] if which else []


def _numbers(receipt: str) -> list[int]:
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"BC-(\d+)(?: đến BC-(\d+))?", receipt)]
    return [number for first, last in spans for number in range(first, last + 1)]
