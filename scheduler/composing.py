"""Messages that are composed at the moment they are sent, so that none is ever stale.

A composer looks at the facts of that moment. None means: no longer true, drop it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from core.evidence import Duty
from core.notices import NoticeKind
from core.roles import Action
from db import broadcasts, duties, excuses, people
from db.broadcasts import Broadcast
from db.engine import Tx
from db.outbox import Claimed
from scheduler.alerting import at_risk, missed
from scheduler.broadcasting import as_sent, order_of
from scheduler.digest import digest
from scheduler.moment import Broken, Composed, Moment
from scheduler.month_words import report
from scheduler.ordered import no_longer_allowed
from scheduler.own_record import export
from scheduler.setting import DutySetting
from texts.duties import reminder

_log = logging.getLogger(__name__)

Composer = Callable[[Moment], Awaitable[Composed | None]]


async def compose(
    tx: Tx, setting: DutySetting, rows: Sequence[Claimed], now: datetime
) -> dict[int, Composed | Broken | None]:
    """The messages of claimed rows as they are true now, by row; None where it is no longer wanted.

    What all reminders need is looked up for all of them at once, and so is who ordered them: what was put off by
    somebody who may not do it any more is not done.
    """
    ready: dict[int, Composed | Broken | None] = {
        row.id: Composed(row.text, row.options) if row.text is not None else None for row in rows
    }
    to_make = [row for row in rows if row.text is None and row.member is not None and row.kind in _COMPOSERS]
    if not to_make:
        return ready
    day = setting.day(now)
    spoken = await broadcasts.by_ids(tx, {row.about["broadcast"] for row in to_make if "broadcast" in row.about})
    orders = {row.id: kept for row in to_make if (kept := _order_of(row, spoken))}
    ordered_by = {kept["by"] for kept in orders.values()}
    views = await people.member_views(tx, {row.member for row in to_make if row.member} | ordered_by, day)
    refused = await no_longer_allowed(tx, orders, views)
    reminded = {row.member for row in to_make if row.member and row.kind in _REMINDERS}
    owed = await duties.still_owed(tx, reminded, day, now) if reminded else {}
    waiting = await excuses.unanswered(tx, owed) if owed else set()
    for row in to_make:
        if row.id in refused:
            continue
        view = views[row.member or 0]
        said = spoken.get(row.about.get("broadcast", 0))
        moment = Moment(tx, setting, row, view, _worth_saying(row, owed.get(view.id, ()), waiting), now, said)
        ready[row.id] = await _guarded(moment, _COMPOSERS[NoticeKind(row.kind)])
    return ready


def _worth_saying(row: Claimed, owed: Sequence[Duty], waiting: Set[tuple[int, int]]) -> Sequence[Duty]:
    """A reminder is silent about a week of which its holder said that there is nothing, until somebody has answered.

    What a coordinator asks for in person is said all the same.
    """
    if row.kind != NoticeKind.REMINDER:
        return owed
    return [duty for duty in owed if (row.member, duty.obligation) not in waiting]


def _order_of(row: Claimed, spoken: Mapping[int, Broadcast]) -> Mapping[str, Any] | None:
    """Who ordered a message, where somebody did; see `order` in core.notices."""
    said = spoken.get(row.about.get("broadcast", 0))
    return order_of(said) if said else row.about.get("order")


async def _guarded(moment: Moment, composer: Composer) -> Composed | Broken | None:
    """One message that cannot be composed must not hold up the others."""
    try:
        async with moment.tx.begin_nested():
            return await composer(moment)
    except Exception as error:
        _log.exception("a message could not be composed")
        return Broken(f"{type(error).__name__}: {error}"[:500])


async def _reminder(moment: Moment) -> Composed | None:
    """Everything the person owes now, in every seat and task."""
    organisation = moment.setting.organisation
    pairs = [(duty, organisation.by_code[duty.task]) for duty in moment.owed if duty.task in organisation.by_code]
    if not pairs:
        return None
    several = len(organisation.tasks) > 1
    text = reminder(moment.setting.texts, moment.person, pairs, moment.now, several)
    by, said = moment.row.about.get("by"), moment.row.about.get("said")
    if by and said:
        text = moment.say("reminder.nudge_own", by=by, said=said, text=text)
    elif by:
        text = moment.say("reminder.nudge", by=by, text=text)
    later, away = moment.option("remind_later", Action.REMIND_LATER), moment.option("away", Action.AWAY)
    own = any(not duty.instead_of for duty, _ in pairs)
    return Composed(str(text), (later, away) if own else (later,))


async def _broadcast(moment: Moment) -> Composed | None:
    """The sender's words, unless they were stopped."""
    said = moment.broadcast
    if said is None or said.stopped:
        return None
    return Composed(str(moment.say("broadcast.message", by=said.by_name, text=as_sent(said.text))))


_REMINDERS = frozenset({NoticeKind.REMINDER, NoticeKind.NUDGE})

_COMPOSERS: Mapping[NoticeKind, Composer] = {
    NoticeKind.REMINDER: _reminder,
    NoticeKind.NUDGE: _reminder,
    NoticeKind.AT_RISK: at_risk,
    NoticeKind.MISSED: missed,
    NoticeKind.ESCALATION: missed,
    NoticeKind.DIGEST: digest,
    NoticeKind.BROADCAST: _broadcast,
    NoticeKind.EXPORT: export,
    NoticeKind.REPORT: report,
}
