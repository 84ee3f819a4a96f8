"""Bots whose plan has an end: what they use is counted, admins hear of it in time, the rest is kept for what matters.

Counted with the message that is marked as sent and with the update that is stored. The platform counts by itself and
has the last word: what it refuses is not tried again but listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from core.metering import Account, Place, Usage, may_say, places_to_invite_to, spent, stage, used_up
from core.notices import Notice, NoticeKind
from core.plans import Metered, Plan
from core.ports import Address, Channel, OutOfQuota, Person
from db import admins, metering, outbox, places
from db.engine import Tx
from scheduler.every import Every
from scheduler.outcomes import Result
from scheduler.setting import DutySetting
from texts.rendering import Sentence, lines

LATELY = timedelta(hours=1)
"""So long after a refusal nothing but what matters is tried: the plan may have been changed meanwhile."""

LOOK_EVERY = timedelta(minutes=5)

LISTED_AT = time(7)
"""From this local time on the admins get the list of what the day before left unsaid."""

NAMED = 20
"""How many people that list names."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What the plans still allow at this moment."""

    plans: Mapping[Account, Plan] = field(default_factory=dict)
    usages: Mapping[Account, Usage] = field(default_factory=dict)

    def lets(self, kind: str, address: Address) -> bool:
        """Whether a message of this kind may go there."""
        account = (address.channel, address.account)
        plan = self.plans.get(account)
        return plan is None or may_say(NoticeKind(kind), account, plan, self.usages)


class Metering:
    """Counts, warns and lists for the bots of one installation that have a plan. Without any it does nothing."""

    def __init__(self, setting: DutySetting, channels: Mapping[Account, Channel]) -> None:
        self._setting = setting
        self._plans = {
            account: channel.limits.plan for account, channel in channels.items() if channel.limits.plan is not None
        }
        self._meters = {account: _meter(channels[account]) for account in self._plans}
        self._counted = dict.fromkeys(self._plans, 0)
        self._looks = Every(LOOK_EVERY)

    async def count(self, tx: Tx, results: Sequence[Result], now: datetime) -> Mapping[Account, int]:
        """In the transaction that marks these sends: what the platforms took since the last time, and who was refused.

        What their meters say now is to be told to `counted` once this is committed.
        """
        read = {account: meter.taken for account, meter in self._meters.items()}
        sent = {account: read[account] - before for account, before in self._counted.items() if read[account] > before}
        went, refused = set[Account](), set[Account]()
        for result in results:
            account = (result.ready.address.channel, result.ready.address.account)
            if account in self._plans and result.error is None:
                went.add(account)
            elif account in self._plans and isinstance(result.error, OutOfQuota):
                refused.add(account)
        month = metering.month_of(self._setting.day(now))
        if sent:
            await metering.add(tx, month, sent, {})
        if went - refused:
            await metering.refused(tx, month, went - refused, None)
        if refused:
            await metering.refused(tx, month, refused, now)
        return read

    def counted(self, read: Mapping[Account, int]) -> None:
        """So much is on disk."""
        self._counted |= read

    async def budget(self, tx: Tx, now: datetime) -> Budget:
        """What may be said now."""
        return Budget(self._plans, await self._usages(tx, now)) if self._plans else Budget()

    async def warn(self, now: datetime) -> None:
        """Every few minutes: whether the admins have to hear of a plan's end; each mark once a month."""
        if not self._plans or not self._looks.is_time(now):
            return
        self._looks.looked(now)
        async with self._setting.database.transaction() as tx:
            readers = await admins.reachable_admins(tx)
            if not readers:
                return
            found = await places.places(tx, self._plans, now)
            usages = await self._usages(tx, now)
            notices: list[Notice] = []
            for admin in readers:
                person = await self._setting.person(tx, admin, now)
                notices += self._of_messages(admin, person, usages, now)
                notices += self._of_people(admin, person, found, now)
                notices += await self._of_unsaid(tx, admin, person, now)
            await outbox.queue(tx, notices, now)

    async def _usages(self, tx: Tx, now: datetime) -> dict[Account, Usage]:
        return await metering.usages(tx, metering.month_of(self._setting.day(now)), now - LATELY)

    def _of_messages(self, admin: int, person: Person, usages: Mapping[Account, Usage], now: datetime) -> list[Notice]:
        month = metering.month_of(self._setting.day(now))
        notices = {}
        for account, plan in self._plans.items():
            used = spent(account, plan, usages)
            mark = 100 if used_up(account, plan, usages) else stage(used, plan.messages)
            if not mark:
                continue
            bot = account[0].capitalize() if plan.shared else account[1]
            text = self._setting.texts.say(
                person, f"quota.messages_{mark}", bot=bot, n=used, most=plan.messages, month=int(month[5:])
            )
            key = f"quota:{bot}:{month}:{mark}:{admin}"
            notices[key] = Notice(key, NoticeKind.ADMIN, str(text), member=admin)
        return list(notices.values())

    def _of_people(self, admin: int, person: Person, found: Sequence[Place], now: datetime) -> list[Notice]:
        month = metering.month_of(self._setting.day(now))
        notices = []
        for place in found:
            mark = stage(place.people, place.most) if place.most else 0
            if not mark:
                continue
            others = places_to_invite_to([other for other in found if other is not place])
            next_bot = next((other.account for other in others if other.channel == place.channel), None)
            text = self._setting.texts.say(
                person,
                f"quota.people_{'next' if next_bot else 'last'}",
                bot=place.account,
                n=place.people,
                most=place.most,
                next=next_bot or "",
            )
            key = f"people:{place.channel}:{place.account}:{month}:{mark}:{admin}"
            notices.append(Notice(key, NoticeKind.ADMIN, str(text), member=admin))
        return notices

    async def _of_unsaid(self, tx: Tx, admin: int, person: Person, now: datetime) -> list[Notice]:
        """In the morning, once a day: what a plan's end left unsaid since the morning before."""
        zone = self._setting.organisation.calendar.zone
        morning = datetime.combine(self._setting.day(now), LISTED_AT, zone)
        if now < morning:
            return []
        unsaid = await metering.unsaid(tx, morning - timedelta(days=1), morning)
        if not unsaid:
            return []
        texts = self._setting.texts
        told = [
            texts.say(
                person, "quota.unsaid_line", who=each.name or "–", n=each.number, kind=self._kind(person, each.kind)
            )
            for each in unsaid[:NAMED]
        ]
        head = texts.say(person, "quota.unsaid", n=sum(each.number for each in unsaid))
        rest = [texts.say(person, "quota.unsaid_more", n=len(unsaid) - NAMED)] if len(unsaid) > NAMED else []
        key = f"unsaid:{self._setting.day(now)}:{admin}"
        return [Notice(key, NoticeKind.ADMIN, str(lines([head, *told, *rest])), member=admin)]

    def _kind(self, person: Person, kind: str) -> Sentence:
        known = self._setting.texts.has(f"quota.kind.{kind}")
        return self._setting.texts.say(person, f"quota.kind.{kind}" if known else "quota.kind.other")


def _meter(channel: Channel) -> Metered:
    if not isinstance(channel, Metered):
        raise TypeError(f"the channel {channel.name} has a plan and does not count what its platform takes")
    return channel
