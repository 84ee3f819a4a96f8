"""What is a member today: which seats are held or deputised, which roles follow? Every message asks this."""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from core.ports import Address
from core.roles import Action, Role, Scope, scope_of
from core.roster import SeatKind
from db.admins import all_admins, is_local
from db.engine import Tx
from db.tables import ADDRESS, DEPUTY, MEMBER, ROLE_GRANT, SEAT, TENURE, UNIT


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat that a member holds, or is a deputy of, on the day asked for."""

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
    `admin`: of everything. `deputised`: the secretaries' seats of others for which the member may hand in, too;
    `deputised_posts`: the coordinators' seats of others whose work the member may do, too.
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
    deputised: tuple[HeldSeat, ...] = ()
    deputised_posts: tuple[HeldSeat, ...] = ()

    @property
    def secretary_units(self) -> tuple[HeldSeat, ...]:
        """The seats for which this member owes evidence."""
        return tuple(seat for seat in self.seats if seat.kind is SeatKind.SECRETARY)

    @property
    def served_units(self) -> tuple[HeldSeat, ...]:
        """The seats for which this member may hand evidence in, the own ones first."""
        return (*self.secretary_units, *self.deputised)

    @property
    def own_posts(self) -> tuple[HeldSeat, ...]:
        """The coordinators' seats that this member holds."""
        return tuple(seat for seat in self.seats if seat.kind is SeatKind.COORDINATOR)

    @property
    def coordinated_units(self) -> tuple[HeldSeat, ...]:
        """The seats from which this member looks after others, the own ones first."""
        return (*self.own_posts, *self.deputised_posts)

    @property
    def roles(self) -> frozenset[Role]:
        """What this member is today."""
        roles = {Role.SECRETARY} if self.secretary_units else set()
        roles |= {Role.DEPUTY} if self.deputised else set()
        roles |= {Role.COORDINATOR} if self.own_posts else set()
        roles |= {Role.DEPUTY_COORDINATOR} if self.deputised_posts else set()
        roles |= {Role.LOCAL_ADMIN} if self.entrusted else set()
        roles |= {Role.ADMIN} if self.admin else set()
        return frozenset(roles or {Role.FORMER})

    def serves(self, action: Action) -> set[int]:
        """The units for which the right to do this goes: of the own seats, and of those the member is a deputy of."""
        units: set[int] = set()
        if scope_of(action, [Role.SECRETARY]) is Scope.OWN:
            units |= {seat.unit for seat in self.secretary_units}
        if scope_of(action, [Role.DEPUTY]) is Scope.OWN:
            units |= {seat.unit for seat in self.deputised}
        return units

    def looks_after(self, action: Action) -> set[int]:
        """The units from which, with all below them, this member's right to do this goes by seat or by trust."""
        return self.coordinates(action) | self.is_entrusted(action)

    def coordinates(self, action: Action) -> set[int]:
        """Those by a coordinator's seat, the own or one that the member is a deputy of."""
        units: set[int] = set()
        if scope_of(action, [Role.COORDINATOR]) is Scope.SUBTREE:
            units |= {seat.unit for seat in self.own_posts}
        if scope_of(action, [Role.DEPUTY_COORDINATOR]) is Scope.SUBTREE:
            units |= {seat.unit for seat in self.deputised_posts}
        return units

    def is_entrusted(self, action: Action) -> set[int]:
        """Those by trust."""
        return set(self.entrusted) if scope_of(action, [Role.LOCAL_ADMIN]) is Scope.SUBTREE else set()


def held_on(day: date | ColumnElement[date]) -> list[ColumnElement[bool]]:
    """The conditions under which a tenure holds on a local day."""
    return [TENURE.c.from_day <= day, or_(TENURE.c.until_day.is_(None), TENURE.c.until_day > day)]


def deputy_on(day: date | ColumnElement[date]) -> list[ColumnElement[bool]]:
    """The conditions under which somebody is a deputy on a local day."""
    return [DEPUTY.c.from_day <= day, or_(DEPUTY.c.until_day.is_(None), DEPUTY.c.until_day > day)]


def _views() -> Select[Any]:
    """Members with the seats they hold on `day`, a row a seat; one statement, because every message asks this."""
    admin = all_admins().where(ROLE_GRANT.c.member_id == MEMBER.c.id).correlate(MEMBER).exists()
    trust = ROLE_GRANT.alias("trust")
    seat, unit = SEAT.alias("deputy_seat"), UNIT.alias("deputy_unit")
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
            DEPUTY.c.seat_id.label("deputy_seat"),
            seat.c.kind.label("deputy_kind"),
            unit.c.id.label("deputy_unit"),
            unit.c.name.label("deputy_unit_name"),
            unit.c.code.label("deputy_code"),
            unit.c.level.label("deputy_level"),
        )
        .outerjoin(trust, and_(trust.c.member_id == MEMBER.c.id, *is_local(trust)))
        .outerjoin(TENURE, and_(TENURE.c.member_id == MEMBER.c.id, *held_on(day)))
        .outerjoin(SEAT, SEAT.c.id == TENURE.c.seat_id)
        .outerjoin(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .outerjoin(DEPUTY, and_(DEPUTY.c.member_id == MEMBER.c.id, *deputy_on(day)))
        .outerjoin(seat, seat.c.id == DEPUTY.c.seat_id)
        .outerjoin(unit, unit.c.id == seat.c.unit_id)
        .order_by(MEMBER.c.id, UNIT.c.id, SEAT.c.kind, unit.c.id)
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
        deputised = dict.fromkeys(
            HeldSeat(
                row.deputy_seat, row.deputy_unit, row.deputy_unit_name, row.deputy_code, row.deputy_level,
                SeatKind(row.deputy_kind),
            )
            for row in own
            if row.deputy_seat is not None
        )  # fmt: skip
        views[member] = MemberView(
            member,
            first.name,
            first.language,
            first.form,
            first.consent_version,
            bool(first.admin),
            tuple(seats),
            entrusted=tuple(dict.fromkeys(row.entrusted for row in own if row.entrusted is not None)),
            deputised=_others(deputised, seats, SeatKind.SECRETARY),
            deputised_posts=_others(deputised, seats, SeatKind.COORDINATOR),
        )
    return views


def _others(deputised: Iterable[HeldSeat], own: Container[HeldSeat], kind: SeatKind) -> tuple[HeldSeat, ...]:
    """Whoever holds the seat by now is not its deputy besides."""
    return tuple(seat for seat in deputised if seat.kind is kind and seat not in own)
