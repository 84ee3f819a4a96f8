"""A seat was left while a week is open: its coordinator decides what becomes of the week, as with any vacancy."""

from core.evidence import Duty
from core.ports import Option, Person
from core.roles import Action
from db import duties, record, waivers
from handlers.payload import Payload, encode
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence, lines

WAYS = ("waive", "take", "keep")


def choices(turn: Turn, person: Person, duty: Duty, news: Sentence) -> tuple[str, tuple[Option, ...]]:
    """The news for this person with the question about the open week, and its answers."""
    texts = turn.setting.texts
    asked = texts.say(person, "left.open", unit=spoken(duty.unit_name), week=duty.week, due=duty.due_at)
    options = tuple(
        Option(texts.label(person, f"vacancy_{way}"), encode(Action.OPEN_DUTY, way, duty.obligation)) for way in WAYS
    )
    return str(lines([news, asked])), options


async def open_duty(turn: Turn, payload: Payload) -> None:
    """The decision: excused, handed in by the coordinator, or left as it is for whoever comes."""
    found = await duties.of_obligations(turn.tx, [payload.number(1) or 0])
    duty = next(iter(found), None)
    if duty is None or payload.word(0) not in WAYS:
        await turn.answer("refused.old_button")
    elif not await turn.reaches(Action.OPEN_DUTY, duty.unit):
        await turn.answer("refused.not_yours")
    elif not duty.owed or turn.now >= duty.closes_at:
        await turn.answer("left.nothing_open", unit=spoken(duty.unit_name), week=duty.week)
    else:
        await _decide(turn, duty, payload.word(0))


async def _decide(turn: Turn, duty: Duty, way: str) -> None:
    by, unit, week = turn.known.id, duty.unit, duty.week
    if way == "waive":
        reason = str(turn.setting.texts.say(turn.setting.person(None), "reason.vacant"))
        await waivers.waive(turn.tx, [duty.obligation], reason, by, turn.now)
        await record.note(turn.tx, by, "obligation.waive", turn.now, unit=unit, week=week, reason=reason)
    elif way == "take":
        await record.note(turn.tx, by, "obligation.take_over", turn.now, unit=unit, week=week)
    await turn.answer(f"left.done_{way}", unit=spoken(duty.unit_name), week=duty.week, due=duty.due_at)
