"""Why could a message not be sent, in the neutral words of core.ports? The codes are those of Viber's REST API."""

from typing import Final

from channels import calling
from core.ports import Misconfigured, Refused, SendError, Unreachable, WindowClosed

SLOWER_SECONDS: Final = 10.0
"""How long nothing is sent after Viber wanted us slower; it does not say how long."""

_GONE: Final = {5, 6, 7}
"""receiverNotRegistered, receiverNotSubscribed, publicAccountBlocked by the receiver."""

_OURS: Final = {8, 13, 14, 15}
"""The bot's account is blocked, or too old, or not allowed: a person has to see to it."""

_WINDOW: Final = {16}
"""A message that is only allowed as an answer."""


def send_error(error: Exception) -> SendError:
    """What became of a send that raised this."""
    return calling.send_error(error, "Viber", SLOWER_SECONDS, _refused)


def _refused(code: int, text: str) -> SendError:
    if code in _GONE:
        return Unreachable(text)
    if code in _OURS:
        return Misconfigured(f"Viber refuses the bot: {text}")
    return WindowClosed(text) if code in _WINDOW else Refused(text)
