"""How does a request reach a platform? Over aiohttp, and what fails says nothing in which a token could stand.

A URL or a header may hold a bot's token. So each is made at the last moment, by a function, and never kept in a
variable, because tracebacks show those. aiohttp's errors may hold the URL, so they never become anybody's cause or
context.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

import aiohttp
from yarl import URL

USER_AGENT: Final = "nhacnop"
CONNECTIONS: Final = 100
JSON: Final = {"Content-Type": "application/json"}

AddressOf = Callable[[], URL]
HeadersOf = Callable[[], Mapping[str, str]]
_T = TypeVar("_T")


class LineFault(Exception):
    """The request did not get through or no whole answer came back. It may have been carried out."""


class LineTimeout(LineFault):
    """Nobody answered in time. It may have been carried out."""


class PageInstead(Exception):
    """A web page came where a file was wanted: a network that wants a log-in, say."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds connecting may take, and a whole exchange from the wait for a free connection to its end.

    A file that comes down may take longer as a whole, but must not stand still for as long as an exchange.
    """

    connect: float = 5.0
    exchange: float = 15.0
    download: float = 120.0

    def of_exchange(self) -> aiohttp.ClientTimeout:
        """As aiohttp has it, without the whole, which is timed here: aiohttp's own clock for it undoes one cancelling
        too many, so that whoever is told to stop just when the time is over would not hear of it."""
        return aiohttp.ClientTimeout(total=None, sock_connect=self.connect)

    def of_download(self) -> aiohttp.ClientTimeout:
        """The same for a file."""
        return aiohttp.ClientTimeout(total=None, sock_connect=self.connect, sock_read=self.exchange)


USUAL: Final = Patience()


class Line:
    """Connections to one platform. `open` and `close` it in the same event loop; `proxy` may hold a password."""

    def __init__(
        self, platform: str, patience: Patience, proxy: str | None = None, connections: int = CONNECTIONS
    ) -> None:
        self._platform = platform
        self._proxy = proxy
        self._connections = connections
        self._patience = patience
        self._usual = patience.of_exchange()
        self._download = patience.of_download()
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the connections' pool; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": USER_AGENT},
                skip_auto_headers=["Accept", "Accept-Encoding"],
                proxy=self._proxy,
            )

    async def close(self) -> None:
        """Close all connections; what is under way fails. A second call changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def post(
        self,
        address: AddressOf,
        body: bytes | aiohttp.FormData,
        *,
        longer: float = 0.0,
        headers: HeadersOf | None = None,
    ) -> tuple[int, bytes]:
        """The status and the bytes of the answer, which may take `longer` seconds more than usual. Raises LineFault.

        Redirects are not followed: they would carry the token elsewhere.
        """
        return await _told_plainly(self._post(self._opened(), address, body, longer, headers))

    async def get(self, address: AddressOf, most: int, *, follow: int = 0) -> tuple[int, bytes]:
        """The status and the bytes of a file; of one larger than `most` only a part that is larger, too.

        At most `follow` redirects are followed. Raises LineFault, also for a web page where a file was wanted.
        """
        return await _told_plainly(self._get(self._opened(), address, most, follow))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise LineFault(f"the connection to {self._platform} is closed")
        return self._session

    async def _post(
        self,
        session: aiohttp.ClientSession,
        address: AddressOf,
        body: bytes | aiohttp.FormData,
        longer: float,
        headers: HeadersOf | None,
    ) -> tuple[int, bytes]:
        async with (
            asyncio.timeout(self._patience.exchange + longer),
            session.post(
                address(),
                data=body,
                headers={**(JSON if isinstance(body, bytes) else {}), **(headers() if headers else {})},
                timeout=self._usual,
                allow_redirects=False,
            ) as response,
        ):
            return response.status, await response.read()

    async def _get(
        self, session: aiohttp.ClientSession, address: AddressOf, most: int, follow: int
    ) -> tuple[int, bytes]:
        content = bytearray()
        async with (
            asyncio.timeout(self._patience.download),
            session.get(
                address(), timeout=self._download, allow_redirects=follow > 0, max_redirects=follow or 1
            ) as response,
        ):
            if response.content_type == "text/html":
                raise PageInstead
            if response.status == HTTPStatus.OK:
                async for piece in response.content.iter_any():
                    content += piece
                    if len(content) > most:
                        break
        return response.status, bytes(content)


async def _told_plainly(exchange: Awaitable[_T]) -> _T:
    try:
        return await exchange
    except TimeoutError:
        fault: LineFault = LineTimeout("no answer in time")
    except Exception as error:  # aiohttp raises its own, the system's and, for odd answers, ValueErrors
        fault = LineFault(f"{type(error).__name__} {_system_words(error)}".strip())
    raise fault  # here, not above: there the error with the URL would become its context


def _system_words(error: Exception) -> str:
    """The system's words alone. aiohttp's may hold the URL, also where the system's should stand."""
    if not isinstance(error, OSError) or not error.strerror:
        return ""
    if "://" not in error.strerror:
        return error.strerror
    return os.strerror(error.errno) if error.errno else ""
