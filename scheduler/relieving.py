"""Telling of a lighter duty: a storm may concern a whole country, so it is queued a batch at a time, as a broadcast is.

The decision itself is done when this begins. A crash goes on after the last batch; nobody is told twice, nobody left
out. Where more than a batch were to be told, whoever decided hears at the end how it went.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.notices import Notice, NoticeKind
from core.ports import Person
from core.relief import Relief
from db import outbox, people, reliefs, tellings, units, upcoming
from db.engine import Tx
from db.reliefs import ReliefView
from db.tellings import Telling
from scheduler.failing import each_apart
from scheduler.setting import DutySetting
from texts.broadcasts import what_became
from texts.duties import spoken
from texts.rendering import lines

BATCH = 500
"""How many messages one transaction queues."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """Somebody who is to be told: with the own units that it concerns, or none who only looks after such."""

    member: int
    own: Sequence[int]
    linked: bool = True


class Relieving:
    """Queues what is to be told of reliefs, and closes the books on what has gone out."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting

    async def work(self, now: datetime) -> int:
        """Queue everything that waits to be queued; how many messages that were. Cheap when there is nothing."""
        async with self._setting.database.snapshot() as tx:
            waiting = await tellings.unqueued(tx)
        return await each_apart(waiting, lambda each: self._queue(each, now))

    async def close_books(self, now: datetime) -> int:
        """End what nobody waits for any more; how many were ended."""
        ended = 0
        async with self._setting.database.snapshot() as tx:
            under_way = await tellings.under_way(tx)
            outcomes = {each.relief: await tellings.outcome(tx, each) for each in under_way}
        for each in under_way:
            numbers = outcomes[each.relief].as_json()
            if numbers["waiting"] == 0:
                async with self._setting.database.transaction() as tx:
                    await tellings.end(tx, each.relief, now)
                    if sum(numbers.values()) > BATCH:
                        await self._tell_who_decided(tx, each, numbers, now)
                ended += 1
        return ended

    async def _queue(self, telling: Telling, now: datetime) -> int:
        async with self._setting.database.snapshot() as tx:
            view = await reliefs.by_id(tx, telling.relief)
            meant = await self._meant(tx, telling, view.relief, now) if view is not None else []
        queued = 0
        for start in range(0, len(meant) or 1, BATCH):
            some = meant[start : start + BATCH]
            async with self._setting.database.snapshot() as tx:
                notices = await self._notices(tx, telling, view, some, now) if view is not None else []
            async with self._setting.database.transaction() as tx:
                fresh = await tellings.of_relief(tx, telling.relief)
                if fresh.queued or fresh.reached != telling.reached:
                    return queued  # another process is at it
                unlinked = sum(not each.linked for each in some)
                reached = some[-1].member if some else telling.reached
                telling = await tellings.queue_for(tx, fresh, notices, reached, unlinked, now)
                if start + BATCH >= len(meant):
                    await tellings.all_queued(tx, telling.relief, now)
            queued += len(notices)
        return queued

    async def _meant(self, tx: Tx, telling: Telling, relief: Relief, now: datetime) -> list[_Meant]:
        """Everybody above the last one reached, ascending; not whoever decided it."""
        day = self._setting.day(now)
        within = None if relief.unit is None else await units.subtree(tx, [relief.unit])
        own: dict[int, dict[int, None]] = {}
        linked: set[int] = set()
        concerned: set[int] = set()
        for code in telling.matter.tasks:
            task = self._setting.organisation.by_code.get(code)
            for each in await upcoming.secretaries(tx, task, day) if task is not None else []:
                if within is None or each.unit_id in within:
                    concerned.add(each.unit_id)
                    own.setdefault(each.member, {})[each.unit_id] = None
                    if each.linked:
                        linked.add(each.member)
        tree = await units.hierarchy(tx, day, now)
        posts = {tree.coordinator_of(unit) for unit in concerned}
        above = {member for post in posts for member in post.members}.union(telling.matter.alerted) - own.keys()
        found = [_Meant(member, list(of_member), member in linked) for member, of_member in own.items()]
        found += [_Meant(member, []) for member in above]
        left = [each for each in found if each.member > telling.reached and each.member != relief.by]
        return sorted(left, key=lambda each: each.member)

    async def _notices(
        self, tx: Tx, telling: Telling, view: ReliefView, some: Sequence[_Meant], now: datetime
    ) -> list[Notice]:
        linked = [each for each in some if each.linked]
        views = await people.member_views(tx, [each.member for each in linked], self._setting.day(now))
        names = await units.units_by_id(tx, sorted({unit for each in linked for unit in each.own}))
        about = self._about(telling, view)
        notices = []
        for each in linked:
            person = self._setting.person_of(views[each.member])
            said = {**about, "weeks": self._weeks(telling, person)}
            who = "secretary" if each.own else "coordinator"
            said |= {"units": [spoken(names[unit].name) for unit in each.own]} if each.own else {}
            text = self._setting.texts.say(person, f"suspend.to_{who}_{view.relief.way.value}", **said)
            key = tellings.key_of(telling.relief, each.member)
            notices.append(Notice(key, NoticeKind.OTHER, str(text), member=each.member))
        return notices

    def _about(self, telling: Telling, view: ReliefView) -> Mapping[str, Any]:
        words = self._setting.organisation.words
        return {
            "unit": spoken(view.unit_name) if view.unit_name else words.organisation,
            "n": telling.matter.units,
            "days": view.relief.days,
            "until": view.relief.until_day,
            "reason": view.relief.reason,
            "by": view.by_name,
        }

    def _weeks(self, telling: Telling, person: Person) -> list[str]:
        return [self._setting.texts.say(person, "suspend.week", week=name) for name in telling.matter.names]

    async def _tell_who_decided(self, tx: Tx, telling: Telling, numbers: Mapping[str, int], now: datetime) -> None:
        view = await reliefs.by_id(tx, telling.relief)
        if view is None:
            return
        person = await self._setting.person(tx, view.relief.by, now)
        said = {**self._about(telling, view), "weeks": self._weeks(telling, person), "n": numbers["delivered"]}
        texts = self._setting.texts
        text = lines([texts.say(person, "suspend.all_told", **said), *what_became(texts, person, numbers)])
        key = f"relief_all_told:{telling.relief}"
        await outbox.queue(tx, [Notice(key, NoticeKind.ADMIN, str(text), member=view.relief.by)], now)
