"""What bots used, who is expected where, and what could not be said, in rows."""

from datetime import UTC, date, datetime, timedelta

from core.metering import Usage
from core.notices import Notice, NoticeKind
from core.plans import Plan
from core.ports import Address
from core.roles import Role
from db import dialogs, invites, metering, outbox, people, places, platforms
from db.dialogs import DialogState
from db.engine import Database

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
ONE, TWO = ("zalo", "zalo-1"), ("zalo", "zalo-2")
NOVEMBER = metering.month_of(date(2026, 11, 16))


async def test_a_months_messages_add_up_and_a_new_month_begins_at_nothing(database: Database) -> None:
    async with database.transaction() as tx:
        await metering.add(tx, NOVEMBER, {ONE: 2}, {ONE: 1, TWO: 1})
        await metering.add(tx, NOVEMBER, {ONE: 3}, {})
        assert await metering.usages(tx, NOVEMBER, NOW) == {ONE: Usage(5, 1), TWO: Usage(0, 1)}
        assert await metering.usages(tx, metering.month_of(date(2026, 12, 1)), NOW) == {}


async def test_a_refusal_is_remembered_for_a_while_and_until_a_success(database: Database) -> None:
    async with database.transaction() as tx:
        await metering.refused(tx, NOVEMBER, [ONE], NOW)
        assert (await metering.usages(tx, NOVEMBER, NOW - timedelta(hours=1)))[ONE].refused
        assert not (await metering.usages(tx, NOVEMBER, NOW + timedelta(seconds=1)))[ONE].refused
        await metering.refused(tx, NOVEMBER, [ONE], None)
        assert not (await metering.usages(tx, NOVEMBER, NOW - timedelta(hours=1)))[ONE].refused


async def test_a_bots_people_are_those_who_are_linked_and_those_who_talk_to_it(database: Database) -> None:
    async with database.transaction() as tx:
        for number in range(3):
            member = await people.add_member(tx, f"Người {number}")
            await people.link(tx, member, Address(*ONE, f"chat-{number}"), NOW, revoke_others=False)
        await people.mark_address(tx, Address(*ONE, "chat-0"), "DEAD", NOW)
        await people.link(tx, member, Address(*TWO, "elsewhere"), NOW, revoke_others=True)
        for chat in ("chat-0", "a stranger"):
            await dialogs.write(tx, Address(*ONE, chat), DialogState(), NOW)
        assert await metering.people(tx, [ONE, TWO]) == {ONE: 3, TWO: 1}


async def test_who_is_invited_to_a_bot_takes_a_place_there_until_linked(database: Database) -> None:
    async with database.transaction() as tx:
        first, second = [await people.add_member(tx, name) for name in ("Hạnh", "Hải")]
        codes = [
            await invites.issue(tx, f"code-{number}", Role.ADMIN, member, None, NOW, NOW + timedelta(days=1))
            for number, member in enumerate((first, first, second))
        ]
        await invites.name_bots(tx, {codes[0]: ONE, codes[1]: TWO, codes[2]: ONE})
        assert await invites.named_bots(tx, [first, second]) == {first: TWO, second: ONE}
        assert await metering.invited(tx, NOW) == {ONE: 2, TWO: 1}
        assert await metering.invited(tx, NOW + timedelta(days=1)) == {}
        await people.link(tx, second, Address(*ONE, "chat"), NOW, revoke_others=False)
        assert await metering.invited(tx, NOW) == {ONE: 1, TWO: 1}


async def test_places_have_what_is_known_of_each_bot(database: Database) -> None:
    plan = Plan(people=2, messages=3000)
    async with database.transaction() as tx:
        await platforms.introduced(tx, *ONE, "bot.a", "https://zalo.me/bot.a", NOW)
        await platforms.introduced(tx, "telegram", "7", "nhacnop_bot", "https://t.me/nhacnop_bot?start={code}", NOW)
        found = await places.places(tx, {("telegram", "7"): None, ONE: plan, TWO: plan}, NOW)
    assert [(place.account, place.most, place.link) for place in found] == [
        ("7", None, "https://t.me/nhacnop_bot?start={code}"),
        ("zalo-1", 2, "https://zalo.me/bot.a"),
        ("zalo-2", 2, ""),
    ]


async def test_what_a_plans_end_left_unsaid_is_told_by_person_and_kind(database: Database) -> None:
    async with database.transaction() as tx:
        hanh = await people.add_member(tx, "Hạnh")
        await people.link(tx, hanh, Address(*ONE, "chat"), NOW, revoke_others=False)
        notices = [
            Notice("1", NoticeKind.REMINDER, member=hanh),
            Notice("2", NoticeKind.REMINDER, member=hanh),
            Notice("3", NoticeKind.RECEIPT, "a", address=Address(*ONE, "chat")),
            Notice("4", NoticeKind.REPLY, "a", address=Address(*ONE, "a stranger")),
            Notice("5", NoticeKind.REPLY, "a", address=Address(*ONE, "chat")),
        ]
        await outbox.queue(tx, notices, NOW)
        rows = await outbox.waiting(tx, NOW, False, 10)
        for row in rows:
            error = "Refused: bad" if row.key == "5" else f"{metering.UNSAID}: used up"
            await outbox.mark(tx, row.id, "FAILED", NOW, error=error)
        until = NOW + timedelta(seconds=1)
        unsaid = await metering.unsaid(tx, NOW, until)
        assert await metering.unsaid(tx, until, until + timedelta(days=1)) == []
    assert {(each.kind, each.name, each.number) for each in unsaid} == {
        ("reminder", "Hạnh", 2),
        ("receipt", "Hạnh", 1),
        ("reply", None, 1),
    }
