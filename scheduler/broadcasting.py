"""Words to many: queued a batch at a time, so that no receipt waits for them; at the end its sender hears how it went.

A crash goes on after the last batch; whoever lost the right to speak to these people meanwhile is silenced.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from core.notices import Notice, NoticeKind, order
from core.roles import Action
from db import broadcasts, outbox, people
from db.broadcasts import Broadcast, Outcome
from db.engine import Tx
from scheduler.failing import each_apart
from scheduler.ordered import still_allowed
from scheduler.setting import DutySetting
from texts.broadcasts import what_became
from texts.rendering import Sentence, lines

BATCH = 500
"""How many messages one transaction queues."""

FRESH = timedelta(days=7)
"""How long a message may wait, say for a platform that is away."""

_log = logging.getLogger(__name__)


class Broadcasting:
    """Queues what was ordered and closes the books on what has gone out."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting

    async def work(self, now: datetime) -> int:
        """Queue everything that waits to be queued; how many messages that were. Cheap when there is nothing."""
        async with self._setting.database.snapshot() as tx:
            waiting = await broadcasts.unqueued(tx)
        return await each_apart(waiting, lambda each: self._queue(each, now))

    async def close_books(self, now: datetime) -> int:
        """End what nobody waits for any more and tell its sender; how many were ended."""
        ended = 0
        async with self._setting.database.snapshot() as tx:
            under_way = await broadcasts.under_way(tx)
            outcomes = {each.id: await broadcasts.outcome(tx, each) for each in under_way}
        for each in under_way:
            if outcomes[each.id].waiting == 0:
                async with self._setting.database.transaction() as tx:
                    await broadcasts.end(tx, each.id, outcomes[each.id], now)
                    await self._tell(tx, each, outcomes[each.id], now)
                ended += 1
        return ended

    async def _queue(self, broadcast: Broadcast, now: datetime) -> int:
        day = self._setting.day(now)
        async with self._setting.database.snapshot() as tx:
            meant = await broadcasts.receivers(tx, broadcast.audience, day, now, broadcast.reached)
        queued, reached = 0, broadcast.reached
        for start in range(0, len(meant) or 1, BATCH):
            some = meant[start : start + BATCH]
            async with self._setting.database.transaction() as tx:
                fresh = await broadcasts.by_id(tx, broadcast.id)
                if fresh is None or fresh.stopped or fresh.queued or fresh.reached != reached:
                    return queued  # somebody stopped it, or another process is at it
                if not await self._allowed(tx, broadcast, now):
                    await broadcasts.stop(tx, broadcast.id, None, now)
                    _log.warning("broadcast %d is stopped: its sender may not send it any more", broadcast.id)
                    return queued
                notices = {member: _notice(broadcast, member, now) for member, linked in some if linked}
                await broadcasts.queue_for(tx, broadcast.id, some, notices, now)
                if start + BATCH >= len(meant):
                    await broadcasts.all_queued(tx, broadcast.id, now)
                reached = some[-1][0] if some else reached
                queued += len(notices)
        return queued

    async def _allowed(self, tx: Tx, broadcast: Broadcast, now: datetime) -> bool:
        views = await people.member_views(tx, [broadcast.by], self._setting.day(now))
        return await still_allowed(tx, order_of(broadcast), views)

    async def _tell(self, tx: Tx, broadcast: Broadcast, outcome: Outcome, now: datetime) -> None:
        person = await self._setting.person(tx, broadcast.by, now)
        texts = self._setting.texts
        head = texts.say(person, "broadcast.ended", at=broadcast.at, n=outcome.delivered)
        text = lines([head, *what_became(texts, person, outcome.as_json())])
        key = f"broadcast_ended:{broadcast.id}"
        await outbox.queue(tx, [Notice(key, NoticeKind.ADMIN, str(text), member=broadcast.by)], now)


def order_of(broadcast: Broadcast) -> Mapping[str, Any]:
    """Who ordered it, and for whom."""
    return order(broadcast.by, Action.BROADCAST, broadcast.audience.roots)


def _notice(broadcast: Broadcast, member: int, now: datetime) -> Notice:
    """The words are put in when it is sent: thousands of rows need not each hold them."""
    return Notice(
        f"broadcast:{broadcast.id}:{member}",
        NoticeKind.BROADCAST,
        member=member,
        about={"broadcast": broadcast.id},
        expires_at=now + FRESH,
    )


def as_sent(text: str) -> Sentence:
    """The sender's own words, line breaks and all: whoever may broadcast is trusted with them."""
    return Sentence(text)
