"""Why could a message not be sent, in the neutral words of core.ports? The codes are those of Viber's REST API."""

from typing import Final

from channels.viber.answers import Refusal, TokenRejected, TooFast, ViberError
from core.ports import Misconfigured, Refused, SendError, Throttled, Unavailable, Unreachable, WindowClosed

SLOWER_SECONDS: Final = 10.0
"""How long nothing is sent after Viber wanted us slower; it does not say how long."""

_GONE: Final = {5, 6, 7}
"""receiverNotRegistered, receiverNotSubscribed, publicAccountBlocked by the receiver."""

_OURS: Final = {8, 13, 14, 15}
"""The bot's account is blocked, or too old, or not allowed: a person has to see to it."""

_WINDOW: Final = {16}
"""A message that is only allowed as an answer."""


def send_error(error: Exception) -> SendError:
    """What became of a send that raised this. What nobody foresaw is Unavailable: the message may have arrived."""
    match error:
        case TooFast():
            return Throttled(SLOWER_SECONDS)
        case TokenRejected():
            return Misconfigured(f"Viber rejects the bot's token: {error}")
        case Refusal(code=code):
            return _refused(code, str(error))
        case ViberError():
            return Unavailable(str(error))
        case _:
            return Unavailable(f"the answer could not be read: {type(error).__name__}")


def _refused(code: int, text: str) -> SendError:
    if code in _GONE:
        return Unreachable(text)
    if code in _OURS:
        return Misconfigured(f"Viber refuses the bot: {text}")
    return WindowClosed(text) if code in _WINDOW else Refused(text)
