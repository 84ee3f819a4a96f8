"""How does a message go out? As text, with the answers on a keyboard below the chat."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from channels.calling import Client
from channels.parting import Parting
from channels.viber.failures import send_error
from channels.viber.translation import PRESSED
from core.ports import Option, Outgoing, Refused, TextUnit
from core.splitting import split

TEXT_LENGTH: Final = 7000
TEXT_UNIT: Final = TextUnit.UTF16
"""Whether an emoji is one character or two is not said; counted as two it fits."""

_NAME_LENGTH: Final = 28
_LABEL_LENGTH: Final = 250

Json = Mapping[str, Any]


def keyboard_of(options: Sequence[Option]) -> Json:
    """One answer a line. A press comes back as a text, without being shown to the person."""
    return {
        "Type": "keyboard",
        "DefaultHeight": False,
        "Buttons": [button(option.label, f"{PRESSED}{option.action}") for option in options],
    }


def button(label: str, body: str) -> Json:
    """One button that answers with this body."""
    return {
        "Columns": 6,
        "Rows": 1,
        "ActionType": "reply",
        "ActionBody": body,
        "Text": label[:_LABEL_LENGTH],
        "Silent": True,
    }


class Sender:
    """Sends messages in the bot's name. `part_pause`: seconds between the pieces of one message."""

    def __init__(self, client: Client[Json], name: str, part_pause: float) -> None:
        self._client = client
        self.sender = {"name": name[:_NAME_LENGTH]}
        self._parting = Parting(part_pause)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once; the id of the last piece, which has the answers. Raises SendError.

        A message in several pieces that is sent again after a failure goes on where it stopped (see `Parting`).
        """
        if not message.text.strip():
            raise Refused("message text is empty")
        pieces = split(message.text, TEXT_LENGTH, TEXT_UNIT)
        parts = [*((piece, ()) for piece in pieces[:-1]), (pieces[-1], message.options)]
        return await self._parting.deliver(chat, message, parts, lambda part: self._text(chat, *part))

    async def _text(self, chat: str, text: str, options: Sequence[Option]) -> str:
        parameters: dict[str, Any] = {"receiver": chat, "type": "text", "sender": self.sender, "text": text}
        if options:
            parameters |= {"keyboard": keyboard_of(options), "min_api_version": 6}
        try:
            text.encode()
            answer = await self._client.ask("send_message", parameters)
        except UnicodeEncodeError:
            raise Refused("text is not valid Unicode") from None
        except Exception as error:
            raise send_error(error) from None
        token = answer.get("message_token")
        return "" if token is None else str(token)
