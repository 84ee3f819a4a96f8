"""Who is an admin, of everything or of one unit with all below it? Giving that and taking it away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Select, select, update

from core.roles import Role
from db.engine import Tx
from db.insert import insert_one
from db.tables import ADDRESS, INVITE, MEMBER, ROLE_GRANT, UNIT


@dataclass(frozen=True, slots=True)
class LocalAdmin:
    """Somebody who is an admin of a unit and all below it."""

    member: int
    name: str
    unit: int
    unit_name: str


def all_admins() -> Select[tuple[int]]:
    """The admins of everything, as a part of other questions."""
    grant = ROLE_GRANT.c
    return select(grant.member_id).where(grant.role == Role.ADMIN.value, grant.revoked_at.is_(None)).distinct()


def is_local(grant: FromClause) -> list[ColumnElement[bool]]:
    """The conditions under which a grant makes a local admin."""
    return [grant.c.role == Role.LOCAL_ADMIN.value, grant.c.revoked_at.is_(None)]


async def admins(tx: Tx) -> tuple[int, ...]:
    """All admins of everything, in the order in which they came."""
    return tuple(sorted([row.member_id for row in await tx.execute(all_admins())]))


async def reachable_admins(tx: Tx) -> tuple[int, ...]:
    """The admins of everything who can be written to."""
    linked = select(ADDRESS.c.member_id).where(ADDRESS.c.state == "LIVE")
    rows = await tx.execute(all_admins().where(ROLE_GRANT.c.member_id.in_(linked)))
    return tuple(sorted([row.member_id for row in rows]))


async def local_admins(tx: Tx) -> list[LocalAdmin]:
    """All local admins, by unit."""
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.name, UNIT.c.id.label("unit"), UNIT.c.name.label("unit_name"))
        .join(ROLE_GRANT, ROLE_GRANT.c.member_id == MEMBER.c.id)
        .join(UNIT, UNIT.c.id == ROLE_GRANT.c.unit_id)
        .where(*is_local(ROLE_GRANT))
        .distinct()
        .order_by(UNIT.c.id, MEMBER.c.id)
    )
    return [LocalAdmin(row.id, row.name, row.unit, row.unit_name) for row in rows]


async def make_admin(tx: Tx, member: int, granted_by: int | None, now: datetime, unit: int | None = None) -> None:
    """Make a member an admin, of everything or of a unit and all below it; doing it twice changes nothing."""
    role = Role.ADMIN if unit is None else Role.LOCAL_ADMIN
    if not await _has(tx, member, role, unit):
        await insert_one(
            tx,
            ROLE_GRANT,
            member_id=member,
            role=role.value,
            unit_id=unit,
            granted_at=now,
            granted_by=granted_by,
        )


async def is_needed(tx: Tx, member: int) -> bool:
    """Whether this is the last admin of everything, or the last one who can be reached in a chat."""
    everybody, reachable = await admins(tx), await reachable_admins(tx)
    return everybody == (member,) or reachable == (member,)


async def revoke_admin(tx: Tx, member: int, now: datetime, unit: int | None = None) -> bool:
    """Take that away; False, and nothing done, when this admin of everything `is_needed`.

    Codes for further admins that this member handed out and nobody used are void from now on.
    """
    if unit is None and await is_needed(tx, member):
        return False
    role = Role.ADMIN if unit is None else Role.LOCAL_ADMIN
    await tx.execute(update(ROLE_GRANT).where(*_grant_of(member, role, unit)).values(revoked_at=now))
    codes = INVITE.c
    makes_admins = codes.role.in_([Role.ADMIN.value, Role.LOCAL_ADMIN.value])
    unused = (codes.used_at.is_(None), codes.voided_at.is_(None))
    await tx.execute(update(INVITE).where(codes.issued_by == member, makes_admins, *unused).values(voided_at=now))
    return True


async def _has(tx: Tx, member: int, role: Role, unit: int | None) -> bool:
    return (await tx.execute(select(ROLE_GRANT.c.id).where(*_grant_of(member, role, unit)))).first() is not None


def _grant_of(member: int, role: Role, unit: int | None) -> list[ColumnElement[bool]]:
    grant = ROLE_GRANT.c
    where = grant.unit_id.is_(None) if unit is None else grant.unit_id == unit
    return [grant.member_id == member, grant.role == role.value, where, grant.revoked_at.is_(None)]
