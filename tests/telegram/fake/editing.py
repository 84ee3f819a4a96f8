"""The methods that change a message of the bot, or answer the press of a button."""

from typing import Any

from tests.telegram.fake.chats import Chat, Platform
from tests.telegram.fake.checks import Json, SpecViolation
from tests.telegram.fake.keyboards import check_markup, inline_part
from tests.telegram.fake.refusals import (
    CANNOT_BE_EDITED,
    EDIT_NOT_FOUND,
    NO_TEXT_TO_EDIT,
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    bad_request,
)
from tests.telegram.fake.sending import checked_text


def edit_message_text(platform: Platform, said: Json, _: object) -> Json:
    """editMessageText. Without buttons in the request, the message loses those it had."""
    text = checked_text(said)
    chat, message = _own_message(platform, said)
    if "text" not in message:
        raise bad_request(NO_TEXT_TO_EDIT)
    markup = inline_part(said.get("reply_markup"))
    if (text["text"], markup.get("reply_markup")) == (message["text"], message.get("reply_markup")):
        raise bad_request(NOT_MODIFIED)
    return platform.change(chat, message, {"entities": None, "reply_markup": None} | text | markup)


def edit_message_reply_markup(platform: Platform, said: Json, _: object) -> Json:
    """editMessageReplyMarkup. Without buttons in the request, the message loses those it had."""
    chat, message = _own_message(platform, said)
    markup: dict[str, Any] = {"reply_markup": None} | inline_part(said.get("reply_markup"))
    if markup["reply_markup"] == message.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    return platform.change(chat, message, markup | {"edit_date": platform.date}, seen=False)


def answer_callback_query(platform: Platform, said: Json, _: object) -> bool:
    """answerCallbackQuery."""
    press = platform.presses.get(said["callback_query_id"])
    if press is None or press.is_over:
        raise bad_request(QUERY_TOO_OLD)
    if len(said.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answers.append(said.get("text", ""))
    return True


def _own_message(platform: Platform, said: Json) -> tuple[Chat, Json]:
    check_markup(said.get("reply_markup"))
    if "chat_id" not in said or "message_id" not in said:
        raise SpecViolation("chat_id and message_id are required; there are no inline messages here")
    chat = platform.writable(said["chat_id"])
    message = chat.messages.get(said["message_id"])
    if message is None:
        raise bad_request(EDIT_NOT_FOUND)
    if message["from"]["id"] != platform.me["id"]:
        raise bad_request(CANNOT_BE_EDITED)
    return chat, message
