"""A notice whose send failed goes again: to the same address after a moment, or to another one of the member's."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from core.masking import masked
from core.ports import Address
from db.engine import Tx
from db.outbox import Claimed
from db.tables import OUTBOX


async def readdress(tx: Tx, row: int, now: datetime) -> None:
    """Its address is dead: again, to whatever address the member has by then."""
    values = {"channel": None, "account": None, "chat": None, "state": "QUEUED", "leased_until": None}
    await tx.execute(update(OUTBOX).where(OUTBOX.c.id == row).values(not_before=now, **values))


def address_mark(address: Address) -> str:
    """How a notice remembers an address that refused it."""
    return f"{address.channel}:{address.account}:{address.chat}"


async def try_elsewhere(tx: Tx, row: Claimed, tried: Sequence[str], error: str, now: datetime) -> None:
    """These addresses will not take it: at once to another one of the member's."""
    values = {"state": "QUEUED", "leased_until": None, "not_before": now, "error": error}
    about = {**row.about, "tried": list(tried)}
    await tx.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(about=about, **values))


async def put_back(tx: Tx, row: int, not_before: datetime, error: str) -> None:
    """Sending failed for now: again after a moment."""
    await tx.execute(
        update(OUTBOX)
        .where(OUTBOX.c.id == row)
        .values(state="QUEUED", leased_until=None, not_before=not_before, error=masked(error))
    )
