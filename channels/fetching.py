"""How does a picture come that lies at an address of its own? The address needs no token, and does not last."""

import asyncio
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from channels.calling import CallFault, Client
from core.ports import MediaError, MediaGone, MediaReference

_log = logging.getLogger(__name__)

DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
AT_ONCE: Final = 16
"""How many pictures are fetched side by side; each may lie in memory meanwhile."""

PAUSES: Final = (0.3, 0.6, 1.2, 2.4)
"""Seconds to wait before trying once more."""

_GONE: Final = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class Fetcher:
    """Fetches pictures, a limited number side by side."""

    def __init__(self, client: Client[Any], pauses: Sequence[float] = PAUSES) -> None:
        self._client = client
        self._pauses = pauses
        self._free = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, reference: MediaReference) -> bytes:
        """The bytes, at most 20 MB, after a few tries: about 4.5 s of pauses, for which the caller sets a time-out.

        Raises MediaGone when the file is larger, or its address does not lead to it at any try; else MediaError.
        """
        async with self._free:
            fault = ""
            gone = True
            for pause in (*self._pauses, None):
                try:
                    status, content = await self._client.download(reference.key, DOWNLOAD_BYTES)
                except CallFault as error:
                    fault, gone = str(error), False
                else:
                    if len(content) > DOWNLOAD_BYTES:
                        raise MediaGone(f"the picture has more than {DOWNLOAD_BYTES} bytes")
                    if status == HTTPStatus.OK and content:
                        return content
                    fault = f"HTTP {status}"
                    gone = gone and status in _GONE  # at the first try it may not be there yet
                if pause is not None:
                    _log.debug("a picture is asked for again: %s", fault)
                    await asyncio.sleep(pause)
            raise MediaGone(fault) if gone else MediaError(fault)
