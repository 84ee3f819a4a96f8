"""Freezing a month, and putting what changed afterwards into amendments; then the reports go up the tree."""

from collections.abc import Sequence
from datetime import datetime

from core.documents import Clerk, ErrandKind, GatheredMonth, Order
from core.month_calendar import organisation_month, worth_telling
from core.notices import Notice, NoticeKind
from db import editions, errands, month_rows, outbox, people, record
from db.engine import Tx
from db.errands import Errand, Wanted
from scheduler.delivering import Delivery
from scheduler.setting import DutySetting
from texts.months import mark, month_name


class Freezing:
    """Carries out errands of the kinds FREEZE and AMEND."""

    def __init__(self, setting: DutySetting, clerk: Clerk, delivery: Delivery) -> None:
        self._setting = setting
        self._clerk = clerk
        self._delivery = delivery

    async def freeze(self, errand: Errand, now: datetime) -> None:
        """The month's report as it stands is the report from now on. Raises CannotMake."""
        month = errand.order.code
        gathered = await self._clerk.gather(month, now)
        async with self._setting.database.transaction() as tx:
            if await editions.add(tx, month, editions.FIRST, gathered, errand.asked_by, now):
                await record.note(tx, errand.asked_by, "report.freeze", now, name=month, mark=gathered.fingerprint)
                await self._send_up(tx, month, gathered.periods, errand.asked_by, now)
            await errands.done(tx, errand, [], now)
            await self._tell_asker(tx, errand, "month.frozen", now, mark=mark(gathered.fingerprint))

    async def amend(self, errand: Errand, now: datetime) -> None:
        """What changed since the newest edition becomes the next one; nothing when nothing did. Raises CannotMake."""
        month = errand.order.code
        gathered = await self._clerk.gather(month, now)
        async with self._setting.database.transaction() as tx:
            newest = await editions.newest_number(tx, month)
            number = newest + 1 - editions.FIRST
            if not newest or not gathered.changes:
                await self._tell_asker(tx, errand, "month.unchanged", now)
            elif await editions.add(tx, month, newest + 1, gathered, errand.asked_by, now):
                await record.note(
                    tx, errand.asked_by, "report.amend", now, name=month, n=number, mark=gathered.fingerprint
                )
                await self._send_amendment(tx, month, number, gathered, now)
                await self._tell_asker(tx, errand, "month.amended", now, n=number)
            await errands.done(tx, errand, [], now)

    async def _send_up(
        self, tx: Tx, month: str, periods: Sequence[int], asked_by: int | None, now: datetime
    ) -> None:  # fmt: skip
        """Each coordinator gets the own report, those above the reports of all below them, the admins the whole."""
        organisation = self._setting.organisation
        if asked_by is None and not worth_telling(organisation, organisation_month(organisation, month), now):
            return
        await errands.want(tx, await self._reports(tx, ErrandKind.MONTH, "final", month, 0, periods, None, now), now)

    async def _send_amendment(
        self, tx: Tx, month: str, number: int, gathered: GatheredMonth, now: datetime
    ) -> None:  # fmt: skip
        changed = {change["unit"] for change in gathered.changes}
        wanted = await self._reports(
            tx, ErrandKind.AMENDMENT, f"amendment:{number}", month, number, gathered.periods, changed, now
        )
        await errands.want(tx, wanted, now)

    async def _reports(
        self, tx: Tx, kind: ErrandKind, key: str, month: str, number: int, periods: Sequence[int],
        changed: set[int] | None, now: datetime,
    ) -> list[Wanted]:  # fmt: skip
        """An errand for each coordinator (of units above `changed` ones only, if given), and one for the admins."""
        day = self._setting.day(now)
        top = await month_rows.single_top(tx, day)
        admins = list(await people.reachable_admins(tx))
        concerned = await month_rows.awaited(tx, periods, day, now, changed)
        receivers: dict[int | None, list[int]] = {each.unit: [each.member] for each in concerned}
        receivers.setdefault(top, []).extend(each for each in admins if each not in receivers.get(top, []))
        return [
            Wanted(f"{key}:{month}:{unit or 0}", Order(kind, month, unit, number), members)
            for unit, members in receivers.items()
            if members
        ]

    async def _tell_asker(self, tx: Tx, errand: Errand, key: str, now: datetime, **values: object) -> None:
        if errand.asked_by is None:
            return
        texts, person = self._setting.texts, await self._setting.person(tx, errand.asked_by, now)
        text = texts.say(person, key, report_month=month_name(texts, person, errand.order.code), at=now, **values)
        notice = Notice(f"asked:{errand.id}", NoticeKind.REPLY, str(text), member=errand.asked_by)
        await outbox.queue(tx, [notice], now)
