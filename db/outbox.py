"""What is to be said: queueing a notice once, claiming it for sending, marking what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select, update

from core.masking import masked
from core.notices import NEVER_HELD, Notice, NoticeKind
from core.ports import Address, Option
from db.engine import Tx
from db.insert import insert_new
from db.stopping import is_stopped
from db.tables import FLAG, OUTBOX, PENDING_PICTURE


@dataclass(frozen=True, slots=True)
class Claimed:
    """An outbox row that this process may be about to send; `tries` counts this time too."""

    id: int
    key: str
    kind: str
    member: int | None
    address: Address | None
    text: str | None
    options: tuple[Option, ...]
    about: Mapping[str, Any]
    period: int | None
    tries: int
    expires_at: datetime | None


async def queue(tx: Tx, notices: Sequence[Notice], now: datetime) -> int:
    """Queue notices; the number that is new. A key that was queued before, sent or not, changes nothing."""
    return await insert_new(tx, OUTBOX, [row_of(notice, now) for notice in notices])


def row_of(notice: Notice, now: datetime) -> dict[str, Any]:
    """The row of a notice that is queued now."""
    address = notice.address
    return {
        "key": notice.key,
        "kind": notice.kind.value,
        "member_id": notice.member,
        "channel": address.channel if address else None,
        "account": address.account if address else None,
        "chat": address.chat if address else None,
        "text": notice.text,
        "options": [[option.label, option.action] for option in notice.options],
        "about": dict(notice.about),
        "period_id": notice.period,
        "started_by_bot": notice.started_by_bot,
        "priority": notice.priority,
        "created_at": now,
        "not_before": notice.not_before or now,
        "expires_at": notice.expires_at,
        "state": "QUEUED",
        "tries": 0,
    }


async def known(tx: Tx, keys: Sequence[str]) -> set[str]:
    """Which of these keys were queued before."""
    if not keys:
        return set()
    return set((await tx.execute(select(OUTBOX.c.key).where(OUTBOX.c.key.in_(keys)))).scalars())


async def anything(tx: Tx, now: datetime, quiet: bool) -> bool:
    """Whether something may go now."""
    return (await tx.execute(_ANYTHING[quiet], {"now": now})).first() is not None


def _may_go(statement: Select[Any], quiet: bool) -> Select[Any]:
    """Narrow a question to what may go at `now`; an emergency stop holds back what the bot starts."""
    ready = statement.where(
        OUTBOX.c.state == "QUEUED", OUTBOX.c.not_before <= bindparam("now", type_=OUTBOX.c.not_before.type)
    )
    answers = OUTBOX.c.started_by_bot.is_(False)
    return ready.where(answers if quiet else or_(answers, _not_held()))


def _not_held() -> ColumnElement[bool]:
    return or_(~is_stopped(), OUTBOX.c.kind.in_([kind.value for kind in NEVER_HELD]))


_ANYTHING = {quiet: _may_go(select(OUTBOX.c.id), quiet).limit(1) for quiet in (False, True)}
_MOST_URGENT = {
    quiet: _may_go(select(OUTBOX), quiet)
    .order_by(OUTBOX.c.priority, OUTBOX.c.not_before, OUTBOX.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("from"))
    for quiet in (False, True)
}
_MARK_CLAIMED = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("rows", expanding=True)))
    .values(
        state="CLAIMED", leased_until=bindparam("until", type_=OUTBOX.c.leased_until.type), tries=OUTBOX.c.tries + 1
    )
)


async def waiting(tx: Tx, now: datetime, quiet: bool, limit: int, offset: int = 0) -> list[Claimed]:
    """The most urgent notices that may go now, a page. In quiet hours only answers and receipts may."""
    rows = (await tx.execute(_MOST_URGENT[quiet], {"now": now, "most": limit, "from": offset})).all()
    return [_claimed(row) for row in rows]


async def claim(tx: Tx, rows: Sequence[int], leased_until: datetime) -> None:
    """This process is about to send these. Who marks them in time keeps everybody else from sending them."""
    if rows:
        await tx.execute(_MARK_CLAIMED, {"rows": list(rows), "until": leased_until})


def _claimed(row: Any) -> Claimed:
    address = Address(row.channel, row.account, row.chat) if row.chat is not None else None
    options = tuple(Option(label, action) for label, action in row.options)
    return Claimed(
        id=row.id,
        key=row.key,
        kind=row.kind,
        member=row.member_id,
        address=address,
        text=row.text,
        options=options,
        about=row.about,
        period=row.period_id,
        tries=row.tries + 1,
        expires_at=row.expires_at,
    )


async def release(tx: Tx, under_way: Collection[int] = ()) -> int:
    """Queue again what was claimed and never marked, but for what is under way; how many that were."""
    claimed = [OUTBOX.c.state == "CLAIMED", OUTBOX.c.id.not_in(under_way)]
    return (await tx.execute(update(OUTBOX).where(*claimed).values(state="QUEUED", leased_until=None))).rowcount


@dataclass(frozen=True, slots=True)
class Sent:
    """A claimed notice went out: with these words, to this address, under the platform's message id."""

    row: int
    address: Address
    text: str
    options: tuple[Option, ...]
    message: str | None


_MARK_SENT = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("row"))
    .values(
        state="SENT",
        leased_until=None,
        error=None,
        **{
            name: bindparam(f"new_{name}", type_=OUTBOX.c[name].type)
            for name in ("done_at", "message", "text", "options", "channel", "account", "chat")
        },
    )
)


async def mark_sent(tx: Tx, notices: Sequence[Sent], now: datetime) -> None:
    """These went out."""
    rows = [
        {
            "row": notice.row,
            "new_done_at": now,
            "new_message": notice.message,
            "new_text": notice.text,
            "new_options": [[option.label, option.action] for option in notice.options],
            "new_channel": notice.address.channel,
            "new_account": notice.address.account,
            "new_chat": notice.address.chat,
        }
        for notice in notices
    ]
    if rows:
        await tx.execute(_MARK_SENT, rows)


async def mark(
    tx: Tx, row: int, state: str, now: datetime, error: str | None = None, channel: str | None = None
) -> None:
    """A claimed notice ends without being sent: FAILED (on this channel, if it came so far), EXPIRED or DROPPED.

    Names and numbers in `error` are masked.
    """
    values = {"state": state, "done_at": now, "leased_until": None, "error": masked(error) if error else None}
    values |= {"channel": channel} if channel is not None else {}
    await tx.execute(update(OUTBOX).where(OUTBOX.c.id == row).values(**values))


async def hasten(tx: Tx, now: datetime, but_until: datetime) -> int:
    """The wall clock was set back: answers that wait for a moment after `but_until` may go now. How many those are."""
    columns = OUTBOX.c
    waiting = (columns.state == "QUEUED", columns.started_by_bot.is_(False), columns.not_before > but_until)
    return (await tx.execute(update(OUTBOX).where(*waiting).values(not_before=now))).rowcount


async def drop_queued(tx: Tx, prefix: str, now: datetime) -> int:
    """What is queued under keys that begin so is no longer wanted."""
    columns = OUTBOX.c
    statement = update(OUTBOX).where(columns.state == "QUEUED", columns.key.startswith(prefix, autoescape=True))
    return (await tx.execute(statement.values(state="DROPPED", done_at=now))).rowcount


_WAITING_SINCE = select(func.min(OUTBOX.c.not_before)).where(OUTBOX.c.state == "QUEUED")
_NEXT_MOMENTS = select(
    _WAITING_SINCE.where(OUTBOX.c.started_by_bot.is_(False)).scalar_subquery(),
    _WAITING_SINCE.where(OUTBOX.c.started_by_bot.is_(True), _not_held()).scalar_subquery(),
    select(func.min(FLAG.c.escalate_at)).where(FLAG.c.closed_at.is_(None), FLAG.c.kind == "MISSED").scalar_subquery(),
    select(func.min(PENDING_PICTURE.c.next_try_at)).scalar_subquery(),
)


async def next_moments(tx: Tx, quiet_ends: datetime | None) -> list[datetime | None]:
    """When the next notice may go, the next flag climbs and the next picture is tried. One statement.

    In quiet hours (`quiet_ends`) what the bot started may go when they end.
    """
    answers, started, climbs, fetches = (await tx.execute(_NEXT_MOMENTS)).one()
    if started is not None and quiet_ends is not None:
        started = max(started, quiet_ends)
    return [answers, started, climbs, fetches]


async def told_between(
    tx: Tx, members: Sequence[int], since: datetime, until: datetime
) -> dict[int, datetime | None]:  # fmt: skip
    """Which of these members were reminded or nudged after the first moment, and when the last time; or are to be
    before the second (None)."""
    columns = OUTBOX.c
    sent = case((columns.state == "SENT", columns.done_at))
    rows = await tx.execute(
        select(columns.member_id, func.max(sent))
        .where(columns.member_id.in_(members), *_told(since, until))
        .group_by(columns.member_id)
    )
    return {row[0]: row[1] for row in rows}


def is_told(member: ColumnElement[int], since: datetime, until: datetime) -> ColumnElement[bool]:
    """Whether the member of a joined row is one that `told_between` names."""
    return select(OUTBOX.c.id).where(OUTBOX.c.member_id == member, *_told(since, until)).exists()


def _told(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    columns = OUTBOX.c
    return (
        columns.kind.in_([NoticeKind.REMINDER.value, NoticeKind.NUDGE.value]),
        or_(
            (columns.state == "SENT") & (columns.done_at > since),
            columns.state.in_(["QUEUED", "CLAIMED"]) & (columns.not_before < until),
        ),
    )


async def sent_to_members(tx: Tx, members: Sequence[int], since: datetime) -> dict[int, int]:
    """How often each of these members was reminded or nudged since a moment."""
    columns = OUTBOX.c
    kinds = [NoticeKind.REMINDER.value, NoticeKind.NUDGE.value]
    rows = await tx.execute(
        select(columns.member_id, func.count())
        .where(
            columns.member_id.in_(members),
            columns.kind.in_(kinds),
            columns.created_at >= since,
            columns.state == "SENT",
        )
        .group_by(columns.member_id)
    )
    return {row[0]: row[1] for row in rows}
