"""The wall clock is set back while an answer waits to be tried again: nobody waits until it has caught up."""

from datetime import timedelta
from pathlib import Path

from tests.telegram.office import Office, opened_office


async def _waits_to_be_tried_again(office: Office) -> None:
    """An answer to Hạnh could not be delivered, and the dispatcher has come to rest."""
    office.fake.when("sendMessage").answers(502)
    office.hanh.says("/giup")
    await office.settles()
    assert await office.installation.dispatcher.drain() == 0
    assert not office.hanh.unheard


async def test_an_answer_goes_as_soon_as_the_clock_is_set_back(tmp_path: Path) -> None:
    async with opened_office(tmp_path, "clock") as office:
        await _waits_to_be_tried_again(office)
        office.clock_steps_back(timedelta(hours=1))
        assert await office.installation.dispatcher.drain() == 1
        assert "minh chứng" in (await office.hanh.hears()).text


async def test_it_is_noticed_however_long_nothing_was_sent_before(tmp_path: Path) -> None:
    async with opened_office(tmp_path, "clock") as office:
        await _waits_to_be_tried_again(office)
        later = timedelta(seconds=1)
        office.clock_steps_back(-later)
        assert await office.installation.dispatcher.drain() == 0
        office.clock_steps_back(later)
        assert await office.installation.dispatcher.drain() == 1


async def test_a_clock_that_goes_on_lets_it_wait_for_its_turn(tmp_path: Path) -> None:
    async with opened_office(tmp_path, "clock") as office:
        await _waits_to_be_tried_again(office)
        office.clock_steps_back(timedelta(milliseconds=-1))
        assert await office.installation.dispatcher.drain() == 0
