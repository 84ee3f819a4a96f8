"""The receipt: one answer to one message, saying what is recorded, for which week, and what is still owed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.evidence import Duty, ItemKind, Placement, oldest_owed
from core.links import RefusalReason
from core.notices import NoticeKind
from core.ports import Option
from core.roles import Action
from handlers import categories
from handlers.payload import span
from handlers.served import note_of
from handlers.turn import Turn
from media.checking import PictureFault
from texts.duties import item_numbers, lacking, spoken
from texts.rendering import Sentence, lines


@dataclass(frozen=True, slots=True)
class Recorded:
    """One item that has a number now."""

    number: int
    placement: Placement
    sent_at: datetime
    pending: bool = False


@dataclass(slots=True)
class Receipt:
    """Everything one receipt speaks of. `served` are the weeks that took items, as they stand now;
    `replaced` the numbers of items that an edited message no longer brings."""

    bad_pictures: Sequence[PictureFault] = ()
    bad_links: Sequence[RefusalReason] = ()
    others: Sequence[str] = ()
    recorded: Sequence[Recorded] = ()
    served: Sequence[Duty] = ()
    all_duties: Sequence[Duty] = field(default_factory=list)
    replaced: Sequence[int] = ()

    @property
    def counted(self) -> list[Recorded]:
        """The items that count."""
        return [each for each in self.recorded if each.placement.counts]


async def send_receipt(turn: Turn, receipt: Receipt) -> None:
    """Answer with one message, whatever the mixture."""
    parts: list[Sentence] = []
    if receipt.counted:
        parts.append(_counted_sentence(turn, receipt))
    if receipt.counted and receipt.replaced:
        earlier = item_numbers(turn.setting.texts, turn.person, list(receipt.replaced))
        parts.append(turn.say("receipt.replaces", items=earlier))
    mending = [each.placement.mends.number for each in receipt.counted if each.placement.mends is not None]
    if mending:
        mended = item_numbers(turn.setting.texts, turn.person, mending)
        parts.append(turn.say("receipt.mends", items=mended))
    parts += categories.told(turn, receipt.counted)
    note = note_of(turn, receipt.counted[0].placement.duty.unit) if receipt.counted else None
    if note:
        parts.append(turn.say("receipt.instead", note=note))
    parts += _same_again(turn, receipt)
    parts += _not_recorded(turn, receipt)
    if any(each.pending for each in receipt.counted):
        parts.append(turn.say("receipt.pending"))
    last = receipt.served[-1] if receipt.served else None
    if last is not None:
        parts.append(_progress(turn, receipt, last))
    await turn.reply(
        lines(parts),
        *_options(turn, receipt),
        kind=NoticeKind.RECEIPT,
        period=last.period if last is not None else None,
    )


def _counted_sentence(turn: Turn, receipt: Receipt) -> Sentence:
    kinds = Counter(each.placement.item.kind for each in receipt.counted)
    what = [turn.say(f"item.{kind.value}s", n=kinds[kind]) for kind in ItemKind if kinds[kind]]
    numbers = item_numbers(turn.setting.texts, turn.person, [each.number for each in receipt.counted])
    return turn.say("receipt.counted", what=what, at=turn.first.sent_at, items=numbers)


def _same_again(turn: Turn, receipt: Receipt) -> list[Sentence]:
    sentences: list[Sentence] = []
    for each in receipt.recorded:
        placement = each.placement
        kind = placement.item.kind.value
        if placement.same_as is not None:
            earlier = turn.say("item.number", n=placement.same_as.number)
            unit = spoken(placement.duty.unit_name)
            sentences.append(turn.say(f"receipt.same_{kind}", unit=unit, week=placement.same_as.week, item=earlier))
        elif placement.twice_in_message:
            sentences.append(turn.say(f"receipt.twice_{kind}"))
    return list(dict.fromkeys(sentences))


def _not_recorded(turn: Turn, receipt: Receipt) -> list[Sentence]:
    sentences = [turn.say(f"not_recorded.picture_{fault.value}") for fault in dict.fromkeys(receipt.bad_pictures)]
    sentences += [turn.say(f"not_recorded.link_{reason.value}") for reason in dict.fromkeys(receipt.bad_links)]
    sentences += [turn.say("not_recorded.kind", kind=_kind(turn, kind)) for kind in dict.fromkeys(receipt.others)]
    return sentences


def _kind(turn: Turn, kind: str) -> Sentence:
    """What was sent: "video", "tệp PDF"."""
    key = f"kind.{kind.lower()}"
    return turn.say(key) if turn.setting.texts.has(key) else turn.say("kind.suffix", suffix=kind)


def _progress(turn: Turn, receipt: Receipt, last: Duty) -> Sentence:
    """Where the weeks stand: the one due last with exactly one n/quota, earlier ones in words."""
    sentences: list[Sentence] = []
    for duty in receipt.served[:-1]:
        key = "receipt.other_week_short" if duty.lacking else "receipt.other_week_met"
        sentences.append(turn.say(key, week=duty.week, unit=spoken(duty.unit_name), lacking=_lacking(turn, duty)))
    others_too = len(turn.known.served_units) > 1 or turn.instead is not None
    key = "receipt.progress_short" if last.lacking else "receipt.progress_met"
    progress = turn.say(
        f"{key}_unit" if others_too else key,
        unit=spoken(last.unit_name),
        week=last.week,
        counted=last.counted,
        required=last.required,
        lacking=_lacking(turn, last),
    )
    sentences.append(progress)
    late = [each.placement.duty for each in receipt.counted if each.sent_at >= each.placement.duty.due_at]
    if late:
        sentences.append(turn.say("receipt.late", week=late[0].week, due=late[0].due_at))
    if receipt.counted:
        sentences.append(turn.say("receipt.thanks"))
    return lines(sentences, " ")


def _lacking(turn: Turn, duty: Duty) -> int | Sentence:
    return lacking(turn.setting.texts, turn.person, duty, turn.organisation.by_code.get(duty.task))


def _other_task(turn: Turn, receipt: Receipt, duty: Duty) -> Duty | None:
    """Another task of the same unit that is short and runs now: perhaps the items were meant for that."""
    served = {each.placement.duty.obligation for each in receipt.counted}
    running = [
        other
        for other in receipt.all_duties
        if other.unit == duty.unit and other.task != duty.task and other.owed and other.obligation not in served
        and other.opens_at <= turn.now < other.closes_at and other.task in turn.organisation.by_code
    ]  # fmt: skip
    return min(running, key=lambda other: (other.due_at, other.obligation), default=None)


def _other_seat(receipt: Receipt, duty: Duty, now: datetime) -> Duty | None:
    """The same task of another seat of the sender that is short and runs now: perhaps the items were meant for that."""
    served = {each.placement.duty.obligation for each in receipt.counted}
    running = [
        other
        for other in receipt.all_duties
        if other.unit != duty.unit and other.task == duty.task and other.owed and other.obligation not in served
        and other.opens_at <= now < other.closes_at
    ]  # fmt: skip
    return min(running, key=lambda other: (other.due_at, other.obligation), default=None)


def _options(turn: Turn, receipt: Receipt) -> list[Option]:
    options: list[Option] = []
    if receipt.counted:
        numbers = [each.number for each in receipt.counted]
        duty = receipt.counted[0].placement.duty
        owed = oldest_owed(receipt.all_duties, duty.unit, duty.task, turn.now)
        if owed is not None and all(each.placement.duty.obligation != owed.obligation for each in receipt.counted):
            move = (span(numbers), owed.obligation)
            options.append(turn.option("move", Action.MOVE, *move, week=owed.week))
        other = _other_task(turn, receipt, duty)
        if other is not None:
            title = turn.organisation.by_code[other.task].title
            options.append(turn.option("move_task", Action.MOVE, span(numbers), other.obligation, task=title))
        seat = _other_seat(receipt, duty, turn.now)
        if seat is not None:
            option = turn.option("move_unit", Action.MOVE, span(numbers), seat.obligation, unit=spoken(seat.unit_name))
            options.append(option)
        options += categories.options(turn, receipt.counted, receipt.served)
        options.append(turn.option("review", Action.HISTORY))
        options.append(turn.option("withdraw", Action.WITHDRAW, span(numbers)))
    elif receipt.recorded:
        options.append(turn.option("send_other", Action.STATUS))
        options.append(turn.option("not_the_same", Action.OBJECT, receipt.recorded[0].number, "same"))
        options.append(turn.option("together", Action.OBJECT, receipt.recorded[0].number, "joint"))
    return options
