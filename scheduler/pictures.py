"""Pictures that were counted before they could be fetched: fetching goes on, and the person hears if it fails.

The network is used outside any transaction. A picture that arrives and turns out to be the same as one the unit
handed in before, or that never arrives, stops counting, and the person is told at once.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from core.evidence import SubmissionState
from core.notices import Notice, NoticeKind
from core.ports import Channel, Person
from db import duties, likeness, outbox, people, periods, pictures, submissions
from db.engine import Tx
from db.pictures import Pending
from db.submissions import SubmissionView
from media.fetching import Fetched, fetch_picture
from media.store import MediaStore
from scheduler.failing import log_failure
from scheduler.setting import DutySetting
from texts.duties import progress, spoken
from texts.rendering import Sentence

LONGEST_PAUSE = timedelta(minutes=30)
_DOUBLINGS = 6  # of the first pause of 30 s, until the longest is reached

_log = logging.getLogger(__name__)


class PictureFetching:
    """Tries pictures again whose next try is due."""

    def __init__(self, setting: DutySetting, channels: Mapping[tuple[str, str], Channel], store: MediaStore) -> None:
        self._setting = setting
        self._channels = channels
        self._store = store

    async def try_due(self, now: datetime) -> int:
        """Try every picture that is due; how many were settled, one way or the other."""
        async with self._setting.database.snapshot() as tx:
            waiting = await pictures.due(tx, now)
        settled = 0
        for pending in waiting:
            fetched = await self._fetch(pending)
            try:
                async with self._setting.database.transaction() as tx:
                    settled += await self._settle(tx, pending, fetched, now)
            except Exception as error:
                what = f"picture of item {pending.submission}: settling it failed; again at the next beat"
                log_failure(_log, what, error)
        return settled

    async def _fetch(self, pending: Pending) -> Fetched:
        channel = self._channels.get((pending.address.channel, pending.address.account))
        return await fetch_picture(channel, self._store, pending.reference) if channel else Fetched()

    async def _settle(self, tx: Tx, pending: Pending, fetched: Fetched, now: datetime) -> int:
        if fetched.pending and now < pending.give_up_at:
            pause = min(timedelta(seconds=30) * 2 ** min(pending.tries, _DOUBLINGS), LONGEST_PAUSE)
            await pictures.try_later(tx, pending.submission, min(now + pause, pending.give_up_at))
            return 0
        await pictures.settled(tx, pending.submission)
        item = next(iter(await submissions.by_numbers(tx, pending.submission, pending.submission)), None)
        if item is None:
            return 1
        if fetched.picture is None:
            await self._stop_counting(tx, pending, item, SubmissionState.LOST, "receipt.lost", now)
        else:
            await self._arrived(tx, pending, item, fetched, now)
        return 1

    async def _arrived(self, tx: Tx, pending: Pending, item: SubmissionView, fetched: Fetched, now: datetime) -> None:
        picture = fetched.picture
        assert picture is not None
        await submissions.add_media(tx, [picture], now)
        await likeness.add_fresh(tx, [item.number])
        known = await submissions.earlier(tx, [item.unit], [picture.sha256])
        await pictures.arrived(tx, item.number, picture.sha256)
        same = known.get((item.unit, item.task, picture.sha256))
        if same is not None and same.number != item.number:
            facts = {
                "unit": spoken(item.unit_name),
                "week": same.week,
                "earlier": self._number(await self._setting.person(tx, item.member, now), same.number),
            }
            await self._stop_counting(
                tx, pending, item, SubmissionState.DUPLICATE, "receipt.same_after_all", now, **facts
            )

    def _number(self, person: Person, number: int) -> Sentence:
        return self._setting.texts.say(person, "item.number", n=number)

    async def _stop_counting(
        self, tx: Tx, pending: Pending, item: SubmissionView, state: SubmissionState, key: str, now: datetime,
        **facts: object,
    ) -> None:  # fmt: skip
        """The item counts no more; the person hears why and where the week stands, and the beat looks again."""
        if item.state is not SubmissionState.COUNTED:
            return
        await submissions.change_state(tx, [item.number], state)
        await periods.ask_again(tx, item.period)
        texts = self._setting.texts
        view = await people.member_view(tx, item.member, self._setting.day(now))
        person = self._setting.person_of(view)
        owed = [duty for duty in await duties.of_units(tx, [item.unit], now) if duty.period == item.period]
        task = self._setting.organisation.by_code.get(item.task)
        stands = progress(texts, person, owed[0], task) if owed else ""
        values = {"item": self._number(person, item.number), "week": item.week, "progress": stands, **facts}
        text = str(texts.say(person, key, **values))
        address = pending.address
        notice = Notice(f"picture:{item.number}", NoticeKind.RECEIPT, text, address=address, period=item.period)
        await outbox.queue(tx, [notice], now)
