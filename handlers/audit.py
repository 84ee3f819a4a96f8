"""Who changed what? The newest lines of the audit about a unit, in plain sentences."""

from collections.abc import Collection
from datetime import date, datetime

from core.roles import Action, Scope, scope_of
from core.task import PeriodName
from db import audit, units
from db.audit import AuditLine
from db.units import UnitView
from handlers.choose import choose_unit, unit_and_rest
from handlers.payload import Payload
from handlers.turn import Turn
from texts.duties import item_numbers, spoken
from texts.rendering import Sentence, lines

SHOWN = 8
"""How many lines one message shows."""

DEADLINE = frozenset({"obligation.extend"})

WIDE = frozenset({"role.grant", "role.revoke", "broadcast.send", "broadcast.stop", "group.bind", "group.unbind"})
"""What concerns the organisation even where it is about one unit."""

FOR_ONESELF = frozenset(
    {"consent.give", "consent.decline", "data.export", "member.form", "member.name", "member.phone"}
)
"""What somebody does for himself or herself; that without a seat it is about no unit makes it nobody else's matter."""


async def what_happened(turn: Turn, payload: Payload) -> None:
    """`/nhatky Hoà Sơn`: everything about a unit. Alone, for an admin: what concerns the whole organisation."""
    await _list(turn, Action.AUDIT, payload, None)


async def who_moved(turn: Turn, payload: Payload) -> None:
    """`ai đổi hạn của Hoà Sơn?`: its deadlines only."""
    await _list(turn, Action.WHO_MOVED, payload, DEADLINE)


async def _list(turn: Turn, action: Action, payload: Payload, actions: Collection[str] | None) -> None:
    name, _ = await unit_and_rest(turn, payload.word(0).removeprefix("của ").strip(" ?"))
    if not name:
        if action is Action.AUDIT and scope_of(action, turn.roles) is Scope.ALL:
            await _of_organisation(turn, payload.number(1))
        else:
            await turn.answer("audit.how")
        return
    unit = await _unit_gone(turn, action, name) or await choose_unit(turn, action, name)
    if unit is None:
        return
    found = await audit.newest(turn.tx, unit.id, SHOWN + 1, actions, payload.number(1))
    if not found:
        await turn.answer("audit.nothing" if actions is None else "audit.not_moved", unit=spoken(unit.name))
        return
    told = lines([sentence(turn, line) for line in found[:SHOWN]])
    more = [turn.option("more", action, unit.code, found[SHOWN - 1].id)] if len(found) > SHOWN else []
    await turn.reply(told if len(found) == 1 else turn.say("audit.list", unit=spoken(unit.name), list=told), *more)


async def _of_organisation(turn: Turn, before: int | None) -> None:
    """What concerns everybody: settings, roles, announcements, stops, tasks, reports."""
    found = await audit.of_organisation(turn.tx, SHOWN + 1, WIDE, FOR_ONESELF, before)
    if not found:
        await turn.answer("audit.nothing_wide")
        return
    told = [
        turn.say("audit.in_unit", line=sentence(turn, line), unit=spoken(line.unit_name))
        if line.unit_name
        else sentence(turn, line)
        for line in found[:SHOWN]
    ]
    more = [turn.option("more", Action.AUDIT, "", found[SHOWN - 1].id)] if len(found) > SHOWN else []
    await turn.reply(turn.say("audit.wide", list=lines(told)), *more)


async def _unit_gone(turn: Turn, action: Action, name: str) -> UnitView | None:
    """The one unit that was called so and exists no more, when none of today is."""
    reach = await turn.reach(action)
    if await units.named(turn.tx, name, turn.today, reach):
        return None
    gone = await units.named(turn.tx, name, None, reach)
    return gone[0] if len(gone) == 1 else None


def sentence(turn: Turn, line: AuditLine) -> Sentence:
    """One line in plain words; an action without words of its own is named as it is."""
    details = line.details
    key = f"audit.{line.action.replace('.', '_')}"
    by_role = f"{key}_{details.get('role')}"
    key = by_role if turn.setting.texts.has(by_role) else key
    key = f"{key}_delegate" if details.get("delegation") and turn.setting.texts.has(f"{key}_delegate") else key
    key = f"{key}_note" if details.get("note") and turn.setting.texts.has(f"{key}_note") else key
    before, after, above = (_names(details.get(name)) for name in ("before", "after", "above"))
    numbers = [number for number in details.get("items", []) if isinstance(number, int)]
    return turn.say(
        key if turn.setting.texts.has(key) else "audit.other",
        at=line.at,
        by=line.by or turn.say("audit.bot"),
        said=line.action,
        week=_period(details.get("week", details.get("to", ""))),
        due=_moment(details.get("from"), line.at),
        until=_moment(details.get("to") or details.get("until"), line.at),
        day=_day(details.get("day"), turn.today),
        reason=str(details.get("reason", "")),
        note=str(details.get("note", "")),
        name=str(details.get("name", "")),
        units=before,
        names=after,
        parent=above[0] if above else "–",
        n=details.get("n", 0),
        seed=str(details.get("seed", "")),
        percent=f"{100 * float(details.get('share', 0)):g}",
        items=item_numbers(turn.setting.texts, turn.person, numbers),
    )


def _names(value: object) -> list[str]:
    return [spoken(str(name)) for name in value] if isinstance(value, list) else []


def _period(named: object) -> PeriodName:
    """The period that a line names; before there were others, weeks were noted as numbers or as their digits."""
    return int(str(named)) if str(named).isdigit() else str(named)


def _moment(text: object, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return otherwise


def _day(text: object, otherwise: date) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return otherwise
