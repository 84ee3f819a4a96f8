"""Which category an item is for: what the words beside it say, what the receipt tells, and moving it to another one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.evidence import Duty, SubmissionState
from core.links import find_links
from core.ports import Option
from core.quota import Category
from core.roles import Action
from core.spelling import fold
from db import duties, flags, periods, record, submissions
from db.submissions import SubmissionView
from handlers.own_items import own_items
from handlers.payload import Payload, span
from handlers.turn import Turn
from texts.duties import item_numbers, progress
from texts.rendering import Sentence

if TYPE_CHECKING:
    from handlers.receipt import Recorded

OFFERED = 3
"""Of how many other categories a receipt offers at most to move its items to."""


def named(turn: Turn) -> frozenset[tuple[str, str]]:
    """The (task, category) pairs that a message names beside its items; one caption speaks for a whole album."""
    sorted_tasks = [task for task in turn.organisation.tasks if task.categories]
    if not sorted_tasks:
        return frozenset()
    text = " ".join(inbound.text for inbound in turn.messages)
    for url in find_links(text):
        text = text.replace(url, " ")
    said = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(text)).split())} "
    return frozenset(
        (task.code, category.code) for task in sorted_tasks for category in task.categories if category.named_in(said)
    )


def told(turn: Turn, recorded: "Sequence[Recorded]") -> list[Sentence]:
    """For each category which items count for it, and whether it had its number already."""
    sentences: list[Sentence] = []
    for duty, category in _served(turn, recorded):
        own = [each for each in recorded if _is_of(each, duty, category)]
        items = item_numbers(turn.setting.texts, turn.person, [each.number for each in own])
        sentences.append(turn.say("category.of", items=items, category=category.title))
        before = next(part for part in own[0].placement.duty.parts if part.category == category.code)
        if not before.lacking:
            sentences.append(turn.say("category.full", category=category.title))
    return sentences


def _served(turn: Turn, recorded: "Sequence[Recorded]") -> list[tuple[Duty, Category]]:
    """Each duty and category that took an item, in that order."""
    found: dict[tuple[int, str], tuple[Duty, Category]] = {}
    for each in recorded:
        duty, code = each.placement.duty, each.placement.category or ""
        task = turn.organisation.by_code.get(duty.task)
        category = task.category(code) if task else None
        if category is not None:
            found.setdefault((duty.obligation, code), (duty, category))
    return list(found.values())


def _is_of(each: "Recorded", duty: Duty, category: Category) -> bool:
    return (each.placement.duty.obligation, each.placement.category) == (duty.obligation, category.code)


def options(turn: Turn, recorded: "Sequence[Recorded]", served: Sequence[Duty]) -> list[Option]:
    """Buttons that move the items of a receipt to another category that takes them and is short."""
    duty = recorded[0].placement.duty
    task = turn.organisation.by_code.get(duty.task)
    if task is None or any(each.placement.duty.obligation != duty.obligation for each in recorded):
        return []
    kinds = {each.placement.item.kind for each in recorded}
    lacking = {part.category: part.lacking for now in served if now.obligation == duty.obligation for part in now.parts}
    others = [
        category
        for category in task.categories
        if lacking.get(category.code)
        and all(category.fits(kind) for kind in kinds)
        and any(each.placement.category != category.code for each in recorded)
    ]
    numbers = span([each.number for each in recorded])
    return [
        turn.option("to_category", Action.CATEGORY, numbers, category.code, category=category.title)
        for category in others[:OFFERED]
    ]


async def category(turn: Turn, payload: Payload) -> None:
    """Items are of another category: as their sender says, until the week closes or while that category is short."""
    chosen = await _counted(turn, payload)
    owed = {duty.period: duty for duty in await duties.of_units(turn.tx, [item.unit for item in chosen], turn.now)}
    moved = [item for item in chosen if _may_be(turn, item, owed.get(item.period), payload.word(1))]
    wanted = _category(turn, moved[0], payload.word(1)) if moved else None
    if wanted is None:
        await turn.answer("category.nothing")
        return
    numbers = [item.number for item in moved]
    await submissions.set_category(turn.tx, numbers, wanted.code)
    await periods.ask_again(turn.tx, moved[0].period)
    await flags.close_mended(turn.tx, [owed[moved[0].period].obligation], turn.now)
    await record.note(
        turn.tx, turn.known.id, "submission.category", turn.now, unit=moved[0].unit, items=numbers, name=wanted.title
    )
    [now] = await duties.of_obligations(turn.tx, [owed[moved[0].period].obligation])
    await turn.answer(
        "category.done",
        items=item_numbers(turn.setting.texts, turn.person, numbers),
        category=wanted.title,
        progress=progress(turn.setting.texts, turn.person, now, turn.organisation.by_code.get(now.task)),
    )


async def _counted(turn: Turn, payload: Payload) -> list[SubmissionView]:
    """The sender's own items with these numbers that count, of one unit's week."""
    found = await own_items(turn, *(payload.numbers(0) or (0, 0)))
    counted = [item for item in found if item.state is SubmissionState.COUNTED]
    return [item for item in counted if (item.unit, item.period) == (counted[0].unit, counted[0].period)]


def _may_be(turn: Turn, item: SubmissionView, duty: Duty | None, code: str) -> bool:
    wanted = _category(turn, item, code)
    part = next((part for part in duty.parts if part.category == code), None) if duty else None
    if duty is None or wanted is None or part is None or item.category == code or not wanted.fits(item.kind):
        return False
    return turn.now < duty.closes_at or part.lacking > 0


def _category(turn: Turn, item: SubmissionView, code: str) -> Category | None:
    task = turn.organisation.by_code.get(item.task)
    return task.category(code) if task else None
