"""Invitations for many at once: who is meant is shown first, then the cards are made beside everything else."""

import re
from dataclasses import dataclass

from core.documents import ErrandKind, Order
from core.invitations import counted_by_place
from core.roles import Action, Scope, scope_of
from core.roster import SeatKind
from core.spelling import fold
from db import broadcasts, errands, invites, inviting, units
from db.errands import Wanted
from db.invites import Unlinked
from handlers.choose import choose_unit
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import Sentence, lines

QUESTION = "invites"
PLACES_SHOWN = 10
"""How many places a preview names with how many people each."""

_EVERYBODY = frozenset({"tat ca", "tat ca moi nguoi", "moi nguoi", "het", "all", "everybody", "everyone"})
_WHOLE = re.compile(r"(?:(?:tất cả|tat ca|toàn bộ|toan bo|cả|ca|cụm|cum|các|cac|cấp|cap|all of|everybody in|all) )+",
                    re.IGNORECASE)  # fmt: skip
_AT = re.compile(r"\s(?:ở|o|thuộc|thuoc|của|cua|in|of)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody who is not linked, in a unit and below it (None: wherever the writer may), of one level if given."""

    unit: int | None = None
    name: str = ""
    level: str = ""


ASKED_BACK = Group(-1)
"""The place was unclear: the writer has been asked which one."""


async def group_said(turn: Turn, text: str) -> Group | None:
    """The group that these words name: "tất cả", "cả Đông Hà", "xã", "phường ở Đông Hà"; None when they name none.

    A unit's own name never names a group: whoever says it wants that one's code.
    """
    if fold(text) in _EVERYBODY:
        return Group()
    reach = await turn.reach(Action.INVITE)
    if await units.named(turn.tx, text, turn.today, reach):
        return None
    whole = _WHOLE.match(text)
    said = text[whole.end() :] if whole else text
    *level_words, place = _AT.split(said, maxsplit=1)
    level = await _level(turn, level_words[0] if level_words else said)
    if level_words and level:
        unit = await choose_unit(turn, Action.INVITE, place)
        return ASKED_BACK if unit is None else Group(unit.id, unit.name, level)
    if level:
        return Group(level=level)
    found = await units.named(turn.tx, said, turn.today, reach) if whole else []
    return Group(found[0].id, found[0].name) if len(found) == 1 else None


async def _level(turn: Turn, said: str) -> str:
    known = await broadcasts.levels(turn.tx, turn.roots(Action.INVITE), turn.today)
    return next((level for level in known if fold(level) == fold(said)), "")


async def of_group(turn: Turn, group: Group) -> list[Unlinked]:
    """Who of the group is not linked yet, within the writer's reach."""
    reach = await turn.reach(Action.INVITE)
    if group.unit is not None:
        below = await units.subtree(turn.tx, [group.unit])
        reach = below if reach is None else reach & below
    return await invites.unlinked_seats(turn.tx, turn.today, reach, group.level)


async def preview(turn: Turn, group: Group) -> None:
    """How many would get a code, and where; nothing is issued before the yes."""
    who = named(turn, group)
    seats = await of_group(turn, group)
    if not seats:
        await turn.answer("invites.nobody", who=who)
        return
    lying = await inviting.paper_places(turn.tx, [seat.unit_id for seat in seats], turn.today)
    names = {place.id: place.name for place in lying.values()}
    counts = counted_by_place([lying[seat.unit_id].id for seat in seats])
    told = [turn.say("invites.place", unit=names[place], n=n) for place, n in list(counts.items())[:PLACES_SHOWN]]
    if len(counts) > PLACES_SHOWN:
        told.append(turn.say("invites.more_places", n=len(counts) - PLACES_SHOWN))
    leading = sum(seat.kind is SeatKind.COORDINATOR for seat in seats)
    until = turn.now + turn.organisation.invite_life
    head = turn.say("invites.preview", who=who, n=len(seats), first=len(seats) - leading, more=leading, until=until)
    mark = await ask(turn, QUESTION, unit=group.unit, name=group.name, level=group.level)
    await turn.reply(
        lines([head, *told, turn.say("invites.shall_i")]),
        turn.option("invites_make", Action.INVITE, "yes", mark, n=len(seats)),
        turn.option("invites_not", Action.INVITE, "no", mark),
    )


async def decided(turn: Turn, payload: Payload) -> None:
    """The yes or no to a preview."""
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    group = Group(known["unit"], known["name"], known["level"])
    if payload.word(0) != "yes":
        await turn.answer("invites.not_made")
    elif group.unit is not None and not await turn.reaches(Action.INVITE, group.unit):
        await turn.answer("refused.not_yours")
    elif not (seats := await of_group(turn, group)):
        await turn.answer("invites.nobody", who=named(turn, group))
    else:
        await _order(turn, group, len(seats))


async def _order(turn: Turn, group: Group, n: int) -> None:
    order = Order(ErrandKind.INVITES, group.level, group.unit)
    key = f"invites:{turn.known.id}:{group.unit or 0}:{turn.source}"
    await errands.want(turn.tx, [Wanted(key, order, [turn.known.id], turn.known.id)], turn.now)
    await turn.answer("invites.making", n=n)


def named(turn: Turn, group: Group) -> Sentence:
    """The group in words."""
    place = spoken(group.name)
    if group.unit is None and scope_of(Action.INVITE, turn.roles) is Scope.ALL:
        place = turn.organisation.words.organisation
    values = {"unit": place} if place else {}
    return turn.say(f"invites.{'level' if group.level else 'of'}{'' if place else '_own'}", level=group.level, **values)
