"""For which of the sender's seats is what came? And what comes of a deputy's items: a note, and word to the holder."""

from collections.abc import Sequence

from core.deputies import in_order
from core.evidence import Duty
from core.links import find_links
from core.notices import Notice, NoticeKind
from core.roles import Action
from core.roster import SeatKind
from core.spelling import fold
from db import duties, invites, record, units
from db.people import HeldSeat
from handlers.turn import Turn
from texts.duties import item_numbers, progress, spoken


def unit_said(turn: Turn) -> str | None:
    """The unit that a message with evidence names behind "nộp thay"; empty without a name, None without the words."""
    text = " ".join(inbound.text for inbound in turn.messages)
    for url in find_links(text):
        text = text.replace(url, " ")
    found = turn.setting.phrases.find(text)
    return found[1] if found is not None and found[0] == Action.BEHALF.value else None


def tried_in_order(turn: Turn, owed: Sequence[Duty]) -> Sequence[Sequence[Duty]]:
    """The duties of the sender's seats, seat for seat what is tried first: the one named by "nộp thay", the own ones,
    those of others."""
    seats = turn.known
    if not seats.deputised:
        return [owed]
    named = _named(turn)
    if named is not None:
        return [[duty for duty in owed if duty.unit == named.unit]]
    own = {seat.unit for seat in seats.secretary_units}
    mine = [duty for duty in owed if duty.unit in own]
    return in_order(mine, [duty for duty in owed if duty.unit not in own], turn.first.sent_at)


def _named(turn: Turn) -> HeldSeat | None:
    """The one seat of somebody else that "nộp thay Hải Lệ" names."""
    said = fold(unit_said(turn) or "")
    found = [
        seat
        for seat in turn.known.deputised
        if said and f" {units.without_level_word(seat.unit_name, seat.level)} " in f" {said} "
    ]
    return found[0] if len(found) == 1 else None


def note_of(turn: Turn, unit: int) -> str | None:
    """What is noted on an item for this unit: who handed it in, where that was not the unit's own secretary."""
    if turn.instead is not None:
        return turn.instead.note
    if all(seat.unit != unit for seat in turn.known.deputised):
        return None
    return str(turn.setting.texts.say(turn.setting.person(None), "behalf.note", by=turn.known.name))


def deed_of(turn: Turn) -> dict[str, int]:
    """What the trail notes beside a deed: by which delegation it was done, where that is so; it has no name."""
    instead = turn.instead
    return {"delegation": instead.delegation} if instead is not None and instead.delegation is not None else {}


async def tell_holders(turn: Turn, numbers: Sequence[tuple[int, Duty]]) -> None:
    """The holder of each seat for which a deputy handed something in hears of it, and the trail shows it.

    `numbers`: the counted items, each with its week as it stands now.
    """
    for seat in turn.known.deputised if turn.instead is None else ():
        own = [(number, duty) for number, duty in numbers if duty.unit == seat.unit]
        if own:
            await _tell(turn, seat, [number for number, _ in own], own[-1][1])


async def tell_loss(turn: Turn, period: int, unit: int, numbers: Sequence[int]) -> None:
    """The unit's secretary hears that somebody else took these items away, and how that week stands now."""
    holder = await invites.seat_of(turn.tx, unit, SeatKind.SECRETARY, turn.today)
    delegated = bool(deed_of(turn))
    if holder is None or (holder.member == turn.known.id and not delegated):
        return
    texts, person = turn.setting.texts, await turn.person_of(holder.member)
    duty = next(each for each in await duties.of_units(turn.tx, [unit], turn.now) if each.period == period)
    text = texts.say(
        person,
        "behalf.to_secretary_taken_away",
        by=texts.say(person, "delegate.somebody") if delegated else turn.known.name,
        unit=spoken(duty.unit_name),
        items=item_numbers(texts, person, numbers),
        progress=progress(texts, person, duty, turn.organisation.by_code.get(duty.task)),
    )
    key = f"taken_away:{numbers[0]}:{holder.member}:{turn.source}"
    await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=holder.member))


async def _tell(turn: Turn, seat: HeldSeat, numbers: Sequence[int], duty: Duty) -> None:
    await record.note(turn.tx, turn.known.id, "submission.behalf", turn.now, unit=seat.unit, items=list(numbers))
    holder = await invites.seat_by_id(turn.tx, seat.seat, turn.today)
    if holder is None:
        return
    person = await turn.person_of(holder.member)
    text = turn.setting.texts.say(
        person,
        "behalf.to_secretary_short" if duty.lacking else "behalf.to_secretary_met",
        by=turn.known.name,
        unit=spoken(seat.unit_name),
        items=item_numbers(turn.setting.texts, person, numbers),
        week=duty.week,
        counted=duty.counted,
        required=duty.required,
        lacking=duty.lacking,
    )
    key = f"behalf:{numbers[0]}:{holder.member}"
    await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=holder.member, period=duty.period))
