"""How does a message go out? As plain text in pieces; answers are numbered, because there are no buttons."""

from typing import Any, Final

from channels.calling import Client
from channels.parting import Parting
from channels.zalo.failures import send_error
from core.numbering import numbered
from core.ports import Outgoing, Refused, TextUnit

TEXT_LENGTH: Final = 1900
"""The platform takes 2,000 characters. Whether an emoji is one of them or two is not said; counted as two it fits."""

TEXT_UNIT: Final = TextUnit.UTF16


def pieces_of(message: Outgoing) -> list[str]:
    """The texts to send, in order; never empty. Raises Refused for what cannot be sent."""
    if not message.text.strip():
        raise Refused("message text is empty")
    try:
        "".join((message.text, *(option.label for option in message.options))).encode()
    except UnicodeEncodeError:
        raise Refused("text is not valid Unicode") from None
    return numbered(message.text, message.options, TEXT_LENGTH, TEXT_UNIT)


class Sender:
    """Sends messages. `part_pause`: seconds between the pieces of one message."""

    def __init__(self, client: Client[Any], part_pause: float) -> None:
        self._client = client
        self.taken = 0
        """How many messages the platform took from here."""
        self._parting = Parting(part_pause)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once; the id of the last piece, which has the answers. Raises SendError.

        A message in several pieces that is sent again after a failure goes on where it stopped (see `Parting`).
        """
        return await self._parting.deliver(chat, message, pieces_of(message), lambda text: self._text(chat, text))

    async def _text(self, chat: str, text: str) -> str:
        try:
            sent: Any = await self._client.ask("sendMessage", {"chat_id": chat, "text": text})
        except Exception as error:
            raise send_error(error) from None
        self.taken += 1
        found = sent.get("message_id") if isinstance(sent, dict) else None
        return "" if found is None else str(found)
