"""Units end on a day: their seats fall empty, what was open about them is closed, what stood below them moves up.

Set-based: a constant number of statements, whatever the number of units.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, delete, or_, select, update

from core.reform import heir_of
from db import history
from db.counting import short
from db.engine import Tx
from db.history import Become
from db.lifting import Lifted, lift
from db.tables import (
    BOUND_GROUP,
    DELEGATION,
    DEPUTY,
    FLAG,
    HANDOVER,
    INVITE,
    JOIN_REQUEST,
    MEMBER,
    OBLIGATION,
    ROLE_GRANT,
    SEAT,
    TENURE,
    UNIT,
)


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who held a seat of a unit that ended, or was its deputy."""

    member: int
    name: str
    unit: int
    unit_name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What the end of units brought along. `moved` are those that stood below them."""

    left: tuple[Left, ...]
    lifted: tuple[Lifted, ...]
    moved: tuple[int, ...]
    waived: tuple[int, ...]


async def end_units(
    tx: Tx, heirs: Mapping[int, int | None], day: date, day_begins: datetime, reason: str, by: int | None, now: datetime
) -> Ended:
    """These units exist no more from a local day on, which begins at `day_begins`. `heirs`: who goes on in their place.

    What they lack of weeks due from that day on is waived with this reason: nobody is left to hand it in. Weeks
    that were due before stay as they are, without a flag.
    """
    units = list(heirs)
    left = await _holders(tx, units, day)
    moved = await _move_up(tx, heirs, day)
    ended = case((UNIT.c.valid_from > day, UNIT.c.valid_from), else_=day)
    await tx.execute(update(UNIT).where(UNIT.c.id.in_(units)).values(valid_to=ended))
    await _empty_seats(tx, units, day, now)
    waived = await _waive(tx, units, day_begins, reason, by, now)
    flagged = select(FLAG.c.obligation_id).join(OBLIGATION, OBLIGATION.c.id == FLAG.c.obligation_id)
    flagged = flagged.where(FLAG.c.closed_at.is_(None), OBLIGATION.c.unit_id.in_(units))
    lifted = await lift(tx, list((await tx.execute(flagged)).scalars()), now, {"AT_RISK", "MISSED"})
    await _rebind(tx, heirs, now)
    return Ended(tuple(left), tuple(lifted), tuple(moved), tuple(waived))


async def _holders(tx: Tx, units: list[int], day: date) -> list[Left]:
    found: dict[tuple[int, int], Left] = {}
    for table in (TENURE, DEPUTY):
        running = or_(table.c.until_day.is_(None), table.c.until_day > day)
        rows = await tx.execute(
            select(table.c.member_id, MEMBER.c.name, UNIT.c.id, UNIT.c.name.label("unit_name"))
            .join(SEAT, SEAT.c.id == table.c.seat_id)
            .join(UNIT, UNIT.c.id == SEAT.c.unit_id)
            .join(MEMBER, MEMBER.c.id == table.c.member_id)
            .where(UNIT.c.id.in_(units), running)
            .order_by(UNIT.c.id, table.c.id)
        )
        for row in rows:
            found.setdefault((row.member_id, row.id), Left(row.member_id, row.name, row.id, row.unit_name))
    return list(found.values())


async def _move_up(tx: Tx, heirs: Mapping[int, int | None], day: date) -> list[int]:
    """What stands below goes below the heir, else below what is above."""
    parents = {row.id: row.parent_id for row in await tx.execute(select(UNIT.c.id, UNIT.c.parent_id))}
    rows = await tx.execute(
        select(UNIT).where(
            UNIT.c.parent_id.in_(list(heirs)),
            UNIT.c.id.not_in(list(heirs)),
            or_(UNIT.c.valid_to.is_(None), UNIT.c.valid_to > day),
        )
    )
    below = [Become(row.id, row.name, row.level, heir_of(row.parent_id, heirs, parents)) for row in rows]
    return await history.change(tx, below, day)


async def _empty_seats(tx: Tx, units: list[int], day: date, now: datetime) -> None:
    seats: Select[Any] = select(SEAT.c.id).where(SEAT.c.unit_id.in_(units))
    for table in (TENURE, DEPUTY):
        running = or_(table.c.until_day.is_(None), table.c.until_day > day)
        ends = case((table.c.from_day > day, table.c.from_day), else_=day)
        await tx.execute(update(table).where(table.c.seat_id.in_(seats), running).values(until_day=ends))
    for table, is_open, values in (
        (INVITE, [INVITE.c.used_at.is_(None), INVITE.c.voided_at.is_(None)], {"voided_at": now}),
        (DELEGATION, [DELEGATION.c.ended_at.is_(None)], {"ended_at": now}),
        (HANDOVER, [HANDOVER.c.state == "ASKED"], {"state": "REPLACED", "decided_at": now}),
        (JOIN_REQUEST, [JOIN_REQUEST.c.state == "WAITING"], {"state": "EXPIRED", "decided_at": now}),
    ):
        await tx.execute(update(table).where(table.c.seat_id.in_(seats), *is_open).values(**values))


async def _waive(
    tx: Tx, units: list[int], day_begins: datetime, reason: str, by: int | None, now: datetime
) -> list[int]:
    columns = OBLIGATION.c
    lacking = select(columns.id).where(
        columns.unit_id.in_(units), columns.due_at >= day_begins, columns.waived_at.is_(None), short()
    )
    numbers = list((await tx.execute(lacking)).scalars())
    change = update(OBLIGATION).where(columns.id.in_(numbers))
    await tx.execute(change.values(waived_at=now, waived_by=by, waived_reason=reason))
    return numbers


async def _rebind(tx: Tx, heirs: Mapping[int, int | None], now: datetime) -> None:
    """The groups that got the digests of these units get those of their heirs, or none; so do their admins."""
    for table, without in ((BOUND_GROUP, None), (ROLE_GRANT, {"revoked_at": now})):
        standing = [table.c.unit_id.in_(list(heirs)), *([table.c.revoked_at.is_(None)] if without else [])]
        rows = (await tx.execute(select(table.c.id, table.c.unit_id).where(*standing))).all()
        for row, unit in rows:
            here, heir = table.c.id == row, heirs[unit]
            if heir is not None:
                await tx.execute(update(table).where(here).values(unit_id=heir))
            elif without is None:
                await tx.execute(delete(table).where(here))
            else:
                await tx.execute(update(table).where(here).values(**without))
