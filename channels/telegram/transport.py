"""How do requests reach the Bot API? Over aiohttp, with PTB's Bot on top or without it.

PTB's own transport (httpx) slows down with the number of requests side by side, and logs each URL with the token.
Here the token is put into the URL at the last moment: PTB's Bot works with bare paths ("/sendPhoto"), so it cannot
log or raise what it does not know. aiohttp's errors may hold the URL, so they never become anybody's cause or context.
"""

import json
from collections.abc import Awaitable, Mapping
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import Any, Final

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from channels.line import CONNECTIONS, USUAL, Line, LineFault, LineTimeout, Patience
from channels.telegram.access import Access
from channels.telegram.answers import fault_of, result_of

_UPLOAD_BYTES_A_SECOND: Final = 64 * 1024
_LONGEST_UPLOAD: Final = 240.0


class AiohttpRequest(BaseRequest):
    """PTB's way to the Bot API. `initialize` opens it and `shutdown` closes it, in the same event loop.

    Whatever fails is a TelegramError without the token in its text, and without a cause or a context.
    """

    __slots__ = ("_access", "_line", "_patience")

    def __init__(self, access: Access, patience: Patience = USUAL, connections: int = CONNECTIONS) -> None:
        self._access = access
        self._patience = patience
        self._line = Line("Telegram", patience, access.proxy, connections)

    @property
    def access(self) -> Access:
        """Where it goes."""
        return self._access

    @property
    def read_timeout(self) -> float | None:
        """Seconds an answer may take."""
        return self._patience.exchange

    async def initialize(self) -> None:
        """Open the connections' pool; a second call changes nothing."""
        await self._line.open()

    async def shutdown(self) -> None:
        """Close all connections; what is under way fails. A second call changes nothing."""
        await self._line.close()

    async def ask(self, method: str, parameters: Mapping[str, Any], *, longer: float = 0.0) -> Any:
        """Call a method without files and return its result. The answer may take `longer` seconds more than usual.

        Half the work of Bot.send_message, which builds objects on the way in and on the way out.
        """
        status, payload = await self._exchange(f"/{method}", json.dumps(parameters).encode(), longer)
        return result_of(status, payload)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """What PTB's Bot calls, with a bare path as the URL. The time-outs are this transport's own."""
        if request_data is None:
            return await self._exchange(url, b"{}")
        files = request_data.multipart_data
        if not files:
            status, payload = await self._exchange(url, request_data.json_payload)
        else:
            size = sum(len(content) for _, content, _ in files.values() if isinstance(content, bytes))
            longer = min(size / _UPLOAD_BYTES_A_SECOND, _LONGEST_UPLOAD)
            status, payload = await self._exchange(url, _form(request_data), longer)
        result_of(status, payload)
        return status, payload

    async def download(self, path: str, most: int) -> bytes:
        """The bytes of a file, by the path that getFile gave. Raises BadRequest for more than `most` bytes."""
        status, content = await _told(self._line.get(partial(self._access.file_address, path), most))
        if status != HTTPStatus.OK:
            raise fault_of(status, {})
        if len(content) > most:
            raise BadRequest(f"the file has more than {most} bytes")
        return content

    async def _exchange(self, path: str, body: bytes | aiohttp.FormData, longer: float = 0.0) -> tuple[int, bytes]:
        address = partial(self._access.method_address, path)
        status, payload = await _told(self._line.post(address, body, longer=longer))
        return status, self._access.hide(payload)


async def _told(exchange: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
    """In PTB's errors."""
    try:
        return await exchange
    except LineTimeout:
        fault: TelegramError = TimedOut()
    except LineFault as error:
        fault = NetworkError(str(error))
    raise fault  # here, so that it has no context


def _form(data: RequestData) -> aiohttp.FormData:
    """The parameters and files of a call; names stay readable UTF-8, as Telegram shows them."""
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, content_type) in data.multipart_data.items():
        body = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=file_name, content_type=content_type)
    return form
