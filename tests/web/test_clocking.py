"""Pushing the clock: what is between really happens, and it never goes back."""

from datetime import datetime, timedelta

import pytest

from tests.web.conftest import Page
from web.chat.stage import Phase

pytestmark = pytest.mark.long  # the whole file takes seconds


def local(page: Page) -> str:
    """The province's moment as its people read it."""
    assert page.stage.opened is not None
    return f"{page.stage.face().now.astimezone(page.stage.opened.organisation.calendar.zone):%a %H:%M}"


async def push(page: Page, *wishes: str) -> None:
    for wish in wishes:
        assert (await page.post("/api/clock", {"push": wish})).status_code == 200
    await page.rests()


async def test_an_hour_and_a_day_can_be_pushed(page: Page) -> None:
    assert local(page) == "Wed 09:00"
    await push(page, "hour")
    assert local(page) == "Wed 10:00"
    await push(page, "day")
    assert local(page) == "Thu 10:00"


async def test_two_pushes_add_up(page: Page) -> None:
    await push(page, "hour", "hour", "day")
    assert local(page) == "Thu 11:00"


async def test_the_next_event_is_the_next_moment_of_the_calendar(page: Page) -> None:
    seen = []
    for _ in range(6):
        await push(page, "next")
        seen.append(local(page))
    assert seen == ["Thu 19:30", "Sat 20:00", "Sun 09:00", "Sun 20:00", "Mon 00:00", "Mon 08:00"]


async def test_a_named_moment_can_be_reached(page: Page) -> None:
    await page.post("/api/clock", {"until": "2023-10-05T12:30:00Z"})
    await page.rests()
    assert local(page) == "Thu 19:30"


async def test_at_the_reminders_moment_everybody_who_is_short_is_reminded(page: Page) -> None:
    await push(page, "next")
    people = (await page.get("/api/people"))["people"]
    board = await page.get("/api/board")
    short = {tile["code"] for group in board["groups"] for tile in group["tiles"] if tile["state"] == "OPEN"}
    reminded = {
        person["unit"]
        for person in people
        if person["role"] == "secretary" and any(m.at.hour == 12 for m in page.platform.messages(person["chat"]))
    }
    unlinked = {person["unit"] for person in people if person["role"] == "secretary" and not person["linked"]}
    assert short
    assert reminded == short - unlinked


async def test_pushed_past_the_close_the_coordinator_is_alerted_and_the_board_shows_it(page: Page) -> None:
    await page.post("/api/chats/s-X12/say", {"text": "toi con thieu gi"})  # from now on nobody hands in for X12
    await push(page, *["next"] * 6)
    board = await page.get("/api/board?task=tuan&period=2023-W40")
    states = {tile["code"]: (tile["state"], tile["flag"]) for group in board["groups"] for tile in group["tiles"]}
    if states["X12"][0] != "MET":
        assert states["X12"] == ("MISSED", "MISSED")
        assert any("đã đóng" in message.text for message in page.platform.messages("c-H1"))


async def test_a_push_can_be_stopped_and_the_clock_runs_on_from_there(page: Page) -> None:
    begin = page.stage.face().now
    await page.post("/api/clock", {"until": (begin + timedelta(days=20)).isoformat()})
    await page.until(lambda: page.stage.face().now > begin + timedelta(hours=12))
    assert page.stage.face().phase is Phase.PASSING
    await push(page, "stop")
    stopped = page.stage.face().now
    assert stopped < begin + timedelta(days=20)
    assert page.stage.face().now > stopped


async def test_time_never_goes_back(page: Page) -> None:
    begin = page.stage.face().now
    answer = await page.post("/api/clock", {"until": (begin - timedelta(days=1)).isoformat()})
    assert answer.status_code == 200
    await page.rests()
    assert page.stage.face().now >= begin


async def test_nobody_pushes_farther_than_a_month_at_a_time(page: Page) -> None:
    far = page.stage.face().now + timedelta(days=32)
    answer = await page.post("/api/clock", {"until": far.isoformat()})
    assert (answer.status_code, answer.json()) == (409, {"error": "too_far", "days": 31})


@pytest.mark.parametrize(
    "document", [{}, {"push": "year"}, {"push": 5}, {"until": "tomorrow"}, {"until": "2023-10-05T12:30:00"}]
)
async def test_a_push_that_says_nothing_clear_is_refused(page: Page, document: dict[str, object]) -> None:
    assert (await page.post("/api/clock", document)).status_code == 400


async def test_simulated_people_rest_when_they_are_switched_off(page: Page) -> None:
    await page.post("/api/people-live", {"on": False})
    before = {chat.chat: len(said(page, chat.chat)) for chat in page.platform.chats()}
    await push(page, "day", "day")
    assert {chat.chat: len(said(page, chat.chat)) for chat in page.platform.chats()} == before
    assert not page.stage.face().people_live


async def test_simulated_people_hand_in_while_time_is_pushed(page: Page) -> None:
    before = sum(len(said(page, chat.chat)) for chat in page.platform.chats())
    await push(page, "day", "day", "day")
    assert sum(len(said(page, chat.chat)) for chat in page.platform.chats()) > before


async def test_the_clock_runs_on_by_itself(page: Page) -> None:
    assert page.stage.face().now < page.stage.face().now


async def test_before_the_province_is_there_the_clock_stands(unopened: Page) -> None:
    assert (await unopened.post("/api/clock", {"push": "hour"})).status_code == 503
    assert unopened.stage.face().now == unopened.stage.face().now


def said(page: Page, chat: str) -> list[datetime]:
    """When the person of a chat wrote."""
    return [message.at for message in page.platform.messages(chat) if not message.from_bot]
