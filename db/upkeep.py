"""When backups, restores, beats and the like were done last, for whoever looks after the installation."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from core.health import RIVAL, SLOW, Done, Silence
from db.engine import Tx
from db.insert import put
from db.tables import UPKEEP

BACKUP = "backup"
RESTORE = "restore"
"""A backup was restored into a scratch place, to prove it."""

BEAT = "beat"
SILENCE = "silence"
"""Nothing beat for long: from `fine_at` until `at`."""

_RIVAL = "rival:"
"""Another program uses the token of this bot."""

TOLD = "told"
"""The admins got their daily message."""

OFTEN = timedelta(minutes=1)
"""A beat is noted so often at most: it is looked at by people."""


async def note(tx: Tx, what: str, now: datetime, told: str, *, fine: bool) -> None:
    """This was tried now; the last time that it went well is kept when it did not."""
    values = {"at": now, "told": told[:500], **({"fine_at": now} if fine else {})}
    await put(tx, UPKEEP, {"what": what}, values)


async def all_done(tx: Tx) -> Mapping[str, Done]:
    """Everything that was ever noted, by its word."""
    rows = await tx.execute(select(UPKEEP))
    return {row.what: Done(row.at, row.fine_at, row.told) for row in rows}


async def beat(tx: Tx, now: datetime, *, rehearsed: bool) -> None:
    """It beats. After a long pause the silence is written down; a rehearsal's time may leap, so its is not."""
    before = (await all_done(tx)).get(BEAT)
    if before is not None and before.at <= now < before.at + OFTEN:
        return
    if before is not None and now >= before.at + SLOW and not rehearsed:
        await put(tx, UPKEEP, {"what": SILENCE}, {"at": now, "fine_at": before.at, "told": ""})
    await note(tx, BEAT, now, "", fine=True)


def silence_in(done: Mapping[str, Done]) -> Silence | None:
    """The last time that nothing beat for long."""
    found = done.get(SILENCE)
    return None if found is None or found.fine_at is None else Silence(found.fine_at, found.at)


async def rival(tx: Tx, bot: str, seen_at: datetime) -> None:
    """Another program was noticed that uses this bot's token."""
    await note(tx, f"{_RIVAL}{bot}", seen_at, "", fine=False)


def rivals_in(done: Mapping[str, Done], now: datetime) -> list[str]:
    """The bots whose token another program was using a short while ago, by name."""
    found = (
        what.removeprefix(_RIVAL) for what, each in done.items() if what.startswith(_RIVAL) and now < each.at + RIVAL
    )
    return sorted(found)
