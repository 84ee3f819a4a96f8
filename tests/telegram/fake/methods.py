"""Which methods does the stand-in know, and what do they do? Polling and webhooks are elsewhere: they wait."""

from collections.abc import Callable
from typing import Any, Final

from tests.telegram.fake.chats import Platform, Standing
from tests.telegram.fake.checks import Json, Upload
from tests.telegram.fake.editing import answer_callback_query, edit_message_reply_markup, edit_message_text
from tests.telegram.fake.menus import delete_my_commands, get_my_commands, set_my_commands
from tests.telegram.fake.refusals import bad_request
from tests.telegram.fake.sending import send_document, send_media_group, send_message, send_photo

Deed = Callable[[Platform, Json, dict[str, Upload]], Any]
"""Does what a method says, with checked parameters; returns the result, or raises Telegram's Refusal."""


def get_me(platform: Platform, _: Json, __: object) -> Json:
    """getMe."""
    return platform.me


def get_file(platform: Platform, said: Json, _: object) -> Json:
    """getFile."""
    return platform.files.hand_out(said["file_id"])


def get_chat(platform: Platform, said: Json, _: object) -> Json:
    """getChat, with what every chat has."""
    chat = platform.chat(said["chat_id"])
    if chat.standing not in (Standing.MEMBER, Standing.BLOCKED, Standing.DEACTIVATED, Standing.MIGRATED):
        chat.check_writable()
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    return chat.told | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def leave_chat(platform: Platform, said: Json, _: object) -> bool:
    """leaveChat."""
    chat = platform.writable(said["chat_id"])
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.standing = Standing.LEFT
    return True


def send_chat_action(platform: Platform, said: Json, _: object) -> bool:
    """sendChatAction: nothing that lasts."""
    platform.writable(said["chat_id"])
    return True


DEEDS: Final[dict[str, Deed]] = {
    "getMe": get_me,
    "getFile": get_file,
    "getChat": get_chat,
    "leaveChat": leave_chat,
    "sendChatAction": send_chat_action,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
}
