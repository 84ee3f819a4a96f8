"""Who holds which seat, and in which chat is he or she reached? For the list of people and the board of a page."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from core.roster import SeatKind
from db.engine import Tx
from db.people import admins, held_on
from db.tables import ADDRESS, MEMBER, SEAT, TENURE, UNIT
from db.units import UnitView, valid_on


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Who holds a seat. `chat` is the chat with the bot account asked for, live or dead; `linked`: it is live."""

    kind: SeatKind
    unit: int
    unit_code: str
    unit_name: str
    parent: int | None
    member: int
    member_name: str
    chat: str | None
    linked: bool


@dataclass(frozen=True, slots=True)
class AdminView:
    """An admin and the chat with the bot account asked for, if any."""

    member: int
    name: str
    chat: str | None


async def seat_holders(tx: Tx, channel: str, account: str, day: date) -> list[SeatHolder]:
    """Everybody who holds a seat of a valid unit on a local day, in the order of units. One statement."""
    rows = await tx.execute(
        select(SEAT.c.kind, UNIT.c.id, UNIT.c.code, UNIT.c.name, UNIT.c.parent_id, MEMBER.c.id.label("member"),
               MEMBER.c.name.label("member_name"), ADDRESS.c.chat, ADDRESS.c.state)
        .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
        .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .outerjoin(ADDRESS, and_(ADDRESS.c.member_id == MEMBER.c.id, *_speaks(channel, account)))
        .where(*valid_on(day), *held_on(day))
        .order_by(UNIT.c.id, SEAT.c.kind, *_best_first())
    )  # fmt: skip
    found: dict[tuple[int, str], SeatHolder] = {}
    for row in rows:
        holder = SeatHolder(
            SeatKind(row.kind), row.id, row.code, row.name, row.parent_id, row.member, row.member_name, row.chat,
            row.state == "LIVE",
        )  # fmt: skip
        found.setdefault((row.id, row.kind), holder)
    return list(found.values())


async def admin_views(tx: Tx, channel: str, account: str) -> list[AdminView]:
    """All admins, in the order in which they came."""
    rows = await tx.execute(
        select(MEMBER.c.id, MEMBER.c.name, ADDRESS.c.chat)
        .outerjoin(ADDRESS, and_(ADDRESS.c.member_id == MEMBER.c.id, *_speaks(channel, account)))
        .where(MEMBER.c.id.in_(await admins(tx)))
        .order_by(MEMBER.c.id, *_best_first())
    )
    found: dict[int, AdminView] = {}
    for row in rows:
        found.setdefault(row.id, AdminView(row.id, row.name, row.chat))
    return list(found.values())


async def units_of_day(tx: Tx, day: date) -> list[UnitView]:
    """Every unit that is valid on a local day, in the order of codes."""
    rows = await tx.execute(select(UNIT).where(*valid_on(day)).order_by(UNIT.c.code))
    return [UnitView(row.id, row.code, row.name, row.level, row.parent_id) for row in rows]


def _speaks(channel: str, account: str) -> list[ColumnElement[bool]]:
    """The address speaks for its member with this bot account; a blocked bot does not change who it is."""
    return [ADDRESS.c.channel == channel, ADDRESS.c.account == account, ADDRESS.c.state != "REVOKED"]


def _best_first() -> tuple[ColumnElement[bool], ColumnElement[int], ColumnElement[int]]:
    """Live before dead, then preferred, then newest."""
    return (ADDRESS.c.state == "LIVE").desc(), ADDRESS.c.preference.desc(), ADDRESS.c.id.desc()
