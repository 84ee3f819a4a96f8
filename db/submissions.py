"""Evidence: recording it, finding the same again, taking it back, moving it, and telling its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, bindparam, func, select, update

from core.evidence import BLOCKING, Earlier, ItemKind, SubmissionState
from core.ports import Address
from core.task import PeriodName, period_name
from db.engine import Tx
from db.insert import insert_new
from db.tables import MEDIA, MEMBER, PERIOD, SUBMISSION, UNIT


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """One item about to be recorded. `message` and `item` are what makes a redelivery find itself."""

    period: int
    unit: int
    task: str
    member: int
    kind: ItemKind
    state: SubmissionState
    identity: str | None
    url: str | None
    media_sha: str | None
    effective_at: datetime
    same_as: int | None
    address: Address
    message: str
    item: int
    replaces: int | None = None
    entered_by: int | None = None
    delegation: int | None = None
    note: str | None = None
    category: str | None = None


class NewMedia(Protocol):
    """What is to be known of a stored picture (media.checking.Picture keeps this)."""

    @property
    def sha256(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """One recorded item as conversations show it. `by`: the name of `member`, who handed it in.

    For whom somebody else did so: the member who `entered` it, or whoever had the `delegation`.
    """

    number: int
    period: int
    week: PeriodName
    unit: int
    unit_name: str
    task: str
    member: int
    kind: ItemKind
    state: SubmissionState
    effective_at: datetime
    url: str | None
    media_sha: str | None
    note: str | None = None
    category: str | None = None
    by: str = ""
    entered_by: int | None = None
    delegation: int | None = None


async def record(tx: Tx, item: NewSubmission, now: datetime) -> int | None:
    """Record one item and return its number; None when this very item was recorded before."""
    return (await record_all(tx, [item], now))[0]


async def record_all(tx: Tx, items: Sequence[NewSubmission], now: datetime) -> list[int | None]:
    """Record items and return their numbers, in order; None for each that was recorded before.

    The unique key decides. What was written is found above the highest number before, by its source.
    """
    if not items:
        return []
    highest = (await tx.execute(_HIGHEST)).scalar_one()
    await insert_new(tx, SUBMISSION, [_row(item, now) for item in items])
    written = {
        (row.channel, row.account, row.chat, row.message, row.item): row.id
        for row in await tx.execute(_ABOVE, {"highest": highest})
    }
    return [written.pop(_source(item), None) for item in items]


_HIGHEST = select(func.coalesce(func.max(SUBMISSION.c.id), 0))
_ABOVE = select(*(SUBMISSION.c[name] for name in ("id", "channel", "account", "chat", "message", "item"))).where(
    SUBMISSION.c.id > bindparam("highest")
)


def _source(item: NewSubmission) -> tuple[str, str, str, str, int]:
    """What makes a redelivery find itself."""
    return (item.address.channel, item.address.account, item.address.chat, item.message, item.item)


def _row(item: NewSubmission, now: datetime) -> dict[str, Any]:
    return {
        "period_id": item.period,
        "unit_id": item.unit,
        "task": item.task,
        "member_id": item.member,
        "kind": item.kind.value,
        "state": item.state.value,
        "identity": item.identity,
        "url": item.url,
        "media_sha": item.media_sha,
        "effective_at": item.effective_at,
        "recorded_at": now,
        "same_as": item.same_as,
        "channel": item.address.channel,
        "account": item.address.account,
        "chat": item.address.chat,
        "message": item.message,
        "item": item.item,
        "replaces": item.replaces,
        "entered_by": item.entered_by,
        "delegation_id": item.delegation,
        "note": item.note,
        "category": item.category,
    }


async def same_as(tx: Tx, pairs: Mapping[int, int]) -> None:
    """Each of these items is the same as another one."""
    rows = [{"number": number, "other": other} for number, other in pairs.items()]
    if rows:
        statement = update(SUBMISSION).where(SUBMISSION.c.id == bindparam("number"))
        await tx.execute(statement.values(same_as=bindparam("other")), rows)


async def add_media(tx: Tx, stored: Sequence[NewMedia], now: datetime) -> None:
    """Stored pictures are known from now on; their files are already in place."""
    rows = [
        {
            "sha256": each.sha256,
            "content_type": each.content_type,
            "size": each.size,
            "width": each.width,
            "height": each.height,
            "stored_at": now,
        }
        for each in stored
    ]
    await insert_new(tx, MEDIA, rows)


_EARLIER = (
    select(
        SUBMISSION.c.unit_id, SUBMISSION.c.task, SUBMISSION.c.identity, SUBMISSION.c.id, PERIOD.c.code, PERIOD.c.title
    )
    .join(PERIOD, PERIOD.c.id == SUBMISSION.c.period_id)
    .where(
        SUBMISSION.c.unit_id.in_(bindparam("units", expanding=True)),
        SUBMISSION.c.identity.in_(bindparam("identities", expanding=True)),
        SUBMISSION.c.state.in_([state.value for state in BLOCKING]),
    )
    .order_by(SUBMISSION.c.id.desc())
)


async def earlier(tx: Tx, units: Collection[int], identities: Collection[str]) -> dict[tuple[int, str, str], Earlier]:
    """What these units handed in before under these identities, by (unit, task, identity); the oldest of each."""
    if not identities:
        return {}
    rows = await tx.execute(_EARLIER, {"units": list(units), "identities": list(identities)})
    return {(row.unit_id, row.task, row.identity): Earlier(row.id, period_name(row.code, row.title)) for row in rows}


def select_views() -> Select[Any]:
    """The statement that finds what `view_of` shows."""
    return (
        select(SUBMISSION, UNIT.c.name.label("unit_name"), PERIOD.c.code, PERIOD.c.title, MEMBER.c.name.label("by"))
        .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
        .join(MEMBER, MEMBER.c.id == SUBMISSION.c.member_id)
        .join(PERIOD, PERIOD.c.id == SUBMISSION.c.period_id)
    )


def view_of(row: Any) -> SubmissionView:
    """A row of `select_views`."""
    return SubmissionView(
        number=row.id,
        period=row.period_id,
        week=period_name(row.code, row.title),
        unit=row.unit_id,
        unit_name=row.unit_name,
        task=row.task,
        member=row.member_id,
        kind=ItemKind(row.kind),
        state=SubmissionState(row.state),
        effective_at=row.effective_at,
        url=row.url,
        media_sha=row.media_sha,
        note=row.note,
        category=row.category,
        by=row.by,
        entered_by=row.entered_by,
        delegation=row.delegation_id,
    )


async def by_numbers(tx: Tx, first: int, last: int) -> list[SubmissionView]:
    """The items with these numbers, at most 100."""
    rows = await tx.execute(
        select_views().where(SUBMISSION.c.id.between(first, last)).order_by(SUBMISSION.c.id).limit(100)
    )
    return [view_of(row) for row in rows]


async def history(tx: Tx, units: Sequence[int], limit: int, before: int | None = None) -> list[SubmissionView]:
    """The newest items of these units; with `before` those with smaller numbers (the next page)."""
    statement = select_views().where(SUBMISSION.c.unit_id.in_(units))
    if before is not None:
        statement = statement.where(SUBMISSION.c.id < before)
    rows = await tx.execute(statement.order_by(SUBMISSION.c.id.desc()).limit(limit))
    return [view_of(row) for row in rows]


async def change_state(tx: Tx, numbers: Sequence[int], state: SubmissionState) -> None:
    """These items are in this state from now on."""
    await tx.execute(update(SUBMISSION).where(SUBMISSION.c.id.in_(numbers)).values(state=state.value))


async def note(tx: Tx, numbers: Sequence[int], words: str) -> None:
    """A word about these items; an empty one takes it away."""
    await tx.execute(update(SUBMISSION).where(SUBMISSION.c.id.in_(numbers)).values(note=words or None))


async def move(tx: Tx, numbers: Sequence[int], period: int, task: str, unit: int | None = None) -> None:
    """These items belong to another week, perhaps of another task, perhaps of another `unit`."""
    values: dict[str, Any] = {"period_id": period, "task": task} | ({"unit_id": unit} if unit is not None else {})
    await tx.execute(update(SUBMISSION).where(SUBMISSION.c.id.in_(numbers)).values(**values))


async def set_category(tx: Tx, numbers: Sequence[int], category: str | None) -> None:
    """These items are of this category of their week's duty."""
    await tx.execute(update(SUBMISSION).where(SUBMISSION.c.id.in_(numbers)).values(category=category))


async def count_by_period(tx: Tx, periods: Sequence[int]) -> dict[int, int]:
    """How many counted items each period has."""
    rows = await tx.execute(
        select(SUBMISSION.c.period_id, func.count())
        .where(SUBMISSION.c.period_id.in_(periods), SUBMISSION.c.state == SubmissionState.COUNTED.value)
        .group_by(SUBMISSION.c.period_id)
    )
    return {row[0]: row[1] for row in rows}


async def count_of_member(tx: Tx, member: int) -> int:
    """How many items this member handed in, in whatever state."""
    statement = select(func.count()).select_from(SUBMISSION).where(SUBMISSION.c.member_id == member)
    return int((await tx.execute(statement)).scalar_one())
