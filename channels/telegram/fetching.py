"""How does a picture come from Telegram? `getFile` gives a path, good for an hour; then the bytes are fetched."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any, Final

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError

from channels.telegram.answers import TooManyRequests
from channels.telegram.transport import AiohttpRequest
from core.ports import MediaError, MediaGone, MediaReference

_log = logging.getLogger(__name__)

DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
"""What a bot may download."""

AT_ONCE: Final = 32
HEAVY_AT_ONCE: Final = 4
"""How many pictures are fetched side by side, and how many heavy ones of them: they lie in memory meanwhile."""

HEAVY_BYTES: Final = 2 * 1024 * 1024
PAUSES: Final = (0.3, 0.6, 1.2, 2.4)
"""Seconds to wait before trying once more."""

_LONGEST_WAIT: Final = 15.0  # seconds; who is asked to wait longer asks again at another time
# Not a wrong id: a data centre of theirs is busy (tdlib/telegram-bot-api, issue 32).
_FOR_NOW: Final = "temporarily unavailable"


class Fetcher:
    """Fetches pictures, a limited number side by side."""

    def __init__(self, request: AiohttpRequest, pauses: Sequence[float] = PAUSES) -> None:
        self._request = request
        self._pauses = pauses
        self._free = asyncio.Semaphore(AT_ONCE)
        self._free_for_heavy = asyncio.Semaphore(HEAVY_AT_ONCE)

    async def fetch(self, reference: MediaReference) -> bytes:
        """The bytes, at most 20 MB, after a few tries: about 4.5 s of pauses, for which the caller sets a time-out.

        Raises MediaGone when the file is larger, or Telegram does not know it (any more); else MediaError.
        """
        if reference.size is not None and reference.size > DOWNLOAD_BYTES:
            raise MediaGone(f"the file has {reference.size} bytes, more than a bot may download")
        async with AsyncExitStack() as places:
            if (reference.size or 0) > HEAVY_BYTES:
                await places.enter_async_context(self._free_for_heavy)
            await places.enter_async_context(self._free)
            return await self._fetch(reference.key)

    async def _fetch(self, key: str) -> bytes:
        for pause in (*self._pauses, None):
            try:
                return await self._once(key)
            except BadRequest as refused:
                if _FOR_NOW not in refused.message:
                    raise MediaGone(refused.message) from None
                fault: TelegramError = refused
            except TelegramError as error:
                fault = error
            wait = _wait(fault, pause)
            if wait is None:
                raise MediaError(fault.message)
            _log.debug("a picture is asked for again: %s", fault.message)
            await asyncio.sleep(wait)
        raise AssertionError("the last pause is None")

    async def _once(self, key: str) -> bytes:
        file: Any = await self._request.ask("getFile", {"file_id": key})
        path, size = file.get("file_path"), file.get("file_size")
        if not isinstance(path, str):
            raise NetworkError("getFile gave no path")
        content = await self._request.download(path, DOWNLOAD_BYTES)
        if isinstance(size, int) and len(content) != size:
            raise NetworkError(f"{len(content)} of {size} bytes came")
        return content


def _wait(fault: TelegramError, pause: float | None) -> float | None:
    """The seconds until the next try; None when there is none."""
    if pause is None or isinstance(fault, InvalidToken | Forbidden):
        return None
    if isinstance(fault, TooManyRequests):
        return fault.after if fault.after <= _LONGEST_WAIT else None
    return pause
