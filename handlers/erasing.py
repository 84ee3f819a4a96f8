"""The admins answer who asked to be erased: what it concerns, what becomes of frozen reports, yes or no."""

from core.notices import Notice, NoticeKind
from core.ports import Address, Option
from core.roles import Action
from db import consents, data_requests, erasing, people, record
from db.data_requests import DataRequestView, Extent
from handlers.meant import LONGEST_REASON
from handlers.payload import Payload, encode
from handlers.question import answered, ask, waiting
from handlers.seats_left import end_everything, only_admin
from handlers.turn import Turn
from texts.duties import spoken
from texts.rendering import lines

QUESTION = "erasing"
LISTED = 10


async def requests(turn: Turn, payload: Payload) -> None:
    """`/yeucau`: what waits, and the buttons that follow."""
    word = payload.word(0)
    if word in {"yes", "no"}:
        await _confirmed(turn, word, payload.word(1))
        return
    found = await data_requests.by_id(turn.tx, payload.number(1) or 0) if word else None
    if not word:
        await _list(turn)
    elif found is None or word not in {"look", "answer", "erase", "keep", "refuse"}:
        await turn.answer("refused.old_button")
    elif found.state != data_requests.ASKED:
        await turn.answer("erase.decided_before")
    elif word == "look":
        await _look(turn, found)
    elif word == "answer":
        await _ways(turn, found)
    elif word == "refuse":
        await ask(turn, QUESTION, request=found.id)
        await turn.answer("erase.which_reason", who=found.name)
    else:
        await _preview(turn, found, keep=word == "keep")


async def _list(turn: Turn) -> None:
    waiting_ones = (await data_requests.open_ones(turn.tx))[:LISTED]
    asked = await consents.waiting_for_answers(turn.tx, turn.organisation.personal.consent_version)
    unanswered = [turn.say("erase.unanswered", n=asked)] if asked else []
    if not waiting_ones:
        await turn.reply(lines([turn.say("erase.none"), *unanswered]))
        return
    told = [
        turn.say("erase.line", n=number, who=each.name, at=each.asked_at, day=each.answer_by)
        for number, each in enumerate(waiting_ones, start=1)
    ]
    options = [
        turn.option("erase_look", Action.DATA_REQUESTS, "look", each.id, n=number)
        for number, each in enumerate(waiting_ones, start=1)
    ]
    await turn.answer("erase.list", *options, list=lines([*told, *unanswered]))


async def request_news(turn: Turn, admin: int, found: DataRequestView) -> Notice:
    """Somebody asks: who, since when, until when it must be answered, and what has to be decided for it."""
    person, texts = await turn.person_of(admin), turn.setting.texts
    size = await data_requests.extent(turn.tx, found.member)
    view = await people.member_view(turn.tx, found.member, turn.today)
    text = texts.say(
        person,
        "erase.asked_frozen" if size.frozen else "erase.asked",
        who=found.name,
        unit=spoken(view.seats[0].unit_name) if view.seats else "–",
        at=found.asked_at,
        day=found.answer_by,
        n=turn.organisation.personal.answer_days,
        more=size.frozen,
    )
    options = (
        Option(texts.label(person, "look"), encode(Action.DATA_REQUESTS, "look", found.id)),
        Option(texts.label(person, "erase_answer"), encode(Action.DATA_REQUESTS, "answer", found.id)),
    )
    return Notice(f"data_request:{found.id}:{admin}", NoticeKind.ADMIN, str(text), options, member=admin)


async def _look(turn: Turn, found: DataRequestView) -> None:
    size = await data_requests.extent(turn.tx, found.member)
    view = await people.member_view(turn.tx, found.member, turn.today)
    seats = [spoken(seat.unit_name) for seat in view.seats]
    told = [
        turn.say("erase.who", who=found.name, units=seats) if seats else turn.say("erase.who_former", who=found.name),
        turn.say("erase.extent", n=size.items, more=size.pictures),
        *([turn.say("erase.frozen", n=size.frozen, names=_months(size))] if size.frozen else []),
        turn.say("erase.what_goes"),
        turn.say("erase.until", day=found.answer_by),
    ]
    await turn.reply(lines(told), turn.option("erase_answer", Action.DATA_REQUESTS, "answer", found.id))


def _months(size: Extent) -> list[str]:
    """ "2026-11" as people say it: 11/2026."""
    return ["/".join(reversed(month.split("-"))) for month in size.months]


async def _ways(turn: Turn, found: DataRequestView) -> None:
    size = await data_requests.extent(turn.tx, found.member)
    words = ("erase", "keep", "refuse") if size.frozen else ("erase", "refuse")
    labels = {"erase": "erase_all" if size.frozen else "erase_now", "keep": "erase_keep", "refuse": "erase_refuse"}
    options = [turn.option(labels[word], Action.DATA_REQUESTS, word, found.id) for word in words]
    await turn.answer("erase.how_frozen" if size.frozen else "erase.how", *options, who=found.name, n=size.frozen)


async def _preview(turn: Turn, found: DataRequestView, *, keep: bool) -> None:
    if await only_admin(turn, found.member):
        await turn.answer("my_data.last_admin")
        return
    mark = await ask(turn, QUESTION, request=found.id, keep=keep)
    size = await data_requests.extent(turn.tx, found.member)
    key = "erase.confirm_keep" if keep else "erase.confirm_frozen" if size.frozen else "erase.confirm"
    options = [turn.option(f"erase_{word}", Action.DATA_REQUESTS, word, mark) for word in ("yes", "no")]
    await turn.answer(key, *options, who=found.name, n=size.items, more=size.frozen)


async def _confirmed(turn: Turn, word: str, mark: str) -> None:
    known = waiting(turn, QUESTION, mark)
    if known is None or "keep" not in known:
        await turn.answer("refused.old_button")
        return
    await answered(turn)
    found = await data_requests.by_id(turn.tx, known["request"])
    if word == "no" or found is None:
        await turn.answer("extend.not_done")
    elif await only_admin(turn, found.member):
        await turn.answer("my_data.last_admin")
    elif await data_requests.decide(
        turn.tx, found.id, data_requests.DONE, turn.known.id, turn.now, kept_frozen=known["keep"]
    ):
        await _erase(turn, found, keep=known["keep"])
    else:
        await turn.answer("erase.decided_before")


async def _erase(turn: Turn, found: DataRequestView, *, keep: bool) -> None:
    """The person is told in the own chat, once, and then no chat is known any more."""
    view = await people.member_view(turn.tx, found.member, turn.today)
    addresses = (await people.addresses_of(turn.tx, [found.member])).get(found.member, [])
    person = turn.setting.person(view)
    goodbye = str(turn.setting.texts.say(person, "erase.goodbye_kept" if keep else "erase.goodbye"))
    await end_everything(turn, found.member, found.name, view.seats, "left.erased")
    nameless = str(turn.setting.texts.say(turn.setting.person(None), "erase.nameless"))
    changed = await erasing.erase(turn.tx, found.member, nameless, turn.now, keep_frozen=keep)
    await record.note(turn.tx, turn.known.id, "data.erase", turn.now, n=found.id, member=found.member, kept=keep)
    for month, number, before in changed:
        await record.note(turn.tx, turn.known.id, "report.nameless", turn.now, month=month, n=number, before=before)
    await _tell_person(turn, found, addresses[:1], goodbye)
    await turn.answer("erase.done_nameless" if changed else "erase.done", n=len(changed))


async def _tell_person(turn: Turn, found: DataRequestView, addresses: list[Address], text: str) -> None:
    for address in addresses:
        await turn.tell(Notice(f"{erasing.GOODBYE}{found.id}", NoticeKind.REPLY, text, address=address))


async def own_words(turn: Turn, text: str) -> None:
    """Why it is not done, in the admin's own words: the person is told."""
    known = waiting(turn, QUESTION) or {}
    found = await data_requests.by_id(turn.tx, int(known.get("request", 0)))
    await answered(turn)
    reason = text[:LONGEST_REASON]
    if (
        found is None
        or "keep" in known
        or not await data_requests.decide(
            turn.tx, found.id, data_requests.REFUSED, turn.known.id, turn.now, reason=reason
        )
    ):
        await turn.answer("erase.decided_before")
        return
    await record.note(turn.tx, turn.known.id, "data.refuse", turn.now, n=found.id, reason=reason)
    person = await turn.person_of(found.member)
    told = turn.setting.texts.say(person, "erase.refused", by=turn.known.name, reason=reason)
    await turn.tell(Notice(f"data_refused:{found.id}", NoticeKind.OTHER, str(told), member=found.member))
    await turn.answer("erase.done_refuse", who=found.name)
