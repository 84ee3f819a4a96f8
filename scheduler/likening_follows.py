"""What follows when an item is like an earlier one: it counts on, is looked at, or stops counting. And the sample."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.evidence import ItemKind, SubmissionState
from core.likeness import Verdict
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from core.task import PeriodName
from core.trust import USUAL, Consequence, Counting, ReviewKind, Trust, sampled
from db import duties, likeness, outbox, people, periods, record, reviews, submissions
from db.engine import Tx
from db.likeness import ComparedItem
from db.reviews import NewReview
from scheduler.setting import DutySetting
from texts.duties import progress, spoken

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What an item is like. `likeness` from 0 to 1, for people."""

    item: ComparedItem
    verdict: Verdict
    likeness: float

    def rank(self, own: int) -> tuple[bool, bool, float]:
        """What is the more telling of two finds: the same before the similar, the own unit's before another's."""
        return (self.verdict is Verdict.SAME, self.item.unit == own, self.likeness)


class Follows:
    """Carries out each task's setting, in the caller's transaction."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting

    async def follow(self, tx: Tx, item: ComparedItem, looking_alike: Sequence[Found], now: datetime) -> None:
        """Let an item that counts go on counting, stop it, or have it looked at, as its task says."""
        known = self._setting.organisation.by_code.get(item.task)
        trust = known.trust if known is not None else USUAL
        found = [*looking_alike, *await _same_elsewhere(tx, item, trust, now)]
        recent = [one for one in found if one.item.unit == item.unit or one.item.effective_at > now - trust.memory]
        recent = [one for one in recent if not item.mends(one.item)]
        telling = sorted(recent, key=lambda one: one.rank(item.unit), reverse=True)
        for one in telling:
            own = one.item.unit == item.unit
            follows = trust.other_link if item.kind is ItemKind.LINK else trust.consequence(one.verdict, own)
            if follows is Consequence.REFUSE:
                await self._refuse(tx, item, one, now)
                return
            if follows is Consequence.REVIEW:
                kind = ReviewKind.SIMILAR if own else ReviewKind.ELSEWHERE
                await self._ask(tx, item, trust, NewReview(item.number, kind, one.item.number, one.likeness), now)
                return
        if item.replaces is not None:
            await self._hold(tx, item, trust, now)  # it is in the queue already
        elif sampled(seed := f"{item.task}:{item.period}", item.number, trust.sample):
            await _log_draw(tx, item, seed, trust.sample, now)
            await self._ask(tx, item, trust, NewReview(item.number, ReviewKind.SAMPLE), now)

    async def _ask(self, tx: Tx, item: ComparedItem, trust: Trust, review: NewReview, now: datetime) -> None:
        await reviews.ask(tx, [review], now)
        await self._hold(tx, item, trust, now)

    async def _hold(self, tx: Tx, item: ComparedItem, trust: Trust, now: datetime) -> None:
        if trust.counting is Counting.BEFORE_COUNTING:
            await submissions.change_state(tx, [item.number], SubmissionState.HELD)
            await periods.ask_again(tx, item.period)
            await self._tell(tx, item, "likeness.held", (), now)

    async def _refuse(self, tx: Tx, item: ComparedItem, one: Found, now: datetime) -> None:
        """It counts no more; the person hears why at once, and may object. Another unit is never named."""
        await submissions.change_state(tx, [item.number], SubmissionState.DUPLICATE)
        await submissions.same_as(tx, {item.number: one.item.number})
        await periods.ask_again(tx, item.period)
        own = one.item.unit == item.unit
        key = "likeness.same" if own else "likeness.same_elsewhere"
        options = (("send_other", Action.STATUS, ()), ("not_the_same", Action.OBJECT, (item.number, "same")))
        joint = (("together", Action.OBJECT, (item.number, "joint")),)
        await self._tell(
            tx, item, key, (*options, *joint), now, week=one.item.week, earlier=one.item.number if own else None
        )

    async def _tell(
        self,
        tx: Tx,
        item: ComparedItem,
        key: str,
        offered: Sequence[tuple[str, Action, Sequence[object]]],
        now: datetime,
        *,
        week: PeriodName | None = None,
        earlier: int | None = None,
    ) -> None:
        texts = self._setting.texts
        view = await people.member_view(tx, item.member, self._setting.day(now))
        person = self._setting.person_of(view)
        task = self._setting.organisation.by_code.get(item.task)
        owed = [duty for duty in await duties.of_units(tx, [item.unit], now) if duty.period == item.period]
        stands = progress(texts, person, owed[0], task) if owed else ""
        text = texts.say(
            person,
            key,
            item=texts.say(person, "item.number", n=item.number),
            unit=spoken(item.unit_name),
            week=week or item.week,
            earlier=texts.say(person, "item.number", n=earlier or 0),
            progress=stands,
        )
        options = tuple(
            Option(texts.label(person, label), ":".join([action.value, *map(str, arguments)]))
            for label, action, arguments in offered
        )
        notice = Notice(
            f"likeness:{item.number}", NoticeKind.RECEIPT, str(text), options, member=item.member, period=item.period
        )
        await outbox.queue(tx, [notice], now)


async def _log_draw(tx: Tx, item: ComparedItem, seed: str, share: float, now: datetime) -> None:
    """What anybody needs to draw again and find the same: the seed, the share, the item."""
    _log.info("item %d is drawn for a look: seed %s, share %g", item.number, seed, share)
    drawn = {"items": [item.number], "week": item.week, "seed": seed, "share": share}
    await record.note(tx, None, "review.sample", now, unit=item.unit, **drawn)


async def _same_elsewhere(tx: Tx, item: ComparedItem, trust: Trust, now: datetime) -> list[Found]:
    """The very same link or bytes of another unit, where anything would follow from that."""
    follows = trust.other_link if item.kind is ItemKind.LINK else trust.other_same
    if follows is Consequence.IGNORE or item.identity is None:
        return []
    other = await likeness.same_elsewhere(tx, item, now - trust.memory)
    return [] if other is None else [Found(other, Verdict.SAME, 1.0)]
