"""The coordinator's queue: one item at a time with its picture and why it is there; pass, give back, or not now."""

from datetime import timedelta

from core.evidence import ItemKind, SubmissionState
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action, Role
from core.roster import SeatKind
from core.trust import USUAL, ReviewKind, mend_until
from db import corrections, duties, flags, invites, likeness, periods, record, reviews, submissions
from db.reviews import ReviewView
from handlers import question
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence, lines

QUESTION = "return_reason"

REASONS = ("old", "unclear", "wrong")

LONGEST_REASON = 200

_GONE = frozenset({SubmissionState.WITHDRAWN, SubmissionState.LOST})
"""Taken back, or never come, while somebody had it before the eyes: there is nothing left to decide."""

LOOK_BACK = timedelta(days=30)
"""Over how long admins see the time that reviews take."""


async def review(turn: Turn, payload: Payload) -> None:
    """`/duyet` shows the next item; its buttons decide it, as long as nobody else did."""
    number = payload.number(1)
    if payload.word(0) not in {"pass", "return", "skip"} or number is None:
        await _show_next(turn)
        return
    view = await reviews.by_id(turn.tx, number)
    if view is None:
        await turn.answer("refused.old_button")
    elif not await turn.reaches(Action.REVIEW, view.unit):
        await turn.answer("refused.not_yours")
    elif view.decided:
        await _show_next(turn, turn.say("review.decided_before", item=_number(turn, view.number)))
    elif view.state in _GONE:
        await _show_next(turn, turn.say("review.gone", item=_number(turn, view.number)))
    elif payload.word(0) == "pass":
        await _accept(turn, view)
    elif payload.word(0) == "skip":
        await reviews.skip(turn.tx, view.id, turn.now)
        await _show_next(turn, but=view.id)
    elif payload.word(2) in REASONS:
        await _give_back(turn, view, str(turn.say(f"review.reason_{payload.word(2)}")))
    elif payload.word(2) == "other":
        await question.ask(turn, QUESTION, review=view.id)
        await turn.answer("review.type_reason", item=_number(turn, view.number))
    else:
        reasons = [turn.option(f"reason_{reason}", Action.REVIEW, "return", view.id, reason) for reason in REASONS]
        other = turn.option("reason_other", Action.REVIEW, "return", view.id, "other")
        await turn.answer("review.ask_reason", *reasons, other, item=_number(turn, view.number))


async def typed_reason(turn: Turn, text: str) -> None:
    """The reason in own words."""
    known = question.waiting(turn, QUESTION) or {}
    await question.answered(turn)
    view = await reviews.by_id(turn.tx, int(known.get("review", 0)))
    if view is None or view.decided or view.state in _GONE or not await turn.reaches(Action.REVIEW, view.unit):
        await turn.answer("refused.old_button")
    else:
        await _give_back(turn, view, text[:LONGEST_REASON])


# ---- what is to be seen --------------------------------------------------------------------------------------------


async def _show_next(turn: Turn, first: Sentence | None = None, but: int | None = None) -> None:
    units = await turn.reach(Action.REVIEW)
    waiting = await reviews.count_open(turn.tx, units)
    view = await reviews.next_open(turn.tx, units)
    head = [first] if first is not None else []
    if view is None or view.id == but:
        key = "review.only_skipped" if view is not None else "review.none"
        await turn.reply(lines([*head, turn.say(key), *await _how_long(turn)]))
        return
    number = sum(waiting.values())
    kinds = [turn.say(f"review.count_{kind.value}", n=waiting[kind]) for kind in ReviewKind if kind in waiting]
    other = (await likeness.items(turn.tx, [view.other])).get(view.other) if view.other is not None else None
    may_see = other is not None and await turn.reaches(Action.REVIEW, other.unit)
    seen = other if may_see else None
    facts = {
        "item": _number(turn, view.number),
        "unit": spoken(view.unit_name),
        "week": view.week,
        "at": view.effective_at,
        "percent": round(100 * (view.likeness or 0.0)),
        "other": _number(turn, view.other or 0),
        "other_week": other.week if other is not None else view.week,
        "other_unit": spoken(seen.unit_name) if seen is not None else turn.say("review.another_unit"),
        "said": turn.say("object.said", said=view.said) if view.said else "",
    }
    why = turn.say(f"review.why_{view.kind.value}", **facts)
    shown = turn.say("review.item", **facts)
    noted = [turn.say("receipt.instead", note=view.note)] if view.note else []
    holder = await invites.seat_of(turn.tx, view.unit, SeatKind.SECRETARY, turn.today)
    if (holder is None or holder.member != view.member) and view.by not in view.note:
        noted.append(turn.say("review.by", by=view.by))
    link = [turn.say("review.link", url=view.url)] if view.item_kind is ItemKind.LINK and view.url else []
    pictures = [sha for sha in (view.sha256, seen.sha256 if seen else None) if sha]
    await turn.reply(
        lines(
            [
                *head,
                turn.say("review.waiting", n=number, kinds=kinds),
                shown,
                *noted,
                why,
                *link,
                *await _how_long(turn),
            ]
        ),
        turn.option("pass", Action.REVIEW, "pass", view.id),
        turn.option("give_back", Action.REVIEW, "return", view.id),
        turn.option("skip", Action.REVIEW, "skip", view.id),
        pictures=list(dict.fromkeys(pictures)),
    )


async def _how_long(turn: Turn) -> list[Sentence]:
    """For admins: how long looking takes."""
    if Role.ADMIN not in turn.roles:
        return []
    took = await reviews.median_wait(turn.tx, turn.now - LOOK_BACK)
    if took is None:
        return []
    return [turn.say("review.took", n=took[0], hours=max(1, round(took[1] / timedelta(hours=1))))]


# ---- what is decided -----------------------------------------------------------------------------------------------


async def _accept(turn: Turn, view: ReviewView) -> None:
    await reviews.decide(turn.tx, view.number, "PASSED", "", turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "review.pass", turn.now, unit=view.unit, items=[view.number])
    if view.state is not SubmissionState.COUNTED:
        await submissions.change_state(turn.tx, [view.number], SubmissionState.COUNTED)
        await periods.ask_again(turn.tx, view.period)
        owed = [duty for duty in await duties.of_units(turn.tx, [view.unit], turn.now) if duty.period == view.period]
        met = [duty.obligation for duty in owed if not duty.lacking]
        if met:
            await flags.close_mended(turn.tx, met, turn.now)
        await _tell_sender(turn, view, "review.accepted")
    await _show_next(turn, turn.say("review.passed", item=_number(turn, view.number)))


async def _give_back(turn: Turn, view: ReviewView, reason: str) -> None:
    """An item that counts leaves the count and may be mended; one that does not count stays so."""
    await reviews.decide(turn.tx, view.number, "RETURNED", reason, turn.known.id, turn.now)
    await record.note(
        turn.tx, turn.known.id, "review.return", turn.now, unit=view.unit, items=[view.number], reason=reason
    )
    if view.state in (SubmissionState.COUNTED, SubmissionState.HELD):
        calendar, task = turn.organisation.calendar, turn.organisation.by_code.get(view.task)
        until = mend_until(turn.now, (task.trust if task else USUAL).mend_days, calendar.zone)
        await corrections.give_back(turn.tx, view.number, reason, until, turn.now)
        await periods.ask_again(turn.tx, view.period)
        await _tell_sender(turn, view, "review.returned", reason=reason, until=until)
    else:
        await _tell_sender(turn, view, "review.objection_refused", reason=reason)
    await _show_next(turn, turn.say("review.given_back", item=_number(turn, view.number), unit=spoken(view.unit_name)))


async def _tell_sender(turn: Turn, view: ReviewView, key: str, **facts: object) -> None:
    """Whoever sent it; and the holder of the seat, whose week it is, when that was somebody else."""
    holder = await invites.seat_of(turn.tx, view.unit, SeatKind.SECRETARY, turn.today)
    await _tell(turn, view, view.member, key, **facts)
    if holder is not None and holder.member != view.member:
        await _tell(turn, view, holder.member, key, **facts)


async def _tell(turn: Turn, view: ReviewView, member: int, key: str, **facts: object) -> None:
    person = await turn.person_of(member)
    texts = turn.setting.texts
    item = texts.say(person, "item.number", n=view.number)
    text = texts.say(person, key, item=item, week=view.week, unit=spoken(view.unit_name), **facts)
    options: tuple[Option, ...] = ()
    if key == "review.returned":
        options = (
            turn.option_for(person, "send_mend", Action.MEND, view.number),
            turn.option_for(person, "my_opinion", Action.OBJECT, view.number, "same"),
        )
    about = f"review:{view.number}:{view.id}" if member == view.member else f"review:{view.number}:{view.id}:{member}"
    await turn.tell(Notice(about, NoticeKind.OTHER, str(text), options, member=member, period=view.period))


async def mend(turn: Turn, payload: Payload) -> None:
    """The secretary wants to send another one for a returned item: the next thing sent mends it."""
    own = [seat.unit for seat in turn.known.served_units]
    waiting = await corrections.returned(turn.tx, own, turn.now)
    if any(item.number == payload.number(0) for item in waiting):
        await turn.answer("review.send_it", item=_number(turn, payload.number(0) or 0))
    else:
        await turn.answer("review.nothing_to_mend")


def _number(turn: Turn, number: int) -> Sentence:
    return turn.say("item.number", n=number)
