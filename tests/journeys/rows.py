"""What a journey may look up besides what people see: the outbox, flags, the numbers behind buttons."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlmodel import SQLModel

from bot.installation import Installation
from core.ports import Address
from db import duties, flags, inbox, likeness, people, periods, standings, units
from db.flags import OpenFlag
from db.standings import ObligationView
from db.tables import FINGERPRINT, OUTBOX
from media.fingerprint_version import VERSION
from media.store import MediaStore

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the outbox that went out. `at` is local."""

    kind: str
    at: datetime
    started_by_bot: bool
    chat: str


class Rows:
    """Questions to the database of the stage."""

    installation: Installation
    media: Path

    @property
    def now(self) -> datetime:
        """The moment on the clock, in UTC."""
        return self.installation.clock.now()

    async def sent(self) -> list[Sent]:
        """Everything that ever went out, in order."""
        columns = OUTBOX.c
        async with self.installation.database.snapshot() as tx:
            rows = await tx.execute(select(OUTBOX).where(columns.state == "SENT").order_by(columns.done_at, columns.id))
            return [Sent(row.kind, row.done_at.astimezone(ZONE), row.started_by_bot, row.chat) for row in rows]

    async def sent_to(self, chat: str, kind: str) -> list[Sent]:
        """What of this kind went out to this chat."""
        return [each for each in await self.sent() if (each.chat, each.kind) == (chat, kind)]

    async def set_aside(self) -> int:
        """How many updates were given up."""
        async with self.installation.database.snapshot() as tx:
            return await inbox.count(tx, "ASIDE")

    async def member(self, chat: str) -> int:
        """The number of the member behind this chat."""
        async with self.installation.database.snapshot() as tx:
            found = await people.member_at(tx, Address("local", "local", chat), self.now.astimezone(ZONE).date())
        assert found is not None
        return found.id

    async def obligation(self, unit: str, week: int) -> int:
        """The number of what this unit owes for this week."""
        number = await self.unit(unit)
        async with self.installation.database.snapshot() as tx:
            owed = await duties.of_units(tx, [number], self.now)
        return next(duty.obligation for duty in owed if duty.week == week)

    async def obligations(self, week: int) -> list[ObligationView]:
        """Who owed what in this week."""
        async with self.installation.database.snapshot() as tx:
            found = await periods.period_named(tx, "tuan", f"2026-W{week}")
            assert found is not None
            return await standings.of_period(tx, found.id, found.due_at.astimezone(ZONE).date())

    async def outbox(self, state: str) -> list[str]:
        """The keys of the messages in this state."""
        async with self.installation.database.snapshot() as tx:
            rows = await tx.execute(select(OUTBOX.c.key).where(OUTBOX.c.state == state).order_by(OUTBOX.c.id))
            return list(rows.scalars())

    async def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row there is, but for the conversations and what goes out in them."""
        left_out = {"dialog", "inbox", "outbox"}
        async with self.installation.database.snapshot() as tx:
            return {
                table.name: [tuple(row) for row in await tx.execute(table.select())]
                for table in SQLModel.metadata.sorted_tables
                if table.name not in left_out
            }

    async def open_flags(self) -> list[OpenFlag]:
        """Every open flag."""
        async with self.installation.database.snapshot() as tx:
            return await flags.all_open(tx)

    async def unit(self, code: str) -> int:
        """The number of the unit with this code."""
        async with self.installation.database.snapshot() as tx:
            found = await units.unit_by_code(tx, code)
        assert found is not None
        return found.id

    async def forgets_sketches(self) -> None:
        """The photos of a database from before their sketches were kept."""
        async with self.installation.database.transaction() as tx:
            await tx.execute(update(FINGERPRINT).values(sketch=None))

    async def has_fingerprints_of_an_earlier_version(self) -> None:
        """As a database is after an upgrade: what an earlier version of the program made cannot be read by this one."""
        async with self.installation.database.transaction() as tx:
            await tx.execute(update(FINGERPRINT).values(version=VERSION - 1, content=bytes([VERSION - 1]) * 40))

    async def has_outdated_fingerprints(self) -> int:
        """How many are still as an earlier version made them."""
        async with self.installation.database.snapshot() as tx:
            return len(await likeness.outdated(tx, VERSION, None, 100))

    async def loses_the_file_of_item(self, number: int) -> None:
        """Somebody deleted it."""
        async with self.installation.database.snapshot() as tx:
            [item] = (await likeness.items(tx, [number])).values()
        assert item.sha256 is not None and MediaStore(self.media).remove(item.sha256)
