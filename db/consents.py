"""Who agreed to which version of the consent, what that version said, and who was not asked for the newest yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select, update

from db import people
from db.engine import Tx
from db.insert import insert_new, insert_one
from db.people import held_on
from db.tables import ADDRESS, CONSENT, CONSENT_WORDING, MEMBER, ROLE_GRANT, TENURE

GIVEN, DECLINED = "GIVEN", "DECLINED"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent that was asked for. `answer` None: not answered yet."""

    version: int
    language: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    withdrawn_at: datetime | None


async def keep_wording(tx: Tx, version: int, language: str, wording: str, now: datetime) -> None:
    """What this version says in this language; the first time counts, so that it can be shown later on."""
    row = {"version": version, "language": language, "wording": wording, "first_shown_at": now}
    await insert_new(tx, CONSENT_WORDING, [row])


async def wordings(tx: Tx, version: int) -> dict[str, str]:
    """What people were shown as this version, by language."""
    columns = CONSENT_WORDING.c
    rows = await tx.execute(select(columns.language, columns.wording).where(columns.version == version))
    return {row.language: row.wording for row in rows}


async def changed_since(tx: Tx, version: int, now_said: Mapping[str, str]) -> list[str]:
    """In which of these languages this version was shown with other words than `now_said`."""
    shown = await wordings(tx, version)
    return sorted(language for language, said in now_said.items() if shown.get(language, said) != said)


async def asked(tx: Tx, members: Sequence[int], version: int, language: str, now: datetime) -> None:
    """These members are asked for the consent of this version."""
    rows = [{"member_id": member, "version": version, "language": language, "asked_at": now} for member in members]
    await insert_new(tx, CONSENT, rows)


async def give(tx: Tx, member: int, version: int, language: str, now: datetime) -> None:
    """The member agrees to this version of what is kept about him or her."""
    await people.consent(tx, member, version, now)
    await _answer(tx, member, version, language, GIVEN, now)


async def decline(tx: Tx, member: int, version: int, language: str, now: datetime) -> None:
    """The member does not agree to this version; what was agreed to before still holds."""
    await _answer(tx, member, version, language, DECLINED, now)


async def _answer(tx: Tx, member: int, version: int, language: str, answer: str, now: datetime) -> None:
    columns = CONSENT.c
    open_one = (columns.member_id == member, columns.version == version, columns.answer.is_(None))
    values = {"answer": answer, "answered_at": now}
    if (await tx.execute(update(CONSENT).where(*open_one).values(**values))).rowcount == 0:
        await insert_one(tx, CONSENT, member_id=member, version=version, language=language, asked_at=now, **values)


async def withdraw(tx: Tx, member: int, now: datetime) -> None:
    """The member takes the consent back: nothing that was given holds any more."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(consented_at=None, consent_version=None))
    columns = CONSENT.c
    held = (columns.member_id == member, columns.answer == GIVEN, columns.withdrawn_at.is_(None))
    await tx.execute(update(CONSENT).where(*held).values(withdrawn_at=now))


async def of_member(tx: Tx, member: int) -> list[ConsentLine]:
    """Everything this member was asked, oldest first."""
    rows = await tx.execute(select(CONSENT).where(CONSENT.c.member_id == member).order_by(CONSENT.c.id))
    return [
        ConsentLine(row.version, row.language, row.asked_at, row.answer, row.answered_at, row.withdrawn_at)
        for row in rows
    ]


async def not_asked_yet(tx: Tx, version: int, day: date, limit: int) -> list[tuple[int, str | None]]:
    """Members with a chat and something to do who agreed to an older version and were not asked for this one.

    (member, language), a batch in the order of their numbers.
    """
    linked = select(ADDRESS.c.member_id).where(ADDRESS.c.state == "LIVE")
    seated = select(TENURE.c.member_id).where(*held_on(day))
    trusted = select(ROLE_GRANT.c.member_id).where(ROLE_GRANT.c.revoked_at.is_(None))
    known = select(CONSENT.c.id).where(and_(CONSENT.c.member_id == MEMBER.c.id, CONSENT.c.version >= version))
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.language)
        .where(
            MEMBER.c.consent_version < version,
            MEMBER.c.id.in_(linked),
            or_(MEMBER.c.id.in_(seated), MEMBER.c.id.in_(trusted)),
            ~known.exists(),
        )
        .order_by(MEMBER.c.id)
        .limit(limit)
    )
    return [(row.id, row.language) for row in rows]


async def waiting_for_answers(tx: Tx, version: int) -> int:
    """How many were asked for this version and did not answer."""
    columns = CONSENT.c
    open_ones = (columns.version == version, columns.answer.is_(None))
    return len((await tx.execute(select(columns.member_id).where(*open_ones).distinct())).all())
