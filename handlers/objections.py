"""The person does not agree: it is not the same, two units did it together, or it was returned without reason.

One sentence says why; the item goes to the coordinator and counts once accepted.
"""

from core.evidence import SubmissionState
from core.notices import Notice, NoticeKind
from core.roles import Action
from core.trust import ReviewKind
from db import reviews, units
from db.reviews import NewReview
from db.submissions import SubmissionView
from handlers import question
from handlers.own_items import own_items
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import item_numbers, spoken

QUESTION = "objection"

LONGEST = 300

_MAY_OBJECT = frozenset({SubmissionState.DUPLICATE, SubmissionState.RETURNED})


async def object_to(turn: Turn, payload: Payload) -> None:
    """Ask for one sentence; or, with "now" as the third word, pass it on without one."""
    item = await _own(turn, payload.number(0))
    if item is None:
        await turn.answer("object.nothing")
        return
    kind = ReviewKind.JOINT if payload.word(1) == "joint" else ReviewKind.OBJECTION
    if payload.word(2) == "now":
        await question.answered(turn)
        await _pass_on(turn, item, kind, "")
        return
    await question.ask(turn, QUESTION, item=item.number, kind=kind.value)
    key = "object.ask_joint" if kind is ReviewKind.JOINT else "object.ask"
    word = "joint" if kind is ReviewKind.JOINT else "same"
    nothing_more = turn.option("nothing_more", Action.OBJECT, item.number, word, "now")
    await turn.answer(key, nothing_more, items=_numbers(turn, item))


async def said(turn: Turn, text: str) -> None:
    """The sentence has come."""
    known = question.waiting(turn, QUESTION) or {}
    item = await _own(turn, known.get("item"))
    await question.answered(turn)
    if item is None:
        await turn.answer("object.nothing")
        return
    await _pass_on(turn, item, ReviewKind(known["kind"]), text[:LONGEST])


async def _pass_on(turn: Turn, item: SubmissionView, kind: ReviewKind, text: str) -> None:
    await reviews.ask(turn.tx, [NewReview(item.number, kind, said=text)], turn.now)
    post = (await units.hierarchy(turn.tx, turn.today, turn.now, item.unit)).coordinator_of(item.unit)
    for member in post.members:
        person = await turn.person_of(member)
        texts = turn.setting.texts
        told = texts.say(
            person,
            f"object.to_coordinator_{kind.value}",
            who=turn.known.name,
            unit=spoken(item.unit_name),
            item=texts.say(person, "item.number", n=item.number),
            week=item.week,
            said=texts.say(person, "object.said", said=text) if text else "",
        )
        look = turn.option_for(person, "look", Action.REVIEW, "show")
        key = f"object:{item.number}:{turn.now.timestamp():.0f}:{member}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(told).strip(), (look,), member=member))
    await turn.answer("object.done", items=_numbers(turn, item))


async def _own(turn: Turn, number: int | None) -> SubmissionView | None:
    found = await own_items(turn, number, number) if number is not None else []
    return next((item for item in found if item.state in _MAY_OBJECT), None)


def _numbers(turn: Turn, item: SubmissionView) -> list[str]:
    return list(item_numbers(turn.setting.texts, turn.person, [item.number]))
