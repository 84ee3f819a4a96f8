"""The emergency stop: answers and receipts go on, everything else waits until somebody says what is still useful."""

from datetime import datetime

from core.notices import Notice, NoticeKind
from core.roles import Action
from db import admins, record, stopping
from db.stopping import Stop
from handlers.held import Held, held, sorts
from handlers.meant import reason_in
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.rendering import lines

QUESTION = "stop"


async def stop(turn: Turn, payload: Payload) -> None:
    """`/tamdung LÝ DO`: asks for a yes. While a stop is on: what it holds back, and how it would end."""
    word, mark = payload.word(0), payload.word(1)
    now_on = await stopping.current(turn.tx)
    if not mark:
        await (_ask_to_begin(turn, reason_in(word)) if now_on is None else _show(turn, now_on))
        return
    known = waiting(turn, QUESTION, mark)
    if known is None:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    if known["stop"] != (now_on.id if now_on else None):
        await _say_what_happened(turn, known["stop"], now_on)
        return
    if now_on is None:
        await (_begin(turn, known["reason"]) if word == "yes" else turn.answer("stop.not_begun"))
    elif word in {"send", "drop"}:
        await _release(turn, now_on, everything_is_stale=word == "drop")
    else:
        await turn.answer("stop.goes_on", since=now_on.since)


async def _say_what_happened(turn: Turn, seen: int | None, now_on: Stop | None) -> None:
    """Somebody else began or ended a stop since this was asked: who, and how things stand."""
    if now_on is not None:
        await _show(turn, now_on)
    elif seen is not None and (ended := await stopping.released(turn.tx, seen)) is not None:
        await turn.answer("stop.ended_meanwhile", by=ended.by, at=ended.at)


async def _ask_to_begin(turn: Turn, reason: str) -> None:
    mark = await ask(turn, QUESTION, stop=None, reason=reason)
    options = (turn.option("stop_now", Action.STOP, "yes", mark), turn.option("stop_not", Action.STOP, "no", mark))
    await turn.answer("stop.ask", *options, reason=reason or turn.say("stop.no_reason"))


async def _begin(turn: Turn, reason: str) -> None:
    await stopping.begin(turn.tx, turn.known.id, reason, turn.now)
    await record.note(turn.tx, turn.known.id, "stop.begin", turn.now, reason=reason)
    await turn.answer("stop.begun", turn.option("stop_look", Action.STOP), at=turn.now)
    await _tell_others(turn, "stop.to_admins_begun", reason=reason or turn.say("stop.no_reason"))


async def _show(turn: Turn, now_on: Stop) -> None:
    """Since when and why, and the preview: what would be sent now and what is stale."""
    waits = await held(turn)
    mark = await ask(turn, QUESTION, stop=now_on.id)
    options = [turn.option("stop_stay", Action.STOP, "stay", mark)]
    if waits.useful:
        options = [
            turn.option("stop_send", Action.STOP, "send", mark, n=len(waits.useful)),
            turn.option("stop_drop", Action.STOP, "drop", mark),
            *options,
        ]
    else:
        options = [turn.option("stop_end", Action.STOP, "send", mark), *options]
    reason = now_on.reason or turn.say("stop.no_reason")
    head = turn.say("stop.is_on", since=now_on.since, by=now_on.by, reason=reason)
    await turn.reply(lines([head, *_preview(turn, waits)]), *options)


def _preview(turn: Turn, waits: Held) -> list[str]:
    if not (waits.useful or waits.stale):
        return [turn.say("stop.nothing_waits")]
    told: list[str] = []
    if waits.useful:
        told.append(turn.say("stop.useful", n=len(waits.useful), what=sorts(turn, waits.useful)))
    if waits.stale:
        told.append(turn.say("stop.stale", n=len(waits.stale), what=sorts(turn, waits.stale)))
    return told


async def _release(turn: Turn, now_on: Stop, *, everything_is_stale: bool) -> None:
    """What is stale by now is never sent; flags wait anew at their level, because their alerts only go out now."""
    waits = await held(turn)
    gone = [*waits.stale, *(waits.useful if everything_is_stale else ())]
    await stopping.drop(turn.tx, [row.id for row in gone], turn.now)
    tasks = turn.organisation.tasks
    patience = {task.code: task.escalation.unacknowledged for task in tasks}
    await stopping.wait_again(turn.tx, patience, tasks[0].escalation.unacknowledged, turn.now)
    await stopping.release(turn.tx, turn.known.id, turn.now)
    sent = 0 if everything_is_stale else len(waits.useful)
    await record.note(turn.tx, turn.known.id, "stop.release", turn.now, sent=sent, dropped=len(gone), n=now_on.id)
    at = _goes_at(turn)
    if not sent:
        await turn.answer("stop.released_nothing", more=len(gone))
    elif at > turn.now:
        await turn.answer("stop.released_later", n=sent, more=len(gone), at=at)
    else:
        await turn.answer("stop.released", n=sent, more=len(gone))
    await _tell_others(turn, "stop.to_admins_released", n=sent, more=len(gone))


def _goes_at(turn: Turn) -> datetime:
    calendar = turn.organisation.calendar
    return calendar.quiet.next_allowed(turn.now, calendar.zone)


async def _tell_others(turn: Turn, key: str, **values: object) -> None:
    for admin in await admins.reachable_admins(turn.tx):
        if admin == turn.known.id:
            continue
        text = turn.setting.texts.say(await turn.person_of(admin), key, by=turn.known.name, at=turn.now, **values)
        notice = Notice(f"{key}:{turn.source}:{admin}", NoticeKind.ADMIN, str(text), member=admin)
        await turn.tell(notice)
