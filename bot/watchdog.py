"""Telling others that the bot lives: the service manager on this machine, and somebody outside who misses the word.

Nobody else can report the bot's own death. Both hear of it because they are not told in time.
"""

import logging
import os
import socket

_log = logging.getLogger(__name__)

OUTSIDE_SECONDS = 10.0
"""How long the outside may take to answer."""


def tell_service_manager(word: str, environ: os._Environ[str] | dict[str, str] = os.environ) -> bool:
    """Send systemd a word ("READY=1", "WATCHDOG=1", "STOPPING=1"); False where nobody listens.

    The protocol is sd_notify(3): a datagram to the socket in NOTIFY_SOCKET, whose leading "@" stands for a zero byte.
    """
    address = environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return False
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(word.encode(), address)
    except OSError as error:
        _log.warning("the service manager cannot be told %s: %s", word, error.strerror)
        return False
    return True


class Outside:
    """An address that is fetched after every good beat: a dead man's switch, such as healthchecks.io has.

    Whoever runs it raises the alarm when no fetch comes. A failed fetch is logged once until one goes well again.
    """

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._silent = False

    async def is_told(self) -> None:
        """Fetch the address. Never raises, and never takes longer than OUTSIDE_SECONDS."""
        if self._url is None:
            return
        from aiohttp import ClientError, ClientSession, ClientTimeout  # noqa: PLC0415 - not every office has one

        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=OUTSIDE_SECONDS)) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                fault = "" if answer.status < 400 else f"it answers {answer.status}"
        except (TimeoutError, ClientError, OSError) as error:
            fault = type(error).__name__
        if fault and not self._silent:
            _log.warning("the address that watches over this bot (watch.url) cannot be told that it lives: %s", fault)
        self._silent = bool(fault)
