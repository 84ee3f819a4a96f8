"""Processes that a test starts: a port for them, and an end to waiting for what one of them says."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from random import SystemRandom
from typing import Any

LONGEST = 300.0
"""Seconds after which no process of a test is waited for any longer, however busy the machine."""

_PORTS = range(15_000, 32_000)
"""Below those that systems give to clients: whoever calls a server that is stopped may get its port itself."""

_next_port = count(SystemRandom().randrange(len(_PORTS)))


@contextmanager
def waited_for(process: "subprocess.Popen[Any]", seconds: float = LONGEST) -> Iterator[None]:
    """After so many seconds the process is killed: whoever reads what it says meets the end instead of waiting on."""
    impatient = threading.Timer(seconds, process.kill)
    impatient.daemon = True
    impatient.start()
    try:
        yield
    finally:
        impatient.cancel()


def free_port() -> int:
    """A port of this machine that nobody listens at now, and that this process gets but once."""
    for number in _next_port:
        port = _PORTS[number % len(_PORTS)]
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError
