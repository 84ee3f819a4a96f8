"""Units change on the day that was decided: the right and the tree are looked at again, then it is done and told."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time

from core.localtime import moment_at
from core.notices import Notice, NoticeKind
from core.ports import Person
from core.reform import Reform, ReformFault, Refused, Told, anchors, refreshed, refusal
from core.roles import Action, Scope, reaches, scope_of
from db import flags, outbox, people, platforms, record, reform_deeds, reforms, units
from db.engine import Tx, is_away
from db.flags import Reason
from db.reform_deeds import Day, Done
from db.reforms import Plan
from scheduler.setting import DutySetting
from texts.duties import spoken
from texts.reforms import reform_sentence
from texts.rendering import Sentence

_log = logging.getLogger(__name__)


class Reforming:
    """Carries out what was decided about units."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting

    async def carry_out_due(self, until: date, now: datetime) -> int:
        """Do what was planned for a local day or an earlier one, in order; how many plans that were.

        Each in a transaction of its own. One that is not possible any more, or raises, changes nothing, and the admins
        hear of it: weeks open after this, and messages are handled after that, so it must not stop them all. Raises
        what the database raises when it is away: then it is tried again.
        """
        async with self._setting.database.snapshot() as tx:
            due = await reforms.planned(tx, until)
        for plan in due:
            try:
                async with self._setting.database.transaction() as tx:
                    told = await reforms.told(tx, plan.reform, plan.day)
                    await self._tell_admins(tx, plan, told, await self.carry_out(tx, plan.id, now), now)
            except Exception as error:
                if is_away(error):
                    raise
                _log.exception("the change %d of units raises; it has failed, and nothing is changed", plan.id)
                async with self._setting.database.transaction() as tx:
                    told = await reforms.told(tx, plan.reform, plan.day)
                    await self._failed(tx, plan, now)
                    await self._tell_admins(tx, plan, told, Refused(ReformFault.MISTAKE), now)
        return len(due)

    async def _tell_admins(self, tx: Tx, plan: Plan, told: Told, done: Done | Refused | None, now: datetime) -> None:
        for member in await people.reachable_admins(tx):
            person = await self._setting.person(tx, member, now)
            what = reform_sentence(self._setting.texts, person, told)
            if isinstance(done, Refused):
                why = self._setting.texts.say(person, f"reform.fault_{done.fault.value}", name=spoken(done.name))
                text = self._setting.texts.say(person, "reform.failed", text=what, reason=why)
            else:
                text = self._setting.texts.say(person, "reform.carried_out", text=what)
            key = f"reform:{plan.id}:{'failed' if isinstance(done, Refused) else 'done'}:{member}"
            await outbox.queue(tx, [Notice(key, NoticeKind.OTHER, str(text), member=member)], now)

    async def carry_out(self, tx: Tx, number: int, now: datetime) -> Done | Refused | None:
        """Carry a plan out now, within this transaction; None when it is not to come any more.

        Whoever decided it must still have the right, and the tree must still allow it: else it has failed and
        nothing is changed.
        """
        plan = await reforms.plan(tx, number)
        if plan is None or plan.state != "PLANNED":
            return None
        known = await reforms.known(tx, plan.day)
        plan = replace(plan, reform=refreshed(plan.reform, known))
        found = refusal(plan.reform, known)
        if found is None and not await self._may(tx, plan, anchors(plan.reform, known), now):
            found = Refused(ReformFault.NO_RIGHT)
        if found is not None:
            await self._failed(tx, plan, now)
            return found
        return await self._do(tx, plan, now)

    async def _failed(self, tx: Tx, plan: Plan, now: datetime) -> None:
        await reforms.end(tx, plan.id, "FAILED", None, now)
        for unit in plan.reform.units:
            await record.note(tx, None, "unit.failed", now, unit=unit, plan=plan.id)

    async def _may(self, tx: Tx, plan: Plan, above: Collection[int | None], now: datetime) -> bool:
        view = await people.member_view(tx, plan.by, self._setting.day(now))
        action = Action(f"unit_{plan.reform.kind.value}")
        scope, below = scope_of(action, view.roles), view.looks_after(action)
        return scope is Scope.ALL or all(
            [unit is not None and reaches(scope, await units.path_of(tx, unit), (), below) for unit in above]
        )

    async def _do(self, tx: Tx, plan: Plan, now: datetime) -> Done:
        organisation = self._setting.organisation
        everybody = Person(organisation.language, organisation.address_form)
        reason = str(self._setting.texts.say(everybody, "reason.reformed"))
        when = Day(plan.day, moment_at(plan.day, time(), organisation.calendar.zone))
        before = await self._coordinators(tx, plan.reform.units, plan.day, now)
        told = await reforms.told(tx, plan.reform, plan.day)
        done = await reform_deeds.carry_out(tx, plan.reform, when, organisation.owing_levels, reason, plan.by, now)
        await reforms.end(tx, plan.id, "DONE", plan.by, now)
        after = await self._coordinators(tx, done.concerned, plan.day, now)
        await self._pass_on(tx, plan, done, now)
        await self._tell(tx, plan, told, done, {*before, *after, *done.lifted}, now)
        for member in {each.member for each in done.seated} | {each.member for each in done.left}:
            await platforms.menu_may_differ(tx, member)
        return done

    async def _coordinators(self, tx: Tx, concerned: Iterable[int], day: date, now: datetime) -> set[int]:
        tree = await units.hierarchy(tx, day, now)
        return {member for unit in concerned for member in tree.coordinator_of(unit).members}

    async def _pass_on(self, tx: Tx, plan: Plan, done: Done, now: datetime) -> None:
        """Who looks after moved units now has their open flags."""
        moved = await units.subtree(tx, [*done.moved, *done.units])
        for member, flagged in (await reform_deeds.pass_flags_on(tx, moved, plan.day, now)).items():
            about = {"reason": Reason.UNANSWERED.value, "flags": flagged}
            key = f"reform:{plan.id}:flags:{member}"
            await outbox.queue(tx, [Notice(key, NoticeKind.ESCALATION, member=member, about=about)], now)
            await flags.told(tx, [(flag, member) for flag in flagged], Reason.UNANSWERED, now)

    async def _tell(
        self, tx: Tx, plan: Plan, told: Told, done: Done, coordinators: Collection[int], now: datetime
    ) -> None:
        """One message to each: what happened, and what it means for him or her."""
        holders = {each.member: each for each in done.seated}
        leavers = {each.member: each for each in done.left if each.member not in holders}
        stay = await reform_deeds.holders_of(tx, [*_staying(plan.reform), *done.moved], plan.day)
        names = {each.member: each.unit_name for each in stay}
        for member in sorted({*holders, *leavers, *names, *coordinators} - {plan.by}):
            person = await self._setting.person(tx, member, now)
            what = reform_sentence(self._setting.texts, person, told)
            say = self._setting.texts.say
            text: Sentence
            if member in holders:
                text = say(person, "reform.you_hold", text=what, unit=spoken(holders[member].unit_name))
            elif member in leavers:
                text = say(person, "reform.you_left", text=what, unit=spoken(leavers[member].unit_name))
            elif member in names:
                text = say(person, "reform.you_stay", text=what, unit=spoken(names[member]))
            else:
                text = say(person, "reform.you_coordinate", text=what, by=plan.by_name)
            notice = Notice(f"reform:{plan.id}:{member}", NoticeKind.OTHER, str(text), member=member)
            await outbox.queue(tx, [notice], now)


def _staying(reform: Reform) -> list[int]:
    return [part.unit for part in reform.parts if part.unit is not None]
