"""One of several processes of a bot: `python -m bench.soak_life CONFIG SHIFT LOG BEATS [MODULE:NAME=NUMBER…]`.

`nhacnop run` on a clock that is wrong by as many seconds as SHIFT says. It differs from life in three ways: nobody
paces (a platform's rates are real time, and here weeks pass in seconds), each beat's milliseconds are a line of BEATS,
and the named constants of the product have other values.
"""

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bench.telegram_people import TOKEN
from channels.telegram.channel import TelegramChannel
from scheduler.heartbeat import Heartbeat
from tests.telegram.crash import Surroundings, live


def main(config: Path, shift: Path, log: Path, beats: Path, constants: Sequence[str]) -> None:
    """Run until told to stop, or killed."""
    settings = TelegramChannel.__init__.__kwdefaults__
    assert settings is not None
    settings["paced"] = False
    _time_beats(beats)
    live(Surroundings(config, TOKEN, shift, log, tuple(map(_constant, constants))), None)


def _constant(said: str) -> tuple[str, str, float]:
    name, _, number = said.partition("=")
    module, _, name = name.partition(":")
    return module, name, int(number) if number.isdigit() else float(number)


def _time_beats(beats: Path) -> None:
    beat = Heartbeat.beat
    file = os.open(beats, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def timed(self: Heartbeat, now: datetime) -> None:
        began = time.perf_counter()
        try:
            await beat(self, now)
        finally:
            os.write(file, f"{(time.perf_counter() - began) * 1000:.3f}\n".encode())

    Heartbeat.beat = timed  # type: ignore[method-assign]


if __name__ == "__main__":
    _config, _shift, _log, _beats = map(Path, sys.argv[1:5])
    main(_config, _shift, _log, _beats, sys.argv[5:])
