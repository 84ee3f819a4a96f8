"""How are the platform's methods called?"""

import json
from collections.abc import Awaitable, Mapping
from functools import partial
from typing import Any

from yarl import URL

from channels.line import USUAL, Line, LineFault, Patience
from channels.zalo.access import Access
from channels.zalo.answers import NoAnswer, result_of

_REDIRECTS = 3


class Client:
    """One bot's calls. `open` and `close` it in the same event loop.

    Whatever fails is a ZaloError without the token in its text, and without a cause or a context.
    """

    def __init__(self, access: Access, patience: Patience = USUAL) -> None:
        self._access = access
        self._line = Line("Zalo", patience)

    async def open(self) -> None:
        """Open the connections; a second call changes nothing."""
        await self._line.open()

    async def close(self) -> None:
        """Close the connections; what is under way fails."""
        await self._line.close()

    async def ask(self, method: str, parameters: Mapping[str, Any], *, longer: float = 0.0) -> Any:
        """Call a method and return its result. The answer may take `longer` seconds more than usual."""
        status, payload = await self._exchange(method, json.dumps(parameters, ensure_ascii=False).encode(), longer)
        return result_of(status, payload)

    async def download(self, url: str, most: int) -> tuple[int, bytes]:
        """The status and the bytes of a picture at its own address; of one larger than `most` bytes a part that is
        larger, too. No token and no Referer go there."""
        try:
            address = URL(url)
        except ValueError:
            address = None
        if address is None or address.scheme not in ("http", "https"):
            raise NoAnswer("no address of a picture")
        return await _told(self._line.get(lambda: address, most, follow=_REDIRECTS))

    async def _exchange(self, method: str, body: bytes, longer: float) -> tuple[int, bytes]:
        """Without the token, which an error page may repeat: `ask` may then be shown in a traceback."""
        address = partial(self._access.method_address, method)
        status, payload = await _told(self._line.post(address, body, longer=longer))
        return status, self._access.hide(payload)


async def _told(exchange: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
    try:
        return await exchange
    except LineFault as error:
        fault = NoAnswer(str(error))
    raise fault  # here, so that it has no context
