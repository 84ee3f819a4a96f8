"""`/nhiemvu`: which tasks there are and whether they run; trying one, activating it, stopping it.

Rules live in `config.yaml`, where each has its comment and is checked; whether a task of it runs is decided here, by
a person who has seen its rules and tried it, and is written down with who and when.
"""

from datetime import date, timedelta

from core.calendar import Week, local_day
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from core.spelling import fold
from core.task import Run, Task, running
from db import audit, people, periods, record, task_runs, upcoming
from handlers import meanwhile, rehearse
from handlers.payload import Payload
from handlers.turn import Turn
from texts.rendering import Sentence, lines


async def tasks(turn: Turn, payload: Payload) -> None:
    """The list, one task's card, and what its buttons do."""
    task = turn.organisation.by_code.get(payload.word(1)) or _called(turn, payload.word(0))
    deed = payload.word(0) if payload.word(1) else ""
    if task is None:
        only = turn.organisation.tasks[0] if len(turn.organisation.tasks) == 1 else None
        await (_list(turn) if only is None or payload.word(0) else _card(turn, only))
    elif deed == "on":
        await _activate(turn, task, payload.word(2), payload.number(3))
    elif deed in ("off", "stop"):
        await _stop(turn, task, confirmed=deed == "stop", seen=payload.number(2))
    elif deed in ("try", "sample", "who"):
        await rehearse.rehearse(turn, task, await _from_day(turn, task), payload)
    else:
        await _card(turn, task)


def _called(turn: Turn, words: str) -> Task | None:
    """The task with this code or title."""
    wanted = fold(words.strip(' “”"'))
    return next((task for task in turn.organisation.tasks if wanted in (fold(task.code), fold(task.title))), None)


async def _list(turn: Turn) -> None:
    runs = await task_runs.runs(turn.tx)
    listed = [
        turn.say("task.line", task=task.title, state=await _state(turn, task, runs.get(task.code)))
        for task in turn.organisation.tasks
    ]
    options = [
        turn.option("task", Action.TASKS, "show", task.code, task=task.title) for task in turn.organisation.tasks
    ]
    await turn.reply(turn.say("task.list", list=lines(listed)), *options[:20])


async def _card(turn: Turn, task: Task, changed: Sentence | None = None) -> None:
    """The rules restated, from when on they hold, and what can be done. `changed`: why it is shown once more."""
    run = (await task_runs.runs(turn.tx)).get(task.code)
    week = await _next_period(turn, task)
    owing = await upcoming.secretaries(turn.tx, task, turn.today)
    said = rules(turn, task, len({each.unit_id for each in owing}), week)
    text = lines([said, await _state(turn, task, run)], " ")
    options = _options(turn, task, run, week, await audit.last_line(turn.tx))
    await turn.reply(lines([changed, text]) if changed else text, *options)


def rules(turn: Turn, task: Task, number: int, week: Week | None) -> Sentence:
    """What the task asks of how many units, until when, and how often the bot reminds at most."""
    parts = [turn.say("category.some", n=each.quota, category=each.title) for each in task.categories]
    key = "task.card_once" if task.once else "task.card" if task.active else "task.card_new"
    head = turn.say(
        key if week is not None else "task.card_over",
        task=task.title,
        required=task.quota,
        n=number,
        opens=week.opens_at if week else turn.now,
        due=week.due_at if week else turn.now,
        times=len(task.reminders),
        quiet=f"{turn.organisation.calendar.quiet.start:%H:%M}",
    )
    more = [turn.say("task.parts", parts=parts)] if parts else []
    more += [turn.say("task.exceptions", n=len(task.exceptions))] if task.exceptions else []
    return lines([head, *more], " ")


async def _state(turn: Turn, task: Task, run: Run | None) -> Sentence:
    """Whether the task runs, since or until when."""
    stopped = run is not None and run.until_day is not None
    if running(task, run) is None:
        return turn.say("task.waiting")
    if stopped and run is not None and run.until_day is not None:
        return turn.say("task.stopped", day=run.until_day + timedelta(days=1))
    newest = await periods.newest(turn.tx, task.code)
    if newest is not None and turn.now < newest.closes_at:
        return turn.say("task.runs", week=newest.name, due=newest.due_at)
    week = await _next_period(turn, task)
    return turn.say("task.begins", opens=week.opens_at) if week else turn.say("task.over")


def _options(turn: Turn, task: Task, run: Run | None, week: Week | None, seen: int) -> list[Option]:
    """`seen`: the newest line of the audit as this is offered; what is decided later is told first."""
    if week is None:
        return []
    options = [turn.option("task_try", Action.TASKS, "try", task.code)]
    stopped = run is not None and run.until_day is not None
    if running(task, run) is None or stopped:
        day = local_day(turn.organisation.calendar, week.opens_at)
        options.append(turn.option("task_on", Action.TASKS, "on", task.code, day.isoformat(), seen))
    else:
        options.append(turn.option("task_off", Action.TASKS, "off", task.code))
    return options


async def _next_period(turn: Turn, task: Task) -> Week | None:
    """The period that opens next if the task runs; of a one-off task that is open, that one."""
    return next(iter(rehearse.weeks_ahead(turn, task, await _from_day(turn, task))), None)


async def _from_day(turn: Turn, task: Task) -> date:
    """The first local day on which a period could open that is not open yet."""
    newest = await periods.newest(turn.tx, task.code)
    if task.once or newest is None:
        return turn.today if task.once else turn.today + timedelta(days=1)
    return max(turn.today, local_day(turn.organisation.calendar, newest.opens_at)) + timedelta(days=1)


async def _activate(turn: Turn, task: Task, day_text: str, seen: int | None) -> None:
    """From the day that the card named; shown again when that has passed or is none of the task's days."""
    run = (await task_runs.runs(turn.tx)).get(task.code)
    if running(task, run) is not None and (run is None or run.until_day is None):
        await _decided_already(turn, "task.runs_already", task, state=await _state(turn, task, run))
        return
    if await _changed(turn, task, seen):
        return
    week = await _next_period(turn, task)
    if week is None:
        await turn.answer("task.too_late", task=task.title)
        return
    day = local_day(turn.organisation.calendar, week.opens_at)
    if day.isoformat() != day_text:
        await _card(turn, task)
        return
    await task_runs.decide(turn.tx, task.code, day, None, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "task.activate", turn.now, task=task.code, name=task.title, day=day_text)
    owing = await upcoming.secretaries(turn.tx, task, turn.today)
    number = len({each.unit_id for each in owing})
    await _tell_admins(turn, "task.activated_by", task, opens=week.opens_at, n=number)
    await turn.answer("task.activated", task=task.title, opens=week.opens_at, n=number)


async def _stop(turn: Turn, task: Task, *, confirmed: bool, seen: int | None) -> None:
    """No period opens after today. One that is open goes on: what was asked for is not taken back."""
    run = (await task_runs.runs(turn.tx)).get(task.code)
    if running(task, run) is None or (run is not None and run.until_day is not None):
        await _decided_already(turn, "task.stopped_already", task)
    elif confirmed and await _changed(turn, task, seen):
        return
    elif not confirmed:
        yes = turn.option("task_stop", Action.TASKS, "stop", task.code, await audit.last_line(turn.tx))
        await turn.answer(
            "task.stop_ask", yes, turn.option("change_nothing", Action.TASKS, "show", task.code), task=task.title
        )
    else:
        begun = run.from_day if run else None
        await task_runs.decide(turn.tx, task.code, begun, turn.today, turn.known.id, turn.now)
        await record.note(turn.tx, turn.known.id, "task.stop", turn.now, task=task.code, name=task.title)
        await _tell_admins(turn, "task.stopped_by", task)
        await turn.answer("task.stopped_now", task=task.title)


async def _changed(turn: Turn, task: Task, seen: int | None) -> bool:
    """Whether somebody else decided about the task since this was offered; then that is told, with a fresh card."""
    news = [] if seen is None else await meanwhile.of_task(turn, task, seen)
    if news:
        await _card(turn, task, meanwhile.told(turn, news))
    return bool(news)


async def _decided_already(turn: Turn, key: str, task: Task, **values: object) -> None:
    """It is so already: by whom, where a person decided it and that was not the writer."""
    last = await task_runs.decision(turn.tx, task.code)
    if last is None or last.by == turn.known.id:
        await turn.answer(key, task=task.title, **values)
    else:
        await turn.answer(f"{key}_by", task=task.title, by=last.by_name, at=last.at, **values)


async def _tell_admins(turn: Turn, key: str, task: Task, **values: object) -> None:
    for member in await people.reachable_admins(turn.tx):
        if member != turn.known.id:
            person = await turn.person_of(member)
            text = turn.setting.texts.say(person, key, by=turn.known.name, task=task.title, **values)
            await turn.tell(
                Notice(f"task:{task.code}:{turn.source}:{member}", NoticeKind.OTHER, str(text), member=member)
            )
