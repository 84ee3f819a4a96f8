"""Who can be written to, in which words does Telegram say no, and which menu does a person see?"""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.telegram.fake import FakeTelegram, Group, Person, serving
from tests.telegram.fake.plain_client import PlainClient, calling


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A stand-in in the test's own loop."""
    async with serving() as opened:
        yield opened


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[PlainClient]:
    """A bot that asks plainly."""
    async with calling(fake) as client:
        yield client


@pytest.fixture
def hanh(fake: FakeTelegram) -> Person:
    """Somebody who has opened the bot before."""
    return fake.person("Hạnh", started=True)


async def refusal(bot: PlainClient, chat: int) -> tuple[int, str]:
    """What a message to this chat is answered with."""
    return (await bot("sendMessage", chat_id=chat, text="Xin chào")).refusal


async def test_nobody_is_written_to_who_did_not_press_start(bot: PlainClient, fake: FakeTelegram) -> None:
    mai = fake.person("Mai")
    assert await refusal(bot, mai.id) == (403, "Forbidden: bot can't initiate conversation with a user")
    with pytest.raises(AssertionError, match="presses Start first"):
        mai.says("alô")
    mai.starts()
    assert (await bot("sendMessage", chat_id=mai.id, text="Xin chào")).status == 200


async def test_an_unknown_chat_is_not_found(bot: PlainClient) -> None:
    assert await refusal(bot, 404) == (400, "Bad Request: chat not found")
    assert (await bot("sendMessage", chat_id="@nobody", text="?")).refusal == (400, "Bad Request: chat not found")


async def test_whoever_blocks_the_bot_cannot_be_written_to_until_starting_it_again(
    bot: PlainClient, hanh: Person
) -> None:
    hanh.blocks()
    assert await refusal(bot, hanh.id) == (403, "Forbidden: bot was blocked by the user")
    assert (await bot("sendChatAction", chat_id=hanh.id, action="typing")).status == 403
    hanh.starts()
    assert (await bot("sendMessage", chat_id=hanh.id, text="Xin chào")).status == 200
    blocked, unblocked, started = await bot.updates()
    statuses = [
        (update["my_chat_member"]["old_chat_member"]["status"], update["my_chat_member"]["new_chat_member"]["status"])
        for update in (blocked, unblocked)
    ]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert started["message"]["text"] == "/start"


async def test_a_deleted_account_is_deactivated(bot: PlainClient, hanh: Person) -> None:
    hanh.deletes_account()
    assert await refusal(bot, hanh.id) == (403, "Forbidden: user is deactivated")


@pytest.mark.parametrize(("supergroup", "kind"), [(False, "group"), (True, "supergroup")])
async def test_a_group_is_written_to_while_the_bot_is_in_it(
    bot: PlainClient, fake: FakeTelegram, hanh: Person, supergroup: bool, kind: str
) -> None:
    group = fake.group("Điều phối", supergroup=supergroup)
    assert await refusal(bot, group.id) == (403, f"Forbidden: bot is not a member of the {kind} chat")
    group.takes_bot_in(hanh)
    assert (await bot("sendMessage", chat_id=group.id, text="Xin chào")).result["chat"]["type"] == kind
    group.puts_bot_out(hanh)
    assert await refusal(bot, group.id) == (403, f"Forbidden: bot was kicked from the {kind} chat")
    kinds = [next(reversed(update)) for update in await bot.updates()]
    assert kinds == ["my_chat_member", "message", "my_chat_member"]


async def test_a_group_may_let_only_its_admins_write(bot: PlainClient, fake: FakeTelegram, hanh: Person) -> None:
    group = fake.group("Điều phối", supergroup=True)
    group.takes_bot_in(hanh)
    group.lets_only_admins_write()
    refused = (400, "Bad Request: not enough rights to send text messages to the chat")
    assert await refusal(bot, group.id) == refused
    group.lets_only_admins_write(on=False)
    assert (await bot("sendMessage", chat_id=group.id, text="?")).status == 200


async def test_a_group_that_is_deleted_cannot_be_written_to(bot: PlainClient, fake: FakeTelegram, hanh: Person) -> None:
    group = fake.group("Điều phối")
    group.takes_bot_in(hanh)
    group.is_deleted()
    assert await refusal(bot, group.id) == (403, "Forbidden: the group chat was deleted")


async def test_the_bot_may_leave_a_group_but_no_person(bot: PlainClient, fake: FakeTelegram, hanh: Person) -> None:
    group = fake.group("Điều phối")
    group.takes_bot_in(hanh)
    assert (await bot("leaveChat", chat_id=group.id)).result is True
    assert await refusal(bot, group.id) == (403, "Forbidden: bot is not a member of the group chat")
    assert (await bot("leaveChat", chat_id=hanh.id)).status == 400


async def test_a_group_that_moved_says_where(bot: PlainClient, fake: FakeTelegram, hanh: Person) -> None:
    group = fake.group("Điều phối")
    group.takes_bot_in(hanh)
    old = group.id
    group.becomes_supergroup(hanh)
    answer = await bot("sendMessage", chat_id=old, text="?")
    assert answer.refusal == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert answer.body["parameters"] == {"migrate_to_chat_id": group.id}
    assert (await bot("sendMessage", chat_id=group.id, text="?")).status == 200
    leaving, arriving = (update["message"] for update in (await bot.updates())[-2:])
    assert (leaving["chat"]["id"], leaving["migrate_to_chat_id"]) == (old, group.id)
    assert (arriving["chat"]["id"], arriving["migrate_from_chat_id"]) == (group.id, old)


async def test_in_a_group_the_bot_sees_commands_mentions_and_replies_only(
    bot: PlainClient, fake: FakeTelegram, hanh: Person
) -> None:
    group = fake.group("Điều phối")
    group.takes_bot_in(hanh)
    await bot("sendMessage", chat_id=group.id, text="Xin chào")
    (greeting,) = group.received
    hanh.says("chuyện riêng", to=group)
    hanh.says("/nhom", to=group)
    hanh.says(f"@{fake.username} ơi", to=group)
    hanh.says("vâng", to=group, reply_to=greeting)
    seen = [update["message"].get("text") for update in await bot.updates() if "message" in update]
    assert seen == [None, "/nhom", f"@{fake.username} ơi", "vâng"]


def private_id(hanh: Person, _: Group) -> int:
    """The private chat."""
    return hanh.id


def group_id(_: Person, group: Group) -> int:
    """The group."""
    return group.id


@pytest.mark.parametrize(("which", "kind"), [(private_id, "private"), (group_id, "group")])
async def test_a_chat_can_be_looked_up(
    bot: PlainClient, fake: FakeTelegram, hanh: Person, which: Callable[[Person, Group], int], kind: str
) -> None:
    group = fake.group("Điều phối")
    group.takes_bot_in(hanh)
    assert (await bot("getChat", chat_id=which(hanh, group))).result["type"] == kind
    assert (await bot("getChat", chat_id=4)).refusal == (400, "Bad Request: chat not found")


# ---- command menus ---------------------------------------------------------------------------------------------


def menu(*commands: str) -> list[dict[str, str]]:
    """A menu of these commands."""
    return [{"command": command, "description": f"Lệnh {command}"} for command in commands]


async def test_a_person_sees_the_narrowest_menu_in_the_own_language(
    bot: PlainClient, fake: FakeTelegram, hanh: Person
) -> None:
    john = fake.person("John", language="en", started=True)
    await bot("setMyCommands", commands=menu("help"))
    await bot("setMyCommands", commands=menu("giup"), language_code="vi")
    assert (hanh.menu, john.menu) == (["giup"], ["help"])
    await bot("setMyCommands", commands=menu("ds"), scope={"type": "all_private_chats"})
    assert (hanh.menu, john.menu) == (["ds"], ["ds"])
    own = {"type": "chat", "chat_id": hanh.id}
    await bot("setMyCommands", commands=menu("ds", "donvi"), scope=own)
    assert (hanh.menu, john.menu) == (["ds", "donvi"], ["ds"])
    assert (await bot("getMyCommands", scope=own)).result == menu("ds", "donvi")
    await bot("deleteMyCommands", scope=own)
    assert hanh.menu == ["ds"]
    assert (await bot("getMyCommands", scope=own)).result == []


@pytest.mark.parametrize(
    ("commands", "fine"),
    [
        (menu("a" * 32), True),
        (menu("a" * 33), False),
        (menu("Ds"), False),
        (menu("đs"), False),
        (menu(*(f"c{i}" for i in range(100))), True),
        (menu(*(f"c{i}" for i in range(101))), False),
        ([{"command": "a", "description": "d" * 256}], True),
        ([{"command": "a", "description": "d" * 257}], False),
        ([{"command": "a", "description": ""}], False),
    ],
)
async def test_a_menu_has_its_borders(bot: PlainClient, commands: list[dict[str, str]], fine: bool) -> None:
    answer = await bot("setMyCommands", commands=commands)
    assert (answer.status, answer.body.get("description", "Bad Request: BOT_COMMAND")[:24]) == (
        200 if fine else 400,
        "Bad Request: BOT_COMMAND",
    )


async def test_a_menu_is_for_a_chat_that_exists_and_a_language_of_two_letters(bot: PlainClient) -> None:
    unknown = await bot("setMyCommands", commands=menu("a"), scope={"type": "chat", "chat_id": 4})
    assert unknown.refusal == (400, "Bad Request: chat not found")
    odd = await bot("setMyCommands", commands=menu("a"), language_code="vie")
    assert odd.refusal == (400, "Bad Request: LANG_CODE_INVALID")
