"""Everything about one member is erased; counts, standings and the figures of frozen reports stay.

The member's row remains without a name, so that every item still has a sender. What others wrote and sent about the
person is replaced in the audit; in old messages it goes when these are forgotten (see `db/purging.py`).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update

from core.figures_erased import without_person
from core.figures_frozen import fingerprint, frozen, packed, thawed, unpacked
from core.ports import Address
from db.engine import Tx
from db.forgetting import forget_chat
from db.tables import (
    ADDRESS,
    AUDIT,
    CONSENT,
    EXCUSE,
    FINGERPRINT,
    HANDOVER,
    INVITE,
    MEDIA,
    MEMBER,
    OUTBOX,
    REPORT_EDITION,
    REPORTED_WEEK,
    REVIEW,
    SEAT,
    SUBMISSION,
    TENURE,
)

_log = logging.getLogger(__name__)

GOODBYE = "erased:"
"""What the key of the last message to somebody begins with; once it is sent, nothing is kept of it."""

AT_ONCE = 500
"""How many rows of the audit are rewritten at a time."""

LONG_AGO = timedelta(days=60)
"""A picture that was announced so long ago is deleted with the next round of old pictures, within a day."""


async def erase(tx: Tx, member: int, nameless: str, now: datetime, *, keep_frozen: bool) -> list[tuple[str, int, str]]:
    """Erase, and put `nameless` in the place of the name. `keep_frozen`: what stands in frozen reports is left there.

    Pictures that nobody else handed in lose their files within a day. Returns the editions that were written anew:
    (month, number, the fingerprint before). The caller has made the member leave seats and roles.
    """
    name = (await tx.execute(select(MEMBER.c.name).where(MEMBER.c.id == member))).scalar_one()
    editions = [] if keep_frozen else await _rewrite_editions(tx, member, nameless)
    await _erase_items(tx, member, keep_frozen, now)
    await _erase_words(tx, member, name)
    await _erase_in_audit(tx, member, name, nameless)
    await _erase_chats(tx, member)
    nothing = dict.fromkeys(("phone", "language", "form", "consented_at", "consent_version"))
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(name=nameless, erased_at=now, **nothing))
    return editions


# ---- what was handed in ----------------------------------------------------------------------------------------------


async def _erase_items(tx: Tx, member: int, keep_frozen: bool, now: datetime) -> None:
    columns = SUBMISSION.c
    which: list[ColumnElement[bool]] = [columns.member_id == member]
    await tx.execute(update(SUBMISSION).where(*which).values(note=None))
    if keep_frozen:
        which.append(columns.period_id.not_in(select(REPORTED_WEEK.c.period_id)))
    pictures = list((await tx.execute(select(columns.media_sha).where(*which).distinct())).scalars())
    blank = {"url": None, "media_sha": None, "identity": None}
    await tx.execute(update(SUBMISSION).where(*which).values(**blank))
    await _doom(tx, [sha for sha in pictures if sha is not None], now)


async def _doom(tx: Tx, pictures: Sequence[str], now: datetime) -> None:
    """Those of these pictures that no item shows any more go; what they look like is forgotten at once."""
    for start in range(0, len(pictures), AT_ONCE):
        some = pictures[start : start + AT_ONCE]
        shown = select(SUBMISSION.c.id).where(SUBMISSION.c.media_sha == MEDIA.c.sha256).exists()
        orphans = list((await tx.execute(select(MEDIA.c.sha256).where(MEDIA.c.sha256.in_(some), ~shown))).scalars())
        await tx.execute(update(MEDIA).where(MEDIA.c.sha256.in_(orphans)).values(doomed_at=now - LONG_AGO))
        await tx.execute(delete(FINGERPRINT).where(FINGERPRINT.c.sha256.in_(orphans)))


async def _rewrite_editions(tx: Tx, member: int, nameless: str) -> list[tuple[str, int, str]]:
    """The frozen reports with this person in them, without the name and what was handed in under it."""
    columns = REPORT_EDITION.c
    own = SUBMISSION.c.member_id == member
    items = list((await tx.execute(select(SUBMISSION.c.id).where(own))).scalars())
    changed = []
    for row in (await tx.execute(select(columns.id, columns.month, columns.number).order_by(columns.id))).all():
        kept = (await tx.execute(select(columns.facts, columns.fingerprint).where(columns.id == row.id))).one()
        try:
            facts = thawed(unpacked(kept.facts))
        except (ValueError, KeyError, TypeError):
            _log.warning("the frozen report %s of %s cannot be read and was left as it is", row.number, row.month)
            continue
        without = without_person(facts, member, items, nameless)
        if without != facts:
            text = frozen(without)
            values = {"facts": packed(text), "fingerprint": fingerprint(text)}
            await tx.execute(update(REPORT_EDITION).where(columns.id == row.id).values(**values))
            changed.append((row.month, row.number, kept.fingerprint))
    return changed


# ---- what was said ---------------------------------------------------------------------------------------------------


async def _erase_words(tx: Tx, member: int, name: str) -> None:
    """What the member wrote, and where the name stands as somebody's successor."""
    await tx.execute(update(EXCUSE).where(EXCUSE.c.asked_by == member).values(said="", reason=""))
    own = select(SUBMISSION.c.id).where(SUBMISSION.c.member_id == member)
    await tx.execute(update(REVIEW).where(REVIEW.c.submission_id.in_(own)).values(said=""))
    held = select(TENURE.c.seat_id).where(TENURE.c.member_id == member)
    named = (HANDOVER.c.seat_id.in_(held), HANDOVER.c.successor == name)
    await tx.execute(update(HANDOVER).where(*named).values(successor="", phone=None))
    await tx.execute(update(CONSENT).where(CONSENT.c.member_id == member).values(language=""))
    await tx.execute(delete(INVITE).where(INVITE.c.member_id == member))


async def _erase_in_audit(tx: Tx, member: int, name: str, nameless: str) -> None:
    """In every line that the member wrote, or that may be about the member."""
    columns = AUDIT.c
    after = 0
    while True:
        rows = (
            await tx.execute(
                select(columns.id, columns.actor_id, columns.details)
                .where(columns.id > after, _concerns(member))
                .order_by(columns.id)
                .limit(AT_ONCE)
            )
        ).all()
        for row in rows:
            details = _without(row.details, name, nameless)
            if row.actor_id == member:
                details = {key: value for key, value in details.items() if key not in {"note", "said", "reason"}}
            if details != row.details:
                await tx.execute(update(AUDIT).where(columns.id == row.id).values(details=details))
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].id


def _concerns(member: int) -> ColumnElement[bool]:
    """The member's own lines, those about the units of the own seats, and those about no unit (roles, say)."""
    seats = select(TENURE.c.seat_id).where(TENURE.c.member_id == member)
    units = select(SEAT.c.unit_id).where(SEAT.c.id.in_(seats))
    return or_(AUDIT.c.actor_id == member, AUDIT.c.unit_id.is_(None), AUDIT.c.unit_id.in_(units))


def _without(value: Any, name: str, nameless: str) -> Any:
    """The same details with the name replaced wherever it stands."""
    if isinstance(value, str):
        return value.replace(name, nameless)
    if isinstance(value, list):
        return [_without(each, name, nameless) for each in value]
    if isinstance(value, dict):
        return {key: _without(each, name, nameless) for key, each in value.items()}
    return value


# ---- chats -----------------------------------------------------------------------------------------------------------


async def _erase_chats(tx: Tx, member: int) -> None:
    """No chat speaks for the member any more, and none is remembered; what was sent is blank."""
    addresses = ADDRESS.c
    for row in (await tx.execute(select(ADDRESS).where(addresses.member_id == member))).all():
        await forget_chat(tx, Address(row.channel, row.account, row.chat), f"erased:{row.id}")
    await tx.execute(delete(ADDRESS).where(addresses.member_id == member))
    columns = OUTBOX.c
    sent = (columns.member_id == member, columns.state.not_in(["QUEUED", "CLAIMED"]))
    await tx.execute(update(OUTBOX).where(*sent).values(text=None, options=[], about={}, error=None))
