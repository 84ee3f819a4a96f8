"""A secretary has nothing to hand in this week: the reason is asked, and the coordinator agrees or does not."""

from core.evidence import Duty
from core.hierarchy import Post
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from db import duties, excuses, record, units, waivers
from db.excuses import ExcuseView
from handlers.decided import tell_alerted
from handlers.meant import case_of, reason_in
from handlers.owed import owed_by_own_seats
from handlers.payload import Payload, encode
from handlers.question import answered, ask, waiting
from handlers.reasons import DISASTER, HOLIDAY, NOTHING, READY, reason_of, reason_options
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import lines

QUESTION = "nothing"
OTHER = "other"


async def nothing(turn: Turn, payload: Payload) -> None:
    """`tuần này không có hoạt động`, and the reason chosen by a button."""
    if not payload.word(1):
        await _begin(turn)
        return
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None:
        await turn.answer("refused.old_button")
    elif payload.word(2) in READY:
        await _pass_on(turn, known["obligation"], payload.word(2), reason_of(turn, payload.word(2)))
    else:
        await ask(turn, QUESTION, obligation=known["obligation"])
        await turn.answer("nothing.which_other")


async def own_words(turn: Turn, text: str) -> None:
    """The reason in the secretary's own words."""
    known = waiting(turn, QUESTION)
    if known is not None:
        await _pass_on(turn, known["obligation"], OTHER, reason_in(text))


async def _begin(turn: Turn) -> None:
    owed = await owed_by_own_seats(turn)
    if not owed:
        await turn.answer("away.nothing_owed")
        return
    mark = await ask(turn, QUESTION, obligation=owed[0].obligation)
    options = reason_options(turn, Action.NOTHING, mark, HOLIDAY, DISASTER, NOTHING)
    other = turn.option("reason_other", Action.NOTHING, "why", mark, OTHER)
    await turn.answer("nothing.which_reason", *options, other, unit=spoken(owed[0].unit_name), week=owed[0].week)


async def _pass_on(turn: Turn, obligation: int, reason: str, said: str) -> None:
    """Write it down and ask whoever looks after the unit."""
    await answered(turn)
    duty = await own_duty(turn, obligation)
    if duty is None:
        await turn.answer("away.nothing_owed")
        return
    number = await excuses.ask(turn.tx, obligation, reason, said, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "excuse.ask", turn.now, unit=duty.unit, week=duty.week, reason=said)
    post = await who_decides(turn, duty.unit)
    for member in post.members:
        await turn.tell(await _question(turn, number, member, duty, said))
    why = said
    if not post.members:
        await turn.answer("nothing.nobody", week=duty.week, reason=why)
        return
    text = turn.say("nothing.passed_on", week=duty.week, unit=spoken(duty.unit_name), reason=why)
    await turn.reply(lines([text, turn.say("nothing.be_safe")], " ") if reason == DISASTER else text)


async def own_duty(turn: Turn, obligation: int) -> Duty | None:
    """What is still owed of this obligation by the writer, before its close; None when nothing is."""
    owed = await owed_by_own_seats(turn)
    return next((duty for duty in owed if duty.obligation == obligation), None)


async def who_decides(turn: Turn, unit: int) -> Post:
    """Who looks after the unit; somebody who asks never decides on it alone."""
    tree = await units.hierarchy(turn.tx, turn.today, turn.now, unit)
    post: Post | None = tree.coordinator_of(unit)
    while post is not None and post.members == (turn.known.id,):
        post = tree.next_level(post.unit)
    return post or Post(None, tuple(member for member in tree.admins if member != turn.known.id))


async def _question(turn: Turn, number: int, member: int, duty: Duty, reason: str) -> Notice:
    texts, person = turn.setting.texts, await turn.person_of(member)
    text = texts.say(
        person,
        "nothing.to_coordinator",
        who=turn.known.name,
        unit=spoken(duty.unit_name),
        week=duty.week,
        reason=reason,
        closes=duty.closes_at,
    )
    options = (
        Option(texts.label(person, "accept"), encode(Action.DECIDE_EXCUSE, "yes", number)),
        Option(texts.label(person, "decline"), encode(Action.DECIDE_EXCUSE, "no", number)),
    )
    key = f"excuse:{number}:{member}"
    return Notice(
        key, NoticeKind.OTHER, str(text), options, member=member, period=duty.period, expires_at=duty.closes_at
    )


async def decide(turn: Turn, payload: Payload) -> None:
    """The coordinator agrees, and the week is waived; or does not, and the secretary hears of it."""
    excuse = await excuses.excuse(turn.tx, payload.number(1) or 0)
    duty = next(iter(await duties.of_obligations(turn.tx, [excuse.obligation])), None) if excuse else None
    if excuse is None or duty is None:
        await turn.answer("refused.old_button")
    elif not await turn.reaches(Action.DECIDE_EXCUSE, duty.unit) or excuse.asked_by == turn.known.id:
        await turn.answer("refused.not_yours")
    elif excuse.state != "ASKED":
        await turn.answer("nothing.decided_before")
    elif not duty.owed or turn.now >= duty.closes_at:
        key = "nothing.too_late" if duty.owed else "waive.nothing_short"
        await turn.answer(key, unit=spoken(duty.unit_name), week=duty.week)
    else:
        await _decided(turn, excuse, duty, agreed=payload.word(0) == "yes")


async def _decided(turn: Turn, excuse: ExcuseView, duty: Duty, *, agreed: bool) -> None:
    state = "CONFIRMED" if agreed else "REFUSED"
    await excuses.decide(turn.tx, excuse.id, state, turn.known.id, turn.now)
    reason = excuse.said
    await record.note(
        turn.tx, turn.known.id, f"excuse.{state.lower()}", turn.now, unit=duty.unit, week=duty.week, reason=reason
    )
    unit = (await units.units_by_id(turn.tx, [duty.unit]))[duty.unit]
    if agreed:
        case = await case_of(turn, Action.DECIDE_EXCUSE, unit, duty.period)
        lifted = await waivers.waive(turn.tx, [duty.obligation], reason, turn.known.id, turn.now)
        if case is not None:
            told = [each for each in lifted if each.member != excuse.asked_by]
            await tell_alerted(turn, "waive.to_alerted", case, told, reason)
    texts, person = turn.setting.texts, await turn.person_of(excuse.asked_by)
    key = "nothing.agreed" if agreed else "nothing.refused"
    said = {"unit": spoken(duty.unit_name), "week": duty.week}
    text = texts.say(person, key, by=turn.known.name, due=duty.due_at, reason=reason, **said)
    notice = f"{key}:{excuse.id}"
    await turn.tell(Notice(notice, NoticeKind.OTHER, str(text), member=excuse.asked_by, period=duty.period))
    await turn.answer("nothing.you_agreed" if agreed else "nothing.you_refused", **said)
