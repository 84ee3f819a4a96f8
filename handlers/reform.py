"""Units are renamed, moved, added, closed, merged, split: heard, asked back with everything that follows, then done.

What is still missing is asked one after the other: below what, from which day, who holds a new unit's seat.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from core.dates import SpokenDay, find_day
from core.reform import (
    Holder,
    Reform,
    ReformKind,
    Refused,
    anchors,
    reform_from,
    reform_record,
    refreshed,
    refusal,
)
from core.reform import Known as Unit
from core.reform_words import code_in, level_word_before, person_in
from core.roles import Action, Scope, scope_of
from core.spelling import tidy
from db import audit, reforms
from handlers import reform_done
from handlers.audit import sentence
from handlers.naming import person_name_too_long
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.reform_ask import Known, ask_above, ask_day, ask_holder, day_offered, undecided
from handlers.reform_hear import QUESTION, action_of, hear
from handlers.reform_said import said_back
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import lines

LONGEST_AHEAD = timedelta(days=366)
ASKED_DAY = frozenset({ReformKind.CLOSE, ReformKind.MERGE, ReformKind.SPLIT})
"""Kinds whose day is asked for when none is said; the others begin today."""


async def unit_rename(turn: Turn, payload: Payload) -> None:
    """`đổi tên Tân Lập thành Tân Hải từ 01/12`."""
    await _reform(turn, ReformKind.RENAME, payload)


async def unit_move(turn: Turn, payload: Payload) -> None:
    """`chuyển Hải Lệ về Đông Hà`."""
    await _reform(turn, ReformKind.MOVE, payload)


async def unit_add(turn: Turn, payload: Payload) -> None:
    """`thêm xã Tân Bình thuộc Đông Hà`: the word for the level may belong to the phrase or to the name."""
    if payload.word(0) and not payload.word(1):
        said = tidy(turn.first.text).split()
        before = said[: len(said) - len(payload.word(0).split())]
        payload = Payload(payload.action, (level_word_before(" ".join(before)) + payload.word(0),))
    await _reform(turn, ReformKind.ADD, payload)


async def unit_close(turn: Turn, payload: Payload) -> None:
    """`giải thể Tân Lập từ 01/12`."""
    await _reform(turn, ReformKind.CLOSE, payload)


async def unit_merge(turn: Turn, payload: Payload) -> None:
    """`sáp nhập Tân Lập và Hải Lệ thành Tân Hải từ 01/12`, `nhập Tân Lập vào Hải Lệ`."""
    await _reform(turn, ReformKind.MERGE, payload)


async def unit_split(turn: Turn, payload: Payload) -> None:
    """`tách Tân Lập thành Tân Lập 1 và Tân Lập 2`, `tách Tân Sơn khỏi Tân Lập`."""
    await _reform(turn, ReformKind.SPLIT, payload)


async def _reform(turn: Turn, kind: ReformKind, payload: Payload) -> None:
    if not payload.word(1):
        await _begin(turn, kind, payload.word(0))
        return
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None or "reform" not in known or known["reform"]["kind"] != kind.value:
        await turn.answer("refused.old_button")
    elif payload.word(0) == "no":
        await answered(turn)
        await turn.answer("extend.not_done")
    elif payload.word(0) == "yes" and "seen" in known:
        await _confirmed(turn, known)
    elif payload.word(0) == "day":
        await _go_on(turn, {**known, "day": day_offered(turn, payload.word(2)).isoformat()})
    elif payload.word(0) == "above" and payload.number(2) in known["above"]:
        await _go_on(turn, _below(known, payload.number(2)))
    elif payload.word(0) == "holder":
        await _go_on(turn, _held(known, Holder(from_unit=payload.number(2) or None)))
    else:
        await turn.answer("refused.old_button")


async def _begin(turn: Turn, kind: ReformKind, text: str) -> None:
    if not text:
        await turn.answer(f"reform.how_{kind.value}")
        return
    heard = await hear(turn, kind, text)
    if heard is not None:
        await _take_day(turn, {"reform": reform_record(heard.reform), "above": list(heard.above)}, heard.day)


async def own_words(turn: Turn, text: str) -> None:
    """The answer to what was asked last: a day, a person; or another code or day for what was proposed."""
    known = waiting(turn, QUESTION)
    if known is None or "reform" not in known:
        await turn.answer("reform.please")
        return
    reform = reform_from(known["reform"])
    if "day" in known and undecided(reform) is not None and not known.get("above"):
        person = person_in(text)
        if person and await person_name_too_long(turn, person[0]):
            return
        await _go_on(turn, _held(known, Holder(None, *person)) if person else known)
        return
    code = code_in(text)[1]
    if code and "seen" in known:
        await _recode(turn, known, reform, code)
        return
    heard = find_day(f"từ {text}", turn.today)
    if heard is None:
        await _go_on(turn, known)
    else:
        await _take_day(turn, known, heard)


# ---- what is still missing -----------------------------------------------------------------------------------------


async def _take_day(turn: Turn, known: Known, day: SpokenDay | None) -> None:
    if day is not None and (day.fault or day.day is None):
        await ask(turn, QUESTION, **known)
        await turn.answer(f"day.{day.fault}", said=day.said, day=day.day or turn.today)
    elif day is not None and day.day is not None:
        await _go_on(turn, {**known, "day": day.day.isoformat()})
    else:
        await _go_on(turn, known)


async def _go_on(turn: Turn, known: Known, *, changed: str = "") -> None:
    """Ask for what is still missing, or propose; say why it is not possible as soon as that can be seen."""
    known = {key: value for key, value in known.items() if key in {"reform", "above", "day"}}
    tree = await reforms.known(turn.tx, turn.today)
    reform = await reforms.with_free_codes(turn.tx, refreshed(reform_from(known["reform"]), tree))
    found = refusal(reform, tree)
    if found is not None:
        await refuse(turn, found, changed)
        return
    if not await _may(turn, reform, tree):
        await answered(turn)
        await turn.answer("refused.not_yours")
        return
    known = {**known, "reform": reform_record(reform)}
    if "day" not in known and reform.kind not in ASKED_DAY:
        known["day"] = turn.today.isoformat()
    wrong = _wrong_day(turn, known)
    if wrong:
        del known["day"]
        await ask(turn, QUESTION, **known)
        await turn.answer(f"handover.{wrong[0]}", day=wrong[1], n=LONGEST_AHEAD.days)
    elif known["above"]:
        await ask_above(turn, reform, known)
    elif "day" not in known:
        await ask_day(turn, reform, known)
    elif (part := undecided(reform)) is not None:
        await ask_holder(turn, reform, part, known)
    else:
        await _propose(turn, reform, known, changed)


async def _may(turn: Turn, reform: Reform, tree: Mapping[int, Unit]) -> bool:
    """Whether the right reaches everything above what is changed: nobody changes the own top."""
    action = action_of(reform.kind)
    if scope_of(action, turn.roles) is Scope.ALL:
        return True
    return all([unit is not None and await turn.reaches(action, unit) for unit in anchors(reform, tree)])


async def refuse(turn: Turn, found: Refused, changed: str = "") -> None:
    """It is not possible: say why, and that nothing was changed."""
    await answered(turn)
    text = turn.say(f"reform.fault_{found.fault.value}", name=spoken(found.name))
    told = turn.say("reform.not_possible", reason=text)
    await turn.reply(lines([changed, told]) if changed else told)


def _wrong_day(turn: Turn, known: Known) -> tuple[str, date] | None:
    if "day" not in known:
        return None
    day = date.fromisoformat(known["day"])
    if day < turn.today:
        return "past", day
    return ("too_far", day) if day > turn.today + LONGEST_AHEAD else None


def _held(known: Known, holder: Holder) -> Known:
    reform = reform_from(known["reform"])
    asked = undecided(reform)
    parts = tuple(replace(part, holder=holder) if part is asked else part for part in reform.parts)
    return {**known, "reform": reform_record(replace(reform, parts=parts))}


def _below(known: Known, parent: int | None) -> Known:
    reform = reform_from(known["reform"])
    parts = tuple(replace(part, parent=parent) for part in reform.parts)
    return {**known, "reform": reform_record(replace(reform, parts=parts)), "above": []}


async def _recode(turn: Turn, known: Known, reform: Reform, code: str) -> None:
    """Another code for the first new unit."""
    first = next((part for part in reform.parts if part.unit is None), None)
    if first is None or await reforms.code_is_taken(turn.tx, code):
        await ask(turn, QUESTION, **known)
        await turn.answer("reform.code_taken" if first else "reform.please", code=code)
        return
    parts = tuple(replace(part, code=code) if part is first else part for part in reform.parts)
    await _go_on(turn, {**known, "reform": reform_record(replace(reform, parts=parts))})


# ---- the yes -------------------------------------------------------------------------------------------------------


async def _propose(turn: Turn, reform: Reform, known: Known, changed: str) -> None:
    mark = await ask(turn, QUESTION, **known, seen=await audit.last_line(turn.tx))
    action = action_of(reform.kind)
    told = await said_back(turn, reform, date.fromisoformat(known["day"]))
    options = (turn.option("confirm", action, "yes", mark), turn.option("change_nothing", action, "no", mark))
    text = turn.say("reform.confirm", list=told)
    await turn.reply(lines([changed, text]) if changed else text, *options)


async def _confirmed(turn: Turn, known: Known) -> None:
    """Unless somebody changed one of these units meanwhile, or it is not possible any more, it is done or planned."""
    reform = reform_from(known["reform"])
    day = max(date.fromisoformat(known["day"]), turn.today)
    concerned = {*reform.units, *reform.parents}
    news = await audit.since(turn.tx, concerned, known["seen"], turn.known.id)
    if news:
        changed = turn.say("meanwhile.changed", list=lines([sentence(turn, line) for line in news[:8]]))
        await _go_on(turn, {**known, "day": day.isoformat()}, changed=changed)
        return
    tree = await reforms.known(turn.tx, turn.today)
    found = refusal(reform, tree)
    if found is not None:
        await refuse(turn, found)
        return
    await answered(turn)
    if not await _may(turn, reform, tree):
        await turn.answer("refused.not_yours")
        return
    await reform_done.decide(turn, reform, day)


HANDLERS = {
    Action.UNIT_RENAME: unit_rename,
    Action.UNIT_MOVE: unit_move,
    Action.UNIT_ADD: unit_add,
    Action.UNIT_CLOSE: unit_close,
    Action.UNIT_MERGE: unit_merge,
    Action.UNIT_SPLIT: unit_split,
}
"""Who answers each right of this kind."""
