"""How are the methods of a platform called that takes JSON and answers JSON, and what may come of it?

Whatever fails is a CallFault without a token in its text, and without a cause or a context.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, Generic, Protocol, TypeVar

from yarl import URL

from channels.line import USUAL, Line, LineFault, Patience
from core.ports import Misconfigured, SendError, Throttled, Unavailable

_REDIRECTS: Final = 3
_R = TypeVar("_R")


class CallFault(Exception):
    """A call that failed. The text is the platform's own, or says what came instead; no token is in it."""


class TooFast(CallFault):
    """The platform wants us slower; nothing was done."""


class TokenRejected(CallFault):
    """The platform does not know this bot."""


class Refusal(CallFault):
    """The platform refuses the call, with one of its codes."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class NoAnswer(CallFault):
    """Nothing came that is the platform's own answer. The call may have been carried out."""


class Access(Protocol):
    """Where a platform listens, and what opens it; nothing else ever holds the token."""

    def method_address(self, method: str) -> URL:
        """The URL of a method."""
        ...

    def headers(self) -> Mapping[str, str]:
        """What goes with every call."""
        ...

    def hide(self, content: bytes) -> bytes:
        """What a server said, without the token."""
        ...


class Client(Generic[_R]):
    """One bot's calls. `open` and `close` it in the same event loop.

    `result_of` makes of an answer's status and bytes what the method returned, or raises the CallFault that they mean.
    """

    def __init__(
        self, platform: str, access: Access, result_of: Callable[[int, bytes], _R], patience: Patience = USUAL
    ) -> None:
        self._access = access
        self._result_of = result_of
        self._line = Line(platform, patience)

    async def open(self) -> None:
        """Open the connections; a second call changes nothing."""
        await self._line.open()

    async def close(self) -> None:
        """Close the connections; what is under way fails."""
        await self._line.close()

    async def ask(self, method: str, parameters: Mapping[str, Any], *, longer: float = 0.0) -> _R:
        """Call a method and return its result. The answer may take `longer` seconds more than usual."""
        status, payload = await self._exchange(method, json.dumps(parameters, ensure_ascii=False).encode(), longer)
        return self._result_of(status, payload)

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
        status, payload = await _told(self._line.post(address, body, longer=longer, headers=self._access.headers))
        return status, self._access.hide(payload)


async def _told(exchange: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
    try:
        return await exchange
    except LineFault as error:
        fault = NoAnswer(str(error))
    raise fault  # here, so that it has no context


def object_of_answer(payload: bytes) -> Mapping[str, Any]:
    """The JSON object that a server answered; empty when it is none."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def send_error(
    error: Exception, platform: str, slower_seconds: float, refused: Callable[[int, str], SendError]
) -> SendError:
    """What became of a send that raised this; `refused` knows the platform's codes.

    `slower_seconds`: how long nothing is sent after the platform wanted us slower. What nobody foresaw is Unavailable:
    the message may have arrived.
    """
    match error:
        case TooFast():
            return Throttled(slower_seconds)
        case TokenRejected():
            return Misconfigured(f"{platform} rejects the bot's token: {error}")
        case Refusal(code=code):
            return refused(code, str(error))
        case CallFault():
            return Unavailable(str(error))
        case _:
            return Unavailable(f"the answer could not be read: {type(error).__name__}")
