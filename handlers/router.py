"""What does this message ask for? The one place where rights are checked before anything is done."""

from core.codes import tidy_code, tidy_short_code
from core.links import find_links
from core.ports import InboundKind
from core.roles import Action, allowed, scope_of
from core.spelling import fold, tidy
from core.telex import from_telex
from db import delegations, units
from handlers import (
    behalf,
    broadcast,
    contacts,
    delegate,
    everyday,
    groups,
    link_chat,
    register,
    rosters,
    strangers,
)
from handlers.behalf_edited import edited_behalf
from handlers.choose import unit_and_rest
from handlers.edited import edited
from handlers.payload import Payload, decode
from handlers.question import answered, waiting
from handlers.served import unit_said
from handlers.submit import submit
from handlers.table import FREE, HANDLERS, NEVER_A_QUESTION, NEVER_ANSWERS, QUESTIONS, WITH_WORDS
from handlers.turn import Turn

_GIVEN_UP = frozenset({"thoi", "thoi khong", "huy", "huy bo", "bo qua", "never mind", "cancel"})
"""Nobody is called so, no day and no reason is: said in answer to any open question, it closes that question."""

_YES, _NO = frozenset({"yes", "send"}), frozenset({"no", "not"})

LONGEST_QUESTION = 500
"""A text longer than this is nobody's command; only its links count."""


async def answer(turn: Turn) -> None:
    """Answer one message (or album). Whatever it is, the person gets a clear answer."""
    kind = turn.first.kind
    if turn.member is None and turn.first.private:
        turn.delegation = await delegations.at(turn.tx, turn.address, turn.now, turn.today)
    if kind is InboundKind.LEFT:
        await groups.left(turn)
    elif not turn.first.private:
        await groups.in_group(turn)
    elif (
        broadcast.is_text(turn)
        and not _gives_up(turn, turn.first.text)
        and _numbered(turn, tidy(turn.first.text)) is None
    ):
        await broadcast.take(turn)
    elif turn.first.edited and (kind is not InboundKind.TEXT or _has_links(turn)):
        await _edited(turn)
    elif kind is InboundKind.CONTACT:
        await contacts.share(turn)
    elif kind is InboundKind.BUTTON:
        await _press(turn, turn.first.action)
    elif kind is InboundKind.START:
        await _open_link(turn)
    elif kind in (InboundKind.PHOTO, InboundKind.OTHER) or _has_links(turn):
        await _evidence(turn)
    else:
        await _text(turn, tidy(turn.first.text))


def brings_evidence(turn: Turn) -> bool:
    """Whether `answer` would do nothing but `submit`: such messages may be handled together."""
    sent = turn.first.kind in (InboundKind.PHOTO, InboundKind.OTHER) or (
        turn.first.kind is InboundKind.TEXT and _has_links(turn)
    )
    plain = sent and turn.first.private and not turn.first.edited and _serves(turn)
    plain = plain and not (turn.sheets or broadcast.is_text(turn))
    return plain and not (scope_of(Action.BEHALF, turn.roles) and unit_said(turn) is not None)


async def _open_link(turn: Turn) -> None:
    if turn.first.text:
        if not await link_chat.opened(turn, turn.first.text):
            await register.open_code(turn, turn.first.text)
    elif turn.delegation is not None:
        await delegate.how(turn, turn.delegation)
    elif turn.member is None:
        await strangers.greet(turn)
    else:
        await everyday.help_(turn, Payload(Action.HELP))


def _has_links(turn: Turn) -> bool:
    return any(inbound.links or find_links(inbound.text) for inbound in turn.messages)


def _serves(turn: Turn) -> bool:
    return turn.member is not None and bool(turn.member.served_units)


async def _evidence(turn: Turn) -> None:
    if turn.sheets:
        await rosters.sent(turn, turn.sheets[0])
        return
    for_others = scope_of(Action.BEHALF, turn.roles) is not None
    name = unit_said(turn) if for_others else None
    if name is not None:
        await behalf.begin(turn, name)
    elif _serves(turn):
        await submit(turn)
    elif for_others:
        await behalf.begin(turn, "")
    elif turn.delegation is not None:
        await delegate.hand_in(turn, turn.delegation)
    elif turn.member is None:
        await turn.answer("stranger.not_recorded")
    else:
        await turn.answer("evidence.no_seat")


async def _edited(turn: Turn) -> None:
    if scope_of(Action.BEHALF, turn.roles) is not None and await edited_behalf(turn):
        return
    if _serves(turn):
        await edited(turn)
    elif turn.delegation is not None:
        await delegate.hand_in_again(turn, turn.delegation)


async def _press(turn: Turn, text: str) -> None:
    payload = decode(text)
    if payload is None:
        await turn.answer("refused.old_button")
    else:
        await perform(turn, payload)


async def perform(turn: Turn, payload: Payload) -> None:
    """Do what a button, a number or a command asks, if this person may."""
    handler = HANDLERS.get(payload.action)
    if handler is None or scope_of(payload.action, turn.roles) is None:
        await turn.answer("refused.not_allowed" if turn.member else "stranger.greet")
    elif turn.delegation is not None and payload.action is Action.STATUS:
        await delegate.how_it_stands(turn, turn.delegation)
    elif turn.delegation is not None and payload.action is Action.WITHDRAW:
        await delegate.take_back(turn, turn.delegation, payload)
    else:
        await handler(turn, payload)


async def _text(turn: Turn, text: str) -> None:
    option = _numbered(turn, text)
    if option is not None:
        await _press(turn, option)
        return
    if await link_chat.opened(turn, text):
        return
    if tidy_code(text) is not None or (turn.member is None and tidy_short_code(text) is not None):
        await register.open_code(turn, text)
        return
    found = await _meant(turn, text) if len(text) <= LONGEST_QUESTION else None
    if found is not None:
        await perform(turn, found)
    elif turn.member is None:
        await _stranger(turn, text)
    elif not await _open_question(turn, text):
        await (turn.answer("extend.not_done") if _gives_up(turn, text) else everyday.lost(turn))


async def _meant(turn: Turn, text: str) -> Payload | None:
    """The command that the words are, among those that the writer may give; None when they are none.

    While a question is open that any words answer, only a slash, a question, or a unit's name makes them a command.
    That question stays open.
    """
    phrases, may = turn.setting.phrases, allowed(turn.roles)
    found = phrases.find(text, may)
    if found is None or Action(found[0]) not in may:
        return None
    action, rest = Action(found[0]), found[1]
    question = turn.dialog.question or ""
    known = waiting(turn, question)
    if known is not None and question in FREE and FREE[question](known) and not text.startswith("/"):
        asked = _asks(turn, text) or phrases.find(text, NEVER_ANSWERS, whole=True) is not None
        name = "" if asked or not rest else (await unit_and_rest(turn, rest))[0]
        if not asked and not (name and await units.named(turn.tx, name, turn.today)):
            return None
    return _command(action, rest)


def _asks(turn: Turn, text: str) -> bool:
    """Whether the text asks something itself, where a reason or a name is open that no such text can be."""
    question = turn.dialog.question or ""
    known = waiting(turn, question)
    if known is None or question not in NEVER_A_QUESTION or not NEVER_A_QUESTION[question](known):
        return False
    return text.endswith("?") and any(letter.isalpha() for letter in text)


async def _open_question(turn: Turn, text: str) -> bool:
    """Whether the words answer a question that is open in this chat."""
    action, own_words = QUESTIONS.get(turn.dialog.question or "", (None, None))
    if action is None or own_words is None or scope_of(action, turn.roles) is None:
        return False
    if waiting(turn, turn.dialog.question or "") is None:
        return False
    if _gives_up(turn, text):
        await answered(turn)
        await turn.answer("extend.not_done")
    elif _asks(turn, text):
        await turn.answer("question.still_open")
    else:
        await own_words(turn, text)
    return True


def _gives_up(turn: Turn, text: str) -> bool:
    said = {fold(turn.setting.phrases.without_politeness(each)) for each in (text, from_telex(text))}
    return not _GIVEN_UP.isdisjoint(said)


def _numbered(turn: Turn, text: str) -> str | None:
    """The option that a typed number, or its words, choose among those offered last."""
    options = turn.dialog.options
    if text.isascii() and text.rstrip(".").isdigit() and len(text) < 4:
        number = int(text.rstrip("."))
        return options[number - 1].action if 1 <= number <= len(options) else None
    wanted = {fold(text), fold(from_telex(text))} - {""}
    chosen = next((option.action for option in options if fold(option.label) in wanted), None)
    return chosen or _agreed(turn, text)


def _agreed(turn: Turn, text: str) -> str | None:
    """The yes or no to the question that is open, said in plain words: "vâng", "đúng rồi", "thôi".

    Only to one that carries its mark and was asked lately: a yes is never taken for an older one.
    """
    known = waiting(turn, turn.dialog.question or "")
    agrees = turn.setting.phrases.agrees(text) if known is not None else None
    if known is None or agrees is None:
        return None
    payloads = [(option.action, decode(option.action)) for option in turn.dialog.options]
    fitting = [
        action
        for action, payload in payloads
        if payload and payload.word(0) in (_YES if agrees else _NO) and known["mark"] in payload.arguments
    ]
    return fitting[0] if len(fitting) == 1 else None


def _command(action: Action, rest: str) -> Payload:
    """A typed command with its rest as the first argument; buttons alone carry more."""
    if action in WITH_WORDS:
        return Payload(action, (rest.strip(),))
    return Payload(action)


async def _stranger(turn: Turn, text: str) -> None:
    if turn.delegation is not None:
        await delegate.how(turn, turn.delegation)
    elif turn.dialog.question in {"seat", "consent"} and turn.dialog.context.get("invite"):
        await turn.answer("register.please_choose")
    elif turn.dialog.question in {"unit", "district"}:
        await strangers.answer(turn, text)
    elif turn.dialog.question == "waiting":
        await strangers.still_waiting(turn)
    else:
        await strangers.greet(turn)
