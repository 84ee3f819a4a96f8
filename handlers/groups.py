"""What the bot does in a group: it sends people to their private chat, and an admin can have it send digests here."""

from core.notices import Notice, NoticeKind
from core.ports import Address
from core.roles import Action, scope_of
from db import people, platforms, record
from handlers.choose import choose_unit
from handlers.turn import Turn
from texts.duties import spoken

_STOP = frozenset({"thoi", "stop", "off"})


async def in_group(turn: Turn) -> None:
    """Answer in a group. Evidence is taken in private chats only; nobody's standing is told here on request."""
    if turn.first.sender:
        writer = Address(turn.address.channel, turn.address.account, turn.first.sender)
        turn.member = await people.member_at(turn.tx, writer, turn.today)
    found = turn.setting.phrases.find(turn.first.text)
    if found is None or found[0] != Action.GROUP.value or scope_of(Action.GROUP, turn.roles) is None:
        turn.member = None  # what is said here is said to everybody
        await turn.answer("group.only_private")
    elif turn.setting.phrases.without_politeness(found[1]).casefold() in _STOP | {"thôi"}:
        await _unbind(turn)
    elif found[1]:
        await _bind(turn, found[1])
    else:
        await turn.answer("group.how")


async def _bind(turn: Turn, name: str) -> None:
    unit = await choose_unit(turn, Action.GROUP, name)
    if unit is None:
        return
    await platforms.bind_group(turn.tx, turn.address, unit.id, turn.known.id, turn.now)
    await record.note(turn.tx, turn.known.id, "group.bind", turn.now, unit=unit.id, chat=turn.address.chat)
    await turn.answer("group.bound", unit=spoken(unit.name))


async def _unbind(turn: Turn) -> None:
    if await platforms.unbind_group(turn.tx, turn.address):
        await record.note(turn.tx, turn.known.id, "group.unbind", turn.now, chat=turn.address.chat)
    await turn.answer("group.unbound")


async def how_to_bind(turn: Turn, _: object) -> None:
    """`/nhom` in a private chat: it belongs into the group."""
    await turn.answer("group.how")


async def left(turn: Turn) -> None:
    """The bot was put out of a group, or a person blocked it: nothing is sent there any more.

    Whoever looks after that person's unit, or the admins of everything for a group, hear of it the same day.
    """
    if not turn.first.private:
        await _put_out(turn)
        return
    member = await people.mark_address(turn.tx, turn.address, "DEAD", turn.now)
    if member is not None and not (await people.addresses_of(turn.tx, [member])).get(member):
        await turn.setting.unreachable(turn.tx, member, turn.now)


async def _put_out(turn: Turn) -> None:
    binding = await platforms.binding_of(turn.tx, turn.address)
    if binding is None:
        return
    await platforms.unbind_group(turn.tx, turn.address)
    await record.note(turn.tx, None, "group.unbind", turn.now, unit=binding.unit, chat=turn.address.chat)
    for admin in await people.admins(turn.tx):
        person = await turn.person_of(admin)
        text = turn.setting.texts.say(person, "group.put_out", unit=spoken(binding.unit_name))
        key = f"group-out:{turn.address.channel}:{turn.address.chat}:{turn.now.isoformat()}:{admin}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=admin))
