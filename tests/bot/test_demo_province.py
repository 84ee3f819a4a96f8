"""The demo's province: it is begun once, lives its past, and goes on where it was."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.note import NoteBroken
from bot.demo.people import ProvinceLost
from bot.demo.stage import DATABASE_NAME, DemoStage
from db import record
from tests.web.conftest import living
from tests.web.small_province import FIRST, READY, note, scene
from web.chat.stage import Happening, Phase

pytestmark = pytest.mark.long  # the whole file takes seconds


def stage(folder: Path) -> DemoStage:
    return DemoStage(scene(folder), note(folder))


def lose_database(folder: Path) -> None:
    """Somebody tidied up."""
    for file in folder.glob(f"{DATABASE_NAME}*"):
        file.unlink()


async def arrives(stage: DemoStage, phase: Phase = Phase.RUNNING) -> None:
    """Wait until the stage is in this phase."""
    happened = asyncio.Event()
    stage.subscribe(lambda _what: happened.set())
    async with asyncio.timeout(60):
        while stage.face().phase is not phase:
            await happened.wait()
            happened.clear()


def told(stage: DemoStage) -> dict[str, list[tuple[int, str]]]:
    """Everything that was said, chat by chat."""
    assert stage.opened is not None
    platform = stage.opened.platform
    return {chat.chat: [(m.id, m.text) for m in platform.messages(chat.chat)] for chat in platform.chats()}


async def test_the_past_is_lived_until_the_visitor_comes_in(tmp_path: Path) -> None:
    demo = stage(tmp_path)
    assert demo.face().phase is Phase.PREPARING
    async with living(demo):
        assert demo.face().phase is Phase.PAST
        await arrives(demo)
        assert READY <= demo.face().now < READY + timedelta(minutes=5)
        assert sum(len(messages) for messages in told(demo).values()) > 10


async def test_its_database_is_marked_as_a_rehearsal(tmp_path: Path) -> None:
    demo = stage(tmp_path)
    async with living(demo):
        assert demo.opened is not None
        async with demo.opened.database.snapshot() as tx:
            state = await record.rehearsal(tx)
    assert state is not None
    assert state.began_at == FIRST


async def test_closed_and_started_again_it_goes_on_where_it_was(tmp_path: Path) -> None:
    first = stage(tmp_path)
    async with living(first):
        await arrives(first)
        first.push(READY + timedelta(days=1))
        await arrives(first)
        first.leave_to_visitor("s-X12")
        first.let_people_live(False)
        said, reached = told(first), first.face().now
    again = stage(tmp_path)
    async with living(again):
        assert again.face().phase is Phase.RUNNING
        assert reached <= again.face().now < reached + timedelta(minutes=5)
        assert told(again) == said
        assert (again.world, list(again.visitors), again.codes) == (first.world, ["s-X12"], first.codes)
        assert not again.face().people_live


async def test_killed_in_the_middle_of_its_past_it_goes_on_and_nothing_happens_twice(tmp_path: Path) -> None:
    undisturbed = stage(tmp_path / "undisturbed")
    async with living(undisturbed):
        await arrives(undisturbed)
        expected = {chat: len(messages) for chat, messages in told(undisturbed).items()}
    for _ in range(4):
        killed = stage(tmp_path / "killed")
        with suppress(ZeroDivisionError):
            async with living(killed):
                before = sum(len(messages) for messages in told(killed).values())
                happened = asyncio.Event()
                killed.subscribe(lambda _what, event=happened: event.set())  # type: ignore[misc]
                while killed.face().phase is Phase.PAST:
                    if sum(len(messages) for messages in told(killed).values()) >= before + 4:
                        raise ZeroDivisionError
                    await happened.wait()
                    happened.clear()
    last = stage(tmp_path / "killed")
    async with living(last):
        await arrives(last)
        assert {chat: len(messages) for chat, messages in told(last).items()} == expected


async def test_whoever_the_visitor_speaks_as_is_not_simulated_any_more(tmp_path: Path) -> None:
    demo = stage(tmp_path)
    async with living(demo):
        for chat in list(told(demo)):
            demo.leave_to_visitor(chat)
        await arrives(demo)
        demo.push(FIRST + timedelta(days=8))
        await arrives(demo)
        assert demo.opened is not None
        platform = demo.opened.platform
        own = [m for chat in platform.chats() for m in platform.messages(chat.chat) if not m.from_bot]
    assert own == []


async def test_a_note_of_a_province_that_the_database_lost_is_refused(tmp_path: Path) -> None:
    demo = stage(tmp_path)
    async with living(demo):
        pass
    lose_database(tmp_path)
    with pytest.raises(ProvinceLost, match="has lost its province"):
        async with living(stage(tmp_path)):
            pass


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"first": "yesterday", "ready": "2023-10-04T02:00:00+00:00"}'])
def test_a_note_that_cannot_be_understood_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "demo.json").write_text(text)
    with pytest.raises(NoteBroken, match=r"demo\.json"):
        note(tmp_path)


def test_a_note_is_read_as_it_was_saved(tmp_path: Path) -> None:
    kept = note(tmp_path)
    kept.codes["s-X11"] = "7K3M9QX2B4TWZ"
    kept.visitors.append("admin")
    kept.save()
    assert note(tmp_path) == kept
    assert json.loads((tmp_path / "demo.json").read_text())["seed"] == 1


async def test_pages_are_told_when_the_province_is_there(tmp_path: Path) -> None:
    demo = stage(tmp_path)
    told_of: list[Happening] = []
    demo.subscribe(told_of.append)
    async with living(demo):
        assert told_of == [Happening.OPENED]
