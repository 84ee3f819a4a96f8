"""Do edits and pressed buttons behave as Telegram's do?"""

from collections.abc import AsyncIterator

import pytest

from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.checks import Json
from tests.telegram.fake.plain_client import PlainClient, calling

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
NOT_MODIFIED = (
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message",
)


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


def button(label: str, data: str = "d") -> Json:
    """One button."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


async def asks(bot: PlainClient, hanh: Person, text: str = "Nhận chứ?", label: str = "Đồng ý") -> int:
    """The bot sends a message with a button; its number."""
    message = (await bot("sendMessage", chat_id=hanh.id, text=text, reply_markup=button(label))).result
    return int(message["message_id"])


async def test_an_edit_changes_the_text_and_takes_the_buttons_away(bot: PlainClient, hanh: Person) -> None:
    number = await asks(bot, hanh)
    edited = (await bot("editMessageText", chat_id=hanh.id, message_id=number, text="Đã nhận")).result
    assert (edited["text"], "reply_markup" in edited, "edit_date" in edited) == ("Đã nhận", False, True)
    assert [(each.text, each.edited) for each in hanh.received] == [("Nhận chứ?", False), ("Đã nhận", True)]
    assert hanh.options == []


async def test_an_edit_that_changes_nothing_is_refused(bot: PlainClient, hanh: Person) -> None:
    number = await asks(bot, hanh)
    same = await bot(
        "editMessageText", chat_id=hanh.id, message_id=number, text="Nhận chứ?", reply_markup=button("Đồng ý")
    )
    assert same.refusal == NOT_MODIFIED
    buttons = await bot("editMessageReplyMarkup", chat_id=hanh.id, message_id=number, reply_markup=button("Đồng ý"))
    assert buttons.refusal == NOT_MODIFIED
    other = await bot("editMessageReplyMarkup", chat_id=hanh.id, message_id=number, reply_markup=button("Thôi"))
    assert other.result["reply_markup"] == button("Thôi")
    assert hanh.options == ["Thôi"]


async def test_only_own_messages_of_this_chat_can_be_edited(bot: PlainClient, hanh: Person) -> None:
    said = hanh.says("của em")
    own = await bot("editMessageText", chat_id=hanh.id, message_id=said["message_id"], text="?")
    assert own.refusal == (400, "Bad Request: message can't be edited")
    unknown = await bot("editMessageText", chat_id=hanh.id, message_id=9999, text="?")
    assert unknown.refusal == (400, "Bad Request: message to edit not found")


async def test_a_press_tells_the_message_and_what_the_button_carries(bot: PlainClient, hanh: Person) -> None:
    number = await asks(bot, hanh)
    hanh.presses("Đồng ý")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == ("d", number, hanh.id)
    assert hanh.unanswered == 1
    assert (await bot("answerCallbackQuery", callback_query_id=query["id"], text="Vâng")).result is True
    assert (hanh.toasts, hanh.unanswered) == (["Vâng"], 0)


async def test_the_newest_button_of_a_label_is_pressed_unless_a_message_is_named(
    bot: PlainClient, hanh: Person
) -> None:
    first, second = await asks(bot, hanh, "một?"), await asks(bot, hanh, "hai?")
    hanh.presses("Đồng ý")
    hanh.presses("Đồng ý", under=await hanh.hears("một?"))
    pressed = [update["callback_query"]["message"]["message_id"] for update in await bot.updates()]
    assert pressed == [second, first]


async def test_an_old_or_unknown_press_cannot_be_answered(bot: PlainClient, hanh: Person, fake: FakeTelegram) -> None:
    await asks(bot, hanh)
    hanh.presses("Đồng ý", stale=True)
    (update,) = await bot.updates()
    assert (await bot("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])).refusal == TOO_OLD
    assert (await bot("answerCallbackQuery", callback_query_id="12345")).refusal == TOO_OLD
    fake.platform.press_lasts = 0.0
    hanh.presses("Đồng ý")
    late = (await bot.updates(update["update_id"] + 1))[0]["callback_query"]["id"]
    assert (await bot("answerCallbackQuery", callback_query_id=late)).refusal == TOO_OLD


async def test_a_press_under_a_message_that_is_gone_tells_no_content(bot: PlainClient, hanh: Person) -> None:
    number = await asks(bot, hanh)
    hanh.presses("Đồng ý", gone=True)
    (update,) = await bot.updates()
    message = update["callback_query"]["message"]
    assert (message["message_id"], message["date"], sorted(message)) == (number, 0, ["chat", "date", "message_id"])


async def test_a_forged_button_carries_what_its_maker_wants(bot: PlainClient, hanh: Person) -> None:
    await asks(bot, hanh)
    hanh.forges("admin:1")
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "admin:1"


async def test_a_button_that_nothing_offers_cannot_be_pressed(hanh: Person) -> None:
    with pytest.raises(AssertionError, match="nothing offers 'Đồng ý'"):
        hanh.presses("Đồng ý")


async def test_a_keyboards_button_says_its_label_or_shares_the_contact(bot: PlainClient, hanh: Person) -> None:
    keyboard = {"keyboard": [[{"text": "Gửi số", "request_contact": True}, {"text": "Thôi"}]]}
    await bot("sendMessage", chat_id=hanh.id, text="Số của anh/chị?", reply_markup=keyboard)
    hanh.presses("Thôi")
    hanh.presses("Gửi số")
    said, shared = (update["message"] for update in await bot.updates())
    assert said["text"] == "Thôi"
    assert shared["contact"]["user_id"] == hanh.id
    await bot("sendMessage", chat_id=hanh.id, text="Cảm ơn", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError, match="nothing offers"):
        hanh.presses("Thôi")
