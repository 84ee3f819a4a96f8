"""Threads share their memory. Each case is a process of its own, since it is said once and for all."""

import os
import platform
import subprocess
import sys

import pytest

from bot.memory import ARENAS

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")

THREADS_AT_WORK = """
import ctypes, threading
{first}
together, kept = threading.Barrier(6), []
def work():
    together.wait()
    kept.append([bytes(1000 + number) for number in range(20_000)])
    together.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""
SHARED = "from bot.memory import share_memory; print(share_memory(), flush=True)"


def _run(first: str, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    script = THREADS_AT_WORK.format(first=first)
    return subprocess.run(
        [sys.executable, "-c", script], env=inherited | environment, capture_output=True, text=True, check=True
    ).stdout


def test_threads_at_work_take_their_memory_from_a_few_places() -> None:
    assert _run("").count("<heap nr=") > ARENAS
    said = _run(SHARED)
    assert said.startswith("True\n")
    assert said.count("<heap nr=") == ARENAS


def test_what_the_operator_says_stays() -> None:
    said = _run(SHARED, MALLOC_ARENA_MAX="1")
    assert said.startswith("False\n")
    assert said.count("<heap nr=") == 1
