"""Taking a port and serving an application there, beside everything else that this process does."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

BACKLOG = 512
"""How many connections may wait to be taken."""


def listener_at(host: str, port: int) -> socket.socket:
    """Listen there; port 0 is any. From now on connections wait. Raises OSError when another program has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would take the port away from a running program
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


class QuietServer(uvicorn.Server):
    """Leaves the signals to whoever runs it, so that everything else is closed in its order."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield
