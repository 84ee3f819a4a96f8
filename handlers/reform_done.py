"""A change of units is decided: carried out at once when its day is today, else written down for its day."""

from datetime import date

from core.codes import written_code
from core.notices import Notice, NoticeKind
from core.reform import Reform, Refused
from core.roles import Action, Role
from core.roster import SeatKind
from db import invites, people, record, reforms
from db.reform_deeds import Done, Seated
from handlers.invite import expires, fresh_invite
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import spoken
from texts.reforms import reform_sentence
from texts.rendering import Sentence, lines

LISTED = 10
"""How many plans one message lists, each with its button."""


async def decide(turn: Turn, reform: Reform, day: date) -> None:
    """Write it down; today's is done within this very message, with codes for people who are not linked."""
    told = await reforms.told(turn.tx, reform, day)
    what = reform_sentence(turn.setting.texts, turn.person, told)
    number = await reforms.decide(turn.tx, reform, day, turn.known.id, turn.now)
    if day > turn.today:
        for unit in reform.units:
            await record.note(turn.tx, turn.known.id, "unit.plan", turn.now, unit=unit, day=day.isoformat())
        await turn.answer("reform.planned", text=what)
        return
    done = await turn.setting.reform(turn.tx, number, turn.now)
    if not isinstance(done, Done):
        fault = done.fault.value if isinstance(done, Refused) else "gone"
        reason = turn.say(f"reform.fault_{fault}", name=spoken(done.name) if isinstance(done, Refused) else "")
        await turn.answer("reform.not_possible", reason=reason)
        return
    await turn.reload()
    parts = [turn.say("reform.done", text=what)]
    for each in done.seated:
        parts += await _code_for(turn, each)
    await turn.reply(lines(parts))


async def _code_for(turn: Turn, seated: Seated) -> list[Sentence]:
    """The invitation for a holder who has no chat yet."""
    if (await people.addresses_of(turn.tx, [seated.member])).get(seated.member):
        return []
    for kind, role in ((SeatKind.SECRETARY, Role.SECRETARY), (SeatKind.COORDINATOR, Role.COORDINATOR)):
        seat = await invites.seat_of(turn.tx, seated.unit, kind, turn.today)
        if seat is not None:
            code, _ = await fresh_invite(turn, role, seated.member, seat.seat)
            await record.note(turn.tx, turn.known.id, "invite.issue", turn.now, unit=seated.unit, role=role.value)
            said = {"name": seated.name, "code": written_code(code), "until": expires(turn)}
            return [turn.say(f"invite.{role.value}", unit=spoken(seated.unit_name), **said)]
    return []


async def plans(turn: Turn, payload: Payload) -> None:
    """`/thaydoi`: what is still to come, each to be cancelled; without anything how units are changed."""
    if payload.word(0) == "cancel":
        await _cancel(turn, payload.number(1) or 0)
        return
    coming = [plan for plan in await reforms.planned(turn.tx) if await _within_reach(turn, plan.reform)][:LISTED]
    if not coming:
        await turn.answer("reform.how")
        return
    texts, options = [], []
    for number, plan in enumerate(coming, start=1):
        told = await reforms.told(turn.tx, plan.reform, plan.day)
        text = reform_sentence(turn.setting.texts, turn.person, told)
        texts.append(turn.say("reform.plan_line", n=number, text=text, by=plan.by_name))
        options.append(turn.option("cancel_plan", Action.REFORMS, "cancel", plan.id, n=number))
    await turn.answer("reform.plans", *options, list=lines(texts))


async def _within_reach(turn: Turn, reform: Reform) -> bool:
    """Whether everything that this changes, and whatever it lies below, is the writer's to change."""
    reach = await turn.reach(Action.REFORMS)
    return reach is None or {*reform.units, *reform.parents} <= reach


async def _cancel(turn: Turn, number: int) -> None:
    """What was planned is not to come; whoever planned it hears of it."""
    plan = await reforms.plan(turn.tx, number)
    if plan is None:
        await turn.answer("refused.old_button")
        return
    if not await _within_reach(turn, plan.reform):
        await turn.answer("refused.not_yours")
        return
    told = await reforms.told(turn.tx, plan.reform, plan.day)
    if not await reforms.end(turn.tx, number, "CANCELLED", turn.known.id, turn.now):
        text = reform_sentence(turn.setting.texts, turn.person, told)
        await turn.answer("reform.not_planned_any_more", text=text)
        return
    for unit in plan.reform.units:
        await record.note(
            turn.tx, turn.known.id, "unit.unplan", turn.now, unit=unit, day=plan.day.isoformat(), name=plan.by_name
        )
    if plan.by != turn.known.id:
        person = await turn.person_of(plan.by)
        text = reform_sentence(turn.setting.texts, person, told)
        heard = turn.setting.texts.say(person, "reform.cancelled_by", text=text, by=turn.known.name)
        await turn.tell(Notice(f"reform:{number}:cancelled", NoticeKind.OTHER, str(heard), member=plan.by))
    await turn.answer("reform.cancelled", text=reform_sentence(turn.setting.texts, turn.person, told))
