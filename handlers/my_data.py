"""What is kept about somebody: to see it, to take it along, to correct it. How it ends: handlers/leaving.py."""

from collections.abc import Mapping
from typing import Any

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from core.roster_cells import phone_of
from core.spelling import tidy
from db import admins, consents, data_requests, own_record, people, record, submissions
from handlers import leaving
from handlers.addressing import FORMS, set_own_form
from handlers.naming import person_name_too_long
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.duties import spoken, spoken_phone
from texts.rendering import Sentence, lines

QUESTION = "my_data"

Known = Mapping[str, Any]


async def my_data(turn: Turn, payload: Payload) -> None:
    """`/dulieu`, and the buttons that follow it."""
    word = payload.word(0)
    if word == "export":
        await _export(turn)
    elif word == "correct":
        await _what_to_correct(turn)
    elif word in {"name", "phone"}:
        await ask(turn, QUESTION, wants=word)
        await turn.answer(f"my_data.which_{word}")
    elif word == "form":
        await _form(turn, payload.word(1))
    elif word in {"set", "keep"}:
        await _correct(turn, payload)
    elif word in leaving.WORDS:
        await leaving.leave_or_erase(turn, payload)
    else:
        await _show(turn)


# ---- to see and to take along ----------------------------------------------------------------------------------------


async def _show(turn: Turn) -> None:
    member = turn.known
    phone = await own_record.phone_of(turn.tx, member.id)
    chats = [chat for chat in await own_record.chats(turn.tx, member.id) if chat.state != "REVOKED"]
    number = await submissions.count_of_member(turn.tx, member.id)
    seats = [spoken(seat.unit_name) for seat in member.seats]
    helped = [spoken(seat.unit_name) for seat in (*member.deputised, *member.deputised_posts)]
    told = [
        turn.say("my_data.name", name=member.name),
        turn.say("my_data.phone", phone=spoken_phone(phone)) if phone else turn.say("my_data.no_phone"),
        turn.say("my_data.seats", units=seats) if seats else turn.say("my_data.no_seat"),
        *([turn.say("my_data.deputised", units=helped)] if helped else []),
        turn.say("my_data.chats", n=len(chats), names=sorted({chat.channel for chat in chats})),
        turn.say("my_data.items", n=number, months=turn.organisation.media_months),
        *await _consent(turn),
    ]
    open_one = await data_requests.of_member(turn.tx, member.id)
    if open_one is not None:
        told.append(turn.say("my_data.asked", at=open_one.asked_at, day=open_one.answer_by))
    await turn.reply(lines([turn.say("my_data.kept"), *told]), *_options(turn, open_one is not None))


def _options(turn: Turn, asked: bool) -> list[Option]:
    words = ["export", "correct", *(["withdraw"] if turn.known.consent_version else []), "cancel" if asked else "erase"]
    return [turn.option(f"data_{word}", Action.MY_DATA, word) for word in words]


async def _consent(turn: Turn) -> list[Sentence]:
    given = [line for line in await consents.of_member(turn.tx, turn.known.id) if line.answer == consents.GIVEN]
    if not given or given[-1].answered_at is None:
        return []
    last = given[-1]
    if last.withdrawn_at is not None:
        return [turn.say("my_data.withdrawn", at=last.withdrawn_at)]
    return [turn.say("my_data.agreed", at=last.answered_at, n=last.version)]


async def _export(turn: Turn) -> None:
    """The files are made when they are sent, to the very chat that asked."""
    key = f"export:{turn.known.id}:{turn.source}"
    await record.note(turn.tx, turn.known.id, "data.export", turn.now)
    await turn.tell(Notice(key, NoticeKind.EXPORT, member=turn.known.id, address=turn.address))
    await turn.answer("my_data.exporting")


# ---- to correct ------------------------------------------------------------------------------------------------------


async def _what_to_correct(turn: Turn) -> None:
    options = [turn.option(f"data_{word}", Action.MY_DATA, word) for word in ("name", "phone", "form")]
    await turn.answer("my_data.which", *options, turn.option("data_language", Action.LANGUAGE))


async def own_words(turn: Turn, text: str) -> None:
    """The right name or number; asked back before it is written."""
    known = waiting(turn, QUESTION) or {}
    wants = known.get("wants", "name")
    value = tidy(text).replace("\n", " ") if wants == "name" else phone_of(text)
    if value and wants == "name" and await person_name_too_long(turn, value):
        return
    if not value or (wants == "name" and not any(letter.isalpha() for letter in value)):
        await ask(turn, QUESTION, wants=wants)
        await turn.answer(f"my_data.no_such_{wants}")
        return
    mark = await ask(turn, QUESTION, wants=wants, value=value)
    yes = turn.option("confirm", Action.MY_DATA, "set", mark)
    no = turn.option("change_nothing", Action.MY_DATA, "keep", mark)
    await turn.answer(f"my_data.confirm_{wants}", yes, no, said=_spoken(wants, value))


def _spoken(wants: str, value: str) -> str:
    return spoken_phone(value) if wants == "phone" else value


async def _correct(turn: Turn, payload: Payload) -> None:
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None or "value" not in known:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    if payload.word(0) == "keep":
        await turn.answer("extend.not_done")
        return
    before, seats = turn.known.name, turn.known.seats
    wants, value = known["wants"], str(known["value"])
    change = people.rename if wants == "name" else people.set_phone
    await change(turn.tx, turn.known.id, value)
    unit = seats[0].unit if seats else None
    details = {"name": value} if wants == "name" else {}
    await record.note(turn.tx, turn.known.id, f"member.{wants}", turn.now, unit=unit, **details)
    await turn.reload()
    await _tell_admins(turn, wants, before)
    await turn.answer(f"my_data.done_{wants}", said=_spoken(wants, value))


async def _tell_admins(turn: Turn, wants: str, before: str) -> None:
    """The roster's own sheet has to be mended, too; and nobody changes a name in silence."""
    seats = turn.known.seats
    for admin in await admins.reachable_admins(turn.tx):
        if admin == turn.known.id:
            continue
        person = await turn.person_of(admin)
        said = {"who": before, "name": turn.known.name, "unit": spoken(seats[0].unit_name) if seats else "–"}
        text = turn.setting.texts.say(person, f"my_data.to_admins_{wants}", **said)
        key = f"member_{wants}:{turn.known.id}:{turn.source}:{admin}"
        await turn.tell(Notice(key, NoticeKind.ADMIN, str(text), member=admin))


async def _form(turn: Turn, chosen: str) -> None:
    """How the person wants to be spoken to."""
    if chosen not in FORMS:
        options = [turn.option(f"form_{form}", Action.MY_DATA, "form", form) for form in FORMS]
        await turn.answer("my_data.which_form", *options)
        return
    await set_own_form(turn, chosen)
