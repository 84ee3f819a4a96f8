"""How many messages would a platform have charged for that takes money for those which the bot starts?"""

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select, true

from core.notices import NoticeKind
from db.engine import Tx
from db.tables import INBOX, OUTBOX

SESSION = timedelta(hours=24)
"""So long after somebody wrote, messages to him or her cost nothing (Viber's session)."""

_ANSWERS = (NoticeKind.REPLY.value, NoticeKind.RECEIPT.value)


async def started_outside_sessions(
    tx: Tx, since: datetime, until: datetime, channel: str | None = None
) -> tuple[int, int]:
    """The messages to one person sent between these moments, answers apart: all, and those outside a session.

    Those of this channel; None: of all, as if they had been said there.
    Two statements; the moments of all of them are in memory meanwhile.
    """
    wrote: dict[tuple[str, ...], list[datetime]] = defaultdict(list)
    here = (true(), true()) if channel is None else (INBOX.c.channel == channel, OUTBOX.c.channel == channel)
    came = select(INBOX.c.channel, INBOX.c.account, INBOX.c.chat, INBOX.c.received_at)
    between = (here[0], INBOX.c.received_at > since - SESSION, INBOX.c.received_at < until)
    for *chat, at in await tx.execute(came.where(*between).order_by(INBOX.c.received_at)):
        wrote[tuple(chat)].append(at)
    went = select(OUTBOX.c.channel, OUTBOX.c.account, OUTBOX.c.chat, OUTBOX.c.done_at).where(
        here[1],
        OUTBOX.c.state == "SENT",
        OUTBOX.c.member_id.is_not(None),
        OUTBOX.c.kind.not_in(_ANSWERS),
        OUTBOX.c.done_at >= since,
        OUTBOX.c.done_at < until,
    )
    started = outside = 0
    for *chat, at in await tx.execute(went):
        started += 1
        moments = wrote[tuple(chat)]
        before = bisect_right(moments, at)
        outside += before == 0 or at - moments[before - 1] >= SESSION
    return started, outside
