"""Headers that keep a browser from making anything else of an answer than what it is."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send


def sent_with(headers: Mapping[str, str], send: Send) -> Send:
    """Sends with these headers, where an answer has not chosen its own."""

    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            chosen = MutableHeaders(scope=message)
            for name, value in headers.items():
                chosen.setdefault(name, value)
        await send(message)

    return send_safely
