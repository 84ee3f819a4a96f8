"""Work that goes on for ever: begun again after a failure, cancelled at the end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from core.ports import Misconfigured
from scheduler.failing import log_failure

REJECTED_SECONDS = 300.0
"""How long a platform that rejects our bot is left alone. The other channels go on."""

Work = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


def kept_alive(what: str, work: Work, mend: str | None = None) -> asyncio.Task[None]:
    """Begin again after a failure, later and later; a platform that is down must not stop the others."""

    async def keep() -> None:
        pause = timedelta(seconds=1)
        while True:
            began = time.monotonic()
            try:
                await work()
                return
            except Misconfigured as wrong:
                _log.error("%s cannot work: %s; %s and start again", what, wrong, mend or "mend the settings")
                await asyncio.sleep(REJECTED_SECONDS)
            except Exception as error:
                log_failure(_log, f"{what} failed; again in {pause.total_seconds():.0f} s", error)
                if time.monotonic() - began > 60:
                    pause = timedelta(seconds=1)  # it went well for a while: this is another failure
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, timedelta(minutes=1))

    return asyncio.create_task(keep())


async def cancelled(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Stop these and wait until they have."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
