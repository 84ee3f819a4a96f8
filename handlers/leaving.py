"""Taking the consent back, and asking for everything to be erased: both end what somebody does here, after a yes.

Withdrawing works at once: the seats need new holders, whose coordinators hear of it. Erasing is asked of the admins,
who answer within the working days that the law gives.
"""

from core.notices import Notice, NoticeKind
from core.roles import Action
from core.workdays import last_day_to_answer
from db import admins, consents, data_requests, record
from handlers.erasing import request_news
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.seats_left import end_everything, only_admin
from handlers.turn import Turn

QUESTION = "leaving"
WORDS = frozenset({"withdraw", "leave", "erase", "forget", "stay", "cancel"})


async def leave_or_erase(turn: Turn, payload: Payload) -> None:
    """What is going to happen is said first; only the yes does it."""
    word = payload.word(0)
    if word == "cancel":
        await _cancel(turn)
    elif word in {"withdraw", "erase"}:
        await _ask(turn, word)
    else:
        await _decided(turn, word, payload.word(1))


async def _ask(turn: Turn, word: str) -> None:
    if await only_admin(turn, turn.known.id):
        await turn.answer("my_data.last_admin")
        return
    if word == "erase" and await data_requests.of_member(turn.tx, turn.known.id) is not None:
        await turn.answer("my_data.asked_before")
        return
    mark = await ask(turn, QUESTION, meant=word)
    does = "leave" if word == "withdraw" else "forget"
    yes = turn.option(f"data_{word}_yes", Action.MY_DATA, does, mark)
    no = turn.option("data_stay", Action.MY_DATA, "stay", mark)
    await turn.answer(f"my_data.confirm_{word}", yes, no, n=turn.organisation.personal.answer_days)


async def _decided(turn: Turn, word: str, mark: str) -> None:
    known = waiting(turn, QUESTION, mark)
    if known is None:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    meant = known["meant"]
    if word == "leave" and meant == "withdraw":
        await _withdraw(turn)
    elif word == "forget" and meant == "erase":
        await _ask_to_erase(turn)
    else:
        await turn.answer("my_data.stays")


# ---- taking the consent back -----------------------------------------------------------------------------------------


async def _withdraw(turn: Turn) -> None:
    if await only_admin(turn, turn.known.id):
        await turn.answer("my_data.last_admin")
        return
    await consents.withdraw(turn.tx, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "consent.withdraw", turn.now)
    await end_everything(turn, turn.known.id, turn.known.name, turn.known.seats, "left.withdrew")
    await turn.reload()
    await turn.answer("my_data.done_withdraw", turn.option("data_erase", Action.MY_DATA, "erase"))


# ---- asking for everything to be erased ------------------------------------------------------------------------------


async def _ask_to_erase(turn: Turn) -> None:
    rules = turn.organisation
    day = last_day_to_answer(turn.today, rules.personal.answer_days, rules.calendar.holidays)
    number = await data_requests.ask(turn.tx, turn.known.id, day, turn.now)
    if number is None:
        await turn.answer("my_data.asked_before")
        return
    await record.note(turn.tx, turn.known.id, "data.ask", turn.now, n=number, day=day.isoformat())
    found = await data_requests.by_id(turn.tx, number)
    if found is not None:
        for admin in await admins.reachable_admins(turn.tx):
            await turn.tell(await request_news(turn, admin, found))
    await turn.answer("my_data.done_erase", turn.option("data_cancel", Action.MY_DATA, "cancel"), day=day)


async def _cancel(turn: Turn) -> None:
    """Nothing was erased yet: the request is taken back, and the admins hear of it."""
    open_one = await data_requests.of_member(turn.tx, turn.known.id)
    if open_one is None:
        await turn.answer("my_data.nothing_asked")
        return
    await data_requests.decide(turn.tx, open_one.id, data_requests.CANCELLED, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "data.cancel", turn.now, n=open_one.id)
    for admin in await admins.reachable_admins(turn.tx):
        if admin != turn.known.id:
            text = turn.setting.texts.say(await turn.person_of(admin), "erase.cancelled", who=turn.known.name)
            await turn.tell(Notice(f"data_cancelled:{open_one.id}:{admin}", NoticeKind.ADMIN, str(text), member=admin))
    await turn.answer("my_data.done_cancel")
