"""A province on two platforms, with one process and one database: one of them dies in mid-week, and comes back.

Six in ten are on Zalo, over three bots, three in ten on Telegram, one in ten on both. While Zalo is away the bot is
killed and started again. Nothing is lost, nothing counts twice, and whoever still owed is reminded once.
"""

import sys
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.databases import only_sqlite
from tests.journeys.pictures import photo
from tests.telegram.fake import Person as OnTelegram
from tests.telegram.office_process import Life
from tests.zalo.fake import served
from tests.zalo.province import PEOPLE, Province, Somebody, heard, opened_province

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows"),
]


async def test_a_province_on_two_platforms_of_which_one_dies_in_mid_week_and_comes_back(tmp_path: Path) -> None:
    only_sqlite("the ledger reads the file")
    async with AsyncExitStack() as zalo_up, opened_province(tmp_path, zalo_up) as province:
        early, late = province.people[::2], province.people[1::2]
        life = province.starts()
        await life.is_ready()
        for person in early:
            person.sends_photo(photo(f"bài của {person.name}"))
        await province.comes_to(lambda: all(heard(person, "Đã nhận 1 ảnh") == 1 for person in early))

        await zalo_up.aclose()  # Zalo is away
        province.clock.steps(timedelta(days=2, hours=10, minutes=31))  # Thursday 19:31
        owing = [person for person in late if isinstance(person, OnTelegram)]
        await province.comes_to(lambda: all(heard(person, "nhiệm vụ tuần 47") == 1 for person in owing))
        # What is sent and not yet marked may come twice; here it is marked, so that nothing may.
        await province.comes_to(lambda: province.ledger.reminded().total() == len(owing))
        await life.is_killed()
        life = province.starts()
        await life.is_ready()
        owing[0].sends_photo(photo(f"bài của {owing[0].name}"))
        await province.comes_to(lambda: heard(owing[0], "Đã nhận 1 ảnh") == 1)
        assert sum(heard(person, "nhiệm vụ tuần 47") for person in province.on_zalo) == 0

        async with served(province.zalo, province.zalo.port):  # and back
            await province.comes_to(lambda: all(heard(person, "nhiệm vụ tuần 47") == 1 for person in late))
            for person in late:
                if person is not owing[0]:
                    person.sends_photo(photo(f"bài của {person.name}"))
            await province.comes_to(lambda: all(heard(person, "Đã nhận 1 ảnh") == 1 for person in province.people))
            await province.comes_to(lambda: not province.ledger.busy())
            await life.stops()
        _nothing_is_lost_or_doubled(province, early, life)


def _nothing_is_lost_or_doubled(province: Province, early: list[Somebody], life: Life) -> None:
    assert province.ledger.counted() == PEOPLE
    assert set(province.ledger.items().values()) == {1}
    assert province.ledger.failed() == []
    assert [heard(person, "Đã nhận 1 ảnh") for person in province.people] == [1] * PEOPLE
    assert [heard(person, "nhiệm vụ tuần 47") for person in early] == [0] * len(early)
    assert len(province.on_zalo) == 14 and len(province.on_telegram) == 6
    logs = "\n".join(each.log for each in province.lives)
    assert "Zalo (zalo-1): the poll failed" in logs
    assert not any(bot.token.partition(":")[2] in logs for bot in province.zalo.bots.values())
    assert life.log.count("Traceback") == 0


async def test_pushed_and_killed_again_and_again_nothing_is_lost_and_nothing_counts_twice(tmp_path: Path) -> None:
    """Both platforms push, and push again what was not answered with 200; each kill falls among deliveries."""
    only_sqlite("the ledger reads the file")
    async with AsyncExitStack() as zalo_up, opened_province(tmp_path, zalo_up, "webhook") as province:
        life = province.starts()
        await life.is_ready()
        await province.comes_to(lambda: all(bot.hook for bot in province.zalo.bots.values()))
        await province.comes_to(lambda: bool(province.telegram.webhook.url))
        for people in (province.people[0::3], province.people[1::3], province.people[2::3]):
            pushed = len(province.zalo.hooks.answers)
            for person in people:
                person.sends_photo(photo(f"bài của {person.name}"))
            await province.comes_to(lambda pushed=pushed: len(province.zalo.hooks.answers) > pushed)  # type: ignore[misc]  # bound at once
            await life.is_killed()
            life = province.starts()
            await life.is_ready()
        await province.comes_to(lambda: province.ledger.counted() == PEOPLE and not province.ledger.busy())
        await life.stops()
        assert set(province.ledger.items().values()) == {1}
        assert province.ledger.failed() == []
        assert all(heard(person, "Đã nhận 1 ảnh") >= 1 for person in province.people)
        assert not any(bot.waiting for bot in province.zalo.bots.values())
