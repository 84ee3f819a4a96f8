"""kill -9 at every step of the way in and of the way out; afterwards nothing is lost and nothing is doubled."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.telegram.crash import Death, Step, When
from tests.telegram.crash_load import SECRETARIES, Load
from tests.telegram.office_process import PATIENCE, opened_process_office

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")]

REMINDING = "2026-11-19 19:30:05"
"""The moment of a reminder: whoever still owes gets one at the first beat."""

BEFORE, AFTER = When.BEFORE, When.AFTER

STEPS = {
    "the updates are written, not committed": Step("db.inbox", "store", AFTER),
    "the updates are committed, not confirmed": Step("handlers.intake:Intake", "take_in", AFTER),
    "a picture is fetched, not stored": Step("media.store:MediaStore", "_put", BEFORE),
    "a picture is written, not renamed": Step("pathlib:Path", "replace", BEFORE),
    "a picture is stored, not committed": Step("media.store:MediaStore", "_put", AFTER),
    "the items are written, not committed": Step("db.inbox", "mark_done", AFTER),
    "the items are committed": Step("handlers.committing:Committing", "commit", AFTER),
    "the reminders are written, the step is not marked": Step("scheduler.heartbeat", "remind", AFTER),
    "the step is marked, not committed": Step("db.periods", "mark_steps", AFTER),
    "messages are claimed, not committed": Step("db.outbox", "claim", AFTER),
    "messages are claimed, not sent": Step("channels.telegram.channel:TelegramChannel", "send", BEFORE),
    "a message is sent, not marked": Step("channels.telegram.channel:TelegramChannel", "send", AFTER),
    "messages are marked, not committed": Step("db.outbox", "mark_sent", AFTER),
    "messages are marked": Step("scheduler.dispatch:Dispatcher", "_turn_over", AFTER),
}
MUST_REPEAT = {"a message is sent, not marked", "messages are marked, not committed"}
"""Elsewhere it depends on whether somebody else's message was in flight."""


@pytest.mark.parametrize("step", STEPS)
async def test_wherever_it_dies_the_next_life_goes_on(tmp_path: Path, linked_office: Path, step: str) -> None:
    async with opened_process_office(tmp_path, linked_office, REMINDING) as office:
        office.fake.updates.per_answer = 2
        load = Load(office)
        deaths = 0
        for nth in (1, 1, 3):
            load.everybody_sends()
            life = office.starts(Death(STEPS[step], nth))
            if await office.calms_down(life):
                await life.is_killed()  # there was nothing for so many passes
            else:
                await life.dies()
                deaths += 1
            load.notes_death()
        await office.lives_on()
        assert deaths >= 2
        load.check()
        if step in MUST_REPEAT:
            assert load.repeated(), "it did not die where it should have"
        assert office.logs().count("Traceback") == 0


async def test_updates_that_are_confirmed_and_not_handled_are_handled_in_the_next_life(
    tmp_path: Path, linked_office: Path
) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        load = Load(office)
        load.everybody_sends()
        life = office.starts(Death(Step("handlers.intake:Intake", "drain", BEFORE), halts=True))
        await life.is_ready()
        await office.fake.is_polled(within=PATIENCE)
        assert not office.fake.updates.waiting  # Telegram has forgotten them
        assert office.ledger.items().total() == 0
        await life.is_killed()
        load.notes_death()
        await office.lives_on()
        load.check()
        assert not load.repeated().keys() & {str(office.person(name).id) for name in SECRETARIES}


async def test_a_message_that_has_not_reached_telegram_is_sent_in_the_next_life(
    tmp_path: Path, linked_office: Path
) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        load = Load(office)
        people = [office.person(name) for name in ("hanh", "hai")]
        load.everybody_sends(("hanh", "hai"))
        office.changes("channels.line:Patience", "exchange", 10 * PATIENCE)  # else it would be sent once more meanwhile
        held = [office.fake.when("sendMessage", chat=person).holds(10 * PATIENCE) for person in people]
        life = office.starts()
        await office.fake.until(lambda: all(script.met for script in held), within=PATIENCE)
        await life.is_killed()
        waited_for = {str(person.id) for person in people}
        assert load.notes_death().keys() >= waited_for  # and perhaps what the first beat tells the admin
        await office.lives_on()
        load.check()
        assert not load.repeated().keys() & waited_for


async def test_a_message_whose_answer_is_on_its_way_comes_twice_at_most(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office) as office:
        office.changes("channels.line:Patience", "exchange", 10 * PATIENCE)  # it waits until it is killed
        load = Load(office)
        load.everybody_sends()
        people = [office.person(name) for name in ("hanh", "hai", "lam")]
        slow = [office.fake.when("sendMessage", chat=person).waits(10 * PATIENCE) for person in people]
        waited_for = Counter(str(person.id) for person in people)
        life = office.starts()
        await office.fake.until(lambda: all(script.met for script in slow), within=PATIENCE)
        await office.comes_to(lambda: office.ledger.claimed() == waited_for)
        await life.is_killed()
        load.notes_death()
        await office.lives_on()
        load.check()
        assert load.repeated() == waited_for


async def test_a_bot_that_is_told_to_stop_leaves_nothing_half_done(tmp_path: Path, linked_office: Path) -> None:
    async with opened_process_office(tmp_path, linked_office, REMINDING) as office:
        load = Load(office)
        for _ in range(3):
            load.everybody_sends()
            life = office.starts()
            sent = len(office.fake.calls.sends)
            await office.fake.until(lambda sent=sent: len(office.fake.calls.sends) > sent, within=PATIENCE)  # type: ignore[misc]
            load.everybody_sends()
            await life.stops()
            assert office.ledger.claimed().total() == 0
        await office.lives_on()
        load.check()
        assert not load.repeated().keys() & {str(office.person(name).id) for name in SECRETARIES}
