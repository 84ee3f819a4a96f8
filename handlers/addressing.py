"""How somebody is spoken to: the form of address and the language, chosen by oneself or by whoever looks after all."""

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action, Scope, scope_of
from core.spelling import fold
from db import contacts, people, platforms, record
from db.people import MemberView
from handlers.choose import choose_unit, unit_and_rest
from handlers.payload import Payload
from handlers.turn import Turn
from texts.catalogue import LANGUAGES
from texts.duties import spoken
from texts.rendering import Sentence

FORMS = ("anh_chi", "anh", "chi", "dong_chi", "thay_co", "ban")
USUAL = "usual"
"""What the organisation's settings say."""

_SAID_FORMS = {
    "anh chi": "anh_chi", "anh hoac chi": "anh_chi", "anh": "anh", "chi": "chi", "dong chi": "dong_chi",
    "thay co": "thay_co", "thay": "thay_co", "co": "thay_co", "ban": "ban", "comrade": "dong_chi",
    "teacher": "thay_co", "friend": "ban",
}  # fmt: skip
_SAID_LANGUAGES = {"tieng viet": "vi", "vietnamese": "vi", "tieng anh": "en", "english": "en"}


async def own(turn: Turn, payload: Payload) -> None:
    """`/xungho đồng chí`: how the writer wants to be spoken to. Alone: what is there to choose."""
    form = _form_said(payload.word(0))
    if form is None:
        options = [turn.option(f"form_{each}", Action.ADDRESSING, each) for each in FORMS]
        await turn.answer("my_data.which_form", *options, turn.option("data_language", Action.LANGUAGE))
        return
    await set_own_form(turn, form)


async def set_own_form(turn: Turn, form: str) -> None:
    """From now on the writer is spoken to like this."""
    await people.set_form(turn.tx, turn.known.id, form)
    await _noted(turn, turn.known, "form", form)
    await turn.reload()
    await turn.answer("my_data.done_form")


async def of_member(turn: Turn, payload: Payload) -> None:
    """`/xunghovoi Tân Lập: đồng chí`: how those who hold a seat there are spoken to. Without more: what to choose."""
    if payload.word(0) in {"form", "language", USUAL} and payload.number(1) is not None:
        await _pressed(turn, payload)
        return
    name, rest = await unit_and_rest(turn, payload.word(0).replace(":", ","))
    if not name:
        await turn.answer("addressing.how")
        return
    unit = await choose_unit(turn, Action.ADDRESS_MEMBER, name)
    if unit is None:
        return
    holders = [each.member for each in await contacts.of_units(turn.tx, [unit.id], turn.today) if each.member]
    views = [await people.member_view(turn.tx, member, turn.today) for member in holders]
    if not views:
        await turn.answer("invite.vacant", unit=spoken(unit.name))
    form, language = _form_said(rest), _SAID_LANGUAGES.get(fold(rest))
    for view in views:
        if form or language:
            await _change(turn, view, "form" if form else "language", form or language)
        else:
            await _offer(turn, view)


def _form_said(text: str) -> str | None:
    if text in FORMS:
        return text
    return _SAID_FORMS.get(" ".join(fold(text).replace("/", " ").replace(",", " ").split()))


async def _offer(turn: Turn, view: MemberView) -> None:
    said = {
        "name": view.name,
        "first": _named(turn, "form", view.form),
        "second": _named(turn, "language", view.language),
    }
    options: list[Option] = [
        turn.option(f"form_{form}", Action.ADDRESS_MEMBER, "form", view.id, form) for form in FORMS if form != view.form
    ]
    options += [
        turn.option(f"language_{language}", Action.ADDRESS_MEMBER, "language", view.id, language)
        for language in LANGUAGES
        if language != view.language
    ]
    options.append(turn.option("address_usual", Action.ADDRESS_MEMBER, USUAL, view.id))
    await turn.answer("addressing.which", *options, **said)


def _named(turn: Turn, what: str, chosen: str | None) -> Sentence:
    """A form or a language in words; the organisation's where none was chosen."""
    usual = turn.organisation.address_form if what == "form" else turn.organisation.language
    return turn.say(f"option.{what}_{chosen or usual}")


async def _pressed(turn: Turn, payload: Payload) -> None:
    """Of a button nothing is trusted: whether the member is within reach is looked up now."""
    member, what, chosen = payload.number(1) or 0, payload.word(0), payload.word(2)
    if member not in await people.names_of(turn.tx, [member]):
        await turn.answer("refused.old_button")
        return
    view = await people.member_view(turn.tx, member, turn.today)
    if not await _within_reach(turn, view):
        await turn.answer("refused.not_yours")
    elif what == USUAL:
        await _change(turn, view, USUAL, None)
    elif chosen in (FORMS if what == "form" else LANGUAGES):
        await _change(turn, view, what, chosen)
    else:
        await turn.answer("refused.old_button")


async def _within_reach(turn: Turn, view: MemberView) -> bool:
    if scope_of(Action.ADDRESS_MEMBER, turn.roles) is Scope.ALL:
        return True
    return any([await turn.reaches(Action.ADDRESS_MEMBER, seat.unit) for seat in view.seats])


async def _change(turn: Turn, view: MemberView, what: str, chosen: str | None) -> None:
    if what in {"form", USUAL}:
        await people.set_form(turn.tx, view.id, chosen)
    if what in {"language", USUAL}:
        await people.set_language(turn.tx, view.id, chosen)
    await _noted(turn, view, what, chosen or "")
    now = await people.member_view(turn.tx, view.id, turn.today)
    said = {
        "name": view.name,
        "first": _named(turn, "form", now.form),
        "second": _named(turn, "language", now.language),
    }
    await turn.answer("addressing.done", **said)
    if view.id == turn.known.id:
        await turn.reload()
        return
    text = turn.setting.texts.say(await turn.person_of(view.id), "addressing.to_member", by=turn.known.name)
    await turn.tell(Notice(f"addressing:{view.id}:{turn.source}", NoticeKind.OTHER, str(text), member=view.id))


async def _noted(turn: Turn, view: MemberView, what: str, chosen: str) -> None:
    await platforms.menu_may_differ(turn.tx, view.id)
    unit = view.seats[0].unit if view.seats else None
    await record.note(turn.tx, turn.known.id, f"member.{what}", turn.now, unit=unit, name=view.name, chosen=chosen)
