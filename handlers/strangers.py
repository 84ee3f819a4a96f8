"""Somebody who is linked to nothing. Learns nothing about the roster; asks openly, waits for the coordinator."""

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action, Role
from core.roster import SeatKind
from core.spelling import tidy
from db import dialogs, invites, joins, units
from db.dialogs import DialogState
from db.invites import Unlinked
from handlers.invite import fresh_invite
from handlers.payload import Payload, encode
from handlers.turn import Turn
from texts.duties import spoken


async def greet(turn: Turn) -> None:
    """The first answer to a stranger, the same whatever was said."""
    await turn.remember(question="unit", context={})
    await turn.answer("stranger.greet")


async def answer(turn: Turn, text: str) -> None:
    """A stranger's next words: first the unit, then its district and the own name; then somebody decides."""
    words = tidy(text)[:200]
    if turn.dialog.question == "unit" and words:
        await turn.remember(question="district", context={"unit": words})
        await turn.answer("stranger.which_district")
    elif turn.dialog.question == "district" and words:
        await _pass_on(turn, str(turn.dialog.context.get("unit", "")), words)
    else:
        await greet(turn)


async def _pass_on(turn: Turn, unit: str, who: str) -> None:
    """The request goes to whoever looks after the unit; the answer is the same whether or not it exists."""
    seat = await _seat_meant(turn, unit, who)
    said = f"{unit} – {who}"
    number = await joins.ask(turn.tx, turn.address, said, seat.seat if seat else None, turn.now)
    tree = await units.hierarchy(turn.tx, turn.today, turn.now)
    meant = await units.unit_by_code(turn.tx, seat.unit) if seat else None
    receivers = tree.coordinator_of(meant.id).members if meant else tree.admins
    for member in receivers:
        await turn.tell(await _question(turn, number, member, said, seat))
    await turn.remember(question="waiting", context={"request": number})
    await turn.answer("stranger.passed_on")


async def _seat_meant(turn: Turn, unit: str, who: str) -> Unlinked | None:
    """The held secretary's seat that these words name without doubt; None when there is any doubt."""
    candidates = await units.named(turn.tx, unit, turn.today)
    if len(candidates) > 1:
        above = {found.id: await units.path_of(turn.tx, found.id) for found in candidates}
        fitting = [
            parent.id
            for part in who.replace(",", "\n").replace(";", "\n").split("\n")
            for parent in await units.named(turn.tx, part, turn.today)
        ]
        candidates = [found for found in candidates if any(parent in above[found.id][1:] for parent in fitting)]
    if len(candidates) != 1:
        return None
    return await invites.seat_of(turn.tx, candidates[0].id, SeatKind.SECRETARY, turn.today)


async def _question(turn: Turn, number: int, member: int, said: str, seat: Unlinked | None) -> Notice:
    texts, person = turn.setting.texts, await turn.person_of(member)
    options: tuple[Option, ...] = ()
    if seat is None:
        text = texts.say(person, "join.unclear", said=said)
    else:
        text = texts.say(person, "join.ask", said=said, unit=spoken(seat.unit_name), holder=seat.member_name)
        options = (
            Option(texts.label(person, "join_yes"), encode(Action.DECIDE_JOIN, "yes", number)),
            Option(texts.label(person, "join_no"), encode(Action.DECIDE_JOIN, "no", number)),
        )
    return Notice(f"join:{number}:{member}", NoticeKind.OTHER, str(text), options, member=member)


async def decide(turn: Turn, payload: Payload) -> None:
    """The coordinator says whether this is the right person. The yes opens the consent question there."""
    request = await joins.request(turn.tx, payload.number(1) or 0)
    seat = await _seat_of_request(turn, request)
    if request is None or seat is None or request.state == "EXPIRED":
        await turn.answer("join.gone")
        return
    unit = await units.unit_by_code(turn.tx, seat.unit)
    if unit is None or not await turn.reaches(Action.DECIDE_JOIN, unit.id):
        await turn.answer("refused.not_yours")
        return
    accepted = payload.word(0) == "yes"
    if not await joins.decide(turn.tx, request.id, "ACCEPTED" if accepted else "REFUSED", turn.known.id, turn.now):
        await turn.answer("join.decided_before")
        return
    if accepted:
        await _invite_in(turn, request, seat)
    await turn.answer("join.accepted" if accepted else "join.refused", unit=spoken(seat.unit_name))


async def _seat_of_request(turn: Turn, request: joins.JoinView | None) -> Unlinked | None:
    if request is None or request.seat is None:
        return None
    return await invites.seat_by_id(turn.tx, request.seat, turn.today)


async def _invite_in(turn: Turn, request: joins.JoinView, seat: Unlinked) -> None:
    _, number = await fresh_invite(turn, Role.SECRETARY, seat.member, seat.seat)
    state = await dialogs.read(turn.tx, request.address)
    fresh = DialogState(state.language, "consent", {"invite": number})
    await dialogs.write(turn.tx, request.address, fresh, turn.now)
    stranger = turn.setting.person(None, state)
    texts = turn.setting.texts
    asked = texts.say(stranger, "consent.ask", months=turn.organisation.media_months)
    text = texts.say(stranger, "stranger.accepted", unit=spoken(seat.unit_name), consent=asked)
    options = tuple(
        Option(texts.label(stranger, key), encode(Action.CONSENT, word, number))
        for key, word in (("agree", "yes"), ("details", "more"), ("disagree", "no"))
    )
    key = f"join:{request.id}:accepted"
    await turn.tell(Notice(key, NoticeKind.REPLY, str(text), options, address=request.address))


async def still_waiting(turn: Turn) -> None:
    """A stranger whose request waits writes again, perhaps to correct what was said before."""
    await turn.answer("stranger.waiting", turn.option("ask_again", Action.ASK_TO_JOIN))


async def ask_again(turn: Turn, payload: Payload) -> None:
    """A stranger names the unit anew; the new request takes the place of the one that waits."""
    if turn.dialog.question in {"seat", "consent"}:
        await turn.answer("register.please_choose")
        return
    await turn.remember(question="unit", context={})
    await turn.answer("stranger.which_unit")
