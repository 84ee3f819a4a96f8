"""The facts from which somebody sees whether the installation is well."""

from collections.abc import Sequence
from datetime import datetime

from core.health import LOOK_BACK, Health
from db import doctor, outbox_counts, stopping, upkeep
from db.engine import Tx


async def look(tx: Tx, channels: Sequence[str], now: datetime) -> Health:
    """As of `now`; `channels` are those served. Fails of no channel that is known count for none of them."""
    failed = await outbox_counts.failed_by_channel(tx, now - LOOK_BACK)
    queue = await outbox_counts.queue(tx, now)
    unhandled = await doctor.unhandled(tx, now)
    stop = await stopping.current(tx)
    done = await upkeep.all_done(tx)
    beat = done.get(upkeep.BEAT)
    return Health(
        at=now,
        backup=done.get(upkeep.BACKUP),
        restore=done.get(upkeep.RESTORE),
        failed={channel: failed.get(channel, 0) for channel in dict.fromkeys(channels)},
        queued=queue.number,
        queued_since=queue.since,
        unhandled=unhandled.number,
        unhandled_since=unhandled.since,
        set_aside=len(await doctor.set_aside(tx, now - LOOK_BACK)),
        beat_at=beat.at if beat else None,
        silence=upkeep.silence_in(done),
        stopped_since=stop.since if stop else None,
        rivals=upkeep.rivals_in(done, now),
    )
