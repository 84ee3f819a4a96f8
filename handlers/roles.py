"""Who is an admin, of everything or of a unit with all below it? Making somebody one, and taking it away."""

import re
from collections.abc import Collection, Sequence

from core.codes import written_code
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action, Role, Scope, scope_of
from core.spelling import fold
from db import admins, people, platforms, record, units
from db.admins import LocalAdmin
from db.units import UnitView
from handlers.choose import choose_unit
from handlers.invite import expires, fresh_invite
from handlers.naming import person_name_too_long
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from handlers.ways import with_ways
from texts.duties import spoken
from texts.rendering import Sentence, lines

QUESTION = "role"

_ADD = frozenset({"them", "add"})
_AT = re.compile(r"\s(?:ở|o|tại|tai|cho|at|of|for)\s", re.IGNORECASE)


async def roles(turn: Turn, payload: Payload) -> None:
    """`/quyen`: who the admins are. `/quyen thêm HỌ TÊN [ở ĐƠN VỊ]`: a code for a new one. A button takes it away."""
    word, _, rest = payload.word(0).partition(" ")
    if payload.word(0) == "revoke":
        await _revoke(turn, payload.number(1) or 0, payload.number(2))
    elif fold(word) in _ADD and rest.strip():
        await _add(turn, rest.strip())
    elif payload.word(0) and (earlier := waiting(turn, QUESTION)):
        unit = await choose_unit(turn, Action.ROLES, payload.word(0))
        if unit is not None:
            await answered(turn)
            await _invite(turn, earlier["name"], unit)
    else:
        await _list(turn)


def _everywhere(turn: Turn) -> bool:
    return scope_of(Action.ROLES, turn.roles) is Scope.ALL


async def _list(turn: Turn) -> None:
    """Whom the writer may see: a local admin those of the own units."""
    everybody = await admins.admins(turn.tx) if _everywhere(turn) else ()
    names = await people.names_of(turn.tx, everybody)
    local = await _within_reach(turn, await admins.local_admins(turn.tx))
    told = [turn.say("roles.list", names=list(names.values()))] if names else []
    told += _by_unit(turn, local)
    options = [
        turn.option("revoke_admin", Action.ROLES, "revoke", member, name=name)
        for member, name in sorted(names.items())
        if member != turn.known.id
    ]
    options += [_revoke_local(turn, each) for each in local if each.member != turn.known.id]
    await turn.reply(lines([*told, turn.say("roles.how" if _everywhere(turn) else "roles.how_local")]), *options)


async def _within_reach(turn: Turn, local: Sequence[LocalAdmin]) -> list[LocalAdmin]:
    reach: Collection[int] | None = await turn.reach(Action.ROLES)
    return [each for each in local if reach is None or each.unit in reach]


def _by_unit(turn: Turn, local: Sequence[LocalAdmin]) -> list[Sentence]:
    names: dict[str, list[str]] = {}
    for each in local:
        names.setdefault(each.unit_name, []).append(each.name)
    return [turn.say("roles.list_local", unit=spoken(unit), names=own) for unit, own in names.items()]


def _revoke_local(turn: Turn, each: LocalAdmin) -> Option:
    unit = spoken(each.unit_name)
    return turn.option("revoke_local", Action.ROLES, "revoke", each.member, each.unit, name=each.name, unit=unit)


async def _add(turn: Turn, said: str) -> None:
    """A code; what it makes of its user is said, and that it is a single one."""
    parts = _AT.split(said)
    name = (" ".join(parts[:-1]) if len(parts) > 1 else said).strip()
    if await person_name_too_long(turn, name):
        return
    if len(parts) > 1:
        unit = await choose_unit(turn, Action.ROLES, parts[-1])
        if unit is None:
            await ask(turn, QUESTION, name=name)
        else:
            await _invite(turn, name, unit)
    elif _everywhere(turn):
        await _invite(turn, name, None)
    else:
        await turn.answer("roles.how_local")


async def _invite(turn: Turn, name: str, unit: UnitView | None) -> None:
    member = await people.add_member(turn.tx, name)
    role = Role.ADMIN if unit is None else Role.LOCAL_ADMIN
    code, number = await fresh_invite(turn, role, member, None, unit.id if unit else None)
    about = {"unit": unit.id} if unit else {}
    await record.note(turn.tx, turn.known.id, "invite.issue", turn.now, role=role.value, name=name, **about)
    said = {"name": name, "code": written_code(code), "until": expires(turn)}
    if unit is None:
        text = turn.say("invite.admin", **said)
    else:
        text = turn.say("invite.local_admin", unit=spoken(unit.name), **said)
    await turn.reply(await with_ways(turn, text, code, number, member))


async def _revoke(turn: Turn, member: int, unit: int | None) -> None:
    """What this member had put off until later is not done any more: rights are looked at again by then."""
    name = (await people.names_of(turn.tx, [member])).get(member)
    named = (await units.units_by_id(turn.tx, [unit])).get(unit) if unit is not None else None
    if name is None or (unit is not None and named is None):
        await turn.answer("refused.old_button")
        return
    if not (_everywhere(turn) if named is None else await turn.reaches(Action.ROLES, named.id)):
        await turn.answer("refused.not_yours")
        return
    if await _is_admin(turn, member, unit):
        if not await admins.revoke_admin(turn.tx, member, turn.now, unit):
            await turn.answer("roles.last_admin")
            return
        await platforms.menu_may_differ(turn.tx, member)
        about = {"unit": unit} if unit is not None else {}
        await record.note(turn.tx, turn.known.id, "role.revoke", turn.now, member=member, name=name, **about)
        await _tell(turn, member, name, named)
    if named is None:
        await turn.answer("roles.revoked", name=name)
    else:
        await turn.answer("roles.revoked_local", name=name, unit=spoken(named.name))


async def _is_admin(turn: Turn, member: int, unit: int | None) -> bool:
    if unit is None:
        return member in await admins.admins(turn.tx)
    return any((each.member, each.unit) == (member, unit) for each in await admins.local_admins(turn.tx))


async def _tell(turn: Turn, member: int, name: str, unit: UnitView | None) -> None:
    """The one who lost it, and the other admins: nobody is put out in silence."""
    key = f"role_revoked:{member}:{turn.source}"
    if member != turn.known.id:
        said = {"by": turn.known.name, "unit": spoken(unit.name) if unit else turn.organisation.words.organisation}
        text = turn.setting.texts.say(await turn.person_of(member), "roles.to_revoked", **said)
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=member))
    for admin in await admins.reachable_admins(turn.tx):
        if admin in (turn.known.id, member):
            continue
        person, by = await turn.person_of(admin), turn.known.name
        if unit is None:
            text = turn.setting.texts.say(person, "roles.to_admins_revoked", by=by, name=name)
        else:
            text = turn.setting.texts.say(
                person, "roles.to_admins_revoked_local", by=by, name=name, unit=spoken(unit.name)
            )
        await turn.tell(Notice(f"{key}:{admin}", NoticeKind.OTHER, str(text), member=admin))
