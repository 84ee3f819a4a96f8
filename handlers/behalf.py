"""A coordinator hands in for a unit: says which, is asked back with unit and week, and only the yes records it.

Until then nothing counts; the pictures lie in the store, and what came is remembered with the chat.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from core.evidence import ItemKind, SubmissionState, may_withdraw, place
from core.notices import Notice, NoticeKind
from core.ports import Inbound, InboundKind, MediaReference
from core.roles import Action
from core.roster import SeatKind
from db import corrections, duties, invites, record, submissions, units
from db.corrections import MessageItem
from db.invites import Unlinked
from db.people import HeldSeat, MemberView
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.edited import drop
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.receipt import Receipt, send_receipt
from handlers.served import tell_loss
from handlers.submit import gather, submit_again
from handlers.turn import Instead, Turn
from media.checking import Picture
from media.fetching import Fetched
from texts.duties import item_numbers, progress, spoken
from texts.rendering import Sentence, lines

QUESTION = "behalf"

Known = Mapping[str, Any]


async def begin(turn: Turn, name: str) -> None:
    """Evidence has come: keep it, and ask what it is for."""
    gathered = gather(turn.messages, turn.pictures)
    if not gathered.items:
        await send_receipt(turn, Receipt(gathered.bad_pictures, gathered.bad_links, gathered.others))
    else:
        await submissions.add_media(turn.tx, list(gathered.stored.values()), turn.now)
        known = {"kept": [_kept(inbound, turn.pictures.get(inbound.message)) for inbound in turn.messages]}
        await _choose(turn, known, name)


async def behalf(turn: Turn, payload: Payload) -> None:
    """The buttons that follow, and the name of a unit when several share it."""
    if not payload.word(1):
        known = waiting(turn, QUESTION)
        if known is None:
            await turn.answer("behalf.how")
        else:
            await _choose(turn, known, payload.word(0))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None:
        await turn.answer("refused.old_button")
    elif payload.word(0) == "yes" and "unit" in known:
        await _record(turn, known)
    else:
        await _choose(turn, known, "")


async def own_words(turn: Turn, text: str) -> None:
    """The name of the unit."""
    known = waiting(turn, QUESTION)
    if known is not None:
        await _choose(turn, known, text)


async def changed(turn: Turn, known: Known, name: str) -> None:
    """The message was changed before the yes: keep it as it is now, and ask for its unit, or for the one named now."""
    kept = [_changed(turn, each) for each in known["kept"]]
    await submissions.add_media(turn.tx, list(gather(turn.messages, turn.pictures).stored.values()), turn.now)
    await _choose(turn, {"kept": kept}, name or known.get("unit", ""))


def _changed(turn: Turn, kept: Known) -> dict[str, Any]:
    """Words that bring nothing else leave a message its moment."""
    if kept["message"] != turn.first.message:
        return dict(kept)
    now = _kept(turn.first, turn.pictures.get(turn.first.message))
    evidence = [[item.identity for item in gather(*_restored(turn, [each])).items] for each in (kept, now)]
    return {**now, "sent_at": kept["sent_at"]} if evidence[0] == evidence[1] else now


async def _choose(turn: Turn, known: Known, name: str) -> None:
    """Find the unit, and the week that what came would serve; ask for the yes."""
    kept = {"kept": known["kept"]}
    if name:
        name, _ = await unit_and_rest(turn, name)
    unit = await choose_unit(turn, Action.BEHALF, name) if name else None
    if unit is None:
        await ask(turn, QUESTION, **kept)
        if not name:
            await turn.answer("behalf.which_unit")
        return
    messages, pictures = _restored(turn, known["kept"])
    owed = await duties.of_units(turn.tx, [unit.id], turn.now)
    items = gather(messages, pictures).items
    placed = place(items, owed, messages[0].sent_at, {})
    if not placed:
        await answered(turn)
        await turn.answer("behalf.nothing_owed", unit=spoken(unit.name))
        return
    mark = await ask(turn, QUESTION, **kept, unit=unit.code)
    kinds = Counter(item.kind for item in items)
    await turn.answer(
        "behalf.confirm",
        turn.option("yes", Action.BEHALF, "yes", mark),
        turn.option("other_unit", Action.BEHALF, "other", mark),
        what=[turn.say(f"item.{kind.value}s", n=kinds[kind]) for kind in ItemKind if kinds[kind]],
        unit=spoken(unit.name),
        week=placed[-1].duty.week,
        note=_note(turn),
    )


async def _record(turn: Turn, known: Known) -> None:
    """The yes: what was kept is recorded for the unit, with the writer's own receipt; the secretary hears of it."""
    unit = await units.unit_by_code(turn.tx, known["unit"])
    await answered(turn)
    if unit is None or not await turn.reaches(Action.BEHALF, unit.id):
        await turn.answer("refused.not_yours")
        return
    messages, pictures = _restored(turn, known["kept"])
    before = await corrections.of_message(turn.tx, messages[0].address, messages[0].message)
    misplaced = [item for item in before if item.unit != unit.id and may_withdraw(item.state, item.closes_at, turn.now)]
    holder = await invites.seat_of(turn.tx, unit.id, SeatKind.SECRETARY, turn.today)
    async with standing_in(turn, unit, holder):
        asked_by = turn.messages, turn.pictures
        turn.messages, turn.pictures = messages, pictures
        first_free = max((item.item for item in before), default=-1) + 1
        await submit_again(turn, gather(messages, pictures), first_free, [item.number for item in misplaced])
        turn.messages, turn.pictures = asked_by
    earlier = {item.number for item in before}
    items = [
        item
        for inbound in messages
        for item in await corrections.of_message(turn.tx, inbound.address, inbound.message)
        if item.state is SubmissionState.COUNTED and item.unit == unit.id and item.number not in earlier
    ]
    if items:
        await tell_secretary(turn, unit, holder, items)
        await _take_away(turn, misplaced)


@asynccontextmanager
async def standing_in(turn: Turn, unit: UnitView, holder: Unlinked | None) -> AsyncIterator[None]:
    """For the time of one deed the turn is that of the unit's secretary, answered to the writer."""
    writer = turn.known
    seat = HeldSeat(holder.seat if holder else 0, unit.id, unit.name, unit.code, unit.level, SeatKind.SECRETARY)
    turn.instead = Instead(turn.roles, writer, _note(turn), entered_by=writer.id)
    turn.member = MemberView(holder.member if holder else writer.id, writer.name, None, None, None, False, (seat,))
    try:
        yield
    finally:
        turn.member, turn.instead = writer, None


async def tell_secretary(
    turn: Turn, unit: UnitView, holder: Unlinked | None, items: Sequence[MessageItem], replaced: Sequence[int] = ()
) -> None:
    """The trail and the unit's secretary hear what was handed in, and which items it is counted instead of."""
    numbers = [item.number for item in items]
    await record.note(turn.tx, turn.known.id, "submission.behalf", turn.now, unit=unit.id, items=numbers)
    if holder is None or holder.member == turn.known.id:
        return
    person = await turn.person_of(holder.member)
    texts = turn.setting.texts
    duty = next(d for d in await duties.of_units(turn.tx, [unit.id], turn.now) if d.period == items[-1].period)
    text = texts.say(
        person,
        "behalf.to_secretary_met" if not duty.lacking else "behalf.to_secretary_short",
        by=turn.known.name,
        unit=spoken(unit.name),
        items=item_numbers(texts, person, numbers),
        week=duty.week,
        counted=duty.counted,
        required=duty.required,
        lacking=duty.lacking,
    )
    if replaced:
        dropped = texts.say(person, "behalf.to_secretary_replaced", items=item_numbers(texts, person, list(replaced)))
        text = lines([text, dropped], " ")
    key = f"behalf:{numbers[0]}:{holder.member}"
    await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=holder.member, period=duty.period))


async def _take_away(turn: Turn, misplaced: Sequence[MessageItem]) -> None:
    """What a changed message brought for another unit before is that one's no more; its secretary hears so, too."""
    texts = turn.setting.texts
    for each in {item.unit for item in misplaced}:
        taken = [item for item in misplaced if item.unit == each]
        await drop(turn, taken)
        numbers = [item.number for item in taken]
        unit = (await units.units_by_id(turn.tx, [each]))[each]
        duty = next(d for d in await duties.of_units(turn.tx, [each], turn.now) if d.period == taken[-1].period)
        task = turn.organisation.by_code.get(duty.task)
        left, items = progress(texts, turn.person, duty, task), item_numbers(texts, turn.person, numbers)
        await turn.answer("behalf.taken_away", unit=spoken(unit.name), items=items, progress=left)
        await tell_loss(turn, duty.period, each, numbers)


def _note(turn: Turn) -> Sentence:
    return turn.setting.texts.say(turn.setting.person(None), "behalf.note", by=turn.known.name)


def _kept(inbound: Inbound, fetched: Fetched | None) -> dict[str, Any]:
    """One message as it is remembered until the yes."""
    picture = fetched.picture if fetched else None
    pending = inbound.picture if fetched is not None and fetched.pending else None
    return {
        "message": inbound.message,
        "sent_at": inbound.sent_at.isoformat(),
        "kind": inbound.kind.value,
        "text": inbound.text,
        "links": list(inbound.links),
        "picture": asdict(picture) if picture else None,
        "pending": asdict(pending) if pending else None,
    }


def _restored(turn: Turn, kept: Sequence[Mapping[str, Any]]) -> tuple[list[Inbound], dict[str, Fetched]]:
    """The messages as they came, and their pictures: stored ones, and those that are still to be fetched.

    A file that was no picture is none here either; the words beside it count.
    """
    messages: list[Inbound] = []
    pictures: dict[str, Fetched] = {}
    for each in kept:
        kind, reference = InboundKind(each["kind"]), each.get("pending")
        if each["picture"]:
            pictures[each["message"]] = Fetched(Picture(**each["picture"]))
        elif reference:
            pictures[each["message"]] = Fetched()
        elif kind is InboundKind.PHOTO:
            kind = InboundKind.TEXT
        inbound = Inbound(
            turn.address,
            each["message"],
            datetime.fromisoformat(each["sent_at"]),
            kind,
            text=each["text"],
            links=tuple(each["links"]),
            picture=MediaReference(**reference) if reference else None,
        )
        messages.append(inbound)
    return messages, pictures
