"""Two installations with one bot's token: Telegram answers with conflicts, and both say so plainly."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.office import write_office
from tests.telegram.test_run_process import House

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows")]

SLOWLY = 240.0
"""Three conflicts each, a beat that writes them down, and a doctor's process: half a minute on a machine at rest."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """Telegram, with the machine's clock."""
    async with serving() as served:
        yield served


async def findings(house: House) -> dict[str, Any]:
    """What doctor finds wrong there, by kind."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor", "--json", cwd=house.folder, env=house.environment,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    printed, _ = await process.communicate()
    return {each["kind"]: each for each in json.loads(printed)["findings"] if each["number"]}


async def test_both_say_in_the_log_and_to_the_doctor_that_another_one_has_the_token(
    fake: FakeTelegram, tmp_path: Path
) -> None:
    houses = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        houses.append(House(tmp_path / name, fake))
        await write_office(tmp_path / name / "nhacnop.db", linked=False, at=SystemClock().now())
    first, second = tmp_path / "first.log", tmp_path / "second.log"
    with first.open("w") as one, second.open("w") as two, houses[0].running(one), houses[1].running(two):
        async with asyncio.timeout(SLOWLY):
            for house in houses:
                while "rivals" not in await findings(house):  # noqa: ASYNC110 - no bell rings
                    await asyncio.sleep(1)
    found = await findings(houses[0])
    assert found["rivals"]["rows"] == [{"bot": "telegram"}]
    assert "renew the token" in found["rivals"]["mend"]
    for log in (first, second):
        assert "another program polls with this bot's token, and each loses what the other takes" in log.read_text()
        assert "Traceback" not in log.read_text()
