"""kill -9 at moments that nobody chose, while a crowd sends; afterwards nothing is lost and nothing is doubled."""

import asyncio
import random
import sys
from pathlib import Path

import pytest

from tests.telegram.crash_load import Load
from tests.telegram.office_crowd import CROWD, crowd
from tests.telegram.office_process import PATIENCE, ProcessOffice, opened_process_office

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")]

KILLS = 6
BY_PROGRESS = 3
"""So many come when so much was sent, and hit a message whose answer is on its way however slow the machine is."""

MESSAGES = 160


@pytest.mark.parametrize("seed", [3, 17, 29, 47])
async def test_killed_at_any_moment_it_keeps_every_promise(tmp_path: Path, crowded_office: Path, seed: int) -> None:
    dice = random.Random(seed)
    async with opened_process_office(tmp_path, crowded_office, "2026-11-19 19:30:05", crowd) as office:
        office.fake.latency = 0.05
        load = Load(office)
        sending = asyncio.create_task(_send(office, load, random.Random(seed)))
        deaths_in_flight = 0
        for number in range(KILLS):
            life = office.starts()
            if number < BY_PROGRESS:
                await _sends(office, dice.randint(1, 10))
            else:
                if dice.random() < 0.7:
                    await life.is_ready()
                await asyncio.sleep(dice.random() * 1.5)
            await life.is_killed()
            deaths_in_flight += bool(load.notes_death())
        await sending
        await office.lives_on()
        load.check()
        assert deaths_in_flight, "no kill hit a message on its way"
        assert office.logs().count("Traceback") == 0


async def _sends(office: ProcessOffice, number: int) -> None:
    """Wait until the bot has sent so many more messages."""
    enough = len(office.fake.calls.sends) + number
    await office.fake.until(lambda: len(office.fake.calls.sends) >= enough, within=PATIENCE)


async def _send(office: ProcessOffice, load: Load, dice: random.Random) -> None:
    """A burst at first, and then somebody every moment."""
    ways = (load.photo, load.photo, load.photo_with_link, load.album, load.link, load.file)
    for number in range(MESSAGES):
        dice.choice(ways)(office.person(str(dice.randint(1, CROWD))))
        if number > CROWD:
            await asyncio.sleep(dice.random() * 0.15)
