"""What is remembered of a chat between two messages, and of strangers who ask to be let in."""

from sqlalchemy import func, select

from core.ports import Address, Option
from db import dialogs, joins, people
from db.dialogs import DialogState
from db.engine import Tx
from db.joins import JoinView
from db.tables import DIALOG, JOIN_REQUEST
from tests.db.province import DAY, SECOND, Province, at, chat

NOW = at("17 08:00")
YES, NO = Option("Đúng", "yes"), Option("Sai", "no")


async def remembered(tx: Tx) -> int:
    return int((await tx.execute(select(func.count()).select_from(DIALOG))).scalar_one())


# ---- dialogs ---------------------------------------------------------------------------------------------------


async def test_a_chat_never_seen_has_an_empty_state(province: Province, tx: Tx) -> None:
    assert await dialogs.read(tx, chat("new")) == DialogState()
    assert await remembered(tx) == 0


async def test_the_state_of_a_chat_comes_back_as_written(province: Province, tx: Tx) -> None:
    state = DialogState("en", "seat", {"invite": 7, "chữ": ["đ"]}, (YES, NO), 2, NOW)
    await dialogs.write(tx, chat("a"), DialogState(question="other"), NOW)
    await dialogs.write(tx, chat("a"), state, NOW)
    assert await dialogs.read(tx, chat("a")) == state
    assert await dialogs.read(tx, Address("local", "other", "a")) == DialogState()
    assert await dialogs.read(tx, Address("telegram", "bot", "a")) == DialogState()


async def test_offering_options_changes_nothing_else_of_a_dialog(province: Province, tx: Tx) -> None:
    state = DialogState("en", "seat", {"invite": 7}, (YES,), 2, NOW)
    await dialogs.write(tx, chat("a"), state, NOW)
    await dialogs.offer(tx, {chat("a"): (NO,), chat("b"): (YES, NO)}, NOW + DAY)
    assert await dialogs.read(tx, chat("a")) == DialogState("en", "seat", {"invite": 7}, (NO,), 2, NOW)
    assert await dialogs.read(tx, chat("b")) == DialogState(options=(YES, NO))
    await dialogs.offer(tx, {}, NOW)
    assert await remembered(tx) == 2


async def test_strangers_who_fell_silent_are_forgotten_and_members_are_not(province: Province, tx: Tx) -> None:
    await people.mark_address(tx, chat("X2"), "DEAD", NOW)
    await people.link(tx, province.member["X3"], chat("new phone"), NOW, revoke_others=True)
    for name in ("stranger", "X1", "X2", "X3", "new phone"):
        await dialogs.write(tx, chat(name), DialogState(question="q"), NOW)
    await dialogs.write(tx, Address("local", "other", "X1"), DialogState(question="q"), NOW)
    await dialogs.write(tx, chat("talking"), DialogState(question="q"), NOW + DAY)
    assert await dialogs.forget_strangers(tx, NOW) == 0
    assert await dialogs.forget_strangers(tx, NOW + SECOND) == 3
    chats = (await tx.execute(select(DIALOG.c.account, DIALOG.c.chat))).all()
    assert {tuple(row) for row in chats} == {("bot", "X1"), ("bot", "X2"), ("bot", "new phone"), ("bot", "talking")}


# ---- requests to join ------------------------------------------------------------------------------------------


async def test_a_request_waits_for_a_decision(province: Province, tx: Tx) -> None:
    number = await joins.ask(tx, chat("stranger"), "Tôi ở phường 1", province.seat["X1"], NOW)
    assert await joins.request(tx, number) == JoinView(
        number, chat("stranger"), "Tôi ở phường 1", province.seat["X1"], "WAITING"
    )
    assert await joins.request(tx, number + 1) is None


async def test_asking_again_ends_what_waits_and_takes_a_new_number(province: Province, tx: Tx) -> None:
    decided = await joins.ask(tx, chat("stranger"), "một", None, NOW)
    await joins.decide(tx, decided, "REFUSED", province.member["H1"], NOW)
    other = await joins.ask(tx, chat("other"), "hai", None, NOW)
    first = await joins.ask(tx, chat("stranger"), "hai", province.seat["X1"], NOW)
    second = await joins.ask(tx, chat("stranger"), "ba", province.seat["X3"], NOW)
    states = {row.id: row.state for row in await tx.execute(select(JOIN_REQUEST))}
    assert states == {decided: "REFUSED", other: "WAITING", first: "EXPIRED", second: "WAITING"}
    assert not await joins.decide(tx, first, "ACCEPTED", province.member["H1"], NOW)


async def test_only_the_first_decision_counts(province: Province, tx: Tx) -> None:
    number = await joins.ask(tx, chat("stranger"), "…", None, NOW)
    assert await joins.decide(tx, number, "ACCEPTED", province.member["H1"], NOW)
    assert not await joins.decide(tx, number, "REFUSED", province.member["T45"], NOW + DAY)
    row = (await tx.execute(select(JOIN_REQUEST))).one()
    assert (row.state, row.decided_by, row.decided_at) == ("ACCEPTED", province.member["H1"], NOW)
    assert not await joins.decide(tx, 999, "REFUSED", province.member["H1"], NOW)


async def test_a_long_text_of_a_stranger_is_cut(province: Province, tx: Tx) -> None:
    number = await joins.ask(tx, chat("stranger"), "đ" * 5000, None, NOW)
    request = await joins.request(tx, number)
    assert request is not None
    assert len(request.said) == 500


async def test_old_requests_are_forgotten_decided_or_not(province: Province, tx: Tx) -> None:
    old = await joins.ask(tx, chat("a"), "…", None, NOW)
    await joins.decide(tx, old, "ACCEPTED", province.member["H1"], NOW)
    await joins.ask(tx, chat("b"), "…", None, NOW)
    kept = await joins.ask(tx, chat("c"), "…", None, NOW + SECOND)
    assert await joins.forget(tx, NOW) == 0
    assert await joins.forget(tx, NOW + SECOND) == 2
    assert list((await tx.execute(select(JOIN_REQUEST.c.id))).scalars()) == [kept]


async def test_a_number_is_never_given_again_even_when_all_is_forgotten(province: Province, tx: Tx) -> None:
    numbers = [await joins.ask(tx, chat(name), "Tôi là Mai", province.seat["X1"], NOW) for name in "ab"]
    await joins.forget(tx, NOW + DAY)
    (row,) = await tx.execute(select(JOIN_REQUEST))
    assert (row.id, row.channel, row.chat, row.said, row.seat_id) == (numbers[1], "", "", "", None)
    assert not await joins.decide(tx, numbers[1], "ACCEPTED", province.member["H1"], NOW)
    assert await joins.ask(tx, chat("c"), "…", None, NOW + DAY) > numbers[1]
