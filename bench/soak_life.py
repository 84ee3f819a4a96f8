"""One process of the soak's bot: `python -m bench.soak_life CONFIG SHIFT LOG BEATS`.

`nhacnop run` on a clock that is wrong by as many seconds as SHIFT says. It differs from life in three ways: nobody
paces (weeks pass in seconds, and a platform's rates are real time), it beats four times a second, so that time that was
pushed is noticed soon, and each beat's milliseconds are a line of BEATS.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

from bench.telegram_people import TOKEN
from channels.telegram.channel import TelegramChannel
from scheduler.heartbeat import Heartbeat
from tests.telegram.crash import Surroundings, live

BEAT_SECONDS = 0.25


def main(config: Path, shift: Path, log: Path, beats: Path) -> None:
    """Run until told to stop, or killed."""
    settings = TelegramChannel.__init__.__kwdefaults__
    assert settings is not None
    settings["paced"] = False
    _time_beats(beats)
    live(Surroundings(config, TOKEN, shift, log, (("bot.beating", "BEAT_SECONDS", BEAT_SECONDS),)), None)


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
    main(*map(Path, sys.argv[1:5]))
