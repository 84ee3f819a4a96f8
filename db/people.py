"""Who is writing, what are they today, and where is a member reached?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, update

from core.ports import Address
from core.roles import Action, Role, Scope, scope_of
from core.roster import SeatKind
from db.admins import admins as admins  # noqa: PLC0414 - asked for as people.admins
from db.admins import all_admins, is_local
from db.admins import make_admin as make_admin  # noqa: PLC0414 - as above
from db.admins import reachable_admins as reachable_admins  # noqa: PLC0414 - as above
from db.engine import Tx
from db.insert import insert_one, put
from db.moving import merge as merge  # noqa: PLC0414 - asked for as people.merge
from db.moving import move_address as move_address  # noqa: PLC0414 - as above
from db.tables import ADDRESS, MEMBER, ROLE_GRANT, SEAT, TENURE, UNIT


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat that a member holds on the day asked for."""

    seat: int
    unit: int
    unit_name: str
    unit_code: str
    level: str
    kind: SeatKind


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as conversations need to know him or her. `language` and `form` are None where never chosen.

    `consent_version`: which wording of the consent was agreed to; None: none. `address_dead`: the chat that this was
    asked for was thought dead until now. `entrusted`: the units of which, with all below them, the member is an admin;
    `admin`: of everything.
    """

    id: int
    name: str
    language: str | None
    form: str | None
    consent_version: int | None
    admin: bool
    seats: tuple[HeldSeat, ...]
    address_dead: bool = False
    entrusted: tuple[int, ...] = ()

    @property
    def secretary_units(self) -> tuple[HeldSeat, ...]:
        """The seats for which this member owes evidence."""
        return tuple(seat for seat in self.seats if seat.kind is SeatKind.SECRETARY)

    @property
    def coordinated_units(self) -> tuple[HeldSeat, ...]:
        """The seats from which this member looks after others."""
        return tuple(seat for seat in self.seats if seat.kind is SeatKind.COORDINATOR)

    @property
    def roles(self) -> frozenset[Role]:
        """What this member is today."""
        roles = {Role.SECRETARY} if self.secretary_units else set()
        roles |= {Role.COORDINATOR} if self.coordinated_units else set()
        roles |= {Role.LOCAL_ADMIN} if self.entrusted else set()
        roles |= {Role.ADMIN} if self.admin else set()
        return frozenset(roles or {Role.FORMER})

    def looks_after(self, action: Action) -> set[int]:
        """The units from which, with all below them, this member's right to do this goes by seat or by trust."""
        units: set[int] = set()
        if scope_of(action, [Role.COORDINATOR]) is Scope.SUBTREE:
            units |= {seat.unit for seat in self.coordinated_units}
        if scope_of(action, [Role.LOCAL_ADMIN]) is Scope.SUBTREE:
            units |= set(self.entrusted)
        return units


def held_on(day: date | ColumnElement[date]) -> list[ColumnElement[bool]]:
    """The conditions under which a tenure holds on a local day."""
    return [TENURE.c.from_day <= day, or_(TENURE.c.until_day.is_(None), TENURE.c.until_day > day)]


def _views() -> Select[Any]:
    """Members with the seats they hold on `day`, a row a seat; one statement, because every message asks this."""
    admin = all_admins().where(ROLE_GRANT.c.member_id == MEMBER.c.id).correlate(MEMBER).exists()
    trust = ROLE_GRANT.alias("trust")
    day: ColumnElement[date] = bindparam("day", type_=TENURE.c.from_day.type)
    return (
        select(
            *(MEMBER.c[name] for name in ("id", "name", "language", "form", "consent_version")),
            admin.label("admin"),
            TENURE.c.seat_id,
            SEAT.c.kind,
            UNIT.c.id.label("unit"),
            UNIT.c.name.label("unit_name"),
            UNIT.c.code,
            UNIT.c.level,
            trust.c.unit_id.label("entrusted"),
        )
        .outerjoin(trust, and_(trust.c.member_id == MEMBER.c.id, *is_local(trust)))
        .outerjoin(TENURE, and_(TENURE.c.member_id == MEMBER.c.id, *held_on(day)))
        .outerjoin(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .outerjoin(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .order_by(MEMBER.c.id, UNIT.c.id, SEAT.c.kind)
    )


_VIEWS_OF = _views().where(MEMBER.c.id.in_(bindparam("members", expanding=True)))
_VIEWS_AT = (
    _views()
    .add_columns(ADDRESS.c.chat, ADDRESS.c.state.label("address_state"))
    .join(ADDRESS, ADDRESS.c.member_id == MEMBER.c.id)
    .where(
        ADDRESS.c.channel == bindparam("channel"),
        ADDRESS.c.account == bindparam("account"),
        ADDRESS.c.chat.in_(bindparam("chats", expanding=True)),
        ADDRESS.c.state != "REVOKED",
    )
)


async def member_at(tx: Tx, address: Address, day: date) -> MemberView | None:
    """The member behind this chat; None for a stranger or a revoked address. A dead address counts: it writes."""
    return (await members_at(tx, [address], day)).get(address)


async def members_at(tx: Tx, addresses: Collection[Address], day: date) -> dict[Address, MemberView]:
    """The members behind these chats; a statement for each bot account."""
    found: dict[Address, MemberView] = {}
    for (channel, account), chats in by_account(addresses).items():
        where = {"channel": channel, "account": account, "chats": chats, "day": day}
        rows = (await tx.execute(_VIEWS_AT, where)).all()
        of_chat: dict[str, list[Any]] = {}
        for row in rows:
            of_chat.setdefault(row.chat, []).append(row)
        for chat, own in of_chat.items():
            (view,) = _viewed(own).values()
            dead = own[0].address_state == "DEAD"
            found[Address(channel, account, chat)] = replace(view, address_dead=dead) if dead else view
    return found


def by_account(addresses: Collection[Address]) -> dict[tuple[str, str], list[str]]:
    """The chats of each bot account."""
    chats: dict[tuple[str, str], list[str]] = {}
    for address in addresses:
        chats.setdefault((address.channel, address.account), []).append(address.chat)
    return chats


async def member_views(tx: Tx, members: Collection[int], day: date) -> dict[int, MemberView]:
    """These members with the seats and roles of a local day, by id."""
    return _viewed((await tx.execute(_VIEWS_OF, {"members": list(members), "day": day})).all())


async def member_view(tx: Tx, member: int, day: date) -> MemberView:
    """This member with the seats and roles of a local day. Members are never deleted."""
    return (await member_views(tx, [member], day))[member]


def _viewed(rows: Sequence[Any]) -> dict[int, MemberView]:
    views: dict[int, MemberView] = {}
    for member, group in groupby(rows, key=lambda row: int(row.id)):
        own = list(group)
        first = own[0]
        seats = dict.fromkeys(
            HeldSeat(row.seat_id, row.unit, row.unit_name, row.code, row.level, SeatKind(row.kind))
            for row in own
            if row.seat_id is not None
        )
        views[member] = MemberView(
            member,
            first.name,
            first.language,
            first.form,
            first.consent_version,
            bool(first.admin),
            tuple(seats),
            entrusted=tuple(dict.fromkeys(row.entrusted for row in own if row.entrusted is not None)),
        )
    return views


async def add_member(tx: Tx, name: str, phone: str | None = None) -> int:
    """A new member."""
    return await insert_one(tx, MEMBER, name=name, phone=phone)


async def addresses_of(tx: Tx, members: Sequence[int]) -> dict[int, list[Address]]:
    """The live addresses of each of these members, the preferred one first."""
    columns = ADDRESS.c
    rows = await tx.execute(
        select(columns.member_id, columns.channel, columns.account, columns.chat)
        .where(columns.member_id.in_(members), columns.state == "LIVE")
        .order_by(columns.preference.desc(), columns.linked_at.desc(), columns.id.desc())
    )
    found: dict[int, list[Address]] = {}
    for member, channel, account, chat in rows:
        found.setdefault(member, []).append(Address(channel, account, chat))
    return found


async def link(tx: Tx, member: int, address: Address, now: datetime, *, revoke_others: bool) -> None:
    """This chat now speaks for the member. With `revoke_others` (a lost phone) the earlier addresses end."""
    columns = ADDRESS.c
    if revoke_others:
        await tx.execute(
            update(ADDRESS).where(columns.member_id == member, columns.state != "REVOKED").values(state="REVOKED")
        )
    key = {"channel": address.channel, "account": address.account, "chat": address.chat}
    values = {"member_id": member, "state": "LIVE", "preference": 0, "linked_at": now, "dead_at": None}
    await put(tx, ADDRESS, key, values)


_MARK_ADDRESS = (
    update(ADDRESS)
    .where(
        ADDRESS.c.channel == bindparam("of_channel"),
        ADDRESS.c.account == bindparam("of_account"),
        ADDRESS.c.chat == bindparam("of_chat"),
        ADDRESS.c.state == bindparam("was"),
    )
    .values(state=bindparam("new_state"), dead_at=bindparam("died_at", type_=ADDRESS.c.dead_at.type))
    .returning(ADDRESS.c.member_id)
)


async def mark_address(tx: Tx, address: Address, state: str, now: datetime) -> int | None:
    """LIVE or DEAD from now on; the member's id when that changed something, else None."""
    values = {
        "of_channel": address.channel,
        "of_account": address.account,
        "of_chat": address.chat,
        "was": "DEAD" if state == "LIVE" else "LIVE",
        "new_state": state,
        "died_at": now if state == "DEAD" else None,
    }
    changed = await tx.execute(_MARK_ADDRESS, values)
    member: int | None = changed.scalar_one_or_none()
    return member


async def consent(tx: Tx, member: int, version: int, now: datetime) -> None:
    """The member agreed to what is kept about him or her."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(consented_at=now, consent_version=version))


async def rename(tx: Tx, member: int, name: str) -> None:
    """The member is called so."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(name=name))


async def set_phone(tx: Tx, member: int, phone: str) -> None:
    """The member has this number, written as +84912345678."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(phone=phone))


async def set_form(tx: Tx, member: int, form: str) -> None:
    """The member wants to be addressed in this form."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(form=form))


async def set_language(tx: Tx, member: int, language: str) -> None:
    """The member wants to be spoken to in this language."""
    await tx.execute(update(MEMBER).where(MEMBER.c.id == member).values(language=language))


async def names_of(tx: Tx, members: Sequence[int]) -> dict[int, str]:
    """The names of these members."""
    rows = await tx.execute(select(MEMBER.c.id, MEMBER.c.name).where(MEMBER.c.id.in_(members)))
    return {row.id: row.name for row in rows}
