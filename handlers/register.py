"""Getting in: a one-time code names a seat, the person confirms it, agrees to what is kept, and is linked.

Nothing is stored about the person before the yes; nothing is pre-ticked.
"""

from datetime import timedelta

from core.codes import tidy_code
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action, Role
from core.spelling import fold
from db import admins, invites, people, platforms, record
from db.invites import Invitation
from handlers import delegate
from handlers.consent import agree, ask_consent, has_agreed, tell_details
from handlers.payload import Payload
from handlers.status import standing_below
from handlers.turn import Turn
from handlers.ways import sent_on
from texts.duties import spoken

WRONG_CODES = 5
"""After so many wrong codes in an hour a chat gets one more answer each ten minutes only, and the admins know."""


async def open_code(turn: Turn, text: str) -> None:
    """Somebody typed or opened a code."""
    code = tidy_code(text)
    invitation = await invites.find(turn.tx, code, turn.now, turn.today) if code else None
    if invitation is None:
        if code is None or not await delegate.opened(turn, code):
            await _wrong_code(turn)
        return
    if await sent_on(turn):
        return
    await turn.remember(question="seat", context={"invite": invitation.id}, wrong_codes=0, wrong_at=None)
    await turn.reply(_whose(turn, invitation), *_yes_no(turn, invitation))


def _whose(turn: Turn, invitation: Invitation) -> str:
    if invitation.role is Role.ADMIN:
        return turn.say("register.confirm_admin", name=invitation.member_name)
    if invitation.role is Role.LOCAL_ADMIN:
        unit = spoken(invitation.unit_name)
        return turn.say("register.confirm_local_admin", unit=unit, name=invitation.member_name)
    key = f"register.confirm_{invitation.role.value}"
    unit = spoken(invitation.unit_name)
    return (
        turn.say(f"{key}_in", unit=unit, parent=spoken(invitation.parent_name))
        if invitation.parent_name
        else (turn.say(key, unit=unit))
    )


def _yes_no(turn: Turn, invitation: Invitation) -> tuple[Option, Option]:
    return (
        turn.option("yes", Action.REGISTER, "yes", invitation.id),
        turn.option("not_me", Action.REGISTER, "no", invitation.id),
    )


async def _wrong_code(turn: Turn) -> None:
    """Wrong codes are slowed, the right one is not: it never comes here."""
    last = turn.dialog.wrong_at
    fresh = last is None or turn.now - last > timedelta(hours=1)
    wrong = 1 if fresh else turn.dialog.wrong_codes + 1
    silent = wrong > WRONG_CODES + 1 and last is not None and turn.now - last < timedelta(minutes=10)
    await turn.remember(wrong_codes=wrong, wrong_at=last if silent else turn.now)
    if wrong == WRONG_CODES + 1:
        for admin in await people.admins(turn.tx):
            text = turn.setting.texts.say(await turn.person_of(admin), "register.guessing", at=turn.now, n=wrong)
            key = f"guessing:{turn.address.channel}:{turn.address.chat}:{turn.today}:{admin}"
            await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=admin))
    if not silent:
        await turn.answer("register.wrong_code" if wrong <= WRONG_CODES else "register.wrong_code_slowly")


async def confirm(turn: Turn, payload: Payload) -> None:
    """The person says whether the seat named is his or hers."""
    invitation = await _opened(turn, payload)
    if invitation is None:
        await turn.answer("register.expired")
        return
    if payload.word(0) != "yes":
        await turn.remember(question=None, context={})
        await turn.answer("register.not_me")
        return
    if has_agreed(turn):
        await _finish(turn, invitation)
        return
    await turn.remember(question="consent", context={"invite": invitation.id})
    await ask_consent(turn, invitation.id)


async def consent(turn: Turn, payload: Payload) -> None:
    """The person agrees, asks for details, or does not agree."""
    invitation = await _opened(turn, payload)
    if invitation is None:
        await turn.answer("register.expired")
    elif payload.word(0) == "yes":
        await _finish(turn, invitation)
    elif payload.word(0) == "more":
        await tell_details(turn, invitation.id)
    else:
        await turn.remember(question="declined")  # the invitation stays open here, should the person think again
        await turn.answer("consent.declined")


async def _opened(turn: Turn, payload: Payload) -> Invitation | None:
    """The invitation of this button, if it is the one this chat opened and is still valid."""
    number = payload.number(1)
    if number is None or number != turn.dialog.context.get("invite"):
        return None
    return await invites.find_by_id(turn.tx, number, turn.now, turn.today)


async def _finish(turn: Turn, invitation: Invitation) -> None:
    member = invitation.member
    if turn.member is not None and turn.member.id != member:
        same_name = fold(turn.member.name) == fold(invitation.member_name)
        if invitation.seat is not None and not same_name:  # an admin's code makes an admin of whoever uses it
            await turn.answer("register.other_person", unit=spoken(invitation.unit_name), name=invitation.member_name)
            return
        await people.merge(turn.tx, member, into=turn.member.id)  # one person on two seats
        member = turn.member.id
    if not has_agreed(turn):
        await agree(turn, member)
    await people.link(turn.tx, member, turn.address, turn.now, revoke_others=turn.member is None)
    if invitation.seat is None:
        await _made_admin(turn, member, invitation)
    await invites.use(turn.tx, invitation, turn.now)
    await record.note(turn.tx, member, "member.link", turn.now, unit=invitation.unit, role=invitation.role.value)
    await platforms.menu_may_differ(turn.tx, member)
    await turn.remember(question=None, context={})
    await turn.reload()
    await _welcome(turn, invitation)


async def _made_admin(turn: Turn, member: int, invitation: Invitation) -> None:
    """The other admins hear of it: nobody becomes one in silence."""
    name = (await people.names_of(turn.tx, [member]))[member]
    await admins.make_admin(turn.tx, member, invitation.by, turn.now, invitation.unit)
    about = {"unit": invitation.unit} if invitation.unit is not None else {}
    await record.note(turn.tx, invitation.by, "role.grant", turn.now, member=member, name=name, **about)
    for admin in await admins.reachable_admins(turn.tx):
        if admin == member:
            continue
        person = await turn.person_of(admin)
        if invitation.unit is None:
            text = turn.setting.texts.say(person, "roles.to_admins", name=name)
        else:
            text = turn.setting.texts.say(person, "roles.to_admins_local", name=name, unit=spoken(invitation.unit_name))
        key = f"role_granted:{invitation.id}:{admin}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=admin))


async def _welcome(turn: Turn, invitation: Invitation) -> None:
    if invitation.role is Role.ADMIN:
        await turn.answer("welcome.admin")
    elif invitation.role is Role.LOCAL_ADMIN:
        await turn.answer("welcome.local_admin", unit=spoken(invitation.unit_name))
    elif invitation.role in (Role.COORDINATOR, Role.DEPUTY_COORDINATOR):
        await turn.answer(f"welcome.{invitation.role.value}", unit=spoken(invitation.unit_name))
    else:
        text = turn.say(f"welcome.{invitation.role.value}", unit=spoken(invitation.unit_name))
        await turn.reply(await standing_below(turn, text))
