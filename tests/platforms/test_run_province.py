"""A province on three platforms, with one process and one database: platforms die in mid-week, and come back.

Of the secretaries six in ten are on Zalo, over three bots, three in ten on Telegram, one in ten on both; the
coordinators are on Viber. While a platform is away the bot is killed and started again. Nothing is lost, nothing counts
twice, whoever still owes is reminded once a day, and whoever is on two platforms hears it on the one that is there.
"""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.databases import only_sqlite
from tests.journeys.pictures import photo
from tests.platforms.people import COMMUNES, DISTRICTS, TELEGRAM, VACANT, VIBER, ZALO, Somebody
from tests.platforms.province import Province, opened_province
from tests.telegram.office_process import Life

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows"),
]

THURSDAY, SUNDAY, MONDAY = "nhiệm vụ tuần 47", "hết hạn tuần 47", "nhiệm vụ tuần 48"
RECEIPT = "Đã nhận 1 ảnh"
SECRETARIES = COMMUNES - len(VACANT)


async def hand_in(province: Province, people: list[Somebody]) -> None:
    """Each of these sends a picture, and gets one receipt."""
    for person in people:
        person.hands_in(photo(f"bài của {person.unit}"))
    await province.comes_to(lambda: all(person.heard(RECEIPT) == 1 for person in people))


@pytest.mark.parametrize(("away", "receive"), [(ZALO, "polling"), (TELEGRAM, "webhook")])
async def test_a_week_of_a_province_in_which_every_platform_dies_once(tmp_path: Path, away: str, receive: str) -> None:
    only_sqlite("the ledger reads the file")
    async with opened_province(tmp_path, receive) as province:
        people = province.secretaries
        assert [sum(each.is_on(place) for each in people) for place in (ZALO, TELEGRAM, VIBER)] == [85, 49, 0]
        assert sum(len(each.phones) == 2 for each in people) == 12 and len(people) == SECRETARIES
        early, late = people[::2], people[1::2]
        forgetful = late[::9]
        life = province.starts()
        await life.is_ready()
        await hand_in(province, early)
        life = await _a_platform_is_away_on_thursday(province, life, late, away)
        await hand_in(province, [each for each in late if each not in forgetful])
        await _viber_is_away_on_saturday(province, forgetful)
        await _the_week_ends(province, forgetful)
        await life.stops()
        await _nothing_is_lost_or_doubled(province, early, forgetful)


async def _a_platform_is_away_on_thursday(province: Province, life: Life, late: list[Somebody], away: str) -> Life:
    """Thursday 19:31. Those who have another phone hear it there; the bot is killed; the others hear it later."""
    await province.platform_goes_down(away)
    province.clock.steps(timedelta(days=2, hours=10, minutes=31))
    elsewhere = [each for each in late if not each.is_only_on(away)]
    assert any(each.is_on(away) for each in elsewhere)
    await province.comes_to(lambda: all(each.heard(THURSDAY) == 1 for each in elsewhere))
    # What is sent and not yet marked may come twice; here it is marked, so that nothing may.
    await province.comes_to(lambda: province.ledger.reminded().total() == len(elsewhere))
    await life.is_killed()
    life = province.starts()
    await life.is_ready()
    assert not any(each.heard(THURSDAY) for each in late if each.is_only_on(away))
    await province.platform_is_up(away)
    await province.comes_to(lambda: all(each.heard(THURSDAY) == 1 for each in late))
    await province.comes_to(lambda: not province.ledger.busy())
    return life


async def _viber_is_away_on_saturday(province: Province, forgetful: list[Somebody]) -> None:
    """Saturday 20:01, when the coordinators are to be warned: they are, once, when Viber is back."""
    await province.platform_goes_down(VIBER)
    province.clock.steps(timedelta(days=2, minutes=30))
    short = {f"H{int(each.unit[1:]) % DISTRICTS}" for each in forgetful}
    await province.comes_to(lambda: province.ledger.waiting("at_risk") == len(short))
    assert not any(each.heard("đến hạn") for each in province.coordinators)
    await province.platform_is_up(VIBER)
    await province.comes_to(lambda: not province.ledger.busy())
    warned = {each.unit: each.heard("đến hạn") for each in province.coordinators}
    assert warned == {each.unit: int(each.unit in short) for each in province.coordinators}


async def _the_week_ends(province: Province, forgetful: list[Somebody]) -> None:
    """Sunday 09:01, Sunday 20:30, Monday 08:02: a last reminder, a late one, and those who are missing."""
    province.clock.steps(timedelta(hours=13))
    await province.comes_to(lambda: all(each.heard(SUNDAY) == 1 for each in forgetful))
    province.clock.steps(timedelta(hours=11, minutes=29))
    await hand_in(province, forgetful[:1])
    province.clock.steps(timedelta(hours=11, minutes=32))
    await province.comes_to(lambda: all(each.heard(MONDAY) == 1 for each in province.secretaries))
    await province.comes_to(lambda: all(each.heard("ghi là thiếu") == 1 for each in forgetful[1:]))
    await province.comes_to(lambda: not (province.ledger.waiting("missed") or province.ledger.waiting("reminder")))


async def _nothing_is_lost_or_doubled(province: Province, early: list[Somebody], forgetful: list[Somebody]) -> None:
    missing = forgetful[1:]
    status = await province.status("2026-W47")
    assert status["totals"] == {
        "MET": SECRETARIES - len(missing),
        "MISSED": len(missing),
        **dict.fromkeys(("OPEN", "AT_RISK", "GRACE", "EXCUSED"), 0),
    }
    assert sorted(each["unit"] for each in status["obligations"] if each["flag"]) == sorted(e.unit for e in missing)
    assert len(status["obligations"]) == SECRETARIES and len(status["vacant"]) == len(VACANT)
    assert province.ledger.counted() == SECRETARIES - len(missing)
    assert set(province.ledger.items().values()) == {1}
    assert province.ledger.failed() == []
    assert set(province.reminders_a_day()) == {1}
    handed_in = [each for each in province.secretaries if each not in missing]
    assert {each.heard(RECEIPT) for each in handed_in} == {1}
    assert {each.heard(THURSDAY) + each.heard(SUNDAY) for each in early} == {0}
    assert {each.heard(THURSDAY) for each in province.secretaries if each not in early} == {1}
    short = {f"H{int(each.unit[1:]) % DISTRICTS}" for each in missing}
    alerted = {each.unit: each.heard("còn thiếu:\n") for each in province.coordinators}
    assert alerted == {each.unit: int(each.unit in short) for each in province.coordinators}
    logs = "\n".join(life.log for life in province.lives)
    secrets = [bot.token.partition(":")[2] for bot in province.zalo.bots.values()]
    secrets += [province.telegram.token.partition(":")[2], province.viber.token]
    assert not any(secret in logs for secret in secrets)
    assert "Traceback" not in logs


async def test_pushed_and_killed_again_and_again_nothing_is_lost_and_nothing_counts_twice(tmp_path: Path) -> None:
    """All platforms push, and push again what was not answered with 200; each kill falls among deliveries."""
    only_sqlite("the ledger reads the file")
    async with opened_province(tmp_path, "webhook") as province:
        life = province.starts()
        await life.is_ready()
        await province.comes_to(lambda: all(bot.hook for bot in province.zalo.bots.values()))
        await province.comes_to(lambda: bool(province.telegram.webhook.url and province.viber.hook))
        everybody = province.secretaries
        for people in (everybody[0::3], everybody[1::3], everybody[2::3]):
            pushed = len(province.zalo.hooks.answers)
            for person in people:
                person.hands_in(photo(f"bài của {person.unit}"))
            for coordinator in province.coordinators:
                coordinator.writes("/tiendo")
            await province.comes_to(lambda pushed=pushed: len(province.zalo.hooks.answers) > pushed)  # type: ignore[misc]  # bound at once
            await life.is_killed()
            life = province.starts()
            await life.is_ready()
        await province.comes_to(lambda: province.ledger.counted() == SECRETARIES and not province.ledger.busy())
        await life.stops()
        assert set(province.ledger.items().values()) == {1}
        assert province.ledger.failed() == []
        assert all(person.heard(RECEIPT) >= 1 for person in everybody)
        assert all(coordinator.heard("Tuần 47") >= 3 for coordinator in province.coordinators)
        assert not any(bot.waiting for bot in province.zalo.bots.values()) and not province.viber.waiting
