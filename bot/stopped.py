"""How the command line says that the emergency stop is on."""

from zoneinfo import ZoneInfo

from db import stopping
from db.engine import Tx

MEND = "an admin lets it go on in the chat with /tamdung, which shows first what is still worth sending"


async def stop_line(tx: Tx, zone: ZoneInfo) -> str | None:
    """Since when, by whom and why nothing but answers goes out; None in ordinary times."""
    stop = await stopping.current(tx)
    if stop is None:
        return None
    since = stop.since.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    why = f" ({stop.reason})" if stop.reason else ""
    return f"emergency stop on since {since}, ordered by {stop.by}{why}: nothing but answers and receipts goes out"
