"""A secretary asks for a later deadline; the coordinator grants it with one tap, or does not."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from core.calendar import local_day
from core.dates import SpokenDay, find_day
from core.evidence import Duty
from core.localtime import moment_at
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from db import asked, duties, record, units
from db.asked import Asked
from handlers import extend
from handlers.meant import by_so_many, case_of, reason_in
from handlers.nothing import own_duty, who_decides
from handlers.owed import owed_by_own_seats
from handlers.payload import Payload, encode
from handlers.question import answered, ask, waiting
from handlers.reasons import DISASTER, ILLNESS, TRAVEL, reason_of, reason_options
from handlers.turn import Turn
from texts.duties import spoken

QUESTION = "ask_extension"
REQUEST, GRANTED, REFUSED = "extension.ask", "extension.grant", "extension.refuse"
OFFERED_DAYS = (1, 2, 3)

Known = Mapping[str, Any]


async def ask_extension(turn: Turn, payload: Payload) -> None:
    """`xin gia hạn đến thứ Hai, do mưa lũ`, and the buttons that follow it."""
    if payload.word(1):
        known = waiting(turn, QUESTION, payload.word(1))
        duty = await own_duty(turn, known["obligation"]) if known else None
        if known is None or duty is None:
            await turn.answer("refused.old_button")
        elif payload.word(0) == "why":
            await _go_on(turn, duty, {**known, "reason": reason_of(turn, payload.word(2))})
        else:
            later = timedelta(days=payload.number(2) or 1)
            await _go_on(turn, duty, {**known, "until": (duty.due_at + later).isoformat()})
        return
    owed = await owed_by_own_seats(turn)
    if not owed:
        await turn.answer("away.nothing_owed")
    elif payload.word(0):
        await _hear(turn, owed[0], {"obligation": owed[0].obligation, "reason": ""}, payload.word(0))
    else:
        await begin(turn, owed[0])


async def begin(turn: Turn, duty: Duty) -> None:
    """Ask until which day."""
    await _ask_day(turn, duty, {"obligation": duty.obligation, "reason": ""})


async def own_words(turn: Turn, text: str) -> None:
    """The answer to "until when" or "why"."""
    known = waiting(turn, QUESTION)
    duty = await own_duty(turn, known["obligation"]) if known else None
    if known is None or duty is None:
        await answered(turn)
        await turn.answer("away.nothing_owed")
    elif "until" in known and (later := _asked_anew(turn, text)):
        await _hear(turn, duty, {"obligation": duty.obligation, "reason": ""}, later)
    elif "until" in known:
        await _go_on(turn, duty, {**known, "reason": reason_in(text)})
    else:
        await _hear(turn, duty, known, text)


def _asked_anew(turn: Turn, text: str) -> str:
    """Another day, where a reason was asked for: "xin gia hạn thêm 3 ngày". Empty when no day is said so."""
    found = turn.setting.phrases.find(text, {Action.ASK_EXTENSION.value})
    rest = by_so_many(found[1]) if found is not None else ""
    return rest if find_day(f"đến {rest}", turn.today) is not None else ""


async def _hear(turn: Turn, duty: Duty, known: Known, text: str) -> None:
    """A day, perhaps with a reason."""
    text = by_so_many(text)
    day = find_day(f"đến {text}", turn.today, max(turn.today, _day(turn, duty.due_at)))
    if day is None:
        await _ask_day(turn, duty, {**known, "reason": known["reason"] or reason_in(text)})
        return
    known = {**known, "reason": known["reason"] or reason_in(day.after)}
    if day.fault or day.day is None:
        await ask(turn, QUESTION, **known)
        await turn.answer(f"day.{day.fault}", said=day.said, day=day.day or turn.today)
        return
    await _take_day(turn, duty, known, day, day.day)


async def _take_day(turn: Turn, duty: Duty, known: Known, spoken_day: SpokenDay, day: date) -> None:
    task = turn.organisation.by_code[duty.task]
    until = moment_at(day, spoken_day.at or task.due_time, turn.organisation.calendar.zone)
    if until <= duty.due_at or until > turn.now + extend.LONGEST:
        await ask(turn, QUESTION, **known)
        key = "extend.not_later" if until <= duty.due_at else "extend.too_far"
        await turn.answer(key, unit=spoken(duty.unit_name), due=duty.due_at, until=until, n=extend.LONGEST.days)
        return
    await _go_on(turn, duty, {**known, "until": until.isoformat()})


async def _ask_day(turn: Turn, duty: Duty, known: Known) -> None:
    mark = await ask(turn, QUESTION, **known)
    options = [
        turn.option("until", Action.ASK_EXTENSION, "day", mark, days, until=duty.due_at + timedelta(days=days))
        for days in OFFERED_DAYS
    ]
    await turn.answer("ask_extension.which_day", *options, unit=spoken(duty.unit_name), week=duty.week, due=duty.due_at)


async def _go_on(turn: Turn, duty: Duty, known: Known) -> None:
    """Ask for what is still missing; then pass the request on."""
    if "until" not in known:
        await _ask_day(turn, duty, known)
    elif not known["reason"]:
        mark = await ask(turn, QUESTION, **known)
        options = reason_options(turn, Action.ASK_EXTENSION, mark, TRAVEL, ILLNESS, DISASTER)
        until = datetime.fromisoformat(known["until"])
        await turn.answer("ask_extension.which_reason", *options, until=until)
    else:
        await answered(turn)
        await _pass_on(turn, duty, datetime.fromisoformat(known["until"]), known["reason"])


async def _pass_on(turn: Turn, duty: Duty, until: datetime, reason: str) -> None:
    number = await asked.ask(
        turn.tx, turn.known.id, REQUEST, duty.unit, turn.now, obligation=duty.obligation, week=duty.week,
        until=until.isoformat(), reason=reason,
    )  # fmt: skip
    texts = turn.setting.texts
    post = await who_decides(turn, duty.unit)
    for member in post.members:
        person = await turn.person_of(member)
        text = texts.say(
            person, "ask_extension.to_coordinator", who=turn.known.name, unit=spoken(duty.unit_name), week=duty.week,
            until=until, due=duty.due_at, reason=reason,
        )  # fmt: skip
        options = (
            Option(texts.label(person, "accept"), encode(Action.DECIDE_EXTENSION, "yes", number)),
            Option(texts.label(person, "decline"), encode(Action.DECIDE_EXTENSION, "no", number)),
        )
        key = f"extension:{number}:{member}"
        await turn.tell(
            Notice(key, NoticeKind.OTHER, str(text), options, member=member, period=duty.period, expires_at=until)
        )
    why = reason
    key = "ask_extension.passed_on" if post.members else "coordinator.nobody"
    await turn.answer(key, week=duty.week, unit=spoken(duty.unit_name), until=until, due=duty.due_at, reason=why)


async def decide(turn: Turn, payload: Payload) -> None:
    """One tap of the coordinator; the secretary hears of it."""
    request = await asked.request(turn.tx, payload.number(1) or 0, REQUEST)
    if request is None:
        await turn.answer("refused.old_button")
        return
    duty = (await duties.of_obligations(turn.tx, [request.details["obligation"]]))[0]
    until = datetime.fromisoformat(request.details["until"])
    said = {"unit": spoken(duty.unit_name), "week": duty.week, "until": until}
    if not await turn.reaches(Action.DECIDE_EXTENSION, duty.unit) or request.by == turn.known.id:
        await turn.answer("refused.not_yours")
    elif await asked.is_answered(turn.tx, request, GRANTED, REFUSED):
        await turn.answer("ask_extension.decided_before")
    elif payload.word(0) != "yes":
        await _refuse(turn, request, duty)
        await turn.answer("ask_extension.you_refused", due=duty.due_at, **said)
    elif not duty.owed or until <= max(turn.now, duty.due_at):
        await turn.answer("ask_extension.too_late" if duty.owed else "extend.nothing_short", due=duty.due_at, **said)
    else:
        await _grant(turn, request, duty, until)
        await turn.answer("ask_extension.you_granted", due=duty.due_at, **said)


async def _grant(turn: Turn, request: Asked, duty: Duty, until: datetime) -> None:
    unit = (await units.units_by_id(turn.tx, [duty.unit]))[duty.unit]
    case = await case_of(turn, Action.DECIDE_EXTENSION, unit, duty.period)
    if case is None:
        return
    await record.note(turn.tx, turn.known.id, GRANTED, turn.now, unit=duty.unit, request=request.id, week=duty.week)
    await extend.carry_out(turn, case, case.short, until, request.details["reason"])


async def _refuse(turn: Turn, request: Asked, duty: Duty) -> None:
    await record.note(turn.tx, turn.known.id, REFUSED, turn.now, unit=duty.unit, request=request.id, week=duty.week)
    text = turn.setting.texts.say(
        await turn.person_of(request.by),
        "ask_extension.refused",
        by=turn.known.name,
        unit=spoken(duty.unit_name),
        week=duty.week,
        due=duty.due_at,
    )
    key = f"extension:{request.id}:refused"
    await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=request.by, period=duty.period))


def _day(turn: Turn, moment: datetime) -> date:
    return local_day(turn.organisation.calendar, moment)
