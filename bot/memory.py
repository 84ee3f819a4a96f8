"""How much memory may the threads of this process keep for themselves?"""

import ctypes
import os

ARENAS = 2
"""From so many places all threads take their memory. glibc's own rule is eight for each core, and each keeps what it
has once had: with a thread for each connection to SQLite a year of 300 units grew by 13 %, with two by next to nothing.
"""

_M_ARENA_MAX = -8
"""As `mallopt` knows it: https://man7.org/linux/man-pages/man3/mallopt.3.html."""


def share_memory() -> bool:
    """Before the first thread: let all threads share their memory. False where the C library cannot be told.

    What an operator says with MALLOC_ARENA_MAX stays.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return False
    try:
        tell = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # another C library, another system
        return False
    return bool(tell(_M_ARENA_MAX, ARENAS))
