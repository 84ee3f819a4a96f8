"""The tests' strict stand-in for Telegram as a process, with its rates enforced: `… telegram_stand_in MOMENT`."""

import asyncio
import gc
import sys
from datetime import datetime
from typing import Any

from bench.telegram_lines import obey
from bench.telegram_people import FIRST_CHAT
from bench.telegram_photos import photo, prepare
from bot.clock import FastClock
from tests.telegram.fake import FakeTelegram, Person, serving

LATENCY = 0.05  # seconds a call

TOLERANCE = 0.05
"""Seconds by which a second may be shorter before there is a 429."""


class StandIn:
    """What the bench may ask of it."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._people: list[Person] = []
        fake.latency = LATENCY
        fake.limits.enforce(tolerance=TOLERANCE)

    async def port(self, _: object) -> int:
        """Where it is served."""
        return self._fake.port

    async def is_polled(self, _: object) -> bool:
        """Returns once the bot waits for updates."""
        await self._fake.is_polled(within=300)
        return True

    async def people(self, count: int) -> bool:
        """So many people have opened the bot in the past.

        From now on nothing holds the stand-in up for long: it judges the bot by its own clock.
        """
        self._people = [self._fake.person("Hạnh", started=True) for _ in range(count)]
        assert self._people[0].id == FIRST_CHAT
        prepare()
        gc.collect()
        gc.freeze()
        return True

    async def photos(self, number: int) -> int:
        """Each of the people sends a photo, now; how many that are. `number` is the first photo's."""
        for place, person in enumerate(self._people):
            person.sends_photo(photo(number + place))
            if place % 5 == 0:
                await asyncio.sleep(0)  # the calls go on
        return len(self._people)

    async def delivered(self, count: int) -> dict[str, Any]:
        """Returns once so many messages were delivered: how the first so many of them came."""
        while len(self._fake.calls.sends) < count:  # noqa: ASYNC110 - counting at each call would cost too much
            await asyncio.sleep(0.5)
        sends = self._fake.calls.sends[:count]
        return {
            "rate": (count - 1) / (sends[-1].at - sends[0].at),
            "seconds": sends[-1].at - sends[0].at,
            "busiest": self._fake.calls.busiest(),
            "refused": sum(call.status == 429 for call in self._fake.calls),
            "chats": len({call.chat for call in sends}),
            "faults": self._fake.violations,
        }


async def main(moment: datetime) -> None:
    """Serve until the bench closes its line."""
    async with serving(FastClock(moment, 1)) as fake:
        it = StandIn(fake)
        answers = (it.port, it.is_polled, it.people, it.photos, it.delivered)
        await obey({answer.__name__: answer for answer in answers})


if __name__ == "__main__":
    asyncio.run(main(datetime.fromisoformat(sys.argv[1])))
