"""Taking items back, and moving them to the week they were meant for."""

import re
from collections.abc import Callable
from datetime import datetime

from core.evidence import WITHDRAWABLE, Duty, Item, SubmissionState, category_for, may_withdraw
from db import corrections, duties, flags, last_message, periods, record, submissions
from db.submissions import SubmissionView
from handlers.own_items import NUMBER, numbers_in, own_items, taken_back, taken_back_last
from handlers.payload import Payload
from handlers.served import deed_of, note_of, tell_holders, tell_loss
from handlers.turn import Turn
from texts.duties import duty_line, item_numbers, lacking, spoken
from texts.duties import progress as duty_progress
from texts.rendering import Sentence, lines

MOST_NAMED = 20

_ITEMS = re.compile(rf"\s*{NUMBER}(?:(?:[\s,;]|và|va|and)+{NUMBER})*[\s.!]*", re.IGNORECASE)

_TO_MOVE = frozenset({SubmissionState.COUNTED, SubmissionState.HELD})


async def withdraw(turn: Turn, payload: Payload) -> None:
    """Take back the items of a receipt, those that are named ("BC-12"), or without numbers those of the last message.

    Words that name no item take nothing back: "rút lại sự đồng ý" is about something else. Also what was handed in
    on behalf of a unit, by whoever did so, while its week is open.
    """
    said = turn.setting.phrases.without_politeness(payload.word(0))
    chosen = await _chosen(turn, payload) if payload.numbers(0) or not said else await _named(turn, said)
    if chosen is None:
        await turn.answer("withdraw.how" if turn.instead is None else "withdraw.how_delegate")
        return
    chosen = [item for item in chosen if item.state in WITHDRAWABLE]
    if not chosen:
        await turn.answer("withdraw.nothing")
        return
    closes = await _closes(turn, chosen)
    taken = [item for item in chosen if may_withdraw(item.state, closes(item), turn.now)]
    kept = [item for item in chosen if item not in taken]
    if not taken:
        await turn.answer(f"withdraw.too_late{_for_whom(turn, kept)}", items=_numbers(turn, kept))
        return
    await submissions.change_state(turn.tx, [item.number for item in taken], SubmissionState.WITHDRAWN)
    for period in {item.period for item in taken}:
        await periods.ask_again(turn.tx, period)
    units = list(dict.fromkeys(item.unit for item in taken))
    done = [await _gone(turn, [item for item in taken if item.unit == unit], len(units) > 1) for unit in units]
    if kept:
        done.append(turn.say(f"withdraw.kept{_for_whom(turn, kept)}", items=_numbers(turn, kept)))
    await turn.reply(lines(done))


async def _gone(turn: Turn, taken: list[SubmissionView], among_others: bool) -> Sentence:
    """What is said of the items of one unit that were taken back; the trail and the unit's secretary hear, too."""
    numbers, unit = [item.number for item in taken], taken[-1].unit
    await record.note(
        turn.tx, turn.known.id, "submission.withdraw", turn.now, unit=unit, items=numbers, **deed_of(turn)
    )
    await tell_loss(turn, taken[-1].period, unit, numbers)
    left = await progress(turn, taken[-1])
    if among_others or _for_whom(turn, taken):
        name = spoken(taken[-1].unit_name)
        return turn.say("behalf.taken_away", items=_numbers(turn, taken), unit=name, progress=left)
    return turn.say("withdraw.done", items=_numbers(turn, taken), progress=left)


def _for_whom(turn: Turn, items: list[SubmissionView]) -> str:
    """How the texts are named apart that speak of what was handed in on behalf of a unit that is not the own."""
    own = {seat.unit for seat in turn.known.served_units}
    return "" if all(item.unit in own for item in items) else "_behalf"


async def move(turn: Turn, payload: Payload) -> None:
    """Move the items of a receipt to a week that is still owed, or to another task while both weeks are open.

    Also to another seat of the sender, own or as its deputy, for the same task while both weeks are open; not what
    that unit has handed in already.
    """
    numbers = payload.numbers(0)
    own = await own_items(turn, *numbers) if numbers else await last_message.of_member(turn.tx, turn.known.id)
    chosen = [item for item in own if item.state in _TO_MOVE]
    target = await duties.of_obligations(turn.tx, [payload.number(1) or 0])
    if not chosen or not target:
        await turn.answer("move.nothing")
        return
    goal = target[0]
    closes = await _closes(turn, chosen)
    moved = [item for item in chosen if _may_go(turn, item, goal, closes(item))]
    had = await corrections.handed_in_before(turn.tx, [i.number for i in moved if i.unit != goal.unit], goal.unit)
    moved = [item for item in moved if item.number not in had]
    if not moved or not goal.owed:
        await turn.answer("move.not_owed", week=goal.week)
        return
    await submissions.move(turn.tx, [item.number for item in moved], goal.period, goal.task, goal.unit)
    await _sort(turn, moved, goal)
    for period in {item.period for item in moved}:
        await periods.ask_again(turn.tx, period)
    await flags.close_mended(turn.tx, [goal.obligation], turn.now)
    await record.note(
        turn.tx, turn.known.id, "submission.move", turn.now, unit=goal.unit, items=[i.number for i in moved],
        to=goal.week, task=goal.task,
    )  # fmt: skip
    if moved[0].unit != goal.unit:
        await _to_other_seat(turn, moved, goal)
        return
    now_owed = await duties.of_obligations(turn.tx, [goal.obligation])
    key = "move.done_met" if not now_owed[0].lacking else "move.done_short"
    rest = await progress(turn, moved[0])
    left = lacking(turn.setting.texts, turn.person, now_owed[0], turn.organisation.by_code.get(goal.task))
    await turn.answer(key, items=_numbers(turn, moved), week=goal.week, lacking=left, progress=rest)


def _may_go(turn: Turn, item: SubmissionView, goal: Duty, closes: datetime) -> bool:
    both_open = turn.now < closes and turn.now < goal.closes_at
    if item.unit != goal.unit:
        own = {seat.unit for seat in turn.known.served_units}
        return goal.unit in own and item.task == goal.task and both_open
    return item.period != goal.period and (item.task == goal.task or both_open)


async def _to_other_seat(turn: Turn, moved: list[SubmissionView], goal: Duty) -> None:
    """What is noted of who handed it in follows the seat; the answer says how both stand now."""
    before, after = note_of(turn, moved[0].unit), note_of(turn, goal.unit)
    own_words = [item.number for item in moved if item.note not in (None, before)]
    await submissions.note(turn.tx, [item.number for item in moved if item.number not in own_words], after or "")
    [now] = await duties.of_obligations(turn.tx, [goal.obligation])
    await tell_holders(turn, [(item.number, now) for item in moved])
    await tell_loss(turn, moved[0].period, moved[0].unit, [item.number for item in moved])
    owed = await duties.of_units(turn.tx, [moved[0].unit], turn.now)
    left = [duty for duty in owed if duty.period == moved[0].period]
    both = [
        (duty, turn.organisation.by_code[duty.task]) for duty in (now, *left) if duty.task in turn.organisation.by_code
    ]
    several = len(turn.organisation.tasks) > 1
    told = [duty_line(turn.setting.texts, turn.person, duty, task, turn.now, several) for duty, task in both]
    listed = lines([turn.say("list.item", line=line) for line in told])
    await turn.answer("move.done_unit", items=_numbers(turn, moved), unit=spoken(goal.unit_name), list=listed)


async def _sort(turn: Turn, moved: list[SubmissionView], goal: Duty) -> None:
    """Each item stays in its category where the other week has it, else goes to what is lacking there."""
    parts = {part.category for part in goal.parts}
    for item in moved:
        kept = item.task == goal.task and item.category in parts
        category = item.category if kept else category_for(goal, Item(item.kind, None, ""))
        goal = goal.with_item(category)
        if category != item.category:
            await submissions.set_category(turn.tx, [item.number], category)


async def progress(turn: Turn, item: SubmissionView) -> Sentence:
    """How the week of an item stands now, in one sentence."""
    all_duties = await duties.of_units(turn.tx, [item.unit], turn.now)
    duty = next(duty for duty in all_duties if duty.period == item.period)
    return duty_progress(turn.setting.texts, turn.person, duty, turn.organisation.by_code.get(duty.task))


async def _named(turn: Turn, said: str) -> list[SubmissionView] | None:
    """The items that words name and nothing besides, "BC-12 và BC-13"; None when they say anything else."""
    if not _ITEMS.fullmatch(said):
        return None
    return [item for number in numbers_in(said)[:MOST_NAMED] for item in await taken_back(turn, number, number)]


async def _chosen(turn: Turn, payload: Payload) -> list[SubmissionView]:
    """The items of a range of numbers, or without one those of the last message."""
    numbers = payload.numbers(0)
    return await taken_back_last(turn) if numbers is None else await taken_back(turn, *numbers)


async def _closes(turn: Turn, items: list[SubmissionView]) -> Callable[[SubmissionView], datetime]:
    """When the week of an item closes or closed; one too long ago to be remembered has closed, too."""
    owed = await duties.of_units(turn.tx, list({item.unit for item in items}), turn.now)
    moments = {(duty.unit, duty.period): duty.closes_at for duty in owed}
    return lambda item: moments.get((item.unit, item.period), turn.now)


def _numbers(turn: Turn, items: list[SubmissionView]) -> list[Sentence]:
    return item_numbers(turn.setting.texts, turn.person, [item.number for item in items])
