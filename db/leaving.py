"""A member stops: seats fall vacant, roles end, guests are sent away, nothing that waits goes out any more."""

from datetime import date, datetime

from sqlalchemy import delete, or_, update

from db.engine import Tx
from db.tables import DELEGATION, DEPUTY, HANDOVER, INVITE, OUTBOX, ROLE_GRANT, TENURE

NO_MORE = "REPLACED"
"""What becomes of a request to hand over a seat that its holder has left."""


async def leave(tx: Tx, member: int, today: date, now: datetime) -> None:
    """From today on this member holds no seat and no role; what was done and handed in before stays.

    The callers see to it that an admin is left, and tell whoever must know.
    """
    tenures = TENURE.c
    await tx.execute(delete(TENURE).where(tenures.member_id == member, tenures.from_day > today))
    running = or_(tenures.until_day.is_(None), tenures.until_day > today)
    await tx.execute(update(TENURE).where(tenures.member_id == member, running).values(until_day=today))
    deputies = DEPUTY.c
    acting = or_(deputies.until_day.is_(None), deputies.until_day > today)
    await tx.execute(update(DEPUTY).where(deputies.member_id == member, acting).values(until_day=today))
    grants = ROLE_GRANT.c
    await tx.execute(
        update(ROLE_GRANT).where(grants.member_id == member, grants.revoked_at.is_(None)).values(revoked_at=now)
    )
    codes = INVITE.c
    unused = (codes.used_at.is_(None), codes.voided_at.is_(None))
    own = or_(codes.member_id == member, codes.issued_by == member)
    await tx.execute(update(INVITE).where(own, *unused).values(voided_at=now))
    guests = DELEGATION.c
    await tx.execute(
        update(DELEGATION).where(guests.member_id == member, guests.ended_at.is_(None)).values(ended_at=now)
    )
    requests = HANDOVER.c
    asked = (requests.asked_by == member, requests.state == "ASKED")
    await tx.execute(update(HANDOVER).where(*asked).values(state=NO_MORE, decided_at=now))
    waiting = (OUTBOX.c.member_id == member, OUTBOX.c.state == "QUEUED", OUTBOX.c.started_by_bot.is_(True))
    await tx.execute(update(OUTBOX).where(*waiting).values(state="DROPPED", done_at=now))
