"""Why could a message not be sent, in the neutral words of core.ports?

The order matters: BadRequest is a NetworkError in PTB, yet it means the opposite of "try again".
"""

from typing import Final

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from channels.telegram.answers import TooManyRequests
from core.ports import Misconfigured, Moved, Refused, SendError, Throttled, Unavailable, Unreachable

# Answered with 400 though they speak of the chat and not of the message. The Bot API's server passes the older ones on
# from Telegram's core; collected from the error tables of tdlib/telegram-bot-api, tucnak/telebot and aiogram.
_CHAT_IS_GONE: Final = (
    "chat not found",
    "user not found",
    "chat_id is empty",
    "group chat was deactivated",
    "group is deactivated",
    "group chat was deleted",
    "peer_id_invalid",
    "chat_write_forbidden",
    "user_is_blocked",
    "input_user_deactivated",
    "have no rights to send a message",
    "not enough rights to send",
    "need administrator rights in the channel chat",
    "topic_closed",
)


def send_error(error: Exception) -> SendError:
    """What became of a send that raised this. What nobody foresaw is Unavailable: the message may have arrived."""
    match error:
        case TooManyRequests(after=after):
            return Throttled(after)
        case ChatMigrated(new_chat_id=chat):
            return Moved(str(chat))
        case Forbidden():
            return Unreachable(error.message)
        case InvalidToken():
            return Misconfigured(f"Telegram rejects the bot's token: {error.message}")
        case BadRequest():
            return _bad_request(error.message)
        case _:
            odd = f"the answer could not be read: {type(error).__name__}"
            return Unavailable(error.message if isinstance(error, TelegramError) else odd)


def _bad_request(text: str) -> SendError:
    gone = any(words in text.lower() for words in _CHAT_IS_GONE)
    return Unreachable(text) if gone else Refused(text)
