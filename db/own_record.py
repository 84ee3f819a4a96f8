"""Everything that is kept about one member, for this member to see and take along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.evidence import ItemKind, SubmissionState
from db import consents
from db.consents import ConsentLine
from db.engine import Tx
from db.tables import (
    ABSENCE,
    ADDRESS,
    AUDIT,
    DATA_REQUEST,
    DEPUTY,
    EXCUSE,
    MEMBER,
    OBLIGATION,
    PERIOD,
    ROLE_GRANT,
    SEAT,
    SUBMISSION,
    TENURE,
    UNIT,
)


@dataclass(frozen=True, slots=True)
class Chat:
    """Where the member is, or was, reached."""

    channel: str
    chat: str
    state: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A seat the member holds or held; local days, `until` None: still. `deputy`: only as its deputy."""

    unit: str
    kind: str
    since: date
    until: date | None
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One item of evidence."""

    number: int
    unit: str
    task: str
    period: str
    kind: ItemKind
    state: SubmissionState
    effective_at: datetime
    url: str | None
    sha256: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the member did, as the audit has it."""

    at: datetime
    action: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """All of it. `roles` are those granted by name, with their beginning and end."""

    name: str
    phone: str | None
    language: str | None
    form: str | None
    chats: Sequence[Chat]
    seats: Sequence[Held]
    roles: Sequence[tuple[str, datetime, datetime | None]]
    consents: Sequence[ConsentLine]
    items: Sequence[OwnItem]
    absences: Sequence[tuple[datetime, datetime]]
    excuses: Sequence[tuple[str, str, str, datetime]]
    requests: Sequence[tuple[datetime, date, str]]
    deeds: Sequence[Deed]


async def of_member(tx: Tx, member: int) -> OwnRecord:
    """Everything kept about this member: a fixed number of statements, whatever there is."""
    person = (await tx.execute(select(MEMBER).where(MEMBER.c.id == member))).one()
    return OwnRecord(
        person.name,
        person.phone,
        person.language,
        person.form,
        await chats(tx, member),
        await _seats(tx, member),
        await _roles(tx, member),
        await consents.of_member(tx, member),
        await _items(tx, member),
        await _absences(tx, member),
        await _excuses(tx, member),
        await _requests(tx, member),
        await _deeds(tx, member),
    )


async def phone_of(tx: Tx, member: int) -> str | None:
    """The telephone number that the roster has."""
    found: str | None = (await tx.execute(select(MEMBER.c.phone).where(MEMBER.c.id == member))).scalar_one()
    return found


async def chats(tx: Tx, member: int) -> list[Chat]:
    """The chats that speak for the member, or did."""
    rows = await tx.execute(select(ADDRESS).where(ADDRESS.c.member_id == member).order_by(ADDRESS.c.id))
    return [Chat(row.channel, row.chat, row.state, row.linked_at) for row in rows]


async def _seats(tx: Tx, member: int) -> list[Held]:
    held: list[Held] = []
    for table in (TENURE, DEPUTY):
        rows = await tx.execute(
            select(UNIT.c.name, SEAT.c.kind, table.c.from_day, table.c.until_day)
            .join(SEAT, SEAT.c.id == table.c.seat_id)
            .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
            .where(table.c.member_id == member)
            .order_by(table.c.from_day, table.c.id)
        )
        held += [Held(row.name, row.kind, row.from_day, row.until_day, table is DEPUTY) for row in rows]
    return held


async def _roles(tx: Tx, member: int) -> list[tuple[str, datetime, datetime | None]]:
    columns = ROLE_GRANT.c
    rows = await tx.execute(select(ROLE_GRANT).where(columns.member_id == member).order_by(columns.id))
    return [(row.role, row.granted_at, row.revoked_at) for row in rows]


async def _items(tx: Tx, member: int) -> list[OwnItem]:
    columns = SUBMISSION.c
    names = ("id", "task", "kind", "state", "effective_at", "url", "media_sha", "note")
    rows = await tx.execute(
        select(*(columns[name] for name in names), UNIT.c.name.label("unit"), PERIOD.c.code.label("period"))
        .join(UNIT, UNIT.c.id == columns.unit_id)
        .join(PERIOD, PERIOD.c.id == columns.period_id)
        .where(columns.member_id == member)
        .order_by(columns.id)
    )
    return [
        OwnItem(
            row.id, row.unit, row.task, row.period, ItemKind(row.kind), SubmissionState(row.state), row.effective_at,
            row.url, row.media_sha, row.note,
        )
        for row in rows
    ]  # fmt: skip


async def _absences(tx: Tx, member: int) -> list[tuple[datetime, datetime]]:
    columns = ABSENCE.c
    rows = await tx.execute(select(ABSENCE).where(columns.member_id == member).order_by(columns.id))
    return [(row.from_at, row.until_at) for row in rows]


async def _excuses(tx: Tx, member: int) -> list[tuple[str, str, str, datetime]]:
    """(period, reason, state, when it was said)."""
    rows = await tx.execute(
        select(PERIOD.c.code, EXCUSE.c.reason, EXCUSE.c.state, EXCUSE.c.asked_at)
        .join(OBLIGATION, OBLIGATION.c.id == EXCUSE.c.obligation_id)
        .join(PERIOD, PERIOD.c.id == OBLIGATION.c.period_id)
        .where(EXCUSE.c.asked_by == member)
        .order_by(EXCUSE.c.id)
    )
    return [(row.code, row.reason, row.state, row.asked_at) for row in rows]


async def _requests(tx: Tx, member: int) -> list[tuple[datetime, date, str]]:
    columns = DATA_REQUEST.c
    rows = await tx.execute(select(DATA_REQUEST).where(columns.member_id == member).order_by(columns.id))
    return [(row.asked_at, row.answer_by, row.state) for row in rows]


async def _deeds(tx: Tx, member: int) -> list[Deed]:
    columns = AUDIT.c
    rows = await tx.execute(select(AUDIT).where(columns.actor_id == member).order_by(columns.id))
    return [Deed(row.at, row.action, row.details) for row in rows]
