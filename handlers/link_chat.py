"""One person on several chats: a short code from the first one links another, and one of them is written to first.

Whatever is sent from any of them is the same person's; what the bot starts goes to the preferred one, and to the
next one when that does not take it.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from core.codes import new_short_code, tidy_short_code, written_code
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from db import addresses, people, platforms, record
from db.addresses import AddressView
from handlers.payload import Payload
from handlers.status import standing_below
from handlers.turn import Turn
from handlers.ways import sent_on, with_ways
from texts.rendering import lines

QUESTION = "link_chat"
LIFE = timedelta(minutes=15)
"""How long a short code is good for."""


async def link_chat(turn: Turn, payload: Payload) -> None:
    """`/lienket`: a code for one more chat, or what there is; and the buttons that follow."""
    word = payload.word(0)
    if word == "prefer":
        await _prefer(turn, payload.number(1) or 0)
    elif word == "let_go":
        await _let_go(turn, payload.number(1) or 0)
    else:
        known = await addresses.of_member(turn.tx, turn.known.id)
        await (_list(turn, known) if len(known) > 1 and word != "add" else _hand_out(turn))


# ---- the first chat --------------------------------------------------------------------------------------------------


async def _hand_out(turn: Turn) -> None:
    code, until = new_short_code(secrets.token_bytes(5)), turn.now + LIFE
    await addresses.issue_code(turn.tx, turn.known.id, code, turn.now, until)
    text = turn.say("link_chat.code", code=written_code(code), until=until)
    await turn.reply(await with_ways(turn, text, code))


async def _list(turn: Turn, known: Sequence[AddressView]) -> None:
    """Where the person is reached, the first one first; each but that can be put first, each but this can go."""
    names = _names(turn, known)
    told = [
        turn.say("link_chat.line_first" if number == 1 else "link_chat.line", n=number, name=names[each.id])
        if each.live
        else turn.say("link_chat.line_dead", n=number, name=names[each.id])
        for number, each in enumerate(known, start=1)
    ]
    options: list[Option] = [turn.option("link_more", Action.LINK_CHAT, "add")]
    options += [
        turn.option("link_prefer", Action.LINK_CHAT, "prefer", each.id, name=names[each.id])
        for each in known[1:]
        if each.live
    ]
    options += [
        turn.option("link_let_go", Action.LINK_CHAT, "let_go", each.id, name=names[each.id])
        for each in known
        if each.address != turn.address
    ]
    await turn.answer("link_chat.list", *options, list=lines(told))


def _names(turn: Turn, known: Sequence[AddressView]) -> dict[int, str]:
    """Each chat by its platform, counted where there are several of one; this chat says so."""
    several = Counter(each.address.channel for each in known)
    seen: Counter[str] = Counter()
    names = {}
    for each in sorted(known, key=lambda each: each.id):
        channel = each.address.channel
        seen[channel] += 1
        name = channel.capitalize() + (f" {seen[channel]}" if several[channel] > 1 else "")
        names[each.id] = str(turn.say("link_chat.here", name=name)) if each.address == turn.address else name
    return names


async def _prefer(turn: Turn, number: int) -> None:
    known = await addresses.of_member(turn.tx, turn.known.id)
    if number not in {each.id for each in known}:
        await turn.answer("refused.old_button")
        return
    await addresses.prefer(turn.tx, turn.known.id, number)
    await turn.answer("link_chat.preferred", name=_names(turn, known)[number])


async def _let_go(turn: Turn, number: int) -> None:
    known = await addresses.of_member(turn.tx, turn.known.id)
    chosen = next((each for each in known if each.id == number), None)
    if chosen is None or chosen.address == turn.address:
        await turn.answer("refused.old_button")
    elif not await addresses.let_go(turn.tx, turn.known.id, number):
        await turn.answer("link_chat.last")
    else:
        await _note(turn, "address.let_go", chosen.address.channel)
        await turn.answer("link_chat.let_go", name=_names(turn, known)[number])


async def _note(turn: Turn, action: str, channel: str) -> None:
    seats = turn.known.seats
    unit = seats[0].unit if seats else None
    await record.note(turn.tx, turn.known.id, action, turn.now, unit=unit, name=channel.capitalize())


# ---- the other chat --------------------------------------------------------------------------------------------------


async def opened(turn: Turn, text: str) -> bool:
    """Whether this is a short code that is good now; whoever typed it is asked for a yes then."""
    code = tidy_short_code(text)
    found = await addresses.whose_code(turn.tx, code, turn.now) if code else None
    if found is None:
        return False
    number, member = found
    name = (await people.names_of(turn.tx, [member]))[member]
    if turn.member is not None:
        await turn.answer("link_chat.already" if turn.member.id == member else "link_chat.somebody_elses")
    elif not await sent_on(turn):
        await turn.remember(question=QUESTION, context={"link": number}, wrong_codes=0, wrong_at=None)
        options = [turn.option(key, Action.CONFIRM_CHAT, word) for key, word in (("yes", "yes"), ("not_me", "no"))]
        await turn.answer("link_chat.confirm", *options, name=name)
    return True


async def confirm(turn: Turn, payload: Payload) -> None:
    """The yes of the other chat: from now on it speaks for the same person, who hears of it in the first one.

    The right is a stranger's: who became a member meanwhile does not get here.
    """
    number = turn.dialog.context.get("link") if turn.dialog.question == QUESTION else None
    member = await addresses.open_code(turn.tx, number, turn.now) if number else None
    if member is None:
        await turn.answer("register.expired")
        return
    await turn.remember(question=None, context={})
    if payload.word(0) == "no":
        await turn.answer("register.not_me")
        return
    first = (await addresses.of_member(turn.tx, member))[:1]
    await addresses.use_code(turn.tx, number or 0, turn.now)
    await addresses.add(turn.tx, member, turn.address, turn.now)
    await platforms.menu_may_differ(turn.tx, member)
    await turn.reload()
    await _note(turn, "address.add", turn.address.channel)
    for each in first:
        text = turn.say("link_chat.added", name=turn.address.channel.capitalize())
        key = f"link_chat:{number}:{turn.address.channel}"
        await turn.tell(Notice(key, NoticeKind.REPLY, str(text), address=each.address))
    text = turn.say("link_chat.welcome", name=turn.known.name)
    await turn.reply(await standing_below(turn, text) if turn.known.served_units else text)
