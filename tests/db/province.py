"""A small province for the tests of the database: two towns, five communes, one of them without a secretary.

Its sheet is imported on the Monday of week 47 of 2026, and everybody named in it is linked to a chat.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from core.calendar import Calendar, Week, WeekMoment, WeekRule, week_named
from core.evidence import ItemKind, SubmissionState
from core.months import MonthMoment, MonthRule
from core.ports import Address
from core.roster import Roster
from core.task import EscalationRule, Task
from db import flags, people, periods, roster, submissions
from db.engine import Database, Tx
from db.flags import Raise
from db.submissions import NewSubmission
from db.tables import OBLIGATION, SEAT, TENURE, UNIT
from tests.core.rosters import roster as read

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = Calendar(ZONE)
RULE = WeekRule(WeekMoment.parse("mon 00:00"), WeekMoment.parse("sun 20:00"), timedelta(hours=12))
TASK = Task(
    code="tuan",
    title="Mỗi tuần một tin bài",
    owed_by=("xã",),
    quota=1,
    schedule=RULE,
    reminders=tuple(WeekMoment.parse(text) for text in ("mon 08:00", "thu 19:30", "sun 09:00")),
    at_risk=DAY,
    escalation=EscalationRule(),
    month=MonthRule(MonthMoment.parse("22 12:00"), MonthMoment.parse("24 12:00")),
)
W46, W47, W48 = (week_named(RULE, CALENDAR, f"2026-W{number}") for number in (46, 47, 48))
MONDAY = date(2026, 11, 16)

SHEET = (
    ("T45", "Tỉnh Quảng Trị", "tỉnh", "", "Điều phối", "Bùi Văn Hạnh", "0912000045"),
    ("H1", "Thành phố Đông Hà", "huyện", "T45", "Điều phối", "Dương Thanh An", ""),
    ("H2", "Thị xã Quảng Trị", "huyện", "T45", "Điều phối", "Lê Thị Bình", ""),
    ("X1", "Phường 1", "xã", "H1", "Bí thư", "Trần Thanh Thảo", "0912000001"),
    ("X2", "Phường Đông Giang", "xã", "H1", "Bí thư", "Phan Đức Hải", ""),
    ("X3", "Phường 1", "xã", "H2", "Bí thư", "Nguyễn Thị Mai", ""),
    ("X4", "Xã Hải Lệ", "xã", "H2", "Bí thư", "Hồ Văn Lâm", ""),
    ("X5", "Phường An Đôn", "xã", "H2", "Bí thư", "khuyết", ""),
)
"""As an office would write it. X5 is vacant."""

OWING = ("X1", "X2", "X3", "X4")

_messages = count(1)

Row = TypeVar("Row")


def at(text: str) -> datetime:
    """A local moment of November 2026, "16 08:00", in UTC."""
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


def chat(name: str) -> Address:
    """A private chat with the built-in bot."""
    return Address("local", "bot", name)


def sheet(**changes: tuple[str, str]) -> Roster:
    """The province's roster; `X2=("Họ và tên", "Bùi An")` puts another value into that unit's row."""
    columns = ("Mã đơn vị", "Tên đơn vị", "Cấp", "Mã cấp trên", "Chức vụ", "Họ và tên", "Số điện thoại")
    rows = []
    for row in SHEET:
        cells = list(row)
        if row[0] in changes:
            column, value = changes[row[0]]
            cells[columns.index(column)] = value
        rows.append(tuple(cells))
    return read(*rows)


@dataclass(frozen=True, slots=True)
class Province:
    """The province in its own database file. `unit`, `seat` and `member` are row ids by unit code.

    A commune's seat is the secretary's, a town's the coordinator's; X5 has neither seat nor member.
    """

    database: Database
    unit: Mapping[str, int]
    seat: Mapping[str, int]
    member: Mapping[str, int]


async def found(database: Database) -> None:
    """Import the sheet into an empty database and link everybody to a chat named like the unit."""
    async with database.transaction() as tx:
        await roster.write(tx, sheet(), MONDAY, W47.opens_at)
        for code, member in (await _ids(tx))[2].items():
            await people.link(tx, member, chat(code), W47.opens_at, revoke_others=False)


async def look_at(database: Database) -> Province:
    """The province that was founded in this database."""
    async with database.snapshot() as tx:
        return Province(database, *await _ids(tx))


async def _ids(tx: Tx) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    units = {row.code: row.id for row in await tx.execute(select(UNIT.c.code, UNIT.c.id))}
    rows = (
        await tx.execute(
            select(UNIT.c.code, SEAT.c.id, TENURE.c.member_id)
            .join(SEAT, SEAT.c.unit_id == UNIT.c.id)
            .join(TENURE, TENURE.c.seat_id == SEAT.c.id)
        )
    ).all()
    return units, {row.code: row.id for row in rows}, {row.code: row.member_id for row in rows}


async def open_week(tx: Tx, week: Week = W47, day: date | None = None, task: Task = TASK) -> int:
    """Open a week that nobody opened before; its period's id."""
    local_day = day or week.opens_at.astimezone(ZONE).date()
    period = await periods.open_period(tx, task, week, local_day, week.opens_at)
    assert period is not None
    return period


async def obligation(tx: Tx, period: int, unit: int) -> int:
    """The id of a unit's obligation in a period."""
    statement = select(OBLIGATION.c.id).where(OBLIGATION.c.period_id == period, OBLIGATION.c.unit_id == unit)
    return int((await tx.execute(statement)).scalar_one())


async def obligations(tx: Tx, period: int) -> dict[str, int]:
    """The ids of a period's obligations by unit code."""
    statement = select(UNIT.c.code, OBLIGATION.c.id).join(UNIT, UNIT.c.id == OBLIGATION.c.unit_id)
    rows = await tx.execute(statement.where(OBLIGATION.c.period_id == period).order_by(UNIT.c.code))
    return {row.code: row.id for row in rows}


async def extend(tx: Tx, number: int, due_at: datetime, closes_at: datetime) -> None:
    """Give one obligation other moments."""
    await tx.execute(update(OBLIGATION).where(OBLIGATION.c.id == number).values(due_at=due_at, closes_at=closes_at))


async def waive(tx: Tx, number: int, waived_at: datetime | None) -> None:
    """Excuse one obligation, or with None take that back."""
    await tx.execute(update(OBLIGATION).where(OBLIGATION.c.id == number).values(waived_at=waived_at))


def item(
    province: Province,
    code: str,
    period: int,
    *,
    effective_at: datetime = W47.opens_at,
    state: SubmissionState = SubmissionState.COUNTED,
    identity: str | None = "a",
    message: str | None = None,
    position: int = 0,
    task: str = TASK.code,
) -> NewSubmission:
    """A link from the secretary of this unit; every call is another message unless `message` says which."""
    return NewSubmission(
        period=period,
        unit=province.unit[code],
        task=task,
        member=province.member[code],
        kind=ItemKind.LINK,
        state=state,
        identity=identity,
        url=f"https://example.org/{identity}",
        media_sha=None,
        effective_at=effective_at,
        same_as=None,
        address=chat(code),
        message=message or f"m{next(_messages)}",
        item=position,
    )


async def hand_in(
    tx: Tx,
    province: Province,
    code: str,
    period: int,
    *,
    effective_at: datetime = W47.opens_at,
    state: SubmissionState = SubmissionState.COUNTED,
    identity: str | None = "a",
    recorded_at: datetime | None = None,
) -> int:
    """Record one item of this unit; its number."""
    new = item(province, code, period, effective_at=effective_at, state=state, identity=identity)
    number = await submissions.record(tx, new, recorded_at or effective_at)
    assert number is not None
    return number


async def in_batches(find: Callable[[int], Awaitable[Sequence[Row]]], number: Callable[[Row], int]) -> list[int]:
    """Ask batch by batch, as a sweep does, until nothing more comes: the numbers of all rows."""
    found: list[int] = []
    for _ in range(100):
        rows = await find(found[-1] if found else 0)
        if not rows:
            return found
        found += [number(row) for row in rows]
    raise AssertionError("the batches never end")


async def warned(tx: Tx, province: Province, period: int, *codes: str) -> list[int]:
    """Raise AT_RISK flags a day before due, at the level of the towns; the flags in the order of the codes."""
    rows = [
        Raise(await obligation(tx, period, province.unit[code]), province.unit["H1" if code < "X3" else "H2"], None)
        for code in codes
    ]
    await flags.warn(tx, rows, W47.due_at - DAY)
    by_obligation = {
        flag.obligation: flag.id for flag in await flags.of_obligations(tx, [row.obligation for row in rows])
    }
    return [by_obligation[row.obligation] for row in rows]
