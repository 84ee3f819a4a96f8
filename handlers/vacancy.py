"""A seat falls vacant from a day: what that changes is said, and the open duty is decided, not guessed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.calendar import local_day
from core.dates import find_day
from core.evidence import Duty
from core.notices import Notice, NoticeKind
from core.roles import Action
from core.roster import SeatKind
from db import duties, handovers, invites, record, units, waivers
from db.invites import Unlinked
from db.units import UnitView
from handlers import vacancy_above
from handlers.choose import choose_unit, unit_and_rest
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.seating import kind_said, vacate
from handlers.turn import Turn
from texts.duties import spoken

QUESTION = "vacancy"
WAYS = ("waive", "take", "keep")

Known = Mapping[str, Any]


async def vacancy(turn: Turn, payload: Payload) -> None:
    """`Tân Lập khuyết đầu mối từ 20/11`, and the buttons that follow it."""
    if not payload.word(1):
        await _begin(turn, payload.word(0))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None or "day" not in known:
        await turn.answer("refused.old_button")
    elif payload.word(0) in (*WAYS, "yes"):
        await _decided(turn, known, payload.word(0))
    else:
        await answered(turn)
        await turn.answer("extend.not_done")


async def _begin(turn: Turn, text: str) -> None:
    heard = find_day(text, turn.today)
    earlier = waiting(turn, QUESTION)
    if heard is None and earlier and "said" in earlier:
        heard = find_day(f"{text}, từ {earlier['said']}", turn.today)
    name, _ = await unit_and_rest(turn, heard.before if heard else text)
    if not name:
        await turn.answer("vacancy.how")
        return
    if heard is not None and (heard.fault or heard.day is None):
        await turn.answer(f"day.{heard.fault}", said=heard.said, day=heard.day or turn.today)
        return
    unit = await choose_unit(turn, Action.VACANCY, name)
    day = heard.day if heard and heard.day else turn.today
    if unit is None:
        await ask(turn, QUESTION, said=f"{day:%d/%m/%Y}")
    else:
        await _propose(turn, unit, day)


async def _propose(turn: Turn, unit: UnitView, day: date) -> None:
    """Say what the vacancy changes and ask for the yes; with an open duty the yes says what becomes of it."""
    if kind_said(turn, unit.level) is SeatKind.COORDINATOR:
        await vacancy_above.propose(turn, QUESTION, unit, day)
        return
    seat = await invites.seat_of(turn.tx, unit.id, SeatKind.SECRETARY, max(day, turn.today))
    if seat is None:
        await turn.answer("vacancy.already", unit=spoken(unit.name))
        return
    running = await _running(turn, unit)
    if day < min([turn.today, *(local_day(turn.organisation.calendar, duty.opens_at) for duty in running)]):
        await turn.answer("vacancy.too_long_ago", day=day)
        return
    known = {"unit": unit.code, "day": day.isoformat(), "holder": seat.member}
    mark = await ask(turn, QUESTION, **known)
    concerned = _concerned(turn, running, day)
    left = await handovers.count_held(turn.tx, unit.level, max(day, turn.today)) - 1
    said = {"unit": spoken(unit.name), "name": seat.member_name, "day": day, "n": left}
    no = turn.option("change_nothing", Action.VACANCY, "no", mark)
    if concerned:
        options = [turn.option(f"vacancy_{way}", Action.VACANCY, way, mark) for way in WAYS]
        await turn.answer("vacancy.confirm_open", *options, no, week=concerned[0].week, **said)
    else:
        await turn.answer("vacancy.confirm", turn.option("confirm", Action.VACANCY, "yes", mark), no, **said)


async def _running(turn: Turn, unit: UnitView) -> list[Duty]:
    return [duty for duty in await duties.of_units(turn.tx, [unit.id], turn.now) if turn.now < duty.closes_at]


def _concerned(turn: Turn, running: Sequence[Duty], day: date) -> list[Duty]:
    """The open duties that nobody is left to serve."""
    calendar = turn.organisation.calendar
    return [duty for duty in running if duty.owed and local_day(calendar, duty.due_at) >= day]


async def _decided(turn: Turn, known: Known, way: str) -> None:
    await answered(turn)
    if known.get("kind") == SeatKind.COORDINATOR:
        await vacancy_above.decided(turn, known)
        return
    unit = await units.unit_by_code(turn.tx, known["unit"])
    if unit is None or not await turn.reaches(Action.VACANCY, unit.id):
        await turn.answer("refused.not_yours")
        return
    day = date.fromisoformat(known["day"])
    seat = await vacate(turn, unit, SeatKind.SECRETARY, known["holder"], day)
    if seat is None:
        return
    await _tell_holder(turn, unit, seat, day)
    concerned = _concerned(turn, await _running(turn, unit), day)
    said = {"unit": spoken(unit.name), "day": day}
    if not concerned or way == "yes":
        await turn.answer("vacancy.done", **said)
        return
    if way == "waive":
        await _waive(turn, unit, concerned)
    elif way == "take":
        await _take_over(turn, unit, concerned)
    await turn.answer(f"vacancy.done_{way}", week=concerned[0].week, due=concerned[0].due_at, **said)


async def _waive(turn: Turn, unit: UnitView, concerned: Sequence[Duty]) -> None:
    reason = str(turn.setting.texts.say(turn.setting.person(None), "reason.vacant"))
    await waivers.waive(turn.tx, [duty.obligation for duty in concerned], reason, turn.known.id, turn.now)
    for duty in concerned:
        await record.note(
            turn.tx, turn.known.id, "obligation.waive", turn.now, unit=unit.id, week=duty.week, reason=reason
        )


async def _take_over(turn: Turn, unit: UnitView, concerned: Sequence[Duty]) -> None:
    """The coordinator serves it on the unit's behalf from now on, and hears of it unless it is the writer."""
    for duty in concerned:
        await record.note(turn.tx, turn.known.id, "obligation.take_over", turn.now, unit=unit.id, week=duty.week)
    tree = await units.hierarchy(turn.tx, turn.today, turn.now, unit.id)
    for member in tree.coordinator_of(unit.id).members:
        if member == turn.known.id:
            continue
        text = turn.setting.texts.say(
            await turn.person_of(member),
            "vacancy.to_coordinator",
            by=turn.known.name,
            unit=spoken(unit.name),
            week=concerned[0].week,
            due=concerned[0].due_at,
        )
        key = f"take_over:{concerned[0].obligation}:{member}:{turn.source}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=member, period=concerned[0].period))


async def _tell_holder(turn: Turn, unit: UnitView, seat: Unlinked, day: date) -> None:
    if seat.member == turn.known.id:
        return
    text = turn.setting.texts.say(
        await turn.person_of(seat.member), "vacancy.to_holder", unit=spoken(unit.name), day=day, by=turn.known.name
    )
    key = f"vacant:{seat.seat}:{day}:{seat.member}"
    await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=seat.member))
