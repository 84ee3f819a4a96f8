"""What a machine that watches is told: alive and ready, or what is wrong; and the few figures that matter."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import yaml

from core.health import SLOW, Done, Health
from web.front import front
from web.health import Watching

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WELL = Health(at=NOW, backup=Done(NOW, NOW), restore=Done(NOW, NOW), failed={"telegram": 0}, beat_at=NOW - 5 * SECOND)


class Facts:
    """What there is to see at this moment."""

    def __init__(self) -> None:
        self.health: Health | None = WELL

    async def look(self) -> Health:
        if self.health is None:
            raise OSError("the database is away")
        return self.health


@pytest.fixture
def facts() -> Facts:
    return Facts()


@pytest.fixture
async def watcher(facts: Facts) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever watches."""
    door = httpx.ASGITransport(front(Watching(facts.look).routes()))
    async with httpx.AsyncClient(transport=door, base_url="http://door") as client:
        yield client


async def test_a_bot_that_beats_is_ready(watcher: httpx.AsyncClient) -> None:
    answer = await watcher.get("/healthz")
    assert (answer.status_code, answer.json()["ready"], answer.json()["wrong"]) == (200, True, [])
    assert answer.json()["nhacnop_beat_age_seconds"] == 5


@pytest.mark.parametrize(("age", "status"), [(SLOW - SECOND, 200), (SLOW, 503)])
async def test_a_beat_that_hangs_makes_it_say_no(
    watcher: httpx.AsyncClient, facts: Facts, age: timedelta, status: int
) -> None:
    facts.health = replace(WELL, beat_at=NOW - age)
    assert (await watcher.get("/healthz")).status_code == status


async def test_a_queue_that_hangs_makes_it_say_no_but_not_while_it_is_held_back(
    watcher: httpx.AsyncClient, facts: Facts
) -> None:
    facts.health = replace(WELL, queued=3, queued_since=NOW - SLOW)
    answer = await watcher.get("/healthz")
    assert (answer.status_code, answer.json()["wrong"]) == (503, ["queue_hangs"])
    facts.health = replace(facts.health, stopped_since=NOW - SLOW)
    assert (await watcher.get("/healthz")).status_code == 200


async def test_what_came_in_and_is_not_handled_makes_it_say_no(watcher: httpx.AsyncClient, facts: Facts) -> None:
    facts.health = replace(WELL, unhandled=2, unhandled_since=NOW - SLOW + SECOND)
    answer = await watcher.get("/healthz")
    assert (answer.status_code, answer.json()["nhacnop_inbox_oldest_seconds"]) == (200, 599.0)
    facts.health = replace(WELL, unhandled=2, unhandled_since=NOW - SLOW)
    answer = await watcher.get("/healthz")
    assert (answer.status_code, answer.json()["wrong"]) == (503, ["intake_hangs"])
    assert "nhacnop_inbox_waiting 2.0" in (await watcher.get("/metrics")).text


async def test_what_wants_a_person_is_told_and_does_not_take_it_out_of_service(
    watcher: httpx.AsyncClient, facts: Facts
) -> None:
    facts.health = replace(WELL, backup=None, set_aside=2)
    answer = await watcher.get("/healthz")
    assert (answer.status_code, answer.json()["wrong"]) == (200, ["no_backup", "set_aside"])


async def test_a_database_that_is_away_is_said_without_a_traceback(watcher: httpx.AsyncClient, facts: Facts) -> None:
    facts.health = None
    answer = await watcher.get("/healthz")
    assert (answer.status_code, answer.json()["ready"], answer.json()["error"]) == (503, False, "OSError")
    assert (await watcher.get("/metrics")).status_code == 503


async def test_the_figures_are_prometheus_text_and_name_nobody(watcher: httpx.AsyncClient, facts: Facts) -> None:
    facts.health = replace(WELL, failed={"telegram": 3, "zalo": 0}, queued=2, queued_since=NOW - 9 * SECOND)
    answer = await watcher.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    told = answer.text.splitlines()
    assert 'nhacnop_outbox_failed{channel="telegram"} 3.0' in told
    assert "nhacnop_outbox_oldest_seconds 9.0" in told
    assert "nhacnop_backup_age_seconds 0.0" in told


async def test_every_alert_speaks_of_a_figure_that_there_is(watcher: httpx.AsyncClient) -> None:
    names = set(re.findall(r"^(nhacnop_\w+)", (await watcher.get("/metrics")).text, re.MULTILINE))
    rules = yaml.safe_load((Path(__file__).parents[2] / "deploy" / "alerts.yaml").read_text(encoding="utf-8"))
    spoken = {name for rule in rules["groups"][0]["rules"] for name in re.findall(r"nhacnop_\w+", rule["expr"])}
    assert spoken and spoken <= names
