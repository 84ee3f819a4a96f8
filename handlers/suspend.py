"""A storm, a flood: the duty of an area is waived, moved or reduced until a day, in open and coming weeks.

`/tamhoan thị xã Quảng Trị đến 30/11, do bão lũ`: asked back with everything that was understood, then done.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.dates import SpokenDay, find_day
from core.ports import Option
from core.relief import Relief, Way
from core.roles import Action, Scope, scope_of
from core.spelling import fold
from db import audit, units
from handlers import meanwhile, suspended
from handlers.choose import choose_unit
from handlers.meant import hear, own_group, reason_in
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.reasons import DISASTER, reason_of, reason_options
from handlers.relieve import carry_out, concerned, facts, told
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence, lines

QUESTION = "suspend"
EVERYBODY = "*"
LONGEST = timedelta(days=92)
"""A duty is made lighter for at most so long from today: more is a slip of the finger."""

OFFERED_DAYS = (3, 7)
HALF = 50
MOST_DAYS = 30

_MOVE = re.compile(r"(?:lui(?: han)?|move(?: it)?(?: by)?) (\d{1,2}) (?:ngay|days?)")
_REDUCE = re.compile(r"giam (?:mot nua|nua|chi tieu(?: con)?(?: mot)?(?: nua)?)|by half|half the quota")
_WAIVE = re.compile(r"mien(?: nop)?|excuse(?: them)?")

Known = Mapping[str, Any]


async def suspend(turn: Turn, payload: Payload) -> None:
    """The command, and the buttons that follow it. Alone it lists what is suspended."""
    if payload.word(0) == "end":
        await suspended.end(turn, payload.number(1) or 0)
        return
    if not payload.word(1):
        await (_begin(turn, payload.word(0)) if payload.word(0) else suspended.overview(turn))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None:
        await turn.answer("refused.old_button")
    elif payload.word(0) == "no":
        await answered(turn)
        await turn.answer("extend.not_done")
    elif payload.word(0) == "why":
        await _go_on(turn, {**known, "reason": reason_of(turn, payload.word(2))})
    elif payload.word(0) == "way":
        await _go_on(turn, {**known, **_way(payload.word(2), payload.number(3) or 0)})
    elif "way" in known and "seen" in known:
        await _confirmed(turn, known)
    else:
        await turn.answer("refused.old_button")


async def own_words(turn: Turn, text: str) -> None:
    """The answer to what was asked last; anything else begins anew."""
    known = waiting(turn, QUESTION)
    if known is None or "unit" not in known or "seen" in known:
        await _begin(turn, text)
    elif "until" not in known:
        await _take_day(turn, known, find_day(f"đến {text}", turn.today))
    elif not known["reason"]:
        await _go_on(turn, {**known, "reason": reason_in(text)})
    else:
        way, _ = _way_in(text)
        await _go_on(turn, {**known, **way})


async def _begin(turn: Turn, text: str) -> None:
    """A whole sentence; or the area chosen among those of one name, which the sentence before left open."""
    way, text = _way_in(text)
    heard = await hear(turn, text, dated=True)
    earlier = waiting(turn, QUESTION)
    if earlier and "said" in earlier and not (heard.day or heard.reason or way):
        way, text = _way_in(f"{heard.name}, {earlier['said']}")
        heard = await hear(turn, text, dated=True)
    unit = await _area(turn, heard.name, whole=heard.whole)
    if unit is None:
        if heard.name:
            said = [f"đến {heard.day.said}" if heard.day else "", heard.reason, _spelled(way)]
            await ask(turn, QUESTION, said=", ".join(part for part in said if part)[:300])
        else:
            await turn.answer("suspend.how")
        return
    known = {"unit": unit, "reason": heard.reason, **way}
    if heard.day is None:
        await _go_on(turn, known)
    else:
        await _take_day(turn, known, heard.day)


async def _area(turn: Turn, name: str, *, whole: bool) -> str | None:
    """The code of the area's top unit, EVERYBODY for the whole organisation; None when that was answered or unsaid."""
    if whole:
        own = await own_group(turn)
        if own is not None:
            return own.code
        return EVERYBODY if scope_of(Action.SUSPEND, turn.roles) is Scope.ALL else None
    found = await choose_unit(turn, Action.SUSPEND, name) if name else None
    return found.code if found else None


async def _take_day(turn: Turn, known: Known, day: SpokenDay | None) -> None:
    if day is None or day.day is None or day.fault:
        await ask(turn, QUESTION, **known)
        if day is None:
            await turn.answer("suspend.which_day", unit=await _name(turn, known))
        else:
            await turn.answer(f"day.{day.fault}", said=day.said, day=day.day or turn.today)
    elif not turn.today <= day.day <= turn.today + LONGEST:
        await ask(turn, QUESTION, **known)
        key = "suspend.past" if day.day < turn.today else "suspend.too_far"
        await turn.answer(key, until=day.day, n=LONGEST.days)
    else:
        await _go_on(turn, {**known, "until": day.day.isoformat()})


async def _go_on(turn: Turn, known: Known, *, changed: Sentence | None = None) -> None:
    """Ask for what is still missing, one thing at a time; then for the yes. `changed`: why it is asked once more."""
    known = {key: value for key, value in known.items() if key in {"unit", "until", "reason", "way", "days"}}
    if not await _reaches(turn, known):
        await answered(turn)
        await turn.answer("refused.not_yours")
        return
    if "until" not in known:
        await _take_day(turn, known, None)
        return
    relief, name = await _relief(turn, known)
    about = await concerned(turn, relief)
    said = facts(turn, relief, about, name)
    if not about.names or not about.receivers:
        await answered(turn)
        text = turn.say("suspend.no_week", **said)
        await turn.reply(lines([changed, text]) if changed else text)
    elif not known["reason"]:
        mark = await ask(turn, QUESTION, **known)
        await turn.answer("suspend.which_reason", *reason_options(turn, Action.SUSPEND, mark, DISASTER), **said)
    elif "way" not in known:
        mark = await ask(turn, QUESTION, **known)
        await turn.answer("suspend.which_way", *_ways(turn, mark), **said)
    else:
        text = turn.say(f"suspend.confirm_{relief.way.value}", **said)
        await _propose(turn, known, [changed, text, None if changed else await _holds_already(turn, relief)])


async def _propose(turn: Turn, known: Known, told: Sequence[Sentence | None]) -> None:
    """The yes holds for what is known at this moment: `seen` is the newest line of the audit."""
    mark = await ask(turn, QUESTION, **known, seen=await audit.last_line(turn.tx))
    yes = turn.option("confirm", Action.SUSPEND, "yes", mark)
    no = turn.option("change_nothing", Action.SUSPEND, "no", mark)
    await turn.reply(lines([each for each in told if each]), yes, no)


async def _holds_already(turn: Turn, relief: Relief) -> Sentence | None:
    holding = await meanwhile.holding(turn, relief)
    return turn.say("suspend.holds_already", list=lines([told(turn, view) for view in holding])) if holding else None


def _ways(turn: Turn, mark: str) -> list[Option]:
    waive = turn.option("way_waive", Action.SUSPEND, "way", mark, Way.WAIVE.value)
    later = [turn.option("way_move", Action.SUSPEND, "way", mark, Way.MOVE.value, n, n=n) for n in OFFERED_DAYS]
    return [waive, *later, turn.option("way_reduce", Action.SUSPEND, "way", mark, Way.REDUCE.value)]


async def _confirmed(turn: Turn, known: Known) -> None:
    """The yes: what was proposed is done, as far as the writer may still decide it and nobody decided meanwhile."""
    relief, name = await _relief(turn, known)
    news = await meanwhile.in_area(turn, relief, meanwhile.seen_by(known))
    if news and await _reaches(turn, known):
        await _go_on(turn, known, changed=meanwhile.told(turn, news))
        return
    await answered(turn)
    if not await _reaches(turn, known):
        await turn.answer("refused.not_yours")
        return
    about = await concerned(turn, relief)
    if relief.until_day < turn.today or not about.names or not about.receivers:
        await turn.answer("suspend.no_week", **facts(turn, relief, about, name))
        return
    number = await carry_out(turn, relief, about)
    end = turn.option("end_relief", Action.SUSPEND, "end", number)
    await turn.answer(f"suspend.done_{relief.way.value}", end, **facts(turn, relief, about, name))


async def _relief(turn: Turn, known: Known) -> tuple[Relief, str | None]:
    """The decision as far as it is known, and the area's name."""
    unit = None if known["unit"] == EVERYBODY else await units.unit_by_code(turn.tx, known["unit"])
    relief = Relief(
        way=Way(known.get("way", Way.KEEP.value)),
        from_day=turn.today,
        until_day=date.fromisoformat(known["until"]),
        reason=known["reason"],
        by=turn.known.id,
        unit=unit.id if unit else None,
        days=known.get("days", 0),
        percent=HALF if known.get("way") == Way.REDUCE.value else 100,
    )
    return relief, unit.name if unit else None


async def _reaches(turn: Turn, known: Known) -> bool:
    if known["unit"] == EVERYBODY:
        return scope_of(Action.SUSPEND, turn.roles) is Scope.ALL
    unit = await units.unit_by_code(turn.tx, known["unit"])
    return unit is not None and await turn.reaches(Action.SUSPEND, unit.id)


async def _name(turn: Turn, known: Known) -> str:
    unit = None if known["unit"] == EVERYBODY else await units.unit_by_code(turn.tx, known["unit"])
    return spoken(unit.name) if unit else turn.organisation.words.organisation


# ---- ways in words -------------------------------------------------------------------------------------------------


def _way(way: str, days: int) -> dict[str, Any]:
    if way == Way.MOVE.value:
        return {"way": way, "days": days} if 0 < days <= MOST_DAYS else {}
    return {"way": way} if way in (Way.WAIVE.value, Way.REDUCE.value) else {}


def _way_in(text: str) -> tuple[dict[str, Any], str]:
    """What a sentence says about the way, and the sentence without it: "lùi hạn 3 ngày", "giảm một nửa", "miễn"."""
    words = text.split()
    line = " ".join(fold(word.strip(".,;:!?")) for word in words)
    for pattern, way in ((_MOVE, Way.MOVE), (_REDUCE, Way.REDUCE), (_WAIVE, Way.WAIVE)):
        found = re.search(rf"(?<!\S)(?:{pattern.pattern})(?!\S)", line)
        if found is None:
            continue
        known = _way(way.value, int(found[1]) if way is Way.MOVE else 0)
        first = line[: found.start()].count(" ")
        number = found[0].count(" ") + 1
        return known, " ".join([*words[:first], *words[first + number :]]) if known else text
    return {}, text


def _spelled(way: Known) -> str:
    """A way as a sentence says it, to be heard again."""
    if way.get("way") == Way.MOVE.value:
        return f"lùi hạn {way['days']} ngày"
    return {Way.WAIVE.value: "miễn nộp", Way.REDUCE.value: "giảm một nửa"}.get(way.get("way", ""), "")
